"""Every method of the plan is a command, and what it takes can be typed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from openai_client.lib.cli.api import arguments_of, command_of
from openai_client.lib.cli.clients import sample_client
from openai_client.lib.cli.methods import Method, all_paths, method_at
from specloom.commands.console import SilentProgress
from specloom.commands.pipeline import Planned, plan_target
from specloom.config import load_config
from specloom.mock.values import Maker
from tests.mock.arguments import arguments, calls

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def planned() -> Planned:
    config = load_config(ROOT)
    return plan_target(config, config.target("openai"), SilentProgress())


def test_every_planned_method_is_there_with_every_parameter(planned: Planned) -> None:
    client = sample_client()
    offered = set(all_paths(client))
    lacking = []
    for call in calls(planned.prepared, planned.plan):
        path = ".".join(call.path)
        names = {argument.name for argument in method_at(client, path).arguments} if path in offered else set()
        if not names >= {parameter.py_name for parameter in call.method.parameters}:
            lacking.append(path)
    assert lacking == []
    assert len(offered) >= 288


def test_arguments_typed_come_out_as_they_went_in(planned: Planned, tmp_path: Path) -> None:
    client = sample_client()
    file = tmp_path / "made-up.bin"
    file.write_bytes(b"\0")
    schemas = planned.prepared["components"]["schemas"]
    makers = [Maker(schemas, direction="request", variant=variant, seed=seed) for variant, seed in (("", 0), ("1", 1))]
    wrong = []
    for call in calls(planned.prepared, planned.plan):
        for maker in makers:
            method = method_at(client, ".".join(call.path))
            given = with_paths(arguments(call, maker), file)
            words = [word for name, value in given.items() for word in typed(method, name, value)]
            got = parsed(method, words)
            wrong += [
                f"{method.path} {name}: {given[name]!r} {got.get(name)!r}"
                for name in given
                if got.get(name) != given[name]
            ]
    assert wrong == []


def with_paths(value: Any, file: Path) -> Any:
    """The same arguments with a path where content stood."""
    if isinstance(value, tuple):
        return file
    if isinstance(value, Mapping):
        return {key: with_paths(one, file) for key, one in value.items()}
    if isinstance(value, list):
        return [with_paths(one, file) for one in value]
    return value


def typed(method: Method, name: str, value: Any) -> list[str]:
    """The words on a command line that give an argument."""
    flag = "--" + name.replace("_", "-")
    (argument,) = [one for one in method.arguments if one.name == name]
    if argument.hint.is_flag:
        return [flag if value else flag.replace("--", "--no-", 1)]
    if isinstance(value, list) and any(isinstance(one, Path) for one in value):
        return [word for one in value for word in (flag, str(one))]
    return [flag, value if isinstance(value, str) else str(value) if isinstance(value, Path) else json.dumps(value)]


def parsed(method: Method, words: list[str]) -> dict[str, Any]:
    """What a command would call with."""
    command = command_of(method)
    context = command.make_context(method.path, list(words))
    return arguments_of(method, context.params)


def test_call_paths_of_paths_are_commands() -> None:
    paths = list(all_paths(sample_client()))
    assert len(paths) == len(set(paths))
    assert {"chat.completions.create", "admin.organization.projects.list", "files.content"} <= set(paths)


@pytest.mark.parametrize("path", ["chat.completions.stream", "chat.completions.parse", "realtime.connect"])
def test_what_only_a_program_can_use_is_not_offered(path: str) -> None:
    with pytest.raises(LookupError):
        method_at(sample_client(), path)
