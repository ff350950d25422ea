"""Files of cyclers and impedance analysers, recognised by their content, as one table whatever the instrument."""

from brimstone.bridge.cycler._read import read_data
from brimstone.result.bdf import to_bdf

__all__ = ["read_data", "to_bdf"]
