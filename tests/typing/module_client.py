"""The package as a client, as type checkers see it. Checked and never run."""

from __future__ import annotations

import httpx
from typing_extensions import assert_type

import openai_client
from openai_client.types import CreateEmbeddingResponse
from openai_client.types.chat import ChatCompletion


def variables_have_types() -> None:
    openai_client.api_key = "sk-1"
    openai_client.api_key = lambda: "sk-2"
    openai_client.organization = "org"
    openai_client.base_url = httpx.URL("https://api.test/v1")
    openai_client.timeout = 3
    openai_client.timeout = httpx.Timeout(3)
    openai_client.max_retries = 5
    openai_client.default_headers = {"X-Mine": "1"}
    openai_client.http_client = httpx.Client()
    openai_client.api_type = "azure"
    openai_client.azure_ad_token_provider = lambda: "token"
    openai_client.max_retries = "5"  # type: ignore[assignment]
    openai_client.api_base = "x"  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]


def resources_have_types() -> None:
    answer = openai_client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hello"}])
    assert_type(answer, ChatCompletion)
    assert_type(openai_client.embeddings.create(model="m", input="x"), CreateEmbeddingResponse)
    openai_client.chat.completions.make()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]


def names_of_former_versions_are_unknown() -> None:
    openai_client.Completion.create()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
