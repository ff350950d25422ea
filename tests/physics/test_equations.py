"""From a figure, a loss or a process to the label of its equation, and from there to function, source and theory."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest
from matplotlib.mathtext import MathTextParser

from brimstone import physics
from brimstone.model import HEAT_SOURCES
from brimstone.model.gel import GEL_THROUGH_DEPTH
from brimstone.model.solid import SOLID
from brimstone.physics import labels
from brimstone.result import LOSSES, RESISTANCES

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "brimstone"
THEORY = (ROOT / "docs" / "theory.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"\.\. math::\n    :label: (?P<label>[\w-]+)\n\n(?P<tex>(?:    .*\n?|\n(?=    ))+)")
DISPLAYED = re.compile(r"^\$\$(?P<tex>.*?)\$\$ *(?:\((?P<label>[\w-]+)\))?$", re.MULTILINE | re.DOTALL)
SECTION = re.compile(r":ref:`(theory-[\w-]+)`")

#: Public functions that compute no equation of the model.
HELPERS = {
    **dict.fromkeys(
        ("exp", "exp_both", "log", "log_ratio", "inverse_root", "fourth_root", "asinh", "magnitude"),
        "elementary functions of kernels",
    ),
}


#: Figures that show what was counted or measured, and nothing computed.
OF_RECORDS = {"checks", "measured-cycles", "ratios"}


def modules():
    names = [found.name for found in pkgutil.iter_modules(physics.__path__)]
    return [importlib.import_module(f"brimstone.physics.{name}") for name in names]


FUNCTIONS = {
    f"{module.__name__}.{name}": function
    for module in modules()
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__ and not name.startswith("_")
}
BLOCKS = [(name, *match.group("label", "tex")) for name, function in FUNCTIONS.items()
          for match in BLOCK.finditer(inspect.getdoc(function))]  # fmt: skip
LABELLED = {label: name for name, label, _ in BLOCKS}
SHOWN = [match.group("label", "tex") for match in DISPLAYED.finditer(THEORY)]
FORMULAS = {label: tex for _, label, tex in BLOCKS} | dict(SHOWN)


def described(of):
    return inspect.getdoc(FUNCTIONS[of])


def test_every_label_stands_once():
    labelled = [label for _, label, _ in BLOCKS] + [label for label, _ in SHOWN]
    assert len(labelled) > 100
    assert all(labelled), "an equation of the theory has no label"
    assert sorted(labelled) == sorted(set(labelled))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_gives_its_equation_or_names_the_one_it_serves(name):
    summary = described(name).split("\n\n")[0]
    served = re.findall(r":eq:`([\w-]+)`", summary)
    assert (name in LABELLED.values()) + bool(served) + (name.rsplit(".", 1)[1] in HELPERS) == 1
    assert set(served) <= set(LABELLED)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_argument_and_result_is_described(name):
    text = described(name)
    if name.rsplit(".", 1)[1] in HELPERS:
        return
    parameters = text.split("Parameters\n----------\n")[1].split("\n\n")[0]
    names = {one.strip("* ") for line in parameters.splitlines() if line[0] != " "
             for one in line.split(" : ")[0].split(",")}  # fmt: skip
    assert names == set(inspect.signature(FUNCTIONS[name]).parameters)
    assert re.search(r"\[[^\]]+\]", text.split("Returns\n-------\n")[1]), "no unit of the result"


@pytest.mark.parametrize(("name", "label"), [(name, label) for label, name in LABELLED.items()])
def test_every_equation_names_its_source_and_a_section_of_the_theory(name, label):
    text = described(name)
    assert label.startswith("eq-")
    assert "Source: " in text
    sections = SECTION.findall(text)
    assert sections
    for section in sections:
        assert THEORY.count(f"({section})=") == 1


@pytest.mark.parametrize("label", FORMULAS)
def test_every_equation_is_well_formed(label):
    MathTextParser("path").parse(f"${' '.join(FORMULAS[label].split())}$")


def test_the_theory_names_only_labels_and_functions_that_exist():
    assert set(re.findall(r"\{eq\}`([\w-]+)`", THEORY)) <= set(LABELLED) | {label for label, _ in SHOWN}
    for name in re.findall(r"\{py:func\}`~([\w.]+)`", THEORY):
        module, function = name.rsplit(".", 1)
        assert callable(getattr(importlib.import_module(module), function))


def test_the_theory_leads_to_every_section_of_functions():
    pages = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "physics").glob("*.md"))
    for module in modules():
        assert module is labels or f"automodule:: {module.__name__}\n" in pages


@pytest.mark.parametrize("label", labels.EQUATIONS)
def test_what_is_shown_leads_to_function_and_theory(label):
    equation = labels.EQUATIONS[label]
    if label.startswith("eq-"):
        assert LABELLED[label] == equation.function
        assert equation.section in SECTION.findall(described(equation.function))
    else:
        assert label in {shown for shown, _ in SHOWN}
        resolved(equation.function)
    assert f"({equation.section})=" in THEORY


def resolved(name):
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        module, attribute = name.rsplit(".", 1)
        return getattr(importlib.import_module(module), attribute)


def figures():
    """Names of the figures of reports: places of pages, and charts."""
    pages = [path.read_text(encoding="utf-8") for path in (SOURCE / "report").rglob("*.html")]
    drawn = [path.read_text(encoding="utf-8") for room in ("view", "report") for path in (SOURCE / room).rglob("*.py")]
    found = {name for text in pages for name in re.findall(r'data-figure="([\w-]+)"', text)}
    return found | {name for text in drawn for name in re.findall(r'\bChart\(\s*(?:name=)?"([\w-]+)"', text)}


@pytest.mark.parametrize(
    ("shown", "table"),
    [
        (set(LOSSES), labels.LOSSES),
        (set(RESISTANCES), labels.RESISTANCES),
        (set(HEAT_SOURCES), labels.HEAT),
        ({state.name for model in (SOLID, GEL_THROUGH_DEPTH) for state in model.states}, labels.PROCESSES),
    ],
    ids=["losses", "resistances", "heat", "processes"],
)
def test_every_loss_and_process_has_an_equation(shown, table):
    assert shown == set(table)
    assert set(table.values()) <= set(labels.EQUATIONS)


def test_every_figure_has_an_equation():
    assert len(figures()) > 10
    assert figures() - set(labels.FIGURES) == OF_RECORDS
    assert set(labels.FIGURES.values()) == set(labels.NAMES) <= set(labels.EQUATIONS)


def test_every_equation_of_the_table_is_used():
    tables = (labels.LOSSES, labels.RESISTANCES, labels.HEAT, labels.PROCESSES, labels.FIGURES)
    assert set(labels.EQUATIONS) == {label for table in tables for label in table.values()}
