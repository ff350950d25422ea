"""Cycles of a run, one by one, and what took their capacity."""

from typing import Any

import numpy as np

from brimstone.constants import MAH_G
from brimstone.contract.base import Number, Record, key
from brimstone.result.cycling import CyclesOfStep, interval
from brimstone.result.fade import Fade

_PER = "per gram of sulfur, or of the active material without any"


class CyclingRecord(Record):
    """Cycles of one step at the same currents: lists with a number for each of them, null where it was not run."""

    step: int = key("Place of the step in the protocol, from 1.", "1", minimum=1)
    cycle: list[int] = key("Numbers of the cycles, counted through the protocol.", "1")
    charge_mAh_g: list[Number] = key(f"Of the charge, {_PER}, nominal.", "mAh/g")
    discharge_mAh_g: list[Number] = key(f"Of the discharge, {_PER}, nominal.", "mAh/g")
    discharge_of_sulfur_mAh_g: list[Number] = key(
        "Share of the discharge that the conversion of sulfur passed, nominal; the rest is redox of the electrolyte.",
        "mAh/g",
    )
    retention: list[Number] = key(
        "Discharge over that of the second of these cycles, the first complete one, nominal.", "1"
    )
    retention_low: list[Number] | None = key("Lower end of the 80 % interval of `retention`.", "1", optional=True)
    retention_high: list[Number] | None = key("Upper end of the 80 % interval of `retention`.", "1", optional=True)
    retention_of_sulfur: list[Number] = key("The same of what sulfur's conversion passed, nominal.", "1")
    retention_of_sulfur_low: list[Number] | None = key("Lower end of its 80 % interval.", "1", optional=True)
    retention_of_sulfur_high: list[Number] | None = key("Upper end of its 80 % interval.", "1", optional=True)
    discharge_over_charge: list[Number] = key(
        "Coulombic efficiency: the discharge over the charge before it, nominal.", "1"
    )
    charge_over_discharge: list[Number] = key(
        "Coulombic efficiency as of half cells of sulfur: the charge over the discharge before it, nominal.", "1"
    )


class FadeRecord(Record):
    """What took the capacity from one cycle to a later one, by repeating the protocol with one mechanism absent."""

    first_cycle: int = key("First cycle of the interval.", "1", minimum=1)
    last_cycle: int = key("Last cycle of the interval.", "1", minimum=1)
    first_mAh_g: Number = key(f"Capacity of its discharge, {_PER}, nominal.", "mAh/g")
    last_mAh_g: Number = key("The same of the last cycle.", "mAh/g")
    lost_mAh_g: Number = key("Lost in between; negative where the capacity grew.", "mAh/g")
    by_mAh_g: dict[str, Number] = key(
        "How much less would have been lost without each mechanism; negative where it held up the capacity.", "mAh/g"
    )
    by_low_percent: dict[str, Number] | None = key(
        "Lower end of the 80 % interval of the same, over the capacity of the first cycle.", "%", optional=True
    )
    by_high_percent: dict[str, Number] | None = key("Upper end of that interval.", "%", optional=True)
    together_mAh_g: Number = key("What remains: lost by several mechanisms together, or by none of them.", "mAh/g")


def cycling_record(cycles: CyclesOfStep, mass: float) -> CyclingRecord:
    """Cycles of a step per `mass` of what capacities are given per [kg/m2]."""

    def listed(values: np.ndarray) -> list[float | None]:
        return [float(one) for one in values]

    retentions = {"retention": cycles.retention, "retention_of_sulfur": cycles.retention_of_sulfur}
    kept: dict[str, Any] = {name: listed(values[0]) for name, values in retentions.items()}
    if len(cycles.discharge) > 1:
        for name, values in retentions.items():
            low, high = interval(values)
            kept |= {f"{name}_low": listed(low), f"{name}_high": listed(high)}
    per = mass * MAH_G
    return CyclingRecord(
        step=cycles.step + 1,
        cycle=[int(one) for one in cycles.cycle],
        charge_mAh_g=listed(cycles.charge[0] / per),
        discharge_mAh_g=listed(cycles.discharge[0] / per),
        discharge_of_sulfur_mAh_g=listed(cycles.discharge_of_sulfur[0] / per),
        discharge_over_charge=listed(cycles.discharge_over_charge[0]),
        charge_over_discharge=listed(cycles.charge_over_discharge[0]),
        **kept,
    )


def fade_record(fade: Fade, mass: float) -> FadeRecord:
    """A fade per `mass` of what capacities are given per [kg/m2]."""
    per = mass * MAH_G
    low, high = (
        dict[str, float | None]({name: 100.0 * ends[side] for name, ends in fade.intervals.items()}) for side in (0, 1)
    )
    return FadeRecord(
        first_cycle=fade.first,
        last_cycle=fade.last,
        first_mAh_g=fade.before / per,
        last_mAh_g=fade.after / per,
        lost_mAh_g=fade.lost / per,
        by_mAh_g={name: lost / per for name, lost in fade.by.items()},
        by_low_percent=low or None,
        by_high_percent=high or None,
        together_mAh_g=fade.interaction / per,
    )
