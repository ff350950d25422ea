"""Amounts of the components of a cathode: per cent, masses, moles, and what is left for the last."""

import math
import re
from collections.abc import Mapping
from typing import Any

from brimstone.errors import BrimstoneError
from brimstone.recipe.moles import molar_mass, named_by_moles
from brimstone.recipe.reading import NUMBER
from brimstone.recipe.values import FieldProblem
from brimstone.recipe.words import fold
from brimstone.units import Quantity, parse_stated, plain

TOLERANCE = 0.1  #: how far percentages may be from 100 in sum [%]
PERCENT = re.compile(rf"({NUMBER.pattern})\s*(wt|w|mass|vol|v|)\.?\s*-?\s*%")
_MOLES = re.compile(rf"({NUMBER.pattern})\s*(m?mol|mol\.?\s*-?\s*%|at\.?\s*-?\s*%)")
_MILLI = (1.0, 1e-3)
_MASS = re.compile(rf"({NUMBER.pattern})\s*(kg|g|mg)")
_GRAMS = {"kg": 1e3, "g": 1.0, "mg": 1e-3}
_REST = ("rest", "the rest", "balance", "bal", "remainder", "the remainder")


def in_plain_words(value: Mapping[Any, Any]) -> dict[Any, Any]:
    """Shares with a decimal point and per cent in English: ``30,5 Gew.-%`` as 30.5 wt%; names as in the library."""

    def plainly(amount: Any) -> Any:
        if not isinstance(amount, str):
            return amount
        words = re.sub(r"\b(?:Gew|Massen|Ma)\.?\s*-?\s*%", "wt%", plain(amount).strip())
        words = re.sub(r"(?<=\d),(?=\d+\s*(?:[a-z]+\.?\s*-?\s*)?%)", ".", words)
        return amount if words == amount.strip() else words

    return {named_by_moles(name): plainly(amount) for name, amount in value.items()}


def with_rest(value: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """``{S: 30 wt%, KB: 20 wt%, LPSCl: rest}`` with what is left for the last; others as they are."""
    rests = [name for name, amount in value.items() if fold(str(amount)).strip(". ") in _REST]
    given = [PERCENT.fullmatch(plain(str(amount)).strip()) for name, amount in value.items() if name not in rests]
    if len(rests) != 1 or not given or not all(given):
        return value
    left = 100.0 - sum(float(one[1]) for one in given if one)
    unit = "vol%" if all(one[2].startswith("v") for one in given if one) else "wt%"
    return {**value, rests[0]: f"{left:.12g} {unit}"} if left > 0 else value


def are_percentages(value: Mapping[Any, Any]) -> bool:
    """Whether plain numbers add up to 100, or to 1: then weight shares and a ratio of weights are the same."""
    texts = [str(amount).strip() for amount in value.values()]
    if not all(NUMBER.fullmatch(text) for text in texts):
        return False
    total = sum(map(float, texts))
    return any(abs(total / whole - 1) <= 0.01 * TOLERANCE * (1 + 1e-9) for whole in (100.0, 1.0))


def weighed(value: Mapping[Any, Any]) -> dict[str, float]:
    """Mass of every component [g] where all are weighed or counted by moles; empty when they are something else.

    Raises
    ------
    ValueError
        When the molar mass of one is not known, or moles stand beside shares by weight.
    """
    return _masses(value) or _of_moles(value)


def _masses(value: Mapping[Any, Any]) -> dict[str, float]:
    """Weighed amounts such as ``30 mg`` of every component [g]; empty when they are something else."""
    matches = {str(name).strip(): _MASS.fullmatch(plain(str(amount)).strip()) for name, amount in value.items()}
    masses = {name: float(match[1]) * _GRAMS[match[2]] for name, match in matches.items() if match is not None}
    return masses if len(masses) == len(value) > 1 and all(0 < mass < math.inf for mass in masses.values()) else {}


def _of_moles(value: Mapping[Any, Any]) -> dict[str, float]:
    """Masses [g] of components of which some are given by moles, ``10 mmol`` beside ``50 mg`` or all of them in mol%.

    Empty when they are something else.
    """
    found = {str(name).strip(): _MOLES.fullmatch(plain(str(amount)).strip()) for name, amount in value.items()}
    moles = {name: match for name, match in found.items() if match is not None}
    if not moles:
        return {}
    shares = [match[2].endswith("%") for match in moles.values()]
    if any(shares) and not (all(shares) and len(moles) == len(value)):
        odd = next(name for name, match in moles.items() if match[2].endswith("%"))
        raise FieldProblem(f"'{value[odd]}' stands beside others: {_listed(value)}. Give all of them in wt%.", odd)
    masses: dict[str, float] = {}
    for name, amount in value.items():
        match, mass = found[str(name).strip()], _MASS.fullmatch(plain(str(amount)).strip())
        if match is None and mass is None:
            raise ValueError(f"mixes moles with others: {_listed(value)}. Give all components in wt% or by mass.")
        size = float(match[1]) * molar_mass(str(name)) * _MILLI[match[2][0:2] == "mm"] if match else 0.0
        masses[str(name).strip()] = size + (float(mass[1]) * _GRAMS[mass[2]] if mass else 0.0)
    if any(shares):
        total = sum(float(match[1]) for match in moles.values())
        if abs(total - 100.0) > TOLERANCE:
            raise ValueError(f"fractions add up to {total:.6g} mol%, they must add up to 100 mol%")
    return masses if all(0 < mass < math.inf for mass in masses.values()) else {}


def _listed(value: Mapping[Any, Any]) -> str:
    return ", ".join(f"{name} {amount}" for name, amount in value.items())[:200]


def range_of(text: str) -> Quantity | None:
    """A share as a range or with ±, such as ``30-35 wt%``; None when it is none."""
    if "%" not in text:
        return None
    try:
        stated = parse_stated(re.sub(r"\b(?:w|v|mass|vol)\.?\s*-?\s*%", "%", text), "fraction")
    except BrimstoneError:
        return None
    return stated if stated.low is not None and stated.low > 0.0 else None
