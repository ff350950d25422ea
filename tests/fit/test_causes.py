import numpy as np
import pytest

from brimstone.fit.causes import CAUSES, cause_of, decide


@pytest.fixture
def drawn():
    generator = np.random.default_rng(3)
    names = ("laboratory/ln_area", "mixing/milled_quality", "film/length", "LGPS.ionic_conductivity.at_25_degC")
    return {name: generator.normal(size=301) for name in names}


def test_what_alone_moves_a_number_has_all_of_its_uncertainty(drawn):
    decision = decide(drawn, np.exp(drawn["film/length"]))
    assert decision.first == "kinetics"
    assert decision.shares["kinetics"] == pytest.approx(1.0, abs=0.03)
    assert decision.narrower < 0.2
    assert decision.measurement == CAUSES["kinetics"][1]


def test_two_causes_share_as_their_variances(drawn):
    members = 2.0 * drawn["laboratory/ln_area"] + drawn["mixing/milled_quality"]
    shares = decide(drawn, members).shares
    assert shares["laboratory"] == pytest.approx(0.8, abs=0.08)
    assert shares["mixing"] == pytest.approx(0.2, abs=0.08)


def test_noise_belongs_to_no_cause(drawn):
    decision = decide(drawn, np.random.default_rng(5).normal(size=301))
    assert not decision.shares
    assert decision.measurement == ""


def test_names_of_a_run_belong_to_their_causes():
    assert cause_of("kinetics/exchange_current_density") == "kinetics"
    assert cause_of("LGPS.ionic_conductivity.at_25_degC") == "conductivity of the electrolyte"
    assert cause_of("Li-In.area_resistance") == "anode and interfaces"
    assert cause_of("something else") == "what the recipe leaves open"
