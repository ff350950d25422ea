"""What is read off a spectrum, against spectra of circuits that are known."""

import builtins

import numpy as np
import pytest

from brimstone.errors import BrimstoneError
from brimstone.instrument.analysis import analyse
from brimstone.instrument.circuits import fit_circuit
from brimstone.instrument.kramers_kronig import kramers_kronig
from brimstone.instrument.relaxation import processes, relaxation_times
from brimstone.physics.dielectric import arc_impedance
from brimstone.physics.transmission_line import two_rail_line
from tests.instrument import spectra


@pytest.mark.parametrize("noise", [0.0, 1e-3, 3e-3])
def test_a_linear_cell_passes_the_test_of_kramers_and_kronig_within_its_noise(noise):
    found = kramers_kronig(spectra.FREQUENCY, spectra.noisy(spectra.cell(), noise))
    assert found.passed
    assert 0.5 * noise < found.typical < 1.5 * noise + 1e-4


def test_a_cell_that_changes_during_the_sweep_fails_it_where_it_changed():
    late = np.where(spectra.FREQUENCY < 1.0, np.linspace(0.0, 1.0, 60), 0.0)
    drifting = spectra.cell() * (1.0 + 0.3 * late)
    found = kramers_kronig(spectra.FREQUENCY, spectra.noisy(drifting, 1e-3))
    assert not found.passed
    assert found.frequency[np.argmax(np.abs(found.residuals))] < 10.0
    assert "fails" in found.sentence


def test_a_constant_added_to_the_imaginary_part_alone_fails_it():
    """A Hilbert transform knows nothing of it: no causal response has it."""
    z = spectra.cell()
    assert not kramers_kronig(spectra.FREQUENCY, z + 0.05j * np.abs(z)).passed


def test_leads_with_an_inductance_and_a_capacitor_in_series_pass_it():
    s = 2j * np.pi * spectra.FREQUENCY
    assert kramers_kronig(spectra.FREQUENCY, spectra.cell() + 2e-6 * s + 1.0 / (0.5 * s)).passed


def test_the_order_of_the_frequencies_does_not_matter():
    random = np.random.default_rng(3).permutation(60)
    z = spectra.noisy(spectra.cell(), 2e-3)
    plain, shuffled = kramers_kronig(spectra.FREQUENCY, z), kramers_kronig(spectra.FREQUENCY[random], z[random])
    assert shuffled.residuals == pytest.approx(plain.residuals[random], abs=1e-9)
    fits = [fit_circuit(f, v, "R0-p(R1,CPE1)-p(R2,CPE2)") for f, v in
            ((spectra.FREQUENCY, z), (spectra.FREQUENCY[random], z[random]))]  # fmt: skip
    assert fits[1].impedance == pytest.approx(fits[0].impedance[random], rel=1e-6)


ARCS = ((10.0, 1e-4), (100.0, 1.0))


@pytest.fixture(scope="module")
def two_arcs():
    frequency = np.logspace(6, -3, 60)
    s = 2j * np.pi * frequency
    z = 20.0 + 1.0 / (s * 50.0) + 1e-7 * s
    return frequency, z + sum(resistance / (1.0 + s * time) for resistance, time in ARCS)


def test_relaxation_times_find_resistances_where_they_are(two_arcs):
    times, density = relaxation_times(*two_arcs)
    found = processes(times, density)
    main = sorted(found, key=lambda one: -one.resistance)[:2]
    for one, (resistance, time) in zip(sorted(main, key=lambda one: one.time), ARCS, strict=True):
        assert one.resistance == pytest.approx(resistance, rel=0.03)
        assert abs(np.log10(one.time / time)) < 0.1
        assert one.frequency == pytest.approx(1.0 / (2 * np.pi * one.time))
    assert sum(one.resistance for one in found) == pytest.approx(110.0, rel=0.05)


def test_a_small_fast_process_is_found_beside_a_slow_one_three_hundred_times_larger():
    z = 5.0 + arc_impedance(40.0, 1e-6, 1.0, spectra.FREQUENCY) + arc_impedance(13000.0, 1e-3, 1.0, spectra.FREQUENCY)
    found = processes(*relaxation_times(spectra.FREQUENCY, z))
    fast = max((one for one in found if one.time < 1e-2), key=lambda one: one.resistance)
    assert fast.resistance == pytest.approx(40.0, rel=0.05)
    assert fast.time == pytest.approx(4e-5, rel=0.3)


TRUE = {
    "R0": spectra.PLAIN, "R1": spectra.ARC, "CPE1_1": spectra.EXPONENT, "TL1_0": spectra.RAILS[0],
    "TL1_1": spectra.RAILS[1], "TL1_2": spectra.TRANSFER, "TL1_3": spectra.LAYERS, "TL1_4": 1.0,
    "TL1_5": spectra.CONVERSION,
}  # fmt: skip


