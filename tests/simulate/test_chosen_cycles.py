"""Cycles that a long run is looked at closely in, every cycle's figures, and what took capacity between cycles."""

from dataclasses import replace

import numpy as np
import pytest

from brimstone.cli.options import cycles_named
from brimstone.errors import BrimstoneError
from brimstone.result.cycling import cycles_of_steps
from brimstone.simulate.nominal import DETAILED
from brimstone.view.losses import limits, step_losses
from tests.cells import run

COUNT = 26
WARM = {"temperature": "60 degC", "stack_pressure": "20 MPa"}
PROTOCOL = [{"cycles": COUNT, "discharge": "1C", "charge": "1C", "window": ["1.2 V", "2.8 V"]}]


def long_run(**changes):
    return run(protocol=PROTOCOL, operation=WARM, nodes=6, **changes)


@pytest.fixture(scope="module")
def looked_at():
    return long_run(cycles=(1, 23, -1))


@pytest.fixture(scope="module")
def usual():
    return long_run()


def late(of, cycle):
    return [step for step in of.steps if step.instruction.cycle == cycle and step.shown]


def test_profiles_and_losses_are_kept_of_chosen_cycles_and_of_no_others_beyond_the_first_steps(looked_at, usual):
    assert len(looked_at.steps) > DETAILED
    for of, kept in ((looked_at, {23, COUNT}), (usual, {COUNT})):
        beyond = {step.instruction.cycle for step in of.steps[DETAILED:] if len(step.profile)}
        assert beyond == kept
        for step in of.steps:
            assert (step.losses is not None) == (len(step.profile) > 0)


def test_losses_of_a_late_cycle_add_up_to_the_distance_from_equilibrium_and_its_energy_balances(looked_at):
    for step in late(looked_at, 23):
        sign = 1.0 if step.instruction.kind == "discharge" else -1.0
        distance = sign * (step.losses.equilibrium - step.curve.voltage)
        inside = slice(1, None)
        assert np.sum(list(step.losses.volts.values()), axis=0)[inside] == pytest.approx(
            distance[inside], abs=3e-6
        )  # between time steps
    assert 0.0 < looked_at.balances["energy"] < 1e-6
    assert all(error <= 1e-6 for error in looked_at.balances.values())


def test_a_closer_look_finds_what_the_long_run_found(looked_at, usual):
    for closer, passing in zip(late(looked_at, 23), late(usual, 23), strict=True):
        assert closer.charge.value == pytest.approx(passing.charge.value, rel=2e-5)
        assert closer.sulfur_charge == pytest.approx(passing.sulfur_charge, rel=2e-5)
        assert closer.outside.pressure[-1] == pytest.approx(passing.outside.pressure[-1], rel=1e-6)
    for cycle in (22, 24):
        for one, other in zip(late(looked_at, cycle), late(usual, cycle), strict=True):
            assert np.array_equal(one.outcomes, other.outcomes)


def test_capacity_by_sulfur_is_that_of_the_profile_and_kept_of_every_cycle(looked_at):
    cell, model = looked_at.cell, looked_at.cell.equations
    charges = model.charges(cell.parameters[0])
    for step in (*late(looked_at, 2), *late(looked_at, 23)):
        change = (step.profile.values[-1, 1:] - step.profile.values[0, 1:]).mean(axis=1)
        held = [charges[state] * change[state] for state in model.of_sulfur]
        assert abs(step.sulfur_charge) == pytest.approx(abs(sum(held)) * cell.parameter("thickness")[0], rel=1e-9)
    for step in looked_at.steps:
        assert 0.5 * step.charge.value < step.sulfur_charge < 1.2 * step.charge.value


