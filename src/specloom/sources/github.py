"""A document in a repository: ``github:owner/repo/path@ref``."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from attrs import frozen

from specloom.problems import Problem, SpecloomError
from specloom.sources import web
from specloom.sources.fetched import Fetched, Progress

RAW_FILES: Final = "https://raw.githubusercontent.com"
"""Where the vendor serves single files as they are."""

_SPELLING: Final = re.compile(r"github:(?P<owner>[\w.-]+)/(?P<repo>[\w.-]+)/(?P<path>[^@]+)(?:@(?P<ref>[^@\s]+))?")


@frozen
class RepositoryFile:
    """One file at one ref; ``HEAD`` stands for the default branch."""

    owner: str
    repo: str
    path: str
    ref: str


def fetch(source: str, progress: Progress) -> Fetched:
    """Get a file of a public repository.

    Raises:
        SpecloomError: If the source is misspelt or cannot be had.
    """
    file = repository_file(source)
    try:
        text = web.fetch(raw_url(file), progress).text
    except SpecloomError as error:
        problems = [
            Problem(f"{problem.message} (asked {problem.source})", source=source) for problem in error.problems
        ]
        raise SpecloomError(problems) from error
    return Fetched(text, source, file.ref)


def repository_file(source: str) -> RepositoryFile:
    """The parts of ``github:owner/repo/path@ref``.

    Raises:
        SpecloomError: If it is not spelt so.
    """
    match = _SPELLING.fullmatch(source)
    if match is None or ".." in match["path"].split("/"):
        message = "this is not spelt github:owner/repo/path@ref, as in github:acme/specs/openapi.yaml@main"
        raise SpecloomError(Problem(message, source=source))
    return RepositoryFile(match["owner"], match["repo"], match["path"], match["ref"] or "HEAD")


def raw_url(file: RepositoryFile) -> str:
    """The address under which the file is served as it is."""
    return f"{RAW_FILES}/{file.owner}/{file.repo}/{quote(file.ref)}/{quote(file.path)}"
