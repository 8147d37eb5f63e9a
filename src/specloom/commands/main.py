"""The ``specloom`` command: which commands there are, and how each of them ends."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

import click

from specloom import __version__
from specloom.commands.console import FAILED, INTERRUPTED, report_error, system_error
from specloom.problems import SpecloomError

# Module, attribute and help line of every command. The line stands here so that `specloom --help` imports none.
_COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "new": ("specloom.commands.new:command", "Make a package from a document, in one go."),
    "infer": ("specloom.commands.infer:command", "Make a document from samples of an API."),
    "pull": ("specloom.commands.pull:command", "Fetch a document and pin it."),
    "generate": ("specloom.commands.generate:command", "Make the packages from the pinned documents."),
    "diff": ("specloom.commands.diff:command", "Review what a changed document breaks."),
    "accept": ("specloom.commands.accept:command", "Accept a finding of a review, until a day."),
    "drift": ("specloom.commands.drift:command", "Tell whether a live API is still what is pinned."),
    "import-config": (
        "specloom.commands.import_config:command",
        "Take over names from the config of a hosted generator.",
    ),
    "mock": ("specloom.commands.mock:command", "Serve an API made up from its document."),
    "report": ("specloom.commands.report:command", "List the operations and what was widened."),
    "list": ("specloom.commands.list:command", "List the APIs and the template sets."),
    "templates": ("specloom.commands.templates:command", "List, show or take over templates."),
}


class _LazyGroup(click.Group):
    """Imports a command when it is used, and turns what goes wrong in it into an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, attribute = _COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        # The command may not even have been imported when it fails, so its own option cannot be asked.
        as_json = "--json" in ctx.args
        try:
            return super().invoke(ctx)
        except SpecloomError as error:
            report_error(error, as_json=as_json)
            ctx.exit(FAILED)
        except BrokenPipeError:
            raise  # click knows what to do when nobody reads on
        except OSError as error:
            report_error(system_error(error), as_json=as_json)
            ctx.exit(FAILED)
        except KeyboardInterrupt:
            click.echo("interrupted; nothing was left half-written", err=True)
            ctx.exit(INTERRUPTED)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="specloom", message="%(prog)s %(version)s")
def main() -> None:
    """An OpenAPI document in, a Python client out that its owner can read, review, change and ship."""
