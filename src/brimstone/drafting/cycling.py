"""What was done with a cell in an experimental section: conditions, windows, rates, cycles, rests."""

import re
from collections.abc import Iterable
from typing import Any

from brimstone.drafting.conditions import Conditions
from brimstone.drafting.counts import (
    AN_END,
    BETWEEN_HALVES,
    CUT_OFF_CURRENT,
    CYCLES,
    HALF,
    NOT_STATED,
    RATING,
    is_passed,
    number_of,
    once,
)
from brimstone.drafting.notes import Draft
from brimstone.drafting.rates import (
    IN_TOTAL,
    Step,
    Told,
    cycles_each,
    doubled,
    ends_of,
    holds_in,
    is_formed_first,
    numbered,
    one_by_one,
    one_cycle,
    rates_of,
    told_apart,
    two_ways,
)
from brimstone.drafting.text import DRIVES, Sentence, Stated, quantities
from brimstone.units import NUMERAL

_LATER = re.compile(
    r"\s*(?:\(\s*\)\s*)?(?:afterwards|thereafter|subsequently|later on|from then on|for (?:all )?(?:later|"
    r"the (?:following|subsequent|other|remaining))\b)"
)
_EARLIER = re.compile(
    r"\b(?:aged|ageing|stood|stand(?:ing)?|stored|stayed|remained|pre-?condition\w*|conditioned|equilibrat\w*|OCV|"
    r"open[- ]circuit|prior to|before|preceded by)\b",
    re.IGNORECASE,
)
#: 50 cycles at 0.1C after 3 cycles at 0.05C
_AFTER_THOSE = re.compile(r"\b(?:after(?! which\b| that\b)|(?<!the )following|preceded by)\b")
#: A rest that comes later than the first step.
_AFTER_OTHERS = re.compile(r"\b(?:after|following|then|between|each|every|formation|long-term|discharged|charged)\b")
_STEP = re.compile(
    r"(?<!charge-)(?<!charge/)(?<!charge and )\b(?P<dis>dis)?charg(?:ed|ing|e)\b(?! tests?\b)(?!\s*(?:-|and\s|"
    r"/)?\s*discharg)(?:[^.;]|\.(?=\d))*?"
    rf"(?=\band (?:then |the )?(?:(?:first|initial|subsequent|following) )?(?:dis)?charg|,\s*(?:C/\d+|"
    rf"[\d.]+\s?C|{NUMERAL} mA\S*(?: \S*-\d)?)\s+(?:dis)?charg|"
    r"\band continued\b|,? (?:with |and |then )*(?:subsequent(?:ly)?|followed by|"
    r"then) (?:an? )?(?:dis)?charg|,\s*(?:dis)?charg|,\s*CV\b|,? (?:after|before|the cells)|\.\s|\.$|;|$)",
    re.IGNORECASE,
)
_RESTED = re.compile(
    r"\b(?:rest(?:s|ed|ing)?|aged|kept|stored|stood|stand(?:ing)?|equilibrat\w*|waiting|(?:pre-?)?condition(?:ed|ing)|"
    r"stayed|remained|waited|relax(?:ed|ation)?|storage|left|OCV|held(?=[^.;]{0,40}\bh\b))\b",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r";|,?\s*\b(?:and\s+)?(?:subsequently|then|thereafter|followed by|afterwards)\b|"
    r"\band (?=(?:aged|cycled|continued|tested)\b)|"
    r",\s*(?:and|while|whereas)\s+(?:the\s+)?(?:long-?term|prolonged|extended|cycle|cycling|cyclability|life)\b",
    re.IGNORECASE,
)
_TESTED = re.compile(
    r"cycl|charg|galvanostat|test(?:ed|ing|s)?\b|measure|operat|\brates?\b|voltage|potential|rest(?:ed)?\b|kept|"
    r"equilibrat|\baged\b|conditioned|\bstood\b|electrochemical|stored|current density|C-rate|cut-?offs?\b",
    re.IGNORECASE,
)
_ONLY_TEMPERATURE = re.compile(r"(?:The )?(?:\w+ )?temperature\b|T\s*[=:]|[\d.\s±~-]+°\s*C\s*\.?$", re.IGNORECASE)
_TEST_TEMPERATURE = re.compile(r"\b(?:test|cycling|cell|operating|operation|testing) temperatures?\b", re.IGNORECASE)
_FIRST = re.compile(r"\b(?:first|initial) (?:(?:dis)?charge|(?P<cycle>cycle))\b", re.IGNORECASE)
_NOT_OF_THE_TEST = ("electrolyte", "active", "anode", "cathode", "measured")
_ACTIVATED = re.compile(r"\bactivat(?:ion|ed)\b", re.IGNORECASE)
_AGAIN = re.compile(
    r"\b(?:repeated|done|carried out)\s+(?:for\s+)?(?:(?P<number>\d+)\s*(?:times|cycles)\b|(?P<twice>twice)\b)|"
    r"\b(?P<times>\d+)\s*(?:times\b|[x×](?!\s?\d))",
    re.IGNORECASE,
)
_ORDINALS = dict(
    zip("second third fourth fifth sixth seventh eighth ninth tenth eleventh".split(), range(2, 12), strict=True)
)
#: from the third cycle on: what was done before it, was done twice
_FROM_THE = re.compile(
    r"\b(?:from|starting (?:from|with)|as of|since) the "
    rf"(?P<ordinal>{'|'.join(_ORDINALS)}|\d+(?:nd|rd|th)) cycle(?: on(?:wards?)?)?\b",
    re.IGNORECASE,
)
_FOR_THE = re.compile(
    r"\s*(?:\([^()]*\))?\s*(?:for|in|during|on|over)\s+(?:the\s+)?|"
    r"\s*\((?:formation,?\s*)?(?:for\s+)?(?:the\s+)?(?:first\s+|initial\s+)?"
)
#: The first cycle was run at 0.08 mA/cm2, the following ones at 0.16 mA/cm2
_ONE_THEN_OTHERS = re.compile(
    r"\b(?:first|initial) cycle\b.*\b(?:following|subsequent|later|remaining|other|next)\b", re.IGNORECASE
)


