"""Resistance of the cell as assembled against a small direct current: what is read off before the first cycle."""

from collections.abc import Mapping
from typing import NamedTuple

#: Part of the resistance -> what it is.
RESISTANCES: Mapping[str, str] = {
    "anode": "kinetics and interface of the negative electrode",
    "electrolyte layer": "ohmic resistance of the separator",
    "contacts": "interfaces of cathode with separator and collector",
    "ionic path": "ion conduction through the composite cathode",
    "electronic path": "electron conduction through the cathode, and through what ions do not reach of it",
    "charge transfer": "sulfur conversion at the reaction area, in parallel with the electrolyte's own redox",
}


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
