"""Classes and aliases of two plans, compared: where they are imported from, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.diff.findings import PythonChange
from specloom.diff.python_both import Both
from specloom.diff.python_pairs import MADE_UP
from specloom.diff.python_surface import Side, imported
from specloom.diff.python_types import read_as, spelled
from specloom.diff.values import Subject, Verdict
from specloom.plan.parsed import AliasSchema, Declaration, Field, ObjectSchema
from specloom.plan.values import PlannedType

_MODEL, _PARAMS = "model", "params"


def compare_classes(both: Both) -> Iterator[PythonChange]:
    """All differences between the types of two packages."""
    offered = {path for planned in both.new.plan.types for path in both.new.import_paths(planned)}
    known = {path for planned in both.old.plan.types for path in both.old.import_paths(planned)}
    came_of: set[str] = set()
    for planned in both.old.plan.types:
        became = both.counterparts.of(planned)
        came_of.update(path for one in became for path in both.new.import_paths(one))
        yield from _places(both, planned, became, offered)
        if not planned.declaration.schema.startswith(MADE_UP):  # methods tell what happens to their arguments
            for one in became:
                yield from _Pair(both, planned, one).changes()
    for planned in both.new.plan.types:
        for path in both.new.import_paths(planned):
            if path not in known and path not in came_of:
                yield PythonChange("python-class-added", _own_subject(both.new, planned), path, "", imported(path),
                                   "safe", "is new")  # fmt: skip


def _places(both: Both, old: PlannedType, became: list[PlannedType], offered: set[str]) -> Iterator[PythonChange]:
    """Names that can no longer be imported, and names of one class that are two now."""
    for path in both.old.import_paths(old):
        if path in offered:
            continue
        if not became:
            subject = _own_subject(both.old, old)
            yield PythonChange("python-class-removed", subject, path, imported(path), "", "breaking", "is gone")
            continue
        paths = both.new.import_paths(became[0])
        subject = _subject(both, old, became[0])
        if paths:
            rule = "moved" if path.rpartition(".")[2] == paths[0].rpartition(".")[2] else "renamed"
            yield PythonChange(f"python-class-{rule}", subject, path, imported(path), imported(paths[0]), "breaking",
                               f"looks like what is now {paths[0]}", "it stands in the same places")  # fmt: skip
        else:
            yield PythonChange("python-class-removed", subject, path, imported(path), "", "breaking",
                               "is a part of another class now, without a name to import")  # fmt: skip
    if old.direction == _MODEL and old.public and isinstance(old.declaration, ObjectSchema):
        for one in became[1:]:
            path = both.new.import_path(one.place)
            yield PythonChange("python-class-split", _subject(both, old, one), path, old.place.name, one.place.name,
                               "breaking", f"is a class of its own; it was {old.place.name}")  # fmt: skip


class _Pair:
    """A type of the old package and what it became."""

    def __init__(self, both: Both, old: PlannedType, new: PlannedType) -> None:
        self._both = both
        self._old, self._new = old, new
        self._subject = _subject(both, old, new)
        self._symbol = both.new.import_path(new.place)

    def changes(self) -> Iterator[PythonChange]:
        """What happened to what it holds."""
        match self._old.declaration, self._new.declaration:
            case ObjectSchema() as old, ObjectSchema() as new:
                yield from self._fields(old, new)
            case AliasSchema() as old_alias, AliasSchema() as new_alias:
                yield from self._alias(old_alias, new_alias)
            case before, after:
                # An alias whose only kind is the class now reads as before; callers may pass what they passed.
                was, now = self._kinds(before, after)
                said = "is a class no more" if isinstance(before, ObjectSchema) else "is a class now"
                yield self._change("python-class-changed", (), was, now, "breaking", said)

    def _kinds(self, old: Declaration, new: Declaration) -> tuple[str, str]:
        return _kind(self._both.old, self._old, old), _kind(self._both.new, self._new, new)

    def _alias(self, old: AliasSchema, new: AliasSchema) -> Iterator[PythonChange]:
        before, after = self._kinds(old, new)
        if self._old.direction == _PARAMS:
            if not self._both.takes(old.type, new.type):
                yield self._change("python-type-takes-less", (), before, after, "breaking", "no longer takes all")
        elif found := self._both.read("type", old.type, new.type):
            yield self._change(found.rule, found.place, before, after, found.verdict, found.says(""))

    # --- fields ---------------------------------------------------------------------------------------------------

    def _fields(self, old: ObjectSchema, new: ObjectSchema) -> Iterator[PythonChange]:
        before = {one.wire_name: one for one in old.fields}
        after = {one.wire_name: one for one in new.fields}
        for name, one in before.items():
            if name not in after:
                said = f"has no {name} any more" if self._is_model else f"no longer takes {name}"
                text = self._declared(one, self._both.old)
                yield self._change("python-field-removed", (name,), text, "", "breaking", said)
            else:
                yield from self._field(one, after[name])
        for name, one in after.items():
            if name not in before:
                needed = one.required and not self._is_model
                said = f"needs {name}" if needed else f"has {name}" if self._is_model else f"takes {name}"
                text = self._declared(one, self._both.new)
                yield self._change("python-field-added", (name,), "", text, "breaking" if needed else "safe", said)

    def _field(self, old: Field, new: Field) -> Iterator[PythonChange]:
        name = new.wire_name
        found: list[tuple[str, tuple[str, ...], Verdict, str]] = []
        if not self._is_model:
            if new.required and not old.required:
                found.append(("python-field-required", (), "breaking", f"needs {name}"))
            if not self._both.takes(old.type, new.type):
                found.append(("python-field-retyped", (), "breaking", f"takes another type for {name}"))
        elif told := self._both.read("field", read_as(old), read_as(new)):
            found.append((told.rule, told.place, told.verdict, told.says(f" for {name}")))
        for rule, place, verdict, says in found:
            before, after = self._declared(old, self._both.old), self._declared(new, self._both.new)
            yield self._change(rule, (name, *place), before, after, verdict, says)

    @property
    def _is_model(self) -> bool:
        return self._old.direction == _MODEL

    def _declared(self, one: Field, side: Side) -> str:
        names = side.class_names[self._old.direction]
        if self._is_model:
            text = spelled(read_as(one), names, _MODEL)
            return f"{one.wire_name}: {text}" if one.required else f"{one.wire_name}: {text} = None"
        text = spelled(one.type, names, _PARAMS)
        return f"{one.wire_name}: {f'Required[{text}]' if one.required else text}"

    def _change(
        self, rule: str, place: tuple[str, ...], before: str, after: str, verdict: Verdict, says: str
    ) -> PythonChange:
        about = Subject(self._subject.kind, self._subject.name, (*self._subject.place, *place))
        return PythonChange(rule, about, self._symbol, before, after, verdict, says)


def _kind(side: Side, planned: PlannedType, declaration: Declaration) -> str:
    if isinstance(declaration, ObjectSchema):
        return f"class {planned.place.name}"
    return spelled(declaration.type, side.class_names[planned.direction], planned.direction)


def _subject(both: Both, old: PlannedType, new: PlannedType) -> Subject:
    if new.declaration.schema.startswith(MADE_UP):
        return _own_subject(both.new, new)
    return both.counterparts.subject(old, new)


def _own_subject(side: Side, planned: PlannedType) -> Subject:
    schema = planned.declaration.schema
    if schema.startswith(MADE_UP):
        return side.subject(side.methods[schema.removeprefix(MADE_UP)])
    return Subject("schema", schema)
