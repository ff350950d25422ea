"""Section H of the checklist, fabrication and measurement: what rolls, what scales, and the trade-offs of polymers."""

from itertools import pairwise

from brimstone.design.polymers import pareto_front, polymer_electrolytes
from brimstone.design.process import class_limits, readiness
from brimstone.library.tables import instruments, processes
from brimstone.result import Run, Step
from brimstone.verify._cells import library
from brimstone.verify.row import Outcome, row


@row(
    "H8",
    "pellets are brittle, small, and do not roll",
    quotes=(
        "the inherent rigidity renders them incapable of folding and rolling like a flexible polymer separator",
        "the currently employed fragile pellet structures, mostly prepared by mechanical pressing, can only support "
        "very small battery sizes",
    ),
    source="Qi 2024, section 4.1",
    expected="by toughness and thickness, pellets of sulfides and oxides crack on a core of 3 inches, polymers and "
    "gels roll; a press of 25 t loads less than 10 cm2 of a sulfide",
    tolerance="as stated",
)
def _limits() -> Outcome:
    by_name = {one.name: one for one in class_limits(library())}
    rolls = {name: by_name[name].rolls for name in ("sulfide", "oxide", "polymer", "gel")}
    area = 1e4 * (by_name["sulfide"].pellet_area or 0.0)
    passed = rolls == {"sulfide": False, "oxide": False, "polymer": True, "gel": True} and 0.0 < area < 10.0
    radii = ", ".join(f"{name} {1e3 * (by_name[name].bending_radius or 0.0):.0f} mm" for name in ("sulfide", "oxide"))
    rolling = ", ".join(f"{name} {'rolls' if does else 'does not'}" for name, does in rolls.items())
    return Outcome(f"{rolling}; least radius of pellets {radii}; {area:.1f} cm2", passed)


@row(
    "H9",
    "what scales up",
    quotes=(
        "the processes that are more compatible with the large-scale production toward battery manufacturing are "
        "mechanical pressing, slurry casting and in situ polymerization",
    ),
    source="Qi 2024, section 5",
    expected="by what their treatments ask for, these three score above vapour deposition, molten lithium and polymer "
    "modification",
    tolerance="as stated",
)
def _scaling() -> Outcome:
    scores = {one.strategy.name: one.score for one in readiness(library())}
    best = {"mechanical pressing", "slurry casting", "in situ polymerisation"}
    others = set(scores) - best
    passed = len(scores) == 6 and best <= set(scores) and min(scores[n] for n in best) > max(scores[n] for n in others)
    return Outcome(", ".join(f"{name} {score:.1f}" for name, score in scores.items()), passed, scores)


@row(
    "H10",
    "ways to look into a cell",
    quotes=(
        "in situ X-ray diffraction, in situ/ex situ solid-state nuclear magnetic resonance (NMR), in situ Raman "
        "spectroscopy, X-ray absorption spectroscopy (XAS), time-of-flight secondary-ion mass spectrometry (TOF–SIMS), "
        "and in situ electrochemical techniques",
    ),
    source="Qi 2024, section 5",
    expected="all six kinds are listed with what they give; impedance, titration, voltammetry, differential capacity, "
    "pressure, fibre and heat can be computed, and are there",
    tolerance="as stated",
)
def _instruments() -> Outcome:
    by_name = {one.name: one for one in instruments()}
    words = ("X-ray diffraction", "nuclear magnetic", "Raman", "X-ray absorption", "ion mass", "voltammetry")
    named = [word for word in words if any(word in name for name in by_name)]
    kinds: dict[str, type[Run] | type[Step]]
    kinds = {"voltammetry": Step, "differential capacity": Step, "pressure sensor": Run, "fibre Bragg grating": Run}
    kinds |= dict.fromkeys(("calorimetry", "electrochemical impedance", "titration with pulses and rests"), Run)
    there = []
    for name, owner in kinds.items():
        attribute = by_name[name].virtual.rsplit(".", 1)[-1].removesuffix("()") if name in by_name else ""
        there += [name] if hasattr(owner, attribute) or attribute in owner.__dataclass_fields__ else []
    virtual = sum(bool(one.virtual) for one in by_name.values())
    return Outcome(
        f"{len(named)} of {len(words)} listed; {virtual} of {len(by_name)} can be computed, as {', '.join(there)}",
        len(named) == len(words) and len(there) == len(kinds) and all(one.gives for one in by_name.values()),
    )


@row(
    "H12",
    "thin flexible films of inorganic electrolytes",
    quotes=(
        "Flexible, thin, and low-cost electrolyte films with exceptional mechanical robustness and toughness are ideal "
        "structures for the future SSEs",
        "upgrading of thin film deposition methods or the solution-processed techniques may contribute to the "
        "manufacturing and assembly of practical solid-state batteries",
    ),
    source="Qi 2024, section 4.1",
    expected="deposition from the vapour and from solution are on the menu; films of sulfides and oxides, thinner than "
    "their pellets, go around the core that pellets crack on",
    tolerance="as stated",
)
def _films() -> Outcome:
    menu = {one.name: one for one in processes()}
    classes = {one.name: one for one in class_limits(library())}
    films = {
        name: min(process.least.si for process in classes[name].processes if process.makes == "film")
        for name in ("sulfide", "oxide")
    }
    rolls = [
        classes[name].film_rolls is True
        and classes[name].rolls is False
        and films[name] < classes[name].least_thickness
        for name in films
    ]
    passed = {"vapour deposition", "solution processing"} <= set(menu) and all(rolls)
    limits = ", ".join(
        f"{name}: films of {1e6 * films[name]:.0f} um, "
        f"rolls below {1e6 * (classes[name].rolling_thickness or 0.0):.0f} um"
        for name in films
    )
    return Outcome(f"{len(menu)} processes; {limits}", passed)


@row(
    "H13",
    "the dilemma of polymers",
    quotes=(
        "the significant difficulty in achieving both high room-temperature ionic conductivity and superior mechanical "
        "properties simultaneously",
        "the shuttle effect resulting from the solid–liquid phase reaction of sulfur",
    ),
    source="Qi 2024, section 4.3",
    expected="no polymer or gel of the library is best in conductivity at 25 degC, modulus and holding back of "
    "polysulfides; along the front of the first two, more of one is less of the other",
    tolerance="as stated; most moduli are estimates of their class",
)
def _dilemma() -> Outcome:
    polymers = polymer_electrolytes(library())
    best = {
        name: max((one.merits[place], one.material.name) for one in polymers)[1] for place, name in enumerate(_GOODS)
    }
    front = [
        one
        for one in polymers
        if not any(other.conductivity > one.conductivity and other.modulus >= one.modulus for other in polymers)
    ]
    falls = all(a.modulus <= b.modulus for a, b in pairwise(front))
    passed = len(set(best.values())) == len(best) and falls and len(front) > 1
    leaders = "; ".join(f"best in {name}: {one}" for name, one in best.items())
    return Outcome(f"{leaders}; {len(pareto_front(polymers))} of {len(polymers)} on the front of all three", passed)


_GOODS = ("conductivity", "modulus", "holding back polysulfides")

ROWS = (_limits, _scaling, _instruments, _films, _dilemma)
