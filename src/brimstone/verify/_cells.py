"""The cells of a row: recipes as a user writes them, and what a user can read of their runs."""

import copy
import functools
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from brimstone.cell import Cell
from brimstone.constants import WH_KG
from brimstone.contract.run import run_record, step_record
from brimstone.design.current import CurrentDistribution, current_distribution
from brimstone.design.energy import EnergyGap, design_energy, energy_gap, review_goals
from brimstone.design.safety import Safety, safety
from brimstone.errors import BrimstoneError
from brimstone.inspect import check
from brimstone.library import Library
from brimstone.library.ledger import Entry
from brimstone.model.derive import DerivedCell
from brimstone.recipe import Recipe, parse
from brimstone.result import BlockingRun, Run, Shuttle, SymmetricRun
from brimstone.simulate import Settings, simulate
from brimstone.study.metrics import Metric, find_metric
from brimstone.verify._expression import Family

_SETTINGS = ("members", "nodes", "seed", "checks", "curves", "losses")
#: What a run tells of a step without curves, as in a study of many cells.
_SCALARS = frozenset(
    {
        "kind", "label", "cycle", "rate_C", "current_mA_cm2", "status", "duration_h", "capacity_mAh_g_sulfur",
        "capacity_mAh_g_active", "areal_capacity_mAh_cm2", "mean_voltage_V", "energy_Wh_kg_cell", "energy_Wh_L_cell",
        "stack_pressure_change_MPa",
    }
)  # fmt: skip
#: Overrides that leave the electrolyte's own redox out, so that sulfur alone is seen.
_SULFUR_ALONE = {"redox/reach": "1e-9 nm"}


class Box(dict[str, Any]):
    """A record as JSON has it, its keys read as attributes."""

    def __getattr__(self, name: str) -> Any:
        if name not in self:
            raise AttributeError(f"the record has no '{name}', but {', '.join(self)}")
        return boxed(self[name])


def boxed(value: Any) -> Any:
    """A part of a record, with attributes."""
    if isinstance(value, Mapping):
        return Box(value)
    if isinstance(value, list):
        return [boxed(one) for one in value]
    return math.nan if value is None else value


class _Step:
    """A step of the record of a cell; one with curves is run when something is asked that needs them."""

    def __init__(self, cell: "Made", place: int, scalars: Mapping[str, Any]):
        self._cell, self._place, self._values = cell, place, scalars

    def __getattr__(self, name: str) -> Any:
        return boxed(self._values[name]) if name in _SCALARS else getattr(self._cell.record.steps[self._place], name)


