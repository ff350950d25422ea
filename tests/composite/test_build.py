import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brimstone.composite import build, melt
from brimstone.errors import RecipeError
from brimstone.library import Ledger, load
from brimstone.library.workbench import Workbench
from brimstone.recipe import Recipe
from tests.composite.recipes import cathode, weights

LIBRARY = load()
ELECTROLYTES = ("Li6PS5Cl", "LGPS", "75Li2S-25P2S5 glass", "LLZO", "PEO-LiTFSI")
CARBONS = ("Ketjenblack", "acetylene black", "VGCF", "CNT", "rGO", "activated carbon")
MIXINGS = ("hand-ground", "ball-milled", "melt-milled", "vapour-mixed", "solution", "slurry", "dry film", "")


def nominal(recipe):
    return build(Workbench.of(recipe, LIBRARY))


def first(recipe, quantity):
    return float(getattr(nominal(recipe), quantity)[0])


@st.composite
def recipes(draw, active=None):
    active = active or draw(st.sampled_from(["S", "Li2S", "SeS2"]))
    parts = {
        active: draw(st.floats(5, 60)),
        draw(st.sampled_from(ELECTROLYTES)): draw(st.floats(5, 70)),
        draw(st.sampled_from(CARBONS)): draw(st.floats(1, 40)),
    }
    if draw(st.booleans()):
        parts["PTFE"] = draw(st.floats(0.2, 5))
    pressed_at = draw(st.sampled_from(["", "50 MPa", "370 MPa", "1 GPa"]))
    return cathode(weights(**parts), active=active, mixing=draw(st.sampled_from(MIXINGS)), pressed_at=pressed_at)


@settings(deadline=None, max_examples=60)
@given(recipe=recipes(), seed=st.integers(0, 100))
def test_every_recipe_gives_finite_numbers_in_their_range(recipe, seed):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        composite = build(Workbench.of(recipe, LIBRARY, Ledger(100, seed)))
    assert sum(composite.fractions.values()) == pytest.approx(np.ones(100), abs=1e-12)
    assert sum(composite.electrolyte_shares.values()) == pytest.approx(np.ones(100))
    for name, values in vars(composite).items():
        if isinstance(values, np.ndarray):
            assert values.shape == (100,), name
            assert np.all(np.isfinite(values)), name
    for name in (
        "phi_active",
        "phi_electrolyte",
        "phi_carbon",
        "porosity",
        "reachable",
        "mixing_quality",
    ):
        values = getattr(composite, name)
        assert np.all((values >= 0) & (values <= 1)), name
    for name in ("reaction_area", "electronic_conductivity", "thickness", "density", "active_areal_mass"):
        assert np.all(getattr(composite, name) > 0), name
    assert np.all(composite.electrolyte_carbon_area >= 0)
    # Pressed harder than the pellet of the library's conductivity, a powder may conduct a little better than it.
    assert np.all((composite.ionic_factor > 0) & (composite.ionic_factor < 1.3))
    assert np.all(composite.ionic_dilution > -1)
    assert np.all(composite.electronic_dilution > -1)


@settings(deadline=None, max_examples=40)
@given(
    sulfur=st.floats(10, 60),
    electrolyte=st.floats(5, 60),
    carbon=st.floats(1, 30),
    more=st.floats(0.1, 30),
    name=st.sampled_from(ELECTROLYTES),
    mixing=st.sampled_from(MIXINGS),
)
def test_more_electrolyte_never_conducts_fewer_ions(sulfur, electrolyte, carbon, more, name, mixing):
    less = first(cathode(weights(S=sulfur, **{name: electrolyte}, VGCF=carbon), mixing=mixing), "ionic_factor")
    greater = first(
        cathode(weights(S=sulfur, **{name: electrolyte + more}, VGCF=carbon), mixing=mixing), "ionic_factor"
    )
    assert greater >= less * (1 - 1e-9)


@settings(deadline=None, max_examples=40)
@given(sulfur=st.floats(10, 60), electrolyte=st.floats(5, 60), carbon=st.floats(1, 30), more=st.floats(0.1, 20))
def test_more_carbon_never_conducts_fewer_electrons(sulfur, electrolyte, carbon, more):
    less, greater = (
        first(cathode(weights(S=sulfur, LGPS=electrolyte, Super_P=amount)), "electronic_conductivity")
        for amount in (carbon, carbon + more)
    )
    assert greater >= less * (1 - 1e-9)


