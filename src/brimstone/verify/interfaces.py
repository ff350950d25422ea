"""Sections B, F and K of the checklist: what is left of the anode's interface after what was done to it.

Each row goes from a recipe to the resistance of its interfaces, or on to a run. No treatment knows the resistance it
was reported with; one set of constants serves all of them, so that the errors are shown and are not small.
"""

import numpy as np

from brimstone.constants import OHM_CM2
from brimstone.interface import Interface
from brimstone.verify._cells import area_resistances, capacity, library, made, run
from brimstone.verify.row import Outcome, row

_MEMBERS = 401
LOOSE = "0 MPa"  #: laid together
_DISC = 0.785  # [cm2] of a die of 10 mm, as usual for pressed pellets


def plate(electrolyte: str, thickness: str = "1 mm") -> str:
    """A separator of one layer."""
    return f"[{{electrolyte: '{electrolyte}', thickness: {thickness}}}]"


def lithium_on(electrolyte: str, treatment: str = "none", samples: int = 1, /, **fields: str) -> Interface:
    """Interface of lithium with a plate of an electrolyte; laid on without pressure by default."""
    words = {"stack_pressure": LOOSE, "separator": plate(electrolyte), **fields}
    return made(samples, anode=f"{{material: Li, interface: {treatment}}}", **words).interfaces.anode


def ohm_cm2(interface: Interface) -> float:
    """Area resistance of the nominal member."""
    return float(interface.resistance[0]) / OHM_CM2


def _interval(values: np.ndarray) -> tuple[float, float]:
    low, high = np.quantile(values[1:], (0.1, 0.9))
    return float(low), float(high)


def _pair(
    electrolyte: str, treatment: str, before: float, after: float, *, both_sides: bool = False
) -> tuple[str, bool, dict[str, float]]:
    """Reported resistances before and after a treatment, computed and with their intervals [ohm cm2].

    `both_sides` of a symmetric cell are reported together with the plate between them.
    """
    words, passed, details = [], True, {}
    for when, done, reported in (("before", "none", before), ("after", treatment, after)):
        cell = made(
            _MEMBERS,
            anode=f"{{material: Li, interface: {done}}}",
            stack_pressure=LOOSE,
            separator=plate(electrolyte),
        )
        values = cell.interfaces.anode.resistance / OHM_CM2
        if both_sides:
            values = 2.0 * values + sum(v for name, v in cell.resistances.items() if name.startswith("sep")) / OHM_CM2
        low, high = _interval(values)
        passed &= low <= reported <= high
        details[f"{when} [ohm cm2]"] = float(values[0])
        words.append(f"{values[0]:.0f} ({low:.0f} to {high:.0f}; reported {reported:.0f})")
    ratio = details["before [ohm cm2]"] / details["after [ohm cm2]"]
    details["ratio"] = ratio
    text = f"{electrolyte}: {words[0]} to {words[1]} ohm cm2, {ratio:.1f} times less (reported {before / after:.1f})"
    return text, passed and ratio > 2.0, details


@row(
    "K2",
    "an interphase grows",
    quotes=(
        "the differences in chemical and electrochemical potentials, which drive the elements to diffuse into each "
        "other and form interfacial phases that are detrimental to ion transport",
    ),
    source="Qi 2024, section 1",
    expected="the resistance of lithium on LGPS grows with the root of the storage time, not at all with Li-In",
    tolerance="0.1 % on the root; its size is an estimate",
)
def _interphase() -> Outcome:
    def stored(anode: str, days: int) -> float:
        words = f"25 degC, stored: {24 * days} h"
        one = made(anode=anode, separator=plate("LGPS", "500 um"), temperature=words)
        return area_resistances(one)["anode_interface"]

    grown = [stored("Li", days) for days in (1, 4, 16)]
    kept = [stored("Li-In", days) for days in (1, 16)]
    first, second = grown[1] - grown[0], grown[2] - grown[1]
    ratio = second / first if first > 0.0 else 0.0
    computed = f"{', '.join(f'{value:.0f}' for value in grown)} ohm cm2 after 1, 4 and 16 days; Li-In {kept[0]:.1f} to "
    computed += f"{kept[1]:.1f}; steps {ratio:.3f} : 1, a root asks 2 : 1"
    return Outcome(computed, abs(ratio / 2.0 - 1.0) <= 1e-3 and kept[0] == kept[1] and grown[0] > 0.0)


