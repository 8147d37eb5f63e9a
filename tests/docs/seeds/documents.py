"""Rows about documents and the packages made of them."""

from __future__ import annotations

import importlib
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.aws.server import RestApi, serve_aws

from .desk import Desk, case

PETS = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "servers": [{"url": "https://pets.test"}],
    "paths": {
        "/pets": {
            "get": {
                "operationId": "listPets",
                "responses": {
                    "200": {
                        "description": "All of them.",
                        "content": {"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}},
                    }
                },
            }
        }
    },
}
ORDER = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
INTEGRATION = {"x-amazon-apigateway-integration": {"type": "aws_proxy", "httpMethod": "POST", "uri": "arn:aws:x"}}
OAS30: dict[str, Any] = {
    "openapi": "3.0.1",
    "info": {"title": "orders", "version": "2026-01-02T03:04:05Z"},
    "servers": [{"url": "https://a.test/{basePath}", "variables": {"basePath": {"default": "dev"}}}],
    "paths": {
        "/orders/{id}": {
            "get": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "responses": {
                    "200": {
                        "description": "200 response",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}},
                    }
                },
                **INTEGRATION,
            }
        }
    },
    "components": {"schemas": {"Order": ORDER}},
}
STOCK = {"/stock": {"get": {"responses": {"200": {"description": "200 response"}}}}}
SWAGGER: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "orders", "version": "2026-01-02T03:04:05Z"},
    "host": "a.test",
    "basePath": "/dev",
    "schemes": ["https"],
    "paths": {
        "/orders/{id}": {
            "get": {
                "produces": ["application/json"],
                "parameters": [{"name": "id", "in": "path", "required": True, "type": "string"}],
                "responses": {"200": {"description": "200 response", "schema": {"$ref": "#/definitions/Order"}}},
                **INTEGRATION,
            }
        }
    },
    "definitions": {"Order": ORDER},
}


def save(document: Any, name: str) -> None:
    Path(name).write_text(json.dumps(document), "utf-8")


def made(desk: Desk, document: Any = PETS, name: str = "local", source: str = "openapi.yaml") -> None:
    """A project with the package of a document."""
    save(document, source)
    desk.command(f"specloom new {name} {source}")


NONE = {"authorizationType": "NONE", "apiKeyRequired": False}


@contextmanager
def gateway(desk: Desk) -> Iterator[RestApi]:
    """An API Gateway with the orders API, where boto3 looks for one."""
    with serve_aws() as aws:
        methods = {path: {verb.upper(): NONE for verb in item} for path, item in OAS30["paths"].items()}
        api = RestApi("a1b2c3d4e5", "orders", {"prod": "dep001"}, deployments={"dep001": methods}, edited=methods)
        api.exports = {("prod", "oas30"): OAS30}
        aws.rest.append(api)
        for name, value in aws.environment.items():
            desk.monkeypatch.setenv(name, value)
        yield api


@case("json-to-document")
def _(desk: Desk) -> None:
    save([{"id": "A-1", "total": 9.5, "paid": None}, {"id": "A-2", "total": 3, "note": "x"}], "orders.json")
    assert "orders: 1 operations and 1 schemas from 1 samples in spec/orders/openapi.json" in desk.run()
    schema = json.loads(Path("spec/orders/openapi.json").read_text("utf-8"))["components"]["schemas"]["Order"]
    assert schema["required"] == ["id", "total"]
    assert schema["properties"]["total"] == {"type": "number"}
    (new,) = re.findall(r"`(specloom new [^`]+)`", desk.row.now)
    assert "1 of 1 operations" in desk.command(new)
    assert "-> builtins.list[Order]" in (
        desk.folder / "generated/orders_client/src/orders_client/resources/orders.py"
    ).read_text("utf-8")


@case("aws-export")
def _(desk: Desk) -> None:
    sources = []
    for number, document in enumerate((OAS30, SWAGGER)):
        folder = desk.folder / str(number)
        folder.mkdir()
        desk.monkeypatch.chdir(folder)
        save(document, "export.json")
        (new,) = re.findall(r"`(specloom new [^`]+)`", desk.row.now)
        assert "1 of 1 operations" in desk.command(new)
        sources.append((folder / "generated/orders_client/src/orders_client/resources/orders.py").read_text("utf-8"))
    assert sources[0] == sources[1], "both forms of an export make the same methods"
    assert "def retrieve(" in sources[0]
    with gateway(desk) as api:
        (desk.folder / "gateway").mkdir()
        desk.monkeypatch.chdir(desk.folder / "gateway")
        assert "1 of 1 operations" in desk.run()
        api.exports["prod", "oas30"] = {**OAS30, "paths": {**OAS30["paths"], **STOCK}}
        assert "+ GET /stock" in desk.command("specloom pull orders")


