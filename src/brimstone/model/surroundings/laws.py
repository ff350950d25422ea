"""Laws of the surroundings, each with its derivatives.

Constants come in rows of `Around`, states in those of `State`. Where only the value is asked for, the compiler leaves
the derivatives out. No law branches, so that PyBaMM's symbols pass through them, too.
"""

from brimstone._compile import compilable
from brimstone.model.surroundings.acting import acts
from brimstone.model.surroundings.parameters import Around as Q
from brimstone.model.surroundings.parameters import State as Z
from brimstone.physics import dendrites, wasting
from brimstone.physics.elementary import exp, log
from brimstone.physics.positive import positive_part, positive_slope
from brimstone.physics.salt import FASTER, log_concentration, log_concentration_slope

BEND = 1e5  # [Pa]; over which the pressure of a parting stack bends, or over that of assembly where it is lower
_LEAST_BEND = 1.0  # [Pa]; where nothing presses the stack
FOLLOWING = 1.0 / 60.0  # [1/s]; how fast the record of the highest pressure, and a flowing anode, follow
LEAST_CONTACT = 1e-4  # of an interface: without any its resistance would be infinite
_LEAST_INNER = 1e-6  # contact inside a cathode that nothing presses
_LEAST_VOIDED = 1e-3  # contact left where voids are all over
_BARE = 0.05  # share of an interface on which the first lithium is plated, and the last stripped
_GAP = 0.2  # of the critical current, over which cracks set in
_FELT = 1e3  # [Pa]; that a collector weighs
_SOON = 0.98  # share of the limiting current from which depletion goes on linearly


@compilable
def salt_left(z, q):
    """Concentration of the salt at the anode and in the cathode, over its mean."""
    slow, middle, fast = z[Z.salt_slow], z[Z.salt_middle], z[Z.salt_fast]
    return (
        1.0 + q[Q.anode_slow] * slow + q[Q.anode_middle] * middle + q[Q.anode_fast] * fast,
        1.0 - q[Q.cathode_slow] * slow - q[Q.cathode_middle] * middle - q[Q.cathode_fast] * fast,
    )


@compilable
def salt_loss(z, q):
    """Voltage that the profile of the salt takes [V], and its derivatives by its three parts."""
    if not acts(q[Q.salt_voltage]):
        return 0.0, 0.0, 0.0, 0.0
    anode, cathode = salt_left(z, q)
    by_anode, by_cathode = log_concentration_slope(anode), log_concentration_slope(cathode)
    return (
        q[Q.salt_voltage] * (log_concentration(anode) - log_concentration(cathode)),
        q[Q.salt_voltage] * (by_anode * q[Q.anode_slow] + by_cathode * q[Q.cathode_slow]),
        q[Q.salt_voltage] * (by_anode * q[Q.anode_middle] + by_cathode * q[Q.cathode_middle]),
        q[Q.salt_voltage] * (by_anode * q[Q.anode_fast] + by_cathode * q[Q.cathode_fast]),
    )


@compilable
def salt_rates(current, z, q):
    """Rates at which the three parts of the profile follow the current [A/(m2 s)]."""
    rate = q[Q.salt_rate]
    return (
        FASTER[0] * rate * (current - z[Z.salt_slow]),
        FASTER[1] * rate * (current - z[Z.salt_middle]),
        FASTER[2] * rate * (current - z[Z.salt_fast]),
    )


@compilable
def pores_filled(swelling, q):
    """What of the swelling since assembly the pores have taken [m], and its derivative."""
    share, pores = 1.0 - q[Q.into_thickness], q[Q.pores]
    left = exp(-share * (swelling > 0.0) * swelling / pores)
    return share * (swelling <= 0.0) * swelling + pores * (1.0 - left), share * left


@compilable
def anode_growth(swelling, z, q):
    """Change of the anode's thickness since assembly by the lithium that it gave [m].

    Where dissolved sulfur takes lithium from the anode without current, all that the sulfur holds came from there.
    """
    return q[Q.anode_growth] * z[Z.charge] + q[Q.anode_by_swelling] * (swelling - q[Q.fresh_swelling])


