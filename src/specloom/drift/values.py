"""What a check for drift finds, as frozen values."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal, TypeAlias

from attrs import frozen

from specloom.diff.report import Review
from specloom.diff.values import ABSENT
from specloom.problems import Problem
from specloom.sources.fetched import Edits

Mode: TypeAlias = Literal["contract", "full"]
Status: TypeAlias = Literal["same", "drift", "unknown"]

GRAVITY: Final[tuple[Status, ...]] = ("same", "drift", "unknown")
"""From the best to the worst; the place of a status is its exit code."""


@frozen
class Difference:
    """Something that the contract does not hold and that is not as it was pinned.

    Attributes:
        about: What it is said of: ``GET /pets``, ``security scheme key``, ``the API``.
        name: What of it: ``x-amazon-apigateway-integration.uri``; empty where the whole of it came or went.
        before: What was pinned, as it was compared; ABSENT where there was nothing.
        after: What is live; ABSENT where there is nothing.
        old_pointer: JSON pointer in the pinned document; empty where it has nothing of the kind.
        new_pointer: JSON pointer in the live one.
    """

    about: str
    name: str
    before: Any = ABSENT
    after: Any = ABSENT
    old_pointer: str = ""
    new_pointer: str = ""


@frozen
class State:
    """One side of a check, as people know it.

    Attributes:
        source: Where it came from; empty where that is not known.
        revision: Version of the document, and what the source calls this state.
        day: When it was fetched, as ``2026-08-21``; empty for what was fetched just now.
        file: Path of the pinned document; empty for the live one.
    """

    source: str = ""
    revision: str = ""
    day: str = ""
    file: str = ""


@frozen
class Compared:
    """What comparing two documents brings.

    Attributes:
        review: The contract: pinned is its old side, live its new one.
        differences: What else is different; empty in contract mode.
        versions: What both documents call their version, empty where they do not.
        notes: What overlay.yaml and sdk.yaml name and a side does not have.
    """

    review: Review
    differences: tuple[Difference, ...] = ()
    versions: tuple[str, str] = ("", "")
    notes: tuple[Problem, ...] = ()


@frozen
class Checked:
    """What came of one API.

    Attributes:
        api: Its name.
        mode: How much was compared.
        pinned: The pinned document.
        live: The live one.
        compared: What comparing them brought; None where that could not be done.
        edits: What is edited and not served yet; None where nobody looked, or the source knows no such thing.
        problems: Why something could not be looked at.
    """

    api: str
    mode: Mode
    pinned: State
    live: State
    compared: Compared | None = None
    edits: Edits | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def total(self) -> int:
        """How many differences between pinned and live were found."""
        return len(self.compared.review.findings) + len(self.compared.differences) if self.compared else 0

    @property
    def breaking(self) -> int:
        """How many of them break callers."""
        return self.compared.review.counts.breaking if self.compared else 0

    @property
    def undeployed(self) -> tuple[str, ...]:
        """Edits that are not served yet."""
        return self.edits.told if self.edits else ()

    @property
    def status(self) -> Status:
        """It is the same only where everything that was to be looked at was seen, and nothing was found."""
        if self.problems or self.compared is None:
            return "unknown"
        return "drift" if self.total or self.undeployed else "same"


@frozen
class Drift:
    """A whole run.

    Attributes:
        checked: When, with its time zone.
        apis: One for each API, in the order of specloom.toml.
    """

    checked: datetime
    apis: tuple[Checked, ...]

    @property
    def status(self) -> Status:
        """The worst of all."""
        return GRAVITY[max((GRAVITY.index(one.status) for one in self.apis), default=-1)]
