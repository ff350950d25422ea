"""Where the analytic tier of the composite can be trusted: its ionic network compared with voxels.

Two structures bound a pressed composite: a ductile electrolyte that has flowed around everything else (it fills the
space between clusters), and one that has kept its grains (overlapping spheres). A real composite lies between them, and
the analytic factor is compared with their geometric mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from brimstone.composite.conduction import network_factor
from brimstone.composite.voxel import Blobs, Spheres, conduct, generate
from brimstone.library import Library

#: Volume fractions of electrolyte.
FRACTIONS = (0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50, 0.60, 0.70)
#: Disagreement above which a run warns.
LARGEST_GAP = 0.25
_SULFUR, _CARBON, _PORES = 0.45, 0.25, 0.30  # of what is not electrolyte
_GRAIN, _BLACK, _PORE = 1e-6, 0.3e-6, 0.4e-6  # [m]


@dataclass(frozen=True)
class Tiers:
    """Effective over bulk ionic conductivity of both tiers.

    Attributes
    ----------
    fractions : ndarray (fractions,)
    flowed, granular : ndarray (fractions, seeds)
        Voxel tier: electrolyte as the matrix, and as grains.
    analytic : ndarray (fractions,)
    """

    fractions: np.ndarray
    flowed: np.ndarray
    granular: np.ndarray
    analytic: np.ndarray

    @property
    def middle(self) -> np.ndarray:
        """Geometric mean of the two structures."""
        return np.sqrt(self.flowed.mean(axis=1) * self.granular.mean(axis=1))

    @property
    def gap(self) -> np.ndarray:
        """Analytic over the middle of the voxel tier, less one."""
        return self.analytic / np.maximum(self.middle, 1e-12) - 1.0

    @property
    def trusted_above(self) -> float:
        """Least fraction above which the tiers agree within `LARGEST_GAP`; NaN when they differ even at the largest."""
        agree = np.abs(self.gap) <= LARGEST_GAP
        lowest = float("nan")
        for fraction, good in zip(self.fractions[::-1], agree[::-1], strict=True):
            if not good:
                break
            lowest = float(fraction)
        return lowest


def compare_tiers(library: Library, fractions: Sequence[float] = FRACTIONS, seeds: int = 3, voxels: int = 100) -> Tiers:
    """Compute both tiers over a range of electrolyte fractions.

    Parameters
    ----------
    library : Library
        Threshold and exponent of the analytic tier.
    fractions : sequence of float
    seeds : int
        Structures per fraction and kind.
    voxels : int
        Along each edge, of 50 nm.
    """
    threshold = library.constant("transport/ionic_threshold").si
    exponent = library.constant("transport/ionic_exponent").si
    shape = (voxels, voxels, voxels)

    def factor(fraction: float, granular: bool, seed: int) -> float:
        rest = 1.0 - fraction
        others = {"carbon": Blobs(rest * _CARBON, _BLACK), "pores": Blobs(rest * _PORES, _PORE)}
        if granular:
            contents: dict[str, Blobs | Spheres] = {"electrolyte": Spheres(fraction, _GRAIN, 0.3), **others}
        else:
            contents = {"sulfur": Blobs(rest * _SULFUR, _GRAIN), **others}
        matrix = "sulfur" if granular else "electrolyte"
        structure = generate(shape, contents, matrix=matrix, voxel=50e-9, seed=seed)
        return conduct(structure, {"electrolyte": 1.0}).conductivity

    flowed, granular = (
        np.array([[factor(fraction, kind, seed) for seed in range(seeds)] for fraction in fractions])
        for kind in (False, True)
    )
    chosen = np.asarray(fractions, dtype=float)
    return Tiers(chosen, flowed, granular, np.asarray(network_factor(chosen, threshold, exponent)))


def tiers_page(tiers: Tiers) -> str:
    """Both tiers at each fraction, as a page of Markdown."""
    lines = [
        "# Two models of the composite",
        "",
        "Effective over bulk ionic conductivity of composites of sulfur, electrolyte, carbon and pores, from the",
        "analytic model and from voxels (100³ of 50 nm, three structures each). *Flowed*: the electrolyte fills the",
        "space between the other phases, like a ductile sulfide pressed hard. *Granular*: it keeps its grains. Real",
        "composites lie between the two.",
        "",
        "![Both tiers against the electrolyte's volume fraction](images/tiers.png)",
        "",
        "| electrolyte, vol% | flowed | granular | middle | analytic | analytic : middle |",
        "|---|---|---|---|---|---|",
    ]
    for number, fraction in enumerate(tiers.fractions):
        lines.append(
            f"| {100 * fraction:.0f} | {tiers.flowed[number].mean():.3f} ± {tiers.flowed[number].std():.3f} "
            f"| {tiers.granular[number].mean():.3f} ± {tiers.granular[number].std():.3f} "
            f"| {tiers.middle[number]:.3f} | {tiers.analytic[number]:.3f} | {_ratio(1 + tiers.gap[number])} |"
        )
    lines += [
        "",
        f"Above {100 * tiers.trusted_above:.0f} vol% of electrolyte, the analytic model lies within "
        f"{100 * LARGEST_GAP:.0f} % of the middle. Below, the granular network is close to its threshold, where small",
        "differences matter, and a run in which ion conduction costs voltage gives a warning. The threshold and",
        "exponent of the analytic model come from measured partial conductivities and cell data, not these voxels.",
        "Carbon black cannot be judged this way: its network is finer than a voxel.",
        "",
    ]
    return "\n".join(lines)


def _ratio(number: float) -> str:
    return f"{number:.2f}" if number < 100 else "–"


def plot(tiers: Tiers, path) -> None:
    """Write the comparison as a figure."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"font.size": 9, "axes.spines.top": False, "axes.spines.right": False}):
        figure = Figure(figsize=(4.6, 3.4), layout="constrained")
        axes = figure.subplots()
        percent = 100 * tiers.fractions
        low, high = tiers.granular.mean(axis=1), tiers.flowed.mean(axis=1)
        axes.fill_between(
            percent, np.maximum(low, 1e-4), high, color="#d9d4c7", lw=0, label="voxels, granular to flowed"
        )
        axes.plot(percent, tiers.middle, color="#6b6459", lw=1.2, ls="--", label="their middle")
        axes.plot(percent, tiers.analytic, color="#c79a00", lw=2, label="analytic tier")
        axes.set(
            yscale="log",
            ylim=(1e-3, 1),
            xlabel="electrolyte in the composite / vol%",
            ylabel="effective : bulk ionic conductivity",
        )
        axes.legend(frameon=False, loc="lower right")
        figure.savefig(path, dpi=200)
