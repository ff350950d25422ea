"""The salt of a cell's electrolytes: how its profile follows the current."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from brimstone.composite import Composite
from brimstone.library import Material
from brimstone.library.workbench import Workbench
from brimstone.model.membranes import held_share, membrane_number
from brimstone.model.mobility import is_mobile, mobility
from brimstone.physics.salt import Slab, concentration_voltage, newman_number, polarisation

_PARTS = ("slow", "middle", "fast")
_LEAST_FACTOR = 1e-4  # of a cathode that ions hardly get into, so that equations stay finite


class _Layer(NamedTuple):
    """A layer with a salt, or the cathode; arrays have one entry a member."""

    thickness: np.ndarray
    diffusivity: np.ndarray
    held: np.ndarray
    salt: np.ndarray
    lithium: np.ndarray

    @property
    def slowness(self) -> np.ndarray:
        """How much a current moves its salt."""
        return self.thickness / self.diffusivity / self.salt * (1.0 - self.lithium)


def has_salt(material: Material) -> bool:
    """Whether ions other than lithium's move in a material, and how fast is known."""
    return (
        not material.rules.get("single_ion") and is_mobile(material, "diffusivity") and "salt_concentration" in material
    )


def salt_in(bench: Workbench, material: Material) -> tuple[np.ndarray, np.ndarray]:
    """Concentration of the salt in an electrolyte [mol/m3], and the share of a current that its lithium carries."""
    lithium = np.clip(bench.property(material, "transference_number"), 0.0, 0.99)
    return bench.property(material, "salt_concentration"), lithium


def salt_values(bench: Workbench, composite: Composite, thicknesses: Sequence[np.ndarray]) -> dict[str, np.ndarray]:
    """Parameters of the surroundings that are of the salt, by their names in `Around`.

    Salt passes from one layer with a salt to the next, and to a cathode soaked with one, but through no conductor of
    single ions. Of several such parts of a cell the one counts whose salt a current moves most.

    Parameters
    ----------
    bench : Workbench
    composite : Composite
        The cathode, or the part of it that ions get into.
    thicknesses : sequence of ndarray
        Of the layers of the separator [m].
    """
    nothing = bench.full(0.0)
    values = {f"{side}_{part}": nothing.copy() for side in ("anode", "cathode") for part in _PARTS}
    values |= {"salt_voltage": nothing.copy(), "salt_rate": nothing.copy()}
    parts = list(_parts(bench, composite, thicknesses))
    if not parts:
        return values
    strength = [sum((layer.slowness for layer in layers), nothing) for _, layers in parts]
    cathode, layers = parts[int(np.argmax([one[0] for one in strength]))]
    volumes = [layer.thickness * layer.held for layer in layers]
    salt = sum(v * layer.salt for v, layer in zip(volumes, layers, strict=True)) / sum(volumes)
    lithium = sum(v * layer.lithium for v, layer in zip(volumes, layers, strict=True)) / sum(volumes)
    values["salt_voltage"] = concentration_voltage(bench.temperature, lithium)
    of = polarisation(tuple(Slab(*layer[:3]) for layer in layers), cathode, salt, lithium)
    values["salt_rate"] = of.rates[:, 0]
    for place, part in enumerate(_PARTS):
        values[f"anode_{part}"], values[f"cathode_{part}"] = of.anode[:, place], of.cathode[:, place]
    return values


def newman_numbers(bench: Workbench, composite: Composite, conductivities: Sequence[np.ndarray]) -> np.ndarray:
    """What gradients of the salt add to the ionic resistivity of a cathode, over it, when they are steady [-].

    Parameters
    ----------
    bench : Workbench
    composite : Composite
        The cathode, or the part of it that ions get into.
    conductivities : sequence of ndarray
        Of its electrolytes, in their order [S/m].
    """
    added = bench.full(0.0)
    for (name, share), conductivity in zip(composite.electrolyte_shares.items(), conductivities, strict=True):
        material = bench.material(name)
        if has_salt(material):
            mobile, salt, lithium = _of(bench, material)
            added = added + share * newman_number(conductivity, mobile, salt, lithium, bench.temperature)
    if np.any(added > 0.0):
        bench.note("cathode.newman_number", added, "number", "what gradients of the salt add to the ionic resistance")
    return added


def _parts(
    bench: Workbench, composite: Composite, thicknesses: Sequence[np.ndarray]
) -> Iterator[tuple[bool, list[_Layer]]]:
    """Parts of a cell that salt moves in, from the cathode: whether the cathode is the first layer, and the layers."""
    inside = next((m for m in map(bench.material, composite.electrolyte_shares) if has_salt(m)), None)
    cathode, layers = inside is not None, [] if inside is None else [_cathode(bench, composite, inside)]
    for layer, thickness in zip(bench.recipe.separator, thicknesses, strict=True):
        material = bench.material(layer.electrolyte)
        if has_salt(material):
            number = membrane_number(bench, layer)
            mobile, salt, lithium = _of(bench, material)
            layers.append(_Layer(thickness, mobile / number, held_share(number), salt, lithium))
            continue
        if len(layers) > cathode:  # a cathode beside a conductor of single ions: its resistivity knows of its salt
            yield cathode, layers
        cathode, layers = False, []
    if len(layers) > cathode:
        yield cathode, layers


def _cathode(bench: Workbench, composite: Composite, material: Material) -> _Layer:
    mobile, salt, lithium = _of(bench, material)
    mobile = mobile * np.maximum(composite.ionic_factor, _LEAST_FACTOR)
    held = np.maximum(composite.phi_electrolyte, _LEAST_FACTOR)
    return _Layer(composite.thickness, mobile, held, salt, lithium)


def _of(bench: Workbench, material: Material) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Diffusivity [m2/s], concentration [mol/m3] and transference number of lithium."""
    return mobility(bench, material, "diffusivity"), *salt_in(bench, material)