class Made:
    """A cell of a row; it is checked, made and run when something of that is asked."""

    def __init__(self, recipe: Mapping[str, Any], library: Library, settings: Mapping[str, Any]):
        self.mapping, self.library, self.settings = recipe, library, settings

    @functools.cached_property
    def cell(self) -> Cell:
        """From the recipe."""
        return Cell(Recipe.from_mapping(self.mapping), self.library)

    @property
    def recipe(self) -> Recipe:
        """As completed by the library."""
        return self.cell.recipe

    def _simulate(self, curves: bool) -> Run:
        certain = self.settings.get("members") is None
        settings = {"certain": certain, "checks": False, "losses": curves, **self.settings, "curves": curves}
        return simulate(self.recipe, self.cell.library, Settings(**settings))

    @functools.cached_property
    def run(self) -> Run:
        """What ``brimstone run`` computes: nominal, or an ensemble where the row asks for members."""
        return self._simulate(curves=True)

    @functools.cached_property
    def measured(self) -> SymmetricRun | BlockingRun:
        """What comes of a symmetric cell, or of a composite between blocking electrodes; nominal."""
        return self.cell.measure(certain=True)

    @functools.cached_property
    def _scalars(self) -> Run:
        """The same run without its curves, in a quarter of the time; the run itself where its row asks for curves."""
        if self.settings.get("curves") or "run" in self.__dict__:
            return self.run
        return self._simulate(curves=False)

    @property
    def assembled(self) -> DerivedCell:
        """What the recipe makes, before a current flows."""
        return self._scalars.cell

    @functools.cached_property
    def record(self) -> Box:
        """What ``brimstone run --json`` prints."""
        return Box(run_record(self.run).to_dict())

    @functools.cached_property
    def steps(self) -> list[Any]:
        """Steps of the record."""
        return [_Step(self, place, step_record(step).to_dict()) for place, step in enumerate(self._scalars.shown)]

    @property
    def discharges(self) -> list[Any]:
        """Discharges of the record."""
        return [step for step in self.steps if step.kind == "discharge"]

    @property
    def charges(self) -> list[Any]:
        """Charges of the record."""
        return [step for step in self.steps if step.kind == "charge"]

    @property
    def shuttle(self) -> Shuttle | None:
        """What a run says of dissolved sulfur that reaches the anode [SI]."""
        return self._scalars.shuttle

    @property
    def resistances(self) -> Box:
        """Nominal resistances of the cell as assembled by layer [ohm cm2], as ``brimstone explain`` lists them."""
        return Box({name: 1e4 * float(values[0]) for name, values in self.assembled.resistances.items()})

    @property
    def separator(self) -> Any:
        """Area resistance of the separator, all members [ohm cm2]."""
        parts = [values for name, values in self.assembled.resistances.items() if name.startswith("separator")]
        return 1e4 * np.sum(parts, axis=0)

    @property
    def total(self) -> Any:
        """Resistance of the cell as assembled, all members [ohm cm2]."""
        return 1e4 * np.sum(list(self.assembled.resistances.values()), axis=0)

    def resistance(self, name: str) -> Any:
        """One of the resistances, all members [ohm cm2]."""
        return 1e4 * self.assembled.resistances[name]

    def number(self, where: str) -> float:
        """A number that ``brimstone explain`` lists, by its name [SI]."""
        return self._number(lambda entry: entry.where == where, where)

    def has_number(self, where: str) -> bool:
        """Whether ``brimstone explain`` lists a number whose name ends so."""
        return any(entry.where.endswith(where) for entry in self._scalars.provenance)

    def metric(self, name: str, step: int = -1) -> Any:
        """A metric of ``brimstone compare``, all members in its unit."""
        metric = find_metric(name)
        run = self._run_of(metric)
        return metric.members(run, run.shown[step])

    def discharged(self, place: int, name: str = "capacity") -> Any:
        """A metric of a discharge, counted from 0 or from the end, all members in its unit."""
        metric = find_metric(name)
        run = self._run_of(metric)
        steps = [step for step in run.shown if step.instruction.kind == "discharge"]
        return metric.members(run, steps[place])

    def _run_of(self, metric: Metric) -> Run:
        return self.run if metric.of_curve else self._scalars

    def efficiency(self, *definition: str) -> Any:
        """Coulombic efficiency of each cycle, nominal, as ``brimstone run`` counts it."""
        return self._scalars.coulombic_efficiency(*definition)

    @property
    def touched(self) -> float:
        """Share of the interface with the anode that touches, nominal."""
        return float(self.assembled.interfaces.anode.contact[0])

    def _notes(self, level: str) -> list[str]:
        return [note.rule for note in check(self.recipe, self.library) if note.level == level]

    @property
    def warned(self) -> list[str]:
        """Names of the rules of the lab that warn of the recipe."""
        return self._notes("warning")

    @property
    def noted(self) -> list[str]:
        """Names of the rules of the lab that have a remark on the recipe."""
        return self._notes("info")

    @property
    def refused(self) -> str:
        """Why the recipe is refused, empty when it is not."""
        try:
            check(self.recipe, self.library)
        except BrimstoneError as problem:
            return str(problem)
        return ""

    @property
    def gas(self) -> float:
        """Hydrogen sulfide that handling in moist air has freed, per mass of the electrolyte of the cathode [m3/kg]."""
        return self._number(lambda entry: entry.where.endswith("hydrogen_sulfide"), "hydrogen_sulfide")

    def _number(self, wanted: Callable[[Entry], bool], name: str) -> float:
        for entry in self._scalars.provenance:
            if wanted(entry):
                return entry.value
        raise AttributeError(f"the numbers of the cell have no '{name}'")

    @functools.cached_property
    def safety(self) -> Safety:
        """What ``brimstone package`` says of the hazards of the contents."""
        return safety(self.run, self.library)

    @functools.cached_property
    def current(self) -> CurrentDistribution:
        """What ``brimstone package`` says of the distribution of the current."""
        return current_distribution(self.recipe, self.library)

    @functools.cached_property
    def gap(self) -> EnergyGap:
        """What ``brimstone energy`` prints of the design."""
        return energy_gap(self.recipe, self.library, simulate=False)

    @functools.cached_property
    def goals(self) -> Box:
        """Directions of the reviews by name, of ``brimstone energy``."""
        return Box({one.name: one.value for one in review_goals(self.recipe, self.library)})

    def packed(self, utilisation: float, voltage: float) -> float:
        """Energy of the packaged cell at a utilisation and a voltage [Wh/kg]."""
        return design_energy(self.recipe, self.library, utilisation, voltage).packed / WH_KG


