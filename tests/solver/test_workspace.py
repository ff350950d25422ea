"""The workspace's table: every array has memory of its own, and compiled code finds it there."""

import numpy as np
import pytest

from brimstone._compile import kernel
from brimstone.solver import _workspace
from brimstone.solver._workspace import Size, Workspace, _layout, _shapes, workspace_at
from brimstone.solver.ensemble import _SOLVER_FUNCTIONS
from tests.solver import reference_problem as reference


@kernel(allocates=False)
def _fill(address):
    """Write through attributes what `_sums` reads through others of the same memory."""
    work = workspace_at(address)
    for row in range(work.y.shape[0]):
        for node in range(work.y.shape[1]):
            work.y[row, node] = 1.0
            for stage in range(work.k.shape[0]):
                work.k[stage, row, node] = 10.0 + stage
    work.feeds[1, 0] = True


@kernel()
def _sums(address):
    work = workspace_at(address)
    feeds = np.zeros(2)
    for a in range(2):
        for e in range(2):
            feeds[a] += work.feeds[a, e]
    return work.y_line.sum(), work.k_line[5].sum(), work.y_i_line.sum(), feeds, work.c.shape


@pytest.mark.parametrize("nodes", [1, 7, 40])
@pytest.mark.parametrize("n", [1, 5])
@pytest.mark.parametrize("m", [0, 7])
def test_no_two_arrays_share_memory(n, nodes, m):
    table, size = _layout(Size(n, nodes, m, 9))
    shapes = _shapes(Size(n, nodes, m, 9))
    spans = sorted(
        (table[_workspace._PLACES[name] // _workspace._ENTRY, 0], 8 * int(np.prod(shape)))
        for name, shape in shapes.items()
    )
    ends = [start + length for start, length in spans]
    assert all(end <= start for end, (start, _) in zip(ends, spans[1:], strict=False))
    assert ends[-1] <= size
    assert all(start % 64 == 0 for start, _ in spans)


def test_compiled_code_finds_the_arrays_and_their_lines():
    functions = reference.FUNCTIONS._asdict() | _SOLVER_FUNCTIONS
    workspace = Workspace(functions, Size(2, 10, 1, 2))
    _fill(workspace.address)
    ones, last_stage, untouched, feeds, faces = _sums(workspace.address)
    wide = 3 * 16  # rows of a state, of ten nodes made up to sixteen
    assert (ones, last_stage, untouched) == (wide, 15.0 * wide, 0.0)
    assert list(feeds) == [0.0, 1.0]
    assert faces == (2, 11)
