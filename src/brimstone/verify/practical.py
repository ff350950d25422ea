"""Sections G and H of the checklist: how cells are made and how they perform in practice."""

from brimstone.constants import MPA, OHM_CM2, WH_KG
from brimstone.verify._cells import cell, library, made, rules, run, separator_resistance
from brimstone.verify.row import Outcome, row


@row(
    "G1",
    "pressed cathodes hold little sulfur",
    quotes=(
        "the mass fraction of the SSE is typically as high as 50 wt%, leading to extremely low sulfur content, "
        "typically below 40 wt%",
    ),
    source="Qi 2024, section 3.1",
    expected="a warning above 40 wt% of sulfur, none at 40 wt%, nor at 30 wt% with 50 wt% of electrolyte",
    tolerance="1 wt%",
)
def _sulfur_limit() -> Outcome:
    def warned(sulfur: int) -> bool:
        composition = f"{{S: {sulfur} wt%, Li6PS5Cl: {80 - sulfur} wt%, acetylene black: 20 wt%}}"
        return "too_much_sulfur" in rules(composition=composition)

    flagged = {sulfur: warned(sulfur) for sulfur in (30, 40, 41, 50)}
    passed = flagged == {30: False, 40: False, 41: True, 50: True}
    return Outcome(", ".join(f"{s} wt% {'warning' if warns else 'accepted'}" for s, warns in flagged.items()), passed)


@row(
    "G2",
    "a pressure for each step of assembly",
    quotes=(
        "placed within a polycarbonate tube and subjected to a pressure of 370 MPa",
        "a Li-In foil as an anode was pressed onto the pellet under 120 MPa during battery assembly",
        "was pressed onto one side of the electrolyte pellet at 500 MPa",
        "cold-pressed alongside the supported stainless-steel mesh under 360 MPa",
    ),
    source="Qi 2024, section 3.1",
    expected="370 and 120, 500, 360 MPa each have their field; the cathode is the denser the higher its own, and knows "
    "nothing of that of the anode or of operation",
    tolerance="exactly",
)
def _pressure_of_each_step() -> Outcome:
    def pressures(cathode: int, anode: int, stack: int = 50) -> tuple[list[float], float]:
        fields = {
            "pressed_at": f"{cathode} MPa",
            "separator": f"[{{electrolyte: Li6PS5Cl, thickness: 500 um, pressed_at: {cathode} MPa}}]",
            "anode": f"{{material: Li-In, pressed_at: {anode} MPa}}",
            "stack_pressure": f"{stack} MPa",
        }
        recipe = cell(**fields).recipe
        held = (recipe.cathode, recipe.separator[0], recipe.anode)
        written = [part.pressed_at.si / MPA for part in held if part.pressed_at is not None]
        return written, float(made(**fields).composite.porosity[0])

    kept, porous = pressures(370, 120)
    others = [pressures(370, 72)[1], pressures(370, 120, 5)[1]]
    denser = [pressures(p, 120)[1] for p in (360, 370, 500)]
    passed = kept == [370.0, 370.0, 120.0] and others == [porous] * 2 and denser == sorted(denser, reverse=True)
    computed = f"cathode, separator, anode {', '.join(f'{p:.0f}' for p in kept)} MPa; pores " + ", ".join(
        f"{100 * e:.1f} % at {p} MPa" for p, e in zip((360, 370, 500), denser, strict=True)
    )
    return Outcome(computed, passed and len(set(denser)) == 3)


