"""What documents say beside the contract, in extensions (``x-...``): collected by owner, and compared.

Exports of API Gateway tell there what is behind an operation: integrations, authorizers, validators, policies.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from specloom.diff.matching import operations, template
from specloom.diff.values import ABSENT, Json
from specloom.document.grammar import ANY_METHOD
from specloom.document.pointers import is_index, join, split
from specloom.drift.api_gateway import IGNORED, canonical
from specloom.drift.settle import operations_of, pointer_of
from specloom.drift.values import Difference
from specloom.prepare import walk
from specloom.prepare.gateway import PREFIX

_TOLD_BY_THE_CONTRACT: Final = frozenset({"x-sunset", "x-stability-level", "x-extensible-enum", "x-nullable"})
_COMPONENTS: Final[Mapping[str, str]] = {
    "schemas": "schema", "definitions": "schema", "parameters": "parameter", "responses": "response",
    "headers": "header", "requestBodies": "request body", "pathItems": "path item", "mediaTypes": "content",
}  # fmt: skip
_SCHEMES: Final[tuple[tuple[str, ...], ...]] = (("components", "securitySchemes"), ("securityDefinitions",))

_Place: TypeAlias = "tuple[str, ...]"
_Key: TypeAlias = "tuple[str, ...]"


@frozen
class _Extension:
    """One extension: its value in the spelling that is compared, and where it stands."""

    value: Any
    pointer: str


@frozen
class _Owner:
    """What has extensions: an operation, a security scheme, a component, the document."""

    about: str
    pointer: str
    extensions: dict[_Place, _Extension] = field(factory=dict)


def differences(old: Json, new: Json, prepared: Collection[Json]) -> tuple[Difference, ...]:
    """Extensions that are not the same, and operations that preparing drops and only one side has.

    Args:
        old: The pinned document before it was prepared.
        new: The live one.
        prepared: Both after that. What operations these have and lack, the contract tells.
    """
    told = {(one.operation.verb, template(one.operation.path)) for side in prepared for one in operations(side)}
    return tuple(_differences(_owners(old), _owners(new), told))


def _differences(
    old: Mapping[_Key, _Owner], new: Mapping[_Key, _Owner], told: Collection[tuple[str, str]]
) -> Iterator[Difference]:
    for key in dict.fromkeys((*old, *new)):
        before, after = _counterpart(old, key), _counterpart(new, key)
        if before and after:
            yield from _of_owner(before, after)
        elif key[0] == "operation" and key[1] != ANY_METHOD and key[1:] not in told:
            # Of all that one side alone has the contract tells; but preparing drops preflight requests.
            if before:
                yield Difference(before.about, "", "there", ABSENT, old_pointer=before.pointer)
            elif after:
                yield Difference(after.about, "", ABSENT, "there", new_pointer=after.pointer)


def _counterpart(owners: Mapping[_Key, _Owner], key: _Key) -> _Owner | None:
    """The same on another side; where it has no such operation, ``ANY`` of the path is what serves it."""
    found = owners.get(key)
    if found is None and key[0] == "operation":
        return owners.get(("operation", ANY_METHOD, key[2]))
    return found


def _of_owner(old: _Owner, new: _Owner) -> Iterator[Difference]:
    for place in sorted({*old.extensions, *new.extensions}):
        before, after = old.extensions.get(place), new.extensions.get(place)
        values = before.value if before else ABSENT, after.value if after else ABSENT
        for way, was, now in _apart(*values):
            yield Difference(
                new.about,
                ".".join((*place, *way)),
                was,
                now,
                join(before.pointer, *way) if before and was is not ABSENT else "",
                join(after.pointer, *way) if after and now is not ABSENT else "",
            )


def _apart(old: Any, new: Any, way: _Place = ()) -> Iterator[tuple[_Place, Any, Any]]:
    """The innermost places where two values are not the same."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in sorted({*old, *new}):
            yield from _apart(old.get(key, ABSENT), new.get(key, ABSENT), (*way, str(key)))
    elif old != new or isinstance(old, bool) is not isinstance(new, bool):
        yield way, old, new


