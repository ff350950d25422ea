"""The gel model as everything outside of the solver uses it."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from brimstone._compile import Column
from brimstone.model.cathode_model import CONDUCTION_REMOVABLE, LOSSES, CathodeModel, Reactions
from brimstone.model.gel import kernels, processes
from brimstone.model.gel.parameters import Parameter as P
from brimstone.model.gel.parameters import State as S
from brimstone.model.surroundings import surround, surround_slopes
from brimstone.physics import polysulfide
from brimstone.physics import polysulfide_equilibrium as equilibrium
from brimstone.physics.polysulfide_equilibrium import LOWER, UPPER
from brimstone.physics.precipitation import drive_parts, growing_area, log_supersaturation
from brimstone.physics.shuttle import share_inside
from brimstone.physics.thermodynamics import end
from brimstone.solver.interface import Functions

_TRACE = 0.002  # share of the sulfur as what a fresh cell has none of; potentials have no end without it
_SOLIDS = (S.sulfide, S.lost, S.dead, S.stranded)  # shares of the sulfur that are solid, and not elemental
_STEP = 1e-4  # [V]; of the potential, for the slope of a current


class GelModel(CathodeModel):
    """A cathode whose electrolyte dissolves polysulfides."""

    name = "gel"
    parameters: type[Column] = P
    states: type[Column] = S
    functions = Functions(kernels.rates, kernels.jacobian, surround, surround_slopes, kernels.resist)
    scales = np.ones(len(S))
    of_sulfur: tuple[Column, ...] = (S.sulfide, S.sulfur, S.shuttled, S.dead, S.stranded, S.sulfur_outside)
    removable: Mapping[str, Mapping[str, float]] = {
        **CONDUCTION_REMOVABLE,
        "kinetics": {"upper_rate": 30.0, "lower_rate": 30.0},
        "precipitation": {"growth_rate": 1e3, "dissolution_rate": 1e3},
        "product film": {"film": 0.0},
        "shuttle": {"shuttle_rate": 0.0},
    }
    ageing: Mapping[str, Mapping[str, float]] = {
        "sulfide that loses contact": {"dead_share": 0.0},
        "sulfide that grows outside the cathode": {"stranded_share": 0.0},
        "shuttle": {"shuttle_rate": 0.0},
        "what plated lithium uses up": {"bare_loss": 0.0, "protected_loss": 0.0, "plated_loss": 0.0},
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
        shares = {state.name: np.asarray(profile[..., 1 + state, :]) for state in _SOLIDS}
        sulfur = profile[..., 1 + S.sulfur, :] + profile[..., 1 + S.sulfur_outside, :]
        return {"polysulfide": _short_chains(profile), "sulfur": sulfur, **shares}

    def resistivities(self, p: Any, profile: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """See `CathodeModel`."""
        return processes.resistivities(p, self.potential_and_states(profile)[1])

    def current(self, p: Any, profile: np.ndarray) -> np.ndarray:
        """See `CathodeModel`."""
        steps = processes.steps(p, *self.potential_and_states(profile))
        return np.asarray(p[P.sulfide_charge] * (UPPER / LOWER * steps.upper + steps.lower))

    def conductance(self, p: Any, profile: np.ndarray) -> np.ndarray:
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
        sulfide, dead, reacted = (states[place] for place in (S.sulfide, S.dead, S.reacted))
        here, step, of_lower = processes.solution(p, states), processes.lower(p), p[P.lower_potential]
        drive = polysulfide.lower_drive(potential, here.polysulfide, sulfide, of_lower, b)
        area = processes.wetted(p, reacted) * growing_area(sulfide, dead, step.seeds, step.blocking)
        constants = polysulfide.crystallisation(here.polysulfide, sulfide, dead, area, step)
        saturation = log_supersaturation(drive, constants)
        steps = processes.steps(p, potential, states, saturation)
        upper, lower = UPPER * whole * steps.upper, LOWER * whole * steps.lower
        of_upper = processes.upper(p)[1:]
        upper_here = equilibrium.upper_potential(here.sulfur, here.polysulfide, *of_upper)
        active, supersaturation, _ = drive_parts(saturation, steps.lower / area, constants)
        means = [part.mean(axis=1) for part in (here.sulfur, here.polysulfide, sulfide)]
        upper_mean = equilibrium.upper_potential(means[0], means[1], *of_upper)[:, None]
        lower_mean = equilibrium.lower_potential(means[1], means[2], of_lower, b)[:, None]
        lower_here = potential + drive / b
        flowing = np.where(current == 0.0, np.inf, current)
        stored = _stored(p, [state[[0, -1]] for state in states])
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

    def reaction_heat(self, p: np.ndarray, profile: np.ndarray, work: np.ndarray) -> Mapping[str, np.ndarray]:
        """See `CathodeModel`: what the shuttle takes from the work of the cell is heat."""
        return {"shuttle": -work}

    def fresh(self, p: Any, charged: bool) -> tuple[Sequence[float], Any]:
        """See `CathodeModel`: the potential is that of the step that the cell can take.

        Sulfur was put into the cathode; of S8 without chains little has gone into solution, and out of it.
        """
        most, b, inside = 1.0 - 2.0 * _TRACE, p[P.half_inverse_thermal_voltage], p[P.pore_share]
        sulfide, sulfur = (_TRACE, most) if charged else (most, _TRACE)
        kept = share_inside(sulfur, inside, p[P.fresh_saturation])
        states = dict.fromkeys(S, 0.0) | {S.sulfide: sulfide, S.sulfur: kept, S.sulfur_outside: sulfur - kept}
        states[S.polysulfide_outside] = _TRACE * (1.0 - inside)
        if charged:
            return tuple(states.values()), equilibrium.upper_potential(kept / inside, _TRACE, *processes.upper(p)[1:])
        return tuple(states.values()), equilibrium.lower_potential(_TRACE, most, p[P.lower_potential], b)


def _short_chains(profile: np.ndarray) -> np.ndarray:
    """Share of the sulfur that is Li2S4 in solution, (..., nodes)."""
    others = sum(profile[..., 1 + state, :] for state in (*_SOLIDS, S.sulfur, S.sulfur_outside))
    return np.asarray(1.0 - others, dtype=float)


def _stored(p: np.ndarray, states: list[np.ndarray]) -> np.ndarray:
    """Free energy of the sulfur of all nodes over its charge [V], (points,).

    Li2S out of reach counts as Li2S does, without the end that keeps what is left of it from being used up.
    """
    here, b, inside = processes.solution(p, states), p[P.half_inverse_thermal_voltage], p[P.pore_share]
    standard, lower = p[P.upper_potential], p[P.lower_potential]
    energies = (
        inside * equilibrium.free_energy(here.sulfur, here.polysulfide, 0.0, standard, lower, p[P.saturation], b)
        + (1.0 - inside)
        * equilibrium.free_energy(here.chains_outside, here.polysulfide_outside, 0.0, standard, lower, 0.0, b)
        + equilibrium.free_energy(0.0, 0.0, states[S.sulfide], standard, lower, 0.0, b)
        - LOWER * lower * (states[S.dead] + states[S.stranded])
    )
    return np.asarray(energies.sum(axis=1))


def _shuttle_heat(p: np.ndarray, profile: np.ndarray, steps: processes.Steps) -> np.ndarray:
    """Free energy that sulfur loses without current [W/m2], (points,).

    Chains that diffuse, long ones that lithium reduces, those that dissolve dead Li2S, and Li2S that goes out of reach,
    which the end of what is in reach holds back.
    """
    whole, b = p[P.thickness] / profile.shape[2] * p[P.sulfide_charge] / LOWER, p[P.half_inverse_thermal_voltage]
    standard, lower, saturation = p[P.upper_potential], p[P.lower_potential], p[P.saturation]
    states = GEL.potential_and_states(profile)[1]
    here, sulfide = processes.solution(p, states), states[S.sulfide]
    shortened = UPPER * equilibrium.upper_potential(here.sulfur, here.polysulfide, standard, saturation, b)
    shortened_outside = UPPER * equilibrium.upper_potential(
        here.chains_outside, here.polysulfide_outside, standard, 0.0, b
    )
    short = equilibrium.free_energy_of_polysulfide(here.polysulfide, b)
    short_outside = equilibrium.free_energy_of_polysulfide(here.polysulfide_outside, b)
    released = steps.leaving * (shortened + short - shortened_outside - short_outside)
    released = released + steps.leaving_short * (short - short_outside)
    released = released + steps.shuttled * (shortened_outside + p[P.lost_share] * short_outside)
    released = released + steps.recovered * (3.0 * shortened - short - LOWER * lower)
    released = released + steps.retrieved * (3.0 * shortened_outside - short_outside - LOWER * lower)
    released = released - LOWER * steps.unreachable * end(sulfide) / b
    return np.asarray(whole * released.sum(axis=1))


GEL = GelModel()
