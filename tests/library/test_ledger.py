import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brimstone.errors import LibraryError, RecipeError
from brimstone.library import Ledger, Value


def value(si, low=None, high=None, dimension="conductivity", unit="S/m"):
    return Value(si, low, high, dimension, unit, f"{si} {unit}", "test", "estimate")


@given(
    nominal=st.floats(1e-12, 1e6),
    below=st.floats(1.05, 50.0),
    above=st.floats(1.05, 50.0),
    seed=st.integers(0, 2**31),
)
def test_a_tenth_of_the_draws_lies_below_the_interval_and_a_tenth_above(nominal, below, above, seed):
    low, high = nominal / below, nominal * above
    draws = Ledger(1001, seed).draw(value(nominal, low, high), "x")[1:]
    assert np.mean(draws < low) == pytest.approx(0.1, abs=0.005)
    assert np.mean(draws > high) == pytest.approx(0.1, abs=0.005)
    assert np.median(draws) == pytest.approx(nominal, rel=0.05)


def test_two_hundred_samples_already_show_the_interval():
    draws = Ledger(200, 3).draw(value(1.5, 0.6, 3.0), "sigma")[1:]
    assert np.quantile(draws, (0.1, 0.9)) == pytest.approx((0.6, 3.0), rel=0.03)


def test_a_value_that_spreads_by_factors_stays_positive_and_one_by_differences_is_symmetric():
    factors = Ledger(5001).draw(value(1.0, 0.1, 10.0), "x")
    assert factors.min() > 0.0
    differences = Ledger(5001).draw(value(1.0, 0.9, 1.1), "x")[1:]
    assert np.mean(differences) == pytest.approx(1.0, abs=1e-3)
    assert np.std(differences) == pytest.approx(0.1 / 1.2816, rel=0.02)


def test_a_value_around_zero_is_drawn_on_both_sides():
    draws = Ledger(2001).draw(value(0.0, -0.6, 0.6, "number", ""), "laboratory/ln_area")[1:]
    assert np.quantile(draws, (0.1, 0.5, 0.9)) == pytest.approx((-0.6, 0.0, 0.6), abs=0.01)


def test_fractions_are_never_drawn_outside_zero_and_one():
    draws = Ledger(2001).draw(value(0.97, 0.8, 1.0, "fraction", "%"), "x")
    assert draws.min() >= 0.0
    assert draws.max() <= 1.0


def test_the_first_member_is_the_nominal_value():
    assert Ledger(50, 7).draw(value(1.5, 0.6, 3.0), "x")[0] == 1.5


def test_one_sample_means_nominal_only():
    ledger = Ledger(1)
    assert ledger.draw(value(1.5, 0.6, 3.0), "x").tolist() == [1.5]


def test_a_value_without_an_interval_does_not_vary():
    assert set(Ledger(20).draw(value(1.5), "x")) == {1.5}


def test_the_same_name_gives_the_same_draw_whatever_else_is_drawn():
    one, other = Ledger(100, 5), Ledger(100, 5)
    other.draw(value(2.0, 1.0, 4.0), "something else")
    assert (one.draw(value(1.5, 0.6, 3.0), "x") == other.draw(value(1.5, 0.6, 3.0), "x")).all()


def test_another_name_or_another_seed_gives_another_draw():
    quantity = value(1.5, 0.6, 3.0)
    draws = Ledger(100, 5).draw(quantity, "x")
    assert (draws != Ledger(100, 5).draw(quantity, "y")).any()
    assert (draws != Ledger(100, 6).draw(quantity, "x")).any()


def test_draws_under_different_names_are_not_correlated():
    ledger = Ledger(2001, 1)
    one, other = (np.log(ledger.draw(value(1.5, 0.6, 3.0), name)[1:]) for name in ("x", "y"))
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.07


def test_one_name_can_not_stand_for_two_values():
    ledger = Ledger(10)
    ledger.draw(value(1.0, 0.5, 2.0), "x")
    assert ledger.draw(value(1.0, 0.5, 2.0), "x").shape == (10,)
    with pytest.raises(LibraryError, match="'x' is drawn twice"):
        ledger.draw(value(2.0, 0.5, 3.0), "x")


def test_draws_can_not_be_changed_by_who_gets_them():
    draws = Ledger(10).draw(value(1.0, 0.5, 2.0), "x")
    with pytest.raises(ValueError, match="read-only"):
        draws[0] = 3.0


def test_every_number_that_is_drawn_is_on_record_with_its_source(library):
    ledger = Ledger(20, 1)
    law = library.material("LPSCl")["ionic_conductivity"]
    sampled = ledger.conductivity(law, 333.15, "separator.ionic_conductivity")
    assert sampled.shape == (20,)
    assert sampled[0] == pytest.approx(law.at(333.15))
    assert [entry.where for entry in ledger.entries] == [
        "separator.ionic_conductivity.at_25_degC",
        "separator.ionic_conductivity.activation_energy",
    ]
    assert all(entry.source and entry.known for entry in ledger.entries)


def test_a_polymer_conductivity_records_the_shape_of_its_curve_too(library):
    ledger = Ledger(20, 1)
    law = library.material("PEO-LiTFSI")["ionic_conductivity"]
    sampled = ledger.conductivity(law, 333.15, "layer")
    assert sampled[0] == pytest.approx(law.at(333.15))
    assert {entry.where.removeprefix("layer.") for entry in ledger.entries} == set(law.parts)


def test_a_noted_ensemble_is_recorded_with_its_spread():
    ledger = Ledger(100)
    ledger.note("cathode.porosity", np.linspace(0.1, 0.2, 100), "fraction", "densification")
    (entry,) = ledger.entries
    assert entry.value == pytest.approx(0.1)
    assert 0.1 < entry.low < entry.high < 0.2
    assert entry.known == "derived"
    assert entry.source == "densification"


def test_an_override_replaces_value_and_spread_and_says_so():
    ledger = Ledger(10, 0, {"film/conductivity": "1e-9 S/cm"})
    draws = ledger.draw(value(1.6e-8, 6e-9, 5e-8), "film/conductivity")
    assert draws == pytest.approx(np.full(10, 1e-7))
    assert ledger.entries[0].known == "override"
    assert ledger.unused_overrides() == {}


def test_an_override_of_the_wrong_dimension_is_refused_with_its_field():
    ledger = Ledger(1, 0, {"x": "3 V"})
    with pytest.raises(RecipeError, match=r"overrides\.x"):
        ledger.draw(value(1.0), "x")
    with pytest.raises(RecipeError, match="no unit"):
        Ledger(1, 0, {"x": "3"}).draw(value(1.0), "x")


def test_an_override_that_nothing_asks_for_is_told_with_the_nearest_names():
    ledger = Ledger(1, 0, {"film/conductivty": "1e-9 S/cm"})
    ledger.draw(value(1.0), "film/conductivity")
    assert ledger.unused_overrides() == {"film/conductivty": ["film/conductivity"]}


def test_an_ensemble_needs_a_member():
    with pytest.raises(ValueError, match="at least one"):
        Ledger(0)
