"""Recipes that tests of several rooms use."""

from brimstone.cell import Cell
from brimstone.recipe import Recipe

SULFUR = {
    "name": "a plain cell",
    "cathode": {
        "active": "S",
        "composition": {"S": "30 wt%", "Li6PS5Cl": "50 wt%", "Ketjenblack": "20 wt%"},
        "loading": "1 mg/cm2",
        "mixing": "ball-milled",
        "pressed_at": "360 MPa",
        "collector": "stainless steel",
    },
    "separator": [{"electrolyte": "Li6PS5Cl", "thickness": "300 um", "pressed_at": "360 MPa"}],
    "anode": {"material": "Li-In", "thickness": "150 um"},
    "operation": {"temperature": "25 degC", "fixture": "constant pressure"},
    "protocol": [{"discharge": "0.2C", "to": "1.0 V"}],
}

LITHIUM_SULFIDE = {
    **SULFUR,
    "cathode": {
        **SULFUR["cathode"],
        "active": "Li2S",
        "composition": {"Li2S": "40 wt%", "Li6PS5Cl": "40 wt%", "Ketjenblack": "20 wt%"},
    },
}


def recipe(base=SULFUR, **changes):
    """A recipe with fields of the top level, or of `cathode`, `anode` and `operation`, replaced."""
    tree = {**base}
    for key, value in changes.items():
        tree[key] = {**tree[key], **value} if isinstance(value, dict) and isinstance(tree.get(key), dict) else value
    return Recipe.from_mapping(tree)


def run(base=SULFUR, *, certain=True, nodes=20, members=20, cycles=(1, -1), **changes):
    """Run a recipe, nominal values only by default."""
    cell = Cell(recipe(base, **changes)).looking_at(*cycles)
    return cell.run(certain=certain, nodes=nodes, members=members)
