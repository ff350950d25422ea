"""The contract of every kind of cell, asked of runs: balances, stocks, bounds, signs, rest, mesh, and analytic limits.

The same list for a solid, a polymer (soaked into the cathode or pressed with it), a gel, a liquid and a hybrid cell,
charged or discharged as made, packed or not.
"""

import functools

import numpy as np
import pytest

from brimstone.cell import Cell
from brimstone.protocol import Basis, compile_protocol
from brimstone.recipe import Recipe
from brimstone.simulate.solve import solve_nominal
from brimstone.solver.ensemble import SolverOptions
from brimstone.solver.interface import CHARGE, ENERGY

_SOLID = {
    "cathode": {
        "active": "S", "composition": {"S": "30 wt%", "Li6PS5Cl": "50 wt%", "acetylene black": "20 wt%"},
        "loading": "1 mg/cm2", "mixing": "ball-milled", "pressed_at": "370 MPa", "collector": "Al",
    },
    "separator": [{"electrolyte": "Li6PS5Cl", "thickness": "100 um"}],
    "anode": "Li-In",
    "operation": {"temperature": "60 degC", "stack_pressure": "50 MPa", "fixture": "constant pressure"},
}  # fmt: skip
_WET = {
    "cathode": {
        "active": "S", "composition": {"S": "60 wt%", "Ketjenblack": "30 wt%", "PVDF": "10 wt%"},
        "loading": "1.5 mg/cm2", "mixing": "slurry", "collector": "Al",
    },
    "separator": [{"electrolyte": "DOL-DME LiTFSI", "thickness": "25 um", "additives": ["LiNO3"]}],
    "anode": "Li",
    "operation": {"temperature": "25 degC"},
}  # fmt: skip
_POUCH = {"kind": "pouch", "width": "3 cm", "height": "4 cm"}
KINDS = {
    "solid": _SOLID,
    "solid from Li2S": {**_SOLID, "cathode": {**_SOLID["cathode"], "active": "Li2S", "composition": {
        "Li2S": "40 wt%", "Li6PS5Cl": "45 wt%", "Ketjenblack": "15 wt%"}}},
    "liquid": _WET,
    "gel": {**_WET, "cathode": {**_WET["cathode"], "infiltrated": "PETEA gel"},
            "separator": [{"electrolyte": "PETEA gel", "thickness": "25 um", "additives": ["LiNO3"]}]},
    "polymer": {**_WET, "cathode": {**_WET["cathode"], "infiltrated": "PEO-LiTFSI"},
                "separator": [{"electrolyte": "PEO-LiTFSI", "thickness": "50 um"}],
                "operation": {"temperature": "60 degC"}},
    "pressed polymer": {
        **_SOLID, "cathode": {**_SOLID["cathode"], "pressed_at": "10 MPa", "composition": {
            "S": "30 wt%", "PEO-LiTFSI": "50 wt%", "acetylene black": "20 wt%"}},
        "separator": [{"electrolyte": "PEO-LiTFSI", "thickness": "50 um"}], "anode": "Li",
        "operation": {"temperature": "60 degC", "stack_pressure": "1 MPa", "fixture": "constant pressure"}},
    "hybrid": {**_WET, "cathode": {**_WET["cathode"], "infiltrated": "DOL-DME LiTFSI"},
               "separator": [{"electrolyte": "LLZO", "thickness": "30 um"}]},
}  # fmt: skip
BARE = tuple(KINDS)
KINDS |= {f"packed {name}": {**KINDS[name], "format": _POUCH} for name in BARE}
_CYCLE = [
    {"discharge": "0.1C", "to": "1.8 V"}, {"charge": "0.1C", "to": "2.8 V"}, {"discharge": "0.1C", "to": "1.8 V"},
]  # fmt: skip


def made(kind, protocol, nodes=8, **more):
    recipe = Recipe.from_mapping({**KINDS[kind], "name": kind, "protocol": protocol, **more})
    return Cell(recipe).run(certain=True, nodes=nodes, checks=False)


@functools.cache
def cycled(kind):
    """Discharged, charged and discharged; a cell made discharged is charged first."""
    return made(kind, _CYCLE if "Li2S" not in kind else [{"charge": "0.05C", "to": "3.2 V"}, _CYCLE[0]])


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.mark.parametrize("stock", ["charge", "lithium", "sulfur", "electrolyte", "energy", "volume"])
def test_a_balance_closes(kind, stock):
    run = cycled(kind)
    assert run.status == "completed"
    assert run.balances[stock] < 1e-6


