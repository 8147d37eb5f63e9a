"""``specloom templates``: see which templates are used, read them, take one over."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from specloom.commands.console import echo_json, json_option
from specloom.commands.ejected import has_changed, with_mark, without_mark
from specloom.commands.template_folders import Template, builtin_folder, template_folders, templates
from specloom.config import CONFIG_NAME, Config, find_config, load_config
from specloom.document.files import write_files
from specloom.problems import Problem, SpecloomError

_OWN_FOLDER = "my_templates"


@click.group("templates")
def command() -> None:
    """See which templates are used, read them, take one over."""


@command.command("list")
@json_option
def list_templates(as_json: bool) -> None:
    """List all templates, which of them a folder of yours overrides, and which of ours have changed since."""
    found = _found()
    changed = {one.name for one in found.values() if one.overrides and has_changed(one.path.read_bytes(), _ours(one))}
    if as_json:
        rows = [{"name": one.name, "from": _origin(one), "changed": one.name in changed} for one in found.values()]
        echo_json({"templates": rows})
    else:
        width = max(map(len, found), default=0)
        since = "; ours has changed since it was ejected"
        click.echo(
            "\n".join(
                f"{one.name:<{width}}  {_origin(one)}{since if one.name in changed else ''}" for one in found.values()
            )
        )


@command.command("show")
@click.argument("name")
@json_option
def show(name: str, as_json: bool) -> None:
    """Print the template NAME as it is used."""
    one = _named(_found(), name)
    text = one.path.read_text("utf-8")
    if as_json:
        echo_json({"name": one.name, "from": _origin(one), "text": text})
    else:
        click.echo(text, nl=False)


@command.command("diff")
@click.argument("name")
@json_option
def diff_templates(name: str, as_json: bool) -> None:
    """Print what the template NAME of yours has otherwise than ours."""
    one = _named({name: one for name, one in _found().items() if one.overrides}, name)
    own = without_mark(one.path.read_bytes())
    before, after = (text.decode("utf-8").splitlines(keepends=True) for text in (_ours(one), own))
    text = "".join(difflib.unified_diff(before, after, f"ours/{one.name}", f"yours/{one.name}"))
    if as_json:
        echo_json({"name": one.name, "from": _origin(one), "diff": text})
    else:
        click.echo(text, nl=False)


@command.command("eject")
@click.argument("name")
@click.option("--to", "folder", metavar="FOLDER", help=f"Folder to copy it to; {_OWN_FOLDER} unless configured.")
@json_option
def eject(name: str, folder: str | None, as_json: bool) -> None:
    """Copy our template NAME into a folder of yours, where it overrides ours."""
    config = load_config(Path.cwd())
    one = _named(templates([builtin_folder()]), name)
    chosen, configured = _chosen_folder(config, folder)
    copy = chosen / one.name
    shown = copy.relative_to(config.root).as_posix() if copy.is_relative_to(config.root) else str(copy)
    if copy.exists():
        raise SpecloomError(Problem("there is such a file already; it was left as it is", source=shown))
    write_files({copy: with_mark(one.path.read_bytes())})
    hint = "" if configured else f'templates = ["{chosen.name}"]'
    if as_json:
        echo_json({"name": one.name, "written": shown, "configured": configured})
        return
    click.echo(f"{shown} now holds our {one.name}; change it and generate again")
    if hint:
        click.echo(f"to use it, add {hint} to an API in {CONFIG_NAME}")


def _found() -> dict[str, Template]:
    # Our own templates can be read anywhere; a project only adds to them.
    start = Path.cwd()
    return templates(template_folders(load_config(start)) if find_config(start) else [builtin_folder()])


def _named(found: dict[str, Template], name: str) -> Template:
    if name in found:
        return found[name]
    # `resource.py` is enough where it is clear.
    alike = [one for one in found.values() if name in (one.path.name, one.path.name.split(".")[0], one.path.stem)]
    if len(alike) == 1:
        return alike[0]
    near = [one.name for one in alike] or difflib.get_close_matches(name, found, 3, 0.4) or list(found) or ["none"]
    raise SpecloomError(f"there is no template {name!r}; there are {', '.join(near)}")


def _ours(one: Template) -> bytes:
    """The template of ours that one overrides."""
    return (builtin_folder() / one.name).read_bytes()


def _origin(one: Template) -> str:
    if not one.own:
        return "built in"
    config = find_config(Path.cwd())
    folder = one.path.parents[one.name.count("/")]
    shown = folder.relative_to(config.parent).as_posix() if config else str(folder)
    return f"{shown}, overrides ours" if one.overrides else shown


def _chosen_folder(config: Config, folder: str | None) -> tuple[Path, bool]:
    known = [path for target in config.targets.values() for path in target.templates]
    if folder is not None:
        chosen = (Path.cwd() / folder).resolve()
        return chosen, chosen in [path.resolve() for path in known]
    return (known[0], True) if known else (config.root / _OWN_FOLDER, False)
