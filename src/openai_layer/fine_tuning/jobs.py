"""Uploading training data and creating the job, with all that can be wrong told before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ..._runtime import SDKError
from ..._runtime.uploads import track_upload
from ..input_errors import InputError
from ..progress_bars import progress_bar
from .job_options import JobOptions, job_fields

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._client import AsyncOpenAI, OpenAI
    from ...types import FileObject, Upload
    from ...types.fine_tuning import FineTuningJob

    OnUpload: TypeAlias = Callable[[Path, FileObject], object]

SINGLE_UPLOAD = 512_000_000
"""Bytes. A larger file goes up in parts. The API says 512 MB; this is the smaller reading of that."""

LARGEST_UPLOAD = 8_000_000_000
"""Bytes, in parts."""

OnProgress: TypeAlias = Callable[[int, int], object]


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
