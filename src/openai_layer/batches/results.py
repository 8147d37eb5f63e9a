"""What came of each request: output and error files, read and joined by ``custom_id``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, overload

from ..._runtime.errors import APIStatusError, SDKError, status_error
from ..._runtime.retries import should_retry
from ..input_errors import InputError
from ..jsonl import parse_line

if TYPE_CHECKING:
    import httpx

    from ..._runtime.raw import RawResponse
    from .state import Part

T = TypeVar("T")


class BatchRequestError(SDKError):
    """A request of a batch has no answer.

    Attributes:
        custom_id: Its name.
        code: ``batch_expired``, ``batch_cancelled``, ``batch_failed``, ``missing``, or what else the service says.
    """

    custom_id: str
    code: str

    def __init__(self, custom_id: str, code: str, message: str) -> None:
        super().__init__(f"{custom_id}: {code}: {message}")
        self.custom_id = custom_id
        self.code = code


class BatchResult:
    """What came of one request.

    Attributes:
        custom_id: Its name.
        data: The line of the output or error file, or one of the same form where there is none.
    """

    def __init__(
        self, custom_id: str, data: Mapping[str, Any], url: str, read: Callable[[httpx.Response], Any]
    ) -> None:
        self.custom_id = custom_id
        self.data = data
        self._url = url
        self._read = read

    def __repr__(self) -> str:
        return f"BatchResult({self.custom_id!r}, {'answered' if self.ok else self.error!r})"

    @property
    def ok(self) -> bool:
        """Whether there is an answer."""
        return self.error is None

    @property
    def status(self) -> int:
        """The HTTP status of the answer; 0 where the request was not answered at all."""
        response = self.data.get("response")
        found = response.get("status_code") if isinstance(response, dict) else None
        return found if isinstance(found, int) else 0

    @cached_property
    def error(self) -> APIStatusError | BatchRequestError | None:
        """Why there is no answer; None where there is one."""
        if 200 <= self.status < 300:
            return None
        if self.status:
            return status_error(self._response())
        error = self.data.get("error")
        found: Mapping[str, Any] = error if isinstance(error, dict) else {}
        message = found.get("message") or "neither an answer nor an error came for it"
        return BatchRequestError(self.custom_id, str(found.get("code") or "missing"), str(message))

    @cached_property
    def answer(self) -> Any:
        """What the method would have returned.

        Raises:
            APIStatusError: If the answer is a failure.
            BatchRequestError: If there is no answer.
        """
        if self.error is not None:
            raise self.error
        return self._read(self._response())

    @property
    def worth_retrying(self) -> bool:
        """Whether another attempt may go better: it expired or got lost, or the failure was the server's."""
        if self.status:
            return not self.ok and should_retry(self.status, {}, 0.0)
        error = self.error
        return isinstance(error, BatchRequestError) and error.code not in _FINAL

    def _response(self) -> httpx.Response:
        import httpx

        response = self.data["response"]
        headers = {"content-type": "application/json", "x-request-id": str(response.get("request_id") or "")}
        content = json.dumps(response.get("body")).encode()
        request = httpx.Request("POST", f"https://batch{self._url}")  # who answered is known to the service alone
        return httpx.Response(self.status, headers=headers, content=content, request=request)


_FINAL = frozenset({"batch_cancelled", "invalid_request"})


class BatchResults(Sequence[BatchResult]):
    """What came of the requests of a run, in the order of the requests."""

    def __init__(self, results: Iterable[BatchResult]) -> None:
        self._results = list(results)
        self._by_id = {result.custom_id: result for result in self._results}

    def __repr__(self) -> str:
        return f"<results of {len(self)} requests, {len(self.failed)} failed>"

    def __len__(self) -> int:
        return len(self._results)

    def __iter__(self) -> Iterator[BatchResult]:
        return iter(self._results)

    @overload
    def __getitem__(self, key: int | str) -> BatchResult: ...
    @overload
    def __getitem__(self, key: slice) -> list[BatchResult]: ...
    def __getitem__(self, key: int | str | slice) -> BatchResult | list[BatchResult]:
        """By place or by custom_id."""
        return self._by_id[key] if isinstance(key, str) else self._results[key]

    @property
    def failed(self) -> list[BatchResult]:
        """Those without an answer."""
        return [result for result in self._results if not result.ok]

    def answers(self) -> list[Any]:
        """All answers in order.

        Raises:
            APIStatusError: If one is a failure.
            BatchRequestError: If one is not there.
        """
        return [result.answer for result in self._results]

    def answer(self, call: RawResponse[T]) -> T:
        """The answer to a call that ``BatchBuilder`` took down.

        Raises:
            APIStatusError: If it is a failure.
            BatchRequestError: If there is none.
            KeyError: If the call is none of this run.
        """
        name: str = getattr(call, "custom_id")  # noqa: B009 - for type checkers a call gives a plain RawResponse
        found: T = self._by_id[name].answer
        return found


def parse_results(content: bytes, name: str) -> dict[str, dict[str, Any]]:
    """The lines of an output or error file, by custom_id.

    Raises:
        InputError: If one is cut off or no result, or two are for the same request; says where.
    """
    found: dict[str, dict[str, Any]] = {}
    for number, text in enumerate(content.split(b"\n"), 1):
        if not text.strip():
            continue
        value = parse_line(text, name, number)
        if not isinstance(value, dict) or not isinstance(value.get("custom_id"), str):
            raise InputError("no result of a batch: it has no custom_id", path=name, line=number)
        if value["custom_id"] in found:
            problem = f"a second result for the request {value['custom_id']!r}"
            raise InputError(problem, path=name, line=number)
        found[value["custom_id"]] = value
    return found


def unanswered(part: Part, place: int) -> dict[str, Any]:
    """What to say about a request of a batch that has ended without a word about it.

    Args:
        part: The batch.
        place: Of the request in it.
    """
    code, message = "missing", "the batch ended without an answer or an error for it"
    if part.status == "expired":
        code, message = "batch_expired", "the batch was not done within its completion window"
    elif part.status == "cancelled":
        code, message = "batch_cancelled", "the batch was cancelled before its turn came"
    elif part.status == "failed":
        lines = [error for error in part.errors if error.get("line") == place + 1]
        code = "invalid_request" if lines else "batch_failed"
        message = "; ".join(str(error.get("message")) for error in lines or part.errors) or "the batch failed"
    return {"response": None, "error": {"code": code, "message": message}}
