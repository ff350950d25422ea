"""``brimstone list``: what the library knows, a line each."""

from brimstone.cli.screen import console, print_json, print_table
from brimstone.errors import BrimstoneError
<<<<<<< HEAD
from brimstone.library import Law, Library, Material, Value, load
from brimstone.library.show import list_materials, nominal, shown, value_row
from brimstone.units import from_si
from brimstone.view.provenance import DOUBTFUL

#: Properties in the list of materials: name -> (title, dimension, unit).
_COLUMNS = {
    "ionic_conductivity": ("mS/cm, 25 °C", "conductivity", "mS/cm"),
    "theoretical_capacity": ("mAh/g", "specific charge", "mAh/g"),
    "electronic_conductivity": ("e⁻ S/cm", "conductivity", "S/cm"),
    "bet_area": ("m²/g", "specific area", "m2/g"),
    "density": ("g/cm³", "density", "g/cm3"),
    "young_modulus": ("GPa", "pressure", "GPa"),
}
_ON_A_NARROW_SCREEN = 3
=======
from brimstone.library import load
from brimstone.library.show import list_materials
from brimstone.view.library import LISTINGS, material_records, material_table
>>>>>>> main


def show_list(what: str, class_: str | None, kind: str | None, sort: str, as_json: bool) -> None:
    """Carry out ``brimstone list``.

    Raises
    ------
    BrimstoneError
        When a filter or a key is not known, or has no meaning for what is listed.
    """
    library = load()
    if what == "materials":
        materials = list_materials(library, kind, class_, sort)
        if as_json:
            print_json(material_records(materials))
        else:
            print_table(console(), material_table(materials))
        return
    if class_ is not None or kind is not None or sort != "name":
        raise BrimstoneError(f"--class, --kind and --sort are for materials, not for {what}")
    listing = LISTINGS[what]
    records = listing.records(library)
    if as_json:
<<<<<<< HEAD
        print_json(data)
        return
    screen = console()
    shown_rows = table(*titles)
    for row in rows:
        shown_rows.add_row(*row)
    screen.print(shown_rows)
    if last_words:
        screen.print(indented(last_words, style="dim"))


def _print_materials(materials: list[Material]) -> None:
    screen = console()
    columns = _columns(materials, wide=screen.width >= WIDE)
    listed = table(("material", {"overflow": "fold"}), "class", *(number(_COLUMNS[name][0]) for name in columns))
    for material in materials:
        listed.add_row(material.name, material.class_, *(_cell(material, name) for name in columns))
    screen.print(listed)
    words = f"{len(materials)} materials; ~ is an estimate or recalled. `brimstone show NAME` prints all with sources."
    screen.print(indented(words, style="dim"))


def _columns(materials: list[Material], wide: bool) -> list[str]:
    """Properties to show: those that any of the materials has; on a narrow screen those that are known best."""
    columns = [name for name in _COLUMNS if any(name in material for material in materials)]
    if wide:
        return columns
    sure = {name: sum(not _doubtful(material.get(name)) for material in materials) for name in columns}
    best = sorted(columns, key=lambda name: -sure[name])[:_ON_A_NARROW_SCREEN]
    return [name for name in columns if name in best]


def _doubtful(value: Value | Law | None) -> bool:
    """Whether a value is no better than an estimate, or missing."""
    if value is None:
        return True
    return (value if isinstance(value, Value) else next(iter(value.parts.values()))).known in DOUBTFUL


def _cell(material: Material, name: str) -> Text:
    value: Value | Law | None = material.get(name)
    si = nominal(value)
    if value is None or si is None:
        return Text("")
    doubtful = _doubtful(value)
    _, dimension, unit = _COLUMNS[name]
    return Text(("~" if doubtful else "") + plain(from_si(si, unit, dimension)), style="yellow" if doubtful else "")


Listing = tuple[list[Any], list[list[str]], list[Any], str]


