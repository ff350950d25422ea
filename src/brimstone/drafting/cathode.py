"""The composite of a cathode in an experimental section: what it is mixed from."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from brimstone.drafting.hosts import (
    ANY_CARBON,
    active_in,
    is_filled_host,
    name_host,
    read_stated_hosts,
    read_uptake,
    read_weighed_hosts,
    rename_component,
)
from brimstone.drafting.listed import BASIS, BY_VOLUME, NUMBER, PARTS, RATIO, SHARE, listed, once, weighed_in_turn
from brimstone.drafting.names import is_active, materials, same_material
from brimstone.drafting.notes import Draft
from brimstone.drafting.text import Sentence
from brimstone.recipe.composition import Composition, read_composition
from brimstone.recipe.mixing_phrases import BALL_TO_POWDER
from brimstone.recipe.sentences import components
from brimstone.recipe.words import ACTIVES, active_word

_ELECTROLYTES = (
    *("SE", "SSE", "solid electrolyte", "electrolyte", "sulfide electrolyte", "sulfide solid electrolyte"),
    *("glass", "sulfide glass", "glass electrolyte", "glass-ceramic"),
)
#: Words for a component by what it does.
_ROLES = {"carbon": ("C", "carbon", "Carbon"), "electrolyte": _ELECTROLYTES}
#: Numbers and letters that are of no composition: balls, degrees, how a powder was dried.
_NO_AMOUNT = re.compile(rf"{BALL_TO_POWDER.pattern}|\([^()]*\bdried\b[^()]*\)|°\s*C\b", re.IGNORECASE)
#: Words before which no name of a component stands.
_BEFORE_NAMES = re.compile(
    r"\b(?:mixing|(?:co-?|ball[- ]?)?milling|grinding|blending|of|from|comprising|containing|with|using|into)\s+"
    r"(?:the\s+)?|[:;]\s+",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"\s+(?:powders?\s+)?(?:was|were)\s+(?:\w+ly\s+|then\s+|further\s+)*(?:\w+-)?(?:mixed|milled|ground|blended|"
    r"combined)"
    r"(?:\s+together)?\s+with\s+",
    re.IGNORECASE,
)
_SAME_SHARE = 0.015
_MOLAR = re.compile(r"\bmol(?:ar|e|%|\b)|\batomic\b", re.IGNORECASE)
#: hydrogenated nitrile rubber (HNBR)
_ABBREVIATED = re.compile(r"(?<=parts of )((?:[\w-]+ ){0,3}[\w-]+)(?: \([A-Z]{2,6}\))")
_WITH = re.compile(r"(?<=[\w)])\s+with\s+(?=[A-Z])")
_FIRST_WORD = re.compile(
    r"^(?:subsequently|then|next|first|afterwards|finally|thereafter|typically|briefly|here|secondly),?\s+",
    re.IGNORECASE,
)
_NO_PART_OF_A_NAME = re.compile(
    r"\b(?:(?:as-)?(?:milled|ground|dried|synthesi[sz]ed)(?=\s+[A-Z])|the|a|resulting|obtained|as-prepared|"
    r"elemental|commercial|pristine|powders?|(?:nano)?composites?|particles|mixtures?|"
    r"(?:was|were)(?:\s+then)?\s+(?:\w+-)?(?:weighed|ground|mixed|dispersed|combined)(?: together)?)(?=\s|,|$)\s*",
    re.IGNORECASE,
)
_DONE_TO_THEM = r"\s+(?:was|were)\b[^.;]*?(?=\s+(?:at|in|with)\s+(?:an?|the)\s+(?:mass|weight|wt\.?)\s+ratio)"
_DONE = re.compile(
    _DONE_TO_THEM + r"|\b(?:(?:\w+-)?(?:milled|mixed|ground|blended|dispersed|stirred|slurry|milling|grinding|mixing)|"
    r"by hand|(?:agate )?mortar|planetary(?: ball)? mill)\b",
    re.IGNORECASE,
)
#: What a mixture is called as a component of the next.
_MIXTURE = r"powder|mix|blend|composite|product|active"
_ACTIVES = set(ACTIVES) | {"TiS2", "FeS2", "MoS2", "VS2", "LiVS2", "CuS", "Fe3S4", "Se"}


def read_compositions(text: list[Sentence], draft: Draft) -> None:
    """Place composition, active material and host."""
    read_stated_hosts(text, draft)
    read_uptake(text, draft)
    read: list[tuple[Composition, str]] = []
    for sentence in text:
        if sentence.topic in ("electrolyte", "anode"):
            continue
        for found in _compositions(sentence, draft):
            if not any(found[0].parts == one.parts for one, _ in read):
                read.append(found)
    if not any(active_of(one.parts) is not None and len(one.parts) > 2 for one, _ in read):
        read = [*_weighed(text), *read]
    _place_composition(read, draft)
    _name_mixture(draft)
    read_uptake(text, draft)
    read_weighed_hosts(text, draft)
    name_host(text, draft)
    _name_carbon(text, draft)
    _name_roles(text, draft)
    _any_active(text, draft)
    _ask_where_cut(text, draft)


def _ask_where_cut(text: Iterable[Sentence], draft: Draft) -> None:
    """Ask about a composition that begins within a name, as with the S of a host that the library does not know."""
    for one in [each for each in draft.placed if each.field == "cathode.composition"]:
        for sentence in text:
            at = sentence.text.find(one.words)
            name = re.search(r"[\w.()-]+[/@-]$", sentence.text[:at]) if at > 0 else None
            if name is not None:
                first = one.words.split()[0].strip(",;:")
                draft.ask(f"cathode.composition: '{name[0]}{first}' was read as '{first}'; how much of it is sulfur?")


def _weighed(text: list[Sentence]) -> Iterator[tuple[Composition, str]]:
    """The composition that two sentences on the cathode give by what was weighed, in the first pair that does."""
    for first, second in pairwise(text):
        if first.topic == second.topic == "cathode":
            composition = weighed_in_turn(first.text, second.text)
            if composition is not None:
                for one in (first, second):
                    for mass in one.quantities("mass"):
                        one.take(mass.start, mass.end)
                yield composition, f"{first.text} … {second.text}"
                return


def _name_mixture(draft: Draft) -> None:
    """Let the one component that is called a composite or a powder be the filled host, where that is known."""
    value, carbon = draft.value_of("cathode.composition"), draft.value_of("cathode.host.carbon")
    if value is None or carbon is None:
        return
    composition = read_composition(value)
    mixed = [name for name in composition.parts if re.fullmatch(rf"(?:\w+ )?(?:{_MIXTURE})\w*", name, re.IGNORECASE)]
    if len(mixed) != 1 or active_of(composition.parts) is not None or any(map(is_filled_host, composition.parts)):
        return
    words = next(one.words for one in draft.placed if one.field == "cathode.composition")
    name = f"{draft.value_of('cathode.active') or 'S'}/{carbon}"
    rename_component(composition, mixed[0], name, words, draft)
    draft.assumed[-1] = f"cathode.composition: {draft.assumed[-1]}"


def _any_active(text: list[Sentence], draft: Draft) -> None:
    """Take the one active material that a section names where its composition does not tell."""
    if draft.value_of("cathode.active") is not None or draft.value_of("cathode.composition") is not None:
        return
    named = {
        _proper(one.words): one.words
        for sentence in text
        if sentence.topic in ("", "cathode", "active", "cell")
        for one in materials(sentence.text)
        if one.kind == "active"
    }
    if len(named) == 1:
        active, words = named.popitem()
        draft.place("cathode.active", active, words)
        draft.assumed.append(f"cathode.active: {active}, the only active material that the section names")


#: A mixture in a list of two: S-C powder and LPS
_SHORT_MIX = re.compile(r"^[\s\w]{0,12}\bS[-/@](?:C|KB|AB|CNTs?|[A-Z]\w+)\b")


def _follows(mixture: Composition, words: str, whole: Composition) -> bool:
    """Whether a whole composition says again what a mixture of two is: S-C and LPS 35:65, so 25 wt% S, 10 wt% C …"""
    same = [
        abs(share - whole.parts[name]) < _SAME_SHARE for name, share in mixture.parts.items() if name in whole.parts
    ]
    return _SHORT_MIX.search(words) is not None and active_of(whole.parts) == "S" and len(same) == 1 and same[0]


def _place_composition(read: list[tuple[Composition, str]], draft: Draft) -> None:
    hosts = [one for one in read if len(one[0].parts) == 2 and active_of(one[0].parts) is not None]
    whole = [one for one in read if one not in hosts or len(read) == 1]
    if len(whole) == 2 and (nested := _nested(whole, draft)) is not None:
        whole = [nested]
    if len(whole) > 1:
        stating = [one for one in whole if active_of(one[0].parts) is not None and len(one[0].parts) > 2]
        others = [words for one, words in whole if not any(one is each for each, _ in stating)]
        if len(stating) == 1 and all(_follows(one, words, stating[0][0]) for one, words in whole if words in others):
            for words in others:
                draft.set_aside(words, "the composition of the whole cathode is stated, too")
        else:
            draft.ask("cathode.composition: " + " or ".join(f"'{words}'" for _, words in whole) + "?")
            draft.other_words += [words for _, words in whole[1:]]
        whole = stating if len(stating) == 1 and len(others) == len(whole) - 1 and not draft.other_words else whole[:1]
    if not whole and len(hosts) > 1:
        draft.ask("cathode.composition: " + " or ".join(f"'{words}'" for _, words in hosts) + "?")
    if not whole:
        return
    (composition, words), host = whole[0], (hosts[0] if hosts and len(read) > 1 else None)
    _check_uptake(composition, host, draft)
    active = active_of(composition.parts) or draft.value_of("cathode.active")
    if host is not None and draft.value_of("cathode.host.sulfur") is not None:
        draft.set_aside(host[1], "as weighed; the sulfur content of the host is stated, too")
        if draft.value_of("cathode.host.carbon") is None and active is None:
            active = active_of(host[0].parts)
            composition = _place_host(composition, host, str(active), draft)
    elif host is not None and active is not None and active in composition.parts:
        draft.set_aside(host[1], "the composition of the whole cathode is stated, too")
        draft.premixed.append(
            tuple(
                next((whole for whole in composition.parts if same_material(whole, one)), one) for one in host[0].parts
            )
        )
    elif host is not None and (active is None or active_word(active) not in _ACTIVES):
        active = active_of(host[0].parts)
        composition = _place_host(composition, host, str(active), draft)
    others = [
        name for name in composition.parts if name != active and (active_word(name) in _ACTIVES or name in _ACTIVES)
    ]
    if active is not None and others:
        draft.assumed.append(
            f"cathode.active: {active}; {' and '.join(others)} of the composition may store charge, too"
        )
    filled = [name for name in composition.parts if is_filled_host(name)]
    if active is None and len(filled) == 1:
        active = active_in(filled[0])
    loose = [name for name in composition.parts if re.fullmatch(rf"(?:{_MIXTURE})\w*", name, re.IGNORECASE)]
    if active is None and loose:
        draft.ask(f"cathode.composition: what is the {loose[0]} in '{words}' made of, in which shares?")
        return
    if active is None:
        listed = ", ".join(composition.parts)
        draft.ask(f"cathode.active: which of {listed} stores the charge? (from '{words}')")
    else:
        draft.place("cathode.active", _proper(active), words)
        if active in composition.parts and active_word(active) not in _ACTIVES and active not in _ACTIVES:
            draft.assumed.append(f"cathode.active: {active} as a whole, as the library holds it")
    draft.place("cathode.composition", composition.to_words(), words)


def _check_uptake(composition: Composition, host: tuple[Composition, str] | None, draft: Draft) -> None:
    """Take a sulfur content out again that is of the whole cathode: what a host was weighed with, times its share."""
    known = next((one for one in draft.placed if one.field == "cathode.host.sulfur"), None)
    if host is None or known is None or (active := active_of(host[0].parts)) is None:
        return
    weighed, stated = host[0].parts[active], float(re.findall(NUMBER, known.value)[0]) / 100
    filled = [share for name, share in composition.parts.items() if is_filled_host(name)]
    if len(filled) == 1 and abs(weighed * filled[0] - stated) < _SAME_SHARE < abs(weighed - stated):
        draft.drop("cathode.host")
        draft.drop("cathode.active")
        draft.set_aside(known.value, "it follows from the composition", known.words)


def _nested(read: list[tuple[Composition, str]], draft: Draft) -> tuple[Composition, str] | None:
    """One composition of two, when a part of the second is what the first was mixed to: ``the active powder (70 "
    "wt%)``.
    """
    (first, words), (second, more) = read
    mixed = [name for name in second.parts if not materials(name) and re.search(_MIXTURE, name, re.IGNORECASE)]
    mixed += [name for name in second.parts if name not in mixed and _names_all(name, first.parts)]
    if all(one.kind == "carbon" for name in first.parts for one in materials(name)):
        mixed += [name for name in second.parts if name in _ROLES["carbon"]]
    if len(mixed) != 1 or set(first.parts) & set(second.parts):
        return None
    share = second.parts[mixed[0]]
    parts = {name: share * part for name, part in first.parts.items()}
    parts |= {name: part for name, part in second.parts.items() if name != mixed[0]}
    draft.assumed.append(f"cathode.composition: '{mixed[0]}' is taken for the mixture of {', '.join(first.parts)}")
    return read_composition({name: f"{100 * part:.4g} wt%" for name, part in parts.items()}), f"{words} … {more}"


def _names_all(name: str, parts: Mapping[str, float]) -> bool:
    """Whether a name is made of all components of a mixture: S-KB, of sulfur and KB."""
    pieces = re.split(r"[-/@]", name.partition(" ")[0])
    return len(pieces) == len(parts) and all(any(same_material(one, each) for each in pieces) for one in parts)


def _name_roles(text: list[Sentence], draft: Draft) -> None:
    """Put the one carbon or electrolyte that the section names in the place of ``carbon``, C or SE."""
    value = draft.value_of("cathode.composition")
    composition = read_composition(value) if value is not None else None
    if composition is None or value is None:
        return
    numbers = dict(composition.written)
    for kind, roles in _ROLES.items():
        short = [name for name in numbers if name in roles]
        named = {
            one.words
            for each in text
            for one in once(each.text, materials(each.text))
            if one.kind == kind and one.words not in roles
        }
        if len(short) == 1 and len(named) == 1:
            name = named.pop()
            numbers = {name if one == short[0] else one: number for one, number in numbers.items()}
            draft.assumed.append(f"'{short[0]}' of the composition is {name}, the {kind} that the section names")
    if list(numbers) != list(composition.written):
        words = next(one.words for one in draft.placed if one.field == "cathode.composition")
        draft.drop("cathode.composition")
        draft.place("cathode.composition", {"ratio": numbers} if composition.form == "ratio" else numbers, words)


def _name_carbon(text: list[Sentence], draft: Draft) -> None:
    """Put the carbon that sulfur was brought into in the place of the C of S:C = 7:3."""
    known = next((one for one in draft.placed if one.field == "cathode.host.carbon"), None)
    value = draft.value_of("cathode.composition")
    if known is None or known.value not in _ROLES["carbon"] or value is None:
        return
    composition = read_composition(value)
    filled = {
        one.words: each
        for each in text
        if each.has(r"\w*infiltrat|melt|diffus|impregnat|host") and each.has(r"S\b|sul(?:f|ph)ur")
        for one in materials(each.text)
        if one.kind == "carbon" and one.words not in (*_ROLES["carbon"], *composition.parts)
    }
    if len(filled) != 1:
        return
    name, sentence = filled.popitem()
    draft.drop("cathode.host.carbon")
    draft.place("cathode.host.carbon", name, sentence.text)
    draft.questions = [one for one in draft.questions if not one.startswith("cathode.host.carbon: which carbon")]
    hosts = [part for part in composition.parts if is_filled_host(part)]
    words = next(one.words for one in draft.placed if one.field == "cathode.composition")
    if len(hosts) == 1:
        rename_component(composition, hosts[0], f"{draft.value_of('cathode.active') or 'S'}/{name}", words, draft)


def _place_host(composition: Composition, host: tuple[Composition, str], active: str, draft: Draft) -> Composition:
    """Place the filled host, under the name that the composition needs for it."""
    carbon = next(name for name in host[0].parts if name != active)
    draft.place("cathode.host.carbon", carbon, host[1])
    if draft.value_of("cathode.host.sulfur") is None:
        draft.place("cathode.host.sulfur", f"{100 * host[0].parts[active]:.4g} wt%", host[1])
    filled = f"{_proper(active)}/{carbon}"
    hosts = [name for name in composition.parts if re.search(r"\b(?:porous|hollow|host|infiltrated)\b.*carbon", name)]
    if carbon.lower() in ANY_CARBON and len(hosts) == 1:
        draft.drop("cathode.host.carbon")
        draft.place("cathode.host.carbon", hosts[0], host[1])
        filled, carbon = f"{_proper(active)}/{hosts[0]}", hosts[0]
    elif carbon.lower() in ANY_CARBON:
        draft.ask(f"cathode.host.carbon: which carbon is '{carbon}'? ('{host[1]}')")
    names = hosts or [
        name
        for name in composition.parts
        if re.search(rf"\b(?:{re.escape(active)}|S)\b|composite|sulfur|host|product|powder", name)
    ]
    if len(names) != 1 or names[0] == filled:
        return composition
    draft.assumed.append(f"'{names[0]}' in the composition is the filled host {filled}")
    numbers = {filled if name == names[0] else name: number for name, number in composition.written.items()}
    return read_composition({"ratio": numbers} if composition.form == "ratio" else numbers)


def active_of(parts: Mapping[str, float]) -> str | None:
    """The one component that stores charge; None when none is known to."""
    known = [name for name in parts if active_word(name) in _ACTIVES or name in _ACTIVES or _is_other_active(name)]
    if len(known) > 1:  # beside sulfur, another sulfide is there for what it does to it
        known = [name for name in known if active_word(name) in ("S", "Li2S")]
    return known[0] if len(known) == 1 else None


def _is_other_active(name: str) -> bool:
    return is_active(name) and not is_filled_host(name)


def _proper(active: str) -> str:
    """The short name of an active material: S for elemental sulfur."""
    return active_word(active) if active_word(active) in ACTIVES else active


def _compositions(sentence: Sentence, draft: Draft) -> list[tuple[Composition, str]]:
    """The compositions that a sentence states, each with its words."""
    text = _NO_AMOUNT.sub(lambda match: ("°" if match[0][0] == "°" else " ") * len(match[0]), sentence.open)
    found = listed(text)
    for one in found:
        for start, end in one.spans:
            sentence.take(start, end)
        sentence.composition = (one.start, one.end)
    if found:
        read = [(one.composition, sentence.text[one.start : one.end].strip(" ,;")) for one in found]
        inner = all(len(one.composition.parts) == 2 for one in found)
        if inner and any(len(re.findall("[:/]", match[1])) > 1 for match in RATIO.finditer(sentence.open)):
            outer = _composition_of_any_names(sentence, sentence.open, draft)
            read += [] if outer is None else [outer]
        return read
    other = _composition_of_any_names(sentence, text, draft)
    return [] if other is None else [other]


def _composition_of_any_names(sentence: Sentence, text: str, draft: Draft) -> tuple[Composition, str] | None:
    """The composition of a sentence that names what the library does not hold."""
    ratios = [match for match in RATIO.finditer(text) if not re.search(r"\b(?:Li|In|Ag)\s*[:/]\s*(?:Li|In|C)\b", text)]
    ratios = [match for match in ratios if not BY_VOLUME.match(text, match.end())]
    shares = list(SHARE.finditer(text))
    shares = shares if len(shares) > 1 else list(PARTS.finditer(text))
    if sentence.topic in ("active", "test", "cell") and not (ratios and len(re.findall("[:/]", ratios[-1][1])) > 1):
        return None
    if ratios:
        first, last = ratios[-1].start(), ratios[-1].end()
        ends = [(match.end() if (match := BASIS.match(text, last)) else last)]
        starts = [match.end() for match in _BEFORE_NAMES.finditer(text, 0, first)]
    elif len(shares) > 1:
        text = _ABBREVIATED.sub(lambda match: f"{match[1]}{' ' * (len(match[0]) - len(match[1]))}", text)
        first, last = shares[0].start(), shares[-1].end()
        after = re.compile(r"\s(?:was|were|in|at|with|using|to|by|and)\b|[.;]|$").search(text, last)
        ends = [after.start() if after else len(text), (match.end() if (match := BASIS.match(text, last)) else last)]
        starts = [first, *(match.end() for match in _BEFORE_NAMES.finditer(text, 0, first))]
    else:
        return None
    if ratios and _MOLAR.search(text, max(0, first - 30), last + 14):
        draft.ask(
            f"cathode.composition: '{sentence.around(first, last, 90)}': a molar ratio; expected shares by weight: "
            "multiply each number by the molar mass"
        )
        sentence.take(first, last)
        return None
    problem = ""
    for start in sorted({0, *starts}, reverse=True):
        for end in ends:
            phrase = re.sub(r"\s*\(\s*\)", "", text[start:end]).strip(" ,;")
            named = re.sub(_DONE_TO_THEM, "", _JOINED.sub(", ", _FIRST_WORD.sub("", phrase)))
            cleaned = _NO_PART_OF_A_NAME.sub("", _WITH.sub(", ", named))
            try:
                names, are_ratio = components(cleaned)
                composition = read_composition({"ratio": names} if are_ratio else names)
            except ValueError as refused:
                problem = problem or str(refused)
                continue
            if all(len(name.split()) <= 4 and re.match(r"[A-Za-z\d(]*[A-Za-z]", name) for name in composition.parts):
                _take_composition(sentence, start, end)
                return composition, phrase
    if "molar" in problem or not sentence.has("anode|alloy|precursor"):
        draft.ask(f"cathode.composition: '{sentence.around(first, last, 90)}': {problem.split('; expected')[0]}")
        sentence.take(first, last)
    return None


def _take_composition(sentence: Sentence, start: int, end: int) -> None:
    """Take out components and numbers; what was done to them is left for those who read how it was mixed."""
    done = [match.span() for match in _DONE.finditer(sentence.text, start, end)]
    for left, right in zip([start, *(after for _, after in done)], [*(before for before, _ in done), end], strict=True):
        sentence.take(left, right)
    sentence.composition = (start, end)
