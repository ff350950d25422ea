"""What a packed cell holds and gives: charge and energy of the whole cell, by mass and by volume."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from brimstone.model.derive import DerivedCell
from brimstone.result.figures import Figure
from brimstone.stack import Mechanics, Package

if TYPE_CHECKING:
    from brimstone.result.run import Step

_MAH = 3.6  # [C]


def lithiated_growth(cell: DerivedCell, mechanics: Mechanics) -> np.ndarray:
    """Growth of one unit from assembly to the full conversion of all sulfur that is in reach [m], (members,)."""
    fresh = cell.equations.conversion(np.insert(cell.initial_states, 0, 0.0, axis=1)[..., None])[..., 0]
    left = cell.reach * (1.0 - fresh)
    cathode, anode, _ = mechanics.growth(left, left)
    return np.asarray(cathode + anode)


def package_figures(step: "Step", package: Package | None, mechanics: Mechanics) -> dict[str, Figure]:
    """Charge and energy of the packed cell in a step, by the keys of ``run --json``; empty without a package.

    Energy per volume is of the larger of both states, as made and fully lithiated.
    """
    if package is None:
        return {}
    area, energy = package.total_area, step.cell_energies
    volume = np.maximum(package.volume(), package.volume(lithiated_growth(step.cell, mechanics)))
    return {
        "cell_capacity_mAh": step.charge.times(area / _MAH),
        "cell_energy_mWh": step.cell_energy.times(area / _MAH),
        "energy_Wh_kg_package": Figure.of(energy * area / package.mass, step.valid).times(1 / 3600.0),
        "energy_Wh_L_package": Figure.of(energy * area / volume, step.valid).times(1 / 3.6e6),
    }


def package_shares(package: Package) -> Mapping[str, float]:
    """Share of the mass by role, nominal values."""
    total = float(package.mass[0])
    shares: dict[str, float] = {}
    for part in package.parts:
        shares[part.role] = shares.get(part.role, 0.0) + float(part.mass[0]) / total
    return shares


def package_notes(package: Package | None) -> list[str]:
    """A word where the layers do not fit into a rigid case."""
    if package is None or package.room is None or package.thickness[0] <= package.room[0]:
        return []
    return [
        f"format: the layers are {1e3 * package.thickness[0]:.2f} mm thick; a coin cell with its spacer and spring has "
        f"room for {1e3 * package.room[0]:.2f} mm"
    ]
