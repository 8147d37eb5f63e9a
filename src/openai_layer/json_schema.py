"""From a Python type to what it is in JSON: classes with fields, unions, lists, constants and plain types."""

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
import types
from collections.abc import Collection, Iterable, Iterator, Mapping, MutableMapping, MutableSequence, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from .json_kinds import PLAIN, AnyOf, Definitions, Described, Items, Kind, Object, OneOf, Property, Schema
from .loose_kinds import Anything, Entries
from .strict_schema import strict

_LISTS: dict[Any, Any] = {
    list: list,
    set: set,
    frozenset: frozenset,
    Collection: list,
    Iterable: list,
    MutableSequence: list,
    Sequence: list,
    AbstractSet: set,
}
_DICTS = (dict, Mapping, MutableMapping)
_NOT_IN_A_NAME = re.compile(r"[^a-zA-Z0-9_-]+")


def kind_of(type_: Any) -> Kind:
    """What a type is in JSON.

    Raises:
        TypeError: If it has no strict schema; names the type and the place.
    """
    return _Reader().kind(type_, _name(type_))


def argument_kinds(types: Mapping[str, Any], owner: str) -> dict[str, Kind]:
    """What the arguments of a function are in JSON, where dicts and Any have their place too.

    Args:
        types: By the names of the arguments.
        owner: The function, for messages.

    Raises:
        TypeError: If one has no JSON schema.
    """
    reader = _Reader(loose=True)
    return {name: reader.kind(type_, f"{owner}: {name}") for name, type_ in types.items()}


def is_model(type_: object) -> bool:
    """Whether a type is a pydantic model class, which brings a schema of its own."""
    return isinstance(type_, type) and hasattr(type_, "model_json_schema") and hasattr(type_, "model_validate_json")


def note_text(notes: Iterable[object]) -> str:
    """The description among the notes of an Annotated type: a text, or pydantic's ``Field(description=...)``."""
    texts = (note if isinstance(note, str) else getattr(note, "description", None) for note in notes)
    return next((text for text in texts if isinstance(text, str) and text), "")


def type_name(type_: object) -> str:
    """A name for a type that APIs take: letters, digits, dashes and underscores, 64 at most."""
    return _NOT_IN_A_NAME.sub("_", _name(type_)).strip("_")[:64] or "answer"


class _Reader:
    """Reads types; a class that was met before is the same object again, so that one may hold itself.

    Loose is one that takes types which have a schema, but no strict one.
    """

    def __init__(self, *, loose: bool = False) -> None:
        self._loose = loose
        self._classes: dict[Any, Object] = {}
        self._names: dict[str, Any] = {}

    def kind(self, type_: Any, place: str) -> Kind:
        plain = PLAIN.get(type_) if isinstance(type_, type) or type_ is None else None
        if plain is not None:
            return plain
        if type_ is None:
            return PLAIN[type(None)]
        origin = get_origin(type_)
        if origin is not None:
            return self._generic(type_, origin, place)
        if self._loose and (type_ is Any or type_ is object):
            return Anything()
        if self._loose and (type_ in _DICTS or type_ in _LISTS):
            return Entries(Anything()) if type_ in _DICTS else Items(Anything(), _LISTS[type_])
        if isinstance(type_, type):
            return self._class(type_, place)
        if hasattr(type_, "__supertype__"):
            return self.kind(type_.__supertype__, place)
        if hasattr(type_, "__value__"):
            return self.kind(type_.__value__, place)
        raise TypeError(f"{place}: {type_!r} has no strict JSON schema")

    def _generic(self, type_: Any, origin: Any, place: str) -> Kind:
        arguments = get_args(type_)
        if origin is Annotated:
            text = note_text(arguments[1:])
            inner = self.kind(arguments[0], place)
            return Described(inner, text) if text else inner
        if origin is Literal:
            return OneOf({value.value if isinstance(value, Enum) else value: value for value in arguments})
        if origin is Union or origin is types.UnionType:
            return AnyOf(tuple(self.kind(member, place) for member in arguments))
        if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
            return Items(self.kind(arguments[0], f"{place}[]"), tuple)
        if origin in _LISTS:
            return Items(self.kind(arguments[0], f"{place}[]"), _LISTS[origin])
        if self._loose and origin in _DICTS and arguments[0] is str:
            return Entries(self.kind(arguments[1], f"{place}[]"))
        raise TypeError(f"{place}: {type_!r} has no strict JSON schema{_hint(origin)}")

    def _class(self, cls: type, place: str) -> Kind:
        if issubclass(cls, Enum):
            return OneOf({member.value: member for member in cls}, _doc(cls))
        if is_model(cls):
            return _Model(cls)
        if cls in self._classes:
            return self._classes[cls]
        fields = _fields_of(cls)
        if fields is None:
            raise TypeError(f"{place}: {cls.__name__} has no strict JSON schema{_hint(cls)}")
        found = self._classes[cls] = Object(self._free_name(cls), cls, _doc(cls))
        found.properties = tuple(self._property(one, place) for one in fields)
        return found

    def _property(self, found: _Field, place: str) -> Property:
        kind = self.kind(found.type, f"{place}.{found.name}")
        if found.description:
            kind = Described(kind, found.description)
        return Property(found.name, kind, optional=found.optional)

    def _free_name(self, cls: type) -> str:
        name, number = type_name(cls), 2
        while self._names.setdefault(name, cls) is not cls:
            name, number = f"{type_name(cls)}_{number}", number + 1
        return name


