"""What is known: materials, strategies, reported cells and constants, each number with its source."""

from brimstone.library.ledger import Entry, Ledger
from brimstone.library.library import Library, load
from brimstone.library.materials import Material, MaterialClass
from brimstone.library.values import KNOWN, VTF, Arrhenius, Law, Value

__all__ = [
    "KNOWN",
    "VTF",
    "Arrhenius",
    "Entry",
    "Law",
    "Ledger",
    "Library",
    "Material",
    "MaterialClass",
    "Value",
    "load",
]
