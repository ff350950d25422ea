"""The resistor network of a voxel structure, and how it is coarsened.

Nodes are conducting voxels, bonds join face neighbours. Everything is kept as a graph rather than as a grid, so that
blocked voxels cost nothing and the same few kernels serve every level of the multigrid method.

Order of nodes. Voxels are numbered along the Z-order (Morton) curve, so the nodes of every box of 2 x 2 x 2, of
4 x 4 x 4, ... are neighbours in memory, on every level, and boxes can be worked on by different threads without sharing
anything. A box is *red* or *black* by the parity of its position: bonds never join two boxes of one colour.

Coarsening. Nodes of a box are joined into one coarse node only where they hang together well: two groups merge when
the bonds between them are at least `threshold` times all bonds of the weaker group. A thin insulating sheet inside a
box therefore keeps the potentials on its sides apart, which a plain 2 x 2 x 2 grid could not (the idea of quality-aware
aggregation: Napov and Notay, SIAM J. Sci. Comput. 34 (2012) A1079, doi:10.1137/100818509). The conductance of a coarse
bond is the sum of the fine bonds it represents, i.e. the Galerkin product with piecewise constant interpolation.

Bonds are float32: rounding a conductance by 6e-8 changes the effective one by no more than 6e-8.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np

from brimstone._jit import kernel, numba

_prange = numba.prange

#: Nodes per thread below which waking another thread does not pay; more on a busy machine.
_NODES_PER_THREAD = 100_000


class Network(NamedTuple):
    """Resistors between nodes, in compressed rows: the bonds of node i are `row[i]` to `row[i + 1]`."""

    position: np.ndarray  #: uint16 (nodes, 3), voxel or box that each node stands for
    row: np.ndarray  #: int64 (nodes + 1,)
    middle: np.ndarray  #: int64 (nodes,); bonds to nodes that a sweep visits earlier come before this one
    neighbour: np.ndarray  #: int32, per bond
    conductance: np.ndarray  #: float32, per bond
    ground: np.ndarray  #: float32 (nodes,), conductance to both electrodes


@contextmanager
def threads_worth(nodes: int) -> Iterator[None]:
    """Run kernels with a number of threads suited to `nodes`, within the limit of the caller."""
    most = numba.get_num_threads()
    numba.set_num_threads(min(most, 1 + nodes // _NODES_PER_THREAD))
    try:
        yield
    finally:
        numba.set_num_threads(most)


@kernel()
def _every_third_bit(code):
    """Gather bits 0, 3, 6, ... of a Morton code."""
    code &= 0x1249249249249249
    code = (code ^ (code >> 2)) & 0x10C30C30C30C30C3
    code = (code ^ (code >> 4)) & 0x100F00F00F00F00F
    code = (code ^ (code >> 8)) & 0x1F0000FF0000FF
    return (code ^ (code >> 16)) & 0x1F00000000FFFF


@kernel()
def number_nodes(active, count):
    """Number the `count` true voxels of `active` along the Morton curve.

    Returns
    -------
    number : int32 array like `active`
        Node number of each voxel, -1 where there is none.
    position : uint16 array (count, 3)
        Where each node sits.
    """
    nx, ny, nz = active.shape
    number = np.full((nx, ny, nz), np.int32(-1), np.int32)
    position = np.empty((count, 3), np.uint16)
    side = 1
    while side < max(nx, ny, nz):
        side *= 2
    end = side**3
    code = 0
    node = 0
    while code < end:
        x, y, z = _every_third_bit(code >> 2), _every_third_bit(code >> 1), _every_third_bit(code)
        if x >= nx or y >= ny or z >= nz:  # skip the largest aligned cube that starts here: all of it is outside
            jump = 1
            while code % (jump * 8) == 0 and jump * 8 <= end:
                jump *= 8
            code += jump
            continue
        if active[x, y, z]:
            number[x, y, z] = node
            position[node, 0], position[node, 1], position[node, 2] = x, y, z
            node += 1
        code += 1
    return number, position


@kernel()
def _is_earlier(position, i, j):
    """Return whether the forward sweep visits node j before node i: red boxes first, then in order of number."""
    colour_i = ((position[i, 0] >> 1) + (position[i, 1] >> 1) + (position[i, 2] >> 1)) & 1
    colour_j = ((position[j, 0] >> 1) + (position[j, 1] >> 1) + (position[j, 2] >> 1)) & 1
    if colour_i != colour_j:
        return colour_j < colour_i
    return j < i


@kernel()
def _next_to(number, position, i, axis, side):
    """Node of the voxel next to that of node i, behind it along an axis (`side` 1) or before it (-1); -1 for none."""
    x, y, z = np.int64(position[i, 0]), np.int64(position[i, 1]), np.int64(position[i, 2])
    if axis == 0:
        x += side
    elif axis == 1:
        y += side
    else:
        z += side
    inside = 0 <= x < number.shape[0] and 0 <= y < number.shape[1] and 0 <= z < number.shape[2]
    return np.int64(number[x, y, z]) if inside else np.int64(-1)


@kernel(parallel=True)
def voxel_bonds(number, position, phases, table):
    """Bonds between conducting voxels that share a face.

    Parameters
    ----------
    number, position : from `number_nodes`
    phases : uint8 array (nx, ny, nz)
    table : float64 array (3, phases, phases)
        Conductance of a bond along x, y and z between two phases.

    Returns
    -------
    row, middle, neighbour, conductance
        As in `Network`.
    """
    count = position.shape[0]
    row = np.zeros(count + 1, np.int64)
    for i in _prange(count):
        degree = 0
        for axis in range(3):
            for side in (-1, 1):
                if _next_to(number, position, i, axis, side) >= 0:
                    degree += 1
        row[i + 1] = degree
    row = np.cumsum(row)
    middle = np.empty(count, np.int64)
    neighbour = np.empty(row[count], np.int32)
    conductance = np.empty(row[count], np.float32)
    for i in _prange(count):
        first, last = row[i], row[i + 1] - 1
        phase = phases[position[i, 0], position[i, 1], position[i, 2]]
        for axis in range(3):
            for side in (-1, 1):
                j = _next_to(number, position, i, axis, side)
                if j < 0:
                    continue
                if _is_earlier(position, i, j):
                    place = first
                    first += 1
                else:
                    place = last
                    last -= 1
                neighbour[place] = j
                beyond = phases[position[j, 0], position[j, 1], position[j, 2]]
                conductance[place] = table[axis, phase, beyond]
        middle[i] = first
    return row, middle, neighbour, conductance


@kernel()
def find_boxes(position):
    """First node of every 2 x 2 x 2 box (with the node count as last entry), and the box's colour (0 red, 1 black)."""
    count = position.shape[0]
    start = np.empty(count + 1, np.int32)
    colour = np.empty(count, np.uint8)
    boxes = 0
    for i in range(count):
        x, y, z = position[i, 0] >> 1, position[i, 1] >> 1, position[i, 2] >> 1
        if i > 0 and x == position[i - 1, 0] >> 1 and y == position[i - 1, 1] >> 1 and z == position[i - 1, 2] >> 1:
            continue
        start[boxes] = i
        colour[boxes] = (x + y + z) & 1
        boxes += 1
    start[boxes] = count
    return start[: boxes + 1].copy(), colour[:boxes].copy()


