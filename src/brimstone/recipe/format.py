"""What a cell is packed in: a coin case or a pouch; without either, a cell is its layers."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from brimstone.constants import CM2
from brimstone.recipe.base import Written
from brimstone.recipe.fields import Count, Edge, UnitCount
from brimstone.recipe.ranges import BendingRadius, Overhang, PlateThickness
from brimstone.recipe.reading import vocabulary
from brimstone.recipe.values import FieldProblem
from brimstone.recipe.words import FORMATS, TABS
from brimstone.units import Quantity

_SAME_AREA = 0.01  # by how much two statements of one area may differ
_CAPACITY = " A capacity follows from loading, area and layers; `brimstone package` tells it: try other layers."
_OF_A_POUCH = (
    "layers",
    "width",
    "height",
    "separator_overhang",
    "anode_overhang",
    "seal",
    "tabs",
    "tab_width",
    "plates",
    "bent_to",
    "bends",
)


class Format(Written):
    """The format of a cell: ``coin`` or ``{kind: pouch, layers: 20, width: 10 cm, height: 10 cm}``.

    Attributes
    ----------
    kind : str
        ``"coin"`` (CR2032) or ``"pouch"``.
    layers : int
        Cells of cathode, separator and anode in the pouch, stacked so that inner collectors are coated on both sides;
        1 by default.
    width, height : Quantity, optional
        Of the cathodes, tabs on the side of the width [m]; a square of the recipe's area by default.
    separator_overhang, anode_overhang : Quantity, optional
        By which they extend beyond the cathode on every side [m]; none by default.
    seal : Quantity, optional
        Width of the sealed rim of the pouch [m].
    tabs : str
        ``"same side"`` (default) or ``"opposite sides"``.
    tab_width : Quantity, optional
        Of each tab [m].
    plates : Quantity, optional
        Thickness of the steel plates that press the pouch from both sides [m]; none by default.
    bent_to : Quantity, optional
        Radius that the pouch was bent to before it was used [m].
    bends : int
        How often; once by default.
    """

    AMBIGUOUS: ClassVar[Mapping[str, str]] = dict.fromkeys(("capacity", "cell_capacity", "nominal_capacity"), _CAPACITY)

    kind: Annotated[str, vocabulary(FORMATS, "format of a cell")] = Field(description="a format: coin or pouch")
    layers: UnitCount = 1
    width: Edge | None = None
    height: Edge | None = None
    separator_overhang: Overhang | None = None
    anode_overhang: Overhang | None = None
    seal: Overhang | None = None
    tabs: Annotated[str, vocabulary(TABS, "place of the tabs")] = "same side"
    tab_width: Overhang | None = None
    plates: PlateThickness | None = None
    bent_to: BendingRadius | None = None
    bends: Count = 1

    @model_validator(mode="after")
    def _check_kind(self) -> "Format":
        if self.kind == "coin":
            for name in _OF_A_POUCH:
                if name in self.model_fields_set:
                    raise FieldProblem("is of a pouch; a coin cell has one layer and the size of its case", name)
        if (self.width is None) != (self.height is None):
            missing = "width" if self.width is None else "height"
            raise FieldProblem("is missing; give width and height of the cathodes, or neither", missing)
        if "bends" in self.model_fields_set and self.bent_to is None:
            raise FieldProblem("is missing: the radius that the pouch was bent to, for example 25 mm", "bent_to")
        return self


def refuse_other_size(packed: Format | None, area: Quantity | None) -> None:
    """Refuse width and height that make another area than that of the cell.

    Raises
    ------
    FieldProblem
    """
    if packed is None or packed.width is None or packed.height is None or area is None:
        return
    sides = packed.width.si * packed.height.si
    if abs(sides / area.si - 1.0) > _SAME_AREA:
        raise FieldProblem(
            f"{packed.width} times {packed.height} is {sides / CM2:.4g} cm2, not the area of the cell ({area}); leave "
            "one out",
            "format",
            "width",
        )
