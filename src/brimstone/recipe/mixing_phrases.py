"""Phrases on how powders were brought together: ways of mixing, machines, balls, speeds and times."""

import re
from collections.abc import Mapping
from typing import Any

from brimstone.constants import HOUR
from brimstone.errors import BrimstoneError
from brimstone.recipe.patterns import expression
from brimstone.recipe.values import FieldProblem
from brimstone.recipe.words import COUNTED, MIXING, find_word, fold, hours_in_figures
from brimstone.units import NUMERAL, numbers, parse, plain

#: Classes of machines, the words they are known by, and the way of mixing that comes nearest to what they do. The
#: first that is found in a phrase counts: a planetary centrifugal mixer is no planetary mill.
MACHINES: Mapping[str, tuple[str, str]] = {
    "centrifugal": (r"centrifugal|thinky|(?<!high[- ])speed ?mixer|mazerustar", "hand-ground"),
    "acoustic": (r"acoustic|labram|resodyn", "hand-ground"),
    "swing": (r"swing\w*", "ball-milled"),
    "eccentric": (r"e-?max", "ball-milled"),
    "tumbling": (r"tumbl\w*|roller\w*|jar mill\w*", "ball-milled"),
    "cryo": (r"cryo\w*", "ball-milled"),
    "vibration": (
        r"vibrat\w+|spex|mini-?mill\w*|pulverisette 23|mixer[ /-]?mill\w*|shaker[ -]mill\w*|mm ?[245]00|8000[md]",
        "ball-milled",
    ),
    "blade": (
        r"(?<!doctor )(?<!doctor-)blade(?![- ](?:cast|coat|gap))|coffee grinder|knife mill\w*|food processor|blender|"
        r"high[- ](?:shear|speed) (?:mix|blend)\w*",
        "hand-ground",
    ),
    "planetary": (r"planet(?:ary|en)\w*|pulverisette|fritsch|pm ?\d00", "ball-milled"),
    "mortar": (r"mortar|pestle|hand|manual\w*", "hand-ground"),
}
#: What is taken for the machine where none is named.
USUAL = {"ball-milled": "planetary", "hand-ground": "mortar"}
_OTHER_MACHINES = r"vortex\w*(?: mixer)?|turbula|roller\w*|stirr\w+|attrit\w+|shaker"
#: Whole words by which a way of mixing is known, in the order in which they decide.
_METHODS = (
    (
        "dry film",
        r"dry[- ]film|dry[- ]process\w*|dry electrode|"
        r"fibrillat\w+|calendered|knead\w*|dough|shear\w*(?![- ](?:mix|blend))",
    ),
    ("vapour-mixed", r"vapou?r(?![- ]?(?:grown|deposited))|gas[- ]phase|sublimation|sublimated"),
    ("melt-milled", r"melt\w*|molten|infiltrat\w+|hot[- ]mill\w*|heat\w*(?! (?:mortar|roll|press|plate))|diffus\w+"),
    (
        "slurry",
        r"slurry|slurries|slurried|cast|casting|coated|coating|doctor[- ]blade|wet[- ](?:coat|mix|process)\w*|tape",
    ),
    ("hand-ground", "planetary centrifugal"),
    (
        "ball-milled",
        r"ball[- ]?mill(?:ed|ing|s)?|mill(?:ed|ing)?|bm|hebm|planetary|planeten\w*|kugelm\w+|spex|pulverisette|"
        r"mechanochemical\w*|attrit\w+|"
        r"grinding (?:bowl|jar|vial|ball|media)s?",
    ),
    ("solution", r"solution|dissol\w+|co-?precipitat\w+|liquid[- ]phase|evaporat\w+"),
    (
        "hand-ground",
        r"mortar|pestle|hand|manual\w*|grind|grinding|ground|vortex\w*|shak\w+|thinky|blend\w*|stirr\w+|turbula|mixer|"
        r"dry[- ]mix\w*",
    ),
)
#: Rolls press a dry film or shear a paste, and turn a jar with balls; what is said beside them tells which.
_ROLLS = expression(
    r"\b(?:(?:three|triple|two|twin|3|2)[- ]?roll(?:er)?s?(?:[- ]mill\w*)?|roll[- ]mill\w*)\b", re.IGNORECASE
)
_OF_ROLLS = (
    ("slurry", r"slurr\w+|pastes?|ink|solid contents?|solvents?|wet"),
    ("ball-milled", r"balls?|beads?|media|jars?|pots?|bottles?|vials?"),
    (
        "dry film",
        r"films?|sheets?|flakes?|tapes?|webs?|PTFE|fib(?:er|re|ril)\w*|dry|solvent-free|heated|hot|calender\w*",
    ),
)
SOLVENTS = (
    r"toluene|(?:[pmo]-)?xylene|anisole|heptane|n-heptane|n-hexane|cyclohexane|hexane|octane|decane|dodecane|"
    r"isobutyl isobutyrate|IBIB|(?:hexyl|benzyl|butyl|ethyl|methyl) (?:butyrate|acetate|propionate)|"
    r"dibromomethane|dichloromethane|chlorobenzene|THF|tetrahydrofuran|DOL|1,3-dioxolane|DME|1,2-dimethoxyethane|"
    r"dimethoxyethane|acetonitrile|ACN|ethanol|EtOH|methanol|NMP|N-methyl-2-pyrrolidone|DMF|DMSO|cyclohexanone|"
    r"isobutanol|(?:deioni[sz]ed )?water"
)
_SOLVENT = expression(
    rf"\b(?:in|with|using|(?<=cast )from)\s+(?:{NUMERAL}\s*[mμu]?L\s+(?:of\s+)?)?(?:dry\s+|anhydrous\s+)?"
    rf"({SOLVENTS})\b",
    re.IGNORECASE,
)
_AMOUNT = rf"({NUMERAL}(?:\s*(?:-|~|±|to)\s*{NUMERAL})?)"
_UNIT_OF_TIME = r"(days?|hours?|hrs?|h|minutes?|mins?|min|seconds?|(?-i:s))\b(?!\s?\^?-\s?1)"
_SPEED = expression(
    rf"(?:\bat\s+)?{_AMOUNT}\s*(?:rpm|r\.?p\.?m\.?|r(?:ev)?/min|U\s?/\s?min|(?:r(?:ev)?)?\s*[·*]?\s*min\^?-1)"
    r"(?!\w)",
    re.IGNORECASE,
)
_PER_SECOND = expression(rf"(?:\bat\s+)?({NUMERAL})\s*(?:rps|r/s|s\^?-1)(?!\w)")
_FREQUENCY = expression(rf"(?:\bat\s+)?{_AMOUNT}\s*(k?Hz)\b")
_TIME = expression(rf"(?:\bfor\s+)?(?<![A-Za-z0-9.]){_AMOUNT}\s*{_UNIT_OF_TIME}", re.IGNORECASE)
#: The number in two hours.
_COUNTED_TIME = expression(rf"\b(?:{'|'.join(COUNTED)})(?=\s+(?:hours?|hrs?|minutes?|mins?|h)\b)", re.IGNORECASE)
_NIGHT = expression(r"\b(?:for\s+)?(?:over\s?night|one night)\b", re.IGNORECASE)
_TIMES = expression(rf"\b(\d{{1,2}})\s*[x×*]\s*({NUMERAL})\s*{_UNIT_OF_TIME}", re.IGNORECASE)
_TEMPERATURE = expression(rf"(?:\bat\s+)?{_AMOUNT}\s*(?:°\s*C|degC|deg\.? ?C)(?![A-Za-z])(?!\s*(?:/|per)?\s*min)")
#: A mass of balls over a mass of powder, in words.
BALL_TO_POWDER = expression(
    r"(?:ball[- ]to[- ](?:powder|material|sample)(?: (?:mass|weight))?(?: ratio)?|\bBPR|"
    r"(?:balls?|media) ?[:/] ?powder(?: (?:mass|weight))?(?: ratio)?|"
    r"ratio of (?:the )?balls? to (?:the )?(?:powder|sample|material)s?)\s*(?:of|=|:|was)?\s*"
    rf"({NUMERAL})(?:\s*(?::|to|/)\s*1\b)?",
    re.IGNORECASE,
)
_SIZED = rf"(?:of|in|with|,)?\s*(?:(?:a\s+)?diameter|(?:of\s+)?(?:[Øøϕφ⌀]\s*=?|d\s*=)?\s*{NUMERAL}[\s-]*mm|each)\b"
_BALLS = expression(
    r"(?:\bwith\s+)?(?<![\w.:/×-])((?:(?!(?:with|in|and|at|using|by)\b)[\w.:/×-]+\s+){0,6}(?:balls?|beads?|"
    r"media)\b(?![ -]?(?:mill|to\b|:))"
    rf"(?:\s*(?:{_SIZED}|\({_SIZED}\)))*)",
    re.IGNORECASE,
)
#: in a 45 mL ZrO2 jar, 80 mL zirconia pot
_JAR = expression(
    rf"(?:\b(?:in|using|with)\s+(?:an?\s+|the\s+)?)?({NUMERAL}\s*(?:m?L|cm\^?3)\b(?:\s+[\w-]+){{0,2}}?)\s+"
    r"(?:(?:ball[- ]?|mill(?:ing)?[- ]?|grinding[- ]?)*)"
    r"(?:jars?|vials?|bowls?|pots?|cups?|beakers?|containers?|vessels?)\b",
    re.IGNORECASE,
)
#: under Ar, in a dry argon atmosphere, in an Ar-filled glove box
_GAS = expression(
    r"\b(?:under|in)\s+(?:an?\s+|dry\s+|inert\s+|pure\s+|flowing\s+)*(?P<gas>Ar|argon|N2|nitrogen|air|vacuum|He|helium)"
    r"(?:[- ]filled\s+(?:glove ?-?box|jars?|vials?|pots?))?(?:\s+(?:atmosphere|gas|flow))?\b(?![- ]dried)",
    re.IGNORECASE,
)
_GASES = {"argon": "Ar", "nitrogen": "N2", "helium": "He"}
_POWDER = expression(rf"({NUMERAL})\s*(m?g)\s+(?:of\s+)?(?:the\s+)?powders?\b")
#: ZrO2 pot 45 mL
_JAR_FIRST = expression(
    rf"(?:\b(?:in|using|with)\s+(?:an?\s+|the\s+)?)?((?:[\w-]+\s+)?(?:jar|vial|bowl|pot))s?\s*[(,:]?\s*(?:of\s+)?"
    rf"({NUMERAL}\s*(?:m?L|cm\^?3)\b)\s*\)?"
)
#: 30 x (15 min on, 15 min off)
_ROUNDS = expression(r"\b(\d{1,3})\s*[x×*]\s*\((?=[^()]*\b(?:on|off|rest|pause|mill\w*)\b)")
_ON = expression(
    rf"(?:(?:cycles|rounds|times)\s*(?:of\s+|\(|,\s*|each\s+)({NUMERAL})\s*{_UNIT_OF_TIME}|"
    rf"({NUMERAL})\s*{_UNIT_OF_TIME}\s*(?:on|(?:of )?milling|run\w*|work\w*)\b|"
    rf"(?:(?:after|between)\s+)?(?:every|each)\s+({NUMERAL})\s*{_UNIT_OF_TIME})",
    re.IGNORECASE,
)
_OFF = expression(
    rf"({NUMERAL})\s*{_UNIT_OF_TIME}\s*(?:off|rest\w*|paus\w+|breaks?|cooling|intervals?|stop\w*)\b|"
    rf"(?:rests?|pauses?|breaks?|intervals?) of\s+({NUMERAL})\s*{_UNIT_OF_TIME}",
    re.IGNORECASE,
)
#: a net time of 10 h, 10 h net, 5 h of effective milling: without the pauses
_NET = expression(
    rf"\b(?:net|effective|pure|actual|active)\s+(?:(?:ball[- ]?)?mill(?:ing)?\s+)?(?:time|duration)?\s*(?:of|"
    rf"was|:|=)?\s*({NUMERAL})\s*{_UNIT_OF_TIME}|"
    rf"({NUMERAL})\s*{_UNIT_OF_TIME}\s*(?:of\s+)?(?:\(?net\b|effective|pure|actual)",
    re.IGNORECASE,
)
#: ZrO2 balls (4 mm in diameter, 500 balls)
_NUMBER_OF_BALLS = expression(
    rf"(?:\ban?\s+)?((?:[\w]+\s+)?(?:ball|bead))s?\s*\(\s*({NUMERAL}\s*mm)"
    rf"(?:\s*(?:in )?(?:diameter|φ|Ø|ø|dia\.?))?\s*[,;]\s*(\d+)\s*(?:balls|beads|pieces|pcs\.?|units)?\s*\)",
    re.IGNORECASE,
)
#: 4 mm ZrO2 balls (500 balls)
_COUNTED_BALLS = expression(
    r"(?:\bwith\s+)?((?:(?!with\b)[\w.φ]+\s+){0,3}(?:balls|beads))\s*\(\s*(\d+)\s*(?:balls|beads|pieces|pcs\.?|"
    r"units)\s*\)",
    re.IGNORECASE,
)
_MOLTEN = (119.0, 200.0)  # sulfur that is not thick as tar, and does not boil off [degC]
#: doctor blade of 200 um, gap: 300 um
_GAP = expression(
    rf"(?:\bwith\s+)?(?:an?\s+)?(?<![\w.])(?P<before>{NUMERAL})\s*(?P<unit>um|μm)\s+(?:gap\s+)?(?:doctor[- ]?)?blade\b|"
    rf"\b(?:(?:doctor[- ]?)?blade|gap|wet thickness)\s*(?:\(|with|gap|height|of|:|,|an?\b|\s)*({NUMERAL})\s*(um|"
    rf"μm)(?:\s*(?:gap|\)))?",
    re.IGNORECASE,
)
_EQUAL = 1e-3  # of a time and the sum of its parts
_REPEATED = expression(r"(\d+)\s*(?:cycles|rounds|times|repetitions)\b", re.IGNORECASE)
#: 30 min in 6 steps of 5 min, where nothing is said of pauses
_IN_STEPS = expression(
    rf"({NUMERAL})\s*{_UNIT_OF_TIME}\s*(?:\(|,|in|as)\s*(\d+)\s*(?:steps|intervals|portions|x|×)\s*(?:of\s*)?"
    rf"({NUMERAL})\s*{_UNIT_OF_TIME}"
)
_IN_ALL = expression(
    rf"({NUMERAL})\s*{_UNIT_OF_TIME}\s*(?:in all|in total|altogether|overall|total)\b|"
    rf"\btotal (?:time )?of\s+({NUMERAL})\s*{_UNIT_OF_TIME}",
    re.IGNORECASE,
)


