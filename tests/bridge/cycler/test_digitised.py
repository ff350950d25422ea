"""Voltage over capacity, as figures of papers are digitised."""

import numpy as np
import pytest

from brimstone.bridge.cycler import Drawn, read_data, read_digitised, to_bdf
from brimstone.cli.data import drawn_with
from brimstone.errors import BrimstoneError, DataError

AMPERE, GRAM, CM2 = 1e-4, 1e-6, 1e-4


@pytest.mark.parametrize(
    ("titles", "delimiter", "charge_of_one"),
    [
        ("capacity (mAh/g),voltage (V)", ",", 3.6 * 1e-3),
        ("Specific capacity / mAh g-1;E / V", ";", 3.6 * 1e-3),
        ("Specific Capacity (mAh g⁻¹)\tPotential (V vs Li/Li+)", "\t", 3.6 * 1e-3),
        ("Areal capacity [mAh cm-2],Voltage [V]", ",", 3.6),
        ("Capacity / mAh g^-1 (S)\tE (V)", "\t", 3.6 * 1e-3),
        ("Q (Ah/kg),U (V)", ",", 3.6 * 1e-3),
        ("Capacity (mAh),Voltage (V)", ",", 3.6),
        ("Discharge capacity (mAh),Discharge voltage (V)", ",", 3.6),
        ("Charge (Ah),Voltage (V)", ",", 3600.0),
    ],
)
def test_the_titles_of_digitised_curves(tmp_path, titles, delimiter, charge_of_one):
    capacity, voltage = np.linspace(0.0, 2.0, 30), np.linspace(2.4, 1.0, 30)
    decimal = str.maketrans(".", ",") if delimiter == ";" else {}
    rows = (f"{q:.6f}{delimiter}{v:.6f}".translate(decimal) for q, v in zip(capacity, voltage, strict=True))
    path = tmp_path / "curve.csv"
    path.write_text("\n".join([titles, *rows]), encoding="utf-8")
    found = read_digitised(path, Drawn(AMPERE, GRAM, CM2)).cycling
    assert found.discharged == pytest.approx(capacity * charge_of_one, rel=1e-4)
    assert found.voltage == pytest.approx(voltage, abs=1e-6)
    assert found.time == pytest.approx(found.discharged / AMPERE)
    assert np.all(found.current == -AMPERE)
    assert not found.charged.any()


def curve(tmp_path, titles="capacity (mAh/g),voltage (V)", voltages=(2.0, 2.2, 2.3, 2.5, 2.8)):
    path = tmp_path / "curve.csv"
    path.write_text("\n".join([titles, *(f"{100 * n},{v}" for n, v in enumerate(voltages))]), encoding="utf-8")
    return path


def test_a_rising_voltage_is_a_charge_and_what_is_converted_is_read_again(tmp_path):
    found = read_digitised(curve(tmp_path), Drawn(AMPERE, GRAM))
    assert found.cycling.charged[-1] == pytest.approx(400 * 3.6e-3)
    again = tmp_path / "again.csv"
    again.write_text(to_bdf(found), encoding="utf-8")
    assert read_data(again).cycling.charged == pytest.approx(found.cycling.charged, rel=1e-6)


def test_without_a_current_the_command_is_told(tmp_path):
    with pytest.raises(DataError, match="--current"):
        read_data(curve(tmp_path))


@pytest.mark.parametrize(
    ("titles", "drawn", "words"),
    [
        ("capacity (mAh/g),voltage (V)", Drawn(AMPERE), "--mass"),
        ("capacity (mAh/cm2),voltage (V)", Drawn(AMPERE, GRAM), "--area"),
        ("capacity,voltage (V)", Drawn(AMPERE), "no unit of charge"),
        ("time (s),voltage (V)", Drawn(AMPERE), "expected two columns"),
        ("capacity vs voltage,x", Drawn(AMPERE), "expected two columns"),
    ],
)
def test_what_is_missing_is_said(tmp_path, titles, drawn, words):
    with pytest.raises(DataError, match=words):
        read_digitised(curve(tmp_path, titles), drawn)


def test_lines_that_are_no_point_are_counted(tmp_path):
    path = curve(tmp_path)
    path.write_text(path.read_text("utf-8") + "\nfigure 3,b,c\nn/a", encoding="utf-8")
    assert any(note.startswith("2 lines") for note in read_digitised(path, Drawn(AMPERE, GRAM)).notes)


def test_too_few_points_are_no_curve(tmp_path):
    with pytest.raises(DataError, match="at least 5"):
        read_digitised(curve(tmp_path, voltages=(2.4, 2.0)), Drawn(AMPERE, GRAM))


def test_two_branches_in_one_file_are_not_mixed(tmp_path):
    path = tmp_path / "curve.csv"
    there, back = [(n, 2.4 - 0.1 * n) for n in range(8)], [(n, 2.2 + 0.05 * n) for n in range(8)]
    path.write_text("\n".join(["capacity (mAh),voltage (V)", *(f"{q},{v}" for q, v in there + back)]), encoding="utf-8")
    with pytest.raises(DataError, match="a file of its own"):
        read_digitised(path, Drawn(AMPERE))


def test_points_from_the_end_to_the_beginning_and_a_slip_of_the_hand_are_put_in_order(tmp_path):
    path = tmp_path / "curve.csv"
    points = [(8, 1.0), (7, 1.5), (6, 1.8), (6.1, 1.79), (4, 2.0), (2, 2.1), (0, 2.4)]
    path.write_text("\n".join(["capacity (mAh),voltage (V)", *(f"{q},{v}" for q, v in points)]), encoding="utf-8")
    found = read_digitised(path, Drawn(AMPERE))
    assert found.cycling.voltage[0] == 2.4
    assert np.all(np.diff(found.cycling.discharged) > 0.0)
    assert any("order" in note for note in found.notes)


@pytest.mark.parametrize("options", [("0 mA", None, None), ("0.1 mA", "0 mg", None), ("0.1 mA", "1 mg", "-1 cm2")])
def test_currents_masses_and_areas_are_above_zero(options):
    with pytest.raises(BrimstoneError, match="expected more than zero"):
        drawn_with(*options)