class _Model:
    """A pydantic model within another class; pydantic says what it is in JSON."""

    def __init__(self, cls: Any) -> None:
        self._cls = cls

    def schema(self, definitions: Definitions) -> Schema:
        whole = strict(self._cls.model_json_schema())
        parts = whole.pop("$defs", {})
        name = type_name(self._cls)
        for part, found in {**parts, name: whole}.items():
            if definitions.setdefault(part, found) != found:
                raise TypeError(f"{name}: two different classes are called {part}")
        return {"$ref": f"#/$defs/{name}"}

    def decode(self, data: Any, place: str) -> Any:
        return self._cls.model_validate(data)


@dataclasses.dataclass(frozen=True)
class _Field:
    """A field of a class: its name as an argument, its type, and whether the class can do without it."""

    name: str
    type: Any
    optional: bool
    description: str = ""


def _fields_of(cls: type) -> list[_Field] | None:
    """The fields of a dataclass, attrs class, TypedDict or NamedTuple; None for any other class."""
    if dataclasses.is_dataclass(cls):
        return list(_of_dataclass(cls))
    if hasattr(cls, "__attrs_attrs__"):
        return list(_of_attrs(cls))
    if hasattr(cls, "__total__") and issubclass(cls, dict):
        return list(_of_typed_dict(cls))
    defaults = getattr(cls, "_field_defaults", None)
    if issubclass(cls, tuple) and isinstance(defaults, dict):
        return [_Field(name, type_, name in defaults) for name, type_ in _hints(cls).items()]
    return None


def _of_dataclass(cls: type) -> Iterator[_Field]:
    hints = _hints(cls)
    for one in dataclasses.fields(cls):
        if one.init:
            required = one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
            yield _Field(one.name, hints[one.name], not required, str(one.metadata.get("description", "")))


def _of_attrs(cls: type) -> Iterator[_Field]:
    import attr

    hints = _hints(cls)
    for one in attr.fields(cls):
        if one.init:
            name = getattr(one, "alias", None) or one.name.lstrip("_")
            optional = one.default is not attr.NOTHING
            yield _Field(name, hints.get(one.name, one.type), optional, str(one.metadata.get("description", "")))


def _of_typed_dict(cls: Any) -> Iterator[_Field]:
    for name, type_ in _hints(cls).items():
        required = name in cls.__required_keys__
        origin = get_origin(type_)
        # Where annotations are text the class could not know what they say about being required.
        if getattr(origin, "__name__", "") or getattr(origin, "_name", ""):
            word = getattr(origin, "_name", "") or getattr(origin, "__name__", "")
            if word in ("Required", "NotRequired"):
                required = word == "Required"
                (type_,) = get_args(type_)
        yield _Field(name, type_, not required)


def _hints(cls: type) -> dict[str, Any]:
    try:
        return get_type_hints(cls, include_extras=True)
    except NameError as error:
        raise TypeError(f"{cls.__name__}: an annotation names {error.name!r}, which is not there") from error


def _name(type_: Any) -> str:
    origin = get_origin(type_)
    if origin is Annotated:
        return _name(get_args(type_)[0])
    if origin is not None:
        inner = [_name(argument) for argument in get_args(type_) if isinstance(argument, type) or get_origin(argument)]
        return "_".join([getattr(origin, "__name__", None) or "union", *inner])
    return getattr(type_, "__name__", None) or str(type_)


def _doc(cls: type) -> str:
    """What the author wrote about a class, and not what Python wrote or a base class says."""
    text = cls.__dict__.get("__doc__")
    if not isinstance(text, str) or text.startswith(f"{cls.__name__}("):
        return ""
    if issubclass(cls, Enum) and sys.version_info < (3, 11) and text == "An enumeration.":
        return ""
    return inspect.cleandoc(text)


def _hint(cls: Any) -> str:
    if cls is dict or getattr(cls, "__name__", "") in ("Mapping", "MutableMapping"):
        return ": its properties must be known (use a list of pairs, or a class)"
    if cls is tuple:
        return ": items of a list are of one type (use tuple[X, ...], or a class)"
    if cls in (list, set, frozenset):
        return ": say what its items are"
    return ""