def test_the_first_member_is_the_nominal_composite():
    recipe = cathode(weights(S=30, Ketjenblack=10, Super_P=10, LBPSI=50))
    one, many = nominal(recipe), build(Workbench.of(recipe, LIBRARY, Ledger(20, 3)))
    for name, values in vars(one).items():
        if isinstance(values, np.ndarray):
            assert getattr(many, name)[0] == pytest.approx(values[0], rel=1e-12), name


@pytest.mark.parametrize("electrolyte", ["LBPSI", "Li5.5PS4.5Cl1.5"])
def test_the_reported_electronic_conductivity_of_a_sulfur_cathode_is_met_within_a_factor_of_two(electrolyte):
    # doi:10.1038/s41586-024-08298-9: 0.022, 0.031 and 0.042 S/cm with three electrolytes at 10 + 10 wt% of black
    recipe = cathode(weights(S=30, Ketjenblack=10, Super_P=10, **{electrolyte: 50}))
    computed = first(recipe, "electronic_conductivity") / 100
    for measured in (0.022, 0.031, 0.042):
        assert 0.5 < computed / measured < 2.0


# doi:10.1149/1945-7111/abf8d7: volume fraction of NCM622 -> measured conductivity of ions and electrons [mS/cm]
MINNMANN = {0.246: (0.417, 0.021), 0.416: (0.17, None), 0.611: (0.00304, 1.44)}
BULK_IONIC = 1.6  # mS/cm, of their argyrodite


def ground_mixture(share):
    parts = f"{{NCM622: {100 * share / 0.86:.6f} vol%, Li6PS5Cl: {100 - 100 * share / 0.86:.6f} vol%}}"
    return nominal(cathode(parts, active="NCM622", mixing="hand-ground", porosity="14 %", pressed_at="380 MPa"))


@pytest.mark.parametrize("share", MINNMANN)
def test_partial_conductivities_of_cathode_mixtures_follow_from_bulk_and_fractions_within_a_factor_of_two(share):
    composite = ground_mixture(share)
    ionic, electronic = MINNMANN[share]
    assert composite.phi_active[0] == pytest.approx(share, abs=1e-3)
    assert 0.5 < composite.ionic_factor[0] * BULK_IONIC / ionic < 2.0
    if electronic is not None:
        assert 0.5 < composite.electronic_conductivity[0] * 10 / electronic < 2.0


def test_tortuosity_factors_of_the_same_mixtures_are_met_within_a_factor_of_two():
    coarse, dense = ground_mixture(0.25), ground_mixture(0.61)
    ionic = [c.phi_electrolyte[0] / c.ionic_factor[0] for c in (coarse, dense)]
    electronic = [c.phi_active[0] * 1.0 / c.electronic_conductivity[0] for c in (coarse, dense)]  # bulk 1 S/m
    for computed, measured in zip((*ionic, *electronic), (2.43, 130, 121.5, 4.34), strict=True):
        assert 0.5 < computed / measured < 2.0


def test_argyrodite_pellets_reach_the_measured_density_at_370_MPa():
    # doi:10.1002/aenm.201903253: four pellets, 80.2 to 84.9 %, mean 82.1 %
    density = _pellet("Li6PS5Cl", "370 MPa")
    assert 0.802 < density < 0.849


@pytest.mark.parametrize(("pressure", "measured"), [("300 MPa", 0.87), ("360 MPa", 0.90)])
def test_sulfide_glass_reaches_the_measured_density(pressure, measured):
    # doi:10.1038/srep02261
    assert _pellet("75Li2S-25P2S5 glass", pressure) == pytest.approx(measured, abs=0.015)


def test_coarse_argyrodite_packs_to_8_percent_pores_and_fine_to_17():
    # doi:10.1016/j.xcrp.2022.101043
    assert 1 - _pellet("Li6PS5Cl", "370 MPa") == pytest.approx(0.17, abs=0.02)
    assert 1 - _pellet("Li6PS5Cl", "370 MPa", "30 um") == pytest.approx(0.08, abs=0.02)


def _pellet(electrolyte, pressure, size=""):
    """Relative density of nearly pure electrolyte."""
    sizes = {"particle_size": f"{{{electrolyte}: {size}}}"} if size else {}
    recipe = cathode(weights(S=0.01, VGCF=0.01, **{electrolyte: 99.98}), pressed_at=pressure, **sizes)
    return 1 - first(recipe, "porosity")


