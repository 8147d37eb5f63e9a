"""What can be wrong with an input, and the one error that carries it to the command line.

Every room reports trouble with these values; none of them prints. A step collects all problems it can see and
raises once, so that a user mends a document in one round and not in twenty.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from specloom.legible import legible


@frozen
class Problem:
    """One thing that is wrong, and where.

    Attributes:
        message: What was attempted, what is there instead, what to do.
        pointer: JSON pointer as a URI fragment (``#/paths/~1pets/get``), or empty.
        source: The file or URL that holds it, or empty.
        line: Line in the source, counted from 1, where there is no pointer (broken YAML or JSON).
        column: Column in that line, counted from 1.
    """

    message: str
    pointer: str = ""
    source: str = ""
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        place = legible(f"{self.source}{self.pointer}")
        if self.line is not None:
            place += f":{self.line}" + (f":{self.column}" if self.column is not None else "")
        message = legible(self.message, keep="\n")
        return f"{place}: {message}" if place else message


class SpecloomError(Exception):
    """A command could not do what it was asked for (exit code 2).

    Attributes:
        problems: All that was found, in the order in which it was found; never empty.
    """

    problems: tuple[Problem, ...]

    def __init__(self, problems: str | Problem | Iterable[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Problems:
    """Collects problems while a step goes on; ``check()`` raises them all together."""

    def __init__(self, source: str = "") -> None:
        self._source = source
        self._found: list[Problem] = []

    def add(self, message: str, pointer: str = "") -> None:
        """Note one problem at a JSON pointer of the source."""
        self._found.append(Problem(message, pointer=pointer, source=self._source))

    def __bool__(self) -> bool:
        return bool(self._found)

    def check(self) -> None:
        """Raise what was collected.

        Raises:
            SpecloomError: If there is at least one problem.
        """
        if self._found:
            raise SpecloomError(self._found)
