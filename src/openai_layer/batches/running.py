"""A run of batches: what is done in which order, and how it is taken up again after a crash.

Before a call that makes something, the state says that it is about to be made; afterwards, what it is called. A run
that finds the first without the second asks the service whether it was made.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, overload

from ..._runtime import InvalidOptionError, check_waiting
from ..._runtime.errors import APIConnectionError, APIStatusError
from ..input_errors import InputError
from . import steps
from .progress import Progress
from .reading import failures, result_files
from .requests import BatchRequest, Limits, check_requests, fingerprint, read_requests, split
from .results import BatchResult, BatchResults, parse_results, unanswered
from .state import Part, State, Store
from .steps import Step, Steps

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from typing_extensions import Unpack

    from ..._client import AsyncOpenAI, OpenAI
    from ...types import Batch

_RUN, _PART = "batch_run", "batch_part"
_MOST_METADATA = 16


class RunOptions(TypedDict, total=False):
    """How a run goes; see ``run_batches``."""

    completion_window: str
    metadata: Mapping[str, str]
    poll_interval_ms: float
    max_wait_seconds: float | None
    progress: bool
    on_progress: Callable[[Progress], object]
    max_attempts: int
    limits: Limits


Requests = Iterable[BatchRequest] | str | PathLike[str]


@overload
def run_batches(
    client: OpenAI, requests: Requests, *, state: str | PathLike[str], **options: Unpack[RunOptions]
) -> BatchResults: ...
@overload
def run_batches(
    client: AsyncOpenAI, requests: Requests, *, state: str | PathLike[str], **options: Unpack[RunOptions]
) -> Coroutine[Any, Any, BatchResults]: ...
def run_batches(
    client: OpenAI | AsyncOpenAI, requests: Requests, *, state: str | PathLike[str], **options: Unpack[RunOptions]
) -> BatchResults | Coroutine[Any, Any, BatchResults]:
    """Have requests answered by batches; called again with the same state, go on where the last run stopped.

    They are cut into batches of one endpoint and one model each, all of which are started before any is waited for.
    Requests that expired, got lost or met a failure of the server are tried again in new batches.

    With an asynchronous client it is to be awaited.

    Args:
        client: Makes the calls.
        requests: A ``BatchBuilder``, requests, or the path of an input file.
        state: The file in which the run is kept. Beside it comes a folder (``run.files``) with inputs and answers;
            neither is removed.
        options: ``completion_window``: within which a batch is to be answered, ``"24h"``.
            ``metadata``: for each batch, up to 14 pairs; the run adds two of its own.
            ``poll_interval_ms``, ``max_wait_seconds``, ``progress``: as for ``client.batches.poll``, for each batch.
            ``on_progress``: called with a ``Progress`` at each look at a batch; with an asynchronous client it may
            be a coroutine function.
            ``max_attempts``: how often a request is tried at most, 2.
            ``limits``: of a batch, OpenAI's.

    Raises:
        InputError: If there is nothing to run, the state is that of other requests, or another process has it.
        PollTimeoutError: If a batch takes longer than was said. It goes on; run again to wait on.
        APIError: If a call fails. Run again to go on.
    """
    run = _Run(requests, Store(state), options)
    drive: Any = steps.drive_async if client._is_async else steps.drive
    results: BatchResults | Coroutine[Any, Any, BatchResults] = drive(client, run.go())
    return results


class _Run:
    def __init__(self, requests: Requests, store: Store, options: RunOptions) -> None:
        if unknown := sorted(options.keys() - RunOptions.__annotations__.keys()):
            raise TypeError(f"run_batches() got an unexpected keyword argument {unknown[0]!r}")
        self.max_attempts = options.get("max_attempts", 2)
        if not isinstance(self.max_attempts, int) or self.max_attempts < 1:
            raise InvalidOptionError(f"max_attempts is 1 or more, not {self.max_attempts!r}")
        self.metadata = dict(options.get("metadata") or {})
        if len(self.metadata) > _MOST_METADATA - 2 or {_RUN, _PART} & self.metadata.keys():
            most = _MOST_METADATA - 2
            raise InvalidOptionError(f"metadata has at most {most} pairs, and not {_RUN} and {_PART}, for the run")
        self.waiting: dict[str, Any] = {
            name: options[name] for name in ("poll_interval_ms", "max_wait_seconds", "progress") if name in options
        }
        check_waiting(
            options.get("poll_interval_ms", 0.0),
            options.get("max_wait_seconds"),
            progress=options.get("progress", False),
        )
        self.window = options.get("completion_window", "24h")
        self.on_progress = options.get("on_progress")
        self.limits = options.get("limits") or Limits()
        given = read_requests(requests) if isinstance(requests, (str, PathLike)) else requests
        self.requests = check_requests(given, self.limits)
        self.store = store

    def go(self) -> Steps[BatchResults]:
        with self.store.locked():
            state = self._opened()
            while True:
                attempt = state.parts[-1].attempt
                for part in state.parts:
                    yield from self._start(state, part)
                for part in state.parts:
                    yield from self._finish(state, part)
                results = self._results(state)
                again = [place for place, result in enumerate(results) if result.worth_retrying]
                if not again or attempt >= self.max_attempts:
                    return results
                self._plan(state, again, attempt + 1)

    def _opened(self) -> State:
        """The run as it is kept, or a new one."""
        print_ = fingerprint(self.requests)
        state = self.store.load()
        if state is None:
            state = State(uuid.uuid4().hex[:12], print_, len(self.requests))
            self._plan(state, range(len(self.requests)), 1)
        elif state.fingerprint != print_:
            raise InputError(
                f"this is the state of a run of other requests ({state.count:,} with the fingerprint "
                f"{state.fingerprint[:12]}, not {len(self.requests):,} with {print_[:12]}); name another file for "
                "these, or pass the same requests to go on with those",
                path=self.store.path,
            )
        return state

    def _plan(self, state: State, places: Iterable[int], attempt: int) -> None:
        for places_of_part in split(self.requests, places, self.limits):
            endpoint = self.requests[places_of_part[0]].url
            state.parts.append(Part(len(state.parts) + 1, attempt, endpoint, places_of_part))
        self.store.save(state)

    def _start(self, state: State, part: Part) -> Steps[None]:
        if part.step in ("planned", "uploading"):
            yield from self._upload(state, part)
        if part.step in ("uploaded", "creating"):
            yield from self._create(state, part)

    def _upload(self, state: State, part: Part) -> Steps[None]:
        content = b"".join(self.requests[place].line for place in part.requests)
        path = self.store.write(state.file_name(part), content)
        file = None
        if part.step == "uploading":
            file = yield from steps.find_file(path.name, len(content))
        if file is None:
            part.step = "uploading"
            self.store.save(state)
            file = yield steps.upload(path)
        part.step, part.input_file_id, part.uploaded_at = "uploaded", file.id, file.created_at
        self.store.save(state)

    def _create(self, state: State, part: Part) -> Steps[None]:
        params = {
            "completion_window": self.window,
            "endpoint": part.endpoint,
            "input_file_id": part.input_file_id,
            "metadata": {**self.metadata, _RUN: state.run, _PART: str(part.number)},
        }
        batch: Any = None
        tries = 0
        while batch is None:
            if part.step == "creating":
                batch = yield from steps.find_batch(part.input_file_id, part.uploaded_at)
                if batch is not None:
                    break
            part.step = "creating"
            self.store.save(state)
            try:
                batch = yield steps.create(params)
            except (APIConnectionError, APIStatusError) as error:
                tries += 1
                if not (yield steps.attempts_left(tries, error)):
                    raise
                yield steps.pause(tries, error)
        part.step, part.batch_id = "created", batch.id
        self.store.save(state)

    def _finish(self, state: State, part: Part) -> Steps[None]:
        if part.step == "created":
            batch = yield self._wait(state, part)
            part.step, part.status = "ended", batch.status
            part.result_file_ids, part.errors = result_files(batch), failures(batch)
            self.store.save(state)
        for file_id, path in self._result_files(state, part):
            if not path.exists():
                content = (yield steps.fetch(file_id)).content
                parse_results(content, file_id)  # what came broken is not kept, but fetched again by the next run
                self.store.write(path.name, content)

    def _result_files(self, state: State, part: Part) -> list[tuple[str, Path]]:
        stem = self.store.folder / state.file_name(part)
        return [
            (file_id, stem.with_suffix(f".result{number}.jsonl"))
            for number, file_id in enumerate(part.result_file_ids, 1)
        ]

    def _wait(self, state: State, part: Part) -> Step:
        tell = self.on_progress

        def seen(batch: Batch) -> object:
            return tell(Progress(part.number, len(state.parts), batch)) if tell is not None else None

        return lambda client: client.batches.poll(part.batch_id, on_state=seen, **self.waiting)

    def _results(self, state: State) -> BatchResults:
        """What came of each request in its last batch."""
        found: dict[int, dict[str, Any]] = {}
        for part in state.parts:
            answered: dict[str, dict[str, Any]] = {}
            for _, path in self._result_files(state, part):
                answered.update(parse_results(path.read_bytes(), str(path)))
            for number, place in enumerate(part.requests):
                name = self.requests[place].custom_id
                found[place] = answered.pop(name) if name in answered else unanswered(part, number)
            if answered:
                strange = next(iter(answered))
                problem = f"batch {part.batch_id} answers {strange!r}, which was not asked; is it of another run?"
                raise InputError(problem, path=self.store.path)
        return BatchResults(
            BatchResult(request.custom_id, found[place], request.url, request.read)
            for place, request in enumerate(self.requests)
        )
