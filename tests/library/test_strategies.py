import pytest

from brimstone.errors import UnknownNameError

SIX = ["in situ polymerisation", "mechanical pressing", "molten lithium", "polymer modification", "slurry casting"]


def test_there_are_the_six_strategies_of_the_review(library):
    assert sorted(strategy.name for strategy in library.strategies()) == sorted([*SIX, "vapour deposition"])


def test_every_treatment_does_something_to_an_interface(library):
    for strategy in library.strategies():
        for treatment in strategy.variants:
            assert treatment.acts, treatment.name
            assert ("pressed" not in treatment.acts) or "pressure" in treatment.values, treatment.name
            assert not ({"heated", "melted"} & set(treatment.acts)) or "temperature" in treatment.values, treatment.name


def test_the_first_variant_of_a_strategy_is_the_strategy_in_general(library):
    for strategy in library.strategies():
        assert strategy.variants[0].name == strategy.name
        assert library.treatment(strategy.name) is strategy.variants[0]


@pytest.mark.parametrize(
    ("name", "ratio"),
    [
        ("heating to 175 degC", 5822 / 514),
        ("aluminium and molten lithium", 950 / 75),
        ("gold and molten lithium", 2500 / 250),
        ("drop casting", 6474 / 722),
    ],
)
def test_a_reported_pair_of_resistances_is_kept_as_evidence(library, name, ratio):
    assert 1.0 / library.treatment(name).reported_factor == pytest.approx(ratio, rel=1e-3)


def test_a_treatment_without_a_reported_pair_has_no_factor(library):
    assert library.treatment("mechanical pressing").reported_factor is None


def test_polydopamine_doubles_the_conductivity(library):
    values = library.treatment("polydopamine coating").values
    assert values["conductivity_after"].si / values["conductivity_before"].si == pytest.approx(2.0, rel=0.05)


def test_the_parameters_of_the_review_are_there(library):
    assert library.treatment("pressed lithium").values["pressure"].si == pytest.approx(240e6)
    assert library.treatment("evaporated gold").values["layer_thickness"].si == pytest.approx(60e-9)
    assert library.treatment("CVD silicon").layer == "Si"
    assert library.treatment("PETEA").values["temperature"].si == pytest.approx(343.15)
    assert "AIBN" in library.treatment("PETEA").additives
    assert library.treatment("evaporated lithium").vacuum
    assert library.treatment("slurry casting").values["least_layer"].si == pytest.approx(20e-6)


def test_scalability_carries_the_sentence_of_the_review(library):
    best = {strategy.name for strategy in library.strategies() if strategy.scalability[0] == "best"}
    assert best == {"mechanical pressing", "slurry casting", "in situ polymerisation"}


def test_words_for_an_interface_may_name_several_treatments_and_a_solvent(library):
    applied = library.treatments("Au coating and molten lithium + PEO gel in acetonitrile")
    assert [one.treatment.name for one in applied] == ["gold and molten lithium", "PEO gel layer"]
    assert [one.solvent for one in applied] == [None, "acetonitrile"]
    assert library.treatments("mechanical pressing, first")[0].treatment.name == "mechanical pressing"
    assert library.treatments("mechanical pressing before the cathode")[0].first


@pytest.mark.parametrize("words", [None, "none", "bare", "Untreated"])
def test_no_treatment_is_none(library, words):
    assert library.treatments(words) == ()


def test_an_unknown_solvent_is_refused(library):
    with pytest.raises(UnknownNameError, match="material 'gin'"):
        library.treatments("slurry casting in gin")
