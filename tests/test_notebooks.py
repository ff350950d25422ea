"""The notebooks of the documentation run from top to bottom, and show what they promise."""

from pathlib import Path

import nbclient
import nbformat

NOTEBOOKS = Path(__file__).parents[1] / "docs" / "notebooks"


def outputs(name):
    """What the cells of code of a notebook show, each as text by type."""
    notebook = nbformat.read(NOTEBOOKS / name, as_version=4)
    nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(NOTEBOOKS)}}).execute()
    return [
        {kind: text for output in cell.outputs for kind, text in output.get("data", {}).items()}
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def test_the_first_look_shows_cell_run_step_material_and_tables():
    cell, run, step, losses, material, table, curve, same = outputs("first-look.ipynb")
    assert "75Li2S-24P2S5-1P2O5" in cell["text/html"]
    assert "discharge 5C" in run["text/html"]
    assert "<svg" in run["text/html"]
    assert "the lower cut-off voltage was reached" in step["text/html"]
    assert "ionic path" in losses["text/plain"]
    assert "ionic conductivity" in material["text/html"]
    assert "capacity_mAh_g_low" in table["text/html"]
    assert "electrolyte_layer_loss_mV" in curve["text/html"]
    assert same["text/plain"] == "True"
