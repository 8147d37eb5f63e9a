"""How Sphinx makes the site of these pages: ``nox -s docs``, or ``sphinx-build -c docs . build/docs``.

The source folder is the project's own, not docs/: so links to SECURITY.md or to the docs of a package are the
same files here as on GitHub. What belongs to the site is named in ``include_patterns``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from docs._site import front, tidy  # noqa: E402 (the path is set above)
from specloom import __version__  # noqa: E402

project = "specloom"
author = "the authors of specloom"
version = release = __version__
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
root_doc = "docs/index"
include_patterns = [
    "docs/**.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "generated/*/README.md",
    "generated/*/docs/*.md",
]
# Folders that need not even be walked through, and the list of pages, which is the front page on GitHub.
exclude_patterns = [".*", "build", "dist", "node_modules", "spec", "src", "tests", "generated/*/src"]

# Pages are read on GitHub too: no syntax that only this site knows, and anchors as GitHub names them.
myst_heading_anchors = 6
# A page of rules has a rule at the fourth level below a group at the second; both are shown as they are written.
suppress_warnings = ["myst.header"]

nitpicky = True
# Signatures name types of httpx, attrs and the standard library, whose inventories an offline build cannot fetch.
nitpick_ignore_regex = [("py:(class|obj|data|attr|exc|meth|func|mod)", ".*")]

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
default_role = "code"
# Quotes and dashes stay what they are: many are commands that somebody copies.
smartquotes = False
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True

html_theme = "furo"
html_title = f"specloom {__version__}"
html_static_path = ["_site/static"]
html_favicon = "_site/static/icon.svg"
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_theme_options: dict[str, Any] = {
    "footer_icons": [],
    "light_css_variables": {"color-brand-primary": "#0b6e5f", "color-brand-content": "#0b6e5f"},
    "dark_css_variables": {"color-brand-primary": "#4fd1b8", "color-brand-content": "#4fd1b8"},
}


def setup(app: Sphinx) -> None:
    """Add what the pages need to be the same here as on GitHub."""
    front.setup(app)
    tidy.setup(app)
