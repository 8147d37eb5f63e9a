"""A review as one HTML page that needs nothing else: no network, no framework, and no script to be read.

The page may hold any text that a document holds, so Jinja escapes all of it, no text goes into a script, and a
content security policy lets the page run its own script and nothing more.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from specloom.diff.formats.html.page_view import page_of
from specloom.diff.report import Review
from specloom.legible import legible


def render(review: Review) -> str:
    """A review as an HTML page; the same review gives the same page."""
    css, script = _own("page.css"), _own("page.js")
    policy = f"default-src 'none'; style-src {_hash(css)}; script-src {_hash(script)}; img-src data:; base-uri 'none'"
    page = _environment().get_template("page.html.jinja")
    return page.render(page=page_of(review), css=css, script=script, policy=policy)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader(__name__, "."),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_legible,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _legible(value: object) -> object:
    """What does not print is written as an escape: it could hide text, turn it round, or not be writable at all."""
    return legible(value, keep="\n\t") if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _own(name: str) -> str:
    return files(__name__).joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    """The source expression of a policy that lets this text in, and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