@compilable
def elastic_pressure(swelling, z, q):
    """Pressure of the stack as if plates could pull [Pa], and its derivative by swelling. :eq:`eq-stack-pressure`."""
    if not acts(q[Q.stiffness]):
        return q[Q.initial_pressure], 0.0
    swollen = swelling - q[Q.fresh_swelling]
    filled, filling = pores_filled(swollen, q)
    growth = swollen - filled + anode_growth(swelling, z, q) - z[Z.flowed]
    slope = q[Q.stiffness] * (1.0 - filling + q[Q.anode_by_swelling])
    return q[Q.initial_pressure] + q[Q.stiffness] * growth - z[Z.relaxed], slope


@compilable
def stack_pressure(elastic, q):
    """Pressure of the stack [Pa], and its derivative by the elastic one; as assembled it is that of assembly."""
    initial = q[Q.initial_pressure]
    gentle = (initial >= BEND) * BEND + (initial < BEND) * initial
    width = gentle + (gentle < _LEAST_BEND) * (_LEAST_BEND - gentle)
    return positive_part(elastic, width), positive_slope(elastic, width)


@compilable
def pressure_loss(pressure, q):
    """Voltage lost because the pressure is no more that of assembly [V], and its derivative.

    Solids that shrink on discharge give up the more free energy the harder they are pressed,
    :eq:`eq-pressure-coefficient`.
    """
    if not acts(q[Q.stiffness]):
        return 0.0, 0.0
    return q[Q.pressure_voltage] * (q[Q.initial_pressure] - pressure), -q[Q.pressure_voltage]


@compilable
def touching(elastic, q):
    """Share of an interface that parting layers leave, and its derivative by the elastic pressure."""
    if not acts(q[Q.parting]):
        return 1.0, 0.0
    left = (1.0 - LEAST_CONTACT) * exp(-q[Q.parting] * positive_part(-elastic, BEND))
    return LEAST_CONTACT + left, left * q[Q.parting] * positive_slope(-elastic, BEND)


@compilable
def highest_pressure(highest, made):
    """Highest pressure ever felt [Pa], `made` before assembly, and its derivative by that since assembly."""
    return made + positive_part(highest - made, BEND), positive_slope(highest - made, BEND)


@compilable
def inner_contact(pressure, highest_felt, q):
    """Contact inside the cathode, and its derivatives by the pressure and by the highest one since assembly.

    Equation :eq:`eq-contact-fraction`.
    """
    if not acts(q[Q.stiffness]):
        return q[Q.assembled_contact], 0.0, 0.0
    scale, open_share = q[Q.contact_pressure], 1.0 - q[Q.wetted]
    highest, by_felt = highest_pressure(highest_felt, q[Q.cathode_made])
    retained, recovery = q[Q.retained], q[Q.recovery]
    now, before = exp(-pressure / scale), exp(-highest / scale)
    held = 1.0 - recovery * (1.0 - pressure / highest)
    contact = retained * (1.0 - before) * held + (1.0 - retained) * (1.0 - now)
    by_pressure = retained * (1.0 - before) * recovery / highest + (1.0 - retained) * now / scale
    by_record = retained * (before / scale * held - (1.0 - before) * recovery * pressure / (highest * highest))
    inner = _LEAST_INNER + 1.0 - open_share * (1.0 - contact)
    return inner, open_share * by_pressure, open_share * by_record * by_felt


@compilable
def _layer_contact(pressure, highest_felt, open_share, scale, made, memory):
    highest, by_felt = highest_pressure(highest_felt, made)
    now, before = exp(-pressure / scale), exp(-highest / scale)
    contact = 1.0 - open_share * ((1.0 - memory) * now + memory * before) - LEAST_CONTACT
    slope = positive_slope(contact, LEAST_CONTACT) * open_share / scale
    return (
        LEAST_CONTACT + positive_part(contact, LEAST_CONTACT),
        slope * (1.0 - memory) * now,
        slope * memory * before * by_felt,
    )


