"""Conversations that outgrow a model's window, made to fit it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..._runtime import SDKError
from .counting import count_tokens, truncate_text
from .messages import SYSTEM_ROLES, TokenReport, mapping, message_token_report
from .models import MODELS, ModelTable, context_window
from .response_items import as_message

CUT = " […]"
"""Stands where the rest of a message was."""


class PromptTooLongError(SDKError, ValueError):
    """What may not be dropped does not fit.

    Attributes:
        tokens: Tokens that it takes.
        limit: Tokens that the prompt may have.
    """

    tokens: int
    limit: int

    def __init__(self, tokens: int, limit: int, tools: int) -> None:
        self.tokens = tokens
        self.limit = limit
        super().__init__(
            f"What has to stay, the system messages, the last message of the user and the newest turn, takes {tokens} "
            f"tokens with {tools} of tools, and the prompt may have {limit}. Shorten one of them, ask for a shorter "
            "answer, or take a model with a larger window."
        )


def prompt_limit(model: str, *, max_output_tokens: int, table: ModelTable = MODELS) -> int:
    """Tokens that a prompt may have if the answer is to have that many.

    Raises:
        ValueError: If the model cannot give such an answer.
        UnknownModelError: If there is no such model, or its window is not known.
    """
    context, known = context_window(model, table=table), table.find(model)
    longest = min(context - 1, known.max_output or context)
    if not 1 <= max_output_tokens <= longest:
        raise ValueError(f"max_output_tokens is {max_output_tokens}; {model} gives answers of 1 to {longest} tokens.")
    return min(context - max_output_tokens, known.max_input or context)


def fit_messages(
    messages: Iterable[Any],
    *,
    model: str,
    max_output_tokens: int | None = None,
    max_prompt_tokens: int | None = None,
    shorten: bool = False,
    tools: Iterable[Any] | None = None,
    functions: Iterable[Any] | None = None,
    tool_choice: Any = None,
    image_sizes: Mapping[str, tuple[int, int]] | None = None,
    table: ModelTable = MODELS,
) -> list[Any]:
    """The newest messages that fit a model's window together with the answer that is wanted.

    The oldest ones are dropped. Never dropped are system messages, the last message of the user and the newest turn;
    the call of a tool and its results stay or go together. The messages given are not modified.

    Args:
        messages: As for ``chat.completions.create``, or items for ``responses.create``.
        model: Name of the model.
        max_output_tokens: Tokens that the answer may have.
        max_prompt_tokens: Tokens that the prompt may have, instead of what the model's window leaves.
        shorten: Whether the newest of those that do not fit keeps as much of the beginning of its longest text as
            fits, rather than being dropped. Arguments of calls are never cut.
        tools: What is sent along, and takes room as well.
        functions: As the older API takes them.
        tool_choice: As for ``chat.completions.create``.
        image_sizes: Width and height in pixels of images by their URL.
        table: What is known about models.

    Raises:
        PromptTooLongError: If what may not be dropped does not fit.
        ValueError: If neither limit is given, or the model cannot give such an answer.
        InputError: If something cannot be counted; says which message.
        UnknownModelError: If there is no such model, or its window is not known.
    """
    given = list(messages)
    if max_prompt_tokens is None:
        if max_output_tokens is None:
            raise ValueError("Say how long the answer may be (max_output_tokens), or the prompt (max_prompt_tokens).")
        max_prompt_tokens = prompt_limit(model, max_output_tokens=max_output_tokens, table=table)
    report = message_token_report(
        given,
        model=model,
        tools=tools,
        functions=functions,
        tool_choice=tool_choice,
        image_sizes=image_sizes,
        table=table,
    )
    if report.tokens <= max_prompt_tokens:
        return given
    plain = [as_message(mapping(message, f"messages[{at}]")) for at, message in enumerate(given)]
    return _Fit(given, plain, report, max_prompt_tokens, model, table).chosen(shorten=shorten)


def turns(messages: Sequence[Mapping[str, Any]]) -> list[list[int]]:
    """The places of messages that stay or go together, oldest first; system messages are in none of them."""
    found: list[list[int]] = []
    callers: dict[object, list[int]] = {}  # which turn made a call, by the ID of the call
    latest: list[int] | None = None
    for at, message in enumerate(messages):
        role = message.get("role")
        if role in SYSTEM_ROLES:
            continue
        if role in ("tool", "function"):
            caller = callers.get(message.get("tool_call_id"), latest)
            if caller is not None:
                caller.append(at)
                continue
        turn = [at]
        found.append(turn)
        calls = message.get("tool_calls") or ()
        if calls or message.get("function_call") is not None:
            latest = turn
            callers.update((mapping(call, f"messages[{at}].tool_calls").get("id"), turn) for call in calls)
    return found


class _Fit:
    """One conversation that does not fit: its messages, their tokens, and the room there is."""

    def __init__(
        self,
        given: list[Any],
        plain: list[Mapping[str, Any]],
        report: TokenReport,
        limit: int,
        model: str,
        table: ModelTable,
    ) -> None:
        self._given, self._plain, self._report, self._limit = given, plain, report, limit
        self._model, self._table = model, table

    def chosen(self, *, shorten: bool) -> list[Any]:
        """The messages that stay, oldest first."""
        found = turns(self._plain)
        users = [at for at, message in enumerate(self._plain) if message.get("role") == "user"]
        fixed = {at for at, message in enumerate(self._plain) if message.get("role") in SYSTEM_ROLES} | set(users[-1:])
        kept = {at: self._given[at] for at in fixed}
        room = self._limit - (self._report.tokens - sum(self._report.messages)) - self._tokens(fixed)
        if room < 0:
            raise self._too_long(fixed | set(found[-1] if found else ()))
        for number, turn in enumerate(reversed(found)):
            loose = [at for at in turn if at not in fixed]
            needed = self._tokens(loose)
            if needed > room:
                cut = self._shortened(loose, needed - room) if shorten else None
                if cut is None and number == 0:
                    raise self._too_long(fixed | set(loose))
                kept |= cut or {}
                break
            kept |= {at: self._given[at] for at in loose}
            room -= needed
        return [kept[at] for at in sorted(kept)]

    def _tokens(self, places: Iterable[int]) -> int:
        return sum(self._report.messages[at] for at in places)

    def _too_long(self, places: Iterable[int]) -> PromptTooLongError:
        around = self._report.tokens - sum(self._report.messages)
        return PromptTooLongError(around + self._tokens(places), self._limit, self._report.tools)

    def _shortened(self, turn: list[int], excess: int) -> dict[int, Any] | None:
        """The turn with its longest text cut by so many tokens; None if that is more than there is of it."""
        texts = {at: text for at in turn if isinstance(text := self._plain[at].get("content"), str)}
        if not texts:
            return None
        longest = max(texts, key=lambda at: self._report.messages[at])
        counts = [count_tokens(text, model=self._model, table=self._table) for text in (texts[longest], CUT)]
        keep = counts[0] - counts[1] - excess
        while keep > 0:
            beginning = truncate_text(texts[longest], model=self._model, max_tokens=keep, table=self._table)
            message = self._with_text(longest, beginning.rstrip() + CUT)
            (tokens,) = message_token_report([message], model=self._model, table=self._table).messages
            if tokens <= self._report.messages[longest] - excess:
                return {at: message if at == longest else self._given[at] for at in turn}
            keep -= 1  # the mark and the text before it can have more tokens together than apart
        return None

    def _with_text(self, at: int, text: str) -> dict[str, Any]:
        message = mapping(self._given[at], f"messages[{at}]")
        return {**message, ("content" if "role" in message else "output"): text}
