"""What is said of a name that the library does not know, or knows as something else."""

import difflib
import re

from brimstone.errors import UnknownNameError, nearest_names
from brimstone.library.library import Library
from brimstone.library.materials import Material

_ALIKE = 0.6  # of the letters of two hosts, in order
#: Words that papers use for any material of a kind.
_CLASSES = set(
    "miec|mixed conductor|se|sse|solid electrolyte|sulfide electrolyte|sulphide electrolyte|sulfide solid electrolyte|"
    "oxide electrolyte|halide electrolyte|polymer electrolyte|gel electrolyte|gel polymer electrolyte|electrolyte|"
    "glass electrolyte|catholyte|"
    "sulfide|sulphide|oxide|halide|polymer|gel|hydride|borohydride|ses|sses|"
    "carbon additive|conductive additive|conductive carbon|binder|salt".split("|")
)


#: The materials that a word for a class stands for most often.
_USUAL = {
    "sulfide": "Li6PS5Cl, Li3PS4 or Li10GeP2S12",
    "halide": "Li3InCl6 or Li3YCl6",
    "oxide": "Li7La3Zr2O12 or LLZTO",
    "polymer": "PEO-LiTFSI",
    "gel": "PETEA gel",
}


def unknown_name(library: Library, name: str, roles: tuple[str, ...]) -> str:
    """Message for an unknown material name, suggesting close matches that fit the role."""
    fitting = [one for one in library.materials() if set(roles) & set(one.kinds)]
    names = [other for one in fitting for other in (one.name, *one.synonyms)]
    near = [other for other in nearest_names(name, names) if not _only_the_salt(name, other)]
    if len(name) <= 4:  # for abbreviations, shared letters alone mean nothing
        near = [other for other in near if other[0].lower() == name[0].lower() and abs(len(other) - len(name)) < 2]
    near = [looks for looks in (name.replace("I", "l"), name.replace("l", "I")) if looks in names] or near
    what = f"unknown material '{name}'."
    if name.lower() in _CLASSES:
        what, near = f"'{name}' is a class of materials, not a material.", []
        kind = next((one for one in _USUAL if one in name.lower()), "sulfide" if roles == ("electrolyte",) else "")
        if kind and roles == ("electrolyte",):
            what += f" Name the one it was; often it is {_USUAL[kind]}."
    if near:
        what += f" Did you mean {' or '.join(near)}?"
    elif len(roles) == 1 and "Name the one" not in what:
        what += f" Known materials include {', '.join(one.name for one in fitting[:8])} …"
    listed = f"brimstone list materials{f' --kind {roles[0]}' if len(roles) == 1 else ''}"
    like = near[0] if near else fitting[0].name if len(roles) == 1 else "a material of the library"
    own = f"Alternatively, define it at the top of the recipe:  materials: {{{name}: {{like: {like}, …}}}}"
    return f"{what} `{listed}` lists all of them.\n{own}"


def _only_the_salt(name: str, other: str) -> bool:
    """Whether two names of a host with a salt have only the salt in common: Pyr13TFSI-LiTFSI and PEO-LiTFSI."""
    one, two = (re.fullmatch(r"(.+)[-–/](.+)", word.lower()) for word in (name, other))
    if one is None or two is None or one[2] != two[2]:
        return False
    return difflib.SequenceMatcher(None, one[1], two[1]).ratio() < _ALIKE


def wrong_kind(library: Library, name: str, material: Material, roles: tuple[str, ...]) -> str:
    """Message for a material that can't play any of the roles."""
    what = f"{name} is known as {' or '.join(material.kinds)}; expected one of {', '.join(roles)}."
    listed = " or ".join(f"`brimstone list materials --kind {role}`" for role in roles[:2])
    if roles == ("anode",):  # a short list; an element is never silently taken for its alloy
        anodes = [anode.name for anode in library.materials("anode")]
        alloys = [one for one in anodes if material.name in one.split("-")]
        what += f" Did you mean {alloys[0]}, with lithium in it?" if alloys else ""
        listed += ": " + ", ".join(anodes)
    return f"{what} See {listed}."


def no_membrane(library: Library, name: str) -> str | None:
    """Why a name is that of no membrane that holds a liquid; None where it is one."""
    known = ", ".join(one.name for one in library.materials() if "macmullin_number" in one)
    try:
        material = library.material(name)
    except UnknownNameError:
        return f"unknown membrane '{name}'; the library has {known}"
    if "macmullin_number" in material:
        return None
    return f"{material.name} is not a membrane for liquid electrolytes; the library has {known}"
