"""What goes in comes out: charge, lithium, sulfur and energy of a run, as relative errors."""

from collections.abc import Sequence

import numpy as np

from brimstone.constants import FARADAY
from brimstone.model.cathode_model import CathodeModel
from brimstone.physics.stoichiometry import ELECTRONS_PER_SULFUR
from brimstone.result import Curve, Losses

_LEAST_CHARGE = 1.0  # [C/m2]; a step that passes less is balanced against this

_BOOLE = np.array([7.0, 32.0, 12.0, 32.0, 7.0]) / 90.0


def integrate_recorded(time: np.ndarray, values: np.ndarray) -> float:
    """Integral over the recorded points: start, then quarters of each time step (Boole's rule, exact to order five).

    A step of several stretches has the start of each twice.
    """
    total, start = 0.0, 0
    for twice in np.flatnonzero(np.diff(time) == 0.0):
        if (twice - start) % 4 == 0:
            total += _panels(time[start : twice + 1], values[start : twice + 1])
            start = int(twice) + 1
    return total + _panels(time[start:], values[start:])


def _panels(time: np.ndarray, values: np.ndarray) -> float:
    panels = (time.size - 1) // 4
    total = 0.0
    if panels:
        starts = 4 * np.arange(panels)
        groups = values[starts[:, None] + np.arange(5)]
        total = float((groups @ _BOOLE) @ (time[starts + 4] - time[starts]))
    return total


def energy_error(curve: Curve, losses: Losses, delivered: float) -> float:
    """Free energy released, less what was delivered and lost, over the larger of them."""
    work = integrate_recorded(curve.time, losses.redox_work)
    lost = integrate_recorded(curve.time, losses.dissipation)
    scale = max(abs(delivered), abs(losses.released), abs(lost), _LEAST_CHARGE)  # a volt times the least charge
    return abs(losses.released + work - lost - delivered) / scale


def lithium_error(
    equations: CathodeModel,
    parameters: np.ndarray,
    profiles: Sequence[np.ndarray],
    charges: Sequence[float],
    moles: float,
) -> float:
    """Lithium that the cathode took up against what came through the circuit, over the run's throughput.

    `moles` is the reachable sulfur [mol/m2], counted from its mass and not from its charge. What polysulfides took
    from the anode by themselves did not come through the circuit.
    """
    thickness = parameters[equations.parameters["thickness"]]
    charge = equations.charges(parameters)
    others = [place for place in range(charge.size) if place not in equations.of_sulfur]
    worst, throughput = 0.0, 0.0
    for profile, passed in zip(profiles, charges, strict=True):
        ends = profile[[0, -1]]
        taken = (ends[1, 1:] - ends[0, 1:]).mean(axis=1)
        sulfur = np.diff((equations.conversion(ends) - equations.from_anode(ends)).mean(axis=1))[0]
        lithium = ELECTRONS_PER_SULFUR * moles * sulfur + thickness * (charge[others] @ taken[others]) / FARADAY
        throughput = max(throughput, abs(passed) / FARADAY)
        worst = max(worst, abs(lithium - passed / FARADAY))
    return float(worst / max(throughput, _LEAST_CHARGE / FARADAY))


def electrolyte_error(
    equations: CathodeModel,
    parameters: np.ndarray,
    profiles: Sequence[np.ndarray],
    charges: Sequence[float],
    stock: tuple[float, float],
) -> float:
    """How far the electrolyte is from what was weighed in, whatever its reactions have booked.

    Every share of it lies between nothing and all, they add up to all, and by its formula it has taken up the charge
    that passed and that sulfur did not take.

    Parameters
    ----------
    equations, parameters, profiles, charges
        As of `lithium_error`.
    stock : tuple of float
        Charge of all accessible electrolyte oxidised, and reduced, from masses and formulas [C/m2].
    """
    thickness = parameters[equations.parameters["thickness"]]
    sulfur = equations.charges(parameters)[list(equations.of_sulfur)]
    worst, missing, throughput = 0.0, 0.0, _LEAST_CHARGE
    for profile, passed in zip(profiles, charges, strict=True):
        shares = equations.electrolyte(parameters, profile)
        if not shares:
            return 0.0
        worst = max(worst, -min(float(part.min()) for part in shares.values()))
        worst = max(worst, float(np.max(np.abs(sum(shares.values()) - 1.0))))
        ends = profile[[0, -1]]
        oxidised, reduced = (np.diff(shares[name][[0, -1]].mean(axis=1))[0] for name in ("oxidised", "reduced"))
        held = stock[1] * reduced - stock[0] * oxidised
        places = [1 + state for state in equations.of_sulfur]
        held += thickness * float(sulfur @ np.diff(ends[:, places].mean(axis=2), axis=0)[0])
        throughput = max(throughput, abs(passed))
        missing = max(missing, abs(held - passed))
    return float(max(worst, missing / throughput))


def sulfur_error(equations: CathodeModel, profiles: Sequence[np.ndarray], reachable: float, total: float) -> float:
    """Sulfur in all that it is in, and out of reach, against what was weighed in, over the latter.

    Parameters
    ----------
    equations : CathodeModel
    profiles : sequence of ndarray
        Of each step.
    reachable : float
        Share of the active material that takes part, by its charge.
    total : float
        What was weighed in, over what the charge of the active material stands for.
    """
    worst = 0.0
    for profile in profiles:
        parts = sum(np.maximum(part.mean(axis=1), 0.0) for part in equations.held(profile).values())
        held = reachable * parts + (1.0 - reachable)
        worst = max(worst, float(np.max(np.abs(held - total))))
    return worst / total
