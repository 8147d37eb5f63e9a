"""Unions that have a name, such as all items a response can hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Union

from .fit import best_fit
from .shapes import Alternatives, class_decoder, decoder, resolve, union_decoder


class UnionAlias:
    """What a named union is at run time, where its members are not imported until a value needs them.

    It takes part in ``isinstance``, ``Optional[...]``, ``... | None`` and ``list[...]``.

    Attributes:
        tag: Name in JSON of the field that tells the members apart, or empty.
    """

    __slots__ = ("__weakref__", "_alternatives", "_decode", "_decoders", "_module", "_shape", "_variants", "tag")

    __origin__ = Union

    def __init__(self, module: str, shape: str, tag: str, variants: Mapping[str, str]) -> None:
        self.tag = tag
        self._module = module
        self._shape = shape
        self._variants: dict[str, Any] = dict(variants)
        self._alternatives: Alternatives | None = None
        self._decode: Any = None
        self._decoders: dict[str, Any] = {}

    # --- decoding -------------------------------------------------------------------------------------------------

    def decode_value(self, value: Any) -> Any:
        """Decode a value into the member it is; an object of no known kind becomes an UnknownModel."""
        if self._decode is None:
            self._decode = self._decode_tagged if self.tag else self._plain_decoder()
        return self._decode(value)

    def _plain_decoder(self) -> Any:
        return decoder(self._shape, self._module) or (lambda value: value)

    def _decode_tagged(self, value: Any) -> Any:
        if type(value) is dict:
            tag: Any = value.get(self.tag)
            decode = self._decoders.get(tag) if type(tag) is str else None
            if decode is None:
                known = self.variant(value)
                decode = class_decoder(known or self._untagged(value))
                if decode is None:
                    return value
                if known is not None:
                    self._decoders[tag] = decode
            return decode(value)
        if type(value) is list:
            decode = union_decoder(self.alternatives())
            return value if decode is None else decode(value)
        return value

    def variant(self, data: dict[str, Any]) -> Any:
        """The member that the tag of an object names, or None."""
        value = data.get(self.tag)
        if not isinstance(value, str):
            return None
        found = self._variants.get(value)
        if isinstance(found, str):
            found = self._variants[value] = resolve(found, self._module)
        return found

    def _untagged(self, data: dict[str, Any]) -> type:
        """The member for an object whose tag is missing or unknown."""
        from .models import UnknownModel

        if self.tag in data:
            return UnknownModel
        return best_fit(tuple(self.alternatives().classes), data, must_fit=True) or UnknownModel

    def alternatives(self) -> Alternatives:
        """The members, imported."""
        if self._alternatives is None:
            # Kept before it is filled: a union may hold itself.
            self._alternatives = Alternatives()
            self._alternatives.add(self._shape, self._module)
        return self._alternatives

    # --- being a type ---------------------------------------------------------------------------------------------

    @property
    def __args__(self) -> tuple[type, ...]:
        return tuple(self.alternatives().classes)

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, self.__args__)

    def __or__(self, other: Any) -> Any:
        return Union[self, other]  # noqa: UP007 - this is what `|` does

    def __ror__(self, other: Any) -> Any:
        return Union[other, self]  # noqa: UP007

    def __call__(self, *args: object, **kwargs: object) -> Any:
        """Refuse to be called; typing on Python 3.10 takes only callables for types."""
        raise TypeError(f"{self!r} cannot be called: make one of its members")

    def __repr__(self) -> str:
        return f"alias({self._module!r}, {self._shape!r})"


def alias(module: str, shape: str = "", *, tag: str = "", variants: Mapping[str, str] | None = None) -> Any:
    """A named union.

    Args:
        module: ``__name__`` of the module that holds it.
        shape: Its members (see ``shapes``); may be left out where the variants name them all.
        tag: Name in JSON of the field that tells them apart.
        variants: Reference to the member for each value of the tag.
    """
    variants = variants or {}
    return UnionAlias(module, shape or "|".join(dict.fromkeys(variants.values())), tag, variants)