@compilable
def anode_contact(pressure, highest_felt, q):
    """Contact of the anode without voids, and its derivatives by the pressure and by the highest one since assembly.

    Equations :eq:`eq-pressed-contact` and :eq:`eq-combined-contact`.
    """
    if not acts(q[Q.stiffness]):
        return q[Q.anode_pressed], 0.0, 0.0
    return _layer_contact(pressure, highest_felt, q[Q.anode_open], q[Q.anode_pressure], q[Q.anode_made], q[Q.memory])


@compilable
def separator_contact(pressure, highest_felt, q):
    """Contact of the cathode with the separator, and its derivatives, as of `anode_contact`."""
    if not acts(q[Q.stiffness]):
        return q[Q.separator_pressed], 0.0, 0.0
    return _layer_contact(
        pressure, highest_felt, q[Q.separator_open], q[Q.separator_pressure], q[Q.separator_made], q[Q.memory]
    )


@compilable
def voided(voids, q):
    """Share of the contact that voids leave, and its derivative."""
    left = 1.0 - voids / q[Q.void_depth]
    rest = 1.0 - _LEAST_VOIDED
    return _LEAST_VOIDED + rest * positive_part(left, 0.05), -rest * positive_slope(left, 0.05) / q[Q.void_depth]


@compilable
def lithium_left(swelling, z, q):
    """Lithium left in the anode [C/m2].

    Where dissolved sulfur takes lithium from the anode without current, what the sulfur holds counts, not the charge.
    """
    given = q[Q.given_by_charge] * z[Z.charge] + q[Q.given_by_swelling] * (swelling - q[Q.fresh_swelling])
    return q[Q.lithium] - given - z[Z.interphase] - q[Q.lithium_density] * z[Z.flowed]


@compilable
def covered(lithium, q):
    """Share of the interface that an anode with so little lithium covers, of what it gives, and their derivatives.

    Grains of an alloy or a host cover it themselves.
    """
    bare = _BARE + (1.0 - _BARE) * (q[Q.host_rise] > 0.0)
    some, by = positive_part(lithium, 0.1 * q[Q.thin]), positive_slope(lithium, 0.1 * q[Q.thin])
    share = some / (some + q[Q.thin])
    slope = by * q[Q.thin] / ((some + q[Q.thin]) * (some + q[Q.thin]))
    return bare + (1.0 - bare) * share, (1.0 - bare) * slope, share, slope


@compilable
def collector_contact(pressure, highest_felt, q):
    """Resistance of the collector's contact [ohm m2], and its derivatives. Equation :eq:`eq-metal-contact`."""
    if not acts(q[Q.stiffness]):
        return q[Q.assembled_collector], 0.0, 0.0
    highest, by_felt = highest_pressure(highest_felt, q[Q.cathode_made])
    felt = pressure + q[Q.memory] * (highest - pressure) + _FELT
    exponent = q[Q.collector_exponent]
    resistance = q[Q.collector_resistance] * exp(exponent * log((q[Q.collector_pressure] + _FELT) / felt))
    slope = -exponent * resistance / felt
    return resistance, slope * (1.0 - q[Q.memory]), slope * q[Q.memory] * by_felt


@compilable
def creep_supply(pressure, q):
    """Current that creep keeps in contact under the stack pressure [A/m2], and its derivative."""
    if not acts(q[Q.void_growth]):
        return 0.0, 0.0
    beyond = pressure - q[Q.creep_limit]
    presses = pressure - positive_part(beyond, 10.0 * BEND) + _FELT
    exponent = q[Q.creep_exponent]
    supply = q[Q.creep_current] * exp(exponent * log(presses / q[Q.creep_pressure]))
    return supply, exponent * supply / presses * (1.0 - positive_slope(beyond, 10.0 * BEND))


