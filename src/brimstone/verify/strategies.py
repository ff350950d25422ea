"""Sections E, G and K of the checklist: the six strategies, and what they do on the cathode's side."""

import numpy as np

from brimstone.constants import MAH_G, OHM_CM2, WH_KG
from brimstone.result import Run
from brimstone.verify._cells import area_resistances, capacity, cell, library, made, rules, run
from brimstone.verify.interfaces import LOOSE, ohm_cm2, plate
from brimstone.verify.row import Outcome, row

#: Of each strategy a treatment, the side, and the electrolyte of the plate or film it is done on.
_SIX = {
    "mechanical pressing": ("lithium pressed on the pellet", "anode", "Li6PS5Cl"),
    "vapour deposition": ("silicon by CVD", "anode", "LLCZN"),
    "molten lithium": ("aluminium and molten lithium", "anode", "LLCZN"),
    "polymer modification": ("PEO gel layer", "anode", "LLZO"),
    "slurry casting": ("slurry casting", "cathode", "Li6PS5Cl"),
    "in situ polymerisation": ("in situ polymerisation", "cathode", "PEO-LLZTO-LiTFSI"),
}


@row(
    "K4",
    "six strategies",
    quotes=(
        "mechanical pressing, vapor deposition, molten lithium, polymer modification, slurry casting, and in situ "
        "polymerization",
    ),
    source="Qi 2024, section 1",
    expected="each lowers the resistance of the bare interface, laid together without pressure",
    tolerance="the order",
)
def _six_strategies() -> Outcome:
    words, passed = [], {one.name for one in library().strategies()} == set(_SIX)
    for strategy, (treatment, side, electrolyte) in _SIX.items():
        resistances = []
        for done in ("none", treatment):
            fields = {"stack_pressure": LOOSE, "separator": plate(electrolyte), "pressed_at": "1 MPa"}
            fields["anode"] = f"{{material: Li, interface: {done if side == 'anode' else 'none'}}}"
            fields["cathode"] = f"treatment: {done if side == 'cathode' else 'none'}"
            resistances.append(ohm_cm2(getattr(made(**fields).interfaces, side)))
        passed &= resistances[1] < resistances[0]
        words.append(f"{strategy} ({treatment}, {side}) {resistances[0]:.0f} to {resistances[1]:.0f}")
    return Outcome("; ".join(words) + " ohm cm2", passed)


@row(
    "E14",
    "contact by class of electrolyte",
    quotes=(
        "the cathode particles can be uniformly wetted by the liquid electrolyte",
        "For polymer SSEs, which is elastic and flexible, the interfacial contact with cathodes is moderate.",
        "sulfide SSEs being ductile and deformable can maintain close contact with the cathode particles under "
        "mechanical pressing",
        "causes the worst point-to-point contact with the sulfur cathode",
    ),
    source="Qi 2024, section 3",
    expected="as assembled liquid above polymer above sulfide above oxide; pressed, the sulfide is above the oxide too",
    tolerance="the order",
)
def _contact_by_class() -> Outcome:
    def contact(electrolyte: str, pressed_at: str) -> float:
        one = made(separator=plate(electrolyte), pressed_at=pressed_at, stack_pressure=LOOSE)
        return float(one.interfaces.cathode.contact[0])

    classes = ("DOL-DME LiTFSI", "PEO-LiTFSI", "Li6PS5Cl", "LLZO")
    laid = [contact(name, "1 Pa") for name in classes]
    pressed = [contact(name, "100 MPa") for name in classes[2:]]
    computed = ", ".join(f"{name} {share:.2f}" for name, share in zip(classes, laid, strict=True))
    computed += f"; after 100 MPa Li6PS5Cl {pressed[0]:.2f}, LLZO {pressed[1]:.2f}"
    return Outcome(computed, laid == sorted(laid, reverse=True) and len(set(laid)) == 4 and pressed[0] > pressed[1])


