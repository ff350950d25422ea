"""Every treatment of the library applied to one cell: its effect, or why it is impossible."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from typing import Literal

from brimstone._records import record
from brimstone.constants import MAH_G
from brimstone.errors import BrimstoneError, RecipeError
from brimstone.inspect import check
from brimstone.library import Library, Strategy, Treatment
from brimstone.recipe import Cycles, Discharge, Rates, Recipe, Step
from brimstone.recipe.protocol import default_protocol
from brimstone.result import Run
from brimstone.simulate import Settings, simulate

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


def compare_treatments(recipe: Recipe, library: Library, nodes: int = NODES) -> TreatmentComparison:
    """Try every treatment of the library on the cell of a recipe, nominal values.

    One side is treated at a time, the other stays as written. Only the first part of the protocol that discharges is
    run. Options are sorted by capacity (mean of the two, to 10 mAh/g), resistance, critical current, energy, and
    scalability.

    Raises
    ------
    BrimstoneError
        When the cell of the recipe itself is impossible.
    """
    return _Trials(recipe, library, nodes).comparison()


class _Trials:
    """Runs of one cell with different interfaces; identical ones are run once."""

    def __init__(self, recipe: Recipe, library: Library, nodes: int):
        self.recipe = recipe.model_copy(update={"protocol": _first_discharge(recipe), "reported": ()})
        self.library, self.nodes = library, nodes
        self.done: dict[tuple[str, ...], Run] = {}

    def comparison(self) -> TreatmentComparison:
        check(self.recipe, self.library)
        written = tuple(self.measured(self.recipe, TreatmentResult(side, "as written")) for side in SIDES)
        untreated = tuple(self.measured(self.treated(side, None), TreatmentResult(side, "untreated")) for side in SIDES)
        results = [self.evaluated(*each) for each in self.candidates()]
        bare = dict(zip(SIDES, untreated, strict=True))
        possible = (replace(one, no_effect=_no_effect(one, bare[one.side])) for one in results if one.refused is None)
        options = sorted(possible, key=_rank)
        return TreatmentComparison(
            tuple(written[0].capacities),
            written,
            untreated,
            tuple(options),
            tuple(one for one in results if one.refused is not None),
        )

    def candidates(self) -> Iterator[tuple[Side, Strategy, Treatment]]:
        """Every treatment of either side of the cell."""
        for strategy in self.library.strategies():
            for treatment in strategy.variants:
                for side in SIDES:
                    yield side, strategy, treatment

    def evaluated(self, side: Side, strategy: Strategy, treatment: Treatment) -> TreatmentResult:
        """One treatment of one side, and its effect or the reason against it."""
        option = TreatmentResult(side, treatment.name, treatment, strategy)
        reason = self.not_applicable(side, treatment)
        if reason is not None:
            return replace(option, refused=reason)
        try:
            recipe = self.treated(side, treatment.name)
            usual = {note.rule for note in check(self.treated(side, None), self.library) if note.level == "warning"}
            notes = [note.rule for note in check(recipe, self.library) if note.level == "warning"]
            option = replace(option, warnings=tuple(dict.fromkeys(rule for rule in notes if rule not in usual)))
            return self.measured(recipe, option)
        except RecipeError as refusal:
            return replace(option, refused=refusal.problem.splitlines()[0])
        except BrimstoneError as problem:
            return replace(option, refused=str(problem).splitlines()[0])

    def not_applicable(self, side: Side, treatment: Treatment) -> str | None:
        """Why a treatment does not apply to this side of this cell, or None."""
        if side not in treatment.sides:
            return f"applies to the {treatment.sides[0]} side"
        layer = self.recipe.separator[-1 if side == "anode" else 0]
        electrolyte = self.library.material(layer.electrolyte)
        if treatment.applies_to and electrolyte.class_ not in treatment.applies_to:
            meant = " and ".join(treatment.applies_to)
            return f"is meant for {meant} electrolytes; {electrolyte.name} is of class {electrolyte.class_}"
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

    def measured(self, recipe: Recipe, option: TreatmentResult) -> TreatmentResult:
        """Run a recipe and record the figures that are compared."""
        run = self.run(recipe)
        discharges = [step for step in run.shown if step.instruction.kind == "discharge"]
        per = "sulfur" if run.cell.sulfur_mass[0] > 0.0 else "active"
        interface = getattr(run.cell.interfaces, option.side)
        current = run.lithium.critical_current
        return replace(
            option,
            contact=float(interface.contact[0]),
            resistance=float(interface.resistance[0]),
            cell_resistance=run.resistance["total"].value,
            capacities={step.instruction.label: step.capacity(per).value for step in (discharges[0], discharges[-1])},
            critical_current=None if current is None else current.value,
            specific_energy=discharges[0].specific_energy.value,
        )

    def run(self, recipe: Recipe) -> Run:
        anode, cathode = recipe.anode, recipe.cathode
        key = (str(anode.interface), str(anode.pressed_at), str(cathode.treatment))
        if key not in self.done:
            self.done[key] = simulate(recipe, self.library, Settings(certain=True, nodes=self.nodes))
        return self.done[key]


def _first_discharge(recipe: Recipe) -> tuple[Step, ...]:
    """The protocol up to the first part that discharges, of cycles only the first; one default cycle if none does."""
    steps: list[Step] = []
    for step in recipe.protocol:
        steps.append(step.model_copy(update={"cycles": 1}) if isinstance(step, Cycles) else step)
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
