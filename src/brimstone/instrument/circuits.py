"""Equivalent circuits fitted to a spectrum by impedance.py, with the transmission line of the composite.

A circuit is written as impedance.py has it, elements in series with ``-`` and in parallel in ``p( , )``:
``R0-p(R1,CPE1)-TL1``. The element ``TL`` is the line of two rails.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from brimstone._records import record
from brimstone.errors import BrimstoneError, nearest_names
from brimstone.instrument.relaxation import processes, relaxation_times
from brimstone.physics.transmission_line import two_rail_line

LINE = "TL"  #: name of the transmission line in a circuit
_LINE_UNITS = ("Ohm", "Ohm", "Ohm", "Ohm^-1 sec^a", "", "F")
_LINE_NAMES = (
    "more resistive rail",
    "less resistive rail",
    "charge transfer",
    "double layers",
    "exponent",
    "conversion",
)
_TOKEN = re.compile(r"[A-Za-z]+\d*|[(),-]")
_MOST_ARCS = 3  # in series with the line, in a circuit that is looked for
_NOISE = 1e-3  # of an impedance analyser, relative to the magnitude: what a better fit is worth no more than
_SPREADS = (0.05, 0.5)  # shares of the whole resistance that a search for the rails begins at
_DETERMINED = 0.5  # standard error over value above which a spectrum does not tell a parameter
_SURE = 4.0  # growth of the sum of squares, in units of the noise, that two standard errors make
_FARTHEST = 25.0  # natural logarithms that a search may go from where it began


@dataclass(frozen=True)
class Parameter:
    """A fitted number of a circuit.

    Attributes
    ----------
    name : str
        Of the element, such as ``"R1"``, and of the number within it where there are several.
    meaning : str
    unit : str
        As impedance.py writes it; ohm stands for the unit of resistance that the spectrum was given in.
    value, error : float
        Best value and its standard error, infinite where the spectrum does not tell it.
    """

    name: str
    meaning: str
    unit: str
    value: float
    error: float

    @property
    def determined(self) -> bool:
        """Whether the standard error is less than half of the value."""
        return self.error < _DETERMINED * abs(self.value)

    @property
    def power_of_area(self) -> int:
        """1 for a resistance, which falls with the area of a cell, -1 for what grows with it, 0 for others."""
        if self.unit.startswith("Ohm^-1") or self.unit == "F":
            return -1
        return 1 if self.unit.startswith(("Ohm", "H")) else 0


@dataclass(frozen=True)
class FittedArc:
    """A resistance and the capacitance or constant phase element parallel to it.

    Attributes
    ----------
    resistor : str
        Its name in the circuit.
    resistance : float
    time : float
        [s]
    """

    resistor: str
    resistance: float
    time: float


@record
class CircuitFit:
    """A circuit fitted to a spectrum.

    Attributes
    ----------
    circuit : str
    parameters : tuple of Parameter
    impedance : ndarray of complex (points,)
        Of the fitted circuit, at the frequencies of the spectrum.
    error : float
        Root mean square of the difference, relative to the magnitude.
    """

    circuit: str
    parameters: tuple[Parameter, ...]
    impedance: np.ndarray
    error: float

    def at(self, frequency: np.ndarray) -> np.ndarray:
        """Impedance of the fitted circuit at frequencies [Hz]."""
        return _Circuit(self.circuit, _elements()).at([one.value for one in self.parameters], frequency)

    @property
    def arcs(self) -> tuple[FittedArc, ...]:
        """Each resistance with its parallel C or CPE, fastest first."""
        values = {one.name: one.value for one in self.parameters}
        found = []
        for resistor, element in re.findall(r"p\((R\d*),(C\d*|CPE\d*)\)", self.circuit):
            resistance = values[resistor]
            if element.startswith("CPE"):
                time = (resistance * values[f"{element}_0"]) ** (1.0 / values[f"{element}_1"])
            else:
                time = resistance * values[element]
            found.append(FittedArc(resistor, resistance, float(time)))
        return tuple(sorted(found, key=lambda arc: arc.time))

    @property
    def lines(self) -> tuple[str, ...]:
        """Names of the transmission lines in it."""
        return tuple(dict.fromkeys(re.findall(rf"{LINE}\d*", self.circuit)))


def fit_circuit(frequency: np.ndarray, impedance: np.ndarray, circuit: str | None = None) -> CircuitFit:
    """Fit an equivalent circuit to a spectrum.

    Parameters
    ----------
    frequency : ndarray (points,)
        [Hz]
    impedance : ndarray of complex (points,)
        In any unit of resistance.
    circuit : str, optional
        Such as ``"R0-p(R1,CPE1)-TL1"``; by default that with the number of arcs that the spectrum tells.

    Raises
    ------
    BrimstoneError
        Without impedance.py, for what is no circuit, and when the spectrum has too few frequencies for it.

    Notes
    -----
    A search by least squares in the logarithms of the parameters precedes the fit of impedance.py (Murbach et al. 2020,
    doi:10.21105/joss.02349), which gives values and standard errors. It begins at what the distribution of relaxation
    times gives, and at the circuit of one arc less with an arc where it misses most. Differences are relative to the
    magnitude. The Bayesian information criterion decides the number of arcs; a misfit below 0.1 % counts as none. One
    rail and two equal ones are told apart by the shape of the bend alone: where either fits as well as an instrument
    can tell, the standard errors of rails and plain resistances reach to it.
    """
    elements = _elements()
    frequency, impedance = np.asarray(frequency, dtype=float), np.asarray(impedance, dtype=complex)
    order = np.argsort(-frequency)
    frequency, impedance = frequency[order], impedance[order]
    if circuit is not None:
        found = _searched(_Circuit(circuit, elements), frequency, impedance)
    else:
        inductive = "L0-" if impedance[0].imag > 0.0 else ""
        written = (
            inductive + "-".join(["R0", *(f"p(R{arc},CPE{arc})" for arc in range(1, count + 1)), f"{LINE}1"])
            for count in range(_MOST_ARCS + 1)
        )
        able = [one for one in (_Circuit(text, elements) for text in written) if one.size < 2 * frequency.size]
        if not able:
            raise BrimstoneError(f"{frequency.size} frequencies are too few to fit a circuit to")
        tried = [_searched(able[0], frequency, impedance)]
        for one in able[1:]:
            begins = [*_one_arc_more(tried[-1], frequency, impedance), *_beginnings(one, frequency, impedance)]
            tried.append(_searched(one, frequency, impedance, begins))
        found = min(tried, key=lambda one: one.criterion)
    fitted = _apart(found, frequency, impedance).fitted(frequency, impedance)
    back = np.empty_like(order)
    back[order] = np.arange(order.size)
    return CircuitFit(fitted.circuit, fitted.parameters, fitted.impedance[back], fitted.error)


class _Circuit:
    """A circuit read, so that it can be computed at any parameters.

    Raises
    ------
    BrimstoneError
        When it can't be read.
    """

    def __init__(self, text: str, elements: Mapping[str, Any]):
        self.text, self.elements = text.replace(" ", ""), elements
        self._tokens = _TOKEN.findall(self.text)
        if "".join(self._tokens) != self.text or not self.text:
            raise self._problem("it has signs other than names, '-', ',' and parentheses")
        self.names: list[str] = []  # of the elements, in the order of their parameters
        self._place = 0
        self._tree = self._series()
        if self._place != len(self._tokens):
            raise self._problem(f"'{self._tokens[self._place]}' is not expected there")
        if len(set(self.names)) < len(self.names):
            raise self._problem("two elements have the same name")
        self.counts = [int(elements[kind(name)].num_params) for name in self.names]

    def _problem(self, words: str) -> BrimstoneError:
        return BrimstoneError(
            f"'{self.text}' is no circuit: {words}. One is written as R0-p(R1,CPE1)-{LINE}1: elements in series with "
            "'-', in parallel in p( , )"
        )

    def _next(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def _series(self) -> tuple[str, list[Any]]:
        parts = [self._part()]
        while self._next() == "-":
            self._place += 1
            parts.append(self._part())
        return "s", parts

    def _part(self) -> Any:
        token = self._next()
        self._place += 1
        if token == "p" and self._next() == "(":
            self._place += 1
            parts = [self._series()]
            while self._next() == ",":
                self._place += 1
                parts.append(self._series())
            if self._next() != ")" or len(parts) < 2:
                raise self._problem("a p( , ) needs two parts at least, and has to be closed")
            self._place += 1
            return "p", parts
        known = [name for name in self.elements if name not in ("s", "p")]
        if kind(token) not in known:
            near = nearest_names(kind(token), known)
            hint = f"; did you mean {' or '.join(near)}?" if near else f"; there are {', '.join(sorted(known))}"
            raise self._problem(f"there is no element '{token}'{hint}")
        self.names.append(token)
        return token

    @property
    def size(self) -> int:
        """Number of parameters."""
        return sum(self.counts)

    @property
    def parameters(self) -> list[tuple[str, int]]:
        """The element and the place in it of every parameter."""
        return [(name, place) for name, count in zip(self.names, self.counts, strict=True) for place in range(count)]

    def at(self, values: Any, frequency: np.ndarray) -> np.ndarray:
        """Impedance at the parameters `values`."""
        given = dict(zip(self.names, np.split(np.asarray(values), np.cumsum(self.counts)[:-1]), strict=True))

        def of(part: Any) -> np.ndarray:
            if isinstance(part, str):
                return np.asarray(self.elements[kind(part)](given[part].tolist(), frequency), dtype=complex)
            inside = [of(one) for one in part[1]]
            return sum(inside) if part[0] == "s" else 1.0 / sum(1.0 / one for one in inside)  # type: ignore[return-value]

        return of(self._tree)

    def exponent(self, name: str, place: int) -> bool:
        """Whether a parameter is the exponent of a constant phase element."""
        return (kind(name), place) in (("CPE", 1), ("La", 1), ("Zarc", 2), ("TLMQ", 2), (LINE, 4))


def kind(name: str) -> str:
    """The kind of an element: its name without its number."""
    return name.rstrip("0123456789")


@record
class _Found:
    """Where the search ended."""

    circuit: _Circuit
    values: np.ndarray
    cost: float
    criterion: float
    spread: np.ndarray

    def fitted(self, frequency: np.ndarray, impedance: np.ndarray) -> CircuitFit:
        """The fit of impedance.py that begins there."""
        import warnings

        from impedance.models.circuits import CustomCircuit
        from scipy.optimize import OptimizeWarning

        circuit, values = self.circuit, np.maximum(self.values, 1e-290)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", (OptimizeWarning, RuntimeWarning))  # a parameter that is not told
            low, high = zip(*(_bounds(circuit, name, place) for name, place in circuit.parameters), strict=True)
            try:
                fit = CustomCircuit(circuit.text, initial_guess=[float(one) for one in values]).fit(
                    frequency, impedance, bounds=(list(low), list(high)), weight_by_modulus=True,
                    x_scale=values.tolist(), maxfev=2000, ftol=1e-9, xtol=1e-9,
                )  # fmt: skip
                ended, errors = fit.parameters_, fit.conf_
            except RuntimeError:  # it goes on for ever along parameters that the spectrum does not tell
                ended, errors = values, np.full(values.size, np.inf)
        reached = circuit.at(ended, frequency)
        error = float(np.sqrt(np.mean(np.abs((reached - impedance) / impedance) ** 2)))
        parameters = []
        given = zip(circuit.parameters, ended, np.hypot(errors, self.spread), strict=True)
        for (name, place), value, spread in given:
            several = circuit.counts[circuit.names.index(name)] > 1
            own = f"{name}_{place}" if several else name
            unit, meaning = _described(circuit, name, place)
            sure = float(spread) if np.isfinite(spread) and spread > 0.0 else np.inf
            parameters.append(Parameter(own, meaning, unit, float(value), sure))
        return CircuitFit(circuit.text, tuple(parameters), reached, error)


def _described(circuit: _Circuit, name: str, place: int) -> tuple[str, str]:
    """Unit and meaning of a parameter."""
    if kind(name) == LINE:
        return _LINE_UNITS[place], _LINE_NAMES[place]
    unit = circuit.elements[kind(name)].units[place]
    if circuit.exponent(name, place):
        return unit, "exponent"
    return unit, {"R": "resistance", "C": "capacitance", "L": "inductance"}.get(kind(name), "")


def _bounds(circuit: _Circuit, name: str, place: int) -> tuple[float, float]:
    return (0.3, 1.0 + 1e-9) if circuit.exponent(name, place) else (0.0, np.inf)


def _searched(
    circuit: _Circuit, frequency: np.ndarray, impedance: np.ndarray, begins: Sequence[np.ndarray] | None = None
) -> _Found:
    """The best of several searches in the logarithms of the parameters.

    Raises
    ------
    BrimstoneError
        When there are more parameters than numbers.
    """
    if circuit.size >= 2 * frequency.size:
        raise BrimstoneError(
            f"'{circuit.text}' has {circuit.size} parameters; {frequency.size} frequencies are too few for it"
        )
    free = [not circuit.exponent(name, place) for name, place in circuit.parameters]
    size = np.abs(impedance)

    def residuals(x: np.ndarray) -> np.ndarray:
        away = (circuit.at(_values(x, free), frequency) - impedance) / size
        return np.nan_to_num(np.concatenate([away.real, away.imag]), nan=1e6, posinf=1e6, neginf=-1e6)

    from scipy.optimize import least_squares  # here, as a run needs this module's types alone

    best, cost = np.empty(0), np.inf
    for begin in _beginnings(circuit, frequency, impedance) if begins is None else begins:
        x = np.where(free, np.log(np.maximum(begin, 1e-30)), begin)
        low = np.where(free, x - _FARTHEST, 0.3)
        high = np.where(free, x + _FARTHEST, 1.0 + 1e-9)
        with np.errstate(all="ignore"):
            found = least_squares(residuals, np.clip(x, low + 1e-6, high - 1e-6), bounds=(low, high), max_nfev=60)
        if found.cost < cost:
            best, cost = found.x, float(found.cost)
        if cost < frequency.size * _NOISE**2:
            break  # as good as an instrument
    count = 2 * frequency.size
    misfit = count * np.log(2.0 * cost / count + _NOISE**2)
    criterion = float(misfit + circuit.size * np.log(count))
    return _Found(circuit, _ordered(circuit, _values(best, free)), cost, criterion, np.zeros(circuit.size))


def _ordered(circuit: _Circuit, values: np.ndarray) -> np.ndarray:
    """The more resistive rail of every line first."""
    for place, (name, number) in enumerate(circuit.parameters):
        if kind(name) == LINE and number == 0:
            values[place : place + 2] = np.sort(values[place : place + 2])[::-1]
    return values


def _apart(found: _Found, frequency: np.ndarray, impedance: np.ndarray) -> _Found:
    """The best of a search and of two more from where a line has one rail and two equal ones, with their spread."""
    circuit, values = found.circuit, found.values
    names = circuit.parameters
    rails = [place for place, (name, number) in enumerate(names) if kind(name) == LINE and number == 0]
    paired = set(re.findall(r"p\((R\d*),", circuit.text))
    plain = [place for place, (name, _) in enumerate(names) if kind(name) == "R" and name not in paired]
    if not rails or not plain:
        return found
    more, less = values[rails[0]], values[rails[0] + 1]
    parallel = more * less / (more + less)
    bend = max((more + less) / 3.0 - parallel, 1e-30)  # from its fastest to its slowest resistance, before conversion
    begins = []
    for one, other in ((3.0 * bend, 3e-3 * bend), (6.0 * bend, 6.0 * bend)):
        begin = values.copy()
        begin[rails[0] : rails[0] + 2] = one, other
        begin[plain[0]] = max(values[plain[0]] + parallel - one * other / (one + other), 1e-3 * values[plain[0]])
        begins.append(begin)
    all_found = [found, *(_searched(circuit, frequency, impedance, [begin]) for begin in begins)]
    best = min(all_found, key=lambda one: one.cost)
    left = 2 * frequency.size - circuit.size
    enough = max(frequency.size * _NOISE**2, best.cost * (1.0 + _SURE / left))
    as_good = np.array([one.values for one in all_found if one.cost <= enough])
    spread = np.zeros(circuit.size)
    own = [rails[0], rails[0] + 1, *plain]
    spread[own] = np.max(np.abs(as_good - best.values), axis=0)[own]
    return replace(best, spread=spread)


def _values(x: np.ndarray, free: Sequence[bool]) -> np.ndarray:
    return np.where(free, np.exp(np.where(free, x, 0.0)), x)


def _beginnings(circuit: _Circuit, frequency: np.ndarray, impedance: np.ndarray) -> list[np.ndarray]:
    """Parameters that searches begin at, from the distribution of relaxation times."""
    omega = 2.0 * np.pi * frequency
    times, density = relaxation_times(frequency, impedance)
    peaks = list(processes(times, density)) or [processes(times, density + 1.0)[0]]
    whole = max(float(impedance.real.max() - impedance.real.min()), 1e-6 * float(np.abs(impedance).max()))
    first = max(float(impedance.real.min()), 1e-3 * whole)
    charged = 1.0 / (omega.min() * max(-float(impedance[np.argmin(omega)].imag), 1e-3 * whole))
    inductance = max(float(impedance[np.argmax(omega)].imag), 1e-4 * first) / omega.max()
    arcs = [name for name in circuit.names if re.search(rf"p\({name},(C|CPE)\d*\)", circuit.text)]
    partners = re.findall(r"p\((R\d*),((?:C|CPE)\d*)\)", circuit.text)
    middle = float(np.sqrt(omega.max() * omega.min()))
    found = []
    for share in _SPREADS:
        for slow in (True, False):
            chosen = {}
            by_size = sorted(peaks[:-1] if slow and len(peaks) > 1 else peaks, key=lambda one: -one.resistance)
            used = sorted(by_size[: len(arcs)], key=lambda one: one.time)
            for place, name in enumerate(arcs):
                spare = (first, 10.0 ** (place - 1) / omega.max())
                chosen[name] = (used[place].resistance, used[place].time) if place < len(used) else spare
            last = peaks[-1] if slow else max(peaks, key=lambda one: one.resistance)
            rail = share * whole
            line = (rail, 0.1 * rail, last.resistance, last.time / last.resistance, 0.95, charged)
            values = []
            for name, place in circuit.parameters:
                pair = next((resistor for resistor, other in partners if other == name), None)
                if kind(name) == LINE:
                    values.append(line[place])
                elif circuit.exponent(name, place):
                    values.append(0.9)
                elif name in chosen:
                    values.append(chosen[name][0])
                elif pair is not None:
                    resistance, time = chosen[pair]
                    values.append(time**0.9 / resistance if kind(name) == "CPE" else time / resistance)
                else:
                    usual: Mapping[str, float] = {"R": first, "C": charged, "L": inductance, "CPE": charged}
                    values.append(usual.get(kind(name), whole if place == 0 else 1.0 / middle))
            found.append(np.array(values))
    return found


def _one_arc_more(found: _Found, frequency: np.ndarray, impedance: np.ndarray) -> list[np.ndarray]:
    """Parameters found, and an arc where they miss most: in all, a decade or more above that frequency, and below."""
    circuit, values = found.circuit, found.values
    away = np.abs(circuit.at(values, frequency) / impedance - 1.0)
    decades = np.log10(frequency / frequency[np.argmax(away)])
    before = sum(circuit.counts[: circuit.names.index(f"{LINE}1")])
    begins = []
    for where in filter(np.any, (decades == 0.0, decades >= 1.0, decades <= -1.0)):
        place = int(np.argmax(np.where(where, away, -1.0)))
        resistance = 2.0 * max(away[place], _NOISE) * float(np.abs(impedance[place]))
        arc = (resistance, (1.0 / (2.0 * np.pi * frequency[place])) ** 0.9 / resistance, 0.9)
        begins.append(np.insert(values, [before] * len(arc), arc))
    return begins


def _elements() -> Mapping[str, Callable[..., Any]]:
    """The elements of impedance.py, with the line of two rails.

    Raises
    ------
    BrimstoneError
        Without impedance.py.
    """
    try:
        from impedance.models.circuits.elements import circuit_elements, element
    except ImportError:
        raise BrimstoneError(
            "fitting a circuit needs impedance.py, which is not installed: pip install 'brimstone[impedance]'"
        ) from None
    if LINE not in circuit_elements:

        def line(p: Sequence[float], f: Sequence[float]) -> np.ndarray:
            omega = 2.0 * np.pi * np.asarray(f)
            rail, other, transfer, stored, exponent, converted = p
            with np.errstate(all="ignore"):
                reacted = 1.0 / (transfer + 1.0 / (1j * omega * converted))
                return np.asarray(two_rail_line(rail, other, 1.0 / ((1j * omega) ** exponent * stored + reacted)))

        line.__name__ = LINE
        element(num_params=len(_LINE_UNITS), units=list(_LINE_UNITS))(line)
    known: Mapping[str, Callable[..., Any]] = circuit_elements
    return known
