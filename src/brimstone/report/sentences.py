"""What holds the cell back, in plain words."""

from collections.abc import Mapping, Sequence

from brimstone.report.data import StepLosses, bases, converts, label, out_of_reach
from brimstone.result import Run
from brimstone.view.words import listed, number

#: Name of a loss -> how a sentence calls it.
PLAIN: Mapping[str, str] = {
    "anode": "the resistance of the negative electrode",
    "electrolyte layer": "the resistance of the electrolyte layer",
    "contacts": "the contact resistances",
    "ionic path": "the ionic resistance of the cathode",
    "electronic path": "the electronic resistance of the cathode",
    "kinetics": "slow charge transfer at the reaction area",
    "product film": "the film of product on the reaction area",
    "uneven reaction": "uneven reaction through the depth",
    "electrolyte redox": "the electrolyte's own redox, which takes its charge at other potentials",
    "shuttle": "polysulfides that reach the lithium and are reduced there",
}

#: Name of a loss -> what makes it smaller, by the equations of the model.
REMEDIES: Mapping[str, str] = {
    "anode": "a better contact or interlayer at the negative electrode",
    "electrolyte layer": "a thinner or better conducting electrolyte layer",
    "contacts": "better contact of the cathode with electrolyte layer and collector",
    "ionic path": "a better conducting electrolyte, or more of it, in the cathode; a thinner cathode",
    "electronic path": "more carbon, or carbon that connects better",
    "kinetics": "more reaction area (finer mixing, carbon of larger surface), or a warmer cell",
    "product film": "less sulfur on each square metre of reaction area (finer mixing, carbon of larger surface), "
    "or a warmer cell",
    "uneven reaction": "a more even reaction: shorter ways for ions and electrons",
    "electrolyte redox": "carbon that touches less electrolyte, or a narrower window",
    "shuttle": "a layer that polysulfides can't pass, LiNO3, or a higher current",
}

_WORTH_TELLING = 0.02  # of the capacity, below which a gain is not named


def limits(run: Run, losses: Sequence[StepLosses]) -> list[str]:
    """Sentences that name the top limits, the slowest and the fastest step first. Nominal values."""
    if not losses:
        return []
    unit, sulfur = bases(run)[0].unit, converts(run)
    direction = losses[0].step.instruction.kind
    same = [step for step in losses if step.step.instruction.kind == direction]
    slow = min(same, key=lambda step: abs(step.step.instruction.current))
    fast = max(same, key=lambda step: abs(step.step.instruction.current))
    at_once = [step for step in same if step.capacity == 0.0]
    sentences = [_voltage(slow, sulfur)]
    if fast is not slow:
        sentences.append(_voltage(fast, sulfur))
    if at_once:
        names = listed([label(step.step) for step in at_once])
        ends = "ends" if len(at_once) == 1 else "end"
        sentences.append(f"{_capital(names)} {ends} at once: what is lost under this current exceeds the window.")
    sentences.append(_capacity(fast, unit))
    lost, whole = out_of_reach(run), float(run.cell.theoretical_charge[0]) * bases(run)[0].factor
    if lost > 0.01 * whole:
        sentences.append(
            f"At any rate {_percent(lost / whole)} of the active material, worth "
            f"{_amount(lost, unit)}, is out of reach of ions or electrons."
        )
    return [sentence for sentence in sentences if sentence]


def _voltage(step: StepLosses, sulfur: bool) -> str:
    total = sum(step.millivolts.values())
    ranked = sorted(step.millivolts.items(), key=lambda item: -item[1])[:3]
    if total <= 0.0:
        return ""
    parts = listed([f"{PLAIN[name]} ({_amount(mv, 'mV')})" for name, mv in ranked if mv > 0.03 * total])
    if not sulfur:
        return f"During {label(step.step)} resistances take {_amount(total, 'mV')}, most of it {parts}."
    side = "above" if step.step.instruction.kind == "charge" else "below"
    return (
        f"During {label(step.step)} the voltage lies {_amount(total, 'mV')} {side} equilibrium on average, "
        f"most of it due to {parts}."
    )


def _gains(step: StepLosses) -> list[tuple[str, float]]:
    gains = [(name, gain) for name, gain in step.regained.items() if gain > _WORTH_TELLING * step.capacity]
    return sorted(gains, key=lambda item: -item[1])


def _capacity(step: StepLosses, unit: str) -> str:
    name, gains = label(step.step), _gains(step)[:3]
    if not gains:
        least = _percent(_WORTH_TELLING)
        return f"No single loss costs {name} capacity worth naming: taken away, each would win less than {least}."
    first, *others = gains
    parts = [f"{_amount(first[1], unit)} more without {PLAIN[first[0]]}"]
    parts += [f"{number(gain)} more without {PLAIN[loss]}" for loss, gain in others]
    return (
        f"{_capital(name)} would give {listed(parts)}{', one taken away at a time' if others else ''}. "
        f"What makes {'the first of them' if others else 'it'} smaller: {REMEDIES[first[0]]}."
    )


def _amount(value: float, unit: str) -> str:
    """A number and its unit that stay on one line."""
    return f"{number(value)} {unit}".replace(" ", "\u00a0")


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\u00a0%"
