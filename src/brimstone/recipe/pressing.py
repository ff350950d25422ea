"""How something was pressed, in one phrase: ``370 MPa for 5 min``, ``hot-pressed at 150 degC and 370 MPa``."""

import re
from collections.abc import Mapping
from typing import Any

from brimstone.recipe.patterns import expression
from brimstone.units import NUMERAL, plain

_TIME = expression(
    rf"[\s,(]*(?:and\s+)?(?:(?:held\s+)?for\s+)?({NUMERAL})\s*(s|sec|seconds?|mins?|minutes?|h|hours?)\b\s*\)?",
    re.IGNORECASE,
)
_WARM = expression(rf"(?:\s*,?\s*(?:and|at)\s+)?({NUMERAL})\s*°?\s*(?:deg)?\s*C\b(?:\s*(?:and|,)(?:\s+at)?)?")
_WAY = expression(
    r"\(?\b(?:warm|cold|hot|uniaxial|iso|isostatic)\w*(?:[- ](?:isostatic\w*|press\w*|compact\w*))*\b\)?|"
    r"\bW\.?I\.?P\b\.?|"
    r"\bC\.?I\.?P\b\.?|\bpress\w*\b",
    re.IGNORECASE,
)


def pressed_words(fields: Mapping[Any, Any]) -> dict[Any, Any]:
    """Fields with time and temperature of pressing taken out of the words on its pressure; others as they are."""
    words = fields.get("pressed_at")
    if (
        not isinstance(words, str)
        or len(words) > 200
        or not re.search(r"[MGk]?Pa\b|bar\b|\d\s*(?:t|tons?|tonnes?|kN)\b", words)
    ):
        return dict(fields)
    rest, found = plain(words), {}
    for name, pattern, unit in (("pressing_temperature", _WARM, "degC"), ("pressing_time", _TIME, "")):
        match = pattern.search(rest)
        if match is not None and name not in fields:
            found[name] = f"{match[1]} {unit or match[2]}"
            rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    rest = re.sub(
        r"\(\s*[,;]?\s*\)|\b(?:at )?(?:RT|room temperature)\b|\b(?:under|with)\s+(?=\d)|\s+", " ", _WAY.sub(" ", rest)
    )
    rest = re.sub(r"(?:\s*[,;(]\s*)+\)?\s*$", "", rest).strip(" ,;").removeprefix("at ").strip()
    kept = rest if found or rest != plain(words).strip() else words
    return {**fields, **found, "pressed_at": kept} if re.search(r"\d", rest) else dict(fields)
