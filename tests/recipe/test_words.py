"""Every word of the recipe language means what it should."""

import pytest

from brimstone import recipe
from brimstone.errors import RecipeError
from brimstone.recipe import Charge, Cycles, Discharge, Hold, Impedance, Pulse, Ramp, Rates, Recipe, Rest, parse
from brimstone.recipe.fields import read_rate
from brimstone.recipe.measured import Reported
from tests.recipe.conftest import CELL


def cathode(**fields):
    mapping = {
        "active": "S",
        "composition": {"S": "40 wt%", "LGPS": "40 wt%", "C": "20 wt%"},
        "loading": "1 mg/cm2",
        **fields,
    }
    return build(cathode=mapping).cathode


def build(**sections):
    mapping = {
        "cathode": {"active": "S", "composition": {"S": "50 wt%", "LGPS": "50 wt%"}, "loading": "1 mg/cm2"},
        "separator": {"electrolyte": "LGPS", "thickness": "300 um"},
        "anode": "Li",
        **sections,
    }
    return Recipe.from_mapping(mapping)


def step(**fields):
    return build(protocol=[fields]).protocol[0]


def test_the_whole_cell_of_the_design_is_read_in_si(cell):
    recipe = parse(cell)
    assert recipe.name == "rGO@S | LGPS + LPSP bilayer | Li"
    assert recipe.cathode.active == "S"
    assert recipe.cathode.composition.parts == {"S": 0.4, "LGPS": 0.4, "acetylene black": 0.2}
    assert recipe.cathode.loading.amount.si == pytest.approx(0.45e-6 / 1e-4)
    assert [layer.thickness.si for layer in recipe.separator] == pytest.approx([300e-6, 100e-6])
    assert recipe.operation.temperature.si == pytest.approx(333.15)
    assert recipe.operation.stack_pressure.si == pytest.approx(50e6)
    kinds = [Rates, Rest, Charge, Hold, Discharge, Cycles, Ramp, Pulse, Impedance]
    assert [type(step) for step in recipe.protocol] == kinds


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("hand-ground", "hand-ground"),
        ("hand grinding", "hand-ground"),
        ("Agate mortar", "hand-ground"),
        ("ball-milled", "ball-milled"),
        ("Ball milling", "ball-milled"),
        ("mechanical_milling", "ball-milled"),
        ("melt-milled", "melt-milled"),
        ("high-temperature mechanical milling", "melt-milled"),
        ("melt-infiltrated", "melt-milled"),
        ("vapour-mixed", "vapour-mixed"),
        ("gas-phase mixing", "vapour-mixed"),
        ("solution", "solution"),
        ("co-precipitation", "solution"),
        ("slurry", "slurry"),
        ("slurry casting", "slurry"),
        ("dry film", "dry film"),
        ("dry process", "dry film"),
    ],
)
def test_ways_of_mixing_have_the_names_that_people_use(word, meaning):
    (mixed,) = cathode(mixing=word).mixing
    assert mixed.method == meaning
    assert meaning in recipe.MIXING_METHODS


def test_mixing_may_be_a_list_of_steps_with_machine_speed_time_and_temperature():
    first, second, third = cathode(
        mixing=[
            {"method": "melt-milled", "of": ["S", "C"], "temperature": "155 degC", "time": "12 h"},
            {"method": "ball-milled", "machine": "planetary", "speed": "500 rpm", "time": "120 min"},
            "hand-ground",
        ]
    ).mixing
    assert first.of == ("S", "C")
    assert first.temperature.si == pytest.approx(428.15)
    assert second.machine == "planetary"
    assert second.speed.si == pytest.approx(500 / 60)
    assert second.time.si == pytest.approx(7200)
    assert third.method == "hand-ground"
    assert third.of == ()


def test_mixing_that_was_not_reported_is_empty():
    assert cathode().mixing == ()


@pytest.mark.parametrize(
    ("word", "material", "coating"),
    [
        ("Al", "Al", None),
        ("aluminium foil", "Al", None),
        ("carbon-coated Al", "Al", "carbon"),
        ("C-coated aluminum", "Al", "carbon"),
        ("stainless steel", "stainless steel", None),
        ("SS", "stainless steel", None),
        ("steel mesh", "steel mesh", None),
        ("stainless-steel mesh", "steel mesh", None),
        ("carbon paper", "carbon paper", None),
        ("Au-coated Ni", "Ni", "Au"),
    ],
)
def test_collectors_are_a_material_and_perhaps_a_coating(word, material, coating):
    collector = cathode(collector=word).collector
    assert (collector.material, collector.coating) == (material, coating)


