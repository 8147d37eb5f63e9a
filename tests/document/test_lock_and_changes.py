"""What a pull writes down and what it tells."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.document.changes import Changes, NameChanges, changes
from specloom.document.lock import Lock, digest, lock_text, read_lock
from specloom.problems import SpecloomError

_LOCK = Lock("https://example.com/ü.json", "1.0 (main)", digest(b"x"), "2026-08-21", "specloom 1", "keep")


def test_a_lock_comes_back_as_it_was_written() -> None:
    assert read_lock(lock_text(_LOCK), "spec.lock") == _LOCK


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b'{"source": 1}'])
def test_a_spoilt_lock_is_refused(text: bytes) -> None:
    with pytest.raises(SpecloomError, match="pull again"):
        read_lock(text, "spec.lock")


def _document(**paths: Any) -> dict[str, Any]:
    return {"openapi": "3.1.0", "info": {"version": "1"}, "paths": {f"/{name}": item for name, item in paths.items()}}


def test_nothing_new_is_nothing_even_under_another_version() -> None:
    document = _document(a={"get": {}})
    assert not changes(document, {**document, "info": {"version": "2"}})


def test_operations_and_schemas_are_told_by_name() -> None:
    old = {**_document(a={"get": {}, "post": {}}), "components": {"schemas": {"Cat": {}, "Dog": {}}}}
    new = {
        **_document(a={"get": {"x": 1}, "put": {}}),
        "components": {"schemas": {"Dog": {"type": "object"}, "Cow": {}}},
    }
    assert changes(old, new) == Changes(
        NameChanges(("PUT /a",), ("POST /a",), ("GET /a",)), NameChanges(("Cow",), ("Cat",), ("Dog",))
    )


def test_what_all_operations_of_a_path_share_belongs_to_each() -> None:
    old, new = _document(a={"get": {}, "post": {}}), _document(a={"parameters": [], "get": {}, "post": {}})
    assert changes(old, new).operations.changed == ("GET /a", "POST /a")


def test_a_first_pull_adds_everything() -> None:
    found = changes({}, {**_document(a={"get": {}}), "definitions": {"Cat": {}}, "servers": []})
    assert found == Changes(NameChanges(("GET /a",)), NameChanges(("Cat",)))


def test_what_lies_elsewhere_is_told_too() -> None:
    assert changes(_document(), {**_document(), "servers": [{"url": "/v2"}]}).elsewhere
