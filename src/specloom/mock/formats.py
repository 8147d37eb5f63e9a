"""Operations that answer with JSON or with plain text, as an argument of the call says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from specloom.mock.message import Request
from specloom.mock.operations import Operation, operations
from specloom.mock.streaming import body_field
from specloom.plan.types import Primitive, UnionOf
from specloom.plan.values import Plan
from specloom.plan.walking import methods_of


@frozen
class Formats:
    """The argument that says it.

    Attributes:
        name: Of a property of the body.
        texts: Its values that ask for text: those that do not speak of JSON.
    """

    name: str
    texts: frozenset[str]

    def is_text_asked(self, request: Request) -> bool:
        """Whether a request asks for text."""
        value = body_field(request, self.name)
        return isinstance(value, str) and value in self.texts


def formats(prepared: Mapping[str, Any], plan: Plan | None) -> dict[str, Formats]:
    """The operations of which the plan says that they may answer with text too, by operationId.

    One without an argument that names formats, some of JSON and some not, answers with JSON always.
    """
    schemas: Mapping[str, Any] = prepared.get("components", {}).get("schemas", {})
    either = {
        method.operation_id
        for _, method in (methods_of(plan.resources) if plan else ())
        if isinstance(method.response.type, UnionOf) and Primitive("str") in method.response.type.members
    }
    chosen = ((one.operation_id, _argument(one, schemas)) for one in operations(prepared))
    return {name: found for name, found in chosen if found is not None and name in either}


def _argument(operation: Operation, schemas: Mapping[str, Any]) -> Formats | None:
    for media in operation.facts.get("requestBody", {}).get("content", {}).values():
        properties: Mapping[str, Any] = _resolved(media.get("schema", {}), schemas).get("properties", {})
        for name, schema in properties.items():
            values = [value for value in _resolved(schema, schemas).get("enum", ()) if isinstance(value, str)]
            texts = frozenset(value for value in values if "json" not in value)
            if texts and len(texts) < len(values):
                return Formats(name, texts)
    return None


def _resolved(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    return schema
