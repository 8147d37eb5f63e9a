"""Where another tool gives other verdicts, and why: the last table of the page of rules."""

from __future__ import annotations

INTRO = """\
## Where others say something else

Compared with oasdiff on 361 pairs of small documents (`scripts/compare_diff.py`, with sunsets looked at on 2026-11-21
and 9 days of notice): of 173 pairs in which it reports an error, two cannot be prepared here, and 158 of the
remaining 171 are breaking here too. Of the other 13, five are about what has no meaning in a document, which leaves
158 of 166, 95.2 %. Of 52 pairs in which it expects nothing, 46 get no breaking finding. Where the two differ, and why:
"""

DIFFERENCES: tuple[tuple[str, str, str, str], ...] = (
    (
        "body of a webhook becomes required (2 pairs)",
        "error",
        "safe",
        "The API sends it; who reads it had to do without and gets more.",
    ),
    (
        "a part of `allOf` is added that asks for nothing (2)",
        "error",
        "safe",
        "What counts is the merged schema: the same names are valid.",
    ),
    (
        "an answer narrows from text or integer to `int64` (1)",
        "error",
        "safe",
        "All that may come could come before.",
    ),
    (
        "a deprecation has no sunset (1)",
        "error",
        "safe",
        "A warning where other operations of the document tell theirs; not where nobody does.",
    ),
    (
        "a sunset that was no date becomes one (1)",
        "error",
        "safe",
        "The new document is the better one.",
    ),
    (
        "a path parameter that is not in the path changes (2)",
        "error",
        "nothing",
        "Such a parameter cannot be sent; preparation drops it. It means nothing.",
    ),
    (
        "the default of a required parameter changes (1)",
        "error",
        "safe",
        "It must be given, so that no default is taken. It means nothing.",
    ),
    (
        "listed texts become any text or any integer (1)",
        "error",
        "safe",
        "All that was taken still is.",
    ),
    (
        "a default of another type than the schema goes (1)",
        "error",
        "nothing",
        "It never could be taken. It means nothing.",
    ),
    (
        "`type: string` beside `properties` (1)",
        "error",
        "nothing",
        "The type decides, the properties go. It means nothing.",
    ),
    (
        "two operations share an operationId; a `$ref` leads into another file (2)",
        "error",
        "refused",
        "Exit code 2 with the place: what is compared must be one valid document.",
    ),
    (
        "status 200 becomes 201 (1)",
        "nothing, as one check of several",
        "breaking",
        "`success-status-removed`: clients wait for the old one.",
    ),
    (
        "an answered property becomes nullable (2)",
        "nothing, as one check of several",
        "breaking",
        "Readers meet a null that they do not expect.",
    ),
    (
        "a required property becomes write-only (1)",
        "nothing",
        "breaking",
        "It no longer comes back, and readers count on it.",
    ),
    (
        "`type: [object, null]` is left out beside `properties` (1)",
        "nothing",
        "breaking",
        "`properties` without a type are read as an object, so null goes.",
    ),
    (
        "a property of a draft operation becomes a draft (1)",
        "nothing",
        "breaking",
        "Property and operation make their promises apart.",
    ),
    (
        "a way to be let in goes, a scope is asked for, a scheme works otherwise",
        "info",
        "breaking",
        "Callers are refused.",
    ),
    (
        "members are added to a union that is answered",
        "info",
        "breaking",
        "Readers do not know them.",
    ),
    (
        "the property that tells members apart changes",
        "info",
        "breaking",
        "Readers and servers look at another property.",
    ),
    (
        "a required property becomes write-only",
        "info",
        "breaking",
        "See above.",
    ),
    (
        "text becomes an object or the other way round",
        "info, where text is in a form",
        "breaking",
        "JSON clients read neither as the other.",
    ),
    (
        "a deprecated operation goes whose sunset is over, or which had none",
        "nothing, info",
        "warning",
        "It was announced, and callers may still be there.",
    ),
    (
        "operationId, tag, name of a schema changes",
        "info",
        "safe",
        "No part of a request; the verdict in Python tells what it does to code.",
    ),
)
"""What changes, the verdict of the other tool, ours, and the reason."""


def table() -> str:
    """The table with its introduction, Markdown."""
    rows = (("what", "oasdiff", "here", "why"), ("---",) * 4, *DIFFERENCES)
    return f"{INTRO}\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)
