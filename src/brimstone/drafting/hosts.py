"""Hosts filled with an active material in an experimental section: which carbon, and how much it holds."""

import itertools
import re
from collections.abc import Iterable, Sequence

from brimstone.drafting.listed import NUMBER
from brimstone.drafting.names import is_known, materials
from brimstone.drafting.notes import Draft
from brimstone.drafting.text import Sentence
from brimstone.recipe.composition import Composition, read_composition
from brimstone.recipe.phrases import host_words
from brimstone.recipe.words import active_word

_ROUNDED = 1.0  # by how much a stated share may differ from the one that follows [%]
_NAME = (
    r"S@[A-Z][\w-]+ [A-Z]{1,3}-?\d\w*|S[/@-][\w-]+|(?:Li2S|[Ss]ulfur|[Ss]ulphur)[/@][\w-]+|"
    r"Li2S-(?:C|carbon|KB|CNTs?|CNFs?|rGO|graphene|AB)(?![\w-])|"
    r"[\w-]+@(?:Li2S|S)(?:-\d+)?(?![\w@])|(?!Li)[A-Z][\w-]*/S(?![\w/])|(?!Li-)[A-Za-z]\w*-S(?![\w-])"
)
_OF_SULFUR = r"(?:of\s+)?(?:sulfur|sulphur|Li2S|S)\b"
_SHARE = rf"{NUMBER}\s*(?:wt\.?\s*)?%"
#: S/MWCNT (sulfur content 60 wt%), S@HPC (68 wt% S by TGA)
_FILLED = re.compile(
    rf"(?<![\w@/-])(?P<name>{_NAME})(?:\s+(?:(?:nano)?composites?|powders?|hosts?|hybrids?))?\s*[(,]\s*(?:[\w "
    rf"=-]{{2,30}}[;,]\s*)?"
    rf"(?P<share>(?:sulfur|sulphur|S)\s+(?:content|loading|fraction)\s*(?:of|:|=|≈)?\s*{_SHARE}|(?:sulfur|sulphur|"
    rf"S)\s*[:=]?\s*{_SHARE}|"
    rf"{_SHARE}\s*{_OF_SULFUR})[^()]*\)"
)
#: S@CMK-3 contained 60 wt% of sulfur
_CONTAINS = re.compile(
    rf"(?<![\w@/-])(?P<name>{_NAME})(?:\s+(?:(?:nano)?composites?|powders?|hosts?|hybrids?))?\s+"
    r"(?:contain(?:ed|s|ing)|with|had|has|having|carried|holds?|held)\s+(?:an?\s+)?"
    rf"(?:(?:sulfur|S)\s+(?:content|loading)\s+of\s+)?(?P<share>~?{_SHARE})(?:\s*{_OF_SULFUR})?"
)
#: Sulfur (70 wt%) was melt-infiltrated into Ketjenblack
_FILLED_INTO = re.compile(
    rf"\b(?P<active>[Ss]ul(?:f|ph)ur|S|Li2S)\s*\((?P<share>{_SHARE})\)\s+(?:was|were)\s+[\w-]*"
    r"(?:infiltrat|infus|impregnat|load|diffus|confin|melt)\w*\s+(?:into|in|onto)\s+"
)
#: The sulfur uptake was 62 %, the product (71 wt% S): of a host that is named elsewhere
_UPTAKE = re.compile(
    r"\b(?P<of>sulfur|sulphur|S|Li2S) (?:uptake|content|fraction)\b(?:\([^()]*\)|[^.;%\d]){0,50}?"
    rf"(?:(?:of|was|is|as|be|to|:|=)\s*(?:\w+\s+)?|(?<=content )|(?<=uptake ))(?P<share>~?{_SHARE})|"
    rf"\b(?:product|composite|powder)\s*\(\s*(?P<product>{_SHARE})\s*{_OF_SULFUR}[^()%]*\)|"
    rf"\b(?:composite|product|powder)\s+(?:itself\s+)?(?:contain(?:s|ed)|holds?|"
    rf"held)\s+(?P<itself>{_SHARE})\s*{_OF_SULFUR}"
)
#: Words for a carbon that leave open which.
ANY_CARBON = {"c", "carbon", "kb/c", "composite", "ac"}
#: HCS (0.3 g) and S (0.7 g); 0.3 g of HCS and 0.7 g of S
_WEIGHED = re.compile(
    rf"(?P<one>[\w-]+)\s*\(({NUMBER})\s*(m?g)\)\s+and\s+(?P<other>[\w-]+)\s*\(({NUMBER})\s*(m?g)\)|"
    rf"({NUMBER})\s*(m?g)\s+(?:of\s+)?(?P<first>[\w-]+)\s+and\s+({NUMBER})\s*(m?g)\s+(?:of\s+)?(?P<second>[\w-]+)"
)
_FILLING = (
    r"155|infiltrat|infus|impregnat|melt|vapou?r phase|diffus|obtained from|heated|heat[- ]treated|"
    r"composite was (?:prepared|obtained|made|synthesi[sz]ed)"
)


