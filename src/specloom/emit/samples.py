"""Calls that run as pasted: the required arguments of a method, made from their types."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from specloom.emit.names import TypeIndex
from specloom.emit.text import fit, literal
from specloom.plan.types import DictOf, ListOf, Literals, Primitive, Ref, Type, UnionOf
from specloom.plan.values import Method, ObjectSchema, Parameter, Resource

_DEPTH = 6
_PRIMITIVES = {"int": "1", "float": "1.0", "bool": "True", "none": "None", "object": "{}", "bytes": 'b"data"'}


@frozen
class Sampler:
    """Makes sample values; ``given`` holds texts for parameter names that deserve better than a rule."""

    index: TypeIndex
    given: Mapping[str, str]

    def call(self, resource: Resource, method: Method) -> str:
        """``client.pets.retrieve("pet_id")`` with all required arguments, laid out."""
        arguments = [self._argument(parameter) for parameter in method.parameters if parameter.required]
        target = ".".join(("client", *resource.path, method.name))
        return fit("", f"{target}({', '.join(arguments)})", width=88)

    def _argument(self, parameter: Parameter) -> str:
        value = self.value(parameter.type, parameter.wire_name)
        return value if parameter.positional else f"{parameter.py_name}={value}"

    def value(self, type_: Type, name: str, depth: int = 0) -> str:
        """A Python literal of the type; ``name`` helps to choose text."""
        match type_:
            case Primitive("file"):
                return f'("{name}.txt", b"data")'
            case Primitive("str"):
                return literal(self.given.get(name, name))
            case Primitive(primitive):
                return _PRIMITIVES[primitive]
            case Literals(values):
                return literal(values[0])
            case ListOf(item):
                return f"[{self.value(item, name, depth + 1)}]" if depth < _DEPTH else "[]"
            case DictOf(value):
                return f'{{"key": {self.value(value, name, depth + 1)}}}' if depth < _DEPTH else "{}"
            case UnionOf(members):
                return self._member(members, name, depth)
            case Ref(schema):
                return self._named(schema, name, depth)

    def _member(self, members: tuple[Type, ...], name: str, depth: int) -> str:
        """Text is the plainest of alternatives; then whatever comes first and is not null."""
        text, none = Primitive("str"), Primitive("none")
        chosen = text if text in members else next(member for member in members if member != none)
        return self.value(chosen, name, depth)

    def _named(self, schema: str, name: str, depth: int) -> str:
        declaration = self.index.find("params", schema).declaration
        if not isinstance(declaration, ObjectSchema):
            return self.value(declaration.type, name, depth + 1)
        if depth >= _DEPTH:
            return "{}"
        fields = [
            f"{literal(field.wire_name)}: {self.value(field.type, field.wire_name, depth + 1)}"
            for field in declaration.fields
            if field.required
        ]
        return "{" + ", ".join(fields) + "}"


def sample_method(resource: Resource) -> tuple[Resource, Method] | None:
    """The method of a resource tree that shows it best: the first ``create``, else ``list``, else the first of all."""
    found = [(owner, method) for owner in _tree(resource) for method in owner.methods if not method.deprecated]
    found = found or [(owner, method) for owner in _tree(resource) for method in owner.methods]
    for name in ("create", "list"):
        for owner, method in found:
            if method.name == name:
                return owner, method
    return found[0] if found else None


def _tree(resource: Resource) -> list[Resource]:
    return [resource, *(below for child in resource.children for below in _tree(child))]
