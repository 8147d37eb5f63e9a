"""Where templates come from: ours, and the folders of a user that override them file by file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

import specloom
from specloom.config import Config, Target
from specloom.problems import Problem, SpecloomError

ENDING = ".jinja"


@frozen
class Template:
    """One template.

    Attributes:
        name: As it is asked for: ``client/resource.py.jinja``.
        path: The file that is used.
        overrides: Whether it stands in the place of one of ours.
        own: Whether it comes from a user's folder.
    """

    name: str
    path: Path
    overrides: bool
    own: bool


def builtin_folder() -> Path:
    """The folder of our templates: inside the installed package, or at the top of a checkout.

    Raises:
        SpecloomError: If the installation holds none.
    """
    package = Path(specloom.__file__).parent
    for folder in (package / "templates", package.parent.parent / "templates"):
        if (folder / "client").is_dir():
            return folder
    raise SpecloomError("the built-in templates are missing from this installation; install specloom again")


def template_folders(config: Config, target: Target | None = None) -> list[Path]:
    """The folders in which a template is looked for, the first winning: a target's own, then ours.

    Without a target, the folders of all targets.

    Raises:
        SpecloomError: If a folder that specloom.toml names is not there.
    """
    targets = [target] if target is not None else list(config.targets.values())
    own = list(dict.fromkeys(folder for one in targets for folder in one.templates))
    missing = [folder for folder in own if not folder.is_dir()]
    if missing:
        message = "specloom.toml names this folder of templates, but it is not there"
        raise SpecloomError(
            [Problem(message, source=folder.relative_to(config.root).as_posix()) for folder in missing]
        )
    return [*own, builtin_folder()]


def templates(folders: Sequence[Path]) -> dict[str, Template]:
    """The templates that win in a list of folders, by name, sorted."""
    found: dict[str, list[Path]] = {}
    for folder in folders:
        for path in folder.rglob(f"*{ENDING}"):
            found.setdefault(path.relative_to(folder).as_posix(), []).append(path)
    builtin = folders[-1]
    return {
        name: Template(name, paths[0], len(paths) > 1, not paths[0].is_relative_to(builtin))
        for name, paths in sorted(found.items())
    }
