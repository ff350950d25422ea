"""What in a cell could burn, melt, boil or poison, and the heat its chemicals could release."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from brimstone.constants import FARADAY, ZERO_CELSIUS
from brimstone.library import Ledger, Library
from brimstone.library.materials import Material
from brimstone.physics.heat import adiabatic_end, reaction_heat
from brimstone.physics.moisture import complete_release, released_hydrogen_sulfide, water_pressure
from brimstone.result import Run

_NOTABLE = 0.005  # share of the sulfur


@dataclass(frozen=True)
class Event:
    """What happens to a content of the cell as it gets hot.

    Attributes
    ----------
    temperature : float
        [K]
    material, what : str
        What it happens to, and in words what it is.
    reached : bool
        Whether sulfur and lithium make the layers that hot if they react at once and no heat leaves.
    """

    temperature: float
    material: str
    what: str
    reached: bool


@dataclass(frozen=True)
class Safety:
    """Hazards of the contents of a cell, fully discharged where that is worse; nominal values.

    Attributes
    ----------
    burns, evaporates, gives_hydrogen_sulfide : tuple of str
        Its materials that burn, that hold liquid, and that give H2S, by their names in the library.
    events : tuple of Event
        What melts, boils and reacts, in order of temperature.
    hydrogen_sulfide : float
        From all its sulfides in water, Li2S of the discharged cathode included, per mass of the layers [m3/kg].
    humid_hydrogen_sulfide : float
        From its electrolytes in half an hour of humid air, per mass of the layers [m3/kg].
    reaction_heat : float
        Of S + 2 Li = Li2S until the scarcer is used up, per mass of the layers [J/kg].
    combustion_heat : float
        Of the solvents of its electrolytes in air, per mass of the layers [J/kg].
    liquid_combustion_heat : float
        Of the solvent of a liquid cell with the same sulfur and anode, per mass of that cell [J/kg].
    fire_heat : float
        Of its sulfur and lithium in air, per mass of the layers [J/kg].
    sulfur_dioxide : float
        From all its sulfur in a fire, per mass of the layers [-].
    adiabatic_rise : float
        If the layers kept all the heat of reaction and vent what boils; sulfur that boils off reacts no more [K].
    sulfur_vapour : float
        Share of the sulfur that has boiled off by then [-].
    sealed_rise : float
        If no sulfur got away, and all of it reacted [K].
    liquid : bool
        Whether it is a cell with a liquid itself.
    """

    burns: tuple[str, ...]
    evaporates: tuple[str, ...]
    gives_hydrogen_sulfide: tuple[str, ...]
    events: tuple[Event, ...]
    hydrogen_sulfide: float
    humid_hydrogen_sulfide: float
    reaction_heat: float
    combustion_heat: float
    liquid_combustion_heat: float
    fire_heat: float
    sulfur_dioxide: float
    adiabatic_rise: float
    sulfur_vapour: float
    sealed_rise: float
    liquid: bool

    @property
    def sentences(self) -> tuple[str, ...]:
        """What it means, in plain sentences."""
        lines = [f"{one.temperature - ZERO_CELSIUS:.0f} degC: {one.material} {one.what}" for one in self.events]
        if self.evaporates:
            lines.append(f"{' and '.join(self.evaporates)} holds liquid that evaporates and burns in a thermal runaway")
        if self.burns:
            lines.append(f"these burn in air: {', '.join(self.burns)}")
        if self.gives_hydrogen_sulfide:
            lines.append(
                f"a gram of layers releases {1e3 * self.humid_hydrogen_sulfide:.2g} cm3 of H2S from its electrolyte in "
                f"half an hour of humid air (estimate), and {1e3 * self.hydrogen_sulfide:.3g} cm3 from all its "
                "sulfides in water"
            )
        elif self.hydrogen_sulfide > 0.0:
            lines.append(
                f"a gram of discharged layers releases {1e3 * self.hydrogen_sulfide:.3g} cm3 of H2S from its Li2S "
                "in water"
            )
        kept = f"{self.adiabatic_rise:.0f} K warmer"
        if self.sulfur_vapour > _NOTABLE:
            kept += f", where {100 * self.sulfur_vapour:.0f} % of the sulfur boils off before it reacts"
            kept += f"; {self.sealed_rise:.0f} K if none got away"
        lines.append(
            f"sulfur and lithium could release {1e-6 * self.reaction_heat:.2g} kJ per gram of layers between them "
            f"(worst case, estimated: all at once, and no heat lost: {kept})"
        )
        lines.append(
            f"in a fire sulfur and lithium give {1e-6 * self.fire_heat:.2g} kJ and {self.sulfur_dioxide:.2g} g of SO2 "
            "per gram of layers"
        )
        solvent = "it holds no solvent that burns"
        if self.combustion_heat > 0.0:
            solvent = f"burning solvent would add {1e-6 * self.combustion_heat:.2g} kJ/g"
        if not self.liquid:  # to which it would be compared
            solvent += (
                f"; a liquid cell with the same sulfur has {1e-6 * self.liquid_combustion_heat:.2g} kJ per gram of its "
                "own layers"
            )
        lines.append(f"{solvent} (estimate)")
        return tuple(lines)


def safety(run: Run, library: Library) -> Safety:
    """Hazards of a run's cell.

    Parameters
    ----------
    run : Run
    library : Library

    Notes
    -----
    Whether a material burns or holds liquid is a rule of its class. The reaction of sulfur with lithium needs no air
    and is possible in any lithium-sulfur cell; a solid electrolyte removes the combustion of the solvent.
    """
    cell, ledger = run.cell, Ledger(1, 0, run.recipe.overrides)

    def constant(name: str) -> float:
        room = name if "/" in name else f"heat/{name}"
        return float(ledger.draw(library.constant(room), room)[0])

    masses = _masses(run, library)
    whole = sum(masses.values())
    materials = {name: library.material(name) for name in masses}
    sulfur = float(cell.sulfur_mass[0])
    moles_sulfur = sulfur / library.material("S")["molar_mass"].si
    lithium = _lithium(run, library)
    if cell.starts_charged is False:  # Li2S: the lithium of a charged cell is its own
        lithium = max(lithium, 2.0 * moles_sulfur)
    reaction = float(reaction_heat(moles_sulfur, lithium, constant("formation_enthalpy")))
    gas = sum(
        mass * _most_hydrogen_sulfide(materials[name], library)
        for name, mass in masses.items()
        if materials[name].rules.get("releases_hydrogen_sulfide")
    )
    as_sulfide = min(moles_sulfur, 0.5 * lithium)
    gas += as_sulfide * complete_release(1.0, 1.0)
    exposure = float(
        water_pressure(constant("humid_dew_point")) / water_pressure(constant("moisture/reference_dew_point"))
    )
    humid = sum(
        mass
        * float(
            released_hydrogen_sulfide(
                exposure,
                materials[name]["hydrogen_sulfide_release"].si,
                _most_hydrogen_sulfide(materials[name], library),
            )
        )
        for name, mass in masses.items()
        if "hydrogen_sulfide_release" in materials[name]
    )
    solvent = constant("solvent_combustion") * constant("solvent_share")
    wet = sum(mass for name, mass in masses.items() if materials[name].rules.get("evaporates"))
    liquid = sulfur * library.material("DOL-DME LiTFSI")["density"].si * constant("liquid_per_sulfur")
    rest = sum(mass for name, mass in masses.items() if materials[name].kind != "electrolyte")
    capacity = float(run.thermal.capacity[0]) if run.package is None else whole * constant("specific_heat")
    contents = {"S": sulfur} | masses  # Li2S becomes sulfur on charge
    spare = 1.0 - min(1.0, 0.5 * lithium / moles_sulfur)
    heated = _heated(run, contents, library, reaction, capacity, spare)
    metal = min(masses.get("Li", 0.0), whole)
    return Safety(
        burns=_with_rule(materials, "flammable"),
        evaporates=_with_rule(materials, "evaporates"),
        gives_hydrogen_sulfide=_with_rule(materials, "releases_hydrogen_sulfide"),
        events=heated.events,
        hydrogen_sulfide=gas / whole,
        humid_hydrogen_sulfide=humid / whole,
        reaction_heat=reaction / whole,
        combustion_heat=wet * solvent / whole,
        liquid_combustion_heat=liquid * solvent / (rest + liquid),
        fire_heat=sum(
            mass * library.material(name)["heat_of_combustion"].si for name, mass in (("S", sulfur), ("Li", metal))
        )
        / whole,
        sulfur_dioxide=sulfur * constant("sulfur_dioxide") / whole,
        adiabatic_rise=heated.venting - cell.temperature,
        sulfur_vapour=heated.vapour,
        sealed_rise=heated.sealed - cell.temperature,
        liquid=any(materials[name].class_ == "liquid" for name in masses),
    )


class _Heated(NamedTuple):
    """Where the heat of reaction takes the layers [K], with sulfur that boils off and without, and what it meets."""

    events: tuple[Event, ...]
    venting: float
    sealed: float
    vapour: float


def _heated(
    run: Run, masses: dict[str, float], library: Library, heat: float, capacity: float, spare: float
) -> _Heated:
    """What happens to the layers as they get hot.

    Sulfur that boils off takes along the heat that it would have given; what lithium leaves of it boils first.
    """
    found: list[tuple[float, float, str, str]] = []
    for name in masses:
        material = library.material(name)
        for change, words in (("melting", "melts"), ("boiling", "begins to boil")):
            if f"{change}_temperature" in material:
                latent = material[f"heat_of_{change}"].si if f"heat_of_{change}" in material else 0.0
                of = f"the liquid in {name}" if material.class_ == "gel" else name
                found.append((material[f"{change}_temperature"].si, masses[name] * latent, of, words))
        if "runaway_temperature" in material and "Li" in masses:
            words = "in contact with lithium reacts violently"
            found.append((material["runaway_temperature"].si, 0.0, name, words))
        if name == "Li":
            found.append((material["melting_temperature"].si, 0.0, "sulfur", "and molten lithium react (estimate)"))
    start = run.cell.temperature
    found = sorted((one for one in found if one[0] > start), key=lambda one: (one[0], -one[1]))
    boiling = next((one for one in found if one[2:] == ("S", "begins to boil")), None)
    others = [(at, latent) for at, latent, *_ in found if (at, latent) != (boiling or ())[:2]]
    sealed, _ = adiabatic_end(heat, capacity, start, others)
    venting, vapour = sealed, 0.0
    if boiling is not None:
        at, latent, *_ = boiling
        steps = [*others, (at, spare * latent), (at, (1.0 - spare) * latent + heat)]
        venting, shares = adiabatic_end(heat, capacity, start, steps)
        vapour = spare * shares[-2] + (1.0 - spare) * shares[-1]
    events = tuple(Event(at, name, words, venting >= at) for at, _, name, words in found)
    return _Heated(events, venting, sealed, float(vapour))


def _masses(run: Run, library: Library) -> dict[str, float]:
    """Mass of every material in the layers [kg/m2]."""
    masses: dict[str, float] = {}
    composite = run.cell.composite
    for layer in run.stack.layers:
        if layer.role == "cathode":
            parts = {
                name: float(composite.fractions[name][0]) * library.material(name)["density"].si
                for name in run.recipe.cathode.composition.parts
            }
            total = sum(parts.values())
            shares = {name: part / total for name, part in parts.items()}
        else:
            shares = {layer.name: 1.0}
        for name, share in shares.items():
            proper = library.material(name).name
            masses[proper] = masses.get(proper, 0.0) + share * float(layer.areal_mass[0])
    return masses


def _lithium(run: Run, library: Library) -> float:
    """Lithium of the anode that can react with sulfur [mol/m2]."""
    anode = library.material(run.recipe.anode.material)
    layer = next(layer for layer in run.stack.layers if layer.role == "anode")
    if "theoretical_capacity" not in anode:
        return float(np.inf)
    return float(layer.areal_mass[0]) * float(anode["theoretical_capacity"].si) / FARADAY


def _most_hydrogen_sulfide(material: Material, library: Library) -> float:
    if "molar_mass" in material and "hydrogen_sulfide_yield" in material:
        return float(complete_release(material["hydrogen_sulfide_yield"].si, material["molar_mass"].si))
    return library.constant("moisture/complete_release").si


def _with_rule(materials: dict[str, Material], rule: str) -> tuple[str, ...]:
    return tuple(name for name, material in materials.items() if material.rules.get(rule))
