"""What calls that follow a run take besides a handler: the arguments of those that start it. For type checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from ..types.beta import ThreadCreateAndRunParams
from ..types.beta.threads import RunCreateParams

if TYPE_CHECKING:
    from .._runtime import Body, Headers, NotGiven, Query, Timeout


class Extras(TypedDict, total=False):
    """What every call takes."""

    extra_headers: Headers | None
    extra_query: Query | None
    extra_body: Body | None
    timeout: Timeout | NotGiven


class RunParams(RunCreateParams, Extras, total=False):
    """Arguments of ``beta.threads.runs.create`` but for ``thread_id``; ``stream`` is set already."""


class ThreadRunParams(ThreadCreateAndRunParams, Extras, total=False):
    """Arguments of ``beta.threads.create_and_run``; ``stream`` is set already."""
