"""Where the client and single operations are sent, and which arguments of the client choose that."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urljoin

from attrs import evolve, frozen

from specloom.document.servers import server_url
from specloom.plan.client_values import ServerPlan, ServerVariable
from specloom.plan.naming import assign, identifier
from specloom.plan.operations import Json, Operation
from specloom.plan.sdk import Sdk

# What a description of a server says beside its name.
_FILLING = re.compile(r"\b(the|an?|our|servers?|environments?|endpoints?|api|urls?|host)\b", re.IGNORECASE)
_LONGEST_NAME = 2  # words
_RESERVED = ("base_url", "default_headers", "default_query", "http_client", "max_retries", "self", "server", "timeout")


@frozen
class Servers:
    """The servers of a document.

    Attributes:
        base_url: Where calls go when nothing is said; a path alone where the host is not known, empty for nowhere.
        choices: To choose from; empty where there is one without variables.
        variables: Arguments of the client, each as the servers that have it agree on.
    """

    base_url: str
    choices: tuple[ServerPlan, ...]
    variables: tuple[ServerVariable, ...]
    py_names: Mapping[str, str]
    address: str

    def of(self, operation: Operation) -> tuple[ServerPlan, ...]:
        """Where an operation is sent that says so."""
        return _planned(operation.servers, self.py_names, self.address)


def plan_servers(
    prepared: Json, operations: Sequence[Operation], sdk: Sdk, *, address: str, taken: Sequence[str]
) -> Servers:
    """The servers of a document; a URL in sdk.yaml stands in for those of the document.

    Args:
        prepared: The prepared document.
        operations: Its operations.
        sdk: What the user says.
        address: URL that the document came from, which relative servers start from; empty if it came from elsewhere.
        taken: Arguments that the client has already.
    """
    stated: Sequence[Json] = prepared.get("servers", ())
    if sdk.client.base_url:
        stated = [{"url": sdk.client.base_url}]
    every = [*stated, *(server for operation in operations for server in operation.servers)]
    names = dict.fromkeys(name for server in every for name in server.get("variables", {}))
    # A credential and a server may need the same thing, such as a region: it is one argument.
    shared = {name: identifier(name) for name in names if identifier(name) in taken}
    py_names = {
        **assign([name for name in names if name not in shared], identifier, (*taken, *_RESERVED)),
        **shared,
    }
    planned = _planned(stated, py_names, address)
    return Servers(
        base_url=_absolute(server_url(stated[0]), address) if stated else "",
        choices=planned if len(planned) > 1 or any(server.variables for server in planned) else (),
        variables=tuple(_merged(name, every, py_names) for name in names),
        py_names=py_names,
        address=address,
    )


def _planned(stated: Sequence[Json], py_names: Mapping[str, str], address: str) -> tuple[ServerPlan, ...]:
    found = [
        ServerPlan(
            _absolute(server["url"], address, server_url(server)),
            _name(server),
            tuple(_variables(server, py_names)),
            server.get("description", ""),
        )
        for server in stated
    ]
    counted = Counter(server.name for server in found)
    return tuple(server if counted[server.name] == 1 else evolve(server, name="") for server in found)


def _absolute(url: str, address: str, example: str = "") -> str:
    """A URL that does not depend on where the document was, if that is known.

    Args:
        url: May hold variables.
        address: Of the document, or empty.
        example: The URL with its variables filled in, where it has some.
    """
    return urljoin(address, url) if address and "://" not in (example or url) else url


def _variables(server: Json, py_names: Mapping[str, str]) -> Iterator[ServerVariable]:
    for name, stated in server.get("variables", {}).items():
        yield ServerVariable(
            name, py_names[name], stated.get("default"), tuple(stated.get("enum", ())), stated.get("description", "")
        )


def _merged(name: str, servers: Sequence[Json], py_names: Mapping[str, str]) -> ServerVariable:
    """A variable as an argument: it may be what it may be in any of the servers that have it."""
    found = [one for server in servers for one in _variables(server, py_names) if one.wire_name == name]
    defaults = {one.default for one in found}
    values = dict.fromkeys(value for one in found for value in one.values)
    return ServerVariable(
        name,
        py_names[name],
        defaults.pop() if len(defaults) == 1 else None,
        tuple(values) if all(one.values for one in found) else (),
        next((one.summary for one in found if one.summary), ""),
    )


def _name(server: Json) -> str:
    """``staging`` for a server of that name, or one that is described as the "Staging server"."""
    if stated := server.get("name"):
        return str(stated)
    words = re.findall(r"[^\W_]+", _FILLING.sub(" ", server.get("description", "").partition("\n")[0].rstrip(".")))
    return "_".join(words).lower() if 0 < len(words) <= _LONGEST_NAME else ""
