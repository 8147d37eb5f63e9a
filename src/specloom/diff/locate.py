"""Where in a source document a subject is: the normal form has other pointers than what people write.

References, ``allOf`` and the other ways to say a schema in several places are followed; what the source does not
spell out is looked up at the nearest place around it that it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from specloom.diff.lines import Lines, lines_of
from specloom.diff.matching import template
from specloom.diff.values import Json, Subject
from specloom.document.pointers import join, resolve, split

_ALTERNATIVES: Final = ("allOf", "anyOf", "oneOf")
_PARAMETER_PLACES: Final = frozenset(("query", "path", "header", "cookie", "formData"))
_ITEMS: Final = ("items", "prefixItems")
_VALUES: Final = ("additionalProperties", "patternProperties", "unevaluatedProperties")
FRONTIER: Final = 64
"""Places that are followed at once; a union of more members than that is looked through no further."""


class Source:
    """A document as its author wrote it, with its text."""

    def __init__(self, document: Json | None = None, text: bytes = b"") -> None:
        self._document: Json = document or {}
        self._text = text
        self._lines: Lines | None = None
        self._templates: dict[str, str] | None = None

    def line(self, pointer: str) -> int | None:
        """The line, from 1, of what a pointer leads to; None where there is no text."""
        if not self._text:
            return None
        if self._lines is None:
            self._lines = lines_of(self._text)
        return self._lines.line(split(pointer or "#"))

    def nearest(self, pointer: str) -> str:
        """The pointer itself, or that of the nearest part of the document around it which is there."""
        tokens = split(pointer)
        while tokens and not self._there(join("#", *tokens)):
            tokens.pop()
        return join("#", *tokens)

    def pointer(self, subject: Subject, prepared: str, *, lone: bool = False) -> str:
        """Where a subject is.

        Args:
            subject: What is looked for.
            prepared: Its pointer in the normal form; empty where this document has nothing of the kind.
            lone: Whether it is looked for by its name alone where there is no pointer.

        Returns:
            A pointer that leads somewhere; empty where there is nothing of the kind.
        """
        if not prepared and not lone:
            return ""
        if subject.kind == "operation":
            start = self._operation(subject, prepared)
            return self._within_operation(start, subject.place) if start else ""
        if subject.kind == "schema":
            return self._component(subject, prepared)
        if subject.kind == "security":
            homes = (("components", "securitySchemes"), ("securityDefinitions",))
            return self._first(join("#", *home, subject.name) for home in homes)
        return self._whole(subject) if prepared else ""

    # --- starting points ------------------------------------------------------------------------------------------

    def _whole(self, subject: Subject) -> str:
        place = subject.place[0] if subject.place else ""
        wanted = {"servers": ("#/servers", "#/host")}.get(place, (join("#", "info", place),))
        return self._first(wanted) or "#"

    def _operation(self, subject: Subject, prepared: str) -> str:
        if prepared:
            return self.nearest(prepared)
        verb, _, path = subject.name.partition(" ")
        if verb == "WEBHOOK":
            return self._first([join("#", "webhooks", path)])
        if self._templates is None:
            self._templates = {template(key): key for key in _mapping(self._document.get("paths"))}
        shapes = template(path), template(path.partition("?")[0])
        keys = [self._templates[shape] for shape in shapes if shape in self._templates]
        return self._first(join("#", "paths", key, verb.lower()) for key in keys)

    def _component(self, subject: Subject, prepared: str) -> str:
        """By the name that this side has for it; where preparation has made the name, by that of the subject."""
        tried = [(subject.name, subject.place)]
        if prepared:
            tokens = split(prepared)
            tried.insert(0, (tokens[2], subject.place if tokens[2] == subject.name else _place(tokens[3:])))
        for name, place in tried:
            start = self._first(join("#", *home, name) for home in (("components", "schemas"), ("definitions",)))
            if start:
                return self._descend([start], place)
        return "#/components/schemas" if prepared and self._there("#/components/schemas") else ""

    # --- within an operation --------------------------------------------------------------------------------------

    def _within_operation(self, start: str, place: tuple[str, ...]) -> str:
        if not place:
            return start
        location, _, name = place[0].partition(" ")
        if name and location in _PARAMETER_PLACES:
            found = self._parameter(start, location, name)
            return self._descend([found], place[1:]) if found else start
        if place[0] == "body":
            body = self._first([join(start, "requestBody")]) or self._parameter(start, "body", "")
        else:
            body = self._first([join(start, "responses", place[0])])
        if not body:
            return start
        if len(place) > 1 and place[1].startswith("header "):
            return self._header(body, place[1].removeprefix("header "))
        return self._descend(self._media(body), place[1:]) if len(place) > 1 else body

    def _parameter(self, start: str, location: str, name: str) -> str:
        for home in (start, start.rpartition("/")[0]):
            listed = self._at(home).get("parameters")
            for number in range(len(listed) if isinstance(listed, list) else 0):
                pointer = join(home, "parameters", number)
                found = self._at(self._followed(pointer))
                # There is one body at most, whatever it is called.
                if found.get("in") == location and (not name or str(found.get("name", "")).lower() == name.lower()):
                    return pointer
        return ""

    def _media(self, body: str) -> list[str]:
        body = self._followed(body)
        content = [join(body, "content", name, "schema") for name in _mapping(self._at(body).get("content"))]
        found = [pointer for pointer in (join(body, "schema"), *content) if self._there(pointer)]
        return found or [body]

    def _header(self, answer: str, name: str) -> str:
        answer = self._followed(answer)
        spelled = {key.lower(): key for key in _mapping(self._at(answer).get("headers"))}
        return join(answer, "headers", spelled[name.lower()]) if name.lower() in spelled else answer

    # --- within a schema ------------------------------------------------------------------------------------------

    def _descend(self, places: list[str], way: Iterable[str]) -> str:
        """Follow a way from one of some places; the last place that some of it leads to."""
        last = places[0]
        for part in way:
            places = list(dict.fromkeys(found for place in places for found in self._steps(place, part)))[:FRONTIER]
            if not places:
                break
            last = places[0]
        return last

    def _steps(self, place: str, part: str) -> Iterator[str]:
        for form in self._forms(place):
            schema = self._at(form)
            keys = {"[]": _ITEMS, "{}": _VALUES}.get(part, ())
            for key in keys:
                if isinstance(schema.get(key), Mapping) and key != "patternProperties":
                    yield join(form, key)
                elif schema.get(key):
                    inner = next(iter(schema[key])) if isinstance(schema[key], Mapping) else 0
                    yield join(form, key, inner) if isinstance(schema[key], (Mapping, list)) else form
            if not keys and part in _mapping(schema.get("properties")):
                yield join(form, "properties", part)
            elif not keys and "schema" in schema and "type" not in schema:
                yield from self._steps(join(form, "schema"), part)

    def _forms(self, place: str) -> Iterator[str]:
        """A schema and all that says the same value: what it refers to, and its alternatives."""
        waiting, seen = [place], set[str]()
        while waiting and len(seen) < FRONTIER:
            pointer = self._followed(waiting.pop(0))
            if pointer in seen:
                continue
            seen.add(pointer)
            yield pointer
            schema = self._at(pointer)
            for key in _ALTERNATIVES:
                members = schema.get(key)
                waiting += [join(pointer, key, at) for at in range(len(members) if isinstance(members, list) else 0)]

    # --- looking up -----------------------------------------------------------------------------------------------

    def _followed(self, pointer: str) -> str:
        """Where a reference leads in the end; a circle ends where it closes."""
        seen = set()
        while pointer not in seen:
            seen.add(pointer)
            ref = self._at(pointer).get("$ref")
            if not isinstance(ref, str) or not ref.startswith("#/") or not self._there(ref):
                break
            pointer = join("#", *split(ref))
        return pointer

    def _first(self, pointers: Iterable[str]) -> str:
        return next((pointer for pointer in pointers if self._there(pointer)), "")

    def _there(self, pointer: str) -> bool:
        try:
            resolve(self._document, pointer)
        except LookupError:
            return False
        return True

    def _at(self, pointer: str) -> Mapping[str, Any]:
        try:
            return _mapping(resolve(self._document, pointer))
        except LookupError:
            return {}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _place(tokens: list[str]) -> tuple[str, ...]:
    """The way that a pointer in the normal form goes within a component."""
    found, rest = [], iter(tokens)
    for token in rest:
        if token == "properties":  # noqa: S105 - a keyword of JSON Schema
            found.append(next(rest, ""))
        else:
            found.append({"items": "[]", "additionalProperties": "{}"}.get(token, token))
    return tuple(found)
