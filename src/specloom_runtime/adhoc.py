"""Calls of operations that a package has no method for: ``client.get("/path", cast_to=...)``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_args, get_origin

from .adhoc_calls import Call, Files, RequestOptions
from .binary import BinaryResponse
from .call_values import Arguments
from .limits import checked_retries
from .omit import not_given, omit
from .operation import BodyKind, PageOperation, StreamOperation
from .respond import answer
from .settings import ClientOption
from .shapes import Decode, class_decoder

if TYPE_CHECKING:
    import httpx


class AdHoc(StreamOperation[Any, Any], PageOperation[Any]):
    """An operation whose types are given as classes, and not as shapes. An item of a page is of type ``cast_to``."""

    __slots__ = ("_types",)

    _types: dict[str, object]

    def __init__(
        self, verb: str, path: str, *, body: BodyKind, cast_to: object, event: object, security: tuple[str, ...]
    ) -> None:
        literal = path.replace("{", "%7B").replace("}", "%7D")  # a path, and no template
        returns = {type(None): "", str: "str"}.get(cast_to, "answer")
        super().__init__(verb, literal, body=body, returns=returns, event="event", item="answer", security=security)
        object.__setattr__(self, "_types", {"answer": cast_to, "event": event})

    def decoder(self, shape: str) -> Decode | None:
        return _decoder(self._types.get(shape))


def _decoder(target: Any) -> Decode | None:
    if get_origin(target) is list:
        item = _decoder(get_args(target)[0])
        if item is None:
            return None
        return lambda value: [item(each) for each in value] if isinstance(value, list) else value
    return class_decoder(target)


def ad_hoc(call: Call, client_options: tuple[ClientOption, ...]) -> tuple[AdHoc, Arguments]:
    """The operation and the arguments of a call that is not a method of the package."""
    options: RequestOptions = call.options or {}
    secrets = tuple(option.py_name for option in client_options if option.secret and option.kind != "setting")
    operation = AdHoc(
        call.verb,
        call.path,
        body=_body_kind(call, options),
        cast_to=call.cast_to,
        event=next(iter(get_args(call.stream_cls)), object),
        security=options.get("security", secrets),
    )
    timeout = options.get("timeout", not_given)
    extra = (options.get("headers"), options.get("params"), options.get("extra_json"), timeout)
    retries = checked_retries(options["max_retries"]) if "max_retries" in options else None
    body = call.body
    if not isinstance(body, Mapping) and not call.files:
        return operation, Arguments(content=omit if body is None else body, extra=extra, max_retries=retries)
    fields = {**(body if isinstance(body, Mapping) else {}), **_by_field(call.files)}
    return operation, Arguments(body=fields, extra=extra, max_retries=retries)


def _body_kind(call: Call, options: RequestOptions) -> BodyKind:
    if call.files:
        return "multipart"
    return "none" if call.body is None and "extra_json" not in options else "json"


def _by_field(files: Files | None) -> dict[str, object]:
    """Files as fields of a body: those of one name, or of a name that ends with brackets, as a list."""
    if isinstance(files, Mapping):
        return {str(name): file for name, file in files.items()}
    fields: dict[str, Any] = {}
    for name, file in files or ():
        if name.endswith("[]"):
            fields.setdefault(name[:-2], []).append(file)
        else:
            fields[name] = file
    return fields


def is_stream(to: object) -> bool:
    """Whether a type is ``Stream`` or ``AsyncStream``, of some event or of any."""
    from .streams import AsyncStream, Stream

    kind = get_origin(to) or to
    return isinstance(kind, type) and issubclass(kind, (Stream, AsyncStream))


def read_as(response: httpx.Response, to: Any, done: str) -> Any:
    """A response to some call, read as something else than what that call returns.

    Args:
        response: Its content was read, unless a stream is made of it.
        to: What ``cast_to`` of an ad hoc call may be, or ``Stream[Event]``.
        done: Data of the event that ends a stream.
    """
    request = response.request
    event = next(iter(get_args(to)), object) if is_stream(to) else object
    operation = AdHoc(request.method, request.url.path, body="none", cast_to=to, event=event, security=())
    if not is_stream(to):
        return cast(response, operation, to)
    from .streams import EventReader

    return to(response, EventReader(operation, request, done))


def outcome(response: httpx.Response, operation: AdHoc, call: Call, done: str) -> Any:
    """What such a call returns: a stream where one was asked for, else its answer."""
    if call.stream_cls is None:
        return cast(response, operation, call.cast_to)
    from .streams import EventReader

    return call.stream_cls(response, EventReader(operation, response.request, done))


def cast(response: Any, operation: AdHoc, cast_to: Any) -> Any:
    """What such a call returns: the response itself, its bytes, or its content as ``cast_to``."""
    if cast_to is BinaryResponse:
        return BinaryResponse(response)
    if cast_to is object:  # any JSON, and not the response, though that is an object as well
        return answer(response, operation)
    if get_origin(cast_to) is None and isinstance(cast_to, type) and isinstance(response, cast_to):
        return response
    return answer(response, operation)
