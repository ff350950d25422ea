"""What in a cell could burn, evaporate or poison, and the heat its chemicals could release."""

from dataclasses import dataclass

import numpy as np

from brimstone.constants import FARADAY
from brimstone.library import Ledger, Library
from brimstone.library.materials import Material
from brimstone.physics.heat import reaction_heat
from brimstone.physics.moisture import complete_release
from brimstone.result import Run


@dataclass(frozen=True)
class Safety:
    """Hazards of the contents of a cell, fully discharged where that is worse; nominal values.

    Attributes
    ----------
    burns, evaporates, gives_hydrogen_sulfide : tuple of str
        Its materials that do, by their names in the library.
    hydrogen_sulfide : float
        From all its sulfides in water, Li2S of the discharged cathode included, per mass of the layers [m3/kg].
    reaction_heat : float
        Of S + 2 Li = Li2S until the scarcer is used up, per mass of the layers [J/kg].
    combustion_heat : float
        Of the solvents of its electrolytes in air, per mass of the layers [J/kg].
    liquid_combustion_heat : float
        Of the solvent of a liquid cell with the same sulfur, per mass of these layers [J/kg].
    adiabatic_rise : float
        If the layers kept all the heat of reaction [K]; an upper bound.
    """

    burns: tuple[str, ...]
    evaporates: tuple[str, ...]
    gives_hydrogen_sulfide: tuple[str, ...]
    hydrogen_sulfide: float
    reaction_heat: float
    combustion_heat: float
    liquid_combustion_heat: float
    adiabatic_rise: float

    @property
    def sentences(self) -> tuple[str, ...]:
        """What it means, in plain sentences."""
        if self.evaporates:
            lines = [f"{' and '.join(self.evaporates)} holds liquid that evaporates and burns in a thermal runaway"]
        else:
            lines = ["nothing in it evaporates in a thermal runaway"]
        if self.burns:
            lines.append(f"these burn in air: {', '.join(self.burns)}")
        if self.gives_hydrogen_sulfide:
            lines.append(
                f"in water its sulfides release {1e3 * self.hydrogen_sulfide:.3g} cm3 of H2S per gram of layers"
            )
        lines.append(
            f"sulfur and lithium could release {1e-6 * self.reaction_heat:.2g} kJ per gram of layers between them "
            f"(worst case, estimated: {self.adiabatic_rise:.0f} K warmer if all reacted at once and no heat left)"
        )
        lines.append(
            f"burning solvent would add {1e-6 * self.combustion_heat:.2g} kJ/g; in a liquid cell with the same sulfur "
            f"{1e-6 * self.liquid_combustion_heat:.2g} kJ/g (estimate)"
        )
        return tuple(lines)


def safety(run: Run, library: Library) -> Safety:
    """Hazards of a run's cell.

    Parameters
    ----------
    run : Run
    library : Library

    Notes
    -----
    Whether a material burns or evaporates is a rule of its class. The reaction of sulfur with lithium needs no air and
    is possible in any lithium-sulfur cell; a solid electrolyte removes the combustion of the solvent.
    """
    cell, ledger = run.cell, Ledger(1, 0, run.recipe.overrides)

    def constant(name: str) -> float:
        return float(ledger.draw(library.constant(f"heat/{name}"), f"heat/{name}")[0])

    masses = _masses(run, library)
    whole = sum(masses.values())
    materials = {name: library.material(name) for name in masses}
    moles_sulfur = float(cell.sulfur_mass[0]) / library.material("S")["molar_mass"].si
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
    solvent = constant("solvent_combustion") * constant("solvent_share")
    wet = sum(mass for name, mass in masses.items() if materials[name].rules.get("evaporates"))
    liquid = library.material("DOL-DME LiTFSI")["density"].si * constant("liquid_per_sulfur")
    capacity = float(run.thermal.capacity[0]) if run.package is None else whole * constant("specific_heat")
    return Safety(
        burns=_with_rule(materials, "flammable"),
        evaporates=_with_rule(materials, "evaporates"),
        gives_hydrogen_sulfide=_with_rule(materials, "releases_hydrogen_sulfide"),
        hydrogen_sulfide=gas / whole,
        reaction_heat=reaction / whole,
        combustion_heat=wet * solvent / whole,
        liquid_combustion_heat=float(cell.sulfur_mass[0]) * liquid * solvent / whole,
        adiabatic_rise=reaction / capacity,
    )


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
