"""The package against the table of the official client's methods and types: read from the package, not from the plan."""

from __future__ import annotations

import importlib
import inspect
import json
from pathlib import Path
from typing import Any

import pytest

from openai_client import AsyncOpenAI, OpenAI

OPENAI = Path(__file__).parents[1] / "openai"
METHODS: list[dict[str, Any]] = json.loads((OPENAI / "methods.json").read_text("utf-8"))
TYPES: dict[str, dict[str, Any]] = json.loads((OPENAI / "types.json").read_text("utf-8"))
EXTRAS = ["extra_headers", "extra_query", "extra_body", "timeout"]
ROWS = [row for row in METHODS if not row.get("alias_of")]


@pytest.fixture(scope="module", params=["sync", "async"])
def client(request: pytest.FixtureRequest) -> object:
    """A client of each colour; it sends nothing."""
    return (OpenAI if request.param == "sync" else AsyncOpenAI)(api_key="sk-test")


def method_of(client: object, call: str) -> Any:
    """The bound method at a call path."""
    found: Any = client
    for part in call.split("."):
        found = getattr(found, part)
    return found


def test_the_table_names_every_operation() -> None:
    assert len({row["operationId"] for row in ROWS}) == 288


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["call"])
def test_every_operation_has_its_method(client: object, row: dict[str, Any]) -> None:
    parameters = inspect.signature(method_of(client, row["call"])).parameters
    names = list(parameters)
    assert names[-4:] == EXTRAS
    assert sorted(names[:-4]) == sorted(row["params"])
    positional = [name for name in names if parameters[name].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]
    assert positional == row["positional"]
    required = {name for name in names if parameters[name].default is inspect.Parameter.empty}
    assert required == set(row["required"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["call"])
def test_methods_are_of_their_colour(row: dict[str, Any]) -> None:
    sync = method_of(OpenAI(api_key="sk-test"), row["call"])
    asynchronous = method_of(AsyncOpenAI(api_key="sk-test"), row["call"])
    assert not inspect.iscoroutinefunction(sync)
    # A list method gives a paginator, which is both awaited and iterated.
    assert inspect.iscoroutinefunction(asynchronous) != bool(row.get("pagination"))


def test_public_types_import_from_where_they_always_were() -> None:
    wanted = [
        (module, name)
        for module, names in TYPES.items()
        for name, about in names.items()
        if about["kind"] in ("model", "typeddict")
    ]
    missing = [f"{module}.{name}" for module, name in wanted if not importable(module, name)]
    assert len(wanted) == 1103
    assert len(missing) <= 0.15 * len(wanted), f"{len(missing)} missing: {missing}"


def importable(module: str, name: str) -> bool:
    """Whether ``from openai_client.MODULE import NAME`` works."""
    try:
        return hasattr(importlib.import_module(f"openai_client.{module}"), name)
    except ModuleNotFoundError:
        return False
