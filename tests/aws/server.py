"""The calls of API Gateway that specloom makes, served on 127.0.0.1 to the real boto3, with their errors on request.

It speaks REST-JSON as the service does: errors by ``x-amzn-ErrorType``, pages by ``position`` and ``nextToken``, a
signature on every request, exports as ``application/octet-stream`` with another time stamp each time.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import yaml
from attrs import define, field, frozen

from tests.serving import QuietHandler, running

ACCESS_KEY = "AKIDEXAMPLE"
EXPIRED_TOKEN = "expired"

_SIGNED = re.compile(r"AWS4-HMAC-SHA256 Credential=(?P<key>\w+)/\d{8}/(?P<region>[\w-]+)/apigateway/aws4_request, .*")

Methods = dict[str, dict[str, dict[str, Any]]]
"""By path and verb: ``authorizationType`` and ``apiKeyRequired``."""


@define
class RestApi:
    """A REST API.

    Attributes:
        id: Its id.
        name: Its name.
        stages: Deployment by stage; empty for one to which nothing was deployed.
        exports: By stage and dialect (``oas30``, ``swagger``).
        deployments: What each deployment serves; None where AWS keeps no summary.
        edited: What is being edited.
    """

    id: str
    name: str
    stages: dict[str, str] = field(factory=dict)
    exports: dict[tuple[str, str], Mapping[str, Any]] = field(factory=dict)
    deployments: dict[str, Methods | None] = field(factory=dict)
    edited: Methods = field(factory=dict)


@define
class HttpApi:
    """An HTTP or WebSocket API; its export under the stage ``""`` is that of the latest configuration."""

    id: str
    name: str
    stages: dict[str, str] = field(factory=dict)
    exports: dict[str, Mapping[str, Any]] = field(factory=dict)
    protocol: str = "HTTP"


@define
class Fault:
    """An answer instead of the right one.

    Attributes:
        path: A part of the path that it is given for.
        status: HTTP status.
        code: What AWS calls the error.
        message: What AWS says about it.
        times: How often; then the right answer is given again. Less than none is always.
        cut: Send this many bytes of the right answer and hang up.
        body: Send this as it is, with the status; what begins with ``<`` as a web page.
    """

    path: str
    status: int = 400
    code: str = "BadRequestException"
    message: str = "no"
    times: int = -1
    cut: int | None = None
    body: bytes | None = None


@frozen
class Seen:
    """A request that came."""

    path: str
    query: dict[str, list[str]]
    accept: str
    region: str


class _AwsError(Exception):
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


@define
class FakeAws:
    """The state behind the server; tests change it as they like.

    Attributes:
        url: Where it is served.
        rest: REST APIs.
        http: HTTP and WebSocket APIs.
        faults: The first one that fits is given.
        seen: All requests, in order.
        page: Items on a page.
        stamps: ``info.version`` of one export after the other, for documents that have none of their own.
    """

    url: str = ""
    rest: list[RestApi] = field(factory=list)
    http: list[HttpApi] = field(factory=list)
    faults: list[Fault] = field(factory=list)
    seen: list[Seen] = field(factory=list)
    page: int = 25
    stamps: Iterator[str] = field(
        factory=lambda: (f"2026-11-21T{at // 60:02}:{at % 60:02}:00Z" for at in itertools.count())
    )

    @property
    def environment(self) -> dict[str, str]:
        """What points boto3 here, with credentials that are good and nothing of this machine."""
        return {
            "AWS_ENDPOINT_URL_API_GATEWAY": self.url,
            "AWS_ENDPOINT_URL_APIGATEWAYV2": self.url,
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": "not-a-secret",
            "AWS_DEFAULT_REGION": "eu-west-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": "/nonexistent/config",
            "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent/credentials",
            "NO_PROXY": "127.0.0.1",
        }

    def answer(self, path: str, query: Mapping[str, list[str]], accept: str) -> bytes:
        """The body of a right answer."""
        # A stage or a name may hold a slash, which is no separator then.
        match [unquote(part) for part in path.strip("/").split("/")]:
            case ["restapis"]:
                items = [{"id": api.id, "name": api.name, "createdDate": 1767323045} for api in self.rest]
                return self._page("item", "position", items, query)
            case ["restapis", id_, *rest]:
                return self._rest(self._found(self.rest, id_), rest, query, accept)
            case ["v2", "apis"]:
                every = [{"apiId": api.id, "name": api.name, "protocolType": api.protocol} for api in self.http]
                made = {"createdDate": "2026-01-03T03:04:05Z"}
                return self._page("items", "nextToken", [{**api, **made} for api in every], query)
            case ["v2", "apis", id_, *rest]:
                return self._http(self._found(self.http, id_), rest, query)
        raise _AwsError(404, "UnknownOperationException", "there is no such call")

    def _rest(self, api: RestApi, rest: list[str], query: Mapping[str, list[str]], accept: str) -> bytes:
        match rest:
            case ["stages"]:
                return _json({"item": [_stage(name, id_) for name, id_ in api.stages.items()]})
            case ["stages", stage, "exports", dialect]:
                if (stage, dialect) not in api.exports:
                    raise _AwsError(404, "NotFoundException", "Invalid stage identifier specified")
                extensions = query.get("extensions", [""])[0]
                return self._export(api.exports[stage, dialect], bool(extensions), "yaml" in accept)
            case ["deployments", id_]:
                if id_ not in api.deployments:
                    raise _AwsError(404, "NotFoundException", "Invalid Deployment identifier specified")
                summary = api.deployments[id_]
                asked = query.get("embed") == ["apisummary"] and summary is not None
                return _json({"id": id_, **({"apiSummary": summary} if asked else {})})
            case ["resources"]:
                methods = query.get("embed") == ["methods"]
                items = [
                    {"id": str(at), "path": path, **({"resourceMethods": verbs} if methods and verbs else {})}
                    for at, (path, verbs) in enumerate(api.edited.items())
                ]
                return self._page("item", "position", items, query)
        raise _AwsError(404, "UnknownOperationException", "there is no such call")

    def _http(self, api: HttpApi, rest: list[str], query: Mapping[str, list[str]]) -> bytes:
        match rest:
            case ["stages"]:
                items = [
                    {"stageName": name, **({"deploymentId": id_} if id_ else {})} for name, id_ in api.stages.items()
                ]
                return self._page("items", "nextToken", items, query)
            case ["exports", "OAS30"]:
                if api.protocol != "HTTP":
                    raise _AwsError(400, "BadRequestException", "Only HTTP APIs can be exported")
                stage = query.get("stageName", [""])[0]
                if stage not in api.exports:
                    raise _AwsError(404, "NotFoundException", f"Unable to find Stage by name {stage}")
                extensions = query.get("includeExtensions") != ["false"]
                return self._export(api.exports[stage], extensions, query.get("outputType") == ["YAML"])
        raise _AwsError(404, "UnknownOperationException", "there is no such call")

    def _export(self, document: Mapping[str, Any], extensions: bool, as_yaml: bool) -> bytes:
        info = {"title": "API", "version": next(self.stamps), **document.get("info", {})}
        whole = {**document, "info": info}
        shown = whole if extensions else _without_extensions(whole)
        return yaml.safe_dump(shown, sort_keys=False).encode() if as_yaml else _json(shown)

    def _found(self, apis: list[Any], id_: str) -> Any:
        for api in apis:
            if api.id == id_:
                return api
        raise _AwsError(404, "NotFoundException", f"Invalid API identifier specified 123456789012:{id_}")

    def _page(self, key: str, token: str, items: list[Any], query: Mapping[str, list[str]]) -> bytes:
        at = int(query.get(token, ["0"])[0])
        size = min(self.page, int(query.get("limit", [str(self.page)])[0]))
        following = {token: str(at + size)} if at + size < len(items) else {}
        return _json({key: items[at : at + size], **following})


@contextmanager
def serve_aws() -> Iterator[FakeAws]:
    """The server, as long as the context lasts."""
    aws = FakeAws()

    class Handler(_Handler):
        state = aws

    with running(Handler) as url:
        aws.url = url
        yield aws


class _Handler(QuietHandler):
    state: FakeAws

    def answer(self) -> None:
        url = urlsplit(self.path)
        query = parse_qs(url.query)
        signed = _SIGNED.fullmatch(self.headers.get("Authorization", ""))
        region = signed["region"] if signed else ""
        self.state.seen.append(Seen(url.path, query, self.headers.get("Accept", ""), region))
        fault = self._fault(unquote(url.path))
        try:
            self._check(signed)
            if fault is not None and fault.body is not None:
                self._send(fault.status, fault.body)
            elif fault is not None and fault.cut is None:
                raise _AwsError(fault.status, fault.code, fault.message)
            else:
                body = self.state.answer(url.path, query, self.headers.get("Accept", ""))
                self._send(200, body, cut=fault.cut if fault else None)
        except _AwsError as error:
            self._send(error.status, _json({"message": str(error)}), error=error.code)

    def _fault(self, path: str) -> Fault | None:
        fault = next((fault for fault in self.state.faults if fault.path in path and fault.times), None)
        if fault is not None:
            fault.times -= 1
        return fault

    def _check(self, signed: re.Match[str] | None) -> None:
        if signed is None:
            raise _AwsError(403, "MissingAuthenticationTokenException", "Missing Authentication Token")
        if signed["key"] != ACCESS_KEY:
            message = "The security token included in the request is invalid."
            raise _AwsError(403, "UnrecognizedClientException", message)
        if self.headers.get("X-Amz-Security-Token") == EXPIRED_TOKEN:
            message = "The security token included in the request is expired"
            raise _AwsError(403, "ExpiredTokenException", message)

    def _send(self, status: int, body: bytes, *, error: str = "", cut: int | None = None) -> None:
        self.send_response(status)
        kind = "application/octet-stream" if "/exports/" in self.path else "application/json"
        self.send_header("Content-Type", "text/html" if body.startswith(b"<") else kind)
        self.send_header("Content-Length", str(len(body)))
        if error:
            self.send_header("x-amzn-ErrorType", error)
        self.end_headers()
        self.wfile.write(body if cut is None else body[:cut])


def _stage(name: str, deployment: str) -> dict[str, str]:
    return {"stageName": name, **({"deploymentId": deployment} if deployment else {})}


def _without_extensions(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_extensions(part) for key, part in value.items() if not key.startswith("x-amazon-")}
    return [_without_extensions(part) for part in value] if isinstance(value, list) else value


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()
