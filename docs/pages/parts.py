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
        "Data that set constants prove nothing: the two currents of stripping set what diffusion supplies and how",
        "deep nascent voids are; the resistances of the symmetric cell set the pressure at which contact closes, its",
        "memory and that lithium adds next to nothing where it touches, so that one curve of six pressures and the",
        "return path rest on three constants; the 48 h at 25 MPa set the time of the creep short. The other times",
        "follow from the exponent, which is taken from creep and which these data leave open: above 1000 h at 5 MPa",
        "requires more than 1.9, a short within the hour at 75 MPa for more than 3.5. The critical currents of the",
        "garnet take the paper's own resistance, its change with temperature from lithium on sulfides, and nothing",
        "else that was fitted: strength of the garnet and size of its pores are in the library. The best current that",
        "garnets of ever better interfaces reached without pressure is compared with what diffusion alone supplies to",
        "stripping.",
        "",
        "Of the interfaces, the pressure that closes them and their memory are set by Doux 2020; contact of bare and",
        "resistance of wetted garnet are means over the garnets here and one more, what heat closes comes from",
        "Sharafi 2016. They show that one set serves all, and how far papers differ. The resistance with tin is not",
        "used anywhere; its area is not reported, a die of 10 mm is assumed. The resistances of Doux 2020 come out",
        "within 9 to 18 % from 5 to 25 MPa and on the return path, a seventh too low at 1 MPa. Their intervals leave",
        "out the thickness of the pellets, reported as about 1 mm, on which the resistance at 25 MPa depends.",
    ]
