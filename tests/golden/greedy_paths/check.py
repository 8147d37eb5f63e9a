"""A parameter that takes the rest of the path keeps its slashes, and cannot climb out of its place."""

from __future__ import annotations

from types import ModuleType

import pytest

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    def line(name: str, key: str) -> str:
        return call(package, lambda client: client.buckets.key.get(key, name=name), "found").line

    assert line("a/b", "x/y z/ö?.txt") == "GET /v1/buckets/a%2Fb/x/y%20z/%C3%B6%3F.txt"
    assert line("a", "x//y/") == "GET /v1/buckets/a/x//y/"
    for key in ("..", "x/../../y", "./x", "x/.", ""):
        with pytest.raises(ValueError, match=r"Expected (a non-empty value for `key`|the path parameters)"):
            line("a", key)
    with pytest.raises(ValueError, match="Expected the path parameters"):
        line("..", "x")
