"""The surroundings as the solver reads them: the laws put together, with their derivatives."""

from typing import Any, NamedTuple

from brimstone._compile import compilable, node_function
from brimstone.model.surroundings import laws
from brimstone.model.surroundings.laws import FOLLOWING
from brimstone.model.surroundings.parameters import Around as Q
from brimstone.model.surroundings.parameters import State as Z
from brimstone.physics.anode import charge_transfer_overpotential, charge_transfer_slope
from brimstone.physics.positive import positive_part, positive_slope
from brimstone.physics.salt import FASTER
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
_EMPTY, _PARTED, _SHORTED, _PRESSURE = (FIRST_RATE + _M + place for place in range(4))
_LITTLE = 1e3  # [C/m2]; scale of what is left in an anode that is nearly empty
_LOST = 0.01  # share of the contact as assembled that is called none


@compilable
def assembled(q):
    """Contact inside the cathode, of the anode and of the cathode's interface, and the collector's resistance.

    As assembled, from the laws that act where pressure changes.
    """
    pressure = q[Q.initial_pressure]
    return (
        laws.inner_contact(pressure, pressure, q)[0],
        laws.anode_contact(pressure, pressure, q)[0],
        laws.separator_contact(pressure, pressure, q)[0],
        laws.collector_contact(pressure, pressure, q)[0],
    )


class Followed(NamedTuple):
    """What follows from the states of the surroundings.

    Attributes
    ----------
    rates : tuple
        Of the states, in their order.
    theta : float
        Contact left inside the cathode of the one as assembled.
    pressure : float
        Of the stack [Pa].
    pores_filled : float
        Volume of the cathode's pores per area that swelling took since assembly [m].
    lithium : float
        Left in the anode [C/m2].
    anode_contact : float
        Share of the area in contact between anode and electrolyte.
    anode, series, contacts : float
        Voltage lost at the anode, in the separator and what else is in series, at the cathode's contacts [V].
    """

    rates: Any
    theta: Any
    pressure: Any
    pores_filled: Any
    lithium: Any
    anode_contact: Any
    anode: Any
    series: Any
    contacts: Any

    @property
    def loss(self) -> Any:
        """Voltage lost outside the cathode [V]."""
        return self.anode + self.series + self.contacts


@compilable
def follow(swelling, current, z, q):
    """What follows from swelling, current and the states of the surroundings."""
    elastic, _ = laws.elastic_pressure(swelling, z, q)
    pressure, _ = laws.stack_pressure(elastic, q)
    filled, _ = laws.pores_filled(swelling - q[Q.fresh_swelling], q)
    inner, _, _ = laws.inner_contact(pressure, z[Z.highest], q)
    pressed, _, _ = laws.anode_contact(pressure, z[Z.highest], q)
    joined, _, _ = laws.separator_contact(pressure, z[Z.highest], q)
    parted, _ = laws.touching(elastic, q)
    full, _ = laws.voided(z[Z.voids], q)
    lithium = laws.lithium_left(swelling, z, q)
    covered, _, gives, _ = laws.covered(lithium, q)
    contact = pressed * parted * full * covered
    kinetics = charge_transfer_overpotential(current, q[Q.anode_exchange_current], q[Q.half_inverse_thermal_voltage])
    at_anode = (q[Q.anode_full] + q[Q.interphase_resistance] * z[Z.interphase] + q[Q.anode_column]) / contact
    depleted, _, _ = laws.depletion(current, z[Z.charge], q)
    alloy, _ = laws.alloy_potential(lithium, q)
    shifted, _ = laws.pressure_loss(pressure, q)
    collector, _, _ = laws.collector_contact(pressure, z[Z.highest], q)
    at_cathode = (q[Q.separator_full] + q[Q.column]) / joined - q[Q.column] + q[Q.contact_series]
    supply, _ = laws.creep_supply(pressure, q)
    rates = (
        current,
        q[Q.relaxation_rate] * (q[Q.relaxing_share] * pressure - z[Z.relaxed]),
        FOLLOWING * positive_part(pressure - z[Z.highest], laws.BEND),
        q[Q.flowing] * positive_part(pressure - q[Q.flow_pressure], laws.BEND),
        laws.interphase_speed(z[Z.interphase], gives, q)[0] + laws.reacting(current, z[Z.interphase], q)[0],
        laws.void_rate(current, supply, z[Z.voids], q)[0],
        laws.crack_rate(current, pressure, contact, q)[0],
        q[Q.corrosion] / (2.0 * z[Z.film] + q[Q.collector_resistance]),
        *laws.salt_rates(current, z, q),
    )
    return Followed(
        rates,
        inner / q[Q.assembled_contact],
        pressure,
        filled,
        lithium,
        contact,
        kinetics + current * (at_anode - q[Q.anode_column] + q[Q.anode_series]) + depleted + alloy + shifted,
        current * (q[Q.series_resistance] + q[Q.film_inside] * z[Z.film]) + laws.salt_loss(z, q)[0],
        current * (at_cathode + collector + (1.0 - q[Q.film_inside]) * z[Z.film]),
    )