def test_without_a_loss_a_late_discharge_gains_what_its_own_cycle_gains(looked_at):
    _, charged = sorted(late(looked_at, 23), key=lambda step: step.instruction.kind != "charge")
    early = next(step for step in late(looked_at, 2) if step.instruction.kind == "discharge")
    assert set(charged.regained) == set(early.regained)
    assert charged.regained["kinetics"] > 0.01 * charged.charge.value
    assert not late(looked_at, 24)[0].regained


def test_efficiency_by_both_definitions_and_retention_are_told_of_every_cycle(looked_at):
    (cycles,) = looked_at.cycles()
    assert list(cycles.cycle) == list(range(1, COUNT + 1))
    discharges, charges = cycles.discharge[0], cycles.charge[0]
    starts = looked_at.steps[0].instruction.kind
    before = charges if starts == "charge" else np.roll(charges, 1)
    after = np.roll(discharges, 1) if starts == "charge" else discharges
    known = slice(1, None)
    assert cycles.discharge_over_charge[0, known] == pytest.approx((discharges / before)[known], rel=1e-12)
    assert cycles.charge_over_discharge[0, known] == pytest.approx((charges / after)[known], rel=1e-12)
    assert cycles.retention[0] == pytest.approx(discharges / discharges[1], rel=1e-12)
    assert np.all(np.isfinite(cycles.retention_of_sulfur))
    assert cycles_of_steps(run(nodes=6).steps) == ()


def test_a_cell_that_dies_has_no_figures_of_the_cycles_it_did_not_see():
    thin = {"material": "Li", "thickness": "1.2 um"}
    of = run(protocol=[PROTOCOL[0] | {"cycles": 4}], operation=WARM, anode=thin, nodes=6)
    (cycles,) = of.cycles()
    assert of.status == "failed"
    assert cycles.discharge.shape == (1, 4)
    assert of.cycles() == replace(of, notes=()).cycles()


def test_what_took_capacity_adds_up_over_intervals_that_follow_each_other():
    fades = long_run(cycles=(1, 8, 17)).fades
    assert [(fade.first, fade.last) for fade in fades] == [(2, 8), (8, 17), (2, 17)]
    early, later, whole = fades
    assert early.lost + later.lost == pytest.approx(whole.lost)
    assert whole.lost > 0.0
    for name, took in whole.by.items():
        assert early.by[name] + later.by[name] == pytest.approx(took, abs=1e-9 * whole.before)


def test_samples_give_intervals_of_what_took_capacity():
    shorter = [PROTOCOL[0] | {"cycles": 5}]
    (fade,) = run(protocol=shorter, operation=WARM, nodes=6, cycles=(1, -1, 5), certain=False, members=12).fades
    assert set(fade.intervals) == set(fade.by)
    low, high = fade.intervals["redox of the electrolyte"]
    assert low < fade.by["redox of the electrolyte"] / fade.before < high
    assert f"({100 * low:.2g} to {100 * high:.2g})" in fade.sentence()


def test_cycles_that_a_protocol_has_not_are_refused():
    with pytest.raises(BrimstoneError, match="cycle 300 can't be looked at: this protocol has cycles 1 to 26"):
        long_run(cycles=(1, 300))
    with pytest.raises(BrimstoneError, match="this protocol has no cycles"):
        run(nodes=6, cycles=(5,))


def test_cycles_are_named_by_number_first_and_last():
    assert cycles_named("1, 100,last") == (1, 100, -1)
    assert cycles_named("first,LAST,1") == (1, -1)
    for wrong in ("", "0", "-1", "1.5", "1-3", "half"):
        with pytest.raises(BrimstoneError, match="is no cycle; write whole numbers"):
            cycles_named(wrong)


def test_losses_are_shown_of_the_first_and_the_chosen_cycles(looked_at):
    budgets = step_losses(looked_at)
    assert [one.step.instruction.cycle for one in budgets] == [1, 1, 23, 23, COUNT, COUNT]
    words = " ".join(limits(looked_at, budgets))
    assert f"(cycle {COUNT})" in words
    assert "(cycle 1)" in words
