"""Two operations that belong together, compared: parameters, body, answers, security, and what is remarked of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve

from specloom.diff.lifecycle import Calendar, compare_lifecycle
from specloom.diff.matching import Placed, path_parameters
from specloom.diff.schemas import Found, Link, SchemaComparison
from specloom.diff.security import compare_security
from specloom.diff.values import ABSENT, Delta, Direction, Json
from specloom.prepare.keywords import GREEDY

REQUEST: frozenset[Direction] = frozenset({"request"})
RESPONSE: frozenset[Direction] = frozenset({"response"})
_SCALARS = frozenset(("string", "integer", "number", "boolean"))


class OperationComparison:
    """Compares operations of an old and a new document. Deltas and links have the direction in which they count."""

    def __init__(self, schemas: SchemaComparison, old: Json, new: Json, calendar: Calendar) -> None:
        self._schemas = schemas
        self._old = old
        self._new = new
        self._calendar = calendar

    def compare(self, old: Placed, new: Placed) -> Iterator[Found]:
        """All differences between two operations, what they refer to left to links."""
        yield from _remarks(old.body, new.body)
        yield from compare_lifecycle(old.body, new.body, (), self._calendar)
        yield from self._parameters(old, new)
        sent, got = (RESPONSE, REQUEST) if new.operation.verb == "webhook" else (REQUEST, RESPONSE)
        yield from self._body(old.body.get("requestBody"), new.body.get("requestBody"), sent)
        yield from self._responses(old.body.get("responses", {}), new.body.get("responses", {}), got)
        yield from compare_security(old.body, new.body, self._old, self._new)

    # --- parameters -----------------------------------------------------------------------------------------------

    def _parameters(self, old: Placed, new: Placed) -> Iterator[Found]:
        before, after = _by_place(old), _by_place(new)
        for place, parameter in before.items():
            if place not in after:
                yield Delta("parameter-removed", (_named(parameter),), parameter, ABSENT, REQUEST)
            else:
                yield from self._parameter(parameter, after[place])
        for place, parameter in after.items():
            if place not in before:
                rule = "required-parameter-added" if _needed(parameter) else "parameter-added"
                yield Delta(rule, (_named(parameter),), ABSENT, parameter, REQUEST)

    def _parameter(self, old: Json, new: Json) -> Iterator[Found]:
        place = (_named(new),)
        if old["name"] != new["name"]:
            yield Delta("path-parameter-renamed", place, old["name"], new["name"], REQUEST)
        if _needed(old) != _needed(new):
            rule = "parameter-became-required" if _needed(new) else "parameter-became-optional"
            yield Delta(rule, place, _needed(old), _needed(new), REQUEST)
        if _style(old) != _style(new):
            yield Delta("parameter-style-changed", place, _style(old), _style(new), REQUEST)
        if old.get(GREEDY) != new.get(GREEDY):
            rule = "path-parameter-widened" if new.get(GREEDY) else "path-parameter-narrowed"
            yield Delta(rule, place, bool(old.get(GREEDY)), bool(new.get(GREEDY)), REQUEST)
        yield from _remarked(old, new, place, REQUEST)
        yield from _directed(compare_lifecycle(old, new, place, self._calendar), REQUEST)
        lists = new["in"] == "query" and _style(new) == ("form", True)
        compared = self._schemas.places(old.get("schema", {}), new.get("schema", {}), place)
        for found in _directed(_as_text(compared, place, lists=lists), REQUEST):
            # What a server takes for a parameter that is left out is part of its contract.
            if isinstance(found, Delta) and found.rule.startswith("default-") and found.place == place:
                rule = "idle-default-changed" if _needed(old) and _needed(new) else f"parameter-{found.rule}"
                yield evolve(found, rule=rule)
            else:
                yield found

    # --- bodies and answers ---------------------------------------------------------------------------------------

    def _body(self, old: Json | None, new: Json | None, direction: frozenset[Direction]) -> Iterator[Found]:
        if old is None or new is None:
            if new is not None:
                rule = "required-body-added" if new.get("required") else "body-added"
                yield Delta(rule, ("body",), ABSENT, sorted(new.get("content", {})), direction)
            elif old is not None:
                yield Delta("body-removed", ("body",), sorted(old.get("content", {})), ABSENT, direction)
            return
        if bool(old.get("required")) != bool(new.get("required")):
            rule = "body-became-required" if new.get("required") else "body-became-optional"
            yield Delta(rule, ("body",), bool(old.get("required")), bool(new.get("required")), direction)
        yield from _remarked(old, new, ("body",), direction)
        yield from self._content(old.get("content", {}), new.get("content", {}), ("body",), direction)

    def _content(
        self, old: Json, new: Json, place: tuple[str, ...], direction: frozenset[Direction]
    ) -> Iterator[Found]:
        for media_type in old:
            if media_type not in new:
                yield Delta("media-type-removed", place, media_type, ABSENT, direction)
                continue
            compared = self._schemas.places(old[media_type]["schema"], new[media_type]["schema"], place)
            yield from _directed(compared, direction)
            if old[media_type].get("encoding", {}) != new[media_type].get("encoding", {}):
                told = old[media_type].get("encoding", {}), new[media_type].get("encoding", {})
                yield Delta("encoding-changed", place, *told, direction)
        for media_type in new:
            if media_type not in old:
                yield Delta("media-type-added", place, ABSENT, media_type, direction)

    def _responses(self, old: Json, new: Json, direction: frozenset[Direction]) -> Iterator[Found]:
        old, new = _aligned(old, new), _aligned(new, old)
        for status in old:
            if status not in new:
                rule = "success-status-removed" if is_success(status, old) else "error-status-removed"
                yield Delta(rule, (status,), status, ABSENT, direction)
                continue
            before, after = old[status], new[status]
            yield from _remarked(before, after, (status,), direction)
            yield from self._content(before.get("content", {}), after.get("content", {}), (status,), direction)
            yield from self._headers(before.get("headers", {}), after.get("headers", {}), status, direction)
        for status in new:
            if status not in old:
                rule = "success-status-added" if is_success(status, new) else "error-status-added"
                yield Delta(rule, (status,), ABSENT, status, direction)

    def _headers(self, old: Json, new: Json, status: str, direction: frozenset[Direction]) -> Iterator[Found]:
        before, after = ({name.lower(): value for name, value in side.items()} for side in (old, new))
        for name, header in before.items():
            place = (status, f"header {name}")
            if name not in after:
                rule = "required-header-removed" if _needed(header) else "header-removed"
                yield Delta(rule, place, header, ABSENT, direction)
                continue
            if _needed(header) != _needed(after[name]):
                rule = "header-became-required" if _needed(after[name]) else "header-became-optional"
                yield Delta(rule, place, _needed(header), _needed(after[name]), direction)
            yield from _remarked(header, after[name], place, direction)
            found = self._schemas.places(header.get("schema", {}), after[name].get("schema", {}), place)
            yield from _directed(_as_text(found, place, lists=False), direction)
        for name, header in after.items():
            if name not in before:
                yield Delta("header-added", (status, f"header {name}"), ABSENT, header, direction)


def is_success(status: str, answers: Json) -> bool:
    """Whether an answer of this status is one that calls return; ``default`` is one where there is no other."""
    if status == "default":
        return not any(one[:1] in {"2", "3"} for one in answers)
    return status[:1] in {"2", "3"}


def _aligned(answers: Json, others: Json) -> Json:
    """A ``default`` that stands for success goes by the status that the other side says instead of it."""
    if "default" not in answers or "default" in others or not is_success("default", answers):
        return answers
    status = next((one for one in others if is_success(one, others)), "default")
    return {status if one == "default" else one: answer for one, answer in answers.items()}


def _by_place(placed: Placed) -> dict[tuple[str, object], Json]:
    """Parameters by where they are; those of a path by their position, for their names are ours to choose."""
    order = {name: number for number, name in enumerate(path_parameters(placed.operation.path))}
    return {
        (one["in"], order.get(one["name"], one["name"]) if one["in"] == "path" else _spelled(one)): one
        for one in placed.body.get("parameters", ())
    }


def _spelled(parameter: Json) -> str:
    name = str(parameter["name"])
    return name.lower() if parameter["in"] == "header" else name


def _named(parameter: Json) -> str:
    return f"{parameter['in']} {parameter['name']}"


def _needed(described: Json) -> bool:
    return described.get("required") is True


def _style(parameter: Json) -> tuple[str, bool]:
    usual = "form" if parameter["in"] in {"query", "cookie"} else "simple"
    style = str(parameter.get("style", usual))
    return style, bool(parameter.get("explode", style == "form"))


def _remarked(old: Json, new: Json, place: tuple[str, ...], direction: frozenset[Direction]) -> Iterator[Delta]:
    if (old.get("deprecated") is True) != (new.get("deprecated") is True):
        rule = "deprecated-set" if new.get("deprecated") is True else "deprecated-removed"
        yield Delta(rule, place, not new.get("deprecated"), bool(new.get("deprecated")), direction)
    if old.get("description", "") != new.get("description", ""):
        told = old.get("description", ABSENT), new.get("description", ABSENT)
        yield Delta("description-changed", place, *told, direction)


def _as_text(found: Iterator[Found], place: tuple[str, ...], *, lists: bool) -> Iterator[Found]:
    """Outside of bodies all values are texts: any scalar is one, and with ``lists`` one value is a list of one."""
    for one in found:
        if isinstance(one, Delta) and one.rule == "type-changed" and one.place == place:
            if one.before in _SCALARS and (one.after == "string" or (lists and one.after == f"{one.before}[]")):
                one = evolve(one, rule="type-generalized")
            elif one.before == "string" and one.after in _SCALARS:
                one = evolve(one, rule="type-specialized")
        yield one


def _directed(found: Iterator[Found] | Iterator[Delta], direction: frozenset[Direction]) -> Iterator[Found]:
    """What is found in one direction counts in that one alone."""
    for one in found:
        if isinstance(one, Link):
            yield Link(one.pair, one.place, one.directions & direction, one.null_moved)
        else:
            yield Delta(one.rule, one.place, one.before, one.after, one.directions & direction)


_TEXTS: Mapping[str, str] = {"summary": "description-changed", "description": "description-changed"}


def _remarks(old: Json, new: Json) -> Iterator[Delta]:
    """What is said of an operation as a whole."""
    if (old.get("deprecated") is True) != (new.get("deprecated") is True):
        now = new.get("deprecated") is True
        yield Delta("operation-deprecated" if now else "operation-reactivated", (), not now, now)
    before, after = str(old.get("operationId", "")), str(new.get("operationId", ""))
    if before != after:
        yield Delta("operation-id-changed", (), before, after)
    if old.get("tags", []) != new.get("tags", []):
        yield Delta("tags-changed", (), old.get("tags", []), new.get("tags", []))
    for key, rule in _TEXTS.items():
        was: Any = old.get(key, ABSENT)
        if was != (now_said := new.get(key, ABSENT)):
            yield Delta(rule, (), was, now_said)
