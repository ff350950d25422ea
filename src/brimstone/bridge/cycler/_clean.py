"""From the columns of a file to records: units, signs, order, cycles; every decision is told."""

import math
from collections.abc import Sequence

import numpy as np

from brimstone.bridge.cycler import _time
from brimstone.bridge.cycler._charge import Passed, integrated, passed
from brimstone.bridge.cycler._columns import Columns, Habits
from brimstone.bridge.cycler._cycles import cycles_of, steps_of
from brimstone.bridge.cycler._grid import Table, dates
from brimstone.bridge.cycler._sign import signed
from brimstone.bridge.cycler._vocabulary import Quantity, factor, kelvin
from brimstone.constants import HOUR, MAH
from brimstone.errors import DataError
from brimstone.result.measured import Cycling

_MOST_UNREADABLE = 0.5  # share of records
_ABSOLUTE_ZERO_ODD = 150.0  # a cell is not colder than this [K]
_UNBALANCED, _ROUNDED = 0.03, 0.1  # share of the charge that may be missing, and that rounding may excuse
_FEWEST_FOR_A_GAP = 10
_MOST_PARTS = 6  # steps of a cycle that are told one by one
_NO_CELL = 100.0  # volts


def cycling(name: str, table: Table, habits: Habits) -> tuple[Cycling, list[str]]:
    """Records of a table, with the notes on what was decided.

    Raises
    ------
    DataError
        When too little of it can be read.
    """
    notes = list(table.notes)
    repeated = [place for place, row in enumerate(table.rows) if place and row == table.rows[place - 1]]
    if repeated:
        dropped = set(repeated)
        table.rows = [row for place, row in enumerate(table.rows) if place not in dropped]
        notes.append(f"{_records(len(repeated))} written twice left out")
    if table.ragged:
        notes.append(
            f"{table.ragged} line{'s' if table.ragged > 1 else ''} that {'are' if table.ragged > 1 else 'is'} "
            "no record left out"
        )
    if table.decimal_comma:
        notes.append("numbers have a decimal comma")
    columns = _columns(name, table, habits, notes)
    _drop_unreadable(name, columns, notes)
    kept, columns_time, words = _ordered(columns)
    columns.keep(kept)
    columns.time = columns_time
    notes += words
    _scale_of_time(columns, habits, notes)
    current, words = signed(columns, habits)
    columns.current = current
    notes += words
    got = passed(columns)
    notes += _balance(columns, got)
    step = steps_of(columns.step, columns.time.size)
    cycle, words = cycles_of(columns.cycle, columns.current, got, columns.time)
    notes += words
    notes += _gap(columns.time)
    notes += _several(got, step, cycle)
    time = columns.time - columns.time[0]
    absent = np.full(time.size, math.nan)
    records = Cycling(
        time, columns.voltage, absent if columns.current is None else columns.current, step, cycle, got.charged,
        got.discharged, columns.temperature, columns.pressure,
    )  # fmt: skip
    return records, notes


def _records(count: int) -> str:
    return f"{count} record{'s' if count != 1 else ''}"