def test_a_collector_may_be_written_in_full():
    collector = cathode(collector={"material": "aluminium", "coating": "carbon"}).collector
    assert (collector.material, collector.coating) == ("Al", "carbon")


@pytest.mark.parametrize(
    "written",
    [
        {"S": "37.736 wt%", "SE": "56.604 wt%", "C": "5.660 wt%"},
        {"ratio": {"S": 20, "SE": 30, "C": 3}},
        {"ratio": {"S": "20", "SE": "30.0", "C": "3"}},
        {"ratio": "S:SE:C = 20:30:3"},
        "S : SE : C = 20 : 30 : 3 by weight",
    ],
)
def test_a_mass_ratio_and_its_percentages_are_the_same_composition(written):
    composition = cathode(composition=written).composition
    assert composition.basis == "weight"
    assert composition.parts == pytest.approx({"S": 20 / 53, "SE": 30 / 53, "C": 3 / 53}, rel=1e-4)


def test_volume_fractions_say_so():
    composition = cathode(composition={"S": "30 vol%", "SE": "60 vol%", "C": "10 vol%"}).composition
    assert composition.basis == "volume"
    assert composition.parts == pytest.approx({"S": 0.3, "SE": 0.6, "C": 0.1})


def test_percentages_within_a_tenth_of_100_are_normalised():
    parts = cathode(composition={"S": "33.3 wt%", "SE": "33.3 wt%", "C": "33.3 wt%"}).composition.parts
    assert sum(parts.values()) == pytest.approx(1, abs=1e-15)


@pytest.mark.parametrize("part", ["S/Ketjenblack", "Ketjenblack@S", "S@KB", "S-KB"])
def test_a_filled_host_is_split_into_active_material_and_carbon(part):
    host = {"carbon": "Ketjenblack", "sulfur": "75 wt%"}
    filled = cathode(host=host, composition={"ratio": {part: 4, "Super P": 1, "LBPSI": 5}})
    assert filled.composition.parts == pytest.approx({"S": 0.3, "Ketjenblack": 0.1, "Super P": 0.1, "LBPSI": 0.5})
    assert filled.composition.to_words() == {"ratio": {part: "4", "Super P": "1", "LBPSI": "5"}}


def test_carbon_of_the_host_adds_to_the_same_carbon_beside_it():
    filled = cathode(host={"carbon": "KB", "sulfur": "50 wt%"}, composition={"ratio": {"S/KB": 4, "KB": 1, "SE": 5}})
    assert filled.composition.parts == pytest.approx({"S": 0.2, "KB": 0.3, "SE": 0.5})


@pytest.mark.parametrize("active", ["Li2S-LiI", "S/CuS", "Te-doped sulfur", "Li2S@Li3PS4"])
def test_a_filled_host_is_found_for_an_active_material_of_several_words(active):
    host = {"carbon": "KB", "sulfur": "50 wt%"}
    filled = cathode(active=active, host=host, composition={"ratio": {f"{active}/KB": 4, "SE": 6}})
    assert filled.composition.parts == pytest.approx({active: 0.2, "KB": 0.2, "SE": 0.6})


def test_an_electrolyte_named_after_the_active_material_is_not_the_filled_host():
    parts = {"ratio": {"Li2S/KB": 4, "Li2S-P2S5 glass-ceramic": 6}}
    filled = cathode(active="Li2S", host={"carbon": "KB", "sulfur": "50 wt%"}, composition=parts)
    assert filled.composition.parts == pytest.approx({"Li2S": 0.2, "KB": 0.2, "Li2S-P2S5 glass-ceramic": 0.6})


def test_the_active_material_may_be_left_out_where_the_composition_names_just_one():
    without = CELL.replace("  active: S\n", "")
    assert without != CELL
    assert parse(without).cathode.active == "S"
    for none_or_two in ("HES: 40 wt%, LGPS: 40 wt%", "S: 40 wt%, Li2S: 40 wt%"):
        with pytest.raises(RecipeError, match=r"cathode\.active: is missing"):
            parse(without.replace("S: 40 wt%, LGPS: 40 wt%", none_or_two))


def test_the_active_material_is_no_part_of_another_word():
    with pytest.raises(RecipeError, match="filled host"):
        cathode(host={"carbon": "KB", "sulfur": "50 wt%"}, composition={"ratio": {"Li2S/KB": 4, "SE": 6}})


