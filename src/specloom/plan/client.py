"""The client class: its name, where it calls, and which options authenticate it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from attrs import frozen

from specloom.plan.naming import assign, class_identifier, identifier
from specloom.plan.operations import Json, Operation
from specloom.plan.sdk import OptionRule, Sdk
from specloom.plan.values import ClientOption, ClientPlan
from specloom.plan.yaml_nodes import nearest
from specloom.problems import Problem

OptionKind: TypeAlias = Literal["bearer", "basic", "header", "query", "cookie", "setting"]

_RESERVED_OPTIONS = frozenset(
    {"base_url", "default_headers", "default_query", "http_client", "max_retries", "self", "timeout"}
)


@frozen
class Credentials:
    """Which option of the client answers for which security scheme of the document."""

    option_of: Mapping[str, str]

    def security(self, operation: Operation) -> tuple[str, ...]:
        """The ways to authenticate an operation: options of the client, ``a+b`` where both are needed.

        In the order of the document, but for the open way, an empty text: it comes last, so that who has a key sends
        it. An operation that knows no other way has none at all.
        """
        ways = dict.fromkeys("+".join(self.option_of[name] for name in way) for way in operation.security)
        return tuple(sorted(ways, key=lambda way: not way)) if any(ways) else ()


def plan_client(prepared: Json, sdk: Sdk, api: str, found: list[Problem]) -> tuple[ClientPlan, Credentials]:
    """The client as sdk.yaml says; whatever it leaves open comes by rule from the document.

    Args:
        prepared: The prepared document.
        sdk: What the user says.
        api: Name of the target.
        found: Collects what is wrong: schemes that the document does not have.
    """
    schemes: Mapping[str, Json] = prepared.get("components", {}).get("securitySchemes", {})
    stated = {rule.name: _stated(rule, schemes, sdk, found) for rule in sdk.client.options}
    option_of = {rule.scheme: rule.name for rule in sdk.client.options if rule.scheme}
    open_ = [name for name in schemes if name not in option_of]
    spelt = assign(open_, lambda name: _option_name(name, schemes[name], len(schemes)), {*_RESERVED_OPTIONS, *stated})
    prefix = identifier(api).upper()
    plan = ClientPlan(
        class_name=sdk.client.name or class_identifier(api, sdk.acronyms),
        base_url="",
        base_url_env=sdk.client.base_url_env or f"{prefix}_BASE_URL",
        options=(*stated.values(), *(_by_rule(spelt[name], schemes[name], prefix) for name in open_)),
        headers_env=f"{prefix}_CUSTOM_HEADERS",
        log_env=f"{prefix}_LOG",
        platform_headers=sdk.client.platform_headers,
    )
    return plan, Credentials({**option_of, **spelt})


def _stated(rule: OptionRule, schemes: Mapping[str, Json], sdk: Sdk, found: list[Problem]) -> ClientOption:
    kind: OptionKind = "setting"
    name = ""
    if rule.scheme and rule.scheme not in schemes:
        message = f"client.options.{rule.name}: the document has no security scheme {rule.scheme!r}"
        found.append(Problem(message + nearest(rule.scheme, schemes), source=sdk.source))
    elif rule.scheme:
        kind, name = _way(schemes[rule.scheme])
    elif rule.header or rule.query:
        kind, name = ("header", rule.header) if rule.header else ("query", rule.query)
    return ClientOption(rule.name, kind, name, rule.env, rule.secret, rule.required)


def _by_rule(py_name: str, scheme: Json, prefix: str) -> ClientOption:
    kind, name = _way(scheme)
    return ClientOption(py_name, kind, name, env=f"{prefix}_{py_name.upper()}", secret=True)


def _option_name(name: str, scheme: Json, schemes: int) -> str:
    """``api_key`` for the only scheme of a document, where it is a key or token; else the scheme's own name."""
    return "api_key" if schemes == 1 and _way(scheme)[0] != "basic" else identifier(name)


def _way(scheme: Json) -> tuple[OptionKind, str]:
    """How a security scheme travels. What takes a token in the end (OAuth, OpenID) travels as a bearer."""
    if scheme.get("type") == "apiKey":
        places: dict[str, OptionKind] = {"header": "header", "query": "query", "cookie": "cookie"}
        return places.get(str(scheme.get("in")), "header"), str(scheme.get("name", ""))
    if scheme.get("type") == "http" and str(scheme.get("scheme", "")).lower() == "basic":
        return "basic", ""
    return "bearer", ""
