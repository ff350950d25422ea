"""Other people's formats: files of cyclers and impedance analysers, BDF, PyBaMM."""

from brimstone.bridge.cycler import read_data, to_bdf

__all__ = ["read_data", "to_bdf"]