def test_host_and_sulfur_may_be_listed_one_by_one():
    listed = {"S": "30 wt%", "mesoporous carbon": "20 wt%", "SE": "50 wt%"}
    filled = cathode(host={"carbon": "mesoporous carbon", "sulfur": "70 wt%"}, composition=listed)
    assert filled.composition.parts["mesoporous carbon"] == pytest.approx(0.2)
    assert filled.host.sulfur.si == pytest.approx(0.7)


def test_a_composite_of_two_actives_may_be_a_component_by_its_own_name():
    parts = cathode(
        active="S/CuS", composition={"ratio": {"S/CuS": 20, "SE": 30, "acetylene black": 3}}
    ).composition.parts
    assert parts["S/CuS"] == pytest.approx(20 / 53)


@pytest.mark.parametrize(
    ("words", "basis"),
    [
        ("1.5 mg/cm2", "active"),
        ("1.5 mg cm-2", "active"),
        ("15 g/m2", "active"),
        ("1.5 mg/cm2 of active material", "active"),
        ("1.5 mg/cm2 of sulfur", "sulfur"),
        ("1.5 mgS/cm2", "sulfur"),
        ("1.5 mg(S)/cm2", "sulfur"),
        ("1.5 mg S cm-2", "sulfur"),
        ("1.5 mg/cm2 of electrode", "electrode"),
        ({"electrode": "1.5 mg/cm2"}, "electrode"),
        ({"sulfur": "1.5 mg/cm2"}, "sulfur"),
    ],
)
def test_a_loading_is_per_active_per_sulfur_or_per_electrode_mass(words, basis):
    loading = cathode(loading=words).loading
    assert loading.amount.si == pytest.approx(0.015)
    assert loading.basis == basis


@pytest.mark.parametrize(
    ("words", "kind", "si"),
    [
        ("0.1C", "C", 0.1),
        ("2 C", "C", 2),
        ("C/10", "C", 0.1),
        ("2C/5", "C", 0.4),
        ("5e-3C", "C", 0.005),
        ("0,5C", "C", 0.5),
        ("0.13 mA/cm2", "current density", 1.3),
        ("50 uA cm-2", "current density", 0.5),
        ("167.5 mA/g", "specific current", 167.5),
        ("1 A/g", "specific current", 1000),
    ],
)
def test_rates_are_c_rates_current_densities_or_specific_currents(words, kind, si):
    rate = step(discharge=words, to="1 V").discharge
    assert (rate.text, rate.kind) == (words, kind)
    assert rate.si == pytest.approx(si)


@pytest.mark.parametrize(
    ("words", "kind", "si"),
    [
        ("1.0 V", "voltage", 1),
        ("900 mV", "voltage", 0.9),
        ("90 min", "time", 5400),
        ("2 h", "time", 7200),
        ("1000 mAh/g", "specific charge", 3.6e6),
    ],
)
def test_a_step_ends_at_a_voltage_a_time_or_a_capacity(words, kind, si):
    limit = step(charge="1C", to=words).to
    assert (limit.text, limit.kind) == (words, kind)
    assert limit.si == pytest.approx(si)


def test_a_hold_ends_at_a_current_or_a_time():
    assert step(hold="3.5 V", until="0.02C").until.kind == "C"
    assert step(hold="3.5 V", until="10 uA/cm2").until.kind == "current density"
    assert step(hold="3.5 V", until="2 h").until.kind == "time"


def test_a_window_may_be_written_as_a_range():
    assert step(rates=["1C"], window="1.0-2.8 V") == step(rates=["1C"], window=["1.0 V", "2.8 V"])
    assert step(rates=["1C"], window="900 mV – 2.8 V").window.lower.si == pytest.approx(0.9)


def test_rates_are_for_discharge_from_a_restored_cell_unless_told_otherwise():
    plain = step(rates=["0.1C", "1C"], charge="0.1C", window=["1 V", "3 V"])
    assert (plain.direction, plain.restore, plain.charge.si) == ("discharge", True, 0.1)
    other = step(rates=["2C"], direction="charge", discharge="1C", restore="no", window=["1 V", "3 V"])
    assert (other.direction, other.restore, other.discharge.si) == ("charge", False, 1)


def test_a_ramp_has_cycles_of_its_own_and_a_pulse_a_rest():
    assert step(ramp="0.1 mV/s", window=["1 V", "3 V"]).cycles == 1
    titration = step(pulse="0.1C", **{"for": "10 min"}, rest="1 h", to="1 V")
    assert (titration.for_.si, titration.rest.si) == (600, 3600)
    assert step(impedance=["1 MHz", "1 mHz"]).impedance[1].si == pytest.approx(1e-3)


