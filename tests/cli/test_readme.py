"""What README.md shows and promises is there."""

import re
from pathlib import Path

import pytest
import typer

from brimstone import contract
from brimstone.cli.app import Thing, app
from brimstone.cli.schema import RECIPE

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_its_recipe_runs(brimstone, tmp_path):
    path = tmp_path / "cell.yaml"
    path.write_text(re.search(r"```yaml\n(.*?)```", README, re.DOTALL)[1], encoding="utf-8")
    done = brimstone("run", path, "--certain", "--nodes", "8", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output


def test_its_commands_exist():
    named = re.findall(r"(?:`|\$ )brimstone (\w+)(?: (\w+))?", README)
    commands = typer.main.get_command(app).commands
    assert len(named) > 8
    for command, what in named:
        assert command in commands
        if command == "list":
            assert what in set(Thing)
        if command == "schema":
            assert what in (RECIPE, *contract.COMMANDS)


@pytest.mark.parametrize("text", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_its_links_and_pictures_lead_somewhere(text):
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / text).read_text("utf-8"))
    for link in links:
        assert link.startswith("http") or (ROOT / link).exists(), link


def test_its_outputs_are_those_of_the_script_that_writes_them():
    blocks = re.findall(r"```console\n\$ brimstone .*?```", README, re.DOTALL)
    marked = re.findall(r"<!-- output.*? -->\n```console\n\$ brimstone .*?```", README, re.DOTALL)
    assert len(blocks) == len(marked) > 2
    assert not any("Traceback" in block for block in blocks)
