"""What is solved: one discharge, as the engine reads it and as PyBaMM does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from tests.model import cells, gels
from tests.solver import reference_problem

from brimstone.model.gel import GEL
from brimstone.model.gel import Parameter as GelParameter
from brimstone.model.gel import processes as solution
from brimstone.model.solid import SOLID, Parameter, processes
from brimstone.model.surroundings import follow
from brimstone.solver.ensemble import Surroundings


@dataclass(frozen=True)
class Equations:
    """A problem's equations on PyBaMM's symbols."""

    rates: list[Any]
    ionic: Any  # resistivities
    electronic: Any
    lost: Any  # voltage outside the electrode
    outside: list[Any]  # rates of the states of the surroundings
    extra: dict[Any, Any]  # unknowns of the problem's own -> residual


@dataclass(frozen=True)
class Symbols:
    """What the equations are made of: PyBaMM's symbols and constants of the surroundings."""

    potential: Any
    states: list[Any]
    parameters: list[Any]
    current: Any
    swelling: Any
    outside: list[Any]  # states of the surroundings
    around: list[float]  # their parameters


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
    equations: Callable[[Symbols], Equations]
    varied: tuple[int, ...]  # parameters that an ensemble scatters


def _reference_equations(given: Symbols) -> Equations:
    converted, decayed = given.states
    k = reference_problem.F_RT
    e = given.potential - 2.1 + 0.04 * (converted - 0.5)
    main = 5e3 * (1 - 0.5 * decayed) * ((1 - converted) * np.exp(-0.5 * k * e) - converted * np.exp(0.5 * k * e))
    decay = 1e4 * (1 - decayed) * np.exp(0.25 * k * (given.potential - 2.5))
    kappa, (resistance, exchange) = given.parameters[3], given.around
    return Equations(
        rates=[main / 1e9, decay / 5e7],
        ionic=(1 + 3 * decayed) / (kappa * (1 - 0.3 * converted)),
        electronic=1 / (1 - 0.6 * converted),
        lost=2 / k * np.arcsinh(given.current / (2 * exchange)) + given.current * resistance,
        outside=[],
        extra={},
    )


def _solid_equations(given: Symbols) -> Equations:
    import pybamm

    around = follow(given.swelling, given.current, given.outside, given.around)
    p = processes.at_contact(given.parameters, around.theta)
    # The share of the drive that a film leaves is one more unknown: written out, as the engine does, its symbols would
    # fill PyBaMM's expression trees with a million nodes.
    active = pybamm.Variable("active", domain=given.potential.domain)
    ahead = processes.driven(p, given.potential, given.states)
    ionic, electronic = processes.resistivities(p, given.states)
    activated = pybamm.exp(active), pybamm.exp(-active)
    return Equations(
        rates=list(processes.rates(p, given.potential, given.states, ahead, activated)),
        ionic=ionic,
        electronic=electronic,
        lost=around.loss,
        outside=list(around.rates),
        extra={active: active + ahead.blocking * pybamm.sinh(active) - ahead.drive},
    )


def _gel_equations(given: Symbols) -> Equations:
    import pybamm

    p, states = given.parameters, given.states
    around = follow(given.swelling, given.current, given.outside, given.around)
    # The supersaturation is one more unknown, as the share of the drive is in a solid cell.
    inner = pybamm.Variable("log supersaturation", domain=given.potential.domain)
    ionic, electronic = solution.resistivities(p, states)
    return Equations(
        rates=list(solution.rates(p, given.potential, states, inner)),
        ionic=ionic,
        electronic=electronic,
        lost=around.loss,
        outside=list(around.rates),
        extra={inner: solution.missing_drive(p, given.potential, states, inner)},
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


#: Every law of the surroundings acts, and creep of the anode all but keeps up with a discharge at C/2.
_ALIVE = cells.LIVELY | {"creep_current": 1.2}


def cell(rate: float, alive: bool = True) -> Problem:
    """A realistic sulfur cathode with all processes present, at a C-rate.

    Surroundings that are alive change with the run: stack pressure at constant gap, contacts, interphase, voids, film
    on the collector, an alloy that empties. Else the pressure is held and only charge is counted.
    """
    varied = ("conversion_rate", "film_discharge", "ionic_resistivity", "electronic_resistivity")
    outside = "pressure, contacts, voids and interphase follow" if alive else "pressure held"
    return Problem(
        name=f"solid cell at {rate:g}C: nine local states, films, redox of the electrolyte; {outside}",
        functions=SOLID.functions,
        parameters=cells.row(),
        surroundings=cells.surroundings(**(_ALIVE if alive else {})),
        states=cells.CHARGED,
        guess=cells.GUESS[0],
        current=rate * cells.one_c(),
        lower=cells.WINDOW["lower"],
        equations=_solid_equations,
        varied=tuple(Parameter[name] for name in varied),
    )


def gel(rate: float) -> Problem:
    """A sulfur cathode in a gel that dissolves polysulfides, at a C-rate."""
    varied = ("lower_rate", "growth_rate", "ionic_resistivity", "electronic_resistivity")
    return Problem(
        name=f"gel at {rate:g}C: nine local states, precipitation, shuttle; dissolved sulfur in two places",
        functions=GEL.functions,
        parameters=gels.row(),
        surroundings=gels.surroundings(),
        states=gels.CHARGED,
        guess=float(gels.GUESS[0]),
        current=rate * gels.one_c(),
        lower=1.8,
        equations=_gel_equations,
        varied=tuple(GelParameter[name] for name in varied),
    )