@row(
    "G4",
    "two electrolytes, one for each side",
    quotes=(
        "inserting a 75%Li2S-24%P2S5-1%P2O5electrolyte layer that is more compatible with lithium",
        "to preclude the occurrence of any deleterious reaction between the lithium anode and the "
        "Li10GeP2S12electrolyte",
    ),
    source="Qi 2024, section 3.1",
    expected="nothing of LGPS reacts behind the layer; directly on lithium it does, is warned of and costs voltage",
    tolerance="exactly nothing; after a month",
)
def _bilayer() -> Outcome:
    layer = "{electrolyte: 75Li2S-24P2S5-1P2O5, thickness: 100 um}"
    cells = {
        "alone": "[{electrolyte: LGPS, thickness: 400 um}]",
        "with the layer": f"[{{electrolyte: LGPS, thickness: 300 um}}, {layer}]",
    }
    figures = {}
    for name, separator in cells.items():
        fields = {"separator": separator, "anode": "Li", "temperature": "60 degC, stored: 720 h"}
        of = run(**fields, protocol="[{discharge: 0.5C, to: 1.0 V}]")
        warned = "reacts_with_lithium" in rules(**fields)
        figures[name] = (
            1e9 * float(of.cell.interfaces.anode.interphase_thickness[0]),
            of.steps[0].mean_voltage.value,
            warned,
        )
    alone, behind = figures.values()
    computed = "; ".join(
        f"LGPS {name}: {thick:.0f} nm reacted, {volts:.3f} V, {'' if warned else 'not '}warned of"
        for name, (thick, volts, warned) in figures.items()
    )
    return Outcome(computed, alone[0] > 0.0 == behind[0] and alone[1] < behind[1] and alone[2] and not behind[2])


@row(
    "G5",
    "a thin electrolyte supported by its cathode",
    quotes=("The Li-Li2S cell achieved high reversible discharge capacity of 949.9 mAh g-1at 0.05C",),
    source="Qi 2024, section 3.1",
    expected="100 um layers break when pressed alone and survive when supported by the cathode; the cell has at "
    "least twice the energy per mass of one with 500 um, and no less capacity",
    tolerance="as stated; the review does not say what 949.9 mAh/g is counted on, so the number itself is not required",
)
def _supported() -> Outcome:
    cathode = {
        "active": "Li2S",
        "composition": "{Li2S: 40 wt%, Li3PS4: 45 wt%, Super P: 15 wt%}",
        "loading": "2.54 mg/cm2",
        "collector": "steel mesh",
        "pressed_at": "360 MPa",
        "anode": "{material: Li, thickness: 100 um, interface: mechanical pressing}",
    }
    supported = "treatment: cathode-supported electrolyte"
    figures = {}
    for thickness in ("100 um", "500 um"):
        of = run(
            **cathode,
            cathode=supported,
            separator=plate("Li3PS4", thickness),
            protocol="[{charge: 0.05C, to: 3.0 V}, {discharge: 0.05C, to: 1.0 V}]",
        )
        figures[thickness] = (capacity(of.steps[1]), of.steps[1].specific_energy.value / WH_KG)
    thin = plate("Li3PS4", "100 um")
    breaks = "pellet_too_thin" in rules(**cathode, separator=thin)
    survives = "pellet_too_thin" not in rules(**cathode, cathode=supported, separator=thin)
    computed = ", ".join(f"{words}: {mah:.0f} mAh/g of sulfur, {wh:.0f} Wh/kg" for words, (mah, wh) in figures.items())
    computed += f"; pressed alone: {'breaks' if breaks else 'survives'}"
    computed += f"; supported: {'survives' if survives else 'breaks'}"
    (more, light), (less, heavy) = figures.values()
    return Outcome(computed, breaks and survives and light >= 2.0 * heavy and more >= less)


def _dry_cathode(treatment: str) -> Run:
    """A cell with a cathode of sulfur and carbon, cast as for liquids, with a separator of polymer and garnet."""
    return cell(
        composition="{S: 60 wt%, acetylene black: 30 wt%, PVDF: 10 wt%}",
        mixing="melt-infiltrated",
        pressed_at="",
        collector="Al",
        cathode=f"treatment: {treatment}",
        separator=plate("PEO-LLZTO", "50 um"),
        anode="Li",
        temperature="60 degC",
        stack_pressure="0.3 MPa",
        protocol="[{discharge: 0.1C, to: 1.5 V}]",
    ).run(nodes=20, members=400)


