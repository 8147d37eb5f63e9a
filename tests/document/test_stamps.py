"""A moment is no version that somebody chose."""

from __future__ import annotations

import pytest

from specloom.document.stamps import is_stamp, unstamped


@pytest.mark.parametrize(
    ("version", "stamp"),
    [
        ("2017-04-20T04:08:08Z", True),
        ("2026-02-17 06:33:15UTC", True),
        ("2026-02-17 06:33:15 UTC", True),
        ("2026-02-17T06:33:15.123+01:00", True),
        ("2026-02-17T06:33:15", True),
        ("2026-02-17", False),
        ("1.0", False),
        ("v2026-02-17T06:33:15Z", False),
        ("", False),
        (None, False),
        (20260217, False),
    ],
)
def test_a_stamp_is_told_from_a_version(version: object, stamp: bool) -> None:
    assert is_stamp(version) is stamp


def test_only_a_stamp_is_left_out() -> None:
    stamped = {"openapi": "3.0.1", "info": {"title": "A", "version": "2017-04-20T04:08:08Z"}}
    assert unstamped(stamped) == {"openapi": "3.0.1", "info": {"title": "A"}}
    assert stamped["info"] == {"title": "A", "version": "2017-04-20T04:08:08Z"}
    for document in ({"info": {"version": "1"}}, {"info": None}, {}):
        assert unstamped(document) == document
