"""Voltage over capacity, as figures of papers are digitised."""

import numpy as np
import pytest

from brimstone.bridge.cycler import Drawn, read_data, read_digitised, to_bdf
from brimstone.errors import DataError

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
    ],
)
def test_what_is_missing_is_said(tmp_path, titles, drawn, words):
    with pytest.raises(DataError, match=words):
        read_digitised(curve(tmp_path, titles), drawn)


def test_too_few_points_are_no_curve(tmp_path):
    with pytest.raises(DataError, match="at least 5"):
        read_digitised(curve(tmp_path, voltages=(2.4, 2.0)), Drawn(AMPERE, GRAM))
