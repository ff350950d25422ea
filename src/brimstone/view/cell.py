"""What a cell is, in the words of its recipe and as computed: facts, layers, composition, heat."""

from collections.abc import Sequence
from dataclasses import dataclass

from brimstone.constants import CM2, MAH_CM2, MPA, UM
from brimstone.recipe import Composition, MixingStep, Recipe
from brimstone.recipe.making import Drying, MakingStep
from brimstone.result import Run
from brimstone.stack import Package
from brimstone.view.words import capital, given, label, number, printed, quantity


@dataclass(frozen=True)
class Fact:
    """One line of what the cell is: a name, and what the recipe or the calculation says."""

    name: str
    words: str


def facts(run: Run) -> list[Fact]:
    """The cell, its conditions and its protocol, in the words of the recipe; thickness and porosity as computed."""
    recipe, cell, cathode = run.recipe, run.cell, run.recipe.cathode
    composite = cell.composite
    theory = f"{number(float(cell.theoretical_charge[0]) / MAH_CM2)} mAh cm⁻² theoretical"
    loading = [f"{quantity(str(cathode.loading.amount))} of {cathode.loading.basis}"] if cathode.loading else []
    pores = f"{number(100 * float(composite.porosity[0]), 2)} %"
    made = [mixing_words(step) for step in cathode.mixing]
    made += [drying_words(one) for one in cathode.drying]
    made += [f"pressed at {quantity(str(cathode.pressed_at))}"] if cathode.pressed_at else []
    rows = [
        ("Active material", cathode.active + (f" in {cathode.host.carbon}" if cathode.host else "")),
        ("Cathode composition", composition_words(cathode.composition)),
        ("Loading", ", ".join([*loading, theory])),
        ("Cathode preparation", ", ".join(made) or "not stated"),
        ("Cathode as pressed", f"{number(float(composite.thickness[0]) / UM)} µm, {pores} pores"),
        ("Electrolyte layer", "; ".join(_layer_words(recipe, place) for place in range(len(recipe.separator)))),
        ("Negative electrode", _anode_words(recipe)),
        ("Anode limits", "; ".join(map(printed, run.lithium.sentences()))),
        ("Collector", cathode.collector.to_word()),
        ("Temperature", quantity(str(recipe.operation.temperature))),
        ("Stack pressure", quantity(_stack_pressure(run))),
        ("Fixture", quantity(str(recipe.operation.fixture))),
        ("Protocol", "; ".join(protocol_words(step) for step in recipe.to_mapping().get("protocol", []))),
    ]
    if (shuttle := run.shuttle) is not None:
        rows.append(("Polysulfides", "; ".join(map(printed, shuttle.sentences()))))
    if run.package is not None:
        rows.append(("Package", package_words(run.package)))
    for name in dict.fromkeys(step.material for step in recipe.made):
        rows.append((f"{name} as made", ", ".join(making_words(one) for one in recipe.made if one.material == name)))
    if recipe.area is not None:
        rows.insert(8, ("Area", f"{number(recipe.area.si / CM2)} cm²"))
    if (soaked := cathode.infiltrated) is not None:
        filling = recipe.separator[0].electrolyte if soaked.of_separator else soaked.electrolyte
        rows.insert(5, ("In the pores", f"{filling}, {quantity(str(soaked.filled))}" if soaked.filled else filling))
    if cathode.treatment:
        rows.insert(5, ("Treatment", cathode.treatment))
    return [Fact(name, words) for name, words in rows if words]


def package_words(package: Package) -> str:
    """``"a pouch of 20 layers of 100 cm2, 44.7 g and 30.5 mL, 89 % of the mass is layers and collectors"``."""
    layers = f" of {package.units} layers" if package.units > 1 else ""
    share = 100 * float(package.layers_mass[0] / package.mass[0])
    return (
        f"a {package.kind}{layers} of {number(package.area / CM2)} cm², {number(1e3 * float(package.mass[0]))} g and "
        f"{number(1e6 * float(package.volume()[0]))} mL; {number(share, 2)} % of the mass is layers and collectors"
    )


def composition_words(composition: Composition) -> str:
    """``"S 30 wt%, LPSCl 50 wt%"`` or ``"S : LGPS : C = 20 : 30 : 3 by weight"``."""
    written = composition.written
    if composition.form == "ratio":
        return f"{' : '.join(written)} = {' : '.join(str(share) for share in written.values())} by weight"
    return ", ".join(f"{name} {share}" for name, share in written.items())


def mixing_words(step: MixingStep) -> str:
    """``"ball-milled (S with Ketjenblack; 10 h, 510 rpm)"``."""
    return step.method + _in_brackets(_details(step))


def making_words(step: MakingStep) -> str:
    """``"annealed (550 °C; 6 h; 5 K/min; Ar)"``."""
    details = [", ".join(f"{name} {amount}" for name, amount in (step.amounts or {}).items())]
    details += [
        quantity(str(part)) for part in (step.heating_rate, step.pressure, step.thickness, step.diameter) if part
    ]
    return step.method + _in_brackets([*filter(None, details[:1]), *_details(step), *details[1:]])


def _details(step: MixingStep) -> list[str]:
    details = [" with ".join(step.of)] if step.of else []
    details += [quantity(str(part)) for part in (step.machine, step.speed, step.time, step.temperature) if part]
    return details + [str(part) for part in (step.jar, step.balls, step.solvent, step.atmosphere) if part]


def _in_brackets(details: Sequence[str]) -> str:
    return f" ({'; '.join(details)})" if details else ""


