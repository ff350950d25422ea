"""Sweeps: they equal single runs, and come out in the order of the physics."""

import numpy as np
import pytest

from brimstone.cell import Cell
from brimstone.errors import BrimstoneError
from brimstone.library import load
from brimstone.simulate import Settings
from brimstone.study import sweep
from brimstone.study.axes import parse_axis
from brimstone.study.fields import with_field
from brimstone.view.elements import Note
from brimstone.view.studies import sweep_document
from tests.cells import recipe

NODES = 20


CERTAIN = Settings(certain=True, nodes=NODES)


def swept(*vary, settings=CERTAIN, **more):
    return sweep(recipe(), vary, settings=settings, **more)


def test_a_sweep_equals_single_runs_exactly():
    found = swept("cathode.loading=1..4 mg/cm2:3", of="capacity, voltage, energy, resistance")
    for point in found.points:
        run = Cell(with_field(recipe(), "cathode.loading", *point.texts, load())).run(certain=True, nodes=NODES)
        step = run.shown[0]
        assert point.evaluation.figure("capacity").value == step.capacity().value / 3600.0
        assert point.evaluation.figure("voltage").value == step.mean_voltage.value
        assert point.evaluation.figure("energy").value == step.specific_energy.value / 3600.0
        assert point.evaluation.figure("resistance").value == pytest.approx(1e4 * run.series_resistance.value)


def test_a_sweep_with_samples_equals_single_runs_exactly():
    found = swept("cathode.loading=[2 mg/cm2]", settings=Settings(members=20, nodes=NODES))
    run = Cell(with_field(recipe(), "cathode.loading", "2 mg/cm2", load())).run(members=20, nodes=NODES)
    one, other = found.points[0].evaluation.figure("capacity"), run.shown[0].capacity().times(1 / 3600.0)
    assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high), rel=1e-12)


def test_an_anchor_of_the_recipe_holds_for_all_cells_of_a_sweep():
    anchored = recipe(anchor=[{"capacity": "600 mAh/g", "per": "sulfur", "rate": "2C"}])
    first, second = (
        sweep(one, "separator.thickness=[300 um, 300.1 um]", at="2C", settings=CERTAIN).values("capacity")
        for one in (recipe(), anchored)
    )
    assert second[0] == pytest.approx(600.0, rel=0.1)
    assert second[1] == pytest.approx(second[0], rel=0.01)
    assert abs(first[0] - 600.0) > 100.0


@pytest.mark.parametrize(
    ("vary", "of", "sign"),
    [
        ("separator.thickness=30..1000 um:3", "energy", -1),
        ("separator.thickness=30..1000 um:3", "resistance", 1),
        ("separator.thickness=30..1000 um:3", "voltage", -1),
        ("operation.temperature=[-40 degC, -20 degC, 25 degC]", "capacity", 1),
        ("operation.temperature=[0 degC, 25 degC, 60 degC]", "resistance", -1),
        ("rate=0.05..2C:3 log", "voltage", -1),
        ("rate=0.05..2C:3 log", "capacity", -1),
        ("cathode.loading=1..8 mg/cm2:3", "cathode thickness", 1),
        ("cathode.loading=1..8 mg/cm2:3", "voltage", -1),
    ],
)
def test_results_are_in_the_order_of_the_physics(vary, of, sign):
    values = swept(vary, of=of).values(of)
    assert np.all(sign * np.diff(values) > 0.0)


def test_two_axes_make_a_map_whose_last_axis_runs_fastest():
    found = swept("operation.temperature=[-40 degC, -10 degC]", "rate=0.1..1C:3 log", of="capacity")
    assert found.shape == (2, 3)
    assert found.points[1].texts == ("-40 degC", "0.316228C")
    assert np.all(np.diff(found.values("capacity"), axis=0) > 0.0)
    assert found.best(found.metrics[0]).texts == ("-10 degC", "0.1C")


def test_a_cell_that_can_not_be_made_is_a_value_with_its_reason():
    found = swept("anode.material=[Li-In, LGPS]")
    assert [bool(point.evaluation.failure) for point in found.points] == [False, True]
    assert "LGPS is known as electrolyte" in found.failed[0].evaluation.failure
    assert np.isnan(found.values("capacity")[1])
    assert not np.isnan(found.values("capacity")[0])


def test_a_recipe_without_a_format_is_packed_when_the_packed_cell_is_asked_for():
    found = swept("cathode.loading=[1 mg/cm2, 4 mg/cm2]", of="Wh/kg package, energy")
    assert np.all(np.diff(found.values("package energy")) > 0.0)
    assert np.all(found.values("package energy") != found.values("energy"))
    assert found.recipe.format is not None