def test_one_step_may_stand_without_a_list():
    assert build(protocol={"rest": "1 h"}).protocol == (Rest(rest="1 h"),)


@pytest.mark.parametrize("words", ["constant gap", "fixed gap", "Constant-Gap"])
def test_a_fixture_is_a_word(words):
    assert build(operation={"fixture": words}).operation.fixture == "constant gap"


def test_a_fixture_may_be_a_spring():
    assert build(operation={"fixture": "2 MPa/um"}).operation.fixture.si == pytest.approx(2e12)


def test_room_temperature_is_25_degrees():
    assert build(operation={"temperature": "RT"}).operation.temperature.si == pytest.approx(298.15)


@pytest.mark.parametrize(("words", "potential"), [("Li", 0), ("In/InLi", 0.62), ("LTO", 1.55), ("SHE", 3.04)])
def test_voltages_may_have_another_reference(words, potential):
    assert build(reference=words).reference_potential == potential
    assert build(protocol={"reference": words, "steps": [{"rest": "1 h"}]}).reference_potential == potential


def test_area_comes_from_the_diameter():
    assert build(diameter="10 mm").area.si == pytest.approx(0.7854e-4, rel=1e-4)
    assert build(area="9 cm2").area.si == pytest.approx(9e-4)
    assert build().area is None


def test_separator_by_mass_takes_its_own_diameter_or_that_of_the_cell():
    layer = {"electrolyte": "LGPS", "mass": "80 mg", "diameter": "10 mm"}
    assert build(separator=[layer]).separator[0].mass.si == pytest.approx(80e-6)
    assert build(separator=[{"electrolyte": "LGPS", "mass": "80 mg"}], diameter="10 mm").separator[0].diameter is None


def test_any_unit_of_the_dimension_will_do():
    layers = [
        {"electrolyte": "LGPS", "thickness": words} for words in ("300 um", "0.3 mm", "300 µm", "3e5 nm", "0,03 cm")
    ]
    assert [layer.thickness.si for layer in build(separator=layers).separator] == pytest.approx([3e-4] * 5)


def test_what_the_language_filled_in_is_said():
    assert [sentence.split(":")[0] for sentence in build().assumptions] == [
        "protocol",
        "operation.temperature",
        "operation.fixture",
        "cathode.collector",
    ]
    (cycle,) = build().protocol
    assert (cycle.cycles, cycle.discharge.si, cycle.window.lower.si, cycle.window.upper.si) == (1, 0.1, 1.0, 2.8)
    assert "protocol" not in build().to_mapping()


def test_measured_points_ride_along():
    cell = build(
        anchor={"capacity": "1000 mAh/g", "rate": "0.1C"},
        reported=[{"capacity": "2.3 mAh/cm2", "source": "Qi 2024", "quote": "more than 2.3 mAh cm–2"}],
    )
    assert cell.anchor[0].capacity.kind == "specific charge"
    assert cell.anchor[0].per == "active"
    assert cell.reported[0].capacity.kind == "areal charge"
    assert cell.reported[0].capacity.si == pytest.approx(2.3e-3 * 3600 / 1e-4)


def test_overrides_keep_their_words():
    assert build(overrides={"film/conductivity": "1e-9 S/cm"}).overrides == {"film/conductivity": "1e-9 S/cm"}


def test_yaml_never_turns_words_into_something_else():
    text = CELL.replace("rGO@S | LGPS + LPSP bilayer | Li", "1:2:3").replace(
        "ball-milled", "[{method: slurry, machine: on}]"
    )
    read = parse(text.replace("thickness: 100 um, interface: mechanical pressing", "np_ratio: 5e-3"))
    assert read.name == "1:2:3"
    assert read.cathode.mixing[0].machine == "on"
    assert read.anode.np_ratio == 5e-3


def test_an_alias_is_followed_when_it_is_small():
    text = CELL.replace("pressed_at: 360 MPa", "pressed_at: &p 360 MPa", 1).replace(
        "pressed_at: 360 MPa", "pressed_at: *p"
    )
    assert parse(text) == parse(CELL)


def test_a_recipe_is_frozen():
    with pytest.raises(Exception, match="frozen"):
        build().cathode.active = "Li2S"
    with pytest.raises(TypeError):
        build().cathode.composition.parts["S"] = 1.0


