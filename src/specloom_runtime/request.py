"""From an operation and the arguments of a call to a request. Nothing here does I/O or knows httpx."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias, TypedDict

from . import auth, contents
from .bodies import given, json_bytes
from .errors import ExtraBodyError, RequestEncodingError
from .headers import HeaderStack, cookie_text
from .limits import checked_timeout
from .multipart import Part, multipart_parts
from .omit import NotGiven, is_given, not_given, omit
from .operation import Endpoint
from .redaction import is_secret
from .settings import ClientOption
from .types import Extra, Timeout
from .urls import fill_path, join_url, query_string

if TYPE_CHECKING:
    from .servers import ServerChoice

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
        sources: What was made of it.
        is_async: Whether the client is the asynchronous one.
        timeout: For a call that does not say otherwise.
        max_retries: How often a failed call is tried again.
        platform_headers: What the names of headers begin with that tell of retries and timeouts; empty for none.
        strict: Whether an answer that is not as its type says is an error.
        choice: Of a server, for operations that have servers of their own ...
        own_url: ... unless the caller said the URL, and everything goes there.
    """

    __slots__ = (
        "base_url",
        "choice",
        "headers",
        "is_async",
        "max_retries",
        "options",
        "own_url",
        "platform_headers",
        "query",
        "sources",
        "strict",
        "timeout",
        "values",
    )

    def __init__(
        self,
        *,
        base_url: str,
        headers: tuple[Mapping[str, object] | HeaderStack, ...],
        query: Values,
        options: tuple[ClientOption, ...],
        values: Values,
        timeout: Timeout | NotGiven,
        max_retries: int,
        platform_headers: str = "",
        strict: bool = False,
        sources: auth.Sources | None = None,
        is_async: bool = False,
        choice: ServerChoice | None = None,
        own_url: bool = False,
    ) -> None:
        self.base_url = base_url
        self.choice = choice
        self.own_url = own_url
        self.headers = headers
        self.query = query
        self.options = options
        self.values = values
        self.sources: auth.Sources = {} if sources is None else sources
        self.is_async = is_async
        self.timeout = timeout
        self.max_retries = max_retries
        self.platform_headers = platform_headers
        self.strict = strict


class Parts(TypedDict, total=False):
    """What a call is made of, by wire name: how methods hand it on to ``Arguments``.

    Attributes:
        body: Fields of the body; those that are not given are left out.
        content: The body as a whole, where it is no object.
        extra: What the caller adds for this call.
    """

    path: Values | None
    query: Values | None
    header: Values | None
    cookie: Values | None
    body: Values | None
    content: object
    extra: Extra


class Arguments:
    """The arguments of a call: its parts, and how often it is tried again; None for the client's own number."""

    __slots__ = ("body", "content", "cookie", "extra", "header", "max_retries", "path", "query")

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
        max_retries: int | None = None,
    ) -> None:
        self.path = path or {}
        self.query = query or {}
        self.header = header or {}
        self.cookie = cookie or {}
        self.body = body
        self.content = content
        self.extra = extra
        self.max_retries = max_retries

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
            max_retries=self.max_retries,
        )


class Request:
    """A request without its credentials, which are fetched anew for every attempt.

    Attributes:
        verb: ``GET``.
        url: Absolute, without a query.
        base_url: Where relative paths start.
        query: Parameters, not yet written.
        headers: To send.
        removed_headers: Not to send, not even by the HTTP library.
        content: The body, unless it is made of parts.
        parts: The parts of a multipart body.
        credentials: To put in for each attempt.
        timeout: For this call; NOT_GIVEN for the HTTP library's own.
        operation: What is called.
        max_retries: How often it may be sent again.
        retry_header: Header that says how often it was sent before, or empty.
        secrets: Names of headers and query parameters that are never shown.
        strict: Whether an answer that is not as its type says is an error.
    """

    __slots__ = (
        "base_url",
        "content",
        "credentials",
        "headers",
        "max_retries",
        "operation",
        "parts",
        "query",
        "removed_headers",
        "retry_header",
        "secrets",
        "strict",
        "timeout",
        "url",
        "verb",
    )

    def __init__(self, operation: Endpoint, url: str, headers: HeaderStack, timeout: Timeout | NotGiven) -> None:
        self.operation = operation
        self.verb = operation.verb
        self.url = self.base_url = url
        self.query: dict[str, object] = {}
        self.headers = headers.present()
        self.removed_headers = headers.removed()
        self.content: object = None
        self.parts: list[Part] | None = None
        self.credentials: list[auth.Chosen] = []
        self.timeout = timeout
        self.max_retries = 0
        self.retry_header = ""
        self.secrets: frozenset[str] = frozenset()
        self.strict = False

    def hides(self, name: str) -> bool:
        """Whether a header is for the API's own server only."""
        return is_secret(name) or name.lower() in {secret.lower() for secret in self.secrets}

    def read_once(self) -> str:
        """Why the body cannot be sent a second time; empty if it can."""
        once = [part.name for part in self.parts or () if not contents.repeatable(part.content)]
        if not once and contents.repeatable(self.content):
            return ""
        what = f"the file of `{once[0]}`" if once else "the body"
        return f"{what} can be read only once; pass bytes, a path or a file that can be rewound"


