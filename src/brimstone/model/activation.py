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
    """

    barrier: np.ndarray
    share: np.ndarray


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


def starters(bench: Workbench) -> list[Material]:
    """The active material and what a mill or a solution brought into its grains."""
    active = bench.material(bench.recipe.cathode.active)
    named = {name: bench.material(name) for name in bench.recipe.cathode.composition.parts}
    mixing = bench.recipe.cathode.mixing
    together: set[str] = set() if mixing else set(named)
    for step in mixing:
        here = {bench.material(name).name for name in step.of} or {one.name for one in named.values()}
        if step.method in _INTIMATE and active.name in here:
            together |= {name for name, one in named.items() if one.name in here}
    return [active, *(named[name] for name in sorted(together) if named[name] is not active)]


def grain_conductivity(bench: Workbench) -> np.ndarray:
    """Of lithium with electrons in grains of Li2S, with the best of what was milled into them [S/m]."""
    known = [
        bench.property(one, "activating_conductivity") for one in starters(bench) if "activating_conductivity" in one
    ]
    best = np.max([bench.constant("activation/plain_conductivity"), *known], axis=0)
    return best * bench.arrhenius("film/activation_energy")


def grain_barrier(bench: Workbench, size: np.ndarray) -> np.ndarray:
    """Overpotential that most grains of this size [m] need [V].

    That of plain Li2S falls with the cube root of the size, as the energy of an interface that has to form in each
    grain; what was milled into it has its own, if that is lower.
    """
    relative = np.minimum(np.cbrt(size / bench.property("Li2S", "particle_size")), _LARGEST_BARRIER)
    own = [bench.property(one, "activation_barrier") for one in starters(bench) if "activation_barrier" in one]
    return np.min([bench.constant("activation/received_barrier") * relative, *own], axis=0)


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
    leave of the voltage take part, the others stay.
    """
    highest, barrier = bench.recipe.highest_voltage, grain_barrier(bench, composite.active_size)
    if highest is None:
        return FirstCharge(barrier, bench.full(1.0))
    current = _current(bench, composite, charge)
    driving = np.maximum(highest - plateau, 0.0)
    reach = contacts.reach_in_grain(
        grain_conductivity(bench), driving, current / (composite.thickness * composite.phi_active)
    )
    accessible = contacts.grain_access(np.maximum(reach, _LEAST_REACH), composite.active_size)
    b = FARADAY / (2.0 * GAS_CONSTANT * bench.temperature)
    kinetic = np.arcsinh(current / (2.0 * losses.exchange)) / b
    left = driving - losses.charge_barrier - kinetic - current * losses.resistance
    width = bench.constant("activation/spread")
    opened = 1.0 / (1.0 + np.exp(np.clip((barrier - left) / width, -500.0, 500.0)))
    share = np.maximum(accessible * opened, _LEAST_SHARE)
    barrier = np.clip(left - width, 0.0, barrier)
    bench.note("cathode.activation_barrier", barrier, "voltage", "by size and by what was milled into the Li2S")
    bench.note("cathode.activated_share", share, "fraction", f"of the Li2S, by a charge to {highest:g} V")
    return FirstCharge(barrier, share)


def _current(bench: Workbench, composite: Composite, charge: np.ndarray) -> np.ndarray:
    """Current of the first charge [A/m2]; that of ten hours where it has none."""
    mass = float(composite.active_areal_mass[0])
    for instruction in compile_protocol(bench.recipe, Basis(float(charge[0]), mass, starts_charged=False)).instructions:
        if instruction.kind == "charge" and np.isfinite(instruction.current):
            return bench.full(abs(instruction.current))
    return charge / (10.0 * HOUR)
