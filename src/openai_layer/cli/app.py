"""The commands and the options that all of them share."""

from __future__ import annotations

from typing import Any

import click

from .clients import Settings
from .failures import told
from .lazy import LazyGroup

COMMANDS = {
    "api": ("api:command", "Make any call of the API: api chat.completions.create -m gpt-4o -g user Hello."),
    "tokens": ("tokens:command", "Count the tokens of a text or of messages: tokens book.txt -m gpt-4o."),
    "finetune": ("finetune:command", "Check and prepare training data; create, follow and judge jobs."),
    "batch": (
        "batch:command",
        "Have many requests answered at half the price: batch run calls.jsonl -o out.jsonl.",
    ),
    "embed": ("embed:command", "Turn texts into vectors, search them, draw them: embed reviews.csv -o vectors.npz."),
    "ask": ("ask:command", "Answer a question from a folder of documents: ask notes 'Who pays?' -m gpt-4o."),
}
"""Commands with their places, which are imported when they are run."""


class App(LazyGroup):
    """Whatever goes wrong in a command is told in the same way."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        with told():
            return super().invoke(ctx)


@click.group(
    cls=App, places=COMMANDS, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
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
    be done, 130 after Ctrl-C, which says how to go on.
    """
    context.obj = Settings(**options)
