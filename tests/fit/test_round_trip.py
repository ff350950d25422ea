"""What a run would have recorded goes out as files, and the cell behind them repeats every kind of it in a fit."""

from dataclasses import replace

import numpy as np
import pytest

from brimstone.bridge import read_data, synthetic, synthetic_cells, to_bdf
from brimstone.bridge.laboratory import NO_ERRORS, sensor_table, sensor_tables
from brimstone.cell import Cell
from brimstone.errors import DataError
from brimstone.fit.compared import Problem, groups
from brimstone.fit.experiments import experiment
from brimstone.recipe import parse

AREA = 1e-4
RECIPE = """
name: small
area: 1 cm2
cathode: {{active: S, composition: {{S: 30 wt%, Li6PS5Cl: 50 wt%, acetylene black: 20 wt%}}, loading: 1 mg/cm2}}
separator: [{{electrolyte: Li6PS5Cl, thickness: 500 um}}]
anode: {{material: Li-In}}
operation: {{temperature: 60 degC, stack_pressure: 20 MPa, fixture: constant gap}}
protocol:
{protocol}
"""
#: Protocol -> number of cells that it takes, and of all steps that are compared.
KINDS = {
    "rates from one state": ("{rates: [0.1C, 0.5C, 2C], charge: 0.2C, window: [1.2 V, 2.8 V]}", 3, 6),
    "rates one after another": ("{rates: [0.1C, 2C], restore: no, charge: 0.2C, window: [1.2 V, 2.8 V]}", 1, 4),
    "rates of a cycled cell": (
        "{discharge: 0.2C, to: 1.2 V}, {rates: [0.1C, 2C], window: [1.2 V, 2.8 V]}, {rest: 1 h}", 2, 6
    ),
    "titration": ("{pulse: 0.2C, for: 20 min, rest: 30 min, to: 1.5 V}", 1, 15),
    "cycles": ("{cycles: 3, charge: 0.5C, discharge: 0.5C, window: [1.2 V, 2.8 V]}", 1, 6),
    "spectrum": ("{impedance: [100 kHz, 10 mHz], points: 20}, {discharge: 0.5C, to: 1.2 V}", 1, 1),
    "held voltages": (
        "{discharge: 0.2C, to: 1.2 V}, {hold: 1.2 V, until: 2 h}, {charge: 0.5C, to: 2.6 V}, "
        "{hold: 2.6 V, until: 0.05C}, {discharge: 0.5C, to: 1.2 V}", 1, 3
    ),
    "limits of charge and time": (
        "{discharge: 0.2C, to: 600 mAh/g}, {rest: 2 h}, {discharge: 0.1C, to: 2 h}, {charge: 0.2C, to: 2.8 V}", 1, 3
    ),
    "power": ("{discharge: 0.3 mW/cm2, to: 1.5 V}, {rest: 1 h}, {charge: 0.5 mW/cm2, to: 2.8 V}", 1, 2),
    "load": ("{discharge: 5000 ohm cm2, to: 1.2 V}, {charge: 0.2C, to: 2.8 V}", 1, 2),
    "ramp": (
        "{discharge: 0.2C, to: 1.2 V}, {ramp: 0.1 mV/s, window: [1.2 V, 2.8 V], cycles: 1}, "
        "{charge: 0.2C, to: 2.8 V}", 1, 2
    ),
}  # fmt: skip


def computed(protocol, library):
    steps = "\n".join(f"  - {{{step}}}" for step in protocol[1:-1].split("}, {"))
    recipe = parse(RECIPE.format(protocol=steps))
    return Cell(recipe, library).run(certain=True, checks=False, nodes=20)


@pytest.mark.parametrize("kind", KINDS)
def test_the_cell_behind_a_file_repeats_it_within_the_errors_of_a_cycler(kind, library, tmp_path):
    protocol, count, steps = KINDS[kind]
    run = computed(protocol, library)
    assert run.status == "completed"
    cells = synthetic_cells(run, replace(NO_ERRORS, every=20.0))
    assert len(cells) == count
    files = [replace(one, spectra=()) for one in cells]
    files += [replace(one, cycling=None, spectra=(each,)) for one in cells for each in one.spectra]
    experiments = []
    for number, one in enumerate(files):
        path = tmp_path / f"{number}.csv"
        path.write_text(to_bdf(one))
        scales = (run.recipe.reference_potential, run.cell.counter_potential)
        experiments.append(experiment(read_data(path), AREA, *scales))
    problem = Problem(run.recipe, library, tuple(experiments), ())
    assert sum(len(one.segments) for one in experiments) == steps
    (residuals,) = problem.residuals(np.zeros((1, 0)))
    away = {name: float(np.abs(residuals[part]).max()) for name, part in groups(problem.experiments)}
    assert max(away.values()) < 1.5, away
    assert float(np.sqrt(np.mean(residuals**2))) < 0.4


def test_each_rate_from_one_state_is_a_cell_that_was_brought_there(library):
    run = computed(KINDS["rates of a cycled cell"][0], library)
    slow, fast = synthetic_cells(run, NO_ERRORS)
    assert [one.notes[1] for one in (slow, fast)] == ["cell 1 of 2: discharge 0.1C", "cell 2 of 2: discharge 2C"]
    assert slow.cycling.time[0] == fast.cycling.time[0] == 0.0
    assert (slow.cycling.step.max(), fast.cycling.step.max()) == (3, 4)
    first = fast.cycling.step <= 2
    assert np.array_equal(fast.cycling.voltage[first], slow.cycling.voltage[slow.cycling.step <= 2])
    with pytest.raises(DataError, match="begin in a state that was kept"):
        synthetic(run)
    tables = sensor_tables(run, NO_ERRORS)
    assert [table["time_h"][-1] for table in tables] == pytest.approx(
        [one.cycling.time[-1] / 3600.0 for one in (slow, fast)]
    )
    assert np.array_equal(tables[0]["pressure_sensor_MPa"], sensor_table(run, NO_ERRORS)["pressure_sensor_MPa"])


def test_cells_have_errors_of_their_own(library):
    slow, fast = synthetic_cells(computed(KINDS["rates of a cycled cell"][0], library), seed=3)
    prepared = fast.cycling.step == 1
    assert np.std(fast.cycling.voltage[prepared] - slow.cycling.voltage[slow.cycling.step == 1]) > 1e-4
