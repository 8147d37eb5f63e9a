"""A check for drift of one API: both documents are had and compared, and every failure is part of the result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, cast

from attrs import evolve, field, frozen

from specloom.collection import no_collection
from specloom.commands.console import Progress
from specloom.commands.diff_inputs import Inputs
from specloom.config import CONFIG_NAME, Config, Target
from specloom.diff.sides import Given, Text
from specloom.diff.values import Verdict
from specloom.document.lock import Lock, read_lock, revision
from specloom.drift.check import compare
from specloom.drift.values import Checked, Compared, Mode, State
from specloom.problems import Problem, SpecloomError
from specloom.sources.fetched import Edits, Fetched
from specloom.sources.fetched import Progress as FetchProgress
from specloom.sources.registry import fetch, is_file, undeployed

_USERINFO: Final = re.compile(r"(?<=://)[^/@]*@")
"""Reports are read by more people than know the password."""


@frozen
class Check:
    """Checks the APIs of one specloom.toml.

    Attributes:
        mode: How much is compared.
        source: Looked at instead of the source of the API; a path starts where the user stands.
        undeployed: Whether to ask for edits that are not deployed.
        folder: Where the user stands.
    """

    config: Config
    mode: Mode = "contract"
    source: str | None = None
    undeployed: bool = True
    folder: Path = field(factory=Path.cwd)

    def run(self, target: Target, progress: Progress) -> Checked:
        """What came of one API. It never raises: what goes wrong is no answer, and must not hide those of others."""
        run = _Run(self, target, progress)
        for step in (run.compare, *((run.look_for_edits,) if self.undeployed else ())):
            try:
                step()
            except (SpecloomError, OSError) as error:
                run.problems += _problems(error)
            except Exception as error:  # noqa: BLE001 - an error of its own ends Python with 1, which means drift here
                message = f"could not be checked, by a fault of specloom ({type(error).__name__}: {error})"
                run.problems.append(Problem(message))
        # A source that cannot be told is missed by both steps.
        return run.checked(tuple(dict.fromkeys(run.problems)))


class _Run:
    """One check under way: what is known so far."""

    def __init__(self, check: Check, target: Target, progress: Progress) -> None:
        self._check, self._target, self._progress = check, target, progress
        self._inputs = Inputs(check.config, check.folder)
        self._pinned = State(file=self._inputs.inside(target.document))
        self._live = State(source=_USERINFO.sub("", check.source or target.source))
        self._compared: Compared | None = None
        self._edits: Edits | None = None
        self.problems: list[Problem] = []

    def checked(self, problems: tuple[Problem, ...]) -> Checked:
        return Checked(
            self._target.name, self._check.mode, self._pinned, self._live, self._compared, self._edits, problems
        )

    def compare(self) -> None:
        lock = self._lock()
        if not self._target.document.exists():
            message = f"there is no pinned document to compare with; `specloom pull {self._target.name}` writes it"
            raise SpecloomError(Problem(message, source=self._pinned.file))
        if lock:
            self._pinned = State(lock.source, lock.revision, lock.fetched, self._pinned.file)
        with self._progress.step(f"fetch {self._live.source}") as step:
            fetched = self._fetched(step.advance)
        self._live = State(self._live.source, fetched.revision)
        stated = cast("Mapping[str, Verdict]", self._check.config.diff.severity)
        with no_collection():
            self._compared = compare(*self._sides(lock, fetched), self._check.mode, stated)
        before, after = self._compared.versions
        self._pinned = evolve(self._pinned, revision=self._pinned.revision or before)
        self._live = State(self._live.source, revision(after, fetched.revision))

    def _sides(self, lock: Lock | None, fetched: Fetched) -> tuple[Given, Given]:
        target, file = self._target, self._pinned.file
        pinned, live = Text(target.document.read_bytes(), file), Text(fetched.text, self._live.source)
        # What was pinned without prose has none to compare, whatever specloom.toml says by now.
        contract = "contract" in (target.prose, lock.prose if lock else "")
        return (
            self._inputs.belonging(target, file, pinned, file, contract=contract),
            self._inputs.belonging(target, self._live.source, live, contract=contract),
        )

    def look_for_edits(self) -> None:
        with self._progress.step("edits that are not deployed"):
            self._edits = undeployed(self._source())

    def _fetched(self, progress: FetchProgress) -> Fetched:
        source = self._source()
        self._check_elsewhere(source)
        try:
            fetched = fetch(source, progress, self._target.refs)
        except SpecloomError as error:
            # Named as in specloom.toml: a path of this machine means nothing on another one.
            known = {source: self._live.source}
            raise SpecloomError(
                evolve(one, source=known.get(one.source, one.source)) for one in error.problems
            ) from error
        if not fetched.text.strip():
            message = "the live document is empty; see whether it is whole where it is served"
            raise SpecloomError(Problem(message, source=self._live.source))
        return fetched

    def _source(self) -> str:
        check, target = self._check, self._target
        if check.source:
            return check.source
        if not target.source:
            message = f"{target.name} has no source to look at; set one in {CONFIG_NAME}, or give one with --from"
            raise SpecloomError(Problem(message, f"#/apis/{target.name}", CONFIG_NAME))
        return str(check.config.root / target.source) if is_file(target.source) else target.source

    def _check_elsewhere(self, source: str) -> None:
        if is_file(source) and Path(source).resolve() == self._target.document.resolve():
            message = (
                "this is the pinned document itself, so nothing live was looked at; set source in "
                f"{CONFIG_NAME} to where the API tells its document, or give that with --from"
            )
            raise SpecloomError(Problem(message, source=self._live.source))

    def _lock(self) -> Lock | None:
        path = self._target.lock
        return read_lock(path.read_bytes(), self._inputs.inside(path)) if path.exists() else None


def _problems(error: SpecloomError | OSError) -> tuple[Problem, ...]:
    if isinstance(error, SpecloomError):
        return error.problems
    return (Problem(f"the system refused: {error.strerror or error}", source=str(error.filename or "")),)
