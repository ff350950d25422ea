"""Options that are wanted every time, and how much a command says."""

import json

import pytest

from tests.cli.conftest import QUICK


@pytest.fixture
def config(tmp_path, monkeypatch):
    path = tmp_path / "config.toml"
    monkeypatch.setenv("BRIMSTONE_CONFIG", str(path))
    return path


def test_options_of_the_file_hold_unless_the_command_line_says_otherwise(brimstone, recipe, config):
    config.write_text("[run]\njson = true\ncertain = true\nseed = 3\n[runs.list]\njson = true\n")
    assert json.loads(brimstone("run", recipe).stdout)["members"] == 1
    config.write_text("[run]\njson = true\nmembers = 12\n")
    assert json.loads(brimstone("run", recipe).stdout)["members"] == 13
    assert json.loads(brimstone("run", recipe, "--members", "11").stdout)["members"] == 12


def test_without_a_file_nothing_is_different(brimstone, recipe, config):
    assert json.loads(brimstone("run", recipe, "--json", *QUICK).stdout)["status"] == "completed"


def test_all_that_is_wrong_with_the_file_is_told_at_once(brimstone, recipe, config):
    config.write_text("[run]\nmembres = 5\ncertain = 1\n[rum]\nx = 1\n[runs]\nlist = 3\n")
    done = brimstone("run", recipe)
    assert done.exit_code == 2
    for words in ("[run] membres: no such option. Did you mean members?", "certain = 1: expected true or false",
                  "[rum]: no such command. Did you mean run?", "runs.list: expected a table"):  # fmt: skip
        assert words in done.stderr.replace("\n", " ")


@pytest.mark.parametrize("content", [b"[run", b"\xff\xfe", b"[run]\nmembers = {a = 1}"])
def test_a_file_that_is_no_configuration_is_refused_in_words(brimstone, recipe, config, content):
    config.write_bytes(content)
    done = brimstone("run", recipe)
    assert done.exit_code == 2
    assert str(config.name) in done.stderr.replace("\n", "")
    assert "Traceback" not in done.output


def test_quiet_leaves_json_and_errors_and_verbose_tells_the_effort(brimstone, recipe, tmp_path):
    out = ("--out", tmp_path / "out")
    assert brimstone("-q", "run", recipe, *out, *QUICK).output == ""
    assert (tmp_path / "out" / "report.html").exists()
    assert "no such file" in brimstone("-q", "run", tmp_path / "no.yaml").stderr
    loud = brimstone("-v", "run", recipe, "--json", *QUICK)
    assert json.loads(loud.stdout)["status"] == "completed"
    assert " s of it computing" in loud.stderr
