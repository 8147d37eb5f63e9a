"""specloom.toml: which APIs there are, where their documents come from and where their packages go."""

from __future__ import annotations

import difflib
import keyword
import re
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

from attrs import field, frozen

from specloom.document.addresses import scheme_of
from specloom.document.lock import Prose
from specloom.problems import Problem, Problems, SpecloomError
from specloom.review_settings import ReviewSettings, read_review_settings

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CONFIG_NAME: Final = "specloom.toml"

_KEYS: Final = ("source", "spec", "output", "package", "prose", "templates", "layers", "refs")
_PROSE: Final = ("keep", "contract")
_POSITION: Final = re.compile(r"\(at line (\d+), column (\d+)\)")
_REF_KINDS: Final = ("http", "https", "github")
_TARGET_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@frozen
class Target:
    """One API and the package made from it. All paths are absolute.

    Attributes:
        name: What commands call it.
        source: Where ``pull`` fetches it, or empty when it must be told.
        spec: Folder of the pinned document, its lock, overlay.yaml and sdk.yaml.
        output: Folder of the generated project.
        package: Import name.
        prose: Whether the pinned document keeps its text or is the contract alone.
        templates: Folders that override templates of ours, the first winning.
        layers: Folders of hand-written code that is copied into the package.
        refs: Folders and addresses below which the document's ``$ref`` may lead to other files.
    """

    name: str
    source: str
    spec: Path
    output: Path
    package: str
    prose: Prose
    templates: tuple[Path, ...] = ()
    layers: tuple[Path, ...] = ()
    refs: tuple[str, ...] = ()

    @property
    def document(self) -> Path:
        """The pinned document."""
        return self.spec / "openapi.json"

    @property
    def lock(self) -> Path:
        """Where the pinned document came from."""
        return self.spec / "spec.lock"

    @property
    def overlay(self) -> Path:
        """Our changes to the document; need not exist."""
        return self.spec / "overlay.yaml"

    @property
    def sdk(self) -> Path:
        """Our names for the package; need not exist."""
        return self.spec / "sdk.yaml"


@frozen
class Config:
    """A whole specloom.toml.

    Attributes:
        path: The file.
        targets: By name, in the order of the file.
        diff: What reviews of changed documents are told.
    """

    path: Path
    targets: Mapping[str, Target]
    diff: ReviewSettings = field(factory=ReviewSettings)

    @property
    def root(self) -> Path:
        """The folder that all relative paths start from."""
        return self.path.parent

    def target(self, name: str) -> Target:
        """The target of a name.

        Raises:
            SpecloomError: If there is none; the message names the nearest.
        """
        try:
            return self.targets[name]
        except KeyError:
            known = f"; there are {', '.join(self.targets)}" if self.targets else "; there is none yet"
            message = f"there is no API named {name!r}{_nearest(name, self.targets)}{known}"
            raise SpecloomError(Problem(message, source=self.path.name)) from None

    def chosen(self, name: str | None) -> tuple[Target, ...]:
        """The target of a name, or all of them when none is given.

        Raises:
            SpecloomError: If there is no such target, or none at all.
        """
        if name is not None:
            return (self.target(name),)
        if not self.targets:
            message = "no API is configured; `specloom new NAME SOURCE` makes one"
            raise SpecloomError(Problem(message, source=self.path.name))
        return tuple(self.targets.values())


def find_config(start: Path) -> Path | None:
    """The specloom.toml of a folder or of the nearest folder around it."""
    start = start.resolve()
    return next((path for folder in (start, *start.parents) if (path := folder / CONFIG_NAME).is_file()), None)


def load_config(start: Path) -> Config:
    """Find and read specloom.toml.

    Raises:
        SpecloomError: If there is none, or it is wrong; all that is wrong is listed.
    """
    path = find_config(start)
    if path is None:
        message = f"there is no {CONFIG_NAME} here or in a folder above; `specloom new NAME SOURCE` makes one"
        raise SpecloomError(message)
    return parse_config(path.read_bytes(), path)


def parse_config(text: bytes, path: Path) -> Config:
    """The configuration that a file's text says.

    Args:
        text: TOML.
        path: The file, from whose folder relative paths start.

    Raises:
        SpecloomError: With all that is wrong.
    """
    values = _toml(text, path)
    problems = Problems(path.name)
    _known_keys(values, ("apis", "diff"), "", problems)
    tables = values.get("apis", {})
    targets = {}
    if not isinstance(tables, dict):
        problems.add("apis is a table of tables: [apis.NAME]", "#/apis")
        tables = {}
    for name, table in tables.items():
        targets[name] = _target(name, table, path.parent, problems)
    _distinct_outputs(targets, problems)
    diff = read_review_settings(values.get("diff", {}), problems)
    problems.check()
    return Config(path, targets, diff)


def is_target_name(name: str) -> bool:
    """Whether a name can name an API, and with it a folder."""
    return _TARGET_NAME.fullmatch(name) is not None


