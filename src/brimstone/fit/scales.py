"""Whether the voltages of a file stand on the scale of the recipe, as far as both tell."""

from collections.abc import Iterator

from brimstone.recipe import Recipe
from brimstone.recipe.words import REFERENCE_POTENTIALS
from brimstone.result import Measured

_APART = 0.2  # scales that differ by less can't be told from each other [V]
_MEETS, _MISSES = 0.03, 0.1  # within which a voltage is one that the recipe names, and beyond which it is none [V]


def scale_doubt(measured: Measured, recipe: Recipe) -> str:
    """Why the voltages of a file may be against another electrode than those of the recipe; empty without a reason.

    Files are read on the scale of the recipe. Where no end of theirs is a voltage that the recipe names, and one would
    be against another electrode, that is asked.
    """
    named = list(_named(recipe))
    if measured.cycling is None or not named:
        return ""
    ends = float(measured.cycling.voltage.min()), float(measured.cycling.voltage.max())

    def missed(shift: float) -> list[float]:
        return sorted(min(abs(end + shift - voltage) for voltage in named) for end in ends)

    if missed(0.0)[0] < _MISSES:
        return ""
    # A curve within the window may simply stop: only where both of its ends are met elsewhere does that say something.
    within = min(named) < ends[0] and ends[1] < max(named)
    shifts = {name: volts - recipe.reference_potential for name, volts in REFERENCE_POTENTIALS.items()}
    fits = {name: missed(shift)[1 if within else 0] for name, shift in shifts.items() if abs(shift) > _APART}
    best = min(fits, key=lambda name: fits[name], default="")
    if not best or fits[best] > _MEETS:
        return ""
    return (
        f"its voltages reach from {ends[0]:.2f} to {ends[1]:.2f} V and end at none of the recipe's; against {best} "
        f"they would. They are taken against {recipe.reference}, as the recipe's are: if that is wrong, give the "
        f"voltages of the recipe against {best} (reference: {best}), or convert those of the file"
    )


def _named(recipe: Recipe) -> Iterator[float]:
    """Voltages that the steps of a recipe end at, on its own scale [V]."""
    for step in recipe.protocol:
        window = getattr(step, "window", None)
        if window is not None:
            yield from (window.lower.si, window.upper.si)
        to = getattr(step, "to", None)
        if to is not None and getattr(to, "kind", "voltage") == "voltage":
            yield to.si
