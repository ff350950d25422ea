"""Charge passed in each direction: as the cycler counted it, or the integral of the current."""

import numpy as np

from brimstone._records import record
from brimstone.bridge.cycler._columns import Columns

_BEFORE = 0.05  # share of all charge up to which what a counter shows first belongs to the file
_RESET = 0.5  # a counter that falls below this share of itself started again


@record
class Passed:
    """Charge passed since the first record [C], (points,), and whether the cycler counted it."""

    charged: np.ndarray
    discharged: np.ndarray
    counted: bool


def integrated(columns: Columns) -> np.ndarray:
    """Charge passed between a record and the one before it, positive on charge [C]; (points,), the first is 0.

    The current of a record belongs to its step: where a step begins between two records, each side has its own.
    """
    current = np.zeros(columns.time.size) if columns.current is None else columns.current
    interval = np.diff(columns.time)
    charge = np.zeros(columns.time.size)
    charge[1:] = 0.5 * (current[1:] + current[:-1]) * interval
    if columns.step is not None:
        begins = np.flatnonzero(np.diff(columns.step) != 0.0) + 1
    else:
        largest = np.abs(current).max(initial=0.0)
        begins = np.flatnonzero(np.abs(np.diff(current)) > 0.2 * largest) + 1
    after = interval[begins - 1]
    if columns.step_time is not None:
        within = columns.step_time[begins]
        after = np.where(np.isfinite(within), np.clip(within, 0.0, interval[begins - 1]), after)
    charge[begins] = current[begins] * after + current[begins - 1] * (interval[begins - 1] - after)
    return charge


def passed(columns: Columns) -> Passed:
    """Charge passed in each direction, by the cycler's count where there is one that says the direction."""
    up, down = columns.charge_capacity, columns.discharge_capacity
    if up is not None and down is not None:
        return Passed(_summed(up), _summed(down), True)
    by_current = integrated(columns)
    if columns.net_capacity is not None:
        net = np.diff(_filled(columns.net_capacity), prepend=_filled(columns.net_capacity)[0])
        if columns.current is not None and float(np.sum(net * by_current)) < 0.0:
            net = -net
        largest = np.abs(by_current).max(initial=0.0)
        net = np.where(np.abs(net) > 50.0 * max(largest, 1e-12), 0.0, net)  # it starts again
        return Passed(np.cumsum(np.maximum(net, 0.0)), np.cumsum(np.maximum(-net, 0.0)), True)
    if columns.capacity is not None and columns.current is not None and np.any(columns.current):
        return _by_direction(columns, by_current)
    return Passed(np.cumsum(np.maximum(by_current, 0.0)), np.cumsum(np.maximum(-by_current, 0.0)), False)


def _by_direction(columns: Columns, by_current: np.ndarray) -> Passed:
    """One counter for both directions: its changes belong to the direction of the current."""
    if columns.capacity is None:
        raise ValueError("no capacity")
    counter = np.abs(_filled(columns.capacity))
    change = np.diff(counter, prepend=counter[0])
    fell = change < 0.0
    again = np.zeros(counter.size, dtype=bool)
    again[1:] = fell[1:] & (counter[1:] < _RESET * counter[:-1])
    change = np.where(again, counter, np.abs(change))
    change[0] = _first(counter, change)
    sign = np.sign(by_current)
    sign[sign == 0.0] = np.sign(columns.current)[sign == 0.0] if columns.current is not None else 0.0
    return Passed(np.cumsum(np.where(sign > 0.0, change, 0.0)), np.cumsum(np.where(sign < 0.0, change, 0.0)), True)


def _summed(counter: np.ndarray) -> np.ndarray:
    """A counter that may start again at a step or a cycle, counted on."""
    counter = np.abs(_filled(counter))
    again = np.zeros(counter.size, dtype=bool)
    again[1:] = counter[1:] < _RESET * counter[:-1]
    change = np.where(again, counter, np.diff(counter, prepend=counter[0]))
    change[0] = _first(counter, change)
    return np.maximum.accumulate(np.cumsum(change))


def _first(counter: np.ndarray, change: np.ndarray) -> float:
    """What a counter shows first belongs to the first interval where it is little, else to the time before."""
    return float(counter[0]) if counter[0] <= _BEFORE * float(np.sum(np.maximum(change, 0.0))) else 0.0


def _filled(values: np.ndarray) -> np.ndarray:
    """Values with those that can't be read taken from the record before."""
    good = np.isfinite(values)
    if good.all():
        return values
    last = np.maximum.accumulate(np.where(good, np.arange(values.size), 0))
    filled = values[last]
    return np.where(np.isfinite(filled), filled, 0.0)
