"""What real files get wrong is mended and told, or refused in words."""

import gzip
import io
import sys
import zipfile
import zlib

import numpy as np
import pytest

from brimstone.bridge import read_data
from brimstone.bridge.cycler._files import _gunzipped, _unzipped
from brimstone.errors import DataError
from tests.bridge.cycler import writers
from tests.bridge.cycler.test_formats import assert_is_the_cell, read


def notes(measured):
    return " | ".join(measured.notes)


def lines_of(writer):
    return writer(writers.cell()).splitlines()


def test_a_cut_last_line_is_left_out(tmp_path):
    text = writers.neware(writers.cell())
    measured = read(tmp_path, text[: text.rindex(",", 0, len(text) - 60)])
    assert measured.points == len(writers.cell()) - 1
    assert "cut off" in notes(measured)


def test_a_footer_after_an_abort_is_left_out(tmp_path):
    measured = read(tmp_path, writers.arbin(writers.cell()) + "Test aborted by the user\nEnd\n")
    assert_is_the_cell(measured)
    assert "2 lines that are no record" in notes(measured)


def test_records_written_twice_count_once(tmp_path):
    lines = lines_of(writers.arbin)
    measured = read(tmp_path, "\n".join([*lines[:200], *lines[199:200], *lines[200:]]) + "\n")
    assert_is_the_cell(measured)
    assert "1 record written twice" in notes(measured)


@pytest.mark.parametrize("word", ["NaN", "inf", "-inf", "", "#VALUE!", "1e999"])
def test_records_without_a_number_are_left_out(tmp_path, word):
    lines = lines_of(writers.bdf)
    cells = lines[100].split(",")
    cells[1] = word
    measured = read(tmp_path, "\n".join([*lines[:100], ",".join(cells), *lines[101:]]) + "\n")
    assert measured.points == len(writers.cell()) - 1
    assert "1 record without a readable" in notes(measured)
    assert np.all(np.isfinite(measured.cycling.voltage))


def test_a_clock_that_starts_again_goes_on(tmp_path):
    one = writers.cell()
    half = int(np.searchsorted(one.time, one.time[-1] / 2))
    object.__setattr__(one, "time", np.where(np.arange(len(one)) < half, one.time, one.time - one.time[half]))
    measured = read(tmp_path, writers.bdf(one))
    assert "starts again once" in notes(measured)
    assert np.all(np.diff(measured.cycling.time) >= 0.0)
    assert abs(measured.duration - writers.cell().time[-1]) <= writers.STEP
    totals = measured.cycling.totals()
    assert np.allclose([one.discharge for one in totals], writers.DISCHARGE, rtol=0.02)


def test_a_record_out_of_order_is_left_out(tmp_path):
    lines = lines_of(writers.bdf)
    cells = lines[100].split(",")
    cells[0] = "9e7"
    measured = read(tmp_path, "\n".join([*lines[:100], ",".join(cells), *lines[101:]]) + "\n")
    assert measured.points == len(writers.cell()) - 1
    assert "out of order" in notes(measured)


@pytest.mark.parametrize(("factor", "words"), [(3600.0, "3,600"), (1000.0, "1,000"), (1 / 60.0, "1/60")])
def test_times_that_the_wall_clock_proves_wrong_are_corrected(tmp_path, factor, words):
    one = writers.cell()
    text = writers.table({
        "Date Time": [writers.date(t) for t in one.time], "Test Time (s)": one.time / factor,
        "Current (A)": one.current, "Voltage (V)": one.voltage, "Cycle": one.cycle,
    })  # fmt: skip
    measured = read(tmp_path, text)
    assert f"by a factor of {words} against the wall clock: corrected" in notes(measured)
    assert measured.duration == pytest.approx(one.time[-1], rel=1e-3)
    assert measured.cycling.totals()[0].discharge == pytest.approx(4.5, rel=0.01)