def _cells(library: Library) -> Listing:
    cells = library.cells()
    rows = [[cell.name, "yes" if cell.runnable else "", cell.about] for cell in cells]
    data = [ListedCellRecord.model_validate(cell) for cell in cells]
    runnable = sum(cell.runnable for cell in cells)
    words = f"{len(cells)} cells; {runnable} run with `brimstone run cell:NAME`, too little was reported of the others."
    return [("cell", {"no_wrap": True}), ("runs", {"no_wrap": True}), "about"], rows, data, words


def _strategies(library: Library) -> Listing:
    from brimstone.design.process import READY, readiness

    scores = {one.strategy.name: one for one in readiness(library)}
    found = library.strategies()
    rows = [
        [one.name, ", ".join(one.sides), one.scalability[0], f"{scores[one.name].score:.1f}", str(len(one.variants))]
        for one in found
    ]
    data = [
        ListedStrategyRecord(
            name=one.name,
            sides=list(one.sides),
            scalability=one.scalability[0],
            readiness=scores[one.name].score,
            asks=dict(scores[one.name].requirements),
            about=one.about,
        )
        for one in found
    ]
    words = (
        f"Scalability is quoted from the reviews; readiness counts down from {READY:g} by what the treatments require "
        "(`brimstone show scaling/vacuum` and others, estimates). `brimstone list treatments` shows their variants."
    )
    titles = [("strategy", {"no_wrap": True}), "sides", "scalability", number("readiness"), number("variants")]
    return titles, rows, data, words


def _treatments(library: Library) -> Listing:
    found = [treatment for strategy in library.strategies() for treatment in strategy.variants]
    rows = [[one.name, ", ".join(one.acts), one.reported_resistance] for one in found]
    data = [ListedTreatmentRecord.model_validate(one) for one in found]
    words = "Reported: resistance before and after, as the reviews state it."
    return [("treatment", {"no_wrap": True}), "does", ("reported", {"no_wrap": True})], rows, data, words


def _constants(library: Library) -> Listing:
    rows, data = [], []
    for name, value in library.constants().items():
        row = value_row(name, value)
        rows.append([name, shown(value), row.interval.replace(f" {value.unit}", "").replace(" to ", "–"), value.known])
        data.append(ConstantRecord(name=name, **value_fields(value)))
    words = "`brimstone show NAME` prints the source; a recipe can set a constant under overrides."
    return ["constant", number("value"), number("80 %"), ("known", {"no_wrap": True})], rows, data, words


def _classes(library: Library) -> Listing:
    names = sorted({material.class_ for material in library.materials()})
    found = [library.material_class(name) for name in names]
    rows = [[one.name, one.kind, one.about] for one in found]
    data = [ListedClassRecord.model_validate(one) for one in found]
    words = "`brimstone list materials --class NAME` lists the materials of one."
    return [("class", {"no_wrap": True}), ("part", {"no_wrap": True}), "about"], rows, data, words


def _rules(library: Library) -> Listing:
    found = library.rules()
    rows = [[one.name, one.level, one.reason] for one in found]
    data = [RuleRecord.model_validate(one) for one in found]
    return [("rule", {"no_wrap": True}), ("level", {"no_wrap": True}), "reason"], rows, data, ""


def _protocols(library: Library) -> Listing:
    from brimstone.recipe.protocol import STEPS

    rows, data = [], []
    for name, step in sorted(STEPS.items()):
        words, example = step_words(step)
        rows.append([name, words, example])
        data.append(ListedProtocolRecord(name=name, about=words, example=example))
    return [("step", {"no_wrap": True}), "what it does", ("example", {"overflow": "fold"})], rows, data, ""


def step_words(step: type) -> tuple[str, str]:
    """What a step of a protocol does, and an example, from the first line of its docstring."""
    line = " ".join((step.__doc__ or "").split("\n\n")[0].split())
    about, _, example = line.partition(": ``")
    return about, example.removesuffix(".").removesuffix("``")


def _processes(library: Library) -> Listing:
    from brimstone.library.tables import processes

    found = processes()
    rows = [[one.name, one.makes, ", ".join(one.classes), one.least.text, "; ".join(one.needs)] for one in found]
    data = [ProcessRecord.model_validate(one) for one in found]
    return ["process", "makes", "of", number("least"), "needs"], rows, data, "`brimstone list limits` has the classes."


