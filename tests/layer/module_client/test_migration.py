"""Names of 0.x: what to write now stands in the error, and it is right."""

from __future__ import annotations

import ast
import copy
import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest

import openai_client
from openai_client.lib import migration

package: Any = openai_client
CLASSES = [name for name, value in vars(migration).items() if isinstance(value, migration.RemovedClass)]
METHODS = ["create", "acreate", "list", "retrieve", "delete", "adelete", "translate", "atranscribe", "create_edit"]


@pytest.fixture(autouse=True)
def _pristine() -> Iterator[None]:
    openai_client._reset_client()
    yield
    openai_client._reset_client()
    for name in ("api_key", "api_base", "proxy"):
        vars(openai_client).pop(name, None)


def advice(name: str, method: str) -> str:
    with pytest.raises(openai_client.APIRemovedInV1) as caught:
        getattr(getattr(package, name), method)()
    return str(caught.value)


def test_all_the_names_are_there() -> None:
    assert sorted(CLASSES) == sorted(
        [
            "Audio",
            "ChatCompletion",
            "Completion",
            "Customer",
            "Deployment",
            "Edit",
            "Embedding",
            "Engine",
            "ErrorObject",
            "File",
            "FineTune",
            "FineTuningJob",
            "Image",
            "Model",
            "Moderation",
        ]
    )
    for name in CLASSES:
        assert repr(getattr(package, name)) == f"<removed in 1.0: openai_client.{name}>"
        assert name not in package.__all__


def test_a_call_names_the_call_of_today_and_shows_the_line() -> None:
    text = advice("ChatCompletion", "create")
    assert "`openai_client.ChatCompletion.create` was removed in 1.0" in text
    assert "    answer = client.chat.completions.create(model=" in text
    assert "openai_client.chat.completions.create(" in text


def test_the_asynchronous_twin_is_awaited() -> None:
    text = advice("Completion", "acreate")
    assert "client = AsyncOpenAI()" in text
    assert "answer = await client.completions.create(" in text


@pytest.mark.parametrize(
    ("name", "method", "call"),
    [
        ("Audio", "transcribe", "audio.transcriptions.create("),
        ("Audio", "atranslate", "audio.translations.create("),
        ("Engine", "list", "models.list("),
        ("File", "download", "files.content("),
        ("FineTune", "create", "fine_tuning.jobs.create("),
        ("FineTuningJob", "alist", "fine_tuning.jobs.list("),
        ("Image", "create", "images.generate("),
        ("Image", "create_variation", "images.create_variation("),
        ("Model", "delete", "models.delete("),
    ],
)
def test_each_method_has_its_own(name: str, method: str, call: str) -> None:
    assert f"client.{call}" in advice(name, method)


@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize("method", METHODS)
def test_every_line_that_is_shown_is_python_and_calls_what_there_is(name: str, method: str) -> None:
    lines = [line[4:] for line in advice(name, method).splitlines() if line.startswith("    ")]
    if not lines:
        assert name in ("Customer", "Deployment", "ErrorObject")
        return
    ast.parse("async def run() -> None:\n" + "\n".join(f"    {line}" for line in lines))
    calls = re.findall(r"client\.([a-z_.]+)\((.*)\)(?:: \.\.\.)?$", "\n".join(lines), re.MULTILINE)
    assert calls
    for path, arguments in calls:
        found: Any = openai_client.OpenAI(api_key="k")
        for step in path.split("."):
            found = getattr(found, step)
        call: Any = ast.parse(f"f({arguments})", mode="eval").body
        positional = [None] * len(call.args)
        inspect.signature(found).bind(*positional, **{each.arg: None for each in call.keywords})


def test_calling_the_class_itself() -> None:
    with pytest.raises(openai_client.APIRemovedInV1, match=r"client\.embeddings\.create"):
        package.Embedding(model="x")


def test_errors_of_former_times() -> None:
    for old, new in (("RateLimitError", "RateLimitError"), ("Timeout", "APITimeoutError"), ("Odd", "OpenAIError")):
        with pytest.raises(openai_client.APIRemovedInV1, match=rf"except openai_client\.{new} as error"):
            getattr(package.error, old)


def test_every_error_named_there_exists() -> None:
    for name in migration._ERRORS.values():
        if name != "InvalidWebhookSignatureError":  # comes with the webhooks
            assert issubclass(getattr(package, name), Exception)


def test_tools_may_look_at_them() -> None:
    assert not hasattr(package.Completion, "__wrapped__")
    assert not hasattr(package.error, "__path__")
    assert isinstance(copy.copy(package.Completion), migration.RemovedClass)


def test_an_old_variable_is_not_passed_over() -> None:
    package.api_base = "https://mine.test"
    package.proxy = "http://proxy.test"
    package.api_key = "sk-1"
    with pytest.raises(openai_client.APIRemovedInV1) as caught:
        package.models.list()
    assert "`openai_client.api_base` was removed in 1.0; use `openai_client.base_url`" in str(caught.value)
    assert "httpx.Client(proxy=...)" in str(caught.value)
