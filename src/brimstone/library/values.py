"""One quantity of the library: a number with its interval, its source, and how it is known.

A `Value` is one number. A law (`Arrhenius`, `VTF`) is a few values that together give a conductivity at any
temperature. Everything is SI; words are kept for people to read.
"""

from dataclasses import dataclass, fields

import numpy as np

from brimstone._typing import Numeric
from brimstone.constants import FARADAY, GAS_CONSTANT, ROOM_TEMPERATURE
from brimstone.physics.fillers import around_grains, crystals_left
from brimstone.units import from_si

#: How a number can be known, and what that means.
KNOWN = {
    "measured": "measured, and read in the source named",
    "database": "taken from a database of measurements",
    "computed": "computed from first principles in the source named",
    "reported": "reported by a review or a second-hand account of the paper named",
    "recalled": "textbook or handbook knowledge from memory, not checked",
    "derived": "arithmetic on other values",
    "estimate": "an engineering estimate or a class rule; replace it if you have better data",
    "calibrated": "fitted to open cell data, for all cells together",
    "definition": "true by definition",
    "given": "given in the recipe for a custom material",
}

_ELEMENTARY_CHARGE = 1.602176634e-19  # [C], exact
_BOLTZMANN = GAS_CONSTANT * _ELEMENTARY_CHARGE / FARADAY  # [J/K]


@dataclass(frozen=True, slots=True)
class Value:
    """One number of the library, with what is needed to judge it.

    Attributes
    ----------
    si : float
        Nominal value in the SI unit of `dimension`.
    low, high : float or None
        10th and 90th percentile [SI]; both None if the spread is unknown.
    dimension : str
        One of `brimstone.units.DIMENSIONS`.
    unit : str
        Display unit.
    text : str
        The text in the library file.
    source : str
        Paper, database, rule, or a statement that there is none.
    known : str
        One of `KNOWN`.
    temperature : float or None
        Temperature at which it applies [K].
    note : str
        Further remarks.
    scores : tuple of (str, float)
        What its normal score is made of, for numbers that are known only together: the scores of these names, each
        times its weight. Its own by default.
    """

    si: float
    low: float | None
    high: float | None
    dimension: str
    unit: str
    text: str
    source: str
    known: str
    temperature: float | None = None
    note: str = ""
    scores: tuple[tuple[str, float], ...] = ()

    def __float__(self) -> float:
        return self.si

    def shown(self, digits: int = 4) -> str:
        """The value in its display unit, such as ``1.5 mS/cm``."""
        return f"{from_si(self.si, self.unit, self.dimension):.{digits}g} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class Arrhenius:
    """Conductivity of a crystal or glass: sigma T = B exp(-Ea / kT), written from its value at 25 degC.

    Attributes
    ----------
    at_25_degC : Value
        Conductivity at 25 degC [S/m].
    activation_energy : Value
        Ea [J per charge carrier].
    """

    at_25_degC: Value
    activation_energy: Value

    def at(self, temperature: Numeric, at_25: Numeric = None, activation_energy: Numeric = None) -> Numeric:
        """Conductivity [S/m] at `temperature` [K].

        `at_25` [S/m] and `activation_energy` [J] replace the nominal values, for samples of them; all broadcast.
        """
        at_25 = self.at_25_degC.si if at_25 is None else at_25
        energy = self.activation_energy.si if activation_energy is None else activation_energy
        exponent = -energy / _BOLTZMANN * (1.0 / temperature - 1.0 / ROOM_TEMPERATURE)
        return at_25 * (ROOM_TEMPERATURE / temperature) * np.exp(exponent)

    @property
    def parts(self) -> dict[str, Value]:
        """The parameters of the law, by their names in the library file."""
        return _parts(self)


@dataclass(frozen=True, slots=True)
class VTF:
    """Conductivity of a polymer: Vogel-Tammann-Fulcher, sigma = A T^-1/2 exp(-E / k(T - T0)).

    A polymer that crystallises conducts worse below its melting point, where the law continues as an Arrhenius branch
    with its own, larger activation energy. Ceramic grains in it hinder its crystals (:eq:`eq-crystals-left`) and its
    ions (:eq:`eq-around-grains`).

    Attributes
    ----------
    reference : Value
        Conductivity [S/m] at its own `temperature`, which is in the molten (or never crystalline) state; without
        grains.
    pseudo_activation_energy : Value
        E [J per charge carrier].
    ideal_glass_temperature : Value
        T0 [K].
    melting_temperature, crystalline_activation_energy : Value or None
        Where the crystalline branch begins [K] and its activation energy [J]; None for amorphous polymers and gels.
    filler_share, filler_scale : Value or None
        Share of the volume that ceramic grains take, and the one that leaves 37 % of the crystals [-].
    """

    reference: Value
    pseudo_activation_energy: Value
    ideal_glass_temperature: Value
    melting_temperature: Value | None = None
    crystalline_activation_energy: Value | None = None
    filler_share: Value | None = None
    filler_scale: Value | None = None

    def at(self, temperature: Numeric, reference: Numeric = None) -> Numeric:
        """Conductivity [S/m] at `temperature` [K]; `reference` [S/m] replaces the nominal value, for samples."""
        reference = self.reference.si if reference is None else reference
        temperature = np.asarray(temperature, dtype=float)
        molten = reference * self._molten_shape(temperature)
        if self.melting_temperature is None or self.crystalline_activation_energy is None:
            return self._filled(molten)
        melting = self.melting_temperature.si
        slope = self.crystalline_activation_energy.si / _BOLTZMANN
        crystalline = np.exp(-slope * np.maximum(1.0 / temperature - 1.0 / melting, 0.0))
        crystalline = reference * self._molten_shape(np.maximum(temperature, melting)) * crystalline
        if self.filler_share is None or self.filler_scale is None:
            return crystalline
        left = crystals_left(self.filler_share.si, self.filler_scale.si)
        return self._filled(molten ** (1.0 - left) * crystalline**left)

    def _filled(self, conductivity: np.ndarray) -> np.ndarray:
        return conductivity if self.filler_share is None else around_grains(conductivity, self.filler_share.si)

    def _molten_shape(self, temperature: np.ndarray) -> np.ndarray:
        frozen = self.ideal_glass_temperature.si
        known_at = self.reference.temperature or ROOM_TEMPERATURE
        mobile = temperature > frozen
        distance = np.where(mobile, temperature - frozen, 1.0)
        exponent = -self.pseudo_activation_energy.si / _BOLTZMANN * (1.0 / distance - 1.0 / (known_at - frozen))
        return np.where(mobile, np.sqrt(known_at / temperature) * np.exp(exponent), 0.0)

    @property
    def parts(self) -> dict[str, Value]:
        """The parameters of the law, by their names in the library file."""
        return _parts(self)


#: A conductivity that depends on temperature.
Law = Arrhenius | VTF


def _parts(law: Law) -> dict[str, Value]:
    parts = {field.name: getattr(law, field.name) for field in fields(law)}
    return {name: value for name, value in parts.items() if value is not None}
