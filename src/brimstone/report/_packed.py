"""What makes a page large, packed: the program that draws its figures, and their data.

A packed text is compressed (RFC 1950) and written in 85 letters that mean nothing in HTML; ``page/unpack.js`` reads it
in the browser. Plotly's own program shrinks from 4.8 to 0.9 MB, mostly because what
no page draws is left out, and data to a fifth.
"""

import base64
import functools
import hashlib
import importlib.util
import json
import pickle
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

from brimstone import _cache
from brimstone.report._shaken import FLAT, shaken

#: One letter of base 85 begins comments and elements of HTML: a full stop, which base 85 has not, takes its place.
_SAFE = str.maketrans("<", ".")
_PLACES = ""  # key of the list that says where each object of a list is found; no record has it
_RULES = Path(__file__).with_name("_shaken.py")  # what is left out of plotly follows from them


def packed(text: str) -> str:
    """The text, packed, to put into a script element of the type ``text/plain``."""
    return base64.b85encode(zlib.compress(text.encode(), 9)).decode().translate(_SAFE)


def unpacked(words: str) -> str:
    """The text that `packed` made into these words."""
    return zlib.decompress(base64.b85decode(words.translate(str.maketrans(".", "<")))).decode()


def packed_data(content: Any) -> str:
    """JSON of numbers, words and nothing else, packed."""
    return packed(json.dumps(_by_columns(content), ensure_ascii=False, allow_nan=False, separators=(",", ":")))


def _by_columns(content: Any) -> Any:
    """The same with each list of objects as one object of columns, which packs to two thirds.

    Objects with the same keys stand together: ``{"": [0, 0, 1], "0": {"a": [1, 2]}, "1": {"b": [3]}}``, whose first
    list says where each of the objects is found.
    """
    if isinstance(content, dict):
        return {name: _by_columns(part) for name, part in content.items()}
    if not isinstance(content, list | tuple):
        return content
    if not content or not all(isinstance(one, dict) for one in content):
        return [_by_columns(one) for one in content]
    kinds = list(dict.fromkeys(map(tuple, content)))
    places = [kinds.index(tuple(one)) for one in content]
    columns = {
        str(place): {name: _by_columns([one[name] for one in content if tuple(one) == kind]) for name in kind}
        for place, kind in enumerate(kinds)
    }
    return {_PLACES: places, **columns}


@functools.lru_cache(maxsize=2)
def packed_plotly(drawn: frozenset[str] = FLAT) -> tuple[str, str]:
    """Plotly's own program, packed, and the hash of what it is unpacked to.

    The package is found, not imported, and packed once for all processes: either takes longer than a page.

    Parameters
    ----------
    drawn : frozenset of str
        Kinds of traces that the page has; others are left out.
    """
    spec = importlib.util.find_spec("plotly")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("the report needs the package plotly: pip install plotly")
    path = Path(spec.submodule_search_locations[0]) / "package_data" / "plotly.min.js"
    content = path.read_bytes()
    key = hashlib.sha256(content + _RULES.read_bytes()).digest()
    name = f"plotly-{'-'.join(sorted(drawn))}"
    kept = _cache.read(name, key)
    if isinstance(kept, tuple):
        return kept
    program = shaken(content.decode(), drawn)
    made = packed(program), "sha256-" + base64.b64encode(hashlib.sha256(program.encode()).digest()).decode()
    with suppress(OSError):  # it is packed again next time
        _cache.write(name, key, pickle.dumps(made))
    return made
