"""Whether a request is one that the document describes."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from http.cookies import SimpleCookie
from typing import Any, Final
from urllib.parse import quote, urlencode

from attrs import asdict, frozen

from specloom.mock import styles
from specloom.mock.checking import EXTRA, Checker
from specloom.mock.message import Request
from specloom.mock.operations import Operation
from specloom.mock.reading import Reader, nested
from specloom.problems import SpecloomError

_FORM: Final = "application/x-www-form-urlencoded"
_MULTIPART: Final = "multipart/form-data"


@frozen
class Wrong:
    """Something in a request that the document does not allow.

    Attributes:
        place: ``path``, ``query``, ``header``, ``cookie`` or ``body``.
        name: Of the parameter; empty for a body.
        pointer: JSON pointer into its value, as a URI fragment.
        message: What is wrong.
    """

    place: str
    name: str
    pointer: str
    message: str

    def __str__(self) -> str:
        where = f"{self.place} {self.name}" if self.name else self.place
        return f"{where} {self.pointer}: {self.message}" if self.pointer != "#" else f"{where}: {self.message}"

    def values(self) -> dict[str, str]:
        """As JSON."""
        return {key: value for key, value in asdict(self).items() if value}


class Judge:
    """Checks requests against the document.

    Args:
        prepared: The document.

    Raises:
        SpecloomError: If a library that it needs is not installed.
    """

    def __init__(self, prepared: Mapping[str, Any]) -> None:
        components = prepared.get("components", {})
        self._schemes: Mapping[str, Any] = components.get("securitySchemes", {})
        schemas = {name: as_sent(schema) for name, schema in components.get("schemas", {}).items()}
        self._checker = Checker(schemas)
        self._reader = Reader(schemas, self._checker.allows)

    def wrongs(self, operation: Operation, request: Request, path_values: Mapping[str, str]) -> list[Wrong]:
        """All that is wrong with a request."""
        return [
            *self._parameters(operation, "path", self._in_path(operation, path_values)),
            *self._query(operation, request),
            *self._parameters(operation, "header", self._headers(operation, request)),
            *self._parameters(operation, "cookie", self._cookies(operation, request)),
            *self._body(operation, request),
        ]

    def _parameters(self, operation: Operation, place: str, raw: Mapping[str, Any]) -> list[Wrong]:
        wrongs: list[Wrong] = []
        for parameter in operation.parameters(place):
            name = parameter["name"]
            if name in raw:
                value = self._reader.value(parameter["schema"], raw[name])
                wrongs += self._held_against(parameter["schema"], value, place, name)
            elif parameter.get("required"):
                wrongs.append(Wrong(place, name, "#", "it is required"))
        return wrongs

    def _in_path(self, operation: Operation, raw: Mapping[str, str]) -> dict[str, Any]:
        declared = {one["name"]: one for one in operation.parameters("path")}
        return {
            name: styles.in_path(declared[name], text, self._reader.kinds(declared[name]["schema"]))
            for name, text in raw.items()
            if name in declared
        }

    def _headers(self, operation: Operation, request: Request) -> dict[str, Any]:
        return {
            one["name"]: styles.in_header(one, request.headers[one["name"].lower()], self._reader.kinds(one["schema"]))
            for one in operation.parameters("header")
            if one["name"].lower() in request.headers
        }

    def _cookies(self, operation: Operation, request: Request) -> dict[str, Any]:
        return styles.in_cookies(
            request.headers.get("cookie", ""), self._resolved(operation.parameters("cookie")), self._reader.kinds
        )

    def _resolved(self, parameters: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        return [{**one, "schema": self._reader.resolved(one["schema"])} for one in parameters]

    def _held_against(self, schema: Mapping[str, Any], value: object, place: str, name: str = "") -> list[Wrong]:
        return [Wrong(place, name, one.pointer, one.message) for one in self._checker.findings(schema, value)]

    def _query(self, operation: Operation, request: Request) -> list[Wrong]:
        known = {
            parameter["name"].removesuffix("[]"): parameter["name"] for parameter in operation.parameters("query")
        }
        query = request.raw_query or urlencode(request.query, quote_via=quote)
        found = styles.in_query(query, self._resolved(operation.parameters("query")), self._reader.kinds)
        raw = {known.get(name, name): value for name, value in found.items()}
        own = {*known.values(), *operation.query, *self._query_keys()}
        strangers = [Wrong("query", name, "#", "there is no such parameter") for name in raw if name not in own]
        return [*self._parameters(operation, "query", raw), *strangers]

    def _query_keys(self) -> list[str]:
        return [scheme["name"] for scheme in self._schemes.values() if scheme.get("in") == "query"]

    def _body(self, operation: Operation, request: Request) -> list[Wrong]:
        declared = operation.facts.get("requestBody")
        if declared is None:
            return [Wrong("body", "", "#", "there is none")] if request.body not in (b"", b"{}") else []
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if not request.body:
            return [Wrong("body", "", "#", "it is required")] if declared.get("required") else []
        content = {name.partition(";")[0].strip().lower(): media for name, media in declared["content"].items()}
        media = content.get(kind) or next((content[name] for name in content if _covers(name, kind)), None)
        if media is None:
            message = f"its content type is {kind or 'missing'}; there are {', '.join(content)}"
            return [Wrong("body", "", "#", message)]
        schema = media.get("schema", {})
        try:
            value = self._body_value(media, kind, request)
        except ValueError as error:
            return [Wrong("body", "", "#", f"it is not what its content type says: {error}")]
        allowed = self._reader.kinds(schema)
        if isinstance(value, str) and not kind.endswith("json") and allowed and "string" not in allowed:
            # Data in XML or the like: only the API reads it.
            return []
        return self._held_against(schema, value, "body")

    def _body_value(self, media: Mapping[str, Any], kind: str, request: Request) -> Any:
        schema = media.get("schema", {})
        stated = styles.fields(media, self._reader.resolved(schema))
        if kind == _MULTIPART:
            parts = form_fields(request)
            names = {one["name"] for one in stated}
            # What stands in a part is not encoded.
            written = [(name, quote(value)) for name, value in parts if name in names]
            plain = nested([part for part in parts if part[0] not in names])
            return self._reader.value(schema, {**plain, **styles.from_pairs(written, stated, self._reader.kinds)})
        if kind == _FORM:
            return self._reader.value(schema, styles.in_query(request.body.decode(), stated, self._reader.kinds))
        if kind.endswith("json"):
            return json.loads(request.body)
        return request.body.decode("utf-8", "replace")

    def is_authorised(self, operation: Operation, request: Request) -> bool:
        """Whether a request has the credentials of one of the alternatives."""
        if not operation.security:
            return True
        return any(
            all(self._has(self._schemes.get(name, {}), request) for name in alternative)
            for alternative in operation.security
        )

    def _has(self, scheme: Mapping[str, Any], request: Request) -> bool:
        kind, name = scheme.get("type"), str(scheme.get("name", ""))
        method, _, credentials = request.headers.get("authorization", "").partition(" ")
        if "x-specloom-signature" in scheme:
            return method == "AWS4-HMAC-SHA256" and "Signature=" in credentials and "x-amz-date" in request.headers
        if kind == "apiKey":
            places = {"header": request.headers.get(name.lower()), "cookie": _cookies(request).get(name)}
            return bool(dict(request.query).get(name) if scheme.get("in") == "query" else places.get(scheme["in"]))
        if kind == "mutualTLS":
            return True  # settled before there is a request
        wanted = scheme.get("scheme", "bearer").lower() if kind == "http" else "bearer"
        return method.lower() == wanted and bool(credentials.strip())


def as_sent(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A component as requests are held against it: what only answers have is not required."""
    properties = schema.get("properties", {})
    required = [name for name in schema.get("required", ()) if properties[name].get("readOnly") is not True]
    return {**schema, "required": required} if len(required) < len(schema.get("required", ())) else schema