#: 0.02C cut-off
_NO_STEP = re.compile(r"\s*(?:range|channels?|cut-?off)\b")


class Cycling:
    """Places the steps of a test, each with the window of the section."""

    def __init__(self, draft: Draft):
        self.draft = draft
        self.steps: list[Step] = []
        self.between: tuple[str, str] | None = None  # rest after every half cycle, and its words
        self.conditions = Conditions(draft)

    def read(self, sentence: Sentence) -> None:
        """Place the test conditions in a sentence."""
        self.conditions.reference(sentence)
        self.conditions.one_c(sentence)
        if sentence.topic in _NOT_OF_THE_TEST:
            if _TEST_TEMPERATURE.search(sentence.open):
                self.conditions.temperature(sentence)
            return
        if sentence.topic != "test" and not _TESTED.search(sentence.text):
            if _ONLY_TEMPERATURE.match(sentence.text):
                self.conditions.temperature(sentence)
            return
        self.conditions.temperature(sentence)
        self.conditions.limits(sentence)
        rests, between = self._rests(sentence)
        first = _EARLIER.search(sentence.text) is not None and (
            all("rest" in step for step, _ in self.steps[:1]) or not _AFTER_OTHERS.search(sentence.text)
        )
        self.steps = [*rests, *self.steps] if first else [*self.steps, *rests]
        holds = sorted([*holds_in(sentence), *between], key=lambda one: one[0])
        known = len(self.steps)
        halves = list(HALF.finditer(sentence.open))
        if not self._charges(sentence, holds):
            self.steps += [step for _, step in holds]
            self._cycles(sentence)
        cycles = [step for step, _ in self.steps[known:] if "cycles" in step]
        if len(halves) >= len(cycles):
            for step, half in zip(cycles, halves, strict=False):
                step["for"] = half[1] or half[2]
                sentence.take(*half.span(1 if half[1] else 2))
        self._in_total(sentence)
        again = _AGAIN.search(sentence.open)
        if again is not None and self._paired(again["number"] or again["times"] or "2", sentence.around(*again.span())):
            sentence.take(*again.span())
        elif again is not None and not again["times"]:
            self.draft.ask(f"protocol: which steps are '{sentence.around(*again.span())}'?")

    def measure(self, step: dict[str, Any], words: str, before: bool) -> None:
        """Add an impedance spectrum: of the fresh cell, after its first rest, where the words say so; else last."""
        if before:
            self.steps.insert(sum(1 for one, _ in self.steps[:1] if "rest" in one), (step, words))
            return
        self.steps.append((step, words))
        self.draft.assumed.append(
            f"protocol.step {len(self.steps)}.impedance: after all other steps; if it was taken earlier, move it there"
        )

    def _in_total(self, sentence: Sentence) -> None:
        """Take the cycles before from a number that a sentence gives for all of them."""
        told = IN_TOTAL.search(sentence.text)
        step, words = self.steps[-1] if self.steps else ({}, "")
        if told is None or "cycles" not in step:
            return
        number = next(group for group in told.groups() if group)
        counts = [str(each["cycles"]) for each, _ in self.steps[:-1] if "cycles" in each]
        before = sum(map(int, counts)) if all(map(str.isdigit, counts)) else 0
        if step["cycles"] in (number, NOT_STATED) and 0 <= before < int(number):
            self.steps[-1] = (
                {**step, "cycles": str(int(number) - before)},
                f"{words} … {sentence.around(*told.span())}",
            )
            if before:
                self.draft.assumed.append(
                    f"protocol.step {len(self.steps)}.cycles: {number} in all, {before} of them before"
                )

    def finish(self) -> None:
        """Place temperature and steps, each with the window of the section."""
        self.conditions.place_temperature()
        self._rest_between()
        for number, (step, words) in enumerate(self.steps, 1):
            where = f"protocol.step {number}"
            for name, value in step.items():
                self.draft.place(f"{where}.{name}", value or "1", words if value else "")
                if value == NOT_STATED:
                    self.draft.assumed.append(f"{where}.{name}: one; the section states no number")
            if ("cycles" in step or "rates" in step) and "window" not in step:
                self._place_window(where)
        if not self.steps and self.conditions.window is not None:
            self.draft.ask(f"protocol: at which rate was the cell cycled within '{self.conditions.window_words}'?")

    def _rest_between(self) -> None:
        """Place a rest after every half cycle in the cycles, or say that there are none."""
        cycles = [number for number, (step, _) in enumerate(self.steps, 1) if {"cycles", "cycles_each"} & set(step)]
        if self.between is not None and cycles:
            for number in cycles:
                self.draft.place(f"protocol.step {number}.rest", *self.between)
        elif self.between is not None:
            self.draft.set_aside(self.between[0], "a rest between half cycles; write them as a loop", self.between[1])

    def _place_window(self, where: str) -> None:
        if self.conditions.window is None and (ends := ends_of(self.steps)) is not None:
            self.draft.place(f"{where}.window", ends, "")
            self.draft.assumed.append(f"{where}.window: {ends[0]} and {ends[1]}, where the steps before it end")
        elif self.conditions.window is not None:
            self.draft.place(f"{where}.window", self.conditions.window, self.conditions.window_words)
        else:
            self.draft.assumed.append(f"{where}.window: none stated; a run takes the usual window")

    def _rests(self, sentence: Sentence) -> tuple[list[Step], list[tuple[int, Step]]]:
        """Rests that come first in a sentence, and those between its steps with their places."""
        cue = _RESTED.search(sentence.open) or re.search(r"\b(?:open[- ]circuit|interval)\b", sentence.open)
        times = sentence.quantities("time")
        if cue is None or not times:
            return [], []
        after = [one for one in times if one.start > cue.start()] or times
        one = after[0]
        sentence.take(one.start, one.end)
        if BETWEEN_HALVES.search(sentence.text):
            self.between = (one.text, sentence.around(one.start, one.end))
            return [], []
        rest = ({"rest": one.text}, sentence.around(cue.start(), one.end))
        steps = [match.start() for match in _STEP.finditer(sentence.open) if re.search(r"\d\s*m?V\b", match[0])]
        if steps and steps[0] < cue.start():
            return [], [(cue.start(), rest)]
        return [rest], []

    def _charges(self, sentence: Sentence, holds: list[tuple[int, Step]]) -> bool:
        """Steps of their own, such as discharged at 0.1C to 1.0 V, and those at constant voltage after them."""
        found = self._activation(sentence)
        waiting = list(holds)
        for match in _STEP.finditer(sentence.open):
            within = [one for one in sentence.quantities() if match.start() <= one.start < match.end()]
            rates = [one for one in within if one.dimension in DRIVES]
            last = [
                one
                for one in rates
                if CUT_OFF_CURRENT.search(sentence.text, 0, one.start) or _NO_STEP.match(sentence.text, one.end)
            ]
            rates = [one for one in rates if one not in last]
            ends = [one for one in within if one.dimension in ("voltage", "specific charge")]
            if len(ends) > 1 and re.fullmatch(r"\s*(?:and|/)\s*", sentence.text[ends[0].end : ends[1].start]):
                continue  # cut-off voltages of 3.0 V and 0.5 V
            ahead = [
                one
                for one in sentence.quantities(*DRIVES)
                if re.fullmatch(r"\s*", sentence.text[one.end : match.start()]) and one.end <= match.start()
            ]
            rates = ahead[-1:] or rates  # a C/20 discharge to 0.4 V
            way = "discharge" if match["dis"] else "charge"
            same = "" if rates or not found else self._same_rate()
            if not ends or not (rates or same):
                continue
            if same and not re.search(r"\bsame\b", sentence.text[match.start() : match.end()]):
                self.draft.assumed.append(
                    f"protocol.step {len(self.steps) + 1}.{way}: {same}, as in the step before; no rate is stated "
                    f"for it"
                )
            self.steps += [step for place, step in waiting if place < match.start()]
            waiting = [each for each in waiting if each[0] >= match.start()]
            step = {way: rates[0].text if rates else same, "to": ends[0].text}
            first = ahead[-1].start if ahead else match.start()
            end = max(one.end for one in (*rates[:1], ends[0]))
            self.steps.append((step, " ".join(sentence.text[first:end].split())))
            if last and way == "charge":
                words = sentence.around(ends[0].start, last[0].end)
                self.steps.append(({"hold": ends[0].text, "until": last[0].text}, words))
                sentence.take(last[0].start, last[0].end)
            for one in (*rates[:1], ends[0]):
                sentence.take(one.start, one.end)
            found = True
        if found:
            self.steps += [step for _, step in waiting]
            self._cycles(sentence)
        return found

    def _same_rate(self) -> str:
        """The rate of the step before; empty when there is none."""
        step: dict[str, Any] = next(
            (step for step, _ in reversed(self.steps) if "charge" in step or "discharge" in step), {}
        )
        return str(step.get("discharge") or step.get("charge") or "")

    def _activation(self, sentence: Sentence) -> bool:
        """Take ``activation at 0.1 mA/cm2 to 3.6 V`` as a first charge."""
        cue = _ACTIVATED.search(sentence.open)
        end = re.compile(r",|;|$|\band\b").search(sentence.open, cue.end()) if cue is not None else None
        if cue is None or end is None:
            return False
        within = [one for one in sentence.quantities() if cue.start() < one.start < end.start()]
        rates = [one for one in within if one.dimension in DRIVES]
        ends = [one for one in within if one.dimension == "voltage"]
        if len(rates) != 1 or len(ends) != 1:
            return False
        step = {"charge": rates[0].text, "to": ends[0].text}
        self.steps.append((step, " ".join(sentence.text[cue.start() : end.start()].split())))
        for one in (*rates, *ends):
            sentence.take(one.start, one.end)
        return True

    def _cycles(self, sentence: Sentence) -> None:
        """Cycles and rates, part by part of a sentence."""
        start = 0
        for end in [*(match.start() for match in _NEXT.finditer(sentence.text)), len(sentence.text)]:
            self._cycle(sentence, start, end)
            start = end

    def _cycle(self, sentence: Sentence, start: int, end: int) -> None:
        within = [
            one
            for one in sentence.quantities(*DRIVES)
            if start <= one.start < end
            and not RATING.search(sentence.text[: one.start])
            and not AN_END.search(sentence.text[: one.start])
            and not _NO_STEP.match(sentence.text, one.end)
        ]
        within = once(sentence, within, self.draft)
        within = [one for one in within if not told_apart(sentence, one, self.draft)]
        single = [one for one in within if not re.search(r"\d\s*(?:-|~|to)\s*\d", one.text)]
        for one in within if len(single) > 1 else ():
            if one not in single:  # 0.1-2C, and which rates these were
                self.draft.set_aside(one.text, "each rate is stated, too", sentence.around(one.start, one.end))
                sentence.take(one.start, one.end)
        within = single if len(single) > 1 else within
        if (rates := doubled(sentence, within)) is not None:
            told = sentence.around(within[0].start, within[0].end, 60)
            self.steps.append(({"rates": rates}, told))
            self.draft.assumed.append(
                f"protocol.step {len(self.steps)}.rates: each twice the one before, as '{told}' tells"
            )
            sentence.take(within[0].start, within[0].end)
            return
        counts = [one for one in CYCLES.finditer(sentence.open, start, end) if not is_passed(sentence, one)]
        count = counts[0] if counts else None
        if not within:
            self._late_count(sentence, count)
            return
        self._from_the(sentence, start, end)
        words = sentence.around(within[0].start, max(within[-1].end, count.end() if count else 0), 60)
        if each_told := numbered(sentence, within):
            self._counted(sentence, each_told, words)
            return
        if 1 < len(counts) == len(within):
            pairs = list(zip(within, counts, strict=True))
            between = sentence.text[within[0].start : counts[-1].start()]
            if len(pairs) == 2 and _AFTER_THOSE.search(between):
                pairs.reverse()  # 50 cycles at 0.1C after 3 cycles at 0.05C
            self._counted(sentence, pairs, words)
            return
        if len(within) > 2 and (each_own := one_by_one(sentence, within, counts)):
            self._counted(sentence, each_own, words)
            return
        if self._first_cycle(sentence, within) or self._counted_first(sentence, within, counts):
            return
        others = len(within) == 2 and _ONE_THEN_OTHERS.search(sentence.text[: within[1].start])
        if others and within[0].start > others.start() and count is not None and count["first"]:
            for one, told in ((within[0], "1"), (within[1], NOT_STATED)):
                self.steps.append(({"cycles": told, "charge": one.text, "discharge": one.text}, words))
                sentence.take(one.start, one.end)
            sentence.take(count.start(), count.end())
            return
        formed = is_formed_first(sentence, within)
        if formed or (len(within) == 2 and _LATER.match(sentence.open, within[1].end)):
            late = formed and count is not None and count.start() > within[1].start
            self._counted(sentence, zip(within, (None, count) if late else (count, None), strict=True), words)
            return
        if len({one.text for one in within}) > 1 and not two_ways(sentence, within, len(self.steps) + 1, self.draft):
            step = rates_of(sentence, within)
            if (each := cycles_each(sentence, counts)) is not None:
                step["cycles_each"] = number_of(each)
                sentence.take(each.start(), each.end())
            self.steps.append((step, words))
            for one in within:
                sentence.take(one.start, one.end)
            return
        charge, discharge = within[0], within[-1]
        if two_ways(sentence, within, len(self.steps) + 1, self.draft) == "discharge first":
            charge, discharge = discharge, charge
        step = {"cycles": number_of(count), "charge": charge.text, "discharge": discharge.text}
        if count is not None:
            sentence.take(count.start(), count.end())
        self.steps.append((step, words))
        for one in within:
            sentence.take(one.start, one.end)

    def _counted(self, sentence: Sentence, told: Iterable[Told], words: str) -> None:
        """Add as many cycles at each rate as are told of it."""
        for one, number in told:
            cycles = number if isinstance(number, str) else number_of(number)
            self.steps.append(({"cycles": cycles, "charge": one.text, "discharge": one.text}, words))
            sentence.take(one.start, one.end)
            if isinstance(number, re.Match):
                sentence.take(number.start(), number.end())

    def _first_cycle(self, sentence: Sentence, within: list[Stated]) -> bool:
        """Take a rate of the first cycle that is named after that of the others, or ask where it belongs."""
        cue = _FIRST.search(sentence.text)
        later = [one for one in within if cue is not None and one.start > cue.end()]
        if cue is None or not later or not (self.steps or len(within) > 1 or cue["cycle"]):
            return False
        if any(_FOR_THE.fullmatch(sentence.text[one.end : cue.start()]) for one in quantities(sentence.text)):
            return False  # 0.1C for the initial cycle and 1C for the others
        if any(one.dimension in DRIVES and cue.end() < one.start < later[0].start for one in quantities(sentence.text)):
            return False  # its own rate is placed already
        if cue["cycle"] is None or len(within) != 2 or later[0] is not within[1]:
            if len(within) > 1:
                return False
            if cue["cycle"] and all("rest" in step for step, _ in self.steps):
                step = {"cycles": "1", "charge": later[0].text, "discharge": later[0].text}
                self.steps.append((step, sentence.around(cue.start(), later[0].end)))
                sentence.take(later[0].start, later[0].end)
                return True
            self.draft.ask(f"protocol: the step before the others, '{sentence.around(cue.start(), later[0].end)}'?")
        else:
            for count, one in (("1", later[0]), (NOT_STATED, within[0])):
                step = {"cycles": count, "charge": one.text, "discharge": one.text}
                self.steps.append((step, sentence.around(one.start, one.end)))
        for one in within:
            sentence.take(one.start, one.end)
        return True

    def _counted_first(self, sentence: Sentence, within: list[Stated], counts: list[re.Match[str]]) -> bool:
        """Take two rates of which one has a number of cycles: the counted ones come first, unless others precede."""
        if len(within) != 2 or len(counts) != 1:
            return False
        (first, second), count = within, counts[0]
        between = sentence.text[first.end : second.start]
        nearest = min(within, key=lambda one: max(count.start() - one.end, one.start - count.end()))
        words = sentence.text
        nearer = next((one for one in within if _FOR_THE.fullmatch(words[one.end : count.start()])), nearest)
        inverted = _AFTER_THOSE.search(between) is not None
        told = nearer is first and re.search(
            r"\b(?:[Aa]fter|[Ff]ollowing)\s+(?:the\s+|an?\s+)?(?:initial\s+)?$", sentence.text[: count.start()]
        )
        if not inverted and nearer is second and count.start() > first.end:
            return False  # 0.1C, then 50 cycles at 1C: in the order in which they stand
        told = told or re.search(r"\b(?:and|then|thereafter|preceded|before|for|in|during)\b", between)
        if not (inverted or told):
            return False
        other = second if nearer is first else first
        for one, number in ((nearer, count), (other, None)):
            step = {"cycles": number_of(number), "charge": one.text, "discharge": one.text}
            self.steps.append((step, sentence.around(one.start, one.end)))
            sentence.take(one.start, one.end)
        sentence.take(count.start(), count.end())
        return True

    def _late_count(self, sentence: Sentence, count: re.Match[str] | None) -> None:
        """A number of cycles that follows in a part without a rate belongs to the step before."""
        if count is None or not self.steps:
            return
        last, told = self.steps[-1]
        if "rates" in last and "cycles_each" not in last and cycles_each(sentence, [count]) is not None:
            words = sentence.around(*count.span())
            self.steps[-1] = ({**last, "cycles_each": number_of(count)}, f"{told} … {words}")
            sentence.take(count.start(), count.end())
        if count["first"] is None and self._paired(number_of(count), sentence.around(*count.span())):
            sentence.take(*count.span())
        last, told = self.steps[-1]
        if last.get("cycles") == NOT_STATED:
            self.steps[-1] = ({**last, "cycles": number_of(count)}, told)
            sentence.take(count.start(), count.end())

    def _paired(self, number: str, words: str) -> bool:
        """Make cycles of the last two steps where they are a discharge and a charge, each to a voltage."""
        for at in range(len(self.steps) - 2, -1, -1):
            if (step := one_cycle(self.steps[at][0], self.steps[at + 1][0], number)) is not None:
                told, more = (words_of for _, words_of in self.steps[at : at + 2])
                if self.conditions.window is None:
                    self.conditions.window, self.conditions.window_words = step["window"], f"{told} … {more}"
                self.steps[at : at + 2] = [(step, f"{told} … {more} … {words}")]
                return True
        return False

    def _from_the(self, sentence: Sentence, start: int, end: int) -> None:
        """Count the cycles before those that a sentence says begin with a later one."""
        cue = _FROM_THE.search(sentence.text, start, end)
        if cue is None or not self.steps:
            return
        ordinal = cue["ordinal"].lower()
        before = (_ORDINALS.get(ordinal) or int(re.sub(r"\D", "", ordinal))) - 1
        before -= sum(int(step["cycles"]) for step, _ in self.steps[:-1] if str(step.get("cycles", "")).isdigit())
        words = sentence.around(*cue.span())
        if before < 1 or self._paired(str(before), words):
            return
        step, told = self.steps[-1]
        if step.get("cycles") == NOT_STATED:
            self.steps[-1] = ({**step, "cycles": str(before)}, f"{told} … {words}")
