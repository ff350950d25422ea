"""Heat that a run sets free, where it comes from, and how warm the cell would get."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from brimstone._records import record
from brimstone.physics.heat import entropy_heat, warming
from brimstone.result.balances import integrate_recorded
from brimstone.result.losses import Losses
from brimstone.solver.interface import ENERGY
from brimstone.stack.thermal import Thermal

if TYPE_CHECKING:
    from brimstone.result.run import Step

_WH_CM2 = 3.6e7  # [J/m2]


@record
class StepHeat:
    """Heat of one step, nominal member.

    Attributes
    ----------
    label : str
    time, power : ndarray (points,)
        From the start of the step [s]; all heat [W/m2].
    heat : mapping of str to float
        By the names of `brimstone.model.HEAT_SOURCES` [J/m2].
    temperature : ndarray (points,)
        Above the surroundings, with the heat given away at the cell's faces [K].
    adiabatic_rise : float
        Had the cell kept all heat of this step [K].
    error : float
        Enthalpy released, less heat and electrical energy, over the largest of them.
    """

    label: str
    time: np.ndarray
    power: np.ndarray
    heat: Mapping[str, float]
    temperature: np.ndarray
    adiabatic_rise: float
    error: float

    @property
    def total(self) -> float:
        """[J/m2]"""
        return sum(self.heat.values())

    @property
    def mean_power(self) -> float:
        """[W/m2]"""
        return self.total / float(self.time[-1])


def heat_of_steps(steps: Sequence["Step"], thermal: Thermal) -> tuple[StepHeat, ...]:
    """Heat of every step whose profiles were kept and that passed charge, in order; rests in between let it cool.

    Notes
    -----
    q = I (U - V) - I T dU/dT of sulfur, losses of the electrolyte's redox against its own equilibrium, resistances;
    entropies of the electrolyte's redox are not known and left out. Runs are isothermal: the rise is not fed back.
    """
    found, warm = [], 0.0
    capacity, loss = float(thermal.capacity[0]), float(thermal.loss[0])
    for step in steps:
        if step.curve.time.size < 2:
            continue
        time = step.curve.time - step.curve.time[0]
        if step.losses is None or not len(step.profile):
            warm *= float(np.exp(-loss / capacity * time[-1]))
            continue
        parts = _powers(step, step.losses, float(thermal.entropy[0]))
        power = np.sum(list(parts.values()), axis=0)
        cooled = warm * np.exp(-loss / capacity * time)
        temperature = cooled + warming(time, power, capacity, loss)
        warm = float(temperature[-1])
        heat = {name: integrate_recorded(step.curve.time, values) for name, values in parts.items()}
        found.append(
            StepHeat(
                step.instruction.label,
                time,
                power,
                heat,
                temperature,
                sum(heat.values()) / capacity,
                _error(step, step.losses, heat, float(thermal.entropy[0])),
            )
        )
    return tuple(found)


def _powers(step: "Step", losses: Losses, entropy: float) -> dict[str, np.ndarray]:
    """Heat by source at every recorded point [W/m2]."""
    model, p = step.cell.equations, step.cell.parameters[0]
    sulfur = model.sulfur_current(p, step.profile, step.curve.current)
    return {
        "resistances": losses.dissipation,
        "entropy": entropy_heat(sulfur, step.cell.temperature, entropy),
        **model.reaction_heat(p, step.profile),
    }


def _error(step: "Step", losses: Losses, heat: Mapping[str, float], entropy: float) -> float:
    """How far the energy balance is from closed.

    What sulfur released by its states, and the electrolyte's redox by its work and its losses, against the heat and the
    electrical energy that the solver counted.
    """
    passed = integrate_recorded(step.curve.time, step.curve.current)
    charge = step.cell.equations.sulfur_charge_passed(step.cell.parameters[0], step.profile, passed)
    enthalpy = losses.released - charge * step.cell.temperature * entropy
    enthalpy += integrate_recorded(step.curve.time, losses.redox_work)
    enthalpy += sum(part for name, part in heat.items() if name not in ("resistances", "entropy"))
    electrical = float(step.outcomes[0, ENERGY])
    scale = max(abs(enthalpy), abs(electrical), sum(abs(part) for part in heat.values()), 1.0)
    return abs(enthalpy - electrical - sum(heat.values())) / scale