def test_oxides_do_not_densify_cold():
    composition = weights(S=1, VGCF=1, LLZO=98)
    pores = [first(cathode(composition, pressed_at=pressure), "porosity") for pressure in ("100 MPa", "1 GPa")]
    assert pores[1] > 0.3
    assert pores[1] == pytest.approx(pores[0], abs=0.02)


def test_only_the_fabrication_pressure_densifies():
    composition = weights(S=30, VGCF=10, Li6PS5Cl=60)
    pores = first(cathode(composition), "porosity")
    assert first(cathode(composition, stack_pressure="200 MPa"), "porosity") == pores
    assert first(cathode(composition, pressed_at="100 MPa"), "porosity") > pores


def test_the_reaction_area_rises_with_milling_and_falls_with_too_much_sulfur():
    composition = weights(S=25, acetylene_black=25, LGPS=50)
    routes = ("hand-ground", "[{method: ball-milled, of: [S, acetylene black]}, hand-ground]", "ball-milled")
    areas = [first(cathode(composition, mixing=route), "reaction_area") for route in routes]
    assert areas[0] < areas[1] < areas[2]

    loaded = [first(cathode(weights(S=s, Ketjenblack=10, LGPS=90 - s)), "reaction_area") for s in (5, 20, 60, 75)]
    assert loaded[0] < loaded[1]
    assert loaded[1] / 20 > loaded[2] / 60 > 100 * loaded[3] / 75  # per sulfur


def test_milling_longer_raises_the_area_and_lowers_the_conductivity():
    composition = weights(S=25, acetylene_black=25, LGPS=50)
    composites = [
        nominal(cathode(composition, mixing=f"[{{method: ball-milled, time: {hours} h, speed: 400 rpm}}]"))
        for hours in (0.5, 10, 100)
    ]
    areas = [c.reaction_area[0] for c in composites]
    kept = [c.electrolyte_factor[0] for c in composites]
    assert areas[0] < areas[1] <= areas[2]
    assert kept[0] > kept[1] > kept[2]


@pytest.mark.parametrize(("in_mill", "measured"), [(50, 0.07), (25, 0.14), (15, 0.16)])
def test_electrolyte_in_the_mill_loses_conductivity_as_measured_and_the_rest_none(in_mill, measured):
    # Partial conductivity of the cathode by the share of its Li6PS5Cl that was milled (doi:10.1002/aenm.202500867).
    by_hand = 50 - in_mill
    parts = {"S": 25, "CNT": 25, "milled": in_mill} | ({"Li6PS5Cl": by_hand} if by_hand else {})
    first_step = "{method: ball-milled, speed: 600 rpm, time: 6 h, of: [S, CNT, milled]}"
    mixing = f"[{first_step}, hand-ground]" if by_hand else first_step
    recipe = cathode(weights(**parts), mixing=mixing, pressed_at="407 MPa", materials="milled: {like: Li6PS5Cl}")
    bench = Workbench.of(recipe, LIBRARY)
    pellet = bench.conductivity(LIBRARY.material("Li6PS5Cl"))[0] / 0.1  # [mS/cm]
    conductivity = pellet * build(bench).ionic_factor[0]
    assert measured / 1.6 < conductivity < measured * 1.6


def test_a_mill_harms_only_the_electrolyte_in_it():
    step = "{method: ball-milled, speed: 500 rpm, time: 20 h, of: [S, CNT, milled]}"
    parts = weights(S=25, CNT=25, milled=5, Li6PS5Cl=45)
    recipe = cathode(parts, mixing=f"[{step}, hand-ground]", materials="milled: {like: Li6PS5Cl}")
    assert nominal(recipe).electrolyte_factor[0] > 0.75
    everything = cathode(weights(S=25, CNT=25, Li6PS5Cl=50), mixing="{method: ball-milled, speed: 500 rpm, time: 20 h}")
    assert nominal(everything).electrolyte_factor[0] < 0.5


def test_an_electrolyte_that_milling_improves_is_not_harmed_by_more_of_it():
    def kept(electrolyte, hours):
        mixing = f"{{method: ball-milled, speed: 500 rpm, time: {hours} h}}"
        return nominal(cathode(f"{{S: 30, '{electrolyte}': 50, CNT: 20}}", mixing=mixing)).electrolyte_factor[0]

    assert kept("Li6PS5I", 20) > 5.0 * kept("Li6PS5I", 0.5)
    assert kept("75Li2S-25P2S5 glass", 20) == pytest.approx(kept("75Li2S-25P2S5 glass", 10), rel=0.05)
    assert kept("LGPS", 20) < 0.8 * kept("LGPS", 5)


