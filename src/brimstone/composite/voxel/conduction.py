"""Conduction through a voxel structure: effective conductivity, tortuosity, potential and current.

Finite volumes. Two voxels that share a face are joined by their two halves in series (harmonic mean); the two ends
along an axis are held at potentials 1 and 0, half a voxel beyond the outermost centres, and the sides are insulated. A
uniform block thus has exactly its own conductivity. This is the random-resistor method of Ketter, Greb, Bernges and
Zeier (Nat. Commun. 2025, doi:10.1038/s41467-025-56514-5) and, with one conducting phase, the tortuosity factor of
Cooper et al. (SoftwareX 5 (2016) 203, doi:10.1016/j.softx.2016.09.002).

A voxel is the finest thing known here: a feature should be at least three voxels wide.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from brimstone._jit import kernel, numba
from brimstone.composite.voxel._multigrid import Outcome, solve
from brimstone.composite.voxel._network import Network, number_nodes, threads_worth, voxel_bonds
from brimstone.composite.voxel.connectivity import FAR, NEAR, THROUGH, cluster_kinds
from brimstone.composite.voxel.structure import Structure, axis_number
from brimstone.errors import StructureError

_prange = numba.prange

#: A phase that conducts this much better than the best set of phases that percolates is taken as this much better ...
_AS_GOOD_AS_PERFECT = 1e9
#: ... and one that conducts this much worse than that set as blocked. Either changes the answer in the ninth digit.
_AS_GOOD_AS_BLOCKED = 1e-12
#: Peak memory of a solve per conducting voxel [bytes], measured on an electrode's pores (180) and a full block (167).
_BYTES_PER_NODE = 180
#: Potential of voxels that carry no current, by the kind of their cluster; that of a cluster between the ends follows.
_DEAD_END = np.full(5, np.nan)
_DEAD_END[[THROUGH, NEAR, FAR]] = 0.0, 1.0, 0.0


@dataclass(frozen=True, eq=False)
class Conduction:
    """Answer of `conduct`.

    Attributes
    ----------
    conductivity : float
        Effective conductivity along the axis [S/m]; exactly 0 when no conducting path joins the ends.
    tortuosity_factor : float
        Parallel bound over effective conductivity, sum(phi_k sigma_k) / sigma_eff; with one conducting phase this is
        phi sigma / sigma_eff. Infinite when nothing percolates.
    status : str
        ``converged``, ``not converged`` (the conductivity is then an upper bound) or ``not percolating``.
    message : str
        The status as a sentence, with what to do about it.
    potential : float64 array (nx, ny, nz)
        1 at the near end, 0 at the far end; a dead end has the potential of the end it hangs on; NaN in what is blocked
        or touches neither end.
    error : float
        Estimated relative error of the field in the energy norm; the conductivity's is about its square.
    residual, imbalance : float
        Relative residual |b - A x| / |b|, and the difference of the currents through the two ends over their mean.
    iterations : int
        Iterations of the solver.
    structure, axis
        As given.
    conductivities : float64 array (phases,)
        Conductivity of each phase as it was used [S/m]: extremes beyond what can matter are cut off.
    """

    conductivity: float
    tortuosity_factor: float
    status: Literal["converged", "not converged", "not percolating"]
    message: str
    potential: np.ndarray
    error: float
    residual: float
    imbalance: float
    iterations: int
    structure: Structure
    axis: str
    conductivities: np.ndarray

    def current_density(self, difference: float = 1.0) -> np.ndarray:
        """Current density in each voxel [A/m2], shape (3, nx, ny, nz), for a `difference` of potential [V].

        Each component is the mean over the voxel's two faces across that axis, so that the mean over the block is the
        effective conductivity times the mean field.
        """
        structure = self.structure
        density = np.zeros((3, *structure.shape))
        _current_density(
            structure.phases.copy(),  # a writable array: numba would compile a second version for read-only ones
            difference * self.conductivities,
            np.ascontiguousarray(self.potential),
            np.array(structure.spacing),
            axis_number(self.axis),
            density,
        )
        return density


def conduct(
    structure: Structure,
    conductivities: Mapping[str, float],
    axis: str = "x",
    *,
    tolerance: float = 1e-5,
    max_iterations: int = 200,
) -> Conduction:
    """Solve for the potential between two ends of a structure and give its effective conductivity.

    Parameters
    ----------
    structure : Structure
        The block.
    conductivities : mapping of phase name to conductivity [S/m]
        Phases not mentioned are blocked.
    axis : {"x", "y", "z"}
        Direction of the current.
    tolerance : float
        Relative error of the field, estimated from the residual; the conductivity is about as good as its square.
    max_iterations : int
        Limit of iterations. Ten are usual, twenty near a percolation threshold.

    Returns
    -------
    Conduction
        Always, also when nothing percolates or the limit was reached: see its `status`.

    Raises
    ------
    StructureError
        For an unknown phase or axis, a negative or non-finite conductivity, or a structure too large for the memory.
    """
    along = axis_number(axis)
    given = structure.per_phase(conductivities, 0.0)
    if not np.all(np.isfinite(given)) or given.min() < 0.0:
        raise StructureError(f"conductivities must be finite and not negative, not {dict(conductivities)} S/m.")
    phases = np.array(np.moveaxis(structure.phases, along, 0), order="C")
    spacing = (structure.spacing[along], *np.delete(structure.spacing, along))
    sigma = _within_range(phases, given)
    kinds = cluster_kinds(phases, sigma > 0.0)
    through = kinds == THROUGH
    nodes = int(np.count_nonzero(through))
    potential = _DEAD_END[kinds]
    del kinds
    if nodes:
        _check_memory(nodes)
        outcome = _solve(phases, sigma / sigma.max(), spacing, through, potential, tolerance, max_iterations)
        effective = outcome.conductance * sigma.max() * phases.shape[0] / (phases.shape[1] * phases.shape[2])
        parallel = sum(given[number] * np.count_nonzero(phases == number) for number in range(given.size)) / phases.size
        tortuosity_factor = parallel / effective
        message = f"Solved in {outcome.iterations} iterations to a relative error of {outcome.error:.1e} in the field."
        if not outcome.converged:
            message = (
                f"Stopped after {outcome.iterations} iterations with a relative error of {outcome.error:.1e} in the "
                f"field; {tolerance:.1e} was requested. The conductivity is an upper bound; allow more iterations."
            )
    else:
        outcome = Outcome(np.empty(0), 0.0, 0.0, 0.0, 0.0, 0, True)
        effective, tortuosity_factor = 0.0, np.inf
        message = f"No path of conducting voxels joins the two ends along {axis}."
    return Conduction(
        conductivity=float(effective),
        tortuosity_factor=float(tortuosity_factor),
        status="not percolating" if not nodes else "converged" if outcome.converged else "not converged",
        message=message,
        potential=np.moveaxis(potential, 0, along),
        error=outcome.error,
        residual=outcome.residual,
        imbalance=outcome.imbalance,
        iterations=outcome.iterations,
        structure=structure,
        axis=axis,
        conductivities=sigma,
    )


def _within_range(phases: np.ndarray, sigma: np.ndarray) -> np.ndarray:
    """Cut conductivities off where they can't matter, so that round-off doesn't.

    The scale is that of the critical path: the largest conductivity such that all phases at least that good percolate.
    Sulfur (5e-28 S/m) beside carbon is blocked; carbon in lumps inside sulfur is perfect.
    """
    levels = np.unique(sigma[sigma > 0.0])[::-1]
    if levels.size == 0 or levels[0] <= _AS_GOOD_AS_PERFECT * levels[-1]:
        return sigma
    for critical in levels:
        if np.any(cluster_kinds(phases, sigma >= critical) == THROUGH):
            limited = np.minimum(sigma, critical * _AS_GOOD_AS_PERFECT)
            return np.where(limited < critical * _AS_GOOD_AS_BLOCKED, 0.0, limited)
    return sigma


def _check_memory(nodes: int) -> None:
    """Raise StructureError when a solve with so many conducting voxels can't fit into this machine's memory."""
    need = nodes * _BYTES_PER_NODE
    present = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else np.inf
    if need > present or nodes >= 2**31:
        raise StructureError(
            f"{nodes:.3g} conducting voxels need about {need / 1e9:.0f} GB; this machine has {present / 1e9:.0f} GB. "
            "Use part of the structure, or coarser voxels."
        )


def _solve(
    phases: np.ndarray,
    sigma: np.ndarray,
    spacing: tuple[float, ...],
    through: np.ndarray,
    potential: np.ndarray,
    tolerance: float,
    max_iterations: int,
) -> Outcome:
    """Solve for current along the first axis and write the potentials of the voxels in `through` into `potential`.

    Conductances are in units of those of a voxel along the axis with `sigma` = 1.
    """
    nodes = int(np.count_nonzero(through))
    size = np.array(spacing)
    shape_factor = (size[0] / size) ** 2  # (face area / distance) along each axis, relative to the first
    with np.errstate(invalid="ignore"):
        pairs = np.nan_to_num(2.0 * np.outer(sigma, sigma) / np.add.outer(sigma, sigma))
    number, position = number_nodes(through, nodes)
    with threads_worth(nodes):
        row, middle, neighbour, conductance = voxel_bonds(number, position, phases, shape_factor[:, None, None] * pairs)
    ground, source = np.zeros(nodes, np.float32), np.zeros(nodes, np.float32)
    for end in (0, -1):
        touching = through[end]
        to_electrode = 2.0 * sigma[phases[end][touching]].astype(np.float32)
        ground[number[end][touching]] += to_electrode
        if end == 0:
            source[number[end][touching]] = to_electrode
    del number
    guess = 1.0 - (position[:, 0] + 0.5) / phases.shape[0]
    network = Network(position, row, middle, neighbour, conductance, ground)
    outcome = solve(network, source, guess, tolerance, max_iterations)
    potential[tuple(position.T)] = outcome.potential
    return outcome


@kernel(parallel=True)
def _current_density(phases, sigma, potential, spacing, along, density):
    """Write the current density of each voxel into `density`; the ends of axis `along` are electrodes at 1 and 0."""
    shape = phases.shape
    for slab in _prange(shape[0]):
        x = np.int64(slab)  # the counter of a parallel loop is unsigned, and unsigned plus signed makes a float
        for y in range(shape[1]):
            for z in range(shape[2]):
                here, own = potential[x, y, z], sigma[phases[x, y, z]]
                if own == 0.0 or np.isnan(here):
                    continue
                for axis in range(3):
                    place = x if axis == 0 else y if axis == 1 else z
                    total = 0.0
                    for side in (-1, 1):
                        if 0 <= place + side < shape[axis]:
                            i = x + side if axis == 0 else x
                            j = y + side if axis == 1 else y
                            k = z + side if axis == 2 else z
                            other, there = sigma[phases[i, j, k]], potential[i, j, k]
                            if other > 0.0 and not np.isnan(there):
                                total += side * 2.0 * own * other / (own + other) * (here - there)
                        elif axis == along:
                            total += side * 2.0 * own * (here - (1.0 if side < 0 else 0.0))
                    density[axis, x, y, z] = 0.5 * total / spacing[axis]
