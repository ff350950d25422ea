"""What a true statement more, and a usual change, do to the capacity of invented cells."""

import functools
import itertools
import math

import pytest

from brimstone.cell import Cell
from brimstone.constants import MAH_G
from brimstone.library import load
from brimstone.recipe import Recipe

LIBRARY = load()

CELLS = {
    "argyrodite": {"composition": {"S": 30, "Li6PS5Cl": 50, "Ketjenblack": 20}},
    "acetylene black": {"composition": {"S": 25, "Li6PS5Cl": 50, "acetylene black": 25}},
    "glass": {"composition": {"S": 30, "75Li2S-25P2S5 glass": 50, "CNT": 20}},
    "activated carbon": {"composition": {"S": 25, "Li6PS5Cl": 45, "activated carbon": 20, "VGCF": 10}},
    "little electrolyte": {"composition": {"S": 35, "Li5.5PS4.5Cl1.5": 45, "Ketjenblack": 10, "CNT": 10}},
    "thick": {"composition": {"S": 25, "Li5.5PS4.5Cl1.5": 55, "Super P": 20}, "loading": "4 mg/cm2"},
}


def cell(cathode, **changes):
    parts = {"loading": "1.2 mg/cm2 of sulfur", "mixing": "ball-milled", "pressed_at": "370 MPa", "active": "S"}
    tree = {
        "name": "invented",
        "diameter": "10 mm",
        "cathode": {key: value for key, value in {**parts, **cathode}.items() if value is not None},
        "separator": [{"electrolyte": "Li6PS5Cl", "thickness": "500 um", "pressed_at": "370 MPa"}],
        "anode": "Li-In",
        "operation": {"temperature": changes.pop("temperature", "30 degC"), "stack_pressure": "50 MPa"},
        "protocol": [{"rates": [changes.pop("rate", "0.2C")], "window": changes.pop("window", ["1.2 V", "3.0 V"])}],
    }
    return Recipe.from_mapping(tree)


def capacity(recipe):
    """Last discharge [mAh/g of sulfur]."""
    run = Cell(recipe, LIBRARY).run(certain=True, nodes=12, checks=False)
    return run.shown[-1].capacity("sulfur").value / MAH_G


@functools.cache
def plain(name, temperature="30 degC", rate="0.2C"):
    return capacity(cell(CELLS[name], temperature=temperature, rate=rate))


def moved(name, change, **more):
    return math.log(max(capacity(cell({**CELLS[name], **change}, **more)), 1e-3) / plain(name, **more))


USUAL = {
    "speed and time": {"mixing": "ball-milled, 400 rpm, 10 h"},
    "time": {"mixing": "ball-milled for 10 h"},
    "machine": {"mixing": "planetary ball mill"},
    "balls": {
        "mixing": {"method": "ball-milled", "ball_to_powder": 20, "balls": "ZrO2 balls 7 mm", "speed": "400 rpm"}
    },
    "size of the sulfur": {"particle_size": {"S": "20 um"}},
    "no mixing": {"mixing": None},
}


@pytest.mark.parametrize("name", CELLS)
def test_stating_what_was_assumed_changes_nothing(name):
    for statement, change in USUAL.items():
        assert abs(moved(name, change)) < 0.02, statement


MELTED = {"method": "melt-infiltrated", "of": ["S", "{carbon}"], "temperature": "155 degC"}
TRUE = {
    "300 rpm": {"mixing": "ball-milled, 300 rpm, 12 h"},
    "500 rpm": {"mixing": "ball-milled, 500 rpm, 12 h"},
    "high-energy": {"mixing": "ball-milled, 1400 rpm, 2 h"},
    "beyond planetary": {"mixing": "ball-milled, 2000 rpm, 5 h"},
    "small balls": {"mixing": {"method": "ball-milled", "balls": "ZrO2 balls 3 mm"}},
    "many balls": {"mixing": {"method": "ball-milled", "ball_to_powder": 30}},
    "finer sulfur": {"particle_size": {"S": "5 um"}},
    "melted first": {"mixing": [MELTED, "ball-milled"]},
}


