"""What a laboratory writes of how materials and layers were made, besides the mixing of the cathode."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field, model_validator

from brimstone.recipe.base import Written, list_of
from brimstone.recipe.fields import (
    HeatingRate,
    LayerThickness,
    Name,
    Pressure,
    ProcessTemperature,
    YesNo,
)
from brimstone.recipe.mixing import MixingStep
from brimstone.recipe.mixing_phrases import details_of, is_word, step_of_phrase
from brimstone.recipe.problems import Place
from brimstone.recipe.ranges import DryingTime, GrainSize, MadeDiameter, MadeThickness
from brimstone.recipe.reading import shown, text_of, vocabulary
from brimstone.recipe.values import FieldProblem, FrozenMapping, Reader
from brimstone.recipe.words import HEATED, MAKING, MIXING_METHODS, find_collector, fold
from brimstone.units import NUMERAL, plain

_TEMPERATURE = re.compile(rf"({NUMERAL})\s*(?:°\s*C|degC)|\b(room temperature|RT)\b", re.IGNORECASE)
_TIME = re.compile(rf"({NUMERAL}\s*(?:min(?:utes?)?|h(?:ours?|rs?)?|d(?:ays?)?)|overnight)\b", re.IGNORECASE)
_VACUUM = re.compile(r"\bvacuum\b|\bin vacuo\b", re.IGNORECASE)
_FILLER = re.compile(r"(?:[\s,;]|\b(?:at|for|in|under|a|the|dried|drying|dynamic|oven|air|Ar|argon)\b)*", re.IGNORECASE)


class Drying(Written):
    """Powders, or the finished cathode, left to dry: ``80 degC for 12 h in vacuum``.

    Attributes
    ----------
    of : tuple of str
        The components that were dried before they were mixed; empty for the finished cathode.
    temperature : Quantity, optional
        [K]
    time : Quantity, optional
        [s]
    vacuum : bool
        Whether it was under vacuum; no by default.
    """

    of: Annotated[tuple[Name, ...], list_of("components such as [S, VGCF]", single=True)] = ()
    temperature: ProcessTemperature | None = None
    time: DryingTime | None = None
    vacuum: YesNo = False


def drying_words(text: str) -> dict[str, Any]:
    """Read ``dried at 80 degC for 12 h under vacuum`` as temperature, time and vacuum.

    Raises
    ------
    ValueError
        When it says more, or nothing of the kind.
    """
    rest = plain(text)
    read: dict[str, Any] = {}
    for name, pattern in (("temperature", _TEMPERATURE), ("time", _TIME), ("vacuum", _VACUUM)):
        if (match := pattern.search(rest)) is not None:
            rest = f"{rest[: match.start()]} {rest[match.end() :]}"
            read[name] = (
                True if name == "vacuum" else f"{match[1]} degC" if name == "temperature" and match[1] else match[0]
            )
    if not read or not _FILLER.fullmatch(rest):
        raise ValueError(
            f"'{text[:100]}' is no drying; expected temperature, time and vacuum, such as {{temperature: 80 degC, "
            "time: 12 h, vacuum: yes}"
        )
    return read


DryingField = Annotated[
    tuple[Drying, ...],
    list_of("dryings such as [{temperature: 80 degC, time: 12 h, vacuum: yes}]", single=True, phrase=drying_words),
]


class Collector(Written):
    """Current collector of an electrode.

    Attributes
    ----------
    material : str
        Such as Al, stainless steel, steel mesh, carbon paper.
    coating : str, optional
        Such as carbon.
    thickness : Quantity, optional
        Of the foil [m]; in place of that of the library in masses and energies.
    """

    material: Name = Field(
        description="a material such as Al, carbon-coated Al, stainless steel, steel mesh or carbon paper"
    )
    coating: Name | None = None
    thickness: LayerThickness | None = None

    @model_validator(mode="before")
    @classmethod
    def _split_coating(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and isinstance(data.get("material"), str):
            material, coating = find_collector(data["material"])
            return {**({"coating": coating} if coating else {}), **data, "material": material}
        return data

    def to_word(self) -> str:
        """Return the collector in one word, such as ``carbon-coated Al``."""
        return f"{self.coating}-coated {self.material}" if self.coating else self.material


_AMOUNT = re.compile(
    rf"[~<>≈]?\s*{NUMERAL}(?:\s*(?:-|±|to)\s*{NUMERAL})?\s*(?:(?:[mμuk]?g|[mμu]?L|[mμu]l|[mμu]?mol|[mμ]?M|mol/L|"
    r"(?:wt|mol|vol|at)?\.?\s*%)|parts?|eq\.?|times)?"
)


def _read_amounts(value: Any) -> FrozenMapping[str, str]:
    expected = "amounts such as {Li2S: 75 mol%, P2S5: 25 mol%}, {S: 1.2 g} or a molar ratio {EO: 18, Li: 1}"
    if not isinstance(value, Mapping) or not value:
        raise ValueError(f"expected {expected}, got {shown(value)}")
    amounts = {str(name): text_of(amount, expected) for name, amount in value.items()}
    for name, amount in amounts.items():
        if not _AMOUNT.fullmatch(plain(amount)):
            raise FieldProblem(f"'{amount}' is no amount; expected {expected}", name)
    return FrozenMapping(amounts)


Amounts = Annotated[
    Mapping[str, str],
    Reader(
        _read_amounts,
        {"type": "object", "additionalProperties": {"type": ["string", "number"], "examples": ["75 mol%", "1.2 g"]}},
        write=dict,
    ),
]
#: Words of a phrase by which what is done is known, those of the ways of mixing left to `step_of_phrase`.
_DONE = {
    word: re.compile(
        rf"\b(?:{'|'.join(re.escape(one) for one in sorted((word, *forms), key=len, reverse=True))})\b", re.IGNORECASE
    )
    for word, forms in MAKING.items()
    if word not in MIXING_METHODS
}


class MakingStep(MixingStep):
    """One step of making a material before it came into the cell: milling, annealing, washing, drying.

    Milling after the last heat treatment leaves a sulfide electrolyte in its milled state, which conducts otherwise
    than the annealed one; every other step is recorded.

    Attributes
    ----------
    material : str
        What was made: an electrolyte, a host, an active material, an anode, a membrane.
    method : str
        What was done.
    of : tuple of str
        What it was made from.
    amounts : Mapping[str, str], optional
        How much of each was taken: masses, volumes, shares, or the numbers of a molar ratio.
    heating_rate : Quantity, optional
        [K/s]
    pressure : Quantity, optional
        At which it was pressed [Pa].
    thickness, diameter : Quantity, optional
        Of what came out of it [m]; the diameter also of the die or the ampoule.
    machine : str, optional
        As the paper calls it, such as planetary ball mill.
    speed : Quantity, optional
        Rotation [1/s].
    frequency : Quantity, optional
        Of a vibration mill [Hz].
    time : Quantity, optional
        [s]; of a mill without its pauses.
    temperature : Quantity, optional
        [K]
    solvent : str, optional
        The liquid it was done in, or washed with.
    balls : str, optional
        Their material, size and number.
    powder : Quantity, optional
        Mass of the batch [kg].
    ball_to_powder : float, optional
        Mass of the balls over that of the powder.
    jar : str, optional
        Volume and material of the vessel.
    atmosphere : str, optional
        The gas it was done in, or vacuum.
    solids : Quantity, optional
        Weight of solids over that of the slurry, between 0 and 1.
    gap : Quantity, optional
        Of the blade that spread it [m].
    interval, pause : Quantity, optional
        How long a mill moved at a time, and how long it stood in between [s].
    """

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {
        **MixingStep.OTHER_NAMES,
        "components": "of",
        "name": "material",
        "ratio": "amounts",
        "ramp": "heating_rate",
        "pressed_at": "pressure",
    }

    BESIDE: ClassVar[bool] = True

    material: Name = Field(description="what was made, such as Li6PS5Cl")
    method: Annotated[str, vocabulary(MAKING, "way of making")] = Field(
        description=f"what was done: {', '.join(MAKING)}"
    )
    amounts: Amounts | None = Field(default=None, description="such as {Li2S: 75 mol%, P2S5: 25 mol%}")
    heating_rate: HeatingRate | None = None
    pressure: Pressure | None = None
    thickness: MadeThickness | None = None
    diameter: MadeDiameter | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_phrase(cls, data: Any) -> Any:
        return making_of_phrase(data) if isinstance(data, Mapping) else data

    def recorded(self) -> Iterator[Place]:
        """The step as a whole; the recipe knows whether something is computed from it."""
        yield ()


def making_of_phrase(step: Mapping[str, Any]) -> dict[str, Any]:
    """Read ``annealed at 550 degC for 6 h under Ar`` as a method with temperature, time and atmosphere.

    Raises
    ------
    ValueError
        When a phrase states a temperature or a time twice.
    """
    words = step.get("method")
    known = {fold(form) for word, forms in MAKING.items() for form in (word, *forms)}
    if not isinstance(words, str) or len(words) > 300 or is_word(words) or fold(words) in known:
        return dict(step)
    found = [(match.start(), word) for word, form in _DONE.items() if (match := form.search(plain(words))) is not None]
    if not found:
        return step_of_phrase(step)
    details = details_of(plain(words))[1]
    return {**details, **step, "method": min(found)[1]}


def left_milled(steps: Iterable[MakingStep]) -> dict[str, list[int]]:
    """Material -> numbers of the steps in which it was milled, from zero, with no heat treatment after them."""
    milled: dict[str, list[int]] = {}
    for number, step in enumerate(steps):
        if step.method == "ball-milled":
            milled.setdefault(step.material, []).append(number)
        elif step.method in HEATED:
            milled.pop(step.material, None)
    return milled


def hottest(steps: Iterable[MixingStep]) -> float:
    """Highest temperature that steps tell [K]; 0 where they tell none."""
    return max((step.temperature.si for step in steps if step.temperature is not None), default=0.0)


_LEVEL = re.compile(rf"(?:<|below|less than|under|≤|~|about|ca\.?)?\s*({NUMERAL})\s*pp([mb])(?:v)?", re.IGNORECASE)


def _read_level(value: Any) -> str:
    text = text_of(value, "a level in a gas such as < 0.5 ppm")
    if not _LEVEL.fullmatch(plain(text)):
        raise ValueError(f"'{text}' is no level in a gas; expected parts per million such as < 0.5 ppm")
    return text


Level = Annotated[str, Reader(_read_level, {"type": "string", "examples": ["< 0.5 ppm"]})]
_PURITY = re.compile(rf"(?:>|≥|at least)?\s*({NUMERAL})\s*%?")


def _read_purity(value: Any) -> str:
    text = text_of(value, "a purity such as 99.9 %")
    match = _PURITY.fullmatch(plain(text))
    if match is None or not 0 < float(match[1]) <= 100:
        raise ValueError(f"'{text}' is no purity; expected a percentage above 0 and at most 100, such as 99.9 %")
    return text


Purity = Annotated[str, Reader(_read_purity, {"type": ["string", "number"], "examples": ["99.9 %"]})]


class Chemical(Written):
    """A chemical as it was bought: ``{name: Li2S, purity: 99.9 %, supplier: Sigma}``.

    Attributes
    ----------
    name : str
    purity : str, optional
        In per cent.
    supplier : str, optional
        Who sold it, with the grade.
    molar_mass : str, optional
        Of a polymer, such as 600,000 g/mol.
    particle_size : Quantity, optional
        Diameter of its particles as bought or milled [m]; recorded only: what lies in the
        cathode counts by the `particle_size` of the cathode.
    """

    BESIDE: ClassVar[bool] = True
    RECORDED: ClassVar[tuple[str, ...]] = ("purity", "supplier", "molar_mass", "particle_size")

    name: Name = Field(description="such as Li2S")
    purity: Purity | None = None
    supplier: Name | None = None
    molar_mass: Name | None = None
    particle_size: GrainSize | None = None


class Hardware(Written):
    """What holds a cell together, as a paper calls it; nothing is computed from it.

    Attributes
    ----------
    case : str, optional
        The type of the case or of the cell.
    body : str, optional
        What the die, tube or sleeve around the layers is made of.
    plungers : str, optional
        What the rods that press on the layers are made of.
    """

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {"sleeve": "body", "rods": "plungers"}
    RECORDED: ClassVar[tuple[str, ...]] = ("case", "body", "plungers")

    case: Name | None = Field(default=None, description="such as CR2032 or Swagelok")
    body: Name | None = Field(default=None, description="such as PEEK")
    plungers: Name | None = Field(default=None, description="such as stainless steel")
