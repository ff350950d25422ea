"""What sensors make of strain, temperature and thickness."""

import numpy as np
import pytest

from brimstone.instrument.sensors import SENSORS, bragg_shift
from brimstone.library import load
from brimstone.result import PressureTrace


def grating(strain, warmer=0.0):
    """Shift of the library's usual grating [pm]."""
    names = (
        "bragg_wavelength",
        "photoelastic_coefficient",
        "fibre_expansion",
        "thermo_optic_coefficient",
    )
    return 1e12 * bragg_shift(strain, warmer, *(load().constant(f"instrument/{name}").si for name in names))


def test_a_microstrain_shifts_the_bragg_wavelength_by_1_2_pm():
    assert grating(1e-6) == pytest.approx(1.2, abs=0.02)


def test_a_kelvin_looks_like_nine_microstrain():
    assert grating(0.0, 1.0) == pytest.approx(11, abs=1)
    assert grating(9e-6) == pytest.approx(grating(0.0, 1.0), rel=0.1)


def test_strain_and_temperature_add_up():
    strain = np.array([-1e-5, 0.0, 2e-5])
    assert grating(strain, 3.0) == pytest.approx(grating(strain) + grating(0.0, 3.0))


def test_the_two_ways_to_measure_stress_differ_in_direction_damage_and_effort():
    outside, inside = SENSORS["pressure sensor"], SENSORS["fibre Bragg grating"]
    assert outside.direction != inside.direction
    assert inside.damages
    assert not outside.damages
    assert outside.whole_cell
    assert not inside.whole_cell


def test_a_stack_without_pressure_is_loose():
    ends = np.array([0.0, 1.0])
    assert PressureTrace(ends, ends.astype(int), np.array([5e6, 0.0]), ends, ends, ends, ends, ends).loses_contact
    assert not PressureTrace(ends, ends.astype(int), np.array([5e6, 1e6]), ends, ends, ends, ends, ends).loses_contact
