"""How a command ends that could not do its work: a message on the error stream, and 2."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from ..._runtime import SDKError
from ..._runtime.errors import APIStatusError

NOT_DONE = 2


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
    except (SDKError, OSError) as error:
        notes = getattr(error, "__notes__", ())
        raise Failed("\n".join((str(error), *notes))) from error
    except KeyboardInterrupt as interrupt:
        for note in getattr(interrupt, "__notes__", ()):
            click.echo(note, err=True)
        raise click.exceptions.Exit(130) from interrupt
