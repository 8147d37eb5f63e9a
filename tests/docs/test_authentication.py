"""docs/authentication.md: its document becomes a package, and its code is run with that against a local server."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner

from specloom.commands.main import main
from tests.runtime.listening import Answer, Asked, Listener, listening

from .blocks import DOCS, blocks, run, take
from .claims import claims

PAGE = DOCS / "authentication.md"
STOCK = """
openapi: 3.0.1
info: {title: Stock, version: "1"}
servers: [{url: "https://abc123.execute-api.eu-west-1.amazonaws.com/prod"}]
paths: {/stock: {get: {operationId: getStock, security: [{iam: []}], responses: {"204": {description: ok}}}}}
components:
  securitySchemes:
    iam: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}
"""


def reply(asked: Asked) -> Answer:
    """A shop where a token is given out to whom has the right secret."""
    if asked.path != "/token":
        return Answer({"id": "o1"})
    if asked.header("authorization") != "Basic bWU6c2VjcmV0":
        return Answer({"error": "invalid_client"}, 401)
    return Answer({"access_token": "t1", "expires_in": 3600})


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    with listening(reply) as listener:
        monkeypatch.setenv("SHOP_BASE_URL", listener.url)
        monkeypatch.setenv("SHOP_TOKEN_URL", f"{listener.url}/token")
        yield listener


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The packages of the page can be imported."""
    (document,) = blocks(PAGE, "yaml")
    (tmp_path / "shop.yaml").write_text(document.code, "utf-8")
    (tmp_path / "stock.yaml").write_text(STOCK, "utf-8")
    (tmp_path / "specloom.toml").write_text('[apis.shop]\nsource = "shop.yaml"\n[apis.stock]\nsource = "stock.yaml"\n')
    monkeypatch.chdir(tmp_path)
    for command in ("pull", "generate"):
        result = CliRunner().invoke(main, [command], catch_exceptions=False)
        assert result.exit_code == 0, result.output
    for name in ("shop_client", "stock_client"):
        monkeypatch.syspath_prepend(tmp_path / "generated" / name / "src")
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] in ("shop_client", "stock_client")]:
        del sys.modules[name]


@claims(PAGE, "python")
def test_the_page_runs(packages: None, server: Listener, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    for block in blocks(PAGE, "python"):
        run(PAGE, block, names)

    refund, token, *_ = capsys.readouterr().out.splitlines()
    assert refund.startswith(
        "Could not resolve authentication method: this call needs `access_token` (or the SHOP_ACC"
    )
    assert "`client_id` (or the SHOP_CLIENT_ID environment variable) with `client_secret`" in refund
    assert refund.endswith("and `staff` (or the SHOP_STAFF environment variable) to be given to the client.")
    assert token == (
        f"No access token: POST {server.url}/token for the client 'me' with scope 'orders:read orders:write' was "
        "answered 401: invalid_client. Check `client_id` and `client_secret`."
    )
    seen = [(one.header("x-partner"), one.header("authorization")) for one in server.asked if one.verb == "GET"]
    assert seen == [
        ("key-1", ""), ("", "Bearer mine"), ("key-2", ""), ("from a vault", ""), ("", "Bearer t1"), ("", "Bearer t1"),
    ]  # fmt: skip
    asked = server.at("/token")
    assert len(asked) == 3  # the last two with a wrong secret: in the header, then in the body
    assert parse_qs(asked[0].body.decode())["scope"] == ["orders:read orders:write"]


@claims(PAGE, "yaml", "bash")
def test_what_the_packages_depend_on(packages: None) -> None:
    shop, stock = (
        Path("generated", name, "pyproject.toml").read_text("utf-8") for name in ("shop_client", "stock_client")
    )
    assert "botocore" not in shop
    assert "aws = [" in stock
    (document,) = blocks(PAGE, "yaml")
    assert Path("shop.yaml").read_text("utf-8") == take(document), "of which shop_client was made"
    (install,) = blocks(PAGE, "bash")
    assert take(install) == "pip install 'stock-client[aws]'\n"
    assert "stock-client" in stock
    assert os.path.exists("generated/shop_client/src/shop_client/_runtime/oauth2.py")
