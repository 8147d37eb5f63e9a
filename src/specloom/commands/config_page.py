"""The page about specloom.toml, made of what reads it.

``python -m specloom.commands.config_page > docs/reference/specloom-toml.md``
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Final

import attrs

from specloom.config import Target, parse_config
from specloom.docstrings import attributes
from specloom.review_settings import GATES, VERDICTS, ReviewSettings

_HEAD = """\
# specloom.toml

<!-- Made by `python -m specloom.commands.config_page`; change the configuration, not this page. -->

Which APIs a project has, where their documents come from and where their packages go. Commands look for the file in
the folder where they are called, then in those above; `specloom new` writes or extends it. Paths start from its
folder, are written with `/`, and stay below it. A key that there is not is an error that names the nearest one; all
that is wrong is told at once, with exit code 2.

```toml
[apis.pets]
source = "https://petstore.example/openapi.json"
templates = ["my_templates"]

[diff]
fail_on = "python"
exclude_paths = ["/internal/*"]

[diff.severity]
description-changed = "safe"
```

## `[apis.NAME]`

A table for each API; `NAME` is what commands call it: letters, digits, `-` and `_`, a letter first. The defaults are
those of `[apis.pets]`.

"""
_BESIDE = """
In the folder `spec` of an API lie:

| file | |
|---|---|
"""
_DIFF = """
[sources.md](../sources.md) has the spellings of `source`, [templates.md](../templates.md) what templates may change,
[sdk-yaml.md](../sdk-yaml.md) what `sdk.yaml` says and how layers are exported.

## `[diff]`

What every review is told; options of [`specloom diff`](commands.md#specloom-diff) win over it or add to it. Patterns
are those of the shell: `/pets/*`, `python-*`.

"""
_SEVERITY = """
Rules are named in [diff-rules.md](../diff-rules.md). Acceptances are in a file of their own,
`specloom.accepted.toml`, which [`specloom accept`](commands.md#specloom-accept) writes.
"""

_TYPES: Final[Mapping[str, str]] = {
    "str": "text",
    "Path": "folder",
    "Prose": '`"keep"` or `"contract"`',
    "tuple[Path, ...]": "list of folders",
    "tuple[str, ...]": "list of texts",
    "Mapping[str, str]": "table",
}
_CHOICES: Final = {"fail_on": GATES, "severity": VERDICTS}
_FILES: Final = ("document", "lock", "overlay", "sdk")


def page() -> str:
    """The whole page, Markdown."""
    pets = parse_config(b"[apis.pets]\n", Path("/specloom.toml")).targets["pets"]
    parts = (_table(pets), _files(pets), _table(ReviewSettings()))
    return "".join(chain([_HEAD], parts[0], [_BESIDE], parts[1], [_DIFF], parts[2], [_SEVERITY]))


def _table(defaults: Target | ReviewSettings) -> Iterator[str]:
    yield "| key | takes | default | |\n|---|---|---|---|\n"
    notes = attributes(type(defaults))
    fields: tuple[attrs.Attribute[object], ...] = attrs.fields(type(defaults))
    for field in fields:
        if field.name == "name":  # is in the heading of the table
            continue
        taken = _TYPES[str(field.type)]
        if words := _CHOICES.get(field.name):
            spelt = ", ".join(f'`"{word}"`' for word in words)
            taken = spelt if taken == "text" else f"{taken} of {spelt}"
        yield f"| `{field.name}` | {taken} | {_value(getattr(defaults, field.name))} | {notes[field.name]} |\n"


def _value(default: object) -> str:
    if isinstance(default, Path):
        default = default.relative_to("/").as_posix()
    return f'`"{default}"`' if isinstance(default, str) and default else "none"


def _files(target: Target) -> Iterator[str]:
    for name in _FILES:
        path: Path = getattr(target, name)
        about = getattr(Target, name).__doc__
        yield f"| `{path.name}` | {about} |\n"


if __name__ == "__main__":
    sys.stdout.write(page())
