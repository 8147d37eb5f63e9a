"""Whether the parameters of an operation say enough to send them.

What has one meaning all the same is no problem, and mended when the document is prepared: a parameter of the path
that nobody declares is text, one that the path does not have is none, and of two that travel alike the first counts.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from typing import Any, Final, TypeAlias

from specloom.document.grammar import ANY_METHOD, VERBS, Node
from specloom.document.pointers import join, resolve, split

_TEMPLATE: Final = re.compile(r"\{([^{}]*)\}")
_PLACES: Final = ("path", "query", "header", "cookie")
_PLACES_2: Final = ("path", "query", "header", "body", "formData")

_STYLES: Final = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "deepObject", "pipeDelimited", "spaceDelimited"),
    "header": ("simple",),
    "cookie": ("form",),
}
"""The styles that packages can write; every place has a default among them."""

_Found: TypeAlias = Iterator[tuple[str, str]]
_Declared: TypeAlias = dict[tuple[str, str], Mapping[str, Any]]
"""Parameters by place and name."""

_REMARKS: Final = frozenset({"description", "example", "examples", "deprecated", "allowEmptyValue"})
_SCALARS: Final = ("string", "integer", "number", "boolean")


def parameter_problems(document: Mapping[str, Any], path_item: Node) -> _Found:
    """Pointers and what is wrong there, for one path item and its operations."""
    places = _PLACES_2 if "swagger" in document else _PLACES
    shared = yield from _declared(document, path_item.value, path_item.pointer, places)
    path = _path_of(path_item.pointer)
    for verb in (*VERBS, ANY_METHOD):
        operation = path_item.value.get(verb)
        if isinstance(operation, Mapping):
            pointer = join(path_item.pointer, verb)
            own = yield from _declared(document, operation, pointer, places)
            if path is not None:
                yield from _unfilled(path, shared | own, pointer)


def shown(value: Any) -> str:
    """A value of the wrong kind, short enough for a message."""
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _path_of(pointer: str) -> str | None:
    # Path items of webhooks, callbacks and components stand for no path of this API.
    if not pointer.startswith("#/paths/"):
        return None
    tokens = split(pointer)
    return tokens[1] if len(tokens) == 2 else None


def _declared(
    document: Mapping[str, Any], holder: Mapping[str, Any], pointer: str, places: tuple[str, ...]
) -> Generator[tuple[str, str], None, _Declared]:
    declared: _Declared = {}
    listed = holder.get("parameters")
    if listed is None:
        return declared
    pointer = join(pointer, "parameters")
    if not isinstance(listed, list):
        yield pointer, f"parameters are a list, not {shown(listed)}"
        return declared
    for at, stated in enumerate(listed):
        parameter = _followed(document, stated)
        where = join(pointer, at)
        if parameter is None:
            continue
        name, place = parameter.get("name"), parameter.get("in")
        if not isinstance(name, str) or not name:
            yield where, "this parameter has no name"
        elif place not in places:
            yield where, f"the parameter {name!r} says in: {shown(place)}; one of {', '.join(places)} is expected"
        elif (place, name) in declared:
            if not _travel_alike(document, declared[place, name], parameter):
                yield where, f"the parameter {name!r} in {place} is declared twice, and not alike; remove one"
        else:
            declared[place, name] = parameter
            if place == "body" and sum(known == "body" for known, _ in declared) > 1:
                yield where, f"{name!r} is a second body; an operation has one"
            style = parameter.get("style") if "swagger" not in document else None
            if style is not None and style not in _STYLES[place]:
                usable = " or ".join(_STYLES[place])
                yield where, f"the parameter {name!r} has a style that is not supported: {shown(style)}; use {usable}"
    return declared


def _followed(document: Mapping[str, Any], parameter: Any) -> Mapping[str, Any] | None:
    """The parameter behind references; None where they or the parameter are wrong, which is reported elsewhere."""
    known = document.get("parameters")
    for _ in range((len(known) if isinstance(known, Mapping) else 0) + 64):
        if not isinstance(parameter, Mapping):
            return None
        ref = parameter.get("$ref")
        if not isinstance(ref, str):
            return parameter
        try:
            parameter = resolve(document, ref)
        except (LookupError, ValueError):
            return None
    return None


def _travel_alike(document: Mapping[str, Any], first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    """Whether two declarations of one parameter put the same on the wire: they are equal, or of one value both."""
    return _said(first) == _said(second) or (_is_scalar(document, first) and _is_scalar(document, second))


def _said(parameter: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in parameter.items() if key not in _REMARKS}


def _is_scalar(document: Mapping[str, Any], parameter: Mapping[str, Any]) -> bool:
    return (_followed(document, parameter.get("schema")) or parameter).get("type") in _SCALARS


def _unfilled(path: str, declared: _Declared, pointer: str) -> _Found:
    names = _TEMPLATE.findall(path)
    if path.count("{") != len(names) or path.count("}") != len(names):
        yield pointer, f"the braces of the path {path!r} do not pair"
        return
    if "" in names:
        yield pointer, f"the path {path!r} has braces without a name"
    # Some documents write a query into their paths; its parameters may say what they are.
    for name in dict.fromkeys(_TEMPLATE.findall(path.partition("?")[0])):
        # API Gateway writes {proxy+} for a parameter that takes the rest of the path.
        spelt = (name, name.removesuffix("+"))
        places = [place for place, known in declared if known in spelt]
        if "query" in places and "path" not in places:
            yield pointer, f"{{{name}}} of {path!r} is declared with in: query; is it in: path?"
