"""Salt in a run: it runs out above the limiting current, and its profile costs voltage below it."""

import numpy as np
import pytest

from brimstone.cell import Cell
from brimstone.model.surroundings import State
from tests.cells import recipe

LAYER = {
    "PEO-LiTFSI.diffusivity": "1e-8 cm2/s",
    "PEO-LiTFSI.salt_concentration": "1.2 mol/L",
    "PEO-LiTFSI.transference_number": 0.2,
}
LIMIT = 0.579  # mA/cm2 of 50 um


def discharged(current, lithium=0.2, thickness="50 um", temperature="60 degC"):
    """First step of a cell behind a film of polymer, at a current in mA/cm2."""
    cell = recipe(
        separator=[{"electrolyte": "PEO-LiTFSI", "thickness": thickness}],
        operation={"temperature": temperature},
        protocol=[{"discharge": f"{current} mA/cm2", "to": "1.0 V"}],
        overrides={**LAYER, "PEO-LiTFSI.transference_number": lithium},
    )
    return Cell(cell).run(certain=True, nodes=6, checks=False)


def capacity(run):
    return run.steps[0].charge.value


def test_below_the_limit_a_film_carries_the_discharge_and_beyond_it_the_salt_runs_out():
    shares = [capacity(discharged(of * LIMIT)) / capacity(discharged(of * LIMIT, 0.99)) for of in (0.3, 2.0, 3.0)]
    assert shares[0] > 0.9
    assert shares[1] < 0.2
    assert shares[2] < shares[1]


def test_a_third_of_the_thickness_carries_three_times_the_current():
    assert capacity(discharged(2.0 * LIMIT, thickness="16.7 um")) > 3.0 * capacity(discharged(2.0 * LIMIT))


def test_a_current_beyond_the_limit_lasts_for_the_time_of_sand():
    over = 3.0
    run = discharged(over * LIMIT)
    expected = np.pi * 1e-12 * (96485.0 * 1200.0 / (2.0 * over * LIMIT * 10.0 * 0.8)) ** 2
    assert run.steps[0].duration == pytest.approx(expected, rel=0.2)
    assert any("salt is used up" in note for note in run.notes)


def test_the_profile_relaxes_at_rest():
    assert [state.name for state in State][-3:] == ["salt_slow", "salt_middle", "salt_fast"]
    cell = recipe(
        separator=[{"electrolyte": "PEO-LiTFSI", "thickness": "50 um"}],
        operation={"temperature": "60 degC"},
        protocol=[{"discharge": "0.4 mA/cm2", "to": "1 h"}, {"rest": "2 h"}],
        overrides=LAYER,
    )
    curve = Cell(cell).run(certain=True, nodes=6, checks=False).steps[1].curve
    after = np.interp([1.0, 7000.0], curve.time - curve.time[0], curve.voltage)
    share = 0.4 / LIMIT
    assert after[1] - after[0] > 0.8 * 0.0459 * np.log((1.0 + share) / (1.0 - share))
