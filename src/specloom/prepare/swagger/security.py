"""Swagger's security definitions and its way to say where the API is."""

from __future__ import annotations

from typing import Any

from specloom.prepare.values import Document

_FLOWS = {
    "implicit": "implicit",
    "password": "password",
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
}


def security_scheme(scheme: dict[str, Any]) -> dict[str, Any]:
    """One entry of ``securityDefinitions``."""
    rest = {key: value for key, value in scheme.items() if key == "description" or key.startswith("x-")}
    if scheme.get("type") == "basic":
        return {"type": "http", "scheme": "basic", **rest}
    if scheme.get("type") != "oauth2":
        return scheme
    flow: dict[str, Any] = {key: scheme[key] for key in ("authorizationUrl", "tokenUrl") if key in scheme}
    flow["scopes"] = scheme.get("scopes", {})
    return {"type": "oauth2", "flows": {_FLOWS.get(str(scheme.get("flow")), "implicit"): flow}, **rest}


def servers(document: Document) -> list[dict[str, Any]]:
    """``schemes``, ``host`` and ``basePath`` as URLs; without a host the path alone."""
    base = "/" + str(document.get("basePath") or "").strip("/")
    host = str(document.get("host") or "")
    if not host:
        return [{"url": base}] if base != "/" else []
    schemes = [name for name in document.get("schemes") or ["https"] if name in ("https", "http")] or ["https"]
    return [{"url": f"{scheme}://{host}{base.rstrip('/')}"} for scheme in sorted(schemes, reverse=True)]
