"""A library with one number changed, so that a check which rests on it has to fail."""

from dataclasses import replace

from brimstone.library import Arrhenius, Library, load


def with_property(name, prop, factor, library=None):
    """The library with one property of a material multiplied."""
    library = library or load()
    material = library.material(name)
    value = material[prop]
    if isinstance(value, Arrhenius):
        changed = replace(value, at_25_degC=replace(value.at_25_degC, si=value.at_25_degC.si * factor))
    else:
        changed = replace(value, si=value.si * factor)
    return with_material(name, library, properties={**material.properties, prop: changed})


def with_material(name, library=None, **fields):
    """The library with fields of a material changed."""
    library = library or load()
    material = library.material(name)
    return replace(library, _materials={**library._materials, material.name: replace(material, **fields)})


def with_constant(name, si, library=None):
    """The library with one constant set [SI]."""
    library = library or load()
    constants = {**library._constants, name: replace(library.constant(name), si=si)}
    return replace(library, _constants=constants)


def with_level(rule, level):
    """The library with another level of a design rule."""
    library = load()
    return Library(**{**vars(library), "_rules": {**library._rules, rule: replace(library.rule(rule), level=level)}})
