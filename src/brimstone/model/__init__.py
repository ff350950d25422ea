"""Physics assembled into equations to solve."""

from brimstone.model.cathode_model import HEAT_SOURCES, LOSSES, CathodeModel

__all__ = ["HEAT_SOURCES", "LOSSES", "CathodeModel"]
