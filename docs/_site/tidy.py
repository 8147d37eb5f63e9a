"""What is mended in a page after it was read: links that only GitHub can follow, and dashes that autodoc spells."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Take part in a build."""
    app.connect("doctree-read", _without_folders)
    app.connect("doctree-resolved", _with_dashes)


def _without_folders(app: Sphinx, doctree: nodes.document) -> None:
    """GitHub lists folders of the repository and a site has none: the words of such a link stay, the link goes."""
    page = Path(app.env.doc2path(app.env.docname))
    for link in list(doctree.findall(pending_xref)):
        if link["reftype"] == "myst" and (page.parent / link["reftarget"]).is_dir():
            link.replace_self(link.children)


def _with_dashes(_app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    """Before a meaning autodoc puts two hyphens for ``smartquotes`` to join, and that is off for the sake of ours."""
    for text in list(doctree.findall(nodes.Text)):
        if text == " -- ":
            text.parent.replace(text, nodes.Text(" – "))
