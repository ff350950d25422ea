"""The gel model as everything outside of the solver uses it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from brimstone.model.cathode_model import CONDUCTION_REMOVABLE, LOSSES, CathodeModel, Kernels, Reactions
from brimstone.model.gel import kernels, processes
from brimstone.model.gel.parameters import Parameter as P
from brimstone.model.gel.parameters import State as S
from brimstone.physics import polysulfide
from brimstone.physics import polysulfide_equilibrium as equilibrium
from brimstone.physics.film import activation_left
from brimstone.physics.polysulfide_equilibrium import LOWER, UPPER
from brimstone.physics.thermodynamics import end

_TRACE = 0.002  # share of the sulfur as what a fresh cell has none of; potentials have no end without it
_STEP = 1e-4  # [V]; of the potential, for the slope of a current


class _Steps(NamedTuple):
    """Rates of the steps, as shares of the sulfur [1/s]."""

    upper: np.ndarray
    lower: np.ndarray
    shuttle: np.ndarray


class GelModel(CathodeModel):
    """A cathode whose electrolyte dissolves polysulfides."""

    name = "gel"
    parameters = P
    states = S
    functions = Kernels(kernels.rates, kernels.jacobian, kernels.terminal)
    scales = np.ones(len(S))
    of_sulfur = (S.sulfide, S.sulfur, S.shuttled, S.dead)
    removable: Mapping[str, Mapping[str, float]] = {
        **CONDUCTION_REMOVABLE,
        "kinetics": {"upper_rate": 30.0, "lower_rate": 30.0, "film": 30.0},
        "product film": {"film": 0.0},
        "shuttle": {"shuttle_rate": 0.0},
    }
    charge_limit = 3.0

    def __reduce__(self) -> str:
        """Pickle and copy by name."""
        return "GEL"

    def sulfur_charge(self, p: Any) -> Any:
        """See `CathodeModel`."""
        return 1.0 / LOWER * p[P.sulfide_charge]

    def converts(self, p: Any) -> bool:
        """See `CathodeModel`."""
        return True

    def conversion(self, profile: np.ndarray) -> np.ndarray:
        """See `CathodeModel`."""
        solid_sulfide = profile[..., 1 + S.sulfide, :] + profile[..., 1 + S.dead, :]
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
        shares = {state.name: np.asarray(profile[..., 1 + state, :]) for state in (S.sulfide, S.sulfur, S.lost, S.dead)}
        return {"polysulfide": _short_chains(profile), **shares}

    def resistivities(self, p: Any, profile: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """See `CathodeModel`."""
        return processes.resistivities(p, self.potential_and_states(profile)[1])

    def current(self, p: Any, profile: np.ndarray) -> np.ndarray:
        """See `CathodeModel`."""
        steps = _steps(p, profile)
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
        h, c = p[P.thickness] / profile.shape[2], processes.constants(p)
        whole, b = h * p[P.sulfide_charge] / LOWER, c.half_inverse_thermal_voltage
        potential, (sulfide, sulfur, _, _, dead) = self.potential_and_states(profile)
        left, steps = _short_chains(profile), _steps(p, profile)
        upper, lower = UPPER * whole * steps.upper, LOWER * whole * steps.lower
        upper_here = equilibrium.upper_potential(sulfur, left, c.upper_potential, c.saturation, b)
        drive = polysulfide.lower_drive(potential, left, sulfide, c.lower_potential, b)
        blocking = polysulfide.lower_blocking(drive, left, sulfide, c.seeds, c.film, c.film_growth)
        active = activation_left(drive, blocking)
        means = [part.mean(axis=1) for part in (sulfur, left, sulfide)]
        upper_mean = equilibrium.upper_potential(means[0], means[1], c.upper_potential, c.saturation, b)[:, None]
        lower_mean = equilibrium.lower_potential(means[1], means[2], c.lower_potential, b)[:, None]
        lower_here = potential + drive / b
        flowing = np.where(current == 0.0, np.inf, current)
        ends = np.array([0, -1])
        stored = equilibrium.free_energy(
            sulfur[ends], left[ends], sulfide[ends], c.upper_potential, c.lower_potential, c.saturation, b
        )
        # Dead Li2S is worth what Li2S is, without the end that keeps what is left of it from being used up.
        stored = (stored - LOWER * c.lower_potential * dead[ends]).sum(axis=1)
        return Reactions(
            dissipated={
                "kinetics": (upper * (upper_here - potential) + lower * active / b).sum(axis=1),
                "product film": (lower * (drive - active)).sum(axis=1) / b,
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
        return {"shuttle": _shuttle_heat(p, profile, _steps(p, profile))}

    def fresh(self, p: Any, charged: bool) -> tuple[Sequence[float], Any]:
        """See `CathodeModel`: the potential is that of the step that the cell can take."""
        c, most = processes.constants(p), 1.0 - 2.0 * _TRACE
        b = c.half_inverse_thermal_voltage
        if charged:
            potential = equilibrium.upper_potential(most, _TRACE, c.upper_potential, c.saturation, b)
            return (_TRACE, most, 0.0, 0.0, 0.0), potential
        return (most, _TRACE, 0.0, 0.0, 0.0), equilibrium.lower_potential(_TRACE, most, c.lower_potential, b)


def _short_chains(profile: np.ndarray) -> np.ndarray:
    """Share of the sulfur that is Li2S4 in solution, (..., nodes)."""
    shares = (profile[..., 1 + state, :] for state in (S.sulfide, S.sulfur, S.lost, S.dead))
    return np.asarray(processes.short_chains(*shares), dtype=float)


def _steps(p: Any, profile: np.ndarray) -> _Steps:
    potential, sulfide, sulfur = (profile[..., row, :] for row in (0, 1 + S.sulfide, 1 + S.sulfur))
    left, c = _short_chains(profile), processes.constants(p)
    return _Steps(
        processes.upper_step(potential, sulfur, left, c),
        processes.lower_step(potential, left, sulfide, c),
        processes.shuttle(sulfur, c),
    )


def _shuttle_heat(p: np.ndarray, profile: np.ndarray, steps: _Steps) -> np.ndarray:
    """Free energy that leaves the cathode without current, less what dying Li2S keeps back [W/m2], (points,)."""
    c, whole = processes.constants(p), p[P.thickness] / profile.shape[2] * p[P.sulfide_charge] / LOWER
    sulfide, sulfur = profile[:, 1 + S.sulfide], profile[:, 1 + S.sulfur]
    left, b = _short_chains(profile), c.half_inverse_thermal_voltage
    upper = equilibrium.upper_potential(sulfur, left, c.upper_potential, c.saturation, b)
    taken_along = c.lost_share * equilibrium.free_energy_of_polysulfide(left, b)
    shuttle = whole * (steps.shuttle * (UPPER * upper + taken_along)).sum(axis=1)
    dying = LOWER * whole * processes.dying(steps.lower, c) * end(sulfide) / b
    return np.asarray(shuttle - dying.sum(axis=1))


GEL = GelModel()