# --- collecting ------------------------------------------------------------------------------------------------------


def _owners(document: Json) -> dict[_Key, _Owner]:
    found: dict[_Key, _Owner] = {("document",): _Owner("the API", "#")}
    for path, item in (document.get("paths") or {}).items():
        for verb, _ in operations_of(item):
            shown = "ANY" if verb == ANY_METHOD else verb.upper()
            found["operation", verb, template(path)] = _Owner(f"{shown} {path}", pointer_of(path, verb))
    for holder, pointer in _holders(document):
        tokens = split(pointer)
        key, about, place = _owner_of(tokens, document)
        owner = found.setdefault(key, _Owner(about, pointer))
        for name, value in holder.items():
            if _counts(name):
                spelt = canonical(value) if name.startswith(PREFIX) else value
                within = (*place, name)
                owner.extensions[within] = _Extension(spelt, join(pointer, name))
    return found


def _counts(name: str) -> bool:
    return name.startswith("x-") and name not in IGNORED and name not in _TOLD_BY_THE_CONTRACT and name != ANY_METHOD


def _holders(document: Json) -> Iterator[tuple[Json, str]]:
    """Whatever may have extensions, with its pointer."""
    for _, node, pointer in walk.nodes(dict(document)):
        if isinstance(node, Mapping):
            yield node, pointer
    for path, item in (document.get("paths") or {}).items():
        for verb, operation in operations_of(item):
            if verb == ANY_METHOD:
                yield operation, pointer_of(path, verb)
    for key in ("info", "paths", "components"):
        if isinstance(document.get(key), Mapping):
            yield document[key], join("#", key)
    for number, server in enumerate(document.get("servers") or ()):
        if isinstance(server, Mapping):
            yield server, join("#", "servers", number)
    for home in _SCHEMES:
        schemes: Any = document
        for key in home:
            schemes = schemes.get(key) if isinstance(schemes, Mapping) else None
        for name, scheme in schemes.items() if isinstance(schemes, Mapping) else ():
            if isinstance(scheme, Mapping):
                yield scheme, join("#", *home, name)


def _owner_of(tokens: list[str], document: Json) -> tuple[_Key, str, _Place]:
    """Key and name of the owner of a place, and where in the owner the place is."""
    if tokens[:1] == ["components"] and len(tokens) > 2:
        tokens = tokens[1:]
    match tokens:
        case ["paths", path, verb, *rest] if verb in walk.VERBS or verb == ANY_METHOD:
            operation = document["paths"][path][verb]
            return ("operation", verb, template(path)), "", _named(rest, operation)
        case ["paths", path, *rest]:
            return ("path", template(path)), path, _named(rest, document["paths"][path])
        case ["webhooks", name, *rest]:
            return ("webhook", name), f"webhook {name}", tuple(rest)
        case ["securitySchemes" | "securityDefinitions", name]:
            return ("security", name), f"security scheme {name}", ()
        case [home, name, *rest] if home in _COMPONENTS:
            return (_COMPONENTS[home], name), f"{_COMPONENTS[home]} {name}", tuple(rest)
        # The server of OpenAPI 3 has what Swagger writes at the top.
        case ["servers", _]:
            return ("document",), "the API", ()
        case _:
            return ("document",), "the API", tuple(tokens)


def _named(rest: list[str], holder: Json) -> _Place:
    """A place in which parameters have names and no numbers."""
    if len(rest) > 1 and rest[0] == "parameters" and is_index(rest[1], holder.get("parameters", ())):
        parameter = holder["parameters"][int(rest[1])]
        name = f"{parameter.get('in', '')} {parameter.get('name', parameter.get('$ref', ''))}".strip()
        return (name, *rest[2:])
    return tuple(rest)
