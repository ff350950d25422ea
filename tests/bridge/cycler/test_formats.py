"""Every format gives back the cell it was written of, whatever its units, signs and clocks."""

import math

import numpy as np
import pytest

from brimstone.bridge import read_data, to_bdf
from tests.bridge.cycler import writers


def read(tmp_path, text, name="data.txt", encoding="latin-1"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return read_data(path)


def assert_is_the_cell(measured):
    truth = writers.cell()
    totals = measured.cycling.totals()
    assert [one.cycle for one in totals] == [1, 2, 3]
    assert np.allclose([one.discharge for one in totals], writers.DISCHARGE, rtol=2e-3)
    assert np.allclose([one.charge for one in totals], writers.CHARGE, rtol=2e-3)
    assert math.isclose(measured.duration, truth.time[-1], rel_tol=1e-6)
    assert measured.points == len(truth)
    assert np.all(np.diff(measured.cycling.time) >= 0.0)
    assert np.allclose(measured.cycling.current, truth.current, rtol=1e-4, atol=1e-9)
    assert np.allclose(measured.cycling.voltage, truth.voltage, atol=1e-3)


@pytest.mark.parametrize(("kind", "writer"), writers.CASES, ids=lambda one: getattr(one, "__name__", one))
def test_every_format_gives_back_the_cell_it_was_written_of(tmp_path, kind, writer):
    measured = read(tmp_path, writer(writers.cell()))
    assert measured.format == kind
    assert measured.kind == "cycling"
    assert_is_the_cell(measured)


#: Those whose own count of the net charge would turn with the current are another file then.
TURNED = [
    case for case in writers.CASES if case[1] not in (writers.bdf, writers.bdf_machine, writers.mpt, writers.basytec)
]


@pytest.mark.parametrize(("kind", "writer"), TURNED, ids=lambda one: getattr(one, "__name__", one))
def test_a_current_positive_on_discharge_is_turned(tmp_path, kind, writer):
    measured = read(tmp_path, writer(writers.turned(writers.cell())))
    assert measured.format == kind
    assert_is_the_cell(measured)


def test_decimal_commas_are_read(tmp_path):
    measured = read(tmp_path, writers.mpt(writers.cell(), decimal=","))
    assert_is_the_cell(measured)
    assert any("decimal comma" in note for note in measured.notes)


@pytest.mark.parametrize("unit", [("s", 1.0), ("min", 60.0), ("h", 3600.0), ("ms", 1e-3)])
@pytest.mark.parametrize("current", [("A", 1.0), ("mA", 1e-3), ("µA", 1e-6)])
@pytest.mark.parametrize("voltage", [("V", 1.0), ("mV", 1e-3)])
def test_units_of_the_header_count(tmp_path, unit, current, voltage):
    one = writers.cell()
    text = writers.table({
        f"Time [{unit[0]}]": one.time / unit[1], f"Current [{current[0]}]": one.current / current[1],
        f"Voltage [{voltage[0]}]": one.voltage / voltage[1], "Cycle": one.cycle, "Step": one.step,
    }, ";")  # fmt: skip
    assert_is_the_cell(read(tmp_path, text, encoding="utf-8"))


@pytest.mark.parametrize("unit", [("mAh", 3.6), ("mAs", 1e-3), ("Ah", 3600.0), ("C", 1.0)])
def test_units_of_capacity_count(tmp_path, unit):
    one = writers.cell()
    text = writers.table({
        "Time/s": one.time, "I/A": one.current, "V/V": one.voltage, "Cycle": one.cycle,
        f"Charge Capacity/{unit[0]}": one.charge / unit[1], f"Discharge Capacity/{unit[0]}": one.discharge / unit[1],
    })  # fmt: skip
    assert_is_the_cell(read(tmp_path, text))


@pytest.mark.parametrize(("kind", "writer"), writers.SPECTRA)
def test_every_format_of_impedance_gives_back_its_spectrum(tmp_path, kind, writer):
    measured = read(tmp_path, writer())
    assert (measured.format, measured.kind, measured.points) == (kind, "impedance", 43)
    (spectrum,) = measured.spectra
    assert np.allclose(spectrum.frequency, writers.FREQUENCY, rtol=1e-6)
    assert np.allclose(spectrum.impedance, writers.SPECTRUM, rtol=1e-6)


@pytest.mark.parametrize("writer", [writers.mirrored, writers.polar])
def test_the_imaginary_part_of_a_spectrum_is_negative_however_it_is_written(tmp_path, writer):
    (spectrum,) = read(tmp_path, writer()).spectra
    assert np.allclose(spectrum.frequency, writers.FREQUENCY, rtol=1e-6)
    assert np.allclose(spectrum.impedance, writers.SPECTRUM, rtol=1e-5)


def test_sweeps_of_one_file_are_spectra_of_their_own(tmp_path):
    twice = writers.mpt_impedance() + "\n".join(writers.mpt_impedance().splitlines()[4:]) + "\n"
    measured = read(tmp_path, twice)
    assert [spectrum.frequency.size for spectrum in measured.spectra] == [43, 43]


@pytest.mark.parametrize(("kind", "writer"), writers.CASES, ids=lambda one: getattr(one, "__name__", one))
def test_what_is_converted_to_bdf_reads_the_same(tmp_path, kind, writer):
    first = read(tmp_path, writer(writers.cell()))
    again = read(tmp_path, to_bdf(first), "again.bdf.csv", "utf-8")
    assert again.format == "BDF csv"
    assert_is_the_cell(again)


def test_pressure_and_temperature_come_along(tmp_path):
    cycling = read(tmp_path, writers.bdf_machine(writers.cell())).cycling
    assert np.allclose(cycling.temperature, 298.15)
    assert np.allclose(cycling.pressure, 5e7)


def test_parquet_is_read(tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    one = writers.cell()
    parquet.write_table(
        pyarrow.table({
            "test_time_second": one.time, "voltage_volt": one.voltage, "current_ampere": one.current,
            "cycle_count": one.cycle,
        }),
        tmp_path / "cell.bdf.parquet",
    )  # fmt: skip
    measured = read_data(tmp_path / "cell.bdf.parquet")
    assert measured.format == "BDF parquet"
    assert_is_the_cell(measured)


def test_a_workbook_of_two_sheets_is_read_as_one(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    rows = [line.split(",") for line in writers.arbin(writers.cell()).splitlines()]
    book = openpyxl.Workbook()
    book.active.title = "Info"
    book.active.append(["TEST REPORT"])
    half = len(rows) // 2
    for name, part in (("Channel_1_1", rows[1:half]), ("Channel_1_2", rows[half:])):
        sheet = book.create_sheet(name)
        sheet.append(rows[0])
        for row in part:
            sheet.append([float(cell) if place != 1 else cell for place, cell in enumerate(row)])
    book.save(tmp_path / "cell.xlsx")
    measured = read_data(tmp_path / "cell.xlsx")
    assert measured.format == "Arbin xlsx"
    assert_is_the_cell(measured)
