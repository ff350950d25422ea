"""Small direct current through a porous electrode: closed form against a ladder of resistors, and its limits."""

import numpy as np
import pytest

from brimstone.instrument.porous_electrode import porous_electrode_resistance


def ladder(thickness, ionic, electronic, conductance, nodes=500):
    """Parts of the resistance of a ladder of resistors: potentials of ions and electrons at each node."""
    h = thickness / nodes
    to_ions, to_electrons, across = 1.0 / (ionic * h), 1.0 / (electronic * h), conductance * h
    n = nodes
    main, upper = np.full(2 * n, across), {}
    matrix = np.zeros((5, 2 * n))  # ions and electrons of a node beside each other: a band of two
    for rail, g in ((0, to_ions), (1, to_electrons)):
        inner = np.full(n, 2.0 * g)
        inner[0] = inner[-1] = g
        main[rail::2] += inner
        upper[rail] = -g
    main[0] += 2.0 * to_ions  # half a cell to the separator, held at zero
    matrix[2] = main
    matrix[1, 1::2] = -across
    matrix[3, 0::2] = -across
    matrix[0, 2:] = np.tile([upper[0], upper[1]], n - 1)
    matrix[4, :-2] = np.tile([upper[0], upper[1]], n - 1)
    from scipy.linalg import solve_banded

    source = np.zeros(2 * n)
    source[-1] = 1.0  # the current leaves at the collector
    potential = solve_banded((2, 2), matrix, source)
    ions, electrons = potential[0::2], potential[1::2]
    reaction = (across * (electrons - ions) ** 2).sum()
    in_ions = (np.diff(ions) ** 2 * to_ions).sum() + ions[0] ** 2 * 2.0 * to_ions
    in_electrons = (np.diff(electrons) ** 2 * to_electrons).sum() + 0.5 * electronic * h
    return in_ions, in_electrons, reaction


@pytest.mark.parametrize("ratio", [1.0, 0.05, 30.0])
@pytest.mark.parametrize("conductance", [1e3, 1e6, 1e9])
def test_the_closed_form_is_that_of_a_ladder_of_resistors(ratio, conductance):
    found = porous_electrode_resistance(50e-6, 20.0, 20.0 * ratio, conductance)
    assert np.array(found) == pytest.approx(ladder(50e-6, 20.0, 20.0 * ratio, conductance), rel=2e-3, abs=1e-9)


def test_a_thin_electrode_reacts_evenly():
    found = porous_electrode_resistance(10e-6, 2.0, 1.0, np.array([1e-3, 10.0]))
    assert found.reaction == pytest.approx(1.0 / (np.array([1e-3, 10.0]) * 10e-6))
    assert found.ionic == pytest.approx(np.full(2, 2.0 * 10e-6 / 3.0))
    assert found.electronic == pytest.approx(np.full(2, 1.0 * 10e-6 / 3.0))


def test_of_a_deep_electrode_only_the_reach_of_ions_counts():
    ionic, conductance = 100.0, 1e12
    found = porous_electrode_resistance(1.0, ionic, 1e-12, conductance)
    assert sum(found) == pytest.approx(np.sqrt(ionic / conductance))
