"""What pulses and interruptions tell: known lines, diffusion in a slab, and the impedance of the same state."""

import numpy as np
import pytest

from brimstone.cell import Cell
from brimstone.instrument.relaxation_in_time import diffusion_time, read_interruption
from brimstone.recipe import parse

RECIPE = """
name: small
cathode: {{active: S, composition: {{S: 30 wt%, Li6PS5Cl: 50 wt%, acetylene black: 20 wt%}}, loading: 1 mg/cm2}}
separator: [{{electrolyte: Li6PS5Cl, thickness: 500 um}}]
anode: {{material: Li-In}}
operation: {{temperature: 60 degC}}
protocol: {protocol}
"""


def test_an_interruption_is_read_as_the_line_that_it_is():
    time = np.linspace(0.0, 60.0, 500)
    found = read_interruption(time, 2.0 + 3.0 * (0.01 + 2e-3 * np.sqrt(time)), 2.0, 3.0, 600.0)
    assert (found.resistance, found.slope) == pytest.approx((0.01, 2e-3), rel=1e-2)
    assert found.linear > 0.9999


def test_a_rest_that_is_no_line_says_so():
    time = np.linspace(0.0, 60.0, 500)
    found = read_interruption(time, 2.0 + 1e-3 * np.sin(time), 2.0, 3.0, 600.0)
    assert found.linear < 0.5


def test_weppner_and_huggins_find_the_diffusivity_of_a_slab():
    """Constant flux into one face: the surface runs ahead by a series of decaying modes (Carslaw and Jaeger)."""
    length, diffusivity = 2e-6, 1e-14
    pulse = 0.02 * length**2 / diffusivity
    modes = np.arange(1, 400)
    ahead = 1.0 / 3.0 - 2.0 / np.pi**2 * np.sum(np.exp(-((modes * np.pi) ** 2) * 0.02) / modes**2)
    at_rest = 0.02  # mean concentration, in units of flux times length over diffusivity
    found = diffusion_time(pulse, at_rest, at_rest + ahead)
    assert length**2 / found == pytest.approx(diffusivity, rel=0.02)


def test_without_a_change_at_rest_there_is_no_diffusivity():
    assert diffusion_time(600.0, 0.0, 0.01) == np.inf


def step_response(frequency, impedance, time):
    """Resistance that a steady current meets after a time, from a ladder that has the impedance."""
    s = 2j * np.pi * frequency
    slowest = s.imag.min()
    times = np.geomspace(0.1 / s.imag.max(), 10.0 / slowest, 150)
    columns = np.concatenate(
        [np.ones((s.size, 1)), slowest / s[:, None], 1.0 / (1.0 + s[:, None] * times)], axis=1
    ) / np.abs(impedance)[:, None]  # fmt: skip
    target = impedance / np.abs(impedance)
    parts = np.linalg.lstsq(
        np.concatenate([columns.real, columns.imag]), np.concatenate([target.real, target.imag]), rcond=1e-10
    )[0]
    assert np.abs(columns @ parts - target).max() < 1e-6
    grown = 1.0 - np.exp(-np.outer(time, 1.0 / times))
    return parts[0] + parts[1] * slowest * time + grown @ parts[2:]


def test_pulse_and_interruption_meet_the_resistance_that_the_impedance_has_at_the_same_time_constant():
    """A current small enough to be linear, after the double layers, which a run charges at once, are full."""
    protocol = (
        "[{discharge: 0.1C, to: 400 mAh/g}, {rest: 20 h}, {impedance: [10 kHz, 0.01 mHz], points: 90}, "
        "{discharge: 0.00001C, to: 20 min}, {rest: 20 min}]"
    )
    run = Cell(parse(RECIPE.format(protocol=protocol))).run(certain=True, checks=False)
    (spectrum,) = run.impedance
    rest, pulse, after = run.steps[-4].curve, run.steps[-2].curve, run.steps[-1].curve
    current, time = run.steps[-2].instruction.current, np.array([100.0, 300.0, 1000.0])
    expected = step_response(spectrum.frequency, spectrum.impedance, time)
    loaded = (rest.voltage[-1] - np.interp(time, pulse.time, pulse.voltage)) / current
    assert loaded == pytest.approx(expected, rel=3e-3)
    # When the current stops, its response goes on and that of the opposite current is added.
    both = step_response(spectrum.frequency, spectrum.impedance, pulse.time[-1] + time)
    whole = step_response(spectrum.frequency, spectrum.impedance, pulse.time[-1:])
    relaxed = (np.interp(time, after.time, after.voltage) - pulse.voltage[-1]) / current
    assert relaxed == pytest.approx(whole - both + expected, rel=3e-3)
    # A straight line in the root of time, read through what bends a little: through the run and through its spectrum.
    time = after.time[after.time > 0.0]
    both = step_response(spectrum.frequency, spectrum.impedance, pulse.time[-1] + time)
    back = whole - both + step_response(spectrum.frequency, spectrum.impedance, time)
    end, lasted = float(pulse.voltage[-1]), float(pulse.time[-1])
    ran = read_interruption(after.time, after.voltage, end, current, lasted)
    told = read_interruption(time, end + current * back, end, current, lasted)
    assert ran.resistance == pytest.approx(told.resistance, rel=3e-3)
    assert ran.resistance + ran.slope * 10.0 == pytest.approx(expected[0], rel=1e-2)


@pytest.fixture(scope="module")
def titrated():
    protocol = "[{pulse: 0.2C, for: 20 min, rest: 1 h, to: 1.6 V}]"
    return Cell(parse(RECIPE.format(protocol=protocol))).run(certain=True, checks=False)


def test_a_titration_gives_its_open_circuit_curve_and_resistances_by_both_readings(titrated):
    (titration,) = titrated.gitt
    charge, voltage = titration.open_circuit()
    assert charge.size == len(titration.pulses) + 1
    assert np.all(np.diff(charge) > 0.0)
    assert np.all(np.diff(voltage) < 0.0)
    for pulse in titration.pulses[1:-1]:
        # what comes back within a tenth of the pulse lies between what comes back at once and all of it
        at_once = pulse.total.value - pulse.slow.value
        assert at_once * 0.999 < pulse.interrupted < 1.001 * pulse.total.value
        assert pulse.diffusivity(1e-6) == pytest.approx(1e-12 / pulse.diffusion_time)


def test_pulses_are_no_discharges_anywhere(titrated):
    from brimstone.study.batch import discharge_of
    from brimstone.view.run import run_sections
    from brimstone.view.steps import completed_halves, headlines, whole_steps

    assert any(step.pulse for step in titrated.shown)
    assert whole_steps(titrated) == completed_halves(titrated) == []
    assert discharge_of(titrated) is None
    ((name, number),) = headlines(titrated)
    assert "titration" in name
    assert number.value == pytest.approx(titrated.gitt[0].pulses[-1].charge.value / titrated.gitt[0].sulfur / 3600.0)
    titles = [section.title for section in run_sections(titrated, ())]
    assert any(title.startswith("Titration") for title in titles)
