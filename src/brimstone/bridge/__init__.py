"""Other people's formats: files of cyclers and impedance analysers, BDF, PyBaMM; and synthetic measurements."""

from brimstone.bridge.cycler import read_data, to_bdf
from brimstone.bridge.laboratory import synthetic

__all__ = ["read_data", "synthetic", "to_bdf"]
