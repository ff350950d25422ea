"""Whatever is done to a cell, its electrolyte passes no more charge than its formula, and rests where it is stable."""

from dataclasses import replace

import numpy as np
import pytest

from brimstone.constants import MAH_G
from brimstone.simulate.notes import gain_notes
from brimstone.solver.interface import CHARGE
from tests.cells import run

BASE = {
    "cathode": {
        "active": "S",
        "composition": {"S": "30 wt%", "LPSCl": "50 wt%", "Ketjenblack": "20 wt%"},
        "loading": "1 mg/cm2",
        "mixing": "ball-milled",
        "pressed_at": "360 MPa",
    },
    "separator": [{"electrolyte": "LPSCl", "thickness": "500 um"}],
    "anode": {"material": "Li-In", "thickness": "100 um"},
    "operation": {"temperature": "60 degC", "stack_pressure": "50 MPa"},
}
#: Oxidation and reduction of Li6PS5Cl by five and eight electrons, per mass of sulfur where there is 5/3 of it.
MOST_OXIDATION, MOST_REDUCTION = 499.3 * 5 / 3, 798.9 * 5 / 3


def of(*protocol, **changes):
    found = run(**{**BASE, "protocol": list(protocol), **changes})
    assert found.status == "completed"
    assert max(found.balances.values()) < 1e-6
    return found


def per_sulfur(step):
    return step.capacity("sulfur").value / MAH_G


def test_a_charge_of_a_charged_cell_ends_at_what_its_electrolyte_gives():
    found = of({"charge": "0.1C", "to": "5 V"})
    assert 0.0 < per_sulfur(found.steps[0]) < MOST_OXIDATION + 5.0  # and the sulfur that a charged cell still holds


def test_a_hold_of_a_thousand_hours_passes_no_more_than_the_stock():
    found = of({"hold": "4.0 V", "until": "1000 h"})
    assert per_sulfur(found.steps[0]) < MOST_OXIDATION + 5.0
    shares = found.cell.equations.electrolyte(found.cell.parameters[0], found.steps[0].profile.values[-1])
    assert min(float(part.min()) for part in shares.values()) > -1e-7


def test_a_hold_after_a_cycle_adds_little_to_what_the_charge_has_opened():
    found = of(
        {"discharge": "0.1C", "to": "1.0 V"},
        {"charge": "0.1C", "to": "3.0 V"},
        {"hold": "3.0 V", "until": "100 h"},
    )
    assert per_sulfur(found.steps[2]) < 60.0  # 1116 where nothing bounds it


@pytest.mark.parametrize("temperature", ["25 degC", "60 degC"])
def test_a_cell_at_rest_inside_the_practical_window_keeps_its_charge(temperature):
    operation = {"temperature": temperature, "stack_pressure": "50 MPa"}
    fresh = of({"discharge": "0.1C", "to": "1.0 V"}, operation=operation)
    month = of({"rest": "720 h"}, {"discharge": "0.1C", "to": "1.0 V"}, operation=operation)
    decade = of({"rest": "87600 h"}, {"discharge": "0.1C", "to": "1.0 V"}, operation=operation)
    whole = per_sulfur(fresh.steps[0])
    assert per_sulfur(month.steps[-1]) == pytest.approx(whole, rel=2e-3)
    assert per_sulfur(decade.steps[-1]) == pytest.approx(whole, rel=1e-2)
    assert decade.steps[0].curve.voltage[-1] > 2.0


def test_capacity_does_not_rise_with_the_rate():
    found = of({"rates": ["0.05C", "0.1C", "0.5C", "1C"], "window": ["1.0 V", "2.8 V"]})
    steps = [step for step in found.steps if step.instruction.kind == "discharge"]
    sulfur = np.array([step.sulfur_charge / step.charge.value * per_sulfur(step) for step in steps])
    assert np.all(np.diff(sulfur) <= 1e-3)
    # What opens below 1.25 V comes back in part above its couple at 1.05 V, the more the slower.
    electrolyte = np.array([per_sulfur(step) for step in steps]) - sulfur
    assert np.all(np.diff(electrolyte) <= 0.02 * electrolyte[0])


def test_half_of_the_capacity_in_the_cold_is_not_the_electrolytes():
    found = of({"discharge": "0.1C", "to": "1.0 V"}, operation={"temperature": "-20 degC", "stack_pressure": "50 MPa"})
    step = found.steps[0]
    assert abs(step.sulfur_charge) > 0.5 * step.charge.value


