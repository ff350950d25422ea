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
from brimstone.physics.damage import isolated_share
from brimstone.physics.electrolyte_redox import couple_rates_slopes, onset_moved, reformed_share
from brimstone.physics.film import activation, film_resistance
from brimstone.physics.thermodynamics import amount_left
from brimstone.solver.interface import Functions

#: Share of the accessible electrolyte that its making has opened already: what a surface has seen before it meets
#: carbon. It gives electrolyte and carbon without sulfur a potential before any current.
_NATIVE = 1e-4

_REDOX = (S.oxidised, S.reduced, S.opened_by_oxidation, S.opened_by_reduction)


class _Local(NamedTuple):
    """What happens at every node."""

    share: np.ndarray  # of the sulfur in reach that is Li2S
    drive: np.ndarray  # of the conversion
    activated: np.ndarray  # exp of what the film leaves of it
    sulfur: np.ndarray  # current per volume by the conversion [A/m3]
    redox: np.ndarray  # and by the electrolyte's own redox
    damaging: np.ndarray  # growth of the damage [1/s]


def _local(p: Any, potential: np.ndarray, states: Sequence[np.ndarray]) -> _Local:
    ahead = processes.driven(p, potential, states)
    activated = activation(ahead.drive, ahead.blocking)
    rates = processes.rates(p, potential, states, ahead, activated)
    redox = sum(p[P[f"{state.name}_charge"]] * rates[state] for state in _REDOX)
    sulfur = p[P.conversion_charge] * rates[S.conversion]
    return _Local(ahead.share, ahead.drive, activated[0], sulfur, redox, rates[S.damage])


def _redox_heat(p: np.ndarray, potential: np.ndarray, states: Sequence[np.ndarray]) -> np.ndarray:
    """Heat of the electrolyte's redox per volume [W/m3]: current times distance from the equilibrium of each part."""
    rates = processes.electrolyte_rates(p, potential, states)
    per_volt = p[P.redox_half_inverse_width]
    climbed, fallen = (
        p[hardening] / per_volt * onset_moved(states[opened], p[bunching])
        for hardening, bunching, opened in (
            (P.oxidation_hardening, P.oxidation_bunching, S.opened_by_oxidation),
            (P.reduction_hardening, P.reduction_bunching, S.opened_by_reduction),
        )
    )
    heat = p[P.oxidised_charge] * rates.oxidation_opens * (p[P.oxidation_onset] + climbed - potential)
    heat += p[P.reduced_charge] * rates.reduction_opens * (p[P.reduction_onset] - fallen - potential)
    reformed = np.maximum(_reformed(p, states), 1e-12)
    oxidised, reduced = (np.maximum(states[state], 1e-12) for state in (S.oxidised, S.reduced))
    rest = p[P.oxidation_couple] + np.log(oxidised / reformed) / (2.0 * per_volt)
    heat += p[P.oxidised_charge] * rates.oxidises * (rest - potential)
    deeper = p[P.oxidation_couple] - np.log(p[P.couples_apart]) / per_volt
    rest = deeper - np.log(reduced / reformed) / (2.0 * per_volt)
    return np.asarray(heat + p[P.reduced_charge] * rates.reduces * (rest - potential))


def _reformed(p: Any, states: Sequence[np.ndarray]) -> np.ndarray:
    by_oxidation, by_reduction = states[S.opened_by_oxidation], states[S.opened_by_reduction]
    gone = processes.dead(p, states)
    return np.asarray(reformed_share(states[S.oxidised], states[S.reduced], by_oxidation, by_reduction, gone))


