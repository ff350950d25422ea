"""Regular expressions that are compiled when they are first used.

Words of recipes are read by dozens of long ones, of which a recipe needs a few; compiling them all takes as long as
importing NumPy does.
"""

import re
from typing import Any, cast


class _Later:
    def __init__(self, words: str, flags: int):
        self._words, self._flags = words, flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(self._words, self._flags), name)
        setattr(self, name, value)  # found at once from now on
        return value


def expression(words: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` returns, but that it is compiled with its first match."""
    return cast(re.Pattern[str], _Later(words, flags))
