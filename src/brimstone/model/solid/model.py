"""The solid model as everything outside of the solver uses it."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from brimstone.model.cathode_model import (
    CHARGED,
    CONDUCTION,
    CONDUCTION_REMOVABLE,
    DISCHARGED,
    LOSSES,
    CathodeModel,
    Reactions,
)
from brimstone.model.solid import kernels, processes
from brimstone.model.solid.parameters import Parameter as P
from brimstone.model.solid.parameters import State as S
from brimstone.model.surroundings import surround, surround_slopes
from brimstone.physics.conversion import exchange
from brimstone.physics.electrolyte_redox import branch_rate, branch_rate_slopes, interphase_rate
from brimstone.physics.film import activation, film_resistance
from brimstone.physics.thermodynamics import amount_left, conversion_energy, equilibrium_potential
from brimstone.solver.interface import Functions

#: Reversible branches of the electrolyte's redox: state, charge and constants of each.
_BRANCHES = (
    (S.reduction, P.reduction_charge, processes.reduction),
    (S.oxidation, P.oxidation_charge, processes.oxidation),
)


class _Local(NamedTuple):
    """What happens at every node."""

    drive: np.ndarray  # of the conversion
    activated: np.ndarray  # exp of what the film leaves of it
    sulfur: np.ndarray  # current per volume by the conversion [A/m3]
    redox: np.ndarray  # and by the electrolyte's own redox


def _local(p: Any, potential: np.ndarray, states: Sequence[np.ndarray]) -> _Local:
    ahead = processes.driven(p, potential, states)
    activated = activation(ahead.drive, ahead.blocking)
    rates = processes.rates(p, potential, states, ahead, activated)
    redox = (
        p[P.reduction_charge] * rates[S.reduction]
        + p[P.oxidation_charge] * rates[S.oxidation]
        + p[P.interphase_charge] * rates[S.interphase]
    )
    return _Local(ahead.drive, activated[0], p[P.conversion_charge] * rates[S.conversion], redox)


def _redox_heat(p: np.ndarray, potential: np.ndarray, states: Sequence[np.ndarray]) -> np.ndarray:
    """Heat of the electrolyte's redox per volume [W/m3]."""
    heat = np.zeros_like(potential)
    for state, charge, constants in _BRANCHES:
        _, midpoint, half_inverse_width, *_ = branch = constants(p)
        rate = branch_rate(potential, states[state], *branch)
        at_midpoint, slope, _ = branch_rate_slopes(np.full_like(potential, midpoint), states[state], *branch)
        # At rest forward exp(-z) = backward exp(z); round-off may leave a hair less than nothing of either.
        both = -slope / half_inverse_width
        forward, backward = (np.maximum(0.5 * (both + way * at_midpoint), 1e-12 * both) for way in (1.0, -1.0))
        ratio = np.divide(forward, backward, out=np.ones_like(both), where=both > 0.0)
        rest = midpoint + np.log(ratio) / (2.0 * half_inverse_width)
        heat += p[charge] * rate * (rest - potential)
    growth = p[P.interphase_charge] * interphase_rate(potential, states[S.interphase], *processes.interphase_growth(p))
    return np.asarray(heat + growth * (p[P.interphase_onset] - potential))


