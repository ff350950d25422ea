"""Energies of the reactions of electrolytes with sulfur and lithium, against enthalpies of formation."""

import pytest

from brimstone.library import load

LIBRARY = load()
KILOJOULE_PER_MOLE = 1.0 / 96.485  #: [eV]

#: Enthalpies of formation [kJ/mol], textbook values.
FORMED = {"Li2S": -441.4, "LiCl": -408.6, "YCl3": -1000.0, "InCl3": -537.2, "ZrCl4": -980.5, "Y2S3": -1260.0} | {
    "In2S3": -427.0, "ZrS2": -577.0, "LiBH4": -190.8, "B2S3": -252.0, "H2S": -20.6, "Li3N": -164.6, "Li2O": -597.9,
    "Li2SO4": -1436.5, "S": 0.0, "Li": 0.0, "N2": 0.0, "Y": 0.0, "In": 0.0, "Zr": 0.0,
}  # fmt: skip
FORMED |= {
    "Li3YCl6": 3 * FORMED["LiCl"] + FORMED["YCl3"],
    "Li3InCl6": 3 * FORMED["LiCl"] + FORMED["InCl3"],
    "Li2ZrCl6": 2 * FORMED["LiCl"] + FORMED["ZrCl4"],
}
ATOMS = {"Li2S": 3, "S": 1, "Li": 1, "Li3YCl6": 10, "Li3InCl6": 10, "Li2ZrCl6": 9, "LiBH4": 6, "Li3N": 4, "Li2O": 3}


def energy(before: dict[str, int], after: dict[str, int]) -> float:
    """Per atom of what reacts [eV]."""
    gained = sum(n * FORMED[name] for name, n in after.items()) - sum(n * FORMED[name] for name, n in before.items())
    return gained / sum(n * ATOMS[name] for name, n in before.items()) * KILOJOULE_PER_MOLE


def known(name: str, partner: str) -> float:
    return LIBRARY.material(name)[f"reaction_with_{partner}"].si / 1.602176634e-19


@pytest.mark.parametrize(
    ("electrolyte", "partner", "before", "after"),
    [
        ("Li3YCl6", "sulfur", {"Li3YCl6": 2, "Li2S": 3}, {"Y2S3": 1, "LiCl": 12}),
        ("Li3InCl6", "sulfur", {"Li3InCl6": 2, "Li2S": 3}, {"In2S3": 1, "LiCl": 12}),
        ("Li2ZrCl6", "sulfur", {"Li2ZrCl6": 1, "Li2S": 2}, {"ZrS2": 1, "LiCl": 6}),
        ("LiBH4", "sulfur", {"LiBH4": 2, "S": 8}, {"Li2S": 1, "B2S3": 1, "H2S": 4}),
        ("Li3N", "sulfur", {"Li3N": 2, "S": 3}, {"Li2S": 3, "N2": 1}),
        ("Li3YCl6", "lithium", {"Li3YCl6": 1, "Li": 3}, {"Y": 1, "LiCl": 6}),
        ("Li3InCl6", "lithium", {"Li3InCl6": 1, "Li": 3}, {"In": 1, "LiCl": 6}),
        ("Li2ZrCl6", "lithium", {"Li2ZrCl6": 1, "Li": 4}, {"Zr": 1, "LiCl": 6}),
    ],
)
def test_energies_follow_from_enthalpies_of_formation(electrolyte, partner, before, after):
    assert known(electrolyte, partner) == pytest.approx(energy(before, after), abs=0.015)


def test_lithium_oxide_and_sulfur_give_what_garnets_are_estimated_from():
    whole = energy({"Li2O": 4, "S": 4}, {"Li2S": 3, "Li2SO4": 1})
    assert whole == pytest.approx(-0.24, abs=0.01)
    assert known("LLZO", "sulfur") == pytest.approx(0.3 * whole, rel=0.1)


def test_of_inorganic_electrolytes_sulfides_react_least_with_sulfur_and_most_with_lithium_but_for_phosphates():
    """Qi 2024, section 1, of sulfur; garnets are the stable ones beside lithium."""
    assert known("Li6PS5Cl", "sulfur") == 0.0
    assert all(known(name, "sulfur") < 0.0 for name in ("LLZO", "LATP", "Li3YCl6", "LiBH4", "Li3N"))
    assert known("LLZO", "lithium") > -0.05
    assert all(known(name, "lithium") < -0.5 for name in ("Li6PS5Cl", "LGPS", "LATP", "LAGP"))
