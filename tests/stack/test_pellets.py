import numpy as np
import pytest

from brimstone.composite.densification import heckel_density
from brimstone.library import Ledger, load
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.stack.pellets import layer_porosity, pellet_factor
from tests.cells import recipe

LIBRARY = load()


def bench(layer=None, **changes):
    pellet = {"electrolyte": "Li6PS5Cl", "thickness": "500 um", **(layer or {})}
    return Workbench.of(recipe(separator=[pellet], **changes), LIBRARY, Ledger(1))


def of_pellet(pressure, cathode="40 MPa"):
    made = bench({"pressed_at": pressure}, **{"cathode": {"pressed_at": cathode}})
    (layer,) = made.recipe.separator
    return layer_porosity(made, layer)[0], pellet_factor(made, layer)[0]


def test_a_pellet_pressed_as_usual_conducts_as_the_library_says():
    porosity, factor = of_pellet("370 MPa")
    assert factor == pytest.approx(1.0, abs=2e-3)
    assert porosity == pytest.approx(LIBRARY.constant("transport/porosity").si, abs=1e-3)


def test_pressure_acts_by_the_density_that_it_makes():
    material = LIBRARY.material("Li6PS5Cl")
    law = [material[name].si for name in ("heckel_intercept", "heckel_pressure", "maximum_density")]
    loose, _ = of_pellet("100 MPa")
    usual = 1.0 - LIBRARY.constant("transport/porosity").si
    expected = usual * heckel_density(100e6, *law) / heckel_density(370e6, *law)
    assert 1.0 - loose == pytest.approx(expected, rel=1e-3)


def test_a_looser_pellet_conducts_less_and_never_nothing():
    factors = [of_pellet(f"{pressure} MPa")[1] for pressure in (40, 100, 250, 370)]
    assert np.all(np.diff(factors) > 0.0)
    assert 0.3 < factors[0] < 0.8  # grains at 70 % of the usual density


def test_a_cathode_pressed_onto_the_separator_presses_it_too():
    assert of_pellet("100 MPa", cathode="370 MPa") == pytest.approx(of_pellet("370 MPa"), rel=1e-6)


def test_a_stated_porosity_acts_on_resistance():
    def resistance(porosity):
        return derive(bench({"porosity": porosity})).resistances["separator_1_Li6PS5Cl"][0]

    assert resistance("30 %") > 1.3 * resistance("13 %")
    assert resistance("13 %") == pytest.approx(resistance(None), rel=1e-3)


def test_what_flows_is_not_pressed():
    made = bench({"electrolyte": "PEO-LiTFSI", "porosity": "30 %"})
    assert pellet_factor(made, made.recipe.separator[0])[0] == 1.0
