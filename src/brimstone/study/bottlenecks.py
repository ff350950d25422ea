"""What stands against more: ends of ranges, what had to hold, and what costs the best cell most."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brimstone.recipe import Recipe
from brimstone.result import LOSSES
from brimstone.simulate.discharge import first_discharge
from brimstone.study.many import Plan, discharge_of
from brimstone.study.quantities import Quantity

if TYPE_CHECKING:
    from brimstone.study.optimising import Choice

_WORTH_TELLING = 0.05  # of the voltage lost, or of the mass


@dataclass(frozen=True)
class Limits:
    """What limits an optimum.

    Attributes
    ----------
    ends : mapping of str to str
        Fields that stand at an end of their range -> that value.
    refused : mapping of str to float
        Why cells that would have been better are no candidates -> the best value of the objective among them.
    losses : mapping of str to float
        Mean voltage lost in the best cell by cause, the largest first [V].
    masses : mapping of str to float
        Share of each layer in the mass of the layers, the largest first.
    use : float
        Charge over theory.
    reachable : float
        Share of the active material that ions and electrons reach.
    """

    ends: Mapping[str, str]
    refused: Mapping[str, float]
    losses: Mapping[str, float]
    masses: Mapping[str, float]
    use: float
    reachable: float

    def sentences(self, wanted: Quantity) -> list[str]:
        """In words, what is nearest at hand first."""
        found = [
            f"{path} stands at the end of its range, {text}: a wider range may give more"
            for path, text in self.ends.items()
        ]
        found += [
            f"cells with up to {value:.4g} {wanted.unit} were tried, but not within what must hold: {why}"
            for why, value in self.refused.items()
        ]
        total = math.fsum(self.losses.values())
        large = [(name, volts) for name, volts in self.losses.items() if volts > max(_WORTH_TELLING * total, 1e-3)]
        if large:
            parts = ", ".join(f"{LOSSES[name]} ({1e3 * volts:.3g} mV)" for name, volts in large[:3])
            found.append(f"voltage is lost to {parts}")
        beyond = ", with what the electrolyte's own redox adds" if self.use > 1.0 else ""
        found.append(
            f"{100 * self.use:.0f} % of the theoretical charge come out{beyond}; "
            f"{100 * self.reachable:.0f} % of the active material is in reach"
        )
        if wanted.unit == "Wh/kg":
            heavy = ", ".join(
                f"{name} {100 * share:.0f} %" for name, share in self.masses.items() if share > _WORTH_TELLING
            )
            found.append(f"mass of the layers: {heavy}")
        return found


def limits_of(
    recipe: Recipe,
    plan: Plan,
    wanted: Quantity,
    choices: Sequence["Choice"],
    tried: Mapping[tuple[str, ...], tuple[float, str, float]],
    best: float,
) -> Limits:
    """What limits the best cell of a search, from its nominal run and all that was tried.

    Parameters
    ----------
    recipe : Recipe
        The best one.
    plan : Plan
    wanted : Quantity
    choices : sequence of Choice
    tried : mapping
        Words of the fields -> worth (less is better), why it is no candidate, value of the objective.
    best : float
        Worth of the best.
    """
    sign = -1.0 if wanted.better == "higher" else 1.0
    refused: dict[str, float] = {}
    for _, why, value in tried.values():
        if why and math.isfinite(value) and sign * value < best:
            known = refused.get(why)
            refused[why] = value if known is None or sign * value < sign * known else known
    run = plan.run(first_discharge(recipe))
    step = discharge_of(run)
    mean = {} if step is None or step.losses is None else step.losses.mean(step.curve.charge)
    masses = {layer.name: float(layer.areal_mass[0]) for layer in run.stack.layers}
    whole = math.fsum(masses.values())
    return Limits(
        ends={one.path: one.text for one in choices if one.at},
        refused=dict(sorted(refused.items(), key=lambda pair: sign * pair[1])),
        losses=dict(sorted(mean.items(), key=lambda pair: -pair[1])),
        masses={name: mass / whole for name, mass in sorted(masses.items(), key=lambda pair: -pair[1])},
        use=math.nan if step is None else float(step.charges[0] / run.cell.theoretical_charge[0]),
        reachable=float(run.cell.composite.reachable[0]),
    )
