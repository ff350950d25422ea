"""What a browser would make of a page."""

import itertools
import json
from html.parser import HTMLParser

from brimstone.report._packed import _PLACES as PLACES
from brimstone.report._packed import unpacked


def unpacked_data(words):
    """The content that `packed_data` made into these words; tuples come out as lists."""
    return _by_rows(json.loads(unpacked(words)))


def _by_rows(content):
    """What `_packed._by_columns` made into this, as ``page/unpack.js`` does it."""
    if isinstance(content, list):
        return [_by_rows(one) for one in content]
    if not isinstance(content, dict):
        return content
    parts = {name: _by_rows(part) for name, part in content.items()}
    if PLACES not in parts:
        return parts
    objects = {int(place): _objects(columns) for place, columns in parts.items() if place != PLACES}
    return [next(objects[place]) for place in parts[PLACES]]


def _objects(columns):
    return ({name: column[row] for name, column in columns.items()} for row in itertools.count())


class Page(HTMLParser):
    """Elements, texts and scripts of a page, read as a browser reads them."""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[tuple[dict[str, str], str]] = []
        self.words: list[str] = []
        self._inside: str | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, {name: value or "" for name, value in attributes}))
        if tag in ("script", "style"):
            self._inside = tag
            if tag == "script":
                self.scripts.append((self.elements[-1][1], ""))

    def handle_endtag(self, tag):
        if tag == self._inside:
            self._inside = None

    def handle_data(self, data):
        if self._inside == "script":
            attributes, text = self.scripts[-1]
            self.scripts[-1] = (attributes, text + data)
        elif self._inside is None:
            self.words.append(data)

    @property
    def text(self) -> str:
        """What a person reads."""
        return " ".join(" ".join(self.words).split())

    def ids(self) -> set[str]:
        return {attributes["id"] for _, attributes in self.elements if "id" in attributes}

    def json(self, name: str):
        ((kind, text),) = (
            (attributes["type"], text) for attributes, text in self.scripts if attributes.get("id") == name
        )
        return unpacked_data(text) if kind == "text/plain" else json.loads(text)

    def programs(self) -> list[str]:
        """Scripts that a browser would run."""
        return [text for attributes, text in self.scripts if "type" not in attributes]
