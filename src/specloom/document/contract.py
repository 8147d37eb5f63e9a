"""The contract of a document: what calls look like, without the prose about them.

A pinned contract makes a spec bump read as an API change, and holds no third party's text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from specloom.document.grammar import COMPONENT_SCHEMA, DOCUMENT, INFO, RESPONSE, SCHEMA, SCOPE, Kind

_PROSE: Final = frozenset({"description", "summary", "example", "examples", "externalDocs", "$comment"})
_ALSO: Final = {
    INFO: frozenset({"termsOfService", "contact"}),
    # The component's key names it; its title would be a second name, and often one that collides.
    COMPONENT_SCHEMA: frozenset({"title"}),
}
_NONE: Final[frozenset[str]] = frozenset()
_PROSE_EXTENSION: Final = re.compile(
    r"[-_](?:oaimeta|logo|display-?name|taggroups)\Z"
    r"|(?:descriptions?|summary|summaries|examples?|samples?|comments?|notes?|messages?|docs?|documentation)\Z",
    re.IGNORECASE,
)
"""How the name of an extension ends that holds prose."""
_NAME_LIKE: Final = re.compile(r"\w[\w /+-]{0,59}")
_NAME_WORDS: Final = 6


def contract(document: Mapping[str, Any]) -> dict[str, Any]:
    """The structure of a document, in its own order, without prose.

    Gone are descriptions (an empty one stays where OpenAPI demands it), summaries, examples, code samples, links to
    documentation, contact and terms, and titles that name nothing: a title stays on an inline schema when it reads
    like a name. The document is not changed; leaf values are shared with it.
    """
    pruned: dict[str, Any] = _pruned(document, DOCUMENT)
    return pruned


def _pruned(value: Any, kind: Kind) -> Any:
    if kind is SCOPE:
        return ""
    if isinstance(value, list) and kind.named is None:
        return [_pruned(item, kind) for item in value]
    if not isinstance(value, Mapping):
        return value
    if kind.named is not None:
        return {key: _part(part, kind.below(key)) for key, part in value.items()}
    also = _ALSO.get(kind, _NONE)
    kept = {
        key: _part(part, kind.below(key))
        for key, part in value.items()
        if key not in _PROSE and key not in also and not (key.startswith("x-") and _PROSE_EXTENSION.search(key))
    }
    if kind is SCHEMA and "title" in kept and not _names_something(kept["title"]):
        del kept["title"]
    if kind is RESPONSE and "description" in value and "$ref" not in value:
        # It must say one; but a reference to a response must not put an empty one in its place.
        return {"description": "", **kept}
    return kept


def _part(value: Any, kind: Kind | None) -> Any:
    return value if kind is None else _pruned(value, kind)


def _names_something(title: Any) -> bool:
    return isinstance(title, str) and _NAME_LIKE.fullmatch(title) is not None and len(title.split()) <= _NAME_WORDS