def test_no_area_is_left_without_a_network_of_carbon_or_electrolyte():
    with_both = first(cathode(weights(S=30, Super_P=15, LGPS=55)), "reaction_area")
    assert first(cathode(weights(S=30, Super_P=1, LGPS=69)), "reaction_area") < 2e-4 * with_both
    assert first(cathode(weights(S=70, Super_P=20, LGPS=10)), "reaction_area") < 2e-4 * with_both


def test_the_gauge_of_the_reaction_area_is_met_by_the_reference_composite():
    recipe = cathode(weights(S=30, Ketjenblack=10, Super_P=10, Li6PS5Cl=50), porosity="13 %", pressed_at="")
    composite = nominal(recipe)
    q, r = (LIBRARY.constant(f"area/{name}_exponent").si for name in ("electrolyte", "sulfur"))
    expected = (composite.phi_electrolyte / 0.45) ** q * (composite.phi_active / 0.12) ** r
    assert composite.reaction_area == pytest.approx(1e7 * expected, rel=0.02)


def test_activated_carbon_offers_more_area_and_less_conductivity_than_the_blacks():
    carbons = ("activated carbon", "Ketjenblack", "acetylene black")
    composites = [nominal(cathode(weights(S=25, LGPS=45, **{carbon: 30}))) for carbon in carbons]
    areas = [c.reaction_area[0] for c in composites]
    assert areas[0] > areas[1] > areas[2]
    assert composites[0].electronic_conductivity[0] < min(c.electronic_conductivity[0] for c in composites[1:])


def test_fibres_conduct_at_lower_content_and_touch_less_electrolyte_than_black():
    fibres, black = (
        [nominal(cathode(weights(S=30, LGPS=70 - share, **{name: share}))) for share in (3, 10)]
        for name in ("VGCF", "acetylene black")
    )
    assert fibres[0].electronic_conductivity[0] > 3 * black[0].electronic_conductivity[0]
    assert fibres[1].electrolyte_carbon_area[0] < 0.5 * black[1].electrolyte_carbon_area[0]


def test_the_pores_of_carbon_grains_count_for_their_network():
    porous, black = (
        nominal(cathode(weights(S=30, LGPS=60, **{carbon: 10}))) for carbon in ("activated carbon", "Super P")
    )
    grains = LIBRARY.material("activated carbon")
    filled = 1.0 + grains["density"].si * grains["pore_volume"].si
    assert porous.electronic_threshold[0] * filled == pytest.approx(grains["percolation_threshold"].si)
    assert black.electronic_threshold[0] == pytest.approx(LIBRARY.material("Super P")["percolation_threshold"].si)
    assert porous.reachable[0] > 0.9


def test_electrolyte_touches_carbon_from_outside_of_pores_and_bundles():
    def touched(carbon):
        composite = nominal(cathode(weights(S=30, LGPS=60, **{carbon: 10})))
        return composite.electrolyte_carbon_area[0] / composite.density[0]

    areas = {carbon: touched(carbon) for carbon in ("activated carbon", "acetylene black", "CNT")}
    assert areas["activated carbon"] < 0.5 * areas["acetylene black"]
    assert areas["CNT"] < areas["acetylene black"]


def test_an_active_material_that_conducts_electrons_reacts_without_carbon():
    mixed, plain, carbon = (
        nominal(cathode(composition, active))
        for composition, active in (
            ("{S/CuS: 40 wt%, LGPS: 60 wt%}", "S/CuS"),
            ("{S: 40 wt%, LGPS: 60 wt%}", "S"),
            ("{S/CuS: 40 wt%, LGPS: 50 wt%, Super P: 10 wt%}", "S/CuS"),
        )
    )
    assert mixed.reachable[0] > 0.5
    assert 1e3 * plain.reaction_area[0] < mixed.reaction_area[0] < carbon.reaction_area[0]


def test_a_shell_of_electrolyte_makes_the_line_an_area():
    shelled, bare = (
        nominal(cathode(f"{{'{active}': 40 wt%, beta-Li3PS4: 40 wt%, acetylene black: 20 wt%}}", active))
        for active in ("Li2S@Li3PS4", "Li2S")
    )
    assert shelled.electrolyte_on_active[0] == pytest.approx(1.0)
    assert shelled.triple_phase_line[0] == 0.0
    assert shelled.geometric_area[0] > bare.geometric_area[0]
    assert shelled.reaction_area[0] > bare.reaction_area[0]


