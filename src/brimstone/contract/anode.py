"""What ``run --json`` tells of the anode: its limits, and how lithium wets what it was laid on."""

import math

from brimstone.constants import HOUR, MA_CM2
from brimstone.contract.base import Measure, Number, Record, key
from brimstone.model.lithium import LIMITS
from brimstone.result import Lithium, Wetted


class WettingRecord(Record):
    """How lithium wets what it was melted or pressed on, nominal values."""

    on: str = key("The electrolyte, or the layer deposited on it.")
    work_of_adhesion_J_m2: Number = key("Work of adhesion.", "J/m2")
    contact_angle_deg: Number = key("Contact angle of molten lithium; below 90 it wets.", "degrees")
    filled: Number = key("Fraction of the rough surface that is filled.", "1")


class AnodeRecord(Record):
    """Limits of the anode."""

    critical_current_mA_cm2: Measure = key(
        "The lowest of the limits; null when the library knows too little.", "mA/cm2"
    )
    limited_by: str | None = key("The lowest limit.", enum=[*LIMITS, None])
    limits_mA_cm2: dict[str, Number] = key(
        "Critical current by cause: voids on stripping (discharge), flaws of the electrolyte that plated lithium "
        "cracks open (charge), lithium metal that plates on another anode (charge), dendrites through "
        "a polymer or gel (charge), salt depletion (both).",
        "mA/cm2",
        propertyNames={"enum": list(LIMITS)},
    )
    exceeded: bool = key("Whether the protocol exceeds a limit in its direction, nominal member.")
    time_to_short_h: Measure = key(
        "Until lithium has grown through the electrolyte at the stack pressure and the largest current of charge; null "
        "where it does not, or where the recipe of a ceramic gives no pressure.",
        "h",
    )
    stiffness_ratio: Measure = key(
        "Shear modulus of the electrolyte at the lithium over twice that of lithium (Monroe and Newman ask for one); "
        "null for other anodes.",
        "1",
    )
    wetting: WettingRecord | None = key(
        "Of lithium on the electrolyte or a deposited layer; null where it was neither melted nor pressed on one of a "
        "known work of adhesion."
    )


def anode_record(lithium: Lithium) -> AnodeRecord:
    """Limits of an anode for programs."""
    current, time = lithium.critical_current, lithium.time_to_short
    return AnodeRecord(
        critical_current_mA_cm2=None if current is None else current.times(1 / MA_CM2),
        limited_by=lithium.limited_by,
        limits_mA_cm2={name: figure.value / MA_CM2 for name, figure in lithium.limits.items()},
        exceeded=lithium.exceeded,
        time_to_short_h=None if time is None else time.times(1 / HOUR),
        stiffness_ratio=lithium.stiffness_ratio,
        wetting=None if lithium.wetting is None else _wetting(lithium.wetting),
    )


def _wetting(of: Wetted) -> WettingRecord:
    return WettingRecord(
        on=of.on,
        work_of_adhesion_J_m2=of.adhesion.value,
        contact_angle_deg=math.degrees(of.angle.value),
        filled=of.filled.value,
    )