@pytest.mark.parametrize(
    ("written", "electrolyte", "filled", "of_separator"),
    [
        ("PEO-LiTFSI", "PEO-LiTFSI", None, False),
        ("separator", "separator", None, True),
        ({"filled": "90 %"}, "separator", 0.9, True),
        ({"electrolyte": "Electrolyte of the separator", "filled": 1}, "Electrolyte of the separator", 1.0, True),
        ({"electrolyte": "PEO-LiTFSI", "filled": "0.5", "solvent": "acetonitrile"}, "PEO-LiTFSI", 0.5, False),
    ],
)
def test_electrolyte_is_brought_into_the_pores_of_a_finished_cathode(written, electrolyte, filled, of_separator):
    soaked = cathode(infiltrated=written).infiltrated
    assert soaked.electrolyte == electrolyte
    assert (soaked.filled if filled is None else soaked.filled.si) == filled
    assert soaked.of_separator is of_separator


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"filled": "120 %"}, "out of range"),
        ({"filled": "0 %"}, "out of range"),
        ({"share": "90 %"}, "unknown field"),
        (3, "expected a mapping"),
    ],
)
def test_pores_hold_no_more_than_they_are(written, words):
    with pytest.raises(RecipeError, match=words) as caught:
        cathode(infiltrated=written)
    assert "cathode.infiltrated" in str(caught.value)


def protocol_of(steps):
    return build(protocol=steps).protocol


def test_a_loop_of_steps_is_written_out():
    looped = protocol_of(
        [{"repeat": 2, "steps": [{"discharge": "0.1C", "to": "1 V"}, {"rest": "1 h"}]}, "charge 0.1C to 2.8 V"]
    )
    assert [type(step).__name__ for step in looped] == ["Discharge", "Rest", "Discharge", "Rest", "Charge"]


def test_loops_stand_within_loops_and_hold_words():
    looped = protocol_of(
        [{"repeat": 3, "steps": [{"repeat": 2, "steps": "Rest 10 min"}, "Discharge at C/5 until 1.5 V"]}]
    )
    assert len(looped) == 9


@pytest.mark.parametrize(
    "loop",
    [
        {"repeat": 0, "steps": [{"rest": "1 h"}]},
        {"repeat": "often", "steps": [{"rest": "1 h"}]},
        {"repeat": 2},
        {"repeat": 2, "steps": []},
        {"repeat": 2, "steps": [{"rest": "1 h"}], "window": "1 V to 2 V"},
        {"repeat": 1_000_000, "steps": [{"rest": "1 h"}]},
        {"repeat": 2000, "steps": [{"repeat": 2000, "steps": [{"rest": "1 h"}]}]},
    ],
)
def test_a_loop_that_is_none_is_refused_with_an_example_or_a_limit(loop):
    with pytest.raises(RecipeError, match=r"repeat: 3|repeats to|repetitions"):
        protocol_of([loop])


def test_current_interruptions_are_long_pulses_with_short_rests():
    step = protocol_of([{"interrupted": "0.1C", "every": "5 min", "for": "10 s", "to": "1.0 V"}])[0]
    assert (step.pulse.text, step.for_.si, step.rest.si) == ("0.1C", pytest.approx(300.0), pytest.approx(10.0))


@pytest.mark.parametrize("rate", ["0.00001C", "10000C", "1e-6 mA/cm2", "10000 mA/cm2", "0.0001 mA/g", "100000000 mA/g"])
def test_the_bounds_of_a_rate_are_rates_themselves(rate):
    assert read_rate(rate).si > 0.0


@pytest.mark.parametrize(
    ("words", "capacity", "rate", "cycle"),
    [
        ("980 mAh/g at 0.1C after 50 cycles", "980 mAh/g", "0.1C", 50),
        ("1,250 mAh g-1 (first cycle)", "1,250 mAh g-1", None, 1),
        ("1250 mAh/g at C/20", "1250 mAh/g", "C/20", None),
        ("1250 mAh/g in the 2nd cycle", "1250 mAh/g", None, 2),
        ("1450 mAh/g (1st discharge, 0.1C)", "1450 mAh/g", "0.1C", 1),
        ("1250 mAh/g", "1250 mAh/g", None, None),
    ],
)
def test_a_reported_capacity_tells_its_rate_and_cycle_and_needs_no_source(words, capacity, rate, cycle):
    one = Reported(capacity=words)
    assert one.capacity.text == capacity
    assert (one.rate and one.rate.text, one.cycle) == (rate, cycle)
    assert one.source == "no source given"
