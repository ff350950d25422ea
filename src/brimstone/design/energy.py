"""How far a cell is from 400 or 500 Wh/kg, and what each change of its design would gain."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from brimstone._records import record
from brimstone.constants import MG_CM2, MS_CM, UM, WH_KG
from brimstone.design.cost import Priced, priced
from brimstone.design.current import packed_recipe
from brimstone.errors import BrimstoneError
from brimstone.library import Library
from brimstone.library.workbench import Workbench
from brimstone.model.derive import DerivedCell, derive
from brimstone.recipe import Composition, Layer, Loading, Recipe
from brimstone.result import Figure, Run, Step
from brimstone.simulate.discharge import discharged
from brimstone.stack.package import reference_format
from brimstone.units import Quantity, from_si

_LITHIUM = "Li"
_CLOSE = 1.02  # relative to a goal, within which a recipe meets it
_MOST_LOADING = 0.2  # [kg/m2], 20 mg/cm2: beyond what any cathode carries


@record
class Stage:
    """The cell after one more change; energies per mass [J/kg].

    Attributes
    ----------
    name : str
        What is changed, ``"as written"`` for the first.
    change : str
        From what to what.
    recipe : Recipe
        With all changes so far.
    utilisation, voltage : float
        Charge over theory, and mean voltage at the terminals [V], that the energies are of.
    layers, packed : float
        Of layers and collectors; of the packaged cell.
    density : float
        Of the packaged cell per volume, as made [J/m3].
    simulated : float or None
        Of the packaged cell with the charge and the voltage of its simulation; None where not requested, where the
        recipe stays the same, or where the cell is impossible.
    cost, areal_cost : Figure or None
        Of the packaged cell per energy [EUR/kWh] and per area of cathode [EUR/m2].
    """

    name: str
    change: str
    recipe: Recipe
    utilisation: float
    voltage: float
    layers: float
    packed: float
    density: float
    simulated: float | None = None
    cost: Figure | None = None
    areal_cost: Figure | None = None


@record
class EnergyGap:
    """From a recipe to a practical cell.

    Attributes
    ----------
    stages : tuple of Stage
        The first is the cell as written; each includes the changes of those before it.
    met : tuple of str
        Goals that the recipe meets already.
    assumed_format : bool
        Whether the recipe names no format.
    excess : float or None
        Charge of the anode over that of the cathode; None for anodes without a known capacity.
    once : str
        Why the cell as written could not be recharged, a sentence; empty where nothing says so.
    """

    stages: tuple[Stage, ...]
    met: tuple[str, ...]
    assumed_format: bool
    excess: float | None
    once: str = ""

    def reaches(self, target: float) -> Stage | None:
        """First stage whose packaged cell has `target` [J/kg] at constant utilisation and voltage, if any."""
        return next((stage for stage in self.stages if stage.packed >= target), None)


def energy_gap(
    recipe: Recipe, library: Library, simulate: bool = True, progress: Callable[[int, int], None] | None = None
) -> EnergyGap:
    """Change a recipe step by step into a practical cell, nominal values.

    First the geometry (electrolyte, lithium, loading, share of active material) and the package, with utilisation and
    voltage held at those of the first discharge of the cell as written; then these two. A goal that the recipe meets is
    left out.

    Parameters
    ----------
    recipe : Recipe
        One without a format is packed as `packed_recipe` does.
    library : Library
    simulate : bool
        Also simulate the cell of each stage, which shows what thick electrodes really give.
    progress : callable, optional
        Called with how many changes are done, and how many there are.

    Raises
    ------
    BrimstoneError
        When the cell is impossible, or gives no charge.
    """
    packed = packed_recipe(recipe, library)
    run, step = discharged(packed, library)
    return _gap(recipe, packed, run, step, library, simulate, progress)


def gap_of_run(run: Run, library: Library) -> EnergyGap | None:
    """`energy_gap` of a run's cell from the first discharge that it completed, without further simulation.

    None without a discharge, and for half cells of an electrolyte.
    """
    steps = (step for step in run.shown if step.instruction.kind == "discharge" and step.completed and not step.pulse)
    step = next((step for step in steps if step.cell_energy.value > 0.0), None)
    if step is None or "active" not in library.material(run.recipe.cathode.active).kinds:
        return None
    return _gap(run.recipe, packed_recipe(run.recipe, library), run, step, library, simulate=False)


def _gap(
    recipe: Recipe,
    packed: Recipe,
    run: Run,
    step: Step,
    library: Library,
    simulate: bool,
    progress: Callable[[int, int], None] | None = None,
) -> EnergyGap:
    charge = step.charge.value
    use = charge / float(run.cell.theoretical_charge[0])
    potential = step.cell_energy.value / charge + run.cell.counter_potential
    design = _Design(library, use, potential)
    first = design.stage("as written", "", packed)
    stages, met = [replace(first, simulated=first.packed)], list[str]()
    changes = tuple(design.changes())
    for done, (name, change) in enumerate(changes):
        if progress is not None:
            progress(done, len(changes))
        changed = change(stages[-1].recipe)
        if changed is None:
            met.append(name)
            continue
        words, after = changed
        stage = design.stage(name, words, after)
        if simulate and after is not stages[-1].recipe:
            stage = replace(stage, simulated=design.simulated(after))
        stages.append(stage)
    recharge = run.lithium.recharge
    once = "" if recharge is None else recharge.sentence()
    return EnergyGap(tuple(stages), tuple(met), recipe.format is None, _excess(run.cell, library, packed), once)


def design_energy(recipe: Recipe, library: Library, utilisation: float, potential: float) -> Stage:
    """Energies of a recipe's cell by arithmetic alone, packed as `packed_recipe` does.

    Parameters
    ----------
    recipe : Recipe
    library : Library
    utilisation : float
        Charge over theory.
    potential : float
        Mean, of the cathode against Li/Li+ [V].

    Raises
    ------
    BrimstoneError
        When the cell is impossible.
    """
    return _Design(library, utilisation, potential).stage("as written", "", packed_recipe(recipe, library))


def needed_loading(stage: Stage, library: Library, target: float) -> float | None:
    """Sulfur loading at which a stage's packaged cell has `target` [J/kg], all else equal [kg/m2]; None for none.

    The utilisation is held constant, which thick cathodes reach only at low rates, and so is the anode's excess.
    """
    cell = derive(Workbench.of(stage.recipe, library))
    design = _Design(library, stage.utilisation, stage.voltage + cell.counter_potential)

    def energy(loading: float) -> float:
        return design.stage("", "", _loaded(stage.recipe, loading, cell, library)).packed

    low, high = 1e-4, _MOST_LOADING
    if energy(high) < target:
        return None
    for _ in range(40):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if energy(middle) >= target else (middle, high)
    return high


@dataclass(frozen=True)
class ReviewGoal:
    """One of the directions that the reviews name for future cells, and the value of a cell.

    Attributes
    ----------
    name : str
    value : float or None
        None where it is not known, which `words` gives the reason of.
    unit : str
    better : str
        ``"higher"`` or ``"lower"``.
    words : str
        What it is.
    """

    name: str
    value: float | None
    unit: str
    better: Literal["higher", "lower"]
    words: str


def review_goals(recipe: Recipe, library: Library) -> tuple[ReviewGoal, ...]:
    """The outlook of the reviews as numbers of a recipe's cell, to be traded against each other.

    Fast pathways at high loading, new electrolytes, low pressure (Zhu 2023, section 3), and energy.

    Raises
    ------
    BrimstoneError
        When the cell is impossible, or gives no charge.
    """
    run, step = discharged(recipe, library)
    use = step.charge.value / float(run.cell.theoretical_charge[0])

    goal, low = library.constant("design/sulfur_loading"), library.constant("design/low_pressure")
    pressure = Quantity(low.text, low.si)
    operation = recipe.operation.model_copy(update={"stack_pressure": pressure})

    def retained(name: str, at: str, changed: Recipe) -> ReviewGoal:
        """0 where the changed cell ends at once, and not known where it can't be made or its solution breaks off."""
        words = f"of its utilisation retained at {at}"
        try:
            other, after = discharged(changed, library, empty=True)
        except BrimstoneError as problem:
            return ReviewGoal(name, None, "%", "higher", f"{words}, not known: {problem}")
        kept = max(after.charge.value, 0.0) / float(other.cell.theoretical_charge[0]) / use
        return ReviewGoal(name, 100.0 * kept, "%", "higher", words)

    redox = step.losses.mean(step.curve.charge).get("electrolyte redox", 0.0) if step.losses is not None else 0.0
    return (
        ReviewGoal("energy", step.specific_energy.value / WH_KG, "Wh/kg", "higher", "of the layers"),
        retained("high loading", f"{goal.text} of sulfur", _loaded(recipe, goal.si, run.cell, library)),
        retained("low pressure", low.text, recipe.model_copy(update={"operation": operation})),
        ReviewGoal(
            "ion pathways", step.ionic_conductivity / MS_CM, "mS/cm", "higher", "conductivity of the discharged cathode"
        ),
        ReviewGoal(
            "stable electrolyte", 1e3 * abs(redox), "mV", "lower", "mean voltage lost to the electrolyte's own redox"
        ),
    )


