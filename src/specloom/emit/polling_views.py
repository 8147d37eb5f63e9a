"""What the templates of resources see of methods that wait: ``poll``, and those that start something and wait."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from specloom.emit.signatures import SignatureView
from specloom.emit.text import docstring, fit, literal, one_line
from specloom.plan.polling import OWN_ARGUMENTS
from specloom.plan.values import PollPlan, StartPlan

_OWN_DOC = """\
Args:
    poll_interval_ms: Pause between two looks; by rule what the server asks for.
    max_wait_seconds: How long to wait at most; {limit}.
    on_state: Called with what was seen at each look.
    progress: Whether to show the state on the terminal; needs the package rich.

Raises:
    PollTimeoutError: If it is not done in time; holds what was seen last."""


@frozen
class PollView:
    """The method ``poll``, in one colour."""

    signature: SignatureView
    docstring: str
    operation: str
    arguments: tuple[str, ...]


@frozen
class StartView:
    """A method that starts something and waits for it, in one colour.

    Attributes:
        kept: ``started = `` where the answer of the start is needed to look for it, else empty.
    """

    name: str
    kept: str
    signature: SignatureView
    docstring: str
    starter: str
    starting: tuple[str, ...]
    poll: str
    polling: tuple[str, ...]


@frozen
class WaitsView:
    """The methods of a class that wait."""

    poll: PollView | None
    starts: tuple[StartView, ...]
    async_word: str
    await_word: str
    until_done: str


def own_parameters(answer: str) -> tuple[str, ...]:
    """The parameters that all methods have that wait for an answer of a type."""
    return (
        "poll_interval_ms: float | Omit = omit",
        "max_wait_seconds: float | None | Omit = omit",
        f"on_state: Callable[[{answer}], object] | None = None",
        "progress: bool = False",
    )


def polling_constant(plan: PollPlan) -> str:
    """The statement that says how a resource is waited for; what is as usual is left out."""
    arguments = [literal(".".join(plan.call)), f"done={_texts(plan.done)}"]
    if plan.status != "status":
        arguments.append(f"status={literal(plan.status)}")
    arguments.append(f"interval_ms={plan.interval_ms:g}")
    if plan.interval_header:
        arguments.append(f"interval_header={literal(plan.interval_header)}")
    if plan.headers:
        pairs = (f"{literal(name)}: {literal(value)}" for name, value in plan.headers)
        arguments.append(f"headers={{{', '.join(pairs)}}}")
    if plan.interval_sent_as:
        arguments.append(f"interval_sent_as={literal(plan.interval_sent_as)}")
    if plan.max_wait_seconds is not None:
        arguments.append(f"max_wait_seconds={plan.max_wait_seconds:g}")
    if plan.percent:
        arguments.append(f"percent={literal(plan.percent)}")
    return fit("_POLLING = ", f"Polling({', '.join(arguments)})")


def poll_doc(plan: PollPlan) -> str:
    """What ``poll`` does."""
    states = ", ".join(f"``{state}``" for state in plan.done)
    first = f"Look with ``{plan.look.name}`` until ``{plan.status}`` is one of {states}."
    limit = "without end by rule" if plan.max_wait_seconds is None else f"{plan.max_wait_seconds:g} seconds by rule"
    return docstring(f"{one_line(first)}\n\n{_OWN_DOC.format(limit=limit)}", 8)


def start_doc(start: StartPlan) -> str:
    """What a method does that starts something and waits for it."""
    text = f"Call ``{start.starter.name}``, then wait as ``{'.'.join(start.poll)}`` does; arguments are those of both."
    return docstring(text, 8)


def starting_arguments(start: StartPlan) -> tuple[str, ...]:
    """What the starter is called with."""
    return _by_name([parameter.py_name for parameter in start.starter.parameters])


def polling_arguments(start: StartPlan) -> tuple[str, ...]:
    """What ``poll`` is called with."""
    answered = tuple(f"{name}=started.{field}" for name, field in start.from_answer)
    return (*answered, *_by_name(start.from_caller), *_by_name(OWN_ARGUMENTS))


def _by_name(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{name}={name}" for name in names)


def _texts(texts: Sequence[str]) -> str:
    return f"({', '.join(map(literal, texts))}{',' if len(texts) == 1 else ''})"
