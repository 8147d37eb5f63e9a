"""The operations of a prepared document, and which of them a verb and a path mean."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote, urlsplit

from attrs import field, frozen

from specloom.document.grammar import VERBS
from specloom.document.servers import server_url

_PLACE: Final = re.compile(r"\{([^{}]*)\}")
_PLAIN: Final = "/-._~!$&'()*+,;=:@"


@frozen
class Operation:
    """One operation.

    Attributes:
        verb: In capitals.
        path: Template with ``{name}`` places.
        facts: Of the document.
        query: Hard-coded query that it is known by.
        security: Alternatives, each with the names of the schemes that it needs together; empty for none.
    """

    operation_id: str
    verb: str
    path: str
    facts: Mapping[str, Any] = field(eq=False)
    query: Mapping[str, str] = field(eq=False)
    security: tuple[tuple[str, ...], ...]

    def parameters(self, location: str) -> list[Mapping[str, Any]]:
        """Its parameters of one kind."""
        return [one for one in self.facts.get("parameters", ()) if one["in"] == location]


@frozen
class Found:
    """What a verb and a path mean.

    Attributes:
        operation: None where there is none of this verb.
        path_values: What stands in the places of the path, percent-encoded as it came.
        verbs: That the path has, in alphabetical order.
    """

    operation: Operation | None
    path_values: Mapping[str, str]
    verbs: tuple[str, ...]


def operations(prepared: Mapping[str, Any]) -> Iterator[Operation]:
    """All operations of a prepared document, in its order."""
    for key, item in prepared["paths"].items():
        for verb in VERBS:
            if verb in item:
                yield _operation(prepared, key, verb, item[verb])


def _operation(prepared: Mapping[str, Any], key: str, verb: str, facts: Mapping[str, Any]) -> Operation:
    security = facts.get("security", prepared.get("security", ()))
    return Operation(
        facts["operationId"],
        verb.upper(),
        facts.get("x-specloom-path", key),
        facts,
        facts.get("x-specloom-query", {}),
        tuple(tuple(alternative) for alternative in security),
    )


class Router:
    """Finds operations.

    Args:
        prepared: The document. The paths of its servers may stand in front of those of operations, or be left out.
    """

    def __init__(self, prepared: Mapping[str, Any]) -> None:
        self._prefixes = server_prefixes(prepared)
        self._table: dict[str, list[Operation]] = {}
        for operation in operations(prepared):
            self._table.setdefault(operation.path, []).append(operation)
        # Paths with fewer places come first: `/files/search` before `/files/{id}`.
        greedy = {path: _greedy(found) for path, found in self._table.items()}
        order = sorted(self._table, key=lambda path: [_openness(part, greedy[path]) for part in path.split("/")])
        self._paths = [(path, _pattern(path, greedy[path])) for path in order]

    def find(self, verb: str, path: str, query: Sequence[tuple[str, str]]) -> Found | None:
        """The operation of a verb and a percent-encoded path; None where nothing has this path."""
        for rest in self._rests(path):
            matches = [(name, match) for name, pattern in self._paths if (match := pattern.fullmatch(rest))]
            if not matches:
                continue
            verbs = sorted({one.verb for name, _ in matches for one in self._table[name]})
            for name, match in matches:
                operation = _best([one for one in self._table[name] if one.verb == verb], query)
                if operation is not None:
                    names = _PLACE.findall(name)
                    values = dict(zip(names, match.groups(), strict=True))
                    return Found(operation, values, tuple(verbs))
            return Found(None, {}, tuple(verbs))
        return None

    def _rests(self, path: str) -> list[str]:
        below = [path[len(prefix) :] for prefix in self._prefixes if path.startswith(f"{prefix}/")]
        return [*below, path]


def server_prefixes(prepared: Mapping[str, Any]) -> list[str]:
    """The paths of the servers, the longest first, without those that are just ``/``; each with all that it may be."""
    servers = [*prepared.get("servers", ())]
    for item in prepared["paths"].values():
        servers += [server for verb in VERBS if verb in item for server in item[verb].get("servers", ())]
    urls = [url for server in servers for url in _urls(server)]
    paths = {urlsplit(url).path.rstrip("/"): None for url in urls}
    return sorted((path for path in paths if path and "{" not in path), key=lambda path: (-len(path), path))


def _urls(server: Mapping[str, Any]) -> Iterator[str]:
    """The URL with the defaults of its variables, and with each other value that one of them may have."""
    yield server_url(server)
    for name, variable in server.get("variables", {}).items():
        yield from (server_url(server, {name: value}) for value in variable.get("enum", ()))


def _best(candidates: Sequence[Operation], query: Sequence[tuple[str, str]]) -> Operation | None:
    """Of operations that share verb and path, the one whose hard-coded query is there; else one without."""
    given = set(query)
    fitting = [one for one in candidates if given.issuperset(one.query.items())]
    return max(fitting, key=lambda one: len(one.query), default=None)


def _greedy(found: Sequence[Operation]) -> frozenset[str]:
    """The parameters of a path that take the rest of it."""
    return frozenset(
        one["name"] for operation in found for one in operation.parameters("path") if one.get("x-specloom-greedy")
    )


def _openness(part: str, greedy: frozenset[str]) -> int:
    """How much a part of a path leaves open: nothing, itself, or all that follows."""
    names = _PLACE.findall(part)
    return 2 if greedy.intersection(names) else int(bool(names))


def _pattern(path: str, greedy: Collection[str]) -> re.Pattern[str]:
    parts = _PLACE.split(path)
    # Every second part is the name of a place.
    texts = [
        ("(.+)" if part in greedy else "([^/]+)") if index % 2 else re.escape(quote(part, safe=_PLAIN))
        for index, part in enumerate(parts)
    ]
    return re.compile("".join(texts))
