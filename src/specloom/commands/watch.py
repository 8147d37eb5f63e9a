"""``specloom generate --watch``: generates again when what the packages are made from changes.

Everything that was loaded stays loaded, so that a change is answered sooner than by a new run.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import orjson

from specloom.commands.console import SilentProgress, echo_text, problem_values, report_error, system_error
from specloom.commands.generating import GenerateResult, generate_target, result_json, summary_line, written_text
from specloom.commands.pipeline import shown
from specloom.commands.stamp import input_files
from specloom.commands.watching import Looker, Snapshot, changes, is_scratch
from specloom.config import load_config
from specloom.problems import SpecloomError


class _Project:
    """The project that is watched: its configuration as last read, and the files that its packages are made from."""

    def __init__(self, folder: Path, name: str | None) -> None:
        self._folder = folder
        self._name = name
        self._looker = Looker()
        self.config = load_config(folder)
        self.config.chosen(name)  # a name that is wrong at the start is a slip of the pen

    def look(self) -> Snapshot:
        """The files as they are now."""
        names = self.config.targets if self._name is None else (self._name,)
        targets = [self.config.targets[name] for name in names if name in self.config.targets]
        inputs = (path for target in targets for path in input_files(target))
        return self._looker.look(dict.fromkeys((self.config.path, *(path for path in inputs if not is_scratch(path)))))

    def generate(self) -> Iterator[GenerateResult | SpecloomError]:
        """Write what is not up to date; what cannot be made does not keep the rest from being made."""
        try:
            self.config = load_config(self._folder)
            targets = self.config.chosen(self._name)
        except SpecloomError as error:
            yield error
            return
        for target in targets:
            try:
                yield generate_target(self.config, target, progress=SilentProgress())
            except SpecloomError as error:
                yield error
            except OSError as error:
                yield system_error(error)


def watch_targets(folder: Path, name: str | None, *, as_json: bool) -> None:
    """Generate now and at every change, until interrupted, which is how it is meant to end.

    Raises:
        SpecloomError: If there is no project, or no such API in it. What goes wrong later is shown.
    """
    project = _Project(folder, name)
    try:
        for changed in changes(project.look, time.sleep):
            paths = [shown(project.config, path) for path in changed]
            outcomes = list(project.generate())
            results = [one for one in outcomes if isinstance(one, GenerateResult)]
            errors = [one for one in outcomes if isinstance(one, SpecloomError)]
            (_tell_json if as_json else _tell)(paths, results, errors)
            if not changed and not as_json:
                watched = [name] if name else project.config.targets
                click.echo(f"watching {', '.join(watched)}; Ctrl-C ends it", err=True)
            gc.collect()  # what a generation leaves behind would lie about until the next one
    except KeyboardInterrupt:
        click.echo("stopped watching", err=True)


def _tell(changed: Sequence[str], results: Sequence[GenerateResult], errors: Sequence[SpecloomError]) -> None:
    if changed:
        done = [f"{result.api}: {written_text(result)}" for result in results if not result.nothing_to_do]
        done += ["not generated"] * len(errors)
        lines = [f"{_few(changed)} changed; {text}" for text in done or ["nothing to do"]]
    else:
        lines = [summary_line(result) for result in results]
    for line in lines:
        echo_text(line)
    for error in errors:
        report_error(error, as_json=False)


def _tell_json(changed: Sequence[str], results: Sequence[GenerateResult], errors: Sequence[SpecloomError]) -> None:
    values: dict[str, object] = {"changed": changed, "targets": [result_json(result) for result in results]}
    if errors:
        values["error"] = [problem_values(problem) for error in errors for problem in error.problems]
    click.echo(orjson.dumps(values))


def _few(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
    return ", ".join(paths[:3]) + more
