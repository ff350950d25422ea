"""Custom materials, treatments and cells in files: checked like the library's, and never replacing it in silence."""

from importlib.metadata import EntryPoint

import pytest

from brimstone.cell import load as load_cell
from brimstone.errors import LibraryError
from brimstone.inspect import check, problems_of_file
from brimstone.library import load, shared
from brimstone.library.own import with_own_materials
from brimstone.recipe import Recipe, read

LEAST = {"cathode": {"active": "S", "loading": "1 mg/cm2"}, "separator": "LPSCl"}
MATERIAL = """\
name: house argyrodite
synonyms: [LPSCl-H]
kind: electrolyte
class: sulfide
formula: Li6PS5Cl
density: {value: 1.9 g/cm3, source: 'laboratory notebook 12, pycnometer', known: measured}
ionic_conductivity: {value: 6 mS/cm, temperature: 25 degC, source: 'laboratory notebook 12', known: measured}
"""
STRATEGY = """\
name: house coating
sides: [anode]
section: laboratory notebook 13
about: A coating.
scalability: {word: unknown, quote: not tried}
variants:
  - {name: dip coating, sides: [anode], acts: [heated], applies_to: [sulfide], additives: [LiI]}
"""
CELL = """\
name: House2026
about: A cell of our own
recipe: |
  name: house cell
  note: All assumed.
  cathode: {active: S, loading: usual}
  separator: Li6PS5Cl
"""
RECIPE = """\
name: with a material from a file
cathode: {active: S, composition: {S: 30 wt%, LPSCl-H: 50 wt%, Super P: 20 wt%}, loading: 1 mg/cm2}
separator: house argyrodite
"""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "materials"
    folder.mkdir()
    (tmp_path / "recipe.yaml").write_text(RECIPE)
    return folder


def test_a_material_beside_a_recipe_is_found_by_its_names_and_conducts_as_written(folder):
    (folder / "argyrodite.yaml").write_text(MATERIAL)
    cell = load_cell(folder.parent / "recipe.yaml")
    material = cell.library.material("LPSCl-H")
    assert material["ionic_conductivity"].si == pytest.approx(0.6)
    assert material["density"].source == "laboratory notebook 12, pycnometer"
    assert cell.run(certain=True, nodes=8, checks=False).status == "completed"
    assert "house argyrodite" not in load().material_names()


def test_a_material_of_a_file_is_written_as_one_of_a_recipe(folder):
    words = {
        "like": "Li6PS5Cl",
        "ionic_conductivity": "3.1 mS/cm",
        "D50": "3 um",
        "Ea": "0.32 eV",
        "density": "1.9 g/cm3",
    }
    lines = "".join(f"{key}: {value}\n" for key, value in words.items())
    (folder / "superglass.yaml").write_text(f"name: SuperGlass-7\nsynonyms: [SG-7]\n{lines}")
    (folder / "milled.yaml").write_text(
        "name: milled SG\nlike: SuperGlass-7\nD50: {value: 1 um, source: sieve, known: measured}\n"
    )
    library = shared.with_folder(load(), folder)
    made, milled = library.material("SG-7"), library.material("milled SG")
    inline = with_own_materials(load(), Recipe.from_mapping({**LEAST, "materials": {"SuperGlass-7": words}}))
    for name in ("ionic_conductivity", "particle_size", "density", "young_modulus"):
        one, other = (of.properties[name] for of in (made, inline.material("SuperGlass-7")))
        assert getattr(one, "si", str(one)[:40]) == getattr(other, "si", str(other)[:40])
    assert made.properties["particle_size"].source == "superglass.yaml"
    assert milled.properties["particle_size"].source == "milled.yaml: sieve"
    assert milled.properties["density"].si == pytest.approx(1900.0)


def test_treatments_and_cells_of_files_are_found_too(folder):
    (folder / "coating.yaml").write_text(STRATEGY)
    (folder / "cell.yaml").write_text(CELL)
    library = shared.with_folder(load(), folder)
    assert library.treatment("dip coating").strategy == "house coating"
    assert library.cell("House2026").runnable
    assert shared.with_folder(library, folder) is library


def test_a_name_of_the_library_is_replaced_with_a_warning_that_names_both(folder):
    file = folder / "argyrodite.yaml"
    file.write_text(MATERIAL.replace("LPSCl-H", "LPSCl"))
    recipe = folder.parent / "recipe.yaml"
    recipe.write_text(RECIPE.replace("LPSCl-H", "LPSCl"))
    notes = [str(note) for note in check(read(recipe), load()) if note.level == "warning"]
    assert any(str(file) in note and "in place of Li6PS5Cl" in note for note in notes)
    (problem,) = problems_of_file(file, load())
    assert (problem.level, "in place of Li6PS5Cl" in problem.message) == ("warning", True)


def test_the_configuration_and_installed_packages_are_searched_without_importing_them(tmp_path, monkeypatch):
    package = tmp_path / "house_materials"
    (package / "materials").mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('imported')")
    (package / "materials" / "argyrodite.yaml").write_text(MATERIAL)
    config = tmp_path / "config" / "materials"
    config.mkdir(parents=True)
    (config / "cell.yaml").write_text(CELL)
    entry = EntryPoint("house", "house_materials", shared.ENTRY_POINTS)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [entry])
    monkeypatch.setattr("platformdirs.user_config_path", lambda name: config.parent)
    shared.installed_folders.cache_clear()
    try:
        library = load()
        assert library.material("house argyrodite").formula == "Li6PS5Cl"
        assert library.cell("House2026").runnable
    finally:
        shared.installed_folders.cache_clear()


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(f'*{before}' for _ in range(10))}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (MATERIAL.replace(", source: 'laboratory notebook 12'", ""), "source"),
        (MATERIAL.replace("1.9 g/cm3", "19 g/cm3"), "density"),
        (MATERIAL.replace("1.9 g/cm3", "1.9 mS/cm"), "density"),
        (MATERIAL.replace("class: sulfide", "class: sulphite"), "class"),
        (MATERIAL.replace("density:", "densty:"), "did you mean density"),
        (MATERIAL.replace("synonyms: [LPSCl-H]", "synonyms: {a: b}"), "synonyms"),
        (STRATEGY.replace("[LiI]", "[unobtainium]"), "unobtainium"),
        (CELL.replace("about: A cell of our own", "cannot_run: no"), "about"),
        ("- a list", "expected a mapping"),
        ("", "expected a mapping"),
        ("name: neither", "expected a material"),
        ("name: [unclosed", "not valid YAML"),
        ("!!python/object/apply:os.system [echo]", "tag"),
        (BOMB, "entries"),
        ("[" * 5000, "deep"),
        ("name: " + "x" * 2_000_000, "bytes"),
        (b"\xff\xfe\x00name", "UTF-8"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)
def test_a_bad_file_is_refused_on_one_screen(folder, content, words):
    file = folder / "bad.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(LibraryError) as refusal:
        shared.with_folder(load(), folder)
    assert words in str(refusal.value)
    assert "bad.yaml" in str(refusal.value)
    assert len(str(refusal.value)) < 2000
    assert len(str(refusal.value).splitlines()) <= 10
    problems = problems_of_file(file, load())
    assert problems
    assert all(problem.level == "error" for problem in problems)
