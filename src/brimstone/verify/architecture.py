"""Section K of the checklist: cell architecture and its four interfaces."""

from brimstone.constants import OHM_CM2
from brimstone.errors import RecipeError
from brimstone.verify._cells import rules, run
from brimstone.verify.row import Outcome, row

_SULFUR_ALONE = {"redox/reach": "1e-9 nm"}
#: A short discharge after a long rest, as one measures a direct-current resistance.
_STEP_OF_CURRENT = "[{discharge: 0.1C, to: 200 mAh/g}, {rest: 10 h}, {discharge: 0.1C, to: 1 min}]"


def four_resistances(overrides: dict[str, str] | None = None, /, **fields: str) -> tuple[float, dict[str, float]]:
    """Direct-current resistance from the voltage curve, and the four that the loss budget reports [ohm cm2]."""
    words = ", ".join(f"{name}: {value}" for name, value in {**_SULFUR_ALONE, **(overrides or {})}.items())
    steps = run(protocol=_STEP_OF_CURRENT, more=f"overrides: {{{words}}}", **fields).steps
    rested, pulse = steps[1].curve.voltage[-1], steps[2].curve
    measured = float((rested - pulse.voltage[0]) / pulse.current[0]) / OHM_CM2
    if steps[2].losses is None:
        return measured, {}
    lost = {name: float(volts[0] / pulse.current[0]) / OHM_CM2 for name, volts in steps[2].losses.volts.items()}
    cathode = ("ionic path", "electronic path", "kinetics", "product film")
    return measured, {
        "I Li/SSE": lost["anode"],
        "II SSE/SSE": lost["electrolyte layer"],
        "III S/SSE": lost["contacts"],
        "IV inside the cathode": sum(lost[name] for name in cathode),
    }


@row(
    "K1",
    "four interfaces, four resistances",
    quotes=("four types of interfaces: (I) Li/SSE interface; (II) the interface within the SSE",),
    source="Qi 2024, section 1",
    expected="the four add up to the resistance read off a step of current; each can be made the largest",
    tolerance="1 %; sulfur alone, since the electrolyte's own redox carries current in parallel",
)
def _four_interfaces() -> Outcome:
    cathode = {
        "composition": "{S: 30 wt%, LGPS: 50 wt%, Ketjenblack: 20 wt%}",
        "loading": "4 mg/cm2",
        "separator": "[{electrolyte: LGPS, thickness: 100 um}]",
        "temperature": "60 degC",
    }
    cells = {
        "I Li/SSE": four_resistances({"Li.area_resistance": "3000 ohm cm2"}, **{**cathode, "anode": "Li"}),
        "II SSE/SSE": four_resistances(**{**cathode, "separator": "[{electrolyte: Li1.5PS3.3, thickness: 2 mm}]"}),
        "III S/SSE": four_resistances({"interface/cathode_separator_resistance": "5000 ohm cm2"}, **cathode),
        "IV inside the cathode": four_resistances(**cathode),
    }
    worst = max(abs(sum(parts.values()) / measured - 1.0) for measured, parts in cells.values())
    largest = {name: max(parts, key=lambda part: parts[part]) for name, (_, parts) in cells.items()}
    measured, parts = cells["IV inside the cathode"]
    computed = (
        f"{' + '.join(f'{value:.1f}' for value in parts.values())} = {sum(parts.values()):.1f} ohm cm2, read off the "
        f"curve {measured:.1f} ohm cm2; worst of four cells {100 * worst:.2g} %; largest in turn: "
        + ", ".join(name.split()[0] for name in largest.values())
    )
    passed = worst <= 1e-2 and all(name == largest_of for name, largest_of in largest.items())
    return Outcome(computed, passed, {f"{name} [ohm cm2]": value for name, value in parts.items()})


@row(
    "K3",
    "order of fabrication",
    quotes=("the processing sequence for S/SSE precedes that of Li/SSE",),
    source="Qi 2024, section 5",
    expected="lithium first is refused, with the reason; the same treatment afterwards is not",
    tolerance="as stated",
)
def _order_of_fabrication() -> Outcome:
    treatments = ("mechanical pressing", "evaporated lithium", "molten lithium", "polymer modification")
    reasons = {}
    for treatment in treatments:
        rules(anode=f"{{material: Li, interface: {treatment}}}", separator="[{electrolyte: LLZO, thickness: 500 um}]")
        try:
            rules(anode=f"{{material: Li, interface: {treatment} first}}")
        except RecipeError as refusal:
            reasons[treatment] = refusal.problem
    passed = all("cathode must be joined to the electrolyte before" in reasons.get(name, "") for name in treatments)
    first = reasons.get(treatments[0], "accepted").splitlines()[0]
    return Outcome(f"{len(reasons)} of {len(treatments)} refused: {first}", passed)


ROWS = (_four_interfaces, _order_of_fabrication)
