"""Server-sent events from bytes, by the rules of the WHATWG; knows nothing of what the events mean."""

from __future__ import annotations

from .errors import StreamError

MAX_EVENT_BYTES = 256 * 1024 * 1024
_MAX_RETRY_DIGITS = 18  # nobody waits longer, and Python reads no number of thousands of digits
_BOM = b"\xef\xbb\xbf"


class ServerSentEvent:
    """One event.

    Attributes:
        event: Its name, or empty.
        data: Its lines of data, joined by newlines.
        id: The last id that the stream gave, or empty.
        retry: Milliseconds to wait before connecting again, where the event gave them.
    """

    __slots__ = ("data", "event", "id", "retry")

    def __init__(self, event: str, data: str, id: str, retry: int | None) -> None:
        self.event = event
        self.data = data
        self.id = id
        self.retry = retry

    def __repr__(self) -> str:
        return f"ServerSentEvent(event={self.event!r}, data={self.data!r}, id={self.id!r}, retry={self.retry!r})"


class SSEDecoder:
    """Takes a stream in pieces of any size. An event that the stream does not end with a blank line is no event."""

    def __init__(self, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        self._max = max_event_bytes
        self._begun = bytearray()  # the line that is not complete
        self._size = 0  # of these and of the data that waits for its blank line
        self._after_cr = False
        self._first = True
        self._event = ""
        self._data: list[str] = []
        self._retry: int | None = None
        self._id = ""

    def feed(self, chunk: bytes) -> list[ServerSentEvent]:
        """The events that a piece of the stream completes.

        Raises:
            StreamError: If an event grows beyond the limit.
        """
        if self._after_cr and chunk:
            # A line that ended with the last chunk's CR: this LF belongs to it.
            self._after_cr = False
            if chunk[0] == 0x0A:
                chunk = chunk[1:]
        if not chunk:
            return []
        self._after_cr = chunk[-1] == 0x0D
        self._grow(len(chunk))
        lines = chunk.splitlines()  # of bytes: at LF, CR and CRLF only
        rest = b"" if chunk[-1] in b"\r\n" else lines.pop()
        events = []
        for line in lines:
            # Nearly every line is complete as it comes.
            whole = self._complete(line) if self._first or self._begun else line
            if whole:
                self._take(whole)
            elif (event := self._dispatch()) is not None:
                events.append(event)
        self._begun += rest
        return events

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size > self._max:
            raise StreamError(f"an event of the stream is larger than {self._max} bytes")

    def _complete(self, line: bytes) -> bytes:
        if self._begun:
            line = bytes(self._begun + line)
            self._begun.clear()
        if self._first:
            self._first = False
            line = line.removeprefix(_BOM)
        return line

    def _take(self, line: bytes) -> None:
        if line.startswith(b"data: "):  # as nearly every line does
            self._data.append(line[6:].decode("utf-8", "replace"))
            return
        name, _, raw = line.partition(b":")
        if raw[:1] == b" ":
            raw = raw[1:]
        if name == b"data":
            self._data.append(raw.decode("utf-8", "replace"))
        elif name == b"event":
            self._event = raw.decode("utf-8", "replace")
        elif name == b"id" and b"\0" not in raw:
            self._id = raw.decode("utf-8", "replace")
        elif name == b"retry" and raw.isdigit() and len(raw) <= _MAX_RETRY_DIGITS:
            self._retry = int(raw)

    def _dispatch(self) -> ServerSentEvent | None:
        self._size = 0
        if not self._data:
            self._event, self._retry = "", None
            return None
        event = ServerSentEvent(self._event, "\n".join(self._data), self._id, self._retry)
        self._event, self._data, self._retry = "", [], None
        return event
