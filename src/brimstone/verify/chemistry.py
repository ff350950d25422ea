"""Section A of the checklist: chemistry and basic numbers."""

import numpy as np

from brimstone.constants import FARADAY, MAH_G
from brimstone.result import Curve
from brimstone.verify._cells import SULFUR_ALONE, mixture, rules, run
from brimstone.verify.row import Outcome, row

# Molar masses of the tables [kg/mol], on purpose not those of the program.
_LITHIUM, _SULFUR, _LITHIUM_SULFIDE = 6.94e-3, 32.06e-3, 45.94e-3


def _current_of_one_hour(active: str) -> float:
    """Capacity of an active material, from the current that the program calls 1C [mAh/g]."""
    composition = mixture(**{active: 40, "Li6PS5Cl": 40, "acetylene black": 20})
    of = run(active=active, composition=composition, protocol="[{discharge: 1C, to: 1 s}]")
    return of.steps[0].instruction.current / float(of.cell.active_mass[0])  # A/kg for an hour is mAh/g


@row(
    "A1",
    "theoretical capacities of sulfur and lithium",
    quotes=("Li: 3,860 mAh g^{-1} ; S: 1,675 mAh g^{-1}",),
    source="Zhu 2023, section 1",
    expected="S 1675 mAh/g, Li 3860 mAh/g; from atomic weights SeS2 1124, Li2S 1167 mAh/g",
    tolerance="0.3 %: the review's figure of sulfur is 0.2 % above atomic weights",
)
def _theoretical_capacities() -> Outcome:
    thin, thick = (run(anode=f"{{material: Li, np_ratio: {ratio}}}") for ratio in (1, 2))
    lithium = float(thick.stack.areal_mass[0] - thin.stack.areal_mass[0])
    capacities = {name: _current_of_one_hour(name) for name in ("S", "SeS2", "Li2S")}
    capacities["Li"] = float(thin.cell.theoretical_charge[0]) / lithium / MAH_G
    expected = {"S": 1675.0, "Li": 3860.0, "SeS2": 1124.0, "Li2S": 1167.0}
    computed = ", ".join(f"{name} {capacities[name]:.0f}" for name in expected) + " mAh/g"
    passed = all(abs(capacities[name] / figure - 1.0) <= 3e-3 for name, figure in expected.items())
    return Outcome(computed, passed, {f"{name} [mAh/g]": figure for name, figure in capacities.items()})


def plateaus(curve: Curve, least: float = 0.25) -> list[float]:
    """Voltages at which a discharge curve has a plateau: maxima of -dQ/dV above `least` of the highest."""
    step = 0.02
    grid = np.arange(np.min(curve.voltage), np.max(curve.voltage) + 0.2, step)
    charge = np.interp(-grid, -curve.voltage, curve.charge)
    density = np.convolve(-np.gradient(charge, step), [0.25, 0.5, 0.25], "same")
    inner = density[1:-1]
    top = (inner > density[:-2]) & (inner >= density[2:]) & (inner > least * density.max())
    # The top of a parabola through the maximum and its neighbours: nearer than the width of a bin.
    left, middle, right = density[:-2][top], inner[top], density[2:][top]
    shift = 0.5 * step * (left - right) / (left - 2.0 * middle + right)
    return [float(voltage) for voltage in grid[1:-1][top] + shift]


@row(
    "A3",
    "solid-solid conversion has one discharge plateau",
    quotes=("a single discharge plateau at around 2.0 V versus Li+/Li",),
    source="Qi 2024, section 1",
    expected="one plateau, at 2.0 V",
    tolerance="0.1 V; a plateau is a maximum of -dQ/dV of at least a quarter of the highest",
)
def _single_plateau() -> Outcome:
    cells = {
        "Li6PS5Cl, 25 degC": {},
        "LGPS, 60 degC": {"composition": "{S: 30 wt%, LGPS: 50 wt%, Ketjenblack: 20 wt%}", "temperature": "60 degC"},
        "glass, 25 degC": {"composition": "{S: 30 wt%, 75Li2S-25P2S5 glass: 50 wt%, Ketjenblack: 20 wt%}"},
    }
    voltages = {
        name: plateaus(run(protocol="[{discharge: 0.05C, to: 1.0 V}]", **fields).steps[0].curve)
        for name, fields in cells.items()
    }
    # voltages lie on a grid that begins at the cut-off as it was met, a tenth of a microvolt off
    passed = all(len(at) == 1 and abs(at[0] - 2.0) <= 0.1 + 1e-6 for at in voltages.values())
    computed = "; ".join(f"{name}: {' and '.join(f'{v:.2f} V' for v in at)}" for name, at in voltages.items())
    return Outcome(computed, passed, {f"{name} [V]": at[0] for name, at in voltages.items() if at})


