"""What a change means to code that is written against the package: two plans, compared as callers see them.

*Breaking*: plain code that used the old surface no longer runs or no longer passes a strict type checker. *Warning*:
it does, unless it counts on knowing all values or kinds, or on the exact class of a list. *Safe*: it works as before.

Both clients are made from one plan, so each change holds for the async twin as well and is told once. Exceptions come
with the runtime, by range of status, whatever errors a document tells of: no change of a document changes what callers
catch, except that ``PollTimeoutError`` goes with the last method that waits, and the alias of the root error with the
name of the client.
"""

from __future__ import annotations

from collections.abc import Iterator

from specloom.diff.compare import Compared
from specloom.diff.findings import PythonChange
from specloom.diff.matching import template
from specloom.diff.python_both import Both
from specloom.diff.python_classes import compare_classes
from specloom.diff.python_client import compare_clients
from specloom.diff.python_methods import compare_methods
from specloom.diff.python_surface import Side
from specloom.diff.values import Operation, Subject


def compare_plans(old: Side, new: Side, compared: Compared) -> tuple[PythonChange, ...]:
    """Compare two plans.

    Args:
        old: What was.
        new: What is.
        compared: What the comparison of the documents found; tells which components and operations belong together,
            and under which subjects.
    """
    both = Both(old, new, compared, _call_paths(old, new, compared))
    return (*compare_clients(both), *_methods(both), *_keys(both), *_helpers(both), *compare_classes(both))


def _call_paths(old: Side, new: Side, compared: Compared) -> dict[str, str]:
    """The call path that each method has now. One that is still there is the same to callers, whatever it calls."""
    moved = {_key(before): _key(after) for before, after in compared.operations.items()}
    called = {_key(new.operation(method)): path for path, method in reversed(tuple(new.methods.items()))}
    found = {}
    for path, method in old.methods.items():
        other = called.get(moved.get(_key(old.operation(method)), ("", "")))
        if path in new.methods:
            found[path] = path
        elif other is not None:
            found[path] = other
    return found


def _methods(both: Both) -> Iterator[PythonChange]:
    for path, method in both.old.methods.items():
        now = both.methods.get(path)
        if now is None:
            yield PythonChange("python-method-removed", both.old.subject(method), f"client.{path}", f"client.{path}()",
                               "", "breaking", "is gone")  # fmt: skip
            continue
        counterpart = both.new.methods[now]
        if now != path:
            yield _renamed(path, now, both.new.subject(counterpart))
        yield from compare_methods(both, now, method, counterpart)
    known = {*both.old.methods, *both.methods.values()}
    for path, method in both.new.methods.items():
        if path not in known:
            yield PythonChange("python-method-added", both.new.subject(method), f"client.{path}", "",
                               f"client.{path}()", "safe", "is new")  # fmt: skip


def _keys(both: Both) -> Iterator[PythonChange]:
    """Keys that calls need now. The security of a document concerns many methods at once; it is told once."""
    order = {str(operation): number for number, operation in enumerate(both.compared.operations.values())}
    found: dict[tuple[str, ...], list[str]] = {}
    for path, now in both.methods.items():
        before, after = both.old.methods[path].security, both.new.methods[now].security
        held = [_needs(way) for way in before] or [_needs("")]
        asked = [_needs(way) for way in after]
        if asked and any(not any(needed <= one for needed in asked) for one in held):
            found.setdefault(after, []).append(now)
    for keys, paths in found.items():
        # The document's own change is told under its first operation.
        subjects = {path: both.new.subject(both.new.methods[path], ("security",)) for path in paths}
        paths.sort(key=lambda path: order.get(subjects[path].name, len(order)))
        more = f", as do {len(paths) - 1} other methods" if len(paths) > 1 else ""
        yield PythonChange("python-key-required", subjects[paths[0]], f"client.{paths[0]}", "",
                           f"{both.new.plan.client.class_name}({keys[0].replace('+', '=..., ')}=...)", "breaking",
                           f"needs {' or '.join(key.replace('+', ' and ') for key in keys)}{more}")  # fmt: skip


def _needs(way: str) -> frozenset[str]:
    """The options of the client that one way to authenticate takes."""
    return frozenset(way.split("+")) - {""}


def _helpers(both: Both) -> Iterator[PythonChange]:
    """Methods that wait. What their arguments are is told by the methods that they call."""
    old, new = both.old, both.new
    for path in old.helpers:
        if path not in new.helpers and path not in new.methods:
            yield PythonChange("python-method-removed", Subject("document", "client", (path,)), f"client.{path}",
                               f"client.{path}()", "", "breaking", "is gone")  # fmt: skip
    for path in new.helpers:
        if path not in old.helpers and path not in old.methods:
            yield PythonChange("python-method-added", Subject("document", "client", (path,)), f"client.{path}",
                               "", f"client.{path}()", "safe", "is new")  # fmt: skip


def _renamed(old: str, new: str, subject: Subject) -> PythonChange:
    same = old.rpartition(".")[0] == new.rpartition(".")[0]
    rule = "python-method-renamed" if same else "python-method-moved"
    return PythonChange(rule, subject, f"client.{old}", f"client.{old}()", f"client.{new}()", "breaking",
                        f"looks like what is now client.{new}", "it calls the same operation")  # fmt: skip


def _key(operation: Operation) -> tuple[str, str]:
    return operation.verb, template(operation.path)
