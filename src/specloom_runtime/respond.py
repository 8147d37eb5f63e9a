"""From a response whose content was read to what a method returns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from .binary import BinaryResponse
from .errors import APIResponseValidationError, text_of
from .operation import Endpoint, Operation, StreamOperation
from .storage import Storage

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
E = TypeVar("E")


def answer(response: httpx.Response, operation: Operation[T] | StreamOperation[T, E]) -> T:
    """What an operation returns.

    Raises:
        APIResponseValidationError: If it should be JSON and is not, or is not as its type says and that was asked for.
    """
    value = _value(response, operation)
    returned: T = value
    return returned


def _value(response: httpx.Response, operation: Endpoint) -> Any:
    if not operation.returns:
        return None
    if operation.returns == "str":
        return text_of(response)
    first, bar, shape = operation.returns.partition("|")
    if not bar or first not in ("str", "bytes"):
        shape = operation.returns
    elif "json" not in (kind := response.headers.get("content-type", "")):
        # What it answers with is up to an argument or a header of the call.
        return text_of(response) if first == "str" or kind.startswith("text/") else BinaryResponse(response)
    data = json_content(response)
    decode = operation.decoder(shape)
    value = data if decode is None else decode(data)
    if response.extensions.get("strict"):
        _check(value, data, response)
    return with_request_id(value, response)


def _check(value: object, data: Any, response: httpx.Response) -> None:
    from .checks import problems

    found = list(problems(type(value), data)) if isinstance(value, Storage) else []
    if found:
        raise APIResponseValidationError(
            response, data, message=f"Data returned by API invalid for expected schema. {'; '.join(found)}"
        )


def json_content(response: httpx.Response) -> Any:
    """The content as JSON data; None where there is none and the answer does not say that it is JSON.

    Raises:
        APIResponseValidationError: If it is no JSON, or nested deeper than can be read.
    """
    content = response.content
    if not content and (response.status_code == 204 or "json" not in response.headers.get("content-type", "")):
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        kind = response.headers.get("content-type", "no content type")
        why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        text = text_of(response)
        raise APIResponseValidationError(
            response,
            text,
            message=f"Expected JSON from {response.request.method} {response.request.url.path} "
            f"but received {kind}: {why}. It starts with {text[:200]!r}",
        ) from error


def with_request_id(value: Any, response: httpx.Response) -> Any:
    """The value, told which request it answers."""
    if isinstance(value, Storage):
        value._request_id = response.headers.get("x-request-id")  # type: ignore[attr-defined]  # a slot of Storage
    return value
