"""How requests say who they are from: kinds of credentials, never the credentials."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from specloom.plan.naming import pascal

_KEY_HEADER: Final = re.compile(
    r"(?:x-)?(?:[a-z0-9]+-)*(?:api-?key|apikey|auth-?token|access-?token|auth-?key|subscription-key|api-token)"
)
_KEY_QUERY: Final = re.compile(
    r"(?:x[-_])?(?:api[-_]?key|apikey|api[-_]?token|access[-_]?token|auth[-_]?token|auth[-_]?key|auth|token|key|"
    r"subscription[-_]key|appid|app[-_]key|secret|client[-_]secret|password|signature|sig|session|sid|jwt)",
    re.IGNORECASE,
)


def header_credential(name: str, value: str) -> str | None:
    """The kind of credential that a request header is, such as ``bearer`` or ``header:X-Api-Key``, if it is one."""
    lower = name.lower()
    if lower == "authorization":
        scheme = value.partition(" ")[0].lower() if " " in value.strip() else ""
        return scheme if scheme in ("bearer", "basic") else "header:Authorization"
    return f"header:{name}" if _KEY_HEADER.fullmatch(lower) else None


def query_credential(name: str) -> str | None:
    """The kind of credential that an argument of a query is, such as ``query:api_key``, if it is one."""
    return f"query:{name}" if _KEY_QUERY.fullmatch(name) else None


def header_credentials(headers: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The kinds of all credentials among request headers."""
    found = (header_credential(name, value) for name, value in headers)
    # Header names have no case; what differs in it alone is one scheme.
    return frozenset(_one_case(kind) for kind in found if kind is not None)


def _one_case(kind: str) -> str:
    place, colon, name = kind.partition(":")
    return f"{place}:{'-'.join(word.capitalize() for word in name.split('-'))}" if colon else kind


def scheme(kind: str) -> dict[str, Any]:
    """The security scheme of a kind of credential."""
    place, colon, name = kind.partition(":")
    return {"type": "apiKey", "in": place, "name": name} if colon else {"type": "http", "scheme": kind}


def scheme_name(kind: str) -> str:
    """What a security scheme is called: ``bearerAuth``, ``apiKey``, ``tokenQuery``."""
    place, colon, name = kind.partition(":")
    if not colon:
        return f"{kind}Auth"
    short = pascal(re.sub(r"^[xX]-", "", name))
    return short[:1].lower() + short[1:] + ("" if place == "header" else place.capitalize())


def kind_of_scheme(stated: Mapping[str, Any]) -> str | None:
    """The kind of credential that a scheme of a document asks for, if it is of a kind that samples can show."""
    if stated.get("type") == "http" and str(stated.get("scheme")).lower() in ("bearer", "basic"):
        return str(stated["scheme"]).lower()
    if stated.get("type") == "apiKey" and stated.get("in") in ("header", "query"):
        return _one_case(f"header:{stated.get('name')}") if stated["in"] == "header" else f"query:{stated.get('name')}"
    return None
