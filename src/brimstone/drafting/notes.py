"""What a draft consists of: values with the words they came from, questions, and what was left aside."""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from brimstone.recipe.problems import Place, path_in_words, place_of, printable
from brimstone.recipe.yaml_text import dump, load

_WIDTH = 120
_LONGEST = 160  # of the words beside a value
_TOP = (
    "name",
    "cell",
    "cathode",
    "separator",
    "anode",
    "diameter",
    "area",
    "format",
    "operation",
    "handling",
    "materials",
    "made",
    "chemicals",
    "reference",
    "one_c",
    "protocol",
)
_SEVERAL = re.compile(r"\d or \d")
_INDENT = re.compile(r"\s*(?:- )?")


@dataclass(frozen=True, slots=True)
class Placed:
    """A value of the recipe.

    Attributes
    ----------
    field : str
        Dotted path, such as ``separator.layer 1.mass``.
    value : str or dict or list
        As it stands in the recipe.
    words : str
        The words of the section it came from; empty when it is assumed.
    again : tuple of str
        Words elsewhere that say the same.
    """

    field: str
    value: Any
    words: str
    again: tuple[str, ...] = ()


@dataclass
class Draft:
    """A recipe drafted from an experimental section.

    Attributes
    ----------
    placed : list of Placed
        Values in the order in which they were found.
    questions : list of str
        What only the author can answer; the field is left open.
    not_understood : list of str
        Numbers with the words around them that were put nowhere.
    unused : list of str
        What was understood and has no field in a recipe.
    assumed : list of str
        What the draft took for granted, one sentence each.
    premixed : list of tuple of str
        Components of the cathode that were mixed before the others.
    other_words : list of str
        Compositions that may be of other cathodes.
    own : list of str
        Words that are told of this cell alone, where the section tells of several.
    other_cells : list of str
        What the section calls its other cells.
    """

    placed: list[Placed] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    not_understood: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    premixed: list[tuple[str, ...]] = field(default_factory=list)
    other_words: list[str] = field(default_factory=list)
    weighed: str | None = None
    own: list[str] = field(default_factory=list)
    other_cells: list[str] = field(default_factory=list)

    def place(self, where: str, value: Any, words: str) -> None:
        """Put a value into a field; one that differs from what is there already becomes a question.

        What is told of this cell alone stands in the place of what is told of all.
        """
        known = next((one for one in self.placed if one.field == where), None)
        if isinstance(value, str) and _SEVERAL.search(value):
            self.ask(f"{where}: {value}, one of several ('{words}'); which is this cell's?")
        elif known is None:
            self.placed.append(Placed(where, value, words))
        elif known.value == value:
            if words not in (known.words, *known.again):
                self.placed[self.placed.index(known)] = replace(known, again=(*known.again, words))
        elif self.is_own(value, words) and not self.is_own(known.value, known.words):
            self.drop(where.partition(".")[0] if where == "anode.material" else where)
            self.set_aside(_shown(known.value), "of the other cells", known.words)
            self.placed.append(Placed(where, value, words))
        elif self.is_own(known.value, known.words) and not self.is_own(value, words):
            self.set_aside(_shown(value), "of the other cells", words)
        else:
            self.ask(f"{where}: {_shown(known.value)} ('{known.words}') or {_shown(value)} ('{words}')?")

    @property
    def name(self) -> str:
        """What the section calls the cell; empty where it tells of one only."""
        return str(self.value_of("name") or "")

    def hold_to_anode(self, metal: str) -> None:
        """Keep of the anode only what fits the metal by which the section names the cell."""
        known = str(self.value_of("anode.material") or "")
        if known == metal or metal not in ("Li", "Li-In", "Li-Al", "Li-Mg", "Li-Si", "Li-Sn"):
            return
        for one in [each for each in self.placed if each.field.startswith("anode.")]:
            if one.field == "anode.material" or not self.is_own(one.value, one.words):
                self.drop(one.field)
                self.set_aside(_shown(one.value), "of the anode of the other cells", one.words)
        self.questions = [one for one in self.questions if not one.startswith("anode.material:")]
        self.place("anode.material", metal, self.name)

    def is_own(self, value: Any, words: str) -> bool:
        """Whether a value and the words around it are of this cell alone."""
        told, number = _bare(words), _bare(value) if isinstance(value, str) else ""
        return any(
            (told and told in one) or (one in told and number in one) or (number and number in one and _meet(told, one))
            for one in map(_bare, self.own)
            if one
        )

    def set_aside(self, what: str, why: str, words: str = "") -> None:
        """Note what was understood and has no field: the number itself, why, and the words around it."""
        self.unused.append(f"{what}: {why}" + (f" ('{words}')" if words else ""))

    def ask(self, question: str) -> None:
        """Add a question once."""
        if question not in self.questions:
            self.questions.append(question)

    def marked(self) -> set[str]:
        """Fields that a question or an assumption is about."""
        return {name for one in (*self.questions, *self.assumed) for name in one.partition(":")[0].split(", ")}

    def value_of(self, where: str) -> Any:
        """Value of a field; None when nothing was placed there."""
        return next((one.value for one in self.placed if one.field == where), None)

    def drop(self, where: str) -> None:
        """Take a value out again."""
        self.placed = [one for one in self.placed if one.field != where and not one.field.startswith(f"{where}.")]

    def swap(self, first: str, second: str) -> None:
        """Exchange all values of two entries of a list."""

        def swapped(one: Placed) -> Placed:
            for here, there in ((first, second), (second, first)):
                if one.field.startswith(f"{here}."):
                    return replace(one, field=there + one.field[len(here) :])
            return one

        self.placed = [swapped(one) for one in self.placed]

    def to_mapping(self) -> dict[str, Any]:
        """Return the recipe as dicts, lists and words."""
        tree: dict[str, Any] = {}
        for one in self.placed:
            _put(tree, place_of(one.field), one.value)
        return {key: tree[key] for key in _TOP if key in tree}

    def to_yaml(self) -> str:
        """Return the recipe as YAML, each value with the words it came from, and what is open at the end."""
        tree = self.to_mapping()
        lines: list[str] = ["# Drafted from an experimental section; check each value against the words beside it."]
        if self.other_cells:
            lines += [
                f"# Of the {len(self.other_cells) + 1} cells of the section; the others: {', '.join(self.other_cells)}."
            ]
        if tree:
            text = dump(tree)
            lines += self._commented(text.rstrip("\n").split("\n"), text)
        for title, sign, entries in (
            ("Questions", "?", self.questions),
            ("Assumed", "~", self.assumed),
            ("Not understood", "!", self.not_understood),
            ("Understood, but not part of a recipe", "-", self.unused),
        ):
            if entries:
                lines += ["", f"# {title}:"]
                for entry in entries:
                    wrapped = textwrap.wrap(_one_line(entry), _WIDTH - 4, break_long_words=False)
                    lines += [f"# {sign if number == 0 else ' '} {line}" for number, line in enumerate(wrapped)]
        return "\n".join(lines) + "\n"

    def _commented(self, lines: list[str], text: str) -> list[str]:
        """Put the words beside their values: at the end of the line, or above it where they don't fit."""
        of_place: dict[Place, int] = {}
        load(text, lines=of_place)
        of_line: dict[int, list[tuple[str, str]]] = {}
        for one in self.placed:
            place = place_of(one.field)
            if place in of_place:
                words = textwrap.shorten(_one_line(one.words), _LONGEST, placeholder=" …")
                origin = f'"{words}"' if words else "assumed"
                of_line.setdefault(of_place[place] - 1, []).append((path_in_words(place[-1:]), origin))
        commented: list[str] = []
        before = ""
        for number, line in enumerate(lines):
            origins = of_line.get(number, [])
            different = [words for words in dict.fromkeys(words for _, words in origins) if words != before]
            if len(different) == 1 and len(line) + len(different[0]) + 4 <= _WIDTH:
                commented.append(f"{line}  # {different[0]}")
            else:
                indent = " " * len(str(_INDENT.match(line)[0]))  # type: ignore[index]  # the pattern fits anything
                for words in different:
                    names = ", ".join(name for name, other in origins if other == words)
                    commented.append(f"{indent}# {names}: {words}" if len(origins) > 1 else f"{indent}# {words}")
                commented.append(line)
            before = origins[-1][1] if origins else before
        return commented


def _put(tree: Any, place: Place, value: Any) -> None:
    """Put a value at a place of nested dicts and lists, making those that are missing."""
    for part, following in zip(place, (*place[1:], None), strict=True):
        last = following is None
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(part, int):
            while len(tree) <= part:
                tree.append({})
            if last:
                tree[part] = value
        elif last:
            tree[part] = value
        else:
            tree.setdefault(part, empty)
        if not last:
            tree = tree[part]


def _bare(text: str) -> str:
    return re.sub(r"[\s,.;()]+", "", text)


def _meet(one: str, other: str) -> bool:
    """Whether one text ends as the other begins."""
    most = min(len(one), len(other))
    return any(one[-length:] == other[:length] or other[-length:] == one[:length] for length in range(most, 7, -1))


def _one_line(text: str) -> str:
    return printable(" ".join(text.split()))


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {amount}" for name, amount in value.items())
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
