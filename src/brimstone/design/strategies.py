"""Every treatment of the library applied to one cell: its effect, or why it is impossible."""

import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from functools import partial
from typing import Literal

from brimstone._executor import Executor, Form, Work, executor
from brimstone._records import record
from brimstone.constants import MAH_G
from brimstone.errors import BrimstoneError, RecipeError
from brimstone.inspect import check
from brimstone.library import Library, Strategy, Treatment
from brimstone.recipe import Cycles, Discharge, Rates, Recipe, Step
from brimstone.recipe.protocol import default_protocol
from brimstone.result import Figure
from brimstone.simulate import Settings, simulate
from brimstone.store.answers import columns_of

Side = Literal["anode", "cathode"]
SIDES: tuple[Side, ...] = ("anode", "cathode")
NODES = 20  #: finite volumes: a comparison needs less than a result
SCALABILITY = ("best", "good", "promising", "doubtful")  #: the words of the library, best first
_CHANGED = 0.01  # relative; a treatment that moves nothing by more has no effect
_TOUCHING = 0.95  # contact from which there is hardly anything left to close
_OF_LITHIUM = {"melted", "heated", "deposited"}


@record
class TreatmentResult:
    """One treatment of one side of the cell, and its effect.

    Attributes
    ----------
    side : str
        ``"anode"`` or ``"cathode"``.
    name : str
        Of the treatment; ``"as written"`` and ``"untreated"`` for the cell itself.
    treatment : Treatment or None
    strategy : Strategy or None
    refused : str or None
        Why it is impossible here; the figures are None then.
    contact : float or None
        Share of the interface in contact [-].
    resistance : float or None
        Area resistance of the interface of this side [ohm m2].
    cell_resistance : float or None
        Of the whole cell as assembled, against a small direct current [ohm m2].
    capacities : mapping of str to float
        Of the first and the last discharge, by their labels [C/kg of sulfur, or of active material where there is no
        sulfur].
    critical_current : float or None
        Of the anode [A/m2].
    specific_energy : float or None
        Of the layers in the first of them [J/kg].
    warnings : tuple of str
        Rules of the lab that it breaks and the untreated cell does not.
    no_effect : str or None
        Why it changes nothing here, compared with the untreated cell; None when it does.
    """

    side: Side
    name: str
    treatment: Treatment | None = None
    strategy: Strategy | None = None
    refused: str | None = None
    contact: float | None = None
    resistance: float | None = None
    cell_resistance: float | None = None
    capacities: Mapping[str, float] = field(default_factory=dict)
    critical_current: float | None = None
    specific_energy: float | None = None
    warnings: tuple[str, ...] = ()
    no_effect: str | None = None


@record
class TreatmentComparison:
    """All treatments on one cell.

    Attributes
    ----------
    labels : tuple of str
        The discharges that capacities are of, one or two; energies are of the first.
    written, untreated : tuple of TreatmentResult
        The cell as in the recipe, and without treatment; one for each side.
    options : tuple of TreatmentResult
        What is possible, best first, including what has no effect.
    refused : tuple of TreatmentResult
        What is impossible, with the reason.
    """

    labels: tuple[str, ...]
    written: tuple[TreatmentResult, ...]
    untreated: tuple[TreatmentResult, ...]
    options: tuple[TreatmentResult, ...]
    refused: tuple[TreatmentResult, ...]


@record
class _Figures:
    """What is compared of a cell, all as in `TreatmentResult`; of one that can't be run, why.

    Attributes
    ----------
    contacts, resistances : mapping of str to float
        By side.
    cell_resistance : float
    capacities : mapping of str to float
    critical_current : float or None
    specific_energy : float
    refused : str
    """

    contacts: Mapping[str, float] = field(default_factory=dict)
    resistances: Mapping[str, float] = field(default_factory=dict)
    cell_resistance: float = math.nan
    capacities: Mapping[str, float] = field(default_factory=dict)
    critical_current: float | None = None
    specific_energy: float = math.nan
    refused: str = ""


