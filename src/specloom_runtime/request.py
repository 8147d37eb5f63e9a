"""From an operation and the arguments of a call to a request. Nothing here does I/O or knows httpx."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from . import auth
from .bodies import given, json_bytes
from .errors import RequestEncodingError
from .headers import HeaderStack, cookie_text
from .multipart import Part, multipart_parts
from .omit import NotGiven, is_given, not_given, omit
from .operation import Endpoint
from .settings import ClientOption
from .types import Extra, Timeout
from .urls import fill_path, join_url, query_string

Values: TypeAlias = Mapping[str, object]
NO_EXTRA: Extra = (None, None, None, not_given)


class Surroundings:
    """What a client adds to every request.

    Attributes:
        base_url: Where relative paths start.
        headers: Layers of headers, the lowest first.
        query: Parameters of every request.
        options: What the client can be given ...
        values: ... and what it was given, by ``py_name``.
        timeout: For a call that does not say otherwise.
        max_retries: How often a failed call is tried again.
    """

    __slots__ = ("base_url", "headers", "max_retries", "options", "query", "timeout", "values")

    def __init__(
        self,
        *,
        base_url: str,
        headers: tuple[Mapping[str, object], ...],
        query: Values,
        options: tuple[ClientOption, ...],
        values: Values,
        timeout: Timeout | NotGiven,
        max_retries: int,
    ) -> None:
        self.base_url = base_url
        self.headers = headers
        self.query = query
        self.options = options
        self.values = values
        self.timeout = timeout
        self.max_retries = max_retries


class Arguments:
    """The arguments of a call, by wire name."""

    __slots__ = ("body", "content", "cookie", "extra", "header", "path", "query")

    def __init__(
        self,
        *,
        path: Values | None = None,
        query: Values | None = None,
        header: Values | None = None,
        cookie: Values | None = None,
        body: Values | None = None,
        content: object = omit,
        extra: Extra = NO_EXTRA,
    ) -> None:
        self.path = path or {}
        self.query = query or {}
        self.header = header or {}
        self.cookie = cookie or {}
        self.body = body
        self.content = content
        self.extra = extra

    def with_query(self, query: Values) -> Arguments:
        """The same arguments with some query parameters replaced, those of ``extra_query`` too."""
        headers, extra_query, body, timeout = self.extra
        kept = {name: value for name, value in (extra_query or {}).items() if name not in query}
        return Arguments(
            path=self.path,
            query={**self.query, **query},
            header=self.header,
            cookie=self.cookie,
            body=self.body,
            content=self.content,
            extra=(headers, kept, body, timeout),
        )


class Request:
    """A request without its credentials, which are fetched anew for every attempt.

    Attributes:
        verb: ``GET``.
        url: Absolute, without a query.
        query: Parameters, not yet written.
        headers: To send.
        removed_headers: Not to send, not even by the HTTP library.
        content: The body, unless it is made of parts.
        parts: The parts of a multipart body.
        credentials: To put in for each attempt.
        timeout: For this call; NOT_GIVEN for the HTTP library's own.
        operation: What is called.
    """

    __slots__ = (
        "content",
        "credentials",
        "headers",
        "operation",
        "parts",
        "query",
        "removed_headers",
        "timeout",
        "url",
        "verb",
    )

    def __init__(self, operation: Endpoint, url: str, headers: HeaderStack, timeout: Timeout | NotGiven) -> None:
        self.operation = operation
        self.verb = operation.verb
        self.url = url
        self.query: dict[str, object] = {}
        self.headers = headers.present()
        self.removed_headers = headers.removed()
        self.content: object = None
        self.parts: list[Part] | None = None
        self.credentials: list[auth.Chosen] = []
        self.timeout = timeout


def build_request(operation: Endpoint, arguments: Arguments, around: Surroundings) -> Request:
    """The request that a call makes.

    Raises:
        InvalidPathParameterError: If a path parameter is empty or leads elsewhere.
        MissingCredentialsError: If the client lacks what the operation needs.
        RequestEncodingError: If a value cannot be written.
    """
    extra_headers, extra_query, extra_body, timeout = arguments.extra
    headers = _headers(operation, arguments, around, extra_headers)
    url = join_url(around.base_url, fill_path(operation.path, arguments.path))
    request = Request(operation, url, headers, timeout if is_given(timeout) else around.timeout)
    request.query = {**around.query, **operation.query, **given(arguments.query), **(extra_query or {})}
    request.credentials = auth.choose(around.options, around.values, operation.security, headers)
    _write_body(request, operation, arguments, extra_body)
    return request


def url_with_query(request: Request, query: Values) -> str:
    """The URL of an attempt."""
    text = query_string(query, request.operation.arrays)
    if not text:
        return request.url
    return f"{request.url}{'&' if '?' in request.url else '?'}{text}"


def _headers(operation: Endpoint, arguments: Arguments, around: Surroundings, extra: object) -> HeaderStack:
    headers = HeaderStack()
    headers.lay({"Accept": "application/json"})
    if operation.body in ("none", "json") and operation.verb != "GET":
        headers.lay({"Content-Type": "application/json"})
    elif operation.body == "form":
        headers.lay({"Content-Type": "application/x-www-form-urlencoded"})
    if operation.content_type and operation.body != "multipart":
        headers.lay({"Content-Type": operation.content_type})
    for layer in around.headers:
        headers.lay(layer)
    headers.lay(operation.headers)
    headers.lay(arguments.header)
    if arguments.cookie:
        headers.lay({"Cookie": cookie_text(arguments.cookie)})
    headers.lay(extra if isinstance(extra, Mapping) else None)
    if operation.body == "multipart":
        # Its boundary is known to whoever writes the parts.
        headers.drop("Content-Type")
    return headers


def _write_body(request: Request, operation: Endpoint, arguments: Arguments, extra_body: object) -> None:
    body = _merged_body(arguments, extra_body)
    kind = operation.body
    if kind == "multipart":
        request.parts = multipart_parts(_fields(body, "multipart"), operation.parts, operation.arrays)
    elif kind == "form":
        request.content = query_string(_fields(body, "form"), operation.arrays).encode()
    elif kind == "raw":
        request.content = body
    elif body is not None or (kind == "json" and arguments.body is not None):
        request.content = json_bytes(body)
    elif kind == "json" and is_given(arguments.content):
        request.content = b"null"


def _merged_body(arguments: Arguments, extra: object) -> object:
    body: object = None
    if arguments.body is not None:
        body = given(arguments.body)
    elif is_given(arguments.content):
        body = arguments.content
    if extra is None:
        return body
    if body is None:
        return extra
    if not (isinstance(body, Mapping) and isinstance(extra, Mapping)):
        raise RequestEncodingError("extra_body can only be joined with a body that is a mapping")
    return {**body, **extra}


def _fields(body: object, kind: str) -> Mapping[str, object]:
    if body is None:
        return {}
    if not isinstance(body, Mapping):
        raise RequestEncodingError(f"a {kind} body is made from a mapping, not from {type(body).__name__}")
    return body
