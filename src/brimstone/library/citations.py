"""What to cite for a run: the sources of the numbers that it used, as BibTeX."""

import functools
import re
from collections.abc import Iterable
from pathlib import Path

from brimstone._version import __version__
from brimstone.library.ledger import Entry

_REFERENCES = Path(__file__).parent / "data" / "references.bib"
_REVIEWS = {"Zhu 2023": "zhu2023", "Qi 2024": "qi2024"}
_DOI = re.compile(r"(?:doi:|(?<![\w/]))(10\.\d{4,9}/[^\s,;|\"'\]}]+)")
_BY_DOI = "% Papers by their DOI: a reference manager that imports these entries looks up authors, titles and journals."
_MOST_NAMED = 4  # quantities that a note names; the rest are counted


def bibtex(entries: Iterable[Entry]) -> str:
    """References for the numbers of a provenance record, as BibTeX.

    Brimstone comes first, then the reviews, then papers by DOI in the order of their first use. What a paper was used
    for stands in its ``note``. Numbers without a publication (estimates, definitions, derived and recalled values)
    cite nothing.

    Parameters
    ----------
    entries : iterable of Entry
        Such as ``run.provenance``.

    Returns
    -------
    str
        One BibTeX entry a source; a paper known by its DOI only is an ``@misc`` with that DOI, for a
        reference manager to complete.
    """
    used: dict[str, list[str]] = {}
    for entry in entries:
        text = f"{entry.source} {entry.note}"
        for review, key in _REVIEWS.items():
            if review in text:
                used.setdefault(key, []).append(entry.where)
        for doi in dois(text):
            used.setdefault(doi, []).append(entry.where)
    known = _references()
    blocks = [known["brimstone"].replace("license =", f"version = {{{__version__}}},\n  license =")]
    blocks += [known[key] for key in _REVIEWS.values() if key in used]
    reviews = {doi for key in _REVIEWS.values() for doi in dois(known[key])}
    others = [_misc(doi, names) for doi, names in used.items() if doi not in known and doi not in reviews]
    return "\n\n".join([*blocks, *([_BY_DOI] if others else []), *others]) + "\n"


def dois(text: str) -> list[str]:
    """DOIs in a text, each once, without the punctuation that follows them.

    Examples
    --------
    >>> dois("measured (doi:10.1039/c8ee00907d), spread estimated")
    ['10.1039/c8ee00907d']
    """
    matches = (_balanced(match.rstrip(".:")) for match in _DOI.findall(text))
    return list(dict.fromkeys(matches))


def _balanced(doi: str) -> str:
    """A DOI without the bracket that closes the surrounding sentence."""
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1].rstrip(".:")
    return doi


def _misc(doi: str, names: list[str]) -> str:
    different = list(dict.fromkeys(names))
    rest = len(different) - _MOST_NAMED
    purpose = ", ".join(different[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
    purpose = purpose.replace("_", r"\_").replace("%", r"\%").replace("&", r"\&")
    return f"@misc{{{re.sub(r'[^A-Za-z0-9]+', '-', doi)},\n  doi = {{{doi}}},\n  note = {{used for {purpose}}},\n}}"


@functools.cache
def _references() -> dict[str, str]:
    """Entries that ship with the library, by their key."""
    blocks = _REFERENCES.read_text(encoding="utf-8").strip().split("\n\n")
    return {re.match(r"@\w+\{([^,]+),", block)[1]: block for block in blocks}  # type: ignore[index]