def carbon_of(host: str) -> str:
    """The carbon in the name of a filled host."""
    return re.sub(r"^(?:S|Li2S|SeS2|[Ss]ul(?:f|ph)ur)[/@-]|[@/-](?:S|Li2S|[Ss]ul(?:f|ph)ur)(?:-\d+)?$", "", host)


def is_filled_host(name: str) -> bool:
    """Whether a component is a host filled with an active material."""
    bare = re.sub(r"\s+(?:nano)?(?:composites?|powders?|hybrids?)$", "", name)
    filled = re.match(r"(?:S|Li2S|SeS2|[Ss]ul(?:f|ph)ur)[/@]", bare)
    known = [one for one in materials(bare) if one.kind == "host" and one.words == bare]
    return (
        re.fullmatch(_NAME, bare) is not None or bool(known) or (filled is not None and is_known(bare[filled.end() :]))
    )


def active_in(host: str) -> str:
    """The active material in the name of a filled host."""
    return next((one for one in ("Li2S", "SeS2") if one in host), "S")


def read_stated_hosts(text: Iterable[Sentence], draft: Draft) -> None:
    """Place a host whose content stands beside its name, or beside what it was filled with."""
    for sentence in text:
        if sentence.topic in ("electrolyte", "anode", "test"):
            continue
        match = _FILLED.search(sentence.open) or _CONTAINS.search(sentence.open) or _behind_host(sentence)
        if match is not None:
            host = host_words(f"{match['name']} ({match['share'].strip('() ')})")
            if isinstance(host, dict):
                draft.place("cathode.active", active_in(match["name"]), match[0])
                inside = [
                    one for one in materials(match[0]) if one.kind == "carbon" and one.words.lower() not in ANY_CARBON
                ]
                carbon = inside[0].words if len(inside) == 1 else carbon_of(match["name"])
                _place_carbon(carbon, match[0], text, draft)
                draft.place("cathode.host.sulfur", host["sulfur"], match[0])
                sentence.take(match.start("share"), match.end("share"))
            continue
        match = _FILLED_INTO.search(sentence.open)
        named = [one for one in materials(sentence.text) if match is not None and one.start == match.end()]
        if match is not None and named and named[0].kind == "carbon":
            words = sentence.text[match.start() : named[0].end]
            draft.place("cathode.active", active_word(match["active"]), words)
            draft.place("cathode.host.carbon", named[0].words, words)
            draft.place("cathode.host.sulfur", _by_weight(match["share"]), words)
            sentence.take(*match.span("share"))


def _behind_host(sentence: Sentence) -> re.Match[str] | None:
    """The content behind a host whose name has several words: Ketjen black/sulfur powder (80 wt% S)."""
    for one in materials(sentence.open):
        if one.kind == "host":
            pattern = re.compile(
                rf"(?P<name>{re.escape(one.words)})(?:\s+(?:(?:nano)?composites?|powders?|hybrids?))?\s*"
                rf"\((?P<share>{_SHARE}\s*{_OF_SULFUR})[^()]*\)"
            )
            if (match := pattern.match(sentence.open, one.start)) is not None:
                return match
    return None


