"""The document as the engines get to see it: structure alone, under names that neither of them can trip over.

Engines make Python names from wire names, and refuse or rename what collides; they read annotations we have no use
for; and they dissolve a named union into every place that mentions it. So they see a *view*: components are
called ``S0``, ``S1``..., properties ``f0``, ``f1``..., a component that is not an object is an empty object ``S7``
to those who mention it, and its own type stands as the one property of a second object, ``A7``. What comes back
is put under the document's own names by ``declare``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from specloom.engines.reach import REF_PREFIX, Json, ref_name

EXTRA = "extra"
VALUE = "value"

View = dict[str, Any]

_TOKEN = re.compile(r"(?<![A-Za-z0-9_])([SA])(\d+)(?![A-Za-z0-9_])")


class Names:
    """The tokens by which the engines know the components of one view."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)
        self._index = {name: index for index, name in enumerate(self._names)}

    def marker(self, name: str) -> str:
        """What others see in place of the component: ``S7``."""
        return f"S{self._index[name]}"

    def holder(self, name: str) -> str:
        """The object that holds the type of an alias: ``A7``."""
        return f"A{self._index[name]}"

    def owner(self, name: str, schema: Json) -> str:
        """The object of the view whose properties say what the component is."""
        return self.marker(name) if is_object(schema) else self.holder(name)

    def __contains__(self, name: str) -> bool:
        return name in self._index

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def component(self, token: str) -> str | None:
        """The component that a token stands for, or None where it is no token of this view."""
        found = _TOKEN.fullmatch(token)
        return self._names[int(found[2])] if found and int(found[2]) < len(self._names) else None

    def readable(self, message: str) -> str:
        """A message of an engine with the document's names in place of the tokens."""
        return _TOKEN.sub(lambda found: self.component(found[0]) or found[0], message)

    def first(self, message: str) -> str | None:
        """The first component that a message of an engine speaks of."""
        return next((name for found in _TOKEN.finditer(message) if (name := self.component(found[0]))), None)


class Viewer:
    """Makes views of schemas under one table of names."""

    def __init__(self, names: Names, *, leave_out: Callable[[Json], bool] = lambda _: False) -> None:
        """Say which names to use, and which properties of objects to leave out."""
        self._names = names
        self._leave_out = leave_out
        self._inline = 0
        self._enums: dict[str, list[str | int]] = {}

    def components(self, schemas: Mapping[str, Json]) -> dict[str, View]:
        """All that an engine gets to see: the given components of the document, and the bare names of all others."""
        views: dict[str, View] = {}
        for name, schema in schemas.items():
            views.update(self._component(name, schema))
        for name in self._names:
            views.setdefault(self._names.marker(name), {"type": "object"})
        return views

    def _component(self, name: str, schema: Json) -> dict[str, View]:
        """The one or two components that show a component of the document."""
        marker = self._names.marker(name)
        if not is_object(schema):
            return {marker: {"type": "object"}, self._names.holder(name): self._object({VALUE: schema}, [VALUE])}
        shown: dict[str, Json] = {
            f"f{index}": inner
            for index, inner in enumerate(schema["properties"].values())
            if not self._leave_out(inner)
        }
        wanted = frozenset(schema.get("required", ()))
        required = [f"f{index}" for index, key in enumerate(schema["properties"]) if key in wanted]
        if isinstance(extra := schema.get("additionalProperties"), dict):
            shown[EXTRA] = extra
        return {marker: self._object(shown, [key for key in required if key in shown])}

    def schema(self, schema: Json) -> View:
        """A schema in any other place."""
        if (ref := schema.get("$ref")) is not None:
            return {"$ref": self._ref(ref)}
        if "anyOf" in schema:
            return {"anyOf": [self.schema(member) for member in schema["anyOf"]]}
        if "const" in schema:
            return self._constants(schema, [schema["const"]])
        if "enum" in schema:
            return self._constants(schema, schema["enum"])
        match schema.get("type"):
            case None:
                return {}
            case "array":
                return {"type": "array", "items": self.schema(schema.get("items", {}))}
            case "object":
                return self._map(schema)
            case "string" if schema.get("format") == "binary":
                return {"type": "string", "format": "binary"}
            case kind:
                return {"type": kind}

    def _object(self, properties: dict[str, Json], required: list[str]) -> View:
        shown = {key: self.schema(inner) for key, inner in properties.items()}
        return {"type": "object", "properties": shown, "required": required}

    def _map(self, schema: Json) -> View:
        view: View = {"type": "object", "title": self._title()}
        if isinstance(value := schema.get("additionalProperties"), dict):
            view["additionalProperties"] = self.schema(value)
        return view

    def in_order(self, class_name: str, values: Iterable[str | int]) -> tuple[str | int, ...]:
        """The values of an enum in the order of the document, for an engine that keeps them in a set.

        Args:
            class_name: The engine's name for the enum; it ends with the title that the enum has in the view.
            values: What the engine gives for it.
        """
        order = self._enums["M" + class_name.rpartition("M")[2]]
        position = {value: index for index, value in enumerate(order)}
        return tuple(sorted(values, key=position.__getitem__))

    def _constants(self, schema: Json, values: list[Any]) -> View:
        # Python has no literal for a fraction: such a constant is shown as the number that it is.
        if any(isinstance(value, float) for value in values):
            return {"type": "number"}
        values = list({repr(value): value for value in values}.values())
        if len(values) == 1:
            return {"const": values[0]}
        # An enum must be of texts or of whole numbers for openapi-python-client; any other is a choice of constants.
        if len({type(value) for value in values}) == 1 and type(values[0]) in (str, int):
            self._enums[title := self._title()] = values
            return {"type": schema.get("type", "string"), "enum": values, "title": title}
        return {"anyOf": [{"const": value} for value in values]}

    def _title(self) -> str:
        # A title of its own keeps the class that an engine makes of an inline schema apart from all others.
        self._inline += 1
        return f"M{self._inline}"

    def _ref(self, ref: str) -> str:
        name = ref_name(ref)
        # A name that is not there is left for the engine to complain of.
        return REF_PREFIX + (self._names.marker(name) if name in self._names else f"missing-{name}")


def is_object(schema: Json) -> bool:
    """Whether a component is a class with fields, be they none, and not a name for another type."""
    return "properties" in schema
