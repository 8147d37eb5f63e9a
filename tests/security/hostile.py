"""A document that says the same hostile text in every place that takes a text of its author's choice."""

from __future__ import annotations

from itertools import count
from typing import Any, Final

from attrs import field, frozen

PAYLOADS: Final[dict[str, str]] = {
    "triple double quotes": '"""\nopen("PWNED", "w")\n"""',
    "triple single quotes": "'''\nopen('PWNED', 'w')\n'''",
    "end of a call": '"); open("PWNED", "w") #',
    "end of a call, single": "'); open('PWNED', 'w') #",
    "end of an index": '"]; open("PWNED", "w"); x["',
    "backslash": "\\",
    "backslash and quote": '\\"; open("PWNED", "w") #',
    "two backslashes and a quote": '\\\\"; open("PWNED", "w") #',
    "escapes": "\\x22\\N{QUOTATION MARK}\\u0022\\",
    "line feed": '\nopen("PWNED", "w")\n',
    "carriage return": '\ropen("PWNED", "w")\r',
    "vertical tab and form feed": '\x0b\x0copen("PWNED", "w")\x0b',
    "separators of Unicode": '\x1c\x1d\x1e\x85\u2028\u2029open("PWNED", "w")\u2028',
    "null": '\x00open("PWNED", "w")\x00',
    "escape sequences of terminals": "\x1b[2J\x1b]0;owned\x07\x9b31m",
    "directions": "\u202e\u2066open\u2069\u200f\u061c",
    "lone surrogate": "\ud800 \udfff",
    "templates": "{{ 987654321 * 3 }}{% raw %}{# #}{%",
    "format strings": "{0.__class__.__mro__} %s %(x)s ${HOME} $(id) `id`",
    "web": "<script>alert(1)</script><img src=x onerror=alert(1)>&lt;",
    "fences": "\n```\n````\n~~~\n</pre>-->]]>\n# heading\n",
    "links": "[x](javascript:alert(1)) ![y](http://127.0.0.1/z) |||",
    "names of Python": "__class__",
    "the names of a class": "__init_subclass__",
    "keyword": "import",
    "a name of ours": "_request",
    "self": "self",
    "full width": "ｓｅｌｆ",
    "parent folders": "../../../../PWNED",
    "absolute path": "/PWNED",
    "drive": "C:\\PWNED",
    "device": "con",
    "nothing": "",
    "blanks": "   ",
    "digits": "007",
    "emoji": "\U0001f4a9\u200d\U0001f525",
    "combining": "e\u0301\u0327",
    "sharp s": "ß\u0130\u0131",
    "long": "x" * 5000,
    "many words": "word " * 400,
    "coding cookie": "# -*- coding: utf-7 -*-",
    "page break": "\x0c# type: ignore",
    "type comment": "# type: ignore[everything] # noqa: fmt: off",
}
"""What attackers write, and what merely goes wrong, by what it is."""


@frozen
class Texts:
    """Gives the payload, each time another spelling of it, so that names are told apart."""

    payload: str
    _number: count[int] = field(factory=count)

    def name(self) -> str:
        """A name: the payload, with a number before or after it."""
        number = next(self._number)
        return f"{self.payload}{number}" if number % 2 else f"n{number}{self.payload}"

    def text(self) -> str:
        """A text for people: the payload alone, begun or ended by words."""
        number = next(self._number)
        return (self.payload, f"About {self.payload}", f"{self.payload} and more.", f'"{self.payload}"')[number % 4]


def document(payload: str) -> dict[str, Any]:
    """A document with the payload in all of its texts but those that the format itself fixes."""
    t = Texts(payload)
    pet, error, kinds, union, tagged = (t.name() for _ in range(5))
    key, oauth, place = t.name(), t.name(), _segment(t)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": t.text(), "version": t.text(), "description": t.text(), "summary": t.text(),
            "contact": {"name": t.text(), "url": t.text()}, "license": {"name": t.text()}, "x-info": t.text(),
        },
        "servers": [
            {"url": "https://{v}.pets.test/v1", "description": t.text(),
             "variables": {"v": {"default": "a", "enum": ["a", t.text()], "description": t.text()}}},
            {"url": f"https://{{{_segment(t)}}}.pets.test/v2", "x-name": t.text()},
        ],
        "tags": [{"name": t.name(), "description": t.text(), "externalDocs": {"url": t.text()}}],
        "externalDocs": {"url": t.text(), "description": t.text()},
        "security": [{key: []}, {oauth: [t.text()]}],
        "x-extension": {t.name(): t.text()},
        "paths": {
            "/pets/{id}": {"summary": t.text(), "get": _get(t, pet, error), "x-path": t.text()},
            "/pets": {"post": _post(t, pet, union), "put": _put(t, tagged)},
            f"/{_segment(t)}/{{{place}}}/x": {
                "parameters": [{"name": place, "in": "path", "required": True, "schema": {"type": "string"}}],
                "get": {"responses": {"204": {"description": t.text()}}},
            },
            "/stream": {"get": _stream(t, kinds)},
        },
        "components": {
            "schemas": _schemas(t, pet, error, kinds, union, tagged),
            "securitySchemes": {
                key: {"type": "apiKey", "in": "header", "name": "X-Key", "description": t.text()},
                oauth: {"type": "http", "scheme": "bearer", "bearerFormat": t.text(), "description": t.text()},
            },
        },
    }  # fmt: skip


