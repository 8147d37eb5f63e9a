"""Counting operations, in a document and in the code made from it, without trusting whoever made the code.

An operation is its verb and path, compared without query and without the names of parameters: generators rename
parameters, and send a query that is part of the path in ways of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

Operations: TypeAlias = Counter[tuple[str, str]]

_ANY: Final = "x-amazon-apigateway-any-method"
_ANY_VERBS: Final = ("get", "put", "post", "delete", "patch", "head")
_DEFAULT_ROUTE: Final = "/$default"

SPECLOOM: Final = re.compile(r'Operation(?:\[.*\])?\(\s*"([A-Z]+)",\s*"([^"]+)"')
_VERBS: Final = ("get", "put", "post", "delete", "patch", "head", "options", "trace")


def operations_of(document: Mapping[str, Any]) -> Operations:
    """Every operation of a document, each as often as it occurs; ANY of AWS API Gateway is all that are not listed."""
    return Counter((verb, _nameless(path)) for path, item in _path_items(document) for verb in _verbs(item))


def operations_in(texts: Sequence[str], pattern: re.Pattern[str]) -> Operations:
    """Every operation that Python code names; the pattern finds verb and path."""
    return Counter((verb.lower(), _nameless(path)) for text in texts for verb, path in pattern.findall(text))


def _verbs(item: Mapping[str, Any]) -> list[str]:
    return [verb for verb in _VERBS if verb in item or (_ANY in item and verb in _ANY_VERBS)]


def _path_items(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path, item in document.get("paths", {}).items():
        while isinstance(item, dict) and "$ref" in item:
            item = _at(document, item["$ref"])
        if isinstance(item, dict) and path.startswith("/"):
            yield path, item


def _at(document: Mapping[str, Any], reference: str) -> Any:
    """What a reference inside the document leads to; None when it leads nowhere."""
    node: Any = document
    for step in reference.removeprefix("#/").split("/"):
        node = node.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(node, dict) else None
    return node


def _nameless(path: str) -> str:
    bare = re.split(r"[?#]", path)[0]
    return "/{}" if bare == _DEFAULT_ROUTE else re.sub(r"\{[^}]*\}", "{}", bare)
