"""What a run says of its anode."""

import copy
import itertools

import numpy as np
import pytest
import yaml

from brimstone.cell import Cell
from brimstone.contract.run import run_record
from brimstone.recipe import Recipe
from brimstone.result.cycling import interval, life_of
from brimstone.solver.interface import ANODE_EMPTY, LEFT_OUT, LOWER_VOLTAGE, NOT_RUN, SHORT_CIRCUIT, STATUS
from tests.cells import SULFUR, recipe
from tests.property import solutions


def run(anode="Li", pressure="5 MPa", protocol=None, **options):
    words = copy.deepcopy(SULFUR)
    words["anode"] = anode if isinstance(anode, dict) else {"material": anode}
    words["operation"]["stack_pressure"] = pressure
    words["protocol"] = protocol or [{"discharge": "0.1C", "to": "1.0 V"}, {"charge": "0.1C", "to": "3.0 V"}]
    return Cell(Recipe.model_validate(words)).run(**({"certain": True} | options))


def test_the_critical_current_is_the_least_of_its_limits_with_an_interval():
    of = run(members=50, certain=False).lithium
    least = min(of.limits.values(), key=lambda figure: figure.value)
    assert of.critical_current.value == least.value
    assert of.limits[of.limited_by] == least
    assert of.critical_current.low < of.critical_current.value < of.critical_current.high


def test_what_salt_limits_is_no_current_from_which_lithium_grows():
    words = yaml.safe_load(solutions.recipe(0)) | {
        "separator": [{"electrolyte": "DOL-DME LiTFSI", "thickness": "25 um", "membrane": "polyolefin separator"}],
        "protocol": [{"discharge": "0.1C", "to": "1 h"}],
    }
    words["cathode"] |= {"infiltrated": "DOL-DME LiTFSI"}
    (said,) = Cell(Recipe.from_mapping(words)).run(certain=True, nodes=5).lithium.sentences()
    assert said.startswith("limiting current")
    assert "lithium begins to grow through a liquid is not known" in said


def test_a_current_above_the_critical_one_is_warned_of_and_one_below_is_not():
    slow, fast = (
        run(protocol=[{"discharge": "0.01 mA/cm2", "to": "1 h"}, {"charge": f"{charge} mA/cm2", "to": "1 min"}])
        for charge in (0.01, 5)
    )
    assert not slow.lithium.exceeded
    assert not any("critical current" in warning for warning in slow.warnings)
    assert fast.lithium.exceeded
    assert any(
        "above the critical current of charge" in warning and "they withstand" in warning for warning in fast.warnings
    )
    assert run_record(fast).to_dict()["anode"]["exceeded"] is True


def test_plating_is_judged_on_charge_and_stripping_on_discharge():
    of = run(protocol=[{"discharge": "3 mA/cm2", "to": "1 min"}, {"charge": "3 mA/cm2", "to": "1 min"}]).lithium
    assert {demand.direction: demand.limited_by for demand in of.demands} == {"discharge": "voids", "charge": "flaws"}
    assert 0.5 < of.contact_left < 1.0
    assert any("of the contact is left" in warning for warning in of.warnings())


def test_an_anode_gives_what_it_holds_and_the_cell_ends_when_it_is_empty():
    protocol = [{"discharge": "0.05C", "to": "1.0 V"}, {"charge": "0.05C", "to": "2.8 V"}]
    for anode, holds in (
        ({"material": "Li", "thickness": "1 um"}, 1e-6 * 534.0 / 6.94e-3 * 96485.0),
        ({"material": "Li", "np_ratio": 0.2}, None),
        ({"material": "Li-In", "np_ratio": 0.3}, None),
        ({"material": "LTO", "np_ratio": 0.3}, None),
    ):
        of = run(anode, protocol=protocol)
        holds = anode.get("np_ratio", 0.0) * float(of.cell.theoretical_charge[0]) if holds is None else holds
        first, back = of.steps
        assert first.status in (ANODE_EMPTY, LOWER_VOLTAGE), anode
        assert first.completed == (first.status == LOWER_VOLTAGE)
        holds -= first.outside.interphase[-1]  # which grew since assembly
        assert 0.9 * holds < first.charge.value <= holds * (1.0 + 1e-3)
        assert first.outside.lithium.min() > -1e-3
        assert back.charge.value > 0.5 * holds  # a charge fills it again


