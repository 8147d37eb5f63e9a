"""How many tokens a text has, found out no more exactly than is needed.

A token stands for one byte of UTF-8 at least, so the number of bytes is a bound that costs nothing. Only a text, or a
request, that might be too large by it is counted.
"""

from __future__ import annotations

from functools import cached_property

from ..._runtime.polling_display import MissingDependencyError
from ..tokens import RankFileError, UnknownModelError, chunk_text, count_tokens, encoding_for

MAX_TOKENS = 8192
"""In one input; the API's limit for all its models."""

OTHERWISE = "cl100k_base"
"""What all embedding models of OpenAI use; for names that are not theirs, such as those of Azure deployments."""


class Lengths:
    """Counts for one model.

    Args:
        model: Its name; one that is not known is counted as OpenAI's embedding models are.
    """

    def __init__(self, model: str) -> None:
        self._model = model

    @cached_property
    def _counted_as(self) -> str:
        try:
            return encoding_for(self._model).name
        except UnknownModelError:
            return encoding_for(OTHERWISE).name

    def exact(self, text: str) -> int:
        """Tokens of a text.

        Raises:
            RankFileError: If the encoding's rank file is not on this machine; says how to provide it.
            MissingDependencyError: If tiktoken is not installed.
        """
        return count_tokens(text, model=self._counted_as)

    def bound(self, text: str) -> int:
        """As many tokens as the text can have at most: exact if it can be counted here, else its bytes."""
        try:
            return self.exact(text)
        except (RankFileError, MissingDependencyError):
            return len(text.encode())

    def cut(self, text: str, max_tokens: int = MAX_TOKENS) -> list[str]:
        """A text in pieces of so many tokens at most; raises as ``exact``."""
        return list(chunk_text(text, model=self._counted_as, max_tokens=max_tokens))
