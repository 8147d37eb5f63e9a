"""The page that lists the rules, made of the rules: ``python -m specloom.diff.page > docs/diff-rules.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from specloom.diff import example_calls, example_schemas
from specloom.diff.examples import CALENDAR, Example, Snippet
from specloom.diff.page_compared import table
from specloom.diff.python_rules import PYTHON_RULES
from specloom.diff.rules import RULES, Rule
from specloom.diff.values import SEVERITY, worst
from specloom.prepare.page import layout

_HEAD = """\
# What a review of a change knows

<!-- Made by `python -m specloom.diff.page`; change the rules and their examples, not this page. -->

`specloom diff` compares two documents in the [normal form](prepare.md) and gives each difference two verdicts: what it
means *on the wire*, to clients that follow the old document, and what it means *in Python*, to code that is written
against the generated package.

- **breaking**: a client that follows the old contract may fail.
- **warning**: it works, but may do something else than it did.
- **safe**: it works as before.

A request may allow more and an answer less without breaking anybody, so most rules have one verdict for what is sent
and another for what is answered. What both lead to gets the graver one; a schema that no operation leads to is safe.
What a webhook sends counts as an answer.

Each rule below has its example, what stood there (`-`) and what stands there now (`+`), and each example is a test: it
sets off this rule, with this verdict, and no other. A schema is put into what `POST /pets` takes and into what it
answers; other snippets are keys of this operation, its parameter `limit`, or keys of the document. Sunsets are looked
at on {today}.

## On the wire

"""

_GROUPS = {
    "operations": "Operations", "parameters": "Parameters", "bodies": "Bodies", "answers": "Answers",
    "properties": "Properties", "types": "Types", "values": "Values", "bounds": "Bounds",
    "lifecycle": "Sunset and stability", "security": "Security", "servers": "Servers", "schemas": "Schemas",
    "documentation": "Documentation",
}  # fmt: skip

_PYTHON = """\
## In Python

| rule | what happened | verdict | why |
|---|---|---|---|
"""


def page() -> str:
    """The whole page, Markdown."""
    parts = [_HEAD.format(today=CALENDAR.today)]
    examples: dict[str, Example] = {}
    for example in (*example_calls.EXAMPLES, *example_schemas.EXAMPLES):
        examples.setdefault(example.rule, example)
    for group, title in _GROUPS.items():
        parts.append(f"### {title}\n\n" + "".join(_section(rule, examples[rule.id]) for rule in _of(group)))
    parts.append(_PYTHON + "".join(_python_rows()) + "\n" + table())
    return "".join(parts)


def _of(group: str) -> Iterable[Rule]:
    """The gravest first."""
    found = [rule for rule in RULES.values() if rule.group == group]
    return sorted(found, key=lambda rule: -SEVERITY[worst(rule.request, rule.response)])


def _section(rule: Rule, example: Example) -> str:
    words = rule.says.format(before="...", after="...")
    beside = f" Here with `{'`, `'.join(example.also)}`." if example.also else ""
    lines = [*_lines("-", example.old), *_lines("+", example.new)]
    shown = "\n".join(lines)
    return f"#### `{rule.id}`\n\n“{words}”: {_verdicts(rule)}. {rule.why}{beside}\n\n```diff\n{shown}\n```\n\n"


def _verdicts(rule: Rule) -> str:
    if rule.request == rule.response:
        return f"**{rule.request}**"
    return f"**{rule.request}** where it is sent, **{rule.response}** where it is answered"


def _lines(sign: str, snippet: Snippet | None) -> Iterator[str]:
    text = "(nothing)" if snippet is None else layout(snippet)
    for line in text.splitlines():
        yield f"{sign} {line}"


def _python_rows() -> Iterator[str]:
    for rule in PYTHON_RULES:
        yield f"| `{rule.id}` | {rule.meaning} | {rule.verdict} | {rule.why} |\n"


if __name__ == "__main__":
    sys.stdout.write(page())
