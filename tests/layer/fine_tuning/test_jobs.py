"""Uploading training data and creating jobs."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest

from openai_client._runtime import SDKError
from openai_client.lib.fine_tuning import jobs
from openai_client.lib.fine_tuning.job_options import job_fields
from openai_client.lib.fine_tuning.jobs import create_job, upload_training_file
from openai_client.lib.input_errors import InputError

from .conftest import Caller

JOB = {"id": "ftjob-1", "status": "validating_files", "model": "gpt-4o-mini"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "train.jsonl"
    path.write_bytes(b'{"messages":[{"role":"assistant","content":"yes"}]}\n' * 20)
    return path


def test_a_file_is_uploaded_for_fine_tuning_and_tells_how_far_it_is(call: Caller, data: Path) -> None:
    call.api.files.create.returns({"id": "file-1", "filename": "train.jsonl"})
    told: list[tuple[int, int]] = []
    uploaded = call(upload_training_file, data, on_progress=lambda done, total: told.append((done, total)))
    parts = {part.name: part for part in call.api.files.create.requests[0].parts}
    assert uploaded.id == "file-1"
    assert parts["purpose"].content == b"fine-tune"
    assert (parts["file"].filename, parts["file"].content) == ("train.jsonl", data.read_bytes())
    assert told[-1] == (data.stat().st_size, data.stat().st_size)


def test_a_large_file_goes_up_in_parts(call: Caller, data: Path) -> None:
    call.api.uploads.create.returns({"id": "upload_1", "status": "pending"})
    call.api.uploads.parts.create.returns({"id": "part_1"})
    call.api.uploads.complete.returns({"id": "upload_1", "status": "completed", "file": {"id": "file-9"}})
    told: list[int] = []
    uploaded = call(upload_training_file, data, parts_above=100, on_progress=lambda done, _: told.append(done))
    assert uploaded.id == "file-9"
    asked = call.api.uploads.create.requests[0].json
    assert (asked["purpose"], asked["bytes"], asked["filename"]) == ("fine-tune", data.stat().st_size, "train.jsonl")
    assert told[-1] == data.stat().st_size
    assert not call.api.files.create.requests


def test_an_upload_that_names_no_file_is_an_error(call: Caller, data: Path) -> None:
    call.api.uploads.create.returns({"id": "upload_1", "status": "pending"})
    call.api.uploads.parts.create.returns({"id": "part_1"})
    call.api.uploads.complete.returns({"id": "upload_1", "status": "cancelled", "file": None})
    with pytest.raises(SDKError, match=r"upload_1 was joined \(status 'cancelled'\), but the API names no file"):
        call(upload_training_file, data, parts_above=100)


def test_what_cannot_be_uploaded_is_told_before_anything_is_sent(
    call: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    for path, problem in ((empty, "empty"), (tmp_path, "no file"), (tmp_path / "none", "No such file")):
        with pytest.raises(InputError, match=problem) as caught:
            call(upload_training_file, path)
        assert caught.value.path == str(path)
    monkeypatch.setattr(jobs, "LARGEST_UPLOAD", 100)
    with pytest.raises(InputError, match=r"1,040 bytes; the API takes at most 100"):
        call(upload_training_file, data)
    assert call.api.requests == []


def test_a_job_from_files_of_this_machine(call: Caller, data: Path, tmp_path: Path) -> None:
    held_out = tmp_path / "valid.jsonl"
    held_out.write_bytes(data.read_bytes())
    call.api.files.create.returns({"id": "file-t"}, {"id": "file-v"})
    call.api.fine_tuning.jobs.create.returns(JOB)
    uploaded: list[tuple[str, str]] = []
    job = call(
        create_job,
        training_file=data,
        validation_file=str(held_out),
        model="gpt-4o-mini",
        hyperparameters={"n_epochs": 4, "batch_size": "auto"},
        suffix="tone",
        on_upload=lambda path, file: uploaded.append((path.name, file.id)),
    )
    assert job.id == "ftjob-1"
    assert uploaded == [("train.jsonl", "file-t"), ("valid.jsonl", "file-v")]
    assert call.api.fine_tuning.jobs.create.requests[0].json == {
        "model": "gpt-4o-mini",
        "training_file": "file-t",
        "validation_file": "file-v",
        "suffix": "tone",
        "method": {"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 4, "batch_size": "auto"}}},
    }


def test_an_uploaded_file_is_named_by_its_id_and_nothing_more_is_said_than_was_asked(call: Caller) -> None:
    call.api.fine_tuning.jobs.create.returns(JOB)
    call(create_job, training_file="file-abc", model="gpt-4o-mini", seed=0)
    assert call.api.fine_tuning.jobs.create.requests[0].json == {
        "model": "gpt-4o-mini",
        "training_file": "file-abc",
        "seed": 0,
    }


def test_nothing_is_uploaded_for_a_job_that_cannot_be(call: Caller, data: Path) -> None:
    with pytest.raises(InputError, match='n_epochs is 51; it is an integer, 1 to 50, or "auto"'):
        call(create_job, training_file=data, model="m", hyperparameters={"n_epochs": 51})
    with pytest.raises(InputError, match="validation_file: cannot read it"):
        call(create_job, training_file=data, validation_file="gone.jsonl", model="m")
    with pytest.raises(InputError, match="no example may be in both"):
        call(create_job, training_file=data, validation_file=data, model="m")
    assert call.api.requests == []


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"model": ""}, "model is '' and no text"),
        ({"suffix": ""}, "it is a text of 1 to 64"),
        ({"suffix": "x" * 65}, "it is a text of 1 to 64"),
        ({"sufix": "x"}, "a job has no parameter 'sufix'; did you mean 'suffix'"),
        ({"method": "dp"}, "type of the method is 'dp'; it is one of supervised, dpo, reinforcement"),
        ({"method": "reinforcement"}, "needs a grader"),
        ({"grader": {"type": "python"}}, "a grader is for reinforcement, not for supervised"),
        ({"hyperparameters": {"epochs": 2}}, "did you mean 'n_epochs'"),
        ({"hyperparameters": {"zeal": 2}}, "there are batch_size, learning_rate_multiplier, n_epochs"),
        ({"hyperparameters": {"beta": 1}}, "supervised has no hyperparameter 'beta'"),
        ({"hyperparameters": {"n_epochs": True}}, "n_epochs is True; it is an integer, 1 to 50"),
        ({"hyperparameters": {"n_epochs": 2.5}}, "n_epochs is 2.5; it is an integer, 1 to 50"),
        ({"hyperparameters": {"batch_size": 257}}, "batch_size is 257; it is an integer, 1 to 256"),
        (
            {"hyperparameters": {"learning_rate_multiplier": 0}},
            'learning_rate_multiplier is 0; it is more than 0, or "auto"',
        ),
        ({"hyperparameters": {"learning_rate_multiplier": float("inf")}}, "learning_rate_multiplier is inf"),
        ({"method": "dpo", "hyperparameters": {"beta": 2.5}}, 'beta is 2.5; it is more than 0, at most 2, or "auto"'),
        ({"method": {"type": "dpo", "dpo": {"hyperparameters": {"beta": 3}}}}, "beta is 3"),
        ({"method": {"type": "supervised"}, "hyperparameters": {"n_epochs": 1}}, "say them once"),
        (
            {"method": "reinforcement", "grader": {"type": "x"}, "hyperparameters": {"reasoning_effort": "max"}},
            "reasoning_effort is 'max'; it is one of default, low, medium, high",
        ),
    ],
)
def test_what_cannot_be_right_is_told(options: dict[str, Any], problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        job_fields({"model": "m", **options})  # type: ignore[typeddict-item]  # some of it is wrong on purpose


def test_methods_as_they_are_sent() -> None:
    whole: Any = {"type": "dpo", "dpo": {"hyperparameters": {"beta": "auto"}}}
    grader: Any = {"type": "string_check", "name": "same", "operation": "eq", "input": "a", "reference": "b"}
    assert job_fields({"model": "m", "method": whole})["method"] == whole
    assert job_fields({"model": "m", "method": "dpo"})["method"] == {"type": "dpo"}
    sent = job_fields(
        {"model": "m", "method": "reinforcement", "grader": grader, "hyperparameters": {"reasoning_effort": "low"}}
    )
    assert sent["method"]["reinforcement"] == {"grader": grader, "hyperparameters": {"reasoning_effort": "low"}}


@pytest.mark.parametrize("name", ["upload_training_file", "create_job"])
def test_twins_take_the_same(name: str) -> None:
    plain, twin = (inspect.signature(getattr(jobs, each)) for each in (name, f"{name}_async"))
    assert list(plain.parameters) == list(twin.parameters)
