"""From an operation and the arguments of a call to a request. Nothing here does I/O or knows httpx."""

from __future__ import annotations

from collections.abc import Mapping

from . import auth, contents
from .bodies import given, json_bytes
from .call_values import Arguments, Request, Surroundings, Values
from .errors import ExtraBodyError, RequestEncodingError
from .headers import HeaderStack, cookie_text
from .limits import checked_timeout
from .multipart import multipart_parts
from .omit import is_given
from .operation import Endpoint
from .urls import fill_path, join_url, query_string


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
    from .server_choice import operation_url

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