@row(
    "G7",
    "electrolyte cast into the cathode",
    quotes=(
        "composite PEO-LLZTO/LiTFSI electrolyte was directly dropped on a highly porous sulfur/carbon cathode",
        "a notable reduction in battery resistance was observed, with a decrease from 6474 to 722 Ω",
        "it demonstrated high capacity of 925 mAh g-1after 100 cycles at 0.1C and a capacity retention of 79.2%",
    ),
    source="Qi 2024, section 3.2",
    expected="dropped in instead of laid on: 9.0 times less resistance; 1168 mAh/g at first (925/0.792), and more than "
    "laid on",
    tolerance="composition, loading, area and temperature are not reported, so the ratio is compared: the 80 % "
    "intervals hold the reported numbers, and nine of ten samples have at least twice less resistance. They are wide: "
    "how deep a film conforms is an estimate within a factor of 8",
)
def _cast_into_pores() -> Outcome:
    laid, dropped = (_dry_cathode(words) for words in ("laminated", "electrolyte infiltrated into the cathode"))
    before, after = (np.sum(list(of.resistances.values()), axis=0) / OHM_CM2 for of in (laid, dropped))
    times = before / after
    low, high = np.quantile(times[1:], (0.1, 0.9))
    least, most = (of.steps[0].capacity().times(1 / MAH_G) for of in (laid, dropped))
    computed = (
        f"{before[0]:.0f} to {after[0]:.0f} ohm cm2, {times[0]:.1f} times less (80 %: {low:.1f} to {high:.0f}); "
        f"{least.value:.0f} laid on, {most.value:.0f} mAh/g dropped in (80 %: {most.low:.0f} to {most.high:.0f})"
    )
    holds = low <= 6474.0 / 722.0 <= high and low >= 2.0
    passed = holds and (most.low or 0.0) <= 925.0 / 0.792 <= (most.high or 0.0) and most.value > least.value
    return Outcome(computed, bool(passed), {"times less": float(times[0])})


@row(
    "G10",
    "polymers made outside of the cell",
    quotes=(
        "the ex situ polymer SSEs deliver higher resistance as a result of poor contact with other cell components",
        "The liquid electrolyte precursors exhibit the capability to wet electrodes and create favorable interfacial "
        "contact with both the cathodic and anodic regions.",
    ),
    source="Qi 2024, section 3.3",
    expected="a cell whose polymer was laid in has more resistance than one whose polymer set inside, on both sides",
    tolerance="the order",
)
def _ex_situ() -> Outcome:
    resistances = {}
    for words in ("ex situ polymer", "in situ polymerisation"):
        cell = made(
            separator=plate("poly-DOL", "50 um"),
            anode=f"{{material: Li, interface: {words}}}",
            cathode=f"treatment: {words}",
            stack_pressure="0.1 MPa",
        )
        resistances[words] = area_resistances(cell)
    outside, inside = resistances.values()
    sides = ("anode_interface", "cathode_interface")
    passed = all(outside[side] > inside[side] for side in sides) and sum(outside.values()) > sum(inside.values())
    computed = "; ".join(
        f"{words}: anode {one[sides[0]]:.0f}, cathode {one[sides[1]]:.1f}, in all {sum(one.values()):.0f} ohm cm2"
        for words, one in resistances.items()
    )
    return Outcome(computed, passed)


@row(
    "G15",
    "graphite between cathode and oxide",
    quotes=(
        "an electrically conductive graphite layer (2 µm) was applied at the SSE/S interface to improve the "
        "utilization of sulfur",
    ),
    source="Qi 2024, section 4.1",
    expected="with the layer the cathode side keeps less resistance, and the cell gives more",
    tolerance="the order, at 0.2C and 60 degC, a cathode pressed at 10 MPa on the plate",
)
def _graphite() -> Outcome:
    figures = []
    for treatment in ("none", "graphite layer"):
        of = run(
            cathode=f"treatment: {treatment}",
            separator=plate("LATP"),
            pressed_at="10 MPa",
            stack_pressure="1 MPa",
            temperature="60 degC",
            protocol="[{discharge: 0.2C, to: 1.0 V}]",
        )
        figures.append((ohm_cm2(of.cell.interfaces.cathode), capacity(of.steps[0])))
    (bare, less), (coated, more) = figures
    computed = f"{bare:.0f} to {coated:.0f} ohm cm2, {less:.0f} to {more:.0f} mAh/g"
    return Outcome(computed, coated < bare and more > less)


ROWS = (_six_strategies, _contact_by_class, _bilayer, _supported, _cast_into_pores, _ex_situ, _graphite)
