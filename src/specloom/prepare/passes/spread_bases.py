"""Schemas that stand for all that build upon them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import field, frozen

from specloom.prepare import walk
from specloom.prepare.keywords import aside
from specloom.prepare.naming import Names
from specloom.prepare.pointers import component_of, ref_to
from specloom.prepare.values import Document, Example, Pass, Schema


def spread_bases(document: Document) -> Document:
    """A schema with a `discriminator` that others build upon by `allOf` becomes the union of these and itself.

    So Swagger says that a value is one of several kinds, and OpenAPI 3 can as well. What the kinds have in common
    moves to a component of its own, with `Base` behind the name, and each kind says its value of the discriminator:
    the one that a `mapping` gives it, else its name. Where an enum of the property leaves out the name of the base,
    no value is of that alone.
    """
    schemas = (document.get("components") or {}).get("schemas", {})
    bases = {name: tag for name in schemas if (tag := _tag(schemas[name])) is not None}
    if not bases:
        return document
    family = _Family(schemas)
    bases = {name: tag for name, tag in bases.items() if family.children.get(name)}
    if not bases:
        return document
    spread = _Spread(family, bases).schemas()
    return {**document, "components": {**document["components"], "schemas": spread}}


def _tag(schema: Schema) -> str | None:
    stated = schema.get("discriminator")
    tag = stated.get("propertyName") if isinstance(stated, dict) and "anyOf" not in schema else None
    return tag if isinstance(tag, str) else None


def _parts(schema: Schema) -> Iterator[Schema]:
    yield from (part for part in schema.get("allOf") or () if isinstance(part, dict))


@frozen
class _Family:
    """Who builds upon whom."""

    schemas: Mapping[str, Schema]
    children: Mapping[str, list[str]] = field(init=False)

    @children.default
    def _found(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, schema in self.schemas.items():
            for parent in dict.fromkeys(component_of(part) for part in _parts(schema)):
                if parent is not None and parent != name:
                    found.setdefault(parent, []).append(name)
        return found

    def descendants(self, name: str) -> list[str]:
        """All that build upon a schema, directly or not, in document order."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            new = [child for child in self.children.get(waiting.pop(), ()) if child not in found and child != name]
            found.update(new)
            waiting += new
        return [one for one in self.schemas if one in found]


class _Spread:
    def __init__(self, family: _Family, bases: Mapping[str, str]) -> None:
        self._family = family
        self._bases = bases
        self._tags: dict[str, dict[str, str]] = {}
        self._kinds = {name: family.descendants(name) for name in bases}
        for base, kinds in self._kinds.items():
            for kind in kinds:
                self._tags.setdefault(kind, {})[bases[base]] = self._value(base, kind)
        names = Names(family.schemas)
        # What others build upon must not say which kind it is: these say another.
        split = [
            name for name in family.schemas if name in bases or (name in self._tags and family.children.get(name))
        ]
        self._base_names = {name: names.take(f"{name}Base") for name in split}

    def schemas(self) -> dict[str, Schema]:
        """All components."""
        out: dict[str, Schema] = {}
        for name, schema in self._family.schemas.items():
            below = self._built(schema)
            if name in self._bases:
                out[name] = self._union(name, schema)
                out[self._base_names[name]] = walk.without(below, "discriminator", "description")
            elif name in self._base_names:
                out[name] = {"allOf": [ref_to(self._base_names[name]), self._constants(name)]}
                out[self._base_names[name]] = below
            elif name in self._tags:
                out[name] = {**below, "allOf": [*below["allOf"], self._constants(name)]}
            else:
                out[name] = schema
        return out

    def _built(self, schema: Schema) -> Schema:
        """A schema that builds upon the bases by their new names."""
        if not any(component_of(part) in self._base_names for part in _parts(schema)):
            return schema
        parts = [
            {**part, **ref_to(self._base_names[name])} if (name := component_of(part)) in self._base_names else part
            for part in schema["allOf"]
        ]
        return {**schema, "allOf": parts}

    def _union(self, base: str, schema: Schema) -> Schema:
        tag = self._bases[base]
        kinds = [kind for kind in (*self._kinds[base], base) if kind not in self._bases or self._may_be_itself(kind)]
        # A base is a union itself; what is nothing more than the base is what was moved out of it.
        mapping = {self._value(base, kind): self._base_names[kind] if kind in self._bases else kind for kind in kinds}
        return {
            **aside(schema),
            "anyOf": [ref_to(target) for target in mapping.values()],
            "discriminator": {"propertyName": tag, "mapping": mapping},
        }

    def _may_be_itself(self, base: str) -> bool:
        said = self._family.schemas[base].get("properties", {}).get(self._bases[base], {})
        return "enum" not in said or self._value(base, base) in said["enum"]

    def _value(self, base: str, kind: str) -> str:
        mapping = self._family.schemas[base]["discriminator"].get("mapping") or {}
        return next((str(value) for value, target in mapping.items() if str(target).split("/")[-1] == kind), kind)

    def _constants(self, name: str) -> Schema:
        tags = self._tags[name]
        constants = {tag: {"type": "string", "const": value} for tag, value in tags.items()}
        return {"type": "object", "properties": constants, "required": list(tags)}


_TAG = {"type": "string"}
_NAMED = {"type": "object", "properties": {"kind": _TAG, "name": {"type": "string"}}, "required": ["kind"]}
_BARKS = {"type": "object", "properties": {"barks": {"type": "boolean"}}}

PASS = Pass(
    spread_bases,
    Example(
        before={
            "Pet": {**_NAMED, "discriminator": {"propertyName": "kind"}},
            "Dog": {"allOf": [{"$ref": "#/components/schemas/Pet"}, _BARKS]},
        },
        after={
            "Pet": {
                "anyOf": [{"$ref": "#/components/schemas/Dog"}, {"$ref": "#/components/schemas/PetBase"}],
                "discriminator": {"propertyName": "kind", "mapping": {"Dog": "Dog", "Pet": "PetBase"}},
            },
            "PetBase": _NAMED,
            "Dog": {
                "allOf": [
                    {"$ref": "#/components/schemas/PetBase"},
                    _BARKS,
                    {
                        "type": "object",
                        "properties": {"kind": {"type": "string", "const": "Dog"}},
                        "required": ["kind"],
                    },
                ]
            },
        },
    ),
)
