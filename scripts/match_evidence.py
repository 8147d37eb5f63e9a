"""What speaks for a schema being the type of a public name: fields, constants, words of the name, its place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal, TypeAlias

from attrs import frozen

from specloom.plan.naming import field_name, words
from specloom.plan.plurals import singular

Kind: TypeAlias = Literal["model", "typeddict", "alias"]
Json: TypeAlias = Mapping[str, Any]

_REF = "#/components/schemas/"
# Words by which documents and packages tell the same thing apart from others; they do not tell types apart.
_NOISE = frozenset(
    {"object", "resource", "create", "response", "request", "item", "event", "param", "params", "server", "client"}
)
_ENOUGH = 3.7


@frozen
class PublicType:
    """A public name of the official package.

    Attributes:
        package: ``("chat",)`` for ``types.chat``.
        fields: Attribute names, for classes.
        constants: Allowed values of fields that are constants.
    """

    package: tuple[str, ...]
    name: str
    kind: Kind
    fields: frozenset[str]
    constants: Mapping[str, frozenset[object]]

    @property
    def stem(self) -> str:
        """The name without what tells a request's type from an answer's."""
        is_request = self.kind == "typeddict" or self.package == ("shared_params",)
        return self.name.removesuffix("Param") if is_request else self.name


@frozen
class SchemaFacts:
    """A schema of the prepared document, as far as it can be compared."""

    name: str
    is_class: bool
    fields: frozenset[str]
    constants: Mapping[str, frozenset[object]]
    packages: frozenset[tuple[str, ...]]


@frozen
class Match:
    """A schema for a public name, and how well it fits."""

    schema: str
    score: float
    reason: str


HELPERS = ("Parsed", "RealtimeConnect", "Reconnecting", "WebSocket", "Websocket", "AllModels")
"""Beginnings of names that the official package has for its own helpers; the API has no such things."""


def read_public_types(facts: Mapping[str, Mapping[str, Json]]) -> list[PublicType]:
    """The public names of a facts file (module to name to kind, bases, fields and constants), in its order."""
    bases = {(module, name): entry for module, names in facts.items() for name, entry in names.items()}
    return [
        PublicType(
            package=tuple(module.split(".")[1:]),
            name=name,
            kind=entry["kind"],
            fields=frozenset(field_name(found.rstrip("_")) for found in _inherited(module, entry, "fields", bases)),
            constants={
                key: found
                for key, text in _inherited(module, entry, "const", bases).items()
                if (found := _values(text))
            },
        )
        for module, names in facts.items()
        for name, entry in names.items()
    ]


def _inherited(module: str, entry: Json, part: str, known: Mapping[tuple[str, str], Json]) -> dict[str, str]:
    """Fields or constants of a class and of those that it is made from, as far as they stand in the same module."""
    found: dict[str, str] = {}
    for base in entry.get("bases", ()):
        if (module, base) in known:
            found |= _inherited(module, known[module, base], part, known)
    own = entry.get(part, {})
    return found | (dict(own) if isinstance(own, Mapping) else dict.fromkeys(own, ""))


def _values(text: str) -> frozenset[object]:
    """The values of an annotation such as ``Required[Literal['a', 'b']]``."""
    listed = re.search(r"Literal\[(.*?)\]", text)
    if listed is None:
        return frozenset()
    try:
        found = ast.literal_eval(f"({listed[1]},)")
    except (SyntaxError, ValueError):
        return frozenset()
    return frozenset(found)


def read_schemas(schemas: Mapping[str, Json], packages: Mapping[str, Iterable[tuple[str, ...]]]) -> list[SchemaFacts]:
    """The schemas of a prepared document with the packages of the methods that use them."""
    return [
        SchemaFacts(
            name=name,
            is_class="properties" in schema,
            fields=frozenset(field_name(key) for key in schema.get("properties", {})),
            constants={
                field_name(key): found
                for key, inner in schema.get("properties", {}).items()
                if (found := _constants(inner, schemas))
            },
            packages=frozenset(packages.get(name, ())),
        )
        for name, schema in schemas.items()
    ]


def _constants(schema: Json, schemas: Mapping[str, Json]) -> frozenset[object]:
    if "$ref" in schema:
        target = schemas.get(str(schema["$ref"]).removeprefix(_REF), {})
        return _constants(target, {}) if "$ref" not in target else frozenset()
    if "const" in schema:
        return frozenset({schema["const"]})
    return frozenset(schema.get("enum", ()))


@frozen
class Evidence:
    """Weighs schemas against public names.

    Attributes:
        placed: Schemas that methods give back or take, by public name.
        inner: Schemas that stand in a field of a matched type, by the name that such a part is given.
    """

    placed: Mapping[tuple[tuple[str, ...], str], frozenset[str]]
    inner: Mapping[tuple[tuple[str, ...], str], frozenset[str]]

    def best(self, public: PublicType, schemas: Iterable[SchemaFacts]) -> tuple[Match | None, Match | None]:
        """The schema that fits a name well enough, or None; and the one that comes nearest."""
        scored = [match for schema in schemas if (match := self.weigh(public, schema)) is not None]
        scored.sort(key=lambda match: (-match.score, match.schema))
        if not scored:
            return None, None
        nearest = scored[0]
        return (nearest if nearest.score >= _ENOUGH else None), nearest

    def weigh(self, public: PublicType, schema: SchemaFacts) -> Match | None:
        """How well a schema fits a name; None where it cannot be it."""
        if _contradicts(public.constants, schema.constants):
            return None
        # What is one class in the document may have a second name in the package, and that is an alias.
        is_renamed = public.kind == "alias" and public.stem == schema.name
        if schema.is_class != (public.kind != "alias") and not is_renamed:
            return None
        key = (public.package, public.stem)
        reasons = []
        score = 0.0
        placed = self.placed.get(key)
        if placed is not None:
            # What a method gives back is no matter of likeness, even where the document has moved on since.
            if schema.name not in placed:
                return None
            score += 5
            reasons.append("place in the operations")
        if schema.name in self.inner.get(key, ()):
            score += 2.5
            reasons.append("field of a matched type")
        likeness = _likeness(
            public.stem, schema.name, frozenset(word for part in public.package for word in _words(part))
        )
        score += 2.5 * likeness
        if likeness == 1:
            reasons.append("name")
        score += _affinity(public.package, schema.packages)
        if public.kind == "alias":
            # Nothing is known of an alias but its name and place: one of them must say it.
            says_it = reasons or likeness >= 0.6
            return Match(schema.name, score + 3 if says_it else 0, ", ".join(reasons) or "words of the name")
        overlap = _overlap(public.fields, schema.fields)
        if overlap < 0.4 and not placed:
            return None
        agreed = sum(1 for name, values in public.constants.items() if schema.constants.get(name) == values)
        score += 3 * overlap + min(agreed, 2) * 0.75
        if overlap == 1:
            reasons.append("fields")
        if agreed:
            reasons.append("constants")
        return Match(schema.name, score, ", ".join(reasons) or "most fields")


def _contradicts(left: Mapping[str, frozenset[object]], right: Mapping[str, frozenset[object]]) -> bool:
    return any(key in right and left[key].isdisjoint(right[key]) for key in left)


def _overlap(left: frozenset[str], right: frozenset[str]) -> float:
    together = left | right
    return len(left & right) / len(together) if together else 1.0


def _affinity(package: tuple[str, ...], used: frozenset[tuple[str, ...]]) -> float:
    """Whether the methods that use a schema live where the name does."""
    if package in used:
        return 1.0
    return 0.5 if any(one[: len(package)] == package or package[: len(one)] == one for one in used) else 0.0


def _likeness(public: str, schema: str, package: frozenset[str]) -> float:
    """From 0 to 1 how much two names say the same; what the package says already need not be said."""
    if public.lower() == schema.lower():
        return 1.0
    left, right = _words(public), _words(schema)
    # "Beta" names a whole family of doubles: both have it or none.
    if ("beta" in left) != ("beta" in right):
        return -1.0
    plain_left, plain_right = left - _NOISE - package, right - _NOISE - package
    if plain_left and plain_left == plain_right:
        return 0.85 + 0.1 * _share(left, right)
    return 0.8 * _share(plain_left, plain_right)


def _share(left: frozenset[str], right: frozenset[str]) -> float:
    together = left | right
    return len(left & right) / len(together) if together else 0.0


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(singular(word.lower()) for word in words(name, ("OAuth", "MCP")))
