"""Impedance of a porous electrode in any state."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np

from brimstone._compile import ready
from brimstone.instrument._response import respond, room_for

_SHARE = 16  # least number of members per thread


class Response(NamedTuple):
    """Linear response of a porous electrode to a small current.

    Attributes
    ----------
    impedance : ndarray of complex (members, points)
        [ohm m2]
    ionic, electronic, reaction : ndarray (members,)
        Parts of the resistance at fixed local states [ohm m2]: the widths of the arcs of the spectrum, before
        conversion by the current matters.
    conductance : ndarray (members,)
        Of the reaction, averaged over the depth [S/m3].
    """

    impedance: np.ndarray
    ionic: np.ndarray
    electronic: np.ndarray
    reaction: np.ndarray
    conductance: np.ndarray


def electrode_response(
    functions: Sequence[Any],
    parameters: np.ndarray,
    profiles: np.ndarray,
    capacitance: np.ndarray | float,
    frequency: np.ndarray,
    current: np.ndarray | float = 0.0,
    contact: np.ndarray | float = 1.0,
) -> Response:
    """Linear response of a porous electrode about a state.

    Parameters
    ----------
    functions : sequence
        The model functions described in `brimstone.solver.interface`; the response excludes what the surroundings lose.
    parameters : ndarray (members, any)
    profiles : ndarray (members, 1 + states, nodes)
        Potential difference [V] and local states through the depth.
    capacitance : float or ndarray (members,)
        Double-layer capacitance per volume [F/m3].
    frequency : ndarray (points,)
        [Hz]
    current : float or ndarray (members,)
        Direct current in this state, discharge positive [A/m2].
    contact : float or ndarray (members,)
        Left in this state of the contact that the parameters are for [-].

    Notes
    -----
    With F the rates of the local states and the balance of charge of each node, and M one for the states and the
    capacitance for the balance, (i w M - dF/dy) dy = dF/dI, and Z = -(dV/dy dy + dV/dI). The two rails of ions and
    electrons make it the transmission line of de Levie (doi:10.1016/0013-4686(63)80042-0) with the reactions of the
    model between them. Each volume is a line of its own with the closed form, so that the result does not depend
    on how deep the current goes.
    """
    parameters = np.ascontiguousarray(np.atleast_2d(parameters), dtype=float)
    profiles = np.ascontiguousarray(profiles, dtype=float)
    members = len(profiles)
    currents, capacitances, contacts = (
        np.ascontiguousarray(np.broadcast_to(values, members), dtype=float)
        for values in (current, capacitance, contact)
    )
    omega = 2.0 * np.pi * np.ascontiguousarray(frequency, dtype=float)
    impedance, parts = np.empty((members, omega.size), dtype=complex), np.empty((members, 4))

    def respond_for(some: slice) -> None:
        room = room_for(functions[1], profiles.shape[1] - 1, profiles.shape[2])
        respond(
            room.address, parameters[some], contacts[some], profiles[some], currents[some], capacitances[some],
            omega, True, impedance[some], parts[some],
        )  # fmt: skip

    ready(respond)
    share = max(_SHARE, -(-members // (os.cpu_count() or 1)))
    if share >= members:
        respond_for(slice(0, members))
    else:
        with ThreadPoolExecutor() as pool:
            list(pool.map(respond_for, [slice(first, first + share) for first in range(0, members, share)]))
    return Response(impedance, *parts.T)
