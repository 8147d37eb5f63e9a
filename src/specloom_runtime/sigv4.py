"""Signatures of AWS (Signature Version 4) for calls of API Gateway.

It is part of a package whose API says so. Keys that are given are enough to sign; to find them where the AWS command
line finds them (profile, environment, role) takes botocore, which the package's extra ``aws`` installs.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Generator, Mapping
from email.utils import mktime_tz, parsedate_tz
from importlib import import_module
from typing import TYPE_CHECKING, Any

from .call_values import Chosen, Source
from .errors import InvalidOptionError, MissingCredentialsError, RequestEncodingError
from .exchange import Ask, Step
from .polling_display import MissingDependencyError
from .redaction import shown_url
from .sigv4_rules import SERVICE, Keys, authorization, canonical_request, region_of, strict_query

if TYPE_CHECKING:
    import httpx

    from .call_values import Request
    from .retries import Clock

LARGEST_BODY = 10 * 1024 * 1024
"""Bytes: what API Gateway takes at most. A body is read whole before it is sent, since its hash is signed."""
SKEW_SECONDS = 300.0
"""A signature is good for so long; clocks that are further apart make it worthless."""


def source(given: Any, parts: Mapping[str, Any], names: Mapping[str, str], *, is_async: bool) -> Signer:
    """What signs the calls of a client.

    Args:
        given: Credentials as boto3 and botocore have them, which renew themselves; or None.
        parts: ``aws_access_key_id``, ``aws_secret_access_key``, ``aws_session_token``, ``aws_profile`` and
            ``aws_region``.
        names: What these options are called in the client.
        is_async: Not used: the rules are the same.

    Raises:
        InvalidOptionError: If half a pair of keys is given or two kinds of credentials, or what is given are none.
    """
    for name, value in parts.items():
        if value is not None and not isinstance(value, str):
            raise InvalidOptionError(f"`{names[name]}` is to be a text, not {type(value).__name__}")
    if given is not None and not callable(getattr(given, "get_frozen_credentials", None)):
        what = f"not {type(given).__name__}"
        raise InvalidOptionError(f"AWS credentials are those of a session: boto3.Session().get_credentials(), {what}")
    access_key, secret_key = parts.get("aws_access_key_id"), parts.get("aws_secret_access_key")
    if bool(access_key) != bool(secret_key):
        raise InvalidOptionError(f"`{names['aws_access_key_id']}` and `{names['aws_secret_access_key']}` go together")
    if [given is not None, bool(access_key), bool(parts.get("aws_profile"))].count(True) > 1:
        others = f"`{names['aws_access_key_id']}` and `{names['aws_profile']}`"
        raise InvalidOptionError(f"AWS credentials are given twice: of those of a session, {others} only one can sign")
    return Signer(given, parts, names)


class Signer(Source):
    """Signs the calls of a client and its copies, each attempt with the keys of that moment."""

    def __init__(self, given: Any, parts: Mapping[str, Any], names: Mapping[str, str]) -> None:
        self._given = given
        self._parts = parts
        self._names = names
        self._found: Any = None
        self._lock = threading.Lock()
        self.ready = bool(given or parts.get("aws_access_key_id") or parts.get("aws_profile"))

    def obtain(self, chosen: Chosen, request: Request, clock: Clock) -> Generator[Step, Any, Signing]:
        """The steps to what signs one attempt.

        Raises:
            MissingCredentialsError: If no keys are found.
            InvalidOptionError: If the region is not known, or there is no such profile.
            MissingDependencyError: If they are to be found, and botocore is not installed.
        """
        parts = self._parts
        if parts.get("aws_access_key_id"):
            keys = Keys(parts["aws_access_key_id"], parts["aws_secret_access_key"], parts.get("aws_session_token"))
        else:
            # It may ask a server, or read files.
            keys = yield Ask(lambda: self._frozen(chosen.ways), blocking=True)
        return Signing(self, keys, time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(clock.now())))

    def region(self, *hosts: str) -> str:
        """The region to sign for: the one that is given, else that of the host, else that of the environment.

        Raises:
            InvalidOptionError: If none of them tells.
        """
        stated = self._parts.get("aws_region") or region_of(*hosts)
        found: str = stated or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or ""
        if not found:
            raise InvalidOptionError(
                f"the host {hosts[0]} does not tell the AWS region that a signature is for: "
                f"pass `{self._names['aws_region']}`, or set the AWS_REGION environment variable"
            )
        return found

    def explain(self, used: object, response: httpx.Response, now: float) -> str:
        kind = response.headers.get("x-amzn-errortype", "")
        try:
            text = f"{kind} {response.text}"
        except RuntimeError:  # the content was lost
            text = kind
        if response.is_redirect:
            place = shown_url(response.headers.get("location", ""))
            return f" (leads to {place}; a signature is for one host and path, so it was not followed: set `base_url`)"
        if response.status_code not in (400, 401, 403):
            return ""
        if "Missing Authentication Token" in text:
            return " (API Gateway says this, signed or not, where no such path and verb are deployed)"
        if "token included in the request is expired" in text or "ExpiredToken" in text:
            return " (the AWS credentials have expired: get new ones, for instance with `aws sso login`)"
        if "InvalidSignature" in text or "Signature" in text or "Credential should be scoped" in text:
            return self._explained_signature(used, response, now)
        return ""

    def _explained_signature(self, used: object, response: httpx.Response, now: float) -> str:
        """Why a signature is refused: the clock, or else what both sides have to see alike."""
        date = parsedate_tz(response.headers.get("date", ""))
        there = None if date is None else mktime_tz(date)
        if there is not None and abs(there - now) >= SKEW_SECONDS:
            apart, side = abs(there - now), "behind" if now < there else "ahead of"
            return (
                f" (the clock of this machine is {_length(apart)} {side} the server's: it is {_clock(now)} here and "
                f"{_clock(there)} there, and a signature is good for {SKEW_SECONDS / 60:.0f} minutes. "
                "Set the clock, for instance by NTP)"
            )
        region = used.region if isinstance(used, Signing) else ""
        clocks = "" if there is None else f"; the clocks agree within {SKEW_SECONDS / 60:.0f} minutes"
        return (
            f" (signed for {SERVICE} in {region}{clocks}: check the region and the secret key, and whether a proxy "
            "changes host, path or body on the way)"
        )

    def _frozen(self, ways: str) -> Keys:
        """The keys of this moment. Renews them where they are about to end."""
        try:
            found = self._given or self._from_chain()
            frozen = None if found is None else found.get_frozen_credentials()
        except Exception as error:
            if not _is_of_botocore(error):
                raise
            raise MissingCredentialsError(f"AWS credentials could not be had: {error}. {ways}".rstrip()) from error
        if frozen is None or not frozen.access_key:
            raise MissingCredentialsError(f"No AWS credentials were found. {ways}".rstrip())
        return Keys(frozen.access_key, frozen.secret_key, frozen.token)

    def _from_chain(self) -> Any:
        """Where the AWS command line finds them; None where it finds none, so that it is looked for again."""
        with self._lock:
            if self._found is None:
                try:
                    session = import_module("botocore.session")
                except ImportError as error:
                    package = (__package__ or "").partition("._runtime")[0].replace("_", "-")
                    names = f"`{self._names['aws_access_key_id']}` and `{self._names['aws_secret_access_key']}`"
                    raise MissingDependencyError(
                        f"AWS credentials are found by botocore: pip install '{package}[aws]'; or pass {names}"
                    ) from error
                self._found = session.Session(profile=self._parts.get("aws_profile") or None).get_credentials()
            return self._found


class Signing:
    """The signature of one attempt.

    Attributes:
        region: What it is for; known when it is made.
    """

    def __init__(self, signer: Signer, keys: Keys, moment: str) -> None:
        self.region = ""
        self._signer = signer
        self._keys = keys
        self._moment = moment
        self._chunks: list[bytes] = []
        self._size = 0

    def feed(self, chunk: bytes) -> None:
        """Take a piece of the body.

        Raises:
            RequestEncodingError: If the body is larger than API Gateway takes.
        """
        self._size += len(chunk)
        if self._size > LARGEST_BODY:
            raise RequestEncodingError(
                f"the body: API Gateway takes {LARGEST_BODY:,} bytes at most, and it is read whole to be signed; "
                "this one is longer"
            )
        self._chunks.append(chunk)

    def sign(self, request: httpx.Request) -> None:
        """Write body and query as they are signed, and sign."""
        import httpx

        body = b"".join(self._chunks)
        if "transfer-encoding" in request.headers:
            del request.headers["transfer-encoding"]
            request.headers["content-length"] = str(len(body))
        request.stream = httpx.ByteStream(body)
        request.read()
        path, _, query = request.url.raw_path.decode("ascii").partition("?")
        query = strict_query(query)
        request.url = request.url.copy_with(raw_path=f"{path}?{query}".rstrip("?").encode("ascii"))

        host = request.headers.setdefault("host", request.url.netloc.decode("ascii"))
        self.region = self._signer.region(request.url.host, host)
        request.headers["x-amz-date"] = self._moment
        if self._keys.token:
            request.headers["x-amz-security-token"] = self._keys.token
        signed = [pair for pair in request.headers.multi_items() if _is_signed(pair[0])]
        body_hash = hashlib.sha256(body).hexdigest()
        canonical, names = canonical_request(request.method, path, query, signed, body_hash)
        request.headers["authorization"] = authorization(self._keys, self.region, self._moment, canonical, names)


def _is_signed(name: str) -> bool:
    """What nobody changes on the way, and what AWS wants signed; names are in small letters."""
    return name in ("host", "content-type") or name.startswith("x-amz-")


def _is_of_botocore(error: Exception) -> bool:
    return type(error).__module__.partition(".")[0] in ("botocore", "boto3")


def _clock(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(seconds))


def _length(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds < 7200 else f"{seconds / 3600:.0f} hours"
