"""``brimstone package``: what a packed cell weighs, gives and holds, how even its current is, how warm it gets."""

import json
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.text import Text

from brimstone.cli.screen import console, heading, indented, number, plain, table, working
from brimstone.cli.sources import inspected, naming
from brimstone.constants import MA_CM2
from brimstone.contract.run import run_record
from brimstone.library import load
from brimstone.library.own import with_own_materials

if TYPE_CHECKING:
    from brimstone.design.current import CurrentDistribution
    from brimstone.design.safety import Safety
    from brimstone.result import Run, Step
    from brimstone.result.figures import Figure

_OHM_CM2, _KJ_G = 1e-4, 1e6


def package(source: str, as_json: bool) -> None:
    """Carry out ``brimstone package``.

    Raises
    ------
    BrimstoneError
        When there is no recipe, its cell can't be made, or gives no charge.
    """
    from brimstone.design.current import current_distribution, packed_recipe
    from brimstone.design.safety import safety
    from brimstone.simulate.discharge import discharged

    recipe, _ = inspected(source)
    library = with_own_materials(load(), recipe)
    with working("discharging the packed cell"), naming(source):
        packed = packed_recipe(recipe, library)
        run, step = discharged(packed, library)
        even = current_distribution(packed, library)
        held = safety(run, library)
    if as_json:
        data = {"recipe": recipe.name, "assumed_format": recipe.format is None, **_data(run, step, even, held)}
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False))
        return
    screen = console()
    screen.print(Text(recipe.name, style="bold"))
    if recipe.format is None:
        screen.print(indented("the recipe names no format: " + _format_words(even) + " is taken", style="dim"))
    else:
        screen.print(indented(_format_words(even), style="dim"))
    _print_parts(screen, run)
    _print_energy(screen, run, step)
    _print_evenness(screen, even)
    _print_heat(screen, run, step)
    _print_safety(screen, held)


def _format_words(even: "CurrentDistribution") -> str:
    packed = even.package
    layers = f" of {packed.units} layer{'s' if packed.units > 1 else ''}" if packed.kind == "pouch" else ""
    return f"a {packed.kind}{layers}, {1e4 * packed.area:.4g} cm2 each"


def _print_parts(screen: Console, run: "Run") -> None:
    package = run.package
    if package is None:
        return
    screen.print()
    made = table(("part", {"min_width": 22}), number("count"), number("g"), number("% of mass"))
    for part in package.parts:
        mass = float(part.mass[0])
        made.add_row(part.name, str(part.count), plain(1e3 * mass), plain(100 * mass / float(package.mass[0]), 2))
    made.add_row("all", "", plain(1e3 * float(package.mass[0])), "100", style="bold")
    screen.print(made)


def _figures(run: "Run", step: "Step") -> "dict[str, Figure]":
    from brimstone.result.package import package_figures

    return package_figures(step, run.package, run.mechanics)


def _print_energy(screen: Console, run: "Run", step: "Step") -> None:
    figures = _figures(run, step)
    screen.print()
    screen.print(heading("What it gives"))
    screen.print(
        indented(
            f"{step.instruction.label}: {plain(figures['cell_capacity_mAh'].value)} mAh; layers "
            f"{plain(step.specific_energy.value / 3600.0)} Wh/kg and {plain(step.energy_density.value / 3.6e6)} Wh/L, "
            f"packed {plain(figures['energy_Wh_kg_package'].value)} Wh/kg and "
            f"{plain(figures['energy_Wh_L_package'].value)} Wh/L"
        )
    )


def _print_evenness(screen: Console, even: "CurrentDistribution") -> None:
    x, y, most = even.spread.hottest
    screen.print()
    screen.print(heading("How even its current is"))
    screen.print(
        indented(
            f"at {plain(even.current_density / MA_CM2)} mA/cm2 the voltage falls by "
            f"{plain(even.area_resistance / _OHM_CM2)} ohm cm2; the foils add "
            f"{plain(even.in_plane_area_resistance / _OHM_CM2, 2)} ohm cm2, {plain(1e3 * even.in_plane_loss, 2)} mV"
        )
    )
    screen.print(
        indented(
            f"current density from {plain(float(even.spread.current.min()), 4)} to {plain(most, 4)} of its mean, most "
            f"at {plain(100 * x, 2)} and {plain(100 * y, 2)} cm from the corner farthest from the tabs"
        )
    )


def _print_heat(screen: Console, run: "Run", step: "Step") -> None:
    found = next((heat for heat in run.heat() if heat.label == step.instruction.label), None)
    if found is None:
        return
    parts = ", ".join(f"{name} {plain(100 * part / found.total, 2)} %" for name, part in found.heat.items())
    screen.print()
    screen.print(heading("How warm it gets"))
    screen.print(
        indented(
            f"heat {plain(0.1 * found.mean_power)} mW/cm2 on average ({parts}); "
            f"{plain(float(found.temperature.max()), 2)} K above still air, {plain(found.adiabatic_rise, 2)} K if none "
            "left the cell"
        )
    )


def _print_safety(screen: Console, held: "Safety") -> None:
    screen.print()
    screen.print(heading("What it holds"))
    for words in held.sentences:
        screen.print(indented(words))


def _data(run: "Run", step: "Step", even: "CurrentDistribution", held: "Safety") -> dict[str, Any]:
    contract = run_record(run).to_dict()
    x, y, most = even.spread.hottest
    return {
        "format": contract["format"],
        "discharge": step.instruction.label,
        "energy_Wh_kg_layers": step.specific_energy.value / 3600.0,
        "energy_Wh_L_layers": step.energy_density.value / 3.6e6,
        **{name: figure.value for name, figure in _figures(run, step).items()},
        "current": {
            "current_density_mA_cm2": even.current_density / MA_CM2,
            "area_resistance_ohm_cm2": even.area_resistance / _OHM_CM2,
            "in_plane_ohm_cm2": even.in_plane_area_resistance / _OHM_CM2,
            "in_plane_loss_mV": 1e3 * even.in_plane_loss,
            "spread": even.spread.spread,
            "highest_over_mean": most,
            "hottest_cm": [100 * x, 100 * y],
        },
        "heat": contract["heat"],
        "safety": {
            "burns": list(held.burns),
            "evaporates": list(held.evaporates),
            "gives_hydrogen_sulfide": list(held.gives_hydrogen_sulfide),
            "hydrogen_sulfide_cm3_g": 1e3 * held.hydrogen_sulfide,
            "reaction_heat_kJ_g": held.reaction_heat / _KJ_G,
            "combustion_heat_kJ_g": held.combustion_heat / _KJ_G,
            "liquid_combustion_heat_kJ_g": held.liquid_combustion_heat / _KJ_G,
            "adiabatic_rise_K": held.adiabatic_rise,
            "sentences": list(held.sentences),
        },
    }
