"""The voltage of a member split into its losses, at every recorded point."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from brimstone.model.cathode_model import CathodeModel
from brimstone.result.losses import Losses
from brimstone.result.outside import Outside


def losses(
    equations: CathodeModel,
    parameters: Sequence[Any],
    outside: Outside,
    dry: float,
    profile: np.ndarray,
    current: np.ndarray,
) -> Losses:
    """Split the voltage of one member at every recorded point.

    Parameters
    ----------
    equations : CathodeModel
    parameters : sequence
        Of the member, see `CathodeModel.parameters`, at the contact it has at each point.
    outside : Outside
        What happens around the cathode, at the same points.
    dry : float
        Resistance of a part of the cathode that ions do not get into [ohm m2].
    profile : ndarray (points, 1 + states, nodes)
    current : ndarray (points,)
        [A/m2]
    """
    reactions = equations.reactions(parameters, profile, current)
    powers = _on_the_way(equations, parameters, outside, dry, profile, current) | dict(reactions.dissipated)
    return Losses(
        volts=_volts({**powers, **reactions.exchanged}, current),
        equilibrium=reactions.equilibrium,
        released=reactions.released,
        redox_work=reactions.work,
        dissipation=np.sum(list(powers.values()), axis=0),
    )


def _on_the_way(
    equations: CathodeModel,
    p: Sequence[Any],
    outside: Outside,
    dry: float,
    profile: np.ndarray,
    current: np.ndarray,
) -> dict[str, np.ndarray]:
    """Power lost to conduction and at the anode [W/m2], by the names of `brimstone.model.LOSSES`."""
    columns = equations.parameters
    h, potential = p[columns["thickness"]] / profile.shape[2], profile[:, 0]
    ionic, electronic = equations.resistivities(p, profile)
    face_ionic = 0.5 * h * (ionic[:, 1:] + ionic[:, :-1])
    face_electronic = 0.5 * h * (electronic[:, 1:] + electronic[:, :-1])
    whole = current[:, None]
    through = (np.diff(potential, axis=1) + whole * face_electronic) / (face_electronic + face_ionic)
    square = current * current
    return {
        "anode": current * outside.anode_loss,
        "electrolyte layer": current * outside.series_loss - square * dry,
        "contacts": current * outside.contact_loss,
        "ionic path": (through**2 * face_ionic).sum(axis=1) + square * 0.5 * h * ionic[:, 0],
        "electronic path": ((whole - through) ** 2 * face_electronic).sum(axis=1)
        + square * (0.5 * h * electronic[:, -1] + dry),
    }


def _volts(powers: Mapping[str, np.ndarray], current: np.ndarray) -> dict[str, np.ndarray]:
    magnitude = np.where(current == 0.0, np.inf, np.abs(current))
    return {name: power / magnitude for name, power in powers.items()}
