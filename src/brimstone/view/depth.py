"""State and reaction through the depth of the cathode."""

import numpy as np

from brimstone._records import record
from brimstone.constants import UM
from brimstone.result import Run, Step
from brimstone.view.charts import Axis, Chart, Panel, Series
from brimstone.view.palette import ordered
from brimstone.view.steps import bases, completed_halves, converts, few, short_names
from brimstone.view.words import amount

_MA_CM3 = 1_000.0  # one mA/cm3 [A/m3]
_STATES, _LINES = 64, 5
_MOST_STEPS, _MOST_CYCLES = 8, 3
_MOST, _FAR = 0.98, 1.5  # share of a map, and ratio of its largest number to what these keep to


@record
class Front:
    """State and reaction through the depth of the cathode during one step.

    Attributes
    ----------
    name : str
    step : Step
    charge : ndarray (states,)
        Passed, evenly spaced [C/m2].
    depth : ndarray (nodes,)
        From the separator [um].
    state : ndarray (states, nodes)
        Share of the accessible sulfur that is Li2S; in a cathode without sulfur, share of the electrolyte's reversible
        reduction in use.
    reaction : ndarray (states, nodes)
        Current from ions to electrons, positive in the direction of the step [mA/cm3].
    dissolved : ndarray (states, nodes) or None
        Sulfur in the solution in the pores, over that of all sulfur in all solution, where that is a field.
    """

    name: str
    step: Step
    charge: np.ndarray
    depth: np.ndarray
    state: np.ndarray
    reaction: np.ndarray
    dissolved: np.ndarray | None


def fronts(run: Run) -> list[Front]:
    """Fronts of charges and discharges whose profiles were kept, at most eight and those of three cycles."""
    steps = [step for step in completed_halves(run) if len(step.profile.reaction) > 2 and step.charge.value > 0.0]
    steps = few(steps, _MOST_STEPS, _MOST_CYCLES)
    return [_front(name, step) for name, step in zip(short_names(steps), steps, strict=True)]


def _front(name: str, step: Step) -> Front:
    passed = np.abs(step.curve.charge)
    grid = np.linspace(passed[0], passed[-1], _STATES)
    right = np.searchsorted(passed, grid).clip(1, passed.size - 1)
    width = passed[right] - passed[right - 1]
    share = ((grid - passed[right - 1]) / np.where(width > 0.0, width, 1.0))[:, None]
    profile = step.profile

    def between(rows: np.ndarray) -> np.ndarray:
        return np.asarray((1.0 - share) * rows[right - 1] + share * rows[right])

    return Front(
        name=name,
        step=step,
        charge=grid,
        depth=profile.depth / UM,
        state=between(profile.progress),
        # Rates are far from linear in the states: those of the recorded states are interpolated, which keeps their sum.
        reaction=(1.0 if step.instruction.kind == "discharge" else -1.0) * between(profile.reaction) / _MA_CM3,
        dissolved=None if profile.dissolved is None else between(profile.dissolved),
    )


def first_shown(shown_fronts: list[Front]) -> int:
    """The front that is drawn at first: of the last discharge, or of the last charge where there is none."""
    discharges = [place for place, front in enumerate(shown_fronts) if front.step.instruction.kind == "discharge"]
    return discharges[-1] if discharges else len(shown_fronts) - 1


def state_name(run: Run) -> str:
    """What `Front.state` is."""
    return run.cell.equations.progress_name(run.cell.parameters[0])


def depth_maps(run: Run, shown_fronts: list[Front]) -> list[Chart]:
    """State and reaction of each step over capacity and depth: ``front-state-0``, ``front-reaction-0`` and so on."""
    basis = bases(run)[0]
    charts = []
    for place, front in enumerate(shown_fronts):
        x = Axis(f"Capacity passed ({basis.unit})")
        depth = Axis("Depth from the electrolyte layer (µm)", limits=(0.0, float(front.depth[-1] + front.depth[0])))
        charge = front.charge * basis.factor
        state = Series(front.name, charge, front.depth, style="map", z=front.state.T, scale="share")
        ends = _usual(front.reaction)
        reaction = Series(front.name, charge, front.depth, style="map", z=front.reaction.T, ends=ends)
        beyond = ""
        if ends is not None:
            beyond = f" Colours end at what {100 * _MOST:.0f} % of the map keep to; its largest is "
            beyond += f"{amount(float(front.reaction.max()), 'mA cm⁻³')}."
        words = f"{state_name(run)}. The electrolyte layer is at the bottom, the collector at the top."
        charts += [
            Chart(f"front-state-{place}", x, (Panel(depth, (state,)),), words, bar_title=state_name(run)),
            Chart(
                f"front-reaction-{place}",
                x,
                (Panel(depth, (reaction,)),),
                f"Current from ions to electrons, of sulfur and electrolyte together.{beyond}",
                bar_title="Local reaction current (mA cm⁻³)",
            ),
        ]
    return charts


def _usual(values: np.ndarray) -> tuple[float, float] | None:
    """Ends that nearly all numbers keep to, where the largest is far beyond: a spike hides all else."""
    low, high = np.quantile(values, (1.0 - _MOST, _MOST)).tolist()
    return (min(0.0, low), high) if 0.0 < _FAR * high < float(values.max()) else None


def depth_profiles(run: Run, shown_fronts: list[Front]) -> list[Chart]:
    """State and reaction against depth at five capacities, of the first and of the last step, for a paper."""
    ends = shown_fronts[:1] if len(shown_fronts) == 1 else [*shown_fronts[:1], *shown_fronts[-1:]]
    charts = []
    for name, front in zip(("front", "front-last"), ends, strict=False):
        places = np.linspace(0, front.charge.size - 1, _LINES).round().astype(int)
        states, reactions, dissolved = [], [], []
        for line, place in enumerate(places):
            share = line / (_LINES - 1)
            passed = f"{100 * share:.0f} % passed"
            states.append(Series(passed, front.depth, front.state[place], ordered(share)))
            reactions.append(Series(passed, front.depth, front.reaction[place], ordered(share), legend=False))
            if front.dissolved is not None:
                dissolved.append(Series(passed, front.depth, front.dissolved[place], ordered(share), legend=False))
        low, high = min(0.0, 1.1 * float(front.reaction.min())), 1.1 * float(front.reaction.max())
        depth = Axis("Depth (µm)", limits=(0.0, float(front.depth[-1] + front.depth[0])))
        title = "Converted share" if converts(run) else "Reduced share"
        panels = [
            Panel(Axis(title, limits=(-0.02, 1.02)), tuple(states)),
            Panel(Axis("Reaction (mA cm⁻³)", limits=(low, high)), tuple(reactions)),
        ]
        words, aspect = state_name(run), 1.15
        if dissolved:
            panels.append(Panel(Axis("Dissolved S (–)"), tuple(dissolved)))
            words += ". Dissolved sulfur is over its mean if all were dissolved; it gathers where it reacts last."
            aspect = 1.4
        charts.append(Chart(name, depth, tuple(panels), words, title=front.name, aspect=aspect))
    return charts