class SolidModel(CathodeModel):
    """A composite with a single-ion electrolyte."""

    name = "solid"
    parameters = P
    states = S
    functions = Functions(kernels.rates, kernels.jacobian, surround, surround_slopes)
    scales = np.ones(len(S))
    of_sulfur = (S.conversion,)
    # Thirty times the exchange current leaves a sixth of a volt less of overpotential, all there is to gain; a film
    # stays what it is.
    removable: Mapping[str, Mapping[str, float]] = {
        **CONDUCTION_REMOVABLE,
        "kinetics": {"conversion_rate": 30.0, "film_discharge": 30.0, "film_charge": 30.0},
        "product film": {"film_discharge": 0.0, "film_charge": 0.0},
    }
    charge_limit = math.inf

    def __reduce__(self) -> str:
        """Pickle and copy by name."""
        return "SOLID"

    def at_contact(self, p: Any, theta: Any) -> Any:
        """See `CathodeModel`."""
        return processes.at_contact(p, theta)

    def sulfur_charge(self, p: Any) -> Any:
        """See `CathodeModel`."""
        return p[P.conversion_charge]

    def converts(self, p: Any) -> bool:
        """See `CathodeModel`."""
        return bool(p[P.conversion_rate] > 0.0)

    def conversion(self, profile: np.ndarray) -> np.ndarray:
        """See `CathodeModel`."""
        return np.asarray(profile[..., 1 + S.conversion, :])

    def from_anode(self, profile: np.ndarray) -> np.ndarray:
        """See `CathodeModel`."""
        return np.zeros(self.conversion(profile).shape)

    def progress(self, p: Any, profile: np.ndarray) -> np.ndarray:
        """See `CathodeModel`."""
        return np.asarray(profile[..., 1 + (S.conversion if self.converts(p) else S.reduction), :])

    def progress_name(self, p: Any) -> str:
        """See `CathodeModel`."""
        return "Share of reachable sulfur that is Li₂S" if self.converts(p) else "Share of electrolyte reduced"

    def held(self, profile: np.ndarray) -> Mapping[str, np.ndarray]:
        """See `CathodeModel`."""
        conversion = self.conversion(profile)
        return {"sulfur": 1.0 - conversion, "sulfide": conversion}

    def resistivities(self, p: Any, profile: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """See `CathodeModel`."""
        return processes.resistivities(p, self.potential_and_states(profile)[1])

    def current(self, p: Any, profile: np.ndarray) -> np.ndarray:
        """See `CathodeModel`."""
        local = _local(p, *self.potential_and_states(profile))
        return np.asarray(local.sulfur + local.redox)

    def conductance(self, p: Any, profile: np.ndarray, charged: bool) -> np.ndarray:
        """See `CathodeModel`.

        Kinetics behind a film, dx/dt = k g sinh(u) with u + r sinh(u) = v, have the slope k g/(1 + r) at rest. The law
        of the direction is taken down to rest; that a run lets the more hindered one of discharge and charge act
        within 10 mV of it is a convention, and left out.
        """
        _, (share, reduced, oxidised, interphase, turnover) = self.potential_and_states(profile)
        film_discharge, film_charge, growth = processes.films(p)
        ahead = processes.driven(p, profile[..., 0, :], (share, reduced, oxidised, interphase, turnover))
        growth, hindrance = growth / ahead.area, ahead.hindrance
        reacts = p[P.conversion_rate] * ahead.area * exchange(share)
        if charged:
            film = film_discharge * film_resistance(amount_left(share), growth)
        else:
            film, reacts = hindrance * film_charge * growth * amount_left(1.0 - share), hindrance * reacts
        conversion = (
            p[P.conversion_charge] * p[P.half_inverse_thermal_voltage] * reacts / (1.0 + exchange(share) * film)
        )
        rest = equilibrium_potential(share, *processes.equilibrium(p))
        redox = np.zeros_like(rest)
        for (_, charge, constants), extent in zip(_BRANCHES, (reduced, oxidised), strict=True):
            redox -= p[charge] * branch_rate_slopes(rest, extent, *constants(p))[1]
        return np.asarray(conversion + redox)

    def losses(self, p: Any) -> tuple[str, ...]:
        """See `CathodeModel`."""
        absent = ("precipitation", "shuttle")
        return tuple(name for name in LOSSES if name not in absent) if self.converts(p) else CONDUCTION

    def reactions(self, p: np.ndarray, profile: np.ndarray, current: np.ndarray) -> Reactions:
        """See `CathodeModel`."""
        h, b = p[P.thickness] / profile.shape[2], p[P.half_inverse_thermal_voltage]
        potential, states = self.potential_and_states(profile)
        share = states[S.conversion]
        equilibrium_of = processes.equilibrium(p)
        local = _local(p, potential, states)
        active, sulfur, redox = np.log(local.activated), h * local.sulfur, h * local.redox
        equilibrium = equilibrium_potential(share.mean(axis=1), *equilibrium_of)
        work = (redox * potential).sum(axis=1)
        stored = conversion_energy(profile[[0, -1], 1 + S.conversion], *equilibrium_of).sum(axis=1)
        return Reactions(
            dissipated={
                "kinetics": (sulfur * active).sum(axis=1) / b,
                "product film": (sulfur * (local.drive - active)).sum(axis=1) / b,
            },
            exchanged={
                "uneven reaction": (
                    sulfur * (equilibrium[:, None] - equilibrium_potential(share, *equilibrium_of))
                ).sum(axis=1),
                "electrolyte redox": equilibrium * redox.sum(axis=1) - work,
            },
            equilibrium=equilibrium,
            released=float(h * p[P.conversion_charge] * (stored[1] - stored[0])),
            work=work,
        )

    def sulfur_current(self, p: np.ndarray, profile: np.ndarray, current: np.ndarray) -> np.ndarray:
        """See `CathodeModel`."""
        h = p[P.thickness] / profile.shape[2]
        return np.asarray(h * _local(p, *self.potential_and_states(profile)).sulfur.sum(axis=1))

    def sulfur_charge_passed(self, p: np.ndarray, profile: np.ndarray, passed: float) -> float:
        """See `CathodeModel`."""
        first, last = self.conversion(profile[[0, -1]]).mean(axis=1)
        return float(p[P.thickness] * p[P.conversion_charge] * (last - first))

    def reaction_heat(self, p: np.ndarray, profile: np.ndarray) -> Mapping[str, np.ndarray]:
        """See `CathodeModel`."""
        h = p[P.thickness] / profile.shape[2]
        return {"electrolyte redox": h * _redox_heat(p, *self.potential_and_states(profile)).sum(axis=1)}

    def fresh(self, p: Any, charged: bool) -> tuple[Sequence[float], Any]:
        """See `CathodeModel`."""
        return (CHARGED if charged else DISCHARGED, 0.0, 0.0, 0.0, 0.0), p[P.plateau]


SOLID = SolidModel()