@kernel(parallel=True)
def diagonal(row, conductance, ground):
    """Sum of all conductances that end at each node, that to the electrodes (`ground`) included."""
    total = np.empty(ground.size, np.float32)
    for i in _prange(ground.size):
        here = np.float64(ground[i])
        for k in range(row[i], row[i + 1]):
            here += conductance[k]
        total[i] = here
    return total


@kernel()
def _best_partner(a, bond, weight, alive):
    """Group that `a` hangs together with best, and how well: bonds between the two over all bonds of the weaker."""
    partner, quality = -1, 0.0
    for b in range(alive.size):
        if alive[b] and b != a and bond[a, b] > 0.0:
            candidate = bond[a, b] / min(weight[a], weight[b])
            if candidate > quality:
                partner, quality = b, candidate
    return partner, quality


@kernel()
def _join_box(start, stop, row, neighbour, conductance, total, threshold, group):
    """Join nodes `start` to `stop` of one box into groups, best bonds first; return how many groups are left."""
    size = stop - start
    bond = np.zeros((size, size))
    weight = np.empty(size)
    member = np.arange(size)
    alive = np.ones(size, np.bool_)
    partner = np.empty(size, np.int64)
    quality = np.empty(size)
    for c in range(size):
        weight[c] = total[start + c]
        for k in range(row[start + c], row[start + c + 1]):
            if start <= neighbour[k] < stop:
                bond[c, neighbour[k] - start] = conductance[k]
    for c in range(size):
        partner[c], quality[c] = _best_partner(c, bond, weight, alive)
    while True:
        a = np.argmax(quality)
        b = partner[a]
        if b < 0 or quality[a] < threshold:
            break
        alive[b] = False
        quality[b] = -1.0
        weight[a] = max(weight[a], weight[b])
        for c in range(size):
            if member[c] == b:
                member[c] = a
            if alive[c] and c != a:
                bond[a, c] += bond[b, c]
                bond[c, a] = bond[a, c]
        for c in range(size):
            if alive[c] and (c == a or bond[c, a] > 0.0 or partner[c] == b):
                partner[c], quality[c] = _best_partner(c, bond, weight, alive)
    groups = 0
    for leader in range(size):
        if alive[leader]:
            for c in range(size):
                if member[c] == leader:
                    group[start + c] = groups
            groups += 1
    return groups


