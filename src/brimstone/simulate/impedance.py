"""Impedance of the members of a cell at the states they are in."""

import math
from collections.abc import Mapping, Sequence
from math import nan

import numpy as np

from brimstone._records import nominal, record
from brimstone.instrument.impedance import Response, electrode_response
from brimstone.instrument.moving_response import State, moving_response
from brimstone.model.capacitance import Arc, Capacitances
from brimstone.model.derive import DerivedCell
from brimstone.model.surroundings import Around
from brimstone.result.figures import INTERVAL, Figure
from brimstone.result.impedance import THROUGH_CATHODE, Element, Impedance, Rails
from brimstone.result.resistance import INTERFACES
from brimstone.simulate.outside import followed, slope_outside
from brimstone.solver.ensemble import Surroundings

_WAYS: Mapping[str, str] = {
    "ionic path": "ions through the cathode",
    "electronic path": THROUGH_CATHODE,
    "charge transfer": "reactions in the cathode",
}


@record
class Reached:
    """Where the members of a cell stand in a protocol.

    Attributes
    ----------
    profiles : ndarray (members, 1 + states, nodes)
    contact : ndarray (members,)
        Left inside the cathode of the contact as assembled [-].
    outside : ndarray (members,)
        What has been added outside the cathode since assembly, to a small change of the current [ohm m2].
    voltage : ndarray (members,)
        [V]
    valid : ndarray of bool (members,)
        Members that got there.
    """

    profiles: np.ndarray
    contact: np.ndarray
    outside: np.ndarray
    voltage: np.ndarray
    valid: np.ndarray


def reached_by(
    around: Surroundings, final: np.ndarray, ends: np.ndarray, voltage: np.ndarray, valid: np.ndarray
) -> Reached:
    """Where members stand whose last step has ended.

    Parameters
    ----------
    around : Surroundings
    final : ndarray (members, 1 + states, nodes)
    ends : ndarray (members, 1 + states of the surroundings)
        Swelling and surroundings at the end, as the solver writes them.
    voltage : ndarray (members,)
        [V]
    valid : ndarray of bool (members,)
    """
    start = np.concatenate([around.parameters[:, [Around.fresh_swelling]], around.initial], axis=1)
    outside = slope_outside(around, ends, 0.0) - slope_outside(around, start, 0.0)
    return Reached(final, np.broadcast_to(followed(around, ends).theta, len(ends)), outside, voltage, valid)


def impedance_of(
    cell: DerivedCell,
    stored: Capacitances,
    reached: Reached,
    frequency: np.ndarray,
    label: str = "impedance",
    step: int = 0,
    current: float = 0.0,
) -> Impedance:
    """Impedance of the members of a cell at the states they are in.

    Parameters
    ----------
    cell : DerivedCell
    stored : Capacitances
        With the direct `current`.
    reached : Reached
    frequency : ndarray (points,)
        [Hz]
    label : str
    step : int
    current : float
        Direct current that flows meanwhile [A/m2].
    """
    profiles, valid = reached.profiles, reached.valid
    response, whole = whole_response(cell, stored, reached, frequency, current)
    arcs = [(arc, peak_of(arc)) for arc in stored.arcs]
    nothing, ideal = np.zeros(len(profiles)), np.ones(len(profiles))
    if np.any(reached.outside != 0.0):
        arcs.append((Arc("anode", "what changed at the anode and the contacts", reached.outside, nothing, ideal), nan))
        whole = whole + reached.outside[:, None]
    # The reaction and its double layers in parallel, which the line approaches along the ions' way where it carries
    # all depths.
    reaction, both = response.conductance, response.ionic + response.electronic
    charged = stored.cathode * cell.parameter("thickness")
    times = {"charge transfer": stored.cathode / np.maximum(reaction, 1e-30), "ionic path": both * charged}
    for part in ("ionic path", "electronic path", "charge transfer"):
        resistance = {"ionic path": response.ionic, "electronic path": response.electronic}.get(part, response.reaction)
        time = nominal(times[part]) if part in times else math.nan
        plain = Arc(part, _WAYS[part], resistance, nothing, ideal)
        arcs.append((plain, 1.0 / (2.0 * math.pi * time) if time > 0.0 else math.nan))
    taken = Taken(label, step, frequency, reached.voltage, valid, float(cell.equations.conversion(profiles[0]).mean()))
    return spectrum(taken, whole, arcs, _rails(cell, stored, reached, response))


