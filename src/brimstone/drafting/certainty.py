"""Whether a value is certain: its noun stands in its clause, no other is near, and nothing of its kind is left over.

What was placed by the order in which things are told is read a second time here, by the words right around the number
alone. A value for which the two readings differ, or which the second cannot confirm, becomes a question on its field.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from brimstone.drafting.accounts import folded, origins, sources
from brimstone.drafting.hosts import active_share, is_filled_host
from brimstone.drafting.loadings import ask_where_masses_disagree
from brimstone.drafting.mentions import PLACE, Mention, is_place, mentions_in
from brimstone.drafting.names import is_known, materials, same_material
from brimstone.drafting.notes import Draft, Placed
from brimstone.drafting.text import DRIVES, Sentence, Stated, quantities
from brimstone.errors import BrimstoneError
from brimstone.recipe.composition import read_composition
from brimstone.units import parse_stated

#: Dimensions whose numbers, left over in a sentence on the cathode or the test, may be of a step that is missing.
_OF_STEPS = {
    "cathode.mixing": (
        ("cathode", "active"),
        ("rotation", "frequency"),
        r"mill|mix|grind|ground|stirr|heat|melt|blend",
    ),
    "protocol": (
        ("test",),
        (*DRIVES, "voltage", "areal charge", "specific charge"),
        r"cycl|charg|rate|discharg|step|galvanostat",
    ),
}
_ROUNDED = 1.0  # by how much a stated share may differ from the one that follows [%]
#: Where a clause ends: what is told after it may be of something else.
_CLAUSE_ENDS = re.compile(
    r";|:\s|,\s|\s\(|\)|\b(?:then|before|after|afterwards|followed by|while|whereas|which|onto|prior to|until)\b"
)
_AND = re.compile(r"\band\b")
_DONE = re.compile(r"\b(?:was|were|is|are|has|had|being)\b|\b\w+ed\b")
#: Words that name a field, near its number.
_NAMED = {
    "operation.stack_pressure": (
        r"stack|operat|external|appl|cycl|test|measur|maintain|held|kept|frame|fixture|clamp|screw|jig|spring|torque|"
        r"during|constant|set to|under|\brun\b|tighten|exert|restrain|cell pressure|monitor|fixed|load cell|pressure of"
    ),
    "operation.temperature": (
        r"cycl|test|measur|operat|charg|galvanostat|perform|carried|conduct|kept|oven|chamber|temperature|experiment|"
        r"run|record|thermostat|\bT\s*=|cells?|electrochem|rate|rest|at \d"
    ),
}
#: Ways of bringing powders together, each a step of its own where it is said.
_WAYS = {
    "mill": r"\b(?:\w+-)?mill(?:ed|ing)\b(?! (?:jar|media|balls|speed|time))",
    "grind": r"\bground\b|\bgrinding\b|\bhand-?(?:mixed|ground|mixing)\b|\bmixed by hand\b|\bmortar\b",
    "knead": r"\bknead(?:ed|ing)\b|\bfibrillat\w+",
    "stir": r"\bstirr(?:ed|ing)\b|\bdispersed\b|\bslurr(?:y|ied)\b",
    "melt": r"\binfiltrat\w+|\bmelt-?(?:diffus|infus|impregnat)\w+|\bimpregnat\w+|\bsealed\b|\b15[05] ?°",
}
_METHODS = {
    "ball-milled": {"mill"},
    "hand-ground": {"grind"},
    "dry film": {"knead"},
    "slurry": {"stir", "grind"},
    "solution": {"stir"},
    "melt-milled": {"melt", "mill", "grind"},
    "vapour-mixed": {"melt"},
}
_METHOD = re.compile(r"cathode\.mixing\.step \d+\.method$")
_BEFORE_NOUN = re.compile(r"(?:as-|the |resulting |obtained )$")
_NOT_OF_CATHODE = re.compile(r"\b(?:anode|negative electrode|[Ss]ilicon|graphite|separator|membrane)\b")
_OF_CATHODE = re.compile(
    r"\b(?:cathodes?|positive electrodes?|composites?|working electrodes?|electrodes?|slurry|sulfur|sulphur|Li2S|SPAN|"
    r"active material|S)\b|@"
)
_GOES_ON = re.compile(
    r"(?:The|This|These|They|It|Then|Next|Subsequently|After|Afterwards|Finally|Both|All|Thereafter|To)\b"
)
#: Words that tell of an order or of a choice of steps which a list of steps cannot be sure to have caught.
_ORDER = re.compile(
    r"\b(?:repeated|stepwise|step-wise|altern\w+|respectively|same|every|increas\w+|raised|lowered|reduced|back to|"
    r"again|returned|in turn|varied|various|different|either)\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:later|subsequent(?:ly)?|thereafter|afterwards|from the \w+ cycle|following|remaining|onwards?|long-term|"
    r"first|initial)\b",
    re.IGNORECASE,
)
_RESTED = re.compile(
    r"\b(?:rest(?:ed|ing|s)?|OCV|open[- ]circuit|condition\w+|equilibrat\w+|aged|ageing|aging|stored|stood|relax\w*|"
    r"before (?:the |any )?(?:test|cycl|measure|charg)\w*|prior to|wait\w*)\b",
    re.IGNORECASE,
)
_HALF_OF_FIRST = re.compile(
    r"\b(?:first|initially|(?:first|initial) step)\s+(?:fully )?(?:dis)?charged\b|\b(?:start\w*|"
    r"beg[ai]n\w*) (?:with|by) (?:an? |the )?"
    r"(?:dis)?charg\w*|\b(?:first|initial) (?:de)?lithiation\b",
    re.IGNORECASE,
)
_POWDERS = re.compile(r"\b(?:\w*mill(?:ed|ing)|rpm|MPa|tons?|dried|dissolved|stirred|powders?)\b")
_COUNTED = re.compile(
    r"\b(?:cycles?|afterwards|thereafter|long-term|then|next|initial(?:ly)?)\b|\bfor the\b|C\s?\(\d+\)", re.IGNORECASE
)
#: rested for 72 h after the tenth charge
_AFTER_ONE = re.compile(r"\bafter (?:the |its )?(?:\w+(?:th|st|nd|rd)|first) (?:(?:dis)?charge|cycle)\b", re.IGNORECASE)
_OF_A_TEST = re.compile(r"cycl|charg|rate|galvanostat|current|test|voltage|formation|activat|protocol", re.IGNORECASE)
_COATED = r"coat|cast|collector|onto|slurry|blade|spread|current|rod|piston|plunger|on (?:an? )?(?:Al|carbon)|punch"
_WIDE = r"cathode|positive|electrodes?\b|\bdie\b|mou?ld|cells?\b|sleeve|cylinder|tube|disc|disk|punch|cut"
_SALT = re.compile(r"Li(?:TFSI|FSI|ClO4|PF6|BF4|NO3)")
_OF_AN_ANODE = re.compile(
    r"\b(?:[Ll]ithium|Li|[Ii]ndium|In|anodes?|negative|counter|foils?|membranes?|separators?|jar|balls?)\b"
)
_OF_A_CELL = re.compile(
    r"cathode|positive|composite|sulfur|\bdie\b|mou?ld|cell|sleeve|cylinder|tube|housing|body|working|all layers|"
    r"pellet",
    re.IGNORECASE,
)
_VESSEL = re.compile(r"[\s-]+(?:coated )?(?:dish|mou?ld|plate|sheet|vessel|jar|beaker|die|cylinder|tube|sleeve)")
_GENERIC = re.compile(
    r"(?:(?:gel|solid|polymer|ceramic|composite|quasi-solid|hybrid|sulfide|electrolytes?|membranes?|separator|layer|"
    r"film|GPE|SPE|CPE|SSE|SE)[\s-]*)+",
    re.IGNORECASE,
)
_PRESSED = (
    r"press|compact|densif|pellet|consolidat|squeez|laminat|calender|attach|isostatic|tons?\b|fabricat|\d t\b|kN|"
    r"mounted|bond|put|joined|stuck"
)
_LISTS = {"protocol": "protocol", "protocol.window": "protocol", "cathode.mixing": "cathode.mixing"}
_LAYER = re.compile(r"(cathode|anode|separator)(?:\.layer \d+)?\.(mass|thickness|pressed_at|loading)$")


def ask_where_unsure(section: Sequence[Sentence], draft: Draft) -> None:
    """Ask about each value that the words around it do not make certain.

    Parameters
    ----------
    section : sequence of Sentence
        With all that was understood taken out.
    draft : Draft
        Questions are added to it, by the exact field.
    """
    draft.questions = [_by_exact_fields(one, section, draft) for one in draft.questions]
    for question in _doubts(section, draft):
        draft.ask(question)
    ask_where_masses_disagree(draft)
    if not any(one.field.startswith("anode.") for one in draft.placed) and not any(
        one.startswith("anode") for one in draft.questions
    ):
        draft.ask("anode: is missing; which metal, alloy or electrode is it?")


def _by_exact_fields(question: str, section: Sequence[Sentence], draft: Draft) -> str:
    """A question on a whole list of steps, with the fields of the steps of its sentence, or of all."""
    head, sign, rest = question.partition(":")
    if head not in _LISTS:
        return question
    quoted = folded(rest.rpartition("('")[2].rpartition("')")[0] or rest.partition("'")[2].rpartition("'")[0])
    fields = [one for one in draft.placed if one.field.startswith(f"{_LISTS[head]}.step ")]
    told = [one for one in section if quoted and quoted in folded(one.text)]
    near = [one for one in fields if any(each in told for each in sources(one, section))] or fields
    return f"{', '.join([head, *(one.field for one in near)])}{sign}{rest}"


def _doubts(section: Sequence[Sentence], draft: Draft) -> Iterator[str]:
    marked = draft.marked()
    by_words: dict[tuple[str, str], list[str]] = {}
    for placed in draft.placed:
        if placed.field in marked:
            continue
        for why, words in _reasons(placed, section, draft):
            by_words.setdefault((why, words), []).append(placed.field)
            break
    for (why, words), fields in by_words.items():
        values = " and ".join(dict.fromkeys(str(draft.value_of(one)) for one in fields))
        yield f"{', '.join(fields)}: {values[:80]}; {why} ('{words}')"


def _reasons(placed: Placed, section: Sequence[Sentence], draft: Draft) -> Iterator[tuple[str, str]]:
    """Why a value is not certain, each with the words that say so."""
    if not placed.words:
        return
    from_ = origins(placed, section)
    sentences = list({id(one.sentence): one.sentence for one in from_}.values()) or sources(placed, section)
    yield from _left_over(placed, sentences, draft)
    layer = _LAYER.match(placed.field)
    for sentence, one in from_:
        words = sentence.around(one.start, one.end)
        if layer is not None and one.dimension != "areal mass" and one.dimension != "areal charge":
            kinds = {
                each.field.partition(".")[0]
                for each in draft.placed
                if each.words == placed.words and each.value == placed.value
            }
            if not _of_layer(sentence, one, layer[1], kinds):
                yield f"is it of the {layer[1]}?", words
        if placed.field.endswith(".pressed_at") and not re.search(_PRESSED, _near(sentence, one), re.IGNORECASE):
            yield "was it pressed at that?", words
        if placed.field in _NAMED and not re.search(_NAMED[placed.field], _near(sentence, one), re.IGNORECASE):
            yield f"is it the {placed.field.rpartition('.')[2].replace('_', ' ')} of the test?", words
    for sentence in sentences:
        if re.search(r"\brespectively\b", sentence.text) and not placed.field.startswith("cathode.composition"):
            yield "which of several is this cell's?", sentence.around(0, 60)
    for family, doubts in _FAMILIES.items():
        if re.match(family, placed.field):
            yield from doubts(placed, sentences, section, draft)


def _left_over(placed: Placed, sentences: Iterable[Sentence], draft: Draft) -> Iterator[tuple[str, str]]:
    """A number of the same dimension in the same sentence that found no place."""
    values: Iterable[object] = placed.value if isinstance(placed.value, (list, tuple)) else [placed.value]
    dimensions = {one.dimension for each in values if isinstance(each, str) for one in quantities(each)[:1]}
    if placed.field == "cathode.composition":
        dimensions = {"share"}
    for sentence in sentences:
        if sentence.topic not in ("electrolyte", "anode"):
            for one in sentence.quantities(*dimensions) if dimensions else ():
                if placed.field == "cathode.composition" and _follows(one, draft):
                    draft.set_aside(one.text, "it follows from the composition", sentence.around(one.start, one.end))
                    continue
                yield f"or {one.text}?", sentence.around(one.start, one.end)
    section, _, rest = placed.field.partition(".step ")
    if rest and section in _OF_STEPS:
        topics, dims, cue = _OF_STEPS[section]
        for sentence in sentences:
            if sentence.topic in topics and sentence.has(cue):
                for one in sentence.quantities(*dims):
                    yield "is a step missing?", sentence.around(one.start, one.end)


def _follows(one: Stated, draft: Draft) -> bool:
    """Whether a share is that of the active material in the whole cathode, which composition and host give."""
    whole, stated = active_share(draft), re.search(r"\d+(?:\.\d+)?", one.text)
    return whole is not None and stated is not None and abs(float(stated[0]) - 100 * whole) <= _ROUNDED


def _clauses(text: str) -> list[tuple[int, int]]:
    """Parts of a sentence in which one thing is told of one thing."""
    cuts = [match.span() for match in _CLAUSE_ENDS.finditer(text)]
    start, spans = 0, []
    for left, right in [*cuts, (len(text), len(text))]:
        at = start
        for match in _AND.finditer(text, start, left):
            part = text[at : match.start()]
            if _DONE.search(part) or quantities(part):
                spans.append((at, match.start()))
                at = match.end()
        spans.append((at, left))
        start = right
    return spans


def _near(sentence: Sentence, one: Stated) -> str:
    """The clause of a number with those beside it."""
    spans = _clauses(sentence.text)
    at = next((number for number, (start, end) in enumerate(spans) if start <= one.start < end), 0)
    return sentence.text[spans[max(0, at - 1)][0] : spans[min(len(spans) - 1, at + 1)][1]]


def _of_layer(sentence: Sentence, one: Stated, kind: str, placed: set[str]) -> bool:
    """Whether the nouns near a number are of the layer that it was placed in."""
    hidden = PLACE.sub(lambda match: " " * len(match[0]), sentence.text)
    begin, end = sentence.composition
    if not begin <= one.start < end:
        hidden = hidden[:begin] + " " * (end - begin) + hidden[end:]
    mentions = [each for each in mentions_in(hidden) if not is_place(sentence, each, one)]
    spans = _clauses(sentence.text)
    at = next((number for number, (start, stop) in enumerate(spans) if start <= one.start < stop), 0)
    after = [each for each in mentions if each.start >= one.end]
    if after and re.fullmatch(
        r"[\s-]*(?:thick(?:ness)?|of|in|the|an?|this|that|[\w-]+ed|free-?standing|commercial|dried|dry|fresh|pure|fine|"
        r"solid|[\s,-])*",
        sentence.text[one.end : after[0].start],
    ):
        return _fits(after[0], kind)
    within = [each for each in mentions if spans[at][0] <= each.start < spans[at][1]]
    kinds = {each.kind for each in within}
    if "whole" in kinds:
        return kind in ("cathode", "separator")
    if kinds:
        return kinds <= placed | {kind}
    for start, stop in reversed(spans[:at]):
        before = [each for each in mentions if start <= each.start < stop]
        if before:
            return before[-1].kind == "whole" or before[-1].kind == kind or before[-1].kind in placed
    return False


def _fits(mention: Mention, kind: str) -> bool:
    return mention.kind in (kind, "whole")


def _mixing(
    placed: Placed, sentences: Sequence[Sentence], section: Sequence[Sentence], draft: Draft
) -> Iterator[tuple[str, str]]:
    """A step of mixing is certain where a sentence on the cathode tells of no other one."""
    step = placed.field.rpartition(".")[0]
    for sentence in sentences:
        methods = {
            str(each.value)
            for each in draft.placed
            if _METHOD.match(each.field) and folded(each.words) in folded(sentence.text)
        }
        known = set().union(*(_METHODS.get(one, set()) for one in methods)) if methods else set()
        told = {
            way
            for way, words in _WAYS.items()
            for match in re.finditer(words, sentence.text, re.IGNORECASE)
            if not _BEFORE_NOUN.search(sentence.text[: match.start()])
        }
        if methods and len(told - known) > 0 and len(told) > len(methods):
            yield "is a step missing?", sentence.around(0, 80)
        if not _is_home(sentence, section):
            yield "is it how the cathode was mixed?", sentence.around(0, 80)
    if len(sentences) > 1 and "…" not in placed.words:
        yield "which sentence is it of?", placed.words[:80]
    if draft.value_of(f"{step}.method") is None:
        yield "how was it mixed?", placed.words[:80]


def _is_home(sentence: Sentence, section: Sequence[Sentence]) -> bool:
    """Whether a sentence is about the powders of the cathode, or goes on from one that is."""
    kinds = {one.kind for one in materials(sentence.text)}
    if _NOT_OF_CATHODE.search(sentence.text) and not re.search(r"cathode|positive", sentence.text, re.IGNORECASE):
        return False
    if _OF_CATHODE.search(sentence.text) or {"active", "host"} & kinds or sentence.composition != (0, 0):
        return True
    at = next((number for number, one in enumerate(section) if one is sentence), 0)
    before = section[at - 1] if at else None
    goes_on = _GOES_ON.match(sentence.text) is not None or not kinds
    return goes_on and before is not None and before.topic == sentence.topic and _is_home(before, section[:at])


def _protocol(
    placed: Placed, sentences: Sequence[Sentence], section: Sequence[Sentence], draft: Draft
) -> Iterator[tuple[str, str]]:
    """A step is certain where nothing near tells of an order or of a choice."""
    if placed.field.endswith((".window", ".impedance", ".amplitude", ".points")):
        return
    name = placed.field.rpartition(".")[2]
    for sentence in sentences:
        if name == "rest" and (not _RESTED.search(sentence.text) or _POWDERS.search(sentence.text)):
            yield "is it how long the cell rested?", placed.words[:80]
        if name == "rest" and (_after_cycles(placed, sentence, draft) or _AFTER_ONE.search(sentence.text)):
            yield "is it after the steps before it, or the first?", placed.words[:80]
        step = placed.field.rpartition(".")[0]
        counted = _COUNTED.search(sentence.text) and draft.value_of(f"{step}.cycles_each") is None
        if name == "rates" and (len(set(placed.value)) < max(3, len(placed.value)) or counted):
            yield "is that one list of rates?", placed.words[:100]
        if name == "hold" and not _after_a_charge(placed, draft):
            yield "after which charge is it held?", placed.words[:80]
        if name in ("charge", "discharge") and (half := _HALF_OF_FIRST.search(sentence.text)) is not None:
            both = all(draft.value_of(f"{placed.field.rpartition('.')[0]}.{way}") for way in ("charge", "discharge"))
            if both:
                yield "is that a cycle, or half of one?", sentence.around(*half.span())
        if name == "to" and _wrong_end(placed, draft):
            yield "is that where it ends?", sentence.around(0, 80)
        if name != "rest" and not _OF_A_TEST.search(sentence.text):
            yield "is it how the cell was cycled?", placed.words[:80]
        told = _ORDER.search(sentence.text)
        steps = {
            each.field.split(".")[1]
            for each in draft.placed
            if each.field.startswith("protocol.step")
            and not each.field.endswith(".window")
            and each.words
            and folded(each.words) in folded(sentence.text)
        }
        if told is None and len(steps) < 2:
            told = _LATER.search(sentence.text)
        if told is not None:
            yield f"is that all that '{told[0]}' tells?", sentence.around(*told.span())


def _wrong_end(placed: Placed, draft: Draft) -> bool:
    """Whether a discharge ends nearer to the upper voltage of the test than to the lower, or a charge the other way."""
    windows = [one.value for one in draft.placed if one.field.endswith(".window")]
    way = "discharge" if draft.value_of(placed.field.replace(".to", ".discharge")) is not None else "charge"
    try:
        lower, upper = (parse_stated(one, "voltage").si for one in windows[0])
        end = parse_stated(str(placed.value), "voltage").si
    except (BrimstoneError, IndexError):
        return False
    return (end > (lower + upper) / 2.0) == (way == "discharge")


def _after_a_charge(placed: Placed, draft: Draft) -> bool:
    """Whether the step before one of constant voltage is a charge or a discharge alone, which it then goes on with."""
    step = f"protocol.step {int(placed.field.split('.')[1].removeprefix('step ')) - 1}"
    return (draft.value_of(f"{step}.charge") is None) != (draft.value_of(f"{step}.discharge") is None)


def _after_cycles(placed: Placed, sentence: Sentence, draft: Draft) -> bool:
    """Whether a rest stands after steps of another sentence without a word that says so."""
    number = int(placed.field.split(".")[1].removeprefix("step "))
    before = [
        one.words
        for one in draft.placed
        if re.match(rf"protocol\.step {number - 1}\.(?!rest|window)", one.field) and one.words
    ]
    return bool(before) and not (
        any(folded(one) in folded(sentence.text) for one in before)
        or re.search(
            r"\b(?:then|after|afterwards|thereafter|between|each|every|following)\b", sentence.text, re.IGNORECASE
        )
    )


def _composition(
    placed: Placed, sentences: Sequence[Sentence], section: Sequence[Sentence], draft: Draft
) -> Iterator[tuple[str, str]]:
    """A composition is certain where the sentences on the cathode name no other carbon, electrolyte or binder."""
    parts = set(read_composition(placed.value).parts)
    host = str(draft.value_of("cathode.host.carbon") or "")
    known = " ".join([*parts, host]).lower()
    for name in parts:
        if _SALT.fullmatch(name):
            yield f"{name} alone, or with its polymer?", placed.words[:80]
        if not is_known(name) and not is_filled_host(name):
            yield f"which material is {name}?", placed.words[:80]
    for sentence in section:
        if sentence.topic != "cathode":
            continue
        for one in materials(sentence.text):
            named = _is_named(one.words, known) or one.words.lower() == "carbon"
            without = re.search(r"\b(?:[Nn]o|[Ww]ithout)\s+(?:\w+\s+)?$", sentence.text[: one.start])
            part = one.kind in ("carbon", "binder", "electrolyte")
            if part and not (named or without or _VESSEL.match(sentence.text, one.end)):
                yield f"is {one.words} in it?", sentence.around(one.start, one.end)


def _is_named(name: str, known: str) -> bool:
    return name.lower() in known or any(same_material(name, one) for one in re.split(r"[\s]+", known))


def _electrolyte(
    placed: Placed, sentences: Sequence[Sentence], section: Sequence[Sentence], draft: Draft
) -> Iterator[tuple[str, str]]:
    if _GENERIC.fullmatch(str(placed.value)):
        yield "which one is it?", placed.words[:80]


def _diameter(
    placed: Placed, sentences: Sequence[Sentence], section: Sequence[Sentence], draft: Draft
) -> Iterator[tuple[str, str]]:
    """A diameter is certain where a cathode or a die is named beside it, or where it is the only one."""
    for sentence in sentences:
        if re.search(r"\b(?:\w*mill(?:ed|ing)|balls?|jar)\b", sentence.text) and "press" not in sentence.text:
            yield "of the cathode?", placed.words
        if sentence.has("sinter|polish") and not sentence.has("cathode|electrode"):
            yield "of the plate; is the cathode as wide?", placed.words
        stated = [
            one for one in quantities(sentence.text) if one.dimension == "length" and one.text in str(placed.value)
        ]
        for one in stated:
            if _OF_AN_ANODE.search(_near(sentence, one)) and not _OF_A_CELL.search(_near(sentence, one)):
                yield "of the cathode, or of another layer?", sentence.around(one.start, one.end)
    for sentence in section:
        for one in sentence.quantities("length"):
            near = _near(sentence, one)
            if (
                sentence.is_diameter(one)
                and re.search(r"cathode|electrode|punched", near)
                and not _OF_AN_ANODE.search(near)
            ):
                yield f"of the cathode, or {one.text}?", sentence.around(one.start, one.end)
    if any(re.search(_WIDE, _near(*one), re.IGNORECASE) for one in origins(placed, section)):
        return
    for sentence in section:
        for one in quantities(sentence.text):
            if one.dimension == "length" and sentence.is_diameter(one) and one.text != placed.value:
                yield f"of the cathode, or {one.text}?", sentence.around(one.start, one.end)


def _anode_thickness(
    placed: Placed, sentences: Sequence[Sentence], section: Sequence[Sentence], draft: Draft
) -> Iterator[tuple[str, str]]:
    if "-" in str(draft.value_of("anode.material")) and re.search(r"\b(?:In|Li|[Ii]ndium|[Ll]ithium)\b", placed.words):
        yield "of the whole anode, or of one foil?", placed.words


def _collector(
    placed: Placed, sentences: Sequence[Sentence], section: Sequence[Sentence], draft: Draft
) -> Iterator[tuple[str, str]]:
    if not any(one.has(_COATED) for one in sentences):
        yield "is it the collector of the cathode?", sentences[0].around(0, 60) if sentences else placed.words


_Doubts = Callable[[Placed, Sequence[Sentence], Sequence[Sentence], Draft], Iterator[tuple[str, str]]]
_FAMILIES: dict[str, _Doubts] = {
    r"cathode\.collector$": _collector,
    r"diameter$": _diameter,
    r"anode\.thickness$": _anode_thickness,
    r"cathode\.mixing\.": _mixing,
    r"protocol\.": _protocol,
    r"cathode\.composition$": _composition,
    r"separator\.layer \d+\.electrolyte$": _electrolyte,
}
