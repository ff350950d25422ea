"""YAML in and out, with every scalar kept as written.

Plain YAML would turn ``1:2:3`` into 3723, ``on`` into true and ``5e-3`` into text. Here a scalar is always text, and
its field decides what it means. Anything that could make a small file large or deep is refused at once.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from brimstone.errors import RecipeError
from brimstone.recipe.problems import Place, path_in_words, printable
from brimstone.recipe.yaml_quotes import MOST_LINES, quoted_line

LARGEST_FILE = 1_000_000  #: [bytes]
MOST_ENTRIES = 10_000  #: with aliases followed
DEEPEST = 20
_NOTHING = {"", "~", "null", "Null", "NULL"}
_LINE_WIDTH = 120
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")  # YAML can write them as escapes
_ODD_INDENT = re.compile(r"^(?![ \t])(?:[^\S\n\r\t]|[\u200b\u2060\ufeff])+", re.MULTILINE)

#: Signs of Chinese and Japanese keyboards between the fields of a line, and after the name of one.
_WIDE_COMMA = re.compile(r"(?<=[^\s'\"])，[ \t]*(?=[a-z_][a-z_ ]{0,40}(?::\s|：))")
_WIDE_COLON = re.compile(r"((?:^|[{,])[ \t]*(?:-[ \t]+)?[a-z_][a-z_ ]{0,40})：[ \t]*", re.MULTILINE)


def control_character(value: Any, depth: int = 0) -> str:
    """What is wrong with words that hold a character no file shows; empty for all others."""
    if isinstance(value, str):
        if (sign := _CONTROL.search(value)) is None:
            return ""
        return f"has the control character U+{ord(sign[0]):04X} in '{printable(value)[:60]}'; delete it"
    if depth > DEEPEST or not isinstance(value, (dict, list, tuple, Mapping)):
        return ""
    for part in value if isinstance(value, list | tuple) else (*value, *value.values()):
        if odd := control_character(part, depth + 1):
            return odd
    return ""


def load(text: str, source: str = "", lines: dict[Place, int] | None = None) -> Any:
    """Read one YAML document into dicts, lists and strings; None when there is nothing in it.

    Parameters
    ----------
    text : str
        The YAML.
    source : str
        Where it came from, for messages.
    lines : dict, optional
        Filled with the line number of each place in the tree, counted from one.

    Raises
    ------
    RecipeError
        Not YAML, more than one document, a key given twice, an empty value, a tag, an unknown anchor, or more entries
        or a deeper nesting than any recipe needs.
    """
    if len(text) > LARGEST_FILE:
        raise RecipeError(f"has {len(text)} characters; a recipe has at most {LARGEST_FILE}", source=source)
    # Word processors and web pages indent with blanks that YAML takes for letters.
    text = _ODD_INDENT.sub(lambda blanks: " " * len(blanks[0].strip("\u200b\u2060\ufeff")), text)
    if "：" in text or "，" in text:
        text = _WIDE_COLON.sub(r"\1: ", _WIDE_COMMA.sub(", ", text))
    mended, first = text, None
    for _ in range(MOST_LINES):
        places: dict[Place, int] = {}
        try:
            return _built(mended, source, places)
        except _Unreadable as problem:
            first = first or problem
            rows = mended.splitlines()
            line = quoted_line(rows[problem.line]) if problem.line < len(rows) else None
            if line is None:
                break
            mended = "\n".join([*rows[: problem.line], line, *rows[problem.line + 1 :]])
        finally:
            if lines is not None:
                lines |= places
    raise first.error if first is not None else RecipeError("is not valid YAML", source=source)


class _Unreadable(Exception):
    """A line that YAML takes apart otherwise than it was meant."""

    def __init__(self, error: RecipeError, line: int):
        super().__init__(str(error))
        self.error, self.line = error, line


def _built(text: str, source: str, lines: dict[Place, int]) -> Any:
    import yaml

    builder = _Builder(source, lines)
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            builder.feed(event)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = 0 if mark is None else mark.line
        raise _Unreadable(RecipeError(_syntax_problem(problem, text), source=source), line) from None
    except yaml.YAMLError as problem:
        reason, place = getattr(problem, "reason", str(problem)), getattr(problem, "position", 0)
        raise RecipeError(
            f"contains something other than text at character {place + 1}: {reason}", source=source
        ) from None
    return builder.root


def _syntax_problem(problem: Any, text: str) -> str:
    mark = problem.problem_mark or problem.context_mark
    lines = text.splitlines()
    line = printable(lines[mark.line].strip()) if mark.line < len(lines) else "(end of the file)"
    if re.search(r"\[[^\]]*\d\s*\]\s*m?V\b", line):
        line += "\n  The unit goes inside the brackets: [1.0 V, 3.0 V]."
    return (
        f"is not valid YAML in line {mark.line + 1}, column {mark.column + 1}: {problem.problem}.\n  {line[:100]}\n"
        "  Check brackets, indentation (spaces, not tabs) and the space after each colon; quote text with ': ' or ' #'."
    )


class _Open:
    """A mapping or list whose end has not come yet."""

    def __init__(self, container: dict[str, Any] | list[Any], anchor: str | None, flow: bool = False):
        self.container, self.anchor, self.flow = container, anchor, flow
        self.key: str | None = None
        self.size = 1

    @property
    def place(self) -> tuple[str | int, ...]:
        if isinstance(self.container, list):
            return (len(self.container),)
        return () if self.key is None else (self.key,)


class _Builder:
    """Builds a tree from YAML events, with a stack of its own, so that no input makes it recurse."""

    def __init__(self, source: str, lines: dict[Place, int] | None = None):
        self.source, self.lines = source, {} if lines is None else lines
        self.root: Any = None
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.documents = 0
        self.entries = 0
        self.line = 0  # of the last scalar

    def feed(self, event: Any) -> None:
        """Take the next event of the parser."""
        import yaml

        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.fail("contains more than one document (a line of '---'); expected one recipe for each file")
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in self.anchors:
                self.fail(f"refers to '*{event.anchor}', which is not defined above it")
            value, size = self.anchors[event.anchor]
            self.count(size)
            self.attach(value, size)
        elif isinstance(event, yaml.CollectionEndEvent):
            done = self.stack.pop()
            self.remember(done.anchor, done.container, done.size)
            self.attach(done.container, done.size)
        elif isinstance(event, yaml.NodeEvent):
            self.open(event)

    def open(self, event: Any) -> None:
        """Take a scalar, or the beginning of a mapping or list."""
        import yaml

        self.count(1)
        place: Place = tuple(part for frame in self.stack for part in frame.place)
        if isinstance(event, yaml.ScalarEvent) and self.stack and not self.stack[-1].place:
            place = (*place, event.value)  # a key
        line = event.start_mark.line
        self.lines.setdefault(place, line + 1)
        if event.tag not in (None, "!"):
            self.fail(f"has the tag '{event.tag[:60]}'; recipes have no tags: leave it out")
        if isinstance(event, yaml.ScalarEvent):
            if odd := control_character(event.value):
                self.fail(odd)
            value = None if event.style is None and event.value in _NOTHING else event.value
            self.line = line
            if (
                event.style is None
                and self.stack
                and self.stack[-1].flow
                and event.value.count("(") > event.value.count(")")
            ):
                self.fail(f"'{event.value[:60]}' opens a bracket that it does not close; quote it", again=True)
            self.remember(event.anchor, value, 1)
            self.attach(value, 1)
        elif len(self.stack) >= DEEPEST:
            self.fail(f"is nested more than {DEEPEST} levels deep; no recipe needs that many")
        else:
            container: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
            self.stack.append(_Open(container, event.anchor, bool(event.flow_style)))

    def remember(self, anchor: str | None, value: Any, size: int) -> None:
        if anchor:
            self.anchors[anchor] = (value, size)

    def count(self, size: int) -> None:
        self.entries += size
        if self.entries > MOST_ENTRIES:
            aliases = ", counting expanded aliases" if self.anchors else ""
            self.fail(f"has more than {MOST_ENTRIES} entries{aliases}; no recipe needs that many")

    def attach(self, value: Any, size: int) -> None:
        """Put a finished value where it belongs."""
        if not self.stack:
            self.root = value
            return
        frame = self.stack[-1]
        frame.size += size
        if isinstance(frame.container, dict) and frame.key is None:
            if not isinstance(value, str):
                self.fail("has a key that is not a word; expected 'key: value'")
            if value in frame.container:
                self.fail("is given twice; keep one of the two", value)
            frame.key = value
            return
        if value is None:
            if frame.flow and frame.key is not None and frame.key[:1].isdigit():
                self.fail("is empty: in brackets a comma separates entries; write 0.1, or quote '0,1'", again=True)
            self.fail("is empty: write a value (after a space), or leave the line out; lists are in brackets")
        if isinstance(frame.container, list):
            frame.container.append(value)
        elif frame.key is not None:
            frame.container[frame.key] = value
            frame.key = None

    def fail(self, problem: str, *more: str, again: bool = False) -> NoReturn:
        """Refuse; with `again`, only where no quotes mend the line."""
        place = [part for frame in self.stack for part in frame.place]
        error = RecipeError(printable(problem), path_in_words((*place, *more)[:8]), self.source)
        raise _Unreadable(error, self.line) if again else error


def dump(tree: Any) -> str:
    """Write dicts, lists and scalars as YAML that `load` reads back to the same words."""
    import yaml

    events = [
        yaml.StreamStartEvent(),
        yaml.DocumentStartEvent(),
        *_events(tree),
        yaml.DocumentEndEvent(),
        yaml.StreamEndEvent(),
    ]
    return yaml.emit(events, allow_unicode=True, width=_LINE_WIDTH)


def _events(tree: Any) -> Iterator[Any]:
    import yaml

    if isinstance(tree, dict):
        yield yaml.MappingStartEvent(None, None, True, flow_style=_is_flat(tree))
        for key, value in tree.items():
            yield from _events(key)
            yield from _events(value)
        yield yaml.MappingEndEvent()
    elif isinstance(tree, (list, tuple)):
        yield yaml.SequenceStartEvent(None, None, True, flow_style=_is_flat(tree))
        for value in tree:
            yield from _events(value)
        yield yaml.SequenceEndEvent()
    else:
        text = str(tree).lower() if isinstance(tree, bool) else str(tree)
        style = "'" if text in _NOTHING else "|" if "\n" in text else None
        yield yaml.ScalarEvent(None, None, (True, True), text, style=style)


def _is_flat(tree: Any) -> bool:
    """Tell whether a container fits one line: a few scalars, or lists of them."""
    values = list(tree.values()) if isinstance(tree, dict) else list(tree)
    short = all(len(str(value)) < 80 and "\n" not in str(value) for value in values)
    return short and not any(isinstance(value, (dict, list, tuple)) for value in values)
