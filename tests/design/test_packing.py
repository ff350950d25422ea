"""How even the current of a packaged cell is, and what the cell holds."""

import pytest

from brimstone.design.current import current_distribution, packed_recipe
from brimstone.design.safety import safety
from brimstone.library import load
from brimstone.physics.heat import adiabatic_end
from brimstone.simulate.discharge import area_resistance, discharged, first_discharge
from tests.cells import recipe, run

LITHIUM = {"anode": {"material": "Li", "thickness": "50 um"}}


def test_the_resistance_of_the_cell_is_at_least_that_of_its_layers():
    made = recipe(**LITHIUM)
    resistance, current = area_resistance(made, load())
    layers = sum(float(part[0]) for part in run(**LITHIUM).cell.resistances.values())
    assert resistance > layers
    assert current == pytest.approx(discharged(made, load())[1].instruction.current)


def test_the_current_of_a_pouch_is_less_even_than_that_of_a_coin_cell():
    coin = current_distribution(recipe(format="coin", area="1 cm2", **LITHIUM), load())
    small, large = (
        current_distribution(
            recipe(format={"kind": "pouch", "width": f"{edge} cm", "height": f"{edge} cm"}, **LITHIUM), load()
        )
        for edge in (3, 20)
    )
    assert coin.spread.spread < small.spread.spread < large.spread.spread
    assert small.in_plane_loss < large.in_plane_loss
    assert large.in_plane_area_resistance < large.area_resistance


def test_a_foil_that_two_cells_share_carries_twice_the_current():
    size = {"kind": "pouch", "width": "10 cm", "height": "10 cm"}
    one, many = (
        current_distribution(recipe(format={**size, "layers": layers}, **LITHIUM), load()) for layers in (1, 10)
    )
    assert one.sheets[0] == pytest.approx(2 * many.sheets[0])
    assert many.spread.spread > one.spread.spread


def test_lithium_helps_the_foil_of_the_anode():
    size = {"kind": "pouch", "width": "10 cm", "height": "10 cm"}
    thin, thick = (
        current_distribution(recipe(format=size, anode={"material": "Li", "thickness": f"{t} um"}), load())
        for t in (10, 100)
    )
    assert thick.sheets[1] > thin.sheets[1]


def test_a_recipe_without_a_format_is_given_one():
    assert packed_recipe(recipe(), load()).format.layers > 1
    assert packed_recipe(recipe(area="9 cm2"), load()).format.layers == 1
    own = recipe(format="coin", area="1 cm2")
    assert packed_recipe(own, load()) is own


def test_only_the_first_discharge_is_run():
    steps = [{"charge": "0.1C", "to": "2.8 V"}, {"rates": ["0.1C", "1C"], "window": ["1.0 V", "2.8 V"]}]
    cut = first_discharge(recipe(protocol=steps), 1.05)
    assert [float(rate) for rate in cut.protocol[-1].rates] == [pytest.approx(0.105)]
    cycled = first_discharge(
        recipe(protocol=[{"cycles": 50, "charge": "0.2C", "discharge": "0.5C", "window": ["1.0 V", "2.8 V"]}])
    )
    assert cycled.protocol[0].cycles == 1


def test_inorganic_cells_hold_nothing_that_evaporates_and_sulfides_give_hydrogen_sulfide():
    held = safety(run(**LITHIUM), load())
    assert held.evaporates == ()
    assert held.combustion_heat == 0.0
    assert held.gives_hydrogen_sulfide == ("Li6PS5Cl",)
    # Full hydrolysis: five sulfur of every Li6PS5Cl, 24.5 L/mol; less for what is no sulfide.
    assert 0.2 < held.hydrogen_sulfide < 5 * 24.5 / 268.4
    assert held.reaction_heat < held.liquid_combustion_heat
    assert held.adiabatic_rise > 0.0
    assert not any("evaporates" in words for words in held.sentences)


def test_sulfide_of_a_discharged_cathode_gives_hydrogen_sulfide_whatever_the_electrolyte_is():
    gel = run(
        cathode={"composition": {"S": "60 wt%", "Super P": "30 wt%", "PVDF": "10 wt%"}, "infiltrated": "PETEA gel"},
        separator=[{"electrolyte": "PETEA gel", "thickness": "25 um"}],
        **LITHIUM,
    )
    held = safety(gel, load())
    assert held.gives_hydrogen_sulfide == ()
    gas = float(gel.cell.sulfur_mass[0]) / 0.03206 * 0.02445 / float(gel.stack.areal_mass[0])  # one H2S for each Li2S
    assert held.hydrogen_sulfide == pytest.approx(gas, rel=0.05)
    assert any(f"{1e3 * held.hydrogen_sulfide:.3g} cm3 of H2S from its Li2S" in words for words in held.sentences)


