"""What can be said over a connection: each method sends one event.

What sending returns is up to the connection: nothing, or something to be awaited.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from ..._runtime import omit
from .base import event

if TYPE_CHECKING:
    from ..._runtime import Omit
    from ...types.beta.realtime.session_update_event_param import Session as SessionParam
    from ...types.realtime import RealtimeResponseCreateParamsParam, RealtimeTranscriptionSessionCreateRequestParam
    from ...types.realtime_conversation_item_param import RealtimeConversationItemParam

R = TypeVar("R")
Send: TypeAlias = Callable[[Any], R]


class Commands(Generic[R]):
    """A group of things that can be said."""

    def __init__(self, send: Send[R]) -> None:
        self._send = send


class SessionCommands(Commands[R]):
    """The session: how the model is to behave."""

    def update(self, *, session: SessionParam, event_id: str | Omit = omit) -> R:
        """Change the session; answered by ``session.updated``."""
        return self._send(event("session.update", session=session, event_id=event_id))


class TranscriptionSessionCommands(Commands[R]):
    """A session that transcribes only."""

    def update(self, *, session: RealtimeTranscriptionSessionCreateRequestParam, event_id: str | Omit = omit) -> R:
        """Change the session; answered by ``transcription_session.updated``."""
        return self._send(event("transcription_session.update", session=session, event_id=event_id))


class RealtimeResponseCommands(Commands[R]):
    """What the model says."""

    def create(self, *, response: RealtimeResponseCreateParamsParam | Omit = omit, event_id: str | Omit = omit) -> R:
        """Let the model speak; answered by ``response.created`` and, in the end, ``response.done``."""
        return self._send(event("response.create", response=response, event_id=event_id))

    def cancel(self, *, response_id: str | Omit = omit, event_id: str | Omit = omit) -> R:
        """Let the model stop; answered by ``response.done``."""
        return self._send(event("response.cancel", response_id=response_id, event_id=event_id))


class InputAudioBufferCommands(Commands[R]):
    """What the model hears."""

    def append(self, *, audio: str | bytes, event_id: str | Omit = omit) -> R:
        """Add sound: bytes, or text that is base64 already. There is no answer."""
        text = audio if isinstance(audio, str) else base64.b64encode(audio).decode()
        return self._send(event("input_audio_buffer.append", audio=text, event_id=event_id))

    def clear(self, *, event_id: str | Omit = omit) -> R:
        """Forget what was added; answered by ``input_audio_buffer.cleared``."""
        return self._send(event("input_audio_buffer.clear", event_id=event_id))

    def commit(self, *, event_id: str | Omit = omit) -> R:
        """Make a message of what was added; answered by ``input_audio_buffer.committed``."""
        return self._send(event("input_audio_buffer.commit", event_id=event_id))


class OutputAudioBufferCommands(Commands[R]):
    """What is heard of the model, with WebRTC and SIP."""

    def clear(self, *, event_id: str | Omit = omit) -> R:
        """Cut off what is being played; answered by ``output_audio_buffer.cleared``."""
        return self._send(event("output_audio_buffer.clear", event_id=event_id))


class ConversationItemCommands(Commands[R]):
    """Messages, calls and their results."""

    def create(
        self,
        *,
        item: RealtimeConversationItemParam,
        previous_item_id: str | Omit = omit,
        event_id: str | Omit = omit,
    ) -> R:
        """Add an item at the end, or after another one; answered by ``conversation.item.added``."""
        fields = event("conversation.item.create", item=item, previous_item_id=previous_item_id, event_id=event_id)
        return self._send(fields)

    def delete(self, *, item_id: str, event_id: str | Omit = omit) -> R:
        """Remove an item; answered by ``conversation.item.deleted``."""
        return self._send(event("conversation.item.delete", item_id=item_id, event_id=event_id))

    def truncate(self, *, item_id: str, content_index: int, audio_end_ms: int, event_id: str | Omit = omit) -> R:
        """Drop what was not heard of an answer; answered by ``conversation.item.truncated``."""
        fields = event(
            "conversation.item.truncate",
            item_id=item_id,
            content_index=content_index,
            audio_end_ms=audio_end_ms,
            event_id=event_id,
        )
        return self._send(fields)

    def retrieve(self, *, item_id: str, event_id: str | Omit = omit) -> R:
        """Ask for an item as the server has it; answered by ``conversation.item.retrieved``."""
        return self._send(event("conversation.item.retrieve", item_id=item_id, event_id=event_id))


class ConversationCommands(Commands[R]):
    """The conversation."""

    @property
    def item(self) -> ConversationItemCommands[R]:
        """Messages, calls and their results."""
        return ConversationItemCommands(self._send)
