"""What the uncertainty of predicted capacities is made of, in words."""

from collections.abc import Sequence

from brimstone.fit.causes import Prediction
from brimstone.result import Step
from brimstone.view.elements import Item, Note
from brimstone.view.steps import label
from brimstone.view.words import listed

_SHOWN = 3  # of the causes of a step


def step_label(step: Step) -> str:
    """Kind, rate and cycle of a step in words."""
    words, kind = label(step), step.instruction.kind
    return words if kind in words else f"{kind} {words}"


def prediction_items(predicted: Sequence[Prediction]) -> tuple[Item, ...]:
    """A line for each step, and a sentence for each cause that comes first in some of them."""
    return (*(Note(_line(one)) for one in predicted), *_sentences(predicted))


def _line(one: Prediction) -> str:
    capacity, decision = one.capacity.to("mAh/g"), one.decision
    low, high = (0.0 if end is None else end for end in (capacity.low, capacity.high))
    shares = [f"{name} {share:.0%}" for name, share in decision.shares.items()][:_SHOWN]
    of = ", ".join(shares) or "no cause that stands out"
    return f"{step_label(one.step)}: {capacity.value:.0f} mAh g⁻¹ ({low:.0f} to {high:.0f}) of {one.per}; {of}"


def _sentences(predicted: Sequence[Prediction]) -> list[Note]:
    steps: dict[tuple[str, str], list[str]] = {}
    for one in predicted:
        if one.decision.first:
            steps.setdefault((one.decision.first, one.decision.measurement), []).append(step_label(one.step))
    if not steps:
        return [Note("No cause of the uncertainty stands out.", "muted")]
    return [
        Note(f"The largest share is {cause} in {listed(named)}. What would narrow it most is {measurement}.", "muted")
        for (cause, measurement), named in steps.items()
    ]
