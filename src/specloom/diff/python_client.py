"""The client and the root package of two plans, compared: arguments of the constructor, and names to import."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.diff.findings import PythonChange
from specloom.diff.python_both import Both
from specloom.diff.python_surface import imported
from specloom.diff.values import Subject, Verdict
from specloom.plan.client_values import ClientOption
from specloom.plan.values import Plan

_ABOUT = Subject("document", "client")


def compare_clients(both: Both) -> Iterator[PythonChange]:
    """All differences of what callers begin with."""
    old, new = both.old.plan, both.new.plan
    if (old.package, old.client.class_name) != (new.package, new.client.class_name):
        before, after = (f"from {one.package} import {one.client.class_name}" for one in (old, new))
        yield _change("client-renamed", old.client.class_name, before, after, "breaking", f"is imported by `{after}`")
    if old.client.base_url and not new.client.base_url:
        yield _change("client-base-url-required", f"{new.client.class_name}(base_url=...)", old.client.base_url, "",
                      "breaking", "must be given: no server is known")  # fmt: skip
    yield from _options(old, new)
    yield from _exports(both)


def _options(old: Plan, new: Plan) -> Iterator[PythonChange]:
    before, after = ({option.py_name: option for option in plan.client.options} for plan in (old, new))
    for name, option in before.items():
        symbol = f"{new.client.class_name}({name}=...)"
        if name not in after:
            yield _change("client-option-removed", symbol, name, "", "breaking", "is no longer an argument")
            continue
        if after[name].required and not option.required:
            yield _change("client-option-required", symbol, "optional", "required", "breaking", "must be given")
        if option.env and option.env != after[name].env:
            yield _change("client-option-env-changed", symbol, option.env, after[name].env, _unread(after[name]),
                          f"is no longer read from {option.env}")  # fmt: skip
    for name, option in after.items():
        if name not in before:
            verdict: Verdict = "breaking" if option.required else "safe"
            yield _change("client-option-added", f"{new.client.class_name}({name}=...)", "", name, verdict,
                          "must be given" if option.required else "may be given")  # fmt: skip


def _unread(option: ClientOption) -> Verdict:
    """A client that lacks what it needs is refused; another sends its requests without it."""
    return "breaking" if option.required else "warning"


def _exports(both: Both) -> Iterator[PythonChange]:
    kept = set(both.new.exported)
    for path in both.old.exported:
        if path not in kept:
            yield _change("export-removed", path, imported(path), "", "breaking", "is gone")


def _change(rule: str, symbol: str, before: str, after: str, verdict: Verdict, says: str) -> PythonChange:
    return PythonChange(f"python-{rule}", _ABOUT, symbol, before, after, verdict, says)
