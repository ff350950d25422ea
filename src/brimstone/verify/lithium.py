"""Sections B, E, F and K of the checklist where they speak of lithium: dendrites, creep, critical current."""

from brimstone.constants import HOUR, MA_CM2
from brimstone.result import Lithium
from brimstone.verify._cells import capacity, library, run
from brimstone.verify.row import Outcome, row

_CYCLE = "[{discharge: 0.1C, to: 1.0 V}, {charge: 0.1C, to: 3.0 V}]"


def _layer(electrolyte: str, more: str = "") -> str:
    return f"[{{electrolyte: '{electrolyte}', thickness: 500 um{more}}}]"


def _limits(**fields: str) -> Lithium:
    """Limits of lithium in a cell that is cycled once."""
    return run(**{"anode": "Li", "protocol": _CYCLE, "stack_pressure": "5 MPa", **fields}).lithium


def _critical(of: Lithium) -> float:
    """Critical current density [mA/cm2]; none known counts as zero."""
    return 0.0 if of.critical_current is None else of.critical_current.value / MA_CM2


def _stiffness(of: Lithium) -> float:
    return 0.0 if of.stiffness_ratio is None else of.stiffness_ratio.value


@row(
    "B9",
    "what each class is like to press and to wet",
    quotes=(
        "The poor wettability of inorganic SSEs against Li metal foil",
        "the high mechanical stiffness of inorganic SSEs can significantly increase the stress/strain at the "
        "electrode/electrolyte interface",
        "The deficient mechanical characteristics of polymer SSEs when subjected to high operating temperatures prove "
        "inadequate in suppressing Li dendrite growth",
    ),
    source="Qi 2024, section 1",
    expected="lithium does not wet oxides and sulfides, it does polymers; oxides are stiffer than sulfides and both "
    "stiff enough to keep lithium flat (Monroe and Newman), a polymer is not",
    tolerance="the order, one electrolyte a class",
)
def _mechanical_flags() -> Outcome:
    examples = {"oxide": "LLZO", "sulfide": "Li6PS5Cl", "polymer": "PEO-LiTFSI"}
    stiff = {
        kind: _stiffness(_limits(separator=_layer(name), temperature="60 degC")) for kind, name in examples.items()
    }
    wets = {kind: bool(library().material(name).rules["wetted_by_lithium"]) for kind, name in examples.items()}
    passed = stiff["oxide"] > 2.0 * stiff["sulfide"] > 2.0 > 2.0 * stiff["polymer"] > 0.0
    passed = passed and wets == {"oxide": False, "sulfide": False, "polymer": True}
    computed = "; ".join(
        f"{kind}: {'wetted' if wets[kind] else 'not wetted'}, {stiff[kind]:.2g} times the stiffness needed"
        for kind in examples
    )
    return Outcome(computed, passed, {f"{kind} over needed": ratio for kind, ratio in stiff.items()})


@row(
    "E12",
    "too much pressure on lithium",
    quotes=(
        "the low yield strength of lithium may cause it to squeeze out through microcracks in the SSE, thereby leading "
        "to mechanically induced short circuits",
    ),
    source="Qi 2024, section 2.1; times of doi:10.1002/aenm.201903253",
    expected="of pellets of 1 mm cycled at 75 uA/cm2 a short within a day at 75 MPa, after some 48 h at 25 MPa, none "
    "in 1000 h at 5 MPa",
    tolerance="laboratories differ at 75 MPa by a day; a factor of two of the 48 h",
)
def _squeezed() -> Outcome:
    hours = {}
    for pressure in (5, 25, 75):
        of = run(
            anode="{material: Li, pressed_at: 25 MPa}",
            separator="[{electrolyte: Li6PS5Cl, thickness: 1 mm, porosity: 18 %}]",
            protocol="[{discharge: 0.075 mA/cm2, to: 1 h}, {charge: 0.075 mA/cm2, to: 1 h}]",
            stack_pressure=f"{pressure} MPa",
        )
        short = of.lithium.time_to_short
        hours[pressure] = float("inf") if short is None else short.value / HOUR
    passed = hours[75] < 24.0 < hours[25] < 96.0 and hours[5] > 1000.0
    computed = ", ".join(f"{pressure} MPa {time:.2g} h" for pressure, time in hours.items())
    return Outcome(computed, passed, {f"{pressure} MPa [h]": time for pressure, time in hours.items()})


