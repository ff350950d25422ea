"""``brimstone energy``: from a recipe to a practical cell, change by change."""

import json
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.text import Text

from brimstone.cli.screen import console, heading, indented, number, plain, table, working
from brimstone.cli.sources import inspected, naming
from brimstone.library import load
from brimstone.library.own import with_own_materials

if TYPE_CHECKING:
    from brimstone.design.energy import EnergyGap, ReviewGoal

_WH_KG, _WH_L = 3600.0, 3.6e6
_PRESENT = 400.0  # [Wh/kg]; what lithium-ion cells hardly pass (Qi 2024, section 1)
_BAR = 24  # characters of the longest bar


def energy(source: str, target: float, as_json: bool) -> None:
    """Carry out ``brimstone energy``; `target` in Wh/kg.

    Raises
    ------
    BrimstoneError
        When there is no recipe, its cell can't be made, or gives no charge.
    """
    from brimstone.design.energy import energy_gap, needed_loading, review_goals

    recipe, _ = inspected(source)
    library = with_own_materials(load(), recipe)
    with working("running the cell after each change"), naming(source):
        gap = energy_gap(recipe, library)
        needed = needed_loading(gap.stages[-1], library, target * _WH_KG)
        goals = review_goals(recipe, library)
    if as_json:
        data = {"recipe": recipe.name, "target_Wh_kg": target, **_data(gap, target, needed, goals)}
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False))
        return
    screen = console()
    screen.print(Text(recipe.name, style="bold"))
    if gap.assumed_format:
        packed = gap.stages[0].recipe.format
        if packed is not None:
            layers = f"{packed.layers} layer{'s' if packed.layers > 1 else ''}"
            screen.print(indented(f"the recipe names no format: packed in a pouch of {layers}", style="dim"))
    screen.print()
    _print_stages(screen, gap, target)
    _print_words(screen, gap, target, needed)
    _print_objectives(screen, goals)


def _print_stages(screen: Console, gap: "EnergyGap", target: float) -> None:
    most = max(target * _WH_KG, *(stage.packed for stage in gap.stages))
    made = table(
        ("change", {"no_wrap": True}),
        ("from, to", {"overflow": "fold"}),
        number("layers\nWh/kg"),
        number("packed\nWh/kg"),
        number("gain"),
        number("as it\nruns"),
        *([("", {"no_wrap": True})] if screen.width >= 100 else []),
    )
    before = None
    for stage in gap.stages:
        bar = "█" * round(_BAR * stage.packed / most)
        made.add_row(
            stage.name,
            stage.change,
            plain(stage.layers / _WH_KG),
            plain(stage.packed / _WH_KG),
            "" if before is None else f"+{plain((stage.packed - before) / _WH_KG)}",
            "" if stage.simulated is None else plain(stage.simulated / _WH_KG),
            *([bar] if screen.width >= 100 else []),
            style="bold" if before is None else "",
        )
        before = stage.packed
    screen.print(made)


def _print_words(screen: Console, gap: "EnergyGap", target: float, needed: float | None) -> None:
    screen.print()
    words = (
        "Each line has the changes of those above. Charge over theory and voltage are held at those of the cell's "
        "first discharge, until they are changed themselves; as it runs is what the changed cell gives when simulated. "
        "The goals are estimates: `brimstone show design/sulfur_loading` and others."
    )
    screen.print(indented(words, style="dim"))
    if gap.met:
        screen.print(indented(f"met already: {', '.join(gap.met)}", style="dim"))
    if gap.excess is not None:
        screen.print(indented(f"the anode holds {plain(gap.excess, 2)} times the charge of the cathode", style="dim"))
    for goal in sorted({_PRESENT, target}):
        stage = gap.reaches(goal * _WH_KG)
        if stage is not None:
            screen.print(indented(f"{goal:g} Wh/kg of the packed cell is reached with: {stage.name}"))
        else:
            screen.print(indented(f"{goal:g} Wh/kg of the packed cell is not reached by these changes"))
    last = gap.stages[-1]
    if needed is not None:
        screen.print(
            indented(
                f"all else as in the last line, {target:g} Wh/kg take {plain(100 * needed)} mg/cm2 of sulfur on a side "
                f"({plain(100 * last.utilisation, 2)} % used at {plain(last.voltage)} V)"
            )
        )
    elif last.packed < target * _WH_KG:
        screen.print(indented(f"all else as in the last line, no loading up to 20 mg/cm2 gives {target:g} Wh/kg"))


def _print_objectives(screen: Console, goals: "tuple[ReviewGoal, ...]") -> None:
    screen.print()
    screen.print(heading("What the reviews ask of the next cells (Zhu 2023, section 3)"))
    made = table(("direction", {"no_wrap": True}), number("now"), ("", {"no_wrap": True}), "what it is")
    for one in goals:
        better = "higher is better" if one.better == "higher" else "lower is better"
        made.add_row(one.name, plain(one.value), one.unit, f"{one.words}; {better}")
    screen.print(made)


def _data(gap: "EnergyGap", target: float, needed: float | None, goals: "tuple[ReviewGoal, ...]") -> dict[str, Any]:
    reached = {f"{goal:g}": gap.reaches(goal * _WH_KG) for goal in sorted({_PRESENT, target})}
    return {
        "assumed_format": gap.assumed_format,
        "anode_over_cathode": gap.excess,
        "stages": [
            {
                "name": stage.name,
                "change": stage.change,
                "utilisation": stage.utilisation,
                "voltage_V": stage.voltage,
                "energy_Wh_kg_layers": stage.layers / _WH_KG,
                "energy_Wh_kg_package": stage.packed / _WH_KG,
                "energy_Wh_L_package": stage.density / _WH_L,
                "energy_Wh_kg_package_simulated": None if stage.simulated is None else stage.simulated / _WH_KG,
            }
            for stage in gap.stages
        ],
        "met": list(gap.met),
        "reached_with": {goal: None if stage is None else stage.name for goal, stage in reached.items()},
        "needed_loading_mg_cm2": None if needed is None else 100 * needed,
        "objectives": [
            {"name": one.name, "value": one.value, "unit": one.unit, "better": one.better, "about": one.words}
            for one in goals
        ],
    }