class _Design:
    """Energies of recipes at constant utilisation of the active material and constant potential."""

    def __init__(self, library: Library, utilisation: float, potential: float):
        self.library, self.utilisation, self.potential = library, utilisation, potential
        self._latest: tuple[Recipe, Priced] | None = None

    def made(self, recipe: Recipe) -> Priced:
        """The cell of a recipe; the latest one is remembered, as a change starts from the stage before it."""
        if self._latest is None or self._latest[0] is not recipe:
            self._latest = recipe, priced(recipe, self.library)
        return self._latest[1]

    def cell(self, recipe: Recipe) -> DerivedCell:
        return self.made(recipe).cell

    def stage(self, name: str, change: str, recipe: Recipe) -> Stage:
        made = self.made(recipe)
        cell, package, spent = made.cell, made.package, made.cost
        voltage = self.potential - cell.counter_potential
        energy = self.utilisation * float(cell.theoretical_charge[0]) * voltage
        whole = energy * package.total_area
        return Stage(
            name,
            change,
            recipe,
            self.utilisation,
            voltage,
            energy / float(cell.stack.areal_mass[0]),
            whole / float(package.mass[0]),
            whole / float(package.volume()[0]),
            cost=spent.per_energy(whole),
            areal_cost=spent.per_area(),
        )

    def simulated(self, recipe: Recipe) -> float | None:
        """Energy of the packaged cell in its simulation [J/kg]."""
        try:
            run, step = discharged(recipe, self.library)
        except BrimstoneError:
            return None
        if run.package is None:
            return None
        return step.cell_energy.value * run.package.total_area / float(run.package.mass[0])

    def goal(self, name: str) -> Quantity:
        value = self.library.constant(f"design/{name}")
        return Quantity(value.text, value.si)

    def changes(self) -> Iterator[tuple[str, Callable[[Recipe], tuple[str, Recipe] | None]]]:
        """The changes, in this order; one returns None where the goal is met already."""
        yield "thin electrolyte", self.thin_electrolyte
        yield "less lithium", self.less_lithium
        yield "more sulfur per area", self.more_loading
        yield "more sulfur in the cathode", self.more_sulfur
        yield "package", self.package
        yield "use of the sulfur", self.full_use
        yield "voltage", self.higher_voltage

    def thin_electrolyte(self, recipe: Recipe) -> tuple[str, Recipe] | None:
        goal = self.goal("separator_thickness")
        made = self.cell(recipe).separator_thicknesses
        whole = sum(float(thickness[0]) for thickness in made)
        if whole <= _CLOSE * goal.si:
            return None
        layers = tuple(
            _of_thickness(layer, goal.si * float(thickness[0]) / whole)
            for layer, thickness in zip(recipe.separator, made, strict=True)
        )
        return f"{whole / UM:.3g} to {goal.text}", recipe.model_copy(update={"separator": layers})

    def less_lithium(self, recipe: Recipe) -> tuple[str, Recipe] | None:
        goal = float(self.goal("np_ratio"))
        excess = _excess(self.cell(recipe), self.library, recipe)
        plain = self.library.material(recipe.anode.material).name == _LITHIUM
        if plain and excess is not None and excess <= _CLOSE * goal:
            return None
        anode = recipe.anode.model_copy(update={"material": _LITHIUM, "thickness": None, "np_ratio": goal})
        before = f"{excess:.3g}" if plain and excess is not None else f"{recipe.anode.material} to Li,"
        words = f"{before} to {goal:g}" if plain and excess is not None else f"{before} {goal:g}"
        return f"{words} times the charge", recipe.model_copy(update={"anode": anode})

    def more_loading(self, recipe: Recipe) -> tuple[str, Recipe] | None:
        goal = self.goal("sulfur_loading")
        cell = self.cell(recipe)
        now = float(cell.sulfur_mass[0]) or float(cell.active_mass[0])
        if now >= goal.si / _CLOSE:
            return None
        return f"{now / MG_CM2:.3g} to {goal.text}", _loaded(recipe, goal.si, cell, self.library)

    def more_sulfur(self, recipe: Recipe) -> tuple[str, Recipe] | None:
        goal = self.goal("active_fraction")
        composition, active = recipe.cathode.composition, recipe.cathode.active
        now = composition.parts.get(active)
        if composition.basis != "weight" or recipe.cathode.host is not None or now is None or now >= goal.si / _CLOSE:
            return None
        rest = (1.0 - goal.si) / (1.0 - now)
        parts = {name: goal.si if name == active else part * rest for name, part in composition.parts.items()}
        written = {name: f"{100 * part:.6f} wt%" for name, part in parts.items()}
        cathode = recipe.cathode.model_copy(update={"composition": Composition("weight", parts, "percent", written)})
        return f"{100 * now:.3g} to {goal.text}", recipe.model_copy(update={"cathode": cathode})

    def package(self, recipe: Recipe) -> tuple[str, Recipe] | None:
        goal = reference_format(self.library)
        here, there = self.stage("", "", recipe), self.stage("", "", recipe.model_copy(update={"format": goal}))
        if there.packed <= _CLOSE * here.packed or goal.width is None:
            return None
        words = f"{goal.layers} layers of {goal.width} by {goal.height}"
        return words, recipe.model_copy(update={"format": goal, "area": None, "diameter": None})

    def full_use(self, recipe: Recipe) -> tuple[str, Recipe] | None:
        goal, now = float(self.goal("utilisation")), self.utilisation
        if now >= goal / _CLOSE:
            return None
        self.utilisation = goal
        return f"{100 * now:.3g} to {100 * goal:.3g} %", recipe

    def higher_voltage(self, recipe: Recipe) -> tuple[str, Recipe] | None:
        goal, now = float(self.goal("mean_voltage")), self.potential
        if now >= goal / _CLOSE:
            return None
        self.potential = goal
        return f"{now:.3g} to {goal:.3g} V", recipe


