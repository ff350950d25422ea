"""How the powders of a cathode were brought together: steps, machines, balls, and the phrases that describe them."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field, model_validator

from brimstone.recipe.base import Before, Written, list_of
from brimstone.recipe.fields import (
    Mass,
    Name,
    ProcessTemperature,
    Rotation,
)
from brimstone.recipe.mixing_phrases import MACHINES, USUAL, details_of, has, is_way, is_word, melts, step_of_phrase
from brimstone.recipe.patterns import expression
from brimstone.recipe.problems import Place
from brimstone.recipe.ranges import BallToPowder, BladeGap, IntervalTime, MillFrequency, MixingTime, SolidsShare
from brimstone.recipe.reading import vocabulary
from brimstone.recipe.values import FieldProblem
from brimstone.recipe.words import MIXING
from brimstone.units import NUMERAL, parse, plain

_NEXT = expression(
    r"\s*(?:;|,?\s*\b(?:and\s+)?(?:then|followed by|subsequently|afterwards|after that|finally|thereafter)\b,?)\s*",
    re.IGNORECASE,
)
#: 1) …, (2) …, step 1: …, two-step: …
_NUMBERED = expression(
    r"(?:^|(?<=[\s;,.]))(?:\(?(?:[1-9]|i{1,3}|iv|[a-d])\)\s*(?=\S)|(?:step|stage)\s*[1-9]\s*[:.)-]\s*|(?:two|three|"
    r"2|3)[- ]steps?\s*[:,]\s*)",
    re.IGNORECASE,
)
_FIRST_OF_SEVERAL = expression(
    r"[\s(]*(?:(?:1|i|a)\)|(?:step|stage)\s*1\b|(?:two|three|2|3)[- ]steps?\s*[:,])", re.IGNORECASE
)
#: S and C at 155 degC; S, KB and C65 ball-milled: components, and what was done with them.
_LISTED = expression(
    r"(?:first(?:ly)?,?\s+)?(?:a mixture of\s+)?"
    r"(?P<names>[\w.@()-]{1,40}(?:\s*(?:,|/|\+|&|\band\b)+\s*(?:and\s+)?[\w.@()-]{1,40})+)\s+"
    r"(?=(?:first\s+)?(?:at\s+\d|\d+\s*rpm|(?:ball[- ]?)?mill|melt|heat|mix|ground|grind|hand|planetary|in an?\b))",
    re.IGNORECASE,
)
#: ball milling of S and KB at 300 rpm
_OF_NAMES = expression(
    r"\b(?:mill\w*|mix\w*|grind\w*|ground|blend\w*|heat\w*|diffusion|infiltration|melt\w*)\s+(?:of\s+)?(?:the\s+)?"
    r"(?P<names>[\w.@()-]{1,40}(?:\s*(?:,|/|\+|&|\band\b)+\s*(?:and\s+)?[\w.@()-]{1,40})+?)(?:\s+powders?)?"
    r"(?=\s+(?:at|for|in|using|by|under|together|\d+)\b|\s*[(;]|\s*,\s*\d|\s*$)",
    re.IGNORECASE,
)
#: a solution of S in CS2 impregnated into KB
_INTO = expression(
    r"(?:(?:a\s+)?solution\s+of\s+)?(?P<one>[\w.@-]{1,40})(?:\s+in\s+[\w-]{1,20})?\s+(?:was\s+)?"
    r"(?:impregnated|infiltrated|loaded|diffused|soaked)\s+(?:in)?to\s+(?:the\s+)?(?P<two>[\w.@-]{1,40})",
    re.IGNORECASE,
)
#: The components before the verb: S and KB were first milled.
_SUBJECT = expression(
    r"(?:first(?:ly)?,?\s+|initially,?\s+)?(?:the\s+)?([^;:]{1,100}?)\s(?:powders?\s)?(?:were|was|are)\s(?:first\s)?",
    re.IGNORECASE,
)
#: Li6PS5Cl was then mixed in: the word that tells the next step stands inside of it.
_THEN_INSIDE = expression(r"\b(were|was|is|are)\s+(?:then|subsequently|finally|afterwards)\s+", re.IGNORECASE)
#: dissolved in ethanol, dried at 80 degC, ball-milled for 2 h: each with a verb of its own
_NEXT_VERB = expression(
    r",\s*(?:and\s+)?(?=(?:ball[- ]?milled|hand[- ]?(?:ground|mixed|milled)|milled|ground|dried|melted|heated|sieved|"
    r"annealed)\b)",
    re.IGNORECASE,
)
#: Work after the mixing that the recipe has fields of its own for, or that changes nothing here.
_NO_MIXING = expression(r"(?:cold[- ])?(?:press|pellet|siev|dri|stor|cool|collect|transfer)\w*\b.*", re.IGNORECASE)
#: A coating that is calendered stays a coating.
_CALENDERED = expression(r"(?:was |were )?(?:hot[- ])?(?:calender|roll[- ]?press)\w*\b(?!.*\d\s*[MG]Pa)", re.IGNORECASE)


class MixingStep(Written):
    """One step of bringing the powders together.

    Attributes
    ----------
    method : str
        How the powders were brought together.
    of : tuple of str
        The components that were mixed; empty for all of them.
    machine : str, optional
        As the paper calls it, such as planetary ball mill, Thinky, SPEX 8000M.
    speed : Quantity, optional
        Rotation [1/s].
    frequency : Quantity, optional
        Of a vibration mill [Hz].
    time : Quantity, optional
        During which the machine moved, without pauses [s].
    temperature : Quantity, optional
        [K]
    solvent : str, optional
        The liquid it was done in.
    balls : str, optional
        Their material, size and number.
    powder : Quantity, optional
        Mass of powder in the jar [kg].
    jar : str, optional
        Its volume and material.
    atmosphere : str, optional
        The gas it was done in.
    solids : Quantity, optional
        Weight of solids over that of the slurry, between 0 and 1.
    gap : Quantity, optional
        Of the blade that spread the slurry [m].
    ball_to_powder : float, optional
        Mass of the balls over that of the powder.
    interval, pause : Quantity, optional
        How long the machine moved at a time, and how long it stood in between [s].
    """

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {
        "duration": "time",
        "rpm": "speed",
        "type": "method",
        "components": "of",
        "rotation_speed": "speed",
        "solid_content": "solids",
        "blade_gap": "gap",
        "gas": "atmosphere",
        "pot": "jar",
        "vial": "jar",
        "bpr": "ball_to_powder",
        "ball_to_powder_ratio": "ball_to_powder",
    }

    method: Annotated[str, vocabulary(MIXING, "way of mixing")] = Field(
        description=f"a way of mixing: {', '.join(MIXING)}"
    )
    of: Annotated[tuple[Name, ...], list_of("components such as [S, Ketjenblack]")] = ()
    machine: Name | None = None
    speed: Rotation | None = None
    frequency: MillFrequency | None = None
    time: MixingTime | None = None
    temperature: ProcessTemperature | None = None
    solvent: Name | None = None
    balls: Name | None = None
    powder: Mass | None = None
    ball_to_powder: BallToPowder | None = None
    jar: Name | None = Field(default=None, description="such as 45 mL ZrO2")
    atmosphere: Name | None = Field(default=None, description="such as Ar")
    solids: SolidsShare | None = None
    gap: BladeGap | None = None
    interval: IntervalTime | None = None
    pause: IntervalTime | None = None

    RECORDED: ClassVar[tuple[str, ...]] = ("jar", "atmosphere", "solids", "gap", "interval", "pause")

    @model_validator(mode="before")
    @classmethod
    def _read_phrase(cls, data: Any) -> Any:
        return step_of_phrase(data) if isinstance(data, Mapping) else data

    @property
    def machine_class(self) -> str | None:
        """Class of the machine, one of `MACHINES`; the usual one where none is named, None for what is none of them."""
        if self.machine is None:
            return USUAL.get(self.method)
        return next((name for name, (words, _) in MACHINES.items() if has(words, self.machine)), None)

    @property
    def is_melt(self) -> bool:
        """Whether something was melted without balls that work on it, as in an oven."""
        mill = (self.speed, self.frequency, self.machine, self.balls, self.ball_to_powder)
        return self.method == "melt-milled" and all(one is None for one in mill)

    @property
    def ball_diameter(self) -> float | None:
        """Of the balls [m], None where the recipe does not say."""
        match = re.search(rf"({NUMERAL}\s*mm)(?![A-Za-z])", self.balls or "")
        return None if match is None else parse(match[1], "length").si

    def drawn(self) -> tuple[str, ...]:
        """What a mill does is computed from its speed and time, with their spread."""
        return ("speed", "frequency", "time") if self.method in ("ball-milled", "melt-milled") else ()

    def remarks(self) -> Iterator[tuple[Place, str]]:
        """What is recorded and not computed with, by field."""
        yield from super().remarks()
        if self.machine_class is None and self.machine is not None:
            yield ("machine",), f"'{self.machine}' is of no class that is known; computed as {self.method}"


def _steps_of_words(words: str) -> list[dict[str, Any]]:
    """Split ``ball-milled at 300 rpm for 4 h, then mixed by hand`` into its steps."""
    pieces = [piece for piece in _pieces(words) if not _NO_MIXING.fullmatch(piece)]
    if len(pieces) < 2 and not (pieces and _named_first(pieces[0])[0]):
        return [{"method": pieces[0] if len(pieces) == 1 else words}]
    steps: list[dict[str, Any]] = []
    melt_follows = any(melts(details_of(piece)[1]) for piece in pieces)
    for piece in pieces:
        if steps and steps[-1]["method"] == "slurry" and _CALENDERED.match(piece):
            continue  # which makes no dry film of a coating
        components, piece = _named_first(piece)
        step = {**components, **step_of_phrase({"method": piece})}
        if step["method"] == piece and melt_follows and _only_heats(piece):
            step |= {
                **_same_powders(steps, components),
                **details_of(piece)[1],
                "method": "melt-milled",
            }  # 80 degC for 12 h, then 155 degC for 12 h
        if components and step["method"] == piece and melts(details_of(piece)[1]):
            step |= {**details_of(piece)[1], "method": "melt-milled"}  # S and C at 155 degC for 12 h
        if step["method"] == piece and not is_word(piece) and steps and details_of(piece)[1]:
            of = _same_powders(steps, components)
            step = {
                **of,
                **details_of(piece)[1],
                "method": steps[-1]["method"],
            }  # … and subsequently at 200 rpm for 2 h
        steps.append(step)
    return steps


def _same_powders(steps: list[dict[str, Any]], components: dict[str, list[str]]) -> dict[str, Any]:
    """Components of the step before, for one that goes on with it and names none."""
    return {"of": steps[-1]["of"]} if steps and not components and "of" in steps[-1] else {}


def _only_heats(piece: str) -> bool:
    """Whether all that a piece tells is a temperature, and perhaps a time."""
    return set(details_of(piece)[1]) - {"atmosphere"} in ({"temperature"}, {"temperature", "time"})


def _named_first(piece: str) -> tuple[dict[str, list[str]], str]:
    """Components in ``S and KB were ball-milled``, and the rest; none where a step takes all of them."""
    if (into := _INTO.match(piece)) is not None:
        return {"of": [into["one"], into["two"]]}, piece
    first = _SUBJECT.match(piece) or _LISTED.match(piece)
    match = first or _OF_NAMES.search(piece)
    if match is None:
        return {}, piece
    listed = match["names"] if match.re.groupindex else match[1]
    names = [name for name in re.split(r"\s*(?:,|/|\+|&|\band\b)\s*", listed) if name]
    if len(names) < 2 or not all(re.fullmatch(r"[\w.()@-]{1,40}(?: [\w-]{1,12}){0,2}", name) for name in names):
        return {}, piece
    if match.re.groupindex and any(is_way(name) for name in names):
        return {}, piece  # hand and ball milling
    if first is None:  # ball milling of S and KB
        return {"of": names}, f"{piece[: match.start('names')].rstrip().removesuffix('of')} {piece[match.end() :]}"
    return {"of": names}, piece[match.end() :]


def _pieces(words: str) -> list[str]:
    """The parts of a phrase that tell of one thing done after another."""
    words = plain(words)
    if _FIRST_OF_SEVERAL.match(words):
        words = _NUMBERED.sub("; ", words)
    words = re.sub(r"\([^()]*\)", lambda bracket: bracket[0].replace(";", ","), _THEN_INSIDE.sub(r"\1 ", words))
    pieces = [piece.strip() for piece in _NEXT.split(words) if piece.strip()]
    return [one.strip() for piece in pieces for one in _by_verbs(piece) if one.strip()]


def _by_verbs(piece: str) -> list[str]:
    """A piece split where the next verb begins, if a way of mixing stands before it."""
    first, *others = _NEXT_VERB.split(piece)
    parts = [first]
    for other in others:
        if is_way(parts[-1]):
            parts.append(other)
        else:
            parts[-1] = f"{parts[-1]}, {other}"
    return parts


_VESSEL = r"(?:jars?|vials?|bowls?|pots?|cups?|beakers?|flasks?|containers?|vessels?)\b"
#: Numbers that no field is for, since nothing computed depends on them: the size of a jar, the gas in it, the name of a
#: machine, how strongly an acoustic mixer shakes.
_NO_FIELD = expression(
    rf"{NUMERAL}\s*(?:m?L|cm\^?3)\s+(?:[\w-]+\s+){{0,3}}{_VESSEL}|{_VESSEL}[\s(,]*(?:of\s+)?{NUMERAL}\s*(?:m?L|"
    rf"cm\^?3)\b|"
    rf"\b(?:under|in)\s+(?:about\s+|~\s*)?{NUMERAL}\s*(?:m?bar|atm|[kM]?Pa)\b|{NUMERAL}\s*pp[mb]\b|"
    r"\b(?:(?:fritsch|retsch|pulverisette|spex|labram|resodyn|thinky|netzsch|(?-i:ARE|DAC))(?:[\s-]+[a-z][\w-]*)?"
    r"[\s-]+|"
    r"(?-i:PM|MM)[\s-]*)\d[\w-]*(?![\w.-])(?!\s*(?:rpm|r/min|min|h\b|Hz|s\b|°))|"
    rf"(?<=labram[,\s]) *{NUMERAL}\s*g\b|(?<=acoustic mixing)(?:\s+at|,)? *{NUMERAL}\s*g\b",
    re.IGNORECASE,
)
#: 30:1, behind the balls
_BARE_RATIO = re.compile(r"(?<![\w.:])(?:[2-9]|[1-9]\d{1,2})\s*:\s*1(?![\w.:])")
#: What is left of a number that no field took, or a word in its place.
_NOT_TAKEN = expression(
    rf"\b(?:twice|thrice)\b|(?:[x×*]\s*)?(?<![\w.-]){NUMERAL}(?:\s*:\s*{NUMERAL})*(?![\w.])"
    r"(?:\s*[A-Za-z%°μ]+(?:/\w+|\^?-\d)*)?|"
    r"(?<![\w.-])[\d.]+\s?(?:[mμu]?[gL]|ml|[uμmn]m|MPa|min|h|s|x)\b",
    re.IGNORECASE,
)
_ROLLED = expression(
    rf"\b(?:hot-?)?(?:roll|calender)\w*\s+(?:in)?to\s+(?:a\s+)?(?:(?:film|thickness) of\s+)?({NUMERAL}\s*(?:um|μm))\b"
)
_PRESSED = expression(rf"{NUMERAL}\s*(?:[MG]Pa|bar|t|tons?|tonnes?|kN)\b")


def _nothing_lost(words: str) -> None:
    """Refuse a phrase of which a number would be lost.

    Raises
    ------
    ValueError
        With the words that are not understood.
    """
    for piece in _pieces(words):
        if _NO_MIXING.fullmatch(piece):
            if pressure := _PRESSED.search(piece):
                raise ValueError(
                    f"'{words.strip()[:100]}': '{pressure[0]}' is of pressing; write it as  pressed_at: {pressure[0]}"
                )
        elif rolled := _ROLLED.search(piece):
            raise ValueError(
                f"'{words.strip()[:100]}': '{rolled[1]}' is the thickness of the film; write  thickness: {rolled[1]}"
            )
        elif bare := _BARE_RATIO.search(details_of(_NO_FIELD.sub(" ", piece))[0]):
            raise ValueError(
                f"'{words.strip()[:100]}': is '{bare[0].strip()}' the mass of the balls over that of the powder? Then "
                f"write  BPR {bare[0].strip()}"
            )
        elif lost := _NOT_TAKEN.search(details_of(_NO_FIELD.sub(" ", piece))[0]):
            raise ValueError(
                f"'{words.strip()[:100]}': '{lost[0].strip()}' is not understood; leave it out, or give speed, time "
                "and temperature with units, such as {method: ball-milled, speed: 300 rpm, time: 12 h}"
            )


_STEPS = list_of("ways of mixing such as [melt-milled, hand-ground]", single=True, word="method")


def _named_by_powders(step: Any) -> Any:
    """``{S and KB: 155 °C, 12 h}`` as the words of a step; others as they are."""
    if not isinstance(step, Mapping) or len(step) != 1:
        return step
    ((name, words),) = step.items()
    several = isinstance(name, str) and re.search(r"\w\s*(?:,|\+|&|\band\b)\s*\w", name) is not None
    return {"method": f"{name} at {words}"} if several and isinstance(words, str) else step


def _read_steps(value: Any) -> list[Any]:
    steps: list[Any] = []
    for number, step in enumerate(_STEPS.read(value)):
        step = _named_by_powders(step)
        words = step.get("method") if isinstance(step, Mapping) else None
        try:
            if isinstance(words, str) and len(words) <= 1000:
                steps += _steps_of_words(words) if len(step) == 1 else [step]
                _nothing_lost(words)
            else:
                steps.append(step)
        except ValueError as problem:
            raise FieldProblem(str(problem), number, "method") from None
    return steps


MixingField = Annotated[tuple[MixingStep, ...], Before(_read_steps, _STEPS.also)]
