"""Answers that ended too early to be parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.errors import SDKError

if TYPE_CHECKING:
    from ..types.chat import ChatCompletion


class LengthFinishReasonError(SDKError):
    """The model ran out of tokens in the middle of its answer, so what it wrote is not whole.

    Attributes:
        completion: What it wrote.
    """

    completion: ChatCompletion

    def __init__(self, *, completion: ChatCompletion) -> None:
        text = "Could not parse response content as the length limit was reached"
        super().__init__(f"{text} - {completion.usage}" if completion.usage else text)
        self.completion = completion


class ContentFilterFinishReasonError(SDKError):
    """A content filter cut the answer off."""

    def __init__(self) -> None:
        super().__init__("Could not parse response content as the request was rejected by the content filter")
