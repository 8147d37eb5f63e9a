"""What a run of tools does next, without doing it: one generator for both APIs and both colours of client."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from functools import partial
from typing import Any, Literal, TypeAlias

from attrs import evolve, frozen

from ..._runtime.errors import InvalidDataError
from .dialects import Dialect
from .errors import StopTools, UnknownToolError
from .function_tool import Tool
from .result_text import result_text
from .run_values import Step, StopReason, ToolCall, ToolResult, ToolRun

OnError: TypeAlias = Callable[[ToolCall, Exception], str] | Literal["raise"] | None


@frozen
class Ask:
    """Ask the model; the answer is sent back."""

    arguments: dict[str, Any]


@frozen
class Check:
    """Ask ``before_call``; its verdict is sent back, or the StopTools that it raised."""

    call: ToolCall


@frozen
class Bound:
    """A call of a tool with values that fit."""

    call: ToolCall
    tool: Tool[..., Any]


@frozen
class Invoke:
    """Call all of these, at the same time where that can be; values or exceptions are sent back in this order."""

    calls: list[Bound]


Actions: TypeAlias = Generator[Ask | Check | Invoke, Any, ToolRun]
_Results: TypeAlias = Generator[Ask | Check | Invoke, Any, tuple[list[ToolResult], StopReason | None]]


@frozen
class Toolbox:
    """The tools by their names, and what to do when one fails."""

    tools: Mapping[str, Tool[..., Any]]
    on_error: OnError

    def bind(self, call: ToolCall) -> Bound | ToolResult:
        """The call, ready to be made, or what is wrong with it."""
        found = self.tools.get(call.name)
        if found is None:
            known = ", ".join(self.tools) or "none"
            return self.failed(call, UnknownToolError(f"there is no tool {call.name!r} (there are: {known})"))
        try:
            return Bound(evolve(call, values=found.decode(call.arguments)), found)
        except Exception as error:  # noqa: BLE001 - validators of the caller's types raise what they like
            return self.failed(call, error)

    def outcome(self, call: ToolCall, value: object) -> ToolResult:
        """What came of a call that was made."""
        if isinstance(value, Exception):
            return evolve(self.failed(call, value), called=True)
        try:
            return ToolResult(call, result_text(value))
        except (TypeError, ValueError, RecursionError) as error:
            return evolve(self.failed(call, error), called=True)

    def failed(self, call: ToolCall, error: Exception) -> ToolResult:
        """What the model is told of an error; raises it instead if that is wanted."""
        if self.on_error == "raise":
            raise error
        if self.on_error is not None:
            return ToolResult(call, self.on_error(call, error), error, called=False)
        said = (
            str(error)
            if isinstance(error, (InvalidDataError, UnknownToolError))
            else f"{type(error).__name__}: {error}"
        )
        return ToolResult(call, f"Error: {said}", error, called=False)


def tool_loop(dialect: Dialect, toolbox: Toolbox, max_steps: int) -> Actions:
    """A run, step by step.

    Raises:
        ValueError: If there is to be no step.
    """
    if max_steps < 1:
        raise ValueError(f"max_steps is {max_steps}: the model has to be asked once at least")
    transcript = list(dialect.opening)
    steps: list[Step] = []
    new = 0
    while True:
        answer = yield Ask(dialect.arguments(transcript, new))
        turn = dialect.read(answer)
        transcript += turn.items
        new = len(transcript)
        results: list[ToolResult] = []
        stop = turn.stop
        if stop is None and len(steps) + 1 == max_steps:
            results, stop = _unmade(turn.calls, "the limit of steps was reached"), "max_steps"
        elif stop is None:
            results, stop = yield from _results(turn.calls, toolbox)
        transcript += [dialect.result(one.call, one.output) for one in results]
        steps.append(Step(answer, tuple(results), turn.usage))
        if stop is not None:
            return ToolRun(stop, turn.text, tuple(transcript), tuple(steps), partial(dialect.parsed, answer))


def _results(calls: tuple[ToolCall, ...], toolbox: Toolbox) -> _Results:
    """Ask about each call before any is made, then make those that may be."""
    found: list[Bound | ToolResult] = [toolbox.bind(call) for call in calls]
    for index, one in enumerate(found):
        if isinstance(one, Bound):
            verdict = yield Check(one.call)
            if isinstance(verdict, StopTools):
                return _unmade(calls, str(verdict)), "vetoed"
            if verdict is not None:
                found[index] = ToolResult(one.call, _said(verdict), called=False)
    bound = [one for one in found if isinstance(one, Bound)]
    values = iter((yield Invoke(bound)) if bound else ())
    results = [toolbox.outcome(one.call, next(values)) if isinstance(one, Bound) else one for one in found]
    return results, None


def _said(verdict: object) -> str:
    if not isinstance(verdict, str):
        raise TypeError(
            f"before_call returned {verdict!r}: None lets the call be made, a text is told to the model instead"
        )
    return verdict


def _unmade(calls: Iterable[ToolCall], reason: str) -> list[ToolResult]:
    """Each call has a result, or the API would not take the transcript any more."""
    return [ToolResult(call, f"Not called: {reason}", called=False) for call in calls]
