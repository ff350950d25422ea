"""The command that asks for a cell step by step."""

import pytest
import typer

from brimstone.cli.new import QUESTIONS
from brimstone.recipe import read
from tests.cli.conftest import QUICK


def answers(**by_field):
    """Answers in the order of the questions; Enter where none is given. ``__`` stands for the dot of a path."""
    given = {name.replace("__", "."): words for name, words in by_field.items()}
    assert given.keys() <= {question.field for question in QUESTIONS}
    return "".join(f"{given.get(question.field, '')}\n" for question in QUESTIONS)


def test_enter_alone_gives_a_recipe_that_runs(brimstone, tmp_path):
    path = tmp_path / "cell.yaml"
    done = brimstone("new", path, input=answers())
    assert done.exit_code == 0, done.output
    run = brimstone("run", path, *QUICK, "--json")
    assert run.exit_code == 0, run.output


def test_answers_stand_in_their_fields(brimstone, tmp_path):
    path = tmp_path / "cell.yaml"
    given = answers(
        cathode__composition="S, LPSCl and KB in a weight ratio of 3:5:2",
        cathode__loading="1.5 mg/cm2 of sulfur",
        separator="80 mg LPSCl pressed at 375 MPa",
        diameter="10 mm",
        anode="Li metal (100 um)",
        operation__temperature="60 °C",
        protocol="rest 2 h; 50 cycles at 0.1C, 1.0-2.8 V",
    )
    assert brimstone("new", path, input=given).exit_code == 0
    recipe = read(path)
    assert recipe.cathode.composition.parts["S"] == pytest.approx(0.3)
    assert recipe.separator[0].mass.si == pytest.approx(80e-6)
    assert recipe.anode.thickness.si == pytest.approx(100e-6)
    assert recipe.operation.temperature.si == pytest.approx(333.15)
    assert [type(step).__name__ for step in recipe.protocol] == ["Rest", "Cycles"]


@pytest.mark.parametrize(
    ("field", "wrong", "said", "right"),
    [
        ("cathode__loading", "1.5 kg", "loading", "1.5 mg/cm2"),
        ("cathode__composition", "S:LPSCl = 30:50:20", "2 components", "S:LPSCl:KB = 30:50:20"),
        ("operation__temperature", "298 C", "out of range", "298 K"),
        ("separator", "Unobtainium", "Unobtainium", "LPSCl"),
    ],
)
def test_an_answer_that_can_not_be_read_is_asked_for_again(brimstone, tmp_path, field, wrong, said, right):
    path = tmp_path / "cell.yaml"
    done = brimstone("new", path, input=answers(**{field: f"{wrong}\n{right}"}))
    assert done.exit_code == 0, done.output
    assert said in " ".join(done.stderr.split())
    assert wrong not in path.read_text("utf-8")


def test_without_a_file_its_name_is_asked_for(brimstone, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert brimstone("new", input=answers() + "mine.yaml\n").exit_code == 0
    assert read(tmp_path / "mine.yaml").name == "my cell"


def test_a_file_that_exists_is_refused_before_the_first_question(brimstone, tmp_path):
    path = tmp_path / "cell.yaml"
    path.write_text("mine")
    done = brimstone("new", path, input=answers())
    assert done.exit_code == 2
    assert "Active material" not in done.output
    assert path.read_text() == "mine"


def test_nothing_is_written_when_the_questions_are_broken_off(brimstone, tmp_path):
    done = brimstone("new", tmp_path / "cell.yaml", input="my cell\nS\n")
    assert done.exit_code == 130
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_writes_nothing(brimstone, tmp_path, monkeypatch):
    def interrupted(*words, **more):
        raise typer.Abort

    monkeypatch.setattr(typer, "prompt", interrupted)
    assert brimstone("new", tmp_path / "cell.yaml").exit_code == 130
    assert list(tmp_path.iterdir()) == []
