"""Where types live and what they are called inside one generated module: imports follow from use, as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from attrs import field, frozen

from specloom.emit.text import WIDTH, filled
from specloom.plan.parsed import AliasSchema
from specloom.plan.types import Type, refs
from specloom.plan.values import PlannedType, TypeName

Direction: TypeAlias = Literal["model", "params"]

_THIRD_PARTY = ("typing_extensions",)


@frozen
class TypeIndex:
    """Finds the planned type that stands for a schema in one direction."""

    by_schema: Mapping[tuple[Direction, str], PlannedType]
    _decoded: frozenset[str]

    @classmethod
    def of(cls, types: Iterable[PlannedType]) -> TypeIndex:
        """Index planned types by direction and schema name."""
        by_schema = {(planned.direction, schema): planned for planned in types for schema in planned.schemas}
        return cls(by_schema, _decoded(by_schema))

    def find(self, direction: Direction, schema: str) -> PlannedType:
        """The planned type of a schema.

        Raises:
            KeyError: If the plan names a schema that it did not place; a fault of the plan, not of the document.
        """
        return self.by_schema[direction, schema]

    def decodes(self, type_: Type) -> bool:
        """Whether a value of the type holds a model somewhere, so that decoding has something to do."""
        return any(schema in self._decoded for schema in refs(type_))


def _decoded(by_schema: Mapping[tuple[Direction, str], PlannedType]) -> frozenset[str]:
    """The schemas of models, and of the aliases that lead to one, found from the models backwards."""
    found: set[str] = set()
    users: dict[str, list[str]] = {}
    for (direction, schema), planned in by_schema.items():
        if direction != "model":
            continue
        declaration = planned.declaration
        if not isinstance(declaration, AliasSchema):
            found.add(schema)
        else:
            for mentioned in refs(declaration.type):
                users.setdefault(mentioned, []).append(schema)
    waiting = list(found)
    while waiting:
        more = [user for user in users.get(waiting.pop(), ()) if user not in found]
        found.update(more)
        waiting += more
    return frozenset(found)


def module_path(place: TypeName) -> tuple[str, ...]:
    """Path of the defining module below the package root: ``("types", "chat", "chat_completion")``."""
    return ("types", *place.package, place.module)


def relative(target: tuple[str, ...], package: tuple[str, ...]) -> str:
    """A module path as written in ``from X import``, seen from a module of ``package``."""
    shared = 0
    while shared < min(len(target), len(package)) and target[shared] == package[shared]:
        shared += 1
    return "." * (len(package) - shared + 1) + ".".join(target[shared:])


@frozen
class Imports:
    """The names of one module: what it defines, and what it must import to say what it says.

    Attributes:
        package: Path of the package that holds the module, below the root package.
        module: Path of the module itself.
    """

    package: tuple[str, ...]
    module: tuple[str, ...]
    taken: dict[str, TypeName | None] = field(factory=dict)
    typed: dict[TypeName, str] = field(factory=dict)
    plain: dict[str, dict[str, None]] = field(factory=dict)
    quiet: dict[str, dict[str, None]] = field(factory=dict)

    def reserve(self, names: Iterable[str]) -> None:
        """Keep names for the module's own definitions."""
        for name in names:
            self.taken.setdefault(name, None)

    def name_of(self, place: TypeName) -> str:
        """The local name of a type; notes the import it needs."""
        if module_path(place) == self.module:
            return place.name
        if place not in self.typed:
            self.typed[place] = self._free_name(place)
        return self.typed[place]

    def _free_name(self, place: TypeName) -> str:
        prefix = ""
        for part in ("", *reversed(place.package)):
            prefix = part.title().replace("_", "") + prefix
            name = prefix + place.name
            if name not in self.taken:
                self.taken[name] = place
                return name
        name = prefix + place.name
        while name in self.taken:
            name += "_"
        self.taken[name] = place
        return name

    def use(self, module: str, name: str) -> str:
        """Note ``from module import name`` (standard library or runtime) and give the name back."""
        self.plain.setdefault(module, {})[name] = None
        self.taken.setdefault(name, None)
        return name

    def use_quietly(self, module: str, name: str) -> str:
        """Like ``use``, for names that only annotations mention: no cost at run time."""
        self.quiet.setdefault(module, {})[name] = None
        self.taken.setdefault(name, None)
        return name

    def typed_lines(self) -> tuple[str, ...]:
        """The import lines that only type checkers read: of names used quietly, and of types."""
        modules = {module: list(names) for module, names in self.quiet.items()}
        for place, name in self.typed.items():
            line = place.name if name == place.name else f"{place.name} as {name}"
            modules.setdefault(relative(module_path(place), self.package), []).append(line)
        return _import_lines(modules)

    def plain_lines(self) -> tuple[str, ...]:
        """The import lines for everything else."""
        return _import_lines({module: list(names) for module, names in self.plain.items()})


def _import_lines(modules: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Import lines, sorted: the standard library, other packages, our own from far to near."""
    return tuple(
        f"import {module}" if names == [""] else _from_import(module, names)
        for module, names in sorted(modules.items(), key=_line_order)
    )


def _line_order(line: tuple[str, list[str]]) -> tuple[int, bool, int, str]:
    """``import X`` before ``from X import Y``; relative ones from far to near."""
    module, names = line
    group = 2 if module.startswith(".") else int(module in _THIRD_PARTY)
    return group, names != [""], len(module.lstrip(".")) - len(module), module


def _isort(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest: the order that import sorters keep."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name


def _from_import(module: str, names: list[str]) -> str:
    names = sorted(names, key=_isort)
    line = f"from {module} import {', '.join(names)}"
    if len(line) + 4 <= WIDTH:
        return line
    return "\n".join([f"from {module} import (", *filled(names, "    ", WIDTH - 4), ")"])