def missing_credentials(operation: Operation) -> str:
    """What to tell a client without credentials."""
    ways = " or ".join(" and ".join(names) for names in operation.security)
    return f"{operation.verb} {operation.path} needs credentials: {ways}"


def form_fields(request: Request) -> list[tuple[str, Any]]:
    """The parts of a multipart body in their order: text, JSON values, and for files what a schema sees of them.

    Raises:
        SpecloomError: If the library that reads them is not installed.
        ValueError: If the body is no multipart body.
    """
    try:
        from python_multipart import FormParser, exceptions
        from python_multipart.multipart import parse_options_header
    except ImportError as error:
        raise SpecloomError(f"multipart bodies cannot be read: {EXTRA}") from error
    _, options = parse_options_header(request.headers.get("content-type", ""))
    fields: list[tuple[str, Any]] = []

    def on_field(part: Any) -> None:
        fields.append((part.field_name.decode(), (part.value or b"").decode("utf-8", "replace")))

    with ExitStack() as files:  # earlier versions go on with a file that they have handed over

        def on_file(part: Any) -> None:
            files.callback(part.close)
            part.file_object.seek(0)
            fields.append((part.field_name.decode(), _seen(part.file_object.read())))

        try:
            parser = FormParser(_MULTIPART, on_field, on_file, boundary=options.get(b"boundary", b""))
            parser.write(request.body)
            parser.finalize()
        except exceptions.FormParserError as error:
            raise ValueError(str(error)) from error
    return fields


def _seen(content: bytes) -> str:
    """A file as schemas see it: a text."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return base64.b64encode(content).decode()


def _covers(range_: str, kind: str) -> bool:
    return range_ == "*/*" or (range_.endswith("/*") and kind.startswith(range_[:-1]))


def _cookies(request: Request) -> dict[str, str]:
    return {name: one.value for name, one in SimpleCookie(request.headers.get("cookie", "")).items()}
