"""Compiled templates are kept for the next process."""

import jinja2
import pytest

from brimstone import _cache
from brimstone.report._templates import KeptTemplates


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "templates").mkdir()
    return tmp_path / "templates"


def page(folder):
    loader = jinja2.FileSystemLoader(folder)
    return jinja2.Environment(loader=loader, bytecode_cache=KeptTemplates()).get_template("page").render(cell="Li-S")


def test_a_kept_template_is_not_compiled_again_and_renders_alike(folder, monkeypatch):
    (folder / "page").write_text("a {{ cell }} cell")
    assert page(folder) == "a Li-S cell"
    monkeypatch.setattr(jinja2.Environment, "_generate", lambda *_, **__: pytest.fail("compiled again"))
    assert page(folder) == "a Li-S cell"


def test_a_changed_template_is_compiled_again(folder):
    for text in ("a {{ cell }} cell", "the {{ cell }} cell"):
        (folder / "page").write_text(text)
        assert page(folder) == text.replace("{{ cell }}", "Li-S")


def test_without_a_cache_folder_pages_are_written_all_the_same(folder, monkeypatch):
    monkeypatch.setattr(_cache, "private_folder", lambda: None)
    (folder / "page").write_text("a {{ cell }} cell")
    assert page(folder) == "a Li-S cell"
