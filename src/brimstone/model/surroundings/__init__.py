"""What lies around the cathode of a cell, and what happens to it: anode, fixture, layers, contacts.

The same for every cathode model; the solver joins both.
"""

from brimstone.model.surroundings import laws
from brimstone.model.surroundings.kernels import Followed, assembled, follow, surround, surround_slopes
from brimstone.model.surroundings.parameters import SCALES, Around, State, scales_of

__all__ = [
    "SCALES",
    "Around",
    "Followed",
    "State",
    "assembled",
    "follow",
    "laws",
    "scales_of",
    "surround",
    "surround_slopes",
]
