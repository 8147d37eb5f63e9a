"""Whether a decoded answer is of the types that the plan annotates it with, down to its leaves."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import Any

from specloom.plan.parsed import ObjectSchema
from specloom.plan.types import DictOf, ListOf, Literals, Primitive, Ref, Type, UnionOf
from specloom.plan.values import Plan, PlannedType

_KINDS: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "bytes": (str,),
    "file": (str,),
    "none": (type(None),),
}


class Annotated:
    """Compares values with planned types."""

    def __init__(self, plan: Plan) -> None:
        self._package = plan.package
        self._model: type[Any] = importlib.import_module(f"{plan.package}._runtime").Model
        self._codec = importlib.import_module(f"{plan.package}._runtime.codecs").codec
        self._models = {name: one for one in plan.types if one.direction == "model" for name in one.schemas}

    def mistakes(self, value: Any, type_: Type, place: str = "") -> list[str]:
        """Where a value is not what its type says."""
        match type_:
            case Ref(schema):
                return self._of_schema(value, self._models[schema], place)
            case ListOf(item):
                if not isinstance(value, list):
                    return [f"{place}: {value!r} is no list"]
                return [
                    found for index, one in enumerate(value) for found in self.mistakes(one, item, f"{place}[{index}]")
                ]
            case DictOf(inner):
                if not isinstance(value, dict):
                    return [f"{place}: {value!r} is no dict"]
                return [
                    found for key, one in value.items() for found in self.mistakes(one, inner, f"{place}[{key!r}]")
                ]
            case UnionOf(members):
                return self._of_union(value, members, place)
            case Literals(values):
                return [] if value in values else [f"{place}: {value!r} is none of {values}"]
            case Primitive("object"):
                return [f"{place}: {value!r} was decoded"] if isinstance(value, self._model) else []
            case Primitive(name):
                return [] if isinstance(value, _KINDS[name]) else [f"{place}: {value!r} is no {name}"]

    def _of_union(self, value: Any, members: tuple[Type, ...], place: str) -> list[str]:
        found = [self.mistakes(value, member, place) for member in members]
        return min(found, key=len)

    def _of_schema(self, value: Any, planned: PlannedType, place: str) -> list[str]:
        declaration = planned.declaration
        if not isinstance(declaration, ObjectSchema):
            return self.mistakes(value, declaration.type, place)
        wanted = self._class(planned)
        # No generated class derives from another; a class of the layer may, and stands in for it then.
        if not isinstance(value, wanted) or not isinstance(value, self._model):
            return [f"{place}: {type(value).__name__} and not {wanted.__name__}"]
        return [found for name, inner in self._fields(value, declaration) for found in inner]

    def _fields(self, value: Any, declaration: ObjectSchema) -> Iterator[tuple[str, list[str]]]:
        infos = self._codec(type(value)).wires
        present = value.model_fields_set
        for field in declaration.fields:
            info = infos[field.wire_name]
            if info.name in present:
                yield (
                    info.name,
                    self.mistakes(getattr(value, info.name), field.type, f"{type(value).__name__}.{info.name}"),
                )

    def _class(self, planned: PlannedType) -> type:
        place = planned.place
        module = importlib.import_module(".".join((self._package, "types", *place.package, place.module)))
        found: type = getattr(module, place.name)
        return found
