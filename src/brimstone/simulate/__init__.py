"""A recipe becomes a run: the nominal cell, the samples about it, and what each loss costs."""

from brimstone.simulate.parts import Recorder
from brimstone.simulate.run import provenance, simulate
from brimstone.simulate.settings import MEMBERS, NODES, Progress, Settings, affordable_members

__all__ = ["MEMBERS", "NODES", "Progress", "Recorder", "Settings", "affordable_members", "provenance", "simulate"]
