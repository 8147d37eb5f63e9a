"""The two sides of a comparison: texts in, prepared documents and plans out; the old one in a second process.

Preparing and planning is most of the work of a comparison, and each side is done without the other. Fetching is left
to the command.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, Literal, TypeAlias

from attrs import evolve, frozen

from specloom.diff.review import ReviewSide
from specloom.document.checks import document_problems
from specloom.document.contract import contract
from specloom.document.load import as_utf8, load_text
from specloom.document.overlay import apply_overlay, read_overlay
from specloom.engines.reading import read_parsed
from specloom.plan.make import make_plan
from specloom.plan.sdk import Sdk
from specloom.plan.sdk_reader import read_sdk
from specloom.prepare import prepare
from specloom.problems import Problem, SpecloomError

Which: TypeAlias = Literal["old", "new"]
Respell: TypeAlias = Callable[[Mapping[str, Any]], dict[str, Any]]
"""From one document to another that says the same; the given one is not changed."""

WORTH_A_PROCESS: Final = 200_000
"""Bytes of a document from which a second process pays: it costs some 20 ms, which is what 50,000 bytes take."""


@frozen
class Text:
    """A text and what it is called in messages."""

    content: bytes
    source: str


@frozen
class Given:
    """One side before it is read.

    Attributes:
        label: What reports call it: ``openai@main``, ``old.yaml``.
        document: The document.
        path: File of the working tree that holds it, or empty.
        api: Name of the API that it belongs to, or empty.
        package: Import name of the package that is made from it.
        overlay: Changes to it, or None.
        sdk: Names for the package, or None.
        contract: Whether its prose is dropped, as pulling does.
        package_version: Version of the package, where it is known.
        empty: Whether it stands for an API that was not there yet, and may say nothing.
        respell: Done to the document before anything else, so that the overlay meets the form it was written for.
        settle: Done to it before it is prepared, after the overlay.
    """

    label: str
    document: Text
    path: str = ""
    api: str = ""
    package: str = "client"
    overlay: Text | None = None
    sdk: Text | None = None
    contract: bool = False
    package_version: str = ""
    empty: bool = False
    respell: Respell = dict
    settle: Respell = dict


@frozen
class ReadSide:
    """One side, read.

    Attributes:
        side: As a review takes it.
        notes: What overlay.yaml and sdk.yaml name and this side does not have.
    """

    side: ReviewSide
    notes: tuple[Problem, ...] = ()


def read_side(given: Given) -> ReadSide:
    """Load, overlay, prepare, read and plan one side.

    Raises:
        SpecloomError: If it is no OpenAPI document or cannot be prepared.
    """
    notes: list[Problem] = []
    text, source = given.document.content, given.document.source
    loaded, document = mended(given, notes.append)
    sdk = Sdk() if given.sdk is None else read_sdk(_decoded(given.sdk), given.sdk.source)
    with _explained(document, source):
        prepared = prepare(given.settle(document), source)
        if not given.empty:
            _check_not_empty(prepared, source)
        parsed = read_parsed(prepared, also_params=tuple(rule.schema for rule in sdk.params))
        api = given.api or given.package
        plan = make_plan(prepared, parsed, sdk, api=api, package=given.package, unmatched=notes.append)
    side = ReviewSide(
        given.label, as_utf8(text, source), loaded, prepared, parsed, plan, given.path, given.package_version
    )
    return ReadSide(side, tuple(notes))


def mended(given: Given, note: Callable[[Problem], None]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the text of a side holds, as it is and as its overlay mends it.

    Raises:
        SpecloomError: If it is no OpenAPI document, or the overlay cannot be applied.
    """
    loaded = load_text(given.document.content, given.document.source)
    document = given.respell(loaded)
    if given.contract:
        document = contract(document)
    if given.overlay is not None:
        # An older or newer document may well lack what the overlay mends.
        document = apply_overlay(document, read_overlay(given.overlay.content, given.overlay.source), note)
    return loaded, document


@contextmanager
def reading(old: Given, new: Given) -> Iterator[Callable[[], tuple[ReadSide, ReadSide]]]:
    """Begin to read two sides; what is given must be called for the result.

    Begun before anything draws progress: a process with threads cannot be doubled safely.

    Raises:
        SpecloomError: When called, if a side cannot be read; with the problems of both, each told by its side.
    """
    if _alike(old, new):
        yield lambda: _one_for_both(old, new)
    elif _pays(old, new):
        with _elsewhere(old) as old_side:
            yield lambda: _both(old_side, lambda: read_side(new))
    else:
        yield lambda: _both(lambda: read_side(old), lambda: read_side(new))


