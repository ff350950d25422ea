import dataclasses

import pytest

from brimstone.errors import RecipeError
from brimstone.inspect import check, find_problems
from brimstone.recipe import parse

CELL = """\
name: a cell
cathode:
  active: S
  composition: {S: 30 wt%, LPSCl: 50 wt%, Super P: 20 wt%}
  loading: 1 mg/cm2
  mixing: ball-milled
  pressed_at: 360 MPa
separator:
  - {electrolyte: LPSCl, thickness: 500 um, pressed_at: 360 MPa}
anode: {material: Li-In, thickness: 100 um}
operation: {temperature: 25 degC, stack_pressure: 50 MPa}
"""
ANODE = "anode: {material: Li-In, thickness: 100 um}"
OPERATION = "operation: {temperature: 25 degC, stack_pressure: 50 MPa}"
LAYER = "{electrolyte: LPSCl, thickness: 500 um, pressed_at: 360 MPa}"


def recipe(**changes):
    text = CELL
    for old, new in changes.values():
        assert old in text
        text = text.replace(old, new)
    return parse(text, "cell.yaml")


def warned(library, *pairs):
    notes = check(recipe(**{str(count): pair for count, pair in enumerate(pairs)}), library)
    return {note.rule: note for note in notes if note.level == "warning"}


def refused(library, *pairs):
    with pytest.raises(RecipeError) as caught:
        check(recipe(**{str(count): pair for count, pair in enumerate(pairs)}), library)
    return str(caught.value)


def test_an_ordinary_cell_gets_no_warning(library):
    assert warned(library) == {}


def test_every_rule_says_why_in_the_words_of_a_review(library):
    for rule in library.rules():
        assert rule.reason
        assert rule.quote
        assert rule.review.startswith(("Zhu 2023", "Qi 2024"))


@pytest.mark.parametrize(
    ("old", "new", "field", "hint"),
    [
        ("LPSCl: 50 wt%", "LPSCL2: 50 wt%", "cathode.composition", "Did you mean"),
        ("{electrolyte: LPSCl,", "{electrolyte: Lpscll,", "separator.layer 1.electrolyte", "LPSCl"),
        ("material: Li-In", "material: Li-Ln", "anode.material", "Did you mean"),
        ("mixing: ball-milled", "collector: Aluminimum", "cathode.collector", "Did you mean"),
        ("thickness: 100 um}", "thickness: 100 um, interface: magic}", "anode.interface", "unknown treatment"),
        ("mixing: ball-milled", "treatment: slurry casting in gin", "cathode.treatment", "unknown material"),
    ],
)
def test_an_unknown_name_is_refused_with_its_field_and_the_nearest_names(library, old, new, field, hint):
    message = refused(library, (old, new))
    assert message.startswith(f"cell.yaml: {field}: unknown")
    assert hint in message


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("{electrolyte: LPSCl,", "{electrolyte: Super P,", "separator.layer 1.electrolyte"),
        ("material: Li-In", "material: PTFE", "anode.material"),
        ("Super P: 20 wt%", "toluene: 20 wt%", "cathode.composition"),
        ("mixing: ball-milled", "collector: sulfur", "cathode.collector"),
    ],
)
def test_a_material_in_a_part_it_can_not_play_is_refused(library, old, new, field):
    message = refused(library, (old, new))
    assert message.startswith(f"cell.yaml: {field}: ")
    assert "expected one of" in message


def test_an_active_material_without_a_known_composition_is_refused_with_the_remedy(library):
    message = refused(library, ("active: S", "active: Li2S-Li6PS5Cl-C"), ("{S: 30 wt%", "{Li2S-Li6PS5Cl-C: 30 wt%"))
    assert "three components" in message


def test_an_electrolyte_that_nobody_measured_is_refused(library):
    assert "no ionic conductivity" in refused(library, (LAYER, "{electrolyte: Li6PO4SCl, thickness: 500 um}"))