def _of_thickness(layer: Layer, thickness: float) -> Layer:
    return layer.model_copy(
        update={"thickness": Quantity(f"{thickness / UM:.6g} um", thickness), "mass": None, "diameter": None}
    )


def _basis(cell: DerivedCell) -> str:
    """The basis of a loading."""
    return "sulfur" if cell.sulfur_mass[0] > 0.0 else "active"


def _loaded(recipe: Recipe, amount: float, cell: DerivedCell, library: Library) -> Recipe:
    """The recipe, of which `cell` is, with a loading of `amount` [kg/m2], and as much more of its anode."""
    text = f"{from_si(amount, 'mg/cm2', 'areal mass'):.6g} mg/cm2"
    basis = _basis(cell)
    loading = Loading(f"{text} of {basis}", Quantity(text, amount), basis)
    cathode = recipe.cathode.model_copy(update={"loading": loading, "thickness": None})
    excess, anode = _excess(cell, library, recipe), recipe.anode
    if excess is not None and anode.np_ratio is None:
        anode = anode.model_copy(update={"thickness": None, "foils": None, "np_ratio": excess})
    return recipe.model_copy(update={"cathode": cathode, "anode": anode})


def _excess(cell: DerivedCell, library: Library, recipe: Recipe) -> float | None:
    """Theoretical charge of the anode over that of the cathode."""
    anode = library.material(recipe.anode.material)
    if "theoretical_capacity" not in anode:
        return None
    layer = next(layer for layer in cell.stack.layers if layer.role == "anode")
    charge = float(layer.areal_mass[0]) * float(anode["theoretical_capacity"].si)
    return charge / float(cell.theoretical_charge[0])
