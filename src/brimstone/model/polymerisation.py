"""Layers of the separator that polymerise inside the cell: how far, and what that leaves behind."""

import numpy as np

from brimstone._records import record
from brimstone.constants import DAY, ROOM_TEMPERATURE
from brimstone.errors import RecipeError
from brimstone.library import Applied, Material
from brimstone.library.workbench import Workbench
from brimstone.model.mobility import HELD_LIQUID
from brimstone.physics.polymerisation import monomer_resistance, polymerised_share
from brimstone.physics.temperature import molar_arrhenius_factor
from brimstone.recipe import Polymerisation
from brimstone.recipe.problems import path_in_words


@record
class PolymerisedLayer:
    """What became of a liquid precursor.

    Attributes
    ----------
    electrolyte : str
        What it was to become.
    precursor, initiator : Material
    conversion : ndarray (samples,)
        Share of the monomer that reacted [-].
    gelled : ndarray of bool (samples,)
        Whether it no longer flows.
    """

    electrolyte: str
    precursor: Material
    initiator: Material
    conversion: np.ndarray
    gelled: np.ndarray


@record
class _Conditions:
    """How a layer is polymerised; `concentration` [mol/m3] is the usual one of the initiator by default."""

    precursor: Material
    initiator: Material
    concentration: float | None
    temperature: float
    time: float | np.ndarray


def polymerised_layers(bench: Workbench) -> dict[str, PolymerisedLayer]:
    """What became of the precursors of a recipe, by the proper name of the electrolyte that each was to become.

    Conditions are those of the layer's ``polymerised``, else of a treatment that polymerises a precursor in place and
    names an initiator whose rate the library knows.

    Raises
    ------
    RecipeError
        For an initiator or a precursor that is none.
    """
    layers: dict[str, PolymerisedLayer] = {}
    in_situ = [one for one in bench.treatments() if "in situ" in one.treatment.acts]
    for number, layer in enumerate(bench.recipe.separator):
        material = bench.material(layer.electrolyte)
        conditions: _Conditions | None = None
        if layer.polymerised is not None:
            conditions = _as_written(bench, layer.polymerised, path_in_words(("separator", number, "polymerised")))
        elif material.class_ == "gel":
            conditions = _by_treatment(bench, in_situ)
        if conditions is not None:
            layers[material.name] = _polymerise(bench, material, conditions)
    return layers


def _as_written(bench: Workbench, written: Polymerisation, field: str) -> _Conditions:
    initiator, precursor = bench.material(written.initiator), bench.material(written.precursor or HELD_LIQUID)
    if "polymerisation_rate" not in initiator:
        known = (one.name for one in bench.library.materials("additive") if "polymerisation_rate" in one)
        raise RecipeError(
            f"{initiator.name} starts no polymerisation that the library knows; {', '.join(sorted(known))} do",
            f"{field}.initiator",
            bench.recipe.source,
        )
    if precursor.class_ != "liquid":
        raise RecipeError(
            f"{precursor.name} is not a liquid precursor; {HELD_LIQUID}, for example, is one",
            f"{field}.precursor",
            bench.recipe.source,
        )
    concentration = None if written.concentration is None else written.concentration.si
    return _Conditions(precursor, initiator, concentration, written.temperature.si, written.time.si)


def _by_treatment(bench: Workbench, in_situ: list[Applied]) -> _Conditions | None:
    """Conditions of the first treatment with an initiator whose rate the library knows."""
    for treatment in (one.treatment for one in in_situ):
        for initiator in map(bench.material, treatment.additives):
            if "polymerisation_rate" in initiator:
                stated = {name: value.si for name, value in treatment.values.items()}
                time = stated["time"] if "time" in stated else bench.constant("solution/setting_time")
                temperature = stated.get("temperature", ROOM_TEMPERATURE)
                return _Conditions(
                    bench.material(HELD_LIQUID), initiator, stated.get("concentration"), temperature, time
                )
    return None


def _polymerise(bench: Workbench, material: Material, conditions: _Conditions) -> PolymerisedLayer:
    initiator = conditions.initiator
    rate, order, energy, usual = (
        bench.property(initiator, name)
        for name in ("polymerisation_rate", "polymerisation_order", "polymerisation_energy", "usual_concentration")
    )
    known_at = initiator["polymerisation_rate"].temperature or ROOM_TEMPERATURE
    warm = rate * molar_arrhenius_factor(energy, conditions.temperature, known_at)
    concentration = usual if conditions.concentration is None else conditions.concentration
    conversion = polymerised_share(warm, order, concentration, usual, conditions.time)
    gelled = conversion >= bench.constant("solution/gel_point")
    bench.note(
        f"{material.name}.polymerised", conversion, "fraction", f"of the monomer, by {initiator.name}", "estimate"
    )
    return PolymerisedLayer(material.name, conditions.precursor, initiator, conversion, gelled)


def residue(bench: Workbench, layer: PolymerisedLayer) -> np.ndarray:
    """Resistance of what unreacted monomer has become on an electrode by the first use of the cell [ohm m2]."""
    stored = bench.recipe.operation.stored
    time = bench.constant("interface/rest") if stored is None else stored.si
    rate = bench.constant("solution/monomer_resistance") / np.sqrt(DAY)
    grown = monomer_resistance(rate, 1.0 - layer.conversion, np.asarray(time))
    bench.note("cell.monomer_residue", grown, "area resistance", "unreacted monomer on the anode", "estimate")
    return grown


def sentences(bench: Workbench) -> tuple[str, ...]:
    """What a reader should know of the precursors of a recipe, nominal values."""
    notes = []
    enough = bench.library.constant("solution/polymer_share").si
    for layer in polymerised_layers(bench).values():
        conversion = float(layer.conversion[0])
        if not layer.gelled[0]:
            notes.append(
                f"{layer.electrolyte}: {100 * conversion:.0f} % of the monomer polymerises with "
                f"{layer.initiator.name}, too little to gel; it stays a liquid that burns. More initiator, heat or "
                "time sets it"
            )
        elif conversion < enough:
            notes.append(
                f"{layer.electrolyte}: {100 * (1 - conversion):.0f} % of the monomer is left after setting; it burns, "
                "and what it becomes on the electrodes raises their resistance"
            )
    return tuple(notes)
