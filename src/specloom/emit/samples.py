"""Calls that run as pasted: the arguments that a method needs, with values that a person might write.

Values come from types and names by rules that hold for any API; nothing here knows a vendor.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import field, frozen

from specloom.emit.names import TypeIndex
from specloom.emit.text import fit, literal
from specloom.plan.parsed import AliasSchema, ObjectSchema
from specloom.plan.types import DictOf, ListOf, Literals, Primitive, Ref, Type, UnionOf
from specloom.plan.values import Method, Parameter, Resource

_DEPTH: Final = 6
_PRIMITIVES: Final = {"int": "1", "float": "1.0", "bool": "True", "none": "None", "object": "{}", "bytes": 'b"Hello"'}
_METHODS: Final = ("create", "generate", "search", "list", "retrieve")
"""Methods that show a resource best, the best first."""
_TELLING: Final = ("model", "input", "messages", "prompt", "text", "query", "name", "title", "file", "files")
"""Arguments that a person would give even where they may all be left out."""
_USUAL: Final = ("user", "text", "string", "object", "default", "auto")
"""Constants that a person would choose among others."""
_CHOSEN: Final = frozenset(_USUAL[:2])
"""Constants that speak for the object that holds them."""
_TEXTS: Final = {
    "content": "Hello!",
    "description": "An example",
    "email": "ann@example.com",
    "filename": "notes.txt",
    "input": "Hello!",
    "message": "Hello!",
    "mime_type": "text/plain",
    "name": "Example",
    "prompt": "A cat on a sofa",
    "query": "cats",
    "sdp": "v=0",
    "text": "Hello!",
    "title": "Example",
    "url": "https://example.com",
    "user": "user-123",
}
_FILES: Final = {
    "audio": "speech.mp3",
    "image": "image.png",
    "mask": "mask.png",
    "photo": "image.png",
    "video": "a.mp4",
}


@frozen
class Sampler:
    """Makes sample values; remembers those of schemas, which large unions ask for again and again."""

    index: TypeIndex
    _known: dict[tuple[str, int], str] = field(factory=dict, eq=False, repr=False)

    def call(self, resource: Resource, method: Method) -> str:
        """``client.pets.retrieve("pet-123")`` laid out: with what is required; if nothing is, with what tells most."""
        required = [parameter for parameter in method.parameters if parameter.required]
        arguments = [self._argument(parameter) for parameter in required]
        if all(parameter.location == "path" for parameter in required):
            arguments += self._telling(method)
        target = ".".join(("client", *resource.path, method.name))
        return fit("", f"{target}({', '.join(arguments)})", width=88)

    def _telling(self, method: Method) -> Iterator[str]:
        for parameter in method.parameters:
            if not parameter.required and parameter.location == "body" and parameter.wire_name in _TELLING:
                argument = self._argument(parameter)
                # An object that may be left out tells a newcomer nothing.
                if "{" not in argument:
                    yield argument

    def _argument(self, parameter: Parameter) -> str:
        value = self.value(parameter.type, parameter.wire_name)
        return value if parameter.positional else f"{parameter.py_name}={value}"

    def value(self, type_: Type, name: str, depth: int = 0) -> str:
        """A Python literal of the type; ``name`` helps to choose text."""
        match type_:
            case Primitive("file"):
                return f'({literal(_file_name(name))}, b"Hello")'
            case Primitive("str"):
                return literal(_text(name))
            case Primitive(primitive):
                return _PRIMITIVES[primitive]
            case Literals(values):
                return literal(next((usual for usual in _USUAL if usual in values), values[0]))
            case ListOf(item):
                return f"[{self.value(item, _singular(name), depth + 1)}]" if depth < _DEPTH else "[]"
            case DictOf(Primitive("object")):
                return '{"type": "object"}' if name.endswith("schema") else "{}"
            case DictOf(value):
                return f'{{"key": {self.value(value, name, depth + 1)}}}' if depth < _DEPTH else "{}"
            case UnionOf():
                return self._member(type_, name, depth)
            case Ref(schema):
                return self._named(schema, name, depth)

    def _member(self, type_: UnionOf, name: str, depth: int) -> str:
        """A stated constant says more than any text; text is plainer than the rest, of which the usual or the
        shortest is shown.
        """
        members = list(self._members(type_))
        constants = [member for member in members if isinstance(member, Literals)]
        if constants:
            return self.value(constants[0], name, depth)
        if Primitive("str") in members:
            return literal(_text(name))
        values = [
            (not self._is_usual(member), len(value := self.value(member, name, depth)), value)
            for member in members
            if member != Primitive("none")
        ]
        return min(values)[-1]

    def _is_usual(self, type_: Type) -> bool:
        """Whether a constant of an object is one that a person would choose."""
        declaration = self.index.find("params", type_.schema).declaration if isinstance(type_, Ref) else None
        return isinstance(declaration, ObjectSchema) and any(
            one.required and isinstance(one.type, Literals) and not _CHOSEN.isdisjoint(one.type.values)
            for one in declaration.fields
        )

    def _members(self, type_: Type) -> Iterator[Type]:
        """The members of a union and of the unions in it, whatever these are called."""
        if isinstance(type_, UnionOf):
            for member in type_.members:
                yield from self._members(member)
            return
        declaration = self.index.find("params", type_.schema).declaration if isinstance(type_, Ref) else None
        if isinstance(declaration, AliasSchema) and isinstance(declaration.type, (UnionOf, Literals, Primitive)):
            yield from self._members(declaration.type)
        else:
            yield type_

    def _named(self, schema: str, name: str, depth: int) -> str:
        declaration = self.index.find("params", schema).declaration
        if not isinstance(declaration, ObjectSchema):
            return self.value(declaration.type, name, depth + 1)
        if depth >= _DEPTH:
            return "{}"
        key = (schema, depth)
        if key not in self._known:
            fields = [
                f"{literal(one.wire_name)}: {self.value(one.type, one.wire_name, depth + 1)}"
                for one in declaration.fields
                if one.required
            ]
            self._known[key] = "{" + ", ".join(fields) + "}"
        return self._known[key]


def _text(name: str) -> str:
    """Text for a name: a phrase for a usual one, ``thread-123`` for ``thread_id``, else the name itself."""
    stem, _, last = name.rpartition("_")
    if last == "file" and stem:
        return "file-123"
    if last in ("id", "ids") and stem:
        return f"{stem.rpartition('_')[2]}-123"
    return _TEXTS.get(name) or _TEXTS.get(last) or name


def _file_name(name: str) -> str:
    return next((file for word, file in _FILES.items() if word in name), "notes.txt")


def _singular(name: str) -> str:
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


def sample_method(resource: Resource) -> tuple[Resource, Method] | None:
    """The method of a resource tree that shows it best: well named, near the top, and nothing that was given up."""
    found = [(owner, method) for owner in _tree(resource) for method in owner.methods]
    return min(found, key=_rank, default=None)


def _rank(found: tuple[Resource, Method]) -> tuple[bool, int, int]:
    owner, method = found
    name = _METHODS.index(method.name) if method.name in _METHODS else len(_METHODS)
    return method.deprecated, name, len(owner.path)


def _tree(resource: Resource) -> list[Resource]:
    return [resource, *(below for child in resource.children for below in _tree(child))]