def test_stocks_bound_what_passes(kind):
    run = cycled(kind)
    theory = float(run.cell.theoretical_charge[0])
    for step in run.steps:
        assert abs(step.sulfur_charge) <= 1.001 * theory
        values = step.profile.values
        assert np.all(np.isfinite(values))
        held = run.cell.equations.held(values)
        assert sum(held.values()).mean(axis=-1) == pytest.approx(1.0, rel=1e-9)
        if run.cell.equations.fields is None:  # else what a node has lost to its neighbours is theirs
            assert sum(held.values()) == pytest.approx(1.0, rel=1e-9)
        assert all(np.min(share) > -1e-6 for share in held.values())


def test_masses_are_those_of_the_recipe_and_of_the_charge(kind):
    """Active material by its share, theoretical charge by Faraday's law, lithium by what the cathode takes of it."""
    run = cycled(kind)
    written = KINDS[kind]["cathode"]
    active, share = written["active"], float(written["composition"][written["active"]].split()[0]) / 100.0
    loading = float(run.cell.active_mass[0])
    dry = run.cell.composite.active_areal_mass[0]
    assert dry == pytest.approx(loading, rel=1e-9)
    assert loading == pytest.approx(float(written["loading"].split()[0]) * 1e-2, rel=1e-9)
    moles = loading / {"S": 0.03206, "Li2S": 0.04594}[active]
    assert run.cell.theoretical_charge[0] == pytest.approx(2.0 * 96485.332 * moles, rel=2e-3)
    cathode = sum(float(layer.areal_mass[0]) for layer in run.stack.layers if layer.role == "cathode")
    assert cathode >= loading / share * (1.0 - 1e-9)
    if "infiltrated" not in written and "PVDF" not in written["composition"]:
        assert cathode == pytest.approx(loading / share, rel=1e-9)


def test_a_slow_discharge_gives_all_that_is_in_reach(kind):
    """The limit of no current: of what is in reach, all but what the end of the range takes."""
    still = {"solution/shuttle_reaction": "1e-20 cm/s", "redox/reach": "1e-9 nm"}
    charged = [] if "Li2S" not in kind else [{"charge": "0.002C", "to": "4.0 V"}]
    run = made(kind, [*charged, {"discharge": "0.002C", "to": "1.5 V"}], overrides=still)
    assert 0.975 < run.steps[-1].charge.value / float(run.cell.reach[0]) < 1.0 + 1e-6


def test_voltages_stay_inside_the_window_and_time_goes_on(kind):
    for step in cycled(kind).steps:
        voltage, charge = step.curve.voltage, step.curve.charge
        down = step.instruction.kind == "discharge"
        assert voltage[-1] == pytest.approx(1.8 if down else voltage.max(), abs=1e-4)
        assert np.all(np.diff(np.abs(charge)) > -1e-9 * np.abs(charge).max())


def test_signs_are_those_of_the_lab(kind):
    run = cycled(kind)
    by_kind = {step.instruction.kind: step for step in run.steps}
    down, up = by_kind["discharge"], by_kind["charge"]
    assert down.curve.current[0] > 0.0 > up.curve.current[0]
    assert down.curve.voltage[0] > down.curve.voltage[-1]
    assert up.curve.voltage[0] < up.curve.voltage[-1]
    assert up.mean_voltage.value > down.mean_voltage.value  # the second law, for a cycle at rest in between
    assert down.cell_energy.value > 0.0
    assert all(heat.total > 0.0 for heat in run.heat[-1:])


def test_a_cell_at_rest_comes_to_equilibrium_and_stays(kind):
    """Half discharged, where nothing shuttles: after two days nothing moves any more, after a week in Li2S."""
    still = {"solution/shuttle_reaction": "1e-20 cm/s", "redox/reach": "1e-9 nm"}
    half = {"charge": "0.1C", "to": "300 mAh/g"} if "Li2S" in kind else {"discharge": "0.1C", "to": "300 mAh/g"}
    # grains of Li2S that are opened in part exchange behind what is left of their barriers, ever more slowly
    long = "160 h" if "Li2S" in kind else "50 h"
    run = made(kind, [half, {"rest": long}, {"rest": "10 h"}], overrides=still)
    voltage = run.steps[2].curve.voltage
    assert np.ptp(voltage) < (2e-3 if "Li2S" in kind else 1e-3)
    assert run.steps[2].charge.value == pytest.approx(0.0, abs=1e-6)
    assert run.balances["energy"] < 1e-6


