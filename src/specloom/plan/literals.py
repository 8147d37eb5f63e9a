"""Enums that stand inline in the document get their names from us; in Python they are written where they are used."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import overload

from attrs import evolve, frozen
from typing_extensions import assert_never

from specloom.plan.parsed import AliasSchema, Declaration, ObjectSchema
from specloom.plan.types import DictOf, ListOf, Literals, Primitive, Ref, Type, UnionOf, union
from specloom.plan.values import Method


@frozen
class InlineLiterals:
    """Puts the constants themselves in the place of references to hoisted enums.

    Attributes:
        by_schema: The constants of every schema that is to vanish.
    """

    by_schema: Mapping[str, Literals]

    @classmethod
    def of(cls, hoisted: Collection[str], *declarations: Mapping[str, Declaration]) -> InlineLiterals:
        """Those of the hoisted schemas that are lists of constants."""
        return cls(
            {
                name: found.type
                for known in declarations
                for name, found in known.items()
                if name in hoisted and isinstance(found, AliasSchema) and isinstance(found.type, Literals)
            }
        )

    @overload
    def type_(self, type_: Type) -> Type: ...

    @overload
    def type_(self, type_: None) -> None: ...

    def type_(self, type_: Type | None) -> Type | None:
        """The type without references to hoisted enums."""
        match type_:
            case None | Primitive() | Literals():
                return type_
            case Ref(schema):
                return self.by_schema.get(schema, type_)
            case ListOf(item):
                return ListOf(self.type_(item))
            case DictOf(value):
                return DictOf(self.type_(value))
            case UnionOf(members):
                return union(tuple(self.type_(member) for member in members))
        assert_never(type_)

    def declarations(self, known: Mapping[str, Declaration]) -> dict[str, Declaration]:
        """The declarations that stay, without references to those that go."""
        return {name: self._declaration(found) for name, found in known.items() if name not in self.by_schema}

    def _declaration(self, found: Declaration) -> Declaration:
        if isinstance(found, ObjectSchema):
            fields = tuple(evolve(field, type=self.type_(field.type)) for field in found.fields)
            return evolve(found, fields=fields, extra=self.type_(found.extra))
        return evolve(found, type=self.type_(found.type))

    def method(self, method: Method) -> Method:
        """The method without references to hoisted enums."""
        stream, page = method.stream, method.page
        return evolve(
            method,
            parameters=tuple(evolve(found, type=self.type_(found.type)) for found in method.parameters),
            response=evolve(method.response, type=self.type_(method.response.type)),
            stream=evolve(stream, event=self.type_(stream.event)) if stream else None,
            page=evolve(page, item=self.type_(page.item)) if page else None,
        )
