"""The joint calibration: every measured point before and after the fit, and with its paper left out."""

import numpy as np

from brimstone.constants import MAH_G
from brimstone.fit.calibrate import CalibrationProblem, leave_one_paper_out
from brimstone.library import Library


def calibration_page(library: Library, starts: int = 4) -> str:
    """Every measured point before and after the fit, and with its paper left out."""
    problem = CalibrationProblem(library)
    fit = problem.fit(starts)
    before = np.log(problem.capacities(np.zeros((1, problem.size)))[0] / [point.measured for point in problem.points])
    left_out = leave_one_paper_out(library)
    columns = {
        "priors": before,
        "joint fit": np.array([error for _, error in fit.errors()]),
        "paper left out": np.array([one.alone for one in left_out]),
        "left out, one point known": np.array([one.anchored for one in left_out]),
    }
    lines = [
        "# The universal constants and their errors",
        "",
        "Computed over measured capacity, as the deviation of the logarithm. The joint fit knows each paper's",
        "laboratory factor; *paper left out* is the recipe alone, with constants refitted from the priors to all",
        "other papers, followed by its 80 % interval over those constants and the laboratory factor, with a star",
        "where it misses the measured value; the last column adds one measured point of the paper (the median over",
        "the choice of that point). The centres of most priors come from an earlier joint fit to the same papers,",
        "with wider intervals: the errors on papers left out are therefore optimistic.",
        "",
        "| paper | cell and condition | measured, mAh/g | priors | joint fit | paper left out | 80 % interval "
        "| left out, one point known |",
        "|" + "---|" * 8,
    ]
    for number, (point, one) in enumerate(zip(problem.points, left_out, strict=True)):
        first, second, third, fourth = (f"{errors[number]:+.2f}" for errors in columns.values())
        interval = f"{one.low:+.2f} to {one.high:+.2f}" + ("" if one.covered else " *")
        lines.append(
            f"| {point.paper} | {point.cell}: {point.condition} | {point.measured / MAH_G:.0f} "
            f"| {first} | {second} | {third} | {interval} | {fourth} |"
        )
    roots = [f"{np.sqrt(np.nanmean(errors**2)):.2f}" for errors in columns.values()]
    medians = [f"{100 * np.nanmedian(np.abs(np.expm1(errors))):.0f} %" for errors in columns.values()]
    covered = f"{sum(one.covered for one in left_out)} of {len(left_out)} cover it"
    lines += [
        f"| | root mean square | | {roots[0]} | {roots[1]} | {roots[2]} | {covered} | {roots[3]} |",
        f"| | median of the relative error | | {medians[0]} | {medians[1]} | {medians[2]} | | {medians[3]} |",
        "",
    ]
    return "\n".join(lines)