def test_capacities_that_do_not_fit_current_and_time_are_told(tmp_path):
    one = writers.cell()
    text = writers.table({
        "Time/s": one.time / 3600, "I/A": one.current, "V/V": one.voltage, "Cycle": one.cycle,
        "Charge Capacity/Ah": one.charge / 3600, "Discharge Capacity/Ah": one.discharge / 3600,
    })  # fmt: skip
    measured = read(tmp_path, text)
    assert "off by a factor of 3,600" in notes(measured)
    assert measured.cycling.totals()[0].discharge == pytest.approx(4.5, rel=1e-3)


def test_a_time_without_a_unit_has_that_which_the_capacities_tell(tmp_path):
    one = writers.cell()
    text = writers.table({
        "Time": one.time / 60, "Current/A": one.current, "Voltage/V": one.voltage, "Cycle": one.cycle,
        "Charge Capacity/Ah": one.charge / 3600, "Discharge Capacity/Ah": one.discharge / 3600,
    })  # fmt: skip
    measured = read(tmp_path, text)
    assert "taken as min" in notes(measured)
    assert_is_the_cell(measured)


@pytest.mark.parametrize("number", ["constant", "absent", "half cycles", "records"])
def test_cycles_are_counted_where_their_numbers_are_of_no_use(tmp_path, number):
    one = writers.cell()
    halves = np.cumsum(np.diff(np.sign(one.current[one.current != 0.0]), prepend=0.0) != 0.0)
    half = np.zeros(len(one))
    half[one.current != 0.0] = halves
    half = np.maximum.accumulate(half)
    cycle = {"constant": np.ones(len(one)), "half cycles": half, "records": np.arange(1.0, len(one) + 1)}
    columns = {"Time/s": one.time, "I/A": one.current, "V/V": one.voltage}
    if number != "absent":
        columns["Cycle"] = cycle[number]
    measured = read(tmp_path, writers.table(columns))
    assert_is_the_cell(measured)
    assert "counted from charge and discharge" in notes(measured)


def test_cycles_of_the_file_that_hold_several_charges_are_told(tmp_path):
    one = writers.cell()
    columns = {"Time/s": one.time, "I/A": one.current, "V/V": one.voltage}
    told = "several charges or discharges: they are added up"
    assert told not in notes(read(tmp_path, writers.table(columns | {"Cycle": one.cycle})))
    joined = np.where(one.cycle > 2, one.cycle, 1)  # the first two are one to the file
    measured = read(tmp_path, writers.table(columns | {"Cycle": joined}))
    assert f"cycle 1 of the file holds {told}" in notes(measured)
    assert measured.cycling.totals()[0].discharge == pytest.approx(sum(writers.DISCHARGE[:2]), rel=0.01)


def test_latin_1_is_read_and_told(tmp_path):
    measured = read(tmp_path, writers.basytec(writers.cell()).encode("latin-1"))
    assert "latin-1" in notes(measured)
    assert measured.cycling.temperature[0] == pytest.approx(333.15)


def test_utf_16_and_a_byte_order_mark_are_read(tmp_path):
    for encoding in ("utf-16", "utf-8-sig"):
        assert_is_the_cell(read(tmp_path, writers.arbin(writers.cell()).encode(encoding)))


def test_a_current_without_sign_gets_that_of_the_capacity(tmp_path):
    one = writers.cell()
    object.__setattr__(one, "current", np.abs(one.current))
    assert_is_the_cell(read(tmp_path, writers.arbin(one)))


def test_a_current_without_sign_and_capacity_follows_the_voltage_and_says_so(tmp_path):
    one = writers.cell()
    text = writers.table({
        "Time/s": one.time, "I/A": np.abs(one.current), "V/V": one.voltage, "Cycle": one.cycle, "Step": one.step,
    })  # fmt: skip
    measured = read(tmp_path, text)
    assert_is_the_cell(measured)
    assert "no sign in the file" in notes(measured)


