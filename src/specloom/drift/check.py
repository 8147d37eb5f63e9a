"""The comparison itself: the pinned document and the live one in, differences with their verdicts out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve

from specloom.diff.review import ReviewSide, Settings, make_review
from specloom.diff.sides import Given, ReadSide, mended, reading
from specloom.diff.values import Verdict
from specloom.drift.extensions import differences
from specloom.drift.settle import as_openapi_3, as_swagger_tells, settled
from specloom.drift.values import Compared, Difference, Mode
from specloom.problems import Problem, SpecloomError

_SIDES: Final = {
    "the old side:": "the pinned document:",
    "the new side:": "the live document:",
    "both sides:": "pinned and live:",
}


def compare(pinned: Given, live: Given, mode: Mode, severities: Mapping[str, Verdict] | None = None) -> Compared:
    """Read both documents and compare them.

    Args:
        pinned: What is pinned, with overlay and names.
        live: What is served, with the same overlay and names.
        mode: Whether to look at more than the contract.
        severities: Verdicts that stand instead of ours, by rule.

    Raises:
        SpecloomError: If a side cannot be read or prepared; or the live one is so empty that it must be a failure.
    """
    old, new = _read(evolve(pinned, settle=settled), evolve(live, settle=settled))
    if _is_swagger(old.side.document) is not _is_swagger(new.side.document):
        old, new = _read(evolve(pinned, settle=_like_swagger), _in_the_form_of(old, live))
    _check_not_emptied(old.side, new.side)
    review = make_review(old.side, new.side, settings=Settings(severities=severities or {}))
    found: tuple[Difference, ...] = ()
    if mode == "full":
        sides = [mended(one, lambda note: None)[1] for one in (pinned, live)]  # notes are told already
        found = differences(sides[0], sides[1], (old.side.prepared, new.side.prepared))
    return Compared(review, found, (_version(old.side), _version(new.side)), (*old.notes, *new.notes))


def _in_the_form_of(old: ReadSide, live: Given) -> Given:
    """The live document so that the overlay, written for the pinned one, can mend it too.

    Swagger can be written as OpenAPI 3. The other way there is none; then the overlay does what it can.
    """
    respell = live.respell if _is_swagger(old.side.document) else as_openapi_3
    return evolve(live, respell=respell, settle=_like_swagger)


def _like_swagger(document: Mapping[str, Any]) -> dict[str, Any]:
    return settled(document if _is_swagger(document) else as_swagger_tells(document))


def _version(side: ReviewSide) -> str:
    info = side.document.get("info")
    return str(info.get("version", "")) if isinstance(info, Mapping) else ""


def _is_swagger(document: Mapping[str, Any]) -> bool:
    return "swagger" in document


def _read(pinned: Given, live: Given) -> tuple[ReadSide, ReadSide]:
    try:
        with reading(pinned, live) as read:
            return read()
    except SpecloomError as error:
        raise SpecloomError(evolve(one, message=_in_our_words(one.message)) for one in error.problems) from error


def _in_our_words(message: str) -> str:
    for theirs, ours in _SIDES.items():
        if message.startswith(theirs):
            return ours + message.removeprefix(theirs)
    return message


def _check_not_emptied(old: ReviewSide, new: ReviewSide) -> None:
    """An API loses all its operations at once by a failure of what serves the document, hardly ever by an edit."""
    had, has = (any(side.prepared.get(key) for key in ("paths", "webhooks")) for side in (old, new))
    if had and not has:
        message = "the live document has no operations any more; see whether it is whole where it is served"
        raise SpecloomError(Problem(message, "#/paths", new.label))
