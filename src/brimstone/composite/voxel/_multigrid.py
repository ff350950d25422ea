"""Currents in a resistor network: conjugate gradients, preconditioned by aggregation multigrid with K-cycles.

The unknowns are float64; the preconditioner, which only has to be roughly right, works in float32 at half the traffic.
Smoother: one symmetric Gauss-Seidel sweep, red boxes then black ones. Every level below the finest is solved by at most
two steps of flexible conjugate gradients (K-cycle: Notay and Vassilevski, Numer. Linear Algebra Appl. 15 (2008) 473,
doi:10.1002/nla.542), which keeps the number of iterations near ten for any size, contrast and connectivity met so far;
a V-cycle took two to seven times as many.

The potential x is 1 at the inlet electrode and 0 at the outlet. With A the network's Laplacian, electrode bonds
included, and b the bonds to the inlet, A x = b. The power spent, E(x), bounds the conductance from above for *any* x:

    E(x) - E(exact) = |x - exact|_A^2   (Dirichlet's principle),

so an error of 1e-5 in the field is one of 1e-10 in the conductance.
"""

import numpy as np
from scipy.sparse import csc_array, diags_array
from scipy.sparse.linalg import splu

from brimstone._jit import kernel, numba
from brimstone._records import record
from brimstone.composite.voxel._network import (
    Network,
    coarse_bonds,
    diagonal,
    find_boxes,
    join_nodes,
    threads_worth,
)

_prange = numba.prange

#: Nodes that the direct solver takes over at.
_DIRECT_BELOW = 1_000
#: Merging threshold of `_network.join_nodes`; iterations are flat from 0.03 to 0.16, coarse levels grow above.
_THRESHOLD = 0.1
#: If a coarse level keeps more than this fraction of the nodes, merge regardless of bond strength ...
_TOO_SLOW = 0.6
#: ... and if it still keeps more than this fraction, omit it.
_NOTHING_LEFT = 0.9
#: A second step on a coarse level is left out when the first has cut the residual to this fraction (Notay 2008).
_ENOUGH = 0.25


@record
class _Level:
    """A network, the boxes that sweeps and coarsening go by, and room to work in."""

    network: Network
    inverse: np.ndarray  #: float32, 1 / diagonal
    start: np.ndarray  #: first node of each box
    order: np.ndarray  #: boxes, red ones first
    red: int  #: how many are red
    group: np.ndarray  #: coarse node of each node; empty where coarsening ends
    coarse_nodes: int
    work: np.ndarray  #: float32 (2 on the finest level, else 6; nodes)

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return self.inverse.size


@record
class Outcome:
    """What `solve` returns: potentials and how far they can be trusted."""

    potential: np.ndarray  #: float64 per node, 1 at the inlet, 0 at the outlet
    conductance: float  #: power spent at unit difference of potential
    error: float  #: estimated relative error of the field, energy norm
    residual: float  #: |b - A x| / |b|, computed afresh
    imbalance: float  #: difference of the currents at inlet and outlet over their mean
    iterations: int
    converged: bool


@kernel()
def _forward_box(begin, end, row, middle, neighbour, conductance, inverse, right, x):
    for i in range(begin, end):
        total = right[i]
        for k in range(row[i], middle[i]):
            total += conductance[k] * x[neighbour[k]]
        x[i] = total * inverse[i]


@kernel(parallel=True)
def _forward(order, red, start, row, middle, neighbour, conductance, inverse, right, x):
    """Forward sweep from zero: solves (D + L) x = right, so only bonds to nodes visited earlier count."""
    for n in _prange(red):
        box = order[n]
        _forward_box(start[box], start[box + 1], row, middle, neighbour, conductance, inverse, right, x)
    for n in _prange(red, order.size):
        box = order[n]
        _forward_box(start[box], start[box + 1], row, middle, neighbour, conductance, inverse, right, x)


@kernel()
def _restrict_box(begin, end, row, middle, neighbour, conductance, group, x, coarse):
    for i in range(begin, end):
        coarse[group[i]] = 0.0
    for i in range(begin, end):
        total = np.float32(0.0)
        for k in range(middle[i], row[i + 1]):
            total += conductance[k] * x[neighbour[k]]
        coarse[group[i]] += total


@kernel(parallel=True)
def _restrict(start, row, middle, neighbour, conductance, group, x, coarse):
    """Residual after a forward sweep from zero, which is -U x, summed over each coarse node."""
    for box in _prange(start.size - 1):
        _restrict_box(start[box], start[box + 1], row, middle, neighbour, conductance, group, x, coarse)


@kernel(parallel=True)
def _prolong(group, coarse, x):
    for i in _prange(group.size):
        x[i] += coarse[group[i]]


