"""Measurements among the steps of a protocol, in words: titrations, voltammograms, spectra, rate tests."""

import re
from typing import Any

from brimstone.recipe.patterns import expression
from brimstone.recipe.words import COUNTED
from brimstone.units import NUMERAL

_HERTZ = rf"{NUMERAL}\s*[mkM]?Hz"
_VOLTS = rf"{NUMERAL}\s*m?V(?![A-Za-z/])"
_HOURS = rf"{NUMERAL}\s*(?:h|hours?|hrs?|min|minutes?|mins?|s|sec|seconds?)(?![A-Za-z])"
_NUMBER = rf"\d+|{'|'.join(COUNTED)}"
_EIS = expression(
    r"(?:EIS|PEIS|GEIS|(?:electrochemical\s+)?impedance(?:\s+spectr\w+)?|AC impedance)\b[^\d]*?"
    rf"({_HERTZ})\s*(?:-|to|~|and|down to|until)\s*({_HERTZ})(?P<rest>.*)",
    re.IGNORECASE,
)
_POINTS = expression(r"[\s,;(]*(\d+)\s*points(?! per)\s*\)?", re.IGNORECASE)
_AMPLITUDE = expression(
    rf"[\s,;(]*(?:(?:with|at)\s+)?(?:an?\s+)?(?:amplitude\s*(?:of|:)?\s*)?{NUMERAL}\s*mV(?:\s+amplitude)?\s*\)?"
)
_CV = expression(r"\b(?:CV|cyclic voltammetr\w+|voltammetr\w+|voltammogram|LSV)\b", re.IGNORECASE)
_SCAN = expression(rf"(?:scan rate\s*(?:of|:)?\s*)?({NUMERAL}\s*m?V\s*(?:/\s*s|s\^?-1))", re.IGNORECASE)
_WINDOW = expression(rf"({NUMERAL}\s*(?:m?V)?)\s*(?:-|to|and|~|/)\s*({_VOLTS})", re.IGNORECASE)
_COUNT = expression(rf"\b({_NUMBER})\s*(?:full\s+)?(?:cycles?|scans?|sweeps?)\b", re.IGNORECASE)
_GITT = expression(r"\b(?:GITT|PITT|(?:galvanostatic\s+)?intermittent\s+titration\w*)\b", re.IGNORECASE)
_PULSE = expression(
    rf"(?P<rate>{NUMERAL}\s*C(?![A-Za-z])|C\s*/\s*{NUMERAL}|{NUMERAL}\s*[mμun]?A\s*(?:/\s*(?:cm\^?2|g)|\s*(?:cm|g)\^?-[12]))"
    rf"\s*(?:,|for|pulses?(?: of)?|current|\s)*\s*(?P<time>{_HOURS})",
    re.IGNORECASE,
)
_RELAXED = expression(
    rf"\b(?:rest(?:ed|ing)?|relax\w*|pause\w*|OCV|open[- ]circuit)\b\s*(?:for|of|time|period|:|steps?)*\s*({_HOURS})|"
    rf"({_HOURS})\s*(?:of\s+)?(?:rest|relaxation|OCV|pause)\b",
    re.IGNORECASE,
)
_END = expression(rf"\b(?:down to|up to|to|until)\s+({_VOLTS})", re.IGNORECASE)
_RATE = (
    rf"(?:{NUMERAL}\s*C(?![A-Za-z])|C\s*/\s*{NUMERAL}|{NUMERAL}\s*[mμu]?A\s*(?:/\s*(?:cm\^?2|g)|\s*(?:cm|g)\^?-[12]))"
)
_RATES = expression(
    rf"(?:{NUMERAL}|{_RATE})(?:\s*(?:,?\s*\band\b|,|;)\s*(?:{NUMERAL}|{_RATE}))*\s*(?:,?\s*\band\b|,|;)\s*{_RATE}",
    re.IGNORECASE,
)
_EACH = expression(
    rf"[\s,;(]*\b({_NUMBER})\s*(?:full\s+)?cycles?(?:\s+(?:each|at each(?: rate| step)?|per (?:rate|step)|"
    rf"for each rate))?\s*\)?",
    re.IGNORECASE,
)
_FILLER = expression(
    r"(?:[\s,;:().]|\b(?:a|an|and|at|between|by|capability|cell|charge|cycled?|cycling|c-rates?|current|currents|densities|density|"
    r"discharge|each|every|for|from|in|increasing|measured|of|performance|pulses?|range|rates?|scan|scanned|steps?|successive|"
    r"successively|tests?|tested|the|time|voltage|was|were|window|with|within|then|rested)\b)*",
    re.IGNORECASE,
)


