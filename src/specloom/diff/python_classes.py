"""Classes and aliases of two plans, compared: where they are imported from, and what their fields hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specloom.diff.compare import Compared
from specloom.diff.findings import PythonChange
from specloom.diff.python_surface import Side
from specloom.diff.python_types import Types, optional, spelled
from specloom.diff.values import Subject, Verdict
from specloom.plan.types import Literals, Type
from specloom.plan.values import Field, ObjectSchema, PlannedType

_MODEL, _PARAMS = "model", "params"


def compare_classes(old: Side, new: Side, compared: Compared) -> Iterator[PythonChange]:
    """All differences between the types of two packages."""
    yield from _Classes(old, new, compared).compare()


class _Classes:
    def __init__(self, old: Side, new: Side, compared: Compared) -> None:
        self._old, self._new = old, new
        self._subjects = compared.subjects
        self._counterparts: dict[str, str] = {}
        for left, right in compared.subjects:
            # A component that stands in several places belongs to the one of its own name, else to the first.
            if left not in self._counterparts or left == right:
                self._counterparts[left] = right
        self._models = Types(old.parsed.models, new.parsed.models, compared.subjects)
        self._params = Types(old.parsed.params, new.parsed.params, compared.subjects)

    def compare(self) -> Iterator[PythonChange]:
        offered = {path for planned in self._new.plan.types for path in self._new.import_paths(planned)}
        offered.update(self._method_params(self._new))
        for planned in self._old.plan.types:
            key = planned.direction, planned.declaration.schema
            counterpart = self._new.types.get((key[0], self._counterparts.get(key[1], key[1])))
            yield from self._places(planned, counterpart, offered)
            if counterpart is not None:
                yield from self._fields(planned, counterpart)
        for path in self._method_params(self._old):
            if path not in offered:
                yield PythonChange("python-class-removed", Subject("schema", path.rpartition(".")[2]), path,
                                   _imported(path), "", "breaking", "is gone")  # fmt: skip
        known = {path for planned in self._old.plan.types for path in self._old.import_paths(planned)}
        for planned in self._new.plan.types:
            for path in self._new.import_paths(planned):
                if path not in known and planned.declaration.schema not in self._counterparts.values():
                    yield PythonChange("python-class-added", Subject("schema", planned.declaration.schema), path, "",
                                       _imported(path), "safe", "is new")  # fmt: skip

    # --- where they are -------------------------------------------------------------------------------------------

    def _places(self, old: PlannedType, new: PlannedType | None, offered: set[str]) -> Iterator[PythonChange]:
        lost = [path for path in self._old.import_paths(old) if path not in offered]
        for path in lost:
            if new is None:
                subject = Subject("schema", old.declaration.schema)
                yield PythonChange("python-class-removed", subject, path, _imported(path), "", "breaking", "is gone")
                continue
            subject = self._subject(old, new)
            paths = self._new.import_paths(new)
            after = _imported(paths[0]) if paths else ""
            said = f"looks like what is now {paths[0]}" if paths else "is no longer exported"
            yield PythonChange("python-class-renamed", subject, path, _imported(path), after, "breaking", said,
                               "it stands in the same places" if paths else "")  # fmt: skip

    def _method_params(self, side: Side) -> set[str]:
        return {side.import_path(method.params_name) for method in side.methods.values() if method.params_name}

    # --- what they hold -------------------------------------------------------------------------------------------

    def _fields(self, old: PlannedType, new: PlannedType) -> Iterator[PythonChange]:
        subject = self._subject(old, new)
        if not isinstance(old.declaration, ObjectSchema) or not isinstance(new.declaration, ObjectSchema):
            if type(old.declaration) is not type(new.declaration):
                yield PythonChange("python-class-changed", subject, self._symbol(new), "", "", "breaking",
                                   "is a class no more" if isinstance(old.declaration, ObjectSchema)
                                   else "is a class now")  # fmt: skip
            return
        before = {one.wire_name: one for one in old.declaration.fields}
        after = {one.wire_name: one for one in new.declaration.fields}
        for name, one in before.items():
            about = Subject(subject.kind, subject.name, (*subject.place, name))
            if name not in after:
                said = f"has no {name} any more" if old.direction == _MODEL else f"no longer takes {name}"
                yield self._change(
                    "field-removed", about, new, self._declared(one, old, self._old), "", "breaking", said
                )
            else:
                yield from self._field(one, after[name], old, new, about)
        for name, one in after.items():
            if name not in before:
                about = Subject(subject.kind, subject.name, (*subject.place, name))
                needed = new.direction == _PARAMS and one.required
                yield self._change("field-added", about, new, "", self._declared(one, new, self._new),
                                   "breaking" if needed else "safe",
                                   f"needs {name}" if needed else f"has {name}")  # fmt: skip

    def _field(
        self, old: Field, new: Field, old_class: PlannedType, new_class: PlannedType, about: Subject
    ) -> Iterator[PythonChange]:
        before, after = self._declared(old, old_class, self._old), self._declared(new, new_class, self._new)
        if old_class.direction == _PARAMS:
            if new.required and not old.required:
                yield self._change("field-required", about, new_class, before, after, "breaking",
                                   f"needs {new.wire_name}")  # fmt: skip
            if not self._params.new_takes(old.type, new.type):
                yield self._change("field-retyped", about, new_class, before, after, "breaking",
                                   f"takes another type for {new.wire_name}")  # fmt: skip
            return
        read_before, read_after = _read(old), _read(new)
        if self._models.old_takes(read_before, read_after):
            return
        if self._models.old_takes(optional(read_before), read_after):
            yield self._change("field-optional", about, new_class, before, after, "breaking",
                               f"may have None for {new.wire_name}")  # fmt: skip
        else:
            verdict: Verdict = "warning" if _only_more_values(read_before, read_after, self._models) else "breaking"
            said = (
                f"may have other values for {new.wire_name}"
                if verdict == "warning"
                else f"has another type for {new.wire_name}"
            )
            yield self._change("field-values-added" if verdict == "warning" else "field-retyped", about, new_class,
                               before, after, verdict, said)  # fmt: skip

    def _change(
        self, rule: str, about: Subject, planned: PlannedType, before: str, after: str, verdict: Verdict, says: str
    ) -> PythonChange:
        return PythonChange(f"python-{rule}", about, self._symbol(planned), before, after, verdict, says)

    # --- words ----------------------------------------------------------------------------------------------------

    def _subject(self, old: PlannedType, new: PlannedType) -> Subject:
        pair = old.declaration.schema, new.declaration.schema
        return self._subjects.get(pair, Subject("schema", new.declaration.schema))

    def _symbol(self, planned: PlannedType) -> str:
        return self._new.import_path(planned.place)

    def _declared(self, one: Field, planned: PlannedType, side: Side) -> str:
        text = spelled(one.type, _names(side, planned.direction), planned.direction)
        if planned.direction == _PARAMS:
            return f"{one.wire_name}: {f'Required[{text}]' if one.required else text}"
        return f"{one.wire_name}: {text}" if one.required else f"{one.wire_name}: {text} | None = None"


def _names(side: Side, direction: str) -> Mapping[str, str]:
    return side.class_names(direction)


def _imported(path: str) -> str:
    module, _, name = path.rpartition(".")
    return f"from {module} import {name}"


def _read(one: Field) -> Type:
    """What a reader gets: a field that is missing reads as None."""
    return one.type if one.required else optional(one.type)


def _only_more_values(old: Type, new: Type, types: Types) -> bool:
    """Whether constants are all that came: code that compares still works, code that lists all of them does not."""
    members = [*_parts(old)], [*_parts(new)]
    if not any(isinstance(one, Literals) for one in members[0]):
        return False
    rest = [one for one in members[1] if not isinstance(one, Literals)]
    return all(types.old_takes(old, one) for one in rest)


def _parts(type_: Type) -> tuple[Type, ...]:
    return getattr(type_, "members", (type_,))
