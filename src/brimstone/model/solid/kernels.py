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
    turnover_rate,
)
from brimstone.physics.electrolyte_redox import (
    branch_rate,
    branch_rate_slopes,
    interphase_rate,
    interphase_rate_slopes,
)
from brimstone.physics.film import activation_guess, activation_near, activation_refined
from brimstone.physics.transport import blocked_resistivity, constriction
from brimstone.solver.interface import JACOBIAN, RATES


@compilable
def _activate(y, p, theta, rate, hindrance):
    """Leave the drive of the conversion in its row of rates, and what its activation makes of it in two others.

    In several loops: few arrays at a time, so that the compiler works on several nodes at once, and chains of
    operations short enough that the processor begins those of the next nodes meanwhile.
    """
    nodes, equilibrium = y.shape[1], processes.equilibrium(p)
    film_discharge, film_charge, growth = processes.films(p)
    wear, area_loss = p[P.wear], p[P.interphase_area_loss]
    drive, film, grown, shrunk = rate[S.conversion], rate[S.reduction], rate[S.oxidation], rate[S.interphase]
    for k in range(nodes):
        drive[k] = conversion_drive(y[0, k], y[1 + S.conversion, k], *equilibrium)
    for k in range(nodes):
        thinned = contact_thinned(y[1 + S.turnover, k], wear, y[1 + S.interphase, k], area_loss)
        film[k] = film_blocking(
            drive[k], y[1 + S.conversion, k], film_discharge, film_charge, growth / theta * thinned, hindrance[k]
        )
    for k in range(nodes):
        grown[k] = activation_guess(drive[k], film[k])
    for k in range(nodes):
        shrunk[k] = activation_near(grown[k], drive[k], film[k])
    for k in range(nodes):
        grown[k], shrunk[k] = activation_refined(shrunk[k], drive[k], film[k])


@node_function(RATES)
def rates(y, p, theta, rate, rho):
    """Fill the rates of the local states [1/s] and the resistivities [ohm m]."""
    nodes = y.shape[1]
    activation = barrier, _, charge_exchange = processes.activation_of_charge(p)
    constant, wear, area_loss = p[P.conversion_rate] * theta, p[P.wear], p[P.interphase_area_loss]
    # The hindrance of charge waits in the row of the turnover.
    if barrier > 0.0:
        for k in range(nodes):
            rate[S.turnover, k] = charge_hindrance(y[1 + S.turnover, k], *activation)
    else:
        for k in range(nodes):
            rate[S.turnover, k] = charge_exchange
    _activate(y, p, theta, rate, rate[S.turnover])
    for k in range(nodes):
        area = contact_left(y[1 + S.turnover, k], wear, y[1 + S.interphase, k], area_loss)
        rate[S.conversion, k] = activated_rate(
            rate[S.oxidation, k], rate[S.interphase, k], rate[S.conversion, k], y[1 + S.conversion, k], constant * area,
            rate[S.turnover, k],
        )  # fmt: skip
    for k in range(nodes):
        rate[S.turnover, k] = turnover_rate(rate[S.conversion, k])
    branch = processes.reduction(p)
    for k in range(nodes):
        rate[S.reduction, k] = branch_rate(y[0, k], y[1 + S.reduction, k], *branch)
    branch = processes.oxidation(p)
    for k in range(nodes):
        rate[S.oxidation, k] = branch_rate(y[0, k], y[1 + S.oxidation, k], *branch)
    interphase_growth = processes.interphase_growth(p)
    for k in range(nodes):
        rate[S.interphase, k] = interphase_rate(y[0, k], y[1 + S.interphase, k], *interphase_growth)
    fresh, dilution = p[P.ionic_resistivity] * constriction(theta), p[P.ionic_dilution]
    blocking, cracking = p[P.interphase_blocking], p[P.cracking]
    for k in range(nodes):
        rho[0, k] = blocked_resistivity(
            fresh, dilution, y[1 + S.conversion, k], blocking, y[1 + S.interphase, k], cracking, y[1 + S.turnover, k]
        )
    fresh, dilution = p[P.electronic_resistivity], p[P.electronic_dilution]
    for k in range(nodes):
        rho[1, k] = blocked_resistivity(fresh, dilution, y[1 + S.conversion, k], 0.0, 0.0, 0.0, 0.0)


