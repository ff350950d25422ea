"""Contact in the cathode from the words of a recipe."""

import pytest

from brimstone.composite import build
from brimstone.library import Ledger, load
from brimstone.library.workbench import Workbench
from brimstone.model.derive import derive
from brimstone.model.mechanics import cathode_contact
from tests.cells import recipe


def contact(samples=1, **changes):
    one = recipe(**changes)
    bench = Workbench.of(one, load(), Ledger(samples, 0, one.overrides))
    return cathode_contact(bench, build(bench))


def with_stack(pressure, **cathode):
    return contact(operation={"stack_pressure": pressure}, cathode=cathode)


def composition(**parts):
    return {"composition": {name.replace("_", " "): f"{share} wt%" for name, share in parts.items()}}


def test_a_cell_without_stated_pressure_has_the_calibrated_area_within_what_the_pressure_may_be():
    assert contact().area_factor[0] == pytest.approx(1.0)
    assert contact(samples=20).area_factor == pytest.approx(1.0, abs=0.15)
    assert with_stack("60 MPa").area_factor[0] == pytest.approx(1.0)


def test_the_contact_inside_a_cathode_and_at_its_separator_are_listed_apart():
    one = recipe(operation={"stack_pressure": "1 MPa"}, cathode={"pressed_at": "100 MPa"})
    ledger = Ledger(1, 0, one.overrides)
    cell = derive(Workbench.of(one, load(), ledger))
    listed = {entry.where: entry.value for entry in ledger.entries}
    inside = with_stack("1 MPa", pressed_at="100 MPa").fraction[0]
    assert listed["cathode.contact_fraction"] == pytest.approx(float(inside))
    assert listed["cathode_interface.contact_fraction"] == pytest.approx(float(cell.interfaces.cathode.contact[0]))
    assert listed["anode_interface.contact_fraction"] == pytest.approx(float(cell.interfaces.anode.contact[0]))


def test_contact_rises_with_the_stack_pressure_and_wear_falls():
    cells = [with_stack(f"{p} MPa") for p in (1, 5, 20, 50, 100)]
    fractions = [float(one.fraction[0]) for one in cells]
    wears = [float(one.wear[0]) for one in cells]
    assert fractions == sorted(fractions)
    assert wears == sorted(wears, reverse=True)


def test_binder_and_a_flexible_electrolyte_lower_the_wear():
    plain = with_stack("20 MPa").wear[0]
    bound = with_stack("20 MPa", **composition(S=30, Li6PS5Cl=47, Ketjenblack=20, nitrile_rubber=3)).wear[0]
    soft = with_stack("20 MPa", **composition(S=30, LiBH4=50, Ketjenblack=20)).wear[0]
    stiff = with_stack("20 MPa", **composition(S=30, LLZO=50, Ketjenblack=20)).wear[0]
    assert bound < 0.6 * plain
    assert soft < plain
    assert stiff > plain


def test_a_glassy_binder_holds_less_than_as_much_rubber_whatever_the_cathode_is_made_of():
    for active in ("S", "Li2S"):
        parts = {active: 30, "Li6PS5Cl": 47, "Super P": 20}
        plain, rubber, glass = (
            with_stack("20 MPa", active=active, **composition(**parts, **{one: 3})) for one in ("VGCF", "NBR", "CMC")
        )
        relief = [float((plain.wear / one.wear)[0]) - 1.0 for one in (rubber, glass)]
        assert relief[1] / relief[0] == pytest.approx(0.1 / (1.787 ** (1 / 3) - 1.0), rel=0.1)
        assert glass.cracking.rate[0] > 1.1 * rubber.cracking.rate[0]


def test_free_pores_of_a_host_lower_the_wear_and_the_cracks():
    dense = {**composition(S=30, Li6PS5Cl=50, Ketjenblack=20), "porosity": "1 %"}
    mixed = with_stack("20 MPa", **dense)
    hosted = with_stack("20 MPa", **dense, host={"carbon": "Ketjenblack", "sulfur": "60 wt%"})
    assert hosted.wear[0] < 0.6 * mixed.wear[0]
    assert hosted.cracking.onset[0] > 1.5 * mixed.cracking.onset[0]
    assert hosted.cracking.rate[0] < 0.25 * mixed.cracking.rate[0]


def test_brittle_electrolytes_crack_and_polymers_flow():
    sulfide = with_stack("20 MPa").cracking
    oxide = with_stack("20 MPa", **composition(S=30, LLZO=50, Ketjenblack=20)).cracking
    polymer = with_stack("20 MPa", **composition(**{"S": 30, "PEO-LiTFSI": 50, "Ketjenblack": 20})).cracking
    assert sulfide.rate[0] > 0.0
    assert oxide.rate[0] > 0.0
    assert polymer.rate[0] == 0.0


