"""How long examples are, and what they lack: counted in one pass, in histograms, so that memory stays bounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from .records import conversations

if TYPE_CHECKING:
    from .record_tokens import TokenCounter


@frozen
class Spread:
    """How numbers are spread; percentiles are interpolated between the two nearest."""

    min: int
    max: int
    mean: float
    median: float
    p10: float
    p90: float

    def __str__(self) -> str:
        return (
            f"{self.min:,} to {self.max:,}, mean {self.mean:,.1f}, median {self.median:,g}, "
            f"p10 {self.p10:,g}, p90 {self.p90:,g}"
        )


def spread(counts: Counter[int]) -> Spread | None:
    """The spread of a histogram: from each number to how often it came; None for an empty one."""
    if not (total := counts.total()):
        return None
    ordered = sorted(counts.items())
    mean = sum(value * often for value, often in ordered) / total
    median, p10, p90 = (_quantile(ordered, (total - 1) * part) for part in (0.5, 0.1, 0.9))
    return Spread(ordered[0][0], ordered[-1][0], mean, median, p10, p90)


def _quantile(ordered: list[tuple[int, int]], position: float) -> float:
    """What stands at a position, counted from 0, of all the numbers in their order."""
    passed = 0
    for index, (value, often) in enumerate(ordered):
        passed += often
        if position <= passed - 1:
            return float(value)
        if position < passed:  # between the last of these and the first of the next
            return value + (ordered[index + 1][0] - value) * (position - passed + 1)
    raise ValueError(f"There is nothing at position {position}.")


@frozen
class Statistics:
    """Numbers of the sound examples of a file.

    Attributes:
        examples: How many there are.
        missing_system: Without a message of system or developer.
        missing_user: Without a message of the user.
        messages: Messages of an example.
        model: Whose tokens are counted; empty where none are, and then there are no numbers of tokens.
        token_limit: What the model is trained on of one example, where that is known.
        tokens: Tokens of an example, with what separates messages.
        assistant_tokens: Tokens of the assistant's texts in an example.
        over_limit: Examples that are longer than the limit.
        tokens_per_epoch: Tokens of all examples, of each at most as many as the limit.
    """

    examples: int = 0
    missing_system: int = 0
    missing_user: int = 0
    messages: Spread | None = None
    model: str = ""
    token_limit: int | None = None
    tokens: Spread | None = None
    assistant_tokens: Spread | None = None
    over_limit: int = 0
    tokens_per_epoch: int = 0

    def lines(self) -> Iterator[str]:
        """The numbers as lines of text."""
        if not self.examples:
            return
        lacking = f"{self.missing_system:,} without system, {self.missing_user:,} without user"
        yield f"Sound examples: {self.examples:,}; {lacking}"
        yield f"  messages: {self.messages}"
        if self.tokens:
            yield f"  tokens ({self.model}): {self.tokens}"
            yield f"  tokens of the assistant: {self.assistant_tokens}"
            limit = f"; {self.over_limit:,} examples are over {self.token_limit:,}" if self.token_limit else ""
            yield f"  tokens of an epoch: {self.tokens_per_epoch:,}{limit}"


@frozen
class Tally:
    """Counts while a file is read.

    Attributes:
        model: Whose tokens are counted.
        limit: Tokens of an example that count.
        count_tokens: None where tokens are not counted.
    """

    model: str = ""
    limit: int | None = None
    count_tokens: TokenCounter | None = None
    _messages: Counter[int] = field(factory=Counter, init=False)
    _tokens: Counter[int] = field(factory=Counter, init=False)
    _assistant: Counter[int] = field(factory=Counter, init=False)
    _missing: Counter[str] = field(factory=Counter, init=False)

    def add(self, record: dict[str, Any]) -> int:
        """Count a sound record, and tell its tokens.

        Raises:
            SDKError: If they cannot be counted without the service, as those of sound; the rest is counted.
        """
        lists = [messages for messages, _ in conversations(record)]
        roles = {message["role"] for messages in lists for message in messages}
        self._messages[sum(map(len, lists))] += 1
        self._missing["system"] += roles.isdisjoint(("system", "developer"))
        self._missing["user"] += "user" not in roles
        if self.count_tokens is None:
            return 0
        tokens, assistant = self.count_tokens(record)
        self._tokens[tokens] += 1
        self._assistant[assistant] += 1
        return tokens

    def result(self) -> Statistics:
        """What was counted so far."""
        limit = self.limit
        return Statistics(
            examples=self._messages.total(),
            missing_system=self._missing["system"],
            missing_user=self._missing["user"],
            messages=spread(self._messages),
            model=self.model if self.count_tokens else "",
            token_limit=limit,
            tokens=spread(self._tokens),
            assistant_tokens=spread(self._assistant),
            over_limit=sum(often for size, often in self._tokens.items() if limit and size > limit),
            tokens_per_epoch=sum(min(size, limit or size) * often for size, often in self._tokens.items()),
        )
