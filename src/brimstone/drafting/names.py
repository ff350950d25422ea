"""Materials as a sentence names them: every name and synonym of the library, hosts filled with an active material."""

import functools
import re
from typing import NamedTuple

from brimstone.errors import BrimstoneError
from brimstone.library import load
from brimstone.units import plain

#: Kinds of material that a composite is made of.
COMPONENTS = ("active", "electrolyte", "carbon", "binder", "additive", "host")
_ACTIVE = r"(?:S|Li2S|SeS2|sulfur|sulphur)"
_SHORT = 4  # letters; shorter names count only as they are written
#: A formula of an electrolyte that the library does not hold.
_FORMULA = (
    r"\d+Li2S-\d+P2S5(?:-\d+\w+)?|(?:[αβγ]-)?Li[\d.]+(?!TFSI|FSI)(?:[A-Z][a-z]?[\d.]*\d|[A-Z][a-z]?){2,}|"
    r"[A-Z][A-Z0-9]{2,6} gel|PEO-based|(?:PEO|\(PEO\)|P\(EO\))\d+[-:/]?Li(?:TF|F)SI|(?:PEO|PVDF-HFP|PAN|PPC|PVC|"
    r"PEGDA|PCL|PDOL)(?:[-/](?:Li(?:TF|F)SI|LiClO4|"
    r"LLZT?O|LATP|LAGP))+"
)
#: A word before "carbon" that is a part of its name.
_OTHER_CARBON = re.compile(r"\b(?!(?:and|with|of|the|a|an|or|plus|conductive|conducting)\b)[A-Za-z][\w-]*[\s-]+$")
_FORM = r"(?: (?:glass-ceramics?|glass|nano-?(?:powder|particle)s?))?"


_POLYMER = r"PEO|PVDF|PAN|PPC|PEGDA|PCL|PDOL|PVC"


class Named(NamedTuple):
    """A material in a text.

    Attributes
    ----------
    words : str
        As it is written there.
    kind : str
        Of the library, or ``"host"`` for a host filled with an active material.
    start, end : int
        Where it stands.
    """

    words: str
    kind: str
    start: int
    end: int


@functools.cache
def _patterns() -> tuple[re.Pattern[str], dict[str, str]]:
    """All names, the longest first, and the kind of each in the form in which it is compared."""
    kinds: dict[str, str] = {}
    exact: list[str] = []
    loose: list[str] = []
    for material in load().materials():
        for name in map(plain, (material.name, *material.synonyms)):
            kinds.setdefault(_folded(name), material.kind)
            words = r"[\s-]?".join(re.escape(part) for part in re.split(r"[\s-]+", name))
            words = re.sub(r"^([^\W\d])\[\\s-\]\?", r"\1-", words)  # a-Li3PS4 is not "a Li3PS4"
            words = re.sub(r"fib(?:er|re)", "fib(?:er|re)", words)
            (exact if sum(map(str.isalnum, name)) <= _SHORT else loose).append(words)
    exact.sort(key=len, reverse=True)
    loose.sort(key=len, reverse=True)
    carbon = "|".join(
        re.escape(name)
        for material in load().materials("carbon")
        for name in sorted((material.name, *material.synonyms), key=len, reverse=True)
    )
    letters = r"C[/-]S(?![\w-])|S[/-]C(?![\w-])"
    host = (
        rf"{letters}|{_ACTIVE}[/@-](?:{carbon})|(?:{carbon})[/@-]{_ACTIVE}(?!\w)|[A-Z][\w-]*@{_ACTIVE}|"
        rf"{_ACTIVE}@[\w-]+(?: [A-Z]{{1,3}}-?\d\w*)?"
    )
    pattern = (
        rf"(?:(?<![\w.@°-])(?<!° )|(?<=\bnano-)|(?<=\bmicro-))(?:(?P<host>{host})|(?i:(?P<loose>{'|'.join(loose)}))|"
        rf"(?P<formula>{_FORMULA})|(?P<exact>{'|'.join(exact)}))"
    )
    return re.compile(
        pattern + _FORM + r"s?(?![\w@])(?! (?:cathodes?|electrodes?)\b(?! (?:powder|mixture|composite)))"
    ), kinds


def _folded(name: str) -> str:
    return re.sub(r"[\s-]+", "", name).lower().replace("fibre", "fiber")


def same_material(one: str, other: str) -> bool:
    """Whether two names are of one material of the library, or differ in writing only."""
    kinds = [_library_name(name) for name in (one, other)]
    return _folded(one) == _folded(other) or (kinds[0] is not None and kinds[0] == kinds[1])


def is_known(name: str) -> bool:
    """Whether the library holds a material of a name."""
    return _library_name(name) is not None


def is_active(name: str) -> bool:
    """Whether the library holds an active material of a name."""
    return is_known(name) and load().material(name).kind == "active"


@functools.cache
def _library_name(name: str) -> str | None:
    try:
        return load().material(name).name
    except BrimstoneError:
        return None


def materials(text: str) -> list[Named]:
    """All materials of a text, in the order in which they stand there.

    Parameters
    ----------
    text : str
        In keyboard characters, as `brimstone.units.plain` makes them.
    """
    pattern, kinds = _patterns()
    found: list[Named] = []
    for match in pattern.finditer(text):
        form = str(match.lastgroup)
        start = match.start()
        if match[0] == "carbon" and (before := _OTHER_CARBON.search(text, 0, start)) is not None:
            start = before.start()  # another one, whatever it is
        kind = {"host": "host", "formula": "electrolyte"}.get(form) or kinds[_folded(match[form])]
        last = found[-1] if found else None
        filled = last is not None and re.match(_POLYMER, last.words) and text[last.end : start] in ("/", "-")
        if kind == "electrolyte" and last is not None and last.kind == kind and filled:
            found[-1] = last._replace(words=text[last.start : match.end()], end=match.end())  # PEO/LiTFSI/LLZTO
        else:
            found.append(Named(text[start : match.end()], kind, start, match.end()))
    return found
