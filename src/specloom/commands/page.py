"""The page of commands, made of the commands: ``python -m specloom.commands.page > docs/reference/commands.md``."""

from __future__ import annotations

import inspect
import re
import sys
import textwrap
from collections.abc import Iterator
from itertools import chain, zip_longest

import click

from specloom.commands.main import main

_HEAD = """\
# The commands of specloom

<!-- Made by `python -m specloom.commands.page`; change the commands, not this page. -->

What each command is told and what it does, as `specloom COMMAND --help` has it. What a generated package for OpenAI's
API installs beside it, `openai-client`, has [a page of its own](../command-line.md).

| command | what it does |
|---|---|
{rows}
Every command takes `--help` (or `-h`) too, and these exit codes are those of all:

| exit code | |
|---|---|
| 0 | done, and nothing was found |
| 1 | done, and there is a finding: a package that is out of date, a breaking change, drift |
| 2 | not done: the message says what was attempted, where (file, line and column, or JSON pointer), and what to do |
| 130 | ended by Ctrl-C; nothing is left half-written |

With `--json`, one JSON object is printed on standard output, errors too: `{{"error": [...]}}`. Progress is drawn on
standard error, on a terminal only.
"""

_QUOTED = re.compile(r"(`[^`]*`|(?<!\w)'[^']*'(?!\w))")
_WORD = re.compile(r"[^\s(),;']*[^\s(),;':.]")
# Options, what has a part in it (files, addresses, sides of a review), keys of documents, patterns.
_CODE = re.compile(r"^-|\w[/@:]\w|^[/{]\w|\w\.(?:toml|json|jsonl|yaml|yml|har)$|^\.json|^\.har|^x-|\w_\w")
_MARKUP = re.compile(r"([*\[<|\\])")


def page() -> str:
    """The whole page, Markdown."""
    found = list(_commands(main, "specloom"))
    rows = "".join(f"| [`{name}`](#{_anchor(name)}) | {_prose(_summary(one), one)} |\n" for name, one in found)
    return _HEAD.format(rows=rows) + "".join(section(name, one) for name, one in found)


def _commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by its full name; groups are only the beginning of names."""
    context = click.Context(group)
    for name in group.list_commands(context):
        one = group.get_command(context, name)
        if isinstance(one, click.Group):
            yield from _commands(one, f"{path} {name}")
        elif one is not None:
            yield f"{path} {name}", one


def _anchor(name: str) -> str:
    return name.replace(" ", "-")


def _summary(one: click.Command) -> str:
    return " ".join(inspect.cleandoc(one.help or "").split("\n\n")[0].split())


def section(name: str, one: click.Command) -> str:
    """The section of one command, Markdown."""
    arguments = [_argument(param) for param in one.params if isinstance(param, click.Argument)]
    options = [param for param in one.params if isinstance(param, click.Option) and not param.hidden]
    usage = " ".join((name, "[OPTIONS]", *arguments))
    parts = (_prose(part, one) for part in inspect.cleandoc(one.help or "").split("\n\n"))
    text = "\n\n".join(textwrap.fill(part, 119, break_long_words=False, break_on_hyphens=False) for part in parts)
    table = "".join(f"| {_spelling(option)} | {_meaning(option, one)} |\n" for option in options)
    return f"\n## {name}\n\n```text\n{usage}\n```\n\n{text}\n\n| option | |\n|---|---|\n{table}"


def _argument(param: click.Argument) -> str:
    name = _metavar(param).removesuffix("...") + ("..." if param.nargs != 1 else "")
    return name if param.required else f"[{name}]"


def _metavar(param: click.Parameter) -> str:
    return (param.metavar or param.name or "").upper() if isinstance(param, click.Argument) else param.metavar or ""


def _spelling(option: click.Option) -> str:
    """The option with what it takes, as code."""
    spelt = ", ".join(f"`{one}`" for one in (*option.opts, *option.secondary_opts))
    taken = _taken(option)
    return f"{spelt[:-1]} {taken}`".replace("|", "\\|") if taken else spelt


def _taken(option: click.Option) -> str:
    if option.is_flag:
        return ""
    if isinstance(option.type, click.Choice):
        return "|".join(option.type.choices)
    return option.metavar or {"integer range": "NUMBER", "integer": "NUMBER"}.get(option.type.name, "TEXT")


def _meaning(option: click.Option, one: click.Command) -> str:
    notes = [_prose(option.help or "", one)]
    if option.required:
        notes.append("Required.")
    if option.show_default:
        notes.append(f"Default: `{option.default}`.")
    if option.multiple and "repeatable" not in (option.help or ""):
        notes.append("Repeatable.")
    return " ".join(notes)


def _prose(text: str, one: click.Command) -> str:
    """Help as Markdown: options, arguments, files and addresses are code, and files of docs/ are links."""
    names = {_metavar(param).removesuffix("...") for param in one.params}
    parts = _QUOTED.split(" ".join(text.split()))
    quoted = (f"`{part[1:-1]}`" for part in parts[1::2])
    plain = (_WORD.sub(lambda at: _word(at[0], names), part) for part in parts[::2])
    return "".join(chain.from_iterable(zip_longest(plain, quoted, fillvalue="")))


def _word(word: str, names: set[str]) -> str:
    if word.startswith("docs/"):
        return f"[{word}](../{word.removeprefix('docs/')})"
    return f"`{word}`" if word in names or _CODE.search(word) else _MARKUP.sub(r"\\\1", word)


if __name__ == "__main__":
    sys.stdout.write(page())
