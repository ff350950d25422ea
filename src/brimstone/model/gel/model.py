"""The gel model as everything outside of the solver uses it."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from brimstone.model.cathode_model import CONDUCTION_REMOVABLE, LOSSES, CathodeModel, Reactions
from brimstone.model.gel import kernels, processes
from brimstone.model.gel.parameters import Parameter as P
from brimstone.model.gel.parameters import State as S
from brimstone.model.surroundings import surround, surround_slopes
from brimstone.physics import polysulfide
from brimstone.physics import polysulfide_equilibrium as equilibrium
from brimstone.physics.polysulfide_equilibrium import LOWER, UPPER
from brimstone.physics.precipitation import drive_parts, growing_area, log_supersaturation
from brimstone.physics.thermodynamics import end
from brimstone.solver.interface import Functions

_TRACE = 0.002  # share of the sulfur as what a fresh cell has none of; potentials have no end without it
_SHARES = (S.sulfide, S.sulfur, S.lost, S.dead, S.stranded)  # of the sulfur; what is left is Li2S4
_STEP = 1e-4  # [V]; of the potential, for the slope of a current


class GelModel(CathodeModel):
    """A cathode whose electrolyte dissolves polysulfides."""

    name = "gel"
    parameters = P
    states = S
    functions = Functions(kernels.rates, kernels.jacobian, surround, surround_slopes)
    scales = np.ones(len(S))
    of_sulfur = (S.sulfide, S.sulfur, S.shuttled, S.dead, S.stranded)
    removable: Mapping[str, Mapping[str, float]] = {
        **CONDUCTION_REMOVABLE,
        "kinetics": {"upper_rate": 30.0, "lower_rate": 30.0},
        "precipitation": {"growth_rate": 1e3, "dissolution_rate": 1e3},
        "product film": {"film": 0.0},
        "shuttle": {"shuttle_rate": 0.0},
    }
    ageing: Mapping[str, Mapping[str, float]] = {
        "sulfide that loses contact": {"dead_share": 0.0},
        "shuttle": {"shuttle_rate": 0.0},
    }
    charge_limit = 3.0

    def __reduce__(self) -> str:
        """Pickle and copy by name."""
        return "GEL"

    def at_contact(self, p: Any, theta: Any) -> Any:
        """See `CathodeModel`; what wets needs no pressure to touch."""
        return p

    def sulfur_charge(self, p: Any) -> Any:
        """See `CathodeModel`."""
        return 1.0 / LOWER * p[P.sulfide_charge]

    def converts(self, p: Any) -> bool:
        """See `CathodeModel`."""
        return True

    def conversion(self, profile: np.ndarray) -> np.ndarray:
        """See `CathodeModel`."""
        solid_sulfide = sum(profile[..., 1 + state, :] for state in (S.sulfide, S.dead, S.stranded))
        return np.asarray(UPPER * _short_chains(profile) + solid_sulfide)

    def from_anode(self, profile: np.ndarray) -> np.ndarray:
        """See `CathodeModel`.

        A chain that lithium shortened to Li2S4 brings its lithium back; one that stays there as solid takes it along.
        """
        return np.asarray(UPPER * (profile[..., 1 + S.shuttled, :] - profile[..., 1 + S.lost, :]))

    def progress(self, p: Any, profile: np.ndarray) -> np.ndarray:
        """See `CathodeModel`."""
        return self.conversion(profile)

    def progress_name(self, p: Any) -> str:
        """See `CathodeModel`."""
        return "Share of the way from S to Li₂S"

    def held(self, profile: np.ndarray) -> Mapping[str, np.ndarray]:
        """See `CathodeModel`."""
        shares = {state.name: np.asarray(profile[..., 1 + state, :]) for state in _SHARES}
        return {"polysulfide": _short_chains(profile), **shares}

    def resistivities(self, p: Any, profile: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """See `CathodeModel`."""
        return processes.resistivities(p, self.potential_and_states(profile)[1])

    def current(self, p: Any, profile: np.ndarray) -> np.ndarray:
        """See `CathodeModel`."""
        steps = processes.steps(p, *self.potential_and_states(profile))
        return np.asarray(p[P.sulfide_charge] * (UPPER / LOWER * steps.upper + steps.lower))

    def conductance(self, p: Any, profile: np.ndarray, charged: bool) -> np.ndarray:
        """See `CathodeModel`."""
        above, below = profile.copy(), profile.copy()
        above[..., 0, :] += _STEP
        below[..., 0, :] -= _STEP
        return np.asarray((self.current(p, below) - self.current(p, above)) / (2.0 * _STEP))

    def losses(self, p: Any) -> tuple[str, ...]:
        """See `CathodeModel`."""
        return tuple(name for name in LOSSES if name != "electrolyte redox")

    def reactions(self, p: np.ndarray, profile: np.ndarray, current: np.ndarray) -> Reactions:
        """See `CathodeModel`.

        The equilibrium potential is that of the steps that take place, by their currents, at the mean composition.
        What lithium reduces by itself gives off its free energy as heat.
        """
        h, b = p[P.thickness] / profile.shape[2], p[P.half_inverse_thermal_voltage]
        whole = h * p[P.sulfide_charge] / LOWER
        potential, states = self.potential_and_states(profile)
        sulfide, sulfur, _, _, dead, stranded, reacted = states
        left, steps = _short_chains(profile), processes.steps(p, potential, states)
        upper, lower = UPPER * whole * steps.upper, LOWER * whole * steps.lower
        of_upper, of_lower = processes.upper(p)[1:], p[P.lower_potential]
        upper_here = equilibrium.upper_potential(sulfur, left, *of_upper)
        step = processes.lower(p)
        drive = polysulfide.lower_drive(potential, left, sulfide, of_lower, b)
        area = processes.wetted(p, reacted) * growing_area(sulfide, dead, step.seeds, step.blocking)
        constants = polysulfide.crystallisation(left, sulfide, dead, area, step)
        saturation = log_supersaturation(drive, constants)
        active, supersaturation, _ = drive_parts(saturation, steps.lower / area, constants)
        means = [part.mean(axis=1) for part in (sulfur, left, sulfide)]
        upper_mean = equilibrium.upper_potential(means[0], means[1], *of_upper)[:, None]
        lower_mean = equilibrium.lower_potential(means[1], means[2], of_lower, b)[:, None]
        lower_here = potential + drive / b
        flowing = np.where(current == 0.0, np.inf, current)
        ends = np.array([0, -1])
        stored = equilibrium.free_energy(
            sulfur[ends], left[ends], sulfide[ends], p[P.upper_potential], of_lower, p[P.saturation], b
        )
        # Li2S out of reach counts as Li2S does, without the end that keeps what is left of it from being used up.
        stored = (stored - LOWER * of_lower * (dead + stranded)[ends]).sum(axis=1)
        return Reactions(
            dissipated={
                "kinetics": (upper * (upper_here - potential) + lower * active / b).sum(axis=1),
                "precipitation": (lower * supersaturation).sum(axis=1) / b,
                "product film": (lower * (drive - active - supersaturation)).sum(axis=1) / b,
            },
            exchanged={
                "uneven reaction": (upper * (upper_mean - upper_here) + lower * (lower_mean - lower_here)).sum(axis=1)
            },
            equilibrium=(upper * upper_mean + lower * lower_mean).sum(axis=1) / flowing,
            released=float(whole * (stored[0] - stored[1])),
            work=-_shuttle_heat(p, profile, steps),
        )

    def sulfur_current(self, p: np.ndarray, profile: np.ndarray, current: np.ndarray) -> np.ndarray:
        """See `CathodeModel`."""
        return current

    def sulfur_charge_passed(self, p: np.ndarray, profile: np.ndarray, passed: float) -> float:
        """See `CathodeModel`."""
        return passed

    def reaction_heat(self, p: np.ndarray, profile: np.ndarray) -> Mapping[str, np.ndarray]:
        """See `CathodeModel`."""
        steps = processes.steps(p, *self.potential_and_states(profile))
        return {"shuttle": _shuttle_heat(p, profile, steps)}

    def fresh(self, p: Any, charged: bool) -> tuple[Sequence[float], Any]:
        """See `CathodeModel`: the potential is that of the step that the cell can take."""
        most, b = 1.0 - 2.0 * _TRACE, p[P.half_inverse_thermal_voltage]
        others = [0.0] * (len(S) - 2)
        if charged:
            return (_TRACE, most, *others), equilibrium.upper_potential(most, _TRACE, *processes.upper(p)[1:])
        return (most, _TRACE, *others), equilibrium.lower_potential(_TRACE, most, p[P.lower_potential], b)


def _short_chains(profile: np.ndarray) -> np.ndarray:
    """Share of the sulfur that is Li2S4 in solution, (..., nodes)."""
    shares = (profile[..., 1 + state, :] for state in _SHARES)
    return np.asarray(processes.short_chains(*shares), dtype=float)


def _shuttle_heat(p: np.ndarray, profile: np.ndarray, steps: processes.Steps) -> np.ndarray:
    """Free energy that leaves the cathode without current [W/m2], (points,).

    Long chains that lithium reduces, those that dissolve dead Li2S, and Li2S that goes out of reach, which the end of
    what is in reach holds back.
    """
    whole, b = p[P.thickness] / profile.shape[2] * p[P.sulfide_charge] / LOWER, p[P.half_inverse_thermal_voltage]
    sulfide, sulfur, left = profile[:, 1 + S.sulfide], profile[:, 1 + S.sulfur], _short_chains(profile)
    shortened = UPPER * equilibrium.upper_potential(sulfur, left, *processes.upper(p)[1:])
    of_left = equilibrium.free_energy_of_polysulfide(left, b)
    released = steps.shuttled * (shortened + p[P.lost_share] * of_left)
    released = released + steps.recovered * (3.0 * shortened - of_left - LOWER * p[P.lower_potential])
    released = released - LOWER * steps.unreachable * end(sulfide) / b
    return np.asarray(whole * released.sum(axis=1))


GEL = GelModel()
