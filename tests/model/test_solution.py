"""From a recipe of a liquid, gel or hybrid cell to its numbers."""

import numpy as np
import pytest

from brimstone.cell import Cell
from brimstone.contract.run import run_record
from brimstone.errors import RecipeError
from brimstone.library import Ledger, load
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.model.gel import GEL, GEL_THROUGH_DEPTH
from brimstone.model.gel.parameters import State
from brimstone.model.solid import SOLID
from brimstone.recipe import parse

LIBRARY = load()
LIQUID = {"electrolyte": "DOL-DME LiTFSI", "thickness": "25 um"}
RECIPE = """
cathode:
  active: S
  composition: {composition}
  loading: 1.5 mg/cm2
  mixing: slurry
  collector: Al
  {cathode}
separator: {separator}
anode: {anode}
operation: {{temperature: 25 degC}}
protocol: {protocol}
"""
USUAL = {
    "composition": "{S: 60 wt%, Ketjenblack: 30 wt%, PVDF: 10 wt%}",
    "cathode": "electrolyte_to_sulfur: 10 uL/mg",
    "separator": "[{electrolyte: DOL-DME LiTFSI, thickness: 25 um, membrane: polyolefin separator}]",
    "anode": "Li",
    "protocol": "[{discharge: 0.1C, to: 1.8 V}]",
}


def cell(**fields):
    return Cell(parse(RECIPE.format(**{**USUAL, **fields})), LIBRARY)


def made(samples=1, **fields):
    return derive(Workbench.of(cell(**fields).recipe, LIBRARY, Ledger(samples, 0)))


def shuttle(**fields):
    return float(made(**fields).polysulfides.shuttle_rate[0])


@pytest.mark.parametrize(
    ("fields", "equations"),
    [
        ({}, GEL),
        ({"cathode": "infiltrated: PEO-LiTFSI"}, GEL_THROUGH_DEPTH),
        ({"composition": "{S: 40 wt%, PETEA gel: 40 wt%, Ketjenblack: 20 wt%}"}, GEL),
        ({"composition": "{S: 30 wt%, Li6PS5Cl: 50 wt%, Ketjenblack: 20 wt%}"}, SOLID),
        ({"composition": "{S: 30 wt%, Li6PS5Cl: 50 wt%, PEO-LiTFSI: 5 wt%, Ketjenblack: 15 wt%}"}, SOLID),
    ],
)
def test_equations_follow_from_what_the_electrolyte_in_the_cathode_dissolves(fields, equations):
    assert made(**fields).equations is equations


def test_all_sulfur_in_reach_is_charged_by_its_mass():
    one = made()
    reachable = one.reach[0] / one.theoretical_charge[0]
    assert 0.9 < reachable < 1.0
    assert one.parameter("sulfide_charge")[0] == pytest.approx(-3.0 * one.parameter("sulfur_charge")[0])
    assert one.polysulfides.concentration[0] == pytest.approx(1 / 32.06e-3 / 1e-2, rel=1e-3)  # 1 g in 10 mL, mol/m3


def test_less_electrolyte_makes_the_shuttle_faster_and_the_solution_fuller():
    lean, rich = (made(cathode=f"electrolyte_to_sulfur: {amount} uL/mg").polysulfides for amount in (5, 20))
    assert lean.concentration[0] == pytest.approx(4 * rich.concentration[0])
    assert lean.shuttle_rate[0] == pytest.approx(4 * rich.shuttle_rate[0])


def test_nitrate_gels_films_and_ceramics_slow_the_shuttle():
    bare = shuttle()
    nitrate = USUAL["separator"].replace("}]", ", additives: [LiNO3]}]")
    assert shuttle(separator=nitrate) == pytest.approx(
        LIBRARY.material("LiNO3")["shuttle_retention"].si * bare, rel=0.05
    )
    gel = "[{electrolyte: poly-DOL gel, thickness: 25 um}]"
    assert shuttle(separator=gel, cathode="infiltrated: poly-DOL gel") < 0.2 * bare
    film = "electrolyte_to_sulfur: 10 uL/mg\n  treatment: carbon nanotube paper"
    assert shuttle(cathode=film) < 0.05 * bare
    assert shuttle(separator="[{electrolyte: LLZO, thickness: 30 um}]", cathode="infiltrated: DOL-DME LiTFSI") == 0.0