def has(words: str, text: str) -> bool:
    """Whether one of several words, a pattern, stands in a text."""
    return re.search(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z])", text, re.IGNORECASE) is not None


def step_of_phrase(step: Mapping[str, Any]) -> dict[str, Any]:
    """Read ``planetary ball mill, 510 rpm, 10 h`` as a method with machine, speed and time.

    Fields that the step gives itself stay; a phrase that no method is known by stays as it is, for its own error. A
    step that names only its machine is of the method of such machines.
    """
    step = {"method" if key == "type" and "method" not in step else key: value for key, value in step.items()}
    if "method" not in step and (kind := _machine(str(step.get("machine", "")))[0]) is not None:
        return {**step, "method": MACHINES[kind][1]}
    timed = step.get("time")
    if isinstance(timed, str) and len(timed) < 200 and re.search(r"\b(?:on|off|paus\w*)\b", timed):
        step = {**details_of(plain(timed))[1], **{key: one for key, one in step.items() if key != "time"}}
    words = step.get("method")
    if not isinstance(words, str) or len(words) > 300 or is_word(words):
        return step
    rest, details = details_of(plain(words))
    if (rolls := _ROLLS.search(rest)) is not None:
        of_rolls = _way_of_rolls(words, rest, details)
        rest = f"{rest[: rolls.start()]} {of_rolls} {rest[rolls.end() :]}"
        details |= {"machine": "tumbling"} if of_rolls == "ball-milled" else {}
    method = _method_in(rest)
    if method == "dry film" and ("solvent" in details or has(dict(_METHODS)["slurry"], rest)) and not has("dry", rest):
        method = "slurry"  # kneaded in toluene, slurry-cast and calendered
    if is_word(rest.strip(" ,;()")):
        method = find_word(rest.strip(" ,;()"), MIXING, "way of mixing")
    kind, machine = _machine(rest)
    if kind is not None and method in (None, "ball-milled", "hand-ground"):
        method = MACHINES[kind][1]
    if kind == "mortar" and {"speed", "frequency"} & set(details) and has(dict(_METHODS)["ball-milled"], rest):
        raise ValueError(
            f"'{words.strip()[:100]}' may be two steps, by hand and in a mill: separate them by 'then', or write a "
            f"list of "
            "them such as [hand-ground, {method: ball-milled, speed: 300 rpm}]"
        )
    if method is None:
        return step
    if machine and kind != USUAL.get(method):
        details["machine"] = machine
    for name, value in details.items():
        if name in step and name != "machine" and fold(str(step[name])) != fold(str(value)):
            raise FieldProblem(f"'{step[name]}', and the method says {value}; keep one of the two", name)
    return {**details, **step, "method": method}