def test_the_circuit_is_found_from_the_spectrum_alone_with_every_number():
    found = fit_circuit(spectra.FREQUENCY, spectra.cell())
    assert found.circuit == "R0-p(R1,CPE1)-TL1"
    assert found.error < 1e-5
    values = {one.name: one.value for one in found.parameters}
    assert {name: values[name] for name in TRUE} == pytest.approx(TRUE, rel=1e-3)
    (arc,) = found.arcs
    assert arc.time == pytest.approx(spectra.ARC * spectra.STORED, rel=1e-3)


@pytest.mark.parametrize("transfer", [9000.0, 9688.0, 11000.0])
def test_neighbouring_arcs_are_found_whatever_the_reaction_hides(transfer):
    frequency = np.logspace(6, -3, 60)
    s = 2j * np.pi * frequency
    z = 24.0 + two_rail_line(16.0, 0.08, 1.0 / (s * 1.36e-3 + 1.0 / (transfer + 1.0 / (s * 7.0))))
    for resistance, stored, exponent in ((5.5, 1.4e-7, 0.86), (11.1, 3.9e-6, 0.88), (3.2, 6.6e-6, 0.81)):
        z = z + resistance / (1.0 + resistance * stored * s**exponent)
    assert fit_circuit(frequency, z).error < 1e-3  # which counts as none


def test_standard_errors_hold_the_truth_under_the_noise_of_an_instrument():
    found = fit_circuit(spectra.FREQUENCY, spectra.noisy(spectra.cell(), 3e-3), "R0-p(R1,CPE1)-TL1")
    away = [abs(one.value - TRUE[one.name]) / one.error for one in found.parameters if one.name in TRUE]
    assert max(away) < 3.5
    assert np.sqrt(np.mean(np.square(away))) < 2.0
    assert found.error == pytest.approx(3e-3 * np.sqrt(2.0), rel=0.25)


def test_one_rail_and_two_equal_ones_are_alternatives_that_the_errors_reach_to():
    """A plain resistance and two equal rails bend almost as a single rail does."""
    s = 2j * np.pi * spectra.FREQUENCY
    z = 30.0 + two_rail_line(18.0, 0.05, 1.0 / (s * 1e-3 + 1.0 / 5000.0))
    found = {one.name: one for one in fit_circuit(spectra.FREQUENCY, z, "R0-TL1").parameters}
    assert abs(found["TL1_0"].value - 18.0) < 2.0 * found["TL1_0"].error
    assert found["TL1_0"].error > 5.0
    assert found["TL1_2"].determined
    assert found["TL1_2"].value == pytest.approx(5000.0, rel=1e-2)


def test_rails_that_the_rest_hides_are_said_not_to_be_told():
    z = spectra.cell() + 2e5 / (1.0 + 2j * np.pi * spectra.FREQUENCY * 1e-9)
    found = fit_circuit(spectra.FREQUENCY, spectra.noisy(z, 3e-3), "R0-TL1")
    told = {one.name: one.determined for one in found.parameters}
    assert not told["TL1_0"] or not told["TL1_1"]


@pytest.mark.parametrize(
    ("circuit", "words"),
    [
        ("R0-p(R1,CPE1", "closed"),
        ("R0-X1", "no element 'X1'"),
        ("R0-TK1", "did you mean"),
        ("R0-R0", "same name"),
        ("", "no circuit"),
        ("R0-__import__('os')", "signs"),
        ("p(R1)", "two parts"),
        ("R0-TL1-TL2-TL3-TL4-TL5-TL6-TL7-TL8-TL9-TL10-TL11-TL12-TL13-TL14-TL15-TL16-TL17-TL18-TL19-TL20", "too few"),
    ],
)
def test_what_is_no_circuit_or_too_large_is_refused_in_words(circuit, words):
    with pytest.raises(BrimstoneError, match=words):
        fit_circuit(spectra.FREQUENCY, spectra.cell(), circuit)


def test_without_impedance_py_the_rest_is_read_all_the_same(monkeypatch):
    real = builtins.__import__

    def refuse(name, *arguments, **more):
        if name.startswith("impedance"):
            raise ImportError(name)
        return real(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)
    found = analyse(spectra.FREQUENCY, spectra.cell())
    assert found.fit is None
    assert "brimstone[impedance]" in found.unfitted
    assert found.test.passed
    with pytest.raises(BrimstoneError, match=r"brimstone\[impedance\]"):
        analyse(spectra.FREQUENCY, spectra.cell(), "R0")


def test_a_few_points_are_refused():
    with pytest.raises(BrimstoneError, match="too few"):
        analyse(spectra.FREQUENCY[:3], spectra.cell()[:3])


def test_a_fit_that_does_not_come_to_an_end_keeps_where_the_search_ended_and_tells_no_errors(monkeypatch):
    from impedance.models.circuits import CustomCircuit

    def endless(*arguments, **options):
        raise RuntimeError("Optimal parameters not found: the maximum number of function evaluations is exceeded.")

    monkeypatch.setattr(CustomCircuit, "fit", endless)
    found = fit_circuit(spectra.FREQUENCY, spectra.cell(), "R0-p(R1,CPE1)-TL1")
    assert found.error < 0.2
    assert not any(one.determined for one in found.parameters)
