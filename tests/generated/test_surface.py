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
ROWS: list[dict[str, Any]] = json.loads((OPENAI / "methods.json").read_text("utf-8"))
TYPES: dict[str, dict[str, str]] = json.loads((OPENAI / "types.json").read_text("utf-8"))
# The pinned document is newer than the table: it has these parameters, the official client of the table had not.
NEWER = {
    "admin.organization.projects.create": {"residency"},
    "beta.realtime.sessions.create": {"prompt", "truncation"},
}
EXTRAS = ["extra_headers", "extra_query", "extra_body", "timeout"]


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
    assert len({row["operation"] for row in ROWS}) == 288


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["call"])
def test_every_operation_has_its_method(client: object, row: dict[str, Any]) -> None:
    parameters = inspect.signature(method_of(client, row["call"])).parameters
    names = list(parameters)
    assert names[-4:] == EXTRAS
    # In the table "/id" may be passed by position and "id?" may be left out.
    wanted = row.get("params", "").split()
    newer = NEWER.get(row["call"], set())
    assert [name for name in names[:-4] if name not in newer] == [name.strip("/?") for name in wanted]
    assert newer <= set(names)
    positional = [name for name in names if parameters[name].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]
    assert positional == [name.strip("/?") for name in wanted if name.startswith("/")]
    required = {name for name in names if parameters[name].default is inspect.Parameter.empty}
    assert required == {name.strip("/") for name in wanted if not name.endswith("?")}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["call"])
def test_methods_are_of_their_colour(row: dict[str, Any]) -> None:
    sync = method_of(OpenAI(api_key="sk-test"), row["call"])
    asynchronous = method_of(AsyncOpenAI(api_key="sk-test"), row["call"])
    assert not inspect.iscoroutinefunction(sync)
    # A list method gives a paginator, which is both awaited and iterated.
    assert inspect.iscoroutinefunction(asynchronous) != ("page" in row)


def test_public_types_import_from_where_they_always_were() -> None:
    wanted = [
        (module, name)
        for module, kinds in TYPES.items()
        for kind in ("model", "typeddict")
        for name in kinds.get(kind, "").split()
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
