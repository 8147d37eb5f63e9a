"""A document of the old version becomes the same kind of client."""

from __future__ import annotations

from types import ModuleType

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    assert str(package.Client(api_key="k").base_url).rstrip("/") == "https://api.example.com/v2"
    key = {"api_key": "k"}
    task = {"id": 1, "title": "Sow", "due": None}
    listed = call(package, lambda client: client.tasks.list(status=["open", "done"]), [task], options=key)
    assert listed.query == [("status", "open"), ("status", "done")]
    assert listed.request.headers["X-Key"] == "k"
    assert listed.answer[0].to_dict() == task

    added = call(package, lambda client: client.tasks.create(title="Sow", due=None), task, options=key)
    assert added.body == {"title": "Sow", "due": None}

    upload = call(package, lambda client: client.tasks.file.create(1, file=("a.txt", b"a"), note="n"), options=key)
    assert upload.line == "POST /v1/tasks/1/file"
    assert sorted(upload.parts) == [("file", "a.txt", b"a"), ("note", None, b"n")]
