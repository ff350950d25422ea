"""What papers say of cells is understood, or asked about: tables of `phrasings_of_papers`."""

import pytest

from brimstone.errors import RecipeError, UnknownNameError
from brimstone.inspect import find_problems
from brimstone.library import load
from brimstone.recipe import Recipe
from brimstone.recipe.yaml_text import load as load_yaml
from brimstone.units import from_si
from tests.recipe import phrasings_of_papers as rows
from tests.recipe.test_phrasings import CATHODE, build, cathode, shares, understood


@pytest.mark.parametrize(("words", "due"), rows.COMPOSITIONS)
def test_a_composition_is_read(words, due):
    active = next(iter(due)) if isinstance(due, dict) else "S"
    assert understood(due, lambda: shares(cathode(active=active, composition=words).composition)) == due


@pytest.mark.parametrize(("words", "active", "carbon", "share", "parts"), rows.HOSTS)
def test_a_filled_host_in_a_composition_is_a_host(words, active, carbon, share, parts):
    read = Recipe.from_mapping({"cathode": {"composition": words, "loading": "1 mg/cm2"}, "separator": "LPSCl"}).cathode
    assert (read.active, read.host.carbon) == (active, carbon)
    assert 100 * read.host.sulfur.si == pytest.approx(share)
    assert {name: 100 * read.composition.parts[name] for name in parts} == pytest.approx(parts)


@pytest.mark.parametrize(("words", "due", "basis"), rows.LOADINGS)
def test_a_loading_is_read_with_what_it_is_of(words, due, basis):
    def read():
        loading = build(diameter="10 mm", cathode={**CATHODE, "loading": words}).cathode.loading
        assert loading.basis == basis
        return pytest.approx(100 * loading.amount.si, rel=1e-3)

    assert understood(due, read) == due


def test_a_loading_of_the_active_material_by_its_name_is_read():
    read = cathode(active="CuS", composition="CuS:LPSCl:KB = 5:4:1", loading="3.2 mg CuS per cm2")
    assert (read.loading.basis, read.loading.amount.si) == ("active", pytest.approx(0.032))


def test_a_bare_mass_is_told_to_be_of_the_active_material():
    told = find_problems("diameter: 10 mm\ncathode: {active: S, loading: 8 mg}\nseparator: LPSCl", load())
    assert any("write 8 mg of composite" in one.message for one in told)


@pytest.mark.parametrize(("words", "due"), rows.MIXING)
def test_a_way_of_mixing_is_read_with_its_components(words, due):
    def read():
        return [
            (
                step.method,
                step.of,
                step.speed and pytest.approx(60 * step.speed.si),
                step.time and pytest.approx(step.time.si / 3600),
            )
            for step in cathode(mixing=words).mixing
        ]

    assert understood(due, read) == due


def test_the_gap_of_a_blade_is_kept():
    assert cathode(mixing="slurry in anisole, doctor blade 200 µm").mixing[0].gap.si == pytest.approx(2e-4)


def test_a_load_without_its_die_in_a_layer_is_told_as_one():
    with pytest.raises(RecipeError, match="'3 tons' is a load"):
        build(separator="100 mg LPSCl pressed under 3 tons")


@pytest.mark.parametrize(("words", "due"), rows.ANODES)
def test_an_anode_is_read(words, due):
    def read():
        anode = build(cathode={**CATHODE, "active": "Li2S", "composition": "Li2S:LPSCl:KB = 4:4:2"}, anode=words).anode
        sizes = anode.foils or ({"": anode.thickness} if anode.thickness else {})
        return (
            load().material(anode.material).name,
            {name: pytest.approx(1e6 * size.si) for name, size in sizes.items()},
            anode.diameter and pytest.approx(1e3 * anode.diameter.si),
        )

    assert understood(due, read) == due


@pytest.mark.parametrize(("words", "due"), rows.LAYERS)
def test_a_layer_is_read(words, due):
    units = {
        "mass": ("mg", "mass"),
        "diameter": ("mm", "length"),
        "thickness": ("um", "length"),
        "pressed_at": ("MPa", "pressure"),
        "pressing_time": ("min", "time"),
    }
    (layer,) = Recipe.from_mapping({"cathode": CATHODE, "separator": words}).separator
    for name, value in due.items():
        got = getattr(layer, name)
        assert (got if name not in units else pytest.approx(from_si(got.si, *units[name]))) == value
    assert layer.model_fields_set == set(due)


@pytest.mark.parametrize(("words", "due"), rows.ELECTROLYTES)
def test_an_electrolyte_is_known(words, due):
    assert load().material(words).name == due


