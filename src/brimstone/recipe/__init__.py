"""What a person writes: the recipe of a cell, in YAML or in Python, with clear errors.

A recipe knows no library: names of materials are words here, and whoever owns the library resolves them.
"""

from brimstone.recipe.anode import Anode
from brimstone.recipe.cell import (
    Cathode,
    Handling,
    Host,
    Infiltration,
    Layer,
    MixingStep,
    Operation,
    Polymerisation,
)
from brimstone.recipe.composition import Composition
from brimstone.recipe.files import find_problems, parse, read
from brimstone.recipe.format import Format
from brimstone.recipe.making import Chemical, Collector, Drying, Hardware, MakingStep
from brimstone.recipe.materials import OwnMaterial
from brimstone.recipe.problems import Problem
from brimstone.recipe.protocol import Charge, Cycles, Discharge, Drive, Hold, Impedance, Pulse, Ramp, Rates, Rest, Step
from brimstone.recipe.recipe import Anchor, Recipe, Reported
from brimstone.recipe.values import Capacity, Limit, Loading, Rate, Window
from brimstone.recipe.words import MIXING_METHODS

__all__ = [
    "MIXING_METHODS",
    "Anchor",
    "Anode",
    "Capacity",
    "Cathode",
    "Charge",
    "Chemical",
    "Collector",
    "Composition",
    "Cycles",
    "Discharge",
    "Drive",
    "Drying",
    "Format",
    "Handling",
    "Hardware",
    "Hold",
    "Host",
    "Impedance",
    "Infiltration",
    "Layer",
    "Limit",
    "Loading",
    "MakingStep",
    "MixingStep",
    "Operation",
    "OwnMaterial",
    "Polymerisation",
    "Problem",
    "Pulse",
    "Ramp",
    "Rate",
    "Rates",
    "Recipe",
    "Reported",
    "Rest",
    "Step",
    "Window",
    "find_problems",
    "parse",
    "read",
]
