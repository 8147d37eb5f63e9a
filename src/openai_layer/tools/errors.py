"""What is raised while tools are run."""

from __future__ import annotations

from ..._runtime import SDKError


class StopTools(SDKError):  # noqa: N818 - it is raised on purpose, and is no error
    """To be raised by ``before_call``: nothing more is called, and the run ends with what there is.

    Args:
        reason: What the transcript says in place of the results.
    """

    def __init__(self, reason: str = "the run was stopped") -> None:
        super().__init__(reason)


class UnknownToolError(SDKError, LookupError):
    """The model calls a tool that there is none of."""
