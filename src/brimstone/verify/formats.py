"""Section H of the checklist, of whole cells: formats, distribution of the current, heat, and the way to 500 Wh/kg."""

from itertools import pairwise

from brimstone.cell import Cell
from brimstone.constants import MAH_CM2, MAH_G, OHM_CM2, WH_KG
from brimstone.design.current import current_distribution
from brimstone.design.energy import design_energy, energy_gap, review_goals
from brimstone.design.safety import safety
from brimstone.errors import RecipeError
from brimstone.recipe import Recipe, parse
from brimstone.result import Figure, Run
from brimstone.verify._cells import cell, library, run
from brimstone.verify.row import Outcome, row

_LITHIUM = "{material: Li, thickness: 50 um}"
_WARM = {"temperature": "60 degC", "stack_pressure": "5 MPa"}
_INSERTION = """
cathode:
  active: NCM622
  composition: {NCM622: 82 wt%, Li6PS5Cl: 15 wt%, VGCF: 3 wt%}
  loading: 23 mg/cm2
  mixing: hand-ground
  pressed_at: 370 MPa
  collector: Al
separator: [{electrolyte: Li6PS5Cl, thickness: 30 um, porosity: 10 %}]
anode: {material: Li, np_ratio: 1.5}
operation: {temperature: 60 degC, stack_pressure: 5 MPa}
"""


def _sulfur(separator: str) -> Recipe:
    return cell(
        composition="{S: 50 wt%, Li6PS5Cl: 40 wt%, Ketjenblack: 10 wt%}",
        loading="4 mg/cm2",
        collector="Al",
        separator=f"[{{electrolyte: Li6PS5Cl, thickness: {separator}, porosity: 10 %}}]",
        anode="{material: Li, np_ratio: 1.5}",
        **_WARM,
    ).recipe


@row(
    "A7",
    "the ceiling of lithium-ion cells, and what passes it",
    quotes=(
        "the state-of-the-art lithium-ion batteries encounter formidable obstacles in attaining an energy density that "
        "surpasses 400 Wh kg-1, primarily owing to the capacity constraint of the intercalation electrode materials",
    ),
    source="Qi 2024, section 1",
    expected="in the reference pouch: a layered oxide below 400 Wh/kg even with lithium and 30 um of electrolyte; "
    "sulfur above 400 with 30 um, below with 700 um",
    tolerance="65 % of the oxide's lithium (180 mAh/g up to 4.3 V, recalled) and 90 % of the sulfur used",
)
def _ceiling() -> Outcome:
    insertion = library().material("NCM622")["average_potential"].si
    oxide = design_energy(parse(_INSERTION), library(), 0.65, insertion).packed / WH_KG
    thin, thick = (design_energy(_sulfur(t), library(), 0.9, 2.0).packed / WH_KG for t in ("30 um", "700 um"))
    return Outcome(
        f"NCM622 {oxide:.0f} Wh/kg; sulfur {thin:.0f} Wh/kg with 30 um, {thick:.0f} with 700 um",
        oxide < 400.0 < thin and thick < 400.0,
        {"NCM622 [Wh/kg]": oxide, "S, 30 um [Wh/kg]": thin, "S, 700 um [Wh/kg]": thick},
    )


