"""Copies of clients with other options, as type checkers see them. Checked and never run."""

from __future__ import annotations

import httpx
from typing_extensions import assert_type

from openai_client import AsyncAzureOpenAI, AsyncOpenAI, AzureOpenAI, Omit, OpenAI


def copies(client: OpenAI) -> None:
    assert_type(client.with_options(timeout=3, max_retries=0), OpenAI)
    assert_type(client.copy(api_key=lambda: "key", organization=None, base_url=httpx.URL("http://h")), OpenAI)
    client.with_options(default_headers={"Authorization": Omit()}, set_default_query={"a": 1}, timeout=None)
    client.with_options(http_client=httpx.Client())
    client.with_options(max_retrys=0)  # type: ignore[call-arg]  # pyright: ignore
    client.with_options(max_retries="0")  # type: ignore[arg-type]  # pyright: ignore
    client.copy(api_kye="key")  # type: ignore[call-arg]  # pyright: ignore
    client.copy(http_client=httpx.AsyncClient())  # type: ignore[arg-type]  # pyright: ignore
    client.copy(api_version="v1")  # type: ignore[call-arg]  # pyright: ignore


def copies_async(client: AsyncOpenAI) -> None:
    assert_type(client.with_options(http_client=httpx.AsyncClient()), AsyncOpenAI)
    client.copy(http_client=httpx.Client())  # type: ignore[arg-type]  # pyright: ignore


def copies_of_azure(client: AzureOpenAI, other: AsyncAzureOpenAI) -> None:
    assert_type(client.with_options(api_version="v1", azure_ad_token="t", timeout=3), AzureOpenAI)
    client.copy(azure_ad_token_provider=lambda: "t", http_client=httpx.Client())
    client.copy(azure_ad_token=3)  # type: ignore[arg-type]  # pyright: ignore
    client.copy(azure_endpoint="https://h")  # type: ignore[call-arg]  # pyright: ignore

    async def provider() -> str:
        return "t"

    assert_type(other.with_options(azure_ad_token_provider=provider), AsyncAzureOpenAI)
    client.copy(azure_ad_token_provider=provider)  # type: ignore[arg-type]  # pyright: ignore


def calls_by_hand(client: OpenAI) -> None:
    assert_type(client.post("/x", cast_to=dict, body={"a": 1}, options={"max_retries": 0}), dict)  # type: ignore[type-arg]
    assert_type(client.delete("/x", cast_to=str), str)
    client.put("/x", cast_to=str, bdoy={})  # type: ignore[call-arg]  # pyright: ignore
    client.post("/x", cast_to=str, options={"tries": 1})  # type: ignore[call-overload]  # pyright: ignore
    client.get("/x", cast_to=str, body={})  # type: ignore[call-overload]  # pyright: ignore
