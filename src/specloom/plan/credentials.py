"""The options of a client that authenticate it: which there are for which security scheme of the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from attrs import evolve, frozen

from specloom.plan.client_values import ClientOption
from specloom.plan.naming import assign, identifier
from specloom.plan.operations import Json, Operation
from specloom.plan.sdk import OptionRule, Sdk
from specloom.plan.yaml_nodes import nearest
from specloom.problems import Problem, SpecloomError

OptionKind: TypeAlias = Literal["bearer", "basic", "header", "query", "cookie", "oauth2", "sigv4", "setting"]
Schemes: TypeAlias = Mapping[str, Json]

RESERVED_OPTIONS = frozenset(
    {"base_url", "default_headers", "default_query", "http_client", "max_retries", "self", "timeout"}
)

_OAUTH2_PARTS = ("client_id", "client_secret", "token_url", "scope")
_SIGV4_PARTS = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_profile", "aws_region")
_SECRET_PARTS = frozenset({"client_secret", "aws_access_key_id", "aws_secret_access_key", "aws_session_token"})


@frozen
class Credentials:
    """Which option of the client answers for which security scheme of the document."""

    option_of: Mapping[str, str]

    def security(self, operation: Operation) -> tuple[str, ...]:
        """The ways to authenticate an operation: options of the client, ``a+b`` where both are needed.

        In the order of the document, but for the open way, an empty text: it comes last, so that who has a key sends
        it. An operation that knows no other way has none at all. What connections settle (``mutualTLS``) is no option.

        Raises:
            SpecloomError: If it names a scheme that the document does not have.
        """
        for name in {name for way in operation.security for name in way} - self.option_of.keys():
            message = f"the document has no security scheme {name!r}{nearest(name, self.option_of)}"
            raise SpecloomError(Problem(message, pointer=operation.pointer))
        ways = dict.fromkeys("+".join(filter(None, map(self.option_of.get, way))) for way in operation.security)
        return tuple(sorted(ways, key=lambda way: not way)) if any(ways) else ()


def plan_credentials(
    schemes: Schemes, operations: Sequence[Operation], sdk: Sdk, prefix: str, found: list[Problem]
) -> tuple[tuple[ClientOption, ...], Credentials]:
    """The options of the client, as sdk.yaml says; whatever it leaves open comes by rule from the schemes.

    Args:
        schemes: The security schemes of the document.
        operations: All of the document: what scopes they ask for.
        sdk: What the user says.
        prefix: What names of environment variables begin with (``PETS``).
        found: Collects what is wrong: schemes that the document does not have.
    """
    stated = {rule.name: _stated(rule, schemes, sdk, found) for rule in sdk.client.options}
    option_of = {rule.scheme: rule.name for rule in sdk.client.options if rule.scheme}
    open_ = [name for name in schemes if name not in option_of and schemes[name].get("type") != "mutualTLS"]
    spelt = assign(open_, lambda name: _option_name(name, schemes), {*RESERVED_OPTIONS, *stated})
    option_of |= spelt
    main = {**stated, **{spelt[name]: _by_rule(spelt[name], schemes[name], prefix) for name in open_}}
    parts = list(_parts(main, {option: schemes[name] for name, option in option_of.items() if name in schemes}))
    free = assign([name for name, _ in parts], lambda name: name, {*RESERVED_OPTIONS, *main})
    scopes = _scopes(operations, option_of)
    options: list[ClientOption] = []
    for option in main.values():
        options.append(option)
        options += (_settled(part, free[name], prefix, scopes) for name, part in parts if part.of == option.py_name)
    settled_by_connection = {name: "" for name in schemes if name not in option_of}
    return tuple(options), Credentials({**option_of, **settled_by_connection})


def _stated(rule: OptionRule, schemes: Schemes, sdk: Sdk, found: list[Problem]) -> ClientOption:
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
    # Credentials of AWS are an object, and what is in the environment of them the AWS libraries read.
    env = "" if kind == "sigv4" else f"{prefix}_{py_name.upper()}"
    return ClientOption(py_name, kind, name, env=env, secret=True)


def _option_name(name: str, schemes: Schemes) -> str:
    """What is usual for the only scheme of a kind, or of a document; else the scheme's own name."""
    kind = _way(schemes[name])[0]
    if kind == "sigv4":
        return "aws_credentials"
    if _gives_tokens(schemes[name]) and sum(map(_gives_tokens, schemes.values())) == 1:
        return "access_token"
    return "api_key" if len(schemes) == 1 and kind != "basic" else identifier(name)


def _gives_tokens(scheme: Json) -> bool:
    return scheme.get("type") in ("oauth2", "openIdConnect")


def _way(scheme: Json) -> tuple[OptionKind, str]:
    """How a security scheme travels. What takes a token in the end (OAuth, OpenID) travels as a bearer."""
    if scheme.get("x-specloom-signature") == "aws-sigv4":
        return "sigv4", ""
    if scheme.get("type") == "apiKey":
        places: dict[str, OptionKind] = {"header": "header", "query": "query", "cookie": "cookie"}
        return places.get(str(scheme.get("in")), "header"), str(scheme.get("name", ""))
    if scheme.get("type") == "http":
        method = str(scheme.get("scheme", "bearer")).lower()
        return ("header", "Authorization") if method not in ("basic", "bearer") else _HTTP[method]
    return ("oauth2" if "clientCredentials" in scheme.get("flows", {}) else "bearer"), ""


_HTTP: Mapping[str, tuple[OptionKind, str]] = {"basic": ("basic", ""), "bearer": ("bearer", "")}


def _parts(main: Mapping[str, ClientOption], schemes: Schemes) -> Iterator[tuple[str, ClientOption]]:
    """What options are made of, each with the name that it would like: a plain one where only one option is of it."""
    for kind, parts in (("oauth2", _OAUTH2_PARTS), ("sigv4", _SIGV4_PARTS)):
        owners = [option.py_name for option in main.values() if option.kind == kind]
        for owner in owners:
            flow = schemes[owner].get("flows", {}).get("clientCredentials", {})
            for part in parts:
                name = part if len(owners) == 1 else f"{owner}_{part}"
                default = str(flow.get("tokenUrl", "")) if part == "token_url" else ""
                secret = part in _SECRET_PARTS
                yield name, ClientOption(part, "setting", part, secret=secret, of=owner, default=default)


def _settled(part: ClientOption, py_name: str, prefix: str, scopes: Mapping[str, str]) -> ClientOption:
    """A part with its name, the environment variable that goes with it, and the scopes that operations ask for."""
    env = "" if part.name.startswith("aws_") else f"{prefix}_{py_name.upper()}"
    default = scopes.get(part.of, "") if part.name == "scope" else part.default
    return evolve(part, py_name=py_name, env=env, default=default)


def _scopes(operations: Iterable[Operation], option_of: Mapping[str, str]) -> dict[str, str]:
    """By option: all that the operations ask for, in the order of the document."""
    found: dict[str, dict[str, None]] = {}
    for operation in operations:
        for name, scope in operation.scopes:
            found.setdefault(option_of.get(name, ""), {})[scope] = None
    return {option: " ".join(scopes) for option, scopes in found.items()}
