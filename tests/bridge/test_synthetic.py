"""Synthetic measurements: what goes out comes back, with errors of the size that was asked for."""

import numpy as np
import pytest

from brimstone.bridge import read_data, to_bdf
from brimstone.bridge.laboratory import NO_ERRORS, Errors, sensor_table, synthetic
from brimstone.cell import Cell
from brimstone.errors import DataError, UnknownNameError
from brimstone.instrument.sensors import Imperfection, read_out
from brimstone.recipe import parse

RECIPE = """
name: small
cathode: {{active: S, composition: {{S: 30 wt%, Li6PS5Cl: 50 wt%, acetylene black: 20 wt%}}, loading: 1 mg/cm2}}
separator: [{{electrolyte: Li6PS5Cl, thickness: 500 um}}]
anode: {{material: LTO}}
operation: {{temperature: 60 degC, stack_pressure: 20 MPa, fixture: constant gap}}
protocol:
  - {{discharge: 0.2C, to: 1.2 V}}
  - {{rest: 1 h}}
  - {{charge: 0.2C, to: 2.8 V}}
  - {{impedance: [100 kHz, 0.1 Hz], points: 30}}
{more}
"""


@pytest.fixture(scope="module")
def run():
    return Cell(parse(RECIPE.format(more="area: 2 cm2"))).run(certain=True, checks=False, nodes=10)


def test_a_file_of_a_perfect_cycler_holds_the_run(run, tmp_path):
    measured = synthetic(run, NO_ERRORS)
    (tmp_path / "cell.csv").write_text(to_bdf(measured))
    found = read_data(tmp_path / "cell.csv")
    (totals,) = found.cycling.totals()
    discharge, _, charge = (step.charge.value * 2e-4 for step in run.shown)
    assert totals.discharge == pytest.approx(discharge, rel=1e-6)
    assert totals.charge == pytest.approx(charge, rel=1e-6)
    assert found.duration == pytest.approx(sum(step.duration for step in run.steps))
    assert found.cycling.pressure.min() == pytest.approx(run.pressure.pressure.min(), rel=1e-4)
    first = run.steps[0].curve
    some = measured.cycling.step == 1
    assert measured.cycling.voltage[some] == pytest.approx(
        np.interp(measured.cycling.time[some], first.time, first.voltage), abs=1e-9
    )
    assert measured.cycling.temperature[0] == pytest.approx(333.15)


def test_spectra_are_those_of_the_electrode(run):
    (spectrum,) = synthetic(run, NO_ERRORS).spectra
    assert spectrum.impedance * 2e-4 == pytest.approx(run.impedance[0].impedance)
    noisy = synthetic(run, Errors(impedance=0.01), seed=4).spectra[0].impedance
    away = (noisy - spectrum.impedance) / np.abs(spectrum.impedance)
    assert np.std(np.concatenate([away.real, away.imag])) == pytest.approx(0.01, rel=0.3)


def test_errors_are_as_large_as_asked_and_the_same_seed_gives_the_same(run):
    errors = Errors(noise=2e-3, offset=0.0, gain=1e-2, resolution=0.0)
    clean, one, again, other = (synthetic(run, of, seed) for of, seed in
                                ((NO_ERRORS, 0), (errors, 1), (errors, 1), (errors, 2)))  # fmt: skip
    assert np.std(one.cycling.voltage - clean.cycling.voltage) == pytest.approx(2e-3, rel=0.05)
    assert one.cycling.voltage == pytest.approx(again.cycling.voltage, abs=0.0)
    gains = [abs(of.cycling.current[0] / clean.cycling.current[0] - 1.0) for of in (one, other)]
    assert gains[0] != gains[1]
    assert max(gains) < 0.04
    offsets = [np.mean(synthetic(run, Errors(noise=0.0, offset=5e-3), seed).cycling.voltage - clean.cycling.voltage)
               for seed in range(30)]  # fmt: skip
    assert np.std(offsets) == pytest.approx(5e-3, rel=0.5)


def test_sampling_is_what_was_asked_for_and_short_steps_have_ten_records(run):
    cycling = synthetic(run, Errors(every=60.0)).cycling
    steps = np.diff(cycling.time)[(np.diff(cycling.step) == 0)]
    assert np.median(steps) == pytest.approx(60.0)
    coarse = synthetic(run, Errors(every=1e6)).cycling
    assert np.bincount(coarse.step)[1] == 11  # and one at once, with which the test begins


def test_a_sensor_drifts_scatters_and_rounds_as_it_is_told():
    time = np.linspace(0.0, 36_000.0, 3001)
    at, plain = read_out(time, 0.0 * time, Imperfection(every=100.0, drift=2.0), np.random.default_rng(0))
    assert at[1] == pytest.approx(100.0)
    assert plain[-1] == pytest.approx(20.0)
    _, noisy = read_out(time, 0.0 * time, Imperfection(noise=0.3), np.random.default_rng(0))
    assert np.std(noisy) == pytest.approx(0.3, rel=0.05)
    _, rounded = read_out(time, time / 1e4, Imperfection(resolution=0.5), np.random.default_rng(0))
    assert set(np.round(rounded / 0.5, 6) % 1.0) == {0.0}
    with pytest.raises(ValueError, match="negative"):
        read_out(time, time, Imperfection(noise=-1.0), np.random.default_rng(0))


def test_three_sensors_read_one_run_and_agree_with_each_other(run):
    """The fibre is stretched as the cathode swells; the dilatometer sees the cathode, too, as LTO keeps still."""
    columns = sensor_table(run)
    assert [name.rsplit("_", 1)[1] for name in columns] == ["h", "MPa", "um", "pm"]
    _, pressure, thickness, shift = columns.values()
    assert np.corrcoef(thickness, shift)[0, 1] > 0.99
    assert np.ptp(pressure) == pytest.approx(np.ptp(run.pressure.pressure) / 1e6, rel=1e-3)
    assert thickness.max() == pytest.approx(1e6 * run.pressure.cathode.max(), rel=0.05)
    with pytest.raises(UnknownNameError, match="dilatometer"):
        run.readout("dilatometr")


def test_without_an_area_no_current_is_made_up():
    run = Cell(parse(RECIPE.format(more=""))).run(certain=True, checks=False, nodes=8)
    with pytest.raises(DataError, match="how large"):
        synthetic(run)
    assert synthetic(run, area=1e-4).cycling.points > 100