def test_lithium_before_the_cathode_is_refused_with_the_sentence_of_the_review(library):
    message = refused(
        library, (ANODE, "anode: {material: Li, thickness: 50 um, interface: 'mechanical pressing, first'}")
    )
    assert "the processing sequence for S/SSE precedes that of Li/SSE" in message
    assert "anode.interface" in message


def test_a_polar_solvent_on_lithium_is_refused(library):
    message = refused(library, (ANODE, "anode: {material: Li, interface: polymer coating in acetonitrile}"))
    assert "lithium reacts with polar solvents" in message


def test_slurry_casting_on_the_anode_side_is_refused(library):
    assert "cathode side" in refused(library, (ANODE, "anode: {material: Li, interface: slurry casting}"))


def test_molten_lithium_on_the_cathode_side_is_refused(library):
    assert "anode side" in refused(library, ("mixing: ball-milled", "treatment: molten lithium"))


def test_a_cell_hotter_than_its_lithium_is_refused(library):
    message = refused(library, (ANODE, "anode: {material: Li, thickness: 50 um}"), ("25 degC", "185 degC"))
    assert "melting point" in message


def test_melt_mixing_of_solid_sulfur_is_refused(library):
    mixing = "mixing: [{method: melt-milled, temperature: 80 degC}]"
    assert "sulfur is solid" in refused(library, ("mixing: ball-milled", mixing))


@pytest.mark.parametrize("temperature", ["155 degC", "170 degC", "300 degC"])
def test_the_three_hot_processes_of_the_reviews_pass(library, temperature):
    method = "vapour-mixed" if temperature == "300 degC" else "melt-milled"
    mixing = f"mixing: [{{method: {method}, temperature: {temperature}}}]"
    assert warned(library, ("mixing: ball-milled", mixing)) == {}


def test_sulfur_above_40_wt_percent_is_warned_of_with_the_sentence(library):
    notes = warned(library, ("S: 30 wt%, LPSCl: 50 wt%", "S: 50 wt%, LPSCl: 30 wt%"))
    assert "typically below 40 wt%" in notes["too_much_sulfur"].quote
    assert warned(library, ("S: 30 wt%, LPSCl: 50 wt%", "S: 40 wt%, LPSCl: 40 wt%")) == {}


def test_a_cathode_cast_with_a_polymer_is_no_pressed_composite(library):
    assert "too_much_sulfur" not in warned(library, ("S: 30 wt%, LPSCl: 50 wt%", "S: 50 wt%, PEO-LiTFSI: 30 wt%"))


def test_a_polar_solvent_on_a_sulfide_is_warned_of_and_a_non_polar_one_is_not(library):
    polar = ("mixing: ball-milled", "treatment: slurry casting in THF")
    assert "polar_solvent_on_sulfide" in warned(library, polar)
    assert "polar_solvent_on_sulfide" not in warned(library, (polar[0], "treatment: slurry casting in toluene"))


def test_what_ethanol_dissolved_is_refused_and_once_heated_only_warned_of(library):
    solution = ("mixing: ball-milled", "mixing: [{method: solution, solvent: ethanol}]")
    assert "dissolves or decomposes" in refused(library, solution)
    made = "made: [{material: LPSCl, method: annealed, temperature: %s}]\n" + ANODE
    assert "dissolves or decomposes" in refused(library, solution, (ANODE, made % "120 degC"))
    assert "solvent_then_heat" in warned(library, solution, (ANODE, made % "550 degC"))


def test_no_solvent_is_warned_of_that_a_sulfide_is_known_to_be_made_from(library):
    polar = ("mixing: ball-milled", "treatment: slurry casting in tetrahydrofuran")
    assert "polar_solvent_on_sulfide" in warned(library, polar)
    assert "polar_solvent_on_sulfide" not in warned(library, polar, ("LPSCl", "Li10SnP2S12"))


def test_a_slurry_of_a_sulfide_without_a_named_solvent_is_warned_of(library):
    assert "solvent_not_named" in warned(library, ("ball-milled", "slurry"))


