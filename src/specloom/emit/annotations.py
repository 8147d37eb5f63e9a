"""Types as Python text: the annotation a reader sees, and the shape the runtime decodes by. Spelt only here."""

from __future__ import annotations

from collections.abc import Callable, Collection

from attrs import frozen
from typing_extensions import assert_never

from specloom.emit.names import Direction, Imports, TypeIndex, module_path, relative
from specloom.emit.text import literal
from specloom.plan.types import DictOf, ListOf, Literals, Primitive, Ref, Type, UnionOf
from specloom.plan.values import TypeName


@frozen
class Speller:
    """Spells types for one module.

    Attributes:
        index: All planned types.
        imports: The module's names; every name used is noted there.
        direction: Whether annotations describe answers or arguments.
        runtime: Module of the runtime, as written in imports of this module.
        shadowed: Builtin names that the enclosing class uses for its own members.
    """

    index: TypeIndex
    imports: Imports
    direction: Direction
    runtime: str
    shadowed: Collection[str] = ()

    def annotation(self, type_: Type) -> str:
        """The type as an annotation (evaluated by type checkers only)."""
        match type_:
            case Primitive(name):
                return self._primitive(name)
            case Literals(values):
                return f"{self._typing('Literal')}[{', '.join(literal(value) for value in values)}]"
            case ListOf(item):
                return self._list(item)
            case DictOf(value):
                return self._dict(value)
            case UnionOf(members):
                return " | ".join(dict.fromkeys(self.annotation(member) for member in _none_last(members)))
            case Ref(schema):
                return self.imports.name_of(self.index.find(self.direction, schema).place)
        assert_never(type_)

    def _primitive(self, name: str) -> str:
        match name:
            case "none":
                return "None"
            case "file":
                return self.imports.use_quietly(self.runtime, "FileTypes")
        return self._builtin(name)

    def _builtin(self, name: str) -> str:
        if name in self.shadowed:
            self.imports.use_quietly("builtins", "")
            return f"builtins.{name}"
        return name

    def _typing(self, name: str) -> str:
        return self.imports.use("typing", name)

    def _list(self, item: Type) -> str:
        text = self.annotation(item)
        if self.direction == "model":
            return f"{self._builtin('list')}[{text}]"
        if _is_texty(item):
            return f"{self.imports.use_quietly(self.runtime, 'SequenceNotStr')}[{text}]"
        return f"{self.imports.use_quietly('collections.abc', 'Iterable')}[{text}]"

    def _dict(self, value: Type) -> str:
        text = f"[{self._builtin('str')}, {self.annotation(value)}]"
        if self.direction == "model":
            return self._builtin("dict") + text
        return self.imports.use_quietly("collections.abc", "Mapping") + text


def shape(type_: Type, index: TypeIndex, locate: Callable[[TypeName], str]) -> str:
    """The shape of a model-side type, empty when a value is kept as it comes.

    Args:
        type_: A type whose Refs point at models.
        index: All planned types.
        locate: Spells the place of a type as the module at hand refers to it.
    """
    match type_:
        case ListOf(item):
            inner = shape(item, index, locate)
            return f"[{inner}]" if inner else ""
        case DictOf(value):
            inner = shape(value, index, locate)
            return f"{{{inner}}}" if inner else ""
        case UnionOf(members):
            shapes = {found: None for member in members if (found := shape(member, index, locate))}
            if any(found[0] not in "[{" for found in shapes) and any(isinstance(member, DictOf) for member in members):
                shapes.setdefault("{}")  # an object that fits no class is the map
            return "|".join(shapes)
        case Ref(schema):
            return locate(index.find("model", schema).place) if index.decodes(type_) else ""
        case Primitive() | Literals():
            return ""
    assert_never(type_)


def locator(package: tuple[str, ...], module: tuple[str, ...]) -> Callable[[TypeName], str]:
    """How shapes of a module name types: the bare name for its own, ``relative.module:Name`` for others."""

    def locate(place: TypeName) -> str:
        path = module_path(place)
        return place.name if path == module else f"{relative(path, package)}:{place.name}"

    return locate


def _none_last(members: tuple[Type, ...]) -> list[Type]:
    return sorted(members, key=lambda member: member == Primitive("none"))


def _is_texty(item: Type) -> bool:
    match item:
        case Primitive("str") | Literals():
            return True
        case UnionOf(members):
            return all(_is_texty(member) for member in members)
    return False
