"""The library with the custom materials of a recipe, and with those of the folder beside it."""

from dataclasses import replace

from brimstone.errors import RecipeError, UnknownNameError
from brimstone.library import names
from brimstone.library.alike import own_material
from brimstone.library.library import Library
from brimstone.library.shared import beside, with_folder
from brimstone.recipe import Recipe
from brimstone.recipe.problems import path_in_words


def with_own_materials(library: Library, recipe: Recipe) -> Library:
    """The library including the custom materials of a recipe; unchanged if there are none or they are already included.

    Materials are added in order, so that one can be based on another.

    Raises
    ------
    RecipeError
        When a material is based on an unknown one, or has an unknown or impossible property.
    """
    folder = beside(recipe.source)
    if folder is not None:
        library = with_folder(library, folder)
    if not recipe.materials or library._own == recipe.materials:
        return library
    materials, index = dict(library._materials), dict(library._indexes["material"])
    for name, own in recipe.materials.items():
        so_far = replace(library, _materials=materials, _indexes={**library._indexes, "material": index})
        try:
            like = so_far.material(own.like)
        except UnknownNameError as problem:
            raise RecipeError(str(problem), _field(name, "like"), recipe.source) from None
        made = own_material(name, own, like, library.material_class(like.class_), recipe.source)
        replaced = names.resolve(name, index)
        materials = {**materials, name: made}
        index = {**index, names.key(name): name}
        if replaced is not None and names.key(replaced) == names.key(name) and replaced != name:
            # Li6PS5CL of the recipe stands for Li6PS5Cl and for all its other names.
            index = {key: name if proper == replaced else proper for key, proper in index.items()}
    return replace(
        library, _materials=materials, _indexes={**library._indexes, "material": index}, _own=recipe.materials
    )


def _field(*path: str) -> str:
    return path_in_words(("materials", *path))
