"""Loadings of a cathode in an experimental section: how much, and of what."""

import math
import re

from brimstone.drafting.hosts import active_share
from brimstone.drafting.notes import Draft
from brimstone.drafting.text import Sentence, Stated
from brimstone.errors import BrimstoneError
from brimstone.library import load
from brimstone.units import NUMERAL, numbers, parse_stated

_SULFUR, _ACTIVE = r"S8?|sul(?:f|ph)ur", r"Li2S|SeS2|SPAN|(?:the )?active(?:[- ]material)?|CAM|AM"
_ELECTRODE = r"(?:the )?(?:composite|cathode|electrode)"
_WHOLE = (
    r"\b(?:cathode|composite|positive electrode)"
    r"(?:\s+(?:mixture|mix|powder|composite))+,?\s*\(?\s*(?:ca\.|about|~)?\s*$|"
    r"\b(?:cathode|electrode|free-?standing|dry)\s+(?:films?|sheets?|tapes?)\s+(?:of|with|at|weighing)\s*$|"
    r"\b(?:cathode|composite)(?: (?:mixture|mix|powder|composite))+ (?:was|were) (?:\w+ly )?"
    r"(?:spread|distributed|placed|added|put|deposited|sprinkled)\b[^.;,]*?\bat\s*$"
)
_SPREAD = 1.4  # factor by which a loading may differ from what was weighed over the area
_ROUNDED = 0.1  # by how much a loading may differ from one that follows from the other
_OF_ANOTHER_MASS = re.compile(r"\s*[(,;][^()]*?\d[^()]*?(?:mg|wt|%)")
#: 8 uL per mg of Li2S, 10 uL/mg(SPAN): liquid on another mass than that of sulfur
_PER_OTHER = re.compile(
    r"\s*_?\(?(?:of\s+)?(?:the\s+)?(Li2S|SeS2|SPAN|active(?: material)?|CAM|AM|(?:composite )?cathode|composite|"
    r"electrode|MoS2|catholyte|(?:S|sul(?:f|ph)ur)[/@-]\w+)\b"
)
#: The mass that a loading refers to: as it stands in the unit or right after it, or near the word loading.
_BASES = (("sulfur", _SULFUR), ("active", _ACTIVE), ("electrode", _ELECTRODE))


def place_loading(sentence: Sentence, one: Stated, basis: str, draft: Draft) -> bool:
    """Place a loading; what was weighed gives way to what is stated per area."""
    value, words = f"{tidy(one.text)}{basis}", sentence.around(one.start, one.end)
    known = next((each for each in draft.placed if each.field == "cathode.loading"), None)
    ranks = ("mass", "areal charge", "areal mass")  # what is weighed gives way to what is stated per area
    if known is not None and (same := _other_basis(known.value, value, draft)) is not None:
        draft.set_aside(same, "it follows from the loading that is stated, too", words)
        if same == known.value:
            draft.drop("cathode.loading")
            draft.place("cathode.loading", value, words)
        return True
    if known is not None:
        old = next((rank for rank, unit in enumerate(("mass", "mA h", "")) if _ends(known.value, unit)), 2)
        new = ranks.index(one.dimension)
        weighed = known.value if new > old else value
        if old != new and 0 in (old, new) and weighed.endswith(" of electrode"):
            draft.weighed = weighed.partition(" of ")[0]
        if old != new:
            draft.set_aside(
                *(
                    (known.value, "the loading per area is stated, too", known.words)
                    if new > old
                    else (one.text, "the loading per area is stated, too", words)
                )
            )
        if new < old:
            return True
        if new > old:
            draft.drop("cathode.loading")
    draft.place("cathode.loading", value, words)
    return True


def _other_basis(known: str, value: str, draft: Draft) -> str | None:
    """Of two areal masses, of sulfur and of the electrode, the one that follows by the composition, if one does."""
    masses = {}
    for one in (known, value):
        amount, _, basis = one.partition(" of ")
        stated = re.fullmatch(rf"\D*?({NUMERAL})\s*mg\b.*cm.*", amount)  # one amount, and no list of them
        if stated is not None:
            masses["electrode" if basis == "electrode" else "active"] = one, numbers(stated[1])[-1]
    share = active_share(draft)
    if len(masses) < 2 or share is None:
        return None
    as_weighed = masses["active"][1] / masses["electrode"][1]
    return masses["electrode"][0] if abs(as_weighed / share - 1.0) < _ROUNDED else None


def _ends(value: str, unit: str) -> bool:
    if unit == "mass":
        return re.search(r"\dE?\s*[mμu]?g(?: of \w+)?$", value) is not None
    return bool(re.search(r"mA\s?h", value)) if unit else True


