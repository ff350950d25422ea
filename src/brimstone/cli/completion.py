"""What a shell offers for the beginning of a word."""

import contextlib
import io
import os
import sys
from collections.abc import Iterator

CELL = "cell:"
_SHELL, _WORDS, _PLACE = "_BRIMSTONE_COMPLETE", "COMP_WORDS", "COMP_CWORD"


def cells_called(incomplete: str) -> list[str]:
    """Reported cells that run, once ``cell:`` is written; nothing before, so that files are offered."""
    if not incomplete.startswith(CELL):
        return []
    from brimstone.library import load

    return [CELL + cell.name for cell in load().cells(runnable=True)]


@contextlib.contextmanager
def colons_of_bash() -> Iterator[None]:
    """Within the block, a colon does not end a word, where bash asks what to offer, and takes it for one that does."""
    before = _join_words() if os.environ.get(_SHELL) == "complete_bash" else ""
    if not before:
        yield
        return
    offered = io.StringIO()
    try:
        with contextlib.redirect_stdout(offered):
            yield
    finally:
        sys.stdout.writelines(f"{line.removeprefix(before)}\n" for line in offered.getvalue().splitlines())


def _join_words() -> str:
    """Put words together that were split at a colon; what of the word that is asked for stands before its last one."""
    place, before = int(os.environ.get(_PLACE, "0")), ""
    words: list[str] = []
    for number, word in enumerate(os.environ.get(_WORDS, "").split("\n")):
        if words and (word == ":" or words[-1].endswith(":")):
            words[-1] += word
        else:
            words.append(word)
        if number == place:
            os.environ[_PLACE] = str(len(words) - 1)
            before = words[-1][: words[-1].rfind(":") + 1]
    os.environ[_WORDS] = "\n".join(words)
    return before
