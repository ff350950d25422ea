"""``brimstone strategies``: every treatment of the library tried on one cell, best first."""

import json
from typing import Any

import typer
from rich.console import Console
from rich.text import Text

from brimstone.cli.screen import console, heading, indented, listed, number, plain, table, working
from brimstone.cli.sources import inspected, naming
from brimstone.constants import MA_CM2, MAH_G
from brimstone.design.strategies import SIDES, TreatmentComparison, TreatmentResult, compare_treatments
from brimstone.library import load
from brimstone.library.own import with_own_materials
from brimstone.view.library import reported_resistance

_OHM_CM2, _WH_KG = 1e-4, 3600.0


def strategies(source: str, as_json: bool) -> None:
    """Carry out ``brimstone strategies``.

    Raises
    ------
    BrimstoneError
        When there is no recipe, or its cell can't be made.
    """
    recipe, _ = inspected(source)
    with working("trying every treatment on this cell"), naming(source):
        comparison = compare_treatments(recipe, with_own_materials(load(), recipe))
    if as_json:
        data = {"recipe": recipe.name, **_data(comparison)}
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False))
        return
    screen = console()
    screen.print(Text(recipe.name, style="bold"))
    for side in SIDES:
        _print_side(screen, side, comparison)
    screen.print()
    words = (
        f"Energies of {comparison.labels[0]}. R is that of the interface, contact the share of it that "
        "touches, i_crit the critical current of the anode. Nominal values; the other side stays as written."
    )
    screen.print(indented(words, style="dim"))
    _print_idle(screen, comparison)
    _print_evidence(screen, comparison)
    _print_hazards(screen, comparison)
    _print_refused(screen, comparison)


def _print_side(screen: Console, side: str, comparison: TreatmentComparison) -> None:
    screen.print()
    screen.print(heading(f"{side.capitalize()} side"))
    made = table(
        ("treatment", {"min_width": 22}),
        number("contact\n%"),
        number("R\nohm cm2"),
        *(number(f"mAh/g\n{label.removeprefix('discharge ')}") for label in comparison.labels),
        number("i_crit\nmA/cm2"),
        number("Wh/kg"),
        ("scale-up", {"no_wrap": True}),
    )
    fixed = [one for one in (*comparison.written, *comparison.untreated) if one.side == side]
    for one in [*fixed, *(one for one in comparison.options if one.side == side and one.no_effect is None)]:
        scale = one.strategy.scalability[0] if one.strategy is not None else ""
        mark = " !" if one.warnings else ""
        made.add_row(
            one.name + mark,
            plain(_times(one.contact, 100.0), 2),
            plain(_times(one.resistance, 1 / _OHM_CM2)),
            *(plain(_times(one.capacities.get(label), 1 / MAH_G), 4) for label in comparison.labels),
            plain(_times(one.critical_current, 1 / MA_CM2), 2),
            plain(_times(one.specific_energy, 1 / _WH_KG)),
            scale,
            style="bold" if one.treatment is None else "",
        )
    screen.print(made)


def _print_idle(screen: Console, comparison: TreatmentComparison) -> None:
    idle = [one for one in comparison.options if one.no_effect is not None]
    if not idle:
        return
    screen.print()
    screen.print(heading("No effect on this cell"))
    for side in SIDES:
        reasons = dict.fromkeys(one.no_effect for one in idle if one.side == side)
        for reason in reasons:
            names = listed(one.name for one in idle if one.side == side and one.no_effect == reason)
            screen.print(indented(f"{side} side, {names}: {reason}", style="dim"))


def _print_evidence(screen: Console, comparison: TreatmentComparison) -> None:
    known = {
        one.name: one for one in _acting(comparison) if one.treatment is not None and reported_resistance(one.treatment)
    }
    if not known:
        return
    screen.print()
    screen.print(heading("Reported of these, on the cells of their papers"))
    for name, one in known.items():
        if one.treatment is not None:
            cells = f" ({listed(one.treatment.cells)})" if one.treatment.cells else ""
            bare = next((other.cell_resistance for other in comparison.untreated if other.side == one.side), None)
            pair = [plain(_times(ohms, 1 / _OHM_CM2)) for ohms in (bare, one.cell_resistance)]
            here = f"; here the whole cell goes from {pair[0]} to {pair[1]} ohm cm2"
            screen.print(indented(f"{name}: {reported_resistance(one.treatment)}{cells}{here}"))


def _print_hazards(screen: Console, comparison: TreatmentComparison) -> None:
    screen.print()
    screen.print(heading("Hazards"))
    found = {one.strategy.name: one.strategy for one in _acting(comparison) if one.strategy is not None}
    for name, strategy in sorted(found.items()):
        if strategy.hazards:
            screen.print(indented(f"{name}: {'; '.join(strategy.hazards)}"))
    for one in _acting(comparison):
        if one.warnings:
            words = ", ".join(rule.replace("_", " ") for rule in one.warnings)
            screen.print(indented(f"{one.name}: {words}", style="yellow", mark="!"))


def _acting(comparison: TreatmentComparison) -> list[TreatmentResult]:
    return [one for one in comparison.options if one.no_effect is None]


def _print_refused(screen: Console, comparison: TreatmentComparison) -> None:
    reasons: dict[str, list[str]] = {}
    allowed = {one.name for one in comparison.options}
    for one in comparison.refused:
        wrong_side = one.treatment is not None and one.side not in one.treatment.sides
        if not wrong_side and one.name not in allowed:
            names = reasons.setdefault(one.refused or "", [])
            names += [one.name] if one.name not in names else []
    if not reasons:
        return
    screen.print()
    screen.print(heading("Not for this cell"))
    for reason, names in reasons.items():
        screen.print(indented(f"{listed(names)}: {reason}", style="dim"))


def _data(comparison: TreatmentComparison) -> dict[str, Any]:
    return {
        "discharges": list(comparison.labels),
        "as_written": [_option(one) for one in comparison.written],
        "untreated": [_option(one) for one in comparison.untreated],
        "options": [_option(one) for one in comparison.options],
        "refused": [{"treatment": one.name, "side": one.side, "reason": one.refused} for one in comparison.refused],
    }


def _option(one: TreatmentResult) -> dict[str, Any]:
    return {
        "treatment": one.name,
        "side": one.side,
        "strategy": None if one.strategy is None else one.strategy.name,
        "contact": one.contact,
        "resistance_ohm_cm2": _times(one.resistance, 1 / _OHM_CM2),
        "cell_resistance_ohm_cm2": _times(one.cell_resistance, 1 / _OHM_CM2),
        "capacity_mAh_g": {label: _times(value, 1 / MAH_G) for label, value in one.capacities.items()},
        "critical_current_mA_cm2": _times(one.critical_current, 1 / MA_CM2),
        "energy_Wh_kg_cell": _times(one.specific_energy, 1 / _WH_KG),
        "scalability": None if one.strategy is None else one.strategy.scalability[0],
        "hazards": [] if one.strategy is None else list(one.strategy.hazards),
        "warnings": list(one.warnings),
        "no_effect": one.no_effect,
        "reported": "" if one.treatment is None else reported_resistance(one.treatment),
        "cells": [] if one.treatment is None else list(one.treatment.cells),
    }


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None or value != value else value * factor
