"""What is mended in a page after it was read: links that only GitHub can follow, dashes, long words in tables."""

from __future__ import annotations

import re
from itertools import chain, zip_longest
from pathlib import Path
from typing import Final

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx

_LONG: Final = 16
"""Characters. What is shorter stays on one line."""
_JOINT: Final = re.compile(r"(?<=[/_:,=&?|\[\]()-])(?=\w)|(?<=\.)(?=\w{5})|(?<=[a-z])(?=[A-Z])")


def setup(app: Sphinx) -> None:
    """Take part in a build."""
    app.connect("doctree-read", _without_folders)
    app.connect("doctree-resolved", _with_dashes)
    app.connect("doctree-resolved", _with_joints)


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


def _with_joints(_app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    """Where a path or a name in a table may go on in the next line: at its joints, which copying does not see."""
    found = [code for cell in doctree.findall(nodes.entry) for code in cell.findall(nodes.literal)]
    for code in found:
        parts = [nodes.Text(part) for part in _JOINT.split(code.astext())]
        if len(code.astext()) > _LONG and len(parts) > 1:
            joints = (nodes.raw("", "<wbr>", format="html") for _ in parts[1:])
            code.children = [node for node in chain.from_iterable(zip_longest(parts, joints)) if node is not None]
