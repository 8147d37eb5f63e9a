"""Log probabilities of an answer's tokens as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import exp
from typing import TYPE_CHECKING, Any, NamedTuple

from .extras import load_extra
from .input_errors import InputError

if TYPE_CHECKING:
    from ..types import Completion
    from ..types.chat import ChatCompletion
    from ..types.responses import Response


class LogprobRow(NamedTuple):
    """A token of an answer.

    Attributes:
        choice: Which of the answers, counted from 0; of a response, which of its texts.
        part: ``content`` or ``refusal``.
        position: Within the part, counted from 0.
        token: Its text.
        logprob: Natural logarithm of its probability; None for the first token of a prompt that was echoed.
        probability: 0 to 1.
        top: Log probabilities of the likeliest tokens at this place.
    """

    choice: int
    part: str
    position: int
    token: str
    logprob: float | None
    probability: float | None
    top: dict[str, float]


def logprob_rows(answer: ChatCompletion | Completion | Response) -> list[LogprobRow]:
    """The tokens of an answer in order.

    Args:
        answer: A chat completion, a legacy completion, or a response.

    Raises:
        InputError: If it came without log probabilities; says how to ask for them.
    """
    rows = list(_of_response(answer) if hasattr(answer, "output") else _of_choices(answer))
    if not rows:
        raise InputError(
            "the answer has no logprobs: ask a chat with logprobs=True (and top_logprobs=5), a completion with "
            "logprobs=5, a response with include=['message.output_text.logprobs'] (and top_logprobs=5)"
        )
    return rows


def logprob_frame(answer: ChatCompletion | Completion | Response) -> Any:
    """The same as a pandas DataFrame, a column for each attribute of a row.

    Raises:
        InputError: If the answer came without log probabilities.
        MissingDependencyError: If pandas is not installed.
    """
    pandas = load_extra("pandas", extra="tables", purpose="a table of logprobs")
    return pandas.DataFrame(logprob_rows(answer), columns=list(LogprobRow._fields))


def _of_choices(answer: Any) -> Iterator[LogprobRow]:
    for choice in answer.choices:
        found = choice.logprobs
        if found is None:
            continue
        if hasattr(found, "tokens"):
            yield from _legacy(choice.index, found)
        else:
            for part in ("content", "refusal"):
                yield from _chat(choice.index, part, getattr(found, part, None) or ())


def _of_response(answer: Any) -> Iterator[LogprobRow]:
    texts = [part for item in answer.output for part in getattr(item, "content", None) or ()]
    for index, part in enumerate(part for part in texts if getattr(part, "type", None) == "output_text"):
        yield from _chat(index, "content", part.logprobs or ())


def _chat(choice: int, part: str, tokens: Iterable[Any]) -> Iterator[LogprobRow]:
    for position, one in enumerate(tokens):
        top = {other.token: other.logprob for other in one.top_logprobs or ()}
        yield LogprobRow(choice, part, position, one.token, one.logprob, exp(one.logprob), top)


def _legacy(choice: int, found: Any) -> Iterator[LogprobRow]:
    tops = found.top_logprobs or [None] * len(found.tokens or ())
    for position, (token, logprob, top) in enumerate(
        zip(found.tokens or (), found.token_logprobs or (), tops, strict=True)
    ):
        probability = None if logprob is None else exp(logprob)
        yield LogprobRow(choice, "content", position, token, logprob, probability, dict(top or {}))
