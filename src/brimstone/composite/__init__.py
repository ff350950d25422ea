"""From powders, mixing and pressing to what the composite cathode conducts, touches and reaches.

The analytic tier is here: pure functions on arrays (`fractions`, `densification`, `percolation`, `conduction`,
`contacts`, `mixing`, `infiltration`) and `build`, which puts them together for a recipe. The voxel tier, which checks
it, is the subpackage `voxel`.
"""

from brimstone.composite.build import build, reached
from brimstone.composite.composite import Composite
from brimstone.composite.gather import hardness
from brimstone.composite.ternary import TernaryMap, ternary_grid, ternary_map

__all__ = [
    "Composite",
    "TernaryMap",
    "build",
    "hardness",
    "reached",
    "ternary_grid",
    "ternary_map",
]