@row(
    "F2",
    "a bare interface",
    quotes=(
        "results in high interfacial resistance (usually in the range of 100–1000 Ω cm2) and uneven current "
        "distribution",
    ),
    source="Qi 2024, section 2.3",
    expected="100 to 1000 ohm cm2 for lithium on untreated electrolytes; current crowds the more, the less is touched",
    tolerance="at 10 MPa, as cells with lithium are held, Li6PS5Cl at 1 MPa: at 10 its own symmetric cells show some "
    "15 ohm cm2 (doi:10.1002/aenm.201903253); more than 100 ohm cm2 and less than 1000 each",
)
def _bare() -> Outcome:
    pressures = {"LLZO": 10, "LLZTO": 10, "75Li2S-25P2S5 glass": 10, "Li6PS5Cl": 1}
    held = {name: lithium_on(name, stack_pressure=f"{pressure} MPa") for name, pressure in pressures.items()}
    resistances = {name: ohm_cm2(one) for name, one in held.items()}
    crowded = [1.0 / float(lithium_on("LLZO", stack_pressure=f"{p} MPa").contact[0]) for p in (1, 10, 100)]
    computed = (
        ", ".join(f"{name} {value:.0f}" for name, value in resistances.items()) + " ohm cm2; on LLZO at 1, 10, 100 MPa "
    )
    computed += "the touched part carries " + ", ".join(f"{times:.1f}" for times in crowded) + " times the mean current"
    passed = all(100.0 <= value <= 1000.0 for value in resistances.values()) and crowded == sorted(
        crowded, reverse=True
    )
    return Outcome(computed, passed and crowded[-1] > 1.0)


@row(
    "F3",
    "pressing and alloys",
    quotes=(
        "120 mg ofβ-Li3PS4was directly cold-pressed on a 50 µm thick Li foil under external pressure of 240 MPa",
        "The initial resistance was 160 Ω",
    ),
    source="Qi 2024, section 2.1",
    expected="lithium pressed at 240 MPa keeps less resistance than lithium laid on, an alloy less again; 160 ohm of a "
    "symmetric cell with tin",
    tolerance="the order; a factor 2 on 160 ohm, whose area is not reported: 0.785 cm2 and a 0.6 mm pellet assumed",
)
def _pressing() -> Outcome:
    pellet = {"separator": plate("beta-Li3PS4", "600 um"), "stack_pressure": "5 MPa"}
    names = ("none", "lithium pressed on the pellet", "indium by pressing")
    resistances = [ohm_cm2(lithium_on("beta-Li3PS4", name, **pellet)) for name in names]
    tin = made(
        _MEMBERS,
        anode="{material: Li, interface: tin or silicon powder by pressing}",
        separator=plate("Li3.25Ge0.25P0.75S4", "600 um"),
        stack_pressure="9.2 MPa",
    )
    values = {name: value / OHM_CM2 / _DISC for name, value in tin.resistances.items()}
    cell = 2.0 * values["anode_interface"] + next(value for name, value in values.items() if name.startswith("sep"))
    low, high = _interval(cell)
    computed = f"{' > '.join(f'{value:.0f}' for value in resistances)} ohm cm2 laid on, pressed, with indium; tin in a "
    computed += f"symmetric cell {cell[0]:.0f} ohm ({low:.0f} to {high:.0f}; reported 160)"
    passed = (
        resistances == sorted(resistances, reverse=True)
        and len(set(resistances)) == 3
        and 0.5 <= cell[0] / 160.0 <= 2.0
    )
    return Outcome(computed, passed, {"tin [ohm]": float(cell[0])})


@row(
    "F5",
    "films from the gas phase",
    quotes=(
        "the cells prepared by evaporating indium on the SSE layer exhibited a higher capacity and a lower "
        "overpotential than the cells using indium evaporated on the Li foil",
        "The establishment of a close connection between the Li metal anode and Li2S-P2S5SSE resulted in a decrease in "
        "interfacial resistance",
    ),
    source="Qi 2024, section 2.2",
    expected="lithium or indium evaporated on the electrolyte leave less resistance, a higher mean voltage and no less "
    "capacity than a foil",
    tolerance="the order, at 2 MPa and 0.1C; indium on the foil meets the electrolyte as a foil does",
)
def _evaporated() -> Outcome:
    figures = {}
    for name in ("none", "evaporated lithium", "evaporated indium"):
        of = run(
            anode=f"{{material: Li, interface: {name}}}",
            separator=plate("80Li2S-20P2S5", "600 um"),
            stack_pressure="2 MPa",
            protocol="[{discharge: 0.1C, to: 1.0 V}]",
        )
        step = of.steps[0]
        figures[name] = (ohm_cm2(of.cell.interfaces.anode), capacity(step), step.mean_voltage.value)
    foil = figures.pop("none")
    passed = all(r < foil[0] and q >= foil[1] and v > foil[2] for r, q, v in figures.values())
    computed = f"foil {foil[0]:.0f} ohm cm2, {foil[1]:.0f} mAh/g, {foil[2]:.3f} V; "
    computed += "; ".join(f"{name} {r:.0f} ohm cm2, {q:.0f} mAh/g, {v:.3f} V" for name, (r, q, v) in figures.items())
    return Outcome(computed, passed)


