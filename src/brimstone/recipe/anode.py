"""The negative electrode, as the lab made it."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field, model_validator

from brimstone.errors import BrimstoneError
from brimstone.recipe.base import PRESSURES, Written, overspecified, word_for
from brimstone.recipe.composition import CompositionField
from brimstone.recipe.fields import Diameter, Name, Pressure, ProcessTemperature
from brimstone.recipe.making import Collector
from brimstone.recipe.phrases import anode_words
from brimstone.recipe.problems import Place
from brimstone.recipe.ranges import AnodeThickness, CapacityRatio, PressingTime
from brimstone.recipe.reading import plain_number, shown
from brimstone.recipe.sizes import Diameters, Masses, Sizes, read_sizes
from brimstone.recipe.values import FieldProblem, FrozenMapping, Reader


def _read_atoms(value: Any) -> FrozenMapping[str, float]:
    if not isinstance(value, Mapping) or not value:
        raise ValueError(f"expected an atomic ratio such as {{Li: 1, In: 2}}, got {shown(value)}")
    atoms = {str(name): plain_number(number, "a plain number such as 2") for name, number in value.items()}
    for name, number in atoms.items():
        if not 0 < number <= 1000:
            raise FieldProblem(f"{number:g} is out of range: above 0 and at most 1000", name)
    return FrozenMapping(atoms)


Atoms = Annotated[
    Mapping[str, float],
    Reader(_read_atoms, {"type": "object", "additionalProperties": {"type": ["number", "string"]}}, write=dict),
]


class Anode(Written):
    """The negative electrode.

    Attributes
    ----------
    material : str
        Li, Li-In, LTO …
    foils : Mapping[str, Quantity], optional
        What it was pressed together from, each with its thickness [m], such as In and Li; their sum is the thickness
        unless that is given.
    atoms : Mapping[str, float], optional
        Atomic ratio of an alloy, such as 1 Li to 2 In.
    thickness : Quantity, optional
        [m]
    np_ratio : float, optional
        Capacity of the anode over that of the cathode; in place of the thickness.
    interface : str, optional
        What was done to the interface between anode and separator.
    pressed_at : Quantity, optional
        Pressure at which it was attached [Pa].
    pressing_time, pressing_temperature : Quantity, optional
        How long [s] and how warm [K] it was pressed.
    diameter : Quantity, optional
        Of the metal or the electrode, where it is another one than that of the cell [m].
    foil_diameters : Mapping[str, Quantity], optional
        Of the foils it was pressed together from [m].
    foil_masses : Mapping[str, Quantity], optional
        Of the foils [kg].
    collector : Collector, optional
        Cu by default.
    composition : Composition, optional
        Of an anode that is mixed with electrolyte and carbon.
    """

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {"n_p": "np_ratio", "n_p_ratio": "np_ratio", "np": "np_ratio"}

    AMBIGUOUS: ClassVar[Mapping[str, str]] = PRESSURES
    DRAWN: ClassVar[tuple[str, ...]] = ("thickness",)
    RECORDED: ClassVar[tuple[str, ...]] = (
        "pressing_time",
        "pressing_temperature",
        "diameter",
        "foil_diameters",
        "foil_masses",
        "composition",
    )

    material: Name = Field(description="a material such as Li, Li-In or LTO")
    foils: Sizes | None = Field(default=None, description="such as {In: 100 um, Li: 50 um}")
    atoms: Atoms | None = Field(default=None, description="such as {Li: 1, In: 2}")
    thickness: AnodeThickness | None = None
    np_ratio: CapacityRatio | None = None
    interface: Name | None = None
    pressed_at: Pressure | None = None
    pressing_time: PressingTime | None = None
    pressing_temperature: ProcessTemperature | None = None
    diameter: Diameter | None = None
    foil_diameters: Diameters | None = Field(default=None, description="such as {In: 9 mm, Li: 6 mm}")
    foil_masses: Masses | None = Field(default=None, description="such as {Li: 1.5 mg}")
    collector: Annotated[Collector, word_for("material")] | None = None
    composition: CompositionField | None = Field(default=None, description="such as {Si: 80 wt%, Li6PS5Cl: 20 wt%}")

    @model_validator(mode="before")
    @classmethod
    def _read_words(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        try:
            read = anode_words(data.get("material"), not {"thickness", "np_ratio", "foils"} & set(data))
        except ValueError as problem:
            raise FieldProblem(str(problem), "material") from None
        data = {**read, **data, **{key: read[key] for key in ("material",) if key in read}}
        if isinstance(data.get("foils"), Mapping) and "thickness" not in data and "np_ratio" not in data:
            try:
                together = sum(size.si for size in read_sizes(data["foils"]).values())
            except (ValueError, BrimstoneError):
                return data  # the field itself says what is wrong
            data["thickness"] = f"{1e6 * together:.6g} um"
        return data

    @model_validator(mode="after")
    def _check_amount(self) -> "Anode":
        if self.thickness is not None and self.np_ratio is not None:
            raise overspecified("np_ratio", self.np_ratio, thickness=self.thickness)
        return self

    def remarks(self) -> Iterator[tuple[Place, str]]:
        """What is recorded and not computed with, by field."""
        yield from super().remarks()
        if self.atoms is not None:
            ratio = ":".join(self.atoms), ":".join(f"{number:g}" for number in self.atoms.values())
            yield ("atoms",), f"{' = '.join(ratio)} is recorded; the alloy is computed as the library has it"
