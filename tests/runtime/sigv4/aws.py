"""What AWS does with a signature, done again from what a server received: by botocore, which knows nothing of ours."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

from attrs import frozen
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from specloom_runtime import ClientOption, not_given
from specloom_runtime.call_values import Arguments
from specloom_runtime.operation import BodyKind, Endpoint
from tests.runtime.listening import Asked, Colour, Listener

ID, SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
PARTS = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_profile", "aws_region")
OPTIONS = (
    ClientOption("aws_credentials", "sigv4", secret=True),
    *(
        ClientOption(name, "setting", name, secret="key" in name or "token" in name, of="aws_credentials")
        for name in PARTS
    ),
)
SIGNED = ("aws_credentials",)
VALUES = {"aws_access_key_id": ID, "aws_secret_access_key": SECRET, "aws_region": "eu-west-1"}

_HEADER = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<date>\d{8})/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request, "
    r"SignedHeaders=(?P<names>[^,]+), Signature=(?P<signature>[0-9a-f]{64})"
)


@frozen
class Claim:
    """What a signature says, once it is found to be right."""

    key: str
    region: str
    service: str
    names: tuple[str, ...]
    moment: str


def verified(asked: Asked, secret: str = SECRET) -> Claim:
    """What a request claims; it fails where the signature does not hold for what arrived.

    The query is taken apart and written again, as a server does that reads parameters, so that a query which could be
    read in two ways does not pass.
    """
    found = _HEADER.fullmatch(asked.header("authorization"))
    assert found, asked.header("authorization")
    names = found["names"].split(";")
    host = asked.header("host")
    request = AWSRequest(asked.verb, f"http://{host}{asked.path}", data=asked.body)
    request.params = _pairs(asked.query)  # type: ignore[assignment]  # pairs are taken, since keys may repeat
    for name, value in asked.headers:
        if name in names:
            request.headers.add_header(name, value)
    moment = asked.header("x-amz-date")
    assert moment.startswith(found["date"])
    request.context["timestamp"] = moment
    signer = SigV4Auth(Credentials(found["key"], secret), found["service"], found["region"])
    # The names that are claimed, not those that botocore would choose.
    canonical = signer.canonical_request(request)
    assert signer.signed_headers(signer.headers_to_sign(request)) == found["names"]
    assert signer.signature(signer.string_to_sign(request, canonical), request) == found["signature"]
    return Claim(found["key"], found["region"], found["service"], tuple(names), moment)


def _pairs(query: str) -> list[tuple[str, str]]:
    assert "+" not in query
    pieces = [piece.partition("=") for piece in query.split("&")] if query else []
    return [(unquote(name, errors="strict"), unquote(value, errors="strict")) for name, _, value in pieces]


def ask(
    verb: str = "GET",
    template: str = "/orders",
    *,
    security: tuple[str, ...] = SIGNED,
    body: BodyKind = "none",
    content_type: str = "",
    headers: Mapping[str, str] | None = None,
    **sent: Any,
) -> Callable[[Any], Any]:
    """A call of an operation, as methods make it."""
    operation = Endpoint(verb, template, security=security, body=body, content_type=content_type, arrays="repeat")
    arguments = Arguments(extra=(headers, None, None, not_given), **sent)
    return lambda client: client._send(operation, arguments)


def signed(colour: Colour, server: Listener, **more: Any) -> Any:
    """A client with keys."""
    return colour.client(OPTIONS, {**VALUES, **more.pop("values", {})}, base_url=server.url, **more)


class Rotating:
    """Credentials as those of botocore, other ones each time; notes the threads that ask."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []

    def get_frozen_credentials(self) -> Any:
        self.threads.append(threading.current_thread())
        number = len(self.threads)
        return SimpleNamespace(access_key=f"KEY{number}", secret_key=f"secret{number}", token=f"token{number}")
