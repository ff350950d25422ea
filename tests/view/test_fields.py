"""A figure speaks of a field in words."""

import pytest

from brimstone.view.fields import field_words, within


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("rate", "Rate"),
        ("cathode.loading", "Loading"),
        ("cathode.composition.S", "Share of S"),
        ("cathode.particle_size.Li2S", "Particle size of Li2S"),
        ("cathode.mixing.speed", "Speed of mixing of the cathode"),
        ("separator.2.thickness", "Thickness of layer 2 of the separator"),
        ("operation.stack_pressure", "Stack pressure"),
        ("anode.thickness", "Thickness of the anode"),
    ],
)
def test_a_path_becomes_words(path, words):
    assert field_words(path) == words


def test_a_formula_with_numbers_is_one_word_of_a_path():
    assert field_words("cathode.composition.Li3.25Ge0.25P0.75S4") == "Share of Li3.25Ge0.25P0.75S4"
    assert field_words("separator.2.thickness") == "Thickness of layer 2 of the separator"
    assert within("cathode.composition.S") == "share of S"