def test_what_melts_boils_and_reacts_is_told_in_order_of_temperature():
    held = safety(run(**LITHIUM), load())
    assert [one.temperature for one in held.events] == sorted(one.temperature for one in held.events)
    told = {(one.material, one.what.split()[-1]): one for one in held.events}
    assert told["S", "melts"].temperature == pytest.approx(388.15)
    assert told["Li", "melts"].temperature == pytest.approx(453.15)
    boiling = told["S", "boil"]
    assert boiling.temperature == pytest.approx(717.75)
    assert boiling.reached == (held.adiabatic_rise + 298.15 >= boiling.temperature)
    assert (held.sulfur_vapour > 0.0) == boiling.reached


def test_sulfur_that_boils_off_gives_no_heat_and_none_is_counted_twice():
    """Heat of what reacts = heat to the boiling point + latent heat of what boils, 300 J/g; by hand."""
    rich = run(
        cathode={"composition": {"S": "70 wt%", "Li6PS5Cl": "20 wt%", "Ketjenblack": "10 wt%"}, "loading": "8 mg/cm2"},
        separator=[{"electrolyte": "Li6PS5Cl", "thickness": "20 um"}],
        anode={"material": "Li", "thickness": "60 um"},
    )
    held, mass, sulfur = safety(rich, load()), float(rich.stack.areal_mass[0]), float(rich.cell.sulfur_mass[0])
    assert 0.0 < held.sulfur_vapour < 1.0
    assert held.adiabatic_rise + rich.cell.temperature == pytest.approx(717.75)
    assert held.sealed_rise > held.adiabatic_rise + 100.0
    whole = held.reaction_heat * mass
    boiled = sulfur * held.sulfur_vapour
    sealed = held.sealed_rise - held.adiabatic_rise  # what would have been left over, by the same heat capacity
    capacity = (
        float(rich.thermal.capacity[0]) if rich.package is None else mass * load().constant("heat/specific_heat").si
    )
    latent = load().material("S")["heat_of_boiling"].si
    assert boiled * latent + held.sulfur_vapour * whole == pytest.approx(capacity * sealed, rel=0.02)
    assert any("boils off before it reacts" in words for words in held.sentences)


def test_latent_heat_holds_a_temperature_until_it_is_used_up():
    stages = [(400.0, 1e4), (350.0, 5e3)]
    assert adiabatic_end(1e3, 100.0, 300.0, stages) == (310.0, (0.0, 0.0))
    end, shares = adiabatic_end(7.5e3, 100.0, 300.0, stages)
    assert (end, shares) == (350.0, (0.0, pytest.approx(0.5)))
    end, shares = adiabatic_end(30e3, 100.0, 300.0, stages)
    assert end == pytest.approx(300.0 + (30e3 - 15e3) / 100.0)
    assert shares == (1.0, 1.0)


def test_heats_of_fire_and_gas_are_those_of_this_cell():
    one = run(**LITHIUM)
    held, mass = safety(one, load()), one.stack.areal_mass[0]
    sulfur = one.cell.sulfur_mass[0]
    assert held.sulfur_dioxide == pytest.approx(2.0 * sulfur / mass, rel=1e-6)
    assert held.fire_heat * mass > 9.3e6 * sulfur
    assert held.humid_hydrogen_sulfide < held.hydrogen_sulfide


def test_the_scarcer_of_sulfur_and_lithium_bounds_the_heat_of_reaction():
    little, much = (
        safety(run(anode={"material": "Li", "np_ratio": ratio, "thickness": None}), load()) for ratio in (0.5, 1.0)
    )
    masses = [run(anode={"material": "Li", "np_ratio": r, "thickness": None}).stack.areal_mass[0] for r in (0.5, 1.0)]
    assert little.reaction_heat * masses[0] == pytest.approx(0.5 * much.reaction_heat * masses[1], rel=1e-6)


def test_a_gel_evaporates():
    held = safety(run(separator=[{"electrolyte": "PETEA gel", "thickness": "30 um"}], **LITHIUM), load())
    assert held.evaporates == ("PETEA gel",)
    assert held.combustion_heat > 0.0


def test_a_liquid_cell_is_not_compared_with_a_liquid_cell():
    def compared(layer):
        cathode = {"composition": {"S": "60 wt%", "Super P": "30 wt%", "PVDF": "10 wt%"}, "infiltrated": layer}
        soft = {"electrolyte": layer, "thickness": "25 um"}
        held = safety(run(cathode=cathode, separator=[soft], **LITHIUM), load())
        return [words for words in held.sentences if "a liquid cell with the same sulfur" in words]

    assert compared("DOL-DME LiTFSI") == []
    assert len(compared("PETEA gel")) == 1
