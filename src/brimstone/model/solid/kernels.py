"""A composite sulfur cathode with a single-ion electrolyte: the equations as the solver reads them.

Laws stand in `brimstone.physics`, the constants that each takes in `processes`. Here they are put in an order that a
processor likes: one loop a process, few arrays at a time, so that it works on several nodes at once.
"""

from brimstone._compile import compilable, node_function
from brimstone.model.solid import processes
from brimstone.model.solid.parameters import Parameter as P
from brimstone.model.solid.parameters import State as S
from brimstone.physics.conversion import (
    activated_rate,
    activated_rate_slopes,
    charge_hindrance,
    charge_hindrance_slope,
    contact_left,
    contact_thinned,
    conversion_drive,
    film_blocking,
    sulfur_film_rate,
    sulfur_film_rate_slopes,
    turnover_rate,
)
from brimstone.physics.damage import conversion_in_reach, damage_rate
from brimstone.physics.electrolyte_redox import (
    couple_rates,
    couple_rates_slopes,
    dead_share,
    left_to_open,
    left_to_open_slope,
    opening_rate,
    opening_rate_slopes,
    reformed_share,
    spending_rate,
)
from brimstone.physics.film import activation_guess, activation_near, activation_refined
from brimstone.physics.pressure import stress_voltage, stress_voltage_slope
from brimstone.physics.thermodynamics import own_curve, own_curve_slope
from brimstone.physics.transport import blocked_resistivity, constriction
from brimstone.solver.interface import JACOBIAN, RATES, RESIST


@compilable
def _activate(y, p, theta, rate, hindrance):
    """Leave the drive of the conversion in its row of rates, and what its activation makes of it in two others.

    In several loops: few arrays at a time, so that the compiler works on several nodes at once, and chains of
    operations short enough that the processor begins those of the next nodes meanwhile.
    """
    nodes, equilibrium = y.shape[1], processes.equilibrium(p)
    film_discharge, film_charge, growth = processes.films(p)
    growth /= theta
    wear, covering, isolation, charge_exchange = p[P.wear], p[P.covering], p[P.isolation], p[P.charge_exchange]
    oxidation_dead, reduction_dead = p[P.oxidation_dead], p[P.reduction_dead]
    drive, film, grown, shrunk = (
        rate[S.conversion],
        rate[S.reduced],
        rate[S.oxidised],
        rate[S.opened_by_oxidation],
    )
    share, thinned = rate[S.opened_by_reduction], rate[S.damage]
    for k in range(nodes):
        share[k] = conversion_in_reach(y[1 + S.conversion, k], isolation, y[1 + S.damage, k])
        drive[k] = conversion_drive(y[0, k], share[k], *equilibrium)
    if processes.has_curve(p):
        b, own = p[P.half_inverse_thermal_voltage], processes.curve(p)
        for k in range(nodes):
            drive[k] += b * own_curve(share[k], own)
    if p[P.stress_rigid] > 0.0:
        b, pressing = p[P.half_inverse_thermal_voltage], processes.stress(p)
        for k in range(nodes):
            drive[k] -= b * stress_voltage(share[k], *pressing)
    for k in range(nodes):
        dead = dead_share(
            y[1 + S.opened_by_oxidation, k],
            y[1 + S.opened_by_reduction, k],
            y[1 + S.spent, k],
            oxidation_dead,
            reduction_dead,
        )
        thinned[k] = contact_thinned(y[1 + S.turnover, k], wear, dead, covering, y[1 + S.damage, k])
    for k in range(nodes):
        film[k] = film_blocking(
            drive[k], share[k], y[1 + S.sulfur_film, k], film_discharge, film_charge, growth * thinned[k], hindrance[k],
            charge_exchange,
        )  # fmt: skip
    for k in range(nodes):
        grown[k] = activation_guess(drive[k], film[k])
    for k in range(nodes):
        shrunk[k] = activation_near(grown[k], drive[k], film[k])
    for k in range(nodes):
        grown[k], shrunk[k] = activation_refined(shrunk[k], drive[k], film[k])


