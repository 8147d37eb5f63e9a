"""The place of every type: which module of which package, and what it is called there."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve, field, frozen

from specloom.plan.called import CalledMethod, Origin
from specloom.plan.claims import claim_names
from specloom.plan.kept import Kept
from specloom.plan.naming import DEVICES, assign, class_identifier, pascal, snake
from specloom.plan.parsed import AliasSchema, Declaration, Field, ObjectSchema, Parsed
from specloom.plan.plurals import singular
from specloom.plan.public_names import Key, NameBook, Package, PublicName
from specloom.plan.sdk import Call, Sdk
from specloom.plan.types import ListOf, Ref, Type, UnionOf, refs
from specloom.plan.values import Method, PlannedType, TypeName


@frozen
class _Placer:
    """Places types one after the other.

    Attributes:
        body_owner: Schemas that dissolve into the arguments of a method, with the key of its params.
        operation_owner: Keys of the params of the first method of each operation.
        places: What has its place; filled as names are decided.
        used: Class names by module.
    """

    sdk: Sdk
    book: NameBook
    origins: Mapping[str, Origin]
    declarations: Mapping[Key, Declaration]
    body_owner: Mapping[str, Key]
    operation_owner: Mapping[str, Key]
    modules: dict[PublicName, str] = field(factory=dict)
    places: dict[Key, TypeName] = field(factory=dict)
    used: dict[tuple[Package, str], set[str]] = field(factory=dict)

    def owner(self, key: Key) -> Key | None:
        """The type in whose module one lives that has no public name of its own."""
        direction, schema = key
        origin = self.origins.get(schema)
        if key in self.book.names or origin is None:
            return None
        parent: Key = (direction, origin.parent)
        if direction == "params":
            dissolved = self.body_owner.get(origin.parent) or self.operation_owner.get(origin.parent)
            parent = parent if parent in self.declarations else dissolved or parent
        return parent if parent in self.declarations and parent != key else None

    def place(self, key: Key) -> TypeName:
        """The place of a type; places its owner first."""
        if key not in self.places:
            self.places[key] = self._root(key) if key in self.book.names else self._part(key)
        return self.places[key]

    def _root(self, key: Key) -> TypeName:
        public = self.book.names[key]
        place = TypeName(public.package, self.modules[public], public.name)
        self.used.setdefault((place.package, place.module), set()).add(place.name)
        return place

    def _part(self, key: Key) -> TypeName:
        owner = self.owner(key)
        if owner is None:
            raise LookupError(f"{key} has neither a name nor an owner")
        above = self.place(owner)
        origin = self.origins[key[1]]
        role = singular(origin.role) if self._is_item(key, owner, origin) else origin.role
        prefix = "" if owner in self.book.names else above.name
        wanted = class_identifier(prefix + "_" + pascal(role, self.sdk.acronyms), self.sdk.acronyms)
        used = self.used.setdefault((above.package, above.module), set())
        name, number = wanted, 2
        while name in used:
            name, number = f"{wanted}{number}", number + 1
        used.add(name)
        return TypeName(above.package, above.module, name)

    def _is_item(self, key: Key, owner: Key, origin: Origin) -> bool:
        """Whether a type is one of the many that a property holds."""
        declaration = self.declarations[owner]
        if isinstance(declaration, AliasSchema):
            return False
        types = [found.type for found in declaration.fields if found.wire_name == origin.role]
        return any(_holds_as_item(type_, key[1]) for type_ in types)


def _holds_as_item(type_: Type, schema: str) -> bool:
    match type_:
        case ListOf(item):
            return schema in refs(item)
        case UnionOf(members):
            return any(_holds_as_item(member, schema) for member in members)
    return False


def place_types(
    methods: Sequence[CalledMethod],
    parsed: Parsed,
    kept: Kept,
    book: NameBook,
    origins: Mapping[str, Origin],
) -> dict[Key, PlannedType]:
    """All types of the package by direction and schema; the arguments of methods are among them.

    Args:
        methods: In document order.
        parsed: Declarations, enums that stand inline already written in.
        kept: Which of them become types.
        book: Names that sdk.yaml states; all others are entered here.
        origins: Of the schemas that have their names from us.
    """
    declarations: dict[Key, Declaration] = {("model", name): parsed.models[name] for name in kept.models}
    declarations |= {("params", name): parsed.params[name] for name in kept.params}
    declarations |= {called.params_key: _arguments(called) for called in methods if called.method.params_name}
    placer = _Placer(
        sdk=book.sdk,
        book=book,
        origins=origins,
        declarations=declarations,
        body_owner=_body_owners(methods, parsed, declarations),
        operation_owner=_operation_owners(methods, declarations),
    )
    claim_names(methods, kept, parsed, book, origins, {key for key in declarations if placer.owner(key) is not None})
    placer.modules.update(_modules(book))
    return {key: _planned(key, placer) for key in declarations}


def _planned(key: Key, placer: _Placer) -> PlannedType:
    place = placer.place(key)
    return PlannedType(
        place=place,
        direction=key[0],
        declaration=placer.declarations[key],
        public=key in placer.book.names,
        aliases=tuple(TypeName(n.package, place.module, n.name) for n in sorted(placer.book.aliases.get(key, ()))),
    )


def _arguments(called: CalledMethod) -> ObjectSchema:
    """What callers may keep in a dict and pass with ``**``: every argument but the positional one."""
    return ObjectSchema(
        schema=called.params_key[1],
        fields=tuple(
            Field(found.py_name, found.type, found.required, found.summary, found.deprecated)
            for found in called.method.parameters
            if not found.positional
        ),
        deprecated=called.method.deprecated,
    )


def _operation_owners(methods: Sequence[CalledMethod], declarations: Mapping[Key, Declaration]) -> dict[str, Key]:
    owners: dict[str, Key] = {}
    for called in methods:
        if called.params_key in declarations:
            owners.setdefault(called.method.operation_id, called.params_key)
    return owners


def _body_owners(
    methods: Sequence[CalledMethod], parsed: Parsed, declarations: Mapping[Key, Declaration]
) -> dict[str, Key]:
    owners: dict[str, Key] = {}
    for called in methods:
        if called.params_key not in declarations:
            continue
        for body in parsed.endpoints[called.method.operation_id].bodies:
            for name in _dissolved(body.type, parsed.params):
                owners.setdefault(name, called.params_key)
    return owners


def _dissolved(type_: Type, declarations: Mapping[str, Declaration]) -> Iterator[str]:
    """The names between a body and its properties."""
    waiting = [type_]
    seen: set[str] = set()
    while waiting:
        match waiting.pop():
            case Ref(schema) if schema not in seen and schema in declarations:
                seen.add(schema)
                yield schema
                found = declarations[schema]
                if isinstance(found, AliasSchema):
                    waiting.append(found.type)
            case UnionOf(members):
                waiting.extend(members)


def _modules(book: NameBook) -> dict[PublicName, str]:
    """A module for every public type; none has the name of a package beside it."""
    packages = {name.package for name in (*book.names.values(), *(n for more in book.aliases.values() for n in more))}
    beside: dict[Package, set[str]] = {}
    for package in packages:
        for depth, part in enumerate(package):
            beside.setdefault(package[:depth], set()).add(part)
    by_package: dict[Package, list[PublicName]] = {}
    for name in book.names.values():
        by_package.setdefault(name.package, []).append(name)
    modules: dict[PublicName, str] = {}
    for package, names in by_package.items():
        spelt = assign(
            (name.name for name in names), lambda name: _module(name, book.sdk), taken=beside.get(package, set())
        )
        modules |= {name: spelt[name.name] for name in names}
    return modules


def _module(name: str, sdk: Sdk) -> str:
    module = snake(name, sdk.acronyms) or name.lower()
    return f"{module}_" if module in DEVICES or keyword.iskeyword(module) else module


def settled(methods: Iterable[CalledMethod], types: Mapping[Key, PlannedType]) -> Iterator[tuple[Call, Method]]:
    """The methods with the places that the types of their arguments have got."""
    for called in methods:
        planned = types.get(called.params_key)
        yield called.call, evolve(called.method, params_name=planned.place if planned else None)
