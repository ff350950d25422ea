"""Treatments tried on whole cells."""

import pytest

from brimstone.design.strategies import compare_treatments
from brimstone.library import load
from brimstone.recipe import parse

CELL = """
cathode:
  active: S
  composition: {{S: 30 wt%, Li6PS5Cl: 50 wt%, acetylene black: 20 wt%}}
  loading: 1 mg/cm2
  pressed_at: 360 MPa
separator: [{{electrolyte: {electrolyte}, thickness: {thickness}}}]
anode: {anode}
operation: {{temperature: 60 degC, stack_pressure: {pressure}}}
protocol: [{{rest: 1 h}}, {{cycles: 50, charge: 0.2C, discharge: 0.2C, window: [1.0 V, 2.8 V]}}]
"""


@pytest.fixture(scope="module")
def tried():
    """Comparisons of two cells, by the electrolyte of their separator."""
    cells = {
        "LLZO": CELL.format(electrolyte="LLZO", thickness="1 mm", anode="Li", pressure="1 MPa"),
        "Li6PS5Cl": CELL.format(electrolyte="Li6PS5Cl", thickness="500 um", anode="Li-In", pressure="50 MPa"),
    }
    return {name: compare_treatments(parse(text), load(), nodes=8) for name, text in cells.items()}


def anode_options(comparison):
    return {one.name: one for one in comparison.options if one.side == "anode"}


def test_on_garnet_what_wets_comes_before_what_does_not(tried):
    options = anode_options(tried["LLZO"])
    assert options["gold and molten lithium"].resistance < options["heating below the melting point"].resistance
    assert options["heating below the melting point"].resistance < options["molten lithium"].resistance
    names = list(options)
    assert names.index("gold and molten lithium") < names.index("molten lithium")


def test_less_resistance_never_costs_capacity_or_critical_current(tried):
    # What is soft on a garnet follows lithium: it leaves no voids, for whatever it resists, and cracks nothing.
    soft = {name for name, one in anode_options(tried["LLZO"]).items() if one.critical_current is None}
    assert soft == {"PEO gel layer", "polymer modification", "PEO-zeolite spin coating", "composite polymer layer"}
    for comparison in tried.values():
        for side in ("anode", "cathode"):
            chosen = (one for one in comparison.options if one.side == side and one.name not in soft)
            options = sorted(chosen, key=lambda one: one.resistance)
            capacities = [sum(one.capacities.values()) for one in options]
            assert capacities == pytest.approx(sorted(capacities, reverse=True), rel=1e-3)
    # Lithium cracks a garnet from flaws with a resistance of their own, which wetting the face leaves alone.
    hard = (one for name, one in anode_options(tried["LLZO"]).items() if name not in soft)
    lithium = sorted(hard, key=lambda one: one.resistance)
    critical = [one.critical_current for one in lithium]
    assert critical == pytest.approx(sorted(critical, reverse=True), rel=1e-3)
    assert min(critical) > 0.0


def test_what_changes_nothing_says_why_and_stays_in_the_order(tried):
    pressed = {(one.side, one.name): one for one in tried["Li6PS5Cl"].options}
    assert pressed["cathode", "cold isostatic pressing"].no_effect is not None
    for comparison in tried.values():
        bare = {one.side: one for one in comparison.untreated}
        for one in comparison.options:
            moved = one.resistance / bare[one.side].resistance - 1.0
            assert one.no_effect is None or abs(moved) < 0.01
    assert anode_options(tried["LLZO"])["gold and molten lithium"].no_effect is None


def test_only_the_first_cycle_is_run(tried):
    assert len(tried["LLZO"].labels) == 1
    assert "0.2C" in tried["LLZO"].labels[0]


def test_what_can_not_be_done_says_why(tried):
    refused = {(one.name, one.side): one.refused for one in tried["Li6PS5Cl"].refused}
    assert "oxide" in refused["gold and molten lithium", "anode"]
    assert "Li-In" in refused["evaporated lithium", "anode"]
    assert "anode side" in refused["evaporated lithium", "cathode"]
    assert all(refused.values())


def test_every_treatment_is_either_tried_or_refused_on_both_sides(tried):
    count = 2 * sum(len(strategy.variants) for strategy in load().strategies())
    for comparison in tried.values():
        assert len(comparison.options) + len(comparison.refused) == count


def test_into_a_porous_cathode_an_electrolyte_is_cast_rather_than_laid_on():
    dry = """
cathode:
  active: S
  composition: {S: 60 wt%, acetylene black: 30 wt%, PVDF: 10 wt%}
  loading: 1 mg/cm2
separator: [{electrolyte: PEO-LLZTO, thickness: 50 um}]
anode: Li
operation: {temperature: 60 degC}
protocol: [{discharge: 0.1C, to: 1.5 V}]
"""
    comparison = compare_treatments(parse(dry), load(), nodes=8)
    options = {one.name: one for one in comparison.options if one.side == "cathode"}
    cast, wetted, laid = (
        options[name] for name in ("electrolyte infiltrated into the cathode", "slurry casting", "ex situ polymer")
    )
    assert cast.cell_resistance < 0.5 * wetted.cell_resistance < 0.5 * laid.cell_resistance
    capacities = [sum(one.capacities.values()) for one in (cast, wetted, laid)]
    assert capacities[0] > 5.0 * capacities[1] > 5.0 * capacities[2]