@compilable
def _resist(y, p, theta, rho):
    """Fill the resistivities [ohm m]."""
    nodes = y.shape[1]
    fresh, dilution, blocking = p[P.ionic_resistivity] * constriction(theta), p[P.ionic_dilution], p[P.blocking]
    for k in range(nodes):
        opened = y[1 + S.opened_by_oxidation, k] + y[1 + S.opened_by_reduction, k]
        rho[0, k] = blocked_resistivity(fresh, dilution, y[1 + S.conversion, k], blocking, opened, y[1 + S.damage, k])
    fresh, dilution = p[P.electronic_resistivity], p[P.electronic_dilution]
    for k in range(nodes):
        rho[1, k] = blocked_resistivity(fresh, dilution, y[1 + S.conversion, k], 0.0, 0.0, 0.0)


@node_function(RESIST)
def resist(y, p, theta, rho):
    """Fill the resistivities [ohm m]."""
    _resist(y, p, theta, rho)


@node_function(RATES)
def rates(y, p, theta, rate, rho):
    """Fill the rates of the local states [1/s] and the resistivities [ohm m]."""
    nodes = y.shape[1]
    activation = barrier, _ = processes.activation_of_charge(p)
    charge_exchange = p[P.charge_exchange]
    constant, isolation = p[P.conversion_rate] * theta, p[P.isolation]
    # The hindrance of charge waits in the row of the turnover.
    if barrier > 0.0:
        for k in range(nodes):
            rate[S.turnover, k] = charge_hindrance(y[1 + S.turnover, k], *activation)
    else:
        for k in range(nodes):
            rate[S.turnover, k] = 1.0
    _activate(y, p, theta, rate, rate[S.turnover])
    for k in range(nodes):
        own = constant / (rate[S.damage, k] * (1.0 + isolation * y[1 + S.damage, k]))
        rate[S.conversion, k] = activated_rate(
            rate[S.oxidised, k], rate[S.opened_by_oxidation, k], rate[S.conversion, k], rate[S.opened_by_reduction, k],
            own, rate[S.turnover, k], charge_exchange,
        )  # fmt: skip
    onset, damage = p[P.damage_onset], p[P.damage_rate]
    for k in range(nodes):
        rate[S.turnover, k] = turnover_rate(rate[S.conversion, k])
        rate[S.damage, k] = damage_rate(y[1 + S.conversion, k], rate[S.conversion, k], onset, damage)
        rate[S.sulfur_film, k] = sulfur_film_rate(rate[S.conversion, k], y[1 + S.sulfur_film, k])
    oxidation, reduction, couples = processes.oxidation(p), processes.reduction(p), processes.couples(p)
    oxidation_dead, reduction_dead, covering = p[P.oxidation_dead], p[P.reduction_dead], p[P.covering]
    by_oxidation, by_reduction, spent = y[1 + S.opened_by_oxidation], y[1 + S.opened_by_reduction], y[1 + S.spent]
    spending = p[P.spending]
    for k in range(nodes):
        dead = dead_share(by_oxidation[k], by_reduction[k], spent[k], oxidation_dead, reduction_dead)
        left = left_to_open(by_oxidation[k], by_reduction[k], dead, covering)
        rate[S.opened_by_oxidation, k] = opening_rate(y[0, k], by_oxidation[k], left, *oxidation)
        rate[S.opened_by_reduction, k] = opening_rate(y[0, k], by_reduction[k], left, *reduction)
    for k in range(nodes):
        oxidised, reduced = y[1 + S.oxidised, k], y[1 + S.reduced, k]
        dead = dead_share(by_oxidation[k], by_reduction[k], spent[k], oxidation_dead, reduction_dead)
        reformed = reformed_share(oxidised, reduced, by_oxidation[k], by_reduction[k], dead)
        oxidises, reduces = couple_rates(y[0, k], oxidised, reduced, reformed, *couples)
        rate[S.oxidised, k] = (1.0 - oxidation_dead) * rate[S.opened_by_oxidation, k] + oxidises
        rate[S.reduced, k] = (1.0 - reduction_dead) * rate[S.opened_by_reduction, k] + reduces
        rate[S.spent, k] = spending_rate(oxidises, reduces, spending)
    _resist(y, p, theta, rho)


