"""What can go wrong between a caller and an API.

::

    SDKError
    ├── InvalidOptionError (also ValueError)         nothing was sent: the client cannot be made like this
    ├── MissingCredentialsError (also TypeError)     nothing was sent: no key
    ├── ClientClosedError (also RuntimeError)        nothing was sent: the client was closed
    ├── WrongEventLoopError (also RuntimeError)      nothing was sent: the client belongs to another event loop
    ├── InvalidPathParameterError (also ValueError)  nothing was sent: the path would lead elsewhere
    ├── RequestEncodingError (also TypeError)        nothing was sent: the body cannot be written
    │   └── ExtraBodyError (also RuntimeError)       ... as extra_body cannot be joined with it
    ├── InvalidDataError (also ValueError)           strict validation was asked for and failed
    ├── InvalidWaitError (also ValueError)           nothing was sent: a time to wait is no time (see polling)
    ├── MissingDependencyError (also ImportError)    nothing was sent: a package is not installed
    ├── PollTimeoutError (also TimeoutError)         what was waited for is not done in time (see polling)
    ├── StreamError                                  an event of a stream cannot be read
    ├── StreamAlreadyConsumed                        the content of a response is gone
    ├── PageError                                    the next page cannot be asked for
    └── APIError
        ├── APIConnectionError                       no answer came
        │   └── APITimeoutError                      ... in time
        ├── APIResponseValidationError               an answer came and makes no sense
        └── APIStatusError                           the API refused
            ├── BadRequestError 400 · AuthenticationError 401 · PermissionDeniedError 403 · NotFoundError 404
            ├── ConflictError 409 · UnprocessableEntityError 422 · RateLimitError 429
            └── InternalServerError 500 and above

Every error survives pickling, so that it can cross a process border.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx


def _rebuild(cls: type[SDKError], args: tuple[object, ...], state: dict[str, object]) -> SDKError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class SDKError(Exception):
    """Anything that this package raises by itself."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.args, dict(self.__dict__))


class InvalidOptionError(SDKError, ValueError):
    """An argument of the client, or an environment variable that stands in for it, makes no sense."""


class ClientClosedError(SDKError, RuntimeError):
    """A call of a client that was closed."""


class WrongEventLoopError(SDKError, RuntimeError):
    """A call in another event loop than the one that the client's connections belong to."""


class MissingCredentialsError(SDKError, TypeError):
    """A call needs a credential that the client does not have."""


class InvalidPathParameterError(SDKError, ValueError):
    """A value would make the path lead somewhere else: it is empty, or ``.`` or ``..``."""


class RequestEncodingError(SDKError, TypeError):
    """A value cannot be sent; the message names its place among the parameters."""


class ExtraBodyError(RequestEncodingError, RuntimeError):
    """``extra_body`` cannot be joined with a body that is no mapping."""


class InvalidDataError(SDKError, ValueError):
    """Data is not as a model says.

    Attributes:
        problems: Each names a place and what is wrong there.
    """

    problems: tuple[str, ...]

    def __init__(self, name: str, problems: tuple[str, ...]) -> None:
        super().__init__(f"not a valid {name}: " + "; ".join(problems))
        self.problems = problems


class StreamError(SDKError):
    """An event of a stream is not JSON, or larger than is sensible."""


class StreamAlreadyConsumed(SDKError):  # noqa: N818 - the name that users of the official client catch
    """The content of a response was iterated over, and is not there to be read any more."""

    def __init__(self) -> None:
        super().__init__(
            "The content of the response was streamed already and was not kept. "
            "Call read() before iterating to keep it, or iterate once."
        )


class PageError(SDKError):
    """There is no next page, or the server hands out the same page again and again."""


class APIError(SDKError):
    """A call to the API failed.

    Attributes:
        message: What happened.
        request: The request that was sent.
        body: The ``error`` object of the answer, or the whole answer, or None.
        code: ``body["code"]`` where there is one.
        param: ``body["param"]`` where there is one.
        type: ``body["type"]`` where there is one.
    """

    message: str
    request: httpx.Request
    body: object | None
    code: str | None
    param: str | None
    type: str | None

    def __init__(self, message: str, request: httpx.Request, *, body: object | None) -> None:
        super().__init__(message)
        self.message = message
        self.request = request
        self.body = body
        facts: Mapping[str, Any] = body if isinstance(body, Mapping) else {}
        self.code = facts.get("code")
        self.param = facts.get("param")
        self.type = facts.get("type")


class APIConnectionError(APIError):
    """The server could not be reached, or the connection broke."""

    def __init__(self, *, message: str = "Connection error.", request: httpx.Request) -> None:
        super().__init__(message, request, body=None)


class APITimeoutError(APIConnectionError):
    """No answer came in time."""

    def __init__(self, request: httpx.Request, note: str = "") -> None:
        super().__init__(message=f"Request timed out.{note}", request=request)


class APIResponseValidationError(APIError):
    """An answer came that cannot be read as what the operation returns.

    Attributes:
        response: The answer.
        status_code: Its status.
    """

    response: httpx.Response
    status_code: int

    def __init__(self, response: httpx.Response, body: object | None, *, message: str | None = None) -> None:
        super().__init__(message or "Data returned by API invalid for expected schema.", response.request, body=body)
        self.response = response
        self.status_code = response.status_code


class APIStatusError(APIError):
    """The API answered with a status of 400 or above.

    Attributes:
        response: The answer.
        status_code: Its status.
        request_id: Its ``x-request-id`` header, to quote when asking for help.
    """

    response: httpx.Response
    status_code: int
    request_id: str | None

    def __init__(self, message: str, *, response: httpx.Response, body: object | None) -> None:
        super().__init__(message, response.request, body=body)
        self.response = response
        self.status_code = response.status_code
        self.request_id = response.headers.get("x-request-id")


class BadRequestError(APIStatusError):
    """Status 400."""


class AuthenticationError(APIStatusError):
    """Status 401."""


class PermissionDeniedError(APIStatusError):
    """Status 403."""


class NotFoundError(APIStatusError):
    """Status 404."""


class ConflictError(APIStatusError):
    """Status 409."""


class UnprocessableEntityError(APIStatusError):
    """Status 422."""


class RateLimitError(APIStatusError):
    """Status 429."""


class InternalServerError(APIStatusError):
    """Status 500 and above."""


_BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def status_error(response: httpx.Response, note: str = "") -> APIStatusError:
    """The error for an answer of 400 or above.

    Args:
        response: The answer; where its content could not be read, the error has no body.
        note: Put behind the message.
    """
    status = response.status_code
    cls = _BY_STATUS.get(status) or (InternalServerError if status >= 500 else APIStatusError)
    text = _read_text(response).strip()
    try:
        body: object = response.json() if text else None
        shown = str(body)
    except (ValueError, RecursionError):  # no JSON, or nested deeper than can be read or shown
        body = None
    if body is None:
        return cls((text or f"Error code: {status}") + note, response=response, body=text or None)
    inner = body.get("error") or body if isinstance(body, dict) else body
    return cls(f"Error code: {status} - {shown}{note}", response=response, body=inner)


def text_of(response: httpx.Response) -> str:
    """The content as text; as UTF-8 where it is not in the encoding that it names and its codec raises."""
    try:
        return response.text
    except UnicodeError:
        return response.content.decode("utf-8", "replace")


def _read_text(response: httpx.Response) -> str:
    try:
        return text_of(response)
    except RuntimeError:  # httpx's ResponseNotRead among them: the connection broke before the end of the content
        return ""
