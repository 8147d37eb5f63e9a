"""An API of a small clinic as API Gateway exports it, in both formats, for one stage.

The two are written as the service writes them: in another order, at another time, Swagger with ``required: false`` and
content types by operation, OpenAPI 3 without empty ``responses``. What stands in both alike is told once.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

ACCOUNT = "123456789012"


def function(name: str, region: str = "eu-west-1", account: str = ACCOUNT) -> str:
    """The URI of a Lambda function."""
    arn = f"arn:aws:lambda:{region}:{account}:function:{name}"
    return f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations"


def _calls(name: str) -> dict[str, Any]:
    return {
        "x-amazon-apigateway-integration": {
            "type": "aws_proxy",
            "httpMethod": "POST",
            "uri": function(name),
            "responses": {"default": {"statusCode": "200"}},
            "passthroughBehavior": "when_no_match",
            "timeoutInMillis": 12000,
        }
    }


_MOCK = {"type": "mock", "requestTemplates": {"application/json": '{"statusCode": 200}'}}
_HEALTH = {"x-amazon-apigateway-integration": {**_MOCK, "responses": {"default": {"statusCode": "200"}}}}
_PREFLIGHT = {
    "x-amazon-apigateway-integration": {
        **_MOCK,
        "passthroughBehavior": "when_no_match",
        "responses": {
            "default": {
                "statusCode": "200",
                "responseParameters": {
                    "method.response.header.Access-Control-Allow-Origin": "'https://clinic.example'"
                },
            }
        },
    }
}


def _files(cache: str) -> dict[str, Any]:
    return {
        "security": [{"sigv4": []}],
        "x-amazon-apigateway-integration": {
            "type": "http_proxy",
            "httpMethod": "ANY",
            "uri": "http://files.clinic.example/{proxy}",
            "responses": {"default": {"statusCode": "200"}},
            "requestParameters": {"integration.request.path.proxy": "method.request.path.proxy"},
            "passthroughBehavior": "when_no_match",
            "cacheNamespace": cache,
            "cacheKeyParameters": ["method.request.path.proxy"],
        },
    }


_SCHEMES = {
    "api_key": {"type": "apiKey", "name": "x-api-key", "in": "header"},
    "sigv4": {
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        "x-amazon-apigateway-authtype": "awsSigv4",
    },
    "doorman": {
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": {
            "type": "token",
            "authorizerUri": function("doorman"),
            "authorizerResultTtlInSeconds": 300,
        },
    },
}

_ENDPOINT = {"x-amazon-apigateway-endpoint-configuration": {"disableExecuteApiEndpoint": True}}

_ROOT = {
    "x-amazon-apigateway-request-validators": {
        "everything": {"validateRequestParameters": True, "validateRequestBody": True}
    },
    "x-amazon-apigateway-gateway-responses": {
        "DEFAULT_4XX": {
            "responseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": "'https://clinic.example'"}
        }
    },
    "x-amazon-apigateway-binary-media-types": ["image/png", "application/pdf"],
    "x-amazon-apigateway-policy": {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": "*",
                "Action": "execute-api:Invoke",
                "Resource": f"arn:aws:execute-api:eu-west-1:{ACCOUNT}:a1b2c3d4e5/*",
            }
        ],
    },
}


def _models(home: str) -> dict[str, Any]:
    def ref(name: str) -> dict[str, str]:
        return {"$ref": f"{home}{name}"}

    return {
        "Visit": {
            "title": "Visit",
            "type": "object",
            "required": ["id", "day"],
            "properties": {
                "id": {"type": "string"},
                "day": {"type": "string", "format": "date"},
                "minutes": {"type": "integer", "minimum": 5},
                "reason": {"type": "string", "enum": ["check", "pain", "letter"]},
                "doctor": ref("Doctor"),
            },
        },
        "Visits": {"title": "Visits", "type": "array", "items": ref("Visit")},
        "NewVisit": {
            "type": "object",
            "required": ["day"],
            "properties": {"day": {"type": "string", "format": "date"}, "notes": {"type": "array", "items": {}}},
        },
        "Doctor": {"type": "object", "properties": {"name": {"type": "string"}}},
        "Problem": {"type": "object", "properties": {"message": {"type": "string"}}},
        "Empty": {"title": "Empty Schema", "type": "object"},
    }


def oas30() -> dict[str, Any]:
    """The export in OpenAPI 3.0."""

    def ref(name: str) -> dict[str, Any]:
        return {"schema": {"$ref": f"#/components/schemas/{name}"}}

    def answer(status: str, model: str = "", media: str = "application/json", *headers: str) -> dict[str, Any]:
        named = {"headers": {name: {"schema": {"type": "string"}} for name in headers}} if headers else {}
        content = {"content": {media: ref(model)}} if model else {"content": {}}
        return {status: {"description": f"{status} response", **named, **content}}

    text = {"schema": {"type": "string"}}
    visit = {"name": "visitId", "in": "path", "required": True, **text}
    return deepcopy({
        "openapi": "3.0.1",
        "info": {"title": "clinic", "description": "Visits of a clinic.", "version": "2026-11-02T09:14:27Z"},
        "servers": [
            {
                "url": "https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/{basePath}",
                "variables": {"basePath": {"default": "/prod"}},
                **_ENDPOINT,
            }
        ],
        "paths": {
            "/visits/{visitId}/scan": {
                "get": {
                    "parameters": [visit],
                    "responses": {**answer("404", "Problem"), **answer("200", "Empty", "image/png")},
                    "security": [{"api_key": []}],
                    **_calls("scan"),
                }
            },
            "/visits": {
                "get": {
                    "parameters": [
                        {"name": "X-Request-Id", "in": "header", **text},
                        {"name": "day", "in": "query", "required": True, **text},
                        {"name": "limit", "in": "query", **text},
                    ],
                    "responses": {
                        **answer("200", "Visits", "application/json", "Access-Control-Allow-Origin"),
                        **answer("400", "Problem"),
                    },
                    "security": [{"api_key": []}],
                    "x-amazon-apigateway-request-validator": "everything",
                    **_calls("list"),
                },
                "post": {
                    "operationId": "BookVisit",
                    "requestBody": {"required": True, "content": {"application/json": ref("NewVisit")}},
                    "responses": {**answer("201", "Visit"), **answer("400", "Problem")},
                    "security": [{"doorman": []}, {"api_key": []}],
                    "x-amazon-apigateway-request-validator": "everything",
                    **_calls("book"),
                },
                "options": {
                    "responses": answer("200", "Empty", "application/json", "Access-Control-Allow-Origin"),
                    **_PREFLIGHT,
                },
            },
            "/visits/{visitId}": {
                "get": {
                    "parameters": [visit],
                    "responses": {**answer("200", "Visit"), **answer("404", "Problem")},
                    "security": [{"sigv4": []}],
                    **_calls("show"),
                },
                "delete": {
                    "parameters": [visit],
                    "responses": answer("204"),
                    "security": [{"doorman": []}],
                    **_calls("cancel"),
                },
            },
            "/files/{proxy+}": {
                "x-amazon-apigateway-any-method": {
                    "parameters": [{"name": "proxy", "in": "path", "required": True, **text}],
                    **_files("l6ubsf"),
                }
            },
            "/health": {"get": {"responses": answer("200", "Empty"), **_HEALTH}},
        },
        "components": {"schemas": _models("#/components/schemas/"), "securitySchemes": _SCHEMES},
        **_ROOT,
        "x-amazon-apigateway-importexport-version": "1.0",
    })  # fmt: skip


def swagger() -> dict[str, Any]:
    """The export in Swagger 2.0, made two minutes later."""
    schema = {name: {"schema": {"$ref": f"#/definitions/{name}"}} for name in _models("")}

    def answer(status: str, model: str = "", *headers: str) -> dict[str, Any]:
        named = {"headers": {name: {"type": "string"} for name in headers}} if headers else {}
        return {status: {"description": f"{status} response", **(schema[model] if model else {}), **named}}

    def parameter(name: str, place: str, required: bool = False) -> dict[str, Any]:
        return {"name": name, "in": place, "required": required, "type": "string"}

    json = {"produces": ["application/json"]}
    visit = {"parameters": [parameter("visitId", "path", True)]}
    models = _models("#/definitions/")
    return deepcopy({
        "swagger": "2.0",
        "info": {"description": "Visits of a clinic.", "version": "2026-11-02T09:16:03Z", "title": "clinic"},
        "host": "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com",
        "basePath": "/prod",
        "schemes": ["https"],
        "paths": {
            "/files/{proxy+}": {
                "x-amazon-apigateway-any-method": {
                    **json,
                    "parameters": [parameter("proxy", "path", True)],
                    "responses": {},
                    **_files("r6xmmk"),
                }
            },
            "/health": {"get": {**json, "responses": answer("200", "Empty"), **_HEALTH}},
            "/visits": {
                "get": {
                    **json,
                    "parameters": [
                        parameter("limit", "query"),
                        parameter("day", "query", True),
                        parameter("X-Request-Id", "header"),
                    ],
                    "responses": {
                        **answer("200", "Visits", "Access-Control-Allow-Origin"),
                        **answer("400", "Problem"),
                    },
                    "security": [{"api_key": []}],
                    "x-amazon-apigateway-request-validator": "everything",
                    **_calls("list"),
                },
                "post": {
                    "operationId": "BookVisit",
                    "consumes": ["application/json"],
                    **json,
                    "parameters": [{"in": "body", "name": "NewVisit", "required": True, **schema["NewVisit"]}],
                    "responses": {**answer("201", "Visit"), **answer("400", "Problem")},
                    "security": [{"doorman": []}, {"api_key": []}],
                    "x-amazon-apigateway-request-validator": "everything",
                    **_calls("book"),
                },
                "options": {
                    "consumes": ["application/json"],
                    **json,
                    "responses": answer("200", "Empty", "Access-Control-Allow-Origin"),
                    **_PREFLIGHT,
                },
            },
            "/visits/{visitId}": {
                "get": {
                    **json,
                    **visit,
                    "responses": {**answer("200", "Visit"), **answer("404", "Problem")},
                    "security": [{"sigv4": []}],
                    **_calls("show"),
                },
                "delete": {
                    **json,
                    **visit,
                    "responses": answer("204"),
                    "security": [{"doorman": []}],
                    **_calls("cancel"),
                },
            },
            "/visits/{visitId}/scan": {
                "get": {
                    "produces": ["application/json", "image/png"],
                    **visit,
                    "responses": {**answer("200", "Empty"), **answer("404", "Problem")},
                    "security": [{"api_key": []}],
                    **_calls("scan"),
                }
            },
        },
        "securityDefinitions": {name: _SCHEMES[name] for name in reversed(_SCHEMES)},
        "definitions": {name: models[name] for name in reversed(models)},
        **_ROOT,
        **_ENDPOINT,
    })  # fmt: skip
