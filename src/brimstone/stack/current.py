"""How the current spreads over a large electrode: two foils with tabs, and the cell between them.

In each foil div(t sigma grad phi) = -j or +j with the current density j of the cell between them, which is linear in
the voltage there: j = (E - (phi+ - phi-))/r about the current that is drawn. Foils end at insulated edges and at their
tabs.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from brimstone._records import record

if TYPE_CHECKING:
    from scipy import sparse

#: Cells of the grid along the longer edge of the electrode.
CELLS = 60


@record
class Spread:
    """Distribution of the current.

    Attributes
    ----------
    x, y : ndarray (nx,), (ny,)
        Centres of the grid along width and height [m]; the tabs are where y is largest.
    current : ndarray (ny, nx)
        Current density over its mean [-].
    resistance : float
        Of one unit from tab to tab [ohm].
    in_plane : float
        Part of it added by the foils, compared with a uniform current [ohm].
    """

    x: np.ndarray
    y: np.ndarray
    current: np.ndarray
    resistance: float
    in_plane: float

    @property
    def spread(self) -> float:
        """Largest less smallest current density, over the mean [-]."""
        return float(np.ptp(self.current))

    @property
    def hottest(self) -> tuple[float, float, float]:
        """Place of the largest current density (x, y) [m], and that over the mean."""
        row, column = np.unravel_index(int(np.argmax(self.current)), self.current.shape)
        return float(self.x[column]), float(self.y[row]), float(self.current[row, column])


@dataclass(frozen=True)
class Tab:
    """Where a foil is led out: on the edge at ``y = height`` (`top`) or ``y = 0``, from `start` to `end` [m]."""

    top: bool
    start: float
    end: float


def spread_of_current(
    width: float,
    height: float,
    sheets: tuple[float, float],
    area_resistance: float,
    tabs: tuple[Tab, Tab],
    cells: int = CELLS,
) -> Spread:
    """Distribution of a small or steady current over one unit.

    Parameters
    ----------
    width, height : float
        Of the electrode [m].
    sheets : tuple of float
        Conductance of a square of the cathode's and of the anode's foil, t sigma [S].
    area_resistance : float
        -dV/dj of the cell between them [ohm m2].
    tabs : tuple of Tab
        Of the cathode's and of the anode's foil.
    cells : int
        Of the grid along the longer edge.

    Returns
    -------
    Spread

    Notes
    -----
    Finite volumes, of second order where tabs end with the grid. With tabs over the whole width, both at the top, it is
    the strip j ~ cosh(y/l), l2 = r/(1/s+ + 1/s-), whose resistance is r coth(h/l)/(w l).
    """
    from scipy import sparse  # here, as a report needs this module's types alone
    from scipy.sparse.linalg import spsolve

    longest = max(width, height)
    nx, ny = (max(4, round(cells * edge / longest)) for edge in (width, height))
    dx, dy = width / nx, height / ny
    area = dx * dy
    through = area / area_resistance
    foils = [_foil(nx, ny, dx, dy, sheet, tab) for sheet, tab in zip(sheets, tabs, strict=True)]
    coupling = through * sparse.identity(nx * ny, format="csr")
    # Both potentials count from that of their tab, and the drive E less the voltage between the tabs is one volt.
    system = sparse.bmat([[foils[0] + coupling, -coupling], [-coupling, foils[1] + coupling]], format="csc")
    drive = np.full(nx * ny, through)
    potentials = spsolve(system, np.concatenate([drive, -drive]))
    above, below = np.split(potentials, 2)
    density = ((1.0 - above + below) / area_resistance).reshape(ny, nx)
    mean = float(density.mean())
    resistance = 1.0 / (mean * width * height)
    return Spread(
        x=(np.arange(nx) + 0.5) * dx,
        y=(np.arange(ny) + 0.5) * dy,
        current=density / mean,
        resistance=resistance,
        in_plane=resistance - area_resistance / (width * height),
    )


def _foil(nx: int, ny: int, dx: float, dy: float, sheet: float, tab: Tab) -> "sparse.csr_matrix":
    """Conductances between the cells of a foil and to its tab [S]; rows of cells follow each other."""
    from scipy import sparse

    def chain(count: int, conductance: float) -> "sparse.csr_matrix":
        ends = np.full(count, 2.0 * conductance)
        ends[[0, -1]] = conductance
        between = np.full(count - 1, -conductance)
        return sparse.diags([between, ends, between], [-1, 0, 1], format="csr")

    along = sparse.kron(sparse.identity(ny), chain(nx, sheet * dy / dx))
    across = sparse.kron(chain(ny, sheet * dx / dy), sparse.identity(nx))
    edges = np.arange(nx + 1) * dx
    covered = np.clip(np.minimum(edges[1:], tab.end) - np.maximum(edges[:-1], tab.start), 0.0, None) / dx
    out = np.zeros(nx * ny)
    row = slice((ny - 1) * nx, None) if tab.top else slice(0, nx)
    out[row] = 2.0 * sheet * dx / dy * covered
    return (along + across + sparse.diags(out)).tocsr()
