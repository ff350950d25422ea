"""The surroundings as the solver reads them: laws of `brimstone.physics` put together, with their derivatives.

Each law comes with its derivatives; where only the value is asked for, the compiler leaves the others out. No law
branches, so that PyBaMM's symbols pass through them, too.
"""

from typing import Any, NamedTuple

from brimstone._compile import compilable, node_function
from brimstone.model.surroundings.parameters import Around as Q
from brimstone.model.surroundings.parameters import State as Z
from brimstone.physics.anode import charge_transfer_overpotential, charge_transfer_slope
from brimstone.physics.elementary import exp
from brimstone.physics.positive import positive_part, positive_slope
from brimstone.solver.interface import (
    BY_CURRENT,
    BY_FIRST,
    BY_SWELLING,
    FIRST_RATE,
    LOSS,
    SURROUND,
    SURROUND_SLOPES,
    THETA,
)

_M = len(Z)
_EMPTY, _PARTED, _SHORTED = FIRST_RATE + _M, FIRST_RATE + _M + 1, FIRST_RATE + _M + 2
_BEND = 1e5  # [Pa]; how far above zero the pressure of a parting stack bends
_LITTLE = 1e3  # [C/m2]; scale of what is left in an anode that is nearly empty
_FOLLOWING = 1.0 / 60.0  # [1/s]; how fast the record of the highest pressure follows


@compilable
def pores_filled(swelling, q):
    """What of the swelling since assembly the pores have taken [m], and its derivative."""
    share, pores = 1.0 - q[Q.into_thickness], q[Q.pores]
    left = exp(-share * (swelling > 0.0) * swelling / pores)
    return share * (swelling <= 0.0) * swelling + pores * (1.0 - left), share * left


@compilable
def stack_pressure(swelling, z, q):
    """Pressure of the stack [Pa], and its derivatives by swelling, charge, relaxed pressure and what flowed out."""
    swollen = swelling - q[Q.fresh_swelling]
    filled, filling = pores_filled(swollen, q)
    growth = swollen - filled + q[Q.anode_growth] * z[Z.charge] - z[Z.flowed]
    elastic = q[Q.initial_pressure] + q[Q.stiffness] * growth - z[Z.relaxed]
    slope = positive_slope(elastic, _BEND)
    stiffness = slope * q[Q.stiffness]
    return (
        positive_part(elastic, _BEND),
        stiffness * (1.0 - filling),
        stiffness * q[Q.anode_growth],
        -slope,
        -stiffness,
    )


@compilable
def inner_contact(pressure, z, q):
    """Contact inside the cathode, and its derivatives by the pressure and by the highest one felt."""
    made, scale, open_share = q[Q.cathode_made], q[Q.contact_pressure], 1.0 - q[Q.wetted]
    above = z[Z.highest] - made
    highest = made + positive_part(above, _BEND)
    retained, recovery = q[Q.retained], q[Q.recovery]
    now, before = exp(-pressure / scale), exp(-highest / scale)
    held = 1.0 - recovery * (1.0 - pressure / highest)
    contact = retained * (1.0 - before) * held + (1.0 - retained) * (1.0 - now)
    by_pressure = retained * (1.0 - before) * recovery / highest + (1.0 - retained) * now / scale
    by_record = retained * (before / scale * held - (1.0 - before) * recovery * pressure / (highest * highest))
    return (
        1.0 - open_share * (1.0 - contact),
        open_share * by_pressure,
        open_share * by_record * positive_slope(above, _BEND),
    )


class Followed(NamedTuple):
    """What follows from the states of the surroundings.

    Attributes
    ----------
    loss : float
        Voltage lost outside the cathode [V].
    theta : float
        Contact left inside the cathode of the one as assembled.
    rates : tuple
        Of the states, in their order.
    pressure : float
        Of the stack [Pa].
    pores_filled : float
        Volume of the cathode's pores per area that swelling took since assembly [m].
    lithium : float
        Left in the anode [C/m2].
    """

    loss: Any
    theta: Any
    rates: Any
    pressure: Any
    pores_filled: Any
    lithium: Any


