"""Measured files over computed curves: what agrees, and which loss a difference looks like."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml

from brimstone import load
from brimstone.bridge import synthetic, to_bdf
from brimstone.bridge.laboratory import NO_ERRORS
from brimstone.errors import RecipeError
from brimstone.fit.experiments import experiment
from brimstone.recipe import read
from brimstone.result import Cycling, Measured, MeasuredSpectrum
from brimstone.view.overlay import files_of, overlay_charts, overlay_section, overlays
from brimstone.view.overlay_differential import differential_overlay

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
    slow = overlays(overlaid, files_of(overlaid)[0]).steps[0]
    assert slow.error < 2e-3
    assert slow.ratio == pytest.approx(1.0, abs=2e-3)
    assert slow.explanation == ""


def test_a_difference_is_traced_to_the_loss_that_it_looks_like(overlaid):
    fast = overlays(overlaid, files_of(overlaid)[0]).steps[1]
    assert fast.error > 0.02
    assert "would be explained by 1.5 times the loss 'anode'" in fast.explanation


def test_the_differential_capacity_of_the_computed_cell_agrees_and_that_of_another_is_explained(overlaid):
    slow, fast = overlays(overlaid, files_of(overlaid)[0]).differentials
    assert slow.error < 0.02
    assert slow.explanation == ""
    assert np.isnan(slow.inside), "a nominal run has no interval"
    assert slow.measured.sum() == pytest.approx(slow.computed.sum(), rel=2e-3)
    assert 0.9 * slow.step.charge.value < slow.measured.sum() * 0.01 < slow.step.charge.value
    assert fast.error > 0.05
    assert "would be explained by 1.5 times the loss 'anode'" in fast.explanation


def test_a_step_that_passes_more_charge_at_the_same_voltages_says_so(overlaid):
    step, (_, measured) = overlaid.shown[0], files_of(overlaid)[0][0]
    (segment,) = experiment(measured, AREA).segments
    more = differential_overlay("x.csv", replace(segment, passed=1.4 * step.charge.value), step)
    assert 1.4 * more.computed == pytest.approx(more.measured, rel=0.02, abs=0.02 * more.measured.max())
    assert "would be explained by 1.4 times the charge that passed" in more.sentence
    assert differential_overlay("x.csv", replace(segment, voltage=0.0 * segment.voltage + 2.0), step) is None


def test_a_small_loss_is_no_cause_of_a_difference_a_hundred_times_as_large(overlaid, computed, tmp_path):
    """A shift of 0.2 V has the shape of the smallest of all losses that do not change along the step."""
    slow = overlaid.shown[0]
    file_of(slow, tmp_path / "low.csv", 0.2)
    run = written(tmp_path, computed, "low.yaml", [{"file": "low.csv", "mass": "0.45 mg", "per": "sulfur"}])
    found = overlays(run, files_of(run)[0])
    for one in (*found.steps, *found.differentials):
        assert all(float(words) <= 20.0 for words in re.findall(r"by ([\d.e+]+) times", one.explanation))
        assert one.explanation


def test_what_is_not_compared_says_why(overlaid):
    files, unread = files_of(overlaid)
    reasons = overlays(overlaid, files).reasons
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


PRESSED = {
    "area": "1 cm2",
    "cathode": {
        "active": "S",
        "composition": {"S": "30 wt%", "Li6PS5Cl": "50 wt%", "acetylene black": "20 wt%"},
        "loading": "1 mg/cm2",
    },
    "separator": [{"electrolyte": "Li6PS5Cl", "thickness": "500 um"}],
    "anode": {"material": "LTO"},
    "operation": {"temperature": "60 degC", "stack_pressure": "20 MPa", "fixture": "constant gap"},
    "protocol": [
        {"impedance": ["100 kHz", "10 mHz"], "points": 40},
        {"discharge": "0.5C", "to": "1.2 V"},
        {"charge": "0.5C", "to": "2.8 V"},
    ],
}


@pytest.fixture(scope="module")
def readings(tmp_path_factory):
    """Runs with a spectrum and a pressure of the computed cell, and of one that differs in one thing, over them."""
    folder = tmp_path_factory.mktemp("pressed")
    run = written(folder, PRESSED, "plain.yaml", [])

    def overlaid(name, wider=1.0, stiffer=1.0):
        """Over files of a cell whose reaction has `wider` an arc, in a fixture as much `stiffer`."""
        measured = synthetic(run, NO_ERRORS)
        (spectrum,), cycling = measured.spectra, measured.cycling
        arc = next(one for one in run.impedance[0].elements if one.name == "reactions in the cathode")
        lag = 1j * spectrum.frequency / arc.frequency
        moved = arc.resistance.value / AREA * (wider / (1.0 + wider * lag) - 1.0 / (1.0 + lag))
        pressure = cycling.pressure[0] + stiffer * (cycling.pressure - cycling.pressure[0])
        files = {"z": MeasuredSpectrum(spectrum.frequency, spectrum.impedance + moved),
                 "c": replace(cycling, pressure=pressure)}  # fmt: skip
        (folder / f"{name}z.csv").write_text(to_bdf(replace(measured, cycling=None, spectra=(files["z"],))), "utf-8")
        (folder / f"{name}c.csv").write_text(to_bdf(replace(measured, cycling=files["c"], spectra=())), "utf-8")
        again = written(folder, PRESSED, f"{name}.yaml", [{"file": f"{name}c.csv"}, {"file": f"{name}z.csv"}])
        return again, overlays(again, files_of(again)[0])

    return {"same": overlaid("same"), "other": overlaid("other", 1.6, 1.3)}


def test_spectra_and_pressures_of_the_computed_cell_agree(readings):
    _, found = readings["same"]
    assert not found.reasons
    assert found.spectra[0].error < 5e-3
    assert found.spectra[0].explanation == ""
    assert found.pressures[0].computed == pytest.approx(found.pressures[0].measured, rel=0.02)
    assert found.pressures[0].explanation == ""


def test_spectra_and_pressures_that_differ_are_explained(readings):
    run, found = readings["other"]
    assert "1.6 times the resistance of 'reactions in the cathode'" in found.spectra[0].explanation
    assert "1.3 times the growth of the cathode, or by a fixture as much stiffer" in found.pressures[0].explanation
    told = " ".join(item.text for item in overlay_section(run).items)
    assert "% of its magnitude (root mean square)" in told
    assert "stack pressure: changes in steps off by" in told
    names = [chart.name for chart in overlay_charts(run, files_of(run)[0])]
    assert names == ["overlay", "overlay-differential", "overlay-nyquist", "overlay-spectra", "overlay-pressure"]


def test_the_interval_is_told_of_spectra_and_pressures(readings):
    """The nominal run has none; samples do, and a file of another cell is held against them."""
    run, _ = readings["same"]
    sampled = load(run.recipe.source).run(members=20, checks=False)
    found = overlays(sampled, files_of(sampled)[0])
    assert found.spectra[0].inside == 1.0
    for one in found.differentials:  # the same cell: as often as the computed curve itself
        band = one.step.band.differential
        ends = (np.interp(one.voltage, band.voltage, each, 0.0, 0.0) for each in (band.low, band.high))
        held = np.mean(np.less_equal(*np.broadcast_arrays(next(ends), one.computed)) & (one.computed <= next(ends)))
        assert 0.5 < one.inside == pytest.approx(held, abs=0.05)
    charts = {chart.name: chart for chart in overlay_charts(sampled, files_of(sampled)[0])}
    drawn, left = charts["overlay-differential"].panels
    assert sum(one.style == "band" for one in drawn.series) == len(left.series) == 2
    for one in found.differentials:  # the interval is that of charge: its middle passes about what the samples do
        band, half = one.step.band.differential, 0.5 * one.step.charge.value
        assert half < 0.5 * 0.01 * (band.low + band.high).sum() < 4.0 * half
    assert "2 of 2 lie in the 80 % interval" in found.pressures[0].sentence


def test_a_spectrum_that_the_protocol_does_not_ask_for_says_so(readings):
    run, _ = readings["same"]
    tree = {**PRESSED, "protocol": PRESSED["protocol"][1:]}
    folder = Path(run.recipe.source).parent
    found = overlays(again := written(folder, tree, "none.yaml", [{"file": "samez.csv"}]), files_of(again)[0])
    assert "the protocol asks for no spectrum to compare its spectrum with" in found.reasons[0]
    assert not found.spectra