def read_weighed_hosts(text: Iterable[Sentence], draft: Draft) -> None:
    """Place a host by what was weighed of it and of the active material, where its content is not stated."""
    named = named_host(text)
    for sentence in text:
        match = _WEIGHED.search(sentence.open) if sentence.topic in ("active", "cathode", "") else None
        if match is None or named is None or draft.value_of("cathode.host.sulfur") is not None:
            continue
        names = [match[name] for name in ("one", "other", "first", "second") if match[name]]
        given = [part for part in match.groups() if part and part not in names]
        grams = [float(given[at]) * (1e-3 if given[at + 1] == "mg" else 1.0) for at in (0, 2)]
        actives = [active_word(name) in ("S", "Li2S") for name in names]
        if sum(actives) != 1 or carbon_of(named) not in names:
            continue
        share = grams[actives.index(True)] / sum(grams)
        draft.place("cathode.active", active_word(names[actives.index(True)]), match[0])
        draft.place("cathode.host.carbon", names[actives.index(False)], match[0])
        draft.place("cathode.host.sulfur", f"{100 * share:.4g} wt%", match[0])
        sentence.take(*match.span())


def read_uptake(text: Sequence[Sentence], draft: Draft) -> None:
    """Place the content of a host that is named in another sentence; of the whole cathode it follows."""
    for sentence in text:
        match = _UPTAKE.search(sentence.open)
        if match is None or sentence.topic in ("electrolyte", "anode", "test"):
            continue
        named = next(name for name in ("share", "product", "itself") if match[name])
        share, words = match[named], sentence.around(*match.span())
        overall = re.search(r"\b(?:overall|cathode|electrode|mixture)\b", words) is not None
        whole = active_share(draft)
        stated = float(str(re.search(NUMBER, share)[0]))  # type: ignore[index]  # a share has a number
        overall = overall or (whole is not None and abs(stated - 100 * whole) <= _ROUNDED)
        if overall and whole is None:
            continue
        if overall and whole is not None:
            if abs(stated - 100 * whole) > _ROUNDED:
                draft.ask(
                    f"cathode.composition: it holds {100 * whole:.3g} wt% of active material; or {share} ('{words}')?"
                )
            else:
                draft.set_aside(share, "it follows from the composition", words)
        elif draft.value_of("cathode.host.sulfur") is not None:
            draft.set_aside(share, "the sulfur content of the host is stated, too", words)
        elif named != "product" and (carbon := _host_carbon(text)) is not None:
            draft.place("cathode.active", active_in(match["of"] or ""), words)
            _place_carbon(carbon, words, text, draft)
            draft.place("cathode.host.sulfur", _by_weight(share), words)
        elif named == "product" and draft.value_of("cathode.composition") is None:
            opened = match.start() + match[0].index("(")  # the host stays in the list, by the word for it
            sentence.take(opened, match.end())
            draft.place("cathode.host.sulfur", _by_weight(share), words)
            continue
        else:
            continue
        sentence.take(*match.span(named))


def _place_carbon(carbon: str, words: str, text: Iterable[Sentence], draft: Draft) -> None:
    """Place the carbon of a host; a word for any carbon is the one that the sulfur was brought into."""
    if carbon.lower() in ANY_CARBON and (named := filled_carbon(text)) is not None:
        draft.assumed.append(f"cathode.host.carbon: the carbon of the filled host is {named[0]} ('{named[1]}')")
        carbon = named[0]
    carbon = re.sub(r"(?<=[A-Z\d])\s+carbon$", "", carbon)
    draft.place("cathode.host.carbon", carbon, words)
    if carbon.lower() in ANY_CARBON:
        draft.ask(f"cathode.host.carbon: which carbon is '{carbon}'? ('{words}')")


