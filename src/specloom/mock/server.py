"""From a request to a reply, without I/O: what the server on a port and the transport in the process share."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from attrs import evolve

from specloom.mock.answers import Answers
from specloom.mock.controls import ControlError, Controls, read_controls
from specloom.mock.formats import formats
from specloom.mock.message import Reply, Request, error_reply
from specloom.mock.operations import Found, Router
from specloom.mock.requests import Judge, Wrong, missing_credentials
from specloom.mock.stated_lists import stated_lists
from specloom.mock.streaming import streams
from specloom.plan.values import Plan


class MockServer:
    """Answers requests as the document says that the API does, with made-up values.

    The same request gets the same reply; nothing is remembered.

    Args:
        prepared: A document in normal form.
        plan: Of its package, which knows of streams that the document does not tell of.
        seed: Another seed makes other values.
        validate: Whether requests are held against the document.

    Raises:
        SpecloomError: If requests should be checked and the library that does it is not installed.
    """

    def __init__(
        self, prepared: Mapping[str, Any], plan: Plan | None = None, *, seed: int = 0, validate: bool = True
    ) -> None:
        self._judge = Judge(prepared) if validate else None
        self._router = Router(prepared)
        schemas = prepared.get("components", {}).get("schemas", {})
        self._answers = Answers(schemas, streams(prepared, plan), formats(prepared, plan), stated_lists(plan), seed)

    def answer(self, request: Request) -> Reply:
        """The reply to a request."""
        found = self._router.find(request.verb, request.path, request.query)
        try:
            controls = read_controls(request.headers)
        except ControlError as error:
            return error_reply(400, str(error), code="mock_control")
        reply = self._reply(found, request, controls)
        headers = (*reply.headers, ("x-request-id", _request_id(request)))
        if controls.retry_after:
            headers = (*headers, ("retry-after", controls.retry_after))
        return evolve(reply, headers=headers, delay=controls.delay, drop=controls.drop)

    def _reply(self, found: Found | None, request: Request, controls: Controls) -> Reply:
        if found is None:
            return error_reply(404, f"Nothing is at {request.path}.", code="unknown_path")
        operation = found.operation
        if operation is None:
            allowed = ", ".join(found.verbs)
            reply = error_reply(405, f"{request.path} takes {allowed}, not {request.verb}.", code="wrong_verb")
            return evolve(reply, headers=(*reply.headers, ("allow", allowed)))
        if controls.status < 300 and self._judge is not None:
            if not self._judge.is_authorised(operation, request):
                return error_reply(401, f"{missing_credentials(operation)}.", code="missing_credentials")
            wrongs = self._judge.wrongs(operation, request, found.path_values)
            if wrongs:
                return _invalid(wrongs)
        return self._answers.reply(operation, request, controls)


def _invalid(wrongs: list[Wrong]) -> Reply:
    first, message = wrongs[0], "; ".join(map(str, wrongs))
    param = first.name or first.pointer.removeprefix("#/").partition("/")[0].removeprefix("#") or None
    problems = [wrong.values() for wrong in wrongs]
    return error_reply(400, message, param=param, code="invalid_request", problems=problems)


def _request_id(request: Request) -> str:
    return f"req_{zlib.crc32(request.verb.encode() + request.path.encode() + request.body):08x}"
