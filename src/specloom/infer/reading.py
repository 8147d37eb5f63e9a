"""From a document that was inferred back to what was seen, so that more samples can widen it.

Counts are lost in a document; what is read has so many of everything that they hold against those of new samples.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import define, evolve, field, frozen

from specloom.document.grammar import VERBS
from specloom.document.pointers import join, resolve
from specloom.infer.components import REF
from specloom.infer.document import INFERRED, Api, Names, body_place
from specloom.infer.exchanges import split_path
from specloom.infer.operations import PARAMETER, Pattern, Route, Seen
from specloom.infer.remarks import Remarks
from specloom.infer.routes import shown
from specloom.infer.schemas import ONCE, SEEN
from specloom.infer.security import kind_of_scheme
from specloom.infer.shapes import KINDS, NOTHING, Kind, Shape, Texts, merge
from specloom.infer.texts import FORMATS
from specloom.problems import Problem, Problems, SpecloomError

_MANY: Final = 1_000_000
_ENOUGH: Final = 100
"""Records in which an enum was seen that somebody wrote by hand."""

_SLOT: Final = re.compile(r"\{([^{}/]+)\}")
_STATUS: Final = re.compile(r"[1-5][0-9]{2}")
_OURS: Final = frozenset(
    (
        "$ref",
        "type",
        "nullable",
        "anyOf",
        "items",
        "properties",
        "required",
        "additionalProperties",
        "enum",
        "format",
    )
)  # fmt: skip | {ONCE, SEEN}
REMARKS: Final = frozenset((
    "title", "description", "deprecated", "readOnly", "writeOnly", "example", "examples", "default", "externalDocs",
    "xml", "$comment",
))  # fmt: skip
"""Keywords that say nothing of what is allowed; they stay where somebody wrote them."""
_SHAPING: Final = frozenset((
    "oneOf", "allOf", "not", "if", "then", "else", "const", "patternProperties", "prefixItems", "propertyNames",
    "discriminator", "$dynamicRef",
))  # fmt: skip


@frozen
class Previous:
    """What a document says.

    Attributes:
        api: What was seen, as far as it can be told.
        names: What things are called.
        templates: Paths whose parameters take any text.
        contents: Schemas of bodies by place, as written.
    """

    api: Api
    names: Names
    templates: tuple[Pattern, ...]
    contents: Mapping[str, Mapping[str, Any]]


def read_document(document: Mapping[str, Any], source: str, remarks: Remarks) -> Previous:
    """What a document that was inferred says.

    Raises:
        SpecloomError: If it was not inferred, or holds something that samples cannot widen.
    """
    mark = document.get(INFERRED)
    if not isinstance(mark, Mapping):
        message = "this document was not inferred, so samples cannot widen it; --output writes to another file"
        raise SpecloomError(Problem(message, source=source))
    reader = _Reader(document, Problems(source), remarks)
    routes = dict(reader.routes())
    reader.problems.check()
    servers = document.get("servers") or [{}]
    samples = mark.get("samples")
    api = Api(str(servers[0].get("url", "")).rstrip("/"), routes, samples if isinstance(samples, int) else 0)
    names = Names(reader.components, reader.schemes(), {pattern: seen.names for (_, pattern), seen in routes.items()})
    free = tuple(dict.fromkeys(pattern for (_, pattern), seen in routes.items() if seen.free))
    return Previous(api, names, free, reader.contents)


@define
class _Reader:
    """Reads one document.

    Attributes:
        components: Names by place, as they are come upon.
        contents: Schemas of bodies by place.
        met: References that were followed.
        is_again: Whether what is read was read at another place: it is no evidence of its own.
    """

    document: Mapping[str, Any]
    problems: Problems
    remarks: Remarks
    components: dict[str, str] = field(factory=dict)
    contents: dict[str, Mapping[str, Any]] = field(factory=dict)
    met: set[str] = field(factory=set)
    is_again: bool = False

    def schemes(self) -> dict[str, str]:
        """Names of security schemes by the kind of credential that they ask for."""
        stated = self.document.get("components", {}).get("securitySchemes", {})
        return {kind: name for name, one in stated.items() if (kind := kind_of_scheme(one)) is not None}

    def routes(self) -> Iterator[tuple[Route, Seen]]:
        for path, item in self.document.get("paths", {}).items():
            segments = split_path(path)
            pattern = tuple(PARAMETER if _SLOT.fullmatch(segment) else segment for segment in segments)
            names = {at: match[1] for at, segment in enumerate(segments) if (match := _SLOT.fullmatch(segment))}
            for verb in VERBS:
                if verb in item:
                    pointer = join("#", "paths", path, verb)
                    shared = item.get("parameters", [])
                    yield (verb, pattern), self._seen((verb, pattern), names, item[verb], shared, pointer)

    def _seen(
        self, route: Route, names: Mapping[int, str], operation: Mapping[str, Any], shared: list[Any], pointer: str
    ) -> Seen:
        parameters = {(one.get("in"), one.get("name")): one for one in [*shared, *operation.get("parameters", ())]}
        place = join(pointer, "parameters")
        shapes = {
            key: self._shape(one.get("schema", {}), _MANY, f"{shown(route)} ", place)
            for key, one in parameters.items()
        }
        query = {
            str(name): shape if parameters[where, name].get("required") else _rarer(shape)
            for (where, name), shape in shapes.items()
            if where == "query"
        }
        body = operation.get("requestBody", {})
        return Seen(
            calls=_MANY,
            requests=_MANY,
            arguments={at: shapes.get(("path", name), NOTHING) for at, name in names.items()},
            names=names,
            free=frozenset(at for at, name in names.items() if INFERRED not in parameters.get(("path", name), {})),
            query=query,
            bodies=_MANY if body.get("required") else (_MANY - 1 if body else 0),
            request=self._content(route, "", body, join(pointer, "requestBody")),
            responses={
                status: self._content(route, status, answer, join(pointer, "responses", status))
                for status, answer in operation.get("responses", {}).items()
                if _STATUS.fullmatch(status)
            },
            security=self._security(operation),
            is_stated=True,
        )

    def _security(self, operation: Mapping[str, Any]) -> frozenset[frozenset[str]]:
        kinds = {name: kind for kind, name in self.schemes().items()}
        asked = operation.get("security", self.document.get("security")) or [{}]
        return frozenset(frozenset(kinds[name] for name in used if name in kinds) for used in asked)

    def _content(self, route: Route, status: str, body: Mapping[str, Any], pointer: str) -> dict[str, Shape]:
        found: dict[str, Shape] = {}
        for media, stated in body.get("content", {}).items():
            place = body_place(route, status, media)
            self.contents[place] = schema = stated.get("schema", {})
            found[media] = self._known(schema, _MANY, place, join(pointer, "content", media, "schema"))
        return found

    def _known(self, schema: Any, total: int, place: str, pointer: str, inside: tuple[str, ...] = ()) -> Shape:
        """The shape of a place where nothing said means that nothing is known yet, such as items of empty lists."""
        return self._shape(schema, total, place, pointer, inside) if schema not in ({}, True) else NOTHING

    def _shape(self, schema: Any, total: int, place: str, pointer: str, inside: tuple[str, ...] = ()) -> Shape:
        if not isinstance(schema, Mapping):
            return Shape({"any": total})
        if set(schema) == {"allOf", "nullable"} and len(schema["allOf"]) == 1:  # a reference with null, in 3.0
            schema = {**schema["allOf"][0], "nullable": True}
        is_again, self.is_again = self.is_again, self.is_again or schema.get("$ref") in self.met
        found = self._shape_of(*self._resolved(schema, place, pointer, inside), total, place, pointer)
        self.is_again = is_again
        return found

    def _shape_of(
        self, schema: Mapping[str, Any], inside: tuple[str, ...], total: int, place: str, pointer: str
    ) -> Shape:
        self._check(schema, pointer)
        if "anyOf" in schema:
            members = schema["anyOf"]
            left = total - len(members) + 1
            found = NOTHING
            for at, member in enumerate(members):
                found = merge(
                    found, self._shape(member, left if at == 0 else 1, place, join(pointer, "anyOf", at), inside)
                )
            return _with_null(found) if schema.get("nullable") else found
        kinds = _kinds(schema)
        counts: dict[Kind, int] = dict.fromkeys(kinds, 1)
        counts[kinds[0]] = total - len(kinds) + 1
        return Shape(
            counts={kind: counts[kind] for kind in KINDS if kind in counts},
            texts=_texts(schema, self.is_again) if "string" in counts else Texts(),
            items=self._known(schema.get("items", {}), _MANY, f"{place}[]", join(pointer, "items"), inside)
            if "array" in counts
            else None,
            **(self._object(schema, place, pointer, inside) if "object" in counts else {}),
        )

    def _object(self, schema: Mapping[str, Any], place: str, pointer: str, inside: tuple[str, ...]) -> dict[str, Any]:
        required = schema.get("required", ())
        fields = {
            key: self._shape(part, _MANY if key in required else _MANY - 1, f"{place}.{key}",
                             join(pointer, "properties", key), inside)
            for key, part in schema.get("properties", {}).items()
        }  # fmt: skip
        rest = schema.get("additionalProperties")
        varying = None
        if rest not in (None, False, True):
            varying = self._known(rest, _MANY, f"{place}{{}}", join(pointer, "additionalProperties"), inside)
        return {"objects": _MANY, "fields": fields, "fixed": frozenset(fields), "rest": varying}

    def _resolved(
        self, schema: Mapping[str, Any], place: str, pointer: str, inside: tuple[str, ...]
    ) -> tuple[Mapping[str, Any], tuple[str, ...]]:
        ref = schema.get("$ref")
        if ref is None:
            return schema, inside
        if ref in inside:
            self.problems.add(f"{ref} holds itself, which samples cannot widen; move it to overlay.yaml", pointer)
            return {}, inside
        try:
            target = resolve(self.document, ref)
        except (LookupError, ValueError) as error:
            self.problems.add(str(error), pointer)
            return {}, inside
        if place and ref.startswith(REF) and "properties" in target:
            self.components[place] = ref.removeprefix(REF)
        self.met.add(ref)
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        return {**target, **beside}, (*inside, ref)

    def _check(self, schema: Mapping[str, Any], pointer: str) -> None:
        for key in schema.keys() - _OURS - REMARKS:
            if key in _SHAPING:
                self.problems.add(
                    f"samples cannot widen `{key}`; take it out here and put it into overlay.yaml", pointer
                )
            elif not key.startswith("x-"):
                message = f"`{key}` is gone, for samples are not held against it; overlay.yaml keeps it"
                self.remarks.add("left out", pointer, message)


def _kinds(schema: Mapping[str, Any]) -> list[Kind]:
    stated = schema.get("type", [])
    kinds: list[Kind] = [stated] if stated in KINDS else [one for one in KINDS if one in stated]
    if not kinds and ("properties" in schema or "additionalProperties" in schema):
        kinds = ["object"]
    if schema.get("format") == "binary" and kinds == ["string"]:
        kinds = ["binary"]
    if schema.get("nullable") and "null" not in kinds:
        kinds.append("null")
    return kinds or ["any"]


def _texts(schema: Mapping[str, Any], is_again: bool) -> Texts:
    if ONCE in schema:
        return Texts(int(not is_again), frozenset((schema[ONCE],)) & frozenset(FORMATS), None)
    values = [value for value in schema.get("enum", ()) if isinstance(value, str)]
    if not values:
        return Texts(_ENOUGH, frozenset((schema.get("format", ""),)) & frozenset(FORMATS), None)
    records = 0 if is_again else schema.get(SEEN, _ENOUGH)
    each, more = divmod(records, len(values))
    counted = {value: each + (at < more) for at, value in enumerate(values)}
    return Texts(_ENOUGH, frozenset(), counted)


def _with_null(shape: Shape) -> Shape:
    first = next(kind for kind in shape.counts)
    return evolve(shape, counts={**shape.counts, first: shape.counts[first] - 1, "null": 1})


def _rarer(shape: Shape) -> Shape:
    kind = max(shape.counts, key=lambda kind: shape.counts[kind])
    return evolve(shape, counts={**shape.counts, kind: shape.counts[kind] - 1})