@row(
    "G6",
    "how thin the electrolyte may be",
    quotes=(
        "the SSEs must be sufficiently thick (> 200 µm) to withstand the high-pressure compression",
        "fabricating cathode-supported solid-state Li–S battery with a thin electrolyte (~ 100 µm)",
        "approximately 20 μm as opposed to the conventional SSEs that have a thickness exceeding 200 μm",
    ),
    source="Qi 2024, sections 3.1 and 3.2",
    expected="a warning for a pellet below 200 um; 100 um accepted when supported by the cathode and 20 um when "
    "cast, with a warning for less; a tenth of the thickness, a tenth of the resistance",
    tolerance="as stated",
)
def _least_thickness() -> Outcome:
    def warned(thickness: int, treatment: str = "") -> bool:
        layer = f"[{{electrolyte: Li6PS5Cl, thickness: {thickness} um}}]"
        triggered = rules(separator=layer, cathode=f"treatment: {treatment}" if treatment else "")
        return bool({"pellet_too_thin", "layer_too_thin"} & set(triggered))

    supported, cast = "cathode-supported electrolyte", "slurry casting"
    flagged = {
        "200 um pressed": warned(200),
        "190 um pressed": warned(190),
        "100 um pressed": warned(100),
        "100 um supported": warned(100, supported),
        "90 um supported": warned(90, supported),
        "20 um cast": warned(20, cast),
        "15 um cast": warned(15, cast),
    }
    thick, thin = (float(separator_resistance("Li6PS5Cl", t)[0]) / OHM_CM2 for t in ("200 um", "20 um"))
    passed = (
        list(flagged.values()) == [False, True, True, False, True, False, True] and abs(thick / thin - 10.0) <= 1e-6
    )
    computed = ", ".join(f"{name} {'warning' if warns else 'accepted'}" for name, warns in flagged.items())
    return Outcome(f"{computed}; {thick:.1f} and {thin:.2f} ohm cm2", passed)


@row(
    "H6",
    "500 Wh/kg and the thickness of the electrolyte",
    quotes=(
        "to achieve high-energy density of 500 Wh kg–1, the thickness of the electrolyte pellet should be less than "
        "200 μm",
    ),
    source="Qi 2024, section 4.1",
    expected="with 50 wt% S, 90 % of it used at 2.0 V, N/P 1.5: 200 um 251, 412, 474, 590 Wh/kg at 4, 8, 10, 15 mg/cm2 "
    "of sulfur; 700 um 91, 169, 204, 281; 30 um 620 at 4 mg/cm2",
    tolerance="2 %; collectors coated on both sides, so that half of each counts",
)
def _energy_against_thickness() -> Outcome:
    table = {200: {4: 251, 8: 412, 10: 474, 15: 590}, 700: {4: 91, 8: 169, 10: 204, 15: 281}, 30: {4: 620}}
    collectors = sum(
        0.5 * material["thickness"].si * material["density"].si
        for material in (library().material("Al"), library().material("Cu"))
    )
    energies, worst = {}, 0.0
    for thickness, row_of in table.items():
        for loading, figure in row_of.items():
            of = run(
                loading=f"{loading} mg/cm2",
                collector="Al",
                composition="{S: 50 wt%, Li6PS5Cl: 40 wt%, Ketjenblack: 10 wt%}",
                separator=f"[{{electrolyte: Li6PS5Cl, thickness: {thickness} um, porosity: 10 %}}]",
                anode="{material: Li, np_ratio: 1.5}",
                protocol="[{discharge: 0.1C, to: 1 s}]",
            )
            energy = 0.9 * 2.0 * float(of.cell.theoretical_charge[0])
            computed_energy = energy / (float(of.stack.areal_mass[0]) - collectors) / WH_KG
            energies[f"{thickness} um, {loading} mg/cm2 [Wh/kg]"] = computed_energy
            worst = max(worst, abs(computed_energy / figure - 1.0))
    best = {t: max(e for name, e in energies.items() if name.startswith(f"{t} um")) for t in table}
    passed = worst <= 0.02 and best[200] > 500.0 > best[700]
    computed = ", ".join(f"{e:.0f}" for e in energies.values()) + f" Wh/kg; off by {100 * worst:.1f} % at most"
    return Outcome(computed, passed, energies)


ROWS = (_sulfur_limit, _pressure_of_each_step, _least_thickness, _energy_against_thickness)