def default_package(name: str) -> str:
    """The import name of a target's package when nothing else is said: ``pets`` makes ``pets_client``."""
    return re.sub(r"\W+", "_", name).lower() + "_client"


def _toml(text: bytes, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text.decode())
    except UnicodeDecodeError as error:
        raise SpecloomError(Problem("this file is not UTF-8 text", source=path.name)) from error
    except RecursionError as error:
        raise SpecloomError(Problem("this file is nested too deeply", source=path.name)) from error
    except tomllib.TOMLDecodeError as error:
        place = _POSITION.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (None, None)
        message = f"this is not valid TOML: {_POSITION.sub('', str(error)).strip()}"
        raise SpecloomError(Problem(message, "", path.name, line, column)) from error
    except ValueError as error:  # a number of more digits than Python reads
        raise SpecloomError(Problem(f"this file cannot be read: {error}", source=path.name)) from error


def _target(name: str, table: Any, root: Path, problems: Problems) -> Target:
    pointer = f"#/apis/{name}"
    if not is_target_name(name):
        problems.add(f"{name!r} cannot name an API; use letters, digits, - and _, a letter first", pointer)
    if not isinstance(table, dict):
        problems.add(f"an API is a table: [apis.{name}]", pointer)
        table = {}
    _known_keys(table, _KEYS, pointer, problems)
    read = _Reader(table, root, pointer, problems)
    package = read.text("package", default_package(name))
    if not package.isidentifier() or keyword.iskeyword(package):
        problems.add(
            f"{package!r} cannot be imported; a package is named like a Python variable", f"{pointer}/package"
        )
    prose = table.get("prose", "keep")
    if prose not in _PROSE:
        problems.add(f"prose is one of {', '.join(_PROSE)}, not {prose!r}", f"{pointer}/prose")
    return Target(
        name=name,
        source=read.text("source", ""),
        spec=read.folder("spec", f"spec/{name}"),
        output=read.folder("output", f"generated/{package}"),
        package=package,
        prose="contract" if prose == "contract" else "keep",
        templates=read.folders("templates"),
        layers=read.folders("layers"),
        refs=read.places("refs"),
    )


@frozen
class _Reader:
    """Typed access to one table; whatever does not fit is noted and replaced by the default."""

    table: Mapping[str, Any]
    root: Path
    pointer: str
    problems: Problems

    def text(self, key: str, default: str) -> str:
        value = self.table.get(key, default)
        if isinstance(value, str):
            return value
        self.problems.add(f"{key} is a text, not {value!r}", f"{self.pointer}/{key}")
        return default

    def folder(self, key: str, default: str) -> Path:
        return self._inside(self.text(key, default), f"{self.pointer}/{key}", key)

    def folders(self, key: str) -> tuple[Path, ...]:
        value = self.table.get(key, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(self._inside(item, f"{self.pointer}/{key}/{at}", key) for at, item in enumerate(value))
        self.problems.add(f"{key} is a list of folders, not {value!r}", f"{self.pointer}/{key}")
        return ()

    def places(self, key: str) -> tuple[str, ...]:
        """Folders, as paths, and addresses, as they are."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            self.problems.add(f"{key} is a list of folders and addresses, not {value!r}", f"{self.pointer}/{key}")
            return ()
        for at, item in enumerate(value):
            if scheme_of(item) not in ("", *_REF_KINDS):
                known = ", ".join(f"{name}:" for name in _REF_KINDS)
                self.problems.add(f"{item!r} is neither a folder nor one of {known}", f"{self.pointer}/{key}/{at}")
        return tuple(item if scheme_of(item) else str(self.root / item) for item in value)

    def _inside(self, text: str, pointer: str, key: str) -> Path:
        # Committed paths must mean the same on every machine, and what we write must stay inside the project.
        parts = PurePosixPath(text).parts
        if not parts or parts[0].startswith("/") or ".." in parts or "\\" in text or ":" in text:
            message = f"{key} is a folder below the one of {CONFIG_NAME}, written with / and without .., not {text!r}"
            self.problems.add(message, pointer)
        return self.root / text


def _known_keys(table: Mapping[str, Any], known: tuple[str, ...], pointer: str, problems: Problems) -> None:
    for key in table:
        if key not in known:
            message = f"there is no setting {key!r}{_nearest(key, known)}; there are {', '.join(known)}"
            problems.add(message, f"{pointer or '#'}/{key}")


def _nearest(name: str, known: Mapping[str, Any] | tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    return f" (did you mean {near[0]!r}?)" if near else ""


def _distinct_outputs(targets: Mapping[str, Target], problems: Problems) -> None:
    owners: dict[Path, str] = {}
    for key in ("spec", "output"):
        for name, target in targets.items():
            folder: Path = getattr(target, key)
            if folder in owners:
                message = f"{folder.name!r} already belongs to {owners[folder]}; every folder has one owner"
                problems.add(message, f"#/apis/{name}/{key}")
            owners[folder] = name