@kernel(parallel=True)
def join_nodes(start, row, neighbour, conductance, total, threshold):
    """Coarse node of every node, and the number of coarse nodes; see the module's head for the rule."""
    boxes = start.size - 1
    group = np.empty(total.size, np.int32)
    offset = np.zeros(boxes + 1, np.int64)
    for box in _prange(boxes):
        offset[box + 1] = _join_box(start[box], start[box + 1], row, neighbour, conductance, total, threshold, group)
    offset = np.cumsum(offset)
    for box in _prange(boxes):
        for i in range(start[box], start[box + 1]):
            group[i] += offset[box]
    return group, offset[boxes]


@kernel(parallel=True)
def coarse_bonds(start, position, row, neighbour, conductance, ground, group, count):
    """Contents of the `Network` of the `count` coarse nodes."""
    boxes = start.size - 1
    coarse_position = np.empty((count, 3), np.uint16)
    coarse_ground = np.zeros(count, np.float32)
    room = np.zeros(count + 1, np.int64)
    for box in _prange(boxes):
        for i in range(start[box], start[box + 1]):
            own = group[i]
            coarse_ground[own] += ground[i]
            for axis in range(3):
                coarse_position[own, axis] = position[i, axis] >> 1
            for k in range(row[i], row[i + 1]):
                if group[neighbour[k]] != own:
                    room[own + 1] += 1
    room = np.cumsum(room)
    loose_neighbour = np.empty(room[count], np.int32)
    loose_conductance = np.empty(room[count], np.float64)
    coarse_row = np.zeros(count + 1, np.int64)
    for box in _prange(boxes):
        for i in range(start[box], start[box + 1]):
            own = group[i]
            first = room[own]
            for k in range(row[i], row[i + 1]):
                other = group[neighbour[k]]
                if other == own:
                    continue
                end = first + coarse_row[own + 1]
                place = first
                while place < end and loose_neighbour[place] != other:
                    place += 1
                if place == end:
                    loose_neighbour[place] = other
                    loose_conductance[place] = conductance[k]
                    coarse_row[own + 1] += 1
                else:
                    loose_conductance[place] += conductance[k]
    degree = coarse_row[1:].copy()
    coarse_row = np.cumsum(coarse_row)
    middle = np.empty(count, np.int64)
    coarse_neighbour = np.empty(coarse_row[count], np.int32)
    coarse_conductance = np.empty(coarse_row[count], np.float32)
    for i in _prange(count):
        first, last = coarse_row[i], coarse_row[i + 1] - 1
        for k in range(room[i], room[i] + degree[i]):
            if _is_earlier(coarse_position, i, loose_neighbour[k]):
                place = first
                first += 1
            else:
                place = last
                last -= 1
            coarse_neighbour[place] = loose_neighbour[k]
            coarse_conductance[place] = loose_conductance[k]
        middle[i] = first
    return coarse_position, coarse_row, middle, coarse_neighbour, coarse_conductance, coarse_ground
