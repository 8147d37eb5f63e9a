"""Marks for arguments that were not given.

None cannot serve: it is a value that an API may want to receive as ``null``.
"""

from __future__ import annotations

from typing import Literal


class Omit:
    """Leaves a parameter out of the request, or takes away a header that the client would send by itself.

    >>> client.models.list(extra_headers={"Authorization": Omit()})
    """

    __slots__ = ()

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "omit"


class NotGiven:
    """Says that an argument such as ``timeout`` was not passed, where None means something (no time limit)."""

    __slots__ = ()

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "NOT_GIVEN"


omit = Omit()
not_given = NotGiven()
NOT_GIVEN = not_given
MARKS = (Omit, NotGiven)


def is_given(value: object) -> bool:
    """Whether a value takes part in the request."""
    return not isinstance(value, MARKS)
