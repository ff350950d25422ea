"""Put real output into README.md, and the picture beside it; to be run after anything that moves numbers.

Blocks after `<!-- output ... -->` are rewritten. Options in the comment: `part "a"` keeps the paragraph that begins so,
`replace "a" with "b"` changes the recipe first, and a rest such as `anchor: …` is added to its end.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"<!-- output(?P<options>.*?) -->\n```console\n\$ (?P<command>[^\n]*)\n.*?```", re.DOTALL)
PART = re.compile(r'part "(.*?)"')
REPLACE = re.compile(r'replace "(.*?)" with "(.*?)"')


def main() -> None:
    readme = ROOT / "README.md"
    with tempfile.TemporaryDirectory() as folder:
        text = BLOCK.sub(lambda match: block(match, Path(folder)), readme.read_text(encoding="utf-8"))
        paper = Path(folder) / "paper"
        brimstone(["run", "examples/yao2017.yaml", "--figures", "--out", str(paper)])
        shutil.copy(paper / "figures" / "voltage.png", ROOT / "docs" / "images" / "yao2017.png")
    readme.write_text(text, encoding="utf-8")


def block(match: re.Match[str], folder: Path) -> str:
    """The block with what its command prints now, run on a changed copy of the recipe where that is asked for."""
    options, command = match["options"].lstrip(":"), match["command"]
    words = command.split()[1:]
    if words[0] == "run":
        recipe = (ROOT / words[1]).read_text(encoding="utf-8")
        for before, after in REPLACE.findall(options):
            if before not in recipe:
                raise SystemExit(f"README.md: {words[1]} has no '{before}'")
            recipe = recipe.replace(before, after)
        rest = REPLACE.sub("", PART.sub("", options)).strip()
        changed = folder / Path(words[1]).name
        changed.write_text(f"{recipe}{rest}\n", encoding="utf-8")
        out = folder / "results"
        printed = brimstone(["run", str(changed), "--out", str(out)])
        printed = printed.replace(str(changed), words[1]).replace(str(out), f"out/{changed.stem}")
    else:
        printed = brimstone(words)
    printed = "\n".join(line.rstrip() for line in printed.rstrip().splitlines())
    kept = PART.search(options)
    if kept is not None:
        printed = next(part for part in printed.split("\n\n") if part.startswith(kept[1]))
    return f"<!-- output{match['options']} -->\n```console\n$ {command}\n{printed}\n```"


def brimstone(words: list[str]) -> str:
    """What the command prints on a screen of 80 columns."""
    done = subprocess.run(
        [sys.executable, "-m", "brimstone", *words],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "80"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 2) or "Traceback" in done.stdout:
        raise SystemExit(done.stdout)
    return done.stdout


if __name__ == "__main__":
    main()
