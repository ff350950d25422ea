import itertools

import numpy as np
import pytest

from brimstone.contract.run import run_record
from brimstone.errors import RecipeError
from brimstone.result.run import LARGEST_ERROR
from brimstone.solver.interface import STATUS, UPPER_VOLTAGE
from tests.cells import LITHIUM_SULFIDE, SULFUR, run

WINDOW = ["1.0 V", "2.8 V"]


@pytest.fixture(scope="module")
def uncertain():
    return run(certain=False, members=60, protocol=[{"rates": ["0.1C", "1C"], "window": WINDOW}])


def test_a_run_closes_its_balances(uncertain):
    assert uncertain.status == "completed"
    assert set(uncertain.balances) == {"charge", "lithium", "sulfur", "electrolyte", "energy", "volume"}
    assert max(uncertain.balances.values()) <= LARGEST_ERROR


def test_the_nominal_member_is_the_certain_run(uncertain):
    certain = run(protocol=[{"rates": ["0.1C", "1C"], "window": WINDOW}])
    for one, other in zip(uncertain.steps, certain.steps, strict=True):
        assert one.charge.value == other.charge.value
        assert other.charge.low is None


def test_the_interval_holds_the_nominal_value_and_has_width(uncertain):
    figure = uncertain.shown[1].capacity()
    # Near the theoretical capacity samples pile up, and the nominal value may be their ninth decile.
    assert figure.low < figure.value < 1.1 * figure.high
    assert figure.high / figure.low > 1.2


def test_bands_lie_around_the_curve(uncertain):
    band, curve = uncertain.shown[1].band, uncertain.shown[1].curve
    nominal = np.interp(band.charge, curve.charge, curve.voltage)
    inside = band.charge < 0.8 * curve.charge[-1]
    assert np.all(band.low[inside] <= nominal[inside] + 1e-6)
    assert np.all(nominal[inside] <= band.high[inside] + 1e-6)


def test_the_same_seed_gives_the_same_run():
    one, other = (run(certain=False, members=12) for _ in range(2))
    assert one.steps[0].capacity() == other.steps[0].capacity()


def test_a_cut_off_voltage_stops_a_charge():
    (step,) = run(LITHIUM_SULFIDE, protocol=[{"charge": "0.1C", "to": "2.8 V"}]).steps
    assert step.outcomes[0, STATUS] == UPPER_VOLTAGE
    assert step.curve.voltage[-1] == pytest.approx(2.8, abs=1e-5)


def test_sulfur_never_gives_more_than_its_theory():
    for rate in ("0.01C", "0.1C"):
        of = run(protocol=[{"discharge": rate, "to": "0.5 V"}])
        (step,) = of.steps
        conversion = step.profile["conversion"]
        assert conversion.max() <= 1.0 + 1e-9
        sulfur = of.cell.parameter("conversion_charge")[0] * of.cell.composite.thickness[0]
        assert sulfur <= of.cell.theoretical_charge[0]


def test_steps_carry_their_state_on():
    steps = run(
        protocol=[{"discharge": "0.2C", "to": "500 mAh/g"}, {"rest": "1 h"}, {"charge": "0.2C", "to": "2.8 V"}]
    ).steps
    for before, after in itertools.pairwise(steps):
        assert after.profile.values[0, 1:] == pytest.approx(before.profile.values[-1, 1:], abs=1e-12)


def test_a_rest_relaxes_towards_the_equilibrium_potential():
    _, rest = run(protocol=[{"discharge": "1C", "to": "400 mAh/g"}, {"rest": "20 h"}]).steps
    assert rest.curve.voltage[-1] > rest.curve.voltage[0]
    assert rest.outcomes[0, 2] == 0.0  # no charge passed


def test_a_hold_keeps_the_voltage_while_the_current_falls():
    _, _, hold = run(
        protocol=[
            {"discharge": "0.5C", "to": "1.0 V"},
            {"charge": "0.5C", "to": "2.6 V"},
            {"hold": "2.6 V", "until": "0.02C"},
        ]
    ).steps
    assert hold.curve.voltage == pytest.approx(2.6, abs=1e-6)
    assert abs(hold.curve.current[-1]) < abs(hold.curve.current[0])


def test_coulombic_efficiency_names_what_it_divides():
    cycles = [{"cycles": 2, "charge": "0.2C", "discharge": "0.2C", "window": WINDOW}]
    outcome = run(protocol=cycles)
    charges = [step.charge.value for step in outcome.steps]
    assert outcome.coulombic_efficiency("charge over discharge") == pytest.approx(
        [charges[1] / charges[0], charges[3] / charges[2]]
    )
    assert outcome.coulombic_efficiency() == pytest.approx([charges[2] / charges[1]])
    assert all(0.3 < efficiency < 1.0 for efficiency in outcome.energy_efficiency())
    with pytest.raises(ValueError, match="definition"):
        outcome.coulombic_efficiency("whatever")