def basis_of_mass(sentence: Sentence, one: Stated) -> str:
    """The mass that a cathode was weighed by: 0.95 mg of sulfur on each electrode; else that of the electrode."""
    after = sentence.text[one.end :]
    for basis, names in _BASES[:2]:
        if re.match(rf"\s*(?:of\s+)?(?:{names})\b(?!\s*[@/+-]|\s+(?:cathode|composite|electrode|host|powder))", after):
            return basis
    return "electrode"


def basis_of(sentence: Sentence, one: Stated) -> str | None:
    """The mass that a loading refers to; None when the sentence does not tell."""
    after, near = sentence.text[one.end :], sentence.text[max(0, one.start - 70) : one.end + 30]
    if _OF_ANOTHER_MASS.match(after):  # 1.0 mg cm-2 (sulfur mass 0.33 mg cm-2)
        near, after = sentence.text[max(0, one.start - 70) : one.end], ""
    for basis, names in _BASES:
        if re.search(rf"\b(?i:{names})(?:\s*[:=]\s*|\s+)$", sentence.text[: one.start]):
            return basis  # sulfur 4.0 mg cm-2, S: 4.0 mg cm-2
        if basis == "electrode" and re.search(_WHOLE, sentence.text[: one.start], re.IGNORECASE):
            return basis  # the cathode mixture, 12 mg/cm2
        if re.search(rf"mg[\s_-]*\(?(?:of\s+)?(?:{names})(?:\b|_)", one.text) or re.match(
            rf"\s*\(?(?:of\s+)?(?:{names})\b(?!\s*@)", after
        ):
            return basis
    for basis, names in _BASES:
        if re.search(
            rf"\b(?i:{names})\b (?:mass |areal |content|amount|loading)+|(?:loading|content|mass) of (?:active "
            rf")?(?i:{names})\b",
            near,
        ):
            return basis
    return None


def tidy(text: str) -> str:
    """Words that the readers of the fields know."""
    text = re.sub(
        rf"(?<=mg)[\s_-]*\(?(?:of\s+)?(?:{_SULFUR}|{_ACTIVE}|{_ELECTRODE})\)?(?=\s*(?:/|per|[·*.]|cm))", "", text
    )
    text = re.sub(r"(?<=mg)\s*\.\s*(?=cm)", " ", text)
    text = re.sub(r"(?<=mg)\s*per\s*(?=cm)", "/", text)
    return re.sub(r"^(?:approximately|approx\.?|around|roughly)\s*", "about ", text)


def place_wetting(sentence: Sentence, one: Stated, draft: Draft) -> None:
    """Place how much liquid there is per sulfur; what is told per lithium sulfide is converted, per others asked about.

    The mass of sulfur in lithium sulfide follows from the formula, so that 8 uL per mg of Li2S is 11.5 uL per mg of S.
    """
    amount = re.sub(r"\s*(?:/|per)\s*(m?g)\b.*", r"/\1", one.text) if re.search("per|S", one.text) else one.text
    words, other = sentence.around(one.start, one.end), _PER_OTHER.match(sentence.text, one.end)
    if other is None:
        draft.place("cathode.electrolyte_to_sulfur", amount, words)
        return
    if other[1] != "Li2S":
        draft.ask(
            f"cathode.electrolyte_to_sulfur: '{words}' is liquid per {other[1]}; how much is it per mass of sulfur?"
        )
        return
    library = load()
    share = library.material("S")["molar_mass"].si / library.material("Li2S")["molar_mass"].si
    draft.place(
        "cathode.electrolyte_to_sulfur",
        re.sub(NUMERAL, lambda match: f"{numbers(match[0])[-1] / share:.3g}", amount),
        words,
    )
    draft.assumed.append(
        f"cathode.electrolyte_to_sulfur: {amount} of Li2S, of which {100 * share:.1f} % is sulfur by its formula"
    )


def ask_where_masses_disagree(draft: Draft) -> None:
    """Ask where the mass that was weighed of the cathode, over its area, is not the loading that is stated."""
    share, loading = active_share(draft), str(draft.value_of("cathode.loading"))
    diameter, area = draft.value_of("diameter"), draft.value_of("area")
    if draft.weighed is None or share is None or not (diameter or area) or "cm" not in loading:
        return
    try:
        wide = parse_stated(diameter, "length").si ** 2 * math.pi / 4 if diameter else parse_stated(area, "area").si
        stated = parse_stated(loading.partition(" of ")[0], "areal mass").si
        computed = parse_stated(draft.weighed, "mass").si / wide * (1.0 if loading.endswith("electrode") else share)
    except BrimstoneError:
        return
    if not 1 / _SPREAD < computed / stated < _SPREAD:
        fields = [
            one
            for one in ("cathode.loading", "diameter", "area", "cathode.composition")
            if draft.value_of(one) is not None
        ]
        draft.ask(
            f"{', '.join(fields)}: {draft.weighed} of the cathode over {diameter or area} is "
            f"{100 * computed:.3g} mg/cm2, and {loading} is stated; which of them is not of this cell?"
        )
