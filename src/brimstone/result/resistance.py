"""Resistance of the cell as assembled against a small direct current: what is read off before the first cycle."""

from collections.abc import Mapping

#: Part of the resistance -> what it is.
RESISTANCES: Mapping[str, str] = {
    "anode": "kinetics and interface of the negative electrode",
    "electrolyte layer": "ohmic resistance of the separator",
    "contacts": "interfaces of cathode with separator and collector",
    "ionic path": "ion conduction through the composite cathode",
    "electronic path": "electron conduction through the cathode, and through what ions do not reach of it",
    "charge transfer": "sulfur conversion at the reaction area, in parallel with the electrolyte's own redox",
}
