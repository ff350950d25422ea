"""The gel model with a field of dissolved sulfur through cathode and separator.

See docs/decisions/0022-depth-of-dissolved-sulfur.
"""

from brimstone.model.gel.depth.model import GEL_THROUGH_DEPTH
from brimstone.model.gel.depth.parameters import Parameter, State

__all__ = ["GEL_THROUGH_DEPTH", "Parameter", "State"]
