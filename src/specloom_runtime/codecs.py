"""How one class is decoded: a table per class, built when the class is first used.

The type of a field is looked up when the first value for it comes, so a program imports the models that occur in its
answers and no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .fields import FieldInfo, fields_of
from .shapes import Decode, decoder
from .storage import Storage

_CODEC = "_codec"


class Codec:
    """The fields of a class and the function that decodes it.

    Attributes:
        fields: By name in Python, in order of declaration.
        wires: By name in JSON.
        decode: From a dict to an instance; anything else is handed back as it is.
    """

    __slots__ = ("_cls", "_table", "decode", "fields", "wires")

    def __init__(self, cls: type[Storage]) -> None:
        self._cls = cls
        self.fields = fields_of(cls)
        self.wires = {info.wire: info for info in self.fields.values()}
        self._table: dict[str, tuple[str, Decode | None]] = {}
        for wire, info in self.wires.items():
            self._table[wire] = (info.name, self._decode_later(info) if info.shape else None)
        self.decode = _decode_by(cls, self._table)

    def _decode_later(self, info: FieldInfo) -> Decode:
        """Finds the decoder of a field when its first value comes, and puts it into the table."""

        def decode_first(value: Any) -> Any:
            if type(value) is not dict and type(value) is not list:
                return value
            found = decoder(info.shape, info.module)
            self._table[info.wire] = (info.name, found)
            return value if found is None else found(value)

        return decode_first

    def fill(self, instance: Any, values: Mapping[str, Any]) -> None:
        """Set fields by their names in Python or in JSON; keep unknown ones."""
        extra = dict(instance._extra or {})
        for name, value in values.items():
            info = self.fields.get(name) or self.wires.get(name)
            if info is None:
                extra[name] = value
            else:
                decode = self._table[info.wire][1]
                setattr(instance, info.name, value if decode is None else decode(value))
        if extra:
            instance._extra = extra


def codec(cls: type[Storage]) -> Codec:
    """The codec of a model class."""
    known: Codec | None = cls.__dict__.get(_CODEC)
    if known is None:
        known = Codec(cls)
        # Two threads may both get here: either codec is right, and the last one stays.
        setattr(cls, _CODEC, known)
    return known


def _decode_by(cls: type[Storage], table: dict[str, tuple[str, Decode | None]]) -> Decode:
    new = cls.__new__
    find = table.get

    def decode(data: Any) -> Any:
        if type(data) is not dict:
            return data
        made = new(cls)
        extra = None
        try:
            for wire, value in data.items():
                entry = find(wire)
                if entry is None:
                    if extra is None:
                        extra = {}
                    extra[wire] = value
                else:
                    name, decode_value = entry
                    setattr(made, name, value if decode_value is None else decode_value(value))
        except RecursionError:
            # Deeper than the stack: what lies below stays plain data, which nothing here has to walk recursively.
            return data
        if extra is not None:
            made._extra = extra  # type: ignore[attr-defined]  # declared as a slot above
        return made

    return decode
