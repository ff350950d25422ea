"""``brimstone runs``: what is kept, as lists, tables and files."""

from collections.abc import Sequence
from pathlib import Path

from brimstone.cli.files import refuse_unusable, whole_or_nothing
from brimstone.cli.kept import opened
from brimstone.cli.screen import console, print_json, print_rows, print_table, show_document, working
from brimstone.contract.laboratory import BlockingRunRecord, SymmetricRunRecord, measured_record
from brimstone.contract.run import RunRecord, run_record
from brimstone.contract.runs import (
    CleanedRecord,
    ExportRecord,
    KeptFileRecord,
    KeptRecord,
    QueryRecord,
    ShownRunRecord,
)
from brimstone.errors import StoreError
from brimstone.result import Run
from brimstone.store import Kept
from brimstone.store.cleaning import Cleaning, read_age, read_size
from brimstone.store.export import export
from brimstone.store.kept import RUN
from brimstone.store.tables import query
from brimstone.study import records
from brimstone.study.comparing import compare_runs
from brimstone.study.measured import compare_measured
from brimstone.view import runs as view
from brimstone.view import studies


def list_runs(place: str | None, as_json: bool) -> None:
    """Carry out ``brimstone runs list``.

    Raises
    ------
    StoreError
        When there is something else than a store.
    """
    store = opened(place)
    kept = [_record(one) for one in store.entries()]
    if as_json:
        print_json(kept)
    elif kept:
        print_table(console(), view.runs_table(kept))
    else:
        console().print(f"no runs in {store.place} yet; `brimstone run RECIPE` keeps one")


def show_run(name: str, place: str | None, as_json: bool) -> None:
    """Carry out ``brimstone runs show``.

    Raises
    ------
    StoreError
        When there is no such run.
    """
    store = opened(place)
    kept = store.entry(name)
    folder = store.folder_of(kept.name, kept.kind)
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    run: RunRecord | SymmetricRunRecord | BlockingRunRecord | None = None
    if kept.kind == RUN and not store.damage(kept):
        try:
            loaded = store.load(kept.name)
            run = run_record(loaded) if isinstance(loaded, Run) else measured_record(loaded)
        except StoreError as problem:  # of another version; its tables are there all the same
            console(errors=True).print(str(problem))
    record = ShownRunRecord(
        **_record(kept).model_dump(),
        folder=str(folder),
        settings=dict(kept.settings),
        files=[KeptFileRecord(name=path.relative_to(folder).as_posix(), bytes=path.stat().st_size) for path in paths],
        yaml=store.recipe_text(kept) if kept.status != "damaged" else "",
        run=run,
    )
    if as_json:
        print_json(record)
    else:
        show_document(console(), view.run_document(record))


def query_runs(sql: str, place: str | None, as_json: bool) -> None:
    """Carry out ``brimstone runs query``.

    Raises
    ------
    StoreError
        When it is no SELECT, or wrong.
    """
    rows = query(opened(place), sql)
    record = QueryRecord(columns=list(rows.columns), rows=[list(row) for row in rows.rows])
    if as_json:
        print_json(record)
    else:
        print_rows(console(), view.query_table(record))


def compare_kept(names: Sequence[str], place: str | None, as_json: bool) -> None:
    """Carry out ``brimstone runs compare``.

    Raises
    ------
    BrimstoneError
        When there is no such run, or fewer than two.
    """
    store = opened(place)
    with working("reading the runs"):
        entries = [store.entry(name) for name in names]
        loaded = [store.load(kept.name) for kept in entries]
        whole = [run for run in loaded if isinstance(run, Run)]
        result = (
            compare_runs(whole, paired=_share_samples(entries))
            if len(whole) == len(loaded)
            else compare_measured(loaded)
        )
    if as_json:
        print_json(records.compare_record(result, [kept.name for kept in entries]))
    else:
        show_document(console(), studies.compare_document(result))


def export_run(names: Sequence[str], form: str, out: Path | None, place: str | None, as_json: bool) -> None:
    """Carry out ``brimstone runs export``.

    Raises
    ------
    BrimstoneError
        When there is no such run or format, or the folder can't be written to.
    """
    store = opened(place)
    entries = [store.entry(name) for name in names]
    folder = out or Path("out") / "runs"
    refuse_unusable(folder)
    with whole_or_nothing(folder) as draft:
        written = [path.name for kept in entries for path in export(store, kept, form.lower(), draft)]
    record = ExportRecord(files=[str(folder / name) for name in written])
    if as_json:
        print_json(record)
    else:
        for name in record.files:
            console().print(name, soft_wrap=True)


def clean_runs(cleaning: Cleaning, dry: bool, place: str | None, as_json: bool) -> None:
    """Carry out ``brimstone runs gc``; with `dry`, only tell what would go.

    Raises
    ------
    StoreError
        When the store can't be written to.
    """
    store = opened(place)
    chosen = cleaning.chosen(store)
    sizes = {kept.name: store.size_of(kept) for kept in store.entries()}
    left_over = 0
    if not dry:
        left_over = store.sweep()
        for kept in chosen:
            store.remove(kept)
    freed = sum(sizes[kept.name] for kept in chosen)
    record = CleanedRecord(
        removed=[kept.name for kept in chosen],
        left_over=left_over,
        freed_bytes=freed,
        kept_bytes=sum(sizes.values()) - freed,
    )
    if as_json:
        print_json(record)
        return
    screen = console()
    for name in record.removed:
        screen.print(f"{'would remove' if dry else 'removed'} {name}", soft_wrap=True)
    screen.print(
        f"{len(chosen)} of {len(sizes)} {'would be ' if dry else ''}removed, {freed / 1e6:.3g} MB; "
        f"{record.kept_bytes / 1e6:.3g} MB stay in {store.place}",
        soft_wrap=True,
    )


def cleaning_of(
    older_than: str | None, most: int | None, quota: str | None, damaged: bool, names: Sequence[str]
) -> Cleaning:
    """What the options of ``brimstone runs gc`` mean.

    Raises
    ------
    StoreError
        For an age or a size that is none.
    """
    return Cleaning(
        None if older_than is None else read_age(older_than),
        most,
        None if quota is None else read_size(quota),
        damaged,
        tuple(names),
    )


def _record(kept: Kept) -> KeptRecord:
    return KeptRecord(
        name=kept.name,
        kind=kept.kind,
        recipe=kept.recipe,
        version=kept.version,
        created=kept.created,
        status=kept.status,
        figures=dict(kept.figures),
    )


def _share_samples(entries: Sequence[Kept]) -> bool:
    """Whether sample k of each run has every constant in common: one seed, one number, one version."""
    return len({(one.settings.get("seed"), one.settings.get("members"), one.version) for one in entries}) == 1
