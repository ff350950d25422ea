"""What studies of many cells ask of each: numbers of a run and one of its steps, by the names that people type."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from brimstone.composite import Composite
from brimstone.constants import MA_CM2, MAH_CM2, MAH_G, OHM_CM2
from brimstone.errors import BrimstoneError, nearest_names
from brimstone.result import LOSSES, Run, Step
from brimstone.result.package import lithiated_growth
from brimstone.result.resistance import start_resistance

_WH_KG, _WH_L, _HOUR, _MPA = 3600.0, 3.6e6, 3600.0, 1e6


@dataclass(frozen=True)
class Quantity:
    """A number that a run gives.

    Attributes
    ----------
    name : str
        As typed after ``--of``.
    words, unit : str
        For tables, axes and sentences.
    key : str
        In JSON and CSV, with its unit.
    factor : float
        From SI to `unit`.
    members : callable
        Takes run and step; gives all members [SI], (members,) or (1,) where only the nominal value is kept.
    of_step : bool
        Whether it is of the step, and not of the cell as made.
    better : str
        ``"higher"``, ``"lower"``, or nothing where neither is.
    """

    name: str
    words: str
    unit: str
    key: str
    factor: float
    members: Callable[[Run, Step], np.ndarray]
    of_step: bool = True
    better: str = ""


def _of_sulfur(run: Run, step: Step) -> np.ndarray:
    mass = run.cell.sulfur_mass if np.all(run.cell.sulfur_mass > 0.0) else run.cell.active_mass
    return step.charges / mass


def _by_sulfur(run: Run, step: Step) -> np.ndarray:
    """What sulfur's conversion gave of it, without the electrolyte's own redox; nominal."""
    mass = float(run.cell.sulfur_mass[0]) or float(run.cell.active_mass[0])
    return np.array([step.sulfur_charge / mass])


def _packed(run: Run, step: Step, per: str) -> np.ndarray:
    if run.package is None:
        return np.array([math.nan])
    whole = step.cell_energies * run.package.total_area
    if per == "mass":
        return np.asarray(whole / run.package.mass)
    lithiated = run.package.volume(lithiated_growth(run.cell, run.mechanics))
    return np.asarray(whole / np.maximum(run.package.volume(), lithiated))


def _critical(run: Run, _: Step) -> np.ndarray:
    currents = list(run.anode.currents.values())
    return np.minimum.reduce(currents) if currents else np.array([math.nan])


def _loss(name: str) -> Callable[[Run, Step], np.ndarray]:
    def volts(_: Run, step: Step) -> np.ndarray:
        mean = step.losses.mean(step.curve.charge) if step.losses is not None else {}
        return np.array([mean.get(name, math.nan) if name != "total" else math.fsum(mean.values())])

    return volts


def _composite(number: Callable[[Composite], np.ndarray]) -> Callable[[Run, Step], np.ndarray]:
    return lambda run, _: np.asarray(number(run.cell.composite))


_ALL = (
    Quantity("capacity", "capacity", "mAh/g S", "capacity_mAh_g_sulfur", 1 / MAH_G, _of_sulfur, better="higher"),
    Quantity(
        "capacity by sulfur",
        "capacity by sulfur's conversion",
        "mAh/g S",
        "capacity_of_sulfur_mAh_g",
        1 / MAH_G,
        _by_sulfur,
        better="higher",
    ),
    Quantity(
        "areal capacity",
        "areal capacity",
        "mAh/cm2",
        "areal_capacity_mAh_cm2",
        1 / MAH_CM2,
        lambda _, step: step.charges,
        better="higher",
    ),
    Quantity(
        "utilisation",
        "charge over theory",
        "%",
        "utilisation_percent",
        100.0,
        lambda run, step: step.charges / run.cell.theoretical_charge,
        better="higher",
    ),
    Quantity(
        "voltage", "mean voltage", "V", "mean_voltage_V", 1.0, lambda _, step: step.mean_voltages, better="higher"
    ),
    Quantity(
        "energy",
        "energy of the layers",
        "Wh/kg",
        "energy_Wh_kg_cell",
        1 / _WH_KG,
        lambda _, step: step.cell_energies / step.areal_mass,
        better="higher",
    ),
    Quantity(
        "energy density",
        "energy of the layers",
        "Wh/L",
        "energy_Wh_L_cell",
        1 / _WH_L,
        lambda _, step: step.cell_energies / step.stack_thickness,
        better="higher",
    ),
    Quantity(
        "package energy",
        "energy of the packed cell",
        "Wh/kg",
        "energy_Wh_kg_package",
        1 / _WH_KG,
        lambda run, step: _packed(run, step, "mass"),
        better="higher",
    ),
    Quantity(
        "package energy density",
        "energy of the packed cell",
        "Wh/L",
        "energy_Wh_L_package",
        1 / _WH_L,
        lambda run, step: _packed(run, step, "volume"),
        better="higher",
    ),
    Quantity("time", "duration", "h", "duration_h", 1 / _HOUR, lambda _, step: np.array([step.duration]), better=""),
    Quantity(
        "resistance",
        "resistance as assembled",
        "ohm cm2",
        "resistance_ohm_cm2",
        1 / OHM_CM2,
        lambda run, _: np.sum(list(start_resistance(run.cell).values()), axis=0),
        of_step=False,
        better="lower",
    ),
    Quantity(
        "critical current",
        "critical current of the anode",
        "mA/cm2",
        "critical_current_mA_cm2",
        1 / MA_CM2,
        _critical,
        of_step=False,
        better="higher",
    ),
    Quantity(
        "ionic conductivity",
        "ionic conductivity of the cathode",
        "mS/cm",
        "ionic_conductivity_mS_cm",
        10.0,
        lambda run, _: 1.0 / run.cell.parameter("ionic_resistivity"),
        of_step=False,
        better="higher",
    ),
    Quantity(
        "electronic conductivity",
        "electronic conductivity of the cathode",
        "mS/cm",
        "electronic_conductivity_mS_cm",
        10.0,
        lambda run, _: 1.0 / run.cell.parameter("electronic_resistivity"),
        of_step=False,
        better="higher",
    ),
    Quantity(
        "porosity",
        "porosity of the cathode",
        "%",
        "porosity_percent",
        100.0,
        _composite(lambda made: made.porosity),
        of_step=False,
    ),
    Quantity(
        "electrolyte fraction",
        "electrolyte in the cathode",
        "vol%",
        "electrolyte_vol_percent",
        100.0,
        _composite(lambda made: made.phi_electrolyte),
        of_step=False,
    ),
    Quantity(
        "reachable",
        "active material in reach",
        "%",
        "reachable_percent",
        100.0,
        _composite(lambda made: made.reachable),
        of_step=False,
        better="higher",
    ),
    Quantity(
        "cathode thickness",
        "thickness of the cathode",
        "um",
        "cathode_thickness_um",
        1e6,
        _composite(lambda made: made.thickness),
        of_step=False,
    ),
    Quantity(
        "cell mass",
        "mass of the layers",
        "mg/cm2",
        "cell_mass_mg_cm2",
        100.0,
        lambda run, _: run.stack.areal_mass,
        of_step=False,
        better="lower",
    ),
    Quantity("loss", "mean voltage lost", "mV", "loss_mV", 1e3, _loss("total"), better="lower"),
    *(
        Quantity(
            f"{name} loss",
            f"mean voltage lost, {name}",
            "mV",
            f"loss_{name.replace(' ', '_')}_mV",
            1e3,
            _loss(name),
            better="lower",
        )
        for name in LOSSES
    ),
)

#: By the name that a user types.
QUANTITIES: Mapping[str, Quantity] = {quantity.name: quantity for quantity in _ALL}

_ALSO = {
    "mah/g": "capacity",
    "specific capacity": "capacity",
    "by sulfur": "capacity by sulfur",
    "by s": "capacity by sulfur",
    "mah/cm2": "areal capacity",
    "mean voltage": "voltage",
    "v": "voltage",
    "wh/kg": "energy",
    "specific energy": "energy",
    "wh/l": "energy density",
    "wh/kg package": "package energy",
    "wh/kg packed": "package energy",
    "wh/l package": "package energy density",
    "use": "utilisation",
    "utilization": "utilisation",
    "thickness": "cathode thickness",
    "losses": "loss",
}


def quantity(words: str) -> Quantity:
    """The quantity that `words` mean.

    Raises
    ------
    BrimstoneError
        When there is none of that name, with the nearest.
    """
    folded = " ".join(words.replace("_", " ").lower().split())
    name = _ALSO.get(folded, folded)
    if name not in QUANTITIES:
        known = [*QUANTITIES, *_ALSO]
        near = [_ALSO.get(one, one) for one in nearest_names(folded, known)]
        hint = f" Did you mean {' or '.join(dict.fromkeys(near))}?" if near else ""
        raise BrimstoneError(f"'{words}' is no quantity.{hint} There is {', '.join(QUANTITIES)}")
    return QUANTITIES[name]


def quantities(words: str) -> tuple[Quantity, ...]:
    """Those of a list with commas between, each once.

    Raises
    ------
    BrimstoneError
        When there is none, or one is unknown.
    """
    found = {one.name: one for word in words.split(",") if word.strip() for one in (quantity(word),)}
    if not found:
        raise BrimstoneError(f"'{words}' names no quantity; there is {', '.join(QUANTITIES)}")
    return tuple(found.values())
