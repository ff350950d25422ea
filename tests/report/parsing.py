"""What a browser would make of a page."""

import json
from html.parser import HTMLParser

from brimstone.report._packed import unpacked_data


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