@compilable
def _electrolyte(y, p, rate, rate_y):
    """Fill rates and derivatives of the electrolyte's own redox."""
    nodes, o, r = y.shape[1], S.opened_by_oxidation, S.opened_by_reduction
    oxidation, reduction, couples = processes.oxidation(p), processes.reduction(p), processes.couples(p)
    oxidation_dead, reduction_dead, covering = p[P.oxidation_dead], p[P.reduction_dead], p[P.covering]
    oxidation_alive, reduction_alive, spending = 1.0 - oxidation_dead, 1.0 - reduction_dead, p[P.spending]
    for k in range(nodes):
        by_oxidation, by_reduction = y[1 + o, k], y[1 + r, k]
        dead = dead_share(by_oxidation, by_reduction, y[1 + S.spent, k], oxidation_dead, reduction_dead)
        left = left_to_open(by_oxidation, by_reduction, dead, covering)
        left_o = left_to_open_slope(left, dead, covering, oxidation_dead)
        left_r = left_to_open_slope(left, dead, covering, reduction_dead)
        left_b = -left * covering / (1.0 + covering * dead)
        rate[o, k], rate_y[o, 0, k], own, by_left = opening_rate_slopes(y[0, k], by_oxidation, left, *oxidation)
        rate_y[o, 1 + o, k] = own + by_left * left_o
        rate_y[o, 1 + r, k] = by_left * left_r
        rate_y[o, 1 + S.spent, k] = by_left * left_b
        rate[r, k], rate_y[r, 0, k], own, by_left = opening_rate_slopes(y[0, k], by_reduction, left, *reduction)
        rate_y[r, 1 + o, k] = by_left * left_o
        rate_y[r, 1 + r, k] = own + by_left * left_r
        rate_y[r, 1 + S.spent, k] = by_left * left_b
    for k in range(nodes):
        oxidised, reduced = y[1 + S.oxidised, k], y[1 + S.reduced, k]
        dead = dead_share(y[1 + o, k], y[1 + r, k], y[1 + S.spent, k], oxidation_dead, reduction_dead)
        reformed = reformed_share(oxidised, reduced, y[1 + o, k], y[1 + r, k], dead)
        oxidises, oxidises_v, oxidises_m, oxidises_a, reduces, reduces_v, reduces_m, reduces_c = couple_rates_slopes(
            y[0, k], oxidised, reduced, reformed, *couples
        )
        rate[S.oxidised, k] = oxidation_alive * rate[o, k] + oxidises
        rate_y[S.oxidised, 0, k] = oxidation_alive * rate_y[o, 0, k] + oxidises_v
        rate_y[S.oxidised, 1 + S.oxidised, k] = oxidises_a - oxidises_m
        rate_y[S.oxidised, 1 + S.reduced, k] = -oxidises_m
        rate_y[S.oxidised, 1 + o, k] = oxidation_alive * (rate_y[o, 1 + o, k] + oxidises_m)
        rate_y[S.oxidised, 1 + r, k] = oxidation_alive * rate_y[o, 1 + r, k] + reduction_alive * oxidises_m
        rate_y[S.oxidised, 1 + S.spent, k] = oxidation_alive * rate_y[o, 1 + S.spent, k] - oxidises_m
        rate[S.reduced, k] = reduction_alive * rate[r, k] + reduces
        rate_y[S.reduced, 0, k] = reduction_alive * rate_y[r, 0, k] + reduces_v
        rate_y[S.reduced, 1 + S.oxidised, k] = -reduces_m
        rate_y[S.reduced, 1 + S.reduced, k] = reduces_c - reduces_m
        rate_y[S.reduced, 1 + o, k] = reduction_alive * rate_y[r, 1 + o, k] + oxidation_alive * reduces_m
        rate_y[S.reduced, 1 + r, k] = reduction_alive * (rate_y[r, 1 + r, k] + reduces_m)
        rate_y[S.reduced, 1 + S.spent, k] = reduction_alive * rate_y[r, 1 + S.spent, k] - reduces_m
        back, forth = -spending * (oxidises < 0.0), -spending * (reduces < 0.0)
        by_reformed = back * oxidises_m + forth * reduces_m
        rate[S.spent, k] = spending_rate(oxidises, reduces, spending)
        rate_y[S.spent, 0, k] = back * oxidises_v + forth * reduces_v
        rate_y[S.spent, 1 + S.oxidised, k] = back * oxidises_a - by_reformed
        rate_y[S.spent, 1 + S.reduced, k] = forth * reduces_c - by_reformed
        rate_y[S.spent, 1 + o, k] = oxidation_alive * by_reformed
        rate_y[S.spent, 1 + r, k] = reduction_alive * by_reformed
        rate_y[S.spent, 1 + S.spent, k] = -by_reformed