@compilable
def lithium_left(z, q):
    """Lithium left in the anode [C/m2]."""
    return q[Q.lithium] - z[Z.charge] - q[Q.lithium_density] * z[Z.flowed]


@compilable
def follow(swelling, current, z, q):
    """What follows from swelling, current and the states of the surroundings, by the laws of physics."""
    pressure, _, _, _, _ = stack_pressure(swelling, z, q)
    filled, _ = pores_filled(swelling - q[Q.fresh_swelling], q)
    contact, _, _ = inner_contact(pressure, z, q)
    b, exchange_current = q[Q.half_inverse_thermal_voltage], q[Q.anode_exchange_current]
    loss = charge_transfer_overpotential(current, exchange_current, b) + current * q[Q.series_resistance]
    relaxes = q[Q.relaxation_rate] * (q[Q.relaxing_share] * pressure - z[Z.relaxed])
    follows = _FOLLOWING * positive_part(pressure - z[Z.highest], _BEND)
    flows = q[Q.flowing] * positive_part(pressure - q[Q.flow_pressure], _BEND)
    theta = contact / q[Q.assembled_contact]
    return Followed(loss, theta, (current, relaxes, follows, flows), pressure, filled, lithium_left(z, q))


@compilable
def _fill(swelling, current, z, q, out):
    followed = follow(swelling, current, z, q)
    out[LOSS], out[THETA] = followed.loss, followed.theta
    for state in range(_M):
        out[FIRST_RATE + state] = followed.rates[state]
    out[_EMPTY] = followed.lithium / _LITTLE if current > 0.0 else 1.0
    out[_PARTED] = out[_SHORTED] = 1.0


@node_function(SURROUND)
def surround(swelling, current, z, q, out):
    """Fill loss, contact, rates of the states and values of the events."""
    _fill(swelling, current, z, q, out)


@node_function(SURROUND_SLOPES)
def surround_slopes(swelling, current, z, q, out, by):
    """Fill what `surround` fills, and its derivatives; entries that are always zero stay so."""
    _fill(swelling, current, z, q, out)
    pressure, by_swelling, by_charge, by_relaxed, by_flowed = stack_pressure(swelling, z, q)
    _, contact_by_pressure, contact_by_record = inner_contact(pressure, z, q)
    charge, relaxed, highest = BY_FIRST + Z.charge, BY_FIRST + Z.relaxed, BY_FIRST + Z.highest
    flowed = BY_FIRST + Z.flowed
    b, exchange_current = q[Q.half_inverse_thermal_voltage], q[Q.anode_exchange_current]
    by[LOSS, BY_CURRENT] = charge_transfer_slope(current, exchange_current, b) + q[Q.series_resistance]
    by_pressure = contact_by_pressure / q[Q.assembled_contact]
    by[THETA, BY_SWELLING] = by_pressure * by_swelling
    by[THETA, charge] = by_pressure * by_charge
    by[THETA, relaxed] = by_pressure * by_relaxed
    by[THETA, flowed] = by_pressure * by_flowed
    by[THETA, highest] = contact_by_record / q[Q.assembled_contact]
    by[FIRST_RATE + Z.charge, BY_CURRENT] = 1.0
    relaxes = q[Q.relaxation_rate] * q[Q.relaxing_share]
    follows = _FOLLOWING * positive_slope(pressure - z[Z.highest], _BEND)
    flows = q[Q.flowing] * positive_slope(pressure - q[Q.flow_pressure], _BEND)
    shares = (FIRST_RATE + Z.relaxed, relaxes), (FIRST_RATE + Z.highest, follows), (FIRST_RATE + Z.flowed, flows)
    for rate, share in shares:
        by[rate, BY_SWELLING] = share * by_swelling
        by[rate, charge] = share * by_charge
        by[rate, relaxed] = share * by_relaxed
        by[rate, flowed] = share * by_flowed
    by[FIRST_RATE + Z.relaxed, relaxed] -= q[Q.relaxation_rate]
    by[FIRST_RATE + Z.highest, highest] = -follows