def test_carbon_that_no_electrons_reach_decomposes_no_electrolyte():
    loose, connected = (nominal(cathode(weights(S=30, LGPS=70 - share, acetylene_black=share))) for share in (2, 10))
    assert loose.electrolyte_carbon_area[0] < 1e-3 * connected.electrolyte_carbon_area[0]


def test_a_dead_network_leaves_little_but_not_nothing():
    dead = nominal(cathode(weights(S=30, LGPS=69, acetylene_black=1)))
    assert 0 < dead.reachable[0] <= 1e-4
    # What is left is covered as what is connected: the film over it stays that of a working cathode.
    alive = nominal(cathode(weights(S=30, LGPS=60, acetylene_black=10)))
    assert dead.reachable / dead.reaction_area == pytest.approx(alive.reachable / alive.reaction_area, rel=2)


def test_coarse_grains_of_a_host_keep_their_core_until_a_mill_breaks_them():
    parts = {"S": 30, "activated carbon": 20, "LGPS": 40, "VGCF": 10}
    ground, milled = (
        nominal(cathode(weights(**parts), host="{carbon: activated carbon, sulfur: 60 wt%}", mixing=mixing))
        for mixing in ("hand-ground", "ball-milled")
    )
    assert 0.3 < ground.host_access[0] < 0.97  # 5 um grains
    assert milled.host_access[0] > 0.98
    # What lies outside the pores is never out of reach.
    assert ground.host_access[0] > 1.0 - ground.infiltrated_share[0]


def test_ions_get_less_far_into_a_host_that_conducts_less():
    host = "{carbon: activated carbon, sulfur: 50 wt%}"
    recipe = cathode(weights(S=50, activated_carbon=50, LGPS=60), mixing="hand-ground", host=host)
    poor, better, none = (
        build(Workbench.of(recipe, LIBRARY, Ledger(1, overrides={"host/pore_conductivity": value}))).host_access[0]
        for value in ("1e-10 S/cm", "3e-10 S/cm", "1 S/cm")
    )
    assert poor < better / 1.15 < none
    assert none == pytest.approx(1.0, abs=1e-4)


def test_a_cathode_without_pores_conducts_by_as_much_less_as_its_layer_grows():
    """Conductivity and thickness share one balance of volume: what pores do not take thickens and dilutes."""

    def left(porosity):
        composite = nominal(cathode(weights(S=30, Li6PS5Cl=50, acetylene_black=20), porosity=porosity))
        return 1.0 / (1.0 + composite.ionic_dilution[0])

    dense, tight, roomy, loose = (left(porosity) for porosity in ("0.1 %", "5 %", "15 %", "25 %"))
    assert dense < 0.9 * tight < 0.81 * roomy
    assert roomy == pytest.approx(loose, rel=0.1)


def test_a_melt_fills_the_pores_of_a_host_by_its_temperature_and_time():
    parts = {"S": 30, "activated carbon": 20, "LGPS": 50}
    host = "{carbon: activated carbon, sulfur: 60 wt%}"

    def filled(held):
        mixing = f"[{{method: melt-milled, of: [S, activated carbon]{held}}}, ball-milled]"
        recipe = cathode(weights(**parts), host=host, mixing=mixing)
        told = melt.sentences(Workbench.of(recipe, LIBRARY))
        share = nominal(recipe).infiltrated_share[0]
        assert bool(told) == (share < whole)
        return share

    whole = nominal(cathode(weights(**parts), host=host)).infiltrated_share[0]
    assert filled("") == filled(", temperature: 155 degC, time: 1 min") == whole
    assert filled(", temperature: 187 degC, time: 1 h") == whole  # thick, but long enough
    assert filled(", temperature: 187 degC, time: 2 s") < 0.5 * whole
    assert filled(", temperature: 187 degC, time: 8 s") > 1.2 * filled(", temperature: 187 degC, time: 2 s")
    # What was not melted is as it was said to be, and a melt of other powders fills nothing.
    mixing = "[{method: melt-milled, of: [S, LGPS], temperature: 187 degC, time: 2 s}, ball-milled]"
    assert nominal(cathode(weights(**parts), host=host, mixing=mixing)).infiltrated_share[0] == whole


def test_a_tube_lets_ions_in_at_its_ends_only():
    parts = {"S": 30, "tube-in-tube carbon": 15, "LGPS": 45, "VGCF": 10}
    caged = nominal(cathode(weights(**parts), host="{carbon: tube-in-tube carbon, sulfur: 66.6667 wt%}"))
    assert caged.infiltrated_share[0] == pytest.approx(0.85)  # the rest stays outside
    assert 0.3 < caged.host_access[0] < 0.7