def test_a_finer_mesh_changes_less_and_less(kind):
    # a pressed polymer has hardly a profile at 0.1C: what is left there are time steps, 0.007 % of the charge
    down = [{"discharge": "0.3C", "to": "1.8 V"}] if "pressed" in kind else _CYCLE[:1]
    charges = [
        made(kind, down if "Li2S" not in kind else [{"charge": "0.1C", "to": "3.2 V"}], nodes).steps[0]
        for nodes in (5, 10, 20)
    ]
    coarse, middle, fine = (step.charge.value for step in charges)
    assert abs(fine - middle) <= 0.6 * abs(middle - coarse) + 1e-5 * fine
    assert fine == pytest.approx(middle, rel=0.01)
    assert all(step.residual < 2e-4 for step in charges)  # five volumes of the polymer come nearest, ten halve it


def test_a_tighter_tolerance_comes_nearer_to_the_same_end(kind):
    """Charge and energy of a step are off by about the tolerance, and by less the tighter it is."""
    protocol = _CYCLE[:1] if "Li2S" not in kind else [{"charge": "0.1C", "to": "3.2 V"}]
    run = made(kind, protocol)
    charge, mass = float(run.cell.theoretical_charge[0]), float(run.cell.active_mass[0])
    program = compile_protocol(run.recipe, Basis(charge, mass, run.cell.starts_charged, charge))

    def ends(tolerance):
        outcome = solve_nominal(run.cell, program.controls, SolverOptions(8, tolerance)).outcomes[0, 0]
        return np.array([outcome[CHARGE], outcome[ENERGY]])

    exact = ends(1e-10)
    errors = {one: float(np.max(np.abs(ends(one) / exact - 1.0))) for one in (1e-4, 1e-6, 1e-8)}
    assert all(error < 20.0 * tolerance for tolerance, error in errors.items())
    assert errors[1e-8] < 0.1 * errors[1e-4]


def test_a_resistance_in_series_takes_its_ohmic_share(kind):
    """At the first moment of a current, before anything has reacted, the voltage differs by current times ohms."""
    first = [{"discharge" if "Li2S" not in kind else "charge": "0.1C", "to": "1 s"}]
    plain, more = (made(kind, first, overrides={"Al.contact_resistance": f"{ohm} ohm cm2"}) for ohm in (1, 101))
    added = more.cell.resistances["collector_contact"][0] - plain.cell.resistances["collector_contact"][0]
    lost = plain.steps[0].curve.voltage[0] - more.steps[0].curve.voltage[0]
    assert lost / plain.steps[0].curve.current[0] == pytest.approx(float(added), rel=1e-3)
    assert float(added) == pytest.approx(0.01, rel=0.15)  # 100 ohm cm2, at the pressure of the cell


def test_a_small_current_loses_a_voltage_in_proportion_to_it(kind):
    """The limit of linear response: as many times the loss as the current, at the first moment.

    The law at rest is that of a few mV (`brimstone.physics.reversal`), and a fresh cathode conducts so little of the
    reaction that 0.0004C takes it beyond: the currents ask less than 0.1 mV of any cell.
    """
    verb = "discharge" if "Li2S" not in kind else "charge"
    rest = made(kind, [{"rest": "1 s"}]).steps[0].curve.voltage[0]
    losses = [
        abs(made(kind, [{verb: current, "to": "1 s"}]).steps[0].curve.voltage[0] - rest)
        for current in ("1e-6 mA/cm2", "1.6e-6 mA/cm2")
    ]
    assert 1e-10 < losses[1] < 1e-4
    assert losses[1] / losses[0] == pytest.approx(1.6, rel=0.04)


@pytest.mark.parametrize("bare", BARE)
def test_a_package_changes_nothing_inside_and_counts_its_area(bare):
    plain, packed = cycled(bare), cycled(f"packed {bare}")
    for one, other in zip(plain.steps, packed.steps, strict=True):
        assert other.charge.value == pytest.approx(one.charge.value, rel=1e-9)
        assert other.packed.capacity.value == pytest.approx(other.charge.value * packed.package.total_area, rel=1e-9)
    assert packed.package.total_area == pytest.approx(12e-4)
    assert packed.package.mass[0] == pytest.approx(sum(float(part.mass[0]) for part in packed.package.parts), rel=1e-9)
    for layer in packed.stack.layers:
        if layer.role == "cathode":
            (weighed,) = [float(part.mass[0]) for part in packed.package.parts if part.name == layer.name]
            assert weighed == pytest.approx(float(layer.areal_mass[0]) * packed.package.total_area, rel=1e-9)
