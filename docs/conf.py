"""How the documentation is built: `make docs`."""

from importlib.util import find_spec

import brimstone

project = "Brimstone"
author = "The Brimstone developers"
release = version = brimstone.__version__
extensions = ["myst_parser", "sphinx.ext.mathjax", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
if find_spec(_OFFLINE := "sphinx-mathjax-offline"):  # equations are read without a network, too
    extensions.append(_OFFLINE)
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 3
html_theme = "pydata_sphinx_theme"
html_theme_options = {"show_prev_next": False, "secondary_sidebar_items": ["page-toc"]}
exclude_patterns = ["_build"]
napoleon_google_docstring = False
napoleon_use_ivar = True  # attributes of a class stand in its description, and once
autodoc_typehints = "none"
numfig = math_numfig = True  # equations of the physics pages count as 1.1, 1.2, those of the theory as 1, 2
numfig_secnum_depth = 1
default_role = "py:obj"  # `name` in a docstring links to what it names, where that is documented
