"""From recipe and library to the numbers of the electrolyte's own redox at carbon."""

import numpy as np

from brimstone._records import record
from brimstone.composite import Composite
from brimstone.library import Material
from brimstone.library.workbench import Workbench
from brimstone.physics.electrolyte_redox import accessible_share

_MOST_PATHS = 0.97  # of the ion paths that opened electrolyte can take away, so that equations stay finite
_MOST_BUNCHED = 0.95  # beyond it a share would have to open at one and the same potential


@record
class Accessible:
    """Electrolyte within reach of the carbon; arrays of shape (members,).

    Attributes
    ----------
    share : ndarray
        Of the sulfide electrolyte [-].
    oxidation, reduction : ndarray
        Charge of all of it, oxidised or reduced, per volume of the composite, from its mass and formula [C/m3].
    """

    share: np.ndarray
    oxidation: np.ndarray
    reduction: np.ndarray


def _sulfides(bench: Workbench, composite: Composite) -> list[tuple[Material, np.ndarray]]:
    """Thiophosphates and their kin in a composite with their mass per volume [kg/m3]; others have no redox here."""
    return [
        (material, share * composite.phi_electrolyte * bench.property(material, "density"))
        for name, share in composite.electrolyte_shares.items()
        if (material := bench.material(name)).class_ == "sulfide"
    ]


def accessible(bench: Workbench, composite: Composite) -> Accessible:
    """How much electrolyte the carbon reaches, and what charge it has at most."""
    sulfides = _sulfides(bench, composite)
    share = accessible_share(
        composite.electrolyte_carbon_area, bench.constant("redox/reach"), composite.phi_electrolyte
    ) * bool(sulfides)

    def charge(name: str) -> np.ndarray:
        """Of all electrolyte; of one without a formula the usual limit."""
        limits = (
            weight * (bench.property(material, name) if name in material else bench.constant(f"redox/{name}"))
            for material, weight in sulfides
        )
        return sum(limits, bench.full(0.0))

    return Accessible(share, share * charge("oxidation_limit"), share * charge("reduction_limit"))


def values(bench: Workbench, composite: Composite) -> dict[str, np.ndarray]:
    """The electrolyte's own redox at carbon; thiophosphates have it, other electrolytes not."""
    sulfides, stock = _sulfides(bench, composite), accessible(bench, composite)
    mass, share = sum((weight for _, weight in sulfides), bench.full(0.0)), stock.share

    def mean(name: str) -> np.ndarray:
        """Of a property of the sulfides by their mass."""
        known = [weight * bench.property(material, name) for material, weight in sulfides]
        return sum(known, bench.full(0.0)) / np.where(mass > 0.0, mass, 1.0)

    bench.note("cathode.accessible_electrolyte", share, "fraction", "of the electrolyte, within reach of the carbon")
    # A reaction begins in proportion to the area, whatever share of the electrolyte lies behind it.
    area, reach = composite.electrolyte_carbon_area, bench.constant("redox/reach")
    usual = bench.constant("redox/reference_area")
    faster = area / np.maximum(composite.phi_electrolyte, 1e-12) / usual * accessible_share(usual, reach, 1.0)
    speed = np.where(share > 0.0, faster / np.where(share > 0.0, share, 1.0), 0.0)
    warm = bench.arrhenius("redox/activation_energy") * mean("redox_speed")
    per_volt = 0.5 / bench.constant("redox/width")
    oxidation, reduction = stock.oxidation, stock.reduction
    oxidation_dead, reduction_dead = (
        np.clip(bench.constant(f"redox/{name}_dead"), 0.0, 1.0) for name in ("oxidation", "reduction")
    )
    couple = bench.constant("redox/oxidation_couple")
    return {
        "oxidised_charge": -oxidation,
        "reduced_charge": reduction,
        "opened_by_oxidation_charge": -oxidation_dead * oxidation,
        "opened_by_reduction_charge": reduction_dead * reduction,
        "redox_rate": speed * warm / bench.constant("redox/relaxation_time"),
        "redox_half_inverse_width": per_volt,
        "oxidation_onset": mean("practical_oxidation_potential"),
        "oxidation_hardening": bench.constant("redox/oxidation_span") * per_volt,
        "oxidation_bunching": np.clip(bench.constant("redox/oxidation_bunching"), 0.0, _MOST_BUNCHED),
        "oxidation_dead": oxidation_dead,
        "reduction_onset": mean("practical_reduction_potential"),
        "reduction_hardening": bench.constant("redox/reduction_span") * per_volt,
        "reduction_dead": reduction_dead,
        "reduction_bunching": np.clip(bench.constant("redox/reduction_bunching"), 0.0, _MOST_BUNCHED),
        "oxidation_couple": couple,
        "couples_apart": np.exp(per_volt * np.maximum(couple - bench.constant("redox/reduction_couple"), 0.0)),
        "oxidation_couple_speed": bench.constant("redox/oxidation_couple_speed"),
        "reduction_couple_speed": bench.constant("redox/reduction_couple_speed"),
        "spending": np.clip(bench.constant("redox/spending"), 0.0, 1.0),
        "covering": bench.constant("redox/covering") * share,
        "blocking": np.minimum(share, _MOST_PATHS),
    }
