"""Whether a job could be created with these parameters, before anything is sent."""

from __future__ import annotations

import difflib
import math
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from ..purposes import purpose_problem
from .findings import Finding, Issue, Path, finding, shown

_REQUIRED = ("model", "training_file")
_PARAMETERS = frozenset(
    {*_REQUIRED, "validation_file", "method", "hyperparameters", "suffix", "seed", "integrations", "metadata"}
)
_MAX_SUFFIX = 64
_MAX_SEED = 2_147_483_647


class _Range(NamedTuple):
    """What a number may be; ``"auto"`` is always allowed."""

    low: float
    high: float = float("inf")
    whole: bool = False
    """An integer; and then ``low`` itself is allowed."""

    def holds(self, value: object) -> bool:
        if isinstance(value, bool) or not isinstance(value, int if self.whole else (int, float)):
            return False
        above = self.low <= value if self.whole else self.low < value
        return above and value <= self.high and math.isfinite(value)

    def __str__(self) -> str:
        if self.high == float("inf"):
            return f"{self.low:g} or more" if self.whole else f"more than {self.low:g}"
        return f"{self.low:g} to {self.high:g}" if self.whole else f"more than {self.low:g}, at most {self.high:g}"


# Bounds and names as the API's document has them.
_COMMON = {
    "n_epochs": _Range(1, 50, whole=True),
    "batch_size": _Range(1, 256, whole=True),
    "learning_rate_multiplier": _Range(0),
}
_METHODS = {
    "supervised": _COMMON,
    "dpo": {**_COMMON, "beta": _Range(0, 2)},
    "reinforcement": {
        **_COMMON,
        "compute_multiplier": _Range(0.00001, 10),
        "eval_interval": _Range(1, whole=True),
        "eval_samples": _Range(1, whole=True),
    },
}
_EFFORTS = ("default", "low", "medium", "high")


def check_job(params: Mapping[str, Any]) -> list[Finding]:
    """What is wrong with the parameters of ``fine_tuning.jobs.create``; nothing is sent.

    Args:
        params: The arguments of the call by their names.
    """
    return [finding(issue.code, issue.problem, path=issue.path) for issue in _check(params)]


def check_purpose(purpose: str) -> list[Finding]:
    """What is wrong with the purpose of an upload of training data."""
    if purpose == "fine-tune":
        return []
    problem = purpose_problem(purpose) or f"files of purpose {purpose!r} cannot be trained on"
    return [finding("wrong-purpose", problem, path=("purpose",))]


def _check(params: Mapping[str, Any]) -> Iterator[Issue]:
    for key in params:
        if key not in _PARAMETERS:
            yield Issue("unknown-parameter", (key,), f"a job has no parameter {_unknown(key, _PARAMETERS)}")
    for key in _REQUIRED:
        if key not in params:
            yield Issue("missing-key", (), f"a job needs {key}")
        elif not isinstance(params[key], str) or not params[key]:
            yield Issue("wrong-type", (key,), f"{key} is {shown(params[key])} and no text")
    suffix = params.get("suffix")
    if suffix is not None and not (isinstance(suffix, str) and 1 <= len(suffix) <= _MAX_SUFFIX):
        what = f"{len(suffix)} characters" if isinstance(suffix, str) else shown(suffix)
        yield Issue("out-of-range", ("suffix",), f"the suffix is {what}; it is a text of 1 to {_MAX_SUFFIX}")
    seed = params.get("seed")
    if seed is not None and not _Range(0, _MAX_SEED, whole=True).holds(seed):
        yield Issue("out-of-range", ("seed",), f"the seed is {shown(seed)}; it is an integer of 0 to {_MAX_SEED}")
    if params.get("hyperparameters") is not None:
        problem = "hyperparameters of the job itself are deprecated, in favour of method"
        yield Issue("deprecated-hyperparameters", ("hyperparameters",), problem)
        yield from _hyperparameters(params["hyperparameters"], "supervised", ("hyperparameters",))
    if params.get("method") is not None:
        yield from _method(params["method"])


def _method(method: Any) -> Iterator[Issue]:
    name = method.get("type") if isinstance(method, Mapping) else None
    if not isinstance(name, str) or name not in _METHODS:
        problem = f"the type of the method is {shown(name)}; it is one of {', '.join(_METHODS)}"
        yield Issue("wrong-type", ("method", "type"), problem)
        return
    for other in method.keys() & _METHODS.keys() - {name}:
        yield Issue("method-mismatch", ("method", other), f"settings of {other} for a job of the type {name}")
    settings = method.get(name, {})
    if not isinstance(settings, Mapping):
        yield Issue("wrong-type", ("method", name), f"{name} is {shown(settings)} and no object")
        return
    if name == "reinforcement" and not isinstance(settings.get("grader"), Mapping):
        yield Issue("grader-missing", ("method", name), "reinforcement needs a grader")
    if name != "reinforcement" and settings.get("grader") is not None:
        yield Issue("method-mismatch", ("method", name, "grader"), f"a grader is for reinforcement, not for {name}")
    if settings.get("hyperparameters") is not None:
        yield from _hyperparameters(settings["hyperparameters"], name, ("method", name, "hyperparameters"))


def _hyperparameters(given: Any, method: str, path: Path) -> Iterator[Issue]:
    if not isinstance(given, Mapping):
        yield Issue("wrong-type", path, f"hyperparameters are {shown(given)} and no object")
        return
    known = _METHODS[method].keys() | ({"reasoning_effort"} if method == "reinforcement" else set())
    for key, value in given.items():
        if key not in known:
            problem = f"{method} has no hyperparameter {_unknown(key, known)}"
            yield Issue("unknown-parameter", (*path, key), problem)
        elif key == "reasoning_effort":
            if value not in _EFFORTS:
                problem = f"{key} is {shown(value)}; it is one of {', '.join(_EFFORTS)}"
                yield Issue("out-of-range", (*path, key), problem)
        elif value != "auto" and not (allowed := _METHODS[method][key]).holds(value):
            kind = "an integer, " if allowed.whole else ""
            yield Issue("out-of-range", (*path, key), f'{key} is {shown(value)}; it is {kind}{allowed}, or "auto"')


def _unknown(name: object, known: Collection[str]) -> str:
    """A name that is not known, and what may have been meant."""
    near = difflib.get_close_matches(str(name), known, 1)
    return f"{shown(name)}; " + (f"did you mean {near[0]!r}?" if near else f"there are {', '.join(sorted(known))}")
