"""One request for every operation of a generated package, through its own client, against the mock of its document."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import httpx

from scripts.any_api_document import Made
from specloom.commands.pipeline import Planned
from specloom.mock import transport
from specloom.mock.calls import Call, arguments, calls
from specloom.mock.values import Maker
from specloom.plan.values import Plan


def answered(made: Made) -> tuple[int, list[str]]:
    """How many operations were called and answered, and what went wrong."""
    package = made.target.package
    try:
        with importable(str(made.source), package):
            return _called(importlib.import_module(package), made.planned)
    except Exception as error:  # noqa: BLE001 - whatever a package raises while it is imported is to be told
        return 0, [f"import {package}: {type(error).__name__}: {error}"]


@contextmanager
def importable(folder: str, package: str) -> Iterator[None]:
    """A package can be imported from a folder, and is forgotten afterwards."""
    sys.path.insert(0, folder)
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(folder)
        for name in [name for name in sys.modules if name == package or name.startswith(f"{package}.")]:
            del sys.modules[name]


def _called(module: ModuleType, planned: Planned) -> tuple[int, list[str]]:
    plan, problems = planned.plan, []
    good: set[str] = set()
    maker = Maker(planned.prepared.get("components", {}).get("schemas", {}), direction="request")
    settings = _settings(plan)
    with httpx.Client(transport=transport(planned.prepared, plan)) as http:
        client = getattr(module, plan.client.class_name)(
            base_url=_base_url(planned.prepared), http_client=http, max_retries=0, **settings
        )
        for call in calls(planned.prepared, plan):
            try:
                _consume(call, call.bound(client)(**_arguments(call, maker)))
            except Exception as error:  # noqa: BLE001 - whatever a call raises is to be told
                problems.append(f"{'.'.join(call.path)}: {type(error).__name__}: {error}")
            else:
                good.add(call.operation.operation_id)
    return len(good), problems


def _settings(plan: Plan) -> dict[str, Any]:
    """A credential of each kind that the client knows, and what it cannot do without."""
    keys = {"aws_access_key_id": "made-up", "aws_secret_access_key": "made-up", "aws_region": "eu-west-1"}
    signing = {
        option.py_name: keys[option.name] for option in plan.client.options if option.of and option.name in keys
    }
    others = [option for option in plan.client.options if option.kind not in ("setting", "sigv4") or option.required]
    return {**{option.py_name: "made-up" for option in others}, **signing}


def _arguments(call: Call, maker: Maker) -> dict[str, Any]:
    stream = call.method.stream
    switch = stream.switch if stream else ""
    return {name: value for name, value in arguments(call, maker).items() if not switch or name != switch}


def _consume(call: Call, value: Any) -> None:
    """Read all of an answer that is read bit by bit."""
    if call.method.stream is not None and not call.method.stream.switch:
        list(value)
    elif call.method.response.kind == "binary":
        value.read()


def _base_url(prepared: Any) -> str:
    """The first address of the document, on a host of ours: nothing is to leave the process."""
    servers = prepared.get("servers") or [{"url": ""}]
    path = urlsplit(servers[0]["url"]).path
    return "https://api.invalid" + (path.rstrip("/") if "{" not in path else "")
