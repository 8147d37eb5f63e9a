"""The parameters of a job, and the purpose of its files, are looked over before anything is sent."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from openai_client.lib.fine_tuning import check_job, check_purpose
from openai_client.testing import MockAPI

JOB: dict[str, Any] = {"model": "gpt-4o-mini", "training_file": "file-1"}


def supervised(**values: Any) -> dict[str, Any]:
    return {**JOB, "method": {"type": "supervised", "supervised": {"hyperparameters": values}}}


def dpo(**values: Any) -> dict[str, Any]:
    return {**JOB, "method": {"type": "dpo", "dpo": {"hyperparameters": values}}}


def reinforcement(**values: Any) -> dict[str, Any]:
    settings = {"grader": {"type": "string_check"}, "hyperparameters": values}
    return {**JOB, "method": {"type": "reinforcement", "reinforcement": settings}}


@pytest.mark.parametrize(
    "params",
    [
        JOB,
        {**JOB, "suffix": "a", "seed": 0, "validation_file": "file-2", "metadata": {}, "integrations": None},
        {**JOB, "suffix": "a" * 64, "seed": 2_147_483_647, "method": None},
        supervised(n_epochs=1, batch_size=256, learning_rate_multiplier=0.01),
        supervised(n_epochs="auto", batch_size="auto", learning_rate_multiplier="auto"),
        supervised(n_epochs=50, batch_size=1, learning_rate_multiplier=2),
        dpo(beta=2, n_epochs=3),
        dpo(beta="auto"),
        reinforcement(compute_multiplier=10, eval_interval=1, eval_samples=1, reasoning_effort="high"),
    ],
)
def test_good_parameters_pass(params: dict[str, Any]) -> None:
    assert check_job(params) == []


@pytest.mark.parametrize(
    ("params", "code", "pointer"),
    [
        ({"training_file": "file-1"}, "missing-key", ""),
        ({"model": "m"}, "missing-key", ""),
        ({**JOB, "model": ""}, "wrong-type", "/model"),
        ({**JOB, "epochs": 3}, "unknown-parameter", "/epochs"),
        ({**JOB, "suffix": ""}, "out-of-range", "/suffix"),
        ({**JOB, "suffix": "a" * 65}, "out-of-range", "/suffix"),
        ({**JOB, "suffix": 7}, "out-of-range", "/suffix"),
        ({**JOB, "seed": -1}, "out-of-range", "/seed"),
        ({**JOB, "seed": 2_147_483_648}, "out-of-range", "/seed"),
        ({**JOB, "seed": True}, "out-of-range", "/seed"),
        ({**JOB, "hyperparameters": {"n_epochs": 2}}, "deprecated-hyperparameters", "/hyperparameters"),
        ({**JOB, "method": "dpo"}, "wrong-type", "/method/type"),
        ({**JOB, "method": {"type": "sft"}}, "wrong-type", "/method/type"),
        ({**JOB, "method": {"type": "dpo", "supervised": {}}}, "method-mismatch", "/method/supervised"),
        ({**JOB, "method": {"type": "dpo", "dpo": []}}, "wrong-type", "/method/dpo"),
        (
            {**JOB, "method": {"type": "dpo", "dpo": {"hyperparameters": 1}}},
            "wrong-type",
            "/method/dpo/hyperparameters",
        ),
        ({**JOB, "method": {"type": "reinforcement"}}, "grader-missing", "/method/reinforcement"),
        (supervised(n_epochs=0), "out-of-range", "/method/supervised/hyperparameters/n_epochs"),
        (supervised(n_epochs=51), "out-of-range", "/method/supervised/hyperparameters/n_epochs"),
        (supervised(n_epochs=2.5), "out-of-range", "/method/supervised/hyperparameters/n_epochs"),
        (supervised(n_epochs=True), "out-of-range", "/method/supervised/hyperparameters/n_epochs"),
        (supervised(batch_size=257), "out-of-range", "/method/supervised/hyperparameters/batch_size"),
        (
            supervised(learning_rate_multiplier=0),
            "out-of-range",
            "/method/supervised/hyperparameters/learning_rate_multiplier",
        ),
        (
            supervised(learning_rate_multiplier=float("inf")),
            "out-of-range",
            "/method/supervised/hyperparameters/learning_rate_multiplier",
        ),
        (
            {**JOB, "method": {"type": "dpo", "dpo": {"grader": {"type": "python"}}}},
            "method-mismatch",
            "/method/dpo/grader",
        ),
        (supervised(beta=1), "unknown-parameter", "/method/supervised/hyperparameters/beta"),
        (dpo(beta=0), "out-of-range", "/method/dpo/hyperparameters/beta"),
        (dpo(beta=2.01), "out-of-range", "/method/dpo/hyperparameters/beta"),
        (
            reinforcement(compute_multiplier=0.00001),
            "out-of-range",
            "/method/reinforcement/hyperparameters/compute_multiplier",
        ),
        (
            reinforcement(reasoning_effort="huge"),
            "out-of-range",
            "/method/reinforcement/hyperparameters/reasoning_effort",
        ),
    ],
)
def test_each_mistake_is_found(params: dict[str, Any], code: str, pointer: str) -> None:
    (found,) = check_job(params)
    assert (found.code, found.pointer, found.line) == (code, pointer, 0)


def test_deprecated_hyperparameters_are_looked_over_as_well() -> None:
    found = check_job({**JOB, "hyperparameters": {"n_epochs": 99}})
    assert [(each.code, each.severity) for each in found] == [
        ("deprecated-hyperparameters", "advice"),
        ("out-of-range", "error"),
    ]
    assert found[1].problem == 'n_epochs is 99; it is an integer, 1 to 50, or "auto"'


@pytest.mark.parametrize(
    ("purpose", "said"),
    [
        ("fine-tuning", "there is no purpose 'fine-tuning': it is 'fine-tune'"),
        ("fine_tune", "there is no purpose 'fine_tune': it is 'fine-tune'"),
        ("batch", "files of purpose 'batch' cannot be trained on"),
    ],
)
def test_the_purpose_of_training_data_is_fine_tune(purpose: str, said: str) -> None:
    (found,) = check_purpose(purpose)
    assert (found.code, found.problem) == ("wrong-purpose", said)
    assert check_purpose("fine-tune") == []


@pytest.mark.parametrize("purpose", ["fine-tuning", "fine_tuning", "finetune", "Fine-Tune"])
def test_a_misspelt_purpose_is_refused_before_anything_is_sent(purpose: Any) -> None:
    api = MockAPI()
    calls: Any = [
        lambda client: client.files.create(file=b"{}", purpose=purpose),
        lambda client: client.files.with_raw_response.create(file=b"{}", purpose=purpose),
        lambda client: client.uploads.create(bytes=2, filename="a", mime_type="text/jsonl", purpose=purpose),
    ]

    async def awaited(call: Any) -> None:
        await call(api.async_client())

    for call in calls:
        with pytest.raises(
            ValueError, match=f"Nothing was uploaded: there is no purpose '{purpose}': it is 'fine-tune'"
        ):
            call(api.client())
        with pytest.raises(ValueError, match="it is 'fine-tune'"):
            asyncio.run(awaited(call))
    assert api.requests == []


@pytest.mark.parametrize("purpose", ["fine-tune", "batch", "evals", "somebody's own"])
def test_other_purposes_are_sent(purpose: Any) -> None:
    api = MockAPI()
    api.files.create.returns({"id": "file-1", "purpose": purpose})
    assert api.client().files.create(file=b"{}", purpose=purpose).id == "file-1"
    assert len(api.requests) == 1
