"""``brimstone list``: what the library knows, a line each."""

from brimstone.cli.screen import console, print_json, print_table
from brimstone.errors import BrimstoneError
from brimstone.library import load
from brimstone.library.queries import list_materials
from brimstone.view.library import LISTINGS, material_records, material_table


def show_list(what: str, class_: str | None, kind: str | None, sort: str, as_json: bool) -> None:
    """Carry out ``brimstone list``.

    Raises
    ------
    BrimstoneError
        When a filter or a key is not known, or has no meaning for what is listed.
    """
    library = load()
    if what == "materials":
        materials = list_materials(library, kind, class_, sort)
        if as_json:
            print_json(material_records(materials))
        else:
            print_table(console(), material_table(materials))
        return
    if class_ is not None or kind is not None or sort != "name":
        raise BrimstoneError(f"--class, --kind and --sort are for materials, not for {what}")
    listing = LISTINGS[what]
    records = listing.records(library)
    if as_json:
        print_json(records)
    else:
        print_table(console(), listing.table(records))
