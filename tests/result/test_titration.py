"""Intermittent titration: what is read off its pulses."""

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from brimstone.contract import json_schema
from brimstone.contract.run import run_record
from brimstone.physics.thermodynamics import equilibrium_potential
from tests.cells import run

ALONE = {"redox/reach": "1e-9 nm"}
PULSES = {"pulse": "0.2C", "for": "20 min", "rest": "2 h", "to": "1.2 V"}


@pytest.fixture(scope="module")
def titrated():
    return run(protocol=[PULSES])


def test_each_pulse_has_a_rest_before_and_after(titrated):
    (series,) = titrated.gitt
    assert [pulse.number for pulse in series.pulses] == list(range(1, len(series.pulses) + 1))
    for one, next_one in zip(series.pulses, series.pulses[1:], strict=False):
        assert next_one.before.value == one.relaxed.value
        assert next_one.charge.value > one.charge.value
    for pulse in series.pulses:
        assert pulse.start.value < pulse.before.value
        if pulse.number > 1:  # during the first one a cell as assembled comes up to its plateau
            assert pulse.end.value < pulse.start.value
        assert pulse.end.value < pulse.relaxed.value
        assert pulse.slow.value < pulse.total.value
        if pulse.end.value > 1.6:  # at the end of sulfur a pulse lifts itself as the electrolyte joins in
            assert pulse.slow.value > 0.0
    passed = sum(step.charge.value for step in titrated.steps if step.instruction.kind == "discharge")
    assert series.pulses[-1].charge.value <= passed  # the last one met the cut-off and has no rest


def test_relaxed_voltages_are_the_equilibrium_of_the_composition():
    of = run(overrides=ALONE, protocol=[{**PULSES, "rest": "100 h"}])
    cell, (series,) = of.cell, of.gitt
    names = ("plateau", "plateau_slope", "plateau_step", "half_inverse_thermal_voltage")
    thermodynamic = [float(cell.parameter(name)[0]) for name in names]
    for pulse in series.pulses[:-1]:
        conversion = cell.initial_states[0, 0] + pulse.charge.value / cell.reach[0]
        assert pulse.relaxed.value == pytest.approx(float(equilibrium_potential(conversion, *thermodynamic)), abs=1e-3)


def test_at_once_a_small_pulse_shows_the_resistance_of_the_spectrum():
    spectrum = {"impedance": ["1 MHz", "1 mHz"]}
    begin = [{"discharge": "0.1C", "to": "2 h"}, {"rest": "20 h"}]
    of = run(protocol=[*begin, spectrum, {"pulse": "1e-5C", "for": "1000 h", "rest": "2 h", "to": "2.0 V"}])
    pulse = of.gitt[0].pulses[0]
    assert pulse.instant.value == pytest.approx(of.impedance[0].resistance.value, rel=0.03)
    assert pulse.before.value == pytest.approx(of.impedance[0].voltage.value, abs=1e-9)


def test_a_charge_is_titrated_with_resistances_of_the_same_sign():
    begin = {"discharge": "0.1C", "to": "1.2 V"}
    (series,) = run(protocol=[begin, {**PULSES, "to": "2.8 V", "direction": "charge"}]).gitt
    assert series.direction == "charge"
    for pulse in series.pulses:
        assert pulse.end.value > pulse.relaxed.value
        assert pulse.instant.value > 0.0
        assert pulse.total.value > 0.0


def test_losses_of_a_pulse_are_those_at_its_end(titrated):
    step = next(one for one in titrated.steps if one.instruction.label.startswith("pulse"))
    pulse = titrated.gitt[0].pulses[0]
    assert pulse.losses["electrolyte layer"] == pytest.approx(
        step.curve.current[-1] * titrated.cell.resistances["separator_1_Li6PS5Cl"][0]
    )
    gap = step.losses.equilibrium[-1] - pulse.end.value
    assert sum(pulse.losses.values()) == pytest.approx(gap, abs=1e-6)


def test_the_contract_holds_them_with_their_intervals():
    of = run(certain=False, members=30, protocol=[PULSES])
    told = run_record(of).to_dict()
    assert [error.message for error in Draft202012Validator(json_schema("run")).iter_errors(told)] == []
    first = told["gitt"][0]["pulses"][0]
    assert first["voltage_relaxed_V_low"] < first["voltage_relaxed_V"] < first["voltage_relaxed_V_high"]
    assert np.isfinite(first["resistance_ohm_cm2"])


def test_other_runs_have_none():
    assert run().gitt == ()
    assert "gitt" not in run_record(run()).to_dict()
