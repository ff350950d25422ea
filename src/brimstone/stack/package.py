"""A packaged cell: layers, collectors, tabs and case, with masses and volumes."""

import numpy as np

from brimstone._records import record
from brimstone.constants import CM2
from brimstone.errors import RecipeError
from brimstone.library import Library
from brimstone.library.workbench import Workbench
from brimstone.recipe import Format, Recipe
from brimstone.stack.layers import Stack
from brimstone.units import Quantity

_STEEL = "stainless steel"
_FILM = "aluminium-plastic film"
_ANODE_FOIL = "Cu"
_TABS = ("Al", "Ni")


@record
class Part:
    """One part of a packaged cell.

    Attributes
    ----------
    name : str
    role : str
        Of `brimstone.stack.StackLayer`, or ``"package"``.
    count : int
        Number of them.
    mass : ndarray (members,)
        Total mass [kg].
    """

    name: str
    role: str
    count: int
    mass: np.ndarray


@record
class Package:
    """A packaged cell.

    Attributes
    ----------
    kind : str
        ``"coin"`` or ``"pouch"``.
    units : int
        Cells of cathode, separator and anode in it.
    width, height : float
        Of the cathodes, tabs on the side of the width [m]; for a coin cell, those of a square of equal area.
    tab_width : float
        [m]; of a coin cell its whole width.
    opposite_tabs : bool
    collector_thickness : tuple of (ndarray, ndarray)
        Metal that carries the current of one unit along the cathode and along the anode [m], (members,) each: half of a
        foil that is coated on both sides.
    parts : tuple of Part
    thickness : ndarray (members,)
        Of layers and collectors as made, without the case [m].
    footprint : ndarray (members,)
        Area that the case covers, rims folded up but for that of the tabs [m2].
    case_thickness : ndarray (members,)
        Of the case on both sides [m].
    fixed_volume : ndarray (members,) or None
        Of a rigid case [m3].
    room : ndarray (members,) or None
        For the layers in a rigid case [m].
    """

    kind: str
    units: int
    width: float
    height: float
    tab_width: float
    opposite_tabs: bool
    collector_thickness: tuple[np.ndarray, np.ndarray]
    parts: tuple[Part, ...]
    thickness: np.ndarray
    footprint: np.ndarray
    case_thickness: np.ndarray
    fixed_volume: np.ndarray | None = None
    room: np.ndarray | None = None

    @property
    def area(self) -> float:
        """Of one cathode [m2]."""
        return self.width * self.height

    @property
    def total_area(self) -> float:
        """Of all cathodes, one side each [m2]."""
        return self.units * self.area

    @property
    def mass(self) -> np.ndarray:
        """Of the whole cell [kg], (members,)."""
        return np.sum([part.mass for part in self.parts], axis=0)

    @property
    def layers_mass(self) -> np.ndarray:
        """Mass without the packaging [kg], (members,)."""
        return np.sum([part.mass for part in self.parts if part.role != "package"], axis=0)

    @property
    def layers_volume(self) -> np.ndarray:
        """Cathode area times thickness of layers and collectors, as made [m3], (members,)."""
        return self.area * self.thickness

    def volume(self, growth: float | np.ndarray = 0.0) -> np.ndarray:
        """Volume [m3] of the whole cell after each unit has grown by `growth` [m]; constant for a rigid case."""
        if self.fixed_volume is not None:
            return self.fixed_volume
        return self.footprint * (self.thickness + self.units * np.asarray(growth) + self.case_thickness)


def electrode_area(recipe: Recipe) -> float | None:
    """Area of one cathode of a recipe [m2]; None if not stated."""
    if recipe.area is not None:
        return recipe.area.si
    packed = recipe.format
    if packed is not None and packed.width is not None and packed.height is not None:
        return packed.width.si * packed.height.si
    return None


def reference_format(library: Library) -> Format:
    """The reference pouch assumed for recipes without a format, to compare cells in the same package."""
    side = library.constant("format/reference_side")
    width = Quantity(side.text, side.si)
    return Format(kind="pouch", layers=round(library.constant("format/reference_layers").si), width=width, height=width)


def build_package(bench: Workbench, stack: Stack) -> Package | None:
    """Package the layers of a recipe's cell in its format; None if it has none.

    Parameters
    ----------
    bench : Workbench
    stack : Stack
        The layers of one unit, with both collectors whole.
    """
    if bench.recipe.format is None:
        return None
    return _Packing(bench, bench.recipe.format, stack).package()


