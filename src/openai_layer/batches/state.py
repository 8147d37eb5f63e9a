"""What a run of batches remembers: a file that is written whole after every step, and a folder beside it.

The folder holds the input files, the answers that were fetched and a lock, which a process holds while it runs.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from os import PathLike
from pathlib import Path
from typing import Any, Literal, TypeAlias

from ..input_errors import InputError
from ..whole_files import write_whole

Step: TypeAlias = Literal["planned", "uploading", "uploaded", "creating", "created", "ended"]
_VERSION = 1


@dataclass(slots=True)
class Part:
    """One batch of a run.

    Attributes:
        number: Counted from 1 over the whole run.
        attempt: 1 for the first batches, 2 for those with what failed in them, and so on.
        endpoint: What it calls.
        requests: Places of its requests in the run.
        step: What was last begun (``-ing``) or done.
        input_file_id: The file that was uploaded.
        uploaded_at: When that was, by the clock of the service; seconds since the epoch.
        batch_id: The batch.
        status: Of the batch, once it has ended.
        result_file_ids: The files with answers and with errors.
        errors: What the service says about a batch that failed as a whole.
    """

    number: int
    attempt: int
    endpoint: str
    requests: list[int]
    step: Step = "planned"
    input_file_id: str = ""
    uploaded_at: int = 0
    batch_id: str = ""
    status: str = ""
    result_file_ids: list[str] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class State:
    """A run.

    Attributes:
        run: Its name, which its batches and files bear.
        fingerprint: Of its requests.
        count: How many these are.
        parts: Its batches so far.
    """

    run: str
    fingerprint: str
    count: int
    parts: list[Part] = field(default_factory=list)

    def file_name(self, part: Part) -> str:
        """The name of a part's input file, here and at the service."""
        return f"batch-{self.run}-{part.number:04}.jsonl"


class Store:
    """Where a run is kept.

    Attributes:
        path: The state file.
        folder: The folder beside it: ``run.files`` of ``run.json``.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path = Path(path)
        self.folder = self.path.with_suffix(".files")

    def load(self) -> State | None:
        """The run that is kept; None where there is none yet.

        Raises:
            InputError: If the file is not the state of a run.
        """
        try:
            text = self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise InputError(f"cannot read it ({error.strerror})", path=self.path) from error
        try:
            return _state(json.loads(text))
        except json.JSONDecodeError as error:
            problem = f"the state of a run of batches is JSON, and this is none ({error.msg}); name another file"
            raise InputError(problem, path=self.path, line=error.lineno, column=error.colno) from error
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            problem = f"this is not the state of a run of batches ({error}); name another file"
            raise InputError(problem, path=self.path) from error

    def save(self, state: State) -> None:
        """Write the state, whole."""
        text = json.dumps({"version": _VERSION, **asdict(state)}, ensure_ascii=False).encode()
        with write_whole(self.path, overwrite=True) as file:
            file.write(text + b"\n")

    def write(self, name: str, content: bytes) -> Path:
        """Write a file of the folder, whole; one that is there already stays, as files do not change."""
        target = self.folder / name
        if not target.exists():
            with write_whole(target, overwrite=True) as file:
                file.write(content)
        return target

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other processes from this run. The lock goes with the process, however that ends.

        Raises:
            InputError: If another process has it, or the folder cannot be made.
        """
        try:
            self.folder.mkdir(exist_ok=True)
            handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT)
        except OSError as error:
            raise InputError(f"cannot write here ({error.strerror})", path=self.folder) from error
        try:
            _lock(handle)
        except OSError:
            os.close(handle)
            raise InputError(
                "another process runs these batches; wait for it, or look with batch_status", path=self.path
            ) from None
        try:
            yield
        finally:
            os.close(handle)


def _state(data: Any) -> State:
    if data.pop("version") != _VERSION:
        raise ValueError("it is of another version")
    parts = [Part(**part) for part in data.pop("parts")]
    state = State(**data, parts=parts)
    held: list[State | Part] = [state, *parts]
    for value in held:
        for one in fields(value):
            kind = {"str": str, "int": int, "Step": str}.get(str(one.type), list)
            if not isinstance(getattr(value, one.name), kind):
                raise ValueError(f"its {one.name} is {getattr(value, one.name)!r}")
    return state


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
