"""What every model is, for modules that come before models: a class is decoded by its fields, a field by its class."""

from __future__ import annotations

from typing import TYPE_CHECKING


class Storage:
    """Where a model keeps what is not a field of its class: unknown fields, and the id of the request."""

    __slots__ = ("__weakref__", "_extra", "_request_id")

    if TYPE_CHECKING:
        from typing import Any

        @classmethod
        def _own_codec(cls) -> Any:
            """The ``codecs.Codec`` of the class; every Storage is a Model, which has it."""

        def to_dict(self, *, mode: Any = ...) -> dict[str, Any]: ...