def test_lithium_beside_a_sulfide_that_it_reduces_is_warned_of_and_a_compatible_layer_helps(library):
    lithium = (ANODE, "anode: {material: Li, thickness: 50 um}")
    calm = (OPERATION, "operation: {temperature: 25 degC, stack_pressure: 5 MPa}")
    assert "reacts_with_lithium" in warned(library, lithium, calm)
    bilayer = (LAYER, f"{LAYER}\n  - {{electrolyte: 75Li2S-24P2S5-1P2O5, thickness: 100 um}}")
    assert warned(library, lithium, calm, bilayer) == {}
    alloy = (ANODE, "anode: {material: Li, thickness: 50 um, interface: evaporated indium}")
    assert warned(library, alloy, calm) == {}


def test_halides_on_lithium_get_the_words_of_the_review_on_halides(library):
    notes = warned(
        library,
        (ANODE, "anode: {material: Li, thickness: 50 um}"),
        (OPERATION, "operation: {stack_pressure: 5 MPa}"),
        (LAYER, "{electrolyte: Li3InCl6, thickness: 500 um}"),
    )
    assert "foremost drawback" in notes["halide_on_lithium"].quote


def test_pressed_oxides_are_warned_of_in_layer_and_composite(library):
    layer = (LAYER, "{electrolyte: LLZO, thickness: 500 um, pressed_at: 360 MPa}")
    assert "rigid_oxide_layer" in warned(library, layer)
    assert "rigid_oxide_composite" in warned(library, ("LPSCl: 50 wt%", "LLZO: 50 wt%"))


def test_molten_lithium_on_bare_garnet_does_not_wet_and_a_gold_layer_cures_it(library):
    garnet = (LAYER, "{electrolyte: LLZTO, thickness: 500 um}")
    pressure = (OPERATION, "operation: {temperature: 25 degC}")
    bare = (ANODE, "anode: {material: Li, thickness: 50 um, interface: molten lithium}")
    gold = (ANODE, "anode: {material: Li, thickness: 50 um, interface: gold coating}")
    assert "molten_lithium_does_not_wet" in warned(library, garnet, pressure, bare)
    assert warned(library, garnet, pressure, gold) == {}
    assert "molten_lithium_reacts" in warned(library, pressure, gold)


def test_molten_lithium_on_a_polymer_is_refused_and_warm_lithium_is_not(library):
    film = (LAYER, "{electrolyte: PEO-LiTFSI, thickness: 50 um}")
    melt = (ANODE, "anode: {material: Li, thickness: 50 um, interface: molten lithium}")
    assert "cannot withstand molten lithium" in refused(library, film, melt)
    warm = (ANODE, "anode: {material: Li, thickness: 50 um, interface: heating to 175 degC}")
    assert "molten_lithium_reacts" in warned(library, film, warm)


def test_a_solvent_that_destroys_a_sulfide_is_refused_with_the_reason(library):
    for solvent in ("N-methylpyrrolidone", "water"):
        message = refused(library, ("mixing: ball-milled", f"treatment: slurry casting in {solvent}"))
        assert "dissolves or decomposes" in message


def test_a_stack_pressure_that_no_frame_stands_is_refused(library):
    crushing = (OPERATION, "operation: {temperature: 25 degC, stack_pressure: 800 MPa}")
    assert "pressed_at" in refused(library, crushing)


def test_pressures_beyond_the_usual_are_warned_of(library):
    high = (OPERATION, "operation: {temperature: 25 degC, stack_pressure: 150 MPa}")
    assert "stack_pressure_high" in warned(library, high)
    lithium = (ANODE, "anode: {material: Li, thickness: 50 um, interface: evaporated indium}")
    assert "lithium_squeezed" in warned(library, lithium, (OPERATION, OPERATION.replace("50 MPa", "75 MPa")))
    assert "lithium_squeezed" not in warned(library, lithium, (OPERATION, OPERATION.replace("50 MPa", "5 MPa")))
    assert "particles_rupture" in warned(library, ("  pressed_at: 360 MPa\nsep", "  pressed_at: 3 GPa\nsep"))


