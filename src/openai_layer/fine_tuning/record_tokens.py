"""Tokens of training records: each text is encoded once, and what is plain takes no more than that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from ..tokens import MODELS, count_message_tokens, encoding_for
from ..tokens.counting import text_tokens
from .records import conversations

TokenCounter: TypeAlias = Callable[[dict[str, Any]], tuple[int, int]]
"""From a sound record to its tokens, and to those of the assistant's texts among them."""

EXAMPLE_LIMITS = {
    "gpt-4.1": 65_536,
    "gpt-4o": 65_536,
    "gpt-4-0613": 8_192,
    "gpt-3.5-turbo": 16_385,
    "gpt-3.5-turbo-0613": 4_096,
}
"""Tokens of one example, by the beginning of the model's name: less than models take when they answer."""

_ANSWER = 3
"""Tokens that begin an answer; they come once in a record."""
_PLAIN = frozenset({"role", "content", "weight"})


def example_limit(model: str) -> int | None:
    """How many tokens of an example a model is trained on: by rule its whole window; None for an unknown model."""
    base = model.removeprefix("ft:").partition(":")[0]
    known = max((name for name in EXAMPLE_LIMITS if f"{base}-".startswith(f"{name}-")), key=len, default=None)
    if known is not None:
        return EXAMPLE_LIMITS[known]
    return MODELS.find(model).context if model in MODELS else None


def token_counter(model: str) -> TokenCounter:
    """Counts the tokens of records for a model.

    What it returns raises SDKError for a record that cannot be counted without the service, such as one with sound.

    Raises:
        SDKError: If tokens cannot be counted: tiktoken is missing, or its data, or the model is not known.
    """
    encoding = encoding_for(model)
    of_role: dict[str, int] = {}

    def around(role: str) -> int:
        """Tokens of a message besides its content."""
        if role not in of_role:
            of_role[role] = count_message_tokens([{"role": role, "content": ""}], model=model) - _ANSWER
        return of_role[role]

    def count(record: dict[str, Any]) -> tuple[int, int]:
        total, assistant = _ANSWER, 0
        for messages, tools in conversations(record):
            others = []
            for message in messages:
                role, content = message["role"], message.get("content")
                if role == "assistant" and content:
                    texts = [content] if isinstance(content, str) else map(_text, content)
                    size = sum(text_tokens(text, encoding) for text in texts)
                    total, assistant, content = total + size, assistant + size, ""
                    message = {**message, "content": content}
                if isinstance(content, str) and not tools and _PLAIN.issuperset(message):
                    total += around(role) + (text_tokens(content, encoding) if content else 0)
                else:
                    others.append(message)
            if others:
                total += count_message_tokens(others, model=model, **tools) - _ANSWER
        return total, assistant

    return count


def _text(part: dict[str, Any]) -> str:
    text: str = part[part["type"]]
    return text