def test_a_cell_is_shorted_by_pressure_and_ends():
    of = run(pressure="150 MPa", protocol=[{"rest": "2000 h"}, {"discharge": "0.1C", "to": "1.0 V"}])
    assert of.steps[0].status == SHORT_CIRCUIT
    assert 0.0 < of.steps[0].duration < 2000 * 3600.0
    assert of.steps[0].outside.crack[-1] == pytest.approx(float(of.cell.parameter("separator_depth")[0]), rel=1e-6)
    assert of.steps[1].status == NOT_RUN
    assert of.lithium.shorted
    assert of.status != "completed"


def test_plating_far_above_the_critical_current_shorts_and_below_it_does_not():
    fast, slow = (
        run(protocol=[{"discharge": "0.05C", "to": "1.0 V"}, {"charge": rate, "to": "20 h"}], pressure="5 MPa")
        for rate in ("10 mA/cm2", "0.02 mA/cm2")
    )
    assert fast.steps[1].outside.crack[-1] > 50.0 * max(slow.steps[1].outside.crack[-1], 1e-7)


def test_voids_cost_contact_and_the_cell_dies_by_them():
    fast, pressed = (
        run(pressure=pressure, protocol=[{"discharge": "2 mA/cm2", "to": "0.5 V"}])
        for pressure in ("0.5 MPa", "10 MPa")
    )
    assert fast.steps[0].outside.contact_left[-1] < 0.6
    assert fast.steps[0].charge.value < 0.9 * pressed.steps[0].charge.value
    anode = fast.steps[0].outside.anode_loss
    assert anode[-1] > 1.5 * anode[0]


def test_the_interphase_grows_at_rest_and_takes_lithium():
    of = run(protocol=[{"rest": "1000 h"}, {"discharge": "0.1C", "to": "1.0 V"}])
    outside = of.steps[0].outside
    taken = outside.interphase[-1] - outside.interphase[0]
    assert 36.0 * 40.0 < taken < 36.0 * 250.0  # some 95 uAh/cm2 by the root of time
    assert outside.lithium[0] - outside.lithium[-1] == pytest.approx(taken, rel=1e-9)


def test_an_alloy_neither_creeps_nor_voids():
    of = run("Li-In", "75 MPa").lithium
    assert of.limits == {}
    assert of.critical_current is None
    assert of.time_to_short is None
    assert of.warnings() == []


def test_sentences_name_the_current_and_what_limits_it():
    of = run("Li", members=50, certain=False).lithium
    assert "mA/cm2 (80 %:" in of.sentences()[0]
    assert of.limited_by in of.sentences()[0]


def test_where_the_pressure_alone_opens_flaws_no_current_is_called_critical():
    of = run("Li", pressure="75 MPa").lithium
    assert of.critical_current.value == 0.0
    assert of.sentences()[0].startswith("no current is safe at 75 MPa, for flaws: ")


@pytest.mark.parametrize(
    ("anode", "volts"), [("Li", 0.0), ("Li-In", 0.62), ("Li-Al", 0.385), ("Li-Sn", 0.5), ("Li-Si", 0.4), ("LTO", 1.55)]
)
def test_every_anode_of_the_library_makes_a_cell_that_stands_its_potential_lower(anode, volts):
    words = copy.deepcopy(SULFUR)
    words["anode"] = {"material": anode, "np_ratio": 1.5}
    words["protocol"] = [{"discharge": "0.1C", "to": "100 mAh/g"}]
    run = Cell(Recipe.model_validate(words)).run(certain=True)
    step = run.steps[0]
    assert run.status == "completed"
    assert step.mean_voltage.value - step.cell_energy.value / step.charge.value == pytest.approx(volts, abs=1e-6)
    assert next(entry.value for entry in run.provenance if entry.where == "anode.thickness") > 1e-6


def soft(charge="0.1C", cycles=2, until=None, protocol=None, **options):
    words = recipe(
        cathode={
            "composition": {"S": "60 wt%", "Super P": "30 wt%", "PVDF": "10 wt%"},
            "loading": "1.5 mg/cm2",
            "infiltrated": "PEO-LiTFSI",
            "mixing": "slurry",
            "pressed_at": None,
        },
        separator=[{"electrolyte": "PEO-LiTFSI", "thickness": "50 um"}],
        anode={"material": "Li", "thickness": None},
        operation={"temperature": "60 degC"},
        protocol=protocol
        or [
            {
                "cycles": cycles,
                "charge": charge,
                "discharge": "0.1C",
                "window": ["1.8 V", "2.8 V"],
                **({"until": until} if until else {}),
            }
        ],
    )
    return Cell(words).run(**{"certain": not options, "nodes": 6, **options})


