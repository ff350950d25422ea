"""Heat that a run sets free, where it comes from, and how warm the cell would get."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from brimstone._records import record
from brimstone.model import solid
from brimstone.model.equations import GEL
from brimstone.physics.electrolyte_redox import branch_rate_slopes, interphase_rate
from brimstone.physics.heat import entropy_heat, warming
from brimstone.result.balances import integrate_recorded
from brimstone.result.losses import Losses
from brimstone.solver.interface import ENERGY
from brimstone.stack.thermal import Thermal

if TYPE_CHECKING:
    from brimstone.result.run import Step

_WH_CM2 = 3.6e7  # [J/m2]

#: Name of a source of heat -> what it is.
SOURCES: Mapping[str, str] = {
    "resistances": "all resistances and overpotentials of the cell",
    "entropy": "reversible heat of sulfur's conversion; negative where it cools",
    "electrolyte redox": "what the electrolyte's own redox and its interphase lose below their own equilibrium",
    "shuttle": "polysulfides that lithium reduces by itself",
}


@record
class StepHeat:
    """Heat of one step, nominal member.

    Attributes
    ----------
    label : str
    time, power : ndarray (points,)
        From the start of the step [s]; all heat [W/m2].
    heat : mapping of str to float
        By the names of `SOURCES` [J/m2].
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
    temperature = step.cell.temperature
    if step.cell.equations is GEL:
        return {
            "resistances": losses.dissipation,
            "entropy": entropy_heat(step.curve.current, temperature, entropy),
            "shuttle": -losses.redox_work,
        }
    p = step.cell.equations.named(step.cell.parameters[0])
    h = p["thickness"] / step.profile.shape[2]
    sulfur = h * solid.source_currents(p, step.profile)[0].sum(axis=1)
    return {
        "resistances": losses.dissipation,
        "entropy": entropy_heat(sulfur, temperature, entropy),
        "electrolyte redox": h * _redox(p, step.profile).sum(axis=1),
    }


def _redox(p: Mapping[str, float], profile: np.ndarray) -> np.ndarray:
    """Heat of the electrolyte's redox per volume [W/m3], (points, nodes)."""
    potential, _, reduction, oxidation, interphase, _ = (profile[:, row] for row in range(6))
    heat = np.zeros_like(potential)
    for name, sign, extent in (("reduction", 1.0, reduction), ("oxidation", -1.0, oxidation)):
        constants = solid.branch_constants(p, name, sign)
        rate = branch_rate_slopes(potential, extent, *constants)[0]
        at_midpoint, slope, _ = branch_rate_slopes(np.full_like(potential, constants[1]), extent, *constants)
        # At rest forward exp(-z) = backward exp(z); round-off may leave a hair less than nothing of either.
        both = -slope / constants[2]
        forward, backward = (np.maximum(0.5 * (both + way * at_midpoint), 1e-12 * both) for way in (1.0, -1.0))
        ratio = np.divide(forward, backward, out=np.ones_like(both), where=both > 0.0)
        rest = constants[1] + np.log(ratio) / (2.0 * constants[2])
        heat += p[f"{name}_charge"] * rate * (rest - potential)
    grown = p["interphase_rate"], p["interphase_onset"], p["interphase_half_inverse_width"]
    growth = p["interphase_charge"] * interphase_rate(potential, interphase, *grown)
    return np.asarray(heat + growth * (p["interphase_onset"] - potential))


def _error(step: "Step", losses: Losses, heat: Mapping[str, float], entropy: float) -> float:
    """How far the energy balance is from closed.

    What sulfur released by its states, and the electrolyte's redox by its work and its losses, against the heat and the
    electrical energy that the solver counted.
    """
    # Integrals over currents leave no more open than the solver's balance of charge.
    charge = -heat["entropy"] / (step.cell.temperature * entropy) if entropy else 0.0
    if step.cell.equations is not GEL:
        conversion = step.profile[[0, -1], 1 + solid.CONVERSION].mean(axis=1)
        whole = float(step.cell.parameter("conversion_charge")[0] * step.cell.composite.thickness[0])
        charge = whole * (conversion[1] - conversion[0])
    enthalpy = losses.released - charge * step.cell.temperature * entropy
    enthalpy += integrate_recorded(step.curve.time, losses.redox_work)
    enthalpy += heat.get("electrolyte redox", 0.0) + heat.get("shuttle", 0.0)
    electrical = float(step.outcomes[0, ENERGY])
    scale = max(abs(enthalpy), abs(electrical), sum(abs(part) for part in heat.values()), 1.0)
    return abs(enthalpy - electrical - sum(heat.values())) / scale
