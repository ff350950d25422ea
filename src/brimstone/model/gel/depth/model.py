"""The gel model with a field of dissolved sulfur, as everything outside of the solver uses it.

Cathode and solution outside are cut into as many volumes; node k holds the k-th of the cathode, from its face, and the
k-th of the solution outside, from the same face to lithium. Means over the nodes are of the whole cell, as in a cathode
of two places; what a single node holds adds up to one only where nothing has moved.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from brimstone.model.cathode_model import Reactions
from brimstone.model.gel.depth import kernels
from brimstone.model.gel.depth.parameters import POLYSULFIDE, SHIFT, Parameter, State
from brimstone.model.gel.model import GEL, GelModel
from brimstone.model.gel.parameters import Parameter as P
from brimstone.model.gel.parameters import State as S
from brimstone.model.gel.processes import solution
from brimstone.model.surroundings import surround, surround_slopes
from brimstone.physics import polysulfide_equilibrium as equilibrium
from brimstone.physics.polysulfide_equilibrium import LOWER, UPPER
from brimstone.solver.interface import Fields, Functions

_OWN = 1 + len(S)  # columns before those that only a field has, of a profile and of the charges
_SOLIDS = (S.sulfide, S.lost, S.dead, S.stranded)


class DepthModel(GelModel):
    """A cathode whose electrolyte dissolves polysulfides, which move through its depth and the separator."""

    name = "gel through depth"
    parameters = Parameter
    states = State
    functions = Functions(kernels.rates, kernels.jacobian, surround, surround_slopes, kernels.resist)
    fields = Fields(kernels.FIELDS, kernels.across)
    scales = np.ones(len(State))
    of_sulfur = tuple(State[name] for name in ("sulfide", "dead", "stranded", "unmoved"))
    removable: Mapping[str, Mapping[str, float]] = {**GelModel.removable, "shuttle": {"reduction_rate": 0.0}}
    ageing: Mapping[str, Mapping[str, float]] = {**GelModel.ageing, "shuttle": {"reduction_rate": 0.0}}

    def __reduce__(self) -> str:
        """Pickle and copy by name."""
        return "GEL_THROUGH_DEPTH"

    def conversion(self, profile: np.ndarray) -> np.ndarray:
        """See `CathodeModel`."""
        solid_sulfide = sum(profile[..., 1 + state, :] for state in (S.sulfide, S.dead, S.stranded))
        return np.asarray(UPPER * _short_chains(profile) + solid_sulfide)

    def held(self, profile: np.ndarray) -> Mapping[str, np.ndarray]:
        """See `CathodeModel`; what a node holds adds up to one with what has moved from it."""
        shares = {state.name: np.asarray(profile[..., 1 + state, :]) for state in _SOLIDS}
        sulfur = profile[..., 1 + S.sulfur, :] + profile[..., 1 + S.sulfur_outside, :]
        return {"polysulfide": _short_chains(profile), "sulfur": sulfur, **shares}

    def dissolved(self, p: Any, profile: np.ndarray) -> np.ndarray | None:
        """See `CathodeModel`."""
        here = solution(_row(p), GEL.potential_and_states(_within(profile))[1])
        return np.asarray(here.polysulfide + here.chains)

    def progress(self, p: Any, profile: np.ndarray) -> np.ndarray:
        """See `CathodeModel`; of the sulfur that is at a node now, less what lithium has, which counts at the last."""
        held = self.held(profile)
        return np.asarray(self.conversion(profile) / (sum(held.values()) - held["lost"]))

    def resistivities(self, p: Any, profile: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """See `CathodeModel`."""
        return GEL.resistivities(_row(p), _within(profile))

    def current(self, p: Any, profile: np.ndarray) -> np.ndarray:
        """See `CathodeModel`."""
        return GEL.current(_row(p), _within(profile))

    def reactions(self, p: np.ndarray, profile: np.ndarray, current: np.ndarray) -> Reactions:
        """See `CathodeModel`."""
        found = GEL.reactions(np.asarray(_row(p)), _within(profile), current)
        return replace(found, work=found.work - _moving_heat(p, profile))

    def fresh(self, p: Any, charged: bool) -> tuple[Sequence[float], Any]:
        """See `CathodeModel`."""
        states, potential = GEL.fresh(_row(p), charged)
        chains = states[S.sulfur] + states[S.sulfur_outside]
        left = 1.0 - chains - states[S.sulfide] - states[S.polysulfide_outside]
        return (*states, left, chains), potential


def _short_chains(profile: np.ndarray) -> np.ndarray:
    """Share of the sulfur that is Li2S4 in solution, (..., nodes)."""
    return np.asarray(profile[..., 1 + POLYSULFIDE, :] + profile[..., 1 + S.polysulfide_outside, :])


def _row(p: Any) -> list[Any]:
    """Parameters of a cathode of two places, in their order."""
    return [*p[:_OWN], *p[_OWN + SHIFT :]]


def _within(profile: np.ndarray) -> np.ndarray:
    """A profile as a cathode of two places has it: what is nothing else, and not Li2S4 in the pores, counts as lost."""
    within = np.array(profile[..., :_OWN, :])
    others = (S.sulfide, S.sulfur, S.dead, S.stranded, S.sulfur_outside, S.polysulfide_outside)
    within[..., 1 + S.lost, :] = 1.0 - sum(profile[..., 1 + state, :] for state in others)
    within[..., 1 + S.lost, :] -= profile[..., 1 + POLYSULFIDE, :]
    return within


def _moving_heat(p: np.ndarray, profile: np.ndarray) -> np.ndarray:
    """Free energy that dissolved sulfur loses on its way and at lithium [W/m2], (points,)."""
    q = _row(p)
    whole = p[P.thickness] / profile.shape[2] * q[P.sulfide_charge] / LOWER
    standard, b = q[P.upper_potential], q[P.half_inverse_thermal_voltage]
    y = np.moveaxis(profile, 0, -1)  # nodes are the second axis of a state
    moved = np.zeros_like(y[1:])
    kernels.move(y, p, moved)
    here = solution(q, GEL.potential_and_states(_within(profile))[1])
    short = equilibrium.free_energy_of_polysulfide(here.polysulfide, b)
    short_outside = equilibrium.free_energy_of_polysulfide(here.polysulfide_outside, b)
    long = short + UPPER * equilibrium.upper_potential(here.sulfur, here.polysulfide, standard, q[P.saturation], b)
    long_outside = short_outside + UPPER * equilibrium.upper_potential(
        here.chains_outside, here.polysulfide_outside, standard, 0.0, b
    )
    energies = (long, long_outside, short_outside, short)
    lost = sum(moved[place].T * energy for place, energy in zip(kernels.FIELDS, energies, strict=True))
    return np.asarray(-whole * np.sum(lost, axis=1))


GEL_THROUGH_DEPTH = DepthModel()
