"""How far sulfur that was melted with its host got into the pores, by temperature and time of the melt."""

from collections.abc import Sequence

import numpy as np

from brimstone.composite.infiltration import MELTING_TEMPERATURE, Melt, drawn_share, melt_viscosity, squared_depth
from brimstone.library import Material
from brimstone.library.workbench import Workbench
from brimstone.recipe.mixing import MixingStep

_NEARLY_ALL = 0.95  # of the pores; less is worth a word


def drawn_in(bench: Workbench) -> np.ndarray:
    """Share of the pores of the host that a melt got to [-], shape (members,).

    One where nothing was melted into it, or where the viscosity of what was is not known.
    """
    host, active = bench.recipe.cathode.host, bench.material(bench.recipe.cathode.active)
    if host is None or "viscosity" not in active:
        return bench.full(1.0)
    carbon = bench.material(host.carbon)
    melts = [step for step in bench.recipe.cathode.mixing if _melts(bench, step, active, carbon)]
    if not melts:
        return bench.full(1.0)
    melt, squared = _melt(bench, active), bench.full(0.0)
    for step in melts:
        hold = bench.constant("melt/hold") if step.time is None else bench.full(step.time.si)
        at = bench.constant("melt/temperature") if step.temperature is None else bench.full(step.temperature.si)
        viscosity = melt_viscosity(at, melt)
        bench.note("cathode.melt_viscosity", viscosity, "viscosity", f"of {active.name} as it was melted in")
        squared = squared + squared_depth(
            hold,
            viscosity,
            bench.property(active, "surface_energy"),
            np.minimum(bench.constant("melt/wetting"), 1.0),
            bench.property(carbon, "pore_width"),
            bench.constant("melt/detour"),
        )
    stated = {bench.material(name).name: size.si for name, size in bench.recipe.cathode.particle_size.items()}
    share = drawn_share(np.sqrt(squared), stated.get(carbon.name, bench.property(carbon, "particle_size")))
    bench.note("cathode.melted_in", share, "fraction", "of the pores of the host, by temperature and time of the melt")
    return share


def warm_enough(steps: Sequence[MixingStep]) -> list[MixingStep]:
    """Steps of a mixing without those in an oven in which sulfur stays solid, where another one melts it."""
    molten = [step for step in steps if step.is_melt and not _is_cold(step)]
    return [step for step in steps if not (molten and step.is_melt and _is_cold(step))]


def _is_cold(step: MixingStep) -> bool:
    return step.temperature is not None and step.temperature.si < MELTING_TEMPERATURE


def sentences(bench: Workbench) -> list[str]:
    """That a melt was too thick for its time to fill the pores of the host, nominal values."""
    host, share = bench.recipe.cathode.host, float(drawn_in(bench)[0])
    if host is None or share > _NEARLY_ALL:
        return []
    return [
        f"the melt got into {100 * share:.0f} % of the pores of {host.carbon}: above 159 degC sulfur is thousands of "
        "times thicker than at 155 degC, and grains take as much longer to fill"
    ]


def _melts(bench: Workbench, step: MixingStep, active: Material, carbon: Material) -> bool:
    """Whether a step melts the active material with its host."""
    if step.method != "melt-milled":
        return False
    if step.temperature is not None and step.temperature.si < active["melting_temperature"].si:
        return False
    names = {bench.material(name).name for name in step.of}
    return not names or {active.name, carbon.name} <= names


def _melt(bench: Workbench, active: Material) -> Melt:
    chains = bench.library.constant("melt/chains_viscosity")
    return Melt(
        bench.property(active, "viscosity"),
        active["viscosity"].temperature,
        bench.constant("melt/rings_energy"),
        bench.constant("melt/opening_temperature"),
        bench.constant("melt/opening_width"),
        bench.constant("melt/chains_viscosity"),
        chains.temperature,
        bench.constant("melt/chains_energy"),
    )
