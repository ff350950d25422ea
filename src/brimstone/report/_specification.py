"""Parts that all figures of the page share, as plain plotly specifications."""

import html
from typing import Any

import numpy as np

Spec = dict[str, Any]

VOLTAGE = "Voltage vs. Li/Li⁺ (V)"
_VOLTAGE_TICKS = [{"dtickrange": [None, 0.09], "value": ".2f"}, {"dtickrange": [0.09, None], "value": ".1f"}]


def layout(x: str, y: str, **more: Any) -> Spec:
    """Layout of a figure with these titles of its axes."""
    return {
        "xaxis": axis(x),
        "yaxis": axis(y),
        "margin": {"l": 64, "r": 16, "t": 16, "b": 56},
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
        **more,
    }


def axis(title: str) -> Spec:
    """An axis with its title."""
    ticks = {"tickformatstops": _VOLTAGE_TICKS} if title == VOLTAGE else {}
    return {
        **ticks,
        "title": {"text": text(title), "standoff": 10},
        "showline": True,
        "ticks": "outside",
        "ticklen": 5,
        "zeroline": False,
        "automargin": True,
    }


def numbers(values: Any, digits: int = 5) -> list:
    """Rounded to significant digits, null where there is no number: JSON knows no NaN."""
    array = np.asarray(values, dtype=float)
    finite = np.isfinite(array)
    size = np.floor(np.log10(np.abs(np.where(finite & (array != 0.0), array, 1.0))))
    scale = 10.0 ** (digits - 1 - size)
    rounded = np.round(np.where(finite, array, 0.0) * scale) / scale
    if finite.all():
        return rounded.tolist()
    return [value if known else None for value, known in zip(rounded.tolist(), finite.tolist(), strict=True)]


def text(words: str) -> str:
    """Words escaped, because plotly reads a little HTML in them."""
    return html.escape(words, quote=False)