def drying_words(step: Drying) -> str:
    """``"dried (S with VGCF; 80 °C, 12 h, vacuum)"``."""
    details = [" with ".join(step.of)] if step.of else []
    details += [quantity(str(part)) for part in (step.temperature, step.time) if part]
    details += ["vacuum"] if step.vacuum else []
    return "dried" + _in_brackets(details)


def protocol_words(step: object) -> str:
    """A step of a protocol as written, without its brackets."""
    if not isinstance(step, dict):
        return str(step)
    return ", ".join(
        f"{name.replace('_', ' ')} {_flat(value, ' – ' if name == 'window' else ', ')}" for name, value in step.items()
    )


def _flat(value: object, between: str) -> str:
    if isinstance(value, dict):
        return f"({protocol_words(value)})"
    if isinstance(value, list | tuple):
        return between.join(_flat(part, between) for part in value)
    return quantity(str(value))


def _stack_pressure(run: Run) -> str:
    stated = run.recipe.operation.stack_pressure
    assumed = f"not stated, {given(float(run.mechanics.initial_pressure[0]) / MPA)} MPa assumed"
    return assumed if stated is None else str(stated)


def _layer_words(recipe: Recipe, place: int) -> str:
    layer = recipe.separator[place]
    amounts = [str(amount) for amount in (layer.thickness, layer.mass) if amount]
    pressed = [f"pressed at {quantity(str(layer.pressed_at))}"] if layer.pressed_at else []
    return f"{layer.electrolyte}, {', '.join([quantity(amount) for amount in amounts] + pressed)}"


def _anode_words(recipe: Recipe) -> str:
    anode = recipe.anode
    parts = [quantity(str(anode.thickness))] if anode.thickness else []
    parts += [f"N/P {anode.np_ratio}"] if anode.np_ratio else []
    parts += [anode.interface] if anode.interface else []
    return ", ".join([anode.material, *parts])


@dataclass(frozen=True)
class Slab:
    """One layer of the sketch.

    Attributes
    ----------
    name, role : str
        Role is ``"collector"``, ``"cathode"``, ``"electrolyte"`` or ``"anode"``.
    thickness : float
        [um]
    width : float
        Of the drawing, in per cent of the whole.
    tone : int
        Counts the layers of the same role, to draw them apart.
    """

    name: str
    role: str
    thickness: float
    width: float
    tone: int


def slabs(run: Run) -> list[Slab]:
    """The layers from the cathode's collector to the anode's, drawn with the square roots of their thicknesses."""
    roles = {"separator": "electrolyte"}
    written = [layer.electrolyte for layer in run.recipe.separator]
    named = {"cathode": ["cathode"], "separator": written, "anode": [run.recipe.anode.material]}
    layers = []
    for layer in run.stack.layers:
        name = named[layer.role].pop(0) if layer.role in named else layer.name
        if layer.thickness[0] > 0.0:  # liquid that the pores hold is no layer
            layers.append((name, roles.get(layer.role, layer.role), float(layer.thickness[0])))
    roots = [min(thickness**0.5, 0.03) for _, _, thickness in layers]
    least = 0.02 * sum(roots)
    widths = [max(root, least) for root in roots]
    tones = _tones([role for _, role, _ in layers])
    return [
        Slab(name, role, thickness / UM, 100 * width / sum(widths), tone)
        for (name, role, thickness), width, tone in zip(layers, widths, tones, strict=True)
    ]


def _tones(roles: Sequence[str]) -> list[int]:
    """Number of earlier layers of the same role; collectors look alike."""
    return [0 if role == "collector" else list(roles[:place]).count(role) for place, role in enumerate(roles)]


def heat_words(run: Run) -> str:
    """How warm the cell would get in the step that warms it most; empty when no step passes charge."""
    heated = run.heat
    if not heated:
        return ""
    most = max(heated, key=lambda step: float(step.temperature.max()))
    rise, kept = number(float(most.temperature.max()), 2), number(most.adiabatic_rise, 2)
    share = most.heat["resistances"] / most.total
    resisted = f"{number(100 * share, 2)} % of it in resistances"
    if share > 1.0:
        resisted = f"which is what resistances make less {number(100 * (1.0 - 1.0 / share), 2)} % that entropy takes up"
    return (
        f"{capital(label(most.label))} releases {number(0.1 * most.mean_power, 2)} mW cm⁻² of heat on average, "
        f"{resisted}: {rise} K above still air, {kept} K if the cell kept all of it. The run "
        "itself is isothermal."
    )


@dataclass(frozen=True)
class Share:
    """A component of the cathode: its role, its volume fraction, and its tone as in `Slab`."""

    name: str
    role: str
    fraction: float
    tone: int


def volume_shares(run: Run) -> list[Share]:
    """What the pressed cathode consists of, by volume, nominal."""
    composite, active = run.cell.composite, run.recipe.cathode.active

    def role(name: str) -> str:
        if name == "pores":
            return "pores"
        if name in composite.electrolyte_shares:
            return "electrolyte"
        return "active" if name == active else "other"

    order = ["active", "electrolyte", "other", "pores"]
    there = [(name, float(values[0])) for name, values in composite.fractions.items() if values[0] > 0.0]
    there.sort(key=lambda component: order.index(role(component[0])))
    roles = [role(name) for name, _ in there]
    return [
        Share(name, role, fraction, tone)
        for (name, fraction), role, tone in zip(there, roles, _tones(roles), strict=True)
    ]
