"""The arguments of a method and how its body is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

from attrs import evolve

from specloom.plan.naming import RESERVED_PARAMETERS, parameter_name
from specloom.plan.operations import Operation
from specloom.plan.parsed import Declaration, Endpoint, EndpointBody, Field
from specloom.plan.schemas import holds_file, merged_fields, object_variants
from specloom.plan.sdk import MethodRule, Sdk
from specloom.plan.types import Literals, Primitive, UnionOf
from specloom.plan.values import BodyPlan, Parameter
from specloom.plan.wire_styles import may_be_list, part_types, query_arrays

BodyKind: TypeAlias = Literal["json", "multipart", "form", "raw"]

# OpenAPI says that parameters of these names mean nothing; the transport sends them.
_OWN_HEADERS = frozenset({"accept", "content-type", "authorization"})
_FILE = Primitive("file")
_LATE = {"query": 0, "body": 1, "header": 2, "cookie": 3}


def read_parameters(
    endpoint: Endpoint, operation: Operation, rule: MethodRule, sdk: Sdk, declarations: Mapping[str, Declaration]
) -> tuple[tuple[Parameter, ...], BodyPlan]:
    """The arguments in the order of the signature, and how the body is sent.

    The last parameter of the path is positional and comes first; then the others of the path, then what is
    required, then the rest: of the query, the body, the headers. Within each of these the order is that of names.
    """
    # Lists get their brackets when they are sent.
    brackets = query_arrays(endpoint, operation, sdk, declarations) == "brackets"
    body, media = _body(endpoint.bodies, declarations)
    extra = [Parameter(name, "", "body", type_, required=False) for name, type_ in rule.extra]
    listed = _listed(endpoint, declarations, brackets=brackets)
    parameters = [*listed, *_of_body(body, media, declarations), *_of_content_type(endpoint.bodies, media), *extra]
    named = [
        evolve(parameter, required=parameter.required and parameter.py_name not in rule.optional)
        for parameter in _named(parameters, {**sdk.parameters, **rule.arguments})
    ]
    whole = next((p.py_name for p in named if p.location == "body"), "") if media and media.whole else ""
    plan = evolve(media, whole=whole, parts=part_types(operation, media, sdk)) if media else BodyPlan("none")
    return _ordered(named, operation, rule), plan


def _listed(endpoint: Endpoint, declarations: Mapping[str, Declaration], *, brackets: bool) -> Iterable[Parameter]:
    for found in endpoint.parameters:
        if found.location == "header" and found.wire_name.lower() in _OWN_HEADERS:
            continue
        is_bracketed = brackets and found.location == "query" and may_be_list(found.type, declarations)
        yield Parameter(
            wire_name=found.wire_name.removesuffix("[]") if is_bracketed else found.wire_name,
            py_name="",
            location=found.location,
            type=found.type,
            required=found.required or found.location == "path",
            summary=found.description,
            deprecated=found.deprecated,
        )


def _body(
    bodies: Sequence[EndpointBody], declarations: Mapping[str, Declaration]
) -> tuple[EndpointBody | None, BodyPlan | None]:
    """The content type to send: multipart where there are files to upload, else JSON, else what there is."""
    if not bodies:
        return None, None
    bodies = [_in_octets(body) for body in bodies]
    kinds = [_kind(body) for body in bodies]
    order: list[BodyKind] = ["json", "multipart", "form", "raw"]
    for body, kind in zip(bodies, kinds, strict=True):
        fields = merged_fields(object_variants(body.type, declarations))
        if kind == "multipart" and any(holds_file(field.type, declarations) for field in fields):
            order = ["multipart", "json", "form", "raw"]
    best = min(range(len(bodies)), key=lambda index: (order.index(kinds[index]), index))
    body = bodies[best]
    kind = kinds[best]
    is_whole = kind == "raw" or not object_variants(body.type, declarations)
    # The name of the argument is set later, when all names are known; here it only says that there is one.
    return body, BodyPlan(kind, body.content_type, whole="body" if is_whole else "")


def _in_octets(body: EndpointBody) -> EndpointBody:
    """Bytes of any type are sent as just that; anything else of any type is sent as JSON."""
    is_open = body.content_type == "*/*" and body.type in (Primitive("bytes"), _FILE)
    return evolve(body, content_type="application/octet-stream") if is_open else body


def _kind(body: EndpointBody) -> BodyKind:
    media = body.content_type.partition(";")[0].strip().lower()
    if media in ("application/json", "*/*") or media.endswith("+json"):
        return "json"
    if media.startswith("multipart/"):
        return "multipart"
    return "form" if media == "application/x-www-form-urlencoded" else "raw"


def _of_body(
    body: EndpointBody | None, media: BodyPlan | None, declarations: Mapping[str, Declaration]
) -> Iterable[Parameter]:
    if body is None or media is None:
        return
    if media.whole:
        # What is neither JSON nor a form (XML, say) the caller writes, whatever its schema.
        is_written = media.kind == "raw" and body.type not in (Primitive("str"), _FILE)
        type_ = UnionOf((Primitive("str"), _FILE)) if is_written else body.type
        yield Parameter("body", "", "body", type_, body.required)
        return
    for field in merged_fields(object_variants(body.type, declarations)):
        yield _of_field(field)


def _of_content_type(bodies: Sequence[EndpointBody], media: BodyPlan | None) -> Iterable[Parameter]:
    """The argument that says what a body of bytes is, where the document allows several things."""
    if media is None or media.kind != "raw":
        return
    allowed = [body.content_type for body in bodies if _kind(body) == "raw"]
    is_open = any("*" in one for one in allowed)
    if is_open or len(allowed) > 1:
        type_ = Primitive("str") if is_open else Literals(tuple(allowed))
        summary = f"content type of the body: {', '.join(allowed)}; default: "
        summary += "what the name of the file tells." if "*" in media.content_type else f"{media.content_type}."
        yield Parameter("Content-Type", "", "header", type_, required=False, summary=summary)


def _of_field(field: Field) -> Parameter:
    return Parameter(
        wire_name=field.wire_name,
        py_name="",
        location="body",
        type=field.type,
        # Also where the body as a whole may be left out: a call without the rest would be refused.
        required=field.required,
        summary=field.description,
        deprecated=field.deprecated,
    )


def _named(parameters: Iterable[Parameter], stated: Mapping[str, str]) -> list[Parameter]:
    """Each with a name of its own. Where two want the same, it goes to the one that is so called in the request, else
    to the first; the other says where it goes (``body_id``).
    """
    taken = set(RESERVED_PARAMETERS)
    wishes = [
        (parameter, stated.get(parameter.wire_name) or parameter_name(parameter.wire_name)) for parameter in parameters
    ]
    unchanged = {wanted for parameter, wanted in wishes if wanted == parameter.wire_name}
    named: list[Parameter] = []
    for parameter, wanted in wishes:
        is_free = wanted not in taken and (wanted == parameter.wire_name or wanted not in unchanged)
        name = wanted if is_free else f"{parameter.location}_{wanted}"
        number = 2
        while name in taken:
            name = f"{parameter.location}_{wanted}_{number}"
            number += 1
        taken.add(name)
        named.append(evolve(parameter, py_name=name))
    return named


def _ordered(parameters: Sequence[Parameter], operation: Operation, rule: MethodRule) -> tuple[Parameter, ...]:
    in_path = sorted(
        (parameter for parameter in parameters if parameter.location == "path"),
        key=lambda parameter: operation.path.find("{" + parameter.wire_name + "}"),
    )
    first = [evolve(in_path[-1], positional=True)] if in_path else []
    rest = [parameter for parameter in parameters if parameter.location != "path"]
    wished = {name: index for index, name in enumerate(rule.order)}
    rest.sort(
        key=lambda parameter: (
            wished.get(parameter.py_name, len(wished)),
            not parameter.required,
            0 if parameter.required else _LATE[parameter.location],
            parameter.py_name,
        )
    )
    return (*first, *in_path[:-1], *rest)