def test_a_material_of_the_recipes_own_can_be_swept():
    own = recipe(
        materials={"MySE": {"like": "Li6PS5Cl", "ionic_conductivity": "1 mS/cm"}},
        separator=[{"electrolyte": "MySE", "thickness": "500 um"}],
    )
    found = sweep(own, "materials.MySE.ionic_conductivity=0.1..10 mS/cm:3 log", of="voltage", settings=CERTAIN)
    assert np.all(np.diff(found.values("voltage")) > 0.0)


def test_words_can_be_swept_as_well_as_numbers():
    found = swept("cathode.mixing=[ball-milled, hand-ground]", of="capacity")
    assert found.axes[0].numbers is None
    assert found.values("capacity")[0] > found.values("capacity")[1]


@pytest.mark.parametrize(
    ("words", "texts", "numbers"),
    [
        ("a=1..3 mg/cm2:3", ("1 mg/cm2", "2 mg/cm2", "3 mg/cm2"), (1, 2, 3)),
        ("a=1 mg/cm2..3 mg/cm2:3", ("1 mg/cm2", "2 mg/cm2", "3 mg/cm2"), (1, 2, 3)),
        ("a=0.1..10C:3 log", ("0.1C", "1C", "10C"), (0.1, 1, 10)),
        ("a=500 nm..1 um:2", ("0.5 um", "1 um"), (0.5, 1)),
        ("a=-20..20 degC:3", ("-20 degC", "0 degC", "20 degC"), (-20, 0, 20)),
        ("a=20..40wt%:2", ("20wt%", "40wt%"), (20, 40)),
        ("a=1..2:2", ("1", "2"), (1, 2)),
        ("a = [0 degC, 25 degC]", ("0 degC", "25 degC"), (0, 25)),
        ("a=[2,4,6] mg/cm2", ("2 mg/cm2", "4 mg/cm2", "6 mg/cm2"), (2, 4, 6)),
        ("a=[Li, Li-In]", ("Li", "Li-In"), None),
        ("a=[100 nm, 2 um]", ("100 nm", "2 um"), (0.1, 2)),
        ("a=[1.0-2.8 V, 1.5-2.8 V]", ("1.0-2.8 V", "1.5-2.8 V"), None),
        ("a=[75Li2S-25P2S5 glass, 70Li2S-30P2S5]", ("75Li2S-25P2S5 glass", "70Li2S-30P2S5"), None),
    ],
)
def test_axes_are_read_as_people_write_them(words, texts, numbers):
    axis = parse_axis(words)
    assert axis.path == "a"
    assert axis.texts == texts
    assert axis.numbers == (None if numbers is None else pytest.approx(numbers))


@pytest.mark.parametrize(
    ("vary", "more", "told"),
    [
        (["cathode.loading"], {}, "expected a range"),
        (["cathode.loading=3..1 mg/cm2"], {}, "lower value first"),
        (["cathode.loading=1..3 mg/cm2:1"], {}, "1 values"),
        (["cathode.loading=1..3 mg/cm2:10000000"], {}, "2 to 1000000"),
        (["cathode.loading=[1 mg/cm2"], {}, "closing bracket"),
        (["cathode.loading=[1 mg/cm2, 2] mg/cm2"], {}, "'mg/cm2' behind values that are not all plain numbers"),
        (["cathode.loading=[2,,6] mg/cm2"], {}, "an empty value"),
        (["cathode.loading=[1 mg/cm2, 1 mg/cm2]"], {}, "twice"),
        (["cathode.loading=0..3 mg/cm2:3 log"], {}, "start above 0"),
        (["cathode.loading=1 um..3 mg/cm2:3"], {}, "differ in dimension"),
        (["cathode.loading=1..3 um:3"], {}, "cathode.loading"),
        (["cathode.loadin=1..3 mg/cm2:3"], {}, "Did you mean cathode.loading"),
        (["cathode.loading=1..3 mg/cm2:3"], {"of": "capacty"}, "Did you mean capacity"),
        (["cathode.loading=1..3 mg/cm2:3"], {"at": "fast"}, "rate"),
        (["rate=1..3C:3"] * 2, {}, "varied twice"),
        (["rate=1..3C:3", "cathode.loading=1..3 mg/cm2:3", "area=1..3 cm2:3"], {}, "one or two"),
    ],
)
def test_a_sweep_that_can_not_be_is_refused_in_words(vary, more, told):
    with pytest.raises(BrimstoneError) as problem:
        sweep(recipe(), vary, **more)
    assert told in str(problem.value)


def test_a_cell_that_ends_before_its_discharge_does_says_what_ended_it():
    thin = recipe(anode={"material": "Li"})
    found = sweep(thin, ["anode.thickness=[1 um, 60 um]"], of="capacity", settings=CERTAIN)
    notes = [item.text for part in sweep_document(found).sections for item in part.items if isinstance(item, Note)]
    assert "1 µm: the discharge ended early: the anode gave all of its lithium before the step was over" in notes
    assert not any("60 µm: the discharge" in words for words in notes)
