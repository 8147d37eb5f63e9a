"""A review from the arguments of a command: what ``diff`` and ``accept`` share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from specloom.commands.console import Progress
from specloom.config import Config, find_config, load_config
from specloom.diff.acceptances import ACCEPTED_NAME, Acceptances, read_acceptances
from specloom.problems import Problem, SpecloomError

if TYPE_CHECKING:
    from specloom.diff.review import Review, Settings


@frozen
class Room:
    """Where a review goes on.

    Attributes:
        config: The specloom.toml around the folder, if there is one.
        folder: Where the user stands.
        accepted: The file of acceptances; need not exist.
    """

    config: Config | None
    folder: Path
    accepted: Path

    @classmethod
    def of(cls, folder: Path, accepted: str | None = None) -> Room:
        """The one around a folder, with acceptances from a file of its own where one is named.

        Raises:
            SpecloomError: If specloom.toml is wrong, or the named file is not there.
        """
        config = load_config(folder) if find_config(folder) else None
        if accepted is None:
            return cls(config, folder, (config.root if config else folder) / ACCEPTED_NAME)
        if not (folder / accepted).is_file():
            raise SpecloomError(Problem("there is no such file of acceptances", source=accepted))
        return cls(config, folder, folder / accepted)

    def acceptances(self) -> Acceptances:
        """What was accepted so far.

        Raises:
            SpecloomError: If the file is wrong.
        """
        text = self.accepted.read_bytes() if self.accepted.exists() else b""
        return read_acceptances(text, self.accepted.name)


@frozen
class Reviewed:
    """A review and what goes with it.

    Attributes:
        notes: What overlays and names do not find in the sides.
        apis: The APIs that the sides belong to.
    """

    review: Review
    notes: tuple[Problem, ...]
    apis: tuple[str, ...]


def review_of(
    room: Room, sides: tuple[str, str | None], settings: Settings, package: str, today: date, progress: Progress
) -> Reviewed:
    """Fetch, read and compare two sides.

    Args:
        room: Where.
        sides: The arguments; the second is None where the first is compared with itself at ``HEAD``.
        settings: Severities and filters.
        package: Import name for documents that belong to no API.
        today: Decides which acceptances hold, and which sunsets are too early.
        progress: Told of every step.

    Raises:
        SpecloomError: If a side cannot be had, read or prepared; the message tells which.
    """
    # Imported here, so that `specloom diff --help` waits for none of it.
    from specloom.collection import no_collection
    from specloom.commands.diff_inputs import Inputs
    from specloom.diff.lifecycle import Calendar
    from specloom.diff.review import make_review
    from specloom.diff.sides import reading

    acceptances = room.acceptances()
    with progress.step("fetch"):
        old, new = Inputs(room.config, room.folder, package).both(*sides)
    # Outside of a step: a terminal's progress has a thread, and a process with threads cannot be doubled safely.
    with no_collection(), reading(old, new) as read:
        with progress.step("read both sides"):
            old_side, new_side = read()
        apis = tuple(dict.fromkeys(given.api for given in (old, new) if given.api))
        accepted = acceptances.about(apis)
        with progress.step("compare"):
            review = make_review(
                old_side.side,
                new_side.side,
                settings=settings,
                accepted=accepted.reasons(today),
                expired=accepted.expired(today),
                calendar=Calendar(today),
            )
    return Reviewed(review, (*_told(old_side.notes, "old"), *_told(new_side.notes, "new")), apis)


def _told(notes: Iterable[Problem], which: str) -> Iterator[Problem]:
    return (evolve(note, message=f"{note.message} (in the {which} side)") for note in notes)


def named_rules(patterns: Iterable[str]) -> None:
    """Refuse names of rules that there are none of; patterns with ``*`` may well find nothing.

    Raises:
        SpecloomError: With all of them, each with the nearest that there is.
    """
    from specloom.diff.python_rules import PYTHON_RULES
    from specloom.diff.rules import RULES
    from specloom.plan.yaml_nodes import nearest

    known = (*RULES, *(rule.id for rule in PYTHON_RULES))
    problems = []
    for pattern in patterns:
        name = pattern.partition(":")[0]
        if name not in known and not any(mark in name for mark in "*?["):
            problems.append(Problem(f"there is no rule {name!r}{nearest(name, known)}"))
    if problems:
        raise SpecloomError(problems)