def test_a_polymer_cell_charged_above_its_dendrite_limit_ends_by_a_short_circuit():
    fast, slow = soft("0.5C"), soft("0.1C")
    assert fast.lithium.shorted
    assert fast.steps[1].status == SHORT_CIRCUIT
    assert fast.steps[1].outside.crack[-1] == pytest.approx(50e-6, rel=1e-3)
    assert fast.steps[1].charge.value == pytest.approx(96485.0 * 1200.0 * 50e-6 / 0.8, rel=0.02)  # its anions
    assert fast.lithium.limited_by == "dendrites"
    assert "grows through the electrolyte in" in fast.lithium.sentences()[1]
    assert not slow.lithium.shorted
    assert slow.lithium.time_to_short is None


def melted(interface):
    words = recipe(
        separator=[{"electrolyte": "LLZTO", "thickness": "1 mm"}],
        anode={"material": "Li", "thickness": None, "interface": interface},
        operation={"stack_pressure": "0 MPa"},
        protocol=[{"discharge": "0.01C", "to": "1 s"}],
    )
    return Cell(words).run(certain=True, nodes=6)


def test_adhesion_makes_the_angle_and_the_angle_the_contact_that_a_run_tells():
    """Young and Dupre: cos = W/gamma - 1, 0.4 J/m2 of lithium."""
    bare, coated = melted("molten lithium"), melted("zinc oxide by atomic layer deposition + molten lithium")
    for of, on, wets in ((bare, "LLZTO", False), (coated, "ZnO", True)):
        told, anode = of.lithium.wetting, run_record(of).anode
        assert told.on == anode.wetting.on == on
        cosine = min(told.adhesion.value / 0.4 - 1.0, 1.0)
        assert anode.wetting.contact_angle_deg == pytest.approx(np.degrees(np.arccos(cosine)), abs=1.0)
        assert (told.filled.value > 0.9) == wets == (f"lithium wets {on}" in of.lithium.sentences()[0])
    assert run("Li").lithium.wetting is None


def sulfide_cell(anode, loading):
    cathode = {
        "active": "Li2S",
        "composition": {"Li2S": "35 wt%", "Li6PS5Cl": "45 wt%", "Ketjenblack": "20 wt%"},
        "loading": loading,
        "mixing": "ball-milled",
        "pressed_at": "370 MPa",
    }
    words = recipe(
        cathode=cathode,
        anode=anode,
        operation={"temperature": "30 degC", "stack_pressure": "5 MPa"},
        protocol=[{"cycles": 1, "charge": "0.1C", "discharge": "0.1C", "window": ["1.0 V", "3.2 V"]}],
    )
    return Cell(words).run(certain=True, nodes=8)


def test_a_host_without_lithium_stands_at_its_potential_once_it_is_charged_and_touches_from_the_start():
    """Lithium plated beneath silver and carbon is as good as lithium; an empty host is no gap at the electrolyte."""
    free, foil = (sulfide_cell({"material": one}, "1 mg/cm2") for one in ("Ag-C", "Li"))
    volts = [run.steps[1].mean_voltage.value for run in (free, foil)]
    assert free.status == "completed"
    assert volts[0] == pytest.approx(volts[1], abs=0.1)  # against Li/Li+: half a volt of an empty host does not stay
    assert free.resistance["anode"].value < 0.02
    assert sulfide_cell({"material": "Si anode"}, "1 mg/cm2").resistance["anode"].value < 0.02
    thick = sulfide_cell({"material": "Ag-C"}, "8 mg/cm2")
    assert thick.steps[0].charge.value > 4.0 * free.steps[0].charge.value


