"""An API as API Gateway would export it, small enough to be read."""

from __future__ import annotations

from typing import Any

_INTEGRATION = {"x-amazon-apigateway-integration": {"type": "aws_proxy", "httpMethod": "POST"}}


def oas30(*paths: str, verb: str = "get") -> dict[str, Any]:
    """A document of OpenAPI 3.0 with a method at each path; its time stamp is put in by the export."""
    answer = {"200": {"description": "200 response", "content": {"application/json": {"schema": {"type": "string"}}}}}
    return {
        "openapi": "3.0.1",
        "info": {"title": "orders"},
        "servers": [{"url": "https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod"}],
        "paths": {path: {verb: {"responses": answer, **_INTEGRATION}} for path in paths},
        "components": {},
    }


def swagger(*paths: str, verb: str = "get") -> dict[str, Any]:
    """The same in Swagger 2.0."""
    answer = {"200": {"description": "200 response", "schema": {"type": "string"}}}
    operation = {"produces": ["application/json"], "responses": answer, **_INTEGRATION}
    return {
        "swagger": "2.0",
        "info": {"title": "orders"},
        "host": "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com",
        "basePath": "/prod",
        "schemes": ["https"],
        "paths": {path: {verb: operation} for path in paths},
    }
