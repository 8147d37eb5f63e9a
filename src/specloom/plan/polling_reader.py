"""The part of sdk.yaml that says what takes a while and how it is waited for."""

from __future__ import annotations

import math

from specloom.plan.sdk import Call, PollingRules, PollRule, StartRule
from specloom.plan.yaml_nodes import Node, NodeChecks

_COMMON = ("interval_ms", "interval_header", "interval_sent_as", "headers", "resources")
_RESOURCE = (
    "done",
    "look",
    "status",
    "percent",
    "interval_ms",
    "max_wait_seconds",
    "positional",
    "starts",
)


def read_polling(node: Node, checks: NodeChecks) -> PollingRules:
    """What ``polling:`` says; slips are noted."""
    table = checks.table(node, _COMMON)
    default = PollingRules()
    resources = checks.mapping(table["resources"]) if "resources" in table else {}
    headers = checks.mapping(table["headers"]) if "headers" in table else {}
    return PollingRules(
        interval_ms=_time(table["interval_ms"], checks) if "interval_ms" in table else default.interval_ms,
        interval_header=checks.text(table["interval_header"]) if "interval_header" in table else "",
        interval_sent_as=checks.text(table["interval_sent_as"]) if "interval_sent_as" in table else "",
        headers=tuple((name, checks.text(value)) for name, value in headers.items()),
        resources=tuple(_resource(name, rule, checks) for name, rule in resources.items()),
    )


def _resource(name: str, node: Node, checks: NodeChecks) -> PollRule:
    table = checks.table(node, _RESOURCE)
    resource = _path(name, node, checks)
    done = checks.texts(table["done"]) if "done" in table else ()
    if not done:
        checks.problem(node, "needs done: the states after which there is nothing to wait for")
    starts = checks.mapping(table["starts"]) if "starts" in table else None
    return PollRule(
        resource=resource,
        done=done,
        look=checks.text(table["look"]) if "look" in table else "retrieve",
        status=checks.text(table["status"]) if "status" in table else "status",
        percent=checks.text(table["percent"]) if "percent" in table else "",
        interval_ms=_time(table["interval_ms"], checks) if "interval_ms" in table else None,
        max_wait_seconds=_time(table["max_wait_seconds"], checks) if "max_wait_seconds" in table else None,
        positional=checks.texts(table["positional"]) if "positional" in table else None,
        starts=None if starts is None else tuple(_start(resource, *each, checks) for each in starts.items()),
        line=node.line,
    )


def _start(resource: Call, name: str, node: Node, checks: NodeChecks) -> StartRule:
    """``create_and_poll: create``, or a mapping with ``starter`` and ``positional``."""
    table = {"starter": node} if isinstance(node.value, str) else checks.table(node, ("starter", "positional"))
    if "starter" not in table:
        checks.problem(node, "needs a starter: the method that it starts with")
    starter = checks.text(table["starter"]) if "starter" in table else ""
    return StartRule(
        call=_below(resource, _path(name, node, checks)),
        starter=_below(resource, _path(starter, node, checks)) if starter else (),
        positional=checks.texts(table["positional"]) if "positional" in table else None,
        line=node.line,
    )


def _below(resource: Call, call: Call) -> Call:
    """A bare name is a method of the resource itself."""
    return (*resource, *call) if len(call) == 1 else call


def _path(text: str, node: Node, checks: NodeChecks) -> Call:
    parts = tuple(text.split("."))
    if all(part.isidentifier() for part in parts):
        return parts
    checks.problem(node, f"{text!r} is no call path (identifiers with dots between)")
    return ()


def _time(node: Node, checks: NodeChecks) -> float:
    value = node.value
    if isinstance(value, float) and math.isfinite(value) and value >= 0:
        return value
    checks.problem(node, "is to be a time, a number of 0 or more")
    return 0.0
