"""Uploading training data and creating the job, with all that can be wrong told before anything is sent."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, TypedDict

from ..._runtime import SDKError
from ..._runtime.uploads import track_upload
from ..input_errors import InputError
from ..progress_bars import progress_bar

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._client import AsyncOpenAI, OpenAI
    from ..._runtime import Required
    from ...types import FileObject, Upload
    from ...types.fine_tuning import FineTuneMethodParam, FineTuningJob, FineTuningJobWandbIntegrationObjectParam
    from ...types.shared_params import Metadata

    OnUpload: TypeAlias = Callable[[Path, FileObject], object]

SINGLE_UPLOAD = 512_000_000
"""Bytes. A larger file goes up in parts. The API says 512 MB; this is the smaller reading of that."""

LARGEST_UPLOAD = 8_000_000_000
"""Bytes, in parts."""

OnProgress: TypeAlias = Callable[[int, int], object]

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


def upload_training_file(
    client: OpenAI,
    path: str | PathLike[str],
    *,
    progress: bool = False,
    on_progress: OnProgress | None = None,
    parts_above: int = SINGLE_UPLOAD,
) -> FileObject:
    """Upload a file of examples for fine-tuning, in parts where it is large.

    Args:
        client: Sends it.
        path: JSON Lines.
        progress: Whether to show a bar on the terminal; needs the package rich.
        on_progress: Called with how many bytes were read so far, and how many there are.
        parts_above: Bytes; a larger file goes up in parts.

    Raises:
        InputError: If there is no such file, or it is empty or too large.
    """
    file = _checked_file(path)
    with _shown(file, progress=progress, on_progress=on_progress) as told:
        if file.stat().st_size <= parts_above:
            return client.files.create(file=track_upload(file, told), purpose="fine-tune")
        return _joined(
            client.uploads.upload_file_chunked(
                file=file, mime_type="application/jsonl", purpose="fine-tune", on_progress=told
            )
        )


async def upload_training_file_async(
    client: AsyncOpenAI,
    path: str | PathLike[str],
    *,
    progress: bool = False,
    on_progress: OnProgress | None = None,
    parts_above: int = SINGLE_UPLOAD,
) -> FileObject:
    """Upload a file of examples for fine-tuning; see ``upload_training_file``."""
    file = _checked_file(path)
    with _shown(file, progress=progress, on_progress=on_progress) as told:
        if file.stat().st_size <= parts_above:
            return await client.files.create(file=track_upload(file, told), purpose="fine-tune")
        return _joined(
            await client.uploads.upload_file_chunked(
                file=file, mime_type="application/jsonl", purpose="fine-tune", on_progress=told
            )
        )


def create_job(
    client: OpenAI,
    *,
    training_file: str | PathLike[str],
    validation_file: str | PathLike[str] | None = None,
    progress: bool = False,
    on_upload: OnUpload | None = None,
    **options: Unpack[JobOptions],
) -> FineTuningJob:
    """Create a fine-tuning job, after uploading those of its files that are on this machine.

    Args:
        client: Sends it.
        training_file: A file to upload, or the id of an uploaded one (``file-...``).
        validation_file: Likewise; its examples are measured and not learnt.
        progress: Whether to show a bar while a file is uploaded; needs the package rich.
        on_upload: Called with each file that was uploaded, and what it became.
        options: The model and how to train it; see ``JobOptions``.

    Raises:
        InputError: If a file is missing, or something that is sent cannot be right; then nothing was sent.
    """
    files, fields = _files(training_file, validation_file), job_fields(options)
    for name, file in files.items():
        if isinstance(file, Path):
            uploaded = upload_training_file(client, file, progress=progress)
            fields[name] = _told(on_upload, file, uploaded)
        else:
            fields[name] = file
    return client.fine_tuning.jobs.create(**fields)


async def create_job_async(
    client: AsyncOpenAI,
    *,
    training_file: str | PathLike[str],
    validation_file: str | PathLike[str] | None = None,
    progress: bool = False,
    on_upload: OnUpload | None = None,
    **options: Unpack[JobOptions],
) -> FineTuningJob:
    """Create a fine-tuning job, after uploading those of its files that are on this machine; see ``create_job``."""
    files, fields = _files(training_file, validation_file), job_fields(options)
    for name, file in files.items():
        if isinstance(file, Path):
            uploaded = await upload_training_file_async(client, file, progress=progress)
            fields[name] = _told(on_upload, file, uploaded)
        else:
            fields[name] = file
    return await client.fine_tuning.jobs.create(**fields)


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


def _files(training: str | PathLike[str], validation: str | PathLike[str] | None) -> dict[str, Path | str]:
    """By the name of the argument: files to upload as paths, uploaded ones as ids."""
    files = {"training_file": _path_or_id("training_file", training)}
    if validation is not None:
        files["validation_file"] = _path_or_id("validation_file", validation)
        if files["validation_file"] == files["training_file"]:
            raise InputError(f"training and validation are the same file, {training!r}; no example may be in both")
    return files


def _path_or_id(name: str, file: str | PathLike[str]) -> Path | str:
    if isinstance(file, str) and file.startswith("file-") and not Path(file).exists():
        return file
    try:
        return _checked_file(file)
    except InputError as error:
        problem = f"{name}: {error.problem}; it is a path, or the id of an uploaded file (file-...)"
        raise InputError(problem, path=error.path) from error


def _checked_file(path: str | PathLike[str]) -> Path:
    file = Path(path)
    try:
        size = file.stat().st_size
    except OSError as error:
        raise InputError(f"cannot read it ({error.strerror})", path=file) from error
    if not file.is_file():
        raise InputError("it is no file", path=file)
    if size == 0:
        raise InputError("the file is empty", path=file)
    if size > LARGEST_UPLOAD:
        raise InputError(f"it has {size:,} bytes; the API takes at most {LARGEST_UPLOAD:,}", path=file)
    return file


@contextmanager
def _shown(file: Path, *, progress: bool, on_progress: OnProgress | None) -> Iterator[OnProgress]:
    """Tells bar and caller how far an upload is."""
    with progress_bar(f"Uploading {file.name}", file.stat().st_size, unit="bytes", show=progress) as bar:

        def told(done: int, total: int) -> None:
            bar(done)
            if on_progress is not None:
                on_progress(done, total)

        yield told


def _joined(upload: Upload) -> FileObject:
    if upload.file is None:
        raise SDKError(f"the upload {upload.id} was joined (status {upload.status!r}), but the API names no file")
    return upload.file


def _told(on_upload: OnUpload | None, file: Path, uploaded: FileObject) -> str:
    if on_upload is not None:
        on_upload(file, uploaded)
    return uploaded.id
