"""What studies report of each cell: numbers of a run and one of its steps, by the names that people type."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from brimstone.constants import HOUR, MA_CM2, MAH_CM2, MAH_G, MG_CM2, MS_CM, OHM_CM2, UM, WH_KG, WH_L
from brimstone.design.cost import KWH, Cost, cost_of_package
from brimstone.errors import BrimstoneError, nearest_names
from brimstone.library import Ledger, load
from brimstone.library.own import with_own_materials
from brimstone.library.workbench import Workbench
from brimstone.result import LOSSES, Run, Step
from brimstone.result.resistance import REACTION
from brimstone.simulate.resistance import series_resistance, start_resistances

DEFAULT = "capacity, voltage, energy"  #: what a study reports by default
_PERCENT, _MILLIVOLT = 1e-2, 1e-3


@dataclass(frozen=True)
class Metric:
    """A number that a run gives.

    Attributes
    ----------
    name : str
        As typed after ``--of``.
    words, unit : str
        For tables, axes and sentences.
    key : str
        In JSON and CSV, with its unit.
    scale : float
        One `unit` in SI.
    of : callable
        Takes run and step; returns all members [SI], (members,), or (1,) where only the nominal value is known.
    better : str
        ``"higher"``, ``"lower"``, or empty where neither is better.
    of_step : bool
        Whether it belongs to the step, and not to the cell as made.
    of_curve : bool
        Whether it takes the curve of the step, its profile or its losses, and not only the ends of the step.
    """

    name: str
    words: str
    unit: str
    key: str
    scale: float
    of: Callable[[Run, Step], np.ndarray]
    better: str = ""
    of_step: bool = True
    of_curve: bool = False

    @property
    def of_package(self) -> bool:
        """Whether it needs a packaged cell."""
        return self.name.startswith("package") or self.name.endswith("cost")

    def __reduce__(self) -> tuple[Callable[[str], "Metric"], tuple[str]]:
        # By name: a study is pickled with its metrics, and their lambdas can't be.
        return find_metric, (self.name,)

    def members(self, run: Run, step: Step) -> np.ndarray:
        """All members in `unit`; NaN where a member failed."""
        values = np.array(self.of(run, step), dtype=float) / self.scale
        if self.of_step and values.size == run.members:
            values[~step.told] = math.nan
        return values

    def cost(self, value: float) -> float:
        """The value as something to minimise."""
        return -value if self.better == "higher" else value


def _per_sulfur(run: Run, step: Step) -> np.ndarray:
    mass = run.cell.sulfur_mass if np.all(run.cell.sulfur_mass > 0.0) else run.cell.active_mass
    return step.charges / mass


def _by_sulfur(run: Run, step: Step) -> np.ndarray:
    """Charge from the conversion of sulfur, without the electrolyte's own redox; nominal."""
    return np.array([step.sulfur_charge / step.amounts.reference])


def _package_energy(run: Run, step: Step) -> np.ndarray:
    if run.package is None:
        return np.array([math.nan])
    return step.cell_energies * run.package.total_area / run.package.mass


def _package_energy_density(run: Run, step: Step) -> np.ndarray:
    if run.package is None or run.lithiated_volume is None:
        return np.array([math.nan])
    return step.cell_energies * run.package.total_area / np.maximum(run.package.volume(), run.lithiated_volume)


def _cost(run: Run) -> Cost | None:
    """What the packaged cell costs, with as many samples as the run."""
    if run.package is None:
        return None
    library = with_own_materials(load(), run.recipe)
    return cost_of_package(run.package, Workbench.of(run.recipe, library, Ledger(run.members, 0, run.recipe.overrides)))


def _cost_of_energy(run: Run, step: Step) -> np.ndarray:
    spent = _cost(run)
    if spent is None:
        return np.array([math.nan])
    energies = step.cell_energies * spent.area
    return np.divide(spent.total, energies, out=np.full(energies.shape, np.nan), where=energies > 0.0)


def _cost_of_area(run: Run, _: Step) -> np.ndarray:
    spent = _cost(run)
    return np.array([math.nan]) if spent is None else spent.total / spent.area


def _mean_losses(step: Step) -> Mapping[str, float]:
    return step.losses.mean(step.curve.charge) if step.losses is not None else {}


def _loss(name: str) -> Metric:
    key = f"loss_{name.replace(' ', '_')}_mV"
    return Metric(
        f"{name} loss", f"mean voltage lost, {name}", "mV", key, _MILLIVOLT,
        lambda _, step: np.array([_mean_losses(step).get(name, math.nan)]), "lower", of_curve=True,
    )  # fmt: skip