def build_request(operation: Endpoint, arguments: Arguments, around: Surroundings) -> Request:
    """The request that a call makes.

    Raises:
        InvalidPathParameterError: If a path parameter is empty or leads elsewhere.
        MissingCredentialsError: If the client lacks what the operation needs.
        RequestEncodingError: If a value cannot be written.
        InvalidOptionError: If the timeout makes no sense.
    """
    extra_headers, extra_query, extra_body, timeout = arguments.extra
    headers = _headers(operation, arguments, around, extra_headers)
    url = join_url(_base(operation, around), _path(operation, arguments))
    limit = checked_timeout(timeout) if is_given(timeout) else around.timeout
    retry_header = _attempt_headers(headers, around.platform_headers, limit)
    request = Request(operation, url, headers, limit)
    request.base_url = around.base_url
    request.retry_header = retry_header
    request.max_retries = around.max_retries if arguments.max_retries is None else arguments.max_retries
    request.secrets = auth.secret_names(around.options)
    request.strict = around.strict
    request.query = {**around.query, **operation.query, **given(arguments.query), **(extra_query or {})}
    request.credentials = auth.choose(around, operation.security, headers, request.query)
    _write_body(request, operation, arguments, extra_body)
    return request


def _base(operation: Endpoint, around: Surroundings) -> str:
    if not operation.servers or around.own_url:
        return around.base_url
    from .servers import operation_url

    return operation_url(operation.servers, around.choice, around.base_url)


def _path(operation: Endpoint, arguments: Arguments) -> str:
    if not operation.styles:
        return fill_path(operation.path, arguments.path)
    return fill_path(operation.path, arguments.path, operation.styles.get("path", {}))


def url_with_query(request: Request, query: Values) -> str:
    """The URL of an attempt."""
    operation = request.operation
    styles = operation.styles.get("query", {}) if operation.styles else {}
    text = query_string(query, operation.arrays, styles)
    if not text:
        return request.url
    return f"{request.url}{'&' if '?' in request.url else '?'}{text}"


def _headers(operation: Endpoint, arguments: Arguments, around: Surroundings, extra: object) -> HeaderStack:
    headers = HeaderStack()
    headers.put("Accept", "application/json")
    if operation.body == "json" or (operation.body == "none" and operation.verb != "GET"):
        headers.put("Content-Type", "application/json")
    elif operation.body == "form":
        headers.put("Content-Type", "application/x-www-form-urlencoded")
    if operation.content_type and operation.body != "multipart":
        headers.lay({"Content-Type": operation.content_type})
    for layer in around.headers:
        headers.lay(layer)
    headers.lay(operation.headers)
    own = arguments.header
    if operation.body == "raw":
        own = {name: value for name, value in own.items() if name != "Content-Type" or is_given(value)}
    if "header" in operation.styles:
        from .styles import header_texts

        own = header_texts(own, operation.styles["header"])
    headers.lay(own)
    if arguments.cookie:
        headers.lay({"Cookie": cookie_text(arguments.cookie, operation.styles.get("cookie", {}))})
    headers.lay(extra if isinstance(extra, Mapping) else None)
    if operation.body == "multipart":
        # Its boundary is known to whoever writes the parts.
        headers.drop("Content-Type")
    return headers


def _attempt_headers(headers: HeaderStack, prefix: str, timeout: object) -> str:
    """Lay the header that tells of the timeout, and name the one that counts retries; the caller's own stay."""
    if not prefix:
        return ""
    stem = prefix.lower()
    read = getattr(timeout, "read", timeout)
    if isinstance(read, (int, float)) and not headers.settled(f"{stem}-read-timeout"):
        headers.put(f"{stem}-read-timeout", str(read))
    return "" if headers.settled(f"{stem}-retry-count") else f"{stem}-retry-count"


def _write_body(request: Request, operation: Endpoint, arguments: Arguments, extra_body: object) -> None:
    body = _merged_body(arguments, extra_body)
    kind = operation.body
    if kind == "multipart":
        styles = operation.styles.get("body", {})
        request.parts = multipart_parts(_fields(body, "multipart"), operation.parts, operation.arrays, styles)
    elif kind == "form":
        from .styles import form_text

        styles = operation.styles.get("body", {})
        text = form_text(_fields(body, "form"), styles, brackets=operation.arrays == "brackets")
        request.content = text.encode()
    elif kind == "raw":
        content, told = contents.upload(body)
        _say_content_type(request, operation, told, stated=isinstance(body, tuple) and len(body) > 2)
        request.content = contents.raw_content(content, "the body")
    elif body is not None or (kind == "json" and arguments.body is not None):
        request.content = json_bytes(body)
    elif kind == "json" and is_given(arguments.content):
        request.content = b"null"


def _say_content_type(request: Request, operation: Endpoint, told: str, *, stated: bool) -> None:
    """A range such as ``image/*`` is no content type: what the file tells stands in for it, unless the caller did.

    Raises:
        RequestEncodingError: If nobody says what the body is.
    """
    header = next((name for name in request.headers if name.lower() == "content-type"), "Content-Type")
    sent = request.headers.get(header, "")
    if told and (("*" in sent) or (stated and sent == operation.content_type)):
        request.headers[header] = told
    elif "*" in sent:
        raise RequestEncodingError(
            f"the body: the API takes {sent}; say which it is, such as content_type='image/png', or pass the path "
            "of a file whose name tells"
        )


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
        what = type(body if isinstance(extra, Mapping) else extra).__name__
        raise ExtraBodyError(f"extra_body can only join one mapping with another, and was met with {what}")
    return {**body, **extra}


def _fields(body: object, kind: str) -> Mapping[str, object]:
    if body is None:
        return {}
    if not isinstance(body, Mapping):
        raise RequestEncodingError(f"a {kind} body is made from a mapping, not from {type(body).__name__}")
    return body