@compilable
def fill(swelling, current, z, q, out):
    """Fill loss, contact, rates of the states, values of the events and the pressure."""
    then = follow(swelling, current, z, q)
    out[LOSS], out[THETA] = then.anode + then.series + then.contacts, then.theta
    out[FIRST_RATE + Z.charge], out[FIRST_RATE + Z.relaxed] = then.rates[0], then.rates[1]
    out[FIRST_RATE + Z.highest], out[FIRST_RATE + Z.flowed] = then.rates[2], then.rates[3]
    out[FIRST_RATE + Z.interphase], out[FIRST_RATE + Z.voids] = then.rates[4], then.rates[5]
    out[FIRST_RATE + Z.crack], out[FIRST_RATE + Z.film] = then.rates[6], then.rates[7]
    out[FIRST_RATE + Z.salt_slow], out[FIRST_RATE + Z.salt_middle] = then.rates[8], then.rates[9]
    out[FIRST_RATE + Z.salt_fast] = then.rates[10]
    strips = current > 0.0
    out[_EMPTY] = then.lithium / _LITTLE if strips else 1.0
    out[_PARTED] = then.anode_contact / q[Q.anode_contact] - _LOST if strips else 1.0
    out[_SHORTED] = 1.0 - z[Z.crack] / q[Q.separator_depth]
    out[_PRESSURE] = then.pressure


@node_function(SURROUND)
def surround(swelling, current, z, q, out):
    """Do what `fill` does."""
    fill(swelling, current, z, q, out)


@node_function(SURROUND_SLOPES)
def surround_slopes(swelling, current, z, q, out, by):
    """Do what `fill_slopes` does."""
    fill_slopes(swelling, current, z, q, out, by)


