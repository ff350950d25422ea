"""Cycles that are to end with a short circuit are refused where none can come."""

import pytest

from brimstone.inspect import find_problems
from brimstone.library import load

CELL = """
cathode: {{active: S, composition: {{S: 30 wt%, LPSCl: 50 wt%, KB: 20 wt%}}, loading: 1 mg/cm2}}
separator: {separator}
anode: {anode}
operation: {{{operation}}}
protocol:
  - {protocol}
"""
LOOP = "{repeat: 5, steps: [{discharge: 0.1C, to: 1.0 V}, {charge: 0.1C, to: 2.8 V}], until: short circuit}"
CYCLES = "{cycles: 5, charge: 0.1C, discharge: 0.1C, until: short circuit}"


def refused(separator, anode, operation="stack_pressure: 10 MPa", protocol=LOOP):
    text = CELL.format(separator=separator, anode=anode, operation=operation, protocol=protocol)
    return [one for one in find_problems(text, load()) if one.level == "error"]


@pytest.mark.parametrize("protocol", [LOOP, CYCLES])
@pytest.mark.parametrize(
    ("separator", "anode", "operation", "why"),
    [
        ("LPSCl", "Li", "temperature: 25 degC", "give operation.stack_pressure"),
        ("PEO-LiTFSI", "LTO", "stack_pressure: 0.3 MPa", "no lithium grows from LTO"),
        ("1 M LiTFSI in DOL/DME", "Li", "stack_pressure: 0.3 MPa", "is not computed"),
    ],
)
def test_a_short_circuit_that_never_comes_is_refused_with_its_reason(separator, anode, operation, why, protocol):
    (problem,) = refused(separator, anode, operation, protocol)
    assert problem.field == "protocol.step 1.until"
    assert why in problem.message


@pytest.mark.parametrize(("separator", "anode"), [("LPSCl", "Li"), ("LPSCl", "Li-In"), ("PEO-LiTFSI", "Li")])
def test_a_short_circuit_that_may_come_ends_cycles(separator, anode):
    assert refused(separator, anode) == []


def test_an_unknown_anode_beside_an_initiator_is_told_with_the_other_problems():
    text = CELL.format(
        separator="{electrolyte: PETEA gel, thickness: 25 um, polymerised: {initiator: AIBN, time: 2 h}}",
        anode="LiLi",
        operation="temperature: 25 degC",
        protocol=CYCLES.replace(", until: short circuit", ""),
    )
    assert any(one.field == "anode.material" and "LiLi" in one.message for one in find_problems(text, load()))


def test_a_hold_until_a_current_asks_for_no_short_circuit():
    assert refused("LPSCl", "Li", protocol="{hold: 2.8 V, until: 0.02C}") == []


def test_an_unknown_solvent_of_a_sulfide_is_told_with_the_other_problems():
    text = CELL.format(separator="LPSCl", anode="Li", operation="temperature: 25 degC", protocol="{rest: 1 h}")
    found = find_problems(text.replace("loading:", "mixing: {method: slurry, solvent: xxlene}, loading:"), load())
    assert any(one.level == "error" and "xxlene" in one.message for one in found)
