"""Numbers as the contract of ``brimstone run --json`` writes them."""

import math

from brimstone.result.figures import Figure


def rounded(number: float) -> float | None:
    """Seven digits, and null where there is no number: JSON knows no NaN."""
    return float(f"{number:.7g}") if math.isfinite(number) else None


def figure_words(name: str, figure: Figure) -> dict[str, float | None]:
    """A figure under a name, its interval under the name with ``_low`` and ``_high``."""
    words = {name: rounded(figure.value)}
    if figure.low is not None and figure.high is not None:
        words |= {f"{name}_low": rounded(figure.low), f"{name}_high": rounded(figure.high)}
    return words