def test_a_thin_pressed_pellet_is_warned_of_unless_something_carries_it(library):
    thin = (LAYER, "{electrolyte: LPSCl, thickness: 100 um}")
    assert "pellet_too_thin" in warned(library, thin)
    carried = ("mixing: ball-milled", "treatment: cathode-supported electrolyte")
    assert warned(library, thin, carried) == {}


def test_cold_polymers_and_their_shuttle_are_warned_of(library):
    polymer = (LAYER, "{electrolyte: PEO-LiTFSI, thickness: 50 um}")
    assert {"polymer_too_cold", "shuttle"} <= set(warned(library, polymer))
    warm = (OPERATION, "operation: {temperature: 60 degC}")
    assert set(warned(library, polymer, warm)) == {"shuttle"}


def test_an_initiator_that_lithium_does_not_stand_is_warned_of(library):
    gel = (LAYER, "{electrolyte: PETEA gel, thickness: 25 um}")
    assert "initiator_on_lithium" in warned(library, gel, (ANODE, "anode: {material: Li, interface: AIBN and PETEA}"))


def test_dry_films_want_a_fibrous_binder(library):
    dry = ("mixing: ball-milled", "mixing: dry film")
    assert "dry_film_binder" in warned(library, dry)
    assert warned(library, dry, ("Super P: 20 wt%", "Super P: 19 wt%, PTFE: 1 wt%")) == {}


def test_what_only_the_lab_needs_comes_last_and_is_no_warning(library):
    notes = check(recipe(), library)
    assert {note.rule for note in notes} == {"glove_box", "hydrogen_sulfide"}
    assert all(note.level == "info" for note in notes)
    assert "0.1 ppm" in str(notes[-1]) or "H_2S" in str(notes[-1])


def test_a_gas_is_told_of_where_the_sulfide_is(library):
    layer = (LAYER, "{electrolyte: PEO-LiTFSI, thickness: 50 um}")
    (inside,) = (note for note in check(recipe(layer=layer), library) if note.rule == "hydrogen_sulfide")
    (beside,) = (note for note in check(recipe(), library) if note.rule == "hydrogen_sulfide")
    assert (inside.field, beside.field) == ("cathode.composition", "separator")


def test_a_polar_solvent_named_in_a_mixing_step_is_warned_of(library):
    steps = "mixing: [{method: slurry, solvent: %s}]"
    assert "polar_solvent_on_sulfide" in warned(library, ("mixing: ball-milled", steps % "acetonitrile"))
    assert warned(library, ("mixing: ball-milled", steps % "xylene")) == {}
    assert "solvent_not_named" in warned(library, ("mixing: ball-milled", "mixing: slurry"))


def test_a_mixing_step_in_no_solvent_is_refused(library):
    steps = "mixing: [{method: slurry, solvent: Al}]"
    assert "mixing" in refused(library, ("mixing: ball-milled", steps))


def test_a_halide_in_a_polar_solvent_is_not_called_a_sulfide(library):
    notes = warned(
        library,
        ("S: 30 wt%, LPSCl: 50 wt%", "S: 30 wt%, Li3InCl6: 50 wt%"),
        ("mixing: ball-milled", "mixing: [{method: slurry, solvent: ethanol}]"),
    )
    assert "sulfide" not in str(notes["polar_solvent_on_electrolyte"]).split("Zhu")[0]


