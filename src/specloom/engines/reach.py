"""Which schemas of a prepared document are met on the way out (requests) and on the way in (answers, webhooks).

Pure functions over the document; all results are component names in document order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

from attrs import frozen

from specloom.document.grammar import VERBS
from specloom.document.pointers import escape

REF_PREFIX = "#/components/schemas/"
PORTION = 200
"""How many schemas or operations an engine reads at once."""

Json = Mapping[str, Any]
T = TypeVar("T")


@frozen
class Operation:
    """An operation where it stands: key of its path item, verb in small letters, the operation object."""

    path: str
    verb: str
    body: Json

    @property
    def pointer(self) -> str:
        """Where a user finds it: in the source document where prepare noted that, else in the prepared one."""
        noted = self.body.get("x-specloom-pointer")
        return str(noted) if noted else f"#/paths/{escape(self.path)}/{self.verb}"


def operations(prepared: Json) -> Iterator[Operation]:
    """All operations under ``paths``, in document order."""
    yield from _operations(prepared.get("paths", {}))


def components(prepared: Json) -> Mapping[str, Json]:
    """The named schemas of the document."""
    found: Mapping[str, Json] = prepared.get("components", {}).get("schemas", {})
    return found


def request_reach(prepared: Json) -> tuple[str, ...]:
    """Names of all schemas that parameters and bodies of requests lead to."""
    return closure(prepared, _named(_request_roots(prepared)))


def response_reach(prepared: Json) -> tuple[str, ...]:
    """Names of all schemas that answers and webhook payloads lead to."""
    return closure(prepared, _named(_response_roots(prepared)))


def unreached(prepared: Json, reached: Collection[str]) -> tuple[str, ...]:
    """Names of the schemas that are not among those reached."""
    return tuple(name for name in components(prepared) if name not in reached)


def closure(prepared: Json, names: Iterable[str]) -> tuple[str, ...]:
    """The given names and all that their schemas lead to, in document order; unknown names are left out."""
    schemas = components(prepared)
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in seen or name not in schemas:
            continue
        seen.add(name)
        waiting.extend(mentioned(schemas[name]))
    return tuple(name for name in schemas if name in seen)


def mentioned(schema: Json) -> Iterator[str]:
    """The component names that a schema mentions itself, variants of its discriminator included."""
    # Without recursion and for plain dicts alone: it is asked for every schema of a document, several times.
    waiting: list[Any] = [schema]
    while waiting:
        part = waiting.pop()
        if "$ref" in part:
            yield ref_name(part["$ref"])
            continue
        if "discriminator" in part:
            yield from part["discriminator"].get("mapping", {}).values()
        waiting.extend(part.get("anyOf", ()))
        if "properties" in part:
            waiting.extend(part["properties"].values())
        waiting.extend(part[key] for key in ("items", "additionalProperties") if isinstance(part.get(key), dict))


def mentioned_beside(prepared: Json, schemas: Mapping[str, Json]) -> tuple[str, ...]:
    """Names of the other components that the given ones mention, in order of mention."""
    there = components(prepared)
    named = dict.fromkeys(_named(schemas.values()))
    return tuple(name for name in named if name in there and name not in schemas)


def portions(things: Iterable[T]) -> Iterator[list[T]]:
    """The things in their order, a few hundred at a time.

    Both engines copy or search all that they have read so far with each schema that they read, so that twice as many
    take four times as long. Each is read by itself anyway, so nothing is lost by reading few at a time.
    """
    rest = iter(things)
    while portion := list(islice(rest, PORTION)):
        yield portion


def ref_name(ref: str) -> str:
    """The component name at the end of a ``$ref``."""
    return ref.removeprefix(REF_PREFIX)


def _operations(paths: Mapping[str, Json]) -> Iterator[Operation]:
    for path, item in paths.items():
        for verb, body in item.items():
            if verb in VERBS:
                yield Operation(path, verb, body)


def _named(schemas: Iterable[Json]) -> Iterator[str]:
    for schema in schemas:
        yield from mentioned(schema)


def operation_mentions(body: Json) -> Iterator[str]:
    """The component names that an operation mentions itself."""
    yield from _named((*_request_schemas(body), *_response_schemas(body)))


def _request_roots(prepared: Json) -> Iterator[Json]:
    for operation in operations(prepared):
        yield from _request_schemas(operation.body)


def _response_roots(prepared: Json) -> Iterator[Json]:
    for operation in operations(prepared):
        yield from _response_schemas(operation.body)
    # A webhook is a request that comes to us: its body is decoded like an answer.
    for webhook in _operations(prepared.get("webhooks", {})):
        yield from _content(webhook.body.get("requestBody", {}))


def _request_schemas(body: Json) -> Iterator[Json]:
    for parameter in body.get("parameters", ()):
        yield parameter.get("schema", {})
    yield from _content(body.get("requestBody", {}))


def _response_schemas(body: Json) -> Iterator[Json]:
    for response in body.get("responses", {}).values():
        yield from _content(response)


def _content(holder: Json) -> Iterator[Json]:
    for media_type in holder.get("content", {}).values():
        yield media_type.get("schema", {})