def test_the_first_charge_of_lithium_sulfide_is_theory_and_the_electrolytes_stock_at_most():
    cathode = {
        **BASE["cathode"],
        "active": "Li2S",
        "composition": {"Li2S": "30 wt%", "LPSCl": "60 wt%", "VGCF": "10 wt%"},
    }
    found = of({"charge": "0.02C", "to": "3.6 V"}, cathode=cathode)
    step, cell = found.steps[0], found.cell
    stock = float(cell.electrolyte.oxidation[0] * cell.parameter("thickness")[0])
    assert abs(step.sulfur_charge) <= float(cell.theoretical_charge[0])
    assert step.charge.value - abs(step.sulfur_charge) <= stock * (1 + 1e-6)


def test_fibres_protect_the_electrolyte_at_every_time():
    def taken(carbon, hours):
        half = {
            "active": "Li6PS5Cl",
            "composition": {"Li6PS5Cl": "90 wt%", carbon: "10 wt%"},
            "loading": "1 mg/cm2",
            "mixing": "ball-milled",
        }
        return of({"hold": "2.8 V", "until": hours}, cathode=half).steps[0].charge.value

    for hours in ("0.1 h", "10 h", "1000 h"):
        assert taken("VGCF", hours) < 0.5 * taken("Ketjenblack", hours)


def test_a_discharge_above_the_first_says_that_its_electrolyte_was_oxidised_before():
    window = {"cycles": 2, "discharge": "0.1C", "charge": "0.1C", "window": ["1.5 V", "3.0 V"]}
    found = run(protocol=[window])
    first, second = (step for step in found.steps if step.instruction.kind == "discharge")
    (note,) = (note for note in found.notes if "more than the first" in note)
    more = (second.charge.value - first.charge.value) / first.amounts.sulfur[0] / MAH_G
    assert f"{more:.3g} mAh/g S: " in note
    assert "electrolyte that a charge before it oxidised" in note
    alone = run(protocol=[window], overrides={"redox/reach": "1e-9 nm"})
    assert not any("electrolyte that a charge" in note for note in alone.notes)


def test_a_discharge_above_one_that_emptied_the_anode_is_laid_to_lithium():
    window = {"cycles": 2, "discharge": "0.1C", "charge": "0.1C", "window": ["1.0 V", "2.8 V"]}
    found = run(**{**BASE, "anode": {"material": "Li-In", "thickness": "5 um"}, "protocol": [window]})
    (note,) = (note for note in found.notes if "more than the first" in note)
    assert note.endswith("lithium that charges before it brought to the anode, which ran empty in the first")


def test_more_than_the_first_is_told_per_gram_of_active_material_where_there_is_no_sulfur():
    cathode = {
        "active": "Se",
        "composition": {"Se": "60 wt%", "LPSCl": "35 wt%", "Ketjenblack": "5 wt%"},
        "loading": "1 mg/cm2",
    }
    window = {"cycles": 2, "discharge": "0.1C", "charge": "0.1C", "window": ["1.2 V", "2.8 V"]}
    found = of(window, cathode=cathode)
    second = found.steps[2]
    more = replace(second, outcomes=second.outcomes * np.where(np.arange(second.outcomes.shape[1]) == CHARGE, 2.0, 1.0))
    (note,) = gain_notes(found.cell, (*found.steps[:2], more))
    assert "mAh/g of active material" in note


def test_what_the_electrolyte_adds_to_more_than_the_active_material_holds_is_told():
    cathode = {
        "active": "80Li2S-20LiI",
        "composition": {"80Li2S-20LiI": "40 wt%", "LPSCl": "40 wt%", "Ketjenblack": "20 wt%"},
        "mixing": "milled at 500 rpm for 20 h",
        "loading": "1 mg/cm2",
    }
    found = of({"charge": "0.1C", "to": "3.6 V"}, cathode=cathode)
    (note,) = (note for note in found.notes if "more than the 1672" in note)
    (step,) = found.shown
    in_all, alone = (charge / step.amounts.sulfur[0] / MAH_G for charge in (step.charge.value, step.sulfur_charges[0]))
    assert in_all > 1800.0
    assert alone < 1672.0
    assert f"passes {in_all:.4g} mAh/g S" in note
    assert f": {in_all - alone:.3g} of it is redox of the electrolyte" in note
    assert note.endswith(f"alone it is {alone:.4g}")
    low = of({"charge": "0.1C", "to": "2.4 V"}, cathode=cathode)
    assert not any("redox of the electrolyte, which" in note for note in low.notes)
