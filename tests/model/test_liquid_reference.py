"""The liquid reference cell beside what was measured of it: dips, maxima, capacities, and the voltage of a charge."""

from pathlib import Path

import numpy as np
import pytest

from brimstone import Cell
from brimstone.library import load
from brimstone.recipe import parse
from brimstone.units import from_si

RECIPE = Path(__file__).parents[2] / "examples" / "liquid2018.yaml"
RATES = ("0.1C", "0.5C", "1C")
CHARGED_HALF = 2.31  # V at 0.1C, doi:10.1002/anie.202302363
VOLTAGE, CHARGE_VOLTAGE, CAPACITY = 0.020, 0.040, 0.15  # V, V, relative


def measured(quantity, words=""):
    """Figures of the library's record, at the three rates."""
    figures = [one for one in load().cell("Liquid2018").figures if one.quantity == quantity and words in one.at]
    return [next(one.value.si for one in figures if rate in one.at.split(", ")) for rate in RATES]


def computed(**overrides):
    """Dips, maxima [V] and capacities [C/kg] of three discharges, and the voltage halfway through a charge at 0.1C."""
    text = RECIPE.read_text(encoding="utf-8")
    for name, value in overrides.items():
        text += f"\noverrides: {{{name}: {value}}}\n"
    run = Cell(parse(text)).run(certain=True, nodes=10, checks=False)
    places, capacities = [], []
    for step in run.steps[:3]:
        charge, voltage = step.curve.charge, step.curve.voltage
        whole = charge[-1]
        plateau = (charge > 0.25 * whole) & (charge < 0.9 * whole)
        rising = np.flatnonzero(np.diff(voltage[plateau]) > 0.0)
        dip = voltage[plateau][rising[0] if rising.size else 0]
        places.append((dip, voltage[plateau][rising[-1] + 1 if rising.size else 0]))
        capacities.append(step.capacity("sulfur").value)
    back = run.steps[5].curve
    taken = np.abs(back.charge)
    halfway = float(np.interp(0.5 * taken[-1], taken, back.voltage))
    return *np.transpose(places), np.array(capacities), halfway


def off(found):
    """What of a computed cell is farther from the measured one than allowed."""
    dips, maxima, capacities, back = found
    far = {
        "dips": np.abs(dips - measured("discharge voltage", "dip")) > VOLTAGE,
        "maxima": np.abs(maxima - measured("discharge voltage", "maximum")) > VOLTAGE,
        "capacities": np.abs(capacities / measured("discharge capacity") - 1.0) > CAPACITY,
        "charge": np.abs(back - CHARGED_HALF) > CHARGE_VOLTAGE,
    }
    return {name for name, places in far.items() if np.any(places)}


def test_dips_maxima_capacities_and_charge_are_those_that_were_measured():
    assert off(computed()) == set()


@pytest.mark.parametrize(
    "name", ["growth_current", "film_conductivity", "lower_charge_exchange_current", "film_length"]
)
def test_a_factor_of_three_in_any_law_is_seen(name):
    constant = load().constant(f"solution/{name}")
    for factor in (1.0 / 3.0, 3.0):
        value = from_si(factor * constant.si, constant.unit, constant.dimension)
        assert off(computed(**{f"solution/{name}": f"{value:.6g} {constant.unit}"}))


def test_carbons_count_by_little_more_than_their_outer_surface():
    """With every pore of Ketjenblack the cell would use its sulfur at 1C as at 0.1C."""
    text = RECIPE.read_text(encoding="utf-8").replace("Super P: 15 wt%, Ketjenblack: 5 wt%", "{}: 20 wt%")
    first = {
        carbon: np.array([step.capacity("sulfur").value for step in run.steps[:3]])
        for carbon in ("Super P", "Ketjenblack")
        for run in [Cell(parse(text.replace("{}", carbon))).run(certain=True, nodes=4, checks=False)]
    }
    assert np.all(first["Ketjenblack"] > first["Super P"])
    assert first["Ketjenblack"][2] < 0.75 * first["Ketjenblack"][0]
    assert first["Super P"][0] > 0.6 * first["Ketjenblack"][0]
