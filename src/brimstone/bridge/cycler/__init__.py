"""Files of cyclers and impedance analysers, recognised by their content, as one table whatever the instrument."""

from brimstone.bridge.cycler._digitised import Drawn, read_digitised
from brimstone.bridge.cycler._read import read_data
from brimstone.result.bdf import to_bdf

__all__ = ["Drawn", "read_data", "read_digitised", "to_bdf"]
