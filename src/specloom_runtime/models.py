"""The base of all classes that answers are decoded into.

A model has a slot for each field (see ``fields``). Decoding walks the items of the data with a table per class and
never raises: what does not fit is kept as it came, unknown fields are kept aside, absent fields leave their slot empty
and read as None (or their default). ``to_dict`` gives back exactly what came in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from .codecs import Codec, codec
from .dump import dump, dump_json, present_fields, public_items
from .storage import Storage

if TYPE_CHECKING:
    from typing_extensions import Self

DumpMode = Literal["python", "json"]


class Model(Storage):
    """An object of an API. Fields are attributes; fields that this package does not know are attributes as well."""

    __slots__ = ()

    if TYPE_CHECKING:
        _extra: dict[str, Any] | None
        _request_id: str | None
        """The ``x-request-id`` header of the answer, on the object that a method returned."""

    @classmethod
    def _own_codec(cls) -> Codec:
        return codec(cls)

    def __init__(self, /, **values: Any) -> None:
        """Make an object from its fields, by their names in Python or in JSON; unknown ones are kept."""
        codec(type(self)).fill(self, values)

    # --- reading --------------------------------------------------------------------------------------------------

    if not TYPE_CHECKING:  # else a type checker would take every misspelt field for a field

        def __getattr__(self, name: str) -> Any:
            """An absent field reads as its default; an unknown field reads as what came."""
            if name == "_extra" or name == "_request_id":
                return None
            known = codec(type(self)).fields.get(name)
            if known is not None:
                return known.default
            extra = self._extra
            if extra is not None and name in extra:
                return extra[name]
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __dir__(self) -> Iterable[str]:
        return sorted({*super().__dir__(), *codec(type(self)).fields, *map(str, self._extra or ())})

    @property
    def model_fields_set(self) -> set[str]:
        """Names, in Python, of the fields that are present; unknown ones as they came."""
        return {name for name, _ in public_items(self)}

    @property
    def model_extra(self) -> dict[str, Any]:
        """The fields that this package does not know."""
        return dict(self._extra or {})

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={value!r}" for name, value in public_items(self))
        return f"{type(self).__name__}({inside})"

    def __eq__(self, other: object) -> bool:
        """Whether both are of one class and read the same; an absent field equals its default."""
        if type(self) is not type(other):
            return NotImplemented
        assert isinstance(other, Model)
        if (self._extra or {}) != (other._extra or {}):
            return False
        return all(getattr(self, name) == getattr(other, name) for name in codec(type(self)).fields)

    # --- making ---------------------------------------------------------------------------------------------------

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Decode JSON data. Nothing is checked: what does not fit is kept as it came.

        Raises:
            TypeError: If ``data`` is not a mapping.
            RecursionError: If there is no room left on the stack to decode at all.
        """
        if not isinstance(data, Mapping):
            raise TypeError(f"{cls.__name__} is made from a mapping, not from {type(data).__name__}")
        made = codec(cls).decode(data if type(data) is dict else dict(data))
        if not isinstance(made, cls):
            raise RecursionError(f"no room left on the stack to decode a {cls.__name__}")
        return made

    @classmethod
    def construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:
        """Make an object from fields without checking them."""
        return cls.from_dict(values)

    @classmethod
    def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:
        """Make an object from fields without checking them."""
        return cls.from_dict(values)

    @classmethod
    def model_validate(cls, data: Mapping[str, Any]) -> Self:
        """Decode JSON data that has to be just as this class says; unknown fields are allowed.

        Raises:
            InvalidDataError: Names all places where it is not.
        """
        from .checks import problems
        from .errors import InvalidDataError

        try:
            found = tuple(problems(cls, dict(data) if isinstance(data, Mapping) else data))
        except RecursionError:
            found = ("the data is nested too deeply to be checked",)
        if found:
            raise InvalidDataError(cls.__name__, found)
        return cls.from_dict(data)

    # --- writing --------------------------------------------------------------------------------------------------

    def to_dict(
        self,
        *,
        mode: DumpMode = "python",
        use_api_names: bool = True,
        exclude_unset: bool = True,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        warnings: bool = True,
    ) -> dict[str, Any]:
        """The object as plain data, just as it came.

        Args:
            mode: ``json`` turns values that JSON does not have (datetime, Enum, Path) into those it has.
            use_api_names: Names as in JSON; otherwise as in Python.
            exclude_unset: Leave out absent fields.
            exclude_defaults: Leave out fields that equal their default.
            exclude_none: Leave out fields that are None.
            warnings: Taken for compatibility; nothing here warns.
        """
        return dump(
            self,
            json_only=mode == "json",
            by_wire=use_api_names,
            exclude_unset=exclude_unset,
            exclude_defaults=exclude_defaults,
            exclude_none=exclude_none,
        )

    def to_json(
        self,
        *,
        indent: int | None = 2,
        use_api_names: bool = True,
        exclude_unset: bool = True,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        warnings: bool = True,
    ) -> str:
        """The object as JSON text; arguments as for ``to_dict``."""
        data = self.to_dict(
            mode="json",
            use_api_names=use_api_names,
            exclude_unset=exclude_unset,
            exclude_defaults=exclude_defaults,
            exclude_none=exclude_none,
        )
        return dump_json(data, indent)

    def model_dump(
        self,
        *,
        mode: DumpMode = "python",
        include: Iterable[str] | None = None,
        exclude: Iterable[str] | None = None,
        by_alias: bool | None = None,
        exclude_unset: bool = False,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        warnings: bool = True,
    ) -> dict[str, Any]:
        """The object as plain data with names as in Python, absent fields included (pydantic's spelling).

        Args:
            mode: As for ``to_dict``.
            include: Keep only these fields of the object itself.
            exclude: Leave out these fields of the object itself.
            by_alias: Names as in JSON; otherwise as in Python.
            exclude_unset: Leave out absent fields.
            exclude_defaults: Leave out fields that equal their default.
            exclude_none: Leave out fields that are None.
            warnings: Taken for compatibility; nothing here warns.
        """
        data = self.to_dict(
            mode=mode,
            use_api_names=bool(by_alias),
            exclude_unset=exclude_unset,
            exclude_defaults=exclude_defaults,
            exclude_none=exclude_none,
        )
        kept = data.keys() if include is None else set(include)
        dropped = () if exclude is None else set(exclude)
        return {name: value for name, value in data.items() if name in kept and name not in dropped}

    def model_dump_json(
        self,
        *,
        indent: int | None = None,
        include: Iterable[str] | None = None,
        exclude: Iterable[str] | None = None,
        by_alias: bool | None = None,
        exclude_unset: bool = False,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        warnings: bool = True,
    ) -> str:
        """The object as JSON text; arguments as for ``model_dump``."""
        data = self.model_dump(
            mode="json",
            include=include,
            exclude=exclude,
            by_alias=by_alias,
            exclude_unset=exclude_unset,
            exclude_defaults=exclude_defaults,
            exclude_none=exclude_none,
        )
        return dump_json(data, indent)

    # --- copying --------------------------------------------------------------------------------------------------

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, with some fields replaced."""
        import copy

        twin = copy.deepcopy(self) if deep else copy.copy(self)
        if update:
            codec(type(self)).fill(twin, update)
        return twin

    def __reduce__(self) -> tuple[Any, ...]:
        present = {info.name: value for info, value in present_fields(self)}
        return _blank, (type(self),), (present, self._extra, self._request_id)

    def __setstate__(self, state: tuple[dict[str, Any], dict[str, Any] | None, str | None]) -> None:
        present, extra, request_id = state
        for name, value in present.items():
            setattr(self, name, value)
        if extra is not None:
            self._extra = dict(extra)
        if request_id is not None:
            self._request_id = request_id


def _blank(cls: type[Model]) -> Model:
    return cls.__new__(cls)


class UnknownModel(Model):
    """An object of a kind that this package does not know; its fields are attributes all the same."""

    __slots__ = ()

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...