@pytest.mark.parametrize("carbon", ["Ketjenblack", "mesoporous carbon", "activated carbon", "CNT"])
def test_pressing_closes_the_empty_pores_of_a_host_but_for_micropores(carbon):
    parts = weights(**{"S": 20, carbon.replace(" ", "_"): 20, "Li6PS5Cl": 60})
    host = f"{{carbon: {carbon}, sulfur: 50 wt%}}"
    plain = {pressure: first(cathode(parts, pressed_at=pressure), "porosity") for pressure in ("50 MPa", "370 MPa")}
    open_ = {
        pressure: first(cathode(parts, pressed_at=pressure, host=host), "porosity") - porosity
        for pressure, porosity in plain.items()
    }
    assert all(-1e-9 <= added <= 0.08 + 1e-9 for added in open_.values())
    if carbon in ("Ketjenblack", "CNT"):
        assert open_["370 MPa"] < 0.01


@pytest.mark.parametrize(("solvent", "left"), [("acetonitrile", 0.5), ("xylene", 0.93)])
@pytest.mark.parametrize("mixing", ["slurry", "ball-milled", ""])
def test_a_named_solvent_takes_its_share_of_the_conductivity(solvent, left, mixing):
    def factor(**fields):
        return first(cathode(weights(S=30, Li6PS5Cl=50, VGCF=20), mixing=mixing, **fields), "ionic_factor")

    dry = factor() / (0.9 if mixing == "slurry" else 1.0)  # an unnamed solvent leaves nine tenths
    assert factor(treatment=f"slurry casting in {solvent}") == pytest.approx(left * dry, rel=1e-9)


@pytest.mark.parametrize(
    ("electrolyte", "solvent", "left"),
    [
        ("Li6PS5Cl", "ethanol", 0.20 / 1.75),  # mS/cm out of ethanol and acetonitrile, over that of the crystal
        ("Li7P3S11", "ethyl propionate", 1.5 / 3.2),
        ("beta-Li3PS4", "ethyl acetate", 0.2 / 0.3),
        ("Li4SnS4", "water", 1.0),
        ("LGPS", "ethyl acetate", 0.7),  # nothing is known of the pair
    ],
)
def test_what_a_solvent_leaves_depends_on_the_electrolyte(electrolyte, solvent, left):
    def factor(**fields):
        return first(cathode(f"{{S: 30 wt%, {electrolyte}: 50 wt%, VGCF: 20 wt%}}", **fields), "ionic_factor")

    dry = factor(mixing="ball-milled")
    treated = factor(mixing="ball-milled", treatment=f"slurry casting in {solvent}")
    assert treated == pytest.approx(left * dry, rel=0.05)


def test_solvents_leave_polymers_and_oxides_alone():
    def factor(**fields):
        return first(cathode(weights(S=30, LLZO=50, VGCF=20), **fields), "ionic_factor")

    assert factor(treatment="slurry casting in acetonitrile") == pytest.approx(factor())


def test_sulfur_that_finds_no_room_in_the_host_stays_outside():
    crowded = "{carbon: mesoporous carbon, sulfur: 90 wt%}"
    composite = nominal(cathode(weights(S=45, mesoporous_carbon=5, LGPS=50), host=crowded))
    assert composite.infiltrated_share[0] == pytest.approx(1.3 * 2.07 / 9, rel=0.02)  # cm3/g times g/cm3
    assert composite.pore_filling[0] == 1.0


def test_lithium_sulfide_takes_its_larger_volume_from_the_start():
    sulfide = nominal(cathode(weights(Li2S=43.0, LGPS=45, VGCF=10), active="Li2S"))
    sulfur = nominal(cathode(weights(S=30, LGPS=45, VGCF=10)))
    ratio = sulfide.phi_active / sulfide.phi_electrolyte / (sulfur.phi_active / sulfur.phi_electrolyte)
    assert ratio[0] == pytest.approx(1.787, rel=0.01)
    assert sulfide.sulfur_areal_mass / sulfide.active_areal_mass == pytest.approx(32.06 / 45.94, rel=1e-3)
    # The resistivity at x = 0 is that of the charged state, for a cathode made discharged too.
    for composite in (sulfide, sulfur):
        assert composite.ionic_dilution[0] > 0
        assert composite.electronic_dilution[0] > 0


