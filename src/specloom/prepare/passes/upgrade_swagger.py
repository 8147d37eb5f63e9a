"""Swagger 2.0."""

from __future__ import annotations

from typing import Any

from specloom.prepare import walk
from specloom.prepare.keywords import MENDED, POINTER
from specloom.prepare.pointers import followed
from specloom.prepare.swagger.parameters import JSON, request_body, upgrade_parameter
from specloom.prepare.swagger.schemas import schema_of, upgrade_schemas
from specloom.prepare.swagger.security import security_scheme, servers
from specloom.prepare.values import Document, Example, Pass

_KEPT = ("info", "security", "tags", MENDED)
_IN_BODY = ("body", "formData")
_BINARY = "application/octet-stream"


def upgrade_swagger(document: Document) -> Document:
    """Swagger 2.0 becomes OpenAPI 3.

    `body` and `formData` parameters become request bodies, `consumes` and `produces` the content types,
    `collectionFormat` style and explode, `type: file` binary text, `definitions` component schemas,
    `securityDefinitions` security schemes, `schemes`, `host` and `basePath` servers. Shared parameters and responses
    are put where they are used, since a shared body has no like in OpenAPI 3.
    """
    return _Upgrade(document).document() if "swagger" in document else document


class _Upgrade:
    def __init__(self, source: Document) -> None:
        self._source = source

    def document(self) -> Document:
        source = self._source
        components = {
            "schemas": {name: upgrade_schemas(schema) for name, schema in (source.get("definitions") or {}).items()},
            "securitySchemes": {
                name: security_scheme(scheme) for name, scheme in (source.get("securityDefinitions") or {}).items()
            },
        }
        return {
            "openapi": "3.0.3",
            **{key: source[key] for key in _KEPT if key in source},
            "servers": servers(source),
            "paths": {
                path: self._path_item(item)
                for path, item in (source.get("paths") or {}).items()
                if not walk.is_extension("paths", path) and isinstance(item, dict)
            },
            "components": {key: value for key, value in components.items() if value},
        }

    def _path_item(self, item: dict[str, Any]) -> dict[str, Any]:
        if "$ref" in item:
            item = {**followed(self._source, item), **walk.without(item, "$ref")}
        shared = self._parameters(item)
        plain = [upgrade_parameter(one) for one in shared if one["in"] not in _IN_BODY]
        return {
            **({"parameters": plain} if plain else {}),
            **{
                verb: self._operation(operation, [one for one in shared if one["in"] in _IN_BODY])
                for verb, operation in item.items()
                if verb in walk.VERBS and isinstance(operation, dict)
            },
        }

    def _parameters(self, holder: dict[str, Any]) -> list[dict[str, Any]]:
        return [followed(self._source, parameter) for parameter in holder.get("parameters") or ()]

    def _operation(self, operation: dict[str, Any], shared: list[dict[str, Any]]) -> dict[str, Any]:
        own = self._parameters(operation)
        out = walk.without(operation, "consumes", "produces", "schemes", "parameters", "responses")
        plain = [upgrade_parameter(one) for one in own if one["in"] not in _IN_BODY]
        if plain:
            out["parameters"] = plain
        has_body = any(one["in"] == "body" for one in own)
        inherited = [one for one in shared if one["in"] == "formData" or not has_body]
        in_body = {(one["name"], one["in"]): one for one in (*inherited, *own) if one["in"] in _IN_BODY}
        body = request_body(list(in_body.values()), self._media_types(operation, "consumes"))
        if body:
            out["requestBody"] = body
        produces = self._media_types(operation, "produces")
        out["responses"] = {
            status: self._response(followed(self._source, response or {}), produces)
            for status, response in (operation.get("responses") or {}).items()
            if not walk.is_extension("responses", status)
        }
        return out

    def _media_types(self, operation: dict[str, Any], key: str) -> list[str]:
        stated = operation.get(key, self._source.get(key))
        return [name for name in stated if isinstance(name, str)] if isinstance(stated, list) else []

    def _response(self, response: dict[str, Any], produces: list[str]) -> dict[str, Any]:
        out: dict[str, Any] = {"description": response.get("description") or ""}
        if response.get("headers"):
            out["headers"] = {
                name: {
                    **{key: header[key] for key in ("description",) if key in header},
                    "schema": schema_of(header),
                }
                for name, header in response["headers"].items()
            }
        if "content" in response:
            out["content"] = response["content"]  # of OpenAPI 3 already: open_answers writes no other
        elif "schema" in response:
            stated = response["schema"]
            is_file = isinstance(stated, dict) and stated.get("type") == "file"
            schema = upgrade_schemas(stated)
            types = _types_of_files(produces) if is_file else produces or [JSON]
            out["content"] = {
                name: {"schema": walk.without_if(schema, POINTER) if is_file else schema} for name in types
            }
        return out


def _types_of_files(produces: list[str]) -> list[str]:
    """The content types of a file: where a document produces nothing but JSON, it forgot to say what files are."""
    other = [name for name in produces if not name.partition(";")[0].strip().endswith("json")]
    return other or (["*/*"] if produces else [_BINARY])


PASS = Pass(
    upgrade_swagger,
    Example(
        at=(),
        before={
            "swagger": "2.0",
            "info": {"title": "Pets", "version": "1"},
            "host": "pets.example",
            "basePath": "/v1",
            "paths": {
                "/pets": {
                    "post": {
                        "consumes": ["application/json"],
                        "parameters": [
                            {"name": "dry", "in": "query", "type": "boolean"},
                            {"name": "pet", "in": "body", "schema": {"$ref": "#/definitions/Pet"}},
                        ],
                        "responses": {"201": {"description": "Made.", "schema": {"$ref": "#/definitions/Pet"}}},
                    }
                }
            },
            "definitions": {"Pet": {"type": "object", "properties": {"tag": {"type": "string", "x-nullable": True}}}},
        },
        after={
            "openapi": "3.0.3",
            "info": {"title": "Pets", "version": "1"},
            "servers": [{"url": "https://pets.example/v1"}],
            "paths": {
                "/pets": {
                    "post": {
                        "parameters": [{"name": "dry", "in": "query", "schema": {"type": "boolean"}}],
                        "requestBody": {
                            "required": False,
                            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                        },
                        "responses": {
                            "201": {
                                "description": "Made.",
                                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                            }
                        },
                    }
                }
            },
            "components": {
                "schemas": {
                    "Pet": {"type": "object", "properties": {"tag": {"type": "string", "nullable": True}}},
                }
            },
        },
    ),
)
