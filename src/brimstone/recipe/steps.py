"""Steps of a protocol in the words of a cycler's manual or of an experimental section."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from brimstone.recipe.measurement_phrases import measurement_of_words
from brimstone.recipe.patterns import expression
from brimstone.recipe.reading import shown
from brimstone.recipe.values import FieldProblem
from brimstone.recipe.words import COUNTED, fold
from brimstone.units import NUMERAL, numbers, plain

_PER = r"\s*(?:/|\s|·)\s*(?:cm|g|m|kg)(?:\^?-?[12])?(?![A-Za-z])"
_RATE = (
    rf"(?:{NUMERAL}\s*C(?:\s*/\s*{NUMERAL})?|C\s*/\s*{NUMERAL}|{NUMERAL}\s*[mμun]?A{_PER}|{NUMERAL}\s*[mμunk]?A"
    rf"|{NUMERAL}\s*[mμunk]?W{_PER}|{NUMERAL}\s*[mμunk]?W|{NUMERAL}\s*[mkM]?(?:ohms?|\u03a9)(?:[\s·*]+cm\^?2)?)"
    r"(?![A-Za-z])"
)
_VOLTS = rf"{NUMERAL}\s*m?V(?![A-Za-z])"
_TIME = rf"{NUMERAL}\s*(?:d|days?|h|hours?|hrs?|min|minutes?|mins?|s|sec|seconds?)(?![A-Za-z])"
_CAPACITY = rf"{NUMERAL}\s*mA\s?h\s*(?:/\s*(?:g|cm\^?2)|g\^?-1|cm\^?-2)"
_END = rf"(?:{_VOLTS}|{_TIME}|{_CAPACITY})"
_TO = (
    r"\s*(?:,|;|(?:or |down |up )?to\b|(?:or |and )?until\b|till\b|(?:or )?for\b|and\b|or\b|with\b|"
    r"(?:a )?cut-?off(?: (?:voltage|potential|current))?(?: of)?\b|(?:and )?(?:hold|held|kept)(?: there)?\b|at\b|"
    r"I\s*[<=]+|"
    r"[<=]+)\s*"
)
#: (1 minute period), [tag], (first cycle)
_ASIDE = expression(
    r"\s*\([^()]*period\)\s*$|\s*\[[^\[\]]*\]\s*$|\s*\(\s*(?:the\s+)?(?:first|initial|activation|formation|1st)(?:\s+cycle)?\s*\)",
    re.IGNORECASE,
)
#: (1 C = 1675 mA g-1): the theory of sulfur or of lithium sulfide, of which a C rate is anyway.
_ONE_C = expression(
    rf"[\s,(]*\b1\s*C\s*(?:=|is|corresponds to|equals|≈|~|:)\s*({NUMERAL})\s*mA\s?h?\s*(?:/\s*gS?|"
    rf"gS?\^?-1)(?:\s*\(?S\)?)?\s*\)?",
    re.IGNORECASE,
)
_THEORIES = ((1600.0, 1700.0), (1150.0, 1180.0))  # [mA/g]
_REST = expression(
    rf"(?:rest(?:ed)?|ocv|open[- ]circuit(?: voltage)?|relax\w*|pause|stor(?:e|ed|age))(?:{_TO})?\s*({_TIME})"
    r"(?:\s+(?:at|under)\s+(?:the\s+)?(?:OCV|open[- ]circuit\w*(?: voltage| potential| conditions?)?))?",
    re.IGNORECASE,
)
_HOLD = expression(
    rf"(?:hold|held|cv|constant[- ]voltage|potentiostatic(?:ally)?)(?:{_TO})?\s*(?P<hold>{_VOLTS})(?:{_TO})+"
    rf"(?P<end>{_RATE}|{_TIME})(?:(?:{_TO})+(?P<other>{_RATE}|{_TIME}))?",
    re.IGNORECASE,
)
_CURRENT = expression(
    rf"(?P<kind>cc[- ]?cv|cc|cp|cr|constant[- ](?:current|power|load|resistance)|galvanostatic(?:ally)?)?\s*"
    rf"(?P<way>dis)?charg(?:e|ed|ing)(?:\s+(?:the\s+)?cell)?(?:{_TO})?\s*"
    rf"(?P<rate>{_RATE})(?:(?:{_TO})+(?P<end>{_END}))?(?:(?:{_TO})+(?P<other>{_END}))?"
    rf"(?:(?:{_TO})+(?P<hold>{_RATE}))?",
    re.IGNORECASE,
)
#: activation at C/20 to 3.6 V
_EITHER = expression(
    rf"(?:first\s+)?(?:activation|activated|formation|conditioning|initial cycle)(?:{_TO})*\s*(?P<rate>{_RATE})"
    rf"(?:{_TO})+(?P<end>{_VOLTS})",
    re.IGNORECASE,
)
_COUNT = expression(
    r"(\d+)\s*(?:full |formation |activation |conditioning )*cycles?\b|[x×]\s*(\d+)\s*$|\b(\d+)\s*(?:times|x)\b",
    re.IGNORECASE,
)
_WINDOW = expression(rf"({NUMERAL}\s*(?:m?V)?)\s*(?:-|to|and|~|/)\s*({_VOLTS})", re.IGNORECASE)
_MOST_STEPS = 2000
_NEXT = expression(
    rf"\s*(?:;|,?\s*\b(?:and )?then\b|,?\s*\b(?:and|followed by)\s+(?=(?:dis)?charg|{_RATE}\s+for\s+\d+\s+cycles|"
    rf"\d+\s+cycles|(?:hold|held|kept)\s+(?:at|to)\s+\d)|,\s*(?=\d+\s+cycles\s+at\s+(?!each)))\s*",
    re.IGNORECASE,
)
_CURRENT_LAST = expression(
    rf"(?P<way>dis)?charg(?:e|ed|ing)(?:\s+(?:the\s+)?cell)?(?:{_TO})?\s*(?P<end>{_VOLTS})(?:{_TO})+(?P<rate>{_RATE})",
    re.IGNORECASE,
)
_LOOP = (
    "a loop such as {repeat: 3, steps: [{discharge: 0.1C, to: 1.0 V}, {rest: 1 h}, {charge: 0.1C, to: 2.8 V}]}, with "
    "until: 80 % retention  if that ends it"
)
#: 5 cycles each at 0.05, 0.1 and 0.2C; five cycles at each of 0.1C, 0.2C and 0.5C
_LISTED = rf"(?:{_RATE}|{NUMERAL}(?:\s*C)?)"
_AND = r"\s*(?:,?\s*\band\b|,|;)\s*"
_EACH_RATE = expression(
    rf"(?P<number>\d+|{'|'.join(COUNTED)})\s+cycles\s+(?:each\s+)?(?:at|of)\s+(?:each\s+(?:of|rate:?)\s+)?"
    rf"(?P<rates>{_LISTED}(?:{_AND}{_LISTED})*{_AND}{_RATE})(?:\s+each)?(?P<rest>.*)",
    re.IGNORECASE,
)
_FILLER = expression(
    r"(?:[\s,;:()]|\b(?:charged?\s*(?:/|-|and)\s*discharged?|discharged?\s*(?:/|-|and)\s*charged?|a|an|at|between|cc|cell|constant|current|cycled?|cycling|density|for|from|galvanostatic(?:ally)?|in|of|potential|"
    r"life|long-term|performance|range|rate|stability|tests?|the|voltage|was|were|window|with|within|"
    r"(?:pre-?|conditioning |formation |activation )cycling|precycled|formation|activation)\b)*",
    re.IGNORECASE,
)


def steps_of_words(words: str) -> list[Any]:
    """Read ``Discharge at C/10 until 1.0 V`` or ``50 cycles at 0.5C, 1.0-2.8 V``; empty when it is no step."""
    text = _ASIDE.sub("", _without_definition(plain(words))).strip(" .")
    text = re.sub(r"[\s,;]*\(([^()]*)\)", lambda aside: f", {aside[1]}", text) if _WINDOW.search(text) else text
    if re.search(r"\bcritical current|\bCCD\b", text):
        raise ValueError(f"'{words[:80]}': the critical current is found with  brimstone critical RECIPE")
    if either := _EITHER.fullmatch(text):
        rate, end = either["rate"], either["end"]
        raise ValueError(
            f"'{words[:80]}' may be a charge or a discharge: write {{discharge: {rate}, to: {end}}} or "
            f"{{charge: {rate}, to: {end}}}"
        )
    parts = [one for one in _NEXT.split(text) if one]
    if len(parts) > 1:
        read = [steps_of_words(one) for one in parts]
        told = _in_one_window([step for steps in read for step in steps]) if all(read) else []
        return told or (steps_of_words(text.replace(";", ",")) if ";" in text else [])
    text = re.sub(r"^(?:first|initial(?:ly)?)\s+", "", text, flags=re.IGNORECASE)
    if match := _REST.fullmatch(text):
        return [{"rest": match[1]}]
    if match := _HOLD.fullmatch(text):
        return _held(match["hold"], match["end"], match["other"])
    if match := _CURRENT.fullmatch(text):
        kind, ends = (match["kind"] or "").lower(), [one for one in (match["end"], match["other"]) if one]
        volts = next((one for one in ends if one.endswith("V")), None)
        other = [one for one in ends if one is not volts]
        both = kind.startswith("cc") and kind.endswith("cv")
        if len(other) > 1 or (both and volts is None):
            return []
        step = {"discharge" if match["way"] else "charge": match["rate"]}
        if both:
            until = match["hold"] or (other[0] if other else None)
            return [{**step, "to": str(volts)}, {"hold": str(volts), "until": until}] if until else []
        if match["hold"]:
            return []
        main = volts or (other[0] if other else None)
        rest = other[0] if volts and other else None
        return [{**step, **({"to": main} if main else {}), **({"or": rest} if rest else {})}]
    if match := _CURRENT_LAST.fullmatch(text):
        return [{"discharge" if match["way"] else "charge": match["rate"], "to": match["end"]}]
    listed: list[Any] = [
        *(_each_rate(text) or _cycle(text) or _plated(text) or _counted(text) or measurement_of_words(text))
    ]
    if not listed and (bare := re.sub(r"[\s,;]*\(([^()]*)\)", r", \1", text)) != text:
        return steps_of_words(bare)
    return listed


def _in_one_window(steps: list[Any]) -> list[Any]:
    """Cycles whose only window stands at the end of their sentence: ``3 cycles at 0.05C, then 50 at 0.1C, 1-3 V``."""
    cycles = [step for step in steps if "cycles" in step or "rates" in step]
    windows = [step["window"] for step in cycles if "window" in step]
    if len(windows) != 1 or "window" not in cycles[-1]:
        return steps
    return [{**step, "window": windows[0]} if step in cycles else step for step in steps]


def _without_definition(words: str) -> str:
    """Words without ``(1 C = 1675 mA/g)``.

    Raises
    ------
    ValueError
        When a C rate is of another capacity than the theory.
    """
    match = _ONE_C.search(words)
    if match is None:
        return words
    if not any(low <= numbers(match[1])[0] <= high for low, high in _THEORIES):
        raise ValueError(
            f"'{match[0].strip(' ,()')}' is not the theory of sulfur or lithium sulfide, of which C rates are: "
            f"give the "
            "current itself, such as 100 mA/g"
        )
    return f"{words[: match.start()]} {words[match.end() :]}".strip()


def _held(volts: str, end: str, other: str | None) -> list[dict[str, str]]:
    """A hold until a current, or for a time; the current first where it has both."""
    if other is None:
        return [{"hold": volts, "until": end}]
    timed = [re.fullmatch(_TIME, one, re.IGNORECASE) is not None for one in (end, other)]
    if timed[0] == timed[1]:
        return []
    return [{"hold": volts, "until": other if timed[0] else end, "or": end if timed[0] else other}]


def _each_rate(text: str) -> list[dict[str, Any]]:
    """Read ``5 cycles each at 0.05, 0.1 and 0.2C, 1.0-2.8 V``; empty when ``each`` is not said, or more is."""
    match = _EACH_RATE.fullmatch(text)
    if match is None or not re.search(r"\beach\b", text, re.IGNORECASE):
        return []
    window = _WINDOW.search(match["rest"])
    rest = match["rest"] if window is None else match["rest"].replace(window[0], " ")
    if not _FILLER.fullmatch(rest):
        return []
    listed = re.sub(r"\s*,?\s*\band\b\s*", ", ", match["rates"])
    number = COUNTED.get(match["number"].lower(), match["number"])
    step = {"rates": rates_of_words({"rates": listed})["rates"], "cycles_each": number}
    return [{**step, "window": f"{window[1]} to {window[2]}"} if window else step]


def _cycle(text: str) -> list[dict[str, str]]:
    text = re.sub(
        rf"\b({'|'.join(COUNTED)})(?=\s+(?:\w+\s+)?cycles?\b)", lambda one: COUNTED[one[0].lower()], text, flags=re.I
    )
    count = _COUNT.search(text)
    rest = text[: count.start()] + " " + text[count.end() :] if count else text
    rate = re.search(_RATE, rest)
    rest = rest[: rate.start()] + " " + rest[rate.end() :] if rate else rest
    window = _WINDOW.search(rest)
    rest = rest[: window.start()] + " " + rest[window.end() :] if window else rest
    if rate is None or not _FILLER.fullmatch(rest):
        return []
    number = next((one for one in count.groups() if one), "1") if count else "1"
    step = {"cycles": number, "charge": rate[0], "discharge": rate[0]}
    return [{**step, "window": f"{window[1]} to {window[2]}"} if window else step]


def cycle_of_current(step: Mapping[Any, Any], number: int) -> Mapping[Any, Any]:
    """Read ``{current: 1 mA/cm2}`` as a cycle at that rate; other steps as they are.

    Raises
    ------
    FieldProblem
        When it has an end, and so may be a charge or a discharge.
    """
    named = [
        key for key in step if isinstance(key, str) and fold(key) in ("current", "current density", "rate", "c rate")
    ]
    if len(named) != 1:
        return step
    others = {key: value for key, value in step.items() if key != named[0]}
    ends = [key for key in others if isinstance(key, str) and fold(key) in ("to", "until", "cut off", "cutoff")]
    if ends:
        rate, end = str(step[named[0]]), str(others[ends[0]])
        raise FieldProblem(
            f"{shown(step)} may be a charge or a discharge: write {{discharge: {rate[:40]}, to: {end[:40]}}} or "
            f"{{charge: {rate[:40]}, to: {end[:40]}}}",
            number,
        )
    return {"cycles": 1, **others, "charge": step[named[0]], "discharge": step[named[0]]}


#: plating and stripping at 0.2 mA/cm2 for 2 h each, 200 cycles
_PLATING = expression(
    rf"(?:(?:Li\s+|lithium\s+)?(?:plat|stripp)\w+\s*(?:/|-|and)\s*(?:plat|stripp)\w+|"
    rf"galvanostatic(?:ally)?(?: cycl\w+)?)(?:\s+(?:at|with|of))?[\s,]*(?P<rate>{_RATE})[\s,;]*(?:for|with|of)?\s*"
    rf"(?P<time>{_TIME})\s*(?:each|per half[- ]cycle|per step|half[- ]cycles?)?"
    rf"(?:\s*(?:\(|,|;|for)?\s*(?P<count>\d+)\s*cycles\)?)?",
    re.IGNORECASE,
)


#: 0.05C x 2, 0.1C x 5
_TIMES = expression(rf"({_RATE})\s*[x×*]\s*(\d+)(?:\s*cycles)?|(\d+)\s*[x×*]\s*({_RATE})", re.IGNORECASE)


def _counted(text: str) -> list[dict[str, str]]:
    """Cycles at rates with a count each: ``0.05C x 2, 0.1C x 5``; empty for other words."""
    window = _WINDOW.search(text)
    bare = text if window is None else f"{text[: window.start()]} {text[window.end() :]}"
    parts = [_TIMES.fullmatch(one) for one in re.split(r"\s*[,;]\s*", bare.strip(" ,;()")) if one]
    if not parts or not all(parts):
        return []
    steps = [
        {"cycles": one[2] or one[3], "charge": one[1] or one[4], "discharge": one[1] or one[4]} for one in parts if one
    ]
    return [{**step, "window": f"{window[1]} to {window[2]}"} for step in steps] if window else steps


def _plated(text: str) -> list[dict[str, str]]:
    """Cycles of a symmetric cell; empty for other words."""
    match = _PLATING.fullmatch(text)
    if match is None:
        return []
    return [
        {"cycles": match["count"] or "1", "charge": match["rate"], "discharge": match["rate"], "for": match["time"]}
    ]


def rates_of_words(step: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """Read ``{rates: "0.1, 0.2, 1, 2C"}`` as a list of rates, the unit of the last that of all; others as they are.

    Cycles beside rates are as many at each of them.
    """
    rates = step.get("rates")
    if rates is not None and "cycles" in step and "cycles_each" not in step:
        step = {"cycles_each" if key == "cycles" else key: value for key, value in step.items()}
    if not isinstance(rates, str) or not re.search(r"[,;]|\band\b|C\s+[\d.]", rates):
        return step
    listed = [one for one in re.split(r"\s*(?:,|;|\band\b|(?<=C)\s+(?=[\d.]))\s*", plain(rates).strip()) if one]
    unit = re.fullmatch(rf"{NUMERAL}\s*(\D.*)", listed[-1])
    bare = [re.fullmatch(NUMERAL, one) is not None for one in listed]
    if unit is not None and all(bare[:-1]):
        listed = [*(f"{one} {unit[1]}" for one in listed[:-1]), listed[-1]]
    return {**step, "rates": listed}


def pulse_of_interruptions(step: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """Read ``{interrupted: 0.1C, every: 5 min, for: 10 s, to: 1.0 V}`` as pulses; other steps as they are.

    Intermittent current interruption is a titration with long pulses and short rests.
    """
    if "interrupted" not in step or "every" not in step or "for" not in step:
        return step
    others = {key: value for key, value in step.items() if key not in ("interrupted", "every", "for")}
    return {"pulse": step["interrupted"], "for": step["every"], "rest": step["for"], **others}


def stored(step: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """Read ``{store: 30 d}`` as a rest; other steps as they are."""
    named = [key for key in step if isinstance(key, str) and fold(key) in ("store", "storage", "ocv", "open circuit")]
    return {"rest": step[named[0]], **{key: one for key, one in step.items() if key != named[0]}} if named else step


def unrolled(steps: Sequence[Any], loops: Iterator[int] | None = None) -> list[Any]:
    """Steps with every ``{repeat: 3, steps: [...]}`` written out; `loops` numbers those that have conditions.

    Raises
    ------
    FieldProblem
        When a count is none, there are no steps in it, or more than `_MOST_STEPS` come out.
    """
    loops = itertools.count(1) if loops is None else loops
    written: list[Any] = []
    for number, step in enumerate(steps):
        if isinstance(step, Mapping) and "repeat" in step:
            written += _repeated(step, number, loops)
        else:
            written.append(step)
        if len(written) > _MOST_STEPS:
            raise FieldProblem(f"repeats to more than {_MOST_STEPS} steps; use {{cycles: N, ...}} or fewer", number)
    return written


def _repeated(step: Mapping[Any, Any], number: int, loops: Iterator[int]) -> list[Any]:
    count, inner, until = step["repeat"], step.get("steps"), step.get("until")
    others = [str(key) for key in step if key not in ("repeat", "steps", "until")]
    if others:
        raise FieldProblem(f"{', '.join(others)[:60]} next to repeat; expected {_LOOP}", number)
    if not re.fullmatch(r"[1-9]\d{0,6}", str(count).strip()):
        raise FieldProblem(f"'{str(count)[:40]}' is no number of repetitions; expected {_LOOP}", number, "repeat")
    if isinstance(inner, (str, Mapping)):
        inner = [inner]
    if not isinstance(inner, (list, tuple)) or not inner:
        raise FieldProblem(f"repeat has no steps; expected {_LOOP}", number, "steps")
    once = unrolled(inner, loops)
    if int(str(count)) * len(once) > _MOST_STEPS:
        raise FieldProblem(
            f"repeats to {int(str(count)) * len(once)} steps; at most {_MOST_STEPS}. For charge and discharge alone "
            "write  {cycles: N, charge: ..., discharge: ...}",
            number,
        )
    if until is None:  # a loop in it has another number in each turn
        return once + [one for _ in range(int(str(count)) - 1) for one in unrolled(inner, loops)]
    spoken: list[Any] = []
    for one in once:
        spoken += (steps_of_words(one) or [one]) if isinstance(one, str) else [one]
    if any(isinstance(one, Mapping) and "loop" in one for one in spoken):
        raise FieldProblem("holds a loop with an  until  of its own; keep that of one of both", number, "until")
    of = next(loops)
    return [
        {**one, "loop": {"of": of, "turn": turn, "until": until}} if isinstance(one, Mapping) else one
        for turn in range(1, int(str(count)) + 1)
        for one in spoken
    ]


def rolled(steps: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Steps with every loop that has conditions written as ``{repeat: 3, steps: [...], until: ...}`` again."""
    written: list[Mapping[str, Any]] = []
    for of, group in itertools.groupby(steps, lambda step: step.get("loop", {}).get("of")):
        run = list(group)
        turns = [list(turn) for _, turn in itertools.groupby(run, lambda step: step.get("loop", {}).get("turn"))]
        bare = [[{key: value for key, value in step.items() if key != "loop"} for step in turn] for turn in turns]
        if of is None or any(turn != bare[0] for turn in bare):  # none, or one that was cut
            written += run
        else:
            written.append({"repeat": len(turns), "steps": bare[0], "until": run[0]["loop"]["until"]})
    return written
