"""The page about the JSON report, made of its schema.

``python -m specloom.diff.schema_page > docs/reference/report-json.md``
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from specloom.diff.formats.json_report import schema

Schema: TypeAlias = Mapping[str, Any]

_HEAD: Final = """\
# The JSON report of a review

<!-- Made by `python -m specloom.diff.schema_page`; change the schema, not this page. -->

What `specloom diff --format json` prints, key by key. The schema itself is
[report.schema.json](../../src/specloom/diff/formats/report.schema.json) (JSON Schema 2020-12), which
`specloom.diff.formats.json_report.schema()` returns. `[]` stands for each item of a list; keys that may be missing are
marked. Readers pass over keys that they do not know: some may be added while `format` stays as it is.

How to read the verdicts and the versions is told in [diff-reports.md](../diff-reports.md);
`specloom drift --format json` has such a report for each API under `contract` ([drift.md](../drift.md)).
"""


def page() -> str:
    """The whole page, Markdown."""
    whole = schema()
    definitions: Mapping[str, Schema] = whole["$defs"]
    parts = [_HEAD, _table("The report", whole)]
    parts += [_table(f"`{name}`", one) for name, one in definitions.items() if "properties" in one]
    return "".join(parts)


def _table(title: str, described: Schema) -> str:
    return f"\n## {title}\n\n| key | holds | |\n|---|---|---|\n{''.join(_rows('', described))}"


def _rows(prefix: str, described: Schema) -> Iterator[str]:
    required = described.get("required", ())
    for key, value in described["properties"].items():
        notes = [value.get("description", ""), "" if key in required else "May be missing."]
        meaning = " ".join(note for note in notes if note).replace("|", "\\|")
        yield f"| `{prefix}{key}` | {_holds(value)} | {meaning} |\n"
        inner, path = value, f"{prefix}{key}"
        while "items" in inner:
            inner, path = inner["items"], f"{path}[]"
        if "properties" in inner:
            yield from _rows(f"{path}.", inner)


def _holds(value: Schema) -> str:
    """The kind of a value in words; what has a table of its own is a link to it."""
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        target: Schema = schema()["$defs"][name]
        return f"[`{name}`](#{name.lower()})" if "properties" in target else _holds(target)
    if "const" in value:
        return f"`{json.dumps(value['const'])}`"
    if "enum" in value:
        return ", ".join(f"`{json.dumps(one)}`" for one in value["enum"])
    if "items" in value:
        return f"list of {_holds(value['items'])}"
    kinds = value.get("type", "any value")
    words = " or ".join([kinds] if isinstance(kinds, str) else kinds)
    return f"{words} like `{value['pattern']}`".replace("|", "\\|") if "pattern" in value else words


if __name__ == "__main__":
    sys.stdout.write(page())
