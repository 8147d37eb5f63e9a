"""A small API, and edits of it in a few words: ``Order/properties/note: ~`` takes a property away."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

Json = dict[str, Any]


@cache
def _base() -> Json:
    document: Json = yaml.safe_load((Path(__file__).parent / "shop.yaml").read_text("utf-8"))
    return document


def edited(*edits: str) -> Json:
    """The document of the shop after some edits.

    Args:
        edits: YAML mappings from a place to its new value; null takes the place away. A place begins with a schema,
            an operationId or a key of the document; entries of a list are found by their ``name``, ``+`` adds one;
            ``@path`` and ``@verb`` move an operation, ``@name`` gives a schema another name wherever it is used.
    """
    document = copy.deepcopy(_base())
    for text in edits:
        for place, value in (yaml.safe_load(text) or {}).items():
            _edit(document, place.replace("~/", "\0").split("/"), value)
    return document


def _edit(document: Json, place: list[str], value: Any) -> None:
    first, *rest = (part.replace("\0", "/") for part in place)
    schemas = document["components"]["schemas"]
    found = _operation(document, first)
    if found is not None and rest and rest[0] in {"@path", "@verb"}:
        _move(document, found, rest[0], value)
        return
    if rest == ["@name"]:
        _rename(document, first, value)
        return
    node: Any
    if found is not None:
        path, verb = found
        node, rest = (document["paths"][path], [verb, *rest])
    elif first in schemas or first[0].isupper():
        node, rest = schemas, [first, *rest]
    else:
        node, rest = document, [first, *rest]
    for part in rest[:-1]:
        node = node[_step(node, part)]
    _put(node, rest[-1], value)


def _put(node: Any, part: str, value: Any) -> None:
    if part == "+":
        node.append(value)
    elif value is None:
        del node[_step(node, part)]
    else:
        node[_step(node, part)] = value


def _step(node: Any, part: str) -> Any:
    if not isinstance(node, list):
        return part
    named = [index for index, one in enumerate(node) if isinstance(one, dict) and one.get("name") == part]
    return named[0] if named else int(part)


def _operation(document: Json, name: str) -> tuple[str, str] | None:
    for path, item in document["paths"].items():
        for verb, body in item.items():
            if body.get("operationId") == name:
                return path, verb
    return None


def _move(document: Json, found: tuple[str, str], what: str, value: str) -> None:
    path, verb = found
    body = document["paths"][path].pop(verb)
    target = (value, verb) if what == "@path" else (path, value)
    document["paths"].setdefault(target[0], {})[target[1]] = body
    if not document["paths"][path]:
        del document["paths"][path]


def _rename(document: Json, old: str, new: str) -> None:
    text = json.dumps(document).replace(f'"#/components/schemas/{old}"', f'"#/components/schemas/{new}"')
    order = [new if name == old else name for name in document["components"]["schemas"]]
    document.update(json.loads(text))
    schemas = document["components"]["schemas"]
    schemas[new] = schemas.pop(old)
    document["components"]["schemas"] = {name: schemas[name] for name in order}
