"""Runs, steps, cells and materials as a person meets them in Python: units, tables, notebooks."""

import math
import re
import sys
from dataclasses import replace
from xml.etree import ElementTree

import pytest

import brimstone
from brimstone.cell import Cell
from brimstone.errors import BrimstoneError, UnitError
from brimstone.library import load
from brimstone.library.citations import dois
from brimstone.result import Figure
from tests.cells import recipe, run

CYCLE = [{"discharge": "0.2C", "to": "1.0 V"}, {"charge": "0.2C", "to": "2.8 V"}, {"rest": "1 h"}]
TABLED = [Cell(recipe()), load().material("Li6PS5Cl"), load().material("S")]


@pytest.fixture(scope="module")
def cycled():
    return run(certain=False, members=12, nodes=8, protocol=CYCLE)


def parsed(html):
    """Parse the HTML that a notebook is given, each part of it well-formed."""
    return ElementTree.fromstring(f"<div>{html}</div>")


def test_only_what_is_public_is_listed():
    assert dir(brimstone) == sorted(brimstone.__all__)
    assert {"Cell", "load"} <= set(dir(brimstone))
    assert brimstone.load is brimstone.cell.load


def test_a_figure_is_given_in_other_units_with_its_interval():
    capacity = Figure(3600.0, 1800.0, 7200.0, "C/kg").to("mAh/g")
    assert (capacity.value, capacity.low, capacity.high) == pytest.approx((1.0, 0.5, 2.0))
    assert str(capacity) == "1 mAh/g (0.5 to 2)"
    assert Figure(36.0, unit="C/m2").to("mAh/cm2").value == pytest.approx(1e-3)
    assert Figure(1e-4, unit="ohm m2").to("ohm cm2").value == pytest.approx(1.0)


@pytest.mark.parametrize("unit", ["V", "mAh/cm2", "parsecs per fortnight"])
def test_a_figure_refuses_a_unit_of_another_dimension(unit):
    with pytest.raises(UnitError, match="can't be given in"):
        Figure(1.0, unit="C/kg").to(unit)


def test_figures_of_a_step_know_their_unit(cycled):
    step = cycled.steps[0]
    hours = step.duration / 3600.0
    current = abs(step.instruction.current) / 10.0  # mA/cm2
    assert step.charge.to("mAh/cm2").value == pytest.approx(hours * current, rel=1e-6)
    assert step.capacity("sulfur").to("mAh/g").value == pytest.approx(hours * current / 1e-3, rel=1e-6)  # 1 mg/cm2
    assert 1.5 < step.mean_voltage.to("V").value < 2.5
    specific = step.specific_energy.to("Wh/kg").value
    assert specific == pytest.approx(step.cell_energy.value / 3600.0 / step.amounts.layers[0])
    assert cycled.resistance["total"].to("ohm cm2").low > 1.0


def test_a_capacity_is_not_per_whatever_is_typed(cycled):
    with pytest.raises(ValueError, match="per sulfur, active, electrode, not per 'cell'"):
        cycled.steps[0].capacity("cell")


def test_states_through_the_depth_have_their_names(cycled):
    profile = cycled.steps[0].profile
    assert profile["conversion"][0].mean() < 0.1 < 0.5 < profile["conversion"][-1].max()
    assert profile["potential"].shape == profile.reaction.shape == (len(profile), 8)
    assert profile.depth[0] < profile.depth[-1] < 1e-4
    with pytest.raises(KeyError, match="there are potential, conversion"):
        profile["charm"]


def test_a_run_and_a_step_become_tables(cycled):
    pytest.importorskip("pandas")
    table, curve = cycled.to_frame(), cycled.steps[0].to_frame()
    assert list(table["label"]) == ["discharge 0.2C", "charge 0.2C", "rest"]
    assert table["capacity_mAh_g"][0] == pytest.approx(cycled.steps[0].capacity().to("mAh/g").value)
    assert (table["capacity_mAh_g_low"] <= table["capacity_mAh_g_high"]).all()
    assert curve["capacity_mAh_g"].iloc[-1] == pytest.approx(table["capacity_mAh_g"][0], rel=1e-5)
    assert (curve["time_s"].diff().dropna() > 0.0).all()
    assert curve["electrolyte_layer_loss_mV"].iloc[5] > 0.0


def test_a_certain_run_has_a_table_without_intervals():
    pytest.importorskip("pandas")
    assert "capacity_mAh_g_low" not in run(nodes=6).to_frame()


def test_a_table_without_pandas_says_what_to_install(cycled, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(BrimstoneError, match=r"pip install 'brimstone\[frames\]'"):
        cycled.to_frame()


def test_a_notebook_shows_a_run_as_table_and_figure(cycled):
    shown = parsed(cycled._repr_html_())
    rows = shown.findall("./table/tbody/tr")
    assert [row.find("td").text for row in rows] == ["discharge 0.2C", "charge 0.2C", "rest"]
    assert f"{cycled.steps[0].capacity().to('mAh/g').value:.4g} mAh/g" in rows[0].findall("td")[1].text
    assert shown.find("{http://www.w3.org/2000/svg}svg") is not None
    assert cycled._repr_html_() == cycled._repr_html_()


def test_a_notebook_shows_a_run_of_many_steps_in_a_short_table(cycled):
    many = replace(cycled, steps=cycled.steps * 20)
    assert len(parsed(many._repr_html_()).findall("./table/tbody/tr")) == 12
    assert "first 12 of 60 steps" in many._repr_html_()


def test_a_notebook_shows_a_step(cycled):
    words = " ".join(parsed(cycled.steps[0]._repr_html_()).itertext())
    assert "Wh/kg" in words
    assert "the lower cut-off voltage was reached" in words
    assert math.isnan(cycled.steps[2].mean_voltage.value)
    assert "nan V" in cycled.steps[2]._repr_html_()


@pytest.mark.parametrize("one", TABLED, ids=lambda one: type(one).__name__)
def test_a_notebook_shows_cells_and_materials(one):
    words = " ".join(parsed(one._repr_html_()).itertext())
    assert getattr(one, "name", "a plain cell") in words


def test_names_in_a_notebook_are_no_markup():
    html = Cell(recipe(name="<b>cell</b> & more"))._repr_html_()
    assert parsed(html).find("./table/caption").text == "<b>cell</b> & more"


def test_a_spectrum_becomes_a_table():
    pytest.importorskip("pandas")
    (spectrum,) = run(nodes=6, protocol=[{"impedance": ["1 MHz", "0.1 Hz"], "points": 7}]).impedance
    table = spectrum.to_frame()
    assert list(table["frequency_Hz"]) == pytest.approx(spectrum.frequency)
    assert table["real_ohm_cm2"].max() == pytest.approx(1e4 * spectrum.impedance.real.max())
    assert (table["imaginary_ohm_cm2"] <= 0.0).all()


def test_a_run_cites_the_sources_of_its_own_numbers(cycled):
    text = cycled.citation()
    cited = set(re.findall(r"doi = \{(.+?)\}", text))
    used = {doi for entry in cycled.provenance for doi in dois(f"{entry.source} {entry.note}")}
    assert used <= cited
    assert text.startswith("@software{brimstone,")
