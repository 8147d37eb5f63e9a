"""Verbs and paths name the methods where the document does not."""

from __future__ import annotations

from types import ModuleType

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    assert call(package, lambda client: client.users.list(), ["a"]).line == "GET /v1/users"
    created = call(package, lambda client: client.users.create(name="Ann"), {"id": "a"})
    assert (created.line, created.body, created.answer.id) == ("POST /v1/users", {"name": "Ann"}, "a")
    assert call(package, lambda client: client.users.retrieve("a"), "Ann").answer == "Ann"
    assert call(package, lambda client: client.users.delete("a")).line == "DELETE /v1/users/a"
    assert call(package, lambda client: client.users.posts.list("a"), ["p"]).line == "GET /v1/users/a/posts"
    assert call(package, lambda client: client.root.retrieve(), "hi").line == "GET /v1/"