def melts(details: Mapping[str, Any]) -> bool:
    """Whether all that is said is a temperature at which sulfur is molten, and perhaps a time."""
    if "temperature" not in details or set(details) - {"temperature", "time", "atmosphere"}:
        return False
    try:
        return _MOLTEN[0] <= numbers(str(details["temperature"]).split()[0])[-1] <= _MOLTEN[1]
    except ValueError:
        return False


def is_way(words: str) -> bool:
    """Whether words name a way of mixing or a machine."""
    return _method_in(words) is not None or _machine(words)[0] is not None


def _way_of_rolls(words: str, rest: str, details: Mapping[str, Any]) -> str:
    """What rolls do with the powders of a phrase.

    Raises
    ------
    ValueError
        When nothing tells it.
    """
    stated = {"solvent": "slurry", "balls": "ball-milled", "ball_to_powder": "ball-milled"}
    beside = _ROLLS.sub(" ", rest)
    ways = {way for field, way in stated.items() if field in details}
    ways = ways or {way for way, pattern in _OF_ROLLS if re.search(rf"\b(?:{pattern})\b", beside, re.IGNORECASE)}
    if not ways and (method := _method_in(beside)) in dict(_OF_ROLLS):
        ways = {str(method)}
    if len(ways) == 1:
        return ways.pop()
    raise ValueError(
        f"'{words.strip()[:100]}': rolls may press a dry film, shear a paste, or turn a jar with balls; write  "
        "dry film,  slurry  or  {method: ball-milled, machine: tumbling}"
    )