def test_a_ceramic_with_pinholes_lets_some_through():
    recipe = RECIPE.format(**{
        **USUAL,
        "separator": "[{electrolyte: LLZO, thickness: 30 um}]",
        "cathode": "infiltrated: DOL-DME LiTFSI",
    }) + "overrides: {solution/pinholes: 0.1 %}\n"  # fmt: skip
    parsed = parse(recipe)
    holed = derive(Workbench.of(parsed, LIBRARY))
    assert 0.0 < holed.polysulfides.shuttle_rate[0] < shuttle()


def test_a_membrane_hinders_ions_and_polysulfides_alike():
    free, held = (made(separator=f"[{{electrolyte: DOL-DME LiTFSI, thickness: 25 um{more}}}]") for more in
                  ("", ", membrane: polyolefin separator"))  # fmt: skip
    number = LIBRARY.material("polyolefin separator")["macmullin_number"].si
    ohmic = [next(r[0] for name, r in one.resistances.items() if name.startswith("separator")) for one in (free, held)]
    assert ohmic[1] == pytest.approx(number * ohmic[0])
    assert held.polysulfides.diffusivities[0][0] == pytest.approx(free.polysulfides.diffusivities[0][0] / number)


def test_what_sets_lies_between_precursor_and_gel():
    set_by = "{{initiator: AIBN, temperature: 70 degC, time: {}}}"
    told = "[{{electrolyte: ETPTA gel, thickness: 25 um, polymerised: " + set_by + "}}]"
    times = ("1 min", "30 min", "5 h")
    cells = [made(separator=told.format(time), cathode="porosity: 60 %") for time in times]
    ohmic = [next(r[0] for name, r in one.resistances.items() if name.startswith("separator")) for one in cells]
    mobile = [one.polysulfides.diffusivities[0][0] for one in cells]
    anode = [one.resistances["anode_interface"][0] for one in cells]
    assert ohmic == sorted(ohmic)
    assert mobile == sorted(mobile, reverse=True)
    assert anode == sorted(anode, reverse=True)
    liquid = made(separator="[{electrolyte: DOL-DME LiTFSI, thickness: 25 um}]").polysulfides.diffusivities[0][0]
    gel = made(separator="[{electrolyte: ETPTA gel, thickness: 25 um}]").polysulfides.diffusivities[0][0]
    assert gel < mobile[-1] * 1.01 < mobile[0] < liquid


def test_a_gel_slows_polysulfides_and_salt_as_it_slows_the_ions_that_conduct():
    """AHE conducts 1.02 mS/cm, the liquid it holds 11: a tenth of what is dissolved gets through."""
    cells = [made(separator=f"[{{electrolyte: {name}, thickness: 25 um}}]") for name in ("AHE", "DOL-DME LiTFSI")]
    slowed = [one.polysulfides.diffusivities[0][0] for one in cells]
    ratio = LIBRARY.material("AHE")["ionic_conductivity"].at(298.15) / 1.1
    assert slowed[0] / slowed[1] == pytest.approx(ratio, rel=0.02)
    assert slowed[1] == pytest.approx(LIBRARY.material("DOL-DME LiTFSI")["polysulfide_diffusivity"].si)
    salt = [next(iter(one.limiting_currents.values()))[0] for one in cells]
    assert salt[0] / salt[1] == pytest.approx(ratio, rel=0.02)  # both have 1 mol/L and a transference number of 0.4