@pytest.mark.parametrize(("words", "other"), [("SE", "Se"), ("SN", "Sn"), ("SI", "Si")])
def test_an_abbreviation_is_no_element(words, other):
    assert load().material(other)
    with pytest.raises(UnknownNameError):
        load().material(words)


def test_a_bare_temperature_of_a_lab_in_kelvin_is_asked_as_such():
    with pytest.raises(RecipeError, match="'298 K'"):
        build(operation={"temperature": "298"})


def test_a_coating_is_not_suggested_in_the_place_of_another():
    told = find_problems(
        "cathode: {active: S, loading: 1 mg/cm2}\nseparator: LPSCl\nanode: {material: Li, interface: LiF coating}",
        load(),
    )
    assert not any("Did you mean" in one.message for one in told if one.field == "anode.interface")


def test_a_liquid_of_another_strength_or_salt_is_asked_about():
    for words in ("3 M LiTFSI in DOL/DME", "1 M LiFSI in DOL/DME", "0.64 M LiTFSI in Pyr14TFSI"):
        with pytest.raises(UnknownNameError):
            load().material(words)


@pytest.mark.parametrize(("words", "due"), rows.PRESSED)
def test_how_something_was_pressed_is_read(words, due):
    read = cathode(pressed_at=words)
    time, warm = read.pressing_time, read.pressing_temperature
    assert from_si(read.pressed_at.si, "MPa", "pressure") == pytest.approx(due[0], rel=1e-3)
    assert (time and time.si / 60, warm and warm.si - 273.15) == (due[1], due[2] and pytest.approx(due[2]))


@pytest.mark.parametrize(("words", "due"), rows.STEPS)
def test_a_step_is_read(words, due):
    def read():
        steps = build(protocol=[words]).protocol
        assert [type(step).__name__ for step in steps] == [kind for kind, _ in due]
        return [
            (kind, {name: str(getattr(step, name)) for name in fields})
            for step, (kind, fields) in zip(steps, due, strict=True)
        ]

    assert understood(due, read) == due


def test_a_window_at_the_end_of_a_sentence_is_that_of_all_its_cycles():
    first, last = build(protocol=["3 cycles at 0.05C, then 50 cycles at 0.1C, 1-3 V"]).protocol
    assert first.window == last.window


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a: S : LPSCl : C = 3 : 5 : 2\nb: 1", {"a": "S : LPSCl : C = 3 : 5 : 2", "b": "1"}),
        ("a: {S: 50 %, SWCNT (TUBALL, OCSiAl): 8 %}", {"a": {"S": "50 %", "SWCNT (TUBALL, OCSiAl)": "8 %"}}),
        ("- {charge: 0,1C, window: 1,0-2,8 V}", [{"charge": "0,1C", "window": "1,0-2,8 V"}]),
        ("- {w: [1.0, 3.0] V, b: 2}", [{"w": ["1.0 V", "3.0 V"], "b": "2"}]),
        ("s: [LPSCl (100 mg, 10 mm), LPS]", {"s": ["LPSCl (100 mg, 10 mm)", "LPS"]}),
        ("a: {b: c: d}  # e", {"a": {"b": "c: d"}}),
        ("a: it's 3 : 5  # of both", {"a": "it's 3 : 5"}),
    ],
)
def test_quotes_that_yaml_needs_may_be_left_out(text, tree):
    assert load_yaml(text) == tree


def test_lines_that_hold_what_yaml_takes_apart_in_a_note_stay():
    note = "note: |\n  a: b: c\n  {x (1, 2): 3}\n"
    assert load_yaml(note) == {"note": "a: b: c\n{x (1, 2): 3}\n"}


def test_a_problem_of_yaml_has_its_line():
    (problem,) = find_problems("name: x\ncathode: {active: S, loading: }\n", load())
    assert problem.line == 2


def test_a_component_may_be_named_as_it_is_in_the_library():
    read = cathode(mixing=[{"method": "ball-milled", "of": ["S", "Ketjenblack"]}], particle_size={"Li6PS5Cl": "2 um"})
    assert (read.mixing[0].of, set(read.particle_size)) == (("S", "KB"), {"LPSCl"})


@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        ({"mixing": [{"method": "slurry", "of": ["S", "SuperP"]}]}, "cathode.mixing.step 1.of", "it has: S, LPSCl"),
        ({"particle_size": {"LPSCll": "1 um"}}, "cathode.particle_size.LPSCll", "Did you mean LPSCl?"),
    ],
)
def test_what_is_no_component_is_refused(fields, field, told):
    with pytest.raises(RecipeError, match=told) as problem:
        cathode(**fields)
    assert problem.value.field == field
