"""Which sign of a current is charge: decided by the steps' names, the capacities or the voltage, and told."""

import re

import numpy as np

from brimstone.bridge.cycler._charge import integrated
from brimstone.bridge.cycler._columns import Columns, Habits

_DISCHARGE = re.compile(r"(?i)dis|d_?ch|^d$|^d[_ ]|entlad|d[ée]ch|放电")
_CHARGE = re.compile(r"(?i)ch(?:ar)?g|charge|^c$|^c_|^chg|laden|充电")
_CLEAR = 0.9  # share of the charge that has to speak for a sign
_FOLLOWED = 0.5  # share of the growth of the capacities that has to happen while current flows; else they tell no sign


def directions_of_words(state: list[str]) -> np.ndarray:
    """1 for words that mean charge, -1 for discharge, 0 for others."""
    known = {word: -1.0 if _DISCHARGE.search(word) else 1.0 if _CHARGE.search(word) else 0.0 for word in set(state)}
    return np.array([known[word] for word in state])


def signed(columns: Columns, habits: Habits) -> tuple[np.ndarray | None, list[str]]:
    """The current, positive on charge, and how that was decided; None when there is none."""
    current = columns.current
    if current is None:
        return None, []
    if not np.any(current):
        return current, ["no current flows"]
    words = directions_of_words([word.strip() for word in columns.state]) if columns.state else np.zeros(current.size)
    flows = np.abs(current) > 1e-4 * np.abs(current).max()
    one_sign = not (np.any(current[flows] > 0.0) and np.any(current[flows] < 0.0))
    named = flows & (words != 0.0)
    weight = np.abs(current)
    if named.sum() > 0.5 * flows.sum():
        if one_sign and np.any(words[named] < 0.0):
            made = np.where(words != 0.0, np.abs(current) * words, current)
            if np.any(words[named] > 0.0) or np.any(current[named] > 0.0):
                return made, ["the current has no sign in the file; it is positive on charge by the names of the steps"]
        agreement = float(np.sum(weight[named] * np.sign(current[named]) * words[named]) / weight[named].sum())
        if abs(agreement) > _CLEAR:
            return _turned(current, agreement > 0.0, "by the names of the steps")
    grown = _by_capacity(columns)
    if grown is not None:
        vote, up, down = grown
        if one_sign and up > 0.02 * down and down > 0.02 * up and np.min(current) >= 0.0:
            run = _runs(columns, flows)
            falling = (np.bincount(run, vote)[run] < 0.0) & flows
            if np.any(falling):
                return np.where(falling, -current, current), [
                    "the current has no sign in the file; it is positive on charge by the capacity that grows"
                ]
        moved = integrated(columns)
        followed = float(np.sum(np.abs(vote)[moved != 0.0])) > _FOLLOWED * float(np.sum(np.abs(vote)))
        total = float(np.sum(np.abs(moved) * np.abs(np.sign(vote))))
        agreement = float(np.sum(moved * np.sign(vote))) / total if total else 0.0
        if followed and abs(agreement) > _CLEAR:
            return _turned(current, agreement > 0.0, "by the capacity that grows")
    trend = _by_voltage(columns)
    if habits.charge_positive is not None:
        notes = [
            f"current positive on {'charge' if habits.charge_positive else 'discharge'} in the file, by its format"
        ]
        if abs(trend) > 0.5 and (trend > 0.0) != habits.charge_positive:
            notes.append("the voltage speaks against the sign of the current: it falls on charge. Check it")
        return (current if habits.charge_positive else -current), notes
    if abs(trend) > 0.2:
        if habits.unsigned or (one_sign and np.min(current) >= 0.0):
            return _runs_by_voltage(columns)
        return _turned(current, trend > 0.0, "by the voltage that follows it")
    return current, ["current taken as positive on charge; nothing in the file tells its sign"]


def _turned(current: np.ndarray, positive: bool, why: str) -> tuple[np.ndarray, list[str]]:
    if positive:
        return current, [f"current positive on charge in the file, {why}"]
    return -current, [f"current positive on discharge in the file, {why}; turned to positive on charge"]


def _by_capacity(columns: Columns) -> tuple[np.ndarray, float, float] | None:
    """At every record, how much the capacity of charge grew more than that of discharge; and how much each did."""
    up, down = columns.charge_capacity, columns.discharge_capacity
    if up is None or down is None:
        if columns.net_capacity is None:
            return None
        with np.errstate(invalid="ignore"):
            change = np.nan_to_num(np.diff(columns.net_capacity, prepend=columns.net_capacity[0]))
        return change, float(np.maximum(change, 0.0).sum()), float(np.maximum(-change, 0.0).sum())
    grown = [np.maximum(np.nan_to_num(np.diff(np.abs(one), prepend=abs(one[0]))), 0.0) for one in (up, down)]
    if not (grown[0].any() or grown[1].any()):
        return None
    return grown[0] - grown[1], float(grown[0].sum()), float(grown[1].sum())


def _by_voltage(columns: Columns) -> float:
    """Near 1 when the voltage rises with a positive current and jumps with it, near -1 when it falls."""
    current, voltage = columns.current, columns.voltage
    if current is None:
        return 0.0
    rise, jump = np.diff(voltage), np.diff(current)
    largest = np.abs(current).max()
    jumps = np.abs(jump) > 0.2 * largest
    steady = ~jumps & (np.abs(current[1:]) > 0.02 * largest)
    votes = np.concatenate([np.sign(current[1:][steady]) * rise[steady], np.sign(jump[jumps]) * rise[jumps]])
    total = float(np.abs(votes).sum())
    return float(votes.sum()) / total if total else 0.0


def _runs_by_voltage(columns: Columns) -> tuple[np.ndarray, list[str]]:
    """A current without sign: negative in the steps in which the voltage falls."""
    current, voltage = columns.current, columns.voltage
    if current is None:
        raise ValueError("no current")
    flows = np.abs(current) > 1e-4 * np.abs(current).max()
    run = _runs(columns, flows)
    made = current.copy()
    first, last = np.unique(run, return_index=True)[1], run.size - 1 - np.unique(run[::-1], return_index=True)[1]
    for begin, end in zip(first, last, strict=True):
        if flows[begin] and voltage[end] < voltage[begin]:
            made[begin : end + 1] = -current[begin : end + 1]
    if np.array_equal(made, current):
        return _turned(current, True, "by the voltage that follows it")
    return made, ["the current has no sign in the file; it is taken as positive where the voltage rises"]


def _runs(columns: Columns, flows: np.ndarray) -> np.ndarray:
    """Number of the stretch of one step, with or without current, that a record lies in."""
    begins = np.diff(flows.astype(int), prepend=int(flows[0])) != 0
    if columns.step is not None:
        step = np.nan_to_num(columns.step, nan=-1.0)
        begins |= np.diff(step, prepend=step[0]) != 0
    return np.cumsum(begins)