@row(
    "A4",
    "overall reaction and lithium inventory",
    quotes=(r"16Li + S_8 \leftrightarrow 8Li_2S",),
    source="Zhu 2023, section 2.3",
    expected="2 electrons and 2 lithium for each sulfur",
    tolerance="0.1 %: the digits of the atomic weights",
)
def _two_electrons() -> Outcome:
    of = run(more=SULFUR_ALONE, protocol="[{discharge: 0.05C, to: 1.5 V}]")
    step, numbers = of.steps[0], {entry.where: entry.value for entry in of.provenance}
    converted = float(step.profile.values[-1, 1].mean() - step.profile.values[0, 1].mean())
    in_reach = numbers["conversion/reachable_fraction"] * numbers["cathode.reachable"]
    moles = converted * in_reach * float(of.cell.sulfur_mass[0]) / _SULFUR
    electrons = step.charge.value / FARADAY / moles
    # The Li2S that holds the charge of one sulfur is heavier than it by the lithium.
    ratio = _current_of_one_hour("S") / _current_of_one_hour("Li2S")
    lithium = (ratio - 1.0) * _SULFUR / _LITHIUM
    passed = abs(electrons - 2.0) <= 2e-3 and abs(lithium - 2.0) <= 2e-3
    computed = f"{electrons:.4f} electrons through the circuit and {lithium:.4f} lithium for each sulfur"
    return Outcome(computed, passed, {"electrons a sulfur": electrons, "lithium a sulfur": lithium})


@row(
    "A5",
    "reference electrodes",
    quotes=("an impressively low equilibrium potential of - 3.04 V versus the standard hydrogen electrode",),
    source="Qi 2024, section 1",
    expected="a cut-off of 1.5 V against Li is -1.54 V against SHE, 0.88 V against Li-In, -0.05 V against LTO",
    tolerance="1 mV",
)
def _reference_electrodes() -> Outcome:
    stops = {"Li": 1.5, "SHE": 1.5 - 3.04, "Li-In": 1.5 - 0.62, "LTO": 1.5 - 1.55}
    ends = {}
    for reference, stop in stops.items():
        protocol = f"{{reference: {reference}, steps: [{{discharge: 0.1C, to: {stop:.2f} V}}]}}"
        ends[reference] = float(run(protocol=protocol).steps[0].curve.voltage[-1])
    computed = "requested 1.5 V against Li on each scale; stopped at " + ", ".join(
        f"{end:.4f} V ({reference})" for reference, end in ends.items()
    )
    passed = all(abs(end - 1.5) <= 1e-3 for end in ends.values())
    return Outcome(computed, passed, {f"end by {reference} [V]": end for reference, end in ends.items()})


@row(
    "A6",
    "voltage window",
    quotes=("the cut-off voltage of 2.8 V for the composite sulfur cathode",),
    source="Zhu 2023, section 2.2",
    expected="the charge stops at 2.8 V",
    tolerance="0.1 mV",
)
def _charge_cutoff() -> Outcome:
    of = run(protocol="[{cycles: 1, charge: 0.2C, discharge: 0.2C, window: [1.0 V, 2.8 V]}]")
    charge = next(step for step in of.steps if step.instruction.kind == "charge")
    end, highest = float(charge.curve.voltage[-1]), float(charge.curve.voltage.max())
    passed = abs(end - 2.8) <= 1e-4 and highest <= 2.8 + 1e-4 and "upper" in charge.stop_reason
    return Outcome(f"{end:.5f} V: {charge.stop_reason}", passed, {"end of charge [V]": end, "highest [V]": highest})


@row(
    "A8",
    "polysulfide shuttle, by class of electrolyte",
    quotes=(
        "inorganic SSEs can inherently circumvent the shuttle effect because soluble polysulfides are incapable of "
        "penetrating the SSEs",
        "These LiPSs can still be dissolved in the polymer chain segments or plasticizers, and then migrate to the Li "
        "anode",
    ),
    source="Qi 2024, section 1",
    expected="no shuttle through sulfide, oxide, nitride, hydride; shuttle through polymer, gel, liquid; none when "
    "separated by a ceramic",
    tolerance="as stated",
)
def _shuttle() -> Outcome:
    tight = ("Li6PS5Cl", "LLZO", "LiPON", "LiBH4")
    leaky = ("PEO-LiTFSI", "poly-DOL gel", "DOL-DME LiTFSI")

    def shuttles(*layers: str) -> bool:
        separator = ", ".join(f"{{electrolyte: {name}, thickness: 100 um}}" for name in layers)
        return "shuttle" in rules(separator=f"[{separator}]", temperature="60 degC")

    shuttling = {name: shuttles(name) for name in (*tight, *leaky)}
    blocked = not shuttles("PEO-LiTFSI", "LLZO")
    passed = not any(shuttling[name] for name in tight) and all(shuttling[name] for name in leaky) and blocked
    computed = "shuttle through " + ", ".join(name for name, through in shuttling.items() if through)
    computed += "; none through " + ", ".join(name for name, through in shuttling.items() if not through)
    computed += f"; PEO-LiTFSI on LLZO: {'none' if blocked else 'shuttle'}"
    return Outcome(computed, passed)


ROWS = (
    _theoretical_capacities,
    _single_plateau,
    _two_electrons,
    _reference_electrodes,
    _charge_cutoff,
    _shuttle,
)
