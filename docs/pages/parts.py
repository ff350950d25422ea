"""Measurements on parts of cells, and what is computed of them."""

import math

from brimstone.fit.parts import PREDICTIONS, PartComparison, compare_parts
from brimstone.library import Library


def parts_page(library: Library) -> str:
    """All measurements on parts of cells and their computed values."""
    lines = [
        "# Lithium and pellets, measured and computed",
        "",
        "Measurements on parts of cells in the library (`brimstone show cell NAME`), compared with values computed",
        "with one set of constants for all. The interval covers 80 % of 200 samples over the stated uncertainties.",
        "",
        "| cell | quantity | condition | measured | computed | 80 % interval | computed : measured | in the interval |",
        "|---|---|---|---|---|---|---|---|",
    ]
    names = dict.fromkeys(one.cell for one in PREDICTIONS)
    rows = [row for name in names for row in compare_parts(library.cell(name), library)]
    for row in rows:
        ratio = row.ratio
        cells = (
            row.cell,
            row.reported.quantity,
            row.reported.at,
            f"{row.bound} {row.words(row.reported.value.si)} {row.unit}".strip(),
            row.words(row.computed.value),
            row.interval,
            "" if ratio is None else f"{ratio:.2f}",
            "yes" if row.agrees else "no",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, "", *_remarks(rows)]) + "\n"


def _remarks(rows: list[PartComparison]) -> list[str]:
    """How to read the numbers."""
    creep = [abs(math.log(row.ratio)) for row in rows if row.cell == "Masias2019" and row.ratio is not None]
    typical = math.exp(math.sqrt(sum(error**2 for error in creep) / len(creep)))
    inside = sum(row.agrees for row in rows)
    return [
        f"{inside} of {len(rows)} lie in the interval. Creep: rates that span a factor of two thousand come out within",
        f"a factor of {math.exp(max(creep)):.2f}, typically {typical:.2f}, with the paper's exponent and one rate.",
        "",
        "Values used to set constants are not evidence for them: the two stripping currents set what diffusion",
        "supplies and the depth of nascent voids; the resistances of the symmetric cell set the pressure at which",
        "contact closes, its memory, and the finding that lithium adds almost no resistance where it touches, so",
        "that a curve of six pressures and the unloading branch rest on three constants; the 48 h at 25 MPa set how",
        "far plating squeezes lithium into flaws there. The other times follow from an exponent that these data barely",
        "constrain: more than 1000 h at 5 MPa requires one above 1.9, 229 cycles of a full cell there one above 2.7.",
        "The critical currents of the garnet use the resistance computed for one heated with its lithium, its change",
        "with temperature from lithium on sulfides, and nothing that was fitted to a critical current: the strength",
        "of garnet is in the library, and the depth of its flaws is what strength and toughness of a sintered",
        "phosphate give. The best current reached without pressure by garnets with ever better interfaces is compared",
        "with what flaws bear beneath lithium that wets all of the garnet. What stripping alone bears without",
        "pressure is not known here: creep supplies nothing then, and diffusion in lithium is not computed.",
        "",
        "For the interfaces, Doux 2020 sets the pressure that closes them and their memory. The contact of bare",
        "garnet and the resistance of wetted garnet are means over these garnets and one more, and the closing by",
        "heat comes from Sharafi 2016. The comparison shows that one set of constants serves all, and how far",
        "papers differ. The resistance with tin is not used anywhere; its area is not reported, so a die of 10 mm",
        "is assumed. The resistances of Doux 2020 agree within 9 to 18 % from 5 to 25 MPa and on unloading, and are",
        "a seventh too low at 1 MPa. Their intervals do not include the pellet thickness, reported as about 1 mm,",
        "on which the resistance at 25 MPa depends.",
    ]
