"""Whether a text or a picture breaks the vendor's rules, and which."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from .._runtime import SDKError
from .._runtime.client import AsyncClient

if TYPE_CHECKING:
    from .._client import AsyncOpenAI, OpenAI
    from ..types import ModerationCreateResponse


class FlaggedError(SDKError, ValueError):
    """Something was flagged.

    Attributes:
        categories: As in ``Verdict``.
    """

    categories: dict[str, float]

    def __init__(self, categories: dict[str, float]) -> None:
        super().__init__(
            "flagged by moderation: " + ", ".join(f"{name} ({score:.2f})" for name, score in categories.items())
        )
        self.categories = categories


class Verdict(NamedTuple):
    """What moderation says.

    Attributes:
        flagged: Whether anything was.
        categories: Those that were, with their scores (0 to 1), the highest first; of several inputs the highest each.
        each: The same for each input: one for each text of a list, one for parts that belong together.
    """

    flagged: bool
    categories: dict[str, float]
    each: list[dict[str, float]]

    def raise_if_flagged(self) -> Verdict:
        """The verdict itself, if nothing was flagged.

        Raises:
            FlaggedError: If something was.
        """
        if self.flagged:
            raise FlaggedError(self.categories)
        return self


@overload
def check_moderation(client: OpenAI, input: Any, **params: Any) -> Verdict: ...
@overload
def check_moderation(client: AsyncOpenAI, input: Any, **params: Any) -> Coroutine[Any, Any, Verdict]: ...
def check_moderation(client: Any, input: Any, **params: Any) -> Verdict | Coroutine[Any, Any, Verdict]:
    """Ask whether something may be said.

    Args:
        client: With an asynchronous client, what comes back is to be awaited.
        input: A text, several texts, or parts that belong together: ``{"type": "text", "text": ...}`` and
            ``{"type": "image_url", "image_url": {"url": ...}}``.
        params: The other arguments of ``moderations.create``, such as ``model``.
    """
    answer = client.moderations.create(input=input, **params)
    return _later(answer) if isinstance(client, AsyncClient) else read_moderation(answer)


def read_moderation(answer: ModerationCreateResponse) -> Verdict:
    """What an answer of ``moderations.create`` says."""
    each: list[dict[str, float]] = []
    for result in answer.results:
        scores = result.category_scores.to_dict()
        flags = result.categories.to_dict()
        each.append(_highest_first({name: scores.get(name, 0.0) for name, flag in flags.items() if flag}))
    highest: dict[str, float] = {}
    for found in each:
        for name, score in found.items():
            highest[name] = max(score, highest.get(name, 0.0))
    return Verdict(any(result.flagged for result in answer.results), _highest_first(highest), each)


async def _later(answer: Any) -> Verdict:
    return read_moderation(await answer)


def _highest_first(scores: dict[str, float]) -> dict[str, float]:
    return dict(sorted(scores.items(), key=lambda item: -item[1]))
