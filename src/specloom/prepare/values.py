"""What a pass is: a named, pure function from document to document, with one example beside it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from attrs import field, frozen

Schema: TypeAlias = dict[str, Any]
Document: TypeAlias = dict[str, Any]
Transform: TypeAlias = Callable[[Document], Document]


@frozen
class Example:
    """A document before and after a pass.

    Attributes:
        before: The part of a document under ``at``, before.
        after: The same part, after.
        at: Keys that lead from the root of a document to the part; empty for a whole document.
    """

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    at: tuple[str, ...] = ("components", "schemas")

    def documents(self) -> tuple[Document, Document]:
        """Both parts as whole documents, as the pass takes and gives them."""
        return self._whole(self.before), self._whole(self.after)

    def _whole(self, part: Mapping[str, Any]) -> Document:
        whole: Any = dict(part)
        for key in reversed(self.at):
            whole = {key: whole}
        document: Document = whole
        return document


@frozen
class Pass:
    """One step of ``prepare``.

    Attributes:
        run: Takes a document, gives a document; leaves its argument as it was.
        example: What it does, small.
        name: By default the name of the function.
    """

    run: Transform
    example: Example
    name: str = field()

    @name.default
    def _name_of_function(self) -> str:
        return self.run.__name__

    @property
    def reason(self) -> str:
        """Why the pass is there: the docstring of its function."""
        return inspect.getdoc(self.run) or ""
