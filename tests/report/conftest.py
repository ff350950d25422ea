import pytest

from brimstone.report import render
from tests.report import recipes


@pytest.fixture(scope="session")
def uncertain():
    """Three rates with an ensemble, and every kind of reported number."""
    return recipes.run(recipes.RATE_TEST, certain=False, members=20)


@pytest.fixture(scope="session")
def page(uncertain):
    return render(uncertain)


@pytest.fixture(scope="session")
def certain():
    return recipes.run(recipes.change(recipes.RATE_TEST))


@pytest.fixture(scope="session")
def cycled():
    return recipes.run(recipes.change(recipes.RATE_TEST, protocol=recipes.CYCLES))


@pytest.fixture(scope="session")
def varied():
    """Rest, impedance, discharge, charge, hold, ramps and pulses one after the other."""
    return recipes.run(recipes.change(recipes.RATE_TEST, protocol=recipes.EVERYTHING))


@pytest.fixture(scope="session")
def charged():
    """A cell with Li2S that is charged and nothing else, with the lithium given by its N/P ratio.

    An alloy takes it up: under 50 MPa plated lithium would open flaws of the argyrodite and short the cell.
    """
    charge = [{"charge": "0.1C", "to": "3.0 V"}]
    anode = {"material": "Li-In", "np_ratio": 2}
    return recipes.run(recipes.change(recipes.RATE_TEST, cathode=recipes.LI2S, anode=anode, protocol=charge))


@pytest.fixture(scope="session")
def without_sulfur():
    steps = [{"discharge": "0.1 mA/cm2", "to": "1.0 V"}, {"charge": "0.1 mA/cm2", "to": "3.0 V"}]
    return recipes.run(recipes.change(recipes.RATE_TEST, cathode=recipes.NO_SULFUR, protocol=steps))
