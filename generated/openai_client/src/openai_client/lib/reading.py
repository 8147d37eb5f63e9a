"""Models that carry something that was read from their text, beside their fields.

What was read is no part of the data: it is neither sent back nor dumped, but compared, copied and pickled with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from .._runtime.dump import present_fields
from .._runtime.models import Model

M = TypeVar("M", bound=Model)


class WithReading(Model):
    """To be derived from together with a model; the class needs a slot ``_reading``."""

    __slots__ = ()

    _reading_name: ClassVar[str] = "parsed"

    if TYPE_CHECKING:
        _reading: Any

    @property
    def _read(self) -> Any:
        try:
            return object.__getattribute__(self, "_reading")
        except AttributeError:  # made without being parsed
            return None

    def __repr__(self) -> str:
        fields = super().__repr__().removesuffix(")")
        comma = "" if fields.endswith("(") else ", "
        return f"{fields}{comma}{self._reading_name}={self._read!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, WithReading):
            return NotImplemented
        return super().__eq__(other) is True and bool(self._read == other._read)

    def __reduce__(self) -> tuple[Any, ...]:
        make, arguments, state = super().__reduce__()
        return make, arguments, (state, self._read)

    def __setstate__(self, state: Any) -> None:
        fields, self._reading = state
        super().__setstate__(fields)


def recast(cls: type[M], source: Model, **changes: Any) -> M:
    """The fields of a model in an instance of a class derived from its class, some of them replaced."""
    made = cls.__new__(cls)
    for info, value in present_fields(source):
        setattr(made, info.name, value)
    for name in ("_extra", "_request_id"):
        kept = getattr(source, name)
        if kept is not None:
            setattr(made, name, kept)
    for name, value in changes.items():
        setattr(made, name, value)
    return made
