"""A run that is killed anywhere goes on where it was: no request is lost, none is run twice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from openai_client import APIConnectionError, InternalServerError
from openai_client.lib import whole_files
from openai_client.lib.batches import BatchBuilder, Limits, run_batches
from openai_client.lib.batches import state as state_module
from openai_client.lib.input_errors import InputError

from .service import BatchService, Killed

COUNT = 5
LIMITS = Limits(requests=2)


def requests(count: int = COUNT) -> BatchBuilder:
    builder = BatchBuilder()
    for number in range(count):
        body = {"model": "m", "messages": [{"role": "user", "content": f"question {number}"}]}
        builder.add("/v1/chat/completions", body, custom_id=f"q{number}")
    return builder


def run(service: BatchService, path: Path, *, is_async: bool = False, **options: Any) -> Any:
    options = {"limits": LIMITS, "poll_interval_ms": 0, **options}
    if not is_async:
        return run_batches(service.client(), requests(), state=path, **options)

    async def go() -> Any:
        async with service.async_client() as client:
            return await run_batches(client, requests(), state=path, **options)

    return asyncio.run(go())


class Killer:
    """Ends the process at the n-th moment: before or after each call, and before or after each write."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.moments: list[str] = []

    def __call__(self, name: str, when: str) -> None:
        self.moments.append(f"{when} {name}")
        if len(self.moments) == self.at:
            raise Killed(self.moments[-1])


@pytest.fixture
def arm(monkeypatch: pytest.MonkeyPatch) -> Callable[[BatchService, int], Killer]:
    write = whole_files.write_whole

    def armed(service: BatchService, at: int) -> Killer:
        killer = Killer(at)
        service.on_call = killer

        class Writing:
            def __init__(self, path: Path, *, overwrite: bool) -> None:
                self.inner = write(path, overwrite=overwrite)
                self.name = f"write {path.suffix}"

            def __enter__(self) -> Any:
                killer(self.name, "before")
                return self.inner.__enter__()

            def __exit__(self, *error: Any) -> None:
                self.inner.__exit__(*error)
                killer(self.name, "after")

        monkeypatch.setattr(state_module, "write_whole", Writing)
        return killer

    return armed


def flaky(name: str, run: int) -> int | str:
    """The second request is overloaded once, the fourth gets lost once; the fifth is wrong for good."""
    if name == "q4":
        return 400
    troubles: dict[str, int | str] = {"q1": 503, "q3": "lost"}
    return troubles.get(name, 200) if run == 1 else 200


EXPECTED = {"q0": 1, "q1": 2, "q2": 1, "q3": 2, "q4": 1}


def check(service: BatchService, results: Any) -> None:
    assert dict(service.runs) == EXPECTED
    assert [result.custom_id for result in results] == list(EXPECTED)
    assert [result.status for result in results] == [200, 200, 200, 200, 400]
    assert [r.answer.choices[0].message.content for r in results if r.ok] == [f"re: question {n}" for n in range(4)]
    assert len(service.batches) == 4
    assert len({batch["input_file_id"] for batch in service.batches.values()}) == 4
    assert service.calls["upload"] == 4


def moments_of_a_run(tmp_path: Path, arm: Any) -> list[str]:
    service = BatchService()
    service.outcome = flaky
    killer = arm(service, 0)
    check(service, run(service, tmp_path / "whole.json"))
    return list(killer.moments)


@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
def test_killed_at_every_step_once(tmp_path: Path, arm: Any, is_async: bool) -> None:
    moments = moments_of_a_run(tmp_path, arm)
    assert {"before create", "after create", "after upload", "after write .json", "before content"} <= set(moments)
    # What is decided is the same for both kinds of client; that it is done alike, a part of the moments shows.
    for at in range(1, len(moments) + 1, 5 if is_async else 1):
        service = BatchService()
        service.outcome = flaky
        service.page = 1  # what is looked for may be on a later page
        path = tmp_path / f"run-{at}.json"
        arm(service, at)
        with pytest.raises(Killed):
            run(service, path, is_async=is_async)
        arm(service, 0)
        check(service, run(service, path, is_async=is_async))


@pytest.mark.parametrize("at", ["after upload", "after create"])
def test_what_was_made_is_found_behind_what_others_made_since(tmp_path: Path, arm: Any, at: str) -> None:
    service = BatchService()
    service.page = 2

    def kill(name: str, when: str) -> None:
        if f"{when} {name}" == at:
            raise Killed(at)

    service.on_call = kill
    with pytest.raises(Killed):
        run(service, tmp_path / "run.json")
    service.on_call = lambda name, when: None
    mine = list(service.batches)
    for number in range(2, 9):
        file = service.keep("other.jsonl", b"", "batch")
        service.batches[f"other_{number}"] = {
            "id": f"other_{number}", "object": "batch", "status": "failed", "input_file_id": file["id"],
            "created_at": file["created_at"] + 100,
        }  # fmt: skip
    assert len(run(service, tmp_path / "run.json").answers()) == COUNT
    assert set(service.runs.values()) == {1}
    assert service.calls["upload"] == 3
    assert service.calls["create"] == 3
    assert mine == (["batch_1"] if at == "after create" else [])


