"""What can be made, how far from a factory it is, and what polymers can have together."""

import pytest

from brimstone.design.polymers import pareto_front, polymer_electrolytes
from brimstone.design.process import class_limits, readiness
from brimstone.library import load
from brimstone.library.tables import instruments, processes

LIBRARY = load()


def test_pellets_of_brittle_classes_do_not_roll_and_polymers_do():
    found = {one.name: one for one in class_limits(LIBRARY)}
    assert not found["sulfide"].rolls
    assert not found["oxide"].rolls
    assert found["polymer"].rolls
    assert found["gel"].rolls
    assert found["halide"].rolls is None  # no toughness is known


def test_thin_films_of_brittle_classes_roll():
    found = {one.name: one for one in class_limits(LIBRARY)}
    for name in ("sulfide", "oxide"):
        assert found[name].film_rolls
        assert found[name].least_thickness > found[name].rolling_thickness


def test_the_rule_of_a_class_and_its_mechanics_agree():
    for one in class_limits(LIBRARY):
        if one.rolls is not None:
            assert one.rolls == LIBRARY.material_class(one.name).rules["rolls"]


def test_only_pressed_classes_are_limited_by_the_press():
    found = {one.name: one for one in class_limits(LIBRARY)}
    assert 1e-4 < found["sulfide"].pellet_area < 1e-2
    assert found["polymer"].pellet_area is None


def test_the_score_follows_what_treatments_ask_for():
    found = {one.strategy.name: one for one in readiness(LIBRARY)}
    assert found["vapour deposition"].requirements["vacuum"] == LIBRARY.constant("scaling/vacuum").si
    assert "molten_lithium" in found["molten lithium"].requirements
    for one in found.values():
        assert one.score == pytest.approx(10.0 - sum(one.requirements.values()))
    scores = [one.score for one in readiness(LIBRARY)]
    assert scores == sorted(scores, reverse=True)


def test_nothing_on_the_front_of_polymers_is_beaten():
    found = polymer_electrolytes(LIBRARY)
    front = pareto_front(found)
    assert 1 < len(front) < len(found)
    for one in found:
        better = [
            other
            for other in found
            if all(a >= b for a, b in zip(other.merits, one.merits, strict=True)) and other is not one
        ]
        strictly = [other for other in better if other.merits != one.merits]
        assert (one in front) == (not strictly)


def test_gels_are_among_the_polymers_with_what_their_conduction_lets_through():
    """A gel that conducts as its liquid does holds nothing back, one of a tenth of that a tenth of it."""
    mobile = {one.material.name: one.polysulfide_diffusivity for one in polymer_electrolytes(LIBRARY)}
    assert {"PETEA gel", "AHE", "ETPTA gel", "poly-DOL gel"} <= mobile.keys()
    liquid = LIBRARY.material("DOL-DME LiTFSI")["polysulfide_diffusivity"].si
    assert mobile["PETEA gel"] == pytest.approx(liquid, rel=0.1)
    assert mobile["AHE"] == pytest.approx(0.0927 * liquid, rel=0.02)


def test_warm_polymers_conduct_better():
    cold, warm = ({one.material.name: one for one in polymer_electrolytes(LIBRARY, t)} for t in (298.15, 333.15))
    assert all(warm[name].conductivity > cold[name].conductivity for name in cold)


def test_every_process_makes_a_class_that_there_is():
    names = {one.class_ for one in LIBRARY.materials()}
    for process in processes():
        assert set(process.classes) <= names
        assert process.least.source


def test_what_an_instrument_is_said_to_be_here_is_there():
    from brimstone.cli.app import app
    from brimstone.recipe.protocol import STEPS
    from brimstone.result import Run, Step

    parts = [app, *(group.typer_instance for group in app.registered_groups)]
    commands = {command.name for part in parts for command in part.registered_commands}
    for one in instruments():
        for word in one.virtual.replace(",", " ").replace(";", " ").split():
            if word.startswith(("Run.", "Step.")):
                owner, name = word.rstrip("()").split(".")
                known = {"Run": Run, "Step": Step}[owner]
                assert hasattr(known, name) or name in known.__dataclass_fields__, word
        if "`brimstone " in one.virtual:
            assert one.virtual.split("`brimstone ")[1].split()[0] in commands
        if one.virtual.startswith("protocol step"):
            words = one.virtual.split(";")[0].removeprefix("protocol steps").removeprefix("protocol step")
            assert {word.strip() for word in words.split(",")} <= set(STEPS)