def with_carbon(change, carbon):
    """The statement with the carbon of the cell for its placeholder."""
    if isinstance(change, dict):
        return {key: with_carbon(value, carbon) for key, value in change.items()}
    if isinstance(change, list):
        return [with_carbon(value, carbon) for value in change]
    return carbon if change == "{carbon}" else change


@pytest.mark.parametrize("name", CELLS)
def test_one_more_true_statement_moves_the_capacity_little_and_kills_nothing(name):
    carbon = list(CELLS[name]["composition"])[2]
    for statement, change in TRUE.items():
        assert abs(moved(name, with_carbon(change, carbon))) < 0.35, statement


AROUND = {
    "frame": {"operation": {"fixture": "constant gap"}},
    "little pressure": {"operation": {"stack_pressure": "20 MPa"}},
    "much pressure": {"operation": {"stack_pressure": "100 MPa"}},
    "thin alloy": {"anode": {"material": "Li-In", "thickness": "100 um"}},
    "lithium": {"anode": {"material": "Li", "thickness": "100 um"}},
    "thick separator": {"separator": [{"electrolyte": "Li6PS5Cl", "mass": "150 mg", "pressed_at": "370 MPa"}]},
    "pressed less": {"cathode": {"pressed_at": "250 MPa"}},
    "coarse electrolyte": {"cathode": {"particle_size": {"Li6PS5Cl": "10 um"}}},
}


def test_one_more_true_statement_of_the_cell_around_a_cathode_kills_nothing():
    whole = cell(CELLS["acetylene black"]).to_mapping()
    for statement, parts in AROUND.items():
        changed = {
            part: {**whole[part], **said} if isinstance(said, dict) and isinstance(whole[part], dict) else said
            for part, said in parts.items()
        }
        moved_by = math.log(capacity(Recipe.from_mapping({**whole, **changed})) / plain("acetylene black"))
        assert abs(moved_by) < 0.35, statement


@pytest.mark.parametrize("around", AROUND)
def test_two_more_true_statements_kill_nothing_either(around):
    """Each statement of the cathode with each of the cell around it."""
    said = AROUND[around]
    for statement, change in TRUE.items():
        cathode = {**CELLS["acetylene black"], **with_carbon(change, "acetylene black")}
        whole = cell(cathode).to_mapping()
        both = {
            part: {**whole[part], **new} if isinstance(new, dict) and isinstance(whole[part], dict) else new
            for part, new in said.items()
        }
        moved_by = math.log(capacity(Recipe.from_mapping({**whole, **both})) / plain("acetylene black"))
        assert abs(moved_by) < 0.6, statement


def test_alloy_gives_its_lithium_at_the_rates_and_loadings_of_published_cells():
    """6.7 mA/cm2 with 4 mAh/cm2 and 15 mA/cm2 were drawn from Li-In: the alloy takes less than a tenth away."""
    fast = cell(CELLS["argyrodite"], rate="2C")
    quick_alloy = {"overrides": {"Li-In.diffusivity": "1e-6 cm2/s"}}
    free = capacity(Recipe.from_mapping({**fast.to_mapping(), **quick_alloy}))
    assert free > 300.0
    assert capacity(fast) > 0.9 * free


@pytest.mark.parametrize(
    "carbon", ["Ketjenblack", "Black Pearls 2000", "mesoporous carbon", "activated carbon", "CNT", "rGO"]
)
@pytest.mark.parametrize("rate", ["0.1C", "0.5C"])
def test_declaring_a_host_moves_the_capacity_little(carbon, rate):
    parts = {"composition": {"S": 30, "Li6PS5Cl": 45, carbon: 20, "Super P": 5}}
    free = capacity(cell(parts, rate=rate))
    hosted = capacity(cell({**parts, "host": {"carbon": carbon, "sulfur": "60 wt%"}}, rate=rate))
    assert free > 300.0
    assert abs(math.log(hosted / free)) < 0.3