def _columns(name: str, table: Table, habits: Habits, notes: list[str]) -> Columns:
    def column(quantity: Quantity, default: float = 1.0) -> np.ndarray | None:
        if quantity not in table:
            return None
        one = table.heading(quantity)
        size = factor(quantity, one) if one.dimension or quantity is Quantity.TEMPERATURE else default
        values = table.numbers(quantity) * size
        return values if np.any(np.isfinite(values)) else None

    date = dates(table.cells(Quantity.DATE)) if Quantity.DATE in table else None
    if date is not None and not np.any(np.isfinite(date)):
        date = None
    time, unit = _time_column(table, date, habits, notes)
    voltage = column(Quantity.VOLTAGE)
    if time is None or voltage is None:
        missing = "times" if time is None else "voltages"
        raise DataError(f"{name}: no {missing} can be read; its columns are {_listed(table.titles)}")
    current = column(Quantity.CURRENT, habits.current)
    if current is not None and not table.heading(Quantity.CURRENT).dimension:
        notes.append(f"the header names no unit of the current: taken as {'A' if habits.current == 1.0 else 'mA'}")
    temperature = column(Quantity.TEMPERATURE)
    if temperature is not None:
        temperature = temperature + kelvin(table.heading(Quantity.TEMPERATURE))
        odd = ~(temperature > _ABSOLUTE_ZERO_ODD) | (temperature > 2000.0)
        temperature = np.where(odd, np.nan, temperature)
        if np.all(odd):
            temperature = None
    capacities = {
        quantity: column(quantity, habits.charge or HOUR)
        for quantity in (
            Quantity.CAPACITY, Quantity.NET_CAPACITY, Quantity.CHARGE_CAPACITY, Quantity.DISCHARGE_CAPACITY,
        )
    }  # fmt: skip
    named = [table.heading(one).unit for one in capacities if one in table and table.heading(one).dimension]
    charge_unit = named[0] if named else "as usual" if habits.charge else ""
    state = [str(cell or "") for cell in table.cells(Quantity.STATE)] if Quantity.STATE in table else None
    return Columns(
        time, voltage, current, unit, charge_unit, column(Quantity.STEP_TIME), date, column(Quantity.STEP),
        column(Quantity.CYCLE), state, capacities[Quantity.CAPACITY], capacities[Quantity.NET_CAPACITY],
        capacities[Quantity.CHARGE_CAPACITY], capacities[Quantity.DISCHARGE_CAPACITY], temperature,
        column(Quantity.PRESSURE, 0.0),
    )  # fmt: skip


def _time_column(
    table: Table, date: np.ndarray | None, habits: Habits, notes: list[str]
) -> tuple[np.ndarray | None, str]:
    """Time in seconds with the word ``"s"``, or in an unknown unit with an empty one."""
    for quantity in (Quantity.TEST_TIME, Quantity.STEP_TIME):
        if quantity not in table:
            continue
        values, one = table.numbers(quantity), table.heading(quantity)
        if not np.any(np.isfinite(values)):
            continue
        clock = any(isinstance(cell, str) and ":" in cell for cell in table.cells(quantity)[:20])
        if quantity is Quantity.STEP_TIME:
            notes.append(f"no test time; it is added up from the time of the steps, '{table.title(quantity)}'")
        if clock:
            return values, "s"
        if one.dimension:
            return values * one.factor, "s"
        return values, ("" if not habits.time else "s")
    if date is not None:
        notes.append("no test time; it is that of the wall clock")
        return date - np.nanmin(date), "s"
    return None, ""


def _drop_unreadable(name: str, columns: Columns, notes: list[str]) -> None:
    bad = ~(np.isfinite(columns.time) & np.isfinite(columns.voltage)) | (np.abs(columns.voltage) > _NO_CELL)
    if columns.current is not None:
        bad |= ~np.isfinite(columns.current)
    bad |= _spikes(columns.voltage)
    count = int(bad.sum())
    if bad.all() or count > _MOST_UNREADABLE * bad.size:
        raise DataError(
            f"{name}: {count} of {bad.size} records have no readable time, voltage or current; too much of the file is "
            "missing or damaged"
        )
    if count:
        notes.append(f"{_records(count)} without a readable time, voltage or current left out")
        columns.keep(~bad)


def _spikes(voltage: np.ndarray) -> np.ndarray:
    """Single records whose voltage no cell could have between its neighbours: digits lost or added in writing."""
    spikes = np.zeros(voltage.size, dtype=bool)
    if voltage.size < 5:
        return spikes
    with np.errstate(invalid="ignore"):
        before, here, after = voltage[:-2], voltage[1:-1], voltage[2:]
        around = np.maximum(np.abs(before - after), 0.05 * np.maximum(np.abs(before), np.abs(after)))
        far = np.minimum(np.abs(here - before), np.abs(here - after))
        spikes[1:-1] = (far > 20.0 * around) & (far > 8.0)
    return spikes


def _ordered(columns: Columns) -> tuple[np.ndarray, np.ndarray, list[str]]:
    return _time.in_order(columns.time, columns.date)


