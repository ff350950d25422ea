"""What holds a cathode in its plane: of pressed cells the pellet it is bonded to, and hardly the wall of the die."""

from dataclasses import replace

import numpy as np
import pytest

from brimstone.library import load
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.physics.pressure import bonded_strain
from brimstone.recipe import parse

LIBRARY = load()
PRESSED = ("Nagao2011", "Kim2025", "Unemoto2014", "Kobayashi2008", "Yao2017", "Song2025", "Hakari2017")
STEEL = 100.0 / 2.3  # walls of steel over those of PEEK, see the library


def sideways(plane, wall):
    """Share of the swelling's volume that goes sideways in a die whose wall is so much stiffer than PEEK."""
    return 2.0 / 3.0 * float(bonded_strain(1.0, plane.cathode, plane.separator, wall * plane.wall)[0])


@pytest.mark.parametrize("name", PRESSED)
def test_the_die_moves_less_than_a_hundredth_of_the_swelling_of_a_pressed_cathode(name):
    """The premise of leaving the wall out of the stack pressure; see the decision on what goes sideways."""
    plane = derive(Workbench.of(parse(LIBRARY.cell(name).recipe), LIBRARY)).mechanics.plane
    free, die, steel = (sideways(plane, wall) for wall in (0.0, 1.0, STEEL))
    assert steel < die < free < 0.07
    assert free - die < 0.01
    assert steel < 0.03


def test_a_fibre_in_a_loose_cathode_reads_what_the_die_leaves():
    """Without a pellet to hold it, a layer strains by what its own stiffness and the wall's divide."""
    mechanics = derive(Workbench.of(parse(LIBRARY.cell("Yao2017").recipe), LIBRARY)).mechanics
    plane, growth, nothing = mechanics.plane, 0.03 * mechanics.cathode_thickness, np.zeros(1)
    loose = replace(mechanics, plane=replace(plane, separator=nothing))
    unheld = replace(mechanics, plane=replace(plane, separator=nothing, wall=nothing))
    strain = loose.sideways(growth, nothing, np.full(1, 0.3))[0]
    assert unheld.sideways(growth, nothing, np.full(1, 0.3))[0] == pytest.approx(0.01)
    assert strain == pytest.approx(0.01 * plane.cathode[0] / (plane.cathode[0] + plane.wall[0]))
    assert strain < 0.005
