"""A spectrum read as a laboratory does, whether it was computed or measured."""

import numpy as np

from brimstone._records import record
from brimstone.errors import BrimstoneError
from brimstone.instrument.circuits import CircuitFit, fit_circuit
from brimstone.instrument.kramers_kronig import KramersKronig, kramers_kronig
from brimstone.instrument.relaxation import Process, processes, relaxation_times


@record
class Analysis:
    """What a spectrum tells.

    Attributes
    ----------
    frequency : ndarray (points,)
        [Hz]
    impedance : ndarray of complex (points,)
        In ohm m2 where the area is known, else in ohm.
    test : KramersKronig
    times, density : ndarray (times,)
        Distribution of relaxation times: [s], and resistance per decade.
    processes : tuple of Process
        Its peaks within the measured frequencies.
    fit : CircuitFit or None
    unfitted : str
        Why no circuit was fitted; empty where one was.
    """

    frequency: np.ndarray
    impedance: np.ndarray
    test: KramersKronig
    times: np.ndarray
    density: np.ndarray
    processes: tuple[Process, ...]
    fit: CircuitFit | None
    unfitted: str


def analyse(frequency: np.ndarray, impedance: np.ndarray, circuit: str | None = None) -> Analysis:
    """Test a spectrum, distribute it over relaxation times and fit a circuit to it.

    Parameters
    ----------
    frequency : ndarray (points,)
        [Hz]
    impedance : ndarray of complex (points,)
        In ohm m2 or ohm.
    circuit : str, optional
        As of `brimstone.instrument.circuits.fit_circuit`.

    Raises
    ------
    BrimstoneError
        With too few frequencies, or when a circuit was given that can't be fitted.
    """
    try:
        test = kramers_kronig(frequency, impedance)
    except ValueError as problem:
        raise BrimstoneError(str(problem)) from None
    times, density = relaxation_times(frequency, impedance)
    inside = [
        one for one in processes(times, density) if float(frequency.min()) <= one.frequency <= float(frequency.max())
    ]
    fit, unfitted = None, ""
    try:
        fit = fit_circuit(frequency, impedance, circuit)
    except BrimstoneError as problem:
        if circuit is not None:
            raise
        unfitted = str(problem)
    return Analysis(frequency, impedance, test, times, density, tuple(inside), fit, unfitted)