def filled_carbon(text: Iterable[Sentence]) -> tuple[str, str] | None:
    """The carbon that a section says the active material was brought into, and its words; None unless it is one."""
    found: dict[str, tuple[str, str]] = {}
    for sentence in text:
        if sentence.topic in ("electrolyte", "anode", "test", "measured") or not sentence.has(_FILLING):
            continue
        named = materials(sentence.text)
        for one in named:
            if one.kind == "carbon" and re.search(r"\bcarbon\s*(?:=|:|is|was)\s*$", sentence.text[: one.start]):
                found[one.words] = (one.words, sentence.around(one.start, one.end))
        for left, right in itertools.pairwise(named):
            joined = re.fullmatch(
                r"[\s,]*(?:\([^()]*\)\s*)?(?:and|with|into|in|onto|/|:)\s*(?:the\s+)?(?:\d[\d.]*\s*m?g\s+(?:of\s+)?)?",
                sentence.text[left.end : right.start],
            )
            melted = re.search(
                r"(?:infiltrat|infus|impregnat|diffus)\w*\s+(?:into|in)\s+(?:the\s+)?$",
                sentence.text[left.end : right.start],
            )
            pair = {left.kind: left, right.kind: right}
            if pair.keys() == {"active", "carbon"} and (joined or melted):
                one = pair["carbon"]
                found[one.words] = (one.words, sentence.text[left.start : right.end])
    return next(iter(found.values())) if len(found) == 1 else None


def _host_carbon(text: Sequence[Sentence]) -> str | None:
    """The carbon of the one host that a section names or says was filled."""
    if (name := named_host(text)) is not None:
        return carbon_of(name)
    filled = filled_carbon(text)
    return None if filled is None else filled[0]


def _by_weight(share: str) -> str:
    return share if "w" in share else share.replace("%", " wt%")


def active_share(draft: Draft) -> float | None:
    """Weight fraction of the active material that composition and host give; None where they don't."""
    value, active = draft.value_of("cathode.composition"), draft.value_of("cathode.active")
    parts = read_composition(value).parts if value is not None else {}
    held = re.search(NUMBER, str(draft.value_of("cathode.host.sulfur")))
    filled = [share for name, share in parts.items() if re.search(r"[/@]|-S$", name)]
    if active in parts:
        return parts[active]
    return filled[0] * float(held[0]) / 100 if held is not None and len(filled) == 1 else None


def named_host(text: Iterable[Sentence]) -> str | None:
    """The one filled host that a section names."""
    names = {
        carbon_of(match[0]): match[0]
        for one in text
        if one.topic not in ("electrolyte", "anode")
        for match in re.finditer(rf"(?<![\w@/-])(?:{_NAME})", one.text)
    }
    specific = {carbon: name for carbon, name in names.items() if carbon.lower() not in ANY_CARBON} or names
    return specific.popitem()[1] if len(specific) == 1 else None


def name_host(text: Sequence[Sentence], draft: Draft) -> None:
    """Let the filled host of the composition have the name of its carbon, and say which carbon it is if one is "
    "named.
    """
    value = draft.value_of("cathode.composition")
    composition = read_composition(value) if value is not None else None
    hosts = [name for name in composition.parts if is_filled_host(name)] if composition is not None else []
    if composition is None or len(hosts) != 1:
        return
    words = next(one.words for one in draft.placed if one.field == "cathode.composition")
    asked = [one for one in draft.questions if one.startswith("cathode.host.carbon: which")]
    if str(draft.value_of("cathode.host.carbon") or "c").lower() in ANY_CARBON:
        draft.questions = [one for one in draft.questions if one not in asked]
        draft.drop("cathode.host.carbon")
        _place_carbon(carbon_of(hosts[0]), words, text, draft)
    carbon = draft.value_of("cathode.host.carbon")
    turned = carbon is not None and re.search(r"/(?:S|Li2S|[Ss]ul(?:f|ph)ur)$", hosts[0]) is not None
    loose = carbon_of(hosts[0]).lower() in ANY_CARBON
    if carbon is not None and carbon.lower() not in ANY_CARBON and (loose or turned):
        rename_component(composition, hosts[0], f"{active_in(hosts[0])}/{carbon}", words, draft)


def rename_component(composition: Composition, name: str, other: str, words: str, draft: Draft) -> None:
    """Give a component of the placed composition another name, and say so."""
    draft.assumed.append(f"'{name}' in the composition is the filled host {other}")
    numbers = {other if one == name else one: number for one, number in composition.written.items()}
    draft.drop("cathode.composition")
    draft.place("cathode.composition", {"ratio": numbers} if composition.form == "ratio" else numbers, words)
