"""Files that real instruments wrote, against what other programs read in them.

They are not part of this repository: they are looked for in ``shared/data`` beside it, or where the environment
variable ``BRIMSTONE_MEASURED_FILES`` says; where they are absent, these tests are skipped.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from brimstone.bridge import read_data
from brimstone.constants import MAH
from brimstone.errors import DataError
from tests.bridge.cycler import test_damaged_files as damage

FOLDER = Path(os.environ.get("BRIMSTONE_MEASURED_FILES", Path(__file__).parents[4] / "shared" / "data"))
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the files are not on this machine")


@dataclass(frozen=True)
class Known:
    """What is known of a file: charge of all cycles or of the first of them, ends of the voltage and of the time."""

    file: str
    format: str
    points: int
    volts: tuple[float, float] | None = None
    cycles: int | None = None
    discharge: float | None = None
    charge: float | None = None
    first_discharge: float | None = None
    first_charge: float | None = None
    seconds: float | None = None


#: [mAh], [V], [s]
CYCLING = (
    Known("bdf_SINTEF_LiGr_Landt.bdf.csv", "BDF csv", 25162, (0.01, 2.9215), 2, 7.6, 3.2, 6.3, seconds=262657.744),
    Known("bdf_SINTEF_LiGr_Landt_raw_firstpart.csv", "Landt csv", 14401, (0.0424, 2.9215), 1, 5.5, 0.0,
          seconds=155350.061),
    Known("bdf_sample.bdf.csv", "BDF csv", 3, (3.5, 3.7), seconds=2.0),
    Known("beep_2017-05-09_test-TC-contact_CH33.csv", "Arbin csv", 287, (3.298668, 3.600004), charge=608.27,
          discharge=0.0),
    Known("beep_PredictionDiagnostics_000109_tztest.010", "Maccor text", 2165, (2.69985504, 4.40001526), 4,
          seconds=1837417.86 - 1804441.3),
    Known("cellpy_arbin_45.res", "Arbin res", 10261, (0.049894, 3.116708), 18, first_discharge=1.755093529421),
    Known("cellpy_bad_custom_good_small.csv", "plain csv", 60),
    Known("cellpy_maccor_002.txt", "Maccor text", 7446, cycles=2),
    # A discharge of three steps, of which the first passes 4.680 mAh.
    Known("cellpy_neware_uio.csv", "Neware csv", 9065, (0.05, 2.957), 4, first_discharge=4.68031 + 0.28183 + 0.12414,
          first_charge=4.24934),
    Known("cellpy_pec_Test25205.csv", "PEC csv", 489, seconds=70918.98 - 0.002),
    Known("fastnda_46_1_5_60_bts16.ndax", "Neware ndax", 84, (2.7983, 3.0676), charge=16.682, discharge=16.641),
    # The charge has a step at constant voltage after the 3802.155 mAh at constant current.
    Known("fastnda_SINTEF__G20M7_BTS91.nda.zip", "Neware nda", 17587, (2.999, 4.2002), 1, charge=3802.155 + 36.613),
    Known("fastnda_nda_v22.nda.zip", "Neware nda", 1380, (1.8102, 2.4001), charge=10.400 + 108.0414),
    Known("fastnda_nda_v8.nda.zip", "Neware nda", 21, (1.7469, 2.1217)),
    Known("fastnda_new_nda_file.nda.zip", "Neware nda", 439, (-0.101, -0.0849), 2),
    Known("fastnda_new_nda_file.parquet", "plain parquet", 439, (-0.101, -0.0849)),
    Known("navani_arbin_example.res", "Arbin res", 2150, (2.99992, 4.300055), 5, first_discharge=0.475155859,
          first_charge=0.483514941),
    Known("navani_bs542_004_gr_li_50ua_50mv_1v_191020_Channel_11.xlsx", "Arbin xlsx", 4526, charge=5.7027,
          discharge=11.0549),
    Known("navani_test.nda", "Neware nda", 439, (-0.101, -0.0849), 2),
    Known("navani_test.ndax", "Neware ndax", 1464, (1.4995, 4.3998), charge=0.593, discharge=0.625),
    Known("pyprobe_arbin.csv", "Arbin csv", 13, (3.534552, 3.599601), seconds=301.214 - 30.0005),
    Known("pyprobe_basytec.txt", "Basytec text", 74, (3.52556312847, 3.53285012324), charge=1.248917),
    Known("pyprobe_biologic_CA1.txt", "BioLogic mpt", 1397, discharge=32.37135133365, charge=0.0, seconds=139.524),
    Known("pyprobe_maccor.csv", "Maccor text", 15, (3.668, 3.716)),
    Known("pyprobe_novonix.csv", "Novonix csv", 207, (3.84318331, 4.12864581), seconds=12287.48),
)  # fmt: skip

#: File -> format, points, first and last frequency [Hz], first and last impedance [ohm].
IMPEDANCE = {
    "impedancepy_exampleData.csv": ("plain csv", 66, 0.0031623, 1e4, 0.0494998977640506 - 0.020438698544418925j, None),
    "impedancepy_exampleDataBioLogic.mpt": ("BioLogic mpt", 43, 1000.3201, 0.01689554, 65.470886 - 0.38998979j,
        110.97003 - 2.3458567j),
    "impedancepy_exampleDataGamry.DTA": ("Gamry DTA", 72, 200015.6, 0.0158898, 825.8584 - 1367.239j,
        17007.49 - 6635.557j),
    "impedancepy_exampleDataZPlot.z": ("ZPlot z", 21, 3e5, 3e3, 147.77 - 11.335j, 613.68 - 137.13j),
}  # fmt: skip
REFUSED = ("bdf_GCPL-0.mpr", "bdf_MB-0.mpr", "bdf_PEIS-0.mpr", "navani_00_test_01_OCV_C01.mpr")


@pytest.mark.parametrize("known", CYCLING, ids=lambda known: known.file)
def test_a_file_of_a_cycler_holds_what_others_read_in_it(known):
    measured = read_data(FOLDER / known.file)
    one, totals = measured.cycling, measured.cycling.totals()
    assert (measured.format, measured.kind, measured.points) == (known.format, "cycling", known.points)
    if known.volts is not None:
        assert (one.voltage.min(), one.voltage.max()) == pytest.approx(known.volts, abs=1e-3)
    assert known.cycles in (None, len(totals))
    close = {"rel": 2e-4, "abs": 1e-3}
    sums = {
        "discharge": sum(each.discharge for each in totals), "charge": sum(each.charge for each in totals),
        "first_discharge": totals[0].discharge, "first_charge": totals[0].charge,
    }  # fmt: skip
    for name, charge in sums.items():
        expected = getattr(known, name)
        assert expected is None or charge / MAH == pytest.approx(expected, **close), name
    assert known.seconds is None or measured.duration == pytest.approx(known.seconds, abs=0.01)
    assert np.all(np.diff(one.time) >= 0.0)
    damage.assert_no_silent_nonsense(measured)


@pytest.mark.parametrize("file", IMPEDANCE)
def test_a_spectrum_is_what_others_read(file):
    kind, points, first, last, begin, end = IMPEDANCE[file]
    measured = read_data(FOLDER / file)
    (spectrum,) = measured.spectra
    assert (measured.format, measured.kind, spectrum.frequency.size) == (kind, "impedance", points)
    assert (spectrum.frequency[0], spectrum.frequency[-1]) == pytest.approx((first, last))
    assert spectrum.impedance[0] == pytest.approx(begin)
    assert end is None or spectrum.impedance[-1] == pytest.approx(end)


@pytest.mark.parametrize("file", REFUSED)
def test_binary_files_of_ec_lab_are_refused_with_what_to_do(file):
    with pytest.raises(DataError, match=r"export as \.mpt"):
        read_data(FOLDER / file)


def test_every_file_there_is_has_its_place_in_these_tables():
    known = {one.file for one in CYCLING} | set(IMPEDANCE) | set(REFUSED) | {"SOURCES.csv"}
    assert {path.name for path in FOLDER.iterdir()} <= known


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "count"),
    [
        ("fastnda_46_1_5_60_bts16.ndax", 150), ("navani_test.nda", 150), ("navani_arbin_example.res", 60),
        ("navani_test.ndax", 60), ("pyprobe_maccor.csv", 300), ("impedancepy_exampleDataGamry.DTA", 200),
        ("pyprobe_arbin.csv", 300), ("cellpy_pec_Test25205.csv", 60),
    ],
)  # fmt: skip
def test_damaged_real_files_are_read_or_refused(file, count, tmp_path, monkeypatch):
    original = (FOLDER / file).read_bytes()
    if not file.endswith((".csv", ".DTA")):
        binary = (damage.cut, damage.flip, damage.lose_bytes, damage.repeat_bytes, damage.zeros)
        monkeypatch.setattr(damage, "DAMAGES", binary)
    damage.read_many(tmp_path, range(count), [original], "damaged.bin")
