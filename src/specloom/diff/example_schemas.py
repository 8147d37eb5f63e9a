"""Examples of rules about schemas."""

from __future__ import annotations

from specloom.diff.examples import Example, Snippet

_TEXT: Snippet = {"type": "string"}
_NUMBER: Snippet = {"type": "integer"}
_CAT: Snippet = {"$ref": "#/components/schemas/Cat"}
_DOG: Snippet = {"$ref": "#/components/schemas/Dog"}


def _pair(rule: str, old: Snippet, new: Snippet, *also: str) -> Example:
    return Example(rule, "schema", old, new, also)


def _text(rule: str, old: Snippet, new: Snippet, *also: str) -> Example:
    return _pair(rule, {"type": "string", **old}, {"type": "string", **new}, *also)


def _list(rule: str, old: Snippet, new: Snippet) -> Example:
    common = {"type": "array", "items": _TEXT}
    return _pair(rule, {**common, **old}, {**common, **new})


def _object(*required: str, name: Snippet | None = None, **more: object) -> Snippet:
    properties = {"id": _NUMBER, **({"name": name} if name is not None else {})}
    return {"type": "object", "properties": properties, **({"required": [*required]} if required else {}), **more}


PROPERTIES = (
    _pair("property-removed", _object(name=_TEXT), _object()),
    _pair("required-property-removed", _object("name", name=_TEXT), _object()),
    _pair("property-added", _object(), _object(name=_TEXT)),
    _pair("required-property-added", _object(), _object("name", name=_TEXT)),
    _pair("property-became-required", _object(name=_TEXT), _object("name", name=_TEXT)),
    _pair("property-became-optional", _object("name", name=_TEXT), _object(name=_TEXT)),
    _pair("additional-properties-closed", _object(), _object(additionalProperties=False)),
    _pair("additional-properties-opened", _object(additionalProperties=False), _object()),
    _pair("read-only-set", _object(name=_TEXT), _object(name={"type": "string", "readOnly": True})),
    _pair("read-only-removed", _object(name={"type": "string", "readOnly": True}), _object(name=_TEXT)),
    _pair("write-only-set", _object(name=_TEXT), _object(name={"type": "string", "writeOnly": True})),
    _pair("required-write-only-set", _object("name", name=_TEXT),
          _object("name", name={"type": "string", "writeOnly": True})),
    _pair("write-only-removed", _object(name={"type": "string", "writeOnly": True}), _object(name=_TEXT)),
    _text("deprecated-set", {}, {"deprecated": True}),
    _text("deprecated-removed", {"deprecated": True}, {}),
    _text("default-set", {}, {"default": "cat"}),
    _text("default-removed", {"default": "cat"}, {}),
    _pair("idle-default-changed", _object("name", name={"type": "string", "default": "cat"}),
          _object("name", name={"type": "string", "default": "dog"})),
    _text("default-changed", {"default": "cat"}, {"default": "dog"}),
    _text("description-changed", {"description": "What it is called."}, {"description": "How to call it."}),
)  # fmt: skip

TYPES = (
    _pair("type-changed", _TEXT, {"type": "boolean"}),
    _pair("type-generalized", _NUMBER, {"type": "number"}),
    _pair("type-specialized", {"type": "number"}, _NUMBER),
    _pair("became-nullable", _TEXT, {"type": ["string", "null"]}),
    _pair("became-not-nullable", {"type": ["string", "null"]}, _TEXT),
    _pair("became-union", _CAT, {"oneOf": [_CAT, _DOG]}),
    _pair("union-became-one", {"oneOf": [_CAT, _DOG]}, _CAT),
    _pair("union-member-added", {"oneOf": [_CAT, _DOG]}, {"oneOf": [_CAT, _DOG, _TEXT]}),
    _pair("union-member-removed", {"oneOf": [_CAT, _DOG, _TEXT]}, {"oneOf": [_CAT, _DOG]}),
    _pair("discriminator-changed",
          {"oneOf": [_CAT, _DOG], "discriminator": {"propertyName": "kind"}},
          {"oneOf": [_CAT, _DOG], "discriminator": {"propertyName": "name"}}),
    _pair("format-widened", {"type": "integer", "format": "int32"}, {"type": "integer", "format": "int64"}),
    _pair("format-narrowed", {"type": "integer", "format": "int64"}, {"type": "integer", "format": "int32"}),
    _pair("format-noted", {"type": "number", "format": "float"}, {"type": "number", "format": "double"}),
    _text("format-set", {}, {"format": "date"}),
    _text("format-removed", {"format": "date"}, {}),
    _text("format-changed", {"format": "date"}, {"format": "date-time"}),
)  # fmt: skip

VALUES = (
    _text("enum-value-removed", {"enum": ["cat", "dog", "cow"]}, {"enum": ["cat", "dog"]}),
    _text("enum-value-added", {"enum": ["cat", "dog"]}, {"enum": ["cat", "dog", "cow"]}),
    _pair("known-value-removed", {"anyOf": [_TEXT, {"enum": ["cat", "dog", "cow"]}]},
          {"anyOf": [_TEXT, {"enum": ["cat", "dog"]}]}),
    _pair("known-value-added", {"anyOf": [_TEXT, {"enum": ["cat", "dog"]}]},
          {"anyOf": [_TEXT, {"enum": ["cat", "dog", "cow"]}]}),
    _text("extensible-value-removed", {"x-extensible-enum": ["cat", "dog"]}, {"x-extensible-enum": ["cat"]}),
    _text("extensible-value-added", {"x-extensible-enum": ["cat"]}, {"x-extensible-enum": ["cat", "dog"]}),
    _text("became-enum", {}, {"enum": ["cat", "dog"]}),
    _text("enum-opened", {"enum": ["cat", "dog"]}, {}),
    _pair("constant-changed", {"const": "cat"}, {"const": "dog"}),
)  # fmt: skip

BOUNDS = (
    _text("bound-set", {}, {"maxLength": 9}),
    _text("bound-removed", {"maxLength": 9}, {}),
    _text("bound-tightened", {"maxLength": 9}, {"maxLength": 5}),
    _text("bound-relaxed", {"maxLength": 5}, {"maxLength": 9}),
    _text("pattern-set", {}, {"pattern": "^[a-z]+$"}),
    _text("pattern-removed", {"pattern": "^[a-z]+$"}, {}),
    _text("pattern-changed", {"pattern": "^[a-z]+$"}, {"pattern": "^[a-z ]+$"}),
    _pair("multiple-of-set", _NUMBER, {"type": "integer", "multipleOf": 5}),
    _pair("multiple-of-removed", {"type": "integer", "multipleOf": 5}, _NUMBER),
    _pair("multiple-of-changed", {"type": "integer", "multipleOf": 5}, {"type": "integer", "multipleOf": 10}),
    _list("unique-items-set", {}, {"uniqueItems": True}),
    _list("unique-items-removed", {"uniqueItems": True}, {}),
    _list("assertion-set", {}, {"contains": {"const": "cat"}}),
    _list("assertion-removed", {"contains": {"const": "cat"}}, {}),
    _list("assertion-changed", {"contains": {"const": "cat"}}, {"contains": {"const": "dog"}}),
)

EXAMPLES = (*PROPERTIES, *TYPES, *VALUES, *BOUNDS)
