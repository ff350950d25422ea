"""Other people's formats: files of cyclers and impedance analysers, BDF, PyBaMM; and synthetic measurements."""

from brimstone.bridge.cycler import read_data, to_bdf
from brimstone.bridge.laboratory import synthetic, synthetic_cells

__all__ = ["read_data", "synthetic", "synthetic_cells", "to_bdf"]
