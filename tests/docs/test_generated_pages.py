"""The pages of the generated packages: each call on them sends the request that stands beside it."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

import pytest

from .blocks import ROOT, Block, blocks, run, take
from .claims import claims

READMES = sorted((ROOT / "generated").glob("*/README.md"))
PAGES = sorted((ROOT / "generated").glob("*/docs/*.md"))
ROW = re.compile(r"^\| \[`([\w.]+)`\]\(#\w+\) \| `([A-Z]+) ([^`]+)` \|", re.MULTILINE)
CALL = re.compile(r"\bclient\.([\w.]+)\(")


class Anything(dict[str, object]):
    """Names of a block: those that are given, and for all others a text."""

    def __missing__(self, name: str) -> object:
        return "x"


def package_of(page: Path) -> str:
    """The package that a page belongs to."""
    return page.relative_to(ROOT / "generated").parts[0]


def sends(block: Block, requests: dict[str, tuple[str, str]]) -> None:
    """Make the call of a block; it must send what the pages say of that method, and get an answer."""
    (call,) = CALL.findall(block.code)
    verb, path = requests[call]
    api = importlib.import_module(f"{package_of(block.page)}.testing").MockAPI()
    api.on(verb, path.partition("?")[0]).returns({})
    names = Anything(client=api.client())
    exec(compile(take(block), str(block.page), "exec"), {}, names)
    (request,) = api.requests
    pattern = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(path.partition("?")[0]))
    assert (request.verb, bool(re.fullmatch(pattern, request.path))) == (verb, True), request.path


def requests_of(package: str) -> dict[str, tuple[str, str]]:
    """Verb and path of each method, as the pages of a package tell."""
    texts = [page.read_text("utf-8") for page in PAGES if package_of(page) == package]
    return {call: (verb, path) for text in texts for call, verb, path in ROW.findall(text)}


@claims(PAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{package_of(page)}-{page.stem}")
def test_calls_of_a_page_send_what_it_says(page: Path) -> None:
    requests = requests_of(package_of(page))
    for block in blocks(page):
        sends(block, requests)


@claims(READMES, "python")
@pytest.mark.parametrize("page", READMES, ids=package_of)
def test_samples_of_a_readme_send_what_the_pages_say(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *samples = blocks(page, "python")
    names: dict[str, Any] = {}
    for name in re.findall(r"`([A-Z]+_[A-Z_]+)`", page.read_text("utf-8")):
        monkeypatch.setenv(name, "made-up")
    run(page, first, names)
    assert callable(names["client"].copy)
    requests = requests_of(package_of(page))
    for block in samples:
        sends(block, requests)
    assert [block.section for block in samples] == sorted({f"client.{call.partition('.')[0]}" for call in requests})
