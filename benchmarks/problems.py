"""What is solved: one discharge, as the engine reads it and as PyBaMM does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from tests.model import cells
from tests.solver import reference_problem

from brimstone.model.solid import SOLID, Parameter, processes
from brimstone.model.surroundings import Around
from brimstone.physics.anode import charge_transfer_overpotential
from brimstone.solver.ensemble import Surroundings


@dataclass(frozen=True)
class Equations:
    """A problem's equations on PyBaMM's symbols."""

    rates: list[Any]
    ionic: Any  # resistivities
    electronic: Any
    lost: Any  # voltage outside the electrode
    extra: dict[Any, Any]  # unknowns of the problem's own -> residual


@dataclass(frozen=True)
class Problem:
    """One discharge at constant current down to a voltage."""

    name: str
    functions: tuple[Any, ...]
    parameters: np.ndarray  # (1, any): thickness and charges first
    surroundings: Surroundings
    states: np.ndarray  # (1, n)
    guess: float  # V
    current: float  # A/m2
    lower: float  # V
    equations: Callable[[Any, list[Any], list[Any], Any, Any], Equations]  # potential, states, parameters, current,
    # parameters of the surroundings
    varied: tuple[int, ...]  # parameters that an ensemble scatters


def _reference_equations(potential, states, p, current, around):
    converted, decayed = states
    k = reference_problem.F_RT
    e = potential - 2.1 + 0.04 * (converted - 0.5)
    main = 5e3 * (1 - 0.5 * decayed) * ((1 - converted) * np.exp(-0.5 * k * e) - converted * np.exp(0.5 * k * e))
    decay = 1e4 * (1 - decayed) * np.exp(0.25 * k * (potential - 2.5))
    kappa, (resistance, exchange) = p[3], around
    return Equations(
        rates=[main / 1e9, decay / 5e7],
        ionic=(1 + 3 * decayed) / (kappa * (1 - 0.3 * converted)),
        electronic=1 / (1 - 0.6 * converted),
        lost=2 / k * np.arcsinh(current / (2 * exchange)) + current * resistance,
        extra={},
    )


def _solid_equations(potential, states, p, current, around):
    import pybamm

    # The share of the drive that a film leaves is one more unknown: written out, as the engine does, its symbols would
    # fill PyBaMM's expression trees with a million nodes.
    active = pybamm.Variable("active", domain=potential.domain)
    ahead = processes.driven(p, potential, states)
    ionic, electronic = processes.resistivities(p, states)
    b = p[Parameter.half_inverse_thermal_voltage]
    return Equations(
        rates=list(processes.rates(p, potential, states, ahead, (pybamm.exp(active), pybamm.exp(-active)))),
        ionic=ionic,
        electronic=electronic,
        lost=charge_transfer_overpotential(current, around[Around.anode_exchange_current], b)
        + current * around[Around.series_resistance],
        extra={active: active + ahead.blocking * pybamm.sinh(active) - ahead.drive},
    )


def reference(case: str) -> Problem:
    """The two-state problem with published discharge times; cases A, B and C."""
    return Problem(
        name=f"reference problem {case}: two local states",
        functions=reference_problem.FUNCTIONS,
        parameters=reference_problem.parameters(case)[:, :4],
        surroundings=reference_problem.surroundings(reference_problem.parameters(case)),
        states=reference_problem.START,
        guess=2.1,
        current=reference_problem.CASES[case][0] * reference_problem.ONE_C,
        lower=1.2,
        equations=_reference_equations,
        varied=(3,),
    )


def cell(rate: float) -> Problem:
    """A realistic sulfur cathode with all processes present, five local states, at a C-rate."""
    varied = ("conversion_rate", "film_discharge", "ionic_resistivity", "electronic_resistivity")
    return Problem(
        name=f"solid cell at {rate:g}C: five local states, film, redox of the electrolyte",
        functions=SOLID.functions,
        parameters=cells.row(),
        surroundings=cells.surroundings(),
        states=cells.CHARGED,
        guess=cells.GUESS[0],
        current=rate * cells.one_c(),
        lower=cells.WINDOW["lower"],
        equations=_solid_equations,
        varied=tuple(Parameter[name] for name in varied),
    )
