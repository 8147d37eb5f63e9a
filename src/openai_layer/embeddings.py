"""Embeddings that travel as base64, a quarter of the size of numbers in JSON, where the caller does not say how."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from .._runtime import not_given, omit
from ..resources import embeddings as generated

if TYPE_CHECKING:
    from .._runtime import Body, Headers, NotGiven, Omit, Query, SequenceNotStr, Timeout
    from ..types import CreateEmbeddingResponse
    from ..types.embedding_model_param import EmbeddingModelParam


class Embeddings(generated.Embeddings):
    """Operations under ``embeddings``; vectors travel as base64 unless the caller asks for a format."""

    def create(
        self,
        *,
        input: str | SequenceNotStr[str] | Iterable[int] | Iterable[Iterable[int]],
        model: str | EmbeddingModelParam,
        dimensions: int | Omit = omit,
        encoding_format: Literal["float", "base64"] | Omit = omit,
        user: str | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout | NotGiven = not_given,
    ) -> CreateEmbeddingResponse:
        """Turn text or tokens into vectors that can be compared with one another.

        ``POST /embeddings``

        Args:
            input: What to embed: a text or a list of up to 2,048, or the same as token IDs; no text may be empty.
            model: ID of the embedding model.
            dimensions: Length of the vectors, 1 or more, if shorter than the model's own (text-embedding-3 and later).
            encoding_format: How vectors travel and arrive: `float` as numbers, `base64` as text. Left out, they travel
                as base64, which is faster, and arrive as lists of numbers.
            user: An identifier of your end user, so that abuse can be traced.
        """
        from .._runtime.raw import then

        answer = super().create(
            input=input,
            model=model,
            dimensions=dimensions,
            encoding_format=encoding_format or "base64",
            user=user,
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
        )
        return answer if encoding_format else then(answer, with_numbers)


class AsyncEmbeddings(generated.AsyncEmbeddings):
    """Operations under ``embeddings``; every call is awaited."""

    async def create(
        self,
        *,
        input: str | SequenceNotStr[str] | Iterable[int] | Iterable[Iterable[int]],
        model: str | EmbeddingModelParam,
        dimensions: int | Omit = omit,
        encoding_format: Literal["float", "base64"] | Omit = omit,
        user: str | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout | NotGiven = not_given,
    ) -> CreateEmbeddingResponse:
        """Turn text or tokens into vectors that can be compared with one another.

        Arguments and answer are those of ``Embeddings.create``.
        """
        from .._runtime.raw import then

        answer = await super().create(
            input=input,
            model=model,
            dimensions=dimensions,
            encoding_format=encoding_format or "base64",
            user=user,
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
        )
        return answer if encoding_format else then(answer, with_numbers)


def with_numbers(answer: CreateEmbeddingResponse) -> CreateEmbeddingResponse:
    """The answer with its vectors as numbers; those that came as numbers all the same stay as they are."""
    from ..types.embedding import Embedding as PlainEmbedding
    from .vectors import Embedding

    items: object = getattr(answer, "data", None)  # answers are decoded without being checked
    for item in items if isinstance(items, list) else ():
        if type(item) is PlainEmbedding:
            item.__class__ = Embedding
    return answer
