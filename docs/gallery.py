"""Draw the figures of the gallery: `python docs/gallery.py` runs the lines of its page and keeps what they end in."""

import ast
import re
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

HERE = Path(__file__).parent


def main() -> None:
    """Write ``images/gallery-1.svg`` and so on, in the order of the page."""
    names: dict[str, Any] = {}
    count = 0
    for block in re.findall(r"^```python\n(.*?)^```$", (HERE / "gallery.md").read_text("utf-8"), re.S | re.M):
        tree = ast.parse(block)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "gallery.md", "exec"), names)
        shown = None if last is None else eval(compile(ast.Expression(last.value), "gallery.md", "eval"), names)
        if isinstance(shown, Figure):
            count += 1
            shown.savefig(HERE / "images" / f"gallery-{count}.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
