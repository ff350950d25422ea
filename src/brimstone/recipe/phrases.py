"""Phrases of an experimental section: a way of mixing or a layer in one line, voltages with their reference."""

import re
from collections.abc import Mapping
from typing import Any

from brimstone.recipe.values import FieldProblem
from brimstone.recipe.words import ANODES, MIXING, REFERENCES, find_word, fold

_NUMBER = r"\d+(?:[.,]\d+)?"
_SPEED = re.compile(rf"(?:\bat\s+)?({_NUMBER})\s*(?:rpm|r\.?p\.?m\.?|r/min|r min-1)\b", re.IGNORECASE)
_TIME = re.compile(rf"(?:\bfor\s+)?({_NUMBER})\s*(hours?|hrs?|h|minutes?|mins?|min|seconds?|s)\b", re.IGNORECASE)
_TEMPERATURE = re.compile(rf"(?:\bat\s+)?({_NUMBER})\s*(?:°\s*C|℃|degC|deg\.? ?C)(?![A-Za-z])")
_LENGTH = re.compile(rf"({_NUMBER})\s*(um|µm|μm|mm|nm)\b(?:\s+thick(?:ness)?)?(?!\s*(?:in\s+)?(?:diameter|dia))")
_MASS = re.compile(rf"({_NUMBER})\s*(mg|g)\b(?!\s*/)")
_DIAMETER = re.compile(
    rf"(?:[Øøϕφ⌀]\s*({_NUMBER})\s*mm|({_NUMBER})\s*mm\s+(?:in\s+)?(?:diameter|dia\b\.?)|diameter\s*(?:of\s*)?({_NUMBER})\s*mm)"
)
_PRESSURE = re.compile(rf"(?:\b(?:pressed\s+)?(?:at|under)\s+)?({_NUMBER})\s*(MPa|GPa)\b")
_SHARE = re.compile(rf"{_NUMBER}\s*(?:wt\.?\s*)?%")
_UNITS_OF_TIME = {"h": "h", "m": "min", "s": "s"}
#: Whole words by which a way of mixing is known, in the order in which they decide.
_METHODS = (
    ("dry film", r"dry[- ]film|dry[- ]process\w*|dry electrode|fibrillat\w+|calendered"),
    ("vapour-mixed", r"vapou?r|gas[- ]phase|sublim\w+"),
    ("melt-milled", r"melt\w*|molten|infiltrat\w+|hot[- ]mill\w*|heat[- ]treated|diffus\w+"),
    ("slurry", r"slurry|slurries|cast|casting|coated|coating|doctor[- ]blade|wet[- ](?:coat|mix|process)\w*|tape"),
    (
        "ball-milled",
        r"ball[- ]?mill(?:ed|ing|s)?|mill(?:ed|ing)?|bm|hebm|planetary|spex|pulverisette|mechanochemical\w*|attrit\w+",
    ),
    ("solution", r"solution|dissol\w+|co-?precipitat\w+|liquid[- ]phase|evaporat\w+"),
    (
        "hand-ground",
        r"mortar|pestle|hand|manual\w*|grind|grinding|ground|vortex\w*|shak\w+|thinky|blend\w*|stirr\w+|turbula|mixer|"
        r"dry[- ]mix\w*",
    ),
)
_SOLVENT = re.compile(
    r"\b(?:in|with|using)\s+(?:dry\s+|anhydrous\s+)?(toluene|(?:[pmo]-)?xylene|heptane|n-hexane|hexane|dodecane|"
    r"isobutyl isobutyrate|IBIB|THF|tetrahydrofuran|DOL|1,3-dioxolane|DME|acetonitrile|ACN|ethanol|EtOH|NMP|water)\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"\s*\(?\s*\b(?:vs\.?|versus|against)\s+([A-Za-z0-9+/\-– ]+?)\s*\)?\s*$", re.IGNORECASE)
_STRAY = re.compile(r"(?:^|(?<=[\s,;(]))(?:of|at|for|in|with|pellet|layer|separator|and|by|a|an|the)(?=[\s,;)]|$)")


def mixing_words(step: Mapping[str, Any]) -> dict[str, Any]:
    """Take speed, time and temperature out of ``planetary ball mill, 510 rpm, 10 h``, and find the method it means.

    Fields that the step gives itself stay; a phrase that no method is known by stays as it is, for its own error.
    """
    step = {"method" if key == "type" and "method" not in step else key: value for key, value in step.items()}
    words = step.get("method")
    forms = {fold(form) for word, others in MIXING.items() for form in (word, *others)}
    if not isinstance(words, str) or len(words) > 200 or fold(words) in forms:
        return step
    found: dict[str, str] = {}
    rest = words
    if (solvent := _SOLVENT.search(rest)) is not None:
        found["solvent"] = solvent[1]
        rest = rest[: solvent.start()] + " " + rest[solvent.end() :]
    for name, pattern in (("speed", _SPEED), ("temperature", _TEMPERATURE), ("time", _TIME)):
        match = pattern.search(rest)
        if match is not None:
            unit = {"speed": "rpm", "temperature": "degC"}.get(name) or _UNITS_OF_TIME[match[2][0].lower()]
            found[name] = f"{match[1]} {unit}"
            rest = rest[: match.start()] + " " + rest[match.end() :]
    method = next((name for name, pattern in _METHODS if re.search(rf"\b(?:{pattern})\b", rest, re.IGNORECASE)), None)
    if fold(rest.strip(" ,;()")) in forms:
        method = find_word(rest.strip(" ,;()"), MIXING, "way of mixing")
    if method is None:
        return step
    return {**found, **step, "method": method}


def layer_words(text: str) -> dict[str, str]:
    """Read ``Li3PS4, 800 um``, ``80 mg LPSCl pressed at 375 MPa`` or a bare name as the fields of a layer."""
    fields: dict[str, str] = {}
    rest = text
    for name, pattern in (("diameter", _DIAMETER), ("thickness", _LENGTH), ("mass", _MASS), ("pressed_at", _PRESSURE)):
        match = pattern.search(rest)
        if match is not None:
            number, unit = ([one for one in match.groups() if one] + ["mm"])[:2]
            fields[name] = f"{number} {unit}"
            rest = rest[: match.start()] + " " + rest[match.end() :]
    name = _STRAY.sub(" ", rest) if fields else rest
    return {"electrolyte": re.sub(r"\(\s*[,;]*\s*\)", " ", " ".join(name.split())).strip(" ,;:"), **fields}


def without_reference(protocol: Any) -> tuple[Any, str | None]:
    """Take ``vs Li-In`` out of the voltages of a protocol.

    Returns
    -------
    protocol
        With plain voltages.
    str or None
        The reference electrode that they named; None when none did.

    Raises
    ------
    FieldProblem
        When they name different ones.
    """
    named: dict[str, str] = {}

    def plain(tree: Any) -> Any:
        if isinstance(tree, Mapping):
            return {key: plain(value) for key, value in tree.items()}
        if isinstance(tree, (list, tuple)):
            return [plain(value) for value in tree]
        if isinstance(tree, str) and len(tree) < 200:
            tree = tree.replace("⁺", "+")
        match = _REFERENCE.search(tree) if isinstance(tree, str) and len(tree) < 200 else None
        if match is None:
            return tree
        try:
            named[find_word(match[1], REFERENCES, "reference electrode")] = tree
        except ValueError:
            return tree  # the field itself says what is wrong with it
        return tree[: match.start()]

    stripped = plain(protocol)
    if not named:
        return protocol, None
    if len(named) > 1:
        first, second = list(named.values())[:2]
        raise FieldProblem(f"'{first}' and '{second}' name two references; give all voltages against one", "protocol")
    return stripped, next(iter(named))


def anode_words(material: Any, with_size: bool) -> dict[str, Any]:
    """Read what an anode is called: Si and graphite mean something else elsewhere; ``Li metal (100 um)`` has a size."""
    if not isinstance(material, str):
        return {}
    said = layer_words(material) if with_size else {"electrolyte": material}
    name = said["electrolyte"] if set(said) <= {"electrolyte", "thickness"} and said["electrolyte"] else material
    proper = next((proper for proper, others in ANODES.items() if fold(name) in map(fold, others)), name)
    return {
        "material": proper,
        **({"thickness": said["thickness"]} if "thickness" in said and name != material else {}),
    }


def host_words(text: str) -> Any:
    """Read ``S/CMK-3 70 wt%`` or ``CMK-3 with 70 wt% sulfur`` as a host; other words as they are."""
    share = _SHARE.search(text)
    if share is None:
        return text
    rest = text[: share.start()] + " " + text[share.end() :]
    rest = re.sub(r"\b(?:of|with|sulfur|sulphur|S|Li2S|loading|content|in|active material)\b", " ", rest)
    carbon = " ".join(rest.split()).strip(" /@-,;:()")
    return {"carbon": carbon, "sulfur": share[0]} if carbon else text