@case("aws-redeploy")
def _(desk: Desk) -> None:
    made(desk, OAS30, "orders", "export.json")
    assert "nothing changed" in desk.run(), "edited in the console only: the export is the same"
    save({**OAS30, "paths": {**OAS30["paths"], **STOCK}}, "export.json")
    printed = desk.run()
    assert "1 added, 0 removed, 0 changed" in printed
    assert "+ GET /stock" in printed


@case("aws-review")
def _(desk: Desk) -> None:
    made(desk, OAS30, "orders", "export.json")
    save({**OAS30, "paths": {**OAS30["paths"], **STOCK}}, "export.json")
    assert "Nothing breaks." in desk.run()
    assert "GET /stock" in desk.run("--all")
    save({**OAS30, "paths": STOCK}, "export.json")
    printed = desk.command(desk.row.code, exit_code=1)
    assert "GET /orders/{id} is gone" in printed
    assert "client.orders.retrieve" in printed


@case("aws-drift")
def _(desk: Desk) -> None:
    with gateway(desk) as api:
        desk.command("specloom new orders apigateway:orders/prod?region=eu-west-1")
        assert "no drift" in desk.run()
        api.exports["prod", "oas30"] = {**OAS30, "paths": {**OAS30["paths"], **STOCK}}
        assert "GET /stock is new" in desk.command(desk.row.code, exit_code=1)
        api.exports["prod", "oas30"] = OAS30
        api.edited = {**api.edited, "/stock": {"GET": NONE}}
        assert "GET /stock was added and is not deployed" in desk.command(desk.row.code, exit_code=1)


@case("generator-list")
def _(desk: Desk) -> None:
    made(desk)
    printed = desk.run()
    assert "local: generated/local_client (package local_client)" in printed
    assert "Template sets:\n  client: " in printed


@case("generator-docker")
def _(desk: Desk) -> None:
    save(PETS, "openapi.yaml")
    assert "1 of 1 operations" in desk.run()
    assert (desk.folder / "generated/local_client/src/local_client/py.typed").exists()
    assert (desk.folder / "generated/local_client/README.md").owner() == desk.folder.owner()


@case("generator-install", "install")
def _(desk: Desk) -> None:
    made(desk)
    program, *words = shlex.split(desk.row.code)
    # Into a folder of the test, and without the dependencies, which are here already.
    words += ["--quiet", "--no-deps", "--target", str(desk.folder / "site")]
    root = desk.folder if desk.row.id == "generator-install" else Path(__file__).parents[3]
    subprocess.run([sys.executable, "-m", program, *words], cwd=root, check=True)
    name = desk.row.code.rpartition("/")[2]
    assert (desk.folder / "site" / name / "py.typed").exists()


@case("generator-imports")
def _(desk: Desk) -> None:
    made(desk)
    assert [line.strip(' ",').partition(">")[0] for line in desk.lines[1:]] == ["attrs", "httpx"]


@case("generator-readme")
def _(desk: Desk) -> None:
    made(desk)
    project = desk.folder / "generated/local_client"
    readme = (project / "README.md").read_text("utf-8")
    assert "from local_client import Local\n" in readme
    assert "\nanswer = client.pets.list()\n" in readme
    desk.monkeypatch.syspath_prepend(str(project / "src"))
    answering = httpx.MockTransport(lambda request: httpx.Response(200, json=[str(request.url)]))
    local_client: Any = importlib.import_module("local_client")
    real = local_client.Local
    client = httpx.Client(transport=answering)
    desk.monkeypatch.setattr(local_client, "Local", lambda **options: real(http_client=client, **options))
    try:
        assert desk.lines == ["['https://pets.test/pets']"]
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "local_client"]:
            del sys.modules[name]


@case("generator-docs")
def _(desk: Desk) -> None:
    made(desk)
    assert "pets.list  GET    /pets" in desk.run()
    assert (desk.folder / "generated/local_client/docs/pets.md").exists()
