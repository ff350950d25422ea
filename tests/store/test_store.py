"""A store gives back what was put in, whatever happens beside it or to it."""

import errno
import gzip
import json
import multiprocessing
import os
import pickle
import shutil
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

import brimstone
from brimstone.contract.run import run_record
from brimstone.errors import StoreError
from brimstone.simulate import Settings, simulate
from brimstone.store import Store, identity
from brimstone.store import store as implementation
from brimstone.store.cleaning import Cleaning, read_age, read_size
from brimstone.store.encoding import decode, encode
from brimstone.store.place import draft
from brimstone.store.tables import query
from tests import cells, permissions

CERTAIN = Settings(certain=True, nodes=8, checks=False)


@pytest.fixture(scope="module")
def run():
    return cells.run(nodes=8, protocol=[{"discharge": "1C", "to": "1.0 V"}, {"charge": "1C", "to": "2.8 V"}])


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


@pytest.fixture
def kept(store, run):
    return store.keep(run, CERTAIN, "a" * 64)


def others(store):
    """What lies in a store beside the runs themselves."""
    return sorted(path.name for path in (store.place / "tmp").iterdir())


@pytest.mark.parametrize("settings", [{"certain": True}, {"members": 12}], ids=["certain", "samples"])
@pytest.mark.parametrize("base", [cells.SULFUR, cells.LITHIUM_SULFIDE], ids=["S", "Li2S"])
def test_a_loaded_run_equals_the_one_that_was_kept(store, base, settings):
    protocol = [{"discharge": "0.5C", "to": "1.0 V"}, {"impedance": ["1 MHz", "1 Hz"]}]
    first = cells.run(base, nodes=8, **{"certain": False, **settings}, protocol=protocol)
    again = store.load(store.keep(first, CERTAIN, "b" * 64).name)
    assert again == first
    assert run_record(again).to_json() == run_record(first).to_json()
    assert again.recipe.assumptions == first.recipe.assumptions
    assert again.cell.equations is first.cell.equations


def test_a_gel_with_dissolved_sulfur_comes_back_as_well(store):
    from brimstone.cell import load

    first = load("examples/liu2016-gel.yaml").run(certain=True, nodes=6, checks=False)
    assert store.load(store.keep(first, CERTAIN, "c" * 64).name) == first


def test_a_run_that_differs_in_one_number_is_another(run, store, kept):
    tree, numbers = encode(run)
    changed = numbers.copy()
    changed[np.flatnonzero(changed)[-1]] *= 1.0 + 1e-12
    assert decode(tree, changed) != run
    assert decode(json.loads(json.dumps(tree, allow_nan=False)), numbers) == run


def test_an_equal_run_is_found_and_any_change_of_what_it_rests_on_is_not():
    base = cells.recipe()
    first = identity(base, CERTAIN)
    assert identity(cells.recipe(), CERTAIN) == first
    assert identity(cells.recipe(cathode={"loading": "1.01 mg/cm2"}), CERTAIN) != first
    for settings in ({"seed": 1}, {"nodes": 9}, {"certain": False}, {"checks": True}):
        assert identity(base, Settings(**{**CERTAIN.__dict__, **settings})) != first


def test_materials_beside_a_recipe_are_part_of_what_a_run_rests_on(tmp_path):
    from brimstone.recipe import read

    file = tmp_path / "cell.yaml"
    file.write_text(cells.recipe().to_yaml(), encoding="utf-8")
    before = identity(read(file), CERTAIN)
    (tmp_path / "materials").mkdir()
    (tmp_path / "materials" / "own.yaml").write_text("name: my electrolyte", encoding="utf-8")
    assert identity(read(file), CERTAIN) != before


def test_a_run_kept_twice_is_there_once(store, run, kept):
    assert store.keep(run, CERTAIN, "a" * 64) == kept
    assert [one.name for one in store.entries()] == [kept.name]
    assert store.find("a" * 64) == kept
    assert store.find("a" * 8 + "b" * 56) is None


def test_a_list_shows_the_figures_of_the_first_discharge(run, kept):
    assert kept.figures["capacity_mAh_g_sulfur"] == pytest.approx(run.steps[0].capacity().to("mAh/g").value, rel=1e-6)
    assert kept.status == "completed"


def test_a_name_may_be_shortened_and_a_wrong_one_names_the_nearest(store, kept):
    assert store.entry(kept.name[:5]) == kept
    with pytest.raises(StoreError, match=f"Did you mean {kept.name}"):
        store.entry(kept.name[2:])
    for word in ("../store", "/etc/passwd", "", "a/b", "..", "a\x1b"):
        with pytest.raises(StoreError, match="no name of a run"):
            store.entry(word)


