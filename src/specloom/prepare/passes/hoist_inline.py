"""Schemas without a name that need one."""

from __future__ import annotations

from typing import Any

from specloom.prepare import walk
from specloom.prepare.keywords import BESIDE_REF, NULL, PARENT, ROLE, TITLE, aside, is_null, is_union
from specloom.prepare.naming import Names, pascal
from specloom.prepare.pointers import component_of, ref_to
from specloom.prepare.values import Document, Example, Pass, Schema


def hoist_inline(document: Document) -> Document:
    """Objects with properties, enums and unions of objects become components, wherever they stand.

    The name is that of the nearest component around it (or of the operation), followed by the role: the property,
    `item`, `value`, or for one of several members of a union its constant, title or number. Parent and role are
    kept as marks, so that later steps can find better names. Equal bodies of one operation share a component.
    """
    schemas = (document.get("components") or {}).get("schemas", {})
    hoist = _Hoist(schemas)
    for name, schema in schemas.items():
        hoist.add(name, schema)
    out = dict(document)
    for owner in ("paths", "webhooks"):
        if document.get(owner):
            out[owner] = {
                path: {verb: hoist.operation(operation) for verb, operation in item.items()}
                for path, item in document[owner].items()
            }
    if hoist.components:
        out["components"] = {**document.get("components", {}), "schemas": hoist.components}
    return out


class _Hoist:
    def __init__(self, schemas: dict[str, Schema]) -> None:
        self._sources = schemas
        self._names = Names(schemas)
        self._has_objects: dict[str, bool] = {}
        self.components: dict[str, Schema] = {}

    def add(self, name: str, schema: Schema, **marks: str) -> None:
        """Put in a component, and after it whatever has to be hoisted out of it."""
        self.components[name] = schema  # holds the place in the order
        self.components[name] = {**self._parts(schema, _Place(name, name, "")), **marks}

    def operation(self, operation: dict[str, Any]) -> dict[str, Any]:
        """An operation whose schemas are done."""
        owner = operation["operationId"]
        out = dict(operation)
        if operation.get("parameters"):
            out["parameters"] = [
                self._slot(parameter, _Place(owner, pascal(owner), parameter["name"]))
                for parameter in operation["parameters"]
            ]
        if operation.get("requestBody"):
            out["requestBody"] = self._content(operation["requestBody"], _Place(owner, pascal(owner), "body"))
        first = True
        responses = {}
        for status, response in (operation.get("responses") or {}).items():
            is_answer = first and status[:1] == "2"
            first = first and not is_answer
            role = "response" if is_answer else f"response_{status}"
            responses[status] = self._content(response, _Place(owner, pascal(owner), role))
            if response.get("headers"):
                responses[status]["headers"] = {
                    name: self._slot(header, _Place(owner, pascal(owner), name))
                    for name, header in response["headers"].items()
                }
        return {**out, "responses": responses}

    def _slot(self, holder: dict[str, Any], place: _Place) -> dict[str, Any]:
        schema = holder.get("schema")
        return {**holder, "schema": self._place(schema, place)} if isinstance(schema, dict) else holder

    def _content(self, holder: dict[str, Any], place: _Place) -> dict[str, Any]:
        done: list[tuple[Schema, Schema]] = []
        content = {}
        for media_type, media in (holder.get("content") or {}).items():
            content[media_type] = media
            if isinstance(media.get("schema"), dict):
                known = next((new for old, new in done if old == media["schema"]), None)
                new = self._place(media["schema"], place) if known is None else known
                done.append((media["schema"], new))
                content[media_type] = {**media, "schema": new}
        return {**holder, "content": content} if "content" in holder else dict(holder)

    def _place(self, schema: Schema, place: _Place) -> Schema:
        """What stands at a place afterwards: the schema with its parts done, or a reference to it."""
        if not self._needs_name(schema):
            return self._parts(walk.without_if(schema, "discriminator"), place)  # with one object nothing to tell
        if is_union(schema) and any(map(is_null, schema["anyOf"])):
            members = [member for member in schema["anyOf"] if not is_null(member)]
            named = {key: value for key, value in schema.items() if key in ("discriminator", TITLE)}
            outside = {key: value for key, value in aside(schema).items() if key != TITLE}
            return {"anyOf": [self._place({"anyOf": members, **named}, place), NULL], **outside}
        name = self._names.take(*place.wishes())
        self.add(name, schema, **{PARENT: place.parent, ROLE: place.role})
        return {**ref_to(name), **{key: value for key, value in schema.items() if key in BESIDE_REF}}

    def _parts(self, schema: Schema, place: _Place) -> Schema:
        if not walk.has_parts(schema):
            return schema
        out = dict(schema)
        if "properties" in schema:
            out["properties"] = {
                name: self._place(part, place.property(name)) for name, part in schema["properties"].items()
            }
        if "items" in schema:
            out["items"] = self._place(schema["items"], place.inner("item"))
        if isinstance(schema.get("additionalProperties"), dict):
            out["additionalProperties"] = self._place(schema["additionalProperties"], place.inner("value"))
        if "anyOf" in schema:
            out["anyOf"] = self._members(schema["anyOf"], place)
        return out

    def _members(self, members: list[Schema], place: _Place) -> list[Schema]:
        inline = [self._needs_name(member) for member in members]
        roles = ["value"] * len(members) if sum(inline) == 1 else _roles(members)
        placed = [self._place(part, place.inner(role)) for part, role in zip(members, roles, strict=True)]
        # What is said of a member goes with its component; the place that refers to it is the union.
        return [walk.without(new, *BESIDE_REF) if named else new for new, named in zip(placed, inline, strict=True)]

    def _needs_name(self, schema: Schema) -> bool:
        if "properties" in schema or "enum" in schema:
            return True
        if "anyOf" not in schema:
            return False
        return sum(self._holds_objects(member) for member in schema["anyOf"]) > 1

    def _holds_objects(self, schema: Schema) -> bool:
        name = component_of(schema)
        if name is None:
            return "properties" in schema or any(map(self._holds_objects, schema.get("anyOf", ())))
        if name not in self._has_objects:
            self._has_objects[name] = False  # a union that holds itself
            source = self._sources.get(name, {})
            self._has_objects[name] = self._holds_objects(source)
        return self._has_objects[name]


