"""The part of sdk.yaml that says how single operations are called, and with which arguments."""

from __future__ import annotations

import keyword

from specloom.plan.naming import RESERVED_PARAMETERS
from specloom.plan.sdk import Call, MethodRule
from specloom.plan.types import ANY, Primitive, Type
from specloom.plan.yaml_nodes import Node, NodeChecks

_KEYS = ("call", "deprecated", "response", "or_text", "arguments", "order", "optional", "extra")
_KINDS = {"text": Primitive("str"), "number": Primitive("float"), "flag": Primitive("bool"), "any": ANY}
_RESPONSES = ("json", "binary", "text", "none")


def read_methods(node: Node, checks: NodeChecks) -> tuple[MethodRule, ...]:
    """What ``methods:`` says of one operation; slips are noted."""
    if isinstance(node.value, tuple):
        return tuple(_method(item, checks) for item in node.value)
    return (_method(node, checks),)


def _method(node: Node, checks: NodeChecks) -> MethodRule:
    if isinstance(node.value, str):
        return MethodRule(call=read_call(node, checks), line=node.line)
    table = checks.table(node, _KEYS)
    response = checks.text(table["response"]) if "response" in table else ""
    if response and response not in _RESPONSES:
        checks.problem(table["response"], f"is to be one of {', '.join(_RESPONSES)}")
    return MethodRule(
        call=read_call(table["call"], checks) if "call" in table else (),
        deprecated=checks.flag(table["deprecated"]) if "deprecated" in table else None,
        response=response,
        or_text=checks.flag(table["or_text"]) if "or_text" in table else False,
        arguments=read_argument_names(table["arguments"], checks) if "arguments" in table else {},
        order=checks.texts(table["order"]) if "order" in table else (),
        optional=checks.texts(table["optional"]) if "optional" in table else (),
        extra=_extra(table["extra"], checks) if "extra" in table else (),
        line=node.line,
    )


def _extra(node: Node, checks: NodeChecks) -> tuple[tuple[str, Type], ...]:
    extra: list[tuple[str, Type]] = []
    for name, kind in checks.mapping(node).items():
        word = checks.text(kind)
        if word and word not in _KINDS:
            checks.problem(kind, f"is to be one of {', '.join(_KINDS)}")
        extra.append((name, _KINDS.get(word, ANY)))
    return tuple(extra)


def read_argument_names(node: Node, checks: NodeChecks) -> dict[str, str]:
    """Names of arguments by names on the wire."""
    found: dict[str, str] = {}
    for wire_name, name in checks.mapping(node).items():
        found[wire_name] = text = checks.text(name)
        if text and (not text.isidentifier() or keyword.iskeyword(text)):
            checks.problem(name, f"{text!r} is no name for an argument")
        elif text in RESERVED_PARAMETERS:
            checks.problem(name, f"every method has an argument {text!r} of its own")
    return found


def read_call(node: Node, checks: NodeChecks) -> Call:
    """A call path."""
    text = checks.text(node)
    parts = tuple(text.split(".")) if text else ()
    if any(not part.isidentifier() and part != "*" for part in parts):
        checks.problem(node, f"{text!r} is no call path (identifiers with dots between)")
        return ()
    return parts
