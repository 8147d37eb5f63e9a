"""Tokens of plain text: counted, cut, and split."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from .encodings import encoding_for
from .models import MODELS, ModelTable

if TYPE_CHECKING:
    import tiktoken

_SLICE = 256
"""Texts that one thread counts at a time: enough that handing them over costs nothing."""

_BLOCK = 400_000
"""Characters."""


def count_tokens(text: str, *, model: str, table: ModelTable = MODELS) -> int:
    """The tokens of a text.

    What reads like a special token (``<|endoftext|>``) counts as the text that it is, as the API takes it.

    Args:
        text: The text.
        model: Name of a model, or of an encoding.
        table: What is known about models.

    Raises:
        TypeError: If it is no text.
        UnknownModelError: If there is no such model; names the nearest ones.
        RankFileError: If the rank file is not on this machine; says how to provide it.
        MissingDependencyError: If tiktoken is not installed.
    """
    return text_tokens(text, encoding_for(model, table=table))


def count_many(
    texts: Iterable[str], *, model: str, threads: int | None = None, table: ModelTable = MODELS
) -> list[int]:
    """The tokens of many texts, in their order, counted by several threads; the fast way for a lot of text.

    Args:
        texts: The texts; read a few thousand at a time.
        model: Name of a model, or of an encoding.
        threads: How many; as many as there are processors if left out.
        table: What is known about models.

    Raises:
        TypeError: If one of them is no text; says which.
        UnknownModelError: If there is no such model; names the nearest ones.
        RankFileError: If the rank file is not on this machine; says how to provide it.
    """
    if isinstance(texts, str):
        raise TypeError("One text is given where many are wanted: call count_tokens, or give a list.")
    encoding = encoding_for(model, table=table)
    threads = threads or os.cpu_count() or 1
    counts: list[int] = []
    items = iter(texts)
    with ThreadPoolExecutor(threads) as pool:
        while batch := list(islice(items, _SLICE * threads * 4)):
            for number, text in enumerate(batch, len(counts)):
                checked(text, f"text {number} of those to count")
            slices = [batch[start : start + _SLICE] for start in range(0, len(batch), _SLICE)]
            for part in pool.map(partial(_counts, encoding), slices):
                counts += part
    return counts


def truncate_text(text: str, *, model: str, max_tokens: int, table: ModelTable = MODELS) -> str:
    """The beginning of a text, with at most that many tokens and no character cut.

    Raises:
        TypeError: If it is no text.
        ValueError: If ``max_tokens`` is negative.
    """
    if max_tokens < 0:
        raise ValueError(f"max_tokens is 0 or more, not {max_tokens}.")
    encoding = encoding_for(model, table=table)
    tokens = encoded(checked(text), encoding)
    return (
        text if len(tokens) <= max_tokens else _fitting(encoding.decode_tokens_bytes(tokens), max_tokens, encoding)[0]
    )


def chunk_text(
    text: str, *, model: str, max_tokens: int, overlap: int = 0, table: ModelTable = MODELS
) -> Iterator[str]:
    """The text in pieces of at most that many tokens, split between tokens and never inside a character.

    Without an overlap the pieces make up the text again.

    Args:
        text: The text; an empty one has no pieces.
        model: Name of a model, or of an encoding.
        max_tokens: Tokens that a piece may have.
        overlap: Tokens at the end of a piece that the next one begins with.
        table: What is known about models.

    Raises:
        TypeError: If it is no text.
        ValueError: If ``max_tokens`` is not positive, the overlap is negative or no less than ``max_tokens``, or one
            character has more tokens than a piece may have.
    """
    if max_tokens < 1 or not 0 <= overlap < max_tokens:
        raise ValueError(
            f"max_tokens is at least 1 and overlap at least 0 and less than that, not {max_tokens} and {overlap}."
        )
    encoding = encoding_for(model, table=table)
    tokens = encoded(checked(text), encoding)
    return _pieces(encoding.decode_tokens_bytes(tokens), max_tokens, overlap, encoding)


def text_tokens(text: str, encoding: tiktoken.Encoding, what: str = "the text") -> int:
    """The tokens of a text in an encoding.

    Raises:
        TypeError: If it is no text; says what it was to be.
    """
    return len(encoded(checked(text, what), encoding))


def encoded(text: str, encoding: tiktoken.Encoding) -> list[int]:
    """The tokens of a text.

    tiktoken breaks down at a million spaces in a row; so many of them are encoded in parts, which may count some more.
    """
    if len(text) < _BLOCK:
        return encoding.encode_ordinary(text)
    tokens: list[int] = []
    start = 0
    for at in range(0, len(text) - _BLOCK + 1, _BLOCK):
        if text[at : at + _BLOCK].isspace():  # there is one of these in every run of twice its length
            tokens += encoding.encode_ordinary(text[start:at])
            tokens += encoding.encode_ordinary(text[at : at + _BLOCK])
            start = at + _BLOCK
    return tokens + encoding.encode_ordinary(text[start:]) if start else encoding.encode_ordinary(text)


def checked(text: str, what: str = "the text") -> str:
    """The text, if it is one.

    Raises:
        TypeError: If not; says what it was to be.
    """
    if not isinstance(text, str):
        raise TypeError(f"{what[0].upper()}{what[1:]} is a {type(text).__name__}; tokens are counted of str alone.")
    return text


def _counts(encoding: tiktoken.Encoding, texts: list[str]) -> list[int]:
    return [len(encoded(text, encoding)) for text in texts]


def _pieces(parts: list[bytes], max_tokens: int, overlap: int, encoding: tiktoken.Encoding) -> Iterator[str]:
    start = 0
    while start < len(parts):
        piece, end = _fitting(parts, max_tokens, encoding, start)
        if end == start:
            raise ValueError(f"One character has more than {max_tokens} tokens; max_tokens must be larger.")
        yield piece
        if end == len(parts):
            return
        start = next(at for at in range(max(end - overlap, start + 1), end + 1) if _begins_character(parts, at))


def _fitting(parts: list[bytes], max_tokens: int, encoding: tiktoken.Encoding, start: int = 0) -> tuple[str, int]:
    """The longest text from a token on that fits, and the token after it."""
    end = min(start + max_tokens, len(parts))
    while end > start:
        if _begins_character(parts, end):
            text = b"".join(parts[start:end]).decode()
            # A text that is cut is split into words in another way at times, and then has more tokens.
            if len(encoded(text, encoding)) <= max_tokens:
                return text, end
        end -= 1
    return "", start


def _begins_character(parts: list[bytes], at: int) -> bool:
    return at == len(parts) or parts[at][0] & 0xC0 != 0x80
