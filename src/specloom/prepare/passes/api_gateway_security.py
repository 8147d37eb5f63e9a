"""Who may call, as exports of AWS API Gateway say it."""

from __future__ import annotations

import re
from typing import Any

from specloom.prepare import walk
from specloom.prepare.keywords import SIGNATURE
from specloom.prepare.values import Document, Example, Pass

_VENDOR = "x-amazon-apigateway-"
_AUTHTYPE = f"{_VENDOR}authtype"
_AUTHORIZER = f"{_VENDOR}authorizer"
_AUTH = f"{_VENDOR}auth"
_KEY_SOURCE = f"{_VENDOR}api-key-source"
_SIGNED = {"type": "apiKey", "name": "Authorization", "in": "header", SIGNATURE: "aws-sigv4"}
_HTTP_API_SOURCE = re.compile(r"\$?(?:method\.)?request\.(header|querystring)\.([^\s,]+)")
_PLACES = {"header": "header", "querystring": "query"}

Requirement = dict[str, list[str]]
Schemes = dict[str, Any]


def api_gateway_security(document: Document) -> Document:
    """Security of API Gateway in words that OpenAPI has.

    - A scheme with the authtype `awsSigv4` is marked: requests are signed, and no key is sent.
    - An authorizer whose scheme has no name to send a value in (`Unused`) takes it where its identity source says,
      in several places if that names several; a JWT authorizer that does not read `Authorization` likewise. Without an
      identity source it is `Authorization`.
    - `x-amazon-apigateway-auth` of an operation stands for its security: `AWS_IAM` a signature, `NONE` nothing.
    - An API key and an authorizer that are listed as alternatives are needed both: a method of API Gateway has one
      authorizer at most, and takes a key besides. Where the authorizer gives the key, callers need none.
    """
    out = document
    schemes = _schemes_of(document)
    named = {
        name: _places(name, scheme) if isinstance(scheme, dict) else {name: scheme} for name, scheme in schemes.items()
    }
    own = {name: _marked(scheme) for places in named.values() for name, scheme in places.items()}
    given = {name for name, scheme in schemes.items() if isinstance(scheme, dict) and _is_authorizer(scheme)}
    rewrite = _Rewrite({name: list(places) for name, places in named.items()}, given, own, document)
    paths = {
        path: rewrite.path_item(item) if isinstance(item, dict) else item
        for path, item in (document.get("paths") or {}).items()
    }
    if paths != (document.get("paths") or {}):
        out = {**out, "paths": paths}
    if isinstance(document.get("security"), list):
        security = rewrite.security(document["security"])
        if security != document["security"]:
            out = {**out, "security": security}
    return out if own == schemes else _with_schemes(out, own)


def _schemes_of(document: Document) -> Schemes:
    if "swagger" in document:
        return document.get("securityDefinitions") or {}
    return (document.get("components") or {}).get("securitySchemes") or {}


def _with_schemes(document: Document, schemes: Schemes) -> Document:
    if "swagger" in document:
        return {**document, "securityDefinitions": schemes}
    return {**document, "components": {**(document.get("components") or {}), "securitySchemes": schemes}}


def _is_authorizer(scheme: dict[str, Any]) -> bool:
    return _AUTHTYPE in scheme or _AUTHORIZER in scheme or SIGNATURE in scheme


def _marked(scheme: Any) -> Any:
    """A scheme, with the mark if it is one of signatures."""
    if isinstance(scheme, dict) and str(scheme.get(_AUTHTYPE, "")).lower() == "awssigv4":
        return {**scheme, SIGNATURE: "aws-sigv4"}
    return scheme


def _places(name: str, scheme: dict[str, Any]) -> Schemes:
    """A scheme, or one for each place in which its authorizer looks for what it is to judge."""
    authorizer = scheme.get(_AUTHORIZER)
    stated = authorizer.get("identitySource") if isinstance(authorizer, dict) else None
    texts = stated if isinstance(stated, list) else [stated or ""]
    sources = [pair for text in texts for pair in _HTTP_API_SOURCE.findall(str(text))]
    nameless = scheme.get("type") == "apiKey" and scheme.get("name") in ("Unused", "", None)
    jwt = isinstance(authorizer, dict) and authorizer.get("type") == "jwt"
    elsewhere = jwt and sources and sources[0][1].lower() != "authorization"
    if not nameless and not elsewhere:
        return {name: scheme}
    rest = walk.without(scheme, "flows", "openIdConnectUrl")
    out = {}
    for number, (place, header) in enumerate(sources or [("header", "Authorization")]):
        key = name if number == 0 else f"{name}_{header}"
        out[key] = {**rest, "type": "apiKey", "name": header, "in": _PLACES[place]}
    return out