@node_function(JACOBIAN)
def jacobian(y, p, theta, rate, rho, rate_y, rho_w, rate_theta, rho_theta):
    """Fill what `rates` fills, and what of its derivatives by the state and by the contact is not zero."""
    nodes = y.shape[1]
    activation = barrier, _, charge_exchange = processes.activation_of_charge(p)
    _, slope, step, b = processes.equilibrium(p)
    film_discharge, film_charge, growth = processes.films(p)
    constant, wear, area_loss = p[P.conversion_rate] * theta, p[P.wear], p[P.interphase_area_loss]
    growth /= theta
    # The hindrance of charge and its slope wait in two rows of the turnover.
    if barrier > 0.0:
        for k in range(nodes):
            turnover = y[1 + S.turnover, k]
            rate_y[S.turnover, 0, k] = charge_hindrance(turnover, *activation)
            rate_y[S.turnover, 1 + S.turnover, k] = charge_hindrance_slope(turnover, *activation)
    else:
        for k in range(nodes):
            rate_y[S.turnover, 0, k] = charge_exchange
            rate_y[S.turnover, 1 + S.turnover, k] = 0.0
    hindrance = rate_y[S.turnover, 0]
    _activate(y, p, theta, rate, hindrance)
    for k in range(nodes):
        interphase, turnover = y[1 + S.interphase, k], y[1 + S.turnover, k]
        area = contact_left(turnover, wear, interphase, area_loss)
        converts, by_potential, by_extent, by_growth, by_hindrance = activated_rate_slopes(
            rate[S.oxidation, k], rate[S.interphase, k], rate[S.conversion, k], y[1 + S.conversion, k],
            constant * area, slope, step, b, film_discharge, film_charge, growth / area, hindrance[k],
        )  # fmt: skip
        by_shrinking = by_growth * growth / area - converts
        by_interphase = by_shrinking * area_loss / (1.0 + area_loss * interphase)
        by_turnover = (
            by_shrinking * wear / (1.0 + wear * turnover) + by_hindrance * rate_y[S.turnover, 1 + S.turnover, k]
        )
        rate_y[S.conversion, 0, k] = by_potential
        rate_y[S.conversion, 1 + S.conversion, k] = by_extent
        rate_y[S.conversion, 1 + S.interphase, k] = by_interphase
        rate_y[S.conversion, 1 + S.turnover, k] = by_turnover
        rate[S.conversion, k] = converts
        rate[S.turnover, k] = turnover_rate(converts)
        charges = 1.0 * (converts < 0.0)
        rate_y[S.turnover, 0, k] = -charges * by_potential
        rate_y[S.turnover, 1 + S.conversion, k] = -charges * by_extent
        rate_y[S.turnover, 1 + S.interphase, k] = -charges * by_interphase
        rate_y[S.turnover, 1 + S.turnover, k] = -charges * by_turnover
        rate_theta[S.conversion, k] = -by_shrinking / theta
        rate_theta[S.turnover, k] = charges * by_shrinking / theta
    branch = processes.reduction(p)
    for k in range(nodes):
        rate[S.reduction, k], by_potential, by_extent = branch_rate_slopes(y[0, k], y[1 + S.reduction, k], *branch)
        rate_y[S.reduction, 0, k] = by_potential
        rate_y[S.reduction, 1 + S.reduction, k] = by_extent
    branch = processes.oxidation(p)
    for k in range(nodes):
        rate[S.oxidation, k], by_potential, by_extent = branch_rate_slopes(y[0, k], y[1 + S.oxidation, k], *branch)
        rate_y[S.oxidation, 0, k] = by_potential
        rate_y[S.oxidation, 1 + S.oxidation, k] = by_extent
    interphase_growth = processes.interphase_growth(p)
    for k in range(nodes):
        rate[S.interphase, k], by_potential, by_extent = interphase_rate_slopes(
            y[0, k], y[1 + S.interphase, k], *interphase_growth
        )
        rate_y[S.interphase, 0, k] = by_potential
        rate_y[S.interphase, 1 + S.interphase, k] = by_extent
    fresh, dilution = p[P.ionic_resistivity] * constriction(theta), p[P.ionic_dilution]
    blocking, cracking = p[P.interphase_blocking], p[P.cracking]
    for k in range(nodes):
        share, interphase, turnover = y[1 + S.conversion, k], y[1 + S.interphase, k], y[1 + S.turnover, k]
        resistivity = blocked_resistivity(fresh, dilution, share, blocking, interphase, cracking, turnover)
        rho[0, k] = resistivity
        rho_theta[0, k] = -0.5 * resistivity / theta
        rho_w[0, S.conversion, k] = resistivity * dilution / (1.0 + dilution * share)
        rho_w[0, S.interphase, k] = resistivity * blocking / (1.0 + blocking * interphase)
        rho_w[0, S.turnover, k] = resistivity * 2.0 * cracking / (1.0 + cracking * turnover)
    fresh, dilution = p[P.electronic_resistivity], p[P.electronic_dilution]
    for k in range(nodes):
        rho[1, k] = blocked_resistivity(fresh, dilution, y[1 + S.conversion, k], 0.0, 0.0, 0.0, 0.0)
        rho_w[1, S.conversion, k] = fresh * dilution
