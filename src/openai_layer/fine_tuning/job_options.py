"""What can be said of a fine-tuning job, checked before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from ..input_errors import InputError
from .checks_job import check_job

if TYPE_CHECKING:
    from ..._runtime import Required
    from ...types.fine_tuning import FineTuneMethodParam, FineTuningJobWandbIntegrationObjectParam
    from ...types.shared_params import Metadata


class JobOptions(TypedDict, total=False):
    """What is to be trained, and how."""

    model: Required[str]
    """The model to train."""
    method: Literal["supervised", "dpo", "reinforcement"] | FineTuneMethodParam | None
    """How: by name, or all that the API is told; supervised by rule."""
    hyperparameters: Mapping[str, object] | None
    """``n_epochs``, ``batch_size`` and others, as the method has them; ``"auto"`` leaves one to the API."""
    grader: Mapping[str, object] | None
    """What judges answers; for ``reinforcement``, which needs one."""
    suffix: str | None
    """1 to 64 characters that become part of the model's name."""
    seed: int | None
    """Repeats a job."""
    metadata: Metadata | None
    """Up to 16 pairs of your own."""
    integrations: Iterable[FineTuningJobWandbIntegrationObjectParam] | None
    """Services to which the job reports its metrics."""


def job_fields(options: JobOptions) -> dict[str, Any]:
    """What is sent to create a job, but for its files.

    Raises:
        InputError: If there is no model, or something is out of the bounds that the API's document states.
    """
    sent: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
    if method := _method(sent.pop("method", None), sent.pop("hyperparameters", None), sent.pop("grader", None)):
        sent["method"] = method
    for found in check_job({"training_file": "file-", **sent}):  # which is not known yet
        if found.severity == "error":
            raise InputError(found.problem, code=found.code)
    return sent


def _method(
    method: object, hyperparameters: Mapping[str, object] | None, grader: Mapping[str, object] | None
) -> Mapping[str, object]:
    """The method as it is sent; empty where nothing was said, which leaves it to the API."""
    if isinstance(method, Mapping):
        if hyperparameters is not None or grader is not None:
            raise InputError("hyperparameters and grader belong into method where that is a mapping; say them once")
        return method
    if method is None and hyperparameters is None and grader is None:
        return {}
    kind = "supervised" if method is None else method
    inside = {"grader": grader, "hyperparameters": dict(hyperparameters) if hyperparameters else None}
    said = {name: value for name, value in inside.items() if value is not None}
    return {"type": kind, str(kind): said} if said else {"type": kind}
