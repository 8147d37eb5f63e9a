"""Which declarations become types of the package: all that somebody can meet, each in the directions it is met in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from specloom.document.grammar import VERBS
from specloom.plan.operations import Json
from specloom.plan.parsed import Parsed
from specloom.plan.reach import closure
from specloom.plan.sdk import Sdk
from specloom.plan.types import Type, refs
from specloom.plan.values import Method

_PREFIX = "#/components/schemas/"


@frozen
class Kept:
    """Schema names in the order in which methods lead to them, then what no method leads to."""

    models: tuple[str, ...]
    params: tuple[str, ...]


def kept_schemas(prepared: Json, parsed: Parsed, methods: Iterable[Method], sdk: Sdk) -> Kept:
    """The schemas that the package has types for.

    A body whose properties are arguments, and a list whose pages are read by the runtime, need none, unless
    something else mentions them or sdk.yaml names them. What no operation leads to is kept as a model.
    """
    methods = tuple(methods)
    stated = [rule.schema for rule in sdk.models]
    answers = [*_names(_answer_types(methods)), *_names(_failure_types(parsed)), *_webhooks(prepared), *stated]
    requests = [*_names(parameter.type for method in methods for parameter in method.parameters)]
    models = closure(answers, parsed.models)
    params = closure([*requests, *(rule.schema for rule in sdk.params)], parsed.params)
    models |= closure(_orphans(parsed), parsed.models)
    return Kept(tuple(models), tuple(params))


def _orphans(parsed: Parsed) -> Iterator[str]:
    """The schemas that neither requests nor answers lead to."""
    endpoints = parsed.endpoints.values()
    answers = (row.type for endpoint in endpoints for row in endpoint.responses if row.type)
    requests = [parameter.type for endpoint in endpoints for parameter in endpoint.parameters]
    requests += [body.type for endpoint in endpoints for body in endpoint.bodies]
    reached = closure(_names(answers), parsed.models) | closure(_names(requests), parsed.params)
    return (name for name in parsed.models if name not in reached)


def method_model_types(method: Method) -> Iterator[Type]:
    """The types of what a method gives back."""
    if method.page is not None:
        yield method.page.item
    elif method.response.type is not None:
        yield method.response.type
    if method.stream is not None:
        yield method.stream.event


def _answer_types(methods: Iterable[Method]) -> Iterator[Type]:
    for method in methods:
        yield from method_model_types(method)


def _failure_types(parsed: Parsed) -> Iterator[Type]:
    for endpoint in parsed.endpoints.values():
        has_success = any(row.status[:1] == "2" for row in endpoint.responses)
        for row in endpoint.responses:
            is_failure = row.status[:1] in ("4", "5") or (row.status == "default" and has_success)
            if row.type is not None and is_failure:
                yield row.type


def _webhooks(prepared: Json) -> Iterator[str]:
    """What arrives at webhooks is decoded like an answer."""
    for item in prepared.get("webhooks", {}).values():
        for verb in VERBS:
            body = item.get(verb, {}).get("requestBody", {})
            for media in body.get("content", {}).values():
                yield from _mentioned(media.get("schema", {}))


def _mentioned(schema: Json) -> Iterator[str]:
    if "$ref" in schema:
        yield str(schema["$ref"]).removeprefix(_PREFIX)
    for member in schema.get("anyOf", ()):
        yield from _mentioned(member)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), Mapping):
            yield from _mentioned(schema[key])


def _names(types: Iterable[Type]) -> Iterator[str]:
    for type_ in types:
        yield from refs(type_)
