"""How a command ends that could not do its work: a message on the error stream, and 2; or 130 after Ctrl-C."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from ..._runtime import SDKError
from ..._runtime.errors import APIStatusError
from ..._runtime.logs import LOGGER
from ..._runtime.polling import PollTimeoutError

FOUND = 1
NOT_DONE = 2
INTERRUPTED = 130


class Failed(click.ClickException):
    """What was asked for could not be done."""

    exit_code = NOT_DONE

    def show(self, file: object = None) -> None:
        """Print the message, red on a terminal."""
        click.secho(f"error: {self.message}", fg="red", err=True)


@contextmanager
def told() -> Iterator[None]:
    """Errors that a person can do something about are told in a line; others keep their traceback."""
    try:
        yield
    except APIStatusError as error:
        request = f"{error.request.method} {error.request.url}"
        number = f" (request {error.request_id})" if error.request_id else ""
        raise Failed(f"{request} was refused: {error}{number}") from error
    except BrokenPipeError:
        raise  # whoever reads has enough, which is no failure
    except (SDKError, OSError) as error:
        notes = getattr(error, "__notes__", ())
        raise Failed("\n".join((str(error), *notes))) from error
    except KeyboardInterrupt as interrupt:
        for note in getattr(interrupt, "__notes__", ()):
            click.echo(note, err=True)
        raise click.exceptions.Exit(INTERRUPTED) from interrupt


@contextmanager
def resumable(*ways: str, stopped: str = "it goes on without you") -> Iterator[None]:
    """Whatever cuts a work short: says in commands what can be done about it.

    Args:
        ways: Such as ``"to follow it again: openai-client finetune follow ftjob-1"``.
        stopped: What becomes of the work after Ctrl-C.
    """
    # The library says the same in Python, to a program.
    LOGGER.addFilter(_no_farewell)
    try:
        yield
    except KeyboardInterrupt as interrupt:
        click.echo("\n".join((f"stopped; {stopped}", *ways)), err=True)
        raise click.exceptions.Exit(INTERRUPTED) from interrupt
    except PollTimeoutError as error:
        problem = f"still {error.state} after {error.max_wait_seconds:g} seconds; it goes on without you"
        raise Failed("\n".join((problem, *ways))) from error
    except SDKError as error:
        if ways and hasattr(error, "__notes__"):
            error.__notes__ = [*ways]
        raise
    finally:
        LOGGER.removeFilter(_no_farewell)


def _no_farewell(record: logging.LogRecord) -> bool:
    return not isinstance(sys.exc_info()[1], KeyboardInterrupt)
