"""The page that lists the passes, made of the passes: ``python -m specloom.prepare.page > docs/prepare.md``."""

from __future__ import annotations

import json
import sys

from specloom.prepare.pipeline import PASSES
from specloom.prepare.values import Pass

_HEAD = """\
# How a document is prepared

<!-- Made by `python -m specloom.prepare.page`; change the passes, not this page. -->

Everything in specloom that reads an API reads one form of it. `prepare` brings a Swagger 2.0, OpenAPI 3.0 or 3.1
document into that form in {count} steps, each a pure function from document to document, run in the order below.
First the document is checked: a reference that leads nowhere, an operation name that is used twice and the like are
reported all together, with JSON pointers, and nothing is prepared. At the end the result is checked against the
normal form.

```python
from specloom.prepare import PASSES, prepare

prepared = prepare(document, source="spec/pets/openapi.json")
```

`document` is not changed, and the result shares parts with it: treat both as frozen.

## The normal form

- A plain OpenAPI 3.1 document with `openapi`, `info`, `servers`, `security`, `tags`, `paths`, `webhooks` and
  `components`; in these only `schemas` and `securitySchemes`. References lead to component schemas and nowhere else.
- Every operation has a unique `operationId`, all its parameters with a `schema` each, and at least one response. Its
  path has no query string: fixed values are in `x-specloom-query`, and where two operations would then share path and
  verb, the path key has a suffix after `#` and `x-specloom-path` holds the path.
- A schema has one `type`, or is a reference, an `anyOf`, or `{{}}` for any value. Null is
  `anyOf: [X, {{"type": "null"}}]`, with null last; a constant is `const`; an `enum` has two or more values of one
  type. There is no `allOf`, `oneOf`, `not` or `nullable`.
- Objects with properties, enums and unions of objects are components. Those that were inline tell where they come
  from: `x-specloom-parent` (component or operation) and `x-specloom-role`.
- A union of objects that constants tell apart has a `discriminator` with a complete `mapping` from values to component
  names. A value that several members share may lead to a union made of them.
- Whatever had to be widened, or is silent in the source, has `x-specloom-widened` (the reason) and
  `x-specloom-pointer` (the place in the source). Operations have their `x-specloom-pointer` too.
- What bounds values in ways that no type follows (`if`, `contains`, `dependentRequired`, `contentMediaType`, ...) is
  kept as it was written in `x-specloom-asserts`: clients pass over it, the review of a change compares it. `x-sunset`
  and `x-stability-level` stay where they were.
- A security scheme with `x-specloom-signature: aws-sigv4` means that requests are signed (AWS Signature Version 4);
  it is spelt as the `Authorization` header in which the signature goes.

Where a document is silent or ambiguous, a pass takes what its author most likely means, and says so below. A value
that the source allows is allowed by the result, with two exceptions: a tuple or patterns of names that leave open what
else there may be are read as closed, and keywords without a `type` imply it (`properties` an object, `items` an
array).

## The passes

"""


def page() -> str:
    """The whole page, Markdown."""
    parts = [_section(number, step) for number, step in enumerate(PASSES, start=1)]
    return _HEAD.format(count=len(PASSES)) + "\n".join(parts)


def _section(number: int, step: Pass) -> str:
    place = "/".join(("#", *step.example.at))
    where = "" if len(step.example.at) == 0 else f", at `{place}`"
    return (
        f"### {number}. {step.name}\n\n{step.reason}\n\n"
        f"Before{where}:\n\n{_code(dict(step.example.before))}\nAfter:\n\n{_code(dict(step.example.after))}"
    )


def _code(value: object) -> str:
    return f"```json\n{layout(value, '')}\n```\n"


def layout(value: object, indent: str = "", width: int = 110) -> str:
    """JSON with everything on one line that fits on one."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(flat) <= width or not value or not isinstance(value, (dict, list)):
        return flat
    inner = indent + "  "
    if isinstance(value, dict):
        lines = [f"{inner}{json.dumps(key)}: {layout(item, inner, width)}" for key, item in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    return "[\n" + ",\n".join(f"{inner}{layout(item, inner, width)}" for item in value) + f"\n{indent}]"


if __name__ == "__main__":
    sys.stdout.write(page())
