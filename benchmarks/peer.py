"""PyBaMM's side: the same equations on the same mesh, solved by IDAKLU."""

import os

os.environ.setdefault("PYBAMM_DISABLE_TELEMETRY", "true")

import numpy as np
import pybamm

from benchmarks.problems import Problem, Symbols

_DOMAIN = "positive electrode"
#: Settings tried: as they come, and without the algebraic unknowns in the error test.
SETTINGS = {"defaults": {}, "no algebraic error": {"suppress_algebraic_error": True}}
FORMS = ("both potentials", "one potential")


def model(problem: Problem, form: str, nodes: int, inputs: bool = False) -> pybamm.BaseModel:
    """Discretised model; the form "one potential" is the engine's own reduction, written in PyBaMM."""
    x = pybamm.SpatialVariable("x", domain=[_DOMAIN], coord_sys="cartesian")
    p: list[pybamm.Symbol] = [pybamm.Scalar(value) for value in problem.parameters[0]]
    if inputs:
        for place in problem.varied:
            p[place] = pybamm.InputParameter(f"p{place}")
    n = problem.states.shape[1]
    states = [pybamm.Variable(f"state {a}", domain=[_DOMAIN]) for a in range(n)]
    current, depth, h = problem.current, p[0], 1.0 / nodes
    first, last = x < h, x > 1.0 - h

    def at(node, value):  # the value in the first or last volume, not extrapolated to its edge
        return pybamm.Integral(node * value, x) * nodes

    if form == "both potentials":
        electrons = pybamm.Variable("electrons", domain=[_DOMAIN])
        ions = pybamm.Variable("ions", domain=[_DOMAIN])
        potential = electrons - ions
    else:
        potential = pybamm.Variable("potential", domain=[_DOMAIN])
    around = problem.surroundings
    outside = [pybamm.Variable(f"outside {e}", scale=float(scale)) for e, scale in enumerate(around.scales)]
    swelling = sum(
        float(weight) * pybamm.Integral(state, x) for weight, state in zip(around.swells[0], states, strict=True)
    )
    values = [float(value) for value in around.parameters[0]]
    equations = problem.equations(Symbols(potential, states, p, pybamm.Scalar(current), swelling, outside, values))
    ionic, electronic = equations.ionic, equations.electronic
    source = sum(p[1 + a] * rate for a, rate in enumerate(equations.rates))
    scale = depth * h
    solved = pybamm.BaseModel()
    if form == "both potentials":
        # Conductivity times gradient: PyBaMM takes the harmonic mean, resistances in series.
        within_ions = pybamm.div(-(1.0 / ionic) * pybamm.grad(ions)) / depth**2
        within_electrons = pybamm.div(-(1.0 / electronic) * pybamm.grad(electrons)) / depth**2
        entering = (-equations.lost - ions) / (0.5 * h * h * depth**2 * ionic)
        solved.algebraic = {
            ions: scale * (within_ions - first * entering + source),
            electrons: scale * (within_electrons + last * current / scale - source),
        }
        no_flux = {side: (pybamm.Scalar(0.0), "Neumann") for side in ("left", "right")}
        solved.boundary_conditions = {ions: no_flux, electrons: no_flux}
        solved.initial_conditions = {ions: pybamm.Scalar(0.0), electrons: pybamm.Scalar(problem.guess)}
        voltage = at(last, electrons) - current * 0.5 * scale * at(last, electronic)
    else:
        # Sums of resistivities: PyBaMM takes the arithmetic mean, again resistances in series. The gradients at the
        # ends are such that the whole current enters at the separator and none leaves at the collector.
        flux = (pybamm.grad(potential) / depth + current * electronic) / (ionic + electronic)
        ends = {
            "left": (current * depth * pybamm.boundary_value(ionic, "left"), "Neumann"),
            "right": (-current * depth * pybamm.boundary_value(electronic, "right"), "Neumann"),
        }
        solved.algebraic = {potential: scale * (pybamm.div(flux) / depth + source)}
        solved.boundary_conditions = {potential: ends}
        solved.initial_conditions = {potential: pybamm.Scalar(problem.guess)}
        dropped = pybamm.IndefiniteIntegral((current - flux) * electronic, x)
        voltage = at(first, potential - current * 0.5 * scale * ionic) - equations.lost
        voltage -= current * 0.5 * scale * at(last, electronic) + depth * (at(last, dropped) - at(first, dropped))
    for unknown, residual in equations.extra.items():
        solved.algebraic[unknown] = residual
        solved.initial_conditions[unknown] = pybamm.Scalar(0.0)
    solved.rhs = {
        **dict(zip(states, equations.rates, strict=True)),
        **dict(zip(outside, equations.outside, strict=True)),
    }
    for state, value in zip([*states, *outside], [*problem.states[0], *around.initial[0]], strict=True):
        solved.initial_conditions[state] = pybamm.Scalar(value)
    solved.variables = {"Voltage [V]": voltage}
    solved.events = [pybamm.Event("lower voltage", voltage - problem.lower)]
    mesh = pybamm.Mesh(
        {_DOMAIN: {x: {"min": 0.0, "max": 1.0}}}, {_DOMAIN: pybamm.Uniform1DSubMesh}, {x: nodes}
    )  # fmt: skip
    pybamm.Discretisation(mesh, {_DOMAIN: pybamm.FiniteVolume()}).process_model(solved)
    return solved


class Peer:
    """One discharge with IDAKLU at one tolerance and setting, set up once."""

    def __init__(self, discretised, tolerance: float, options: dict[str, object], end: float):
        self._model, self._end = discretised, end
        self._solver = pybamm.IDAKLUSolver(
            rtol=tolerance,
            atol=tolerance,
            output_variables=["Voltage [V]"],
            options={**options, "silence_sundials_errors": True},
            on_failure="ignore",
            on_extrapolation="ignore",
        )

    def solve(self, times: np.ndarray | None = None, inputs=None):
        """Discharge; the voltage is kept at IDAKLU's own steps, or at `times` if they are given."""
        grid = None if times is None else np.array([0.0, *times, self._end])
        return self._solver.solve(self._model, [0.0, self._end], t_interp=grid, inputs=inputs)

    def voltages(self, times: np.ndarray) -> np.ndarray | None:
        """Voltage at given times [V]; none if the run failed before the last."""
        solution = self.solve(times)
        if solution.t[-1] < times[-1]:
            return None
        return solution["Voltage [V]"].entries[1 : times.size + 1]

    def integration_seconds(self, repeats: int) -> float:
        """Shortest time inside IDA, by PyBaMM's own clock."""
        return min(self.solve().integration_time.value for _ in range(repeats))
