"""Calls of a client that are taken down instead of sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from ..._runtime.errors import SDKError
from ..._runtime.modes import Raw
from ..._runtime.raw import RawResponse
from ..._runtime.with_response import WithResponse
from ..input_errors import InputError
from .requests import ENDPOINTS, BatchRequest, make_request

if TYPE_CHECKING:
    import httpx

    from ..._client import AsyncOpenAI, OpenAI, OpenAIWithResponse
    from ..._runtime.call_values import Arguments
    from ..._runtime.operation import Endpoint

T = TypeVar("T")
_ID_HEADER = "x-batch-custom-id"


class NotAnsweredError(SDKError):
    """A call that was taken down was asked for its answer, which only the results of its batch have."""


class Recorded(RawResponse[T]):
    """A call that was taken down; ``results.answer(call)`` gives its answer when there is one.

    Attributes:
        custom_id: The name of its request.
    """

    custom_id: str

    def __repr__(self) -> str:
        return f"<call for a batch, custom_id={self.custom_id!r}>"

    def parse(self, *, to: Any = None) -> Any:
        """There is no answer yet.

        Raises:
            NotAnsweredError: Always.
        """
        raise NotAnsweredError(f"{self.custom_id} was taken down for a batch: its answer is in the batch's results")


def custom_id(name: str) -> dict[str, str]:
    """The name of a request, to be passed to its call as ``extra_headers``."""
    return {_ID_HEADER: name}


class BatchBuilder:
    """Takes down calls and holds their requests, in their order.

    ::

        batch = BatchBuilder()
        with batch.collect(client) as calls:
            calls.chat.completions.create(model=model, messages=messages, extra_headers=custom_id("first"))
        results = run_batches(client, batch, state="run.json")
    """

    def __init__(self) -> None:
        self._requests: dict[str, BatchRequest] = {}

    def __len__(self) -> int:
        return len(self._requests)

    def __iter__(self) -> Iterator[BatchRequest]:
        return iter(self._requests.values())

    def add(self, url: str, body: Mapping[str, object], *, custom_id: str | None = None) -> str:
        """Add a request by its endpoint and its body; returns its custom_id.

        Raises:
            InputError: If a batch cannot take it.
        """
        return self._add(make_request(self._name(custom_id), url, body)).custom_id

    @contextmanager
    def collect(self, client: OpenAI | AsyncOpenAI) -> Iterator[OpenAIWithResponse[Raw]]:
        """The methods of a client, of either kind, whose calls are taken down; none of them is awaited.

        Arguments are checked and written as the client itself does. A call may be given a name with
        ``extra_headers=custom_id("...")``; without one it is named for its place, ``request-1`` and so on.
        Each returns a ``Recorded``.

        Raises:
            InputError: By a call that a batch cannot take: of another endpoint, with streaming, with a file.
        """
        tape = _Tape(client.copy(), self)
        calls: Any = _Calls(tape.client, tape)
        try:
            yield calls
        finally:
            tape.client._closed = True

    def _name(self, given: str | None) -> str:
        if given is not None:
            return given
        number = len(self._requests) + 1
        while (name := f"request-{number}") in self._requests:
            number += 1
        return name

    def _add(self, request: BatchRequest) -> BatchRequest:
        if request.custom_id in self._requests:
            raise InputError(f"two requests have the custom_id {request.custom_id!r}")
        self._requests[request.custom_id] = request
        return request


class _Tape:
    """A copy of a client that answers out of nothing, and what it was asked."""

    def __init__(self, client: Any, builder: BatchBuilder) -> None:
        self.client = client
        self._builder = builder
        self._asked: list[tuple[Endpoint, Arguments]] = []
        client._send = self._note_async if client._is_async else self._note

    def take_down(self, call: Callable[[], Any]) -> Recorded[Any]:
        """Make a call in which the whole response is asked for, and keep how it would read its answer."""
        self._asked.clear()
        whole = _at_once(call()) if self.client._is_async else call()
        [(operation, arguments)] = self._asked
        recorded: Recorded[Any] = Recorded(whole.http_response, whole._reading)
        recorded.custom_id = self._record(operation, arguments, whole._reading.value).custom_id
        return recorded

    def _note(self, operation: Endpoint, arguments: Arguments, *, stream: bool = False) -> httpx.Response:
        import httpx

        self.client._check_open(operation)
        if stream:
            raise InputError(f"{operation.verb} {operation.path}: a batch cannot stream; leave out stream")
        self._asked.append((operation, arguments))
        return httpx.Response(200, request=httpx.Request(operation.verb, self.client.base_url))

    async def _note_async(self, operation: Endpoint, arguments: Arguments, *, stream: bool = False) -> httpx.Response:
        return self._note(operation, arguments, stream=stream)

    def _record(
        self, operation: Endpoint, arguments: Arguments, read: Callable[[httpx.Response], Any]
    ) -> BatchRequest:
        url = f"/v1{operation.path}"
        if operation.verb != "POST" or url not in ENDPOINTS:
            called = f"{operation.verb} {operation.path}"
            raise InputError(f"a batch cannot call {called}; it can call {', '.join(ENDPOINTS)}")
        headers, query, body, timeout = arguments.extra
        named = {name.lower(): value for name, value in (headers or {}).items()}
        others = [name for name in named if name != _ID_HEADER and not name.startswith("x-stainless-")]
        if others or query:
            given = ", ".join([*others, *(query or {})])
            raise InputError(f"a request of a batch has neither headers nor a query of its own: {given}")
        arguments.extra = (None, None, body, timeout)
        content = self.client._build(operation, arguments).content
        if not isinstance(content, bytes):
            problem = "is sent as a form, which a batch has no place for; give its body to BatchBuilder.add"
            raise InputError(f"{operation.verb} {operation.path} {problem}")
        name = named.get(_ID_HEADER)
        return self._builder._add(
            make_request(self._builder._name(None if name is None else str(name)), url, content, read)
        )


class _Calls(WithResponse[Raw]):
    """The operations of a client or resource; a call is taken down and gives a ``Recorded``."""

    def __init__(self, target: object, tape: _Tape) -> None:
        super().__init__(target, Raw)
        self._tape = tape

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            found = super().__getattr__(name)
            if isinstance(found, WithResponse):
                return _Calls(found._target, self._tape)
            return lambda *args, **kwargs: self._tape.take_down(lambda: found(*args, **kwargs))


def _at_once(coroutine: Any) -> Any:
    """What a coroutine returns that waits for nothing."""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value
    coroutine.close()
    raise InputError("this call waits for something else than its answer, so that it cannot be taken down")
