"""What a change means to code that is written against the package: two plans, compared as callers see them.

*Breaking*: plain code that used the old surface no longer runs or no longer passes a type checker. *Warning*: it does,
unless it counts on knowing all values. Both clients are made from one plan, so each finding holds for the async twin.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from specloom.diff.compare import Compared
from specloom.diff.findings import PythonChange
from specloom.diff.matching import template
from specloom.diff.python_classes import compare_classes
from specloom.diff.python_methods import compare_methods
from specloom.diff.python_surface import Side
from specloom.diff.values import Operation, Subject
from specloom.plan.values import Method


def compare_plans(old: Side, new: Side, compared: Compared) -> tuple[PythonChange, ...]:
    """Compare two plans.

    Args:
        old: What was.
        new: What is.
        compared: What the comparison of the documents found; tells which components and operations belong together,
            and under which subjects.
    """
    return tuple(_Comparison(old, new, compared).run())


@frozen
class _Comparison:
    old: Side
    new: Side
    compared: Compared

    def run(self) -> Iterator[PythonChange]:
        yield from self._client()
        yield from self._methods()
        yield from self._helpers()
        yield from compare_classes(self.old, self.new, self.compared)

    # --- the client -----------------------------------------------------------------------------------------------

    def _client(self) -> Iterator[PythonChange]:
        old, new = self.old.plan, self.new.plan
        about = Subject("document", "client")
        if (old.package, old.client.class_name) != (new.package, new.client.class_name):
            before, after = (f"from {one.package} import {one.client.class_name}" for one in (old, new))
            yield PythonChange("python-client-renamed", about, old.client.class_name, before, after, "breaking",
                               f"is imported by `{after}`")  # fmt: skip
        kept = {option.py_name: option for option in new.client.options}
        for option in old.client.options:
            symbol = f"{new.client.class_name}({option.py_name}=...)"
            if option.py_name not in kept:
                yield PythonChange("python-client-option-removed", about, symbol, option.py_name, "", "breaking",
                                   "is no longer an argument of the client")  # fmt: skip
            elif kept[option.py_name].required and not option.required:
                yield PythonChange("python-client-option-required", about, symbol, "optional", "required", "breaking",
                                   "must be given")  # fmt: skip
        known = {option.py_name for option in old.client.options}
        for option in new.client.options:
            if option.py_name not in known:
                symbol = f"{new.client.class_name}({option.py_name}=...)"
                yield PythonChange("python-client-option-added", about, symbol, "", option.py_name,
                                   "breaking" if option.required else "safe",
                                   "must be given" if option.required else "may be given")  # fmt: skip

    # --- methods --------------------------------------------------------------------------------------------------

    def _methods(self) -> Iterator[PythonChange]:
        moved = {_key(old): _key(new) for old, new in self.compared.operations.items()}
        by_operation = {_key_of(method): path for path, method in reversed(tuple(self.new.methods.items()))}
        matched = set()
        for path, method in self.old.methods.items():
            counterpart = self.new.methods.get(path)
            wanted = moved.get(_key_of(method))
            if counterpart is None or _key_of(counterpart) != wanted:
                renamed = by_operation.get(wanted) if wanted else None
                if renamed is None and counterpart is None:
                    yield self._gone(path, method)
                    continue
                if renamed is not None and counterpart is None:
                    yield _renamed(path, renamed, self._subject(self.new.methods[renamed]))
                    matched.add(renamed)
                    yield from self._pair(renamed, method, self.new.methods[renamed])
                    continue
            assert counterpart is not None
            matched.add(path)
            yield from self._pair(path, method, counterpart)
        for path, method in self.new.methods.items():
            if path not in matched and path not in self.old.methods:
                yield PythonChange("python-method-added", self._subject(method), f"client.{path}", "", f"{path}()",
                                   "safe", "is new")  # fmt: skip

    def _pair(self, path: str, old: Method, new: Method) -> Iterator[PythonChange]:
        subject = self._subject(new)
        for change in compare_methods(path, old, new, self.old, self.new, self.compared):
            yield (
                evolve(change, subject=evolve(subject, place=change.subject.place))
                if not change.subject.name
                else change
            )

    def _gone(self, path: str, method: Method) -> PythonChange:
        return PythonChange("python-method-removed", self._subject(method), f"client.{path}", f"client.{path}()", "",
                            "breaking", "is gone")  # fmt: skip

    def _subject(self, method: Method) -> Subject:
        path = method.path + (
            "?" + "&".join(f"{name}={value}" for name, value in method.query) if method.query else ""
        )
        return Subject("operation", str(Operation(method.verb.lower(), path, method.operation_id)))

    def _helpers(self) -> Iterator[PythonChange]:
        for path in self.old.helpers:
            if path not in self.new.helpers and path not in self.new.methods:
                yield PythonChange("python-method-removed", Subject("document", "client", (path,)), f"client.{path}",
                                   f"client.{path}()", "", "breaking", "is gone")  # fmt: skip
        for path in self.new.helpers:
            if path not in self.old.helpers and path not in self.old.methods:
                yield PythonChange("python-method-added", Subject("document", "client", (path,)), f"client.{path}",
                                   "", f"client.{path}()", "safe", "is new")  # fmt: skip


def _renamed(old: str, new: str, subject: Subject) -> PythonChange:
    same = old.rpartition(".")[0] == new.rpartition(".")[0]
    rule = "python-method-renamed" if same else "python-method-moved"
    return PythonChange(rule, subject, f"client.{old}", f"client.{old}()", f"client.{new}()", "breaking",
                        f"looks like what is now client.{new}", "it calls the same operation")  # fmt: skip


def _key(operation: Operation) -> tuple[str, str]:
    return operation.verb, template(operation.path)


def _key_of(method: Method) -> tuple[str, str]:
    path = method.path + ("?" + "&".join(f"{name}={value}" for name, value in method.query) if method.query else "")
    return method.verb.lower(), template(path)
