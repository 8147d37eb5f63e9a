"""What ``frequency_penalty`` and ``presence_penalty`` do to the logits of tokens."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, TypeVar, overload

from .input_errors import InputError

K = TypeVar("K", bound=Hashable)


@overload
def penalized(
    logits: Mapping[K, float],
    counts: Mapping[K, int],
    *,
    frequency_penalty: float = ...,
    presence_penalty: float = ...,
) -> dict[K, float]: ...
@overload
def penalized(
    logits: Sequence[float], counts: Sequence[int], *, frequency_penalty: float = ..., presence_penalty: float = ...
) -> list[float]: ...
def penalized(
    logits: Any, counts: Any, *, frequency_penalty: float = 0.0, presence_penalty: float = 0.0
) -> dict[Any, float] | list[float]:
    """Logits after the penalties: ``mu[j] - c[j] * frequency_penalty - (c[j] > 0) * presence_penalty``.

    The formula is that of the vendor's reference for both parameters.

    Args:
        logits: mu, by token or by position; not changed.
        counts: c, how often each token was sampled so far: by token, where 0 may be left out, or for each position.
        frequency_penalty: -2 to 2.
        presence_penalty: -2 to 2.

    Raises:
        InputError: If a penalty is out of its range, a count is negative, or there are not as many counts as logits.
    """
    for name, value in (("frequency_penalty", frequency_penalty), ("presence_penalty", presence_penalty)):
        if not -2 <= value <= 2:
            raise InputError(f"{name} is {value}; the API takes -2 to 2")

    def after(logit: float, count: int) -> float:
        if count < 0:
            raise InputError(f"a token cannot have been sampled {count} times")
        return logit - count * frequency_penalty - (count > 0) * presence_penalty

    if isinstance(logits, Mapping):
        return {token: after(logit, counts.get(token, 0)) for token, logit in logits.items()}
    if len(logits) != len(counts):
        raise InputError(f"{len(counts)} counts for {len(logits)} logits: each token needs one")
    return [after(logit, count) for logit, count in zip(logits, counts, strict=True)]