@compilable
def void_rate(current, supply, voids, q):
    """Growth of voids [m/s], and its derivatives by current, supply and voids.

    dv/dt = V/F [<i - i_c> - rho <-i> v/(v + 0.1 h) - i_c v/h]: what is stripped faster than creep follows leaves voids,
    a share rho of what is plated fills them where there are many, and creep closes them at all times.
    """
    if not acts(q[Q.void_growth]):
        return 0.0, 0.0, 0.0, 0.0
    volume, depth = q[Q.void_growth], q[Q.void_depth]
    excess, by_excess = positive_part(current - supply, 0.05), positive_slope(current - supply, 0.05)
    plated, by_plated = positive_part(-current, 0.05), positive_slope(-current, 0.05)
    some = 0.1 * depth
    filled = voids / (voids + some)
    by_filled = some / ((voids + some) * (voids + some))
    filling = q[Q.void_filling]
    return (
        volume * (excess - filling * plated * filled - supply * voids / depth),
        volume * (by_excess + filling * by_plated * filled),
        -volume * (by_excess + voids / depth),
        -volume * (filling * plated * by_filled + supply / depth),
    )


@compilable
def opening_current(pressure, contact, q):
    """Current that opens the flaws of the separator [A/m2], and its derivatives by pressure and contact.

    Equation :eq:`eq-opening-current`.
    """
    beyond = q[Q.crack_stress] - pressure
    room = positive_part(beyond, BEND)
    slope = q[Q.crack_current] * positive_slope(beyond, BEND)
    return q[Q.crack_current] * room * contact + q[Q.crack_least], -slope * contact, q[Q.crack_current] * room


@compilable
def squeezing(pressure, q):
    """Depth that the stack squeezes lithium into flaws by what is plated [m3/C], and its derivative.

    Equation :eq:`eq-squeezed-advance`.
    """
    if not acts(q[Q.crack_squeeze]):
        return 0.0, 0.0
    beyond = pressure - q[Q.crack_squeeze_limit]
    presses = pressure - positive_part(beyond, BEND) + _FELT
    exponent = q[Q.crack_exponent]
    advance = dendrites.squeezed_advance(presses, q[Q.crack_squeeze], q[Q.crack_squeeze_pressure], exponent)
    return advance, exponent * advance / presses * (1.0 - positive_slope(beyond, BEND))


@compilable
def crack_rate(current, pressure, contact, q):
    """Growth of a crack full of lithium [m/s], and its derivatives by current, pressure and contact.

    dx/dt = V/F <-i> [beta S((-i/i_crit - 1)/0.2) + beta_P (P/P_k)^m] + x0 <P/sigma - 1>, with a smooth step S from 0 to
    1: plating beyond the current that opens flaws drives it, plating under pressure squeezes lithium into flaws, and
    beyond what they bear the stack presses it into them without a current. A crack does not heal.
    """
    if not acts(q[Q.crack_growth]):
        return 0.0, 0.0, 0.0, 0.0
    growth, stress = q[Q.crack_growth], q[Q.crack_stress]
    plated, by_plated = positive_part(-current, 0.05), positive_slope(-current, 0.05)
    critical, critical_by_pressure, critical_by_contact = opening_current(pressure, contact, q)
    width = _GAP * critical + 1e-3
    u = (plated - critical) / width
    inside = 1.0 * (u > 0.0) * (u < 1.0)
    opens = 1.0 * (u >= 1.0) + inside * u * u * (3.0 - 2.0 * u)
    steep = inside * 6.0 * u * (1.0 - u) / width
    by_critical = -steep * (1.0 + _GAP * u)
    pressed = pressure / stress - 1.0
    flows, by_flows = positive_part(pressed, 0.01), positive_slope(pressed, 0.01)
    advance, advance_by_pressure = squeezing(pressure, q)
    return (
        plated * (growth * opens + advance) + q[Q.crack_creep] * flows,
        -by_plated * (growth * (opens + plated * steep) + advance),
        plated * (growth * by_critical * critical_by_pressure + advance_by_pressure)
        + q[Q.crack_creep] * by_flows / stress,
        growth * plated * by_critical * critical_by_contact,
    )


