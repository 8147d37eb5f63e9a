"""Lists that come page by page: a small made-up collection, of which an answer shows what was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from specloom.mock.message import NUMBER, Request
from specloom.mock.operations import Operation
from specloom.mock.values import Maker

_TOTAL: Final = 5
_PAGE: Final = 3
_CURSORS: Final = ("after", "page", "cursor", "page_token")
_NEXT: Final = ("next", "next_page", "next_cursor", "next_page_token")


def page(operation: Operation, request: Request, schema: Mapping[str, Any], maker: Maker) -> Any:
    """An answer with a list in it, as a page of it; None for an answer that holds no list of data.

    The collection has five items; a page has three unless ``limit`` says otherwise. An unknown cursor means the
    second page, so that every walk ends.
    """
    target = maker.target(schema)
    if target.get("type") == "array":
        return items_of(target, maker)
    properties: Mapping[str, Any] = target.get("properties", {})
    data = maker.target(properties.get("data", {}))
    if data.get("type") != "array":
        return None
    items = items_of(data, maker)
    asked = dict(request.query)
    cursors = [one["name"] for one in operation.parameters("query") if one["name"] in _CURSORS]
    if cursors:
        begin = _begin(next((asked[name] for name in cursors if name in asked), ""), items)
        end = min(begin + limit_of(asked.get("limit", "")), len(items))
    else:
        begin, end = 0, len(items)
    value = {**maker.value(schema), "data": items[begin:end]}
    return _with_cursors(value, target, items, begin, end)


def linked(
    operation: Operation, request: Request, schema: Mapping[str, Any], maker: Maker
) -> tuple[list[Any], tuple[tuple[str, str], ...]] | None:
    """A bare list as a page of it, and the ``Link`` header that leads to the next one.

    None for an answer that is no list, or an operation that takes no number of a page or tells of no such header.
    """
    target = maker.target(schema)
    headers = [name.lower() for answer in operation.facts["responses"].values() for name in answer.get("headers", ())]
    names = [one["name"] for one in operation.parameters("query")]
    if target.get("type") != "array" or "link" not in headers or "page" not in names:
        return None
    items, asked = items_of(target, maker), dict(request.query)
    number = limit_of(asked.get("page", "1"))
    size = limit_of(asked.get("per_page", ""))
    end = number * size
    onward = urlencode({**asked, "page": number + 1})
    link = (("link", f'<?{onward}>; rel="next"'),) if end < len(items) else ()
    return items[end - size : end], link


def items_of(schema: Mapping[str, Any], maker: Maker) -> list[Any]:
    """The whole collection that a list of this schema is a part of."""
    total = min(max(_TOTAL, int(schema.get("minItems", 0))), int(schema.get("maxItems", _TOTAL)))
    return [maker.value(schema.get("items", {}), "data", number) for number in range(total)]


def limit_of(text: str) -> int:
    """How many items a page has where a request says so, or does not."""
    return int(text) if NUMBER.fullmatch(text) and int(text) else _PAGE


def _cursor(items: Sequence[Any], index: int) -> str:
    """What the item at an index is asked for by: its id, where its neighbours have another one."""
    ids = [item.get("id") if isinstance(item, dict) else None for item in items]
    own = ids[index]
    return own if isinstance(own, str) and ids.count(own) == 1 else f"cursor_{index + 1}"


def _begin(cursor: str, items: Sequence[Any]) -> int:
    if not cursor:
        return 0
    for index in range(len(items)):
        if _cursor(items, index) == cursor:
            return index + 1
    return min(_PAGE, len(items))


def _with_cursors(
    value: dict[str, Any], schema: Mapping[str, Any], items: Sequence[Any], begin: int, end: int
) -> dict[str, Any]:
    properties, has_more = schema["properties"], end < len(items)
    if "has_more" in properties:
        value["has_more"] = has_more
    if begin < end:
        ends = {"first_id": _cursor(items, begin), "last_id": _cursor(items, end - 1)}
        value.update({name: cursor for name, cursor in ends.items() if name in properties})
    for name in _NEXT:
        if name in properties:
            _set_next(value, name, schema, _cursor(items, end - 1) if has_more else None)
    return value


def _set_next(value: dict[str, Any], name: str, schema: Mapping[str, Any], cursor: str | None) -> None:
    if cursor is not None:
        value[name] = cursor
    elif any(member.get("type") == "null" for member in schema["properties"][name].get("anyOf", ())):
        value[name] = None
    elif name in schema.get("required", ()):
        value[name] = ""
    else:
        value.pop(name, None)
