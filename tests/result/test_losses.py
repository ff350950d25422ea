import numpy as np
import pytest

from brimstone.physics.thermodynamics import conversion_energy, equilibrium_potential
from brimstone.result import LOSSES
from tests.cells import LITHIUM_SULFIDE, SULFUR, run

CYCLE = [{"cycles": 1, "charge": "0.5C", "discharge": "0.5C", "window": ["1.0 V", "2.9 V"]}]


@pytest.mark.parametrize("base", [SULFUR, LITHIUM_SULFIDE])
def test_losses_add_up_to_the_whole_polarisation(base):
    for step in run(base, protocol=CYCLE).steps:
        sign = np.sign(step.curve.current)
        polarisation = sign * (step.losses.equilibrium - step.curve.voltage)
        total = sum(step.losses.volts.values())
        gap = np.abs(total - polarisation)
        # At the ends of time steps the algebraic rows hold to the residual, a share of the current, times some volts.
        assert np.max(gap[:-1:4]) < 1e-7 + 5.0 * step.residual
        assert np.max(gap) < 2e-4  # in between, where potentials are interpolated


def test_every_resistance_costs_voltage():
    for step in run(protocol=CYCLE).steps:
        # Nothing dissolves in a cathode without liquid, so nothing of it precipitates or shuttles.
        assert set(LOSSES) - set(step.losses.volts) == {"precipitation", "shuttle"}
        for name in step.losses.volts:
            if name not in ("uneven reaction", "electrolyte redox"):
                # Where a reactant ends its rate turns sign within the last 0.1 %, which shows as tenths of a millivolt.
                assert np.min(step.losses.volts[name]) > -5e-4


def test_ohmic_losses_are_current_times_resistance():
    of = run(protocol=[{"discharge": "1C", "to": "1.0 V"}])
    (step,) = of.steps
    mean = step.losses.mean(step.curve.charge)
    current = step.instruction.current
    separator = sum(r[0] for name, r in of.cell.resistances.items() if name.startswith("separator"))
    assert mean["electrolyte layer"] == pytest.approx(current * separator, rel=1e-9)


def test_a_removed_loss_gives_back_capacity_where_it_limits():
    thick = run(
        separator=[{"electrolyte": "Li6PS5Cl", "thickness": "2 mm"}], protocol=[{"discharge": "2C", "to": "1.0 V"}]
    )
    (step,) = thick.steps
    assert step.regained["electrolyte layer"] > 0.05 * step.charge.value


@pytest.mark.parametrize("step", [0.0, 0.1])
def test_the_free_energy_is_the_integral_of_the_potential(step):
    b, x = 19.46, np.linspace(0.0, 0.7, 2_000_001)
    potential = equilibrium_potential(x, 2.1, 0.1, step, b)
    released = conversion_energy(0.7, 2.1, 0.1, step, b) - conversion_energy(0.0, 2.1, 0.1, step, b)
    assert released == pytest.approx(np.trapezoid(potential, x), abs=1e-8)