@row(
    "H1",
    "current in coin and pouch cells",
    quotes=(
        "the active areas of the cathode and anode are relatively small (usually smaller than 3 cm2)",
        "pouch cells containing larger active areas often leading to more nonuniform current densities",
        "reduce the in-plane resistance of the practical system",
    ),
    source="Qi 2024, sections 4 and 4.1",
    expected="the spread of the current density rises from a coin cell of 1 cm2 through pouches of 9 and 100 to 400 "
    "cm2, and so does what the foils resist",
    tolerance="as stated",
)
def _current_distribution() -> Outcome:
    formats = {"coin, 1 cm2": "area: 1 cm2\nformat: coin"}
    for edge in (3, 10, 20):
        size = f"{{kind: pouch, width: {edge} cm, height: {edge} cm}}"
        formats[f"pouch, {edge**2} cm2"] = f"format: {size}"
    even = {
        name: current_distribution(cell(anode=_LITHIUM, more=more, **_WARM).recipe, library())
        for name, more in formats.items()
    }
    spreads = [one.spread.spread for one in even.values()]
    plane = [one.in_plane_area_resistance / OHM_CM2 for one in even.values()]
    rising = all(a < b for values in (spreads, plane) for a, b in pairwise(values))
    computed = ", ".join(
        f"{name} {100 * spread:.2g} % and {part:.2g} ohm cm2"
        for name, spread, part in zip(even, spreads, plane, strict=True)
    )
    return Outcome(computed, rising and spreads[-1] > 100 * spreads[0])


@row(
    "H7",
    "what keeps laboratory cells from practice",
    quotes=(
        "most of the excellent performances are achieved with low sulfur loading (around 1 mg cm–2), thick electrolyte "
        "(> 500 µm), and excessive lithium anode (typically 100 times in excess for a 1.0 mAh cm–2cathode)",
    ),
    source="Qi 2024, section 4",
    expected="lithium of 485 um is 100 times the charge of a cathode of 1.0 mAh/cm2; the energy report names "
    "electrolyte, lithium and loading, each change adds energy, and only with all of them 400 Wh/kg are passed",
    tolerance="2 % on the excess",
)
def _gap() -> Outcome:
    loading = 1.0 / 1.675  # mg/cm2 of sulfur for 1.0 mAh/cm2
    made = cell(
        loading=f"{loading} mg/cm2",
        separator="[{electrolyte: Li6PS5Cl, thickness: 500 um}]",
        anode="{material: Li, thickness: 485 um}",
        **_WARM,
    ).recipe
    gap = energy_gap(made, library(), simulate=False)
    names = [stage.name for stage in gap.stages]
    energies = [stage.packed / WH_KG for stage in gap.stages]
    named = {"thin electrolyte", "less lithium", "more sulfur per area"} <= set(names)
    rising = all(a < b for a, b in pairwise(energies))
    excess = gap.excess or 0.0
    third = energies[names.index("more sulfur per area") - 1] if named else 0.0
    passed = abs(excess / 100.0 - 1.0) <= 0.02 and named and rising and third < 400.0 < energies[-1]
    listed = ", ".join(f"{name} {energy:.3g}" for name, energy in zip(names, energies, strict=True))
    return Outcome(f"{excess:.1f} times; {listed} Wh/kg", passed)


@row(
    "H11",
    "where the field wants to go, as numbers to make better",
    quotes=(
        "tremendous efforts in building fast ionic/electronic transport pathways are of great importance for boosting "
        "electrochemical performance, especially for the high-loading cathodes in practical applications",
        "developing novel solid-state electrolytes with high ionic conductivities and good electrochemical stability "
        "is helpful for enhancing ionic diffusion and reducing side reactions",
        "exploring ASSLSBs operating at low external pressure can put a great step forward to practical applications",
    ),
    source="Zhu 2023, section 3",
    expected="a better conducting electrolyte raises what ion pathways carry, and more of it keeps more at high "
    "loading; one without its own redox loses nothing; losing pressure reduces utilisation",
    tolerance="as stated",
)
def _outlook() -> Outcome:
    def of(**fields: str) -> dict[str, float]:
        recipe = cell(anode=_LITHIUM, protocol="[{discharge: 0.1C, to: 1.0 V}]", **fields).recipe
        return {one.name: one.value for one in review_goals(recipe, library())}

    usual = of()
    fast = of(composition="{S: 30 wt%, LGPS: 50 wt%, acetylene black: 20 wt%}")
    stable = of(more="overrides: {redox/reach: 1e-9 nm}")
    poor = of(composition="{S: 45 wt%, Li6PS5Cl: 35 wt%, acetylene black: 20 wt%}")
    passed = (
        fast["ion pathways"] > usual["ion pathways"]
        and usual["high loading"] > poor["high loading"]
        and stable["stable electrolyte"] < usual["stable electrolyte"]
        and usual["low pressure"] < 100.0
    )
    return Outcome(
        f"ion pathways {usual['ion pathways']:.3g}, with LGPS {fast['ion pathways']:.3g} mS/cm; use left at high "
        f"loading {usual['high loading']:.1f} %, with 35 wt% of electrolyte {poor['high loading']:.1f} %; redox "
        f"{usual['stable electrolyte']:.0f}, without {stable['stable electrolyte']:.0f} mV; use left at low pressure "
        f"{usual['low pressure']:.0f} %",
        passed,
    )


