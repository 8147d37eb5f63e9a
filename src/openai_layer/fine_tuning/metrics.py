"""How a fine-tuning job went: its checkpoints, and what was measured at each step."""

from __future__ import annotations

import base64
import binascii
import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from ..extras import load_extra
from ..input_errors import InputError

if TYPE_CHECKING:
    import pandas

    from ..._client import AsyncOpenAI, OpenAI
    from ...types.fine_tuning import FineTuningJobEvent
    from ...types.fine_tuning.jobs import FineTuningJobCheckpoint

Row: TypeAlias = dict[str, float]
"""What was measured at a step, by name; ``step`` is always there, and what was not measured is left out."""

_PAGE = 100


def read_metrics(client: OpenAI, job_id: str) -> list[Row]:
    """What was measured, step by step: from the result files of a job, or from its events until it has some.

    Args:
        client: Asks for the job and its files.
        job_id: ``ftjob-...``

    Raises:
        InputError: If a result file is none.
    """
    job = client.fine_tuning.jobs.retrieve(job_id)
    if not job.result_files:
        return metrics_from_events(client.fine_tuning.jobs.list_events(job_id, limit=_PAGE))
    return _joined((name, client.files.content(name).content) for name in job.result_files)


async def read_metrics_async(client: AsyncOpenAI, job_id: str) -> list[Row]:
    """What was measured, step by step; see ``read_metrics``."""
    job = await client.fine_tuning.jobs.retrieve(job_id)
    if not job.result_files:
        return metrics_from_events([event async for event in client.fine_tuning.jobs.list_events(job_id, limit=_PAGE)])
    return _joined([(name, (await client.files.content(name)).content) for name in job.result_files])


def load_metrics(path: str | PathLike[str]) -> list[Row]:
    """The rows of a result file that was saved.

    Raises:
        InputError: If it cannot be read, or is none.
    """
    try:
        return parse_metrics(Path(path).read_bytes(), path=path)
    except OSError as error:
        raise InputError(f"cannot read it ({error.strerror})", path=path) from error


def parse_metrics(content: bytes, *, path: str | PathLike[str] = "result file") -> list[Row]:
    """The rows of a result file: CSV, or CSV in base64, in which some files come.

    Args:
        content: Of the file.
        path: What errors call it.

    Raises:
        InputError: If it has no column ``step``, or a cell is no number; names line and column.
    """
    reader = csv.reader(io.StringIO(_plain(content, path)))
    names = [name.strip() for name in next(reader, [])]
    if "step" not in names:
        there = ", ".join(names) or "none"
        raise InputError(f"it has no column step, so it is no result file; columns: {there}", path=path, line=1)
    return [_row(names, cells, path, reader.line_num) for cells in reader if cells]


def metrics_from_events(events: Iterable[FineTuningJobEvent]) -> list[Row]:
    """What the events of type ``metrics`` say, by step; events that say more of a step are joined."""
    rows: dict[float, Row] = {}
    for event in events:
        data = event.data or {}
        step = data.get("step")
        if event.type == "metrics" and _is_number(step):
            said = {name: value for name, value in data.items() if _is_number(value)}
            rows.setdefault(float(str(step)), {}).update(said)  # type: ignore[arg-type]  # the values are numbers
    return [rows[step] for step in sorted(rows)]


def list_checkpoints(client: OpenAI, job_id: str) -> list[FineTuningJobCheckpoint]:
    """The checkpoints of a job, the earliest step first; each is a model that can be used."""
    return sorted(client.fine_tuning.jobs.checkpoints.list(job_id, limit=_PAGE), key=_step)


async def list_checkpoints_async(client: AsyncOpenAI, job_id: str) -> list[FineTuningJobCheckpoint]:
    """The checkpoints of a job, the earliest step first; each is a model that can be used."""
    pages = client.fine_tuning.jobs.checkpoints.list(job_id, limit=_PAGE)
    return sorted([checkpoint async for checkpoint in pages], key=_step)


def checkpoint_rows(checkpoints: Iterable[FineTuningJobCheckpoint]) -> list[dict[str, Any]]:
    """Checkpoints as rows: ``step``, ``model``, and what was measured there."""
    return [
        {
            "step": checkpoint.step_number,
            "model": checkpoint.fine_tuned_model_checkpoint,
            **{
                name: value
                for name, value in checkpoint.metrics.to_dict().items()
                if name != "step" and _is_number(value)
            },
        }
        for checkpoint in checkpoints
    ]


def to_frame(rows: Sequence[Mapping[str, Any]]) -> pandas.DataFrame:
    """Rows of metrics or checkpoints as a data frame with ``step`` as its index (extra ``tables``).

    Raises:
        MissingDependencyError: If pandas is not installed.
    """
    frame = load_extra("pandas", extra="tables", purpose="a data frame").DataFrame.from_records(list(rows))
    return frame.set_index("step") if "step" in frame else frame  # type: ignore[no-any-return]  # pandas by name


def _step(checkpoint: FineTuningJobCheckpoint) -> int:
    return checkpoint.step_number


def _joined(files: Iterable[tuple[str, bytes]]) -> list[Row]:
    return [row for name, content in files for row in parse_metrics(content, path=name)]


def _plain(content: bytes, path: str | PathLike[str]) -> str:
    """The text of a result file, out of base64 where it is in it: that has no commas, which a table has."""
    packed = content.strip()
    if packed and b"," not in packed:
        try:
            unpacked = base64.b64decode(b"".join(packed.split()), validate=True)
        except binascii.Error:
            unpacked = b""
        content = unpacked if b"step" in unpacked.partition(b"\n")[0] else content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"byte {error.start + 1} is no text, so it is no result file", path=path) from error


def _row(names: Sequence[str], cells: Sequence[str], path: str | PathLike[str], line: int) -> Row:
    if len(cells) > len(names):
        raise InputError(f"{len(cells)} cells, but the file has {len(names)} columns", path=path, line=line)
    row: Row = {}
    for position, (name, cell) in enumerate(zip(names, cells, strict=False), 1):
        if not cell.strip():
            continue
        try:
            value = float(cell)
        except ValueError:
            problem = f"{cell!r} in the column {name} (number {position}) is no number"
            raise InputError(problem, path=path, line=line) from None
        row[name] = int(value) if name == "step" and value.is_integer() else value
    if "step" not in row:
        raise InputError("a row without its step", path=path, line=line)
    return row


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
