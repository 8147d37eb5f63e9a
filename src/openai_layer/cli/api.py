"""``openai-client api``: every method of the client as a command, from its signature and docstring."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from ..input_errors import InputError
from .clients import Settings, sample_client
from .methods import Argument, Method, all_paths, method_at, method_names, resource_at, resource_names
from .options import json_flag
from .output import show
from .values import value_of

SHORT = {
    "m": ("model",),
    "p": ("prompt", "purpose"),
    "f": ("file", "image"),
    "i": ("input",),
    "t": ("temperature", "training_file"),
    "M": ("max_tokens", "max_output_tokens"),
    "n": ("n",),
    "P": ("top_p",),
}
"""Letters for arguments that many methods have; the first that a method has gets the letter."""

GONE = {
    "fine_tunes": "`finetune create` (or `api fine_tuning.jobs.create`), followed by `finetune follow`",
    "engines": "`api models.list`",
    "edits": "`api chat.completions.create`",
    "answers": "`ask`, which searches your documents",
    "classifications": "`api chat.completions.create`",
    "search": "`embed`",
    "image": "`api images.generate`, `images.edit`, `images.create_variation`",
}
"""Commands of the former command line, and what does their work now."""


class Api(click.Group):
    """Resolves ``chat.completions.create`` to a command, and ``chat`` to the list of what is below it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The resources of the client."""
        return resource_names(sample_client())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a call path; fails with the nearest ones where there is no such call."""
        client = sample_client()
        path = cmd_name.replace("-", "_")
        try:
            return command_of(method_at(client, path))
        except LookupError:
            pass
        try:
            return _listing(path, resource_at(client, path))
        except LookupError:
            raise _unknown(client, path, ctx) from None


def command_of(method: Method) -> click.Command:
    """A method as a command."""
    letters = _letters(method)
    parameters: list[click.Parameter] = [_option(argument, letters) for argument in method.arguments]
    if any(argument.name == "messages" for argument in method.arguments):
        help_text = "A message: its role and its text; may be given several times."
        parameters.append(
            click.Option(["-g", "--message", "_said"], nargs=2, multiple=True, metavar="ROLE TEXT", help=help_text)
        )
    if method.positional:
        metavar = " ".join(argument.name.upper() for argument in method.positional)
        parameters.append(click.Argument(["_ids"], nargs=-1, metavar=f"[{metavar}]"))
    parameters.append(
        click.Option(["-o", "--output", "_output"], type=click.Path(path_type=Path), help="Write the answer here.")
    )
    parameters.append(json_flag())

    def call(**typed: Any) -> None:
        _call(method, typed)

    return click.Command(
        method.path,
        params=parameters,
        callback=call,
        help=f"{method.summary}\n\n{method.request}",
        short_help=method.summary,
        epilog="Objects and lists are JSON, @FILE, @- (standard input), or key=value once for each key.",
    )


def arguments_of(method: Method, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of the call.

    Raises:
        InputError: If a value is no such value, or an ID is given twice.
        click.UsageError: If a required one is missing.
    """
    given: dict[str, Any] = {}
    texts = {argument.name: typed.get(argument.name) for argument in method.arguments}
    ids = list(typed.get("_ids") or ())
    if len(ids) > len(method.positional):
        raise InputError(f"{len(ids)} words after {method.path}, which takes {len(method.positional)}")
    free = [argument for argument in method.positional if not texts[argument.name]]
    for argument, text in zip(free, ids, strict=False):
        texts[argument.name] = (text,)
    for argument in method.arguments:
        text = texts[argument.name]
        if isinstance(text, bool):
            given[argument.name] = text
        elif text:
            given[argument.name] = value_of(argument.name.replace("_", "-"), text, argument.hint)
    if said := typed.get("_said"):
        given["messages"] = [*given.get("messages", ()), *({"role": role, "content": text} for role, text in said)]
    missing = [argument.name for argument in method.arguments if argument.required and argument.name not in given]
    if missing:
        named = ", ".join("--" + name.replace("_", "-") for name in missing)
        raise click.UsageError(f"missing: {named}")
    return given


def _call(method: Method, typed: Mapping[str, Any]) -> None:
    settings = click.get_current_context().find_object(Settings)
    assert settings is not None, "the group makes them"
    owner, _, name = method.path.rpartition(".")
    arguments = arguments_of(method, typed)
    answer = getattr(resource_at(settings.client(), owner), name)(**arguments)
    show(answer, as_json=settings.as_json, output=typed["_output"])


def _option(argument: Argument, letters: Mapping[str, str]) -> click.Option:
    flag = argument.name.replace("_", "-")
    names = [f"--{flag}", argument.name]
    if argument.name in letters:
        names.insert(0, f"-{letters[argument.name]}")
    required = " (required)" if argument.required else ""
    if argument.hint.is_flag:
        names[-2] = f"--{flag}/--no-{flag}"
        return click.Option(names, default=None, help=argument.summary + required)
    return click.Option(names, multiple=True, metavar=argument.hint.described, help=argument.summary + required)


def _letters(method: Method) -> dict[str, str]:
    """The letter of each argument that has one; ``-i`` is the ID where nothing is put in."""
    names = [argument.name for argument in method.arguments]
    found = {}
    for letter, candidates in SHORT.items():
        name = next((candidate for candidate in candidates if candidate in names), None)
        if name is not None:
            found[name] = letter
    if "input" not in names and method.positional:
        found[method.positional[-1].name] = "i"
    return found


def _listing(path: str, resource: Any) -> click.Command:
    def list_them() -> None:
        for name in resource_names(resource):
            click.echo(f"{path}.{name}.*")
        for name in method_names(resource):
            click.echo(f"{path}.{name:<28} {method_at(sample_client(), f'{path}.{name}').summary}")

    text = f"List what is below {path}."
    return click.Command(path, callback=list_them, help=text, short_help=f"Calls of client.{path}.")


def _unknown(client: Any, path: str, ctx: click.Context) -> click.UsageError:
    head = path.partition(".")[0]
    if head in GONE:
        return click.UsageError(f"{path} belonged to an API that is gone; use {GONE[head]}", ctx)
    near = get_close_matches(path, list(all_paths(client)), n=3)
    hint = f"; did you mean {', '.join(near)}?" if near else "; `openai-client api` lists the resources"
    return click.UsageError(f"there is no call {path}{hint}", ctx)


command = Api(
    "api", help="Make any call of the API; `api chat` lists the calls below `client.chat`.", no_args_is_help=True
)
