"""``brimstone run`` of a symmetric cell, or of a composite between blocking electrodes."""

import csv
import io
from typing import TYPE_CHECKING

from brimstone.cell import Cell
from brimstone.cli.screen import working
from brimstone.cli.sources import locating_errors, short_name
from brimstone.cli.studies import Output
from brimstone.contract.laboratory import measured_record
from brimstone.view.laboratory import measured_charts, measured_document

if TYPE_CHECKING:
    from brimstone.recipe import Recipe
    from brimstone.simulate import Settings


def run_measured(source: str, recipe: "Recipe", output: Output, settings: "Settings", *, curves: bool) -> bool:
    """Carry out the protocol; True when it was completed. With `curves`, the JSON holds the steps against time.

    Raises
    ------
    BrimstoneError
        When the recipe can't be made or its protocol not carried out, or the folder can't be written to.
    """
    folder = output.folder(short_name(source), recipe, settings)
    with working("measuring"), locating_errors(source):
        result = Cell(recipe).measure(certain=settings.certain, members=settings.members, seed=settings.seed)
    record = measured_record(result, curves)
    text = io.StringIO()
    columns = result.trace()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(columns)
    rows.writerows([f"{value:.7g}" for value in row] for row in zip(*columns.values(), strict=True))
    texts = {"run.json": record.to_json() + "\n", "recipe.yaml": recipe.to_yaml(), "curves.csv": text.getvalue()}
    output.deliver(folder, texts, measured_charts(result), record, measured_document(result))
    return result.status == "completed"
