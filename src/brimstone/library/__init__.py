"""What is known: materials, strategies, reported cells and constants, each number with its source."""

from brimstone.library.cells import Cell, Figure, Saying
from brimstone.library.ledger import Entry, Ledger
from brimstone.library.library import Library, Review, load
from brimstone.library.materials import Material, MaterialClass
from brimstone.library.rules import Note, Rule
from brimstone.library.strategies import Applied, Strategy, Treatment
from brimstone.library.values import KNOWN, VTF, Arrhenius, Law, Value

__all__ = [
    "KNOWN",
    "VTF",
    "Applied",
    "Arrhenius",
    "Cell",
    "Entry",
    "Figure",
    "Law",
    "Ledger",
    "Library",
    "Material",
    "MaterialClass",
    "Note",
    "Review",
    "Rule",
    "Saying",
    "Strategy",
    "Treatment",
    "Value",
    "load",
]
