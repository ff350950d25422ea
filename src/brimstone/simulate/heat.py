"""Heat that a run sets free, from what its steps lost and from what reacted."""

from collections.abc import Mapping, Sequence

import numpy as np

from brimstone._records import nominal
from brimstone.model.derive import DerivedCell
from brimstone.physics.heat import entropy_heat, warming
from brimstone.result import Losses, Step
from brimstone.result.heat import StepHeat
from brimstone.simulate.balances import integrate_recorded
from brimstone.solver.interface import ENERGY
from brimstone.stack.thermal import Thermal


def heat_of_steps(steps: Sequence[Step], cell: DerivedCell, thermal: Thermal) -> tuple[StepHeat, ...]:
    """Heat of every step whose profiles were kept and that passed charge, in order; rests in between let it cool.

    Notes
    -----
    q = I (U - V) - I T dU/dT of sulfur, losses of the electrolyte's redox against its own equilibrium, resistances;
    entropies of the electrolyte's redox are not known and left out. Runs are isothermal: the rise is not fed back.
    """
    heats, warm = [], 0.0
    capacity, loss = nominal(thermal.capacity), nominal(thermal.loss)
    for step in steps:
        if step.curve.time.size < 2:
            continue
        time = step.curve.time - step.curve.time[0]
        if not len(step.profile) and step.charge.value > 0.0:
            continue  # of a cycle between those that are looked at closely: it ends about as warm as the one before
        if step.losses is None or not len(step.profile):
            warm *= float(np.exp(-loss / capacity * time[-1]))
            continue
        parts = _powers(step, step.losses, cell, nominal(thermal.entropy))
        power = np.sum(list(parts.values()), axis=0)
        cooled = warm * np.exp(-loss / capacity * time)
        temperature = cooled + warming(time, power, capacity, loss)
        warm = float(temperature[-1])
        heat = {name: integrate_recorded(step.curve.time, values) for name, values in parts.items()}
        heats.append(
            StepHeat(
                step.instruction.label,
                time,
                power,
                heat,
                temperature,
                sum(heat.values()) / capacity,
                _error(step, step.losses, cell, heat, nominal(thermal.entropy)),
            )
        )
    return tuple(heats)


def _powers(step: Step, losses: Losses, cell: DerivedCell, entropy: float) -> dict[str, np.ndarray]:
    """Heat by source at every recorded point [W/m2]."""
    model, profile = cell.equations, step.profile.values
    p = model.at_contact(cell.parameters[0], step.outside.contact[:, None])
    sulfur = model.sulfur_current(p, profile, step.curve.current)
    return {
        "resistances": losses.dissipation,
        "entropy": entropy_heat(sulfur, cell.temperature, entropy),
        **model.reaction_heat(p, profile, losses.redox_work),
    }


def _error(step: Step, losses: Losses, cell: DerivedCell, heat: Mapping[str, float], entropy: float) -> float:
    """How far the energy balance is from closed.

    What sulfur released by its states, and the electrolyte's redox by its work and its losses, against the heat and the
    electrical energy that the solver counted.
    """
    passed = integrate_recorded(step.curve.time, step.curve.current)
    charge = cell.equations.sulfur_charge_passed(cell.parameters[0], step.profile.values, passed)
    enthalpy = losses.released - charge * cell.temperature * entropy
    enthalpy += integrate_recorded(step.curve.time, losses.redox_work)
    enthalpy += sum(part for name, part in heat.items() if name not in ("resistances", "entropy"))
    electrical = float(step.outcomes[0, ENERGY])
    scale = max(abs(enthalpy), abs(electrical), sum(abs(part) for part in heat.values()), 1.0)
    return abs(enthalpy - electrical - sum(heat.values())) / scale
