"""What was done to the interfaces of a cell, and what resistance is left of each."""

from brimstone.interface.interfaces import Collector, Growth, Interface, Interfaces, SeriesLayer, build

__all__ = ["Collector", "Growth", "Interface", "Interfaces", "SeriesLayer", "build"]
