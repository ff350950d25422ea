"""From recipe and library to the numbers of the electrolyte's own redox at carbon."""

import numpy as np

from brimstone.composite import Composite
from brimstone.library.workbench import Workbench


def values(bench: Workbench, composite: Composite) -> dict[str, np.ndarray]:
    """The electrolyte's own redox at carbon; thiophosphates have it, other electrolytes not."""
    sulfides = {
        material.name: (material, share * composite.phi_electrolyte * bench.property(material, "density"))
        for name, share in composite.electrolyte_shares.items()
        if (material := bench.material(name)).class_ == "sulfide"
    }
    mass = sum((weight for _, weight in sulfides.values()), bench.full(0.0))

    def mean(name: str) -> np.ndarray:
        """Of a property of the sulfides by their mass; of those without a formula the usual limit."""
        usual = name.endswith("_limit")
        known = [
            weight
            * (bench.constant(f"redox/{name}") if usual and name not in material else bench.property(material, name))
            for material, weight in sulfides.values()
        ]
        return sum(known, bench.full(0.0)) / np.where(mass > 0.0, mass, 1.0)

    contact = composite.electrolyte_carbon_area / bench.constant("redox/reference_area")
    warm = bench.arrhenius("redox/activation_energy") * mean("redox_speed")
    speed = contact * warm / bench.constant("redox/relaxation_time")
    half_inverse_width = 0.5 / bench.constant("redox/width")
    present = (mass > 0.0) & (contact > 0.0)
    interphase_volume = composite.electrolyte_carbon_area * bench.constant("redox/interphase_thickness")
    density = mass / np.maximum(composite.phi_electrolyte, 1e-12)
    branches: dict[str, np.ndarray] = {}
    for branch, first, side in (("reduction", "capacity", -1.0), ("oxidation", "oxidation_capacity", 1.0)):
        whole, share = _capacity(bench, mean(f"{branch}_limit"), bench.constant(f"redox/{first}"))
        near, far = (bench.constant(f"redox/{step}{branch}_offset") for step in ("", "second_"))
        branches |= {
            f"{branch}_charge": -side * mass * whole,
            f"{branch}_rate": np.where(present, speed, 0.0),
            f"{branch}_potential": mean(f"{branch}_potential") + side * near,
            f"{branch}_half_inverse_width": half_inverse_width,
            f"{branch}_first": share,
            f"{branch}_apart": np.exp(half_inverse_width * np.maximum(far - near, 0.0)),
        }
    return {
        **branches,
        "interphase_charge": -interphase_volume * density * mean("oxidation_limit"),
        "interphase_rate": np.where(present, bench.constant("redox/interphase_rate") * warm, 0.0),
        "interphase_onset": mean("oxidation_potential") + bench.constant("redox/interphase_offset"),
        "interphase_half_inverse_width": half_inverse_width,
        "interphase_area_loss": bench.constant("redox/interphase_area_loss"),
        "interphase_blocking": bench.constant("redox/interphase_blocking"),
    }


def _capacity(bench: Workbench, limit: np.ndarray, first: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Reversible capacity of a branch [C/kg] and the share of its first step.

    The formula sets the limit; a branch whose first step is left out has no second.
    """
    first = np.minimum(first, limit)
    whole = np.where(first > 0.0, np.maximum(bench.constant("redox/reversible_share") * limit, first), 0.0)
    return whole, np.where(first > 0.0, first / np.maximum(whole, 1e-9), 1.0)
