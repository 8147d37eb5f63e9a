"""Kinds of JSON data that a schema can tell of, but no strict one."""

from __future__ import annotations

from typing import Any

from .json_kinds import Definitions, Kind, MismatchError, Schema


class Anything:
    """What nothing is known of."""

    def schema(self, definitions: Definitions) -> Schema:
        return {}

    def decode(self, data: Any, place: str) -> Any:
        return data


class Entries:
    """A dict whose keys nobody knows before."""

    def __init__(self, value: Kind) -> None:
        self._value = value

    def schema(self, definitions: Definitions) -> Schema:
        return {"type": "object", "additionalProperties": self._value.schema(definitions)}

    def decode(self, data: Any, place: str) -> Any:
        if not isinstance(data, dict):
            raise MismatchError(place, "an object", data)
        return {key: self._value.decode(value, f"{place}.{key}") for key, value in data.items()}