@record
class Taken:
    """Where and how a spectrum was taken.

    Attributes
    ----------
    label : str
        In the words of the recipe.
    step : int
        Place of the recipe's step, from 0.
    frequency : ndarray (points,)
        [Hz]
    voltage : ndarray (members,)
        [V]
    valid : ndarray of bool (members,)
        Members that got there.
    conversion : float
        Of the cathode, nominal; NaN of a cell without one.
    """

    label: str
    step: int
    frequency: np.ndarray
    voltage: np.ndarray
    valid: np.ndarray
    conversion: float = nan


def spectrum(
    taken: Taken, whole: np.ndarray, arcs: Sequence[tuple[Arc, float]], rails: Rails | None = None
) -> Impedance:
    """The spectrum of all members, with its intervals and what it is made of.

    Parameters
    ----------
    taken : Taken
    whole : ndarray of complex (members, points)
        [ohm m2]
    arcs : sequence of (Arc, float)
        What it is made of, each with the frequency of its top [Hz].
    rails : Rails, optional
    """
    valid, nothing = taken.valid, np.zeros(len(whole))
    elements = [
        Element(arc.part, arc.name, Figure.of(arc.resistance, valid, "ohm m2"), peak)
        for arc, peak in sorted(arcs, key=lambda one: -one[1] if math.isfinite(one[1]) else 0.0)
    ]
    others = whole[1:][valid[1:]]
    low = high = least = most = None
    if len(others):
        (low, high), (below, above), (least, most) = (
            np.quantile(part, INTERVAL, axis=0) for part in (others.real, others.imag, np.abs(others))
        )
        low, high = low + 1j * below, high + 1j * above
    highest = int(np.argmax(taken.frequency))
    return Impedance(
        label=taken.label,
        step=taken.step,
        voltage=Figure.of(taken.voltage, valid, "V"),
        conversion=taken.conversion,
        frequency=taken.frequency,
        impedance=whole[0],
        low=low,
        high=high,
        low_magnitude=least,
        high_magnitude=most,
        elements=tuple(elements),
        ohmic=Figure.of(whole[:, highest].real, valid, "ohm m2"),
        resistance=Figure.of(np.sum([arc.resistance for arc, _ in arcs], axis=0), valid, "ohm m2"),
        interfaces={
            name: Figure.of(
                np.sum([nothing, *(arc.resistance for arc, _ in arcs if arc.part in kind.parts)], axis=0),
                valid,
                "ohm m2",
            )
            for name, kind in INTERFACES.items()
        },
        rails=rails,
    )


def _rails(cell: DerivedCell, stored: Capacitances, reached: Reached, response: Response) -> Rails:
    """The nominal cathode as a uniform line."""
    p = cell.equations.at_contact(cell.parameters[0], reached.contact[0])
    thickness = nominal(cell.parameter("thickness"))
    ionic, electronic = (
        thickness * float(np.mean(part)) for part in cell.equations.resistivities(p, reached.profiles[0])
    )
    conductance = thickness * nominal(response.conductance)
    return Rails(
        ionic, electronic, 1.0 / conductance if conductance > 0.0 else math.inf, thickness * nominal(stored.cathode)
    )


def whole_response(
    cell: DerivedCell, stored: Capacitances, reached: Reached, frequency: np.ndarray, current: float = 0.0
) -> tuple[Response, np.ndarray]:
    """Response of the cathodes of all members, and impedance of their whole cells [ohm m2], (members, points)."""
    response = electrode_response(
        cell.equations.functions, cell.parameters, reached.profiles, stored.cathode, frequency, current, reached.contact
    )
    functions, fields = cell.equations.functions, cell.equations.fields
    if fields is not None:
        omega = 2.0 * np.pi * np.asarray(frequency)
        states = zip(cell.parameters, reached.profiles, stored.cathode, reached.contact, strict=True)
        for member, (p, y, capacitance, contact) in enumerate(states):
            of = State(p, y, current, capacitance, contact)
            response.impedance[member] += moving_response(functions.jacobian, fields, of, omega)
    return response, response.impedance + sum(arc.impedance(frequency) for arc in stored.arcs)


def peak_of(arc: Arc) -> float:
    """At which an arc is highest, nominal [Hz]."""
    time = nominal(arc.resistance * arc.capacitance)
    return 1.0 / (2.0 * math.pi * time) if time > 0.0 else math.nan