_OF_STEP = (
    Metric("capacity", "capacity", "mAh/g S", "capacity_mAh_g_sulfur", MAH_G, _per_sulfur, "higher"),
    Metric("capacity by sulfur", "capacity by sulfur's conversion", "mAh/g S", "capacity_of_sulfur_mAh_g", MAH_G,
           _by_sulfur, "higher", of_curve=True),
    Metric("areal capacity", "areal capacity", "mAh/cm2", "areal_capacity_mAh_cm2", MAH_CM2,
           lambda _, step: step.charges, "higher"),
    Metric("utilisation", "charge over theory", "%", "utilisation_percent", _PERCENT,
           lambda run, step: step.charges / run.cell.theoretical_charge, "higher"),
    Metric("voltage", "mean voltage", "V", "mean_voltage_V", 1.0, lambda _, step: step.mean_voltages, "higher"),
    Metric("energy", "energy of the layers", "Wh/kg", "energy_Wh_kg_cell", WH_KG,
           lambda _, step: step.cell_energies / step.amounts.layers, "higher"),
    Metric("energy density", "energy of the layers", "Wh/L", "energy_Wh_L_cell", WH_L,
           lambda _, step: step.cell_energies / step.amounts.thickness, "higher"),
    Metric("package energy", "energy of the packaged cell", "Wh/kg", "energy_Wh_kg_package", WH_KG,
           _package_energy, "higher"),
    Metric("package energy density", "energy of the packaged cell", "Wh/L", "energy_Wh_L_package", WH_L,
           _package_energy_density, "higher"),
    Metric("cost", "cost of the packaged cell", "EUR/kWh", "cost_EUR_kWh", 1.0 / KWH, _cost_of_energy, "lower"),
    Metric("time", "duration", "h", "duration_h", HOUR, lambda _, step: np.array([step.duration])),
    Metric("loss", "mean voltage lost", "mV", "loss_mV", _MILLIVOLT,
           lambda _, step: np.array([math.fsum(_mean_losses(step).values())]), "lower", of_curve=True),
    *map(_loss, LOSSES),
)  # fmt: skip

_OF_CELL = (
    Metric("resistance", "resistance as assembled, in series with the reaction", "ohm cm2", "resistance_ohm_cm2",
           OHM_CM2, lambda run, _: series_resistance(run.cell), "lower", False),
    Metric("charge transfer", "resistance of the reaction within millivolts of rest", "ohm cm2",
           "charge_transfer_ohm_cm2", OHM_CM2, lambda run, _: start_resistances(run.cell)[REACTION], "lower", False),
    Metric("critical current", "critical current of the anode", "mA/cm2", "critical_current_mA_cm2", MA_CM2,
           lambda run, _: run.lithium.critical_currents, "higher", False),
    Metric("ionic conductivity", "ionic conductivity of the cathode", "mS/cm", "ionic_conductivity_mS_cm", MS_CM,
           lambda run, _: 1.0 / run.cell.parameter("ionic_resistivity"), "higher", False),
    Metric("electronic conductivity", "electronic conductivity of the cathode", "mS/cm",
           "electronic_conductivity_mS_cm", MS_CM,
           lambda run, _: 1.0 / run.cell.parameter("electronic_resistivity"), "higher", False),
    Metric("porosity", "porosity of the cathode", "%", "porosity_percent", _PERCENT,
           lambda run, _: run.cell.composite.porosity, "", False),
    Metric("electrolyte fraction", "electrolyte in the cathode", "vol%", "electrolyte_vol_percent", _PERCENT,
           lambda run, _: run.cell.composite.phi_electrolyte, "", False),
    Metric("reachable", "active material within reach", "%", "reachable_percent", _PERCENT,
           lambda run, _: run.cell.composite.reachable, "higher", False),
    Metric("cathode thickness", "thickness of the cathode", "um", "cathode_thickness_um", UM,
           lambda run, _: run.cell.composite.thickness, "", False),
    Metric("areal cost", "cost of the packaged cell", "EUR/m2", "cost_EUR_m2", 1.0, _cost_of_area, "lower", False),
    Metric("cell mass", "mass of the layers", "mg/cm2", "cell_mass_mg_cm2", MG_CM2,
           lambda run, _: run.stack.areal_mass, "lower", False),
)  # fmt: skip

#: By the name that a user types.
METRICS: Mapping[str, Metric] = {metric.name: metric for metric in (*_OF_STEP, *_OF_CELL)}

_ALIASES = {
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
    "eur/kwh": "cost",
    "price": "cost",
    "eur/m2": "areal cost",
    "use": "utilisation",
    "utilization": "utilisation",
    "thickness": "cathode thickness",
    "losses": "loss",
}


def find_metric(words: str) -> Metric:
    """The metric that `words` mean.

    Raises
    ------
    BrimstoneError
        When there is none of that name, with the nearest.
    """
    folded = " ".join(words.replace("_", " ").lower().split())
    name = _ALIASES.get(folded, folded)
    if name not in METRICS:
        near = [_ALIASES.get(each, each) for each in nearest_names(folded, [*METRICS, *_ALIASES])]
        hint = f" Did you mean {' or '.join(dict.fromkeys(near))}?" if near else ""
        raise BrimstoneError(f"unknown quantity '{words}'.{hint} Known: {', '.join(METRICS)}")
    return METRICS[name]


def parse_metrics(words: str) -> tuple[Metric, ...]:
    """The metrics of a list separated by commas, without repeats.

    Raises
    ------
    BrimstoneError
        When the list is empty or a name is unknown.
    """
    metrics = {metric.name: metric for word in words.split(",") if word.strip() for metric in (find_metric(word),)}
    if not metrics:
        raise BrimstoneError(f"'{words}' names no quantity. Known: {', '.join(METRICS)}")
    return tuple(metrics.values())
