"""Where a run of a model of the bridge begins."""

from collections.abc import Sequence

from brimstone._records import record
from brimstone.solver.ensemble import Surroundings


@record
class Start:
    """Where a run begins, and what lies around the cathode.

    Attributes
    ----------
    states : sequence of float
        Local states, uniform through the depth, in the order of `brimstone.model.solid.State`.
    potential : float
        First guess of the potential between the conductors [V].
    surroundings : Surroundings
        Of one member.
    """

    states: Sequence[float]
    potential: float
    surroundings: Surroundings