def _segment(t: Texts) -> str:
    # What ends a segment, a path or a place in it is no part of a name there.
    return "".join(character for character in t.name() if character not in "/{}?#")


def _ref(name: str) -> dict[str, str]:
    return {"$ref": "#/components/schemas/" + name.replace("~", "~0").replace("/", "~1").replace("%", "%25")}


def _prose(t: Texts) -> dict[str, Any]:
    return {"title": t.text(), "description": t.text(), "examples": [t.text()], "$comment": t.text()}


def _get(t: Texts, pet: str, error: str) -> dict[str, Any]:
    places = ("path", "query", "header", "cookie")
    return {
        "operationId": t.name(), "summary": t.text(), "description": t.text(), "tags": [t.name()],
        "externalDocs": {"url": t.text(), "description": t.text()}, "x-code": t.text(),
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": t.text()}},
            *(
                {"name": _header(t) if place in ("header", "cookie") else t.name(), "in": place,
                 "description": t.text(), "required": place == "path", "example": t.text(),
                 "schema": {"type": "string", "default": t.text(), "enum": [t.text(), t.name()]}}
                for place in places if place != "path"
            ),
        ],
        "responses": {
            "200": {"description": t.text(), "headers": {_header(t): {"schema": {"type": "string"}}},
                    "content": {"application/json": {"schema": _ref(pet), "example": {t.name(): t.text()}}},
                    "links": {t.name(): {"operationId": t.text(), "description": t.text()}}},
            "default": {"description": t.text(), "content": {"application/json": {"schema": _ref(error)}}},
        },
    }  # fmt: skip


def _post(t: Texts, pet: str, union: str) -> dict[str, Any]:
    first = t.name()
    properties = {first: {"type": "string", "const": t.text(), **_prose(t)}, t.name(): _ref(union)}
    inline = {"type": "object", "required": [first], "properties": properties}
    return {
        "operationId": t.name(), "description": t.text(),
        "requestBody": {"description": t.text(), "content": {"application/json": {"schema": inline}}},
        "responses": {"200": {"description": "", "content": {"application/json": {
            "schema": {"type": "object", "properties": {"data": {"type": "array", "items": _ref(pet)}}}}}}},
    }  # fmt: skip


def _put(t: Texts, tagged: str) -> dict[str, Any]:
    form = {"type": "object", "properties": {t.name(): {"type": "string", "format": "binary"}, t.name(): _ref(tagged)}}
    return {
        "operationId": t.name(), "deprecated": True,
        "requestBody": {"content": {"multipart/form-data": {"schema": form}}},
        "responses": {"200": {"description": "", "content": {"text/plain": {"schema": {"type": "string"}}}}},
    }  # fmt: skip


def _stream(t: Texts, kinds: str) -> dict[str, Any]:
    return {
        "operationId": t.name(),
        "responses": {"200": {"description": t.text(), "content": {"text/event-stream": {"schema": _ref(kinds)}}}},
    }


def _header(t: Texts) -> str:
    # A header or cookie is a token of HTTP; others are refused where the document is checked.
    return "X-" + "".join(c for c in t.name() if c.isascii() and (c.isalnum() or c in "!#$%&'*+-.^_`|~"))


def _schemas(t: Texts, pet: str, error: str, kinds: str, union: str, tagged: str) -> dict[str, Any]:
    tag, first, second = t.name(), t.name(), t.name()
    mapping = {f"{t.text()}{number}": _ref(name)["$ref"] for number, name in enumerate((first, second))}
    return {
        pet: {
            "type": "object", **_prose(t), "required": [needed := t.name()],
            "properties": {
                needed: {"type": "string", **_prose(t), "default": t.text(), "pattern": t.text(), "format": t.text()},
                t.name(): {"type": "string", "enum": [t.name(), t.name(), t.text()], **_prose(t)},
                t.name(): {"const": t.text(), "description": t.text()},
                t.name(): {"type": "object", "properties": {t.name(): {"type": "integer"}}, **_prose(t)},
                t.name(): {"type": "array", "items": {"type": "object", "properties": {t.name(): {}}}},
                t.name(): {"type": "object", "additionalProperties": {"type": "string", "description": t.text()}},
                t.name(): {"anyOf": [{"type": "string", "enum": [t.name()]}, {"type": "null"}], "x-vendor": t.text()},
            },
        },
        error: {"type": "object", "properties": {t.name(): {"type": "string"}}, "deprecated": True, **_prose(t)},
        kinds: {"type": "string", "enum": [t.name(), t.name(), t.name()], "x-enum-varnames": [t.text()] * 3},
        union: {"anyOf": [{"type": "string"}, _ref(error), _ref(kinds)], **_prose(t)},
        tagged: {
            "oneOf": [_ref(first), _ref(second)],
            "discriminator": {"propertyName": tag, "mapping": mapping},
        },
        first: {"type": "object", "required": [tag], "properties": {tag: {"type": "string", "const": t.name()}}},
        second: {"type": "object", "required": [tag], "properties": {tag: {"type": "string", "const": t.name()}}},
    }  # fmt: skip