@row(
    "H14",
    "heat, gas and fire",
    quotes=(
        "the pouch cell was able to light up the lightemitting diode (LED) lamps, validating the superior safety of "
        "SSEs as compared to the liquid electrolyte systems",
        "improved safety by replacing or confining the flammable liquid electrolyte",
        "there may be flammable liquid electrolytes in this design, thereby posing safety hazards in the battery "
        "operation",
    ),
    source="Qi 2024, sections 3.3, 4.1 and 4.2",
    expected="a sulfide cell holds nothing that evaporates and no solvent to burn, but H2S; a gel cell holds both; a "
    "liquid cell with the same sulfur burns more heat than sulfur and lithium give; heat of a discharge balances",
    tolerance="1e-6 on the balance of heat; the rest as stated",
)
def _safety() -> Outcome:
    sulfide = run(anode=_LITHIUM, **_WARM)
    gel = run(anode=_LITHIUM, separator="[{electrolyte: PETEA gel, thickness: 30 um}]", **_WARM)
    dry, wet = safety(sulfide, library()), safety(gel, library())
    heat = sulfide.heat[0]
    passed = (
        not dry.evaporates
        and dry.combustion_heat == 0.0
        and dry.hydrogen_sulfide > 0.0
        and bool(wet.evaporates)
        and wet.combustion_heat > 0.0
        and dry.liquid_combustion_heat > dry.reaction_heat > 0.0
        and heat.error <= 1e-6
        and heat.total > 0.0
    )
    return Outcome(
        f"evaporates: {', '.join(dry.evaporates) or 'nothing'} / {', '.join(wet.evaporates)}; H2S "
        f"{1e3 * dry.hydrogen_sulfide:.0f} cm3 per g of layers; reaction {1e-6 * dry.reaction_heat:.2g} kJ/g, solvent "
        f"{1e-6 * dry.combustion_heat:.2g} kJ/g, of a liquid cell {1e-6 * dry.liquid_combustion_heat:.2g} kJ/g; heat "
        f"balances to {heat.error:.0e}",
        passed,
    )


def _reported(name: str, **cathode: str) -> Run:
    """Run of a reported cell of the library with fields of its cathode written otherwise, with intervals."""
    recipe = library().cell(name).recipe
    if recipe is None:
        raise RecipeError(f"{name} has no recipe")
    written = parse(recipe, name).to_mapping()
    return Cell(Recipe.from_mapping({**written, "cathode": {**written["cathode"], **cathode}}), library()).run()


def _holds(figure: Figure, reported: float) -> bool:
    near = 0.5 <= figure.value / reported <= 2.0
    return near and figure.low is not None and figure.high is not None and figure.low <= reported <= figure.high


