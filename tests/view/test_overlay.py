"""Measured files over computed curves: what agrees, and which loss a difference looks like."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from brimstone import load
from brimstone.bridge import to_bdf
from brimstone.errors import RecipeError
from brimstone.recipe import read
from brimstone.result import Cycling, Measured
from brimstone.view.overlay import files_of, overlay_charts, overlay_section, overlays

RATES = ("0.1C", "2C")
AREA = 1e-4


@pytest.fixture(scope="module")
def computed():
    """The cell of an example at two rates, nominal values."""
    tree = yaml.safe_load(Path("examples/yao2017.yaml").read_text("utf-8"))
    tree["protocol"] = [{"rates": list(RATES), "window": ["1.5 V", "2.8 V"]}]
    tree.pop("reported")
    return tree


def written(folder, tree, name, files):
    tree = {**tree, **({"reported": files} if files else {})}
    path = folder / name
    path.write_text(yaml.safe_dump(tree, sort_keys=False), encoding="utf-8")
    return load(path).run(certain=True, checks=False)


def file_of(step, path, lost=0.0):
    """A file of a computed step, `lost` volts below it; the pressure rises meanwhile."""
    curve = step.curve
    kept = np.append(True, np.diff(curve.time) > 0.0)
    time = np.linspace(0.0, curve.time[-1], 400)
    voltage = np.interp(time, curve.time[kept], (curve.voltage - lost)[kept])
    one = np.ones(time.size, dtype=int)
    flows = np.full(time.size, -float(curve.current[1]) * AREA)
    passed = -flows * time
    cycling = Cycling(time, voltage, flows, one, one, 0.0 * passed, passed, pressure=5e7 + 1e3 * time)
    path.write_text(to_bdf(Measured(path.name, "BDF csv", cycling, (), ())), encoding="utf-8")


@pytest.fixture(scope="module")
def overlaid(computed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cell")
    run = written(folder, computed, "plain.yaml", [])
    assert overlay_section(run) is None
    assert overlay_charts(run, files_of(run)[0]) == []
    slow, fast = run.shown
    file_of(slow, folder / "slow.csv")
    file_of(fast, folder / "fast.csv", 0.5 * fast.losses.volts["anode"])
    files = [{"file": name, "mass": "0.45 mg", "per": "sulfur"} for name in ("slow.csv", "fast.csv")]
    return written(folder, computed, "cell.yaml", [*files, {"file": "slow.csv"}, {"file": "none.csv", "mass": "1 mg"}])


def test_a_file_of_the_computed_cell_lies_on_its_curve(overlaid):
    slow = overlays(overlaid, files_of(overlaid)[0])[0][0]
    assert slow.error < 2e-3
    assert slow.ratio == pytest.approx(1.0, abs=2e-3)
    assert slow.explanation == ""


def test_a_difference_is_traced_to_the_loss_that_it_looks_like(overlaid):
    fast = overlays(overlaid, files_of(overlaid)[0])[0][1]
    assert fast.error > 0.02
    assert "would be explained by 1.5 times the loss 'anode'" in fast.explanation


def test_what_is_not_compared_says_why(overlaid):
    files, unread = files_of(overlaid)
    reasons = overlays(overlaid, files)[2]
    assert "how much material was measured?" in reasons[0]
    assert "It is not guessed" in reasons[0]
    assert "none.csv" in unread[0]
    told = [item.text for item in overlay_section(overlaid).items]
    assert [*reasons, *unread] == told[-len(reasons) - len(unread) :]


def test_charts_show_voltage_differential_capacity_and_pressure(overlaid):
    names = [chart.name for chart in overlay_charts(overlaid, files_of(overlaid)[0])]
    assert names == ["overlay", "overlay-differential", "overlay-pressure"]


def test_a_mass_goes_with_a_file(computed, tmp_path):
    path = tmp_path / "cell.yaml"
    for reported in ({"mass": "1 mg"}, {"capacity": "1000 mAh/g", "mass": "1 mg", "source": "x"}):
        path.write_text(yaml.safe_dump({**computed, "reported": [reported]}, sort_keys=False), encoding="utf-8")
        with pytest.raises(RecipeError, match="reported"):
            read(path)
