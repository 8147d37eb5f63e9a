"""``with_raw_response`` and ``with_streaming_response``: the operations of a resource, answering with responses.

What this module defines for type checkers alone is how a generated package says, in one line for each method, that
such an operation takes the arguments of the method and wraps what it returns.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .modes import RAW_HEADER
from .modes import AsyncRaw as AsyncRaw
from .modes import AsyncStreaming as AsyncStreaming
from .modes import Raw as Raw
from .modes import Streaming as Streaming

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from typing import Concatenate, Literal, ParamSpec, Protocol, overload

    from .operation import StreamOperation
    from .raw import RawResponse
    from .streaming import APIResponse, AsyncAPIResponse, AsyncResponseContextManager, ResponseContextManager
    from .streams import AsyncStream, Stream

    P = ParamSpec("P")
    T = TypeVar("T")
    A = TypeVar("A")
    E = TypeVar("E")

Mode = TypeVar("Mode")
F = TypeVar("F", bound=Callable[..., Any])

_MARK = "_is_single_call"


def single_call(method: F) -> F:
    """Say of a method in a layer that it makes one call, whose response may be asked for.

    It passes its ``extra_headers`` on to a generated method and takes what that returns through ``then``.
    """
    setattr(method, _MARK, True)
    return method


class WithResponse(Generic[Mode]):
    """The operations of a resource or of a whole client under their names, and the resources below it likewise."""

    def __init__(self, target: object, mode: type[Mode]) -> None:
        self._target = target
        self._mode = mode

    def __repr__(self) -> str:
        return f"<{type(self._target).__name__} with response, {self._mode.__name__}>"

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_"):
                raise AttributeError(name)
            value = getattr(self._target, name)
            if hasattr(type(value), "with_raw_response"):
                return WithResponse(value, self._mode)
            if not is_single_call(type(self._target), name):
                raise AttributeError(f"{type(self._target).__name__}.{name} is no single call with one response")
            return _in_mode(value, self._mode)

        def __dir__(self) -> list[str]:
            owner = type(self._target)
            names = [name for name in dir(owner) if not name.startswith("_")]
            return [name for name in names if _is_child(owner, name) or is_single_call(owner, name)]


def is_single_call(owner: type, name: str) -> bool:
    """Whether a method of a resource class is an operation: a generated class has no others but those that wait."""
    method = getattr(owner, name, None)
    if not callable(method) or not getattr(method, _MARK, True):
        return False
    generated = (cls for cls in owner.__mro__ if any("_makes_resources" in vars(base) for base in cls.__bases__))
    return getattr(method, _MARK, False) or any(name in vars(cls) for cls in generated)


def _is_child(owner: type, name: str) -> bool:
    return isinstance(getattr(owner, name, None), cached_property)


def _in_mode(method: Callable[..., Any], mode: Any) -> Callable[..., Any]:
    @wraps(method)
    def marked(*args: Any, extra_headers: Any = None, **kwargs: Any) -> Any:
        return method(*args, extra_headers={**(extra_headers or {}), RAW_HEADER: mode.header}, **kwargs)

    if issubclass(mode, Raw):
        return marked

    from .streaming import AsyncResponseContextManager, ResponseContextManager

    manager: Any = AsyncResponseContextManager if issubclass(mode, AsyncStreaming) else ResponseContextManager

    @wraps(method)
    def managed(*args: Any, **kwargs: Any) -> Any:
        return manager(lambda: marked(*args, **kwargs))

    return managed


if TYPE_CHECKING:
    R = TypeVar("R", covariant=True)
    S = TypeVar("S", covariant=True)

    class _Call(Generic[P, T, A]):
        """A method that returns T, and A when it is awaited."""

        @overload
        def __get__(self, view: WithResponse[Raw], owner: object) -> Callable[P, RawResponse[T]]: ...
        @overload
        def __get__(
            self, view: WithResponse[Streaming], owner: object
        ) -> Callable[P, ResponseContextManager[APIResponse[T]]]: ...
        @overload
        def __get__(self, view: WithResponse[AsyncRaw], owner: object) -> Callable[P, Awaitable[RawResponse[A]]]: ...
        @overload
        def __get__(
            self, view: WithResponse[AsyncStreaming], owner: object
        ) -> Callable[P, AsyncResponseContextManager[AsyncAPIResponse[A]]]: ...
        def __get__(self, view: object, owner: object) -> object: ...

    class _Switch(Protocol[P, R, S]):
        """Returns R; with ``stream=True``, when the other arguments go unchecked, S."""

        @overload
        def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R: ...
        @overload
        def __call__(self, *args: Any, stream: Literal[True], **kwargs: Any) -> S: ...

    class _StreamCall(Generic[P, T, E]):
        """A method that returns T, or events with ``stream=True``."""

        @overload
        def __get__(
            self, view: WithResponse[Raw], owner: object
        ) -> _Switch[P, RawResponse[T], RawResponse[Stream[E]]]: ...
        @overload
        def __get__(
            self, view: WithResponse[Streaming], owner: object
        ) -> _Switch[P, ResponseContextManager[APIResponse[T]], ResponseContextManager[APIResponse[Stream[E]]]]: ...
        @overload
        def __get__(
            self, view: WithResponse[AsyncRaw], owner: object
        ) -> _Switch[P, Awaitable[RawResponse[T]], Awaitable[RawResponse[AsyncStream[E]]]]: ...
        @overload
        def __get__(
            self, view: WithResponse[AsyncStreaming], owner: object
        ) -> _Switch[
            P,
            AsyncResponseContextManager[AsyncAPIResponse[T]],
            AsyncResponseContextManager[AsyncAPIResponse[AsyncStream[E]]],
        ]: ...
        def __get__(self, view: object, owner: object) -> object: ...

    @overload
    def with_response(method: Callable[Concatenate[Any, P], T]) -> _Call[P, T, T]: ...
    @overload
    def with_response(
        method: Callable[Concatenate[Any, P], T], other: Callable[..., Awaitable[A]]
    ) -> _Call[P, T, A]: ...
    @overload
    def with_response(
        method: Callable[Concatenate[Any, P], Any], other: StreamOperation[T, E]
    ) -> _StreamCall[P, T, E]: ...
    def with_response(method: object, other: Any = None) -> object:
        """A method of a resource class, as a view of it has it.

        Args:
            method: Of the synchronous class. If it takes ``stream=True``, its first overload counts, without that.
            other: Its asynchronous twin, where that returns something else when it is awaited; or the operation that
                it calls, where it takes ``stream=True``.
        """
