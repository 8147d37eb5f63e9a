"""Single edits of a document, each with what a review has to find."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from attrs import frozen

LIBRARY: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "library.yaml").read_text("utf-8"))
PREFIX = "#/components/schemas/"
BOTH = frozenset({"request", "response"})


@frozen
class Edit:
    """A document that differs in one thing from the library.

    Attributes:
        rule: What is to be found, once.
        subject: Under which subject.
        directions: In which the operations are met that it reaches.
        reverse: What the way back is called.
    """

    name: str
    document: dict[str, Any]
    rule: str
    subject: str
    directions: frozenset[str]
    reverse: str


def edits() -> list[Edit]:
    """All single edits of the library that this file knows to make."""
    made = [*_properties(), *_scalars(), *_unions(), *_operations(), *_parameters(), *_answers()]
    assert len({edit.name for edit in made}) == len(made)
    return made


Way = tuple[str | int, ...]


def _at(document: Any, way: Way) -> Any:
    for step in way:
        document = document[step]
    return document


def _put(*parts: tuple[Way, Any]) -> dict[str, Any]:
    """The library with other values in some places."""
    document = copy.deepcopy(LIBRARY)
    for way, value in parts:
        _at(document, way[:-1])[way[-1]] = value
    return document


def _without(way: Way) -> dict[str, Any]:
    """The library without what stands in a place."""
    document = copy.deepcopy(LIBRARY)
    _at(document, way[:-1]).pop(way[-1])
    return document


def _reached(name: str) -> frozenset[str]:
    """In which directions a schema is met: a plain walk over the document as it is written."""
    met = set()
    for item in LIBRARY["paths"].values():
        for verb in ("get", "put", "post", "delete"):
            operation = item.get(verb, {})
            sent = [operation.get("parameters", ()), operation.get("requestBody", {})]
            for direction, part in (("request", sent), ("response", operation.get("responses", {}))):
                if name in _mentioned(part, set()):
                    met.add(direction)
    return frozenset(met)


def _mentioned(node: Any, seen: set[str]) -> set[str]:
    if isinstance(node, dict):
        target = str(node.get("$ref", "")).removeprefix(PREFIX)
        if target and target not in seen:
            seen.add(target)
            _mentioned(LIBRARY["components"]["schemas"][target], seen)
        for value in node.values():
            _mentioned(value, seen)
    elif isinstance(node, list):
        for value in node:
            _mentioned(value, seen)
    return seen


@frozen
class _Object:
    """An object schema: the component that holds it, the way to it, and its name in subjects."""

    component: str
    inner: Way
    subject: str

    @property
    def way(self) -> Way:
        return ("components", "schemas", self.component, *self.inner)

    @property
    def schema(self) -> dict[str, Any]:
        found = _at(LIBRARY, self.way)
        assert isinstance(found, dict)
        return found


OBJECTS = [_Object(name, (), name) for name in ("Book", "NewBook", "Author", "Film", "Song", "Unused")]
OBJECTS.append(_Object("Book", ("properties", "print"), "Book.print"))


def _counts(schema: dict[str, Any], directions: frozenset[str]) -> frozenset[str]:
    return directions & {"response"} if schema.get("readOnly") else directions


def _properties() -> Iterator[Edit]:
    for one in OBJECTS:
        directions = _reached(one.component)
        needed = one.schema.get("required", [])
        extra = ((*one.way, "properties", "extra"), {"type": "string"})
        place = f"{one.subject}.extra"
        yield Edit(f"{place} comes", _put(extra), "property-added", place, directions, "property-removed")
        more = ((*one.way, "required"), [*needed, "extra"])
        rules = ("required-property-added", "required-property-removed")
        yield Edit(f"{place} comes and is needed", _put(extra, more), rules[0], place, directions, rules[1])
        for name, inner in one.schema["properties"].items():
            if "const" in inner:
                continue  # what tells unions apart is edited by itself
            toggled = [other for other in needed if other != name] + ([] if name in needed else [name])
            rules = ("property-became-optional", "property-became-required")
            rule, reverse = rules if name in needed else rules[::-1]
            place = f"{one.subject}.{name}"
            document = _put(((*one.way, "required"), toggled))
            yield Edit(f"{place} toggles required", document, rule, place, _counts(inner, directions), reverse)


def _scalars() -> Iterator[Edit]:
    for one in OBJECTS:
        for name, inner in one.schema["properties"].items():
            for label, changed, rule, reverse in _changed(inner):
                place = f"{one.subject}.{name}"
                directions = _counts(inner, _reached(one.component))
                document = _put(((*one.way, "properties", name), changed))
                yield Edit(f"{place} {label}", document, rule, place, directions, reverse)


def _changed(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str, str]]:
    """Other schemas in place of one: what was done, the schema, the rule, the rule of the way back."""
    if "const" in schema:
        return
    if "anyOf" not in schema:
        nullable = {"anyOf": [schema, {"type": "null"}]}
        yield "becomes nullable", nullable, "became-nullable", "became-not-nullable"
        yield "becomes anything", {}, "type-generalized", "type-specialized"
    kind = schema.get("type")
    if kind == "string" and "enum" not in schema:
        rest = {
            key: value for key, value in schema.items() if key not in ("maxLength", "minLength", "pattern", "format")
        }
        if rest == schema:
            yield "becomes an integer", {**schema, "type": "integer"}, "type-changed", "type-changed"
            yield "becomes an enum", {**schema, "enum": ["a", "b"]}, "became-enum", "enum-opened"
            yield "gets a format", {**schema, "format": "uuid"}, "format-set", "format-removed"
            yield "gets a longest length", {**schema, "maxLength": 9}, "bound-set", "bound-removed"
        if "maxLength" in schema:
            shorter = {**schema, "maxLength": schema["maxLength"] - 1}
            yield "gets shorter", shorter, "bound-tightened", "bound-relaxed"
        if "pattern" in schema:
            yield "gets another pattern", {**schema, "pattern": "^x"}, "pattern-changed", "pattern-changed"
            yield "loses its pattern", {"type": "string"}, "pattern-removed", "pattern-set"
    if kind == "integer":
        yield "becomes a number", {**schema, "type": "number"}, "type-generalized", "type-specialized"
        yield (
            "gets a minimum",
            {**schema, "minimum": 7},
            *(("bound-tightened", "bound-relaxed") if "minimum" in schema else ("bound-set", "bound-removed")),
        )
    if kind == "array":
        yield "becomes one text", {"type": "string"}, "type-changed", "type-changed"
    yield "is deprecated", {**schema, "deprecated": True}, "deprecated-set", "deprecated-removed"
    yield "is described", {**schema, "description": "New words."}, "description-changed", "description-changed"


SCHEMAS = ("components", "schemas")


def _unions() -> Iterator[Edit]:
    poem = {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "poem"}}}
    medium = LIBRARY["components"]["schemas"]["Medium"]
    document = _put(
        ((*SCHEMAS, "Poem"), poem),
        ((*SCHEMAS, "Medium", "oneOf"), [*medium["oneOf"], {"$ref": PREFIX + "Poem"}]),
        ((*SCHEMAS, "Medium", "discriminator", "mapping", "poem"), PREFIX + "Poem"),
    )
    yield Edit("Medium may be a poem", document, "union-member-added", "Medium", BOTH, "union-member-removed")
    ways: tuple[tuple[str, Way], ...] = (("Shelf", ()), ("State", ()), ("Song", ("properties", "key")))
    for name, inner in ways:
        way = (*SCHEMAS, name, *inner, "enum")
        subject = ".".join((name, *(str(step) for step in inner[1:])))
        document = _put((way, [*_at(LIBRARY, way), "new"]))
        rules = ("enum-value-added", "enum-value-removed")
        yield Edit(f"{subject} gains a value", document, rules[0], subject, _reached(name), rules[1])


SENT, GOT = frozenset({"request"}), frozenset({"response"})


def _operations() -> Iterator[Edit]:
    for path, item in LIBRARY["paths"].items():
        for verb, operation in item.items():
            if verb == "parameters":
                continue
            subject, way = f"{verb.upper()} {path}", ("paths", path, verb)
            yield Edit(f"{subject} goes", _without(way), "operation-removed", subject, SENT, "operation-added")
            document = _put(((*way, "deprecated"), True))
            rules = ("operation-deprecated", "operation-reactivated")
            yield Edit(f"{subject} is deprecated", document, rules[0], subject, BOTH, rules[1])
            document = _put(((*way, "security"), []))
            place = f"{subject}, security"
            yield Edit(f"{subject} is open", document, "security-removed", place, SENT, "security-added")
            document = _put(((*way, "operationId"), operation["operationId"] + "Anew"))
            rule = "operation-id-changed"
            yield Edit(f"{subject} has another id", document, rule, subject, BOTH, rule)


def _parameters() -> Iterator[Edit]:
    defaults = {"limit": 5, "shelf": "north", "sort": "year", "force": True}
    for path, verb in (("/books", "get"), ("/books/{book_id}", "delete")):
        listed: Way = ("paths", path, verb, "parameters")
        for number, parameter in enumerate(_at(LIBRARY, listed)):
            name, needed = parameter["name"], parameter.get("required", False)
            way, place = (*listed, number), f"{verb.upper()} {path}, query {name}"
            added = "required-parameter-added" if needed else "parameter-added"
            yield Edit(f"{place} goes", _without(way), "parameter-removed", place, SENT, added)
            rules = ("parameter-became-optional", "parameter-became-required")
            rule, reverse = rules if needed else rules[::-1]
            document = _put(((*way, "required"), not needed))
            yield Edit(f"{place} toggles required", document, rule, place, SENT, reverse)
            document = _put(((*way, "schema", "default"), defaults[name]))
            rules = ("idle-default-changed",) * 2 if needed else ("parameter-default-set", "parameter-default-removed")
            yield Edit(f"{place} gets a default", document, rules[0], place, SENT, rules[1])


def _answers() -> Iterator[Edit]:
    answers: Way = ("paths", "/books", "get", "responses")
    post: Way = ("paths", "/books", "post", "responses")
    body: Way = ("paths", "/media", "put", "requestBody", "required")
    found = (
        ("404", _without((*answers, "404")), "error-status-removed", "GET /books, 404", "error-status-added"),
        ("201", _put((post, {"400": {"description": "No."}})), "success-status-removed", "POST /books, 201",
         "success-status-added"),
        ("header", _without((*answers, "200", "headers")), "required-header-removed",
         "GET /books, 200, header x-total", "header-added"),
        ("CSV", _put(((*answers, "200", "content", "text/csv"), {"schema": {"type": "string"}})), "media-type-added",
         "GET /books, 200", "media-type-removed"),
    )  # fmt: skip
    for name, document, rule, place, reverse in found:
        yield Edit(f"answers: {name}", document, rule, place, GOT, reverse)
    rules = ("body-became-required", "body-became-optional")
    yield Edit("a medium must be sent", _put((body, True)), rules[0], "PUT /media, body", SENT, rules[1])
