"""What two states of one API may say otherwise and mean the same: it is taken out of both before they are compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from specloom.document.grammar import ANY_METHOD
from specloom.document.pointers import join
from specloom.document.stamps import unstamped
from specloom.drift.api_gateway import MADE_BY_GATEWAY, is_served_by_gateway
from specloom.prepare.passes.upgrade_swagger import upgrade_swagger
from specloom.prepare.walk import VERBS

Document: TypeAlias = Mapping[str, Any]

JSON: Final = "application/json"
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
_STAND_IN: Final = "query"  # a verb that Swagger has not
_PLACE: Final = frozenset({"servers", "host", "basePath", "schemes"})


def settled(document: Document) -> dict[str, Any]:
    """The document with its keys in order, and without what says where and when it is served.

    Names that are made up where two collide depend on the order of keys; so both sides are put into one.
    """
    rest = unstamped({key: value for key, value in document.items() if key not in _PLACE})
    if is_served_by_gateway(document):
        # An export without extensions tells by its address alone what it is, and it is prepared as one.
        rest[MADE_BY_GATEWAY] = "1.0"
    paths = rest.get("paths")
    if isinstance(paths, Mapping):
        rest["paths"] = {path: _without_servers(item) for path, item in paths.items()}
    found: dict[str, Any] = _ordered(rest)
    return found


def as_swagger_tells(document: Document) -> dict[str, Any]:
    """A document in OpenAPI 3 with no more to tell of bodies than Swagger 2.0 has words for.

    Swagger states content types once for all answers of an operation and one schema for all types of a body. So for
    one API the two formats tell different things where an answer is an image and its error JSON.
    """
    items = document.get("paths")
    if not isinstance(items, Mapping):
        return dict(document)
    return {**document, "paths": {path: _each_operation(item, _told_once) for path, item in items.items()}}


def as_openapi_3(document: Document) -> dict[str, Any]:
    """A document in Swagger 2.0 as OpenAPI 3 with its extensions; any other as it is."""
    if "swagger" not in document:
        return dict(document)
    # The upgrade knows the verbs of OpenAPI alone, so that `ANY` goes through it under the name of one.
    paths = {path: _renamed(item, ANY_METHOD, _STAND_IN) for path, item in (document.get("paths") or {}).items()}
    upgraded = upgrade_swagger({**document, "paths": paths})
    extensions = {key: value for key, value in document.items() if key.startswith("x-")}
    paths = {path: _renamed(item, _STAND_IN, ANY_METHOD) for path, item in upgraded["paths"].items()}
    return {**upgraded, **extensions, "paths": paths}


def operations_of(item: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Verb and operation of a path item; API Gateway's ``ANY`` is one of them."""
    for verb in (*VERBS, ANY_METHOD):
        if isinstance(item, Mapping) and isinstance(item.get(verb), Mapping):
            yield verb, item[verb]


def pointer_of(path: str, verb: str) -> str:
    """Where an operation stands in its document."""
    return join("#", "paths", path, verb)


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _ordered(value[key]) for key in sorted(value)}
    return [_ordered(one) for one in value] if isinstance(value, list) else value


def _renamed(item: Any, old: str, new: str) -> Any:
    return {new if key == old else key: part for key, part in item.items()} if isinstance(item, Mapping) else item


def _each_operation(item: Any, change: Callable[[Mapping[str, Any]], dict[str, Any]]) -> Any:
    changed = {verb: change(operation) for verb, operation in operations_of(item)}
    return {**item, **changed} if changed else item


def _without_servers(item: Any) -> Any:
    kept = _each_operation(item, lambda operation: _dropped(operation, "servers", "schemes"))
    return _dropped(kept, "servers") if isinstance(kept, Mapping) else kept


def _dropped(node: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in node.items() if key not in keys}


def _told_once(operation: Mapping[str, Any]) -> dict[str, Any]:
    out = dict(operation)
    body = operation.get("requestBody")
    if isinstance(body, Mapping) and isinstance(body.get("content"), Mapping) and _schemas(body):
        types = [name for name in body["content"] if name not in _FORMS]
        out["requestBody"] = {**body, "content": _spread(body, types)} if types else body
    answers = operation.get("responses")
    if isinstance(answers, Mapping):
        types = list(dict.fromkeys(name for answer in answers.values() for name in _schemas(answer)))
        out["responses"] = {
            status: {**answer, "content": _spread(answer, types)} if _schemas(answer) else answer
            for status, answer in answers.items()
        }
    return out


def _spread(holder: Mapping[str, Any], types: list[str]) -> dict[str, Any]:
    schemas = _schemas(holder)
    schema = schemas.get(JSON, next(iter(schemas.values())))
    return {name: {"schema": schema} for name in types}


def _schemas(holder: Any) -> Mapping[str, Any]:
    """Schemas by content type; a type of which nothing is said counts as well."""
    content = holder.get("content") if isinstance(holder, Mapping) else None
    if not isinstance(content, Mapping):
        return {}
    return {name: media.get("schema", {}) for name, media in content.items() if isinstance(media, Mapping)}
