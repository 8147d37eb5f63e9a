"""What a docstring says about a function and about its arguments."""

from __future__ import annotations

import inspect
import re
from typing import Any, NamedTuple

from ..extras import load_extra

# The three styles: Google's, Sphinx's and NumPy's.
_SECTIONS = re.compile(
    r"^\s*(Args|Arguments|Params|Parameters|Keyword Args|Returns?|Raises|Yields|Examples?):\s*$"
    r"|^\s*:(param|returns?|raises|type|rtype)\b.*:|^\s*(Parameters|Returns|Raises|Examples)\s*\n\s*-{3,}\s*$",
    re.MULTILINE,
)


class Docstring(NamedTuple):
    """A docstring that was read.

    Attributes:
        text: About the function, without what is about its arguments, its results and its errors.
        arguments: By their names.
    """

    text: str
    arguments: dict[str, str]


def read_docstring(function: object, name: str) -> Docstring:
    """The docstring of a function, in Google's, NumPy's or Sphinx's style.

    Args:
        function: Its docstring may be missing.
        name: Of the function, for messages.

    Raises:
        MissingDependencyError: If it has sections, and the package that reads them is not installed.
    """
    text = inspect.cleandoc(getattr(function, "__doc__", None) or "")
    if not _SECTIONS.search(text):
        return Docstring(text, {})
    parser: Any = load_extra("docstring_parser", extra="tools", purpose=f"reading the docstring of {name}")
    found = parser.parse(text)
    parts = [part for part in (found.short_description, found.long_description) if part]
    described = {one.arg_name: one.description for one in found.params if one.description}
    return Docstring("\n\n".join(parts), described)
