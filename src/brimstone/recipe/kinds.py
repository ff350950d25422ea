"""Kinds of cells besides the full one: symmetric cells, and a composite between blocking electrodes.

What such a cell has in place of a cathode or a separator takes no part in what is computed of it. A stand-in is put
there, so that a recipe has the same parts whatever its kind, and is not written back with it.
"""

from collections.abc import Mapping
from typing import Any

from brimstone.errors import RecipeError
from brimstone.recipe.reading import shown
from brimstone.recipe.values import FieldProblem
from brimstone.recipe.words import find_word, fold

FULL, SYMMETRIC, HALF = "full", "symmetric", "half"
ION_BLOCKING, ELECTRON_BLOCKING = "ion-blocking", "electron-blocking"

#: What a recipe may be of.
KINDS: Mapping[str, tuple[str, ...]] = {
    FULL: ("full cell",),
    SYMMETRIC: ("symmetrical", "symmetric cell", "symmetrical cell", "symmetric lithium cell", "plating and stripping"),
    HALF: ("half cell", "electrolyte half cell", "SSE-carbon half cell"),
    ION_BLOCKING: ("ion-blocking cell", "ion blocking electrodes", "electronic conductivity"),
    ELECTRON_BLOCKING: ("electron-blocking cell", "electron blocking electrodes", "ionic conductivity"),
}
#: Kinds that are measured, not discharged: what a run of a full cell tells does not exist for them.
MEASURED = (SYMMETRIC, ION_BLOCKING, ELECTRON_BLOCKING)

_STAND_IN_CATHODE = {"active": "S", "loading": "0.1 mg/cm2"}
_STAND_IN_LAYER = {"electrolyte": "Li6PS5Cl", "thickness": "100 um"}
_ELECTRODES = ("anode", "counter electrode", "electrode", "electrodes", "both electrodes")
_SPECTRUM = {"impedance": ["1 MHz", "1 mHz"], "points": 60}
_POLARISED = [_SPECTRUM, *({"hold": f"{step} mV", "until": "10 h"} for step in (10, 20, 30, 40, 50))]
_PROTOCOLS: Mapping[str, tuple[list[Any], str]] = {
    SYMMETRIC: (
        [_SPECTRUM, {"cycles": 10, "current": "0.1 mA/cm2", "for": "1 h", "window": ["-5 V", "5 V"]}],
        "a spectrum, then ten cycles at 0.1 mA/cm2 with half cycles of 1 h",
    ),
    **dict.fromkeys((ION_BLOCKING, ELECTRON_BLOCKING), (_POLARISED, "a spectrum, then 10 to 50 mV for 10 h each")),
}


def kind_of(data: Mapping[Any, Any]) -> str:
    """Kind of a recipe that is still a mapping; that of ``cathode: Li`` against ``anode: Li`` is symmetric.

    Raises
    ------
    FieldProblem
        For a word that names none, and for two readings of one.
    """
    if "cell" in data:
        words = data["cell"]
        if not isinstance(words, str):
            raise FieldProblem(f"expected a kind of cell: {', '.join(KINDS)}; got {shown(words)}", "cell")
        if fold(words) in ("blocking", "blocking cell", "blocking electrodes"):
            raise FieldProblem(
                f"'{words}' may block ions or electrons: for steel | composite | steel write  cell: ion-blocking;  for "
                "Li-In | electrolyte | composite | electrolyte | Li-In write  cell: electron-blocking",
                "cell",
            )
        try:
            return find_word(words, KINDS, "kind of cell")
        except ValueError as problem:
            raise FieldProblem(str(problem), "cell") from None
    cathode, anode = data.get("cathode"), data.get("anode")
    anode = anode.get("material") if isinstance(anode, Mapping) else anode
    same = isinstance(cathode, str) and isinstance(anode, str) and fold(cathode) == fold(anode)
    return SYMMETRIC if same else FULL


def with_stand_ins(data: Mapping[Any, Any], kind: str) -> tuple[dict[Any, Any], frozenset[str]]:
    """The fields of a recipe with what its kind of cell has not, and the names of those fields.

    Raises
    ------
    FieldProblem
        Where a field contradicts the kind of cell.
    """
    given = {**data}
    filled: dict[str, Any] = {}
    if kind == SYMMETRIC:
        if "cathode" in given and not isinstance(given["cathode"], str):
            raise FieldProblem(
                "a symmetric cell has none: what anode names is on both sides of the separator. Leave it out, or leave "
                "out  cell: symmetric",
                "cathode",
            )
        given.pop("cathode", None)
        if not any(isinstance(key, str) and fold(key) in _ELECTRODES for key in given):
            raise FieldProblem(
                "is missing; a symmetric cell has the same electrode on both sides, such as  anode: {material: Li, "
                "thickness: 100 um}",
                "anode",
            )
        filled["cathode"] = _STAND_IN_CATHODE
    elif kind == ION_BLOCKING:
        named = [str(key) for key in given if isinstance(key, str) and fold(key) in (*_ELECTRODES, "separator")]
        if named:
            raise FieldProblem(
                "an ion-blocking cell is the composite between two metal plates, without a separator or an anode; "
                "leave it out, or write  cell: electron-blocking",
                named[0],
            )
        filled["separator"] = [_STAND_IN_LAYER]
    elif kind == HALF:
        cathode = given.get("cathode")
        if isinstance(cathode, Mapping) and not any(fold(str(key)) in ("active", "active material") for key in cathode):
            raise FieldProblem(
                "is missing; in a half cell without sulfur it is the electrolyte, such as  active: Li6PS5Cl",
                "cathode",
                "active",
            )
    if kind in _PROTOCOLS and "protocol" not in given:
        filled["protocol"] = _PROTOCOLS[kind][0]
    return {**given, **filled, "cell": kind}, frozenset(filled)


def refuse_measured(kind: str, source: str) -> None:
    """Refuse a cell that is measured where one is discharged.

    Raises
    ------
    RecipeError
        With the file of the recipe.
    """
    if kind in MEASURED:
        raise RecipeError(
            f"is {kind}: such a cell is measured, by `brimstone run` or Cell.measure(), and has no discharge; this "
            "needs a full cell",
            "cell",
            source,
        )


def protocol_assumed(kind: str) -> str:
    """What is done with a cell whose recipe names no protocol."""
    return _PROTOCOLS[kind][1] if kind in _PROTOCOLS else "one cycle at 0.1C between 1.0 V and 2.8 V"


def stands_in(field: str, kind: str) -> bool:
    """Whether a field, or a sentence that begins with one, is of a part that a kind of cell has not."""
    parts = {
        SYMMETRIC: ("cathode",),
        ION_BLOCKING: ("separator", "anode", "cathode.collector"),
        ELECTRON_BLOCKING: ("cathode.collector",),
    }
    return field.startswith(parts.get(kind, ()))
