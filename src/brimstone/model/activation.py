"""First charge of Li2S: the voltage it needs beyond later charges, and how much of the Li2S takes part."""

from typing import NamedTuple

import numpy as np

from brimstone.composite import Composite, contacts
from brimstone.constants import FARADAY, GAS_CONSTANT, HOUR
from brimstone.library import Material
from brimstone.library.workbench import Workbench
from brimstone.protocol import Basis, compile_protocol

_LEAST_SHARE = 1e-3  # that takes part, so that equations stay finite
_LARGEST_BARRIER = 1.3  # of coarse Li2S over that of the usual powder
_LEAST_REACH = 1e-12  # [m]; so that equations stay finite
#: Ways of mixing that bring a salt or a sulfide into the grains of Li2S.
_INTIMATE = ("ball-milled", "melt-milled", "vapour-mixed", "solution")


class FirstCharge(NamedTuple):
    """What the first charge of Li2S needs and reaches.

    Attributes
    ----------
    barrier : ndarray
        Overpotential of the grains that take part, beyond later charges [V].
    share : ndarray
        Of the Li2S that takes part [-].
    seeded : ndarray
        Share of that which was milled or grown together with what starts it [-].
    conductivity : ndarray
        Of lithium with electrons in the grains of that [S/m].
    """

    barrier: np.ndarray
    share: np.ndarray
    seeded: np.ndarray
    conductivity: np.ndarray


class Losses(NamedTuple):
    """What else the first charge costs.

    Attributes
    ----------
    exchange : ndarray
        Exchange current of the cathode [A/m2].
    resistance : ndarray
        Of electrolyte in cathode and separator [ohm m2].
    charge_barrier : ndarray
        Overpotential of every charge beyond discharge [V].
    """

    exchange: np.ndarray
    resistance: np.ndarray
    charge_barrier: np.ndarray


class _Grains(NamedTuple):
    """Grains of one kind: overpotential that most of them need [V], and what they conduct [S/m]."""

    barrier: np.ndarray
    conductivity: np.ndarray


def starters(bench: Workbench) -> dict[str, Material]:
    """What a mill or a solution brought into the grains of the active material, by the names of the recipe."""
    active = bench.material(bench.recipe.cathode.active)
    named = {name: bench.material(name) for name in bench.recipe.cathode.composition.parts}
    mixing = bench.recipe.cathode.mixing
    together: set[str] = set() if mixing else set(named)
    for step in mixing:
        here = {bench.material(name).name for name in step.of} or {one.name for one in named.values()}
        if step.method in _INTIMATE and active.name in here:
            together |= {name for name, one in named.items() if one.name in here}
    return {name: named[name] for name in sorted(together) if named[name] is not active and _starts(named[name])}


def _starts(material: Material) -> bool:
    return "activating_conductivity" in material or "activation_barrier" in material


def seeded_share(bench: Workbench, composite: Composite) -> np.ndarray:
    """Share of the Li2S that has enough of a salt, a sulfide or a shell in its grains [-].

    In proportion to the volume of what was milled in, up to the content at which all grains have it.
    """
    active = bench.material(bench.recipe.cathode.active)
    if _starts(active):
        return bench.full(1.0)
    named = {name: bench.material(name) for name in bench.recipe.cathode.composition.parts}
    own = sum((composite.fractions[name] for name, one in named.items() if one is active), bench.full(0.0))
    added = sum((composite.fractions[name] for name in starters(bench)), bench.full(0.0))
    content = added / np.maximum(own + added, np.finfo(float).tiny)
    return np.minimum(content / bench.constant("activation/full_share"), 1.0)


def _plain(bench: Workbench, size: np.ndarray) -> _Grains:
    """Li2S of this size [m] alone: its barrier falls with the cube root, as the energy of an interface that forms."""
    relative = np.minimum(np.cbrt(size / bench.property("Li2S", "particle_size")), _LARGEST_BARRIER)
    conductivity = bench.constant("activation/plain_conductivity") * bench.arrhenius("film/activation_energy")
    return _Grains(bench.constant("activation/received_barrier") * relative, conductivity)


