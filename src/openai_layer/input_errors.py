"""What is wrong with a file that somebody gave us, and where."""

from __future__ import annotations

from os import PathLike, fspath

from .._runtime import SDKError


class InputError(SDKError, ValueError):
    """Something that was given cannot be used as it is; it was left as it was.

    Attributes:
        problem: What is wrong and what to do, without the place.
        path: The file, or an empty text where there is none.
        line: Counted from 1; 0 where there is none.
        column: Counted in characters from 1; 0 where there is none.
        code: What kind of problem it is, where a program may want to know; the same in every release.
    """

    problem: str
    path: str
    line: int
    column: int
    code: str

    def __init__(
        self, problem: str, *, path: str | PathLike[str] = "", line: int = 0, column: int = 0, code: str = ""
    ) -> None:
        self.problem = problem
        self.path = fspath(path)
        self.line = line
        self.column = column
        self.code = code
        super().__init__(f"{place}: {problem}" if (place := self.place) else problem)

    @property
    def place(self) -> str:
        """Where it is: ``data.jsonl:3:17``, as editors understand it."""
        parts = [self.path] if self.path else []
        if self.line:
            parts.append(str(self.line) if self.path else f"line {self.line}")
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)
