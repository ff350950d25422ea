"""Between which plates a cell is held: a word, or a stiffness per area of electrode."""

import contextlib
from typing import Any

from brimstone.errors import UnitError
from brimstone.recipe.reading import text_of
from brimstone.recipe.words import FIXTURES, find_word
from brimstone.units import Quantity, parse

_SOFT, _STIFF = 5e9, 5e14  # [Pa/m]


def read_fixture(value: Any) -> str | Quantity:
    """Read a fixture as written.

    Raises
    ------
    ValueError
        For another word, or a stiffness that is none or of another dimension.
    """
    expected = f"{' or '.join(FIXTURES)}, or a stiffness such as 2 MPa/um"
    text = text_of(value, expected)
    if "spring" in text.casefold():
        raise ValueError(
            f"'{text}': how stiff is it? expected {expected}, its constant over the area of the electrode; a spring "
            "that gives way by far more than the cell swells keeps a constant pressure"
        )
    if not text[0].isdigit() and text[0] not in "+-.":
        return find_word(text, FIXTURES, "fixture (a stiffness such as 2 MPa/um also works)")
    with contextlib.suppress(UnitError):
        constant = parse(text, "stiffness").si
        raise ValueError(
            f"'{text}' is the constant of a spring or a frame; divide it by the area of the electrode: "
            f"over 10 cm2, for example, it is {constant / 1e6:.4g} MPa/mm; expected {expected}"
        )
    stiffness = parse(text, "stiffness per area")
    if not stiffness.si > 0:
        raise ValueError(f"'{text}' is out of range: it must be above 0 MPa/um; expected {expected}")
    return stiffness


def unusual_fixture(fixture: Any) -> str | None:
    """What is to be said of a stiffness that few fixtures have."""
    if not isinstance(fixture, Quantity) or _SOFT <= fixture.si <= _STIFF:
        return None
    return f"{fixture} is unusual; 0.005 to 500 MPa/um is the usual range"