@row(
    "F1",
    "stiffness is not enough",
    quotes=(
        "SSEs with high mechanical modulus can effectively impede the growth of lithium dendrites",
        "the phenomenon of lithium dendrite growth and lithium short circuits through SSEs remains prevalent during "
        "cycling of solid-state LMBs",
    ),
    source="Qi 2024, section 2",
    expected="LLZO passes the criterion of Monroe and Newman, and a charge at 5 mA/cm2 still cracks it from its flaws",
    tolerance="the garnet as stiff as needed at the lower end of its interval",
)
def _stiff_and_shorted() -> Outcome:
    of = _limits(
        separator=_layer("LLZO"), protocol="[{discharge: 0.2 mA/cm2, to: 1.0 V}, {charge: 5 mA/cm2, to: 4.5 V}]"
    )
    charge = next((demand for demand in of.demands if demand.direction == "charge"), None)
    shorted = charge is not None and charge.exceeded and charge.limited_by == "flaws"
    soft = _stiffness(_limits(separator=_layer("PEO-LiTFSI"), temperature="60 degC"))
    limit = 0.0 if charge is None else charge.limit.value / MA_CM2
    computed = (
        f"{_stiffness(of):.1f} times the stiffness needed (PEO {soft:.1g}); the limit on charge is {limit:.2g} mA/cm2, "
        f"set by {'nothing' if charge is None else charge.limited_by}"
    )
    return Outcome(computed, _stiffness(of) > 1.0 > soft and shorted, {"critical current of charge [mA/cm2]": limit})


@row(
    "F12",
    "dendrites follow voids",
    quotes=(
        "which prefers to penetrate through the grain boundaries and voids inside the electrolyte",
        "SSEs with compact structure are critical to prevent lithium dendrite formation",
    ),
    source="Qi 2024, section 2.1",
    expected="the critical current rises as the electrolyte becomes denser, given its porosity or how it was pressed",
    tolerance="the order",
)
def _compact() -> Outcome:
    pressed_on = {"stack_pressure": "20 MPa"}  # at which voids in lithium are no limit
    pores = {
        percent: _critical(_limits(separator=_layer("Li6PS5Cl", f", porosity: {percent} %"), **pressed_on))
        for percent in (25, 18, 13, 8, 3)
    }
    pressed = {
        pressure: _critical(_limits(separator=_layer("Li6PS5Cl", f", pressed_at: {pressure} MPa"), **pressed_on))
        for pressure in (100, 300, 500)
    }
    rising = all(
        list(limits.values()) == sorted(limits.values()) and len(set(limits.values())) == len(limits)
        for limits in (pores, pressed)
    )
    computed = "pores " + ", ".join(f"{percent} % {current:.3g}" for percent, current in pores.items())
    computed += "; pressed at " + ", ".join(f"{pressure} MPa {current:.3g}" for pressure, current in pressed.items())
    return Outcome(f"{computed} mA/cm2", rising and min(*pores.values(), *pressed.values()) > 0.0)


@row(
    "K6",
    "resistive interfaces cost capacity and critical current",
    quotes=(
        "the large electrode/electrolyte interfacial resistance of SSEs intensifies the uneven deposition of lithium "
        "and exacerbates the growth of lithium dendrite",
        "insufficient capacity utilization",
    ),
    source="Qi 2024, section 1",
    expected="capacity and critical current both fall as the resistance of the anode's interface rises",
    tolerance="the order, over the 100 to 1000 ohm cm2 that the review calls usual, and a tenth of it",
)
def _resistive() -> Outcome:
    figures = {}
    for resistance in (10, 100, 300, 1000):
        of = run(
            anode="Li",
            stack_pressure="5 MPa",
            protocol="[{discharge: 0.2C, to: 1.0 V}]",
            more=f"overrides: {{Li6PS5Cl.lithium_resistance: {resistance} ohm cm2}}",
        )
        figures[resistance] = (capacity(of.steps[0]), _critical(of.lithium))
    falling = all(
        list(column) == sorted(column, reverse=True) and column[0] > 1.05 * column[-1] > 0.0
        for column in zip(*figures.values(), strict=True)
    )
    computed = "; ".join(
        f"{resistance} ohm cm2 {milliamps:.0f} mAh/g, {current:.2g} mA/cm2"
        for resistance, (milliamps, current) in figures.items()
    )
    return Outcome(computed, falling)


ROWS = (_mechanical_flags, _squeezed, _stiff_and_shorted, _compact, _resistive)
