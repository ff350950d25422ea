from tests.cli.conftest import asked, brimstone, recipe

__all__ = ["asked", "brimstone", "recipe"]
