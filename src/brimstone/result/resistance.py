"""Resistance of the cell as assembled against a small direct current: what is read off before the first cycle."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from brimstone.result.step import Step

#: Part of the resistance -> what it is.
RESISTANCES: Mapping[str, str] = {
    "anode": "kinetics and interface of the negative electrode",
    "electrolyte layer": "ohmic resistance of the separator",
    "contacts": "interfaces of cathode with separator and collector",
    "ionic path": "ion conduction through the composite cathode",
    "electronic path": "electron conduction through the cathode, and through what ions do not reach of it",
    "charge transfer": "sulfur conversion at the reaction area, in parallel with the electrolyte's own redox",
}

REACTION = "charge transfer"  #: the part of `RESISTANCES` that falls as current rises; all others are in series with it


@dataclass(frozen=True)
class Beginning:
    """What the reaction takes where current first flows.

    Attributes
    ----------
    label : str
        Of the step.
    current : float
        [A/m2]
    lost : float
        To kinetics and film of the reaction, beside what the resistances in series with it take, nominal [V].
    """

    label: str
    current: float
    lost: float


def beginning(step: Step) -> Beginning | None:
    """What the reaction takes where a step begins; None where no current flows or losses are not known."""
    current = float(abs(step.curve.current[0])) if step.curve.current.size else 0.0
    if step.losses is None or not current > 0.0:
        return None
    lost = sum(float(volts[0]) for name, volts in step.losses.volts.items() if name not in RESISTANCES)
    return Beginning(step.instruction.label, current, lost) if np.isfinite(lost) else None


class InterfaceKind(NamedTuple):
    """One of the four interfaces of a solid-state cell: what it is, and the parts of `RESISTANCES` that lie there."""

    meaning: str
    parts: tuple[str, ...]


#: The four types of interfaces of Qi et al. 2024 (doi:10.1007/s40820-023-01306-z), whose resistances add up to all.
INTERFACES: Mapping[str, InterfaceKind] = {
    "I": InterfaceKind("negative electrode | electrolyte", ("anode",)),
    "II": InterfaceKind("within the electrolyte: grains and their boundaries", ("electrolyte layer",)),
    "III": InterfaceKind("cathode | electrolyte, and collector", ("contacts",)),
    "IV": InterfaceKind("within the cathode composite", ("ionic path", "electronic path", "charge transfer")),
}
