"""Layers of the separator that set inside the cell: how far, and what that leaves behind."""

import numpy as np

from brimstone._records import record
from brimstone.constants import ROOM_TEMPERATURE
from brimstone.errors import RecipeError
from brimstone.library import Applied, Ledger, Library, Material
from brimstone.physics.polymerisation import monomer_resistance, polymerised_share, warmed_rate
from brimstone.recipe import Recipe
from brimstone.recipe.problems import path_in_words

_DAY = 86400.0  # [s]
_PRECURSOR = "DOL-DME LiTFSI"


@record
class Setting:
    """What came of a precursor.

    Attributes
    ----------
    electrolyte : str
        What it was to become.
    precursor, initiator : Material
    share : ndarray (samples,)
        Of the monomer that reacted [-].
    gels : ndarray of bool (samples,)
        Whether it no longer flows.
    """

    electrolyte: str
    precursor: Material
    initiator: Material
    share: np.ndarray
    gels: np.ndarray


def settings(recipe: Recipe, library: Library, ledger: Ledger) -> dict[str, Setting]:
    """What came of the precursors of a recipe, by the proper name of the electrolyte that each was to become.

    Told by ``polymerised`` of a layer, or else by a treatment that lets a precursor set and names an initiator whose
    rate the library knows.

    Raises
    ------
    RecipeError
        For an initiator or a precursor that is none.
    """
    found: dict[str, Setting] = {}
    treated = [
        one
        for words in (recipe.cathode.treatment, recipe.anode.interface)
        for one in library.treatments(words)
        if "in situ" in one.treatment.acts
    ]
    for number, layer in enumerate(recipe.separator):
        material = library.material(layer.electrolyte)
        told = layer.polymerised
        if told is not None:
            field = path_in_words(("separator", number, "polymerised"))
            initiator = library.material(told.initiator)
            if "polymerisation_rate" not in initiator:
                raise RecipeError(
                    f"{initiator.name} starts no polymerisation that the library knows; "
                    f"{', '.join(sorted(_initiators(library)))} do",
                    f"{field}.initiator",
                    recipe.source,
                )
            precursor = library.material(told.precursor or _PRECURSOR)
            if precursor.class_ != "liquid":
                raise RecipeError(
                    f"{precursor.name} is no liquid to set from; for example {_PRECURSOR}",
                    f"{field}.precursor",
                    recipe.source,
                )
            amount = None if told.concentration is None else told.concentration.si
            found[material.name] = _setting(
                material, precursor, initiator, amount, told.temperature.si, told.time.si, library, ledger
            )
        elif material.class_ == "gel" and (one := _by_treatment(treated, library)) is not None:
            values, initiator = one[0].treatment.values, one[1]
            known = {name: values[name].si if name in values else None for name in ("concentration", "temperature")}
            usual = ledger.draw(library.constant("solution/setting_time"), "solution/setting_time")
            time = values["time"].si if "time" in values else usual
            temperature = known["temperature"] or ROOM_TEMPERATURE
            precursor = library.material(_PRECURSOR)
            found[material.name] = _setting(
                material, precursor, initiator, known["concentration"], temperature, time, library, ledger
            )
    return found


def _by_treatment(treated: list[Applied], library: Library) -> tuple[Applied, Material] | None:
    """The first treatment whose initiator the library knows a rate of."""
    for one in treated:
        for name in one.treatment.additives:
            if "polymerisation_rate" in (initiator := library.material(name)):
                return one, initiator
    return None


def _initiators(library: Library) -> list[str]:
    return [one.name for one in library.materials("additive") if "polymerisation_rate" in one]


def _setting(
    material: Material,
    precursor: Material,
    initiator: Material,
    concentration: float | None,
    temperature: float,
    time: float | np.ndarray,
    library: Library,
    ledger: Ledger,
) -> Setting:
    rate, order, energy, usual = (
        ledger.draw(initiator[name], f"{initiator.name}.{name}")
        for name in ("polymerisation_rate", "polymerisation_order", "polymerisation_energy", "usual_concentration")
    )
    known_at = initiator["polymerisation_rate"].temperature or ROOM_TEMPERATURE
    warm = warmed_rate(rate, energy, temperature, known_at)
    share = polymerised_share(warm, order, usual if concentration is None else concentration, usual, time)
    gel_point = ledger.draw(library.constant("solution/gel_point"), "solution/gel_point")
    ledger.note(f"{material.name}.polymerised", share, "fraction", f"of the monomer, by {initiator.name}", "estimate")
    return Setting(material.name, precursor, initiator, share, share >= gel_point)


def residue(recipe: Recipe, library: Library, ledger: Ledger, setting: Setting) -> np.ndarray:
    """Resistance of what unreacted monomer has become on an electrode by the first use of the cell [ohm m2]."""
    stored = recipe.operation.stored
    time = ledger.draw(library.constant("interface/rest"), "interface/rest") if stored is None else stored.si
    rate = ledger.draw(library.constant("solution/monomer_resistance"), "solution/monomer_resistance") / np.sqrt(_DAY)
    grown = monomer_resistance(rate, 1.0 - setting.share, np.asarray(time))
    ledger.note("cell.monomer_residue", grown, "area resistance", "unreacted monomer on the anode", "estimate")
    return grown


def sentences(recipe: Recipe, library: Library) -> tuple[str, ...]:
    """What a reader should know of the precursors of a recipe, nominal values."""
    told = []
    ledger = Ledger(1, 0, recipe.overrides)
    worth = library.constant("solution/polymer_share").si
    for one in settings(recipe, library, ledger).values():
        share = float(one.share[0])
        if not one.gels[0]:
            told.append(
                f"{one.electrolyte}: {100 * share:.0f} % of the monomer polymerises with {one.initiator.name}, too "
                "little to gel; it stays a liquid that burns. More initiator, heat or time sets it"
            )
        elif share < worth:
            told.append(
                f"{one.electrolyte}: {100 * (1 - share):.0f} % of the monomer is left after setting; it burns, and "
                "what it becomes on the electrodes raises their resistance"
            )
    return tuple(told)
