"""What the checks of training data look at, and what they find."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

from .examples import PROMPT, Example, Format, Reading

Task: TypeAlias = Literal["classification", "conditional generation", "open-ended generation"]
Kind: TypeAlias = Literal["necessary", "optional", "advice"]


class Remark(NamedTuple):
    """What a check has found.

    Attributes:
        name: Of the check, by which its repair is asked for.
        found: What there is, with figures.
        rows: Lines of the file at which the examples begin that are meant; empty where all are, or the columns.
        repair: What would be done, or what the reader may do; mostly not empty.
        kind: ``necessary`` repairs are always made, ``optional`` ones if asked for; ``advice`` has none.
        applied: Whether it was made.
    """

    name: str
    found: str
    rows: tuple[int, ...] = ()
    repair: str = ""
    kind: Kind = "advice"
    applied: bool = False


class Case(NamedTuple):
    """What the checks look at: the examples as those before have left them."""

    reading: Reading
    examples: list[Example]
    to: Format

    @property
    def chat(self) -> bool:
        """Whether the target is a chat."""
        return self.to == "chat"

    @property
    def pairs(self) -> bool:
        """Whether the examples are texts, which can be changed."""
        return self.examples[0].record is None

    @property
    def task(self) -> Task:
        """What the examples teach."""
        if not any(example.prompt for example in self.examples):
            return "open-ended generation"
        unique = len({example.completion for example in self.examples})
        return "classification" if unique < len(self.examples) / 3 else "conditional generation"

    def texts(self, column: str) -> list[str]:
        """The prompts, or the completions."""
        return [getattr(example, column) for example in self.examples]

    def changed(self, column: str, change: Callable[[str], str]) -> list[Example]:
        """The examples with another prompt, or completion."""
        if column == PROMPT:
            return [example._replace(prompt=change(example.prompt)) for example in self.examples]
        return [example._replace(completion=change(example.completion)) for example in self.examples]