@node_function(JACOBIAN)
def jacobian(y, p, theta, rate, rho, rate_y, rho_w, rate_theta, rho_theta):
    """Fill what `rates` fills, and what of its derivatives by the state and by the contact is not zero."""
    nodes, o, r = y.shape[1], S.opened_by_oxidation, S.opened_by_reduction
    activation = barrier, _ = processes.activation_of_charge(p)
    charge_exchange = p[P.charge_exchange]
    _, slope, step, b = processes.equilibrium(p)
    film_discharge, film_charge, growth = processes.films(p)
    growth /= theta
    constant, wear, covering, isolation = p[P.conversion_rate] * theta, p[P.wear], p[P.covering], p[P.isolation]
    oxidation_dead, reduction_dead = p[P.oxidation_dead], p[P.reduction_dead]
    # The hindrance of charge and its slope wait in two rows of the turnover.
    if barrier > 0.0:
        for k in range(nodes):
            turnover = y[1 + S.turnover, k]
            rate_y[S.turnover, 0, k] = charge_hindrance(turnover, *activation)
            rate_y[S.turnover, 1 + S.turnover, k] = charge_hindrance_slope(turnover, *activation)
    else:
        for k in range(nodes):
            rate_y[S.turnover, 0, k] = 1.0
            rate_y[S.turnover, 1 + S.turnover, k] = 0.0
    hindrance = rate_y[S.turnover, 0]
    _activate(y, p, theta, rate, hindrance)
    # The slope of the plateau waits in a third.
    slopes = rate_y[S.turnover, 1 + S.conversion]
    for k in range(nodes):
        slopes[k] = slope
    if processes.has_curve(p):
        own = processes.curve(p)
        for k in range(nodes):
            slopes[k] = slope - own_curve_slope(rate[r, k], own)
    if p[P.stress_rigid] > 0.0:
        pressing = processes.stress(p)
        for k in range(nodes):
            slopes[k] += stress_voltage_slope(rate[r, k], *pressing)
    onset, damages = p[P.damage_onset], p[P.damage_rate]
    for k in range(nodes):
        share, turnover, damage = y[1 + S.conversion, k], y[1 + S.turnover, k], y[1 + S.damage, k]
        dead = dead_share(y[1 + o, k], y[1 + r, k], y[1 + S.spent, k], oxidation_dead, reduction_dead)
        isolated = 1.0 + isolation * damage
        area = contact_left(turnover, wear, dead, covering, damage)
        converts, by_potential, by_extent, by_film, by_growth, by_hindrance = activated_rate_slopes(
            rate[S.oxidised, k], rate[o, k], rate[S.conversion, k], rate[r, k],
            constant * area / isolated, slopes[k], step, b, y[1 + S.sulfur_film, k], film_discharge, film_charge,
            growth / area, hindrance[k], charge_exchange,
        )  # fmt: skip
        by_shrinking = by_growth * growth / area - converts
        by_dead = by_shrinking * covering / (1.0 + covering * dead)
        by_turnover = (
            by_shrinking * wear / (1.0 + wear * turnover) + by_hindrance * rate_y[S.turnover, 1 + S.turnover, k]
        )
        by_damage = by_shrinking / (1.0 + damage) + isolation * (by_extent * share - converts / isolated)
        by_share = by_extent * isolated
        rate_y[S.conversion, 0, k] = by_potential
        rate_y[S.conversion, 1 + S.conversion, k] = by_share
        rate_y[S.conversion, 1 + o, k] = by_dead * oxidation_dead
        rate_y[S.conversion, 1 + r, k] = by_dead * reduction_dead
        rate_y[S.conversion, 1 + S.spent, k] = by_dead
        rate_y[S.conversion, 1 + S.turnover, k] = by_turnover
        rate_y[S.conversion, 1 + S.damage, k] = by_damage
        rate_y[S.conversion, 1 + S.sulfur_film, k] = by_film
        rate_theta[S.conversion, k] = -by_shrinking / theta
        rate[S.conversion, k] = converts
    for k in range(nodes):
        converts = rate[S.conversion, k]
        charges = 1.0 * (converts < 0.0)
        rate[S.turnover, k] = turnover_rate(converts)
        rate_theta[S.turnover, k] = -charges * rate_theta[S.conversion, k]
        rate_y[S.turnover, 0, k] = -charges * rate_y[S.conversion, 0, k]
        rate_y[S.turnover, 1 + S.conversion, k] = -charges * rate_y[S.conversion, 1 + S.conversion, k]
        rate_y[S.turnover, 1 + o, k] = -charges * rate_y[S.conversion, 1 + o, k]
        rate_y[S.turnover, 1 + r, k] = -charges * rate_y[S.conversion, 1 + r, k]
        rate_y[S.turnover, 1 + S.spent, k] = -charges * rate_y[S.conversion, 1 + S.spent, k]
        rate_y[S.turnover, 1 + S.turnover, k] = -charges * rate_y[S.conversion, 1 + S.turnover, k]
        rate_y[S.turnover, 1 + S.damage, k] = -charges * rate_y[S.conversion, 1 + S.damage, k]
        rate_y[S.turnover, 1 + S.sulfur_film, k] = -charges * rate_y[S.conversion, 1 + S.sulfur_film, k]
    for k in range(nodes):
        converts, share = rate[S.conversion, k], y[1 + S.conversion, k]
        excess = (share > onset) * (share - onset)
        discharges = damages * excess * excess * (converts > 0.0)
        rate[S.damage, k] = damage_rate(share, converts, onset, damages)
        rate_theta[S.damage, k] = discharges * rate_theta[S.conversion, k]
        rate_y[S.damage, 0, k] = discharges * rate_y[S.conversion, 0, k]
        rate_y[S.damage, 1 + S.conversion, k] = discharges * rate_y[
            S.conversion, 1 + S.conversion, k
        ] + 2.0 * damages * excess * converts * (converts > 0.0)
        rate_y[S.damage, 1 + o, k] = discharges * rate_y[S.conversion, 1 + o, k]
        rate_y[S.damage, 1 + r, k] = discharges * rate_y[S.conversion, 1 + r, k]
        rate_y[S.damage, 1 + S.spent, k] = discharges * rate_y[S.conversion, 1 + S.spent, k]
        rate_y[S.damage, 1 + S.turnover, k] = discharges * rate_y[S.conversion, 1 + S.turnover, k]
        rate_y[S.damage, 1 + S.damage, k] = discharges * rate_y[S.conversion, 1 + S.damage, k]
        rate_y[S.damage, 1 + S.sulfur_film, k] = discharges * rate_y[S.conversion, 1 + S.sulfur_film, k]
    f = S.sulfur_film
    for k in range(nodes):
        follows, own = sulfur_film_rate_slopes(rate[S.conversion, k], y[1 + f, k])
        rate[f, k] = sulfur_film_rate(rate[S.conversion, k], y[1 + f, k])
        rate_theta[f, k] = follows * rate_theta[S.conversion, k]
        rate_y[f, 0, k] = follows * rate_y[S.conversion, 0, k]
        rate_y[f, 1 + S.conversion, k] = follows * rate_y[S.conversion, 1 + S.conversion, k]
        rate_y[f, 1 + o, k] = follows * rate_y[S.conversion, 1 + o, k]
        rate_y[f, 1 + r, k] = follows * rate_y[S.conversion, 1 + r, k]
        rate_y[f, 1 + S.spent, k] = follows * rate_y[S.conversion, 1 + S.spent, k]
        rate_y[f, 1 + S.turnover, k] = follows * rate_y[S.conversion, 1 + S.turnover, k]
        rate_y[f, 1 + S.damage, k] = follows * rate_y[S.conversion, 1 + S.damage, k]
        rate_y[f, 1 + f, k] = follows * rate_y[S.conversion, 1 + f, k] + own
    _electrolyte(y, p, rate, rate_y)
    _resist(y, p, theta, rho)
    dilution, blocking = p[P.ionic_dilution], p[P.blocking]
    for k in range(nodes):
        resistivity = rho[0, k]
        rho_theta[0, k] = -0.5 * resistivity / theta
        opened = 2.0 * blocking * resistivity / (1.0 - blocking * (y[1 + o, k] + y[1 + r, k]))
        rho_w[0, S.conversion, k] = resistivity * dilution / (1.0 + dilution * y[1 + S.conversion, k])
        rho_w[0, o, k] = opened
        rho_w[0, r, k] = opened
        rho_w[0, S.damage, k] = 2.0 * resistivity / (1.0 + y[1 + S.damage, k])
    dilution = p[P.electronic_resistivity] * p[P.electronic_dilution]
    for k in range(nodes):
        rho_w[1, S.conversion, k] = dilution
