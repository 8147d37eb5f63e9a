"""Tags that AWS puts on its resources."""

from __future__ import annotations

from specloom.prepare.gateway import TAG_VALUE
from specloom.prepare.values import Document, Example, Pass


def drop_resource_tags(document: Document) -> Document:
    """The tags of an AWS resource (an owner, a cost centre) leave the tags of the document.

    Exports of HTTP APIs list them there, each with its value. They say nothing of operations.
    """
    tags = document.get("tags")
    if not isinstance(tags, list):
        return document
    kept = [tag for tag in tags if not (isinstance(tag, dict) and TAG_VALUE in tag)]
    return document if len(kept) == len(tags) else {**document, "tags": kept}


PASS = Pass(
    drop_resource_tags,
    Example(
        at=(),
        before={"tags": [{"name": "pets"}, {"name": "Owner", TAG_VALUE: "zoo"}]},
        after={"tags": [{"name": "pets"}]},
    ),
)
