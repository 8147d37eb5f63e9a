"""What the layer says of arguments is what the generated methods take."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from typing import Any

import pytest

import openai_client
from openai_client.lib import (
    beta_chat,
    chat_completions,
    chat_params,
    embeddings,
    response_params,
    responses,
    run_params,
)
from openai_client.resources import embeddings as generated_embeddings
from openai_client.resources import responses as generated_responses
from openai_client.resources.beta import threads as generated_threads
from openai_client.resources.beta.threads import runs as generated_runs
from openai_client.resources.chat import completions as generated_completions

PACKAGE = Path(openai_client.__file__).parent


def arguments(method: Any) -> dict[str, str]:
    """Names and annotations, as they are written."""
    found = inspect.signature(method).parameters
    return {name: parameter.annotation for name, parameter in found.items() if name != "self"}


def unordered(annotation: str) -> list[str]:
    inner = annotation.removeprefix("Required[").removesuffix("]") if "Required[" in annotation else annotation
    return sorted(part.strip() for part in inner.split("|"))


@pytest.mark.parametrize(
    ("stated", "method", "besides"),
    [
        (chat_params.ChatParams, generated_completions.Completions.create, {"stream", "response_format"}),
        (response_params.ResponseParams, generated_responses.Responses.create, {"stream"}),
    ],
)
def test_arguments_are_those_of_create(stated: Any, method: Any, besides: set[str]) -> None:
    wanted = {name: unordered(text) for name, text in arguments(method).items() if name not in besides}
    assert {name: unordered(text.__forward_arg__) for name, text in stated.__annotations__.items()} == wanted


@pytest.mark.parametrize(
    ("stated", "method", "besides"),
    [
        (run_params.RunParams, generated_runs.Runs.create, {"thread_id"}),
        (run_params.ThreadRunParams, generated_threads.Threads.create_and_run, set()),
    ],
)
def test_arguments_are_those_of_the_calls_that_start_runs(stated: Any, method: Any, besides: set[str]) -> None:
    assert set(stated.__annotations__) == set(arguments(method)) - besides


@pytest.mark.parametrize("prefix", ["", "Async"])
def test_embeddings_take_what_the_document_says(prefix: str) -> None:
    name = f"{prefix}Embeddings"
    assert inspect.signature(getattr(embeddings, name).create) == inspect.signature(
        getattr(generated_embeddings, name).create
    )


@pytest.mark.parametrize("module", [beta_chat, chat_completions, embeddings, responses])
def test_both_colours_have_the_same_methods(module: Any) -> None:
    names = [name for name, cls in vars(module).items() if inspect.isclass(cls) and cls.__module__ == module.__name__]
    for name in (name for name in names if not name.startswith("Async")):
        sync, async_ = getattr(module, name), getattr(module, f"Async{name}")
        assert {one for one in vars(sync) if one[0] != "_"} == {one for one in vars(async_) if one[0] != "_"}


@pytest.mark.parametrize(
    ("module", "name", "plain_module", "plain", "own"),
    [
        (
            "lib/streaming/response_event_types.py",
            "ResponseStreamEvent",
            "types/responses/response_stream_event.py",
            "ResponseStreamEvent",
            {"ResponseTextDeltaEvent", "ResponseTextDoneEvent", "ResponseFunctionCallArgumentsDeltaEvent"}
            | {"ResponseCompletedEvent"},
        ),
        (
            "lib/parsed_items.py",
            "ParsedResponseOutputItem",
            "types/responses/response_output_item.py",
            "ResponseOutputItem",
            {"ParsedResponseOutputMessage", "ParsedResponseFunctionToolCall"},
        ),
    ],
)
def test_unions_have_the_members_that_the_document_says(
    module: str, name: str, plain_module: str, plain: str, own: set[str]
) -> None:
    stated, wanted = members(module, name), members(plain_module, plain)
    assert own <= stated
    assert {one.removeprefix("Parsed") for one in stated} == wanted


def members(module: str, name: str) -> set[str]:
    """Names of the members of a union, as a type checker reads them."""
    tree = ast.parse((PACKAGE / module).read_text("utf-8"))
    (alias,) = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == name
    )
    assert alias is not None
    names = {node.id for node in ast.walk(alias) if isinstance(node, ast.Name)}
    return names - {"T", "Union"}


def test_models_of_the_layer_are_found_where_users_look() -> None:
    from openai_client.types import chat
    from openai_client.types import responses as response_types

    for package, names in (
        (chat, ["ParsedChatCompletion", "ParsedChoice", "ParsedChatCompletionMessage", "ParsedFunctionToolCall"]),
        (response_types, ["ParsedResponse", "ParsedResponseOutputItem", "ParsedContent", "ParsedResponseOutputText"]),
    ):
        assert all(getattr(package, name) is not None and name in dir(package) for name in names)
