"""What a call is made of: its arguments, what the client adds, the request that they become. Nothing decides here."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from . import contents
from .headers import HeaderStack
from .multipart import Part
from .omit import NotGiven, not_given, omit
from .operation import Endpoint
from .redaction import is_secret
from .settings import ClientOption
from .types import Extra, Timeout

if TYPE_CHECKING:
    import httpx

    from .retries import Clock
    from .servers import ServerChoice

Values: TypeAlias = Mapping[str, object]
Sources: TypeAlias = dict[tuple[object, ...], "Source"]
NO_EXTRA: Extra = (None, None, None, not_given)


class Source(ABC):
    """Gives the value of an option for every attempt, made of other options. It is shared by all calls of a client."""

    ready: bool = True
    """Whether there is all that it takes; False where that shows only when it is used, and other ways come first."""

    @abstractmethod
    def obtain(self, chosen: Chosen, request: Request, clock: Clock) -> Generator[Any, Any, object]:
        """The steps of an exchange that lead to a value."""

    def discard(self, used: object) -> bool:
        """Forget a value that was refused; whether asking again may give another."""
        return False

    def explain(self, used: object, response: httpx.Response, now: float) -> str:
        """What a failure means, where the answer alone does not tell; put behind its message."""
        return ""


class Chosen:
    """An option and its value, to be put into a request when it is sent.

    Attributes:
        ways: For the message, if it turns out that there is no value: all that would have done.
        used: What a source gave for the last attempt.
    """

    __slots__ = ("option", "used", "value", "ways")

    def __init__(self, option: ClientOption, value: object, ways: str = "") -> None:
        self.option = option
        self.value = value
        self.ways = ways
        self.used: object = None


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
        sources: Sources | None = None,
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
        self.sources: Sources = {} if sources is None else sources
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
        self.credentials: list[Chosen] = []
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