@row(
    "F6",
    "silicon makes garnet lithiophilic",
    quotes=(
        "The wettability of LLZ SSE has changed from “super-lithiophobicity” to “superlithiophilicity” as a result of "
        "the reaction between lithium and silicon",
    ),
    source="Qi 2024, section 2.2",
    expected="the cosine of the contact angle of molten lithium changes its sign",
    tolerance="the sign; works of adhesion are recalled or estimates",
)
def _lithiophilic() -> Outcome:
    angles = {}
    for words in ("molten lithium", "silicon by CVD + molten lithium"):
        angle = lithium_on("LLCZN", words).contact_angle
        angles[words] = float("nan") if angle is None else float(np.degrees(angle[0]))
    bare, coated = angles.values()
    return Outcome(
        f"{bare:.0f} degrees on the garnet, {coated:.0f} on silicon",
        bare > 90.0 > coated,
        {"bare": bare, "coated": coated},
    )


@row(
    "B7",
    "zinc oxide on garnet",
    quotes=(
        "significantly improved the wettability of the garnet SSE to Li anode, resulting in a conformal contact "
        "without interfacial void space",
    ),
    source="Qi 2024, section 1",
    expected="with the layer nearly all of the interface touches",
    tolerance="more than 85 %, from less than a third; both are estimates of the library",
)
def _zinc_oxide() -> Outcome:
    bare, coated = (lithium_on("LLZTO", name) for name in ("none", "zinc oxide by atomic layer deposition"))
    shares = [float(one.contact[0]) for one in (bare, coated)]
    computed = f"contact {100 * shares[0]:.0f} to {100 * shares[1]:.0f} %, "
    computed += f"{ohm_cm2(bare):.0f} to {ohm_cm2(coated):.0f} ohm cm2"
    return Outcome(computed, shares[0] < 1 / 3 and shares[1] > 0.85)


@row(
    "F7",
    "a layer by plasma",
    quotes=(
        "the composite interlayer enabled a fast Li+diffusion and a high electron tunneling barrier on Li anode, thus "
        "delivering a high cycling stability for over 500 h at a high current density of 0.3 mA cm-2",
    ),
    source="Qi 2024, section 2.2",
    expected="LAGP reacts with lithium and goes on reacting; behind the layer it does not, and the critical current is "
    "above 0.3 mA/cm2",
    tolerance="the order; at 10 MPa, 25 degC",
)
def _plasma() -> Outcome:
    interfaces = {}
    for name in ("none", "integration plasma"):
        of = run(
            anode=f"{{material: Li, interface: {name}}}",
            separator=plate("LAGP", "500 um"),
            stack_pressure="10 MPa",
            protocol="[{discharge: 0.02C, to: 10 min}]",
        )
        current = of.lithium.critical_current
        interfaces[name] = (of.cell.interfaces.anode, 0.0 if current is None else current.value / 10.0)
    (bare, without), (coated, with_layer) = interfaces.values()
    computed = (
        f"bare {ohm_cm2(bare):.0f} ohm cm2, {1e9 * bare.interphase_thickness[0]:.0f} nm reacted before use, critical "
        f"current {without:.2g} mA/cm2; with the layer {ohm_cm2(coated):.0f} ohm cm2, "
        f"{1e9 * coated.interphase_thickness[0]:.0f} nm, {with_layer:.2g} mA/cm2"
    )
    passed = bare.interphase_thickness[0] > 0.0 == coated.interphase_thickness[0]
    return Outcome(computed, bool(passed and ohm_cm2(coated) < ohm_cm2(bare) and with_layer >= 0.3 > without))


