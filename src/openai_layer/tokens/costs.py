"""What tokens cost, by the table of models or by a price of one's own."""

from __future__ import annotations

from typing import Any, NamedTuple

from .messages import mapping
from .models import MODELS, ModelTable, Price, UnknownModelError

_MILLION = 1_000_000
_BATCH = 0.5
"""What the batch API charges of the price."""


class Cost(NamedTuple):
    """US dollars."""

    input: float
    """For input that was not in the cache."""
    cached: float
    """For input that was."""
    output: float

    @property
    def total(self) -> float:
        """All of it."""
        return self.input + self.cached + self.output


def estimate_cost(
    *,
    model: str,
    input_tokens: int,
    output_tokens: int = 0,
    cached_tokens: int = 0,
    batch: bool = False,
    price: Price | None = None,
    table: ModelTable = MODELS,
) -> Cost:
    """What a call costs.

    The table is a snapshot of public prices; ``price`` or a table of one's own takes its place.

    Args:
        model: Name of the model.
        input_tokens: Tokens of the prompt, those from the cache among them.
        output_tokens: Tokens of the answer, those of reasoning among them.
        cached_tokens: How many of the input the service had in its cache.
        batch: Whether the call goes through the batch API, at half the price.
        price: The price to go by, instead of the table's.
        table: What is known about models.

    Raises:
        ValueError: If a number is negative, or more input is cached than there is.
        UnknownModelError: If there is no such model, or its price is not known.
    """
    if min(input_tokens, output_tokens, cached_tokens) < 0 or cached_tokens > input_tokens:
        raise ValueError(
            f"Tokens are 0 or more, and cached ones no more than the input: got input_tokens={input_tokens}, "
            f"cached_tokens={cached_tokens}, output_tokens={output_tokens}."
        )
    if price is None and (price := table.find(model).price) is None:
        raise UnknownModelError(f"The price of {model!r} is not known: give price=Price(input=..., output=...).")
    dollars = (_BATCH if batch else 1.0) / _MILLION
    cached = price.input if price.cached is None else price.cached
    return Cost(
        (input_tokens - cached_tokens) * price.input * dollars,
        cached_tokens * cached * dollars,
        output_tokens * price.output * dollars,
    )


def usage_cost(
    usage: Any, *, model: str, batch: bool = False, price: Price | None = None, table: ModelTable = MODELS
) -> Cost:
    """What a call did cost, from the ``usage`` of its answer.

    Args:
        usage: That of a chat completion, a completion, a response or an embedding; a model or a mapping.
        model: Name of the model.
        batch: Whether the call went through the batch API, at half the price.
        price: The price to go by, instead of the table's.
        table: What is known about models.

    Raises:
        InputError: If it is no usage.
        ValueError: If it has no count of the prompt's tokens, or its numbers make no sense.
        UnknownModelError: If there is no such model, or its price is not known.
    """
    counts = mapping(usage, "usage")
    responses = "input_tokens" in counts
    spent = counts.get("input_tokens" if responses else "prompt_tokens")
    if not isinstance(spent, int):
        raise ValueError("The usage has neither prompt_tokens nor input_tokens; was the answer streamed without it?")
    details = counts.get("input_tokens_details" if responses else "prompt_tokens_details") or {}
    return estimate_cost(
        model=model,
        input_tokens=spent,
        output_tokens=counts.get("output_tokens" if responses else "completion_tokens") or 0,
        cached_tokens=mapping(details, "usage").get("cached_tokens") or 0,
        batch=batch,
        price=price,
        table=table,
    )
