"""Losses of voltage and capacity by cause, in numbers and in sentences; nominal values."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from brimstone.result import LOSSES, Run, Step, left_open
from brimstone.result.cycling import life_of
from brimstone.view.charts import Axis, Chart, Panel, Series
from brimstone.view.elements import Cell, Column, Table, words_column
from brimstone.view.palette import LOSS_COLOURS
from brimstone.view.steps import bases, completed_halves, converts, few, label, short_names
from brimstone.view.words import amount, capital, fixed, listed, number, percent, printed, some

_MOST_STEPS, _MOST_CYCLES, _MOST_CHOSEN = 12, 3, 6
_SMALLEST = 0.5  # [mV] or [mAh/g] that is shown
_SEEN = 0.004  # of the highest bar: less is no line on a screen
_NAMED_GAIN = 0.02  # of the capacity, from which a gain is named
_NAMED_LOSS = 0.03  # of all losses
_NAMED_OUT_OF_REACH = 0.01  # of the active material
_BESIDE_FIRST = 0.01  # of the largest gain, from which others are named beside it

#: Name of a loss -> how a sentence calls it.
PLAIN: Mapping[str, str] = {
    "anode": "the resistance of the negative electrode",
    "electrolyte layer": "the resistance of the electrolyte layer",
    "contacts": "the contact resistances",
    "ionic path": "the ionic resistance of the cathode",
    "electronic path": "the electronic resistance of the cathode",
    "kinetics": "slow charge transfer at the reaction area",
    "precipitation": "slow growth and dissolution of Li₂S",
    "product film": "the film of product on the reaction area",
    "uneven reaction": "uneven reaction through the depth",
    "electrolyte redox": "redox of the electrolyte, which takes its charge at other potentials",
    "shuttle": "polysulfides that reach the lithium and are reduced there",
}

#: Name of a loss -> what makes it smaller, by the equations of the model.
REMEDIES: Mapping[str, str] = {
    "anode": "a better contact or interlayer at the negative electrode",
    "electrolyte layer": "a thinner or more conductive electrolyte layer",
    "contacts": "better contact of the cathode with electrolyte layer and collector",
    "ionic path": "a more conductive electrolyte, or more of it, in the cathode; a thinner cathode",
    "electronic path": "more carbon, or a better connected one",
    "kinetics": "more reaction area (finer mixing, carbon of larger surface), or a warmer cell",
    "precipitation": "carbon of larger surface, a lower current, or a warmer cell",
    "product film": "less sulfur per reaction area (finer mixing, carbon of larger surface), or a warmer cell",
    "uneven reaction": "shorter paths for ions and electrons",
    "electrolyte redox": "less contact between carbon and electrolyte, or a narrower voltage window",
    "shuttle": "a layer that blocks polysulfides, LiNO3, or a higher current",
}


@dataclass(frozen=True)
class StepLosses:
    """What a step loses.

    Attributes
    ----------
    name : str
    step : Step
    millivolts : mapping of str to float
        Mean over the charge passed, by the names of `brimstone.result.LOSSES` [mV].
    regained : mapping of str to float
        Capacity gained if one loss were removed [as the first of `bases`].
    capacity : float
        Of the step [same].
    """

    name: str
    step: Step
    millivolts: Mapping[str, float]
    regained: Mapping[str, float]
    capacity: float

    def gain_share(self, name: str) -> float:
        """Gain without a loss over the capacity of the step, 0 to 1: how deep a table shades it."""
        gain = self.regained.get(name, 0.0)
        return float(np.clip(gain / self.capacity, 0.0, 1.0)) if self.capacity else float(gain > 0.0)


def step_losses(run: Run) -> list[StepLosses]:
    """Losses of charges and discharges, at most a dozen and those of three cycles, or of the first and chosen ones.

    A step that ends as it begins has lost nothing on average, and may yet gain capacity. A cathode without sulfur has
    no equilibrium potential to count from; it keeps the losses of the resistances.
    """
    basis = bases(run)[0]
    steps = [step for step in completed_halves(run) if step.losses is not None or step.charge.value == 0.0]
    steps = few(_without_passing(steps), _MOST_STEPS, _MOST_CHOSEN)
    names = run.cell.equations.losses(run.cell.parameters[0])
    budgets = []
    for name, step in zip(short_names(steps), steps, strict=True):
        mean = step.losses.mean(step.curve.charge) if step.losses else {}
        millivolts = {loss: 1e3 * mean.get(loss, 0.0) for loss in names}
        regained = {loss: charge * basis.factor for loss, charge in step.regained.items() if loss in names}
        budgets.append(StepLosses(name, step, millivolts, regained, step.charge.value * basis.factor))
    return budgets


def without_losses(run: Run) -> str:
    """Why there are no losses to show."""
    if any(step.losses is None and step.charge.value > 0.0 for step in completed_halves(run)):
        return (
            "Losses are kept of the first steps of a long protocol and of chosen cycles, and no charge or discharge is "
            "among these."
        )
    return "Losses are told of charges and discharges at a current, and the protocol has none that passed charge."


def _without_passing(steps: Sequence[Step]) -> list[Step]:
    """The steps without cycles between the first and those looked at closely later on, or of three cycles in all."""
    cycles = sorted({step.instruction.cycle for step in steps} - {0})
    later = [cycle for before, cycle in itertools.pairwise(cycles) if cycle > before + 1]
    kept = (
        {*cycles[:1], *(cycle for cycle in cycles if cycle >= later[0])} if later else set(some(cycles, _MOST_CYCLES))
    )
    return [step for step in steps if step.instruction.cycle in (0, *kept)]


def regained_names(losses: Sequence[StepLosses]) -> list[str]:
    """Losses that were removed one at a time, in the order of `LOSSES`."""
    return [name for name in LOSSES if any(name in step.regained for step in losses)]


def out_of_reach(run: Run) -> float:
    """Capacity of the active material that ions or electrons do not reach, nominal [as the first of `bases`]."""
    if not converts(run):
        return 0.0
    return (float(run.cell.theoretical_charge[0]) - float(run.cell.reach[0])) * bases(run)[0].factor


def loss_chart(run: Run, losses: Sequence[StepLosses]) -> Chart | None:
    """Mean voltage lost in each step, stacked by cause."""
    if not any(lost for step in losses for lost in step.millivolts.values()):
        return None  # each ends as it begins
    names = [step.name for step in losses]
    highest = max(sum(map(abs, step.millivolts.values())) for step in losses)
    bars = [
        Series(loss, names, [step.millivolts[loss] for step in losses], LOSS_COLOURS[loss], "bars")
        for loss in losses[0].millivolts
        if any(abs(step.millivolts[loss]) >= _SEEN * highest for step in losses)
    ]
    what = "Distance of the voltage from equilibrium" if converts(run) else "Voltage drop of the resistances"
    caption = f"{what} by cause, mean over the charge passed, nominal values; causes too small to be seen are left out."
    panel = Panel(Axis("Mean voltage lost (mV)"), tuple(bars))
    return Chart("losses", Axis("", "category"), (panel,), caption, aligned=True, aspect=0.85)


def gain_chart(run: Run, losses: Sequence[StepLosses]) -> Chart | None:
    """Capacity that the fastest step gains without each loss, for a paper."""
    ends = ends_of(losses)
    if not ends:
        return None
    step = ends[-1]
    largest = max(map(abs, step.regained.values()), default=0.0)
    if max(step.regained.values(), default=0.0) < max(_SMALLEST, _NAMED_GAIN * step.capacity):
        return None  # no loss alone holds it back
    gained = {name: gain for name, gain in step.regained.items() if abs(gain) >= max(_SMALLEST, _SEEN * largest)}
    names = sorted(gained, key=lambda name: -gained[name])
    if not names:
        return None
    gains = Series(step.name, names, [gained[name] for name in names], LOSS_COLOURS["kinetics"], "bars")
    title = f"Capacity gained without the loss\n({bases(run)[0].unit})"
    caption = "Capacity gained if one loss were removed, nominal values."
    panel = Panel(Axis(title), (gains,))
    return Chart("gains", Axis("", "category"), (panel,), caption, title=label(step.step), horizontal=True,
                 aspect=0.3 + 0.07 * len(names))  # fmt: skip


def ends_of(losses: Sequence[StepLosses]) -> list[StepLosses]:
    """The slowest and the fastest discharge, or charge where nothing is discharged; at one current first and last."""
    same = _told(losses)
    if not same:
        return []
    slow, fast = (choose(same, key=lambda step: abs(step.step.instruction.current)) for choose in (min, max))
    if slow is fast and len(same) > 1:
        slow, fast = same[0], same[-1]
    return [slow] if slow is fast else [slow, fast]


def _told(losses: Sequence[StepLosses]) -> list[StepLosses]:
    """The discharges, which are what a cell is for, or all where there are none."""
    return [step for step in losses if step.step.instruction.kind == "discharge"] or list(losses)


def budget_table(losses: Sequence[StepLosses]) -> Table | None:
    """Losses of the slowest and the fastest step, and what the latter would gain without each; None without any."""
    steps = ends_of([step for step in losses if any(abs(lost) >= _SMALLEST for lost in step.millivolts.values())])
    if not steps:
        return None
    names = [name for name in LOSSES if any(abs(step.millivolts.get(name, 0.0)) >= _SMALLEST for step in steps)]
    names.sort(key=lambda name: -max(abs(step.millivolts[name]) for step in steps))
    last = steps[-1]
    columns = [words_column("loss"), *(Column(f"{step.name}\nmV") for step in steps)]
    rows: list[list[Cell]] = []
    for name in names:
        gain = last.regained.get(name, 0.0)
        lost: list[Cell] = [fixed(step.millivolts[name]) for step in steps]
        rows.append([name, *lost, fixed(gain) if abs(gain) >= _SMALLEST else ""])
    return Table.of([*columns, Column(f"{last.name} without it\nmAh g⁻¹ more")], rows)


def limits(run: Run, losses: Sequence[StepLosses]) -> list[str]:
    """Sentences that name the largest losses, of the slowest and of the fastest step."""
    if not losses:
        return []
    basis, sulfur = bases(run)[0], converts(run)
    ends = ends_of(losses)
    sentences = [_voltage(step, sulfur) for step in ends]
    if dead := [label(step.step) for step in _told(losses) if step.capacity == 0.0]:
        end = "ends" if len(dead) == 1 else "end"
        sentences.append(f"{capital(listed(dead))} {end} at once: the losses under this current exceed the window.")
    sentences.append(_unreached(run))
    sentences.append(_capacity(ends[-1], basis.unit))
    life = life_of(run.steps)
    sentences.append("" if life is None else life.sentence())
    sentences += [fade.sentence() for fade in run.fades if fade.before > 0.0]
    sentences.append(left_open.sentence(run.left_open))
    return [printed(sentence) for sentence in sentences if sentence]


def _unreached(run: Run) -> str:
    """How much of the active material takes no part, and why; nothing of what is too little to name."""
    basis = bases(run)[0]
    lost, whole = out_of_reach(run), float(run.cell.theoretical_charge[0]) * basis.factor
    if lost <= _NAMED_OUT_OF_REACH * whole:
        return ""
    active = f"{percent(lost / whole)} of the active material, {amount(lost, basis.unit)},"
    opened = next((entry.value for entry in run.provenance if entry.where == "cathode.activated_share"), 1.0)
    if opened > 1.0 - _NAMED_OUT_OF_REACH:
        return f"Whatever the rate, {active} is out of reach of ions or electrons."
    return (
        f"{active} takes no part: the first charge, at its current and to its cut-off, opens {percent(opened)} of the "
        "Li₂S that ions and electrons reach. A slower first charge, a higher first cut-off, finer grains, or a salt "
        "milled into them would open more."
    )


def _voltage(step: StepLosses, sulfur: bool) -> str:
    total = sum(step.millivolts.values())
    ranked = sorted(step.millivolts.items(), key=lambda item: -item[1])[:3]
    if total <= 0.0:
        return ""
    parts = listed(f"{PLAIN[name]} ({amount(lost, 'mV')})" for name, lost in ranked if lost > _NAMED_LOSS * total)
    if not sulfur:
        return f"During {label(step.step)}, resistances take {amount(total, 'mV')}, mostly {parts}."
    side = "above" if step.step.instruction.kind == "charge" else "below"
    return (
        f"During {label(step.step)}, the voltage lies {amount(total, 'mV')} {side} equilibrium on average, mostly due "
        f"to {parts}."
    )


def _capacity(step: StepLosses, unit: str) -> str:
    name = label(step.step)
    gains = [(loss, gain) for loss, gain in step.regained.items() if gain > _NAMED_GAIN * step.capacity]
    gains = sorted(gains, key=lambda item: -item[1])[:3]
    gains = [(loss, gain) for loss, gain in gains if gain > _BESIDE_FIRST * gains[0][1]]
    if not gains and step.capacity == 0.0:
        return f"No single loss keeps {name} from starting: without any one alone it would still end at once."
    if not gains:
        least = percent(_NAMED_GAIN)
        return f"No single loss limits the capacity of {name}: removing any one would gain less than {least}."
    first, *others = gains
    parts = [f"{amount(first[1], unit)} more without {PLAIN[first[0]]}"]
    parts += [f"{number(gain)} more without {PLAIN[loss]}" for loss, gain in others]
    alone = ", each removed alone" if others else ""
    return (
        f"{capital(name)} would give {listed(parts)}{alone}. "
        f"To reduce {'the first of them' if others else 'it'}: {REMEDIES[first[0]]}."
    )