def _method_in(words: str) -> str | None:
    """The way of mixing that words name, the first of `_METHODS`."""
    return next((name for name, pattern in _METHODS if re.search(rf"\b(?:{pattern})\b", words, re.IGNORECASE)), None)


def is_word(words: str) -> bool:
    """Whether words are a way of mixing by its name alone."""
    return fold(words) in {fold(form) for word, others in MIXING.items() for form in (word, *others)}


def _machine(phrase: str) -> tuple[str | None, str]:
    """Class and words of the machine in a phrase."""
    for name, words in (*((name, words) for name, (words, _) in MACHINES.items()), (None, _OTHER_MACHINES)):
        match = re.search(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z])", phrase, re.IGNORECASE)
        if match is not None:
            return name, match[0] if name is None else name
    return None, ""


def details_of(phrase: str) -> tuple[str, dict[str, Any]]:
    """What is left of a phrase, and the fields that were in it."""
    details: dict[str, Any] = {}
    if _NIGHT.search(phrase):
        phrase = _NIGHT.sub(" ", phrase)
        details["time"] = "overnight"
    phrase = re.sub(r"\ban hour\b", "1 h", hours_in_figures(phrase))
    phrase = _OTHER_DEGREES.sub(_celsius, phrase)
    phrase = _COUNTED_TIME.sub(lambda match: COUNTED[match[0].lower()], phrase)
    phrase = re.sub(rf"({NUMERAL})\s*krpm\b", lambda match: f"{1000 * numbers(match[1])[-1]:g} rpm", phrase)
    phrase = _PER_SECOND.sub(lambda match: f"{60 * numbers(match[1])[-1]:.6g} rpm", phrase)
    phrase = _COUNTED_BALLS.sub(r"with \2 \1", phrase)
    phrase = _NUMBER_OF_BALLS.sub(r"\3 \1s of \2", phrase)
    phrase = _ROUNDS.sub(r"\1 cycles (", phrase)
    phrase = _JAR_FIRST.sub(r"in a \2 \1", phrase)
    phrase = _TIMES.sub(lambda match: f"{int(match[1]) * numbers(match[2])[-1]:.12g} {match[3]}", phrase)
    if (parts := _IN_STEPS.search(phrase)) is not None:
        whole, part = (parse(f"{parts[one]} {parts[one + 1]}", "time").si for one in (1, 4))
        if abs(int(parts[3]) * part - whole) < _EQUAL * whole:
            phrase = f"{phrase[: parts.start()]}{parts[1]} {parts[2]}{phrase[parts.end() :]}"
    if "time" in details and _TIME.search(phrase):
        del details["time"]  # overnight (12 h)
    details |= _pauses(phrase)
    phrase, milled = _on_time(phrase)
    if milled is not None:
        details["time"] = milled
    if (gas := _GAS.search(phrase)) is not None:
        details["atmosphere"] = _GASES.get(gas["gas"].lower(), gas["gas"])
        phrase = f"{phrase[: gas.start()]} {phrase[gas.end() :]}"
    forms = (
        ("jar", _JAR, ""),
        ("gap", _GAP, ""),
        ("solvent", _SOLVENT, ""),
        ("ball_to_powder", BALL_TO_POWDER, ""),
        ("powder", _POWDER, ""),
        ("speed", _SPEED, "rpm"),
        ("frequency", _FREQUENCY, "Hz"),
        ("temperature", _TEMPERATURE, "degC"),
        ("time", _TIME, ""),
        ("balls", _BALLS, ""),
    )
    for name, pattern, unit in forms:
        match = pattern.search(phrase)
        if match is None or name in details:
            continue
        found = [one for one in match.groups() if one] if name == "gap" else match.groups()
        more = found[1] if unit in ("", "Hz") and len(found) > 1 else unit
        number = found[0].strip().rstrip(",.")
        details[name] = f"{number} {more}".strip()
        phrase = f"{phrase[: match.start()]} {phrase[match.end() :]}"
    for name, pattern in (("speeds", _SPEED), ("times", _TIME), ("temperatures", _TEMPERATURE)):
        if second := pattern.search(phrase):
            raise ValueError(
                f"has two {name}, the second '{second[0].strip()}': separate the steps by 'then', or write a list of "
                "them such as [{method: ball-milled, speed: 300 rpm, time: 1 h}, {method: hand-ground}]"
            )
    return phrase, details