class _Packing:
    """One pass over a recipe; holds what its steps share."""

    def __init__(self, bench: Workbench, packed: Format, stack: Stack):
        self.bench, self.format, self.stack = bench, packed, stack
        area = electrode_area(bench.recipe) or 0.0
        side = area**0.5
        self.width = packed.width.si if packed.width is not None else side
        self.height = packed.height.si if packed.height is not None else side

    def package(self) -> Package:
        return self.coin() if self.format.kind == "coin" else self.pouch()

    def layers(self, units: int) -> list[Part]:
        """All layers but the collectors, overhangs counted."""
        beyond = {"separator": self.format.separator_overhang, "anode": self.format.anode_overhang}
        parts = []
        for layer in self.stack.layers:
            if layer.role != "collector":
                over = beyond.get(layer.role)
                rim = over.si if over is not None else 0.0
                area = (self.width + 2.0 * rim) * (self.height + 2.0 * rim)
                parts.append(Part(layer.name, layer.role, units, units * area * layer.areal_mass))
        return parts

    def coin(self) -> Package:
        steel = self.bench.property(_STEEL, "density")
        spacer_area = 0.25 * np.pi * self.bench.constant("format/coin_spacer_diameter") ** 2
        spacer = self.bench.constant("format/coin_spacer_thickness")
        collectors = [layer for layer in self.stack.layers if layer.role == "collector"]
        parts = [
            *self.layers(1),
            *(Part(layer.name, "collector", 1, self.width * self.height * layer.areal_mass) for layer in collectors),
            Part("can, cap and gasket", "package", 1, self.bench.constant("format/coin_case_mass")),
            Part("steel spacer", "package", 1, spacer_area * spacer * steel),
            Part("spring", "package", 1, self.bench.constant("format/coin_spring_mass")),
        ]
        height, wall = self.bench.constant("format/coin_height"), self.bench.constant("format/coin_wall")
        footprint = 0.25 * np.pi * self.bench.constant("format/coin_diameter") ** 2
        inside = 0.25 * np.pi * float(self.bench.constant("format/coin_diameter")[0] - 2.0 * wall[0]) ** 2
        if self.width * self.height > inside:
            raise RecipeError(
                f"electrodes of {self.width * self.height / CM2:.3g} cm2 do not fit into a CR2032 case, "
                f"{inside / CM2:.3g} cm2 inside; write format: pouch",
                "format",
                self.bench.recipe.source,
            )
        return Package(
            kind="coin",
            units=1,
            width=self.width,
            height=self.height,
            tab_width=self.width,
            opposite_tabs=False,
            collector_thickness=(wall, spacer),
            parts=tuple(parts),
            thickness=self.stack.thickness,
            footprint=footprint,
            case_thickness=2.0 * wall,
            fixed_volume=footprint * height,
            room=height - 2.0 * wall - spacer - self.bench.constant("format/coin_spring_height"),
        )

    def pouch(self) -> Package:
        units = self.format.layers
        cathode_foil, anode_foil = (layer for layer in self.stack.layers if layer.role == "collector")
        # Alternating stack, with an anode outermost if the number is even: inner foils are coated on both sides.
        counts = ((units + 1) // 2, units // 2 + 1)
        tab = self.format.tab_width.si if self.format.tab_width is not None else None
        tab_width = self.bench.full(tab) if tab is not None else self.bench.constant("format/tab_share") * self.width
        foil_area = self.width * self.height + tab_width * self.bench.constant("format/weld_length")
        parts = self.layers(units)
        for layer, count in ((cathode_foil, counts[0]), (anode_foil, counts[1])):
            parts.append(Part(layer.name, "collector", count, count * foil_area * layer.areal_mass))
        rim = max([over.si for over in (self.format.separator_overhang, self.format.anode_overhang) if over] or [0.0])
        seal = (
            self.bench.full(self.format.seal.si) if self.format.seal is not None else self.bench.constant("format/seal")
        )
        strip = (
            tab_width * self.bench.constant("format/tab_thickness") * (self.bench.constant("format/tab_length") + seal)
        )
        parts += [Part(f"{name} tab", "package", 1, strip * self.bench.property(name, "density")) for name in _TABS]
        bare = sum(layer.thickness for layer in self.stack.layers if layer.role != "collector")
        foils = counts[0] * cathode_foil.thickness + counts[1] * anode_foil.thickness
        thickness = units * bare + foils
        # One sheet, folded at the bottom: each side covers half of the thickness.
        width, height = self.width + 2.0 * rim, self.height + 2.0 * rim
        sheet = (width + 2.0 * seal + thickness) * 2.0 * (height + seal + thickness)
        film = self.bench.property(_FILM, "thickness")
        parts.append(Part(_FILM, "package", 1, sheet * film * self.bench.property(_FILM, "density")))
        case = 2.0 * film
        if self.format.plates is not None:
            mass = 2.0 * width * height * self.format.plates.si * self.bench.property(_STEEL, "density")
            parts.append(Part("pressure plates", "package", 2, mass))
            case = case + 2.0 * self.format.plates.si
        halves = [0.5 if units > 1 else 1.0] * 2
        return Package(
            kind="pouch",
            units=units,
            width=self.width,
            height=self.height,
            tab_width=float(tab_width[0]),
            opposite_tabs=self.format.tabs == "opposite sides",
            collector_thickness=(halves[0] * cathode_foil.thickness, halves[1] * anode_foil.thickness),
            parts=tuple(parts),
            thickness=thickness,
            footprint=(width + 2.0 * film) * (height + seal),
            case_thickness=case,
        )