def _limits(library: Library) -> Listing:
    from brimstone.design.process import class_limits

    found = class_limits(library)
    said = {True: "yes", False: "no", None: "?"}
    rows = [
        [
            one.name,
            "" if one.toughness is None else plain(1e-6 * one.toughness, 2),
            plain(1e6 * one.least_thickness),
            said[one.rolls],
            "" if one.bending_radius is None else plain(1e3 * one.bending_radius, 2),
            "" if one.rolling_thickness is None else plain(1e6 * one.rolling_thickness, 2),
            "" if one.pellet_area is None else plain(1e4 * one.pellet_area, 2),
            said[one.film_rolls],
        ]
        for one in found
    ]
    data = [
        LimitRecord(
            name=one.name,
            toughness=None if one.toughness is None else 1e-6 * one.toughness,
            young_modulus_GPa=None if one.modulus is None else 1e-9 * one.modulus,
            least_thickness_um=1e6 * one.least_thickness,
            rolls=one.rolls,
            bending_radius_mm=None if one.bending_radius is None else 1e3 * one.bending_radius,
            rolling_thickness_um=None if one.rolling_thickness is None else 1e6 * one.rolling_thickness,
            pellet_area_cm2=None if one.pellet_area is None else 1e4 * one.pellet_area,
            film_rolls=one.film_rolls,
            processes=[process.name for process in one.processes],
        )
        for one in found
    ]
    words = (
        "For a free-standing layer: smallest thickness (µm), whether it can be wound around a core, smallest bending "
        "radius (mm), and the thickness below which it could be wound. Pellet: largest area that a laboratory press "
        "can load (cm²). Film: whether the thinnest film of any process can be wound. Estimates for classes."
    )
    titles = [
        number("K_IC\nMPa m½"),
        number("least\num"),
        number("rolls"),
        number("bends\nmm"),
        number("rolls\nbelow um"),
    ]
    return ["class", *titles, number("pellet\ncm2"), number("film\nrolls")], rows, data, words


def _polymers(library: Library) -> Listing:
    from brimstone.design.polymers import pareto_front, polymer_electrolytes

    found = polymer_electrolytes(library)
    front = pareto_front(found)
    rows = [
        [
            one.material.name,
            plain(10.0 * one.conductivity, 2),
            plain(1e-6 * one.modulus, 2),
            plain(1e4 * one.polysulfide_diffusivity, 2),
            "best" if one in front else "",
        ]
        for one in found
    ]
    data = [
        PolymerRecord(
            name=one.material.name,
            conductivity_mS_cm=10.0 * one.conductivity,
            young_modulus_MPa=1e-6 * one.modulus,
            polysulfide_diffusivity_cm2_s=1e4 * one.polysulfide_diffusivity,
            on_front=one in front,
        )
        for one in found
    ]
    words = (
        "At 25 °C. Best: no other is better in one property and as good in the rest. Many moduli are class estimates."
    )
    titles = [number("mS/cm"), number("MPa"), number("polysulfides\ncm2/s"), ("", {"no_wrap": True})]
    return [("polymer or gel", {"overflow": "fold"}), *titles], rows, data, words


def _instruments(library: Library) -> Listing:
    from brimstone.library.tables import instruments

    found = instruments()
    rows = [[one.name, one.gives, one.virtual] for one in found]
    data = [InstrumentRecord(name=one.name, gives=one.gives, virtual=one.virtual or None) for one in found]
    words = f"{sum(bool(one.virtual) for one in found)} of {len(found)} can be simulated here, as the last column says."
    return ["instrument", "what it gives", ("here", {"overflow": "fold"})], rows, data, words


#: What is listed -> titles, rows, plain data and last words.
LISTS: dict[str, Callable[[Library], Listing]] = {
    "cells": _cells,
    "strategies": _strategies,
    "treatments": _treatments,
    "constants": _constants,
    "classes": _classes,
    "rules": _rules,
    "protocols": _protocols,
    "processes": _processes,
    "limits": _limits,
    "polymers": _polymers,
    "instruments": _instruments,
}
=======
        print_json(records)
    else:
        print_table(console(), listing.table(records))
>>>>>>> main
