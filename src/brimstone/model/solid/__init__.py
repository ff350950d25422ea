"""A composite sulfur cathode with a single-ion electrolyte.

Every process is present; one that is not wanted has a zero constant. The turnover stands for what a cell has been
through: fresh Li2S resists its first charge until some of it is turned over; each time that sulfur shrinks it loses
contact, and cracks cut ion paths.

The net reduction current of a node is the sum of the states' rates times their charges (positive for conversion and
reduction, negative for the others).
"""

from brimstone.model.solid.model import SOLID
from brimstone.model.solid.parameters import Parameter, State

__all__ = ["SOLID", "Parameter", "State"]