@row(
    "H2",
    "pouch cell of 3 x 3 cm2 with a sheet of Li6PS5Cl",
    quotes=(
        "sulfur electrode sheet (3 × 3 cm2), Li6PS5Cl electrolyte sheet (3.3 × 3.3 cm2, 380 µm in thickness), and "
        "lithium metal anode with a thickness of 100 μm were stacked in a sandwich-type structure",
        "The pouch cell with 0.5 mg cm–2sulfur loading exhibited a high discharge capacity of 1169 mAh g–1at 0.01C at "
        "60 °C",
        "the interface impedances of the pouch cell remained below 70 Ω in the initial state and after 10 cycles",
        "resulting in an areal capacity of more than 2.3 mAh cm–2",
    ),
    source="Qi 2024, section 4.1",
    expected="1169 mAh/g at 0.5 mg/cm2, 2.3 mAh/cm2 at 1.8 mg/cm2, resistance below 70 ohm, of 9 cm2 630 ohm cm2",
    tolerance="in the 80 % intervals and a factor of two of the nominal values: composition, "
    "mixing, pressures and window are not reported",
)
def _yuan() -> Outcome:
    thin, thick = _reported("Yuan2020"), _reported("Yuan2020", loading="1.8 mg/cm2")
    package = thin.package
    area = 1e4 * package.area if package is not None else 0.0
    capacity = thin.shown[0].capacity().times(1.0 / MAH_G)
    areal = thick.shown[0].charge.times(1.0 / MAH_CM2)
    resistance = thin.resistance["total"].times(1.0 / (OHM_CM2 * 9.0))
    passed = (
        abs(area - 9.0) <= 1e-9
        and _holds(capacity, 1169.0)
        and _holds(areal, 2.3)
        and resistance.low is not None
        and resistance.low < 70.0
        and resistance.value < 2.0 * 70.0
        and abs(70.0 * area - 630.0) <= 1e-6
    )
    return Outcome(
        f"{capacity.value:.0f} mAh/g ({capacity.low:.0f} to {capacity.high:.0f}), {areal.value:.2f} mAh/cm2 "
        f"({areal.low:.2f} to {areal.high:.2f}), as assembled {resistance.value:.0f} ohm ({resistance.low:.0f} to "
        f"{resistance.high:.0f}); nominal capacities are {100 * (capacity.value / 1169 - 1):+.0f} and "
        f"{100 * (areal.value / 2.3 - 1):+.0f} % off",
        passed,
    )


@row(
    "H3",
    "pouch cell pressed isostatically",
    quotes=(
        "the composite sulfur cathode (S/C/Li6PS5Cl, 2 × 3 cm2) and Li6PS5Cl SSE sheet (2.5 × 3.5 cm2) were compressed "
        "under cold isostatic press (under a pressure of 360 MPa)",
        "a lithium foil (2.2 × 3.2 cm2) was pasted on the opposite side of the SSE sheet",
        "The Li–S pouch cell delivered a high discharge capacity of 9.2 mAh",
        "Even under a harsh test situation involving fragmentation",
    ),
    source="Qi 2024, section 4.1",
    expected="9.2 mAh on 6 cm2, 1.53 mAh/cm2; overhangs of lithium and electrolyte as stated; nothing in it evaporates",
    tolerance="in the 80 % interval and a factor of two of the nominal value: composition, "
    "loading, rate and temperature are not reported; the loading of the "
    "other pouch with this electrolyte (1.8 mg/cm2) is taken",
)
def _hu() -> Outcome:
    size = "{kind: pouch, width: 2 cm, height: 3 cm, separator_overhang: 2.5 mm, anode_overhang: 1 mm}"
    one = cell(
        loading="1.8 mg/cm2",
        pressed_at="360 MPa",
        collector="carbon-coated Al",
        cathode="treatment: cold isostatic pressing",
        separator="[{electrolyte: Li6PS5Cl, thickness: 380 um, pressed_at: 360 MPa}]",
        anode="{material: Li, thickness: 100 um}",
        stack_pressure="5 MPa",
        protocol="[{discharge: 0.05C, to: 1.0 V}]",
        more=f"format: {size}",
    )
    run_ = one.run()
    package = run_.package
    if package is None:
        raise RecipeError("the cell has no package")
    areas = {
        part.role: float(part.mass[0]) / float(layer.areal_mass[0])
        for part in package.parts
        for layer in run_.stack.layers
        if part.name == layer.name and part.role in ("separator", "anode")
    }
    charge = run_.shown[0].charge.times(package.total_area / 3.6)
    areal = 9.2 / (1e4 * package.area)
    hazards = safety(run_, library())
    passed = (
        _holds(charge, 9.2)
        and abs(areal - 1.53) <= 0.005
        and abs(1e4 * areas["separator"] / 8.75 - 1.0) <= 1e-6
        and abs(1e4 * areas["anode"] / 7.04 - 1.0) <= 1e-6
        and not hazards.evaporates
    )
    return Outcome(
        f"{charge.value:.1f} mAh ({charge.low:.1f} to {charge.high:.1f}), nominal value "
        f"{100 * (charge.value / 9.2 - 1):+.0f} % off; {areal:.3f} mAh/cm2; separator {1e4 * areas['separator']:.2f}, "
        f"lithium {1e4 * areas['anode']:.2f} cm2; evaporates: {', '.join(hazards.evaporates) or 'nothing'}",
        passed,
    )