def test_pores_and_binder_put_off_the_cracks_and_pressure_keeps_sulfur_in_reach():
    plain, porous = (with_stack("20 MPa", porosity=f"{share} %").cracking for share in (0.1, 15))
    assert plain.onset[0] < 1.0 < porous.onset[0]
    bound = with_stack(
        "20 MPa", porosity="0.1 %", **composition(S=30, Li6PS5Cl=47, Ketjenblack=20, nitrile_rubber=3)
    ).cracking
    assert bound.onset[0] > 1.5 * plain.onset[0]
    assert with_stack("60 MPa", porosity="0.1 %").cracking.isolation[0] < 0.5 * plain.isolation[0]


def test_less_sulfur_wears_less():
    little = with_stack("20 MPa", **composition(S=15, Li6PS5Cl=65, Ketjenblack=20))
    assert little.wear[0] < with_stack("20 MPa").wear[0]


def test_whoever_derives_a_cell_gets_its_potential_under_its_stack_pressure():
    """At constant pressure half conversion moves by the coefficient, and the slope does not change."""

    def derived(pressure):
        one = recipe(operation={"stack_pressure": pressure})
        return derive(Workbench.of(one, load()))

    usual, harder = derived("60 MPa"), derived("160 MPa")
    moved = harder.parameter("plateau") - usual.parameter("plateau")
    assert moved == pytest.approx(1e8 * usual.mechanics.voltage_coefficient, rel=1e-9)
    assert 1e-3 < moved[0] < 1e-2
    assert harder.parameter("plateau_slope") == pytest.approx(usual.parameter("plateau_slope"))


def test_swelling_presses_on_the_reaction_where_pores_have_no_room_for_it():
    def stressed(**cathode):
        one = recipe(cathode=cathode)
        cell = derive(Workbench.of(one, load(), Ledger(1, 0, one.overrides)))
        return tuple(float(cell.parameter(f"stress_{name}")[0]) for name in ("filled", "rigid", "yielding"))

    parts = composition(S=30, Li6PS5Cl=50, Ketjenblack=20)
    filled, rigid, yielding = stressed(**parts, porosity="0.1 %")
    assert filled < 0.1
    # 28 % of sulfur, of which 91 % are in reach and swell by 79 %, less what thickness takes, in solids of 15.6 GPa
    taken = load().constant("composite/swelling_into_thickness").si
    assert rigid == pytest.approx(6.3e-11 * 0.28 * 0.91 * 0.79 * (1.0 - taken) * 15.6e9, rel=0.1)
    assert 1.0 / yielding == pytest.approx(550e6 * 6.3e-11, rel=0.02)  # pressed grains flow at 550 MPa
    assert stressed(**parts, porosity="25 %")[1] == 0.0


def test_what_is_pressed_as_lithium_sulfide_has_room_for_as_much():
    parts = {"active": "Li2S", **composition(Li2S=50, Li6PS5Cl=30, Ketjenblack=20), "porosity": "0.1 %"}
    one = contact(cathode=parts)
    assert one.cracking.onset[0] > 1.0
    assert one.cracking.filled[0] >= 1.0


@pytest.mark.parametrize("fixture", ["constant gap", "20 MPa/mm"])
def test_a_stack_of_units_is_pressed_by_what_all_of_them_grow(fixture):
    def mechanics(**packed):
        one = recipe(operation={"stack_pressure": "5 MPa", "fixture": fixture}, **packed)
        return derive(Workbench.of(one, load(), Ledger(1, 0, one.overrides))).mechanics

    one, many = (mechanics(format={"kind": "pouch", "layers": layers}, area="9 cm2") for layers in (1, 28))
    spring, compliance = one.fixture_stiffness[0], sum(layer[0] for layer in one.compliance.values())
    assert one.stiffness == pytest.approx([1.0 / (1.0 / spring + compliance)])
    assert many.stiffness == pytest.approx([28.0 / (1.0 / spring + 28.0 * compliance)])
    # A frame creeps by the same length, however much lies in it.
    assert many.fixture_stiffness == pytest.approx(one.fixture_stiffness)
    alone = mechanics()
    assert alone.stiffness == pytest.approx(one.stiffness, rel=1e-3)  # but for the foils


def test_a_soft_spring_loses_less_of_its_pressure_with_time_than_a_screwed_frame():
    def relaxing(fixture):
        one = recipe(operation={"stack_pressure": "20 MPa", "fixture": fixture})
        return float(derive(Workbench.of(one, load(), Ledger(1, 0, one.overrides))).parameter("relaxing_share")[0])

    fixtures = ("constant gap", "1 MPa/um", "0.02 MPa/um", "constant pressure")
    assert [relaxing(one) for one in fixtures] == pytest.approx([0.06, 0.06, 0.006, 0.0])
