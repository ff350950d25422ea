"""Half cells of an electrolyte with carbon: what passes is what its stocks take, and no more than its formula has."""

import numpy as np
import pytest

from brimstone import Cell
from brimstone.constants import FARADAY
from brimstone.library import load
from brimstone.recipe import Recipe
from brimstone.solver.interface import CHARGE

LIBRARY = load()
#: Of Li6PS5Cl: eight electrons to Li2S, Li3P and LiCl, five to sulfur, P2S5 and LiCl [C/kg].
REDUCED, OXIDISED = (electrons * FARADAY / 0.26836 for electrons in (8, 5))
CYCLE = [{"discharge": "0.1 mA/cm2", "to": "0.6 V"}, {"charge": "0.1 mA/cm2", "to": "3.6 V"}]
EVERYTHING = [{"discharge": "0.1 mA/cm2", "to": "0.05 V"}, {"hold": "0.05 V", "until": "20000 h"}]


def half_cell(steps, carbon=20, temperature="25 degC", **overrides):
    tree = {
        "name": "Li6PS5Cl with acetylene black",
        "cell": "half",
        "cathode": {
            "active": "Li6PS5Cl",
            "composition": {"Li6PS5Cl": f"{100 - carbon} wt%", "acetylene black": f"{carbon} wt%"},
            "thickness": "30 um",
        },
        "separator": [{"electrolyte": "Li6PS5Cl", "thickness": "300 um"}],
        "anode": "Li-In",
        "operation": {"temperature": temperature},
        "protocol": list(steps),
    }
    if overrides:
        tree["overrides"] = {name.replace("__", "/"): value for name, value in overrides.items()}
    return Cell(Recipe.from_mapping(tree), LIBRARY).run(certain=True, checks=False, nodes=10)


def passed(run):
    """Charge of each step, discharge positive [C/kg of electrolyte]."""
    return np.array([step.outcomes[0, CHARGE] for step in run.steps]) / run.cell.active_mass[0]


def stocks(step, point=-1):
    """Means through the depth at a point of a step: oxidised, reduced, and opened by oxidation and by reduction."""
    names = ("oxidised", "reduced", "opened_by_oxidation", "opened_by_reduction")
    return np.array([step.profile[name][point].mean() for name in names])


def accessible(run):
    """Share of the electrolyte within reach of the carbon."""
    parameters, cell = run.cell.equations.parameters, run.cell
    taken = cell.parameters[0, parameters.reduced_charge] * cell.parameters[0, parameters.thickness]
    return taken / (REDUCED * cell.active_mass[0])


def test_the_charge_of_every_step_is_what_the_stocks_of_the_electrolyte_took():
    run = half_cell(CYCLE * 3)
    dead = [LIBRARY.constant(f"redox/{way}_dead").si for way in ("oxidation", "reduction")]
    worth = np.array([-OXIDISED, REDUCED, -OXIDISED * dead[0], REDUCED * dead[1]]) * accessible(run)
    ends = np.stack([stocks(run.steps[0], 0), *(stocks(step) for step in run.steps)])
    assert np.diff(ends, axis=0) @ worth == pytest.approx(passed(run), rel=1e-4)
    assert max(run.balances.values()) < 1e-6
    # what is opened stays opened, and what is spent does not come back
    assert np.all(np.diff(ends[:, 2:], axis=0) >= -1e-12)
    assert np.all(ends.sum(axis=1) < 2.0)
    fade = np.abs(passed(run))
    assert fade[5] < fade[3]
    assert fade[4] < fade[2]


def test_all_of_it_takes_eight_electrons_a_formula_unit_and_not_one_more():
    run = half_cell(EVERYTHING, redox__reach="1 m")
    assert accessible(run) == pytest.approx(1.0, rel=2e-3)
    assert 0.99 * REDUCED < passed(run).sum() < 1.001 * REDUCED


@pytest.mark.parametrize("temperature", ["-20 degC", "80 degC"])
def test_cold_and_warmth_change_how_fast_it_reacts_and_not_how_much_there_is(temperature):
    usual, other = (half_cell(CYCLE[:1], temperature=one) for one in ("25 degC", temperature))
    assert accessible(other) == pytest.approx(accessible(usual), rel=1e-9)
    ratio = passed(other)[0] / passed(usual)[0]
    assert ratio < 0.9 if temperature == "-20 degC" else 1.02 < ratio < 2.0


def test_what_lies_out_of_reach_of_the_carbon_takes_no_part():
    near, usual, none = (half_cell(CYCLE[:1], redox__reach=f"{reach} nm") for reach in (40, 160, 1e-6))
    assert passed(none)[0] < 1e-3 * passed(usual)[0]
    # a layer on carbon in a little more of it, until layers overlap: 1 - exp(-a reach)
    by_reach = np.log1p(-accessible(near)) / np.log1p(-accessible(usual))
    assert by_reach == pytest.approx(40 / 160, rel=1e-3)
    assert 2.0 < passed(usual)[0] / passed(near)[0] < 4.0
    lean = half_cell(CYCLE[:1], carbon=5)
    assert passed(lean)[0] < 0.5 * passed(usual)[0]


@pytest.mark.parametrize(
    ("steps", "efficiency"),
    [
        ([{"charge": "0.05 mA/cm2", "to": "3.6 V"}, {"discharge": "0.05 mA/cm2", "to": "1.63 V"}], 0.70),
        ([{"discharge": "0.05 mA/cm2", "to": "0.05 V"}, {"charge": "0.05 mA/cm2", "to": "1.63 V"}], 0.40),
    ],
)
def test_of_the_first_oxidation_more_is_given_back_than_of_the_first_reduction(steps, efficiency):
    """First efficiencies of Li6PS5Cl with carbon, doi:10.1038/s41563-019-0576-0."""
    there, back = np.abs(passed(half_cell(steps)))
    assert back / there == pytest.approx(efficiency, rel=0.3)