@row(
    "F8",
    "lithium heated on garnet",
    quotes=("The Li-LLZO interface resistance decreased dramatically from 5822 to 514 Ω cm2.",),
    source="Qi 2024, section 2.3",
    expected="5822 to 514 ohm cm2, 11.3 times less",
    tolerance="each within the 80 % interval, and more than twice less: one contact value represents the bare garnets "
    "of four papers, 900 to 5800 ohm cm2; the closing of the contact by heat is fitted to this pair",
)
def _heated() -> Outcome:
    return Outcome(*_pair("LLZO", "heating below the melting point", 5822.0, 514.0))


@row(
    "F9",
    "molten lithium on aluminium and gold",
    quotes=(
        "the interface resistance was reduced from 950 Ω cm2(the pristine garnet/Li) to 75 Ω cm2(the "
        "surface-engineered garnet/Li) at room temperature",
        "significantly reduced total resistance of the Li/Au-LLZTO-Au/Li (250 Ω cm2) than that of the Li/LLZTO/Li "
        "system (2500 Ω cm2)",
    ),
    source="Qi 2024, section 2.3",
    expected="950 to 75 ohm cm2, 12.7 times less; 2500 to 250 of a whole symmetric cell, 10 times less",
    tolerance="each within the 80 % interval, and more than twice less: contact of bare and resistance of wetted "
    "garnet are means over these papers and a third",
)
def _molten() -> Outcome:
    aluminium = _pair("LLCZN", "aluminium and molten lithium", 950.0, 75.0)
    gold = _pair("LLZTO", "gold and molten lithium", 2500.0, 250.0, both_sides=True)
    details = {f"Al {name}": value for name, value in aluminium[2].items()}
    details |= {f"Au {name}": value for name, value in gold[2].items()}
    return Outcome(f"{aluminium[0]}; {gold[0]}", aluminium[1] and gold[1], details)


@row(
    "F11",
    "a polymer between",
    quotes=(
        "A “softer contact” between polymers and Li anodes with larger contact area can wet the interfaces",
        "a PEO gel layer with a thickness of 2 µm was conformally coated on the garnet surface",
    ),
    source="Qi 2024, section 2.4",
    expected="the film adds 2 um over its conductivity and lets nearly all of the interface touch",
    tolerance="1e-6 on the film; contact above 0.8 from below a third; less resistance in all at 60 degC",
)
def _polymer() -> Outcome:
    bare, coated = (lithium_on("LLZO", name, temperature="60 degC") for name in ("none", "PEO gel layer"))
    film = float(coated.layers[0].resistance[0])
    sigma = float(library().material("PEO gel")["ionic_conductivity"].at(333.15))
    shares = [float(one.contact[0]) for one in (bare, coated)]
    computed = f"film {film / OHM_CM2:.2f} ohm cm2, 2 um over {10 * sigma:.3g} mS/cm; contact {shares[0]:.2f} to "
    computed += f"{shares[1]:.2f}; {ohm_cm2(bare):.0f} to {ohm_cm2(coated):.0f} ohm cm2"
    passed = abs(film * sigma / 2e-6 - 1.0) <= 1e-6 and shares[0] < 1 / 3 and shares[1] > 0.8
    return Outcome(computed, passed and ohm_cm2(coated) < ohm_cm2(bare))


@row(
    "F15",
    "sulfides react with lithium",
    quotes=(
        "a notable increase in SSE/Li interfacial resistance during cycling, which is attributed to the formation of "
        "unstable interphase due to the reactions between SSEs and the highly reductive lithium",
        "A routine strategy to inhibit such parasitic reaction is to introduce a thin buffer layer",
    ),
    source="Qi 2024, section 2.1",
    expected="the resistance of lithium on argyrodite rises in a month, least with a buffer layer of indium between",
    tolerance="the order",
)
def _reacting() -> Outcome:
    rises = {}
    for name in ("none", "evaporated indium"):
        fresh, old = (
            ohm_cm2(lithium_on("Li6PS5Cl", name, stack_pressure="50 MPa", temperature=f"25 degC, stored: {hours} h"))
            for hours in (1, 720)
        )
        rises[name] = (fresh, old)
    computed = "; ".join(f"{name} {fresh:.0f} to {old:.0f} ohm cm2" for name, (fresh, old) in rises.items())
    (fresh, old), (kept_fresh, kept_old) = rises.values()
    return Outcome(computed, old > 1.05 * fresh and kept_old == kept_fresh)


ROWS = (
    _interphase,
    _bare,
    _pressing,
    _evaporated,
    _lithiophilic,
    _zinc_oxide,
    _plasma,
    _heated,
    _molten,
    _polymer,
    _reacting,
)
