"""The events of a run of an assistant, put together: event in, what to tell a handler out. It does no I/O."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from ..._runtime.models import Model
from ...types.beta.threads.message import Message
from ...types.beta.threads.run import Run
from ...types.beta.threads.runs.run_step import RunStep
from .merging import merge_into

if TYPE_CHECKING:
    from ...types.beta import AssistantStreamEvent

M = TypeVar("M", bound=Model)

Told: TypeAlias = tuple[str, tuple[Any, ...]]
"""Name of a handler's method, and its arguments."""

_STEP = "thread.run.step."
_RUN = "thread.run."
_MESSAGE = "thread.message."
_STEP_ENDS = ("completed", "failed", "cancelled", "expired")


class AssistantStreamState:
    """What has arrived of a run.

    Attributes:
        current_event: The event that arrived last.
        current_run: The run as it was last told of.
        messages: Messages so far, by id.
        steps: Steps so far, by id.
        current_message_snapshot: The message that is being written.
        current_run_step_snapshot: The step that is being taken.
    """

    def __init__(self) -> None:
        self.current_event: AssistantStreamEvent | None = None
        self.current_run: Run | None = None
        self.messages: dict[str, Message] = {}
        self.steps: dict[str, RunStep] = {}
        self.current_message_snapshot: Message | None = None
        self.current_run_step_snapshot: RunStep | None = None
        self._raw: dict[str, dict[str, Any]] = {}
        self._open_content: int | None = None
        self._open_call: int | None = None

    def handle_event(self, event: AssistantStreamEvent) -> Iterator[Told]:
        """Add an event; what it brings, each after all that came before it was told."""
        self.current_event = event
        yield "on_event", (event,)
        name: object = event.event
        data: object = event.data
        if not isinstance(name, str) or not isinstance(data, (Model, dict)):
            return
        if name.startswith(_STEP):
            yield from self._step(name.removeprefix(_STEP), data)
        elif name.startswith(_RUN):
            self.current_run = _as(Run, data)
        elif name.startswith(_MESSAGE):
            yield from self._message(name.removeprefix(_MESSAGE), data)

    # --- messages -------------------------------------------------------------------------------------------------

    def _message(self, what: str, data: Any) -> Iterator[Told]:
        if what == "delta":
            message = self._grown(Message, data.id, data.delta)
        else:
            message = _as(Message, data)
            self._raw[message.id] = message.to_dict()
        self.messages[message.id] = self.current_message_snapshot = message
        if what == "created":
            self._open_content = None
            yield "on_message_created", (message,)
        elif what == "delta":
            yield "on_message_delta", (data.delta, message)
            for piece in data.delta.content or ():
                yield from self._content(piece, message)
        elif what in ("completed", "incomplete"):
            yield from self._content_done(message)
            self.current_message_snapshot = None
            yield "on_message_done", (message,)

    def _content(self, piece: Any, message: Message) -> Iterator[Told]:
        whole: Any = _at(message.content, piece.index)
        if piece.index != self._open_content:
            yield from self._content_done(message)
            self._open_content = piece.index
            if piece.type == "text":
                yield "on_text_created", (whole.text,)
        if piece.type == "text" and piece.text is not None:
            yield "on_text_delta", (piece.text, whole.text)

    def _content_done(self, message: Message) -> Iterator[Told]:
        """Say that the part at hand is whole."""
        if self._open_content is None:
            return
        whole: Any = _at(message.content, self._open_content)
        self._open_content = None
        if whole is not None and whole.type == "text":
            yield "on_text_done", (whole.text,)
        elif whole is not None and whole.type == "image_file":
            yield "on_image_file_done", (whole.image_file,)

    # --- steps ----------------------------------------------------------------------------------------------------

    def _step(self, what: str, data: Any) -> Iterator[Told]:
        if what == "delta":
            step = self._grown(RunStep, data.id, data.delta)
        else:
            step = _as(RunStep, data)
            self._raw[step.id] = step.to_dict()
        self.steps[step.id] = self.current_run_step_snapshot = step
        if what == "created":
            self._open_call = None
            yield "on_run_step_created", (step,)
        elif what == "delta":
            yield "on_run_step_delta", (data.delta, step)
            for piece in getattr(data.delta.step_details, "tool_calls", None) or ():
                yield from self._call(piece, step)
        elif what in _STEP_ENDS:
            yield from self._call_done(step)
            self.current_run_step_snapshot = None
            yield "on_run_step_done", (step,)

    def _call(self, piece: Any, step: RunStep) -> Iterator[Told]:
        if piece.index != self._open_call:
            yield from self._call_done(step)
            self._open_call = piece.index
            yield "on_tool_call_created", (_call_at(step, piece.index),)
        yield "on_tool_call_delta", (piece, _call_at(step, piece.index))

    def _call_done(self, step: RunStep) -> Iterator[Told]:
        """Say that the tool call at hand is whole."""
        if self._open_call is not None:
            call = _call_at(step, self._open_call)
            self._open_call = None
            yield "on_tool_call_done", (call,)

    # --- both -----------------------------------------------------------------------------------------------------

    def _grown(self, cls: Any, id_: str, delta: Any) -> Any:
        """The object with a piece added, as a new one."""
        raw = self._raw.setdefault(id_, {"id": id_})
        merge_into(raw, delta.to_dict())
        return cls.from_dict(raw)


def _as(cls: type[M], data: Any) -> M:
    """The data of an event as a model, also of an event of a kind that this package does not know."""
    return cls.from_dict(data) if isinstance(data, dict) else cast("M", data)


def _call_at(step: RunStep, index: int) -> Any:
    return _at(getattr(step.step_details, "tool_calls", None), index)


def _at(items: Any, index: int) -> Any:
    """The item of a list that is counted as ``index``: where it says so itself, else where it stands."""
    if not isinstance(items, list):
        return None
    for item in items:
        if getattr(item, "index", None) == index:
            return item
    return items[index] if index < len(items) else None
