"""What was done to the interfaces of a cell, and what resistance is left of each."""

from brimstone.interface.interfaces import Collector, Growth, Interface, Interfaces, SeriesLayer, build
from brimstone.interface.liquid_film import film_speed
from brimstone.interface.wetted import Wetting

__all__ = ["Collector", "Growth", "Interface", "Interfaces", "SeriesLayer", "Wetting", "build", "film_speed"]
