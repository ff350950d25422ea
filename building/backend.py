"""How the package is built: by hatchling, which learns here what is being built.

A wheel holds compiled kernels and needs no compiler; what is installed to be edited compiles them when they are used.
"""

import os

from hatchling.build import build_editable as _build_editable
from hatchling.build import build_sdist as build_sdist
from hatchling.build import build_wheel as _build_wheel
from hatchling.build import get_requires_for_build_editable as get_requires_for_build_editable
from hatchling.build import get_requires_for_build_sdist as get_requires_for_build_sdist
from hook import COMPILED, can_compile

# No `prepare_metadata_…`: what a wheel needs follows from whether kernels were compiled into it, so it is read from it.


def get_requires_for_build_wheel(config_settings=None):
    """Numba is the compiler of the kernels."""
    return ["numba>=0.61", "numpy>=2.0"] if can_compile() else []


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """A wheel for this kind of machine; where kernels can't be compiled, one for all that need numba."""
    os.environ[COMPILED] = "1" if can_compile() else ""
    return _build_wheel(wheel_directory, config_settings, metadata_directory)


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    """What points at the sources."""
    os.environ[COMPILED] = ""
    return _build_editable(wheel_directory, config_settings, metadata_directory)
