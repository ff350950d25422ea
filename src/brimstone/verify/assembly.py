"""Section F of the checklist, assembly: what treatments of the anode interface require, and in which order."""

from brimstone.errors import RecipeError
from brimstone.inspect import check
from brimstone.verify._cells import cell
from brimstone.verify.row import Outcome, row

_GARNET = "[{electrolyte: LLZO, thickness: 500 um}]"


def _notes(**fields: str) -> dict[str, str]:
    """Levels of the notes on a recipe, by the name of the rule."""
    one = cell(**fields)
    return {note.rule: note.level for note in check(one.recipe, one.library)}


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
            if solvent in refusal.problem and "solvent used afterwards would reach the lithium" in refusal.problem:
                reasons[treatment] = refusal.problem.splitlines()[0]
    first = next(iter(reasons.values()), "accepted")
    return Outcome(f"{len(reasons)} of {len(wet)} refused: {first}", len(reasons) == len(wet))


@row(
    "F14",
    "precautions in the laboratory",
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
    notes = {
        "pressed": _notes(anode="{material: Li, interface: mechanical pressing}", stack_pressure="5 MPa"),
        "evaporated": _notes(anode="{material: Li, interface: evaporated lithium}", stack_pressure="5 MPa"),
        "chemical": _notes(anode="{material: Li, interface: silicon by CVD}", separator=_GARNET),
        "LTO": _notes(anode="LTO"),
    }
    flags = ("glove_box", "clean_substrate", "film_wears_off", "precursor_pollutes")
    flagged = {name: [flag for flag in flags if levels.get(flag) == "info"] for name, levels in notes.items()}
    passed = flagged == {
        "pressed": ["glove_box"],
        "evaporated": ["glove_box", "clean_substrate", "film_wears_off"],
        "chemical": ["glove_box", "clean_substrate", "precursor_pollutes"],
        "LTO": [],
    }
    computed = "; ".join(f"{name}: {', '.join(named).replace('_', ' ') or 'none'}" for name, named in flagged.items())
    return Outcome(computed, passed)


ROWS = (_lithium_before_a_solvent, _lab_flags)
