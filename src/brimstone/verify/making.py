"""Section F of the checklist, of the lab: what treatments of the anode's interface ask for, and in which order."""

import numpy as np

from brimstone.errors import RecipeError
from brimstone.result.figures import INTERVAL
from brimstone.verify._cells import OHM_CM2, anode_interface, cell
from brimstone.verify.row import Outcome, row

_GARNET = "[{electrolyte: LLZO, thickness: 500 um}]"


def _notes(**fields: str) -> dict[str, str]:
    """What the lab is told about a recipe, by the name of the rule."""
    one = cell(**fields)
    return {note.rule: note.level for note in one.library.check(one.recipe)}


@row(
    "F13",
    "order of assembly",
    quotes=(
        "Generally, the processing sequence for S/SSE precedes that of Li/SSE.",
        "mitigate the potential contamination or damage to the Li anode caused by chemical solvents",
    ),
    source="Qi 2024, section 5",
    expected="lithium first is refused when a slurry follows, for its solvent; the same steps in the other order are "
    "taken",
    tolerance="as stated",
)
def _lithium_before_a_solvent() -> Outcome:
    wet = {
        "slurry casting in toluene": "toluene",
        "cathode slurry on the electrolyte": "tetrahydrofuran",
        "slurry casting": "a solvent",
    }
    reasons = {}
    for treatment, solvent in wet.items():
        fields = {"cathode": f"treatment: {treatment}", "separator": "[{electrolyte: Li6PS5Cl, thickness: 500 um}]"}
        _notes(**fields, anode="{material: Li, interface: mechanical pressing}")
        try:
            _notes(**fields, anode="{material: Li, interface: mechanical pressing first}")
        except RecipeError as refusal:
            if solvent in refusal.problem and "solvent that follows would reach the lithium" in refusal.problem:
                reasons[treatment] = refusal.problem.splitlines()[0]
    first = next(iter(reasons.values()), "accepted")
    return Outcome(f"{len(reasons)} of {len(wet)} refused: {first}", len(reasons) == len(wet))


@row(
    "F14",
    "what the lab has to mind",
    quotes=(
        "treatment involving lithium anodes is usually carried out in an argon-filled glove box with O2and H2O "
        "contents below 0.1 ppm",
        "the preparation of high-quality coating films by means of PVD technology requires high cleanliness of the "
        "substrate",
        "the vacuum evaporated interfacial layer shows low durability against impact/wear",
        "the concerns of pollution and poisoning of the substrates should not be overlooked when modifying the Li "
        "anode/SSEs interface using CVD method",
    ),
    source="Qi 2024, sections 2 and 2.2",
    expected="a glove box for lithium, not for LTO; clean surfaces for films from the gas phase, wear for evaporated "
    "ones, pollution for chemical ones; none of these for pressing",
    tolerance="as stated",
)
def _lab_flags() -> Outcome:
    asked = {
        "pressed": _notes(anode="{material: Li, interface: mechanical pressing}", stack_pressure="5 MPa"),
        "evaporated": _notes(anode="{material: Li, interface: evaporated lithium}", stack_pressure="5 MPa"),
        "chemical": _notes(anode="{material: Li, interface: silicon by CVD}", separator=_GARNET),
        "LTO": _notes(anode="LTO"),
    }
    flags = ("glove_box", "clean_substrate", "film_wears_off", "precursor_pollutes")
    found = {name: [flag for flag in flags if notes.get(flag) == "info"] for name, notes in asked.items()}
    passed = found == {
        "pressed": ["glove_box"],
        "evaporated": ["glove_box", "clean_substrate", "film_wears_off"],
        "chemical": ["glove_box", "clean_substrate", "precursor_pollutes"],
        "LTO": [],
    }
    computed = "; ".join(f"{name}: {', '.join(named).replace('_', ' ') or 'none'}" for name, named in found.items())
    return Outcome(computed, passed)


@row(
    "F6",
    "silicon makes garnet lithiophilic",
    quotes=(
        "The wettability of LLZ SSE has changed from “super-lithiophobicity” to “superlithiophilicity”",
        "The interfacial reaction energies are in the range of - 90 and - 40 meV atom-1",
        "implying kinetic stability and reduced interfacial deterioration",
    ),
    source="Qi 2024, section 2.2, its reference 99",
    expected="molten lithium stands as a drop on bare garnet and spreads on 10 nm of silicon: the cosine of the "
    "contact angle changes its sign, contact and resistance follow; the film is not warned of as one that reacts",
    tolerance="as stated, on 80 % of 200 samples of the adhesion",
)
def _silicon() -> Outcome:
    bare = anode_interface("LLCZN", "molten lithium")
    coated = anode_interface("LLCZN", "silicon by CVD + molten lithium")
    cosines = {
        name: np.quantile(np.cos(one.contact_angle[1:]), INTERVAL)
        for name, one in (("bare", bare), ("coated", coated))
        if one.contact_angle is not None
    }
    angles = {
        name: float(np.degrees(one.contact_angle[0])) if one.contact_angle is not None else 90.0
        for name, one in (("bare", bare), ("coated", coated))
    }
    flagged = _notes(anode="{material: Li, interface: silicon by CVD}", separator=_GARNET)
    passed = (
        len(cosines) == 2
        and cosines["bare"][1] < 0.0 < cosines["coated"][0]
        and coated.contact[0] > 0.9 > 0.5 > bare.contact[0]
        and coated.resistance[0] < 0.2 * bare.resistance[0]
        and "film_reacts" not in flagged
    )
    computed = (
        f"{angles['bare']:.0f} degrees bare, {angles['coated']:.0f} on silicon; contact {100 * bare.contact[0]:.0f} "
        f"and {100 * coated.contact[0]:.0f} %, {bare.resistance[0] / OHM_CM2:.0f} and "
        f"{coated.resistance[0] / OHM_CM2:.0f} ohm cm2; reaction {'too strong' if 'film_reacts' in flagged else 'mild'}"
    )
    return Outcome(computed, bool(passed), {f"{name} [degrees]": angle for name, angle in angles.items()})


ROWS = (_silicon, _lithium_before_a_solvent, _lab_flags)
