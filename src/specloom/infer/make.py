"""The way from samples to a document, and on to a wider one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from attrs import evolve, field, frozen

from specloom.document.checks import check_document
from specloom.infer.carry import carried
from specloom.infer.document import Api, Names, document
from specloom.infer.exchanges import Exchange, split_path
from specloom.infer.operations import PARAMETER, Collector, Pattern, Route, Seen, merge_seen
from specloom.infer.reading import Previous, read_document
from specloom.infer.remarks import Remark, Remarks
from specloom.infer.routes import below, settle
from specloom.infer.schemas import Version, Writer
from specloom.infer.sharing import share
from specloom.problems import SpecloomError

_EMPTY: Final = Previous(Api("", {}, 0), Names(), (), {})


@frozen
class Options:
    """What a user says beside the samples.

    Attributes:
        title: Of the document.
        version: Of OpenAPI.
        server: ``https://host/prefix`` or a host: the API that is meant; empty when samples tell.
        paths: Paths as the API has them (``/users/{login}``), where samples do not tell words from values.
        enums: Whether texts may become enums.
    """

    title: str
    version: Version = "3.1"
    server: str = ""
    paths: tuple[str, ...] = ()
    enums: bool = True


@frozen
class Inferred:
    """What came out.

    Attributes:
        document: The OpenAPI document.
        samples: How many calls were read.
        remarks: What was decided, in the order of the document.
    """

    document: dict[str, Any]
    samples: int
    remarks: tuple[Remark, ...] = field(converter=tuple[Remark, ...])


def infer(
    exchanges: Iterable[Exchange], options: Options, previous: Mapping[str, Any] | None = None, source: str = ""
) -> Inferred:
    """A document that every sample fits.

    Args:
        exchanges: The samples.
        options: What a user says beside them.
        previous: A document that was inferred before; what it allows stays allowed.
        source: Its name, for messages.

    Raises:
        SpecloomError: If there is nothing to describe, or samples speak of different APIs.
    """
    remarks = Remarks()
    known = _EMPTY
    if previous is not None:
        check_document(previous, source)
        known = read_document(previous, source, remarks)
    collectors: dict[str, Collector] = {}
    for exchange in exchanges:
        collectors.setdefault(exchange.server, Collector()).add(exchange)
    if not collectors:
        raise SpecloomError("there is no call in these samples, so there is nothing to describe")
    server = _server(options.server or known.api.server, collectors, remarks)
    collected = _of_server(server, collectors)
    prefix = split_path(urlsplit(server).path)
    found = _stripped(collected, prefix, remarks)
    declared = {_pattern(path): _slots(path) for path in options.paths}
    merged = _merged(known.api.routes, found)
    of_document = {pattern for _, pattern in known.api.routes}
    routes = settle(merged, [*declared, *known.templates], of_document - set(known.templates), remarks)
    routes = {route: _named(seen, declared.get(route[1], {})) for route, seen in routes.items()}
    if not routes:
        raise SpecloomError(_nothing(remarks, collected.samples))
    shared = share(routes, known.names.components)
    api = Api(server, shared, known.api.samples + collected.samples)
    writer = Writer(options.version, options.enums, remarks)
    made = document(api, options.title, known.names, writer)
    return Inferred(made if previous is None else carried(previous, made), collected.samples, remarks)


def _stripped(collected: Collector, prefix: Pattern, remarks: Remarks) -> dict[Route, Seen]:
    return below(collected.routes, prefix, remarks) if prefix else dict(collected.routes)


def _merged(one: Mapping[Route, Seen], other: Mapping[Route, Seen]) -> dict[Route, Seen]:
    empty = Seen()
    return {route: merge_seen(one.get(route, empty), other.get(route, empty)) for route in {**one, **other}}


def _named(seen: Seen, names: Mapping[int, str]) -> Seen:
    return evolve(seen, names={**seen.names, **names}, free=seen.free | names.keys()) if names else seen


def _pattern(path: str) -> Pattern:
    return tuple(PARAMETER if _is_slot(segment) else segment for segment in split_path(path))


def _slots(path: str) -> dict[int, str]:
    return {at: segment[1:-1] for at, segment in enumerate(split_path(path)) if _is_slot(segment)}


def _is_slot(segment: str) -> bool:
    return len(segment) > 2 and segment[0] == "{" and segment[-1] == "}"


def _server(wanted: str, collectors: Mapping[str, Collector], remarks: Remarks) -> str:
    """The address of the API, with the path that a user gave it."""
    servers = {server: _json_samples(collector) for server, collector in collectors.items() if server}
    if wanted:
        base = (
            wanted if "://" in wanted else next((one for one in servers if _host(one) == wanted), f"https://{wanted}")
        )
        hosts = {_host(server) for server in servers}
        if hosts and _host(base) not in hosts and "" not in collectors:
            message = f"no sample is of {_host(base)}; they are of {_listed(servers)}"
            raise SpecloomError(f"{message}; give samples of that host, or another --server or --output")
        chosen = base.rstrip("/")
    elif not servers:
        return ""
    else:
        chosen = max(servers, key=lambda server: (servers[server], server.startswith("https"), server))
        rivals = {server: n for server, n in servers.items() if _host(server) != _host(chosen)}
        if 2 * sum(rivals.values()) >= servers[chosen] > 0 or (servers[chosen] == 0 and rivals):
            message = f"samples are of several hosts: {_listed(servers)}; choose one with --server HOST"
            raise SpecloomError(message)
    others = {server: n for server, n in servers.items() if _host(server) != _host(chosen)}
    if others:
        remarks.add("left out", "", f"calls of other hosts: {_listed(others)}")
    return chosen


def _of_server(server: str, collectors: Mapping[str, Collector]) -> Collector:
    """What was seen of a host, over http and https, and of samples that tell no host."""
    found = Collector()
    for address, collector in collectors.items():
        if not address or _host(address) == _host(server):
            found = Collector(_merged(found.routes, collector.routes), found.samples + collector.samples)
    return found


def _json_samples(collector: Collector) -> int:
    return sum(seen.calls for seen in collector.routes.values() if seen.speaks_json)


def _host(server: str) -> str:
    return urlsplit(server if "://" in server else f"//{server}").netloc.lower()


def _listed(servers: Mapping[str, int]) -> str:
    ranked = sorted(servers, key=lambda server: (-servers[server], server))
    shown = [f"{_host(server)} ({servers[server]:,} JSON)" for server in ranked[:8]]
    return ", ".join(shown) + (f" and {len(ranked) - 8} more" if len(ranked) > 8 else "")


def _nothing(remarks: Remarks, samples: int) -> str:
    reasons = "; ".join(remark.message for remark in remarks if remark.topic == "left out")
    return (
        f"none of the {samples:,} calls is a successful one of a JSON API, so there is nothing to describe ({reasons})"
    )