def make(
    written: Mapping[str, Mapping[str, Any]], bases: Mapping[str, Mapping[str, Any]], library: Library
) -> dict[str, Any]:
    """The cells of a row by name, families of cells where an entry has a domain.

    Parameters
    ----------
    written : mapping
        As in the file: `like` a base or another cell, `for` a domain, settings of the run, and fields of the recipe
        by their dotted path.
    bases : mapping
        Whole recipes.
    library : Library
    """
    return {name: _make(name, written, bases, library) for name in written}


def _make(
    name: str, written: Mapping[str, Mapping[str, Any]], bases: Mapping[str, Mapping[str, Any]], library: Library
) -> Any:
    base, fields = resolved(name, written)
    recipe = _base(base, bases, library)
    domain = fields.pop("for", None) or None
    settings = {key: fields.pop(key) for key in _SETTINGS if key in fields}
    rows = (
        [{}] if domain is None else [dict(zip(domain, row, strict=True)) for row in zip(*domain.values(), strict=True)]
    )
    made = []
    for row in rows:
        one = copy.deepcopy(recipe)
        for path, value in fields.items():
            _put(one, _filled(path, row), _filled(value, row))
        made.append(Made(one, library, settings))
    return made[0] if domain is None else Family(made)


def _base(name: str, bases: Mapping[str, Mapping[str, Any]], library: Library) -> dict[str, Any]:
    """A whole recipe: one of the bases, or that of a reported cell of the library, as ``cell:Yao2017``."""
    if name in bases:
        return copy.deepcopy(dict(bases[name]))
    cell = library.cell(name.removeprefix("cell:"))
    return parse(cell.recipe or "", cell.name).to_mapping()


def resolved(name: str, written: Mapping[str, Mapping[str, Any]]) -> tuple[str, dict[str, Any]]:
    """Name of the base of a cell, and all that is written otherwise than in it."""
    fields = dict(written[name])
    like = fields.pop("like", "solid")
    if fields.pop("alone", False):
        fields["overrides"] = {**_SULFUR_ALONE, **fields.get("overrides", {})}
    if like == name or like not in written:
        return like, fields
    base, inherited = resolved(like, written)
    merged = {**inherited, **fields}
    if "overrides" in inherited and "overrides" in fields:
        merged["overrides"] = {**inherited["overrides"], **fields["overrides"]}
    return base, merged


def _put(recipe: dict[str, Any], path: str, value: Any) -> None:
    *owners, last = path.split(".")
    for owner in owners:
        recipe = recipe.setdefault(owner, {}) if not isinstance(recipe.get(owner), list) else recipe[owner][0]
    if value is None:
        recipe.pop(last, None)
    else:
        recipe[last] = copy.deepcopy(value)


def _filled(value: Any, row: Mapping[str, Any]) -> Any:
    """With the values of a domain in the place of their names in angle brackets."""
    if isinstance(value, str):
        for name, filled in row.items():
            if value == f"<{name}>":
                return filled
            value = value.replace(f"<{name}>", str(filled))
        return value
    if isinstance(value, Mapping):
        parts = {_filled(key, row): _filled(one, row) for key, one in value.items()}
        # A domain may go down to nothing of a part, which a recipe says by leaving it out.
        return {key: one for key, one in parts.items() if not str(one).startswith("0 wt%")}
    if isinstance(value, list):
        return [_filled(one, row) for one in value]
    return value