@pytest.mark.parametrize("name", ["argyrodite", "glass", "thick"])
def test_usual_changes_move_the_capacity_within_what_open_cells_show(name):
    hand = moved(name, {"mixing": "hand-ground"})
    # the joint fit gives hand-ground cathodes 3.9 times less area, within 1.3 to 15; a thick one feels all of it
    assert -1.95 < hand < 0.02
    carbon = list(CELLS[name]["composition"])[2]
    two_steps = {"mixing": [{"method": "ball-milled", "of": ["S", carbon]}, "hand-ground"]}
    assert hand < moved(name, two_steps) < 0.05
    thicker = moved(name, {"loading": "5 mg/cm2 of sulfur"})
    assert -1.3 < thicker < 0.15
    cold = math.log(plain(name, "25 degC") / plain(name, "60 degC"))
    assert -1.2 < cold < 0.0


def test_black_of_large_area_is_better_by_less_than_a_factor_of_three():
    composition = CELLS["acetylene black"]["composition"]
    better = {("Ketjenblack" if part == "acetylene black" else part): share for part, share in composition.items()}
    assert 0.0 <= moved("acetylene black", {"composition": better}, rate="0.5C") < math.log(2.8)


def lithium_sulfide(composition, mixing="ball-milled", **more):
    return capacity(cell({"active": "Li2S", "composition": composition, "mixing": mixing}, rate="0.1C", **more)) * 0.698


def test_lithium_sulfide_gives_what_its_preparation_allows():
    window = ["1.5 V", "3.2 V"]
    plain_powder = lithium_sulfide({"Li2S": 45, "Li6PS5Cl": 40, "acetylene black": 15}, window=window)
    first = {"method": "ball-milled", "of": ["Li2S", "acetylene black"], "speed": "500 rpm", "time": "20 h"}
    with_carbon_first = lithium_sulfide(
        {"Li2S": 45, "Li6PS5Cl": 40, "acetylene black": 15}, [first, "ball-milled"], window=window
    )
    little, enough = (
        lithium_sulfide({"Li2S": 45 - salt, "CuI": salt, "Li6PS5Cl": 40, "acetylene black": 15}, window=window)
        for salt in (8, 19)
    )
    assert 10.0 < plain_powder < 450.0  # open: 10 to 270, one of 430 [mAh/g of Li2S]
    assert plain_powder < with_carbon_first < enough
    assert plain_powder < little < 0.8 * enough  # open: 410 with 5 mol% of CuI, 1165 with 15
    assert 700.0 < enough < 1250.0


@pytest.mark.parametrize("name", ["argyrodite", "acetylene black", "glass"])
def test_lithium_sulfide_in_place_of_sulfur_gives_less_unless_something_opens_it(name):
    """As much sulfur as Li2S: open cells of plain powder give 10 to 430 mAh/g, opened ones 700 to 1165."""
    shares = dict(CELLS[name]["composition"])
    sulfur = shares.pop("S")
    window = ["1.2 V", "3.2 V"]
    reference = plain(name, rate="0.1C")
    powder = {"Li2S": sulfur / 0.698, **shares}
    closed = lithium_sulfide({"ratio": powder}, window=window) / 0.698 / reference
    opened = lithium_sulfide({"ratio": {**powder, "CuI": 0.4 * powder["Li2S"]}}, window=window) / 0.698 / reference
    assert 0.005 < closed < 0.75
    assert closed < opened
    assert 0.55 < opened < 1.2