@pytest.mark.parametrize(
    ("treatment", "thickness", "said"),
    [
        ("slurry casting in xylene", "20 um", None),
        ("slurry casting in xylene", "15 um", "layer_too_thin"),
        ("cathode-supported electrolyte", "100 um", None),
        ("cathode-supported electrolyte", "80 um", "layer_too_thin"),
        ("cathode slurry on the electrolyte in xylene", "100 um", "pellet_too_thin"),
    ],
)
def test_a_layer_thinner_than_its_process_makes_it_is_warned_of(library, treatment, thickness, said):
    notes = warned(
        library,
        (LAYER, f"{{electrolyte: LPSCl, thickness: {thickness}}}"),
        ("mixing: ball-milled", f"treatment: {treatment}"),
    )
    assert (set(notes) & {"layer_too_thin", "pellet_too_thin"}) == ({said} if said else set())


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("S", "charged"),
        ("SeS2", "charged"),
        ("Li2S", "discharged"),
        ("Li2S-LiI", "discharged"),
        ("Li2S@Li3PS4", "discharged"),
    ],
)
def test_actives_know_the_state_they_are_made_in(library, name, made):
    assert library.material(name).rules["as_made"] == made


def test_a_film_that_reacts_strongly_with_the_electrolyte_is_warned_of(library, monkeypatch):
    coated = (ANODE, "anode: {material: Li, interface: silicon by CVD}")
    garnet = (LAYER, "{electrolyte: LLZO, thickness: 500 um}")
    assert "film_reacts" not in warned(library, coated, garnet)
    milder = dataclasses.replace(library.constant("process/reaction_limit"), si=-1e-21)
    known = library.constant
    monkeypatch.setattr(
        type(library), "constant", lambda _, name: milder if name == "process/reaction_limit" else known(name)
    )
    assert "film_reacts" in warned(library, coated, garnet)


@pytest.mark.parametrize(("area", "told"), [("5 cm2", False), ("100 cm2", True)])
def test_an_area_that_no_laboratory_press_loads_is_told(library, area, told):
    notes = check(recipe(size=("name: a cell\n", f"name: a cell\narea: {area}\n")), library)
    assert any(note.rule == "press_too_small" for note in notes) is told


@pytest.mark.parametrize(("temperature", "melts"), [("110 degC", False), ("120 degC", True)])
def test_sulfur_that_melts_in_operation_is_warned_of(library, temperature, melts):
    assert ("sulfur_melts" in warned(library, ("temperature: 25 degC", f"temperature: {temperature}"))) == melts


def test_a_cell_does_not_run_above_the_melting_point_of_indium(library):
    assert "melting point of its anode" in refused(library, ("temperature: 25 degC", "temperature: 170 degC"))


@pytest.mark.parametrize(
    "override",
    ["film/conductivity: -1 S/cm", "film/conductivity: 0 S/cm", "S.density: -2 g/cm3", "film/conductivity: 3",
     "Li6PS5Cl.ionic_conductivity.at_25_degC: 1e300 S/cm"],
)  # fmt: skip
def test_an_impossible_value_that_is_set_by_name_is_found_without_a_run(library, override):
    problems = find_problems(f"{CELL}overrides: {{{override}}}\n", library)
    assert [one.field for one in problems if one.level == "error"] == [f"overrides.{override.partition(':')[0]}"]


def test_a_possible_value_that_is_set_by_name_and_a_name_of_the_run_are_no_problem(library):
    set_by_name = "overrides: {film/conductivity: 1e-10 S/cm, separator_1.thickness: 400 um}\n"
    assert [one for one in find_problems(CELL + set_by_name, library) if one.level == "error"] == []


def test_an_element_named_as_anode_is_asked_for_its_alloy(library):
    words = refused(library, ("material: Li-In", "material: In foil"))
    assert "In foil is known as interlayer" in words
    assert "Did you mean Li-In, with lithium in it?" in words


@pytest.mark.parametrize("until", ["2 h", "0.02C"])
def test_a_hold_is_no_loop_that_a_short_circuit_may_end(library, until):
    held = {"protocol": [{"discharge": "0.1C", "to": "1.0 V"}, {"hold": "2.8 V", "until": until}]}
    assert {note.rule for note in check(type(recipe()).from_mapping({**recipe().to_mapping(), **held}), library)}