@compilable
def fill_slopes(swelling, current, z, q, out, by):
    """Fill what `fill` fills, and its derivatives; entries that are always zero stay so."""
    fill(swelling, current, z, q, out)
    elastic, by_swelling = laws.elastic_pressure(swelling, z, q)
    pressure, presses = laws.stack_pressure(elastic, q)
    by_charge, by_flowed = q[Q.stiffness] * q[Q.anode_growth], -q[Q.stiffness]
    by_relaxed = -1.0 * (q[Q.stiffness] > 0.0)
    at = BY_FIRST
    charge, relaxed, highest, flowed = at + Z.charge, at + Z.relaxed, at + Z.highest, at + Z.flowed
    interphase, voids = at + Z.interphase, at + Z.voids
    # contact inside the cathode
    _, inner_by_pressure, inner_by_record = laws.inner_contact(pressure, z[Z.highest], q)
    theta_by_elastic = inner_by_pressure * presses / q[Q.assembled_contact]
    by[THETA, highest] = inner_by_record / q[Q.assembled_contact]
    # contact of the anode, a product
    pressed, pressed_by_pressure, pressed_by_record = laws.anode_contact(pressure, z[Z.highest], q)
    parted, parted_by_elastic = laws.touching(elastic, q)
    full, full_by_voids = laws.voided(z[Z.voids], q)
    lithium = laws.lithium_left(swelling, z, q)
    covered, covered_by, gives, gives_by = laws.covered(lithium, q)
    contact = pressed * parted * full * covered
    contact_by_elastic = contact * (pressed_by_pressure * presses / pressed + parted_by_elastic / parted)
    contact_by_record = contact * pressed_by_record / pressed
    contact_by_voids = contact * full_by_voids / full
    contact_by_lithium = contact * covered_by / covered
    # voltage lost
    bare = q[Q.anode_full] + q[Q.interphase_resistance] * z[Z.interphase] + q[Q.anode_column]
    at_anode = bare / contact - q[Q.anode_column] + q[Q.anode_series]
    loss_by_contact = -current * bare / (contact * contact)
    _, depleted_by_current, depleted_by_charge = laws.depletion(current, z[Z.charge], q)
    _, alloy_by_lithium = laws.alloy_potential(lithium, q)
    joined, joined_by_pressure, joined_by_record = laws.separator_contact(pressure, z[Z.highest], q)
    across = q[Q.separator_full] + q[Q.column]
    collector, collector_by_pressure, collector_by_record = laws.collector_contact(pressure, z[Z.highest], q)
    at_cathode = across / joined - q[Q.column] + q[Q.contact_series] + collector + z[Z.film]
    by[LOSS, BY_CURRENT] = (
        charge_transfer_slope(current, q[Q.anode_exchange_current], q[Q.half_inverse_thermal_voltage])
        + at_anode
        + at_cathode
        + q[Q.series_resistance]
        + depleted_by_current
    )
    joins = -current * across / (joined * joined)
    loss_by_pressure = joins * joined_by_pressure + current * collector_by_pressure + laws.pressure_loss(pressure, q)[1]
    loss_by_elastic = loss_by_contact * contact_by_elastic + loss_by_pressure * presses
    loss_by_lithium = loss_by_contact * contact_by_lithium + alloy_by_lithium
    by[LOSS, highest] = loss_by_contact * contact_by_record + joins * joined_by_record + current * collector_by_record
    by[LOSS, interphase] = current * q[Q.interphase_resistance] / contact - loss_by_lithium
    by[LOSS, voids] = loss_by_contact * contact_by_voids
    by[LOSS, at + Z.film] = current
    _, by[LOSS, at + Z.salt_slow], by[LOSS, at + Z.salt_middle], by[LOSS, at + Z.salt_fast] = laws.salt_loss(z, q)
    slow, middle, fast = FASTER[0] * q[Q.salt_rate], FASTER[1] * q[Q.salt_rate], FASTER[2] * q[Q.salt_rate]
    by[FIRST_RATE + Z.salt_slow, BY_CURRENT], by[FIRST_RATE + Z.salt_slow, at + Z.salt_slow] = slow, -slow
    by[FIRST_RATE + Z.salt_middle, BY_CURRENT], by[FIRST_RATE + Z.salt_middle, at + Z.salt_middle] = middle, -middle
    by[FIRST_RATE + Z.salt_fast, BY_CURRENT], by[FIRST_RATE + Z.salt_fast, at + Z.salt_fast] = fast, -fast
    # rates
    row = FIRST_RATE
    by[row + Z.charge, BY_CURRENT] = 1.0
    relaxes = q[Q.relaxation_rate] * q[Q.relaxing_share] * presses
    follows = FOLLOWING * positive_slope(pressure - z[Z.highest], laws.BEND)
    flows = q[Q.flowing] * positive_slope(pressure - q[Q.flow_pressure], laws.BEND) * presses
    by[row + Z.highest, highest] = -follows
    _, speed_by_taken, speed_by_share = laws.interphase_speed(z[Z.interphase], gives, q)
    speed_by_lithium = speed_by_share * gives_by
    by_given, by_swollen = q[Q.given_by_charge], q[Q.given_by_swelling]
    by[row + Z.interphase, charge] = -speed_by_lithium * by_given
    by[row + Z.interphase, BY_SWELLING] = -speed_by_lithium * by_swollen
    by[row + Z.interphase, flowed] = -speed_by_lithium * q[Q.lithium_density]
    _, reacting_by_current, reacting_by_taken = laws.reacting(current, z[Z.interphase], q)
    by[row + Z.interphase, BY_CURRENT] = reacting_by_current
    by[row + Z.interphase, interphase] = speed_by_taken - speed_by_lithium + reacting_by_taken
    supply, supply_by_pressure = laws.creep_supply(pressure, q)
    _, voids_by_current, voids_by_supply, voids_by_voids = laws.void_rate(current, supply, z[Z.voids], q)
    voids_by_elastic = voids_by_supply * supply_by_pressure * presses
    by[row + Z.voids, BY_CURRENT] = voids_by_current
    by[row + Z.voids, voids] = voids_by_voids
    _, crack_by_current, crack_by_pressure, crack_by_contact = laws.crack_rate(current, pressure, contact, q)
    crack_by_elastic = crack_by_pressure * presses + crack_by_contact * contact_by_elastic
    crack_by_lithium = crack_by_contact * contact_by_lithium
    by[row + Z.crack, BY_CURRENT] = crack_by_current
    by[row + Z.crack, highest] = crack_by_contact * contact_by_record
    by[row + Z.crack, interphase] = -crack_by_lithium
    by[row + Z.crack, voids] = crack_by_contact * contact_by_voids
    hinders = 2.0 * z[Z.film] + q[Q.collector_resistance]
    by[row + Z.film, at + Z.film] = -2.0 * q[Q.corrosion] / (hinders * hinders)
    # what follows from the elastic pressure, by all that this follows from
    for place, by_elastic in (
        (LOSS, loss_by_elastic),
        (THETA, theta_by_elastic),
        (row + Z.relaxed, relaxes),
        (row + Z.highest, follows * presses),
        (row + Z.flowed, flows),
        (row + Z.voids, voids_by_elastic),
        (row + Z.crack, crack_by_elastic),
    ):
        by[place, BY_SWELLING] = by_elastic * by_swelling
        by[place, charge] = by_elastic * by_charge
        by[place, relaxed] = by_elastic * by_relaxed
        by[place, flowed] = by_elastic * by_flowed
    by[row + Z.relaxed, relaxed] -= q[Q.relaxation_rate]
    by[LOSS, charge] += depleted_by_charge - loss_by_lithium * by_given
    by[LOSS, BY_SWELLING] -= loss_by_lithium * by_swollen
    by[LOSS, flowed] -= loss_by_lithium * q[Q.lithium_density]
    by[row + Z.crack, charge] -= crack_by_lithium * by_given
    by[row + Z.crack, BY_SWELLING] -= crack_by_lithium * by_swollen
    by[row + Z.crack, flowed] -= crack_by_lithium * q[Q.lithium_density]
