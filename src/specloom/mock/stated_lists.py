"""Lists that go on by a token, a page number or an offset, as the plan of the package says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from specloom.mock.lists import items_of, limit_of
from specloom.mock.message import NUMBER, Request
from specloom.mock.operations import Operation
from specloom.mock.values import Maker
from specloom.plan.naming import snake
from specloom.plan.values import PagePlan, Plan
from specloom.plan.walking import methods_of

_KINDS: Final = ("token", "number", "offset", "url")
_SIZES: Final = ("limit", "per_page", "page_size", "max_results", "max_items", "size")


def stated_lists(plan: Plan | None) -> dict[str, PagePlan]:
    """How the lists of a package go on, by operationId; those that are no page of such a kind are left out."""
    methods = (method for _, method in methods_of(plan.resources)) if plan else ()
    return {one.operation_id: one.page for one in methods if one.page is not None and one.page.kind in _KINDS}


def stated_page(
    plan: PagePlan, operation: Operation, request: Request, schema: Mapping[str, Any], maker: Maker
) -> Any:
    """An answer that is a page of five items, of which one has three unless the request says otherwise.

    An unknown token means the second page, so that every walk ends. There is no second page behind a URL, since the
    document does not tell what the API takes there.
    """
    target, how = maker.target(schema), dict(plan.how)
    is_bare = target.get("type") == "array"
    items = items_of(target if is_bare else _schema_at(maker, target, plan.items), maker)
    asked = dict(request.query)
    sizes = [one["name"] for one in operation.parameters("query") if snake(one["name"]) in _SIZES]
    size = len(items) if plan.kind == "url" else limit_of(next((asked[name] for name in sizes if name in asked), ""))
    begin = _begin(plan.kind, how, asked, size)
    end = min(begin + size, len(items))
    if is_bare:
        return items[begin:end]
    value = maker.value(schema)
    _put(value, plan.items, items[begin:end])
    ends: dict[str, Any] = {"pages": -(-len(items) // size), "total": len(items), "more": end < len(items)}
    for key in ends.keys() & how.keys():
        _put(value, how[key], ends[key])
    if "has_more" in target["properties"]:
        value["has_more"] = ends["more"]
    if plan.kind in ("token", "url"):
        _go_on(value, how["next"], end if end < len(items) else None, maker, target)
    return value


def _begin(kind: str, how: Mapping[str, str], asked: Mapping[str, str], size: int) -> int:
    """Which item the page begins with, counted from 0."""
    text = asked.get(how.get("argument", ""), "")
    if not text:
        return 0
    if kind == "token":
        end = text.removeprefix("token_")
        return int(end) if NUMBER.fullmatch(end) else size
    number = int(text) - int(how.get("first", 1 if kind == "number" else 0)) if NUMBER.fullmatch(text) else 0
    return max(0, number) * (size if kind == "number" else 1)


def _go_on(value: dict[str, Any], path: str, end: int | None, maker: Maker, schema: Mapping[str, Any]) -> None:
    """Put the token of the next page, or take away what is there."""
    is_number = _schema_at(maker, schema, path).get("type") in ("integer", "number")
    if end is not None:
        _put(value, path, end if is_number else f"token_{end}")
        return
    *outer, name = _steps(value, path)
    inner: Any = value
    for step in outer:
        inner = inner.get(step) or {}
    if name in inner:
        inner[name] = "" if inner[name] is not None and not is_number else None


def _schema_at(maker: Maker, schema: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    target = schema
    for name in _steps(schema["properties"], path):
        target = maker.target(target.get("properties", {}).get(name, {}))
    return target


def _steps(known: Mapping[str, Any], path: str) -> list[str]:
    """The names on the way to a field; a field whose own name has dots goes first."""
    return [path] if path in known else path.split(".")


def _put(value: dict[str, Any], path: str, put: Any) -> None:
    *outer, name = _steps(value, path)
    for step in outer:
        value[step] = value.get(step) or {}  # it may have been left out, or be null
        value = value[step]
    value[name] = put
