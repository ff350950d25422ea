"""Drawing of voltage curves for notebooks."""

import io
from collections.abc import Sequence

import numpy as np

_MOST_CURVES = 12  # that one small figure can show


def voltage_figure(curves: Sequence[tuple[str, np.ndarray, np.ndarray]], unit: str) -> str:
    """Voltage against capacity as inline SVG; of many curves the first.

    Parameters
    ----------
    curves : sequence of (name, capacity, voltage)
        Capacity in `unit`, voltage in volts.
    unit : str
    """
    import matplotlib
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 3.2), layout="constrained")
    axes = figure.add_subplot(xlabel=f"capacity [{unit}]", ylabel="voltage against Li/Li$^+$ [V]")
    for name, capacity, voltage in curves[:_MOST_CURVES]:
        axes.plot(capacity, voltage, label=name)
    figure.legend(loc="outside right upper", frameon=False, fontsize="small")
    drawn = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": "brimstone"}):
        figure.savefig(drawn, format="svg", metadata={"Date": None})
    text = drawn.getvalue()
    return text[text.index("<svg") :]