@kernel()
def _backward_box(begin, end, row, neighbour, conductance, inverse, right, x):
    for i in range(end - 1, begin - 1, -1):
        total = right[i]
        for k in range(row[i], row[i + 1]):
            total += conductance[k] * x[neighbour[k]]
        x[i] = total * inverse[i]


@kernel(parallel=True)
def _backward(order, red, start, row, neighbour, conductance, inverse, right, x):
    """Backward Gauss-Seidel sweep: the mirror image of `_forward`, which keeps the preconditioner symmetric."""
    for n in _prange(red, order.size):
        box = order[n]
        _backward_box(start[box], start[box + 1], row, neighbour, conductance, inverse, right, x)
    for n in _prange(red):
        box = order[n]
        _backward_box(start[box], start[box + 1], row, neighbour, conductance, inverse, right, x)


@kernel(parallel=True)
def _apply(row, neighbour, conductance, ground, x, y):
    """Currents y that leave nodes at potentials x; returns x.y. Differences first: large bonds don't drown small."""
    total = 0.0
    for i in _prange(x.size):
        here = x[i]
        current = ground[i] * here
        for k in range(row[i], row[i + 1]):
            current += conductance[k] * (here - x[neighbour[k]])
        y[i] = current
        total += np.float64(current) * here
    return total


@kernel(parallel=True)
def _dot(x, y):
    total = 0.0
    for i in _prange(x.size):
        total += np.float64(x[i]) * y[i]
    return total


@kernel(parallel=True)
def _advance(step, direction, image, x, residual):
    """One step of conjugate gradients; returns the square of the new residual."""
    total = 0.0
    for i in _prange(x.size):
        x[i] += step * direction[i]
        residual[i] -= step * image[i]
        total += residual[i] * residual[i]
    return total


@kernel(parallel=True)
def _turn(scale, z, factor, direction):
    for i in _prange(direction.size):
        direction[i] = scale * z[i] - factor * direction[i]


@kernel(parallel=True)
def _narrow(scale, wide, narrow):
    for i in _prange(wide.size):
        narrow[i] = scale * wide[i]


@kernel(parallel=True)
def _balance(row, neighbour, conductance, ground, source, x):
    """Power spent, current in, current out, square of the true residual. `source` holds the bonds to the inlet."""
    power, inward, outward, square = 0.0, 0.0, 0.0, 0.0
    for i in _prange(x.size):
        here = x[i]
        entering = source[i] * (1.0 - here)
        leaving = (ground[i] - source[i]) * here
        current, spent = leaving - entering, 0.0
        for k in range(row[i], row[i + 1]):
            drop = here - x[neighbour[k]]
            current += conductance[k] * drop
            spent += conductance[k] * drop * drop
        power += 0.5 * spent + entering * (1.0 - here) + leaving * here
        inward += entering
        outward += leaving
        square += current * current
    return power, inward, outward, square


def _level(network: Network, vectors: int) -> _Level:
    """Sort the boxes of a network, choose the nodes of the next one, and reserve `vectors` to work with."""
    nodes = network.ground.size
    total = diagonal(network.row, network.conductance, network.ground)
    start, colour = find_boxes(network.position)
    group, coarse_nodes = np.empty(0, np.int32), 0
    if nodes >= _DIRECT_BELOW:
        bonds = (network.row, network.neighbour, network.conductance)
        group, coarse_nodes = join_nodes(start, *bonds, total, _THRESHOLD)
        if coarse_nodes > _TOO_SLOW * nodes:  # too many weak bonds: join whatever is connected
            group, coarse_nodes = join_nodes(start, *bonds, total, 0.0)
    return _Level(
        network=network,
        inverse=np.float32(1.0) / total,
        start=start,
        order=np.argsort(colour, kind="stable").astype(np.int32),
        red=int(np.count_nonzero(colour == 0)),
        group=group,
        coarse_nodes=coarse_nodes,
        work=np.zeros((vectors, nodes), np.float32),
    )


