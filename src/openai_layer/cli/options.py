"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from .clients import Settings

F = TypeVar("F", bound=Callable[..., Any])
FilePath = click.Path(path_type=Path)


def json_flag() -> click.Option:
    """``--json`` behind the name of a command, where people look for it too."""
    return click.Option(["--json"], **_JSON)


def json_option(command: F) -> F:
    """Gives a command ``--json``."""
    return click.option("--json", **_JSON)(command)


def model_option(help_text: str, **options: Any) -> Callable[[F], F]:
    """``-m``, ``--model``; required, unless something else is said."""
    return click.option("-m", "--model", help=help_text, **{"required": True, **options})


def output_option(help_text: str, *, required: bool = True) -> Callable[[F], F]:
    """``-o``, ``--output``: a file that is written whole or not at all, and is not there yet."""
    return click.option("-o", "--output", type=FilePath, required=required, metavar="FILE", help=help_text)


def overwrite_option(command: F) -> F:
    """``--overwrite``."""
    return click.option("--overwrite", is_flag=True, help="Replace a file of this name.")(command)


def poll_option(command: F) -> F:
    """``--poll``: seconds between two looks."""
    return click.option(
        "--poll",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="Pause between two looks; as the server asks for, else 30.",
    )(command)


def milliseconds(poll: float | None) -> dict[str, float]:
    """``--poll`` as the library takes it."""
    return {} if poll is None else {"poll_interval_ms": poll * 1000}


def _set_json(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    settings = context.find_object(Settings)
    if value and settings is not None:
        settings.as_json = True


_JSON: dict[str, Any] = {"is_flag": True, "expose_value": False, "callback": _set_json, "help": "Print JSON."}
