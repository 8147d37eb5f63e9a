"""What the template of the client classes sees: their options, credentials and servers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from specloom.emit.names import Imports
from specloom.emit.operation_text import quoted_tuple, servers_text
from specloom.emit.resource_views import ChildView, child_view
from specloom.emit.response_views import ResponsesView, responses_view
from specloom.emit.text import (
    docstring,
    fit,
    held,
    literal,
    one_line,
    within_docstring,
    wrap,
)
from specloom.emit.type_views import RUNTIME
from specloom.plan.client_values import ClientOption, ClientPlan
from specloom.plan.values import Plan


@frozen
class OptionView:
    """A constructor argument of the client."""

    name: str
    field: str
    parameter: str
    docs: str


@frozen
class ClientView:
    """The module of the client classes.

    Attributes:
        places: Arguments that say where the API is, beside ``base_url``.
        variables: The dict of those of them that stand for variables of servers, or empty.
    """

    class_name: str
    async_class_name: str
    settings: str
    options: tuple[OptionView, ...]
    places: tuple[OptionView, ...]
    several_servers: bool
    variables: str
    has_servers: bool
    typing_imports: tuple[str, ...]
    children: tuple[ChildView, ...]
    responses: ResponsesView
    docstring: str
    async_docstring: str


def client_view(plan: Plan) -> ClientView:
    """The view of ``_client.py``."""
    client = plan.client
    imports = Imports(package=(), module=("_client",))
    imports.reserve([f"{client.class_name}Options"])
    children = tuple(child_view(resource, imports) for resource in plan.resources)
    responses = responses_view(client.class_name, (), plan.resources, imports, "." + RUNTIME)
    places = tuple(place_views(client))
    if any("Literal[" in place.field for place in places):
        imports.use_quietly("typing", "Literal")
    named = ", ".join(f"{literal(one.py_name)}: {one.py_name}" for one in client.variables)
    what = f"Client of {one_line(plan.title) or plan.api}."
    return ClientView(
        class_name=client.class_name,
        async_class_name=f"Async{client.class_name}",
        settings=_settings(client, version_of(plan.api_version)),
        options=tuple(_option_view(option, client.options) for option in client.options),
        places=places,
        several_servers=len(client.servers) > 1,
        variables=f"{{{named}}}" if named else "",
        has_servers=bool(client.servers),
        typing_imports=imports.typed_lines(),
        children=children,
        responses=responses,
        docstring=docstring(what, 4),
        async_docstring=docstring(f"{what.rstrip('.')}; every call is awaited.", 4),
    )


def _settings(client: ClientPlan, version: str) -> str:
    options = ", ".join(_option(option) for option in client.options)
    arguments = [
        f"base_url={literal(client.base_url)}",
        f"base_url_env={literal(client.base_url_env)}",
        f"options=({options},)" if options else "options=()",
        f"user_agent={literal(client.class_name + '/Python')}",
        f"headers_env={literal(client.headers_env)}",
        f"log_env={literal(client.log_env)}",
        *([f"platform_headers={literal(client.platform_headers)}"] if client.platform_headers else ()),
        f"version={literal(version)}",
        *([f"servers={servers_text(client.servers)}"] if client.servers else ()),
        *([f"variables={quoted_tuple([one.py_name for one in client.variables])}"] if client.variables else ()),
    ]
    return fit("_SETTINGS = ", f"ClientSettings({', '.join(arguments)})", width=60)


def _option(option: ClientOption) -> str:
    arguments = [literal(option.py_name), literal(option.kind)]
    arguments += [f"{key}={literal(value)}" for key, value in (("name", option.name), ("env", option.env)) if value]
    arguments += [f"{key}=True" for key, on in (("secret", option.secret), ("required", option.required)) if on]
    arguments += [
        f"{key}={literal(value)}" for key, value in (("of", option.of), ("default", option.default)) if value
    ]
    return f"ClientOption({', '.join(arguments)})"


_OPTION_TYPES = {"sigv4": "object", "basic": "tuple[str, str] | str"}
_OPTION_DOCS = {
    "bearer": "sent as a bearer token",
    "basic": "user and password, or both with a colon between; sent as basic credentials",
    "header": "sent as header {name}",
    "query": "sent as query parameter {name}",
    "cookie": "sent as cookie {name}",
    "oauth2": "sent as a bearer token; not needed where there are {parts}",
    "sigv4": "what requests are signed with, such as ``boto3.Session().get_credentials()``; by default what the AWS "
    "command line would use",
    "setting": "kept by the client",
}
_PART_DOCS = {
    "client_id": "who asks for access tokens",
    "client_secret": "its secret, or a function that gives it; access tokens are fetched with it, and renewed",
    "token_url": "where access tokens are given out",
    "scope": "what access tokens are to be good for, with spaces between; '' for what the server gives anyway",
    "aws_access_key_id": "signs requests, with the two that follow",
    "aws_secret_access_key": "belongs to the access key",
    "aws_session_token": "belongs to it where it is a temporary one",
    "aws_profile": "profile of the AWS command line to sign with",
    "aws_region": "region to sign for; needed where the host does not tell it",
}


def _option_view(option: ClientOption, options: Sequence[ClientOption]) -> OptionView:
    renewable = option.secret and option.kind in ("bearer", "header", "query", "cookie", "oauth2")
    kind = "Credential" if renewable or option.name == "client_secret" else _OPTION_TYPES.get(option.kind, "str")
    parts = " and ".join(one.py_name for one in options if one.of == option.py_name and one.name in _ID_AND_SECRET)
    how = _PART_DOCS[option.name] if option.of else _OPTION_DOCS[option.kind].format(name=option.name, parts=parts)
    defaults = [f"environment variable {option.env}"] if option.env else []
    defaults += [f"``{one_line(option.default)}``"] if option.default else []
    told = f"; default: {', else '.join(defaults)}" if defaults else ""
    field = f"{option.py_name}: {kind} | None"
    # The template indents the lines after the first.
    docs = within_docstring(wrap(f"{how}{told}.", 12, first=f"{option.py_name}: "))
    return OptionView(option.py_name, field, f"{field} = None", docs)


_ID_AND_SECRET = ("client_id", "client_secret")


def credential_notes(client: ClientPlan) -> tuple[str, ...]:
    """What a user is to know of credentials where some are made of several options; nothing where none are."""
    found = []
    for option in client.options:
        parts = {one.name: one for one in client.options if one.of == option.py_name}
        if option.kind == "oauth2":
            names = " and ".join(f"`{parts[name].py_name}` (or `{parts[name].env}`)" for name in _ID_AND_SECRET)
            found.append(
                f"Access tokens are fetched with {names} when they are needed, and renewed; a token of your own, or a "
                f"function that gives one, is taken as `{option.py_name}=`."
            )
        elif option.kind == "sigv4":
            found.append(
                "Calls are signed with what the AWS command line would use (`pip install '.[aws]'`), with "
                f"`{parts['aws_profile'].py_name}=`, or with `{parts['aws_access_key_id'].py_name}=` and "
                f"`{parts['aws_secret_access_key'].py_name}=`."
            )
    plain = [one for one in client.options if found and one.secret and one.kind not in ("oauth2", "sigv4", "setting")]
    if plain:
        listed = ", ".join(f"`{one.py_name}=`" + (f" (or `{one.env}`)" if one.env else "") for one in plain)
        found.append(f"Where operations ask for them: {listed}.")
    return tuple(found)


def place_views(client: ClientPlan) -> Iterator[OptionView]:
    """The arguments that choose a server, and those that stand for its variables."""
    if len(client.servers) > 1:
        names = [literal(server.name) for server in client.servers if server.name]
        kind = f"Literal[{', '.join(names)}] | int | None" if names else "int | None"
        listed = (f"{literal(one.name) if one.name else at} ({one.url})" for at, one in enumerate(client.servers))
        yield _place("server", kind, f"which server to call: {', '.join(listed)}; default: the first.")
    options = {option.py_name for option in client.options}
    for one in client.variables:
        if one.py_name not in options:
            kind = f"Literal[{', '.join(map(literal, one.values))}] | None" if one.values else "str | None"
            default = "" if one.default is None else f"; default: {literal(one.default)}"
            what = one_line(one.summary).rstrip(".") or f"``{{{one.wire_name}}}`` in the URL of the server"
            yield _place(one.py_name, kind, f"{what}{default}.")


def _place(name: str, kind: str, text: str) -> OptionView:
    field = f"{name}: {kind}"
    return OptionView(name, field, f"{field} = None", held(wrap(text, 12, first=f"{name}: ")))


def version_of(text: str) -> str:
    """The document's version as a version of a Python distribution (PEP 440); ``0.0.0`` where it is none."""
    match = re.fullmatch(r"v?(\d+(?:\.\d+)*)(?:[-+._]?[A-Za-z].*)?", text.strip())
    return match.group(1) if match else "0.0.0"
