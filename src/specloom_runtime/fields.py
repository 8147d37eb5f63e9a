"""Model classes from annotations: a slot for each field, and what decoding knows of it.

They are to attrs what its own classes are (``attrs.fields``, ``attrs.asdict``, ``attrs.evolve``, and what builds on
them), but attrs is not asked to make them: it compiles code for each class, and to load it takes as long as to load
all that a first call decodes into.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar, overload

from .storage import Storage

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: object) -> Callable[[Any], Any]:
        return lambda decorated: decorated


_MISSING: Any = object()
_FIELDS = "_own_fields"
_NO_FIELD = ("ClassVar", "typing.ClassVar")

C = TypeVar("C", bound="type[Storage]")


class FieldInfo:
    """A field of a model class, as decoding and dumping need it.

    Attributes:
        name: In Python.
        wire: In JSON.
        shape: What its value is decoded into; empty to keep the value as it came.
        module: Of the class that declares it, from where its shape is seen.
        annotation: As written.
        required: Whether it has no default.
        default: What it reads as when it is absent.
        read_slot: Gives its value in an object; raises AttributeError when it is absent.
    """

    __slots__ = ("annotation", "default", "module", "name", "read_slot", "required", "shape", "wire")

    name: str
    module: str
    annotation: object
    read_slot: Callable[[object], Any]

    def __init__(self, shape: str, wire: str | None, default: Any) -> None:
        self.shape = shape
        self.wire: Any = wire
        self.required = default is _MISSING
        self.default: Any = None if self.required else default

    def declare(self, name: str, annotation: object, home: type) -> None:
        """Take the field's name and type from the class body that it stands in."""
        self.name, self.annotation, self.module = name, annotation, home.__module__
        self.wire = name if self.wire is None else self.wire

    def read_by(self, descriptor: Any) -> FieldInfo:
        """The same field in a subclass that has a property in its place."""
        made = FieldInfo.__new__(FieldInfo)
        for slot in self.__slots__:
            setattr(made, slot, getattr(self, slot))
        made.read_slot = descriptor.__get__
        return made


@overload
def field(shape: str = "", *, wire: str | None = None) -> Any: ...
@overload
def field(shape: str = "", *, wire: str | None = None, default: Any) -> Any: ...
def field(shape: str = "", *, wire: str | None = None, default: Any = _MISSING) -> Any:
    """Say more about a field of a model than its annotation can at run time.

    Args:
        shape: What its value is decoded into (see ``shapes``); empty to keep the value as it came.
        wire: Its name in JSON, which may be empty, where that differs from its name in Python.
        default: What an absent field reads as; a field without a default is required.
    """
    return FieldInfo(shape, wire, default)


@dataclass_transform(kw_only_default=True, field_specifiers=(field,))
def model(cls: C) -> C:
    """Make a subclass of Model anew from its annotations, with slots, which a class cannot be given later."""
    body = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
    own: dict[str, FieldInfo] = {}
    for name, annotation in cls.__annotations__.items():
        if not str(annotation).startswith(_NO_FIELD):
            stated = body.pop(name, _MISSING)
            info = stated if isinstance(stated, FieldInfo) else FieldInfo("", None, stated)
            info.declare(name, annotation, cls)
            own[name] = info
    there = {slot for base in cls.__mro__[1:] for slot in vars(base).get("__slots__", ())}
    body["__slots__"] = tuple(name for name in own if name not in there)
    body[_FIELDS] = own
    body["__attrs_attrs__"] = _ForAttrs()
    metaclass: Any = type(cls)
    made: Any = metaclass(cls.__name__, cls.__bases__, body)
    for name, info in own.items():
        info.read_slot = getattr(made, name).__get__
    _lead_super_to(made, cls)
    return made  # type: ignore[no-any-return]  # of the class's own kind, whichever that is


def fields_of(cls: type) -> dict[str, FieldInfo]:
    """The fields of a model class and its bases by name, those of the bases first; one that is stated anew is last."""
    found: dict[str, FieldInfo] = {}
    for base in reversed(cls.__mro__):
        for name, info in vars(base).get(_FIELDS, {}).items():
            found.pop(name, None)
            found[name] = info
    for name, info in found.items():
        descriptor: Any = getattr(cls, name)
        if getattr(info.read_slot, "__self__", None) is not descriptor:
            found[name] = info.read_by(descriptor)
    return found


class _ForAttrs:
    """Tells attrs of the fields when it asks, once for each class."""

    def __get__(self, instance: object, owner: type) -> tuple[Any, ...]:
        import attr

        told = {}
        for name, info in fields_of(owner).items():
            metadata = {"shape": info.shape, "wire": info.wire}
            type_: Any = info.annotation
            told[name] = attr.ib(
                metadata=metadata, type=type_, default=attr.NOTHING if info.required else info.default
            )
        like = attr.make_class(owner.__name__, told, init=False, eq=False, repr=False, kw_only=True)
        fields: tuple[Any, ...] = attr.fields(like)
        owner.__attrs_attrs__ = fields  # type: ignore[attr-defined]  # where attrs itself keeps them
        return fields


def _lead_super_to(made: type, before: type) -> None:
    """``super()`` in a method finds its class in a cell of the method, which still holds the class before."""
    for function in _functions(vars(made).values()):
        for cell in function.__closure__ or ():
            if cell.cell_contents is before:
                cell.cell_contents = made


def _functions(values: Any) -> Iterator[Any]:
    for value in values:
        if isinstance(value, property):
            yield from _functions((value.fget, value.fset, value.fdel))
        else:
            function = getattr(value, "__func__", value)
            if hasattr(function, "__closure__"):
                yield function
