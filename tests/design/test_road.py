"""Reported cells among others by areal capacity and energy once packed."""

import pytest

from brimstone.constants import MAH_CM2, MAH_G, MG_CM2, WH_KG
from brimstone.design.energy import design_energy
from brimstone.design.road import standing
from brimstone.library import load
from brimstone.library.complete import complete
from brimstone.recipe import parse
from brimstone.view.design import road_chart


@pytest.fixture(scope="module")
def yao():
    return complete(parse(load().cell("Yao2017").recipe, "Yao2017"), load())


def test_a_reported_cell_stands_at_its_measured_capacity_and_at_the_energy_of_that(yao):
    found = standing("Yao2017", yao, load(), measured=True)
    areal = 0.45 * MG_CM2 * 1526 * MAH_G  # loading and capacity as reported
    assert found.charge == pytest.approx(areal, rel=0.01)
    computed = standing("this cell", yao, load(), measured=False)
    assert found.energy / computed.energy == pytest.approx(found.charge / computed.charge, rel=0.02)
    packed = design_energy(yao, load(), 0.91, 2.0).packed
    assert 0.7 < found.energy / packed < 1.3


def test_a_cell_of_which_nothing_is_reported_stands_nowhere_and_the_figure_shows_who_does(yao):
    silent = yao.model_copy(update={"reported": ()})
    assert standing("silent", silent, load(), measured=True) is None
    own = standing("this cell", yao, load(), measured=False)
    chart = road_chart((standing("Yao2017", yao, load(), measured=True),), own)
    points = {one.name: one for one in chart.panels[0].series}
    assert points["this cell, computed"].x == [pytest.approx(own.charge / MAH_CM2)]
    assert points["this cell, computed"].y == [pytest.approx(own.energy / WH_KG)]
    assert points["reported capacity"].labels == ["Yao2017"]
