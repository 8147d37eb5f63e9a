"""Which operations there are: calls are sorted to the paths that they belong to, and what is no API is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import evolve

from specloom.infer.observe import wire_shape
from specloom.infer.operations import PARAMETER, Pattern, Route, Seen, merge_seen
from specloom.infer.remarks import Remarks
from specloom.infer.shapes import Origin
from specloom.infer.texts import is_plain

_NOWHERE: Final = Origin("")


def below(routes: Mapping[Route, Seen], prefix: Pattern, remarks: Remarks) -> dict[Route, Seen]:
    """The routes below a path that the server's address holds, without it; the others are left out."""
    found: dict[Route, Seen] = {}
    for (verb, pattern), seen in routes.items():
        if pattern[: len(prefix)] == prefix:
            found[verb, pattern[len(prefix) :]] = _shifted(seen, len(prefix))
        else:
            remarks.add("left out", shown((verb, pattern)), f"it is not below /{'/'.join(prefix)}")
    return found


def _shifted(seen: Seen, by: int) -> Seen:
    arguments = {at - by: shape for at, shape in seen.arguments.items()}
    names = {at - by: name for at, name in seen.names.items()}
    return evolve(seen, arguments=arguments, names=names, free=frozenset(at - by for at in seen.free))


def settle(
    routes: Mapping[Route, Seen], templates: Iterable[Pattern], known: Iterable[Pattern], remarks: Remarks
) -> dict[Route, Seen]:
    """Bring together the routes of one operation, and leave out those of none.

    Args:
        routes: As they were seen.
        templates: Patterns whose parameters take any text, because somebody wrote them so.
        known: Patterns that a document has already, and that no template takes over.
        remarks: Told what is left out, and why.
    """
    stated = [pattern for (_, pattern), seen in routes.items() if seen.free]
    found = _joined(routes, list(dict.fromkeys((*templates, *stated))), set(known), remarks)
    real = {route: seen for route, seen in found.items() if seen.succeeds or seen.is_stated}
    for (verb, pattern), seen in found.items():
        if (verb, pattern) in real:
            continue
        home = _nearest(pattern, [other for of, other in real if of == verb])
        if home is None:
            remarks.add("left out", shown((verb, pattern)), f"{seen.calls:,} calls, and none of them succeeded")
        else:
            real[verb, home] = merge_seen(real[verb, home], _moved(seen, pattern, home))
    pages = [route for route, seen in real.items() if _is_page(route, seen)]
    if pages:
        calls = sum(real[route].calls for route in pages)
        remarks.add("left out", "", f"{calls:,} answers to GET at {len(pages):,} paths that are never JSON")
    return {route: real[route] for route in sorted(real) if route not in pages}


def _joined(
    routes: Mapping[Route, Seen], templates: list[Pattern], known: set[Pattern], remarks: Remarks
) -> dict[Route, Seen]:
    found: dict[Route, Seen] = {}
    patterns = {pattern for _, pattern in routes}
    for (verb, pattern), seen in routes.items():
        home = pattern if pattern in known else _nearest(pattern, templates) or _beside_ids(pattern, patterns)
        route = (verb, home or pattern)
        moved = _moved(seen, pattern, home or pattern)
        if moved is not seen and home in templates:
            message = f"{seen.calls:,} calls with words for parameters; --path keeps a path apart that is none of it"
            remarks.add("parameter", shown(route), message)
        found[route] = merge_seen(found[route], moved) if route in found else moved
    return found


def _beside_ids(pattern: Pattern, patterns: set[Pattern]) -> Pattern | None:
    """The path with ids in place of segments that are no plain words, if there is one."""
    strange = [at for at, segment in enumerate(pattern) if segment not in ("", PARAMETER) and not is_plain(segment)]
    homes = (tuple(PARAMETER if at == one else segment for at, segment in enumerate(pattern)) for one in strange)
    return next((home for home in homes if home in patterns), None)


def _nearest(pattern: Pattern, homes: Iterable[Pattern]) -> Pattern | None:
    """The pattern that takes a path in, the one with the fewest parameters first."""
    fitting = [home for home in homes if len(home) == len(pattern) and all(map(_fits, pattern, home))]
    return min(fitting, key=lambda home: (home.count(PARAMETER), home), default=None)


def _fits(segment: str, slot: str) -> bool:
    return slot == segment or (slot == PARAMETER and segment != "")


def _moved(seen: Seen, pattern: Pattern, home: Pattern) -> Seen:
    """What was seen of a path, as calls of a template that takes it in."""
    words = [at for at, slot in enumerate(home) if slot == PARAMETER and pattern[at] != PARAMETER]
    values = {at: evolve(wire_shape([pattern[at]], _NOWHERE), first={}) for at in words}
    return evolve(seen, arguments={**seen.arguments, **values}) if values else seen


def _is_page(route: Route, seen: Seen) -> bool:
    """Whether it is something to look at, not an operation: an asset or a page that is never JSON."""
    return route[0] in ("get", "head") and not seen.is_stated and not seen.speaks_json


def shown(route: Route) -> str:
    """A route for people."""
    return f"{route[0].upper()} /{'/'.join(route[1])}"