def test_loading_counts_on_the_basis_that_the_recipe_names():
    composition = weights(Li2S=40, LGPS=45, VGCF=15)
    active = nominal(cathode(composition, active="Li2S", loading="2 mg/cm2"))
    sulfur = nominal(cathode(composition, active="Li2S", loading="2 mg/cm2 of sulfur"))
    electrode = nominal(cathode(composition, active="Li2S", loading="2 mg/cm2 of electrode"))
    assert active.active_areal_mass[0] == pytest.approx(0.02)
    assert sulfur.sulfur_areal_mass[0] == pytest.approx(0.02)
    assert electrode.active_areal_mass[0] == pytest.approx(0.008)
    assert electrode.thickness[0] * electrode.density[0] == pytest.approx(0.02)


def test_loading_and_thickness_together_fix_the_porosity():
    composition = weights(S=30, Super_P=20, LGPS=50)
    composite = nominal(cathode(composition, thickness="22 um"))
    assert composite.thickness[0] == pytest.approx(22e-6)
    assert composite.porosity[0] == pytest.approx(1 - 1e-2 / 0.3 / (composite.solid_density[0] * 22e-6))
    with pytest.raises(RecipeError, match="thinner than the solids alone"):
        nominal(cathode(composition, thickness="10 um"))


def test_volume_and_weight_compositions_of_the_same_mixture_agree():
    by_weight = nominal(cathode(weights(S=30, Super_P=20, Li6PS5Cl=50)))
    volumes = {name: by_weight.fractions[name][0] for name in ("S", "Super P", "Li6PS5Cl")}
    total = sum(volumes.values())
    words = "{" + ", ".join(f"{name}: {100 * phi / total:.8f} vol%" for name, phi in volumes.items()) + "}"
    by_volume = nominal(cathode(words))
    assert by_volume.ionic_factor == pytest.approx(by_weight.ionic_factor, rel=1e-6)
    assert by_volume.thickness == pytest.approx(by_weight.thickness, rel=1e-6)


def test_finer_sulfur_offers_more_area_and_finer_electrolyte_a_better_network():
    composition = weights(S=40, Super_P=15, Li6PS5Cl=45)
    fine, coarse = (
        first(cathode(composition, mixing="hand-ground", particle_size=f"{{S: {size}}}"), "reaction_area")
        for size in ("2 um", "40 um")
    )
    assert fine > coarse
    fine, coarse = (
        nominal(cathode(composition, mixing="hand-ground", particle_size=f"{{Li6PS5Cl: {size}}}"))
        for size in ("3 um", "15 um")
    )
    assert fine.ionic_threshold[0] < coarse.ionic_threshold[0]


def test_binder_costs_more_ions_than_the_room_it_takes():
    plain, bound = (nominal(cathode(weights(S=30, Super_P=15, LGPS=50, **parts))) for parts in ({}, {"PVDF": 3}))
    assert bound.ionic_factor[0] < 0.8 * plain.ionic_factor[0]


def test_several_electrolytes_and_carbons_share_their_networks():
    composite = nominal(cathode(weights(S=30, LGPS=25, Li6PS5Cl=25, VGCF=10, Super_P=10)))
    assert set(composite.electrolyte_shares) == {"LGPS", "Li6PS5Cl"}
    assert composite.phi_electrolyte == pytest.approx(composite.fractions["LGPS"] + composite.fractions["Li6PS5Cl"])
    threshold = composite.electronic_threshold[0]
    assert 0.016 < threshold < 0.04  # between those of the fibre and the black


def test_what_was_assumed_stands_in_the_ledger():
    ledger = Ledger(10)
    build(Workbench.of(cathode(weights(S=30, Super_P=15, LGPS=55), mixing="", pressed_at=""), LIBRARY, ledger))
    entries = {entry.where: entry for entry in ledger.entries}
    assert "assumed ball-milled" in entries["cathode.mixing_quality"].source
    assert entries["cathode.mixing_quality"].known == "estimate"
    assert entries["process/fabrication_pressure"].known == "estimate"
    assert (
        entries["cathode.reaction_area"].low
        < entries["cathode.reaction_area"].value
        < entries["cathode.reaction_area"].high
    )
    assert {"cathode.thickness", "cathode.ionic_factor", "cathode.electronic_conductivity", "LGPS.density"} <= set(
        entries
    )


