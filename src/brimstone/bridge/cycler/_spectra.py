"""Impedance spectra out of a table."""

import math

import numpy as np

from brimstone.bridge.cycler._grid import Table
from brimstone.bridge.cycler._vocabulary import Quantity
from brimstone.errors import DataError
from brimstone.result.measured import MeasuredSpectrum


def spectra(name: str, table: Table) -> tuple[tuple[MeasuredSpectrum, ...], list[str]]:
    """Spectra of a table, one for each sweep of the frequency, with notes.

    Raises
    ------
    DataError
        When no frequency and impedance can be read.
    """
    notes = list(table.notes)
    if table.decimal_comma:
        notes.append("numbers have a decimal comma")
    if table.ragged:
        notes.append(
            f"{table.ragged} line{'s' if table.ragged > 1 else ''} that {'are' if table.ragged > 1 else 'is'} "
            "no record left out"
        )

    def column(quantity: Quantity) -> np.ndarray:
        return table.numbers(quantity) * table.heading(quantity).factor

    frequency = column(Quantity.FREQUENCY)
    minus = Quantity.MINUS_IMAGINARY in table
    if Quantity.REAL in table and (minus or Quantity.IMAGINARY in table):
        real = column(Quantity.REAL)
        imaginary = -column(Quantity.MINUS_IMAGINARY) if minus else column(Quantity.IMAGINARY)
        impedance = np.empty(real.size, dtype=complex)
        impedance.real, impedance.imag = real, imaginary
    else:
        minus = False
        with np.errstate(invalid="ignore", over="ignore"):
            impedance = column(Quantity.MAGNITUDE) * np.exp(1j * np.radians(column(Quantity.PHASE)))
    cycle = table.numbers(Quantity.CYCLE) if Quantity.CYCLE in table else None
    return made(name, frequency, impedance, notes, sign_stated=minus, cycle=cycle)


def made(
    name: str,
    frequency: np.ndarray,
    impedance: np.ndarray,
    notes: list[str],
    *,
    sign_stated: bool = False,
    cycle: np.ndarray | None = None,
) -> tuple[tuple[MeasuredSpectrum, ...], list[str]]:
    """Spectra from columns; rows that can't be used are left out and told.

    Raises
    ------
    DataError
        When too little can be used.
    """
    with np.errstate(invalid="ignore"):
        good = np.isfinite(frequency) & (frequency > 0.0) & np.isfinite(impedance.real) & np.isfinite(impedance.imag)
        good &= (frequency < 1e12) & (np.abs(impedance) < 1e15)
    lost = int(np.sum(~good))
    if good.sum() < 2 or lost > good.sum():
        raise DataError(f"{name}: {lost} of {good.size} points have no readable frequency or impedance")
    if lost:
        notes.append(f"{lost} point{'s' if lost > 1 else ''} without a readable frequency or impedance left out")
    frequency, impedance = frequency[good], impedance[good]
    slow = frequency <= math.exp(float(np.median(np.log(frequency))))
    if not sign_stated and np.median(impedance.imag[slow]) > 0.0:
        impedance = impedance.conj()
        notes.append("the imaginary part is positive at low frequencies: taken as its negative, -Im(Z)")
    if np.mean(impedance.real < 0.0) > 0.2:
        notes.append("the real part is negative at some frequencies: no passive cell has that")
    parts = np.split(np.arange(frequency.size), _begins(frequency, None if cycle is None else cycle[good]))
    return tuple(MeasuredSpectrum(frequency[part], impedance[part]) for part in parts if part.size), notes


def _begins(frequency: np.ndarray, cycle: np.ndarray | None) -> np.ndarray:
    """Places where a sweep starts again."""
    steps = np.sign(np.diff(frequency))
    way = 1.0 if steps.sum() > 0 else -1.0
    back = (steps == -way) & (np.abs(np.log(frequency[1:] / frequency[:-1])) > math.log(30.0))
    if cycle is not None:
        with np.errstate(invalid="ignore"):
            back |= (np.diff(cycle) > 0.0) & (steps == -way)
    return np.flatnonzero(back) + 1
