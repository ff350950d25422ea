"""What ``brimstone ccd`` prints with ``--json``."""

from collections.abc import Mapping

from brimstone.constants import HOUR, MA_CM2, MAH_CM2, MPA, OHM_CM2, ZERO_CELSIUS
from brimstone.contract.base import CommandRecord, Measure, Number, Record, key
from brimstone.study.critical import CriticalCurrents, CriticalPoint


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
    currents_mA_cm2: list[float] = key("Currents of the steps.", "mA/cm2")
    capacity_mAh_cm2: float | None = key("That a half cycle passes; null where its time is given.", "mAh/cm2")
    half_cycle_h: float | None = key("Time of a half cycle; null where its capacity is given.", "h")
    cycles: int = key("Cycles at each current.", "1", minimum=1)
    members: int = key("Members of each ensemble with the nominal one.", "1", minimum=1)
    tests: list[CriticalPointRecord] = key("One for each pressure and temperature.")


def critical_record(found: CriticalCurrents, source: str) -> CriticalRecord:
    """The record of a study."""
    test = found.test
    return CriticalRecord(
        source=source,
        recipe=found.recipe.name,
        electrode=found.electrode,
        separator=found.layers,
        currents_mA_cm2=[current / MA_CM2 for current in test.currents],
        capacity_mAh_cm2=None if test.charge is None else test.charge / MAH_CM2,
        half_cycle_h=None if test.half is None else test.half / HOUR,
        cycles=test.cycles,
        members=found.members,
        tests=[_point(point) for point in found.points],
    )


def _point(point: CriticalPoint) -> CriticalPointRecord:
    result = point.result
    return CriticalPointRecord(
        stack_pressure_MPa=point.pressure / MPA,
        temperature_degC=point.temperature - ZERO_CELSIUS,
        critical_current_mA_cm2=result.critical.times(1 / MA_CM2),
        failed_at_mA_cm2=float(result.failed[0]) / MA_CM2,
        end=result.end()[0],
        ends=result.shares,
        resistance_ohm_cm2=result.resistance.times(1 / OHM_CM2),
    )