class _Rewrite:
    """What becomes of requirements.

    Args:
        places: The schemes that each of the document's became.
        authorizers: Names of those that are of API Gateway.
        schemes: All that there are afterwards; gets one for signatures where an operation needs it.
        document: Says where keys come from.
    """

    def __init__(
        self, places: dict[str, list[str]], authorizers: set[str], schemes: Schemes, document: Document
    ) -> None:
        self._places = places
        self._authorizers = authorizers
        self._schemes = schemes
        self._keys = {
            name
            for name, scheme in schemes.items()
            if isinstance(scheme, dict)
            and (scheme.get("type"), str(scheme.get("name")).lower()) == ("apiKey", "x-api-key")
        } - authorizers
        self._key_is_theirs = str(document.get(_KEY_SOURCE, "")).upper() == "AUTHORIZER"
        self._general = document.get("security")

    def path_item(self, item: dict[str, Any]) -> dict[str, Any]:
        """All its operations, rewritten."""
        return {
            key: self._operation(value) if key in walk.VERBS and isinstance(value, dict) else value
            for key, value in item.items()
        }

    def _operation(self, operation: dict[str, Any]) -> dict[str, Any]:
        stated = operation.get(_AUTH)
        kind = str(stated.get("type", "")).upper() if isinstance(stated, dict) else ""
        if kind == "NONE":
            return {**walk.without(operation, _AUTH), "security": []}
        if kind == "AWS_IAM":
            listed = operation.get("security", self._general)
            keys: Requirement = {name: [] for one in listed or () for name in one if name in self._keys}
            return {**walk.without(operation, _AUTH), "security": [{**keys, self._signature(): []}]}
        if not isinstance(operation.get("security"), list):
            return operation
        security = self.security(operation["security"])
        return operation if security == operation["security"] else {**operation, "security": security}

    def security(self, listed: list[Requirement]) -> list[Requirement]:
        """Requirements with the schemes that there are now, and all in one where an authorizer is joined by a key."""
        listed = [one for one in listed if isinstance(one, dict)]
        out = [
            {place: scopes for name, scopes in one.items() for place in self._places.get(name, [name])}
            for one in listed
        ]
        with_authorizer = [one for one, was in zip(out, listed, strict=True) if was.keys() & self._authorizers]
        keys = [one for one in out if one and one.keys() <= self._keys]
        if len(with_authorizer) == 1 and keys and len(out) == 1 + len(keys):
            joined = {} if self._key_is_theirs else {name: scopes for one in keys for name, scopes in one.items()}
            return [{**joined, **with_authorizer[0]}]
        return out

    def _signature(self) -> str:
        """The scheme of signatures, made where the document has none."""
        for name, scheme in self._schemes.items():
            if isinstance(scheme, dict) and SIGNATURE in scheme:
                return name
        self._schemes["sigv4"] = _SIGNED
        return "sigv4"


_SIGV4 = {"type": "apiKey", "name": "Authorization", "in": "header", _AUTHTYPE: "awsSigv4"}
_KEY = {"type": "apiKey", "name": "x-api-key", "in": "header"}

PASS = Pass(
    api_gateway_security,
    Example(
        at=(),
        before={
            "components": {"securitySchemes": {"sigv4": _SIGV4, "api_key": _KEY}},
            "paths": {
                "/orders": {"get": {"security": [{"api_key": []}, {"sigv4": []}]}},
                "/health": {"get": {_AUTH: {"type": "NONE"}}},
            },
        },
        after={
            "components": {"securitySchemes": {"sigv4": {**_SIGV4, SIGNATURE: "aws-sigv4"}, "api_key": _KEY}},
            "paths": {
                "/orders": {"get": {"security": [{"api_key": [], "sigv4": []}]}},
                "/health": {"get": {"security": []}},
            },
        },
    ),
)
