"""Charge and energy of a packaged cell, by mass and by volume."""

import numpy as np

from brimstone.model.derive import DerivedCell
from brimstone.result import Figure, Step
from brimstone.result.step import Packed
from brimstone.stack import Package


def lithiated_growth(cell: DerivedCell) -> np.ndarray:
    """Growth of one unit from assembly to the full conversion of all sulfur that is in reach [m], (members,)."""
    fresh = cell.equations.conversion(np.insert(cell.initial_states, 0, 0.0, axis=1)[..., None])[..., 0]
    left = cell.reach * (1.0 - fresh)
    cathode, anode, _ = cell.mechanics.growth(left, left)
    return np.asarray(cathode + anode)


def packed(step: Step, package: Package, lithiated_volume: np.ndarray) -> Packed:
    """Charge and energy of the packaged cell in a step.

    Parameters
    ----------
    step : Step
    package : Package
    lithiated_volume : ndarray (members,)
        Of the packaged cell [m3].
    """
    area, energy = package.total_area, step.cell_energies
    volume = np.maximum(package.volume(), lithiated_volume)
    return Packed(
        capacity=step.charge.times(area, "C"),
        energy=step.cell_energy.times(area, "J"),
        specific_energy=Figure.of(energy * area / package.mass, step.told, "J/kg"),
        energy_density=Figure.of(energy * area / volume, step.told, "J/m3"),
    )


def package_notes(package: Package | None) -> list[str]:
    """Where the layers do not fit into a rigid case."""
    if package is None or package.room is None or package.thickness[0] <= package.room[0]:
        return []
    return [
        f"format: the layers are {1e3 * package.thickness[0]:.2f} mm thick; a coin cell with its spacer and spring has "
        f"room for {1e3 * package.room[0]:.2f} mm"
    ]
