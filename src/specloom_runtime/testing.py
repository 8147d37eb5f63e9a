"""For tests of programs that use a package: answers for its clients, in the process.

A test says what calls answer, gives the program a client of the ``MockAPI``, and reads what was sent::

    api.chat.completions.create.returns({"id": "c", "choices": []})
    program(api.client())
    assert api.chat.completions.create.requests[0].json["model"] == "m"
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

import httpx

from .base_client import BaseClient
from .exchange import OPERATION
from .operation import Endpoint
from .testing_calls import MockCall, Part, RecordedRequest, UnexpectedCallError, pattern_of

__all__ = ["MockAPI", "MockCall", "MockPath", "Part", "RecordedRequest", "UnexpectedCallError"]

C = TypeVar("C", bound=BaseClient)
A = TypeVar("A", bound=BaseClient)

BASE_URL = "https://mock.test"


class MockPath:
    """A way to a method: ``api.chat.completions``. At its end it is used like a ``MockCall``."""

    def __init__(self, api: MockAPI[Any, Any], names: tuple[str, ...], found: object) -> None:
        self._api = api
        self._names = names
        self._found = found

    def __getattr__(self, name: str) -> Any:
        # Of a method, what is asked for is said about its call; a resource leads on to its parts.
        if callable(self._found):
            return getattr(self._api._method(self._names), name)
        return MockPath(self._api, (*self._names, name), getattr(self._found, name))


class MockAPI(Generic[C, A]):
    """An API that answers what a test says. Its attributes are those of a client: ``api.files.list.returns(...)``.

    Args:
        client_class: The synchronous client of the package.
        async_client_class: The asynchronous one.

    Attributes:
        requests: All that arrived, in their order.
    """

    requests: list[RecordedRequest]

    def __init__(self, client_class: type[C], async_client_class: type[A]) -> None:
        self.requests = []
        self._client_class = client_class
        self._async_client_class = async_client_class
        self._calls: dict[tuple[str, str, tuple[tuple[str, object], ...]], MockCall] = {}
        self._sample = self.client()

    def __getattr__(self, name: str) -> MockPath:
        if name.startswith("_"):
            raise AttributeError(name)  # also while it is being made or copied, when there is no client to ask
        return MockPath(self, (name,), getattr(self._sample, name))

    def on(self, verb: str, path: str) -> MockCall:
        """A call by verb and path of the API: ``api.on("GET", "/files/{file_id}")``."""
        return self._call(verb.upper(), path, {})

    def client(self, **options: Any) -> C:
        """A client that this API answers; it does not try again unless told to with ``max_retries``.

        Args:
            options: Arguments of the client; credentials are made up where they are not given.
        """
        return self._client_class(**self._options(options, httpx.Client))

    def async_client(self, **options: Any) -> A:
        """The asynchronous client that this API answers; see ``client``."""
        return self._async_client_class(**self._options(options, httpx.AsyncClient))

    def transport(self, base_url: str = BASE_URL) -> httpx.MockTransport:
        """What answers, for a client that a test makes itself: a transport of httpx, for both kinds of client."""
        prefix = httpx.URL(base_url).raw_path.decode().partition("?")[0].rstrip("/")

        def handle(request: httpx.Request) -> httpx.Response:
            raw = request.url.raw_path.decode().partition("?")[0].removeprefix(prefix)
            recorded = RecordedRequest(request, request.url.path.removeprefix(prefix))
            return self._answer(request, _own_path(request, raw), recorded)

        return httpx.MockTransport(handle)

    def _options(
        self, options: Mapping[str, Any], http_class: type[httpx.Client | httpx.AsyncClient]
    ) -> dict[str, Any]:
        known = self._client_class._settings.options
        made_up = (one for one in known if (one.secret or one.required) and one.kind != "sigv4")
        secrets = {one.py_name: f"test-{one.py_name}" for one in made_up}
        # What is signed with such keys is signed for some region, since this host tells none.
        secrets |= {one.py_name: "us-east-1" for one in known if one.name == "aws_region"}
        merged = {"base_url": BASE_URL, "max_retries": 0, **secrets, **options}
        merged.setdefault("http_client", http_class(transport=self.transport(str(merged["base_url"]))))
        return merged

    def _method(self, names: Sequence[str]) -> MockCall:
        resource: Any = self._sample
        for name in names[:-1]:
            resource = getattr(resource, name)
        endpoint = _endpoint(type(resource), names[-1])
        if endpoint is None:
            raise AttributeError(
                f"{'.'.join(names)} is no call of the API itself; give answers for the calls it makes"
            )
        return self._call(endpoint.verb, endpoint.path, endpoint.query)

    def _call(self, verb: str, path: str, query: Mapping[str, object]) -> MockCall:
        key = verb, path, tuple(query.items())
        if key not in self._calls:
            done = self._client_class._settings.done
            self._calls[key] = MockCall(verb, path, query, done)
        return self._calls[key]

    def _answer(self, request: httpx.Request, path: str, recorded: RecordedRequest) -> httpx.Response:
        self.requests.append(recorded)
        found = [call for call in self._calls.values() if call.takes(request, path)]
        if not found:
            known = ", ".join(call.name for call in self._calls.values()) or "no call at all"
            raise UnexpectedCallError(f"{request.method} {path} was called; there are answers for {known}")
        return min(found, key=MockCall.rank).answer(recorded)


def _own_path(request: httpx.Request, raw: str) -> str:
    """The path without what a client puts in front of that of its operation, such as a deployment on Azure."""
    template = request.extensions.get(OPERATION, "")
    found = re.search(rf"{pattern_of('/' + template.strip('/')).pattern}\Z", raw) if template else None
    return found[0] if found else raw


def _endpoint(resource: type, method: str) -> Endpoint | None:
    """The operation that a method calls: the constant of its module that has the method's name."""
    constant = f"_{method.upper().strip('_')}"
    for cls in resource.__mro__:
        found = getattr(sys.modules[cls.__module__], constant, None)
        if method in vars(cls) and isinstance(found, Endpoint):
            return found
    return None
