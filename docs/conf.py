"""The site of the documents: ``make docs``. What can be made from the code is made from it."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import reference  # noqa: E402

import kg  # noqa: E402

project = "zhkg"
author = "the zhkg contributors"
copyright = "the zhkg contributors, Apache-2.0"
version = release = kg.__version__
language = "zh_CN"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
default_role = "code"
html_theme = "furo"
html_title = f"zhkg {release}"
html_show_sphinx = False
html_copy_source = False
exclude_patterns = ["example", "sports", "_build"]
autodoc_member_order = "bysource"
autodoc_typehints = "none"
nitpick_ignore_regex = [("py:.*", ".*")]  # types of other people's packages have no page here

reference.write(HERE)
