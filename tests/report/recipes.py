"""Recipes of the cells whose reports are tested."""

from brimstone.cell import Cell
from brimstone.recipe import Recipe
from brimstone.result import Run

#: Words that a page must show as words and never take for its own.
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    '"><img src=x onerror=alert(3)>',
    "{{ 7 * 191 }}",
    "'; alert(4); //",
)

RATE_TEST = {
    "name": f"a rate test {HOSTILE[0]}",
    "note": f"written by a stranger {HOSTILE[1]}; see doi:10.1000/{HOSTILE[2]}",
    "diameter": "10 mm",
    "cathode": {
        "active": "S",
        "composition": {"S": "30 wt%", "Li6PS5Cl": "50 wt%", "Ketjenblack": "20 wt%"},
        "loading": "1.5 mg/cm2",
        "mixing": [{"method": "ball-milled", "time": "10 h", "speed": "500 rpm", "machine": HOSTILE[4]}],
        "pressed_at": "360 MPa",
    },
    "separator": [{"electrolyte": "Li6PS5Cl", "thickness": "500 um"}],
    "anode": {"material": "Li-In", "thickness": "100 um"},
    "operation": {"temperature": "60 degC", "stack_pressure": "50 MPa"},
    "protocol": [{"rates": ["0.1C", "0.5C", "2C"], "window": ["1.0 V", "2.8 V"]}],
    "reported": [
        {"rate": "0.1C", "capacity": "1400 mAh/g", "source": "doi:10.1002/aenm.201602923", "quote": HOSTILE[1]},
        {"rate": "0.5C", "capacity": "2 mAh/cm2", "source": HOSTILE[2], "note": HOSTILE[3]},
        {"rate": "2C", "capacity": "500 mAh/g", "temperature": "25 degC", "source": "elsewhere"},
        {"rate": "0.5C", "capacity": "900 mAh/g", "cycle": 100, "source": "elsewhere"},
        {"rate": "3C", "capacity": "300 mAh/g", "source": "elsewhere"},
        {"rate": "0.1C", "mean_voltage": "1.3 V", "source": "elsewhere"},
        {"mean_voltage": "1.3 V", "source": "elsewhere"},
    ],
    "reference": "Li-In",
}


def change(recipe: dict, **fields) -> dict:
    """The recipe with other fields, and without those that are None; the hostile words stay with the rate test."""
    changed = {**recipe, "name": "a cell", "note": "plain", "reported": None, "reference": "Li/Li+", **fields}
    return {name: value for name, value in changed.items() if value is not None}


CYCLES = [{"cycles": 60, "charge": "0.5C", "discharge": "0.5C", "window": ["1.0 V", "2.8 V"]}]
EVERYTHING = [
    {"rest": "1 h"},
    {"impedance": ["1 MHz", "1 mHz"], "points": 20},
    {"discharge": "0.2C", "to": "1.0 V"},
    {"impedance": ["1 MHz", "1 mHz"], "points": 20},
    {"charge": "0.2C", "to": "2.6 V"},
    {"hold": "2.6 V", "until": "1 h"},
    {"ramp": "0.5 mV/s", "window": ["1.2 V", "2.8 V"], "cycles": 2},
    {"pulse": "0.2C", "for": "60 min", "rest": "1 h", "to": "1.0 V"},
]
LI2S = {
    "active": "Li2S",
    "composition": {"Li2S": "40 wt%", "Li6PS5Cl": "45 wt%", "Super P": "15 wt%"},
    "loading": "3 mg/cm2",
    "mixing": "ball-milled",
}
NO_SULFUR = {"active": "Li6PS5Cl", "composition": {"Li6PS5Cl": "70 wt%", "Ketjenblack": "30 wt%"}, "thickness": "60 um"}


def run(recipe: dict, **options) -> Run:
    """Run a recipe on few nodes, for certain by default."""
    return Cell(Recipe.from_mapping(recipe)).run(**{"certain": True, "nodes": 8, **options})
