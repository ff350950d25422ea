"""Coatings that are named by what they are of: ``LiF coating (20 nm) by sputtering`` as a treatment of the anode."""

import re
from collections.abc import Callable

from brimstone.errors import BrimstoneError
from brimstone.library.materials import Material
from brimstone.library.strategies import Treatment
from brimstone.library.values import Value
from brimstone.units import NUMERAL, Quantity, parse_stated, plain

_SIZE = rf"(?:~\s*|ca\.?\s*|about\s+)?{NUMERAL}(?:\s*(?:-|±|to)\s*{NUMERAL})?\s*(?:nm|um|μm)(?:\s*-?\s*thick)?"
_WORD = (
    r"(?:(?:protective|artificial|thin|buffer|conformal)\s+)*(?:coat(?:ed|ing)?|layer|film|interlayer|interphase|SEI)s?"
)
_COATED = re.compile(
    rf"(?:coated with\s+)?(?:an?\s+)?(?P<first>{_SIZE})?\s*(?:of\s+)?(?P<name>[A-Za-z][\w@.]*)(?P<coat>[\s-]+{_WORD})?"
    rf"\s*(?:[(,]?\s*(?P<last>{_SIZE})\s*\)?)?"
    r"(?:\s*,?\s*(?:\(|by|via|using|through|with)\s*(?P<way>[A-Za-z][A-Za-z -]*)\)?)?"
)
_FROM_VAPOUR = re.compile(
    r"sputter\w*|evaporat\w*|ALD|CVD|PVD|PLD|(?:atomic layer|(?:physical|chemical) vapou?r|pulsed laser) deposition|"
    r"vapou?r deposition",
    re.IGNORECASE,
)
_WET = re.compile(r"(?:spin|dip|drop|spray|blade|solution)\w*[- ]?(?:coat\w*|cast\w*)?|brush\w*|hand", re.IGNORECASE)
#: What a film is thick whose thickness nobody tells [m].
_USUAL = (50e-9, 10e-9, 200e-9)


def coating(words: str, material: Callable[[str], Material]) -> Treatment | None:
    """A treatment of the anode that leaves a layer of a material.

    Parameters
    ----------
    words : str
        Such as ``LiF coating (20 nm) by sputtering``, ``20 nm Li3N by ALD``, ``coated with Au``.
    material : callable
        The material of a name; raises `UnknownNameError`.

    Returns
    -------
    Treatment or None
        None when the words tell of something else.
    """
    text = plain(words).strip()
    match = _COATED.fullmatch(text)
    way = (match["way"] or "").strip() if match is not None else ""
    vapour = _FROM_VAPOUR.search(way) is not None
    if match is None or (way and not vapour and not _WET.search(way)):
        return None
    alone = match["name"] == text  # interface: LiF
    if not (match["coat"] or vapour or alone or text.startswith("coated with")) or (match["first"] and match["last"]):
        return None
    try:
        layer = material(match["name"])
        size = match["first"] or match["last"]
        stated = None if size is None else parse_stated(re.sub(r"\s*-?\s*thick$", "", size), "length")
    except BrimstoneError:
        return None
    if not ({"interlayer"} if alone else {"interlayer", "electrolyte"}) & set(layer.kinds):
        return None
    return Treatment(
        name=f"{layer.name} coating",
        strategy="vapour deposition" if vapour else "",
        synonyms=(),
        sides=("anode",),
        acts=("deposited",) if vapour else (),
        applies_to=(),
        layer=layer.name,
        solvents=(),
        additives=(),
        vacuum=vapour,
        values={"layer_thickness": _thickness(stated)},
        cells=(),
        quotes=(),
        notes=(),
    )


def _thickness(stated: Quantity | None) -> Value:
    if stated is not None:
        return Value(stated.si, stated.low, stated.high, "length", "nm", stated.text, "recipe", "given")
    middle, low, high = _USUAL
    return Value(middle, low, high, "length", "nm", "50 nm", "films of tens of nanometres are usual", "estimate")