@compilable
def interphase_speed(interphase, share, q):
    """Lithium that the interphase takes [A/m2], and its derivatives by what it has and by the share that touches.

    Equation :eq:`eq-interphase-charge`, times the share of the area that has lithium.
    """
    if not acts(q[Q.interphase_grows]):
        return 0.0, 0.0, 0.0
    hinders = q[Q.interphase_reaction] + q[Q.interphase_diffusion] * interphase
    speed = q[Q.interphase_grows] / hinders
    return speed * share, -speed * share * q[Q.interphase_diffusion] / hinders, speed


@compilable
def reacting(current, taken, q):
    """Lithium that reacts with a solution as it is plated [A/m2], and its derivatives by current and by what has.

    A share of what is plated, less where there is LiNO3, which it uses up: equations :eq:`eq-protection` and
    :eq:`eq-stock-left`.
    """
    if not acts(q[Q.plated_loss]):
        return 0.0, 0.0, 0.0
    left = wasting.stock_left(taken, q[Q.nitrate_use])
    saved = q[Q.plated_loss] - q[Q.protected_loss]
    share = q[Q.plated_loss] - saved * wasting.protection(left, q[Q.nitrate_half])
    plated, by_plated = positive_part(-current, 0.05), positive_slope(-current, 0.05)
    by_left = wasting.protection_slope(left, q[Q.nitrate_half]) * wasting.stock_left_slope(taken, q[Q.nitrate_use])
    return share * plated, -share * by_plated, -saved * by_left * plated


@compilable
def alloy_potential(lithium, q):
    """Potential of an alloy above its plateau [V], and its derivative by the lithium left.

    It rises as exp(-Q/Q_e) when hardly any is left, and falls to that of lithium when the alloy is full: shapes are
    estimates.
    """
    if not acts(q[Q.host_rise]):
        return 0.0, 0.0
    edge, some = q[Q.host_edge], 1.0 * (lithium > 0.0)
    low = exp(-some * lithium / edge)
    rise = q[Q.host_rise] * (low - (1.0 - some) * lithium / edge)
    by_rise = -q[Q.host_rise] / edge * low
    width = 0.02 * q[Q.host_full]
    # not beyond what an exponential can take
    u = (lithium - q[Q.host_full]) / width
    bounded = 1.0 * (u > -40.0) * (u < 40.0)
    full = bounded / (1.0 + exp(-bounded * u)) + 1.0 * (u >= 40.0)
    return rise - q[Q.host_plateau] * full, by_rise - q[Q.host_plateau] * bounded * full * (1.0 - full) / width


@compilable
def depletion(current, charge, q):
    """Overpotential of an alloy whose surface is short of lithium [V], and its derivatives by current and charge.

    (RT/F) ln 1/(1 - i L/G) with a layer of depth L that has given its lithium, through which G/L can be supplied;
    linear beyond nearly all of that.
    """
    if not acts(q[Q.depleted_depth]):
        return 0.0, 0.0, 0.0
    given, by_given = positive_part(charge, 100.0), positive_slope(charge, 100.0)
    depth = q[Q.depleted_start] + q[Q.depleted_depth] * given
    supply, b = q[Q.depleted_supply], q[Q.half_inverse_thermal_voltage]
    share = current * depth / supply
    within = 1.0 * (share < _SOON)
    rest = 1.0 - within * share - (1.0 - within) * _SOON
    beyond = (1.0 - within) * (share - _SOON) / (1.0 - _SOON)
    slope = 0.5 / (b * rest)
    return (
        0.5 / b * (beyond - log(rest)),
        slope * depth / supply,
        slope * current * q[Q.depleted_depth] * by_given / supply,
    )
