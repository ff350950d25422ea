"""Quotes that a person left out around words which YAML takes apart: colons of a ratio, commas in brackets.

Only lines that YAML can't read as they stand are touched, and only where one reading is left.
"""

import re

from brimstone.recipe.patterns import expression

MOST_LINES = 50  #: that are mended in one text
#: composition: S : LPSCl : C = 3 : 5 : 2
_BLOCK = expression(
    r"(?P<before>\s*(?:-\s+)*[A-Za-z_][\w \-/]*:\s+)(?P<words>[^\s\"'{\[|>&*!#%@`].*?)(?P<after>\s+#.*|\s*)"
)
#: {SWCNT (TUBALL, OCSiAl): 8 %}
_BRACKET = expression(
    r"(?P<before>[{\[,]\s*|:\s+)(?P<words>[^\s{}\[\],:\"'()][^{}\[\],:\"'()]*\([^()\"'{}\[\]]*\)[^{}\[\],:\"']*?)"
    r"(?=\s*(?:[,}\]]|:\s|$))"
)
#: {charge: 0,1C, window: 1,0-2,8 V}
_DECIMALS = expression(
    r"(?P<before>:\s+)(?P<words>[^{}\[\],:\"']*\d,\d[^{}\[\],:\"']*(?:,\d[^{}\[\],:\"']*)*)(?=\s*[,}\]])"
)
#: {composition: S : LPSCl : C = 3 : 5 : 2}
_COLONS = expression(r"(?P<before>:\s+)(?P<words>[^\s{}\[\],:\"'][^{}\[\],:\"']*(?::\s?[^{}\[\],:\"']+)+)(?=\s*[,}\]])")
#: [1.0, 3.0] V
_UNIT_OUTSIDE = expression(r"\[\s*([-+]?[\d.]+)\s*[,;]\s*([-+]?[\d.]+)\s*\]\s*(m?V)\b")
_QUOTED = expression(r"(\"[^\"]*\"|'[^']*')")


def quoted_line(line: str) -> str | None:
    """Return the line with the quotes or units that YAML needs; None where nothing is known to be missing."""
    match = _BLOCK.fullmatch(line)
    if match is not None and re.search(r":(?:\s|$)", match["words"]):
        return f"{match['before']}{_in_quotes(match['words'])}{match['after']}"
    pieces = _QUOTED.split(line)  # what has quotes keeps them
    for pattern in (_UNIT_OUTSIDE, _BRACKET, _DECIMALS, _COLONS):
        mended = "".join(piece if number % 2 else _mended(pattern, piece) for number, piece in enumerate(pieces))
        if mended != line:
            return mended
    return None


def _mended(pattern: re.Pattern[str], piece: str) -> str:
    if pattern is _UNIT_OUTSIDE:
        return pattern.sub(r"[\1 \3, \2 \3]", piece)
    return pattern.sub(
        lambda match: (
            f"{match['before']}{_in_quotes(match['words'])}" if re.search("[,:]", match["words"]) else match[0]
        ),
        piece,
    )


def _in_quotes(words: str) -> str:
    return "'" + words.strip().replace("'", "''") + "'"
