"""Where a plan uses schemas: what its methods give back, and which parts the types have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from specloom.plan.kept import method_model_types
from specloom.plan.naming import pascal
from specloom.plan.parsed import Declaration, ObjectSchema, Parsed
from specloom.plan.plurals import singular
from specloom.plan.reach import closure, types_of
from specloom.plan.types import refs
from specloom.plan.values import Method, Plan, Resource

Name = tuple[tuple[str, ...], str]
Json = Mapping[str, Any]


def methods_by_call(resources: Iterable[Resource]) -> dict[str, Method]:
    """All methods of a plan by call path."""
    found: dict[str, Method] = {}
    for resource in resources:
        for method in resource.methods:
            found[".".join((*resource.path, method.name))] = method
        found |= methods_by_call(resource.children)
    return found


def packages_of_schemas(plan: Plan, parsed: Parsed) -> dict[str, set[tuple[str, ...]]]:
    """For every schema the resources whose methods lead to it, and what is above them."""
    used: dict[str, set[tuple[str, ...]]] = {}
    for call, method in methods_by_call(plan.resources).items():
        path = tuple(call.split("."))[:-1]
        answers = closure((n for t in method_model_types(method) for n in refs(t)), parsed.models)
        requests = closure((n for p in method.parameters for n in refs(p.type)), parsed.params)
        for name in (*answers, *requests):
            used.setdefault(name, set()).update((path, path[:-1]))
    return used


def places(rows: Sequence[Json], plan: Plan, public: Iterable[Name]) -> dict[Name, frozenset[str]]:
    """Schemas that the methods of a table give back, by the public name that the table has for them.

    A name is looked for in the package of the method's types first, then in those around it.
    """
    known = set(public)
    methods = methods_by_call(plan.resources)
    found: dict[Name, set[str]] = {}
    for row in rows:
        method = methods.get(row["call"])
        if method is None or row.get("alias_of"):
            continue
        for text, types in _answers(row, method):
            place = _look_up(text, tuple(row["call"].split("."))[:-1], known)
            if place is not None:
                found.setdefault(place, set()).update(types)
    return {name: frozenset(schemas) for name, schemas in found.items()}


def _answers(row: Json, method: Method) -> Iterator[tuple[str, list[str]]]:
    plain = str(row.get("page_item") or row["returns"]).removeprefix("cast(Any, ").rstrip(")")
    answer = method.page.item if method.page else method.response.type
    if answer is not None:
        yield plain, list(refs(answer))[:1]
    event = str(row.get("stream_event") or "")
    if method.stream is not None and "[" in event:
        yield event.partition("[")[2].rstrip("]"), list(refs(method.stream.event))[:1]


def unlisted(rows: Sequence[Json], plan: Plan, public: Iterable[Name]) -> dict[Name, str]:
    """Names that the table has for what methods give back, and that stand nowhere else: each in its method's package.

    What comes by rule from the call path is left out.
    """
    known = set(public)
    taken = {place.name for planned in plan.types if planned.public for place in (planned.place, *planned.aliases)}
    methods = methods_by_call(plan.resources)
    found: dict[Name, str] = {}
    for row in rows:
        resource = tuple(row["call"].split("."))[:-1]
        if row["call"] not in methods or row.get("alias_of"):
            continue
        for name, types in _answers(row, methods[row["call"]]):
            is_new = name.isidentifier() and name[0].isupper() and name not in taken
            if is_new and types and name != "NoneType" and _look_up(name, resource, known) is None:
                found.setdefault((resource[:-1], name), types[0])
    return found


def _look_up(name: str, resource: tuple[str, ...], known: set[Name]) -> Name | None:
    for length in range(len(resource), -1, -1):
        if (resource[:length], name) in known:
            return resource[:length], name
    return None


def parts_of(
    matched: Mapping[Name, str], declarations: Sequence[Mapping[str, Declaration]]
) -> dict[Name, frozenset[str]]:
    """Names that the parts of matched types would have: ``Batch`` and its ``errors`` give ``BatchErrors``."""
    found: dict[Name, set[str]] = {}
    for (package, name), schema in matched.items():
        for known in declarations:
            declaration = known.get(schema)
            if isinstance(declaration, ObjectSchema):
                for role, inner in _fields(declaration):
                    for spelt in {pascal(role), pascal(singular(role))}:
                        found.setdefault((package, name + spelt), set()).add(inner)
                        found.setdefault((package, spelt), set()).add(inner)
            elif declaration is not None:
                for inner in (schema for type_ in types_of(declaration) for schema in refs(type_)):
                    found.setdefault((package, name + pascal(inner.removeprefix(schema))), set()).add(inner)
    return {name: frozenset(schemas) for name, schemas in found.items()}


def _fields(declaration: ObjectSchema) -> Iterator[tuple[str, str]]:
    for field in declaration.fields:
        for inner in refs(field.type):
            yield field.wire_name, inner
