"""What a document itself says about values, by a JSON Schema validator that has never heard of the normal form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from jsonschema import Draft202012Validator

_REF: Final = re.compile(r"^#/(?:components/schemas|definitions)/")
# Where the next level holds names and not keywords.
_NAMED: Final = frozenset({"properties", "patternProperties", "$defs", "dependentSchemas", "dependentRequired"})
_DATA: Final = frozenset({"const", "enum", "default", "example", "examples"})


class Original:
    """The component schemas of a document as they are written.

    OpenAPI 3.0 and Swagger 2.0 have words of their own, which become those of JSON Schema here: ``nullable``, and a
    number or a text for the format ``int-or-string``.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._is_old = not str(document.get("openapi", "")).startswith("3.1")
        written = document["components"]["schemas"] if "components" in document else document["definitions"]
        self.names: tuple[str, ...] = tuple(written)
        self._root = Draft202012Validator({"$defs": {name: self._spelt(schema) for name, schema in written.items()}})

    def allows(self, name: str, value: object) -> bool:
        """Whether a component allows a value."""
        reference = {"$ref": f"#/$defs/{name.replace('~', '~0').replace('/', '~1')}"}
        return bool(self._root.evolve(schema=reference).is_valid(value))

    def _spelt(self, schema: Any, *, named: bool = False) -> Any:
        if isinstance(schema, list):
            return [self._spelt(part) for part in schema]
        if not isinstance(schema, dict):
            return schema
        if named:
            return {name: self._spelt(part) for name, part in schema.items()}
        out = {
            key: value if key in _DATA else self._spelt(value, named=key in _NAMED)
            for key, value in schema.items()
            if not (key == "discriminator" and isinstance(value, dict))
        }
        if isinstance(out.get("$ref"), str):
            out["$ref"] = _REF.sub("#/$defs/", out["$ref"])
        return self._as_json_schema(out) if self._is_old else out

    def _as_json_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        if "$ref" in schema:
            return {"$ref": schema["$ref"]}
        if schema.get("format") == "int-or-string":
            return {"type": ["integer", "string"]}
        if schema.pop("nullable", False):
            return {"anyOf": [schema, {"type": "null"}]}
        return schema
