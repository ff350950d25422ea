"""What is known: materials, strategies, reported cells and constants, each number with its source."""

from brimstone.library._files import load
from brimstone.library.cells import ReportedCell, ReportedValue, ReviewQuote
from brimstone.library.ledger import Entry, Ledger
from brimstone.library.library import Library
from brimstone.library.materials import Material, MaterialClass
from brimstone.library.reviews import Defect, Review, defects_told
from brimstone.library.rules import LabRule, Note
from brimstone.library.strategies import Applied, Strategy, Treatment
from brimstone.library.values import KNOWN, VTF, Arrhenius, Law, Value

__all__ = [
    "KNOWN",
    "VTF",
    "Applied",
    "Arrhenius",
    "Defect",
    "Entry",
    "LabRule",
    "Law",
    "Ledger",
    "Library",
    "Material",
    "MaterialClass",
    "Note",
    "ReportedCell",
    "ReportedValue",
    "Review",
    "ReviewQuote",
    "Strategy",
    "Treatment",
    "Value",
    "defects_told",
    "load",
]
