"""The pages that are made of the code say what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest

from scripts.pages import DOCS, PAGES
from specloom.commands import config_page
from specloom.commands import page as commands_page
from specloom.commands.main import main
from specloom.config import parse_config
from specloom.diff import schema_page
from specloom.diff.formats.json_report import schema
from specloom.docstrings import attributes, summary
from specloom.problems import SpecloomError
from specloom.review_settings import KEYS


@pytest.mark.parametrize("name", PAGES)
def test_a_made_page_is_fresh(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == PAGES[name](), "run: python -m scripts.pages"


def _commands(one: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(one, click.Group):
        context = click.Context(one)
        for name in one.list_commands(context):
            found = one.get_command(context, name)
            assert found is not None
            yield from _commands(found, f"{path} {name}")
    else:
        yield path, one


@pytest.mark.parametrize(("name", "one"), list(_commands(main, "specloom")))
def test_a_command_is_described_with_all_its_options(name: str, one: click.Command) -> None:
    section = commands_page.page().split(f"\n## {name}\n")[1].split("\n## ")[0]
    options = [param for param in one.params if isinstance(param, click.Option)]
    assert re.findall(r"^\| (`.*?)`", section, re.MULTILINE) != []
    assert len(re.findall(r"^\| `", section, re.MULTILINE)) == len(options)
    assert all(spelling in section for option in options for spelling in option.opts)
    usage = section.split("```text\n")[1].split("\n")[0]
    arguments = [param for param in one.params if isinstance(param, click.Argument)]
    assert usage.count(" ") == name.count(" ") + 1 + len(arguments)


def test_help_becomes_markdown() -> None:
    @click.command("x", help="Read NAME from github:a/b, or <b> *c* [d] with --all; 'GET /x' stays, see docs/mock.md.")
    @click.argument("name", nargs=-1)
    @click.option("--all", "everything", is_flag=True, help="A|B.")
    @click.option("--level", type=click.Choice(["a", "b"]), default="a", show_default=True, required=True)
    def command() -> None: ...

    text = commands_page.section("specloom x", command)
    assert "specloom x [OPTIONS] [NAME...]" in text
    assert "`NAME` from `github:a/b`, or \\<b> \\*c\\* \\[d] with `--all`; `GET /x` stays" in text
    assert "[docs/mock.md](../mock.md)." in text
    assert "| `--all` | A\\|B. |" in text
    assert "| `--level a\\|b` |  Required. Default: `a`. |" in text


def _keys(text: str) -> list[str]:
    return re.findall(r"^\| `(\w+)` \| [^|]+ \| [^|]+ \|", text, re.MULTILINE)


def test_the_configuration_is_described_as_it_is_read() -> None:
    apis, diff = config_page.page().split("## `[diff]`")
    with pytest.raises(SpecloomError) as error:
        parse_config(b"[apis.pets]\nnonsense = 1\n", Path("/specloom.toml"))
    assert _keys(apis) == str(error.value).partition("there are ")[2].strip().split(", ")
    assert _keys(diff) == list(KEYS)
    example = config_page.page().split("```toml\n")[1].split("```")[0]
    assert parse_config(example.encode(), Path("/specloom.toml")).diff.fail_on == "python"


def _properties(described: Mapping[str, Any]) -> Iterator[str]:
    for key, value in described.get("properties", {}).items():
        yield key
        yield from _properties(value)
        yield from _properties(value.get("items", {}))


def test_every_key_of_the_report_has_a_row() -> None:
    whole = schema()
    keys = [key for one in (whole, *whole["$defs"].values()) for key in _properties(one)]
    rows = re.findall(r"^\| `([\w.\[\]]+)` \|", schema_page.page(), re.MULTILINE)
    assert [row.rpartition(".")[2] for row in rows] == keys
    assert "operations[].verb" in rows


def test_a_docstring_is_read_with_its_continued_lines() -> None:
    class Described:
        """What it is.

        More of it.

        Attributes:
            one: First
                and on.
            two: Second: with a colon.
        """

    assert summary(Described) == "What it is.\n\nMore of it."
    assert attributes(Described) == {"one": "First and on.", "two": "Second: with a colon."}
    assert attributes(int) == {}