#: 311 °F, 428 K; not 5 K per minute
_OTHER_DEGREES = expression(
    rf"(?<![\w.-])({NUMERAL})\s*(?:°\s*(?P<F>F)|K)(?![A-Za-z/])(?!\s*(?:per\b|min|h\b|s\b|[·*/]))"
)


def _celsius(match: re.Match[str]) -> str:
    stated = numbers(match[1])[-1]
    return f"{(stated - 32.0) / 1.8 if match['F'] else stated - 273.15:.5g} °C"


def _first_time(match: re.Match[str]) -> float:
    number, unit = [part for part in match.groups() if part][:2]
    try:
        return parse(f"{numbers(number)[-1]:.17g} {unit.lower()}", "time").si
    except BrimstoneError as problem:
        raise ValueError(str(problem)) from None


def _pauses(phrase: str) -> dict[str, str]:
    """How long a mill moves at a time and how long it stands in between; empty where a phrase tells only one."""
    off, on = _OFF.search(phrase), _ON.search(phrase)
    if off is None or on is None:
        return {}
    told = {"interval": on, "pause": off}
    return {name: " ".join([part for part in match.groups() if part][:2]) for name, match in told.items()}


def _on_time(phrase: str) -> tuple[str, str | None]:
    """``15 min on and 5 min off, 2 h in all`` is 1.5 h of milling.

    Raises
    ------
    ValueError
        When it is unclear whether a time includes the pauses.
    """
    off = _OFF.search(phrase)
    on = _ON.search(phrase)
    if off is None or on is None:
        return phrase, None
    if (net := _NET.search(phrase)) is not None:
        return _without(phrase, net, on, off), " ".join(part for part in net.groups() if part)
    moving = _first_time(on)
    share = moving / (moving + _first_time(off))
    if repeated := _REPEATED.search(phrase):
        return _without(phrase, repeated, on, off), f"{int(repeated[1]) * moving / HOUR:.12g} h"
    if whole := _IN_ALL.search(phrase):
        return _without(phrase, whole, on, off), f"{_first_time(whole) * share / HOUR:.12g} h"
    rest = _without(phrase, on, off)
    if other := _TIME.search(rest):
        stated = _first_time(other)
        raise ValueError(
            f"'{phrase.strip()[:100]}': {other[1]} {other[2]} with pauses may be {stated / HOUR:g} h of milling, or "
            f"{stated * share / HOUR:.4g} h of it and the rest of pauses; write  time: {stated / HOUR:g} h  for the "
            f"one, or '{other[1]} {other[2]} in all' for the other"
        )
    return rest, None


def _without(phrase: str, *matches: re.Match[str]) -> str:
    gone = {place for match in matches for place in range(*match.span())}
    return "".join(" " if place in gone else sign for place, sign in enumerate(phrase))