def _seeded(bench: Workbench, plain: _Grains) -> _Grains:
    """The same grains with what was milled or grown into them, where that is better."""
    within = [bench.material(bench.recipe.cathode.active), *starters(bench).values()]
    barriers = [bench.property(one, "activation_barrier") for one in within if "activation_barrier" in one]
    warm = bench.arrhenius("film/activation_energy")
    known = [bench.property(one, "activating_conductivity") for one in within if "activating_conductivity" in one]
    return _Grains(
        np.min([plain.barrier, *barriers], axis=0),
        np.max([plain.conductivity, *(one * warm for one in known)], axis=0),
    )


def first_charge(
    bench: Workbench, composite: Composite, charge: np.ndarray, plateau: np.ndarray, losses: Losses
) -> FirstCharge:
    """Barrier and share of Li2S in its first charge.

    Parameters
    ----------
    bench : Workbench
    composite : Composite
        The cathode that takes part.
    charge : ndarray
        Theoretical charge of the active material [C/m2].
    plateau : ndarray
        Equilibrium potential of the reaction [V].
    losses : Losses

    Notes
    -----
    Lithium leaves grains as deep as they conduct it (`contacts.grain_access`), driven by what the cut-off leaves above
    the plateau. Grains differ in their barrier, logistically with the width V_s; those below what the other losses
    leave of the voltage take part, the others stay. Electrons enter where carbon touches a grain, and get as far
    from there as lithium gets into it (`contacts.spread_contacts`): a few thick fibres leave much of plain Li2S alone,
    blacks and tubes do not, and grains that conduct need no more than a few contacts. Where less was milled in than all
    grains need, those with and those without it stand side by side.
    """
    highest, seeded = bench.recipe.highest_voltage, seeded_share(bench, composite)
    plain = _plain(bench, composite.active_size)
    better = _seeded(bench, plain)
    if highest is None:
        barrier = seeded * better.barrier + (1.0 - seeded) * plain.barrier
        return FirstCharge(barrier, bench.full(1.0), seeded, better.conductivity)
    current = _current(bench, composite, charge)
    driving = np.maximum(highest - plateau, 0.0)
    b = FARADAY / (2.0 * GAS_CONSTANT * bench.temperature)
    kinetic = np.arcsinh(current / (2.0 * losses.exchange)) / b
    left = driving - losses.charge_barrier - kinetic - current * losses.resistance
    width = bench.constant("activation/spread")

    of_grain = current / (composite.thickness * composite.phi_active)
    # A contact is no wider than the grain it lies on.
    patch = np.maximum(np.minimum(composite.electron_patch, 0.5 * composite.active_size), _LEAST_REACH)

    def activated(grains: _Grains) -> np.ndarray:
        reach = np.maximum(contacts.reach_in_grain(grains.conductivity, driving, of_grain), _LEAST_REACH)
        accessible = contacts.grain_access(reach, composite.active_size)
        opened = 1.0 / (1.0 + np.exp(np.clip((grains.barrier - left) / width, -500.0, 500.0)))
        return accessible * contacts.spread_contacts(composite.electrons_on_active, patch, reach) * opened

    of_seeded, of_plain = seeded * activated(better), (1.0 - seeded) * activated(plain)
    share = np.maximum(of_seeded + of_plain, _LEAST_SHARE)
    part = of_seeded / np.maximum(of_seeded + of_plain, np.finfo(float).tiny)
    barrier = np.clip(left - width, 0.0, part * better.barrier + (1.0 - part) * plain.barrier)
    bench.note("cathode.activation_barrier", barrier, "voltage", "by size and by what was milled into the Li2S")
    bench.note("cathode.activated_share", share, "fraction", f"of the Li2S, by a charge to {highest:g} V")
    return FirstCharge(barrier, share, part, better.conductivity)


def _current(bench: Workbench, composite: Composite, charge: np.ndarray) -> np.ndarray:
    """Current of the first charge [A/m2]; that of ten hours where it has none."""
    mass = float(composite.active_areal_mass[0])
    for instruction in compile_protocol(bench.recipe, Basis(float(charge[0]), mass, starts_charged=False)).instructions:
        if instruction.kind == "charge" and np.isfinite(instruction.current):
            return bench.full(abs(instruction.current))
    return charge / (10.0 * HOUR)
