"""Groups of commands that are imported when they are asked for, so that one does not pay for the others."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click

Commands = Mapping[str, tuple[str, str]]
"""From the name of a command to where it is (``module:name``) and what it does, in a line."""


class LazyGroup(click.Group):
    """A group that knows where its commands are.

    Args:
        commands: In the order in which help lists them.
        options: As for a group of click.
    """

    def __init__(self, *args: Any, places: Commands, **options: Any) -> None:
        super().__init__(*args, **options)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return list(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name not in self._places:
            return None
        module, _, name = self._places[cmd_name][0].partition(":")
        found: click.Command = getattr(importlib.import_module(f".{module}", __package__), name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self._places.items()])
