"""The way of a document, from the pinned file to the text of a package. Reads files, writes none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from attrs import evolve, frozen

from specloom.commands.template_folders import template_folders
from specloom.config import Config, Target
from specloom.plan.values import Plan
from specloom.problems import Problem, SpecloomError

if TYPE_CHECKING:
    from specloom.engines import Proven


class Steps(Protocol):
    """Told of every step of long work."""

    def step(self, name: str) -> AbstractContextManager[object]:
        """Show that a step goes on, for as long as the context lasts."""
        ...


@frozen
class Planned:
    """A document on its way: what it says in normal form, and the SDK it becomes."""

    prepared: dict[str, Any]
    plan: Plan


def plan_target(config: Config, target: Target, steps: Steps, proven: Proven | None = None) -> Planned:
    """Load, overlay, prepare, parse and plan one target.

    Args:
        config: Of the project.
        target: Which.
        steps: Is told of every step.
        proven: What the engines need not read again; without it they read everything.

    Raises:
        SpecloomError: With all problems of the first step that finds any.
    """
    # Imported here: the engines take half a second to load, and a run with nothing to do needs none of this.
    from specloom.engines import parse
    from specloom.plan.make import make_plan
    from specloom.plan.sdk_reader import load_sdk

    sdk = load_sdk(target.sdk, shown(config, target.sdk))
    prepared = prepare_target(config, target, steps)
    with steps.step("engines"):
        parsed = parse(prepared, also_params=tuple(rule.schema for rule in sdk.params), proven=proven)
    with steps.step("plan"):
        address = address_of(config, target)
        plan = make_plan(prepared, parsed, sdk, api=target.name, package=target.package, address=address)
    return Planned(prepared, plan)


def prepare_target(config: Config, target: Target, steps: Steps) -> dict[str, Any]:
    """The pinned document of a target in normal form, its overlay applied.

    Raises:
        SpecloomError: With all problems of the first step that finds any.
    """
    from specloom.document.checks import check_document
    from specloom.document.load import load_text
    from specloom.document.overlay import apply_overlay, read_overlay
    from specloom.prepare import prepare

    source = shown(config, target.document)
    with steps.step("load"):
        document = load_text(_read(target.document, config), source)
    with steps.step("overlay"):
        overlay = _optional(target.overlay)
        if overlay:
            document = apply_overlay(document, read_overlay(overlay, shown(config, target.overlay)))
        # Not before: an overlay is how a wrong document is mended.
        check_document(document, source)
    with steps.step("prepare"):
        return prepare(document, source)


def emit_target(config: Config, target: Target, plan: Plan, steps: Steps) -> dict[str, str]:
    """The files of a planned target, by path relative to its output folder.

    Raises:
        SpecloomError: If a template fails.
    """
    from specloom.emit.package import Copied, Origin, emit
    from specloom.emit.render import Renderer

    with steps.step("render"):
        renderer = Renderer.over(template_folders(config, target))
        origin = Origin(shown(config, target.document), f"specloom generate {target.name}")
        copied = {path: Copied(text, source) for path, (text, source) in copied_files(config, target).items()}
        return emit(plan, renderer, origin, copied)


def copied_files(config: Config, target: Target) -> Mapping[str, tuple[str, str]]:
    """Runtime and layers: text and origin by path below the import package."""
    found: dict[str, tuple[str, str]] = {}
    for folder, below, named in ((runtime_folder(), "_runtime", "specloom_runtime"), *_layers(config, target)):
        for path in sorted(folder.rglob("*.py")):
            name = path.relative_to(folder).as_posix()
            found[f"{below}/{name}"] = (path.read_text("utf-8"), f"{named}/{name}")
    return found


def _layers(config: Config, target: Target) -> list[tuple[Path, str, str]]:
    missing = [shown(config, folder) for folder in target.layers if not folder.is_dir()]
    if missing:
        raise SpecloomError([Problem("is named as a layer but is no folder", source=source) for source in missing])
    return [
        (folder, "lib" if number == 0 else folder.name, shown(config, folder))
        for number, folder in enumerate(target.layers)
    ]


def runtime_folder() -> Path:
    """Where the runtime that packages carry is installed."""
    import specloom_runtime

    return Path(specloom_runtime.__path__[0])


def shown(config: Config, path: Path) -> str:
    """A path as people know it: relative to the project where it lies inside."""
    try:
        return path.relative_to(config.root).as_posix()
    except ValueError:
        return path.as_posix()


@contextmanager
def paths_as_shown(config: Config) -> Iterator[None]:
    """Problems that leave the context name files as people know them; most rooms know nothing of the project."""
    try:
        yield
    except SpecloomError as error:
        raise SpecloomError(
            evolve(problem, source=shown(config, Path(problem.source))) if problem.source else problem
            for problem in error.problems
        ) from error


def _read(path: Path, config: Config) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        hint = f"could not be read ({error.strerror}); `specloom pull` writes it"
        raise SpecloomError(Problem(hint, source=shown(config, path))) from error


def address_of(config: Config, target: Target) -> str:
    """The URL that the document was pulled from, or empty where it came from elsewhere."""
    from specloom.document.lock import read_lock

    text = _optional(target.lock)
    source = read_lock(text, shown(config, target.lock)).source if text else ""
    return source if source.startswith(("https://", "http://")) else ""


def _optional(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""
