"""The negative electrode, as the lab made it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field, model_validator

from brimstone.errors import BrimstoneError
from brimstone.recipe.base import Written, one_too_many
from brimstone.recipe.fields import Length, Name, PlainRatio, Pressure
from brimstone.recipe.phrases import anode_words
from brimstone.recipe.sizes import Sizes, read_sizes


class Anode(Written):
    """The negative electrode.

    Attributes
    ----------
    material : str
        Li, Li-In, LTO …
    foils : Mapping[str, Quantity], optional
        What it was pressed together from, each with its thickness [m], such as In and Li; their sum is the thickness
        unless that is given.
    thickness : Quantity, optional
        [m]
    np_ratio : float, optional
        Capacity of the anode over that of the cathode; in place of the thickness.
    interface : str, optional
        What was done to the interface between anode and separator.
    pressed_at : Quantity, optional
        Pressure at which it was attached [Pa].
    """

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {"n_p": "np_ratio", "n_p_ratio": "np_ratio", "np": "np_ratio"}

    material: Name = Field(description="a material such as Li, Li-In or LTO")
    foils: Sizes | None = Field(default=None, description="such as {In: 100 um, Li: 50 um}")
    thickness: Length | None = None
    np_ratio: PlainRatio | None = None
    interface: Name | None = None
    pressed_at: Pressure | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_words(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        data = {**data, **anode_words(data.get("material"), "thickness" not in data and "np_ratio" not in data)}
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
            raise one_too_many("np_ratio", self.np_ratio, thickness=self.thickness)
        return self
