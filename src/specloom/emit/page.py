"""The part of docs/templates.md that lists what views hold, made from the views themselves.

``python -m specloom.emit.page`` rewrites it, from the project's folder.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import attrs

from specloom.docstrings import attributes, summary
from specloom.emit import (
    client_views,
    doc_views,
    method_views,
    operation_text,
    package_views,
    polling_views,
    resource_views,
    response_views,
    type_views,
)

_HEADING = "## What the views hold\n"


def page() -> str:
    """Markdown: one section for each view, one row for each field."""
    modules = (
        type_views,
        polling_views,
        response_views,
        operation_text,
        method_views,
        resource_views,
        client_views,
        package_views,
        doc_views,
    )
    return "\n".join(_section(view) for module in modules for view in _views(module))


def _views(module: ModuleType) -> list[type]:
    found = [value for value in vars(module).values() if attrs.has(value) and value.__module__ == module.__name__]
    return [view for view in found if not view.__name__.startswith("_")]


def _section(view: type) -> str:
    notes = attributes(view)
    rows = [f"| `{field.name}` | `{_type(field)}` |" for field in attrs.fields(view)]
    lines = [f"### {view.__name__}", "", summary(view), "", "| field | type |", "|---|---|", *rows, ""]
    if notes:
        lines += [*(f"- `{name}`: {note}" for name, note in notes.items()), ""]
    return "\n".join(lines)


def _type(field: attrs.Attribute[object]) -> str:
    return str(field.type).replace("|", "\\|")


def whole_page(text: str) -> str:
    """What docs/templates.md should be: its own beginning, then the list."""
    return f"{text.partition(_HEADING)[0]}{_HEADING}\n{page()}"


if __name__ == "__main__":
    path = Path("docs/templates.md")
    path.write_text(whole_page(path.read_text("utf-8")), "utf-8")