def test_an_override_is_used_and_an_unknown_one_is_refused():
    fast = [{"discharge": "1C", "to": "1.0 V"}]
    better = run(overrides={"film/conductivity": "1e-8 S/cm"}, cathode={"mixing": "hand-ground"}, protocol=fast)
    plain = run(cathode={"mixing": "hand-ground"}, protocol=fast)
    assert better.steps[0].charge.value > plain.steps[0].charge.value
    assert any(entry.known == "override" for entry in better.provenance)
    with pytest.raises(RecipeError, match="Did you mean film/conductivity"):
        run(overrides={"film/conductivty": "1e-8 S/cm"})


def test_every_number_of_a_run_has_a_source(uncertain):
    assert len(uncertain.provenance) > 50
    assert all(entry.source and entry.known for entry in uncertain.provenance)


def test_the_mesh_error_falls_with_the_square_of_the_width():
    protocol = [{"discharge": "1C", "to": "1.0 V"}]
    # at 20 nodes it is 0.02 mV, no more than the error of time
    coarse, fine = (run(nodes=nodes, protocol=protocol).mesh_error for nodes in (5, 10))
    assert 3.0 < coarse / fine < 5.5


def test_json_has_the_keys_of_the_contract(uncertain):
    words = run_record(uncertain).to_dict()
    assert {"status", "recipe", "version", "steps", "balances", "losses_mV", "warnings", "timing_s"} <= set(words)
    step = words["steps"][0]
    assert {"kind", "rate_C", "current_mA_cm2", "mean_voltage_V", "energy_Wh_kg_cell", "stop_reason"} <= set(step)
    for name in ("capacity_mAh_g_sulfur", "capacity_mAh_g_active", "areal_capacity_mAh_cm2"):
        assert step[f"{name}_low"] <= step[name] <= step[f"{name}_high"]
    assert step["rate_C"] == pytest.approx(0.1)


def test_a_long_protocol_keeps_details_of_its_first_steps_and_last_cycle_only():
    cycles = [{"cycles": 25, "charge": "2C", "discharge": "2C", "window": WINDOW}]
    outcome = run(nodes=8, protocol=cycles)
    assert outcome.status == "completed"
    assert len(outcome.steps) == 50
    assert outcome.steps[0].losses is not None
    assert outcome.steps[-1].losses is not None
    assert outcome.steps[-3].losses is None
    assert outcome.steps[-3].curve.time.size > 1


def test_without_any_sulfur_the_electrolyte_itself_is_cycled():
    half_cell = {
        **SULFUR,
        "cathode": {
            **SULFUR["cathode"],
            "active": "Li6PS5Cl",
            "composition": {"Li6PS5Cl": "70 wt%", "Ketjenblack": "30 wt%"},
        },
        "protocol": [{"cycles": 1, "charge": "0.02C", "discharge": "0.02C", "window": ["0.8 V", "3.0 V"]}],
    }
    outcome = run(half_cell)
    assert outcome.status == "completed"
    assert np.isnan(outcome.steps[0].capacity("sulfur").value)
    assert outcome.steps[0].capacity("active").value > 0.0


def test_milling_more_than_doubles_the_first_discharge_of_a_cell_with_little_carbon_surface():
    nagao = {
        "composition": {"S": "25 wt%", "acetylene black": "25 wt%", "80Li2S-20P2S5": "50 wt%"},
        "loading": "3.2 mg/cm2",
    }
    separator = [{"electrolyte": "80Li2S-20P2S5", "thickness": "600 um"}]
    milled, ground = (
        run(
            cathode={**nagao, "mixing": way},
            separator=separator,
            protocol=[{"discharge": "1.3 mA/cm2", "to": "1.0 V"}],
        ).steps[0].sulfur_charge
        for way in ("ball-milled", "hand-ground")
    )  # fmt: skip
    assert milled > 2.0 * ground


def test_balances_close_where_the_potential_of_a_thin_alloy_runs_away():
    thin = run(
        cathode=SULFUR["cathode"] | {"loading": "2.2 mg/cm2 of sulfur"},
        anode={"material": "Li-In", "thickness": "5 um"},
        operation={"temperature": "45 degC", "stack_pressure": "60 MPa", "fixture": "constant gap"},
        protocol=[{"discharge": "0.1C", "to": "1.0 V"}],
    )
    assert "anode" in thin.steps[0].stop_reason
    assert max(thin.balances.values()) <= LARGEST_ERROR
