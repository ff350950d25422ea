"""The same physics in PyBaMM: a second opinion on the engine, and a way on to what is built on PyBaMM.

Unlike the engine's form, the two potentials are both unknowns here, so that the reduction to one unknown a node is
checked too. Needs the extra `brimstone[pybamm]`.
"""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from brimstone._records import record
from brimstone.bridge.start import Start
from brimstone.constants import HOUR
from brimstone.errors import BrimstoneError
from brimstone.model.cathode_model import CathodeModel
from brimstone.model.gel import GEL, GEL_THROUGH_DEPTH
from brimstone.model.solid import SOLID
from brimstone.solver.interface import THICKNESS

if TYPE_CHECKING:
    import pybamm

    from brimstone.bridge._pybamm_model import CellModel


@record
class PybammSolution:
    """What PyBaMM computed at the requested times, and at the end of the run.

    Attributes
    ----------
    time : ndarray (times,)
        [s]
    voltage : ndarray (times,)
        [V]
    profiles : ndarray (times, 1 + states, nodes)
        Potential between the conductors [V] and the local states, in the order of the engine's profiles.
    end : float
        When the run ended [s].
    reason : str
        Why it ended: the name of an event or "final time".
    solution : pybamm.Solution
    """

    time: np.ndarray
    voltage: np.ndarray
    profiles: np.ndarray
    end: float
    reason: str
    solution: "pybamm.Solution"


def pybamm_model(
    parameters: Mapping[str, float | str] | Sequence[float],
    current: float | str,
    *,
    start: Start,
    lower: float | None = None,
    upper: float | None = None,
    nodes: int = 40,
) -> "CellModel":
    """Assemble a cell as a `pybamm.BaseModel`: solid, or with dissolved sulfur, by the states that it starts from.

    Parameters
    ----------
    parameters : mapping or sequence
        Values of the parameters of `brimstone.model.solid`, or of `brimstone.model.gel`, by name or in order;
        "[input]" makes an input of one.
    current : float or str
        Current density, discharge positive [A/m2]: the area of the electrode is set to 1 m2.
    start : Start
    lower, upper : float, optional
        Voltages that end the run [V].
    nodes : int
        Finite volumes through the depth.

    Returns
    -------
    pybamm.BaseModel
        With geometry, mesh, spatial method and parameter values as defaults: `pybamm.Simulation(model)` runs it, with
        an experiment too.

    Raises
    ------
    BrimstoneError
        If PyBaMM is not installed, or a parameter is missing or unknown, or they are of a field of dissolved sulfur.
    """
    os.environ.setdefault("PYBAMM_DISABLE_TELEMETRY", "true")
    try:
        from brimstone.bridge import _pybamm_model
    except ModuleNotFoundError as missing:
        raise BrimstoneError(
            f"this needs PyBaMM, which is not installed ({missing}): pip install brimstone[pybamm]"
        ) from missing
    if "mixing" in parameters or len(parameters) == len(GEL_THROUGH_DEPTH.parameters):
        raise BrimstoneError(
            "these are parameters of a field of dissolved sulfur, which is not assembled for PyBaMM; a thinner cathode "
            "or less current is computed with two places, which are"
        )
    of: CathodeModel = GEL if _is_gel(parameters) else SOLID
    known = of.parameters.__members__
    if not isinstance(parameters, Mapping):
        parameters = dict(zip(known, parameters, strict=True))
    if parameters.keys() != known.keys():
        missing_names = sorted(known.keys() - parameters.keys())
        unknown_names = sorted(parameters.keys() - known.keys())
        raise BrimstoneError(f"parameters of the {of.name} model: missing {missing_names}, unknown {unknown_names}")
    values = {**parameters, _pybamm_model.CURRENT: current, _pybamm_model.AREA: 1.0}
    row = [np.nan if isinstance(value := parameters[name], str) else value for name in known]
    capacity = row[THICKNESS] * of.sulfur_charge(row) / HOUR
    if np.isfinite(capacity):
        values[_pybamm_model.CAPACITY] = float(capacity)
    kind = _pybamm_model.GelModel if of is GEL else _pybamm_model.SolidModel
    return kind(values, start, lower, upper, nodes)


def _is_gel(parameters: Mapping[str, float | str] | Sequence[float]) -> bool:
    """Whether parameters are those of a cell with dissolved sulfur."""
    if isinstance(parameters, Mapping):
        return len(parameters.keys() & GEL.parameters.__members__.keys()) > len(
            parameters.keys() & SOLID.parameters.__members__.keys()
        )
    return len(parameters) == len(GEL.parameters)


def discretise(model: "CellModel") -> "CellModel":
    """Put parameter values, mesh and spatial method of its defaults into a model, ready for a PyBaMM solver."""
    import pybamm

    values, geometry = model.default_parameter_values, model.default_geometry
    values.process_model(model)
    values.process_geometry(geometry)
    mesh = pybamm.Mesh(geometry, model.default_submesh_types, model.default_var_pts)
    pybamm.Discretisation(mesh, model.default_spatial_methods).process_model(model)
    return model


def solve(model: "CellModel", times: Sequence[float], *, tolerance: float = 1e-9) -> PybammSolution:
    """Solve a model of `pybamm_model` with IDAKLU.

    Parameters
    ----------
    model : pybamm.BaseModel
        Not yet discretised.
    times : sequence of float
        When to report, increasing, the first 0 [s]; the run ends at the last at the latest.
    tolerance : float
        Relative, and absolute for potentials in V and states of order one.

    Returns
    -------
    PybammSolution
    """
    import pybamm

    solver = pybamm.IDAKLUSolver(rtol=tolerance, atol=tolerance, root_tol=tolerance)
    solution = solver.solve(discretise(model), [times[0], times[-1]], t_interp=np.asarray(times, dtype=float))
    names = ["Potential [V]", *(name.capitalize() for name in model.of.states.__members__)]
    profiles = np.stack([solution[name].entries.T for name in names], axis=1)
    return PybammSolution(
        time=solution.t,
        voltage=solution["Voltage [V]"].entries,
        profiles=profiles,
        end=float(solution.t[-1]),
        reason=solution.termination.removeprefix("event: "),
        solution=solution,
    )
