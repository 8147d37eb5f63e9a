"""The small language that says what a value is decoded into.

::

    shape = Name                        a class or union of the same module
          | relative.module:Name        ... of another one, relative as in an import statement
          | [shape]                     a list
          | {shape}                     a map with text keys; {} where its values are kept as they came
          | shape|shape                 a union, told apart by the kind of JSON value

Shapes are text because a class cannot name a class whose module is not imported yet. Names are looked up at first
use. A value that does not fit its shape is kept as it came.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeAlias

from .fit import best_fit
from .storage import Storage

Decode: TypeAlias = Callable[[Any], Any]


class NamedUnion(Protocol):
    """A named union (see ``unions``), its members told apart by a tag where it is not empty."""

    tag: str

    def variant(self, data: dict[str, Any]) -> type | None: ...

    def alternatives(self) -> Alternatives: ...


class Alternatives:
    """What the members of a union are, sorted by the kind of JSON value.

    Attributes:
        classes: Model classes, for objects; each once, in order of mention.
        tagged: Unions that tell objects apart by a tag, for objects.
        maps: Shapes of values, for objects.
        items: Shapes of items, for arrays.
    """

    __slots__ = ("classes", "items", "maps", "tagged")

    def __init__(self) -> None:
        self.classes: dict[type, None] = {}
        self.tagged: list[NamedUnion] = []
        self.maps: list[tuple[str, str]] = []
        self.items: list[tuple[str, str]] = []

    def add(self, shape: str, module: str) -> None:
        """Add the members that a shape names."""
        for part in _split(shape):
            if part[0] == "[":
                self.items.append((_inner(part), module))
            elif part[0] == "{":
                self.maps.append((_inner(part), module))
            else:
                self._add_target(resolve(part, module))

    def _add_target(self, target: Any) -> None:
        if _is_model(target):
            self.classes[target] = None
        elif hasattr(target, "alternatives"):
            self._add_union(target)

    def _add_union(self, union: Any) -> None:
        inner: Alternatives = union.alternatives()
        if union.tag:
            self.tagged.append(union)
        self.classes.update(inner.classes)
        self.tagged.extend(inner.tagged)
        self.maps.extend(inner.maps)
        self.items.extend(inner.items)


def resolve(reference: str, module: str) -> Any:
    """The object that a reference names, seen from a module.

    Raises:
        ImportError: If there is no such module or name (the package is damaged).
    """
    place, colon, name = reference.rpartition(":")
    if not colon:
        found = sys.modules.get(module) or importlib.import_module(module)
    elif place.startswith("."):
        found = importlib.import_module(place, _package_of(module))
    else:
        found = importlib.import_module(place)
    try:
        return getattr(found, name)
    except AttributeError:
        raise ImportError(f"{found.__name__} has no {name}, which {module} refers to") from None


def references(shape: str) -> Iterator[str]:
    """The references in a shape, in order of mention."""
    for part in _split(shape):
        if part[0] in "[{":
            yield from references(_inner(part))
        else:
            yield part


def decoder(shape: str, module: str) -> Decode | None:
    """The function that decodes a value of a shape, or None where a value is kept as it came."""
    parts = _split(shape)
    if len(parts) != 1:
        members = Alternatives()
        members.add(shape, module)
        return union_decoder(members)
    if shape[0] == "[":
        return _list_decoder(decoder(_inner(shape), module))
    if shape[0] == "{":
        return _map_decoder(decoder(_inner(shape), module))
    return class_decoder(resolve(shape, module))


def class_decoder(target: Any) -> Decode | None:
    """The function that decodes into a model class or a named union; None for anything else."""
    decode: Decode | None = target._own_codec().decode if _is_model(target) else getattr(target, "decode_value", None)
    return decode


def _is_model(target: object) -> bool:
    return isinstance(target, type) and issubclass(target, Storage)


def union_decoder(members: Alternatives) -> Decode | None:
    """The function that decodes any member of a union, chosen by what the value looks like."""
    from_list = _list_decoder(_any_of(members.items))
    from_dict = _object_decoder(members)
    if from_list is None and from_dict is None:
        return None

    def decode(value: Any) -> Any:
        kind = type(value)
        if kind is dict:
            return value if from_dict is None else from_dict(value)
        if kind is list:
            return value if from_list is None else from_list(value)
        return value

    return decode


def _object_decoder(members: Alternatives) -> Decode | None:
    classes = tuple(members.classes)
    from_map = _map_decoder(_any_of(members.maps))
    if not classes:
        return from_map
    if len(classes) == 1 and not members.maps:
        return class_decoder(classes[0])
    decoders: dict[type, Decode | None] = {}

    def decode(value: dict[str, Any]) -> Any:
        for union in members.tagged:
            chosen = union.variant(value)
            if chosen is not None:
                break
        else:
            chosen = best_fit(classes, value, must_fit=bool(members.maps))
        if chosen is None:
            return value if from_map is None else from_map(value)
        if chosen not in decoders:
            decoders[chosen] = class_decoder(chosen)
        found = decoders[chosen]
        return value if found is None else found(value)

    return decode


def _any_of(shapes: list[tuple[str, str]]) -> Decode | None:
    if not shapes:
        return None
    if len(shapes) == 1:
        return decoder(*shapes[0])
    members = Alternatives()
    for shape, module in shapes:
        members.add(shape, module)
    return union_decoder(members)


def _list_decoder(item: Decode | None) -> Decode | None:
    if item is None:
        return None

    def decode(value: Any) -> Any:
        return [item(each) for each in value] if type(value) is list else value

    return decode


def _map_decoder(item: Decode | None) -> Decode | None:
    if item is None:
        return None

    def decode(value: Any) -> Any:
        return {key: item(each) for key, each in value.items()} if type(value) is dict else value

    return decode


def _package_of(module: str) -> str:
    found = sys.modules.get(module)
    package: str | None = getattr(found, "__package__", None)
    return module.rpartition(".")[0] if package is None else package


def _inner(bracketed: str) -> str:
    return bracketed[1:-1]


def _split(shape: str) -> list[str]:
    """The members of a union: split at bars outside of brackets."""
    return list(_parts(shape))


def _parts(shape: str) -> Iterator[str]:
    depth = start = 0
    for position, character in enumerate(shape):
        if character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
        elif character == "|" and depth == 0:
            yield shape[start:position]
            start = position + 1
    if start < len(shape):
        yield shape[start:]
