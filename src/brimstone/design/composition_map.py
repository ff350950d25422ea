"""Properties of a cell over all mixtures of its active material, electrolyte and carbon."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from brimstone.composite import TernaryMap, conduction, ternary_map
from brimstone.composite.gather import gather
from brimstone.constants import MAH_G, MS_CM, WH_KG
from brimstone.errors import BrimstoneError, nearest_names
from brimstone.library import Ledger, Library
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.recipe import Recipe
from brimstone.result import Step
from brimstone.simulate import Settings, simulate
from brimstone.units import parse

RATE = "0.1C"  #: of the discharge behind capacity and specific energy
_NODES = 20
_PER_CM3 = 1e6  # one m2/cm3 [m2/m3]
_WINDOW = (1.0, 2.8)  # [V] where the recipe's protocol names none


@dataclass(frozen=True)
class MapQuantity:
    """A quantity that can be mapped.

    Attributes
    ----------
    words, unit : str
        For a colour bar.
    scale : float
        One `unit` in SI.
    logarithmic : bool
        Whether it spans decades.
    of_cell : bool
        Whether it takes a run of the cell.
    """

    words: str
    unit: str
    scale: float
    logarithmic: bool
    of_cell: bool = False


#: By the name that a user types.
QUANTITIES: Mapping[str, MapQuantity] = MappingProxyType(
    {
        "ionic conductivity": MapQuantity("Effective ionic conductivity", "mS cm⁻¹", MS_CM, True),
        "electronic conductivity": MapQuantity("Effective electronic conductivity", "S cm⁻¹", 1e3 * MS_CM, True),
        "triple-phase area": MapQuantity("Area along the triple-phase boundary", "m² cm⁻³", _PER_CM3, False),
        "reaction area": MapQuantity("Reaction area (calibrated)", "m² cm⁻³", _PER_CM3, False),
        "capacity": MapQuantity(f"Capacity of the sulfur at {RATE}", "mAh g⁻¹", MAH_G, False, True),
        "specific energy": MapQuantity(f"Energy of the layers at {RATE}", "Wh kg⁻¹", WH_KG, False, True),
    }
)
_ALIASES = {"sigma_ion": "ionic conductivity", "sigma_e": "electronic conductivity", "energy": "specific energy"}
_IN_COMPOSITE = {
    "ionic conductivity": "ionic_factor",
    "electronic conductivity": "electronic_conductivity",
    "triple-phase area": "geometric_area",
    "reaction area": "reaction_area",
}


def quantity_name(words: str) -> str:
    """The name in `QUANTITIES` of the quantity that `words` mean.

    Raises
    ------
    BrimstoneError
        When there is none of that name.
    """
    name = words.strip().lower().replace("_", " ")
    name = _ALIASES.get(name.replace(" ", "_"), name)
    if name not in QUANTITIES:
        near = nearest_names(words, QUANTITIES) or list(QUANTITIES)
        raise BrimstoneError(f"'{words}' is no quantity of a ternary map. Known: {', '.join(near)}")
    return name


def recipe_shares(recipe: Recipe, library: Library) -> tuple[float, float, float]:
    """Weight shares of active material, electrolyte and carbon of the recipe itself, adding up to one."""
    parts = gather(Workbench.of(recipe, library, Ledger())).nominal()
    masks: tuple[np.ndarray, ...] = (parts.active & ~parts.electrolyte, parts.electrolyte, parts.carbon)
    shares = np.array([float(parts.weights[mask].sum()) for mask in masks])
    active, electrolyte, carbon = shares / shares.sum()
    return float(active), float(electrolyte), float(carbon)


def composition_maps(
    recipe: Recipe, library: Library, names: tuple[str, ...], points_per_side: int = 41
) -> dict[str, TernaryMap]:
    """Map quantities over all mixtures of the recipe's materials, nominal values.

    Parameters
    ----------
    recipe : Recipe
        Gives materials, process, mass of the electrode and window; several materials of one group keep their ratio,
        binders their share. A host holds all of the active material, as much as its pores take.
    library : Library
    names : tuple of str
        Of `QUANTITIES`.
    points_per_side : int
        Of the grid; half as many for quantities that take a run of the cell.

    Returns
    -------
    mapping of str to TernaryMap
        With values in SI; NaN where the cell is impossible.

    Raises
    ------
    BrimstoneError
        When there is no such quantity, or one of the three groups is missing.
    """
    chosen = [quantity_name(name) for name in names]
    bench = Workbench.of(recipe, library, Ledger())
    maps: dict[str, TernaryMap] = {}
    cells = [name for name in chosen if QUANTITIES[name].of_cell]
    for name in chosen:
        if name in cells:
            continue
        maps[name] = ternary_map(bench, _IN_COMPOSITE[name], points_per_side)
        if name == "ionic conductivity":
            values = maps[name].values * _bulk_conductivity(recipe, library)
            maps[name] = replace(maps[name], quantity=name, values=values)
    if cells:
        fine = ternary_map(bench, "ionic_factor", points_per_side)
        frame = ternary_map(bench, "ionic_factor", max(points_per_side // 2 + 1, 6))
        frame = replace(frame, ionic_edge=fine.ionic_edge, electronic_edge=fine.electronic_edge)
        of_cells = _cells(recipe, library, frame)
        maps |= {name: replace(frame, quantity=name, values=of_cells[name]) for name in cells}
    return {name: maps[name] for name in chosen}


def _bulk_conductivity(recipe: Recipe, library: Library) -> float:
    """Bulk conductivity of the electrolytes in the cathode, in the recipe's ratio, at the cell's temperature [S/m]."""
    bench = Workbench.of(recipe, library)
    shares = derive(bench).composite.electrolyte_shares
    bulk = [bench.conductivity(bench.material(name)) for name in shares]
    return float(conduction.mixture_conductivity(np.stack(list(shares.values())), np.stack(bulk))[0])


def _cells(recipe: Recipe, library: Library, frame: TernaryMap) -> dict[str, np.ndarray]:
    """Capacity [C/kg] and specific energy [J/kg] of one slow discharge at each point."""
    values = {"capacity": np.full(frame.active.shape, np.nan), "specific energy": np.full(frame.active.shape, np.nan)}
    mixtures = _Mixtures(recipe, library)
    for number, point in enumerate(zip(frame.active, frame.electrolyte, frame.carbon, strict=True)):
        try:
            step = simulate(mixtures.recipe(point), library, Settings(certain=True, nodes=_NODES)).shown[0]
        except BrimstoneError:
            continue  # a corner may be impossible: next to no electrolyte, or a layer thicker than its loading fills
        # A step that the lithium or a limit ends early has its charge all the same.
        if step.completed or step.charge.value > 0.0:
            values["capacity"][number] = _of_sulfur(step)
            values["specific energy"][number] = step.specific_energy.value
        else:
            values["capacity"][number] = values["specific energy"][number] = 0.0
    return values


def _of_sulfur(step: Step) -> float:
    """Charge from sulfur alone, per its mass [C/kg]: where it is scarce, the electrolyte gives far more."""
    return abs(step.sulfur_charge) / step.amounts.reference


class _Mixtures:
    """The recipe with other amounts of the same materials, and one slow discharge."""

    def __init__(self, recipe: Recipe, library: Library):
        self.mapping = recipe.to_mapping()
        self.source = recipe.source
        composition = recipe.cathode.composition
        self.basis = "wt%"
        parts = dict(composition.parts)
        if composition.basis == "volume":
            densities = {name: library.material(name)["density"].si for name in parts}
            total = sum(share * densities[name] for name, share in parts.items())
            parts = {name: share * densities[name] / total for name, share in parts.items()}
        active = library.material(recipe.cathode.active)
        host = recipe.cathode.host
        self.host = next((n for n in parts if host and library.material(n) is library.material(host.carbon)), "")
        self.groups: list[dict[str, float]] = [{}, {}, {}]
        self.rest: dict[str, float] = {}
        for name, share in parts.items():
            material = library.material(name)
            kinds = (material is active or material.kind == "active", material.kind == "electrolyte")
            place = 0 if kinds[0] and not kinds[1] else 1 if kinds[1] else 2 if material.kind == "carbon" else None
            (self.rest if place is None else self.groups[place])[name] = share
        made = derive(Workbench.of(recipe, library)).composite
        # Per mass of electrode: with a given mass of sulfur, a corner without sulfur would be infinitely thick.
        self.cathode = {"loading": f"{float(made.density[0] * made.thickness[0]):.9g} kg/m2 of electrode"}
        if recipe.cathode.thickness is not None and recipe.cathode.loading is not None:
            self.cathode["porosity"] = f"{100.0 * float(made.porosity[0]):.9f} %"  # that of the recipe itself
        low, high = _window(self.mapping.get("protocol", ()))
        self.protocol = [{"rates": [RATE], "window": [f"{low} V", f"{high} V"], "direction": "discharge"}]

    def recipe(self, point: tuple[float, float, float]) -> Recipe:
        """The recipe at these shares of active material, electrolyte and carbon."""
        free = 1.0 - sum(self.rest.values())
        shares = dict(self.rest)
        for share, group in zip(point, self.groups, strict=True):
            within = sum(group.values())
            shares |= {name: free * share * part / within for name, part in group.items()}
        left_out = {"thickness", "loading"}
        cathode = {key: value for key, value in self.mapping["cathode"].items() if key not in left_out}
        cathode |= self.cathode
        cathode["composition"] = {name: f"{100.0 * share:.9f} {self.basis}" for name, share in shares.items()}
        if "host" in cathode:  # it takes up all of the active material, however much that is
            carbon = shares[self.host]
            active = sum(shares[name] for name in self.groups[0])
            cathode["host"] = {"carbon": self.host, "sulfur": f"{100.0 * active / (active + carbon):.9f} wt%"}
        dropped = {"anchor", "reported"}
        mapping = {key: value for key, value in self.mapping.items() if key not in dropped}
        return Recipe.from_mapping(
            {**mapping, "cathode": cathode, "protocol": self.protocol, "reference": "Li/Li+"}, self.source
        )


def _window(protocol: object) -> tuple[float, float]:
    """Voltage window of the recipe's protocol; a default where it names none."""
    for step in protocol if isinstance(protocol, list | tuple) else ():
        window = step.get("window") if isinstance(step, Mapping) else None
        if window:
            low, high = (parse(str(word), "voltage").si for word in window)
            return float(low), float(high)
    return _WINDOW
