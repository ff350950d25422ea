import pytest

from brimstone.composite import infiltration


def test_pores_take_no_more_sulfur_than_they_hold():
    assert infiltration.infiltrated_share(1.0, 4.0) == pytest.approx(0.25)
    assert infiltration.infiltrated_share(4.0, 1.0) == 1.0
    assert infiltration.pore_filling(4.0, 1.0) == pytest.approx(0.25)
    assert infiltration.pore_filling(0.0, 1.0) == 1.0
    assert infiltration.infiltrated_share(1.0, 0.0) == 1.0
