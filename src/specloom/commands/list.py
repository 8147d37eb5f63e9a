"""``specloom list``: the APIs of specloom.toml and the template sets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from specloom.commands.console import echo_json, echo_text, json_option
from specloom.commands.template_folders import builtin_folder, template_folders, templates
from specloom.config import CONFIG_NAME, Config, Target, find_config, load_config
from specloom.document.lock import read_lock


@click.command("list")
@json_option
def command(as_json: bool) -> None:
    """List the APIs of specloom.toml and the template sets."""
    start = Path.cwd()
    config = load_config(start) if find_config(start) else None
    targets = [_target_values(config, target) for target in config.targets.values()] if config else []
    sets = _template_sets(config)
    if as_json:
        echo_json({"targets": targets, "template_sets": sets})
    else:
        echo_text(_text(targets, sets))


def _target_values(config: Config, target: Target) -> dict[str, Any]:
    lock = read_lock(target.lock.read_bytes(), target.lock.name) if target.lock.exists() else None
    return {
        "name": target.name,
        "package": target.package,
        "output": target.output.relative_to(config.root).as_posix(),
        "source": target.source,
        "prose": target.prose,
        "pinned": lock.revision if lock else "",
        "generated": target.output.is_dir(),
    }


def _template_sets(config: Config | None) -> list[dict[str, Any]]:
    found = templates(template_folders(config) if config else [builtin_folder()])
    names = dict.fromkeys(name.partition("/")[0] for name in found)
    return [
        {
            "name": name,
            "templates": sum(one.startswith(f"{name}/") for one in found),
            "overridden": sum(template.own for one, template in found.items() if one.startswith(f"{name}/")),
        }
        for name in names
    ]


def _text(targets: list[dict[str, Any]], sets: list[dict[str, Any]]) -> str:
    lines = ["APIs:"]
    for target in targets:
        pinned = f"pinned {target['pinned']}" if target["pinned"] else "not pulled yet"
        lines.append(f"  {target['name']}: {target['output']} (package {target['package']}), {pinned}")
    if not targets:
        lines.append(f"  none in {CONFIG_NAME} yet; `specloom new NAME SOURCE` makes one")
    lines.append("Template sets:")
    for one in sets:
        overridden = f", {one['overridden']} of them yours" if one["overridden"] else ""
        lines.append(f"  {one['name']}: {one['templates']} templates{overridden}")
    return "\n".join(lines)
