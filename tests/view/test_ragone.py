"""Energy against power: what is drawn is what the steps delivered, and how long they took for it."""

import pytest

from brimstone.constants import HOUR, WH_KG
from brimstone.view.ragone import ragone_chart
from tests.report import recipes

COIN = "coin"


def drawn(run):
    (series,) = ragone_chart(run).panels[0].series
    return series


def test_power_is_energy_over_time_and_the_faster_discharge_gives_less_energy(uncertain):
    series, steps = drawn(uncertain), [step for step in uncertain.shown if step.instruction.kind == "discharge"]
    steps.sort(key=lambda step: -step.duration)
    for power, energy, low, high, step in zip(series.x, series.y, series.low, series.high, steps, strict=True):
        assert energy == pytest.approx(step.specific_energy.value / WH_KG)
        assert power * step.duration / HOUR == pytest.approx(energy)
        assert low <= high
    assert list(series.x) == sorted(series.x)
    assert list(series.y) == sorted(series.y, reverse=True)


def test_a_packaged_cell_is_told_with_its_package():
    run = recipes.run(recipes.change(recipes.RATE_TEST, format=COIN))
    steps = [step for step in run.shown if step.instruction.kind == "discharge"]
    assert max(drawn(run).y) == pytest.approx(max(step.packed.specific_energy.value for step in steps) / WH_KG)
    assert "the packaged cell" in ragone_chart(run).caption


def test_cycles_at_one_rate_have_no_such_figure(cycled):
    assert ragone_chart(cycled) is None
