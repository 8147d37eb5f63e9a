"""``make_plan``: everything that was read, made into one plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from attrs import astuple, evolve

from specloom.document.servers import server_url
from specloom.plan.answers import is_listing, read_answer
from specloom.plan.called import CalledMethod, Origin
from specloom.plan.calls import place_methods
from specloom.plan.client import plan_client
from specloom.plan.kept import kept_schemas
from specloom.plan.literals import InlineLiterals
from specloom.plan.methods import MethodPlanner
from specloom.plan.operations import Json, operations
from specloom.plan.paging import page_problems
from specloom.plan.parsed import ObjectSchema, Parsed
from specloom.plan.placing import place_types, settled
from specloom.plan.polling import plan_polling
from specloom.plan.public_names import NameBook, state_names
from specloom.plan.sdk import Call, MethodRule, Sdk, matches, package_of
from specloom.plan.servers import plan_servers
from specloom.plan.stated import by_operation_id
from specloom.plan.tree import resource_tree
from specloom.plan.twins import fold_twins
from specloom.plan.values import CallName, Plan, PlannedType
from specloom.plan.yaml_nodes import nearest
from specloom.problems import Problem, SpecloomError

_SIGNS = {"aws": ("botocore>=1.31",)}
"""What a package that signs for AWS needs to find credentials where the AWS command line finds them."""
_SHOWS_PROGRESS = {"progress": ("rich>=13.7",)}
"""What a package that waits for something needs to show how far it is."""


def make_plan(
    prepared: Json,
    parsed: Parsed,
    sdk: Sdk,
    *,
    api: str,
    package: str,
    address: str = "",
    unmatched: Callable[[Problem], None] | None = None,
) -> Plan:
    """Decide what an SDK looks like.

    Args:
        prepared: A document in normal form.
        parsed: What the engines read from it.
        sdk: What the user says about the SDK; ``Sdk()`` for nothing.
        api: Name of the target (``openai``).
        package: Import name of the package (``openai_client``).
        address: URL that the document came from, where it came from one: relative servers start there.
        unmatched: Told of all in sdk.yaml that does not fit the document, which is then left out of the plan. Without
            it such places are errors: a package is not made from half of what was asked for.

    Raises:
        SpecloomError: If sdk.yaml names what the document does not have, or gives one name twice: all such places.
    """
    found: list[Problem] = []
    schemas: Mapping[str, Json] = prepared.get("components", {}).get("schemas", {})
    all_operations = operations(prepared)
    sdk = by_operation_id(sdk, all_operations, found)
    client, credentials = plan_client(prepared, all_operations, sdk, api, found)
    taken = [*(option.py_name for option in client.options)]
    servers = plan_servers(prepared, all_operations, sdk, address=address, taken=taken)
    client = evolve(client, base_url=servers.base_url, servers=servers.choices, variables=servers.variables)
    listing = {
        name: is_listing(read_answer(endpoint, MethodRule()), endpoint.path, parsed.models)
        for name, endpoint in parsed.endpoints.items()
    }
    placed = place_methods(all_operations, listing, sdk, found)
    _check_streams(sdk, schemas, found)
    _check_patterns(sdk, [one.call for one in placed], found)

    origins = {
        name: Origin(schema["x-specloom-parent"], schema.get("x-specloom-role", ""))
        for name, schema in schemas.items()
        if "x-specloom-parent" in schema
    }
    stated = {rule.schema for rule in (*sdk.models, *sdk.params)}
    literals = InlineLiterals.of(origins.keys() - stated, parsed.models, parsed.params)
    spelt = evolve(parsed, models=literals.declarations(parsed.models), params=literals.declarations(parsed.params))
    planner = MethodPlanner(parsed, sdk, credentials, servers)
    methods = [
        CalledMethod(one.call, literals.method(planner.method(one)), package_of(one.call, sdk)) for one in placed
    ]
    _check_arguments(sdk, methods, found)
    found += page_problems(sdk, methods, parsed)
    _check_bases(sdk, spelt, found)
    waits = plan_polling(((called.call, called.method) for called in methods), spelt.models, sdk, found)
    kept = kept_schemas(prepared, spelt, [called.method for called in methods], sdk)
    book = NameBook(sdk)
    state_names(book, kept.models, kept.params, schemas, found)
    if found and unmatched is None:
        raise SpecloomError(found)
    for problem in found:
        if unmatched is not None:
            unmatched(problem)

    types = place_types(methods, spelt, kept, book, origins)
    _check_type_exports(sdk, types.values())
    own = {("model", rule.schema) for rule in sdk.models} | {("params", rule.schema) for rule in sdk.params}
    own |= {called.params_key for called in methods}
    info = prepared.get("info", {})
    return Plan(
        api=api,
        package=package,
        title=info.get("title") or api,
        api_version=str(info.get("version", "")),
        client=client,
        resources=resource_tree(settled(methods, types), waits, sdk, client.class_name),
        types=tuple(
            sorted(fold_twins((_on_base(one, sdk) for one in types.values()), own), key=lambda one: astuple(one.place))
        ),
        servers=tuple(server_url(server) for server in prepared.get("servers", ())),
        exports=tuple(sdk.exports.items()),
        type_exports=tuple(sdk.type_exports.items()),
        attributes=tuple(sdk.attributes.items()),
        removed=tuple(sdk.removed.items()),
        scripts=tuple(sdk.scripts.items()),
        calls=tuple(CallName(one.operation.operation_id, one.call, one.named_by, one.wanted) for one in placed),
        extras=tuple(
            {
                **(_SHOWS_PROGRESS if waits.polls else {}),
                **(_SIGNS if client.has("sigv4") else {}),
                **sdk.extras,
            }.items()
        ),
    )


def _check_streams(sdk: Sdk, schemas: Mapping[str, object], found: list[Problem]) -> None:
    for name, rule in sdk.streams.items():
        if rule.event not in schemas:
            message = f"streams.{name}: the document has no schema {rule.event!r}{nearest(rule.event, schemas)}"
            found.append(Problem(message, source=sdk.source, line=rule.line))


def _check_bases(sdk: Sdk, parsed: Parsed, found: list[Problem]) -> None:
    for schema in sdk.bases:
        if schema not in parsed.models:
            message = f"bases: the document has no schema {schema!r}{nearest(schema, parsed.models)}"
            found.append(Problem(message, source=sdk.source))
        elif not isinstance(parsed.models[schema], ObjectSchema):
            found.append(Problem(f"bases: {schema!r} is no object, so it has no class", source=sdk.source))


def _on_base(planned: PlannedType, sdk: Sdk) -> PlannedType:
    """A model with the base class that sdk.yaml gives it."""
    module = sdk.bases.get(planned.declaration.schema) if planned.direction == "model" else None
    return evolve(planned, base=module) if module else planned


def _check_type_exports(sdk: Sdk, types: Iterable[PlannedType]) -> None:
    """A type of a layer must not take the name of one that the document gives."""
    taken = {
        (*place.package, place.name)
        for planned in types
        for place in (planned.place, *planned.aliases)
        if planned.public or place in planned.aliases
    }
    clashes = [path for path in sdk.type_exports if path in taken]
    if clashes:
        raise SpecloomError(
            Problem(f"exports: types.{'.'.join(path)} is a type of the document already", source=sdk.source)
            for path in clashes
        )


def _check_arguments(sdk: Sdk, methods: Iterable[CalledMethod], found: list[Problem]) -> None:
    names: dict[str, dict[str, None]] = {}
    wire_names: dict[str, dict[str, None]] = {}
    for called in methods:
        parameters, operation = called.method.parameters, called.method.operation_id
        names.setdefault(operation, {}).update(dict.fromkeys(one.py_name for one in parameters))
        wire_names.setdefault(operation, {}).update(dict.fromkeys(one.wire_name for one in parameters))
    for operation, rules in sdk.methods.items():
        for rule in rules:
            for key, stated, known in (
                ("arguments", rule.arguments, wire_names[operation]),
                ("order", rule.order, names[operation]),
                ("optional", rule.optional, names[operation]),
            ):
                for name in stated:
                    if name not in known:
                        message = f"methods.{operation}.{key}: there is no argument {name!r}{nearest(name, known)}"
                        found.append(Problem(message, source=sdk.source, line=rule.line))


def _check_patterns(sdk: Sdk, calls: Iterable[Call], found: list[Problem]) -> None:
    """A pattern that fits no method is a slip of the pen, or was left behind by a change of the document."""
    listed = list(calls)
    spelt = [".".join(call) for call in listed]
    patterns = {
        "headers": tuple(sdk.headers),
        "deprecated": sdk.deprecated,
        "pages.last_id": sdk.pages.last_id,
        "pages.link": sdk.pages.link,
        "pages.single": sdk.pages.single,
        "pages.none": sdk.pages.none,
        **{f"pages.{rule.kind}.{rule.pattern}": (rule.pattern,) for rule in sdk.pages.stated},
    }
    for resource in sdk.packages:
        if not any(".".join(call[:-1]) == resource for call in listed):
            found.append(Problem(f"packages: there is no resource {resource!r}", source=sdk.source))
    for key, stated in patterns.items():
        for pattern in stated:
            if not any(matches(call, (pattern,)) for call in listed):
                message = f"{key}: no method fits {pattern!r}{nearest(pattern, spelt)}"
                found.append(Problem(message, source=sdk.source))
