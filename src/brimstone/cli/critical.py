"""``brimstone ccd``: the critical current of lithium by stepped symmetric cycling."""

from dataclasses import dataclass

from brimstone.cli.places import Place
from brimstone.cli.screen import working
from brimstone.cli.sources import inspected, locating_errors, short_name
from brimstone.cli.studies import Output
from brimstone.constants import HOUR
from brimstone.errors import BrimstoneError
from brimstone.recipe import Recipe
from brimstone.simulate import Settings
from brimstone.simulate.symmetric import SteppedTest
from brimstone.study.axes import parse_axis
from brimstone.study.critical import critical_currents
from brimstone.study.records import critical_record
from brimstone.units import Quantity, parse
from brimstone.view import critical as view

#: Fields of a recipe that a stepped test is of.
_TESTED = ("separator", "anode", "operation", "materials", "overrides", "handling")


@dataclass(frozen=True)
class Test:
    """A stepped test as typed.

    Attributes
    ----------
    currents : str
        A range or a list of current densities.
    capacity, half : str or None
        That a half cycle passes, or its time; an hour where neither is given.
    cycles : int
    rest : str or None
    pressures, temperatures : str or None
        Lists.
    """

    currents: str
    capacity: str | None = None
    half: str | None = None
    cycles: int = 1
    rest: str | None = None
    pressures: str | None = None
    temperatures: str | None = None

    def read(self) -> SteppedTest:
        """The test in SI.

        Raises
        ------
        BrimstoneError
            When something is malformed.
        """
        if self.capacity is not None and self.half is not None:
            raise BrimstoneError("--capacity and --half both say when a half cycle ends; give one of them")
        charge = None if self.capacity is None else parse(self.capacity, "areal charge").si
        half = None if charge is not None else HOUR if self.half is None else parse(self.half, "time").si
        rest = 0.0 if self.rest is None else parse(self.rest, "time").si
        currents = tuple(one.si for one in _several("--currents", self.currents, "current density"))
        if any(one is not None and one <= 0.0 for one in (charge, half)) or rest < 0.0:
            raise BrimstoneError("capacities and times of a half cycle are above zero")
        try:
            return SteppedTest(currents, charge, half, self.cycles, rest)
        except ValueError as problem:
            raise BrimstoneError(f"--currents: {problem}") from None


def _several(option: str, words: str | None, dimension: str) -> list[Quantity]:
    """A list or a range of quantities; empty without any."""
    if words is None:
        return []
    if ".." in words:
        texts = list(parse_axis(f"{option}={words}").texts)
    else:
        texts = [one.strip() for one in words.strip("[] ").split(",")]
        unit = texts[-1].lstrip("+-0123456789.eE ")
        texts = [one if one.lstrip("+-0123456789.eE ") else f"{one} {unit}" for one in texts]
    try:
        return [parse(text, dimension) for text in texts]
    except BrimstoneError as problem:
        raise BrimstoneError(f"{option}: {problem}") from None


def _symmetric(recipe: Recipe) -> Recipe:
    """The symmetric cell that is tested: of the recipe its anode, separator and conditions."""
    kept = {name: part for name, part in recipe.to_mapping().items() if name in ("name", *_TESTED)}
    return Recipe.from_mapping({**kept, "cell": "symmetric"})


def critical_currents_of_recipe(source: str, typed: Test, output: Output, settings: Settings, place: Place) -> None:
    """Carry out ``brimstone ccd``.

    Raises
    ------
    BrimstoneError
        When there is no such recipe, or its anode is not lithium.
    """
    test = typed.read()
    pressures = _several("--pressure", typed.pressures, "pressure")
    temperatures = _several("--temperature", typed.temperatures, "temperature")
    recipe, _ = inspected(source, measured=True)
    name = f"{short_name(source)}-ccd"
    folder = output.folder(name, recipe, typed, settings)
    with (
        working("cycling the symmetric cell"),
        locating_errors(source),
        place.answers(name, [recipe], settings, typed) as where,
    ):
        found = critical_currents(
            recipe, test, pressures=pressures, temperatures=temperatures, settings=settings, place=where
        )
    document, record = view.critical_document(found), critical_record(found, source)
    output.deliver(folder, {}, view.critical_charts(found), record, document, [_symmetric(recipe)])