def test_a_soft_layer_on_a_garnet_follows_lithium_without_pressure_and_keeps_it_out_of_the_flaws():
    cathode = {"composition": {"S": "60 wt%", "Super P": "30 wt%", "PVDF": "10 wt%"}, "loading": "1.5 mg/cm2"}
    cathode |= {"infiltrated": "DOL-DME LiTFSI", "mixing": "slurry", "pressed_at": None}
    bare, coated = (
        Cell(
            recipe(
                cathode=cathode,
                separator=[{"electrolyte": "LLZTO", "thickness": "30 um"}],
                anode={"material": "Li", "thickness": "100 um", **face},
                operation={"temperature": "25 degC", "stack_pressure": "0.2 MPa"},
                protocol=[{"cycles": 1, "discharge": "0.1C", "charge": "0.1C", "window": ["1.8 V", "2.8 V"]}],
            )
        ).run(certain=True, nodes=6)
        for face in ({}, {"interface": "PEO gel layer"})
    )
    assert coated.status == "completed"
    assert coated.lithium.critical_current is None or coated.lithium.critical_current.value > 3.0
    assert coated.steps[0].charge.value > 1.5 * bare.steps[0].charge.value


def test_a_discharge_alone_says_that_its_cell_could_not_be_charged_again():
    discharge, charge = {"discharge": "0.05C", "to": "1.0 V"}, {"charge": "0.05C", "to": "2.8 V"}
    for pressure, shorts in (("5 MPa", False), ("20 MPa", True), ("40 MPa", True)):
        alone, both = (run(protocol=steps, pressure=pressure).lithium for steps in ([discharge], [discharge, charge]))
        assert both.shorted == shorts
        assert (alone.recharge is not None) == (both.recharge is not None) == shorts
        told = any("this cell could not be recharged at 0.084 mA/cm2" in warning for warning in alone.warnings())
        assert told == shorts
        if shorts:
            assert alone.recharge.through == pytest.approx(both.recharge.through, rel=1e-3)
            assert alone.recharge.through < alone.recharge.takes


def test_a_cell_charged_slowly_between_its_rates_is_charged_again():
    """At the current of the fast discharge it could not be; but nobody charges it so."""
    rates = {"rates": ["0.1C", "0.5C"], "window": ["1.8 V", "2.8 V"]}
    slow, none = (
        soft(protocol=[step]) for step in ({**rates, "charge": "0.05C"}, {"discharge": "0.5C", "to": "1.8 V"})
    )
    assert slow.lithium.recharge is None
    assert none.lithium.recharge is not None


def test_cycles_that_a_short_circuit_ends_before_their_share_of_capacity_are_said_to_end_by_it():
    of = soft("0.5C", cycles=6, until="80 % retention")
    assert any("ended in cycle 1 of 6, by a short circuit, not at 80 % retention" in note for note in of.notes)
    assert life_of(of.steps).sentence() == "A short circuit ends the cell in cycle 1."
    assert of.fades == ()  # of the cycles that never ran


def test_samples_that_have_ended_a_loop_still_count_in_its_later_cycles():
    """Those alone that last would raise the lower end of the interval."""
    of = soft("0.2C", cycles=6, until="90 % retention", members=40)
    discharges = [step for step in of.shown if step.instruction.kind == "discharge"]
    assert all(one.told.all() for one in discharges)
    left = discharges[-1].outcomes[:, STATUS] == LEFT_OUT
    assert 4 < np.count_nonzero(left) < 40
    lows = [one.charge.low for one in discharges]
    assert all(after <= before * (1.0 + 1e-9) for before, after in itertools.pairwise(lows[1:]))
    life = life_of(of.steps)
    assert life.share == pytest.approx(0.9)
    assert np.isfinite(life.cycles[left]).all()
    assert (life.cycles[left] <= discharges[-1].instruction.cycle).all()
    assert life.shorted.any()


def test_samples_that_have_shorted_pass_nothing_in_later_steps_and_count_as_that():
    of = soft("0.25C", members=40, cycles=4)
    last = of.steps[-2]
    shorted = np.logical_or.reduce([step.outcomes[:, STATUS] == SHORT_CIRCUIT for step in of.steps[:-2]])
    assert 4 < np.count_nonzero(shorted) < 40
    assert (last.dead == shorted).all()
    assert not (last.dead & last.valid).any()
    assert last.charge.low == last.capacity("active").low == last.specific_energy.low == 0.0
    assert last.mean_voltage.low > 1.8  # of those alive
    highs = [step.charge.high for step in of.steps if step.instruction.kind == "discharge"]
    assert all(after <= before for before, after in itertools.pairwise(highs))
    (cycles,) = of.cycles()
    low, _ = interval(cycles.retention)
    assert low[-1] == 0.0
    assert np.isnan(cycles.discharge_over_charge[shorted, -1]).all()