def test_an_unpacked_file_reads_as_the_file(tmp_path):
    text = writers.arbin(writers.cell()).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cell.csv", text)
    for content in (packed.getvalue(), gzip.compress(text)):
        measured = read(tmp_path, content, "cell.zip")
        assert_is_the_cell(measured)
        assert "unpacked" in notes(measured)


def zipped(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        (b"\0" * 100, "empty"),
        (b"BIO-LOGIC MODULAR FILE\x1a\0\0", "export as .mpt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as .xlsx"),
        (b"\x89HDF\r\n\x1a\n" + b"\0" * 100, "HDF5"),
        (bytes(range(256)) * 20, "binary file of a kind that is not known"),
        (b"Dear colleague,\nthe cell died.\n", "no table of measurements"),
        (b"time/s,current/mA\n1,2\n2,2\n3,2\n", "no table of measurements"),
        (b"time/s,voltage/V,current/mA\n", "no table of measurements"),
        (b"time/s,voltage/V,current/mA\nx,y,z\nx,y,z\n", "no table of measurements"),
        (b"1,2,3\n2,5,1\n7,7,7\n1,1,1\n0,0,0\n", "no table of measurements"),
        (b"EC-LAB SETTING FILE\nNumber of linked techniques : 1\n", "settings of EC-Lab"),
        (b"ZPLOT2 ASCII\nEnd Comments\n", "no points"),
        (b"ZPLOT2 ASCII\n1,2\n", "or titles"),
        (b"freq/Hz,Re(Z)/Ohm,|Z|/Ohm,Phase/deg\n" + b"1e3,65,-0.4,65.1,0.3\n" * 9, "5 values under 4 titles"),
        (b"time/s,voltage/V,current/mA\n" + b"0,9,2.1,1\n10,9,2.0,1\n20,9,1.9,1\n", "4 values under 3 titles"),
        (b"EXPLAIN\nTAG\tEISPOT\n", "without a table"),
        (zipped({"a.csv": b"1", "b.csv": b"2"}), "archive of 2 files (a.csv, b.csv)"),
        (zipped({"a.zip": zipped({"b.csv": b"1"})}), "an archive in an archive"),
        (zipped({"a.csv": b"1" * 2**20}), "no table of measurements"),
        (b"PK\x03\x04" + b"\0" * 50, "damaged"),
        (b"\x1f\x8b\x08\0" + b"\0" * 50, "damaged"),
    ],
)
def test_what_is_no_measurement_is_refused_in_words(tmp_path, content, words):
    with pytest.raises(DataError, match=r"^file\.x: |^[ab]\.") as refused:
        read(tmp_path, content, "file.x")
    assert words in str(refused.value)


def test_reading_a_file_of_neware_leaves_the_unpacking_of_all_others_alone(tmp_path):
    unpacking = zlib.decompress, zlib.decompressobj
    for module in [one for one in sys.modules if one.partition(".")[0] == "fastnda"]:
        del sys.modules[module]
    with pytest.raises(DataError):
        read(tmp_path, zipped({"data.ndc": b"1"}), "file.ndax")
    assert (zlib.decompress, zlib.decompressobj) == unpacking


def test_an_archive_with_a_password_says_so(tmp_path):
    content = bytearray(zipped({"a.csv": b"1"}))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(header) + flags] |= 1
    with pytest.raises(DataError, match="locked by a password; unpack it"):
        read(tmp_path, bytes(content), "file.x")


@pytest.mark.parametrize(("places", "value"), [((8, 10), 98), ((None, 6), 99)], ids=["way of packing", "version"])
def test_an_archive_that_is_whole_but_packed_in_an_unknown_way_is_not_called_damaged(tmp_path, places, value):
    content = bytearray(zipped({"a.csv": b"1"}))
    for header, place in zip((b"PK\x03\x04", b"PK\x01\x02"), places, strict=True):
        if place is not None:
            content[content.index(header) + place] = value
    with pytest.raises(DataError, match=r"packed in a way that is not read here .*; unpack it") as refused:
        read(tmp_path, bytes(content), "file.x")
    assert "damaged" not in str(refused.value)


