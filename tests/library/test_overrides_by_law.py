"""Overrides by law, by table and by curve: what they are at the temperature of the cell, and that a run uses them."""

import pickle

import numpy as np
import pytest

from brimstone import Cell
from brimstone.errors import RecipeError
from brimstone.library import load
from brimstone.library.complete import complete
from brimstone.physics.thermodynamics import equilibrium_potential
from brimstone.recipe import Recipe, parse
from brimstone.recipe.overrides import evaluated
from tests.cells import recipe, run

LAW = "1e-9 S/cm * exp(-4000 * (1/T - 1/298.15))"


def at(temperature, overrides):
    return complete(recipe(operation={"temperature": temperature}, overrides=overrides), load()).overrides


def test_a_law_is_taken_at_the_temperature_of_the_cell_and_written_back_as_it_was():
    found = at("60 degC", {"film/conductivity": LAW})["film/conductivity"]
    number, unit = found.split()
    assert unit == "S/cm"
    assert float(number) == pytest.approx(1e-9 * np.exp(-4000 * (1 / 333.15 - 1 / 298.15)), rel=1e-8)
    done = complete(recipe(operation={"temperature": "60 degC"}, overrides={"film/conductivity": LAW}), load())
    assert done.to_mapping()["overrides"] == {"film/conductivity": LAW}
    again = parse(done.to_yaml())
    assert complete(again, load()).overrides == done.overrides
    assert pickle.loads(pickle.dumps(done)).to_yaml() == done.to_yaml()


def test_a_table_is_arrhenius_between_its_temperatures():
    table = {"25 degC": "1e-9 S/cm", "60 degC": "8e-9 S/cm"}
    values = [float(at(one, {"film/conductivity": table})["film/conductivity"].split()[0])
              for one in ("25 degC", "40 degC", "60 degC")]  # fmt: skip
    slope = np.log(8.0) / (1 / 298.15 - 1 / 333.15)
    assert values == pytest.approx([1e-9, 1e-9 * np.exp(slope * (1 / 298.15 - 1 / 313.15)), 8e-9], rel=1e-8)
    with pytest.raises(RecipeError, match="is known from 25 to 60 degC"):
        at("80 degC", {"film/conductivity": table})


def test_a_law_and_its_number_give_the_same_run():
    one, other = (
        run(overrides={"kinetics/exchange_current_density": text})
        for text in ("0.02 mA/cm2 * exp(log(2))", "0.04 mA/cm2")
    )
    assert one.shown[0].charge.value == pytest.approx(other.shown[0].charge.value, rel=1e-9)
    third = run(overrides={"kinetics/exchange_current_density": "0.0004 mA/cm2 * sqrt(T/T)"})
    assert third.shown[0].mean_voltage.value < one.shown[0].mean_voltage.value


def test_an_open_circuit_curve_sets_the_equilibrium_that_a_slow_discharge_follows():
    x = np.linspace(0.05, 0.95, 19)
    b = 96485.33212 / (2 * 8.314462618 * 298.15)
    curve = [[float(one), f"{equilibrium_potential(float(one), 2.3, 0.2, 0.1, b):.6f} V"] for one in x]
    done = complete(recipe(overrides={"open circuit": curve}), load())
    (said,) = [one for one in done.assumptions if "open circuit" in one]
    assert "within 0.00" in said
    volts = {name: float(text.split()[0]) for name, text in done.overrides.items()}
    assert volts["conversion/slope"] == pytest.approx(0.2, abs=1e-4)
    assert volts["conversion/step"] == pytest.approx(0.1, abs=1e-4)
    base, own = (
        run(protocol=[{"pulse": "0.1C", "for": "1 h", "rest": "10 h", "to": "1.5 V"}], **one)
        for one in ({}, {"overrides": {"open circuit": curve}})
    )
    shift = own.gitt[0].pulses[2].relaxed.value - base.gitt[0].pulses[2].relaxed.value
    share = 0.3
    constants = {name: load().constant(f"conversion/{name}").si for name in ("potential", "slope", "step")}
    expected = equilibrium_potential(share, 2.3, 0.2, 0.1, b) - equilibrium_potential(
        share, constants["potential"], constants["slope"], constants["step"], b
    )
    assert shift == pytest.approx(expected, abs=0.03)
    assert abs(expected) > 0.05


def plateaus(x):
    return 2.0 - 0.08 * np.tanh((x - 0.3) / 0.05) - 0.08 * np.tanh((x - 0.7) / 0.05)


AS_LAW = "2.0 V - 80 mV * tanh((x - 0.3) / 0.05) - 80 mV * tanh((x - 0.7) / 0.05)"
AS_POINTS = [[float(x), f"{plateaus(float(x)):.5f} V"] for x in np.linspace(0.02, 0.98, 49)]


