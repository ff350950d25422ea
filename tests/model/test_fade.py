"""Cells with dissolved sulfur fade by what they waste: every mechanism is felt in what is left after some cycles."""

from functools import cache

import pytest

from brimstone.cell import Cell
from brimstone.constants import MAH_CM2
from brimstone.library import load
from brimstone.recipe import Recipe, parse
from brimstone.solver.interface import ANODE_EMPTY, CHARGE

CYCLES = 12
RECIPE = """
cathode:
  active: S
  composition: {{S: 60 wt%, Super P: 30 wt%, PVDF: 10 wt%}}
  loading: 1 mg/cm2
  mixing: slurry
  collector: Al
  infiltrated: DOL-DME LiTFSI
separator: {separator}
anode: Li
operation: {{temperature: 25 degC}}
protocol: [{{cycles: {cycles}, charge: 0.2C, discharge: 0.2C, window: [1.7 V, 2.8 V]}}]
{more}
"""
LIQUID = "{electrolyte: DOL-DME LiTFSI, thickness: 25 um}"
PROTECTED = "{electrolyte: DOL-DME LiTFSI, thickness: 25 um, additives: [LiNO3]}"
CELLS = {
    "liquid": f"[{LIQUID}]",
    "protected": f"[{PROTECTED}]",
    "hybrid": f"[{LIQUID}, {{electrolyte: LATP, thickness: 150 um}}, {LIQUID}]",
}


@cache
def lost(cell, constant="", value=""):
    """Share of the capacity that the cycles after the second cost."""
    more = f"overrides: {{{constant}: {value}}}" if constant else ""
    recipe = parse(RECIPE.format(separator=CELLS[cell], cycles=CYCLES, more=more))
    steps = Cell(recipe, load()).run(certain=True, nodes=3, checks=False).steps
    charges = [abs(step.outcomes[0, CHARGE]) for step in steps if step.instruction.kind == "discharge"]
    return 1.0 - charges[-1] / charges[1]


@pytest.mark.parametrize(
    ("cell", "constant", "thrice", "third"),
    [
        ("protected", "solution/dead_share", "0.6 %", "0.067 %"),
        ("hybrid", "solution/dead_share", "0.6 %", "0.067 %"),
        ("hybrid", "solution/outside_area", "0.9", "0.1"),
        ("liquid", "solution/shuttle_reaction", "6e-6 cm/s", "0.67e-6 cm/s"),
        ("liquid", "solution/lost_share", "6 %", "0.67 %"),
    ],
)
def test_a_factor_of_three_in_a_mechanism_moves_the_fade(cell, constant, thrice, third):
    usual = lost(cell)
    assert lost(cell, constant, thrice) > 1.15 * usual
    assert lost(cell, constant, third) < 0.95 * usual


def test_nitrate_slows_the_fade_of_an_open_cell_and_does_nothing_behind_a_ceramic():
    assert lost("protected") < 0.8 * lost("liquid")
    assert 0.005 < lost("hybrid") < 0.3


def test_lithium_that_reacts_with_the_solution_is_gone_from_the_anode():
    """A foil that the losses of plating use up empties, with that reason; charge that a shuttle wastes adds none."""
    words = {
        "cathode": {
            "active": "S", "composition": {"S": "60 wt%", "Super P": "30 wt%", "PVDF": "10 wt%"},
            "loading": "1.5 mg/cm2", "mixing": "slurry", "collector": "Al",
        },
        "separator": [{"electrolyte": "DOL-DME LiTFSI", "thickness": "25 um", "membrane": "polyolefin separator"}],
        "anode": {"material": "Li", "thickness": "9 um"},
        "operation": {"temperature": "25 degC"},
        "protocol": [{"cycles": 30, "charge": "0.2C", "discharge": "0.2C", "window": ["1.8 V", "2.8 V"]}],
    }  # fmt: skip
    settings = {"certain": True, "nodes": 4}
    thin = Cell(Recipe.from_mapping(words), load()).run(**settings)
    words["anode"]["thickness"] = "100 um"
    thick = Cell(Recipe.from_mapping(words), load()).run(**settings)

    def discharges(run):
        return [step for step in run.steps if step.instruction.kind == "discharge"]

    assert all(step.status != ANODE_EMPTY for step in discharges(thick))
    emptied = [step.status == ANODE_EMPTY for step in discharges(thin)]
    assert not emptied[0]
    assert emptied[-1]
    # what the foil holds beyond a discharge of 1.5 mAh/cm2 lasts for a loss of 3 % of it in each cycle
    held = discharges(thin)[0].outside.lithium[0] / MAH_CM2
    assert 0.2 < emptied.index(True) * 0.03 / ((held - 1.55) / 1.5) < 2.0


def test_what_dries_a_cell_is_told_as_what_took_its_capacity():
    """Lithium that is plated uses up solvent; where there is little of it nothing else costs as much."""
    lean = "solution/electrolyte_to_sulfur: 3 cm3/g, solution/solvent_molecules: 1"
    more = f"overrides: {{{lean}, solution/lithium_loss: 5 %, solution/protected_loss: 5 %}}"
    recipe = parse(RECIPE.format(separator=CELLS["protected"], cycles=40, more=more))
    fade = Cell(recipe, load()).run(certain=True, nodes=3).fade
    assert fade.lost > 0.5 * fade.before
    assert fade.by["what plated lithium uses up"] > 0.8 * fade.lost


def test_a_gel_set_in_the_cell_does_not_dry_out_within_the_cycles_that_one_was_reported_with():
    """81.9 % of it were left after 400 cycles at 0.5C (Nano Energy 22 (2016) 278, abstract), filled as liquid."""
    gel = (
        "[{electrolyte: PETEA gel, thickness: 25 um, membrane: polyolefin separator, additives: [LiNO3],"
        " polymerised: {initiator: AIBN, concentration: 6.5 mM, temperature: 70 degC, time: 2 h}}]"
    )
    text = RECIPE.format(separator=gel, cycles=150, more="").replace("DOL-DME LiTFSI", "PETEA gel")
    text = text.replace("0.2C", "0.5C").replace("loading: 1 mg", "loading: 1.5 mg")
    lean = text.replace("mixing", "electrolyte_to_sulfur: 3 uL/mg\n  mixing")
    filled, stated = (Cell(parse(one), load()) for one in (text, lean))
    kept = []
    for cell in (filled, stated):
        steps = cell.run(certain=True, nodes=3, checks=False).steps
        discharges = [step for step in steps if step.instruction.kind == "discharge"]
        kept.append(discharges[-1].outcomes[0, CHARGE] / discharges[1].outcomes[0, CHARGE])
    assert kept[0] > 0.75
    assert kept[1] < kept[0] - 0.15