@pytest.mark.parametrize("way", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, None])
def test_a_wrong_byte_anywhere_in_an_archive_ends_in_words(way):
    text = writers.arbin(writers.cell()).encode()[:3000]
    packed = io.BytesIO()
    if way is None:
        packed.write(gzip.compress(text))
    else:
        with zipfile.ZipFile(packed, "w", way) as archive:
            archive.writestr("cell.csv", text)
    whole, unpacked = packed.getvalue(), _gunzipped if way is None else _unzipped
    told = []
    for place in range(len(whole)):
        for changed in (0, 255, whole[place] ^ 1):
            try:
                unpacked("cell.zip", whole[:place] + bytes([changed]) + whole[place + 1 :])
            except DataError as problem:  # any other ends the test
                told.append(str(problem))
    assert len(told) > len(whole)
    assert all(words.startswith("cell.zip: ") for words in told)


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr("brimstone.bridge.cycler._files.MOST_BYTES", 2**20)
    for content in (zipped({"a.csv": b"0" * 2**22}), gzip.compress(b"0" * 2**22)):
        with pytest.raises(DataError, match="holds more than"):
            read(tmp_path, content, "bomb.zip")


def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    with pytest.raises(DataError, match="is a folder"):
        read_data(tmp_path)
    with pytest.raises(DataError, match="can't be read"):
        read_data(tmp_path / "missing.csv")


def test_a_file_that_is_mostly_unreadable_is_refused(tmp_path):
    lines = lines_of(writers.bdf)
    spoilt = [line if place < 40 else "x," + line.split(",", 1)[1] for place, line in enumerate(lines)]
    with pytest.raises(DataError, match="too much of the file"):
        read(tmp_path, "\n".join(spoilt) + "\n")


def test_what_an_extra_reads_is_asked_for_by_name(tmp_path, monkeypatch):
    import sys

    for module, content in (("fastnda", b"NEWARE" + b"\0" * 100), ("pyarrow", b"PAR1" + b"\0" * 100),
                            ("access_parser", b"\0\1\0\0Standard Jet DB\0" + b"\0" * 100)):  # fmt: skip
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(DataError, match=r"pip install 'brimstone\[data\]'"):
            read(tmp_path, content)


def test_counters_that_creep_without_a_current_tell_no_sign(tmp_path):
    time = np.arange(0.0, 6e3, 60.0)
    current = np.where(np.arange(time.size) % 30 == 29, -1e-6, 0.0)
    columns = {"Test Time (s)": time, "Current (A)": current, "Voltage (V)": np.full(time.size, 2.1)}
    counters = {"Charge Capacity (Ah)": 1e-9 * time, "Discharge Capacity (Ah)": 2e-9 * time}
    measured = read(tmp_path, writers.table(columns | counters))
    assert "nothing in the file tells its sign" in notes(measured)


def test_a_charge_whose_first_pulse_counts_on_both_sides_has_a_sign(tmp_path):
    time = np.arange(0.0, 600.0, 10.0)
    columns = {"Test Time (s)": time, "Current (A)": np.full(time.size, 0.36), "Voltage (V)": 2.1 + 1e-4 * time}
    counters = {"Charge Capacity (Ah)": 1e-4 * time, "Discharge Capacity (Ah)": np.where(time > 5.0, 2e-3, 0.0)}
    measured = read(tmp_path, writers.table(columns | counters))
    assert "current positive on charge in the file, by the capacity that grows" in notes(measured)
    assert np.all(measured.cycling.current > 0.0)


def test_a_curve_over_capacity_alone_says_how_it_gets_a_time(tmp_path):
    rows = [f"{5.0 * place},{2.1 - 0.01 * place:.3f}" for place in range(30)]
    (tmp_path / "curve.csv").write_text("\n".join(["capacity (mAh/g),voltage (V)", *rows]))
    with pytest.raises(DataError, match=r"the time is the capacity over it: .*--current"):
        read_data(tmp_path / "curve.csv")