def test_lithium_sulfide_in_the_pores_of_a_carbon_came_from_a_solution_unless_a_mill_is_named():
    window = ["1.5 V", "3.0 V"]
    parts = {"Li2S": 30, "porous carbon": 13, "Li6PS5Cl": 43, "acetylene black": 14}
    powder = lithium_sulfide(parts, window=window)
    grown = lithium_sulfide(
        parts, [{"method": "solution", "of": ["Li2S", "porous carbon"]}, "ball-milled"], window=window
    )
    fine = capacity(
        cell({"active": "Li2S", "composition": parts, "particle_size": {"Li2S": "30 nm"}}, rate="0.1C", window=window)
    )
    host = {"carbon": "porous carbon", "sulfur": "70 wt%"}
    tree = {"active": "Li2S", "composition": parts, "host": host}
    hosted = capacity(cell(tree, rate="0.1C", window=window)) * 0.698
    # grains in the pores are narrower than what a solution leaves on a carbon, and more of them are opened
    assert hosted == pytest.approx(grown, rel=0.1)
    assert grown / 1.5 < fine * 0.698 < 1.5 * grown
    assert powder < 0.6 * hosted


@pytest.mark.parametrize("conductor", ["TiS2", "VS2", "LiVS2", "Mo6S8"])
def test_lithium_sulfide_works_with_a_mixed_conductor_in_place_of_carbon(conductor):
    assert lithium_sulfide({"Li2S": 40, conductor: 20, "Li6PS5Cl": 40}) > 250.0
    assert lithium_sulfide({"Li2S": 50, "Li6PS5Cl": 50}) < 5.0


def polymer_cell(content, temperature="60 degC"):
    sulfur, black = 0.6667 * (100.0 - content), 0.3333 * (100.0 - content)
    tree = cell(
        {
            "composition": {"S": sulfur, "Super P": black, "PEO-LiTFSI": content},
            "loading": "1 mg/cm2 of sulfur",
            "mixing": "slurry",
            "pressed_at": None,
        },
        temperature=temperature,
        rate="0.1C",
        window=["1.6 V", "2.8 V"],
    ).to_mapping()
    tree |= {"separator": [{"electrolyte": "PEO-LiTFSI", "thickness": "50 um"}], "anode": "Li"}
    tree["operation"].pop("stack_pressure")
    return Recipe.from_mapping(tree)


def test_a_cast_cathode_works_with_as_little_polymer_as_laboratories_take_and_only_when_warm():
    """A polymer coats the grains that its solution wets: 10 wt% connect, where grains of an electrolyte would not."""
    little, much = (capacity(polymer_cell(content)) for content in (10, 30))
    assert 300.0 < little < 1.1 * much
    assert much < 1300.0
    assert capacity(polymer_cell(10, "25 degC")) < 50.0


@pytest.mark.parametrize("powder", ["Li6PS5Cl", "S"])
@pytest.mark.parametrize("mixing", ["hand-ground", "ball-milled"])
def test_finer_powders_are_never_worse_and_a_mill_forgets_coarse_ones(mixing, powder):
    sizes = [capacity(cell({**CELLS["acetylene black"], "mixing": mixing, "particle_size": {powder: f"{size} um"}}))
             for size in (30, 10, 3, 1, 0.3, 0.1)]  # fmt: skip
    assert all(finer > 0.9 * coarser for coarser, finer in itertools.pairwise(sizes))
    # The area goes with the cube root of the size of electrolyte grains, 6.7; less of it conducts, too.
    assert sizes[-1] < 11.0 * sizes[0]
    if mixing == "ball-milled":
        assert sizes[0] > 0.7 * sizes[2]


def test_slow_discharges_of_good_cells_end_where_laboratories_end_them():
    """Open ones end between 80 and 97 % of theory; an interval at the ceiling is as wide as that."""
    recipe = cell(CELLS["argyrodite"], temperature="60 degC", rate="0.05C", window=["1.5 V", "2.8 V"])
    found = Cell(recipe, LIBRARY).run(members=120, nodes=8, checks=False).shown[-1].capacity("sulfur")
    low, high = (end / MAH_G / 1672.0 for end in (found.low, found.high))
    assert 0.6 < low < 0.88
    assert 0.9 < high < 0.98