def test_laboratories_scatter_by_an_eighth_in_the_logarithm_of_the_reaction_area_and_their_cells_by_a_tenth():
    """Half of the 0.23 between the 15 laboratories of the joint fit, as 0.23 is also what their recipes leave open and
    is drawn as such; 0.10 between cells of one batch. Both are independent."""
    composite = build(Workbench.of(cathode(weights(S=30, Super_P=15, LGPS=55)), LIBRARY, Ledger(400)))
    assert np.log(composite.laboratory_factor[1:]).std() == pytest.approx(math.hypot(0.115, 0.10), abs=0.02)


def test_a_half_cell_without_sulfur_has_an_electrolyte_for_its_active_material():
    composite = nominal(cathode(weights(Li6PS5Cl=70, acetylene_black=30), active="Li6PS5Cl"))
    assert composite.sulfur_areal_mass[0] == 0.0
    assert composite.active_areal_mass[0] == pytest.approx(0.01)
    assert composite.phi_active == pytest.approx(composite.phi_electrolyte)
    assert composite.electrolyte_carbon_area[0] > 0
    with pytest.raises(RecipeError, match="no active material contains sulfur"):
        nominal(cathode(weights(NCM622=70, Li6PS5Cl=30), active="NCM622", loading="1 mg/cm2 of sulfur"))


def test_sulfur_of_mixtures_is_counted_by_what_reacts():
    shares = {"S": 1.0, "Li2S": 0.698, "SeS2": 0.448, "rGO@S": 0.40, "Li3PS4+5": 0.469}
    for active, share in shares.items():
        parts = f"{{{active}: 40 wt%, LGPS: 45 wt%, VGCF: 15 wt%}}"
        composite = nominal(cathode(parts, active=active))
        assert composite.sulfur_areal_mass[0] / composite.active_areal_mass[0] == pytest.approx(share, abs=0.01), active


def test_a_lightly_pressed_powder_conducts_less_than_the_pellet_of_the_library():
    composition = weights(S=25, VGCF=10, Li6PS5Cl=65)
    light, usual = (
        nominal(cathode(composition, pressed_at=pressure, porosity="15 %")).electrolyte_factor[0]
        for pressure in ("50 MPa", "370 MPa")
    )
    assert 0.2 < light / usual < 0.7
    soft = weights(S=25, VGCF=10, **{"PEO-LiTFSI": 65})
    kept = [nominal(cathode(soft, pressed_at=p)).electrolyte_factor[0] for p in ("50 MPa", "370 MPa")]
    assert kept[0] == pytest.approx(kept[1])


def test_films_of_polymer_connect_at_contents_at_which_grains_do_not():
    def conducting(electrolyte, content):
        shares = {"S": 60, "Super_P": 30, electrolyte: content}
        return nominal(cathode(weights(**shares), mixing="slurry", pressed_at="")).ionic_factor[0]

    grains, films = (conducting(name, 8) for name in ("Li6PS5Cl", "PEO-LiTFSI"))
    assert films > 20.0 * grains
    assert conducting("PEO-LiTFSI", 4) < films < conducting("PEO-LiTFSI", 30)


@pytest.mark.parametrize("mixing", ["hand-ground", "ball-milled"])
def test_finer_electrolyte_has_more_contact_and_the_usual_size_changes_nothing(mixing):
    def area(size):
        stated = {"particle_size": f"{{Li6PS5Cl: {size} um}}"} if size else {}
        return first(cathode(weights(S=30, Li6PS5Cl=50, acetylene_black=20), mixing=mixing, **stated), "reaction_area")

    fine, usual, coarse = area(0.5), area(3), area(20)
    assert usual == pytest.approx(area(0), rel=1e-6)
    assert 1.2 * usual < fine < 3.0 * usual
    assert 0.3 * usual < coarse < 0.95 * usual
    if mixing == "hand-ground":  # a power of the ratio, as no mill works on it
        assert coarse / usual == pytest.approx((3 / 20) ** 0.33, rel=0.1)


def test_stiff_grains_touch_less_than_soft_ones_that_are_smeared():
    parts = {"Li6PS5Cl": 45, "VGCF": 10}
    stiff = nominal(cathode(weights(Li2S=45, **parts), active="Li2S"))
    without = cathode(weights(Li2S=45, **parts), active="Li2S").to_mapping() | {"overrides": {"area/rigid_ln_area": 0}}
    free = nominal(Recipe.from_mapping(without))
    ratio = stiff.reaction_area[0] / free.reaction_area[0]
    assert math.log(ratio) == pytest.approx(LIBRARY.constant("area/rigid_ln_area").si, rel=1e-6)
    assert 0.3 < ratio < 1.0