class _Preconditioner:
    """One multigrid cycle over all levels of a network."""

    def __init__(self, network: Network):
        self.levels = [_level(network, 2)]
        # where nothing is left to join the network is thin, which the direct solver likes
        while 0 < (level := self.levels[-1]).coarse_nodes <= _NOTHING_LEFT * level.nodes:
            with threads_worth(level.nodes):
                fine = level.network
                coarse = coarse_bonds(
                    level.start,
                    fine.position,
                    fine.row,
                    fine.neighbour,
                    fine.conductance,
                    fine.ground,
                    level.group,
                    level.coarse_nodes,
                )
                self.levels.append(_level(Network(*coarse), 6))
        last = self.levels[-1].network
        shape = (last.ground.size, last.ground.size)
        bonds = csc_array((last.conductance.astype(np.float64), last.neighbour, last.row), shape)
        laplacian = (diags_array(bonds.sum(axis=0) + last.ground, format="csc") - bonds).tocsc()
        self._direct = splu(laplacian, "MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True})

    def cycle(self, depth: int, right: np.ndarray, x: np.ndarray) -> None:
        """Write into `x` an approximate solution for `right` on level `depth`."""
        if depth + 1 == len(self.levels):
            x[:] = self._direct.solve(right.astype(np.float64))
            return
        level = self.levels[depth]
        _, row, middle, neighbour, conductance, _ = level.network
        below = self.levels[depth + 1].work
        with threads_worth(level.nodes):
            sweep = (level.order, level.red, level.start)
            _forward(*sweep, row, middle, neighbour, conductance, level.inverse, right, x)
            _restrict(level.start, row, middle, neighbour, conductance, level.group, x, below[0])
            if depth + 2 == len(self.levels):
                self.cycle(depth + 1, below[0], below[1])
            else:
                self._two_steps(depth + 1)
            _prolong(level.group, below[1], x)
            _backward(*sweep, row, neighbour, conductance, level.inverse, right, x)

    def _two_steps(self, depth: int) -> None:
        """At most two steps of flexible conjugate gradients on level `depth`: from `work[0]` to `work[1]`."""
        level = self.levels[depth]
        right, first, first_image, second, second_image, rest = level.work
        network = level.network
        bonds = (network.row, network.neighbour, network.conductance, network.ground)
        with threads_worth(level.nodes):
            self.cycle(depth, right, first)
            first_power = _apply(*bonds, first, first_image)
            if not first_power > 0.0:  # nothing arrived here
                return
            first_gain = _dot(first, right)
            np.multiply(first_image, np.float32(-first_gain / first_power), out=rest)
            rest += right
            if _dot(rest, rest) <= _ENOUGH**2 * _dot(right, right):
                first *= np.float32(first_gain / first_power)
                return
            self.cycle(depth, rest, second)
            mixed = _dot(second, first_image)
            second_power = _apply(*bonds, second, second_image) - mixed**2 / first_power
            if not second_power > 0.0:  # the same direction again, to round-off
                first *= np.float32(first_gain / first_power)
                return
            second_step = _dot(second, rest) / second_power
            first *= np.float32((first_gain - mixed * second_step) / first_power)
            second *= np.float32(second_step)
            first += second


def solve(network: Network, source: np.ndarray, guess: np.ndarray, tolerance: float, max_iterations: int) -> Outcome:
    """Potentials of a network between an inlet at 1 and an outlet at 0.

    Parameters
    ----------
    network : Network
        Each node joined, if through others, to both electrodes.
    source : float32 array (nodes,)
        Conductance from each node to the inlet alone.
    guess : float64 array (nodes,)
        Potentials to start from; overwritten by the answer.
    tolerance : float
        Largest estimated relative error of the field in the energy norm, sqrt(r.B r / E) with r the residual and B the
        preconditioner, which is nearly the inverse of A.
    max_iterations : int
        Limit; what has been reached then is returned, marked as not converged.
    """
    with threads_worth(network.ground.size):
        preconditioner = _Preconditioner(network)
        bonds = (network.row, network.neighbour, network.conductance, network.ground)
        right, z = preconditioner.levels[0].work
        x, image = guess, np.empty_like(guess)
        _apply(*bonds, x, image)
        residual = source - image
        square = _dot(residual, residual)
        power, *_ = _balance(*bonds, source, x)
        direction = np.zeros_like(x)
        direction_power, error, iterations = 1.0, 0.0, 0
        while square > 0.0:
            size = np.sqrt(square)
            _narrow(1.0 / size, residual, right)  # float32 would run short of range
            preconditioner.cycle(0, right, z)
            error = np.sqrt(abs(_dot(residual, z)) * size / power)
            if not error > tolerance or iterations == max_iterations:
                break
            _turn(size, z, size * _dot(z, image) / direction_power if iterations else 0.0, direction)
            direction_power = _apply(*bonds, direction, image)
            gain = _dot(direction, residual)
            if not direction_power > 0.0:
                break
            square = _advance(gain / direction_power, direction, image, x, residual)
            power -= gain**2 / direction_power
            iterations += 1
            error = 0.0
        power, inward, outward, square = _balance(*bonds, source, x)
        residual_norm = np.sqrt(square / _dot(source, source))
    return Outcome(
        potential=x,
        conductance=power,
        error=float(error),
        residual=float(residual_norm),
        imbalance=2.0 * abs(inward - outward) / (inward + outward),
        iterations=iterations,
        converged=bool(error <= tolerance),
    )
