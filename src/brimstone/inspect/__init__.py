"""Design rules: a recipe is checked against the library before anything is computed."""

from brimstone.inspect.check import check
from brimstone.inspect.problems import find_problems, problems_of_file, problems_of_folder

__all__ = ["check", "find_problems", "problems_of_file", "problems_of_folder"]