def test_much_fine_carbon_does_not_carry_a_discharge_beyond_the_sulfur():
    """Between 1.5 and 1.0 V the electrolyte takes up lithium where it meets carbon, on no more than its own surface."""
    black = {"S": 30, "Li6PS5Cl": 50, "Ketjenblack": 20}
    deep, half = (
        capacity(cell({"composition": parts}, rate="0.1C", window=["1.0 V", "3.0 V"]))
        for parts in (black, {**black, "Ketjenblack": 10, "Super P": 10})
    )
    assert deep < 1672.0
    assert half == pytest.approx(deep, rel=0.05)
    shallow = capacity(cell({"composition": black}, rate="0.1C", window=["1.5 V", "3.0 V"]))
    assert 1.01 < deep / shallow < 1.12


def test_a_few_thick_fibres_open_less_of_plain_lithium_sulfide_than_black_or_tubes_do():
    opened = {
        carbon: lithium_sulfide({"Li2S": 50, "Li6PS5Cl": 40, carbon: 10}, window=["1.5 V", "3.2 V"])
        for carbon in ("VGCF", "CNT", "Super P")
    }
    assert 1.2 < opened["CNT"] / opened["VGCF"] < 4.0
    assert 1.2 < opened["Super P"] / opened["VGCF"] < 4.0


def test_a_cathode_of_ceramic_powder_pressed_cold_is_dead_unless_something_soft_joins_its_grains():
    garnet = {"S": 30, "LLZTO": 50, "Ketjenblack": 20}
    joined = {"S": 30, "LLZTO": 25, "Li6PS5Cl": 25, "Ketjenblack": 20}
    assert capacity(cell({"composition": garnet}, temperature="60 degC", rate="0.05C")) < 100.0
    assert capacity(cell({"composition": joined}, temperature="60 degC", rate="0.05C")) > 600.0


def test_thick_fibres_open_what_lies_within_the_reach_of_electrons_around_them():
    """Discs at random, grown by the depth that ambipolar conduction reaches in the time of the charge."""
    opened, expected = [], []
    for carbon in ("VGCF", "CNT"):
        parts = {"Li2S": 50, "Li6PS5Cl": 40, carbon: 10}
        run = Cell(cell({"active": "Li2S", "composition": parts}, rate="0.1C", window=["1.5 V", "3.2 V"]), LIBRARY).run(
            certain=True, nodes=4, checks=False
        )
        made, notes = run.cell.composite, {one.where: one.value for one in run.provenance}
        opened.append(notes["cathode.activated_share"])
        volume = float((made.thickness * made.phi_active)[0])
        current = abs(run.steps[0].instruction.current) / volume
        driving = 3.2 - float(run.cell.parameter("plateau")[0])
        conducts = LIBRARY.constant("activation/plain_conductivity").si * math.exp(
            LIBRARY.constant("film/activation_energy").si / 1.380649e-23 * (1 / 298.15 - 1 / 303.15)
        )
        reach = math.sqrt(6.0 * conducts * driving / current)
        touched, radius = float(made.electrons_on_active[0]), float(made.electron_patch[0])
        expected.append(1.0 - (1.0 - touched) ** ((1.0 + reach / radius) ** 2))
    assert opened[0] / opened[1] == pytest.approx(expected[0] / expected[1], rel=0.1)
    assert expected[0] < 0.7 < expected[1]


def test_what_is_computed_as_a_solid_in_a_polymer_that_dissolves_it_is_told():
    tree = polymer_cell(35).to_mapping()
    said = {}
    for active in ("S", "SeS2"):
        inside = {active: "45 wt%", "Super P": "20 wt%", "PEO-LiTFSI": "35 wt%"}
        cathode = {**tree["cathode"], "active": active, "composition": inside, "loading": "1 mg/cm2"}
        run = Cell(Recipe.from_mapping({**tree, "cathode": cathode}), LIBRARY).run(certain=True, nodes=4, checks=False)
        said[active] = any("reacts as a solid here" in words and "PEO-LiTFSI" in words for words in run.notes)
    assert said == {"S": False, "SeS2": True}