@pytest.mark.parametrize("curve", [AS_LAW, AS_POINTS], ids=["law", "points"])
def test_titration_of_a_cell_with_three_plateaus_of_its_own_finds_them_again(curve):
    titrates = {"pulse": "0.02C", "for": "2 h", "rest": "40 h", "to": "1.5 V"}
    found = run(protocol=[titrates], nodes=8, overrides={"open circuit": curve})
    reach = found.cell.parameter("conversion_charge")[0] * found.cell.parameter("thickness")[0]
    pulses = found.gitt[0].pulses[:-2]
    share = np.array([pulse.charge.value / reach for pulse in pulses])
    relaxed = np.array([pulse.relaxed.value for pulse in pulses])
    inside = (share > 0.1) & (share < 0.85)
    assert inside.sum() > 12
    assert relaxed[inside] == pytest.approx(plateaus(share[inside]), abs=0.025)
    # no line with one step does that: from plateau to plateau it would be off by tens of millivolts
    line = np.polyval(np.polyfit(share[inside], relaxed[inside], 1), share[inside])
    assert np.abs(line - relaxed[inside]).max() > 0.035
    assert found.status == "completed"  # with what such a curve stores, energy is conserved, too
    assert found.balances["energy"] < 1e-6


def test_a_recipe_with_a_curve_is_written_back_as_it_was_and_read_again():
    for curve in (AS_LAW, AS_POINTS):
        done = complete(recipe(overrides={"ocv": curve, "film/length": "5 nm"}), load())
        assert list(done.to_mapping()["overrides"]) == ["open circuit", "film/length"]
        again = parse(done.to_yaml())
        assert complete(again, load()).overrides == done.overrides


def test_a_curve_that_nothing_follows_is_told():
    curve = [[0.1, "2.4 V"], [0.3, "1.9 V"], [0.5, "2.4 V"], [0.7, "1.9 V"], [0.9, "2.4 V"]]
    done = complete(recipe(overrides={"ocv": curve}), load())
    assert any("steeper parts" in one for one in done.assumptions)


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"film/conductivity": "1e-9 S/cm * exp(x)"}, "it may hold numbers"),
        ({"film/conductivity": "1e-9 S/cm * __import__('os').system('ls')"}, "gives no number"),
        ({"film/conductivity": "1e-9 S/cm * exp(1/0)"}, "gives no number"),
        ({"film/conductivity": "1e-9 S/cm * 9**9**9**(9)"}, "gives no number"),
        ({"film/conductivity": {"25 degC": "1e-9 S/cm"}}, "two or more"),
        ({"film/conductivity": {"25 degC": "1e-9 S/cm", "60 degC": "1 mS/cm"}}, "one unit"),
        ({"film/conductivity": {"warm": "1e-9 S/cm", "hot": "1e-8 S/cm"}}, "warm"),
        ({"film/conductivity": "much"}, "does not start with a number"),
        ({"open circuit": [[0.1, "2 V"]]}, "1 points"),
        ({"open circuit": [[0.1, "2 V"], [0.5, "2 V"], [1.5, "2 V"]]}, "out of range"),
        ({"open circuit": "2.1 V"}, "points of conversion"),
        ({"open circuit": "2.1 - 0.1 * x"}, "no open-circuit curve"),
        ({"open circuit": "2.1 V * exp(y)"}, "no open-circuit curve"),
        ({"open circuit": "2.1 V * x * exp(y)"}, "it may hold numbers, volts, x"),
        ({"open circuit": "20 V * x"}, "is between -1 V and 6 V"),
    ],
)
def test_what_is_none_of_these_is_refused_in_words(overrides, words):
    with pytest.raises(RecipeError, match=words) as refused:
        recipe(overrides=overrides)
    assert refused.value.field.startswith("overrides")


def test_a_law_of_the_wrong_unit_is_refused_by_whoever_knows_the_parameter():
    with pytest.raises(RecipeError, match=r"overrides\.film/conductivity"):
        Cell(recipe(overrides={"film/conductivity": "1e-9 V * exp(0)"})).run(certain=True, checks=False)


def test_a_curve_beside_its_own_constants_is_refused():
    curve = [[0.1, "2.3 V"], [0.5, "2.2 V"], [0.9, "2.1 V"]]
    with pytest.raises(RecipeError, match="also sets conversion/slope"):
        complete(recipe(overrides={"open circuit": curve, "conversion/slope": "10 mV"}), load())


def test_the_head_of_a_law_may_have_any_unit():
    assert evaluated("2 mV * (T/300)", 600.0) == "4 mV"
    assert isinstance(recipe(overrides={"film/length": "5 nm"}), Recipe)