def test_killed_again_and_again(tmp_path: Path, arm: Any) -> None:
    for stride in range(2, 9):
        service = BatchService()
        service.outcome = flaky
        path = tmp_path / f"run-{stride}.json"
        kills = 0
        results = None
        while results is None:
            assert kills < 500, "the run gets nowhere"
            # A run that is ended early each time must still come forward: the stride grows slowly.
            arm(service, stride + kills // 10)
            try:
                results = run(service, path)
            except Killed:
                kills += 1
        assert kills > 3
        check(service, results)


def test_a_finished_run_asks_nothing(tmp_path: Path) -> None:
    service = BatchService()
    first = run(service, tmp_path / "run.json")
    service.calls.clear()
    second = run(service, tmp_path / "run.json")
    assert not service.calls
    assert [r.data for r in first] == [r.data for r in second]


def test_answers_that_were_deleted_here_are_fetched_again(tmp_path: Path) -> None:
    service = BatchService()
    run(service, tmp_path / "run.json")
    for file in (tmp_path / "run.files").glob("*.result*"):
        file.unlink()
    assert len(run(service, tmp_path / "run.json").answers()) == COUNT
    assert max(service.runs.values()) == 1


@pytest.mark.parametrize("failure", [httpx.ReadTimeout("late"), 500, 429])
def test_a_batch_whose_creation_failed_late_is_not_made_twice(tmp_path: Path, failure: Any) -> None:
    service = BatchService()
    failed: list[str] = []

    def fail_once(name: str, when: str) -> None:
        if name == "create" and when == "after" and not failed:
            failed.append(name)
            raise failure

    if isinstance(failure, int):
        plain = service.create

        def create(request: Any) -> object:
            made = plain(request)
            if failed:
                return made
            failed.append("create")
            return httpx.Response(failure, json={"error": {"message": "oops"}})

        service.create = create  # type: ignore[method-assign]  # for this service alone
    else:
        service.on_call = fail_once
    client = service.client(max_retries=2)
    results = run_batches(client, requests(), state=tmp_path / "run.json", limits=LIMITS)
    assert failed
    assert len(service.batches) == 3
    assert len(results.answers()) == COUNT
    assert set(service.runs.values()) == {1}


def test_a_creation_that_goes_on_failing_ends_the_run_and_can_be_taken_up(tmp_path: Path) -> None:
    service = BatchService()

    def refuse(name: str, when: str) -> None:
        if name == "create":
            raise httpx.ConnectError("refused")

    service.on_call = refuse
    with pytest.raises(APIConnectionError):
        run_batches(service.client(max_retries=2), requests(), state=tmp_path / "run.json", limits=LIMITS)
    service.on_call = lambda name, when: None
    assert len(run(service, tmp_path / "run.json").answers()) == COUNT
    assert set(service.runs.values()) == {1}


def test_a_call_that_fails_for_good_is_told(tmp_path: Path) -> None:
    service = BatchService()
    service.list_files = lambda request: httpx.Response(500, json={})  # type: ignore[method-assign]
    service.upload = lambda request: httpx.Response(500, json={})  # type: ignore[method-assign]
    with pytest.raises(InternalServerError):
        run(service, tmp_path / "run.json")
    assert not service.batches


def test_answers_cut_in_the_middle_are_fetched_again(tmp_path: Path) -> None:
    service = BatchService()
    plain, cut = service.content, [True]

    def content(request: Any) -> Any:
        found: Any = plain(request)
        return found[:-20] if cut else found

    service.content = content  # type: ignore[method-assign]  # for this service alone
    with pytest.raises(InputError, match=r"file-\d+:\d+:\d+: "):
        run(service, tmp_path / "run.json")
    cut.clear()
    assert len(run(service, tmp_path / "run.json").answers()) == COUNT
    assert set(service.runs.values()) == {1}


def test_the_state_of_other_requests_is_refused(tmp_path: Path) -> None:
    service = BatchService()
    path = tmp_path / "run.json"
    run(service, path)
    before = path.read_bytes()
    with pytest.raises(InputError, match=r"run\.json: this is the state of a run of other requests \(5 with"):
        run_batches(service.client(), requests(4), state=path)
    assert path.read_bytes() == before
    assert len(service.batches) == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", r"run\.json:1:2: the state of a run of batches is JSON, and this is none"),
        ("[]", "not the state of a run"),
        ('{"version": 2}', "another version"),
        ('{"version": 1, "parts": []}', "not the state of a run"),
        ('{"version": 1, "run": "r", "fingerprint": "f", "count": "many", "parts": []}', "its count is 'many'"),
    ],
)
def test_what_is_no_state_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text)
    with pytest.raises(InputError, match=said):
        run(BatchService(), path)
    assert path.read_text() == text


def test_two_processes_do_not_run_the_same(tmp_path: Path) -> None:
    service = BatchService()
    path = tmp_path / "run.json"
    refused: list[str] = []

    def second(name: str, when: str) -> None:
        if name == "create" and when == "before" and not refused:
            with pytest.raises(InputError, match="another process runs these batches") as error:
                run(service, path)
            refused.append(str(error.value))

    service.on_call = second
    assert len(run(service, path).answers()) == COUNT
    assert refused
    assert set(service.runs.values()) == {1}


def test_the_state_names_what_was_made(tmp_path: Path) -> None:
    service = BatchService()
    run(service, tmp_path / "run.json", metadata={"team": "search"})
    state = json.loads((tmp_path / "run.json").read_bytes())
    assert [part["batch_id"] for part in state["parts"]] == ["batch_1", "batch_2", "batch_3"]
    metadata = [batch["metadata"] for batch in service.batches.values()]
    assert metadata == [
        {"team": "search", "batch_run": state["run"], "batch_part": str(number)} for number in (1, 2, 3)
    ]
    names = [file["filename"] for file in service.files.values() if file["purpose"] == "batch"]
    assert names == [f"batch-{state['run']}-000{number}.jsonl" for number in (1, 2, 3)]
