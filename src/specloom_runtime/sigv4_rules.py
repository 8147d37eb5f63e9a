"""The rules of AWS's Signature Version 4, without any I/O and without any opinion on where keys come from.

They are AWS's own: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes

SERVICE = "execute-api"

_ALGORITHM = "AWS4-HMAC-SHA256"
_HOST = re.compile(r"\.execute-api\.([a-z0-9-]+)\.(?:vpce\.)?amazonaws\.com(?:\.cn)?\Z")
_SPACES = re.compile(r"\s+")
_UNRESERVED = "-_.~"


class Keys(NamedTuple):
    """What to sign with, at one moment: renewed keys are others."""

    access_key: str
    secret_key: str
    token: str | None


def strict_query(query: str) -> str:
    """A query in the form that is signed and sent alike: RFC 3986, where a space is ``%20``; its order stays."""
    pairs = (piece.partition("=") for piece in query.split("&") if piece)
    return "&".join(_strict(name) + equals + _strict(value) for name, equals, value in pairs)


def canonical_request(
    verb: str, path: str, query: str, headers: Iterable[tuple[str, str]], body_hash: str
) -> tuple[str, str]:
    """What is signed of a request, and the names of the headers in it.

    Args:
        verb: ``GET``.
        path: As it is sent, percent-encoded; it is encoded once more, as all services but S3 want it.
        query: As ``strict_query`` gives it.
        headers: Those to sign, several of one name in their order.
        body_hash: SHA-256 of the body, in hexadecimal.
    """
    pairs = sorted((name, value) for name, _, value in (piece.partition("=") for piece in query.split("&") if piece))
    values: dict[str, list[str]] = {}
    for name, value in headers:
        values.setdefault(name.lower(), []).append(_SPACES.sub(" ", value.strip()))
    names = ";".join(sorted(values))
    lines = [f"{name}:{','.join(values[name])}" for name in sorted(values)]
    written = "&".join(f"{name}={value}" for name, value in pairs)
    return "\n".join(
        [verb, quote(_normal_path(path), safe="/" + _UNRESERVED), written, *lines, "", names, body_hash]
    ), names


def authorization(keys: Keys, region: str, moment: str, canonical: str, names: str, service: str = SERVICE) -> str:
    """The ``Authorization`` header for a canonical request.

    Args:
        keys: Whose they are.
        region: ``eu-central-1``.
        moment: UTC, as ``20150830T123600Z``.
        canonical: What ``canonical_request`` gave.
        names: The same.
        service: Which of AWS's.
    """
    scope = f"{moment[:8]}/{region}/{service}/aws4_request"
    to_sign = f"{_ALGORITHM}\n{moment}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(signing_key(keys.secret_key, scope), to_sign.encode(), hashlib.sha256).hexdigest()
    return f"{_ALGORITHM} Credential={keys.access_key}/{scope}, SignedHeaders={names}, Signature={signature}"


def signing_key(secret_key: str, scope: str) -> bytes:
    """The key for one day, region and service."""
    key = f"AWS4{secret_key}".encode()
    for step in scope.split("/"):
        key = hmac.new(key, step.encode(), hashlib.sha256).digest()
    return key


def region_of(*hosts: str) -> str:
    """The region that a host of API Gateway names; empty for a domain of one's own."""
    return next((found[1] for host in hosts if (found := _HOST.search(host.partition(":")[0].lower()))), "")


def _strict(text: str) -> str:
    return quote(unquote_to_bytes(text.replace("+", " ")), safe=_UNRESERVED)


def _normal_path(path: str) -> str:
    """Without segments of dots and without empty ones: AWS leaves them out of what is signed."""
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment and segment != ".":
            kept.append(segment)
    end = "/" if kept and path.endswith(("/", "/.", "/..")) else ""
    return f"/{'/'.join(kept)}{end}"