def compare_treatments(
    recipe: Recipe,
    library: Library,
    nodes: int = NODES,
    place: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> TreatmentComparison:
    """Try every treatment of the library on the cell of a recipe, nominal values; by `place`, or on this machine.

    One side is treated at a time, the other stays as written. Only the first part of the protocol that discharges is
    run. Options are sorted by capacity (mean of the two, to 10 mAh/g), resistance, critical current, energy, and
    scalability. `progress` is called with how many treatments are done, and how many there are.

    Raises
    ------
    BrimstoneError
        When the cell of the recipe itself is impossible.
    """
    return _Trials(recipe, library).comparison(nodes, place or executor(), progress)


class _Trials:
    """One cell with different interfaces; identical ones are run once."""

    def __init__(self, recipe: Recipe, library: Library):
        self.recipe = recipe.model_copy(update={"protocol": _first_discharge(recipe), "reported": ()})
        self.library = library

    def comparison(
        self, nodes: int, place: Executor, progress: Callable[[int, int], None] | None
    ) -> TreatmentComparison:
        check(self.recipe, self.library)
        cells = [(TreatmentResult(side, "as written"), self.recipe) for side in SIDES]
        cells += [(TreatmentResult(side, "untreated"), self.treated(side, None)) for side in SIDES]
        cells += [self.prepared(*each) for each in self.candidates()]
        different = {_interfaces(recipe): recipe for option, recipe in cells if option.refused is None}
        work = Work(partial(_figures, library=self.library, nodes=nodes), _lost, _FORM)
        places, found = list(different), {}
        for number, figures in place.results(work, list(different.values()), len(different)):
            found[places[number]] = figures
            if progress is not None:
                progress(len(found), len(different))
        if refused := found[_interfaces(self.recipe)].refused:
            raise BrimstoneError(refused)
        results = [
            option if option.refused is not None else _with(option, found[_interfaces(recipe)])
            for option, recipe in cells
        ]
        written, untreated, tried = tuple(results[:2]), tuple(results[2:4]), results[4:]
        bare = dict(zip(SIDES, untreated, strict=True))
        possible = (replace(one, no_effect=_no_effect(one, bare[one.side])) for one in tried if one.refused is None)
        options = sorted(possible, key=_rank)
        return TreatmentComparison(
            tuple(written[0].capacities),
            written,
            untreated,
            tuple(options),
            tuple(one for one in tried if one.refused is not None),
        )

    def candidates(self) -> Iterator[tuple[Side, Strategy, Treatment]]:
        """Every treatment of either side of the cell."""
        for strategy in self.library.strategies():
            for treatment in strategy.variants:
                for side in SIDES:
                    yield side, strategy, treatment

    def prepared(self, side: Side, strategy: Strategy, treatment: Treatment) -> tuple[TreatmentResult, Recipe]:
        """One treatment of one side, with the rules that it breaks or the reason against it, and its recipe."""
        option = TreatmentResult(side, treatment.name, treatment, strategy)
        reason = self.not_applicable(side, treatment)
        if reason is not None:
            return replace(option, refused=reason), self.recipe
        try:
            recipe = self.treated(side, treatment.name)
            usual = {note.rule for note in check(self.treated(side, None), self.library) if note.level == "warning"}
            notes = [note.rule for note in check(recipe, self.library) if note.level == "warning"]
            option = replace(option, warnings=tuple(dict.fromkeys(rule for rule in notes if rule not in usual)))
            return option, recipe
        except BrimstoneError as problem:
            return replace(option, refused=_in_words(problem)), self.recipe

    def not_applicable(self, side: Side, treatment: Treatment) -> str | None:
        """Why a treatment does not apply to this side of this cell, or None."""
        if side not in treatment.sides:
            return f"applies to the {treatment.sides[0]} side"
        layer = self.recipe.separator[-1 if side == "anode" else 0]
        electrolyte = self.library.material(layer.electrolyte)
        if treatment.applies_to and electrolyte.class_ not in treatment.applies_to:
            meant = " and ".join(treatment.applies_to)
            return f"for {meant} electrolytes; {electrolyte.name} is of class {electrolyte.class_}"
        metal = self.library.material(self.recipe.anode.material)
        if (
            side == "anode"
            and metal.class_ != "lithium metal"
            and (_OF_LITHIUM & set(treatment.acts) or treatment.layer)
        ):
            return f"needs lithium metal; the anode is {metal.name}"
        return None

    def treated(self, side: Side, words: str | None) -> Recipe:
        """The recipe with another treatment of one side, or none."""
        if side == "anode":
            anode = self.recipe.anode.model_copy(update={"interface": words, "pressed_at": None})
            return self.recipe.model_copy(update={"anode": anode})
        cathode = self.recipe.cathode.model_copy(update={"treatment": words})
        return self.recipe.model_copy(update={"cathode": cathode})


def _interfaces(recipe: Recipe) -> tuple[str, ...]:
    """What differs between the cells that are tried."""
    return (str(recipe.anode.interface), str(recipe.anode.pressed_at), str(recipe.cathode.treatment))


def _figures(recipe: Recipe, library: Library, nodes: int) -> _Figures:
    """Run a recipe and take the figures that are compared."""
    try:
        run = simulate(recipe, library, Settings(certain=True, nodes=nodes))
    except BrimstoneError as problem:
        return _Figures(refused=_in_words(problem))
    discharges = [step for step in run.shown if step.instruction.kind == "discharge"]
    per = "sulfur" if run.cell.sulfur_mass[0] > 0.0 else "active"
    current = run.lithium.critical_current
    sides = {side: getattr(run.cell.interfaces, side) for side in SIDES}
    return _Figures(
        contacts={side: float(one.contact[0]) for side, one in sides.items()},
        resistances={side: float(one.resistance[0]) for side, one in sides.items()},
        cell_resistance=run.resistance["total"].value,
        capacities={step.instruction.label: step.capacity(per).value for step in (discharges[0], discharges[-1])},
        critical_current=None if current is None else current.value,
        specific_energy=discharges[0].specific_energy.value,
    )


def _with(option: TreatmentResult, figures: _Figures) -> TreatmentResult:
    if figures.refused:
        return replace(option, refused=figures.refused)
    return replace(
        option,
        contact=figures.contacts[option.side],
        resistance=figures.resistances[option.side],
        cell_resistance=figures.cell_resistance,
        capacities=figures.capacities,
        critical_current=figures.critical_current,
        specific_energy=figures.specific_energy,
    )


def _in_words(problem: BrimstoneError) -> str:
    words = problem.problem if isinstance(problem, RecipeError) else str(problem)
    return words.splitlines()[0]


def _lost(_: Recipe, reason: str) -> _Figures:
    return _Figures(refused=reason)


def _key(recipe: Recipe) -> str:
    return json.dumps(recipe.to_mapping(), default=str)


def _columns(recipe: Recipe, figures: _Figures) -> dict[str, str | float | None]:
    interface, pressed_at, treatment = _interfaces(recipe)
    return {
        "anode.interface": interface,
        "anode.pressed_at": pressed_at,
        "cathode.treatment": treatment,
        **{f"capacity_mAh_g {label}": charge / MAH_G for label, charge in figures.capacities.items()},
        **columns_of([("resistance_ohm_m2", Figure(figures.cell_resistance))], figures.refused),
    }


_FORM: Form[Recipe, _Figures] = Form(_key, _columns, (_Figures,))


def _first_discharge(recipe: Recipe) -> tuple[Step, ...]:
    """The protocol up to the first part that discharges, of cycles only the first; one default cycle if none does."""
    steps: list[Step] = []
    for step in recipe.protocol:
        if isinstance(step, Cycles | Rates):
            once = {"cycles": 1} if isinstance(step, Cycles) else {"cycles_each": None}
            steps.append(step.model_copy(update=once))
        else:
            steps.append(step)
        if isinstance(step, Discharge | Cycles) or (isinstance(step, Rates) and step.direction == "discharge"):
            return tuple(steps)
    return default_protocol()


def _no_effect(option: TreatmentResult, bare: TreatmentResult) -> str | None:
    """Why an option leaves the cell unchanged, or None when it does not."""
    pairs = [
        (option.contact, bare.contact),
        (option.resistance, bare.resistance),
        (option.critical_current, bare.critical_current),
        (option.specific_energy, bare.specific_energy),
        *((option.capacities.get(label), capacity) for label, capacity in bare.capacities.items()),
    ]
    for now, before in pairs:
        if (now is None) != (before is None):
            return None
        if now is not None and before is not None and not math.isclose(now, before, rel_tol=_CHANGED):
            if math.isfinite(now) or math.isfinite(before):
                return None
    if bare.contact is not None and bare.contact >= _TOUCHING:
        contact = f"{100 * bare.contact:.0f} %"
        return f"the interface is in contact over {contact} without it, and the layer it leaves is negligible"
    if option.treatment is not None and "pressed" in option.treatment.acts:
        return "the cell is pressed as hard or harder without it"
    return f"no computed figure changes by more than {100 * _CHANGED:.0f} %"


def _rank(option: TreatmentResult) -> tuple[float, float, float, float, int, str]:
    scale = option.strategy.scalability[0] if option.strategy is not None else ""
    return (
        -round(sum(option.capacities.values()) / len(option.capacities) / MAH_G / 10.0),
        option.resistance or 0.0,
        -(option.critical_current or 0.0),
        -(option.specific_energy or 0.0),
        SCALABILITY.index(scale) if scale in SCALABILITY else len(SCALABILITY),
        option.name,
    )
