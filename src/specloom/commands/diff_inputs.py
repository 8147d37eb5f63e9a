"""What the arguments of ``specloom diff`` stand for: files, addresses, ``REV:path``, and APIs of specloom.toml."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final, Literal

from attrs import evolve, frozen

from specloom.config import CONFIG_NAME, Config, Target, parse_config
from specloom.diff.sides import Given, Text, Which, of_side
from specloom.plan.yaml_nodes import nearest
from specloom.problems import Problem, SpecloomError
from specloom.sources.git import read_at
from specloom.sources.registry import fetch, is_address, is_file

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_NOTHING: Final = b'{"openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": {}}'

PULL: Final = "pull"
"""The revision that stands for what ``specloom pull`` would bring."""


@frozen
class Argument:
    """What one argument stands for.

    Attributes:
        text: As people know it.
        kind: A file, an address that is fetched, a file at a revision, or an API.
        path: The file or address; within the repository for a file at a revision.
        revision: Of git, or ``pull``; empty for the working tree.
        folder: Where a path that starts with ``./`` starts.
        owner: The API that it is or belongs to.
    """

    text: str
    kind: Literal["file", "address", "revision", "api"]
    path: str
    revision: str
    folder: Path
    owner: Target | None = None


@frozen
class Inputs:
    """Reads the arguments of one command.

    Attributes:
        config: The specloom.toml around the folder, if there is one.
        folder: Where the user stands.
        package: Import name for documents that belong to no API.
    """

    config: Config | None
    folder: Path
    package: str = "client"

    def both(self, old: str, new: str | None) -> tuple[Given, Given]:
        """Both sides, fetched. A single argument is compared with itself at ``HEAD``.

        Raises:
            SpecloomError: If a side cannot be had; with the problems of both.
        """
        first, second = (self.argument(old), self.argument(new)) if new is not None else self._since_head(old)
        given: list[Given] = []
        problems: list[Problem] = []
        pairs: tuple[tuple[Which, Argument, Argument], ...] = (("old", first, second), ("new", second, first))
        for which, argument, other in pairs:
            try:
                # A lone document beside an API is another state of it: with the same names the plans compare.
                given.append(self._given(argument, argument.owner or other.owner))
            except SpecloomError as error:
                problems += of_side(error, which).problems
        if problems:
            raise SpecloomError(problems)
        return given[0], given[1]

    def argument(self, text: str) -> Argument:
        """What an argument stands for. An API wins over a file of its name; ``./NAME`` is the file.

        Raises:
            SpecloomError: If it is spelt like an API at a revision, and one of them is missing.
        """
        targets = self.config.targets if self.config else {}
        name, at, revision = text.partition("@")
        if name in targets:
            if at and not revision:
                # What `openai@$BASE` comes to where nobody has set BASE.
                raise SpecloomError(Problem(f"a revision is missing after {name}@", source=text))
            return Argument(text, "api", "", revision, self.folder, targets[name])
        if is_address(text):
            return Argument(text, "address", text, "", self.folder)
        before, colon, path = text.partition(":")
        # A path may have a colon too; `C:` is a drive.
        if colon and len(before) != 1 and not (self.folder / text).exists():
            return Argument(text, "revision", path, before, self.folder)
        if at and name.isidentifier() and not (self.folder / text).exists():
            known = f"there are {', '.join(targets)}" if targets else f"there is no {CONFIG_NAME} that names any"
            raise SpecloomError(Problem(f"there is no API {name!r}{nearest(name, targets)}; {known}", source=text))
        return Argument(text, "file", text, "", self.folder, self._owner(self.folder / text))

    def _since_head(self, text: str) -> tuple[Argument, Argument]:
        new = self.argument(text)
        if new.owner is not None and not new.revision:
            return self.argument(f"{new.owner.name}@HEAD"), new
        if new.kind == "file":
            path = self.folder / text
            return Argument(f"HEAD:{text}", "revision", f"./{path.name}", "HEAD", path.parent), new
        message = "give two sides; one alone is an API or a file, which is compared with itself at HEAD"
        raise SpecloomError(Problem(message, source=text))

    def _owner(self, path: Path) -> Target | None:
        targets = self.config.targets.values() if self.config else ()
        return next((target for target in targets if target.document.resolve() == path.resolve()), None)

    # --- what it holds --------------------------------------------------------------------------------------------

    def _given(self, argument: Argument, owner: Target | None) -> Given:
        if argument.kind == "api" and argument.owner and argument.revision not in ("", PULL):
            return self._at_revision(argument, argument.owner)
        document, file = self._document(argument)
        if owner is None:
            return Given(argument.text, document, file, package=self.package)
        # What is pinned is a contract already.
        contract = owner.prose == "contract" and (argument.owner is not owner or argument.revision == PULL)
        return self.belonging(owner, argument.text, document, file, contract=contract)

    def belonging(self, owner: Target, label: str, document: Text, file: str = "", *, contract: bool) -> Given:
        """A document as a state of an API, with today's overlay and names.

        Args:
            owner: The API.
            label: What reports call it.
            document: The document.
            file: The file of the working tree that holds it, or empty.
            contract: Whether its prose is dropped.
        """
        return Given(
            label,
            document,
            file,
            owner.name,
            owner.package,
            self._optional(owner.overlay),
            self._optional(owner.sdk),
            contract,
            _version(self._optional(owner.output / "pyproject.toml")),
        )

    def _document(self, argument: Argument) -> tuple[Text, str]:
        """The text, and the file of the working tree that holds it."""
        if argument.kind == "revision":
            (content,) = read_at(argument.revision, [argument.path], argument.folder)
            return Text(_there(content, argument, argument.path), argument.text), ""
        if argument.kind == "address":
            return Text(fetch(argument.path).text, argument.path), ""
        if argument.revision == PULL and argument.owner is not None:
            return self._pulled(argument.owner), ""
        path = argument.owner.document if argument.kind == "api" and argument.owner else self.folder / argument.path
        shown = self.inside(path)
        return Text(_held(path, shown or argument.path), shown or argument.path), shown

    def _pulled(self, target: Target) -> Text:
        if not target.source:
            message = f"{target.name} has no source to pull from; set one in {CONFIG_NAME}"
            raise SpecloomError(Problem(message, f"#/apis/{target.name}", CONFIG_NAME))
        at_home = is_file(target.source) and self.config is not None
        source = str(self.config.root / target.source) if at_home and self.config else target.source
        return Text(fetch(source, refs=target.refs).text, target.source)

    def _at_revision(self, argument: Argument, now: Target) -> Given:
        root = self.config.root if self.config else self.folder
        target = self._target_at(argument.revision, now, root)
        if target is None:
            # Everything of a new API is new, and nothing of it breaks.
            nothing = Text(_NOTHING, f"{argument.revision}:{CONFIG_NAME}")
            return Given(f"{argument.text} (not there yet)", nothing, "", now.name, now.package, empty=True)
        files = (target.document, target.overlay, target.sdk, target.output / "pyproject.toml")
        names = [path.relative_to(root).as_posix() for path in files]
        contents = read_at(argument.revision, [f"./{name}" for name in names], root)
        overlay, sdk, project = (
            None if content is None else Text(content, f"{argument.revision}:{name}")
            for name, content in zip(names[1:], contents[1:], strict=True)
        )
        document = Text(_there(contents[0], argument, names[0]), f"{argument.revision}:{names[0]}")
        version = _version(project)
        return Given(argument.text, document, "", target.name, target.package, overlay, sdk, package_version=version)

    def _target_at(self, revision: str, target: Target, root: Path) -> Target | None:
        """The API as specloom.toml had it at a revision, which may have kept its files elsewhere; None before it."""
        (content,) = read_at(revision, [f"./{CONFIG_NAME}"], root)
        if content is None:
            return target
        try:
            return parse_config(content, root / CONFIG_NAME).targets.get(target.name)
        except SpecloomError as error:
            raise SpecloomError(evolve(one, source=f"{revision}:{CONFIG_NAME}") for one in error.problems) from error

    def _optional(self, path: Path) -> Text | None:
        return Text(path.read_bytes(), self.inside(path)) if path.exists() else None

    def inside(self, path: Path) -> str:
        """A path as CI and reviewers know it, from the folder of specloom.toml; empty where it lies elsewhere."""
        root = self.config.root if self.config else self.folder
        path, root = path.resolve(), root.resolve()
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else ""


def _held(path: Path, shown: str) -> bytes:
    try:
        return fetch(str(path)).text
    except SpecloomError as error:
        raise SpecloomError(evolve(problem, source=shown) for problem in error.problems) from error


def _there(content: bytes | None, argument: Argument, path: str) -> bytes:
    if content is not None:
        return content
    raise SpecloomError(Problem(f"git has no file {path} at {argument.revision}", source=argument.text))


def _version(project: Text | None) -> str:
    """The version of a generated package; empty where there is none that can be read."""
    try:
        version = tomllib.loads(project.content.decode())["project"]["version"] if project else ""
    except (ValueError, KeyError, TypeError):
        return ""
    return version if isinstance(version, str) else ""
