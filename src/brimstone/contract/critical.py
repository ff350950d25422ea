"""What ``brimstone ccd`` prints with ``--json``."""

from collections.abc import Mapping

from brimstone.contract.base import CommandRecord, Measure, Number, Record, key


class CriticalPointRecord(Record):
    """A stepped test at one pressure and temperature."""

    stack_pressure_MPa: float = key("Stack pressure as assembled.", "MPa")
    temperature_degC: float = key("Temperature.", "degC")
    critical_current_mA_cm2: Measure = key("Highest current at which every half cycle was passed.", "mA/cm2")
    failed_at_mA_cm2: Number = key("Current at which one was not, nominal member; null where all were.", "mA/cm2")
    end: str = key("How the test of the nominal member ended.")
    ends: Mapping[str, float] = key("Share of all members by how their test ended.", "1")
    resistance_ohm_cm2: Measure = key("Of the cell as assembled: both interfaces and the separator.", "ohm cm2")


class CriticalRecord(CommandRecord):
    """Critical currents of a symmetric cell."""

    source: str = key("File or name of the recipe, as typed.")
    recipe: str = key("Name of the recipe.")
    electrode: str = key("Material on both sides.")
    separator: str = key("Layers between them.")
    currents_mA_cm2: list[float] = key("Magnitudes, step by step.", "mA/cm2")
    capacity_mAh_cm2: float | None = key("That a half cycle passes; null where its time is given.", "mAh/cm2")
    half_cycle_h: float | None = key("Time of a half cycle; null where its capacity is given.", "h")
    cycles: int = key("Cycles at each current.", "1", minimum=1)
    members: int = key("Members of each ensemble with the nominal one.", "1", minimum=1)
    tests: list[CriticalPointRecord] = key("One for each pressure and temperature.")