def measurement_of_words(text: str) -> list[dict[str, Any]]:
    """Read ``GITT: 0.1C for 10 min, rest 1 h, to 1.0 V``, ``CV at 0.1 mV/s``, ``EIS from 1 MHz to 0.1 Hz``, rate tests.

    Empty where the words are none of these, or say more than is understood.
    """
    return _spectrum(text) or _ramp(text) or _titration(text) or _rate_test(text)


def _taken(text: str, *matches: re.Match[str] | None) -> str:
    gone = {place for match in matches if match is not None for place in range(*match.span())}
    return "".join(" " if place in gone else sign for place, sign in enumerate(text))


def _spectrum(text: str) -> list[dict[str, Any]]:
    match = _EIS.fullmatch(text)
    if match is None:
        return []
    points = _POINTS.search(match["rest"])
    rest = _AMPLITUDE.sub(" ", _taken(match["rest"], points))
    step: dict[str, Any] = {"impedance": [match[1], match[2]]}
    return [{**step, **({"points": points[1]} if points else {})}] if _FILLER.fullmatch(rest) else []


def _ramp(text: str) -> list[dict[str, Any]]:
    name, speed = _CV.search(text), _SCAN.search(text)
    if name is None or speed is None:
        return []
    rest = _taken(text, name, speed)
    window, count = _WINDOW.search(rest), _COUNT.search(rest)
    if window is None or not _FILLER.fullmatch(_taken(rest, window, count)):
        return []
    step: dict[str, Any] = {"ramp": speed[1], "window": f"{window[1]} to {window[2]}"}
    return [{**step, "cycles": COUNTED.get(count[1].lower(), count[1])} if count else step]


def _titration(text: str) -> list[dict[str, Any]]:
    name = _GITT.search(text)
    pulse = None if name is None else _PULSE.search(text)
    if name is None or pulse is None:
        return []
    rest = _taken(text, name, pulse)
    relaxed, end = _RELAXED.search(rest), _END.search(rest)
    if relaxed is None or end is None:
        return []
    left = _taken(rest, relaxed, end)
    step: dict[str, Any] = {
        "pulse": pulse["rate"],
        "for": pulse["time"],
        "rest": relaxed[1] or relaxed[2],
        "to": end[1],
    }
    charge, discharge = re.search(r"\bcharg", left), re.search(r"\bdischarg", left)
    if charge and not discharge:
        step["direction"] = "charge"
    return [step] if _FILLER.fullmatch(re.sub(r"\b(?:dis)?charg(?:e|ing)\b", " ", left)) else []


def _rate_test(text: str) -> list[dict[str, Any]]:
    """Read ``rate test at 0.05, 0.1 and 0.2C (5 cycles each), 1.0-2.8 V``."""
    rates = _RATES.search(text)
    if rates is None:
        return []
    rest = _taken(text, rates)
    window = _WINDOW.search(rest)
    rest = _taken(rest, window)
    each = _EACH.search(rest)
    if not _FILLER.fullmatch(_taken(rest, each)):
        return []
    if each is None and not re.search(r"\brate", text, re.IGNORECASE):
        return []
    listed = [one for one in re.split(r"\s*(?:,|;|\band\b)\s*", rates[0]) if one]
    unit = re.fullmatch(rf"{NUMERAL}\s*(\D.*)", listed[-1])
    if any(re.fullmatch(NUMERAL, one) for one in listed):
        if unit is None:
            return []
        listed = [f"{one} {unit[1]}" if re.fullmatch(NUMERAL, one) else one for one in listed]
    step: dict[str, Any] = {"rates": listed}
    if each is not None:
        step["cycles_each"] = COUNTED.get(each[1].lower(), each[1])
    return [{**step, "window": f"{window[1]} to {window[2]}"} if window else step]