class SolidModel(CathodeModel):
    """A composite with a single-ion electrolyte."""

    name = "solid"
    parameters = P
    states = S
    functions = Functions(kernels.rates, kernels.jacobian, surround, surround_slopes, kernels.resist)
    scales = np.ones(len(S))
    of_sulfur = (S.conversion,)
    # Thirty times the exchange current leaves a sixth of a volt less of overpotential, all there is to gain; a film
    # stays what it is.
    removable: Mapping[str, Mapping[str, float]] = {
        **CONDUCTION_REMOVABLE,
        "kinetics": {"conversion_rate": 30.0, "film_discharge": 30.0, "film_charge": 30.0},
        "product film": {"film_discharge": 0.0, "film_charge": 0.0},
    }
    ageing: Mapping[str, Mapping[str, float]] = {
        "contact worn by swelling": {"wear": 0.0},
        "cracks and isolated sulfur": {"damage_rate": 0.0},
        "redox of the electrolyte": {"redox_rate": 0.0},
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
        _, states = self.potential_and_states(profile)
        if self.converts(p):
            return np.asarray(states[S.conversion])
        return np.asarray(states[S.reduced] + p[P.reduction_dead] * states[S.opened_by_reduction])

    def progress_name(self, p: Any) -> str:
        """See `CathodeModel`."""
        return (
            "Share of reachable sulfur that is Li₂S" if self.converts(p) else "Share of accessible electrolyte reduced"
        )

    def held(self, profile: np.ndarray) -> Mapping[str, np.ndarray]:
        """See `CathodeModel`."""
        conversion = self.conversion(profile)
        return {"sulfur": 1.0 - conversion, "sulfide": conversion}

    def electrolyte(self, p: Any, profile: np.ndarray) -> Mapping[str, np.ndarray]:
        """See `CathodeModel`."""
        _, states = self.potential_and_states(profile)
        by_oxidation, by_reduction = states[S.opened_by_oxidation], states[S.opened_by_reduction]
        return {
            "pristine": 1.0 - by_oxidation - by_reduction,
            "oxidised": states[S.oxidised] + p[P.oxidation_dead] * by_oxidation,
            "reduced": states[S.reduced] + p[P.reduction_dead] * by_reduction,
            "re-formed": _reformed(p, states),
            "spent": states[S.spent],
        }

    def resistivities(self, p: Any, profile: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """See `CathodeModel`."""
        return processes.resistivities(p, self.potential_and_states(profile)[1])

    def current(self, p: Any, profile: np.ndarray) -> np.ndarray:
        """See `CathodeModel`."""
        local = _local(p, *self.potential_and_states(profile))
        return np.asarray(local.sulfur + local.redox)

    def conductance(self, p: Any, profile: np.ndarray) -> np.ndarray:
        """See `CathodeModel`.

        Kinetics behind a film, dx/dt = k h g sinh(u) with u + h r sinh(u) = v, have the slope k h g/(1 + h r) at rest,
        from either side: the hindrance h of fresh Li2S, and the film r of discharge.
        """
        _, states = self.potential_and_states(profile)
        film_discharge, _, growth = processes.films(p)
        ahead = processes.driven(p, profile[..., 0, :], states)
        share, growth, hindrance = ahead.share, growth / ahead.area, ahead.hindrance
        left = 1.0 - isolated_share(p[P.isolation], states[S.damage])
        reacts = hindrance * p[P.conversion_rate] * ahead.area * left * exchange(share)
        film = hindrance * film_discharge * film_resistance(amount_left(share), growth)
        conversion = (
            p[P.conversion_charge] * p[P.half_inverse_thermal_voltage] * reacts / (1.0 + exchange(share) * film)
        )
        rest = processes.rest_potential(p, share)
        slopes = couple_rates_slopes(
            rest, states[S.oxidised], states[S.reduced], _reformed(p, states), *processes.couples(p)
        )
        return np.asarray(conversion - p[P.oxidised_charge] * slopes[1] - p[P.reduced_charge] * slopes[5])

    def losses(self, p: Any) -> tuple[str, ...]:
        """See `CathodeModel`."""
        absent = ("precipitation", "shuttle")
        return tuple(name for name in LOSSES if name not in absent) if self.converts(p) else CONDUCTION

    def reactions(self, p: np.ndarray, profile: np.ndarray, current: np.ndarray) -> Reactions:
        """See `CathodeModel`."""
        h, b = p[P.thickness] / profile.shape[2], p[P.half_inverse_thermal_voltage]
        potential, states = self.potential_and_states(profile)
        local = _local(p, potential, states)
        share = local.share
        active, sulfur, redox = np.log(local.activated), h * local.sulfur, h * local.redox
        equilibrium = processes.rest_potential(p, share.mean(axis=1))
        # What is isolated as sulfur keeps its free energy for itself.
        stored = processes.stored_energy(p, share)
        isolated = isolated_share(p[P.isolation], states[S.damage])
        isolates = p[P.isolation] * local.damaging * (1.0 - isolated) ** 2
        withheld = isolates * (stored - share * processes.rest_potential(p, share))
        work = (redox * potential).sum(axis=1) + h * p[P.conversion_charge] * withheld.sum(axis=1)
        stored = ((1.0 - isolated) * stored)[[0, -1]].sum(axis=1)
        return Reactions(
            dissipated={
                "kinetics": (sulfur * active).sum(axis=1) / b,
                "product film": (sulfur * (local.drive - active)).sum(axis=1) / b,
            },
            exchanged={
                "uneven reaction": (sulfur * (equilibrium[:, None] - processes.rest_potential(p, share))).sum(axis=1),
                "electrolyte redox": equilibrium * redox.sum(axis=1) - (redox * potential).sum(axis=1),
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

    def reaction_heat(self, p: np.ndarray, profile: np.ndarray, work: np.ndarray) -> Mapping[str, np.ndarray]:
        """See `CathodeModel`."""
        h = p[P.thickness] / profile.shape[2]
        return {"electrolyte redox": h * _redox_heat(p, *self.potential_and_states(profile)).sum(axis=1)}

    def fresh(self, p: Any, charged: bool) -> tuple[Sequence[float], Any]:
        """See `CathodeModel`."""
        return (CHARGED if charged else DISCHARGED, 0.0, 0.0, _NATIVE, 0.0, 0.0, 0.0, 0.0, 0.0), p[P.plateau]


SOLID = SolidModel()