def _scale_of_time(columns: Columns, habits: Habits, notes: list[str]) -> None:
    """Find the unit of a time without one, and correct one that the wall clock proves wrong."""
    wall = _time.wall_ratio(columns.time, columns.date)
    by_charge = _charge_ratio(columns)
    if not columns.unit:
        witness = by_charge if columns.charge_unit and math.isfinite(by_charge) else wall
        told = _time.plausible_unit(witness) if math.isfinite(witness) else None
        if told is None:
            notes.append("the header names no unit of the time: taken as s")
        else:
            source = "the capacities" if witness is by_charge else "the wall clock"
            notes.append(
                f"the header names no unit of the time: taken as {told[0]}, which {source} tell"
                f"{'' if witness is by_charge else 's'}"
            )
            columns.time = columns.time * told[1]
        return
    off = _time.known_factor(wall) if math.isfinite(wall) else None
    if off is None:
        return
    agrees = math.isfinite(by_charge) and abs(by_charge - 1.0) < 0.1
    words = f"times are off by a factor of {_time.FACTORS[off]} against the wall clock"
    if agrees:
        notes.append(f"{words}, but the capacities agree with them: left as they are")
    else:
        notes.append(f"{words}: corrected")
        columns.time = columns.time * off
        if columns.step_time is not None:
            columns.step_time = columns.step_time * off


def _charge_ratio(columns: Columns) -> float:
    """Charge by the cycler's own count over the current times the time as written; NaN where it can't be told."""
    if columns.current is None:
        return math.nan
    by_current = float(np.sum(np.abs(integrated(columns))))
    counted = passed(columns)
    if not counted.counted or by_current <= 0.0:
        return math.nan
    return float(counted.charged[-1] + counted.discharged[-1]) / by_current


def _balance(columns: Columns, got: Passed) -> list[str]:
    """What to tell about the charge that the cycler counted against the current times the time."""
    if columns.current is None:
        return ["no column of current" + ("" if got.counted else ": no capacities")]
    by_current = integrated(columns)
    total = float(np.sum(np.abs(by_current)))
    if not got.counted:
        return ["no column of capacity: charge is the integral of the current"] if total else []
    counted = float(got.charged[-1] + got.discharged[-1])
    duration = float(columns.time[-1] - columns.time[0])
    rounding = 0.5 * _resolution(columns.current) * duration + _resolution(got.charged + got.discharged)
    larger = max(counted, total)
    if abs(counted - total) <= _UNBALANCED * larger + min(rounding, _ROUNDED * larger):
        return []
    ratio = counted / total if total > 0.0 else math.inf
    off = _time.known_factor(ratio) if math.isfinite(ratio) and ratio > 0.0 else None
    words = f"the capacities of the file are {ratio:.3g} times the integral of its current over its time"
    if off is not None:
        return [f"{words}: a time, current or capacity is off by a factor of {_time.FACTORS[off]}"]
    return [f"{words}; the capacities are kept"]


def _gap(time: np.ndarray) -> list[str]:
    """Tell a time without records that is longer than all the others together."""
    if time.size < _FEWEST_FOR_A_GAP:
        return []
    interval = np.diff(time)
    longest = int(np.argmax(interval))
    if interval[longest] <= 0.5 * (time[-1] - time[0]):
        return []
    return [
        f"{interval[longest] / HOUR:.4g} h without a record, from {(time[longest] - time[0]) / HOUR:.4g} h on: more "
        "than the rest of the file"
    ]


def _several(got: Passed, step: np.ndarray, cycle: np.ndarray) -> list[str]:
    """Tell the parts of the first cycle whose discharge or charge has several steps."""
    for name, counter in (("discharge", got.discharged), ("charge", got.charged)):
        change = np.diff(counter, prepend=0.0)
        for number in np.unique(cycle):
            inside = cycle == number
            parts = np.bincount(step[inside], change[inside])
            parts = parts[parts > 1e-3 * parts.sum()] if parts.sum() > 0.0 else parts[:0]
            if 1 < parts.size <= _MOST_PARTS:
                shown = ", ".join(f"{part / MAH:.4g}" for part in parts)
                return [f"the {name} of cycle {number} has {parts.size} steps, {shown} mAh: they are added up"]
    return []


def _resolution(values: np.ndarray) -> float:
    """Smallest step by which values differ, which rounding left."""
    steps = np.diff(np.unique(values[np.isfinite(values)]))
    return float(steps.min()) if 0 < steps.size < 2000 else 0.0


def _listed(titles: Sequence[str]) -> str:
    shown = [title.strip() for title in titles if title.strip()][:12]
    return ", ".join(shown) + (", …" if len(titles) > len(shown) else "")
