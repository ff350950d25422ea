"""A sulfur cathode whose electrolyte dissolves polysulfides: liquids, gels, and polymers that take polysulfides up.

The cathode passes current by two steps, S8 to Li2S4 and Li2S4 to Li2S; lithium itself reduces long chains that reach
it, without current. So the rates of the states times their charges are the current: three quarters of the sulfur's for
sulfide and dead, minus one quarter for sulfur and shuttled, none for lost.

Of `GEL` each node keeps its own solution, in two places. Depth matters little where ions and electrons move easily, and
polysulfides with them; where they don't, in gels and polymers, `GEL_THROUGH_DEPTH` has a field of what is dissolved.
See docs/decisions/0006-dissolved-sulfur and 0022-depth-of-dissolved-sulfur.
"""

from brimstone.model.gel.depth.model import GEL_THROUGH_DEPTH
from brimstone.model.gel.model import GEL
from brimstone.model.gel.parameters import Parameter, State

__all__ = ["GEL", "GEL_THROUGH_DEPTH", "Parameter", "State"]
