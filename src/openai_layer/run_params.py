"""What calls that follow a run take besides a handler: the arguments of those that start it. For type checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types.beta import ThreadCreateAndRunParams
from ..types.beta.threads import RunCreateParams

if TYPE_CHECKING:
    from .._runtime import Body, Headers, NotGiven, Query, Timeout


class RunParams(RunCreateParams, total=False):
    """Arguments of ``beta.threads.runs.create`` but for ``thread_id``; ``stream`` is set already."""

    extra_headers: Headers | None
    extra_query: Query | None
    extra_body: Body | None
    timeout: Timeout | NotGiven


class ThreadRunParams(ThreadCreateAndRunParams, total=False):
    """Arguments of ``beta.threads.create_and_run``; ``stream`` is set already."""

    extra_headers: Headers | None
    extra_query: Query | None
    extra_body: Body | None
    timeout: Timeout | NotGiven
