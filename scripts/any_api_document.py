"""One document of any folder: pinned, generated, and its operations counted by someone who trusts neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from attrs import evolve, field, frozen

from scripts.operations import SPECLOOM, Operations, operations_in, operations_of
from specloom.commands.console import Progress
from specloom.commands.coverage import covered
from specloom.commands.pipeline import Planned, emit_target, plan_target
from specloom.commands.pull import Origin, pull_target
from specloom.config import CONFIG_NAME, Config, Target, parse_config
from specloom.document.load import load_text, load_value
from specloom.emit.write import apply, compare
from specloom.problems import SpecloomError

ENDINGS = (".json", ".yaml", ".yml")


@frozen
class Row:
    """What became of one document.

    Attributes:
        file: Its path below the folder.
        format: ``OpenAPI 3.0.1``, ``Swagger 2.0``, or empty where that cannot be told.
        operations: Operations of the document, ANY of AWS API Gateway as the verbs it stands for, without OPTIONS.
        options: Its OPTIONS operations.
        covered: Those of ``operations`` that the code of the package names.
        answered: Those whose call, through the package, was taken by the mock and decoded.
        problems: Everything that is wrong, one sentence each.
    """

    file: str
    format: str = ""
    operations: int = 0
    options: int = 0
    covered: int = 0
    answered: int = 0
    problems: tuple[str, ...] = ()


@frozen
class Made:
    """A document whose package was written.

    Attributes:
        source: The folder to import the package from.
    """

    target: Target
    planned: Planned
    source: Path


@frozen
class Workshop:
    """A project in a folder of its own, with an API for every document.

    Attributes:
        folder: Where the documents are.
        config: Its configuration.
        files: Documents by the name of their API.
    """

    folder: Path
    config: Config
    files: dict[str, Path] = field(factory=dict)

    @classmethod
    def fitted_out(cls, root: Path, folder: Path, files: Sequence[Path]) -> Workshop:
        """Configure an API for each file; nothing is read yet."""
        named: dict[str, Path] = {}
        for file in files:
            stem = file.relative_to(folder).with_suffix("").as_posix().lower()
            name = base = "api_" + re.sub(r"[^a-z0-9]+", "_", stem).strip("_")
            number = 2
            while name in named:
                name, number = f"{base}_{number}", number + 1
            named[name] = file
        text = "\n".join(f"[apis.{name}]" for name in named)
        return cls(folder, parse_config(text.encode(), root / CONFIG_NAME), named)

    def shown(self, name: str) -> str:
        """A document as people know it."""
        return self.files[name].relative_to(self.folder).as_posix()

    def make(self, name: str, progress: Progress) -> tuple[Row, Made | None]:
        """Pin and generate one document; where that cannot be done, the row tells why."""
        file, target, label = self.files[name], self.config.target(name), self.shown(name)
        row = Row(label)
        try:
            document = load_text(file.read_bytes(), label)
            kind = "OpenAPI" if "openapi" in document else "Swagger"
            wanted = operations_of(document)
            options = Operations({key: count for key, count in wanted.items() if key[0] == "options"})
            row = Row(label, f"{kind} {document[kind.lower()]}", (wanted - options).total(), options.total())
            pull_target(self.config, target, Origin(str(file)), progress, check=False)  # planning checks it
            planned = plan_target(self.config, target, progress)
            files = emit_target(self.config, target, planned.plan, progress)
            covered(planned.prepared, planned.plan)
            apply(files, target.output, compare(files, target.output))
        except SpecloomError as error:
            return evolve(row, problems=tuple(str(evolve(problem, source="")) for problem in error.problems)), None
        except Exception as error:  # noqa: BLE001 - a fault of ours is a row of the table, and the others go on
            return evolve(row, problems=(f"a fault of specloom: {type(error).__name__}: {error}",)), None
        found = operations_in(list(files.values()), SPECLOOM)
        missing = [f"{verb.upper()} {path} has no method" for verb, path in sorted((wanted - options) - found)]
        counted = ((wanted - options) & found).total()
        return evolve(row, covered=counted, problems=tuple(missing)), Made(target, planned, target.output / "src")


def documents(folder: Path) -> list[Path]:
    """The files of a folder, and of those below it, that are or should be documents, in order of their names.

    A file that can be read and says neither ``openapi`` nor ``swagger`` is something else and left out.
    """
    found = [path for path in sorted(folder.rglob("*")) if path.name.endswith(ENDINGS) and path.is_file()]
    return [path for path in found if _may_be_document(path)]


def _may_be_document(path: Path) -> bool:
    try:
        value = load_value(path.read_bytes(), path.name)
    except SpecloomError:
        return True
    return isinstance(value, dict) and ("openapi" in value or "swagger" in value)
