"""What can be said of a fine-tuning job, checked before anything is sent."""

from __future__ import annotations

import difflib
import math
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypedDict

from ..input_errors import InputError

if TYPE_CHECKING:
    from ..._runtime import Required
    from ...types.fine_tuning import FineTuneMethodParam, FineTuningJobWandbIntegrationObjectParam
    from ...types.shared_params import Metadata

_LONGEST_SUFFIX = 64


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


class _Bounds(NamedTuple):
    """What a number may be; the lower bound belongs to it, or does not."""

    whole: bool
    low: float
    above_low: bool = False
    high: float = math.inf

    def holds(self, value: object) -> bool:
        if isinstance(value, bool) or not isinstance(value, int if self.whole else (int, float)):
            return False
        above = value > self.low if self.above_low else value >= self.low
        return above and value <= self.high and math.isfinite(value)

    def __str__(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        low = f"above {self.low:g}" if self.above_low else f"of at least {self.low:g}"
        return f"{kind} {low}" + (f" and at most {self.high:g}" if math.isfinite(self.high) else "")


# Bounds and names as the API's document has them.
_COMMON = {
    "batch_size": _Bounds(True, 1, high=256),
    "learning_rate_multiplier": _Bounds(False, 0, above_low=True),
    "n_epochs": _Bounds(True, 1, high=50),
}
_HYPERPARAMETERS: dict[str, dict[str, _Bounds]] = {
    "supervised": _COMMON,
    "dpo": {**_COMMON, "beta": _Bounds(False, 0, above_low=True, high=2)},
    "reinforcement": {
        **_COMMON,
        "compute_multiplier": _Bounds(False, 1e-5, above_low=True, high=10),
        "eval_interval": _Bounds(True, 1),
        "eval_samples": _Bounds(True, 1),
    },
}
_EFFORTS = ("default", "low", "medium", "high")


def job_fields(options: JobOptions) -> dict[str, Any]:
    """What is sent to create a job, but for its files.

    Raises:
        InputError: If there is no model, or something is out of the bounds that the API's document states.
    """
    sent: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
    if unknown := sent.keys() - JobOptions.__annotations__.keys():
        raise InputError(f"{_unknown('option', unknown, JobOptions.__annotations__)}")
    if not isinstance(sent.get("model"), str) or not sent["model"]:
        raise InputError("model is missing: name the model to train, such as 'gpt-4o-mini-2024-07-18'")
    suffix = sent.get("suffix")
    if suffix is not None and not (isinstance(suffix, str) and 1 <= len(suffix) <= _LONGEST_SUFFIX):
        raise InputError(f"suffix has 1 to {_LONGEST_SUFFIX} characters, not {suffix!r}")
    method = _method(sent.pop("method", None), sent.pop("hyperparameters", None), sent.pop("grader", None))
    return {**sent, "method": method} if method else sent


def _method(
    method: object, hyperparameters: Mapping[str, object] | None, grader: Mapping[str, object] | None
) -> Mapping[str, object]:
    """The method as it is sent; empty where nothing was said, which leaves it to the API."""
    if isinstance(method, Mapping):
        if hyperparameters is not None or grader is not None:
            raise InputError("hyperparameters and grader belong into method where that is a mapping; say them once")
        kind = method.get("type")
        inside = method.get(str(kind)) or {}
        _check_method(kind, inside.get("hyperparameters") or {}, inside.get("grader"))
        return method
    if method is None and hyperparameters is None and grader is None:
        return {}
    kind = "supervised" if method is None else method
    _check_method(kind, hyperparameters or {}, grader)
    inside = {"grader": grader, "hyperparameters": dict(hyperparameters) if hyperparameters else None}
    said = {name: value for name, value in inside.items() if value is not None}
    return {"type": kind, str(kind): said} if said else {"type": kind}


def _check_method(kind: object, hyperparameters: Mapping[str, object], grader: object) -> None:
    if not isinstance(kind, str) or kind not in _HYPERPARAMETERS:
        raise InputError(f"method is one of {', '.join(_HYPERPARAMETERS)}, not {kind!r}")
    if kind == "reinforcement" and not grader:
        raise InputError("reinforcement needs a grader: grader={'type': 'string_check', ...}")
    if kind != "reinforcement" and grader:
        raise InputError(f"a grader belongs to method='reinforcement', not to {kind!r}")
    known = _HYPERPARAMETERS[kind]
    names = {*known, "reasoning_effort"} if kind == "reinforcement" else set(known)
    if unknown := hyperparameters.keys() - names:
        raise InputError(_unknown(f"hyperparameter of {kind!r}", unknown, names))
    for name, value in hyperparameters.items():
        if name == "reasoning_effort":
            if value not in _EFFORTS:
                raise InputError(f"reasoning_effort is one of {', '.join(_EFFORTS)}, not {value!r}")
        elif value != "auto" and not known[name].holds(value):
            raise InputError(f"{name} is {known[name]}, or 'auto', not {value!r}")


def _unknown(what: str, names: Collection[str], known: Iterable[str]) -> str:
    name = min(names)
    near = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(sorted(known))}"
    return f"there is no {what} named {name!r}; {hint}"