def of_side(error: SpecloomError, which: Which) -> SpecloomError:
    """An error that tells which side it is about."""
    return SpecloomError(evolve(one, message=f"the {which} side: {one.message}") for one in error.problems)


# --- one side --------------------------------------------------------------------------------------------------------


@contextmanager
def _explained(document: dict[str, Any], source: str) -> Iterator[None]:
    """Reading checks no more than it needs; what it stumbles over is told by the checks of a generation."""
    try:
        yield
    except SpecloomError:
        raise
    except Exception as error:
        unknown = Problem(f"could not be read, by a fault of specloom ({type(error).__name__}: {error})", "#", source)
        raise SpecloomError(document_problems(document, source) or [unknown]) from error


def _check_not_empty(prepared: dict[str, Any], source: str) -> None:
    if (
        not prepared.get("paths")
        and not prepared.get("webhooks")
        and not prepared.get("components", {}).get("schemas")
    ):
        message = "the document has no paths, webhooks or schemas, so there is nothing to compare"
        raise SpecloomError(Problem(message, "#/paths", source))


def _decoded(text: Text) -> str:
    try:
        return text.content.decode()
    except UnicodeDecodeError as error:
        raise SpecloomError(Problem("this file is not UTF-8 text", source=text.source)) from error


# --- both sides ------------------------------------------------------------------------------------------------------


def _alike(old: Given, new: Given) -> bool:
    return _inputs(old) == _inputs(new)


def _inputs(given: Given) -> tuple[object, ...]:
    texts = [text and text.content for text in (given.document, given.overlay, given.sdk)]
    return (*texts, given.api, given.package, given.contract, given.respell, given.settle)


def _one_for_both(old: Given, new: Given) -> tuple[ReadSide, ReadSide]:
    try:
        side = read_side(old)
    except SpecloomError as error:
        raise SpecloomError(evolve(one, message=f"both sides: {one.message}") for one in error.problems) from error
    return side, evolve(side, side=evolve(side.side, label=new.label, file=new.path))


def _both(old: Callable[[], ReadSide], new: Callable[[], ReadSide]) -> tuple[ReadSide, ReadSide]:
    sides: list[ReadSide] = []
    problems: list[Problem] = []
    # The new one first: this process would only wait for the old one.
    for which, read in (("new", new), ("old", old)):
        try:
            sides.append(read())
        except SpecloomError as error:
            problems[:0] = of_side(error, "old" if which == "old" else "new").problems
    if problems:
        raise SpecloomError(problems)
    new_side, old_side = sides
    return old_side, new_side


def _pays(old: Given, new: Given) -> bool:
    # Elsewhere a process cannot be doubled, or not safely.
    if not sys.platform.startswith("linux") or len(os.sched_getaffinity(0)) < 2:
        return False
    return min(len(old.document.content), len(new.document.content)) >= WORTH_A_PROCESS


@contextmanager
def _elsewhere(given: Given) -> Iterator[Callable[[], ReadSide]]:
    """Begin to read a side in a copy of this process."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        _answer(given, receive, send)
    os.close(send)
    with open(receive, "rb") as stream:
        try:
            yield lambda: _received(given, stream.read())
        finally:
            # It has ended, or nobody asks for its answer any more.
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _answer(given: Given, receive: int, send: int) -> None:
    """What the copy does: it never returns, so that nothing of the program is done twice."""
    try:
        os.close(receive)
        with open(send, "wb") as stream:
            try:
                answer: ReadSide | tuple[Problem, ...] = read_side(given)
            except SpecloomError as error:
                answer = error.problems
            stream.write(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
    finally:
        os._exit(0)


def _received(given: Given, text: bytes) -> ReadSide:
    if not text:
        # The copy was stopped, for want of memory or by a fault; here the reason comes to light.
        return read_side(given)
    answer: ReadSide | tuple[Problem, ...] = pickle.loads(text)  # noqa: S301 (written by ourselves)
    if isinstance(answer, ReadSide):
        return answer
    raise SpecloomError(answer)
