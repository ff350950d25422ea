"""What a laboratory writes of how layers were made, besides the mixing: drying, and the foils they lie on."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, model_validator

from brimstone.recipe.base import Written, list_of
from brimstone.recipe.fields import LayerThickness, Name, ProcessTemperature, Time, YesNo
from brimstone.recipe.words import find_collector
from brimstone.units import NUMERAL, plain

_TEMPERATURE = re.compile(rf"({NUMERAL})\s*(?:°\s*C|degC)|\b(room temperature|RT)\b", re.IGNORECASE)
_OVERNIGHT = re.compile(r"\bovernight\b", re.IGNORECASE)
_TIME = re.compile(rf"({NUMERAL}\s*(?:min(?:utes?)?|h(?:ours?|rs?)?|d(?:ays?)?))\b", re.IGNORECASE)
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
    time: Time | None = None
    vacuum: YesNo = False


def drying_words(text: str) -> dict[str, Any]:
    """Read ``dried at 80 degC for 12 h under vacuum`` as temperature, time and vacuum.

    Raises
    ------
    ValueError
        When it says more, or nothing of the kind.
    """
    rest = plain(text)
    if _OVERNIGHT.search(rest):
        raise ValueError(f"'{text[:100]}': how long is overnight? Write hours, such as  80 degC for 12 h under vacuum")
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