def test_a_film_on_lithium_is_not_between_the_solutions_and_one_on_the_cathode_is():
    """A spin-coated polymer behind a garnet left sulfur outside the cathode for hours; a sealing paper should."""
    hybrid = {**USUAL, "separator": "[{electrolyte: LLZO, thickness: 30 um}]", "cathode": "infiltrated: DOL-DME LiTFSI"}
    bare, coated = (made(**{**hybrid, "anode": anode}) for anode in ("Li", "{material: Li, interface: PEO gel layer}"))
    assert coated.parameter("exchange") == pytest.approx(bare.parameter("exchange"))
    papered = made(cathode="treatment: carbon nanotube paper")
    assert papered.parameter("exchange")[0] < 1e-3 * made().parameter("exchange")[0]


def test_sulfur_of_a_fresh_cell_is_in_its_cathode_but_for_what_s8_dissolves():
    """0.2 mol/L of the sulfur of all the solution stand outside, not the 6 mol/L that long chains reach."""
    cell = made()
    states = dict(zip(cell.equations.states, cell.initial_states[0], strict=True))
    volume_outside = 1.0 - cell.parameter("pore_share")[0]
    dissolved = states[State.sulfur_outside] / volume_outside * cell.polysulfides.concentration[0]
    assert 100.0 < dissolved < 200.0  # saturated where there is much, and the law of solubility bends


@pytest.mark.parametrize(
    ("separator", "words"),
    [
        ("[{electrolyte: DOL-DME LiTFSI, thickness: 25 um, membrane: Al}]", "not a membrane"),
        ("[{electrolyte: DOL-DME LiTFSI, thickness: 25 um, membrane: LiNO3}]", "not a membrane"),
        (
            "[{electrolyte: PETEA gel, thickness: 25 um, polymerised: {initiator: LiNO3, time: 2 h}}]",
            "not a known",
        ),
        (
            "[{electrolyte: PETEA gel, thickness: 25 um, polymerised: {initiator: AIBN, time: 2 h, precursor: LLZO}}]",
            "not a liquid precursor",
        ),
    ],
)
def test_what_is_no_membrane_initiator_or_precursor_is_refused(separator, words):
    with pytest.raises(RecipeError, match=words):
        cell(separator=separator).run(certain=True)


def test_a_run_of_a_liquid_cell_balances_and_tells_of_its_shuttle():
    run = cell(protocol="[{cycles: 2, charge: 0.2C, discharge: 0.2C, window: [1.8 V, 2.8 V]}]").run(members=8, nodes=8)
    assert run.status == "completed"
    assert max(run.balances.values()) < 1e-6
    told = run.shuttle
    assert told.rate.value > 0.0
    assert told.rate.low < told.rate.value < told.rate.high
    assert told.lost > 0.0
    assert run.coulombic_efficiency()[0] < 0.95
    assert run_record(run).to_dict()["shuttle"]["charge_shuttle_factor"] == pytest.approx(told.factor, rel=1e-5)
    assert run.losses  # every shown step has its voltage split


def test_losses_of_a_gel_cell_add_up_to_its_polarisation():
    run = cell(protocol="[{cycles: 1, charge: 0.5C, discharge: 0.5C, window: [1.8 V, 2.8 V]}]").run(
        certain=True, nodes=8
    )
    for step in run.steps:
        sign = np.sign(step.curve.current)
        gap = np.abs(sum(step.losses.volts.values()) - sign * (step.losses.equilibrium - step.curve.voltage))
        # At the ends of time steps the algebraic rows hold to the residual, a share of the current, times some volts.
        assert np.max(gap[:-1:4]) < 1e-7 + 20.0 * step.residual


def test_a_charge_that_the_shuttle_takes_up_ends_and_is_told():
    run = cell(protocol="[{cycles: 1, charge: 0.02C, discharge: 0.1C, window: [1.8 V, 2.8 V]}]").run(
        certain=True, nodes=8
    )
    assert any("shuttle takes up" in words for words in run.warnings)
    charge = run.steps[-1]
    assert charge.charge.value == pytest.approx(3.0 * float(run.cell.theoretical_charge[0]))