class _Place:
    """Where a schema stands: the component or operation around it, the role in it, the last step."""

    def __init__(self, parent: str, prefix: str, role: str, step: str = "") -> None:
        self.parent = parent
        self._prefix = prefix
        self._role = role
        self._step = step

    @property
    def role(self) -> str:
        return self._role or self._step

    def wishes(self) -> list[str]:
        """Names in order of preference; the step counts where the role alone is taken or says nothing."""
        short = self._prefix + pascal(self.role)
        return [short, short + pascal(self._step)] if self._role and pascal(self._step) else [short]

    def property(self, name: str) -> _Place:
        return _Place(self.parent, self._prefix, name)

    def inner(self, step: str) -> _Place:
        return _Place(self.parent, self._prefix, self._role, step)


def _roles(members: list[Schema]) -> list[str]:
    """A word for each member of a union, each once: its constant, its title, or its number."""
    words = [_constant(member) or member.get(TITLE, "") for member in members]
    return [
        word if pascal(word) and words.count(word) == 1 else str(number) for number, word in enumerate(words, start=1)
    ]


def _constant(schema: Schema) -> str:
    required = schema.get("required", ())
    for name, part in schema.get("properties", {}).items():
        if name in required and isinstance(part.get("const"), str):
            return str(part["const"])
    return ""


PASS = Pass(
    hoist_inline,
    Example(
        before={
            "Chat": {
                "type": "object",
                "properties": {
                    "choices": {
                        "type": "array",
                        "items": {"type": "object", "properties": {"text": {"type": "string"}}},
                    }
                },
            }
        },
        after={
            "Chat": {
                "type": "object",
                "properties": {"choices": {"type": "array", "items": {"$ref": "#/components/schemas/ChatChoices"}}},
            },
            "ChatChoices": {
                "type": "object",
                "properties": {"text": {"type": "string"}},
                PARENT: "Chat",
                ROLE: "choices",
            },
        },
    ),
)
