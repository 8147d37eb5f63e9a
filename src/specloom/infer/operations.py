"""What was seen of each operation: exchanges in, one mergeable value for each verb and path out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

from attrs import define, field, frozen

from specloom.infer.exchanges import Body, Exchange, is_json_media
from specloom.infer.observe import Observer, wire_shape
from specloom.infer.shapes import NOTHING, Origin, Shape, Texts, merge, merge_all
from specloom.infer.texts import is_id, is_opaque
from specloom.problems import Problem, SpecloomError

PARAMETER: Final = "{}"
"""A segment of a pattern that stands for any value."""

Pattern: TypeAlias = tuple[str, ...]
"""The segments of a path."""

Route: TypeAlias = tuple[str, Pattern]
"""Verb and path: what an operation is known by while samples are read."""

_STATED: Final = re.compile(r"\{([^{}/]+)\}")
_WITHOUT_BODY: Final = (204, 205, 304)


@frozen
class Seen:
    """What was seen of one operation; the empty one changes nothing that it is merged with.

    Attributes:
        calls: How many there were.
        requests: Those of which the request is known.
        arguments: Of the path, by position.
        names: Of those arguments, where a user or a document gives them one.
        free: Positions at which any text may stand, because somebody said so.
        query: Arguments of the query; one was in every call if its ``total`` is ``requests``.
        bodies: How many calls had a body.
        request: Bodies by media type.
        responses: By status, then by media type; an answer without a body has none.
        security: The sets of credentials that calls came with.
        is_stated: Whether a user says that there is this operation.
    """

    calls: int = 0
    requests: int = 0
    arguments: Mapping[int, Shape] = field(factory=dict)
    names: Mapping[int, str] = field(factory=dict)
    free: frozenset[int] = frozenset()
    query: Mapping[str, Shape] = field(factory=dict)
    bodies: int = 0
    request: Mapping[str, Shape] = field(factory=dict)
    responses: Mapping[str, Mapping[str, Shape]] = field(factory=dict)
    security: frozenset[frozenset[str]] = frozenset()
    is_stated: bool = False

    @property
    def succeeds(self) -> bool:
        """Whether one of the calls did."""
        return any(status.startswith("2") for status in self.responses)

    @property
    def speaks_json(self) -> bool:
        """Whether an answer or a request was JSON."""
        bodies = [*self.responses.values(), self.request]
        return any(is_json_media(media) for content in bodies for media in content)


def merge_seen(one: Seen, other: Seen) -> Seen:
    """What was seen of one operation in two runs; of two names for one argument the first in the alphabet stays."""
    return Seen(
        calls=one.calls + other.calls,
        requests=one.requests + other.requests,
        arguments=_merge_arguments(one.arguments, other.arguments),
        names=merge_names(one.names, other.names),
        free=one.free | other.free,
        query=merge_all(one.query, other.query),
        bodies=one.bodies + other.bodies,
        request=merge_all(one.request, other.request),
        responses={
            status: merge_all(one.responses.get(status, {}), other.responses.get(status, {}))
            for status in sorted({**one.responses, **other.responses})
        },
        security=one.security | other.security,
        is_stated=one.is_stated or other.is_stated,
    )


def merge_names(one: Mapping[int, str], other: Mapping[int, str]) -> dict[int, str]:
    """Two sets of names; where both have one, the first in the alphabet."""
    return {at: min(one.get(at, name), other.get(at, name)) for at, name in sorted({**one, **other}.items())}


def _merge_arguments(one: Mapping[int, Shape], other: Mapping[int, Shape]) -> dict[int, Shape]:
    return {at: merge(one.get(at, NOTHING), other.get(at, NOTHING)) for at in sorted({**one, **other})}


@define
class Collector:
    """Takes in the calls of one server, one after the other; of each only what ``Seen`` holds is kept.

    Attributes:
        routes: What was seen so far.
        samples: How many calls there were.
    """

    routes: dict[Route, Seen] = field(factory=dict)
    samples: int = 0
    _observer: Observer = field(factory=Observer)

    def add(self, exchange: Exchange) -> None:
        """Take in one call.

        Raises:
            SpecloomError: If it says that an answer has a body which never has one.
        """
        pattern = tuple(PARAMETER if _is_argument(segment) else segment for segment in exchange.segments)
        route = (exchange.verb, pattern)
        found = self._seen(exchange, pattern)
        self.routes[route] = merge_seen(self.routes[route], found) if route in self.routes else found
        self.samples += 1

    def _seen(self, exchange: Exchange, pattern: Pattern) -> Seen:
        place = f"{exchange.verb} {'/'.join(pattern)}"
        values = [(at, segment) for at, segment in enumerate(exchange.segments) if pattern[at] == PARAMETER]
        stated = {at: match[1] for at, value in values if (match := _STATED.fullmatch(value))}
        answer = exchange.response
        if answer is not None and (exchange.status in _WITHOUT_BODY or exchange.verb == "head"):
            reason = "HEAD" if exchange.verb == "head" else f"status {exchange.status}"
            message = f"this sample has a body for an answer to {place}, and with {reason} there never is one; mend it"
            raise SpecloomError(Problem(message, source=str(exchange.origin)))
        return Seen(
            calls=1,
            requests=int(exchange.tells_request),
            arguments={at: NOTHING if at in stated else wire_shape([value], exchange.origin) for at, value in values},
            names=stated,
            free=frozenset(stated),
            query={
                name: wire_shape(texts, exchange.origin)
                for name, texts in exchange.query.items()
                if not is_opaque(name)
            },
            bodies=int(exchange.request is not None),
            request=self._content(f"{place} request", exchange.request, exchange.origin),
            responses={str(exchange.status): self._content(f"{place} {exchange.status}", answer, exchange.origin)}
            if exchange.status
            else {},
            security=frozenset() if exchange.credentials is None else frozenset((exchange.credentials,)),
            is_stated=exchange.is_stated,
        )

    def _content(self, place: str, body: Body | None, origin: Origin) -> dict[str, Shape]:
        if body is None:
            return {}
        if body.kind == "json":
            return {body.media: self._observer.shape(f"{place} {body.media}", [body.value], origin)}
        if body.kind == "fields":
            fields = {name: _form_field(texts, origin) for name, texts in body.value.items()}
            return {body.media: Shape({"object": 1}, objects=1, fields=fields, first={"object": origin})}
        if body.kind == "binary":
            return {body.media: Shape({"binary": 1}, first={"binary": origin})}
        if body.kind == "text":
            return {body.media: Shape({"string": 1}, texts=Texts(1, frozenset(), None), first={"string": origin})}
        return {body.media: NOTHING}


def _is_argument(segment: str) -> bool:
    return _STATED.fullmatch(segment) is not None or (segment != "" and is_id(segment))


def _form_field(texts: list[str] | None, origin: Origin) -> Shape:
    return Shape({"binary": 1}, first={"binary": origin}) if texts is None else wire_shape(texts, origin)
