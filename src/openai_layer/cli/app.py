"""The commands and the options that all of them share."""

from __future__ import annotations

import importlib
from typing import Any

import click

from .clients import Settings

COMMANDS = {
    "api": ("api", "Make any call of the API: api chat.completions.create -m gpt-4o -g user Hello."),
}
"""Commands with their modules, which are imported when they are run."""


class App(click.Group):
    """Imports a command when it is asked for, so that one does not pay for the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f".{COMMANDS[cmd_name][0]}", __package__).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=App, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one document or one line for each item.")
@click.option("-q", "--quiet", is_flag=True, help="No progress on the terminal.")
@click.option("--base-url", metavar="URL", help="Where the API is served.")
@click.option("--organization", metavar="ID", help="Organization that pays.")
@click.option("--project", metavar="ID", help="Project that pays.")
@click.option("--timeout", type=float, metavar="SECONDS", help="Longest wait for a part of an answer.")
@click.option("--max-retries", type=int, metavar="N", help="How often a failed request is sent again.")
@click.pass_context
def app(context: click.Context, /, **options: Any) -> None:
    """Work with the OpenAI API from the command line.

    The key is read from OPENAI_API_KEY (OPENAI_ADMIN_KEY for the calls of administrators); it is no option, for other
    people of the machine see the options. The exit code is 0 when all is well, 1 for a finding, 2 when it could not
    be done.
    """
    context.obj = Settings(**options)