@row(
    "H4",
    "soft pack with a ceramic that has two names",
    quotes=(
        "introduced a composite polymer electrolyte (CPE) layer with a thickness of 200 µm on the LATP SSE",
        "an electrically conductive graphite layer (2 µm) was applied at the SSE/S interface",
        "the soft-packed battery delivered stable capacities of exceeding 10 mAh for 40 cycles",
        "Schematic illustration of the solid-state Li–S batteries with the LAGP ceramic modified by graphite and CPE",
    ),
    source="Qi 2024, section 4.1 and Fig. 12",
    expected="text and caption name two ceramics for one cell, which both the review and the cell note; with "
    "either, more than 10 mAh at 60 degC, for 40 cycles",
    tolerance="area (9 cm2, as of the other pouch), loading (1 mg/cm2, what the section calls usual), cathode and "
    "thickness of the ceramic (500 um) are not reported and assumed",
)
def _soft_pack() -> Outcome:
    reported = any("LATP" in defect and "LAGP" in defect for review in library().reviews() for defect in review.defects)
    noted = any("LATP" in note and "LAGP" in note for note in library().cell("Li2019c").notes)
    first, last = {}, {}
    for ceramic, cycles in (("LATP", 40), ("LAGP", 1)):
        one = cell(
            composition="{S: 50 wt%, PEO-LiTFSI: 30 wt%, Ketjenblack: 20 wt%}",
            collector="Al",
            mixing="slurry",
            cathode="treatment: graphite layer",
            separator=f"[{{electrolyte: {ceramic}, thickness: 500 um}}, "
            "{electrolyte: PEO-zeolite-LiTFSI, thickness: 200 um}]",
            anode="{material: Li, thickness: 100 um}",
            temperature="60 degC",
            protocol=f"[{{cycles: {cycles}, charge: 0.1C, discharge: 0.1C, window: [1.5 V, 2.8 V]}}]",
            more="format: {kind: pouch, width: 3 cm, height: 3 cm}",
        )
        done = one.run(certain=True, nodes=10)  # many cycles of one that hardly changes
        charges = [step.charge.value * 9e-4 / 3.6 for step in done.shown if step.instruction.kind == "discharge"]
        first[ceramic], last[ceramic] = charges[0], charges[-1] if len(charges) == cycles else 0.0
    noted = noted and reported
    passed = noted and min(*first.values(), *last.values()) > 10.0
    computed = f"LATP {first['LATP']:.1f} mAh, in cycle 40 {last['LATP']:.1f}; LAGP {first['LAGP']:.1f}"
    return Outcome(f"{computed} mAh; the contradiction is {'reported' if noted else 'not reported'}", passed)


ROWS = (_ceiling, _current_distribution, _yuan, _hu, _soft_pack, _gap, _outlook, _safety)
