"""How the values of a method are written into its request: the words of the runtime for the styles of OpenAPI."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from attrs import frozen

from specloom.plan.operations import Json, Operation
from specloom.plan.parsed import AliasSchema, Declaration, Endpoint, Location
from specloom.plan.sdk import Sdk
from specloom.plan.types import ListOf, Literals, Primitive, Ref, Type, UnionOf
from specloom.plan.values import BodyPlan, Parameter, QueryArrays, WireStyle

_DELIMITED: Mapping[str, str] = {"pipeDelimited": "pipe", "spaceDelimited": "space", "tabDelimited": "tab"}
_STYLE_KEYS = frozenset({"style", "explode", "allowReserved"})
_CONTENT, _GREEDY = "x-specloom-content", "x-specloom-greedy"


Declarations: TypeAlias = Mapping[str, Declaration]


def query_arrays(endpoint: Endpoint, operation: Operation, sdk: Sdk, declarations: Declarations) -> QueryArrays:
    """How an operation writes lists into its query: as sdk.yaml says, else as the document spells its parameters.

    One that sends a form has but one word for both, and the usual one of forms is to repeat the name.
    """
    if sdk.client.query_arrays is not None:
        return sdk.client.query_arrays
    lists = [
        found.wire_name
        for found in endpoint.parameters
        if found.location == "query" and may_be_list(found.type, declarations)
    ]
    if not lists or any(_is_form(body.content_type) for body in endpoint.bodies):
        return "repeat"
    if any(name.endswith("[]") for name in lists):
        return "brackets"
    stated = [operation.stated.get(("query", name), {}) for name in lists]
    return "comma" if all(_of_query(one) == "comma" for one in stated) else "repeat"


def wire_styles(
    endpoint: Endpoint,
    operation: Operation,
    parameters: Sequence[Parameter],
    body: BodyPlan,
    sdk: Sdk,
    declarations: Declarations,
) -> tuple[WireStyle, ...]:
    """All that is not written as usual: parameters in the order of the document, then fields of a form.

    Where sdk.yaml says how lists are written, that holds for the objects of queries and forms as well.
    """
    usual = query_arrays(endpoint, operation, sdk, declarations)
    kinds = _Kinds(declarations)
    found: list[WireStyle] = []
    for parameter in endpoint.parameters:
        place, name = parameter.location, parameter.wire_name
        stated = operation.stated.get((place, name), {})
        word = kinds.word(place, stated, parameter.type)
        as_all = sdk.client.query_arrays is not None or (
            kinds.is_list(parameter.type) and _is_usual(name, word, usual)
        )
        if word and not (place == "query" and as_all and word != "json" and not word.endswith("+")):
            found.append(WireStyle(place, name, word))
    return (*found, *_of_fields(operation, parameters, body, sdk, kinds))


def part_types(operation: Operation, body: BodyPlan, sdk: Sdk) -> tuple[tuple[str, str], ...]:
    """The content types of the parts of a multipart body, as stated, unless sdk.yaml asks for brackets.

    Several, or a wildcard, only say what is allowed; where a style is stated it goes before.
    """
    if body.kind != "multipart" or sdk.client.query_arrays == "brackets":
        return ()
    stated = operation.encodings.get(body.content_type, {}).items()
    return tuple(
        (name, one["contentType"])
        for name, one in stated
        if one.get("contentType") and not set(one["contentType"]) & set(",*") and not one.keys() & _STYLE_KEYS
    )


def may_be_list(type_: Type, declarations: Declarations) -> bool:
    """Whether a type is a list, or may be one."""
    return _Kinds(declarations).is_list(type_)


def _is_usual(name: str, word: str, usual: QueryArrays) -> bool:
    if usual == "brackets":
        return name.endswith("[]") and word == "form"
    return word == ("form" if usual == "repeat" else usual)


def _of_fields(
    operation: Operation, parameters: Sequence[Parameter], body: BodyPlan, sdk: Sdk, kinds: _Kinds
) -> Iterator[WireStyle]:
    if body.kind not in ("form", "multipart") or sdk.client.query_arrays == "brackets":
        return
    encoding = operation.encodings.get(body.content_type, {})
    for parameter in parameters:
        stated = encoding.get(parameter.wire_name, {}) if parameter.location == "body" else {}
        if stated.keys() & _STYLE_KEYS:
            word = kinds.word("query", stated, parameter.type)
            if word and not (word == "form" and kinds.is_list(parameter.type)):
                yield WireStyle("body", parameter.wire_name, word)
        elif body.kind == "form" and _is_json(stated.get("contentType", "")):
            yield WireStyle("body", parameter.wire_name, "json")


@frozen
class _Kinds:
    """What types are on the wire: texts, lists or objects."""

    declarations: Declarations

    def word(self, place: Location, stated: Json, type_: Type) -> str:
        """The word for a parameter; empty where its value is a text, or is written as every other is."""
        if _CONTENT in stated:
            return "json" if _is_json(stated[_CONTENT]) else ""
        style, is_text = str(stated.get("style", "")), self._is_text(type_)
        is_exploded = stated.get("explode") is True
        match place:
            case "path":
                if stated.get(_GREEDY):
                    return "greedy"
                if style in ("label", "matrix"):
                    return f"{style}*" if is_exploded and not is_text else style
            case "header":
                is_text = is_text or (self.is_list(type_) and style not in _DELIMITED)
            case "query":
                reserved = "+" if stated.get("allowReserved") is True else ""
                return f"{_of_query(stated)}{reserved}" if not is_text else f"form{reserved}" if reserved else ""
            case "cookie":
                return "" if is_text else _of_query(stated)
        if is_text:
            return ""
        return _DELIMITED.get(style) or ("pairs" if is_exploded else "comma")

    def is_list(self, type_: Type) -> bool:
        """Whether a type is a list, or may be one."""
        return any(isinstance(member, ListOf) for member in self._members(type_))

    def _is_text(self, type_: Type) -> bool:
        """Whether all that a type allows is written as one text."""
        return all(
            isinstance(member, Literals) or (isinstance(member, Primitive) and member.name != "object")
            for member in self._members(type_)
        )

    def _members(self, type_: Type, seen: tuple[str, ...] = ()) -> Iterator[Type]:
        """The members of unions, behind their names; a reference that is left is one to an object."""
        match type_:
            case UnionOf(members):
                for member in members:
                    yield from self._members(member, seen)
            case Ref(schema) if schema not in seen and isinstance(found := self.declarations.get(schema), AliasSchema):
                yield from self._members(found.type, (*seen, schema))
            case _:
                yield type_


def _of_query(stated: Json) -> str:
    """The word for a list or an object; only ``form`` is exploded unless the opposite is said."""
    style = stated.get("style", "form")
    if style == "deepObject":
        return "deep"
    return "form" if stated.get("explode", style == "form") else _DELIMITED.get(style, "comma")


def _is_json(content_type: str) -> bool:
    return "json" in content_type and "," not in content_type


def _is_form(content_type: str) -> bool:
    return content_type.lower().startswith(("multipart/", "application/x-www-form-urlencoded"))