@pytest.mark.parametrize("file", ["arrays.parquet", "data.json.gz", "manifest.json"])
@pytest.mark.parametrize("how", ["cut", "changed", "gone"])
def test_a_damaged_run_is_refused_in_words_and_computed_anew(store, run, kept, file, how):
    path = store.folder_of(kept.name, "run") / file
    content = path.read_bytes()
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(content[: len(content) // 2] if how == "cut" else content[:-9] + b"\0" * 9)
    with pytest.raises(StoreError, match="damaged"):
        store.load(kept.name)
    assert store.find("a" * 64) is None
    assert [one.name for one in Cleaning(damaged=True).chosen(store)] == [kept.name]
    query(store, "SELECT name, status FROM runs")
    again = store.keep(run, CERTAIN, "a" * 64)
    assert store.load(again.name) == run
    assert others(store) == []


def test_nothing_that_is_read_can_run_code(store, kept):
    class Evil:
        def __reduce__(self):
            return os.system, ("touch /tmp/owned",)

    folder = store.folder_of(kept.name, "run")
    (folder / "data.json.gz").write_bytes(gzip.compress(pickle.dumps(Evil())))
    for tree in ({"is": "Popen", "with": {"args": "true"}}, {"is": "Path", "with": {}}, {"model": "os"}, {"x": []}):
        with pytest.raises(StoreError):
            decode(tree, np.empty(0))
    with pytest.raises(StoreError):
        store.load(kept.name)


def test_arrays_that_are_not_there_are_refused():
    for place in ({"array": 0, "shape": [10**12]}, {"array": -1, "shape": [1]}, {"array": 0, "shape": [1], "of": "O"}):
        with pytest.raises(StoreError):
            decode(place, np.zeros(4))
    deep = []
    for _ in range(500):
        deep = [deep]
    with pytest.raises(StoreError):
        decode(deep, np.empty(0))


def test_words_that_unpack_to_more_than_a_run_has_are_not_unpacked(store, run, kept, monkeypatch):
    monkeypatch.setattr(implementation, "_LARGEST_TREE", 1000)
    with pytest.raises(StoreError, match="unpacks to more"):
        store.load(kept.name)


def test_a_file_outside_of_the_run_is_not_read(store, kept, tmp_path):
    manifest = store.folder_of(kept.name, "run") / "manifest.json"
    tree = json.loads(manifest.read_text())
    tree["files"] = {"../../../secret": "0" * 64}
    manifest.write_text(json.dumps(tree))
    assert "not as it was written" in store.damage(store.entry(kept.name))


def test_another_format_is_refused_in_words_and_left_alone(store, kept):
    (store.place / "store.json").write_text('{"format": 2, "brimstone": "9.0"}')
    with pytest.raises(StoreError, match=r"format 2, written by Brimstone 9\.0"):
        Store(store.place)
    (store.place / "store.json").write_text("{")
    with pytest.raises(StoreError, match="damaged"):
        Store(store.place)
    assert (store.folder_of(kept.name, "run") / "manifest.json").exists()


def test_a_folder_of_somebody_else_never_becomes_a_store(tmp_path, run):
    (tmp_path / "thesis.tex").write_text("dear reader")
    with pytest.raises(StoreError, match=r"thesis\.tex"):
        Store(tmp_path)
    with pytest.raises(StoreError, match="a file is in the way"):
        Store(tmp_path / "thesis.tex")
    with pytest.raises(StoreError, match="a file is in the way"):
        Store(tmp_path / "thesis.tex" / "store")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_full_disk_loses_nothing_that_was_kept(store, run, kept, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    for name in ("write_table", "settle"):
        monkeypatch.setattr(implementation, name, full)
        with pytest.raises(StoreError, match=r"no room left.*nothing kept before is lost|Nothing kept before"):
            store.keep(run, CERTAIN, "d" * 64)
        monkeypatch.undo()
    assert [one.name for one in store.entries()] == [kept.name]
    assert store.load(kept.name) == run
    assert others(store) == []


@permissions.needed
def test_a_store_that_can_not_be_written_to_can_be_read(store, run, kept):
    folders = [store.place, *(path for path in store.place.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o500)
    try:
        with permissions.binding():
            with pytest.raises(StoreError, match="can't be written to"):
                store.keep(run, CERTAIN, "d" * 64)
            assert store.load(kept.name) == run
    finally:
        for folder in folders:
            folder.chmod(0o700)


def test_a_read_only_disk_is_told_in_words(store, run, kept, monkeypatch):
    def refuse(*_, **__):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(implementation, "write_table", refuse)
    with pytest.raises(StoreError, match="can't be written to"):
        store.keep(run, CERTAIN, "d" * 64)
    monkeypatch.undo()
    assert store.load(kept.name) == run


def test_what_a_killed_writer_left_is_swept_and_a_living_one_is_not(store, run, kept):
    with draft(store.place) as folder:
        (folder / "half.parquet").write_bytes(b"PAR1")
        assert store.sweep() == 0
        assert folder.exists()
        dead = store.place / "tmp" / "dead"
        dead.mkdir()
        (dead / "half.parquet").write_bytes(b"PAR1")
        (store.place / "tmp" / "dead.lock").touch()
        os.utime(store.place / "tmp" / "dead.lock", (4e9, 4e9))  # written in the future, as clocks go
        assert store.sweep() == 1
        assert not dead.exists()
        assert folder.exists()
    assert others(store) == []


def _write(place, number, name):
    run = Store(place).load(name)
    for place_of_seed in range(3):
        Store(place).keep(run, CERTAIN, f"{place_of_seed:x}" * 64)
    return number


def test_many_writers_of_the_same_runs_end_with_each_of_them_once(store, run, kept):
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        pool.starmap(_write, [(store.place, number, kept.name) for number in range(3)])
    assert sorted(one.identity[0] for one in store.entries()) == ["0", "1", "2", "a"]
    assert all(store.load(one.name) == run for one in store.entries())
    assert others(store) == []


def test_cleaning_takes_the_oldest_and_clocks_that_jump_take_nothing(store, run):
    for number in range(4):
        store.keep(run, CERTAIN, f"{number}" * 64, f"run{number}")
    names = [one.name for one in store.entries()]
    assert [one.name for one in Cleaning(most=1).chosen(store)] == names[:3]
    size = store.size_of(store.entries()[0])
    assert [one.name for one in Cleaning(quota=int(2.5 * size)).chosen(store)] == names[:2]
    assert Cleaning(older_than=3600.0).chosen(store) == []
    day_ago, tomorrow = (datetime.now(UTC) + timedelta(days=days) for days in (-1, 1))
    assert Cleaning(older_than=3600.0).chosen(store, day_ago) == []
    assert len(Cleaning(older_than=3600.0).chosen(store, tomorrow)) == 4
    store.remove(store.entry("run2"))
    assert [one.name for one in store.entries()] == [name for name in names if not name.startswith("run2")]


@pytest.mark.parametrize(("words", "seconds"), [("30 d", 2592000), ("2 weeks", 1209600), ("12 h", 43200)])
def test_ages_are_read_as_people_write_them(words, seconds):
    assert read_age(words) == seconds


@pytest.mark.parametrize(("words", "size"), [("500 MB", 5e8), ("2GB", 2e9), ("1.5 kB", 1500), ("10", 10)])
def test_sizes_are_read_as_people_write_them(words, size):
    assert read_size(words) == size


@pytest.mark.parametrize("words", ["soon", "-1 d", "3 m", ""])
def test_what_is_no_age_or_size_is_refused(words):
    with pytest.raises(StoreError, match="expected"):
        read_age(words)
    with pytest.raises(StoreError, match="expected"):
        read_size(words)


def test_sql_reads_runs_steps_and_curves(store, run, kept):
    (row,) = query(store, "SELECT name, status, mean_voltage_V FROM runs").rows
    assert row[:2] == (kept.name, "completed")
    assert row[2] == pytest.approx(run.steps[0].mean_voltage.value, rel=1e-6)
    steps = query(store, "SELECT run, step, label FROM steps ORDER BY step").rows
    assert steps == ((kept.name, 0, "discharge 1C"), (kept.name, 1, "charge 1C"))
    most = query(store, "SELECT max(charge_mAh_cm2) FROM curves WHERE step = 0").rows
    assert most[0][0] == pytest.approx(run.steps[0].charge.to("mAh/cm2").value, rel=1e-4)
    assert query(store, "SELECT * FROM cells").rows == ()


def test_an_empty_store_answers_queries(store):
    assert query(store, "SELECT count(*) FROM runs").rows == ((0,),)
    assert query(store, "SELECT count(*) FROM steps").rows == ((0,),)


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE runs",
        "SELECT 1; DROP TABLE runs",
        "COPY runs TO 'here.csv'",
        "ATTACH 'other.db'",
        "SELECT * FROM read_csv('/etc/hostname')",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SELECT nothing FROM runs",
        "not sql",
        "",
    ],
)
def test_a_query_reads_the_store_and_nothing_else(store, kept, sql, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match=r"Views|SELECT"):
        query(store, sql)
    assert not (tmp_path / "here.csv").exists()


def test_a_store_is_a_folder_that_can_be_moved(store, run, kept, tmp_path):
    shutil.move(store.place, tmp_path / "elsewhere")
    assert Store(tmp_path / "elsewhere").load(kept.name) == run


def test_a_run_without_detail_is_kept_and_its_record_has_no_resistance(tmp_path):
    cell = brimstone.load("examples/yao2017.yaml")
    settings = Settings(certain=True, detail=False, checks=False)
    run = simulate(cell.recipe, cell.library, settings)
    assert run_record(run).to_dict()["resistance"]["total_ohm_cm2"] is None
    store = Store(tmp_path)
    assert store.load(store.keep(run, settings, identity(cell.recipe, settings)).name) == run
