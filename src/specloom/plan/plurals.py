"""One and many of English words, as far as names need them."""

from __future__ import annotations

_SINGULAR = frozenset(
    {"alias", "atlas", "aws", "bias", "canvas", "dns", "gas", "gps", "ios", "kudos", "lens", "os", "sms", "tls"}
)
"""Words that only look like many."""

_ONE_OF = {
    "analyses": "analysis",
    "children": "child",
    "criteria": "criterion",
    "halves": "half",
    "indices": "index",
    "knives": "knife",
    "leaves": "leaf",
    "matrices": "matrix",
    "men": "man",
    "people": "person",
    "shelves": "shelf",
    "vertices": "vertex",
    "women": "woman",
}


def singular(word: str) -> str:
    """One of what a plural names, for class names: ``batches`` gives ``batch``, ``usage`` stays."""
    lower = word.lower()
    if lower in _ONE_OF:
        return word[0] + _ONE_OF[lower][1:]
    if lower.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if lower.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    if (
        lower in _SINGULAR
        or lower.endswith(("ss", "us", "is", "news", "series"))
        or not lower.endswith("s")
        or len(word) < 3
    ):
        return word
    return word[:-1]


def is_plural(word: str) -> bool:
    """Whether a word looks like the name of a collection."""
    return singular(word) != word
