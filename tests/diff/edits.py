"""Single edits of a document, each with what a review has to find."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
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


def _edited(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    document = copy.deepcopy(LIBRARY)
    change(document)
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
    inner: tuple[str, ...]
    subject: str

    def of(self, document: dict[str, Any]) -> dict[str, Any]:
        found = document["components"]["schemas"][self.component]
        for name in self.inner:
            found = found["properties"][name]
        assert isinstance(found, dict)
        return found


OBJECTS = [_Object(name, (), name) for name in ("Book", "NewBook", "Author", "Film", "Song", "Unused")]
OBJECTS.append(_Object("Book", ("print",), "Book.print"))


def _counts(schema: dict[str, Any], directions: frozenset[str]) -> frozenset[str]:
    return directions & {"response"} if schema.get("readOnly") else directions


def _properties() -> Iterator[Edit]:
    for one in OBJECTS:
        schema, directions = one.of(LIBRARY), _reached(one.component)
        needed = schema.get("required", [])
        yield Edit(f"{one.subject} gains a property", _edited(lambda document, one=one: one.of(document)["properties"].update(extra={"type": "string"})),
                   "property-added", f"{one.subject}.extra", directions, "property-removed")  # fmt: skip

        def add_needed(document: dict[str, Any], one: _Object = one) -> None:
            one.of(document)["properties"]["extra"] = {"type": "string"}
            one.of(document).setdefault("required", []).append("extra")

        yield Edit(f"{one.subject} gains a required property", _edited(add_needed), "required-property-added",
                   f"{one.subject}.extra", directions, "required-property-removed")  # fmt: skip
        for name, inner in schema["properties"].items():
            if "const" in inner:
                continue  # what tells unions apart is edited by itself

            def toggle(document: dict[str, Any], one: _Object = one, name: str = name) -> None:
                listed = one.of(document).setdefault("required", [])
                listed.remove(name) if name in listed else listed.append(name)

            rules = ("property-became-optional", "property-became-required")
            rule, reverse = rules if name in needed else rules[::-1]
            yield Edit(f"{one.subject}.{name} toggles required", _edited(toggle), rule, f"{one.subject}.{name}",
                       _counts(inner, directions), reverse)  # fmt: skip


def _scalars() -> Iterator[Edit]:
    for one in OBJECTS:
        for name, inner in one.of(LIBRARY)["properties"].items():
            for label, changed, rule, reverse in _changed(inner):
                yield Edit(
                    f"{one.subject}.{name} {label}",
                    _edited(lambda document, one=one, name=name, changed=changed: one.of(document)["properties"].update({name: changed})),
                    rule, f"{one.subject}.{name}", _counts(inner, _reached(one.component)), reverse,
                )  # fmt: skip


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


def _unions() -> Iterator[Edit]:
    schemas = LIBRARY["components"]["schemas"]

    def add_poem(document: dict[str, Any]) -> None:
        found = document["components"]["schemas"]
        found["Poem"] = {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "poem"}}}
        found["Medium"]["oneOf"].append({"$ref": PREFIX + "Poem"})
        found["Medium"]["discriminator"]["mapping"]["poem"] = PREFIX + "Poem"

    yield Edit("Medium may be a poem", _edited(add_poem), "union-member-added", "Medium", BOTH, "union-member-removed")
    for name in ("Shelf", "State"):
        values = [*schemas[name]["enum"], "new"]
        changed = _edited(
            lambda document, name=name, values=values: document["components"]["schemas"][name].update(enum=values)
        )
        yield Edit(f"{name} gains a value", changed, "enum-value-added", name, _reached(name), "enum-value-removed")

    def song_gains(document: dict[str, Any]) -> None:
        document["components"]["schemas"]["Song"]["properties"]["key"]["enum"].append("none")

    yield Edit("a key gains a value", _edited(song_gains), "enum-value-added", "Song.key", BOTH, "enum-value-removed")


def _operations() -> Iterator[Edit]:
    for path, item in LIBRARY["paths"].items():
        for verb, operation in item.items():
            if verb == "parameters":
                continue
            subject = f"{verb.upper()} {path}"
            sent = frozenset({"request"})
            yield Edit(f"{subject} goes", _edited(lambda document, path=path, verb=verb: document["paths"][path].pop(verb)),
                       "operation-removed", subject, sent, "operation-added")  # fmt: skip
            yield Edit(f"{subject} is deprecated", _edited(lambda document, path=path, verb=verb: document["paths"][path][verb].update(deprecated=True)),
                       "operation-deprecated", subject, BOTH, "operation-reactivated")  # fmt: skip
            yield Edit(f"{subject} is open", _edited(lambda document, path=path, verb=verb: document["paths"][path][verb].update(security=[])),
                       "security-removed", f"{subject}, security", sent, "security-added")  # fmt: skip
            name = operation["operationId"] + "Anew"
            yield Edit(f"{subject} has another id", _edited(lambda document, path=path, verb=verb, name=name: document["paths"][path][verb].update(operationId=name)),
                       "operation-id-changed", subject, BOTH, "operation-id-changed")  # fmt: skip


def _parameters() -> Iterator[Edit]:
    sent = frozenset({"request"})
    for path, verb in (("/books", "get"), ("/books/{book_id}", "delete")):
        subject = f"{verb.upper()} {path}"
        for number, parameter in enumerate(LIBRARY["paths"][path][verb]["parameters"]):
            name, needed = parameter["name"], parameter.get("required", False)
            place = f"{subject}, query {name}"

            def of(document: dict[str, Any], path: str = path, verb: str = verb) -> Any:
                return document["paths"][path][verb]["parameters"]

            yield Edit(f"{place} goes", _edited(lambda document, of=of, number=number: of(document).pop(number)), "parameter-removed", place, sent,
                       "required-parameter-added" if needed else "parameter-added")  # fmt: skip
            rules = ("parameter-became-optional", "parameter-became-required")
            rule, reverse = rules if needed else rules[::-1]
            yield Edit(f"{place} toggles required",
                       _edited(lambda document, of=of, number=number, needed=needed: of(document)[number].update(required=not needed)),
                       rule, place, sent, reverse)  # fmt: skip
            default = {"limit": 5, "shelf": "north", "sort": "year", "force": True}[name]
            yield Edit(f"{place} gets a default",
                       _edited(lambda document, of=of, number=number, default=default: of(document)[number].update(schema={**of(document)[number]["schema"], "default": default})),
                       "parameter-default-set", place, sent, "parameter-default-removed")  # fmt: skip


def _answers() -> Iterator[Edit]:
    got = frozenset({"response"})
    get = LIBRARY["paths"]["/books"]["get"]
    assert get["responses"]["404"]

    def answers(document: dict[str, Any]) -> Any:
        return document["paths"]["/books"]["get"]["responses"]

    yield Edit("404 is no longer told", _edited(lambda document: answers(document).pop("404")), "error-status-removed",
               "GET /books, 404", got, "error-status-added")  # fmt: skip
    yield Edit("200 becomes 206", _edited(lambda document: answers(document).update({"206": answers(document).pop("200")})),
               "success-status-removed", "GET /books, 200", got, "success-status-removed")  # fmt: skip
    yield Edit("a header goes", _edited(lambda document: answers(document)["200"].pop("headers")), "required-header-removed",
               "GET /books, 200, header x-total", got, "header-added")  # fmt: skip
    yield Edit("CSV is answered too", _edited(lambda document: answers(document)["200"]["content"].update({"text/csv": {"schema": {"type": "string"}}})),
               "media-type-added", "GET /books, 200", got, "media-type-removed")  # fmt: skip

    def body(document: dict[str, Any]) -> Any:
        return document["paths"]["/media"]["put"]["requestBody"]

    yield Edit("a medium must be sent", _edited(lambda document: body(document).update(required=True)), "body-became-required",
               "PUT /media, body", frozenset({"request"}), "body-became-optional")  # fmt: skip
