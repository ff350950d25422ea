"""Draw the figures of the gallery and of measurements: `python docs/gallery.py` runs the lines of their pages.

What a block of lines ends in is kept, where it is a figure; `python docs/gallery.py laboratory` does one page.
"""

import argparse
import ast
import re
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

HERE = Path(__file__).parent
PAGES = ("gallery", "laboratory", "symmetric", "blocking", "halfcell", "electrodes")


def main(page: str) -> None:
    """Write ``images/gallery-1.svg`` and so on, in the order of the page."""
    names: dict[str, Any] = {}
    count = 0
    for block in re.findall(r"^```python\n(.*?)^```$", (HERE / f"{page}.md").read_text("utf-8"), re.S | re.M):
        tree = ast.parse(block)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, page, "exec"), names)
        shown = None if last is None else eval(compile(ast.Expression(last.value), page, "eval"), names)
        if isinstance(shown, Figure):
            count += 1
            shown.savefig(HERE / "images" / f"{page}-{count}.svg", metadata={"Date": None})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Draw the figures of pages; of all of them unless some are named.")
    parser.add_argument("page", nargs="*", help=", ".join(PAGES), metavar="PAGE")
    asked = parser.parse_args().page
    if unknown := [name for name in asked if name not in PAGES]:
        parser.error(f"no page of that name: {', '.join(unknown)}; there are {', '.join(PAGES)}")
    for one in asked or PAGES:
        main(one)
