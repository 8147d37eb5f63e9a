"""Every row of docs/seeds.md does what it says: its code is run, and what was sent or printed is looked at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import openai_client
from specloom.mock import MockServer

from .claims import claims
from .seeds import (  # noqa: F401 - they register their cases
    assistants,
    calls,
    commands,
    documents,
    jobs,
    paths,
    settings,
    training_data,
    vectors,
)
from .seeds.contract import mock_server, refusals
from .seeds.desk import CASES, Desk
from .seeds.page import HEADER, PAGE, Row, blocks_below, rows

ROWS = {row.id: row for row in rows()}
RUN = [row for row in ROWS.values() if row.code]


@pytest.fixture(scope="module")
def server() -> MockServer:
    return mock_server()


@pytest.fixture(autouse=True)
def _pristine() -> Iterator[None]:
    yield
    openai_client.__dict__.pop("api_key", None)
    openai_client._reset_client()


@pytest.fixture
def desks(
    server: MockServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[[Row], Desk]]:
    """Makes the desk for a row; what was sent from there is held against the document."""
    made = []
    with ExitStack() as files:

        def make(row: Row) -> Desk:
            made.append(Desk(row, tmp_path, monkeypatch, capsys, files))
            return made[-1]

        yield make
    (desk,) = made
    assert refusals(server, desk.api.requests) == []


@pytest.mark.parametrize("row", [row for row in RUN if not row.link], ids=lambda row: row.id)
def test_a_row_does_what_it_says(row: Row, desks: Callable[[Row], Desk]) -> None:
    CASES[row.id](desks(row))


@claims(PAGE, each=1)
@pytest.mark.parametrize("row", [row for row in RUN if row.link], ids=lambda row: row.id)
def test_a_row_whose_code_is_below_does_what_it_says(row: Row, desks: Callable[[Row], Desk]) -> None:
    CASES[row.id](desks(row))


def test_rows_and_cases_are_in_step() -> None:
    assert len(ROWS) == len(rows()), "an id comes twice"
    assert [row.id for row in RUN if row.id not in CASES] == []
    assert sorted(CASES.keys() - {row.id for row in RUN}) == []


def test_every_row_has_code_or_says_why_not() -> None:
    for row in ROWS.values():
        assert bool(row.code) != row.now.startswith("No code"), row.id
        assert not row.link or row.link == row.id


def test_every_block_belongs_to_a_row() -> None:
    text = PAGE.read_text("utf-8")
    assert sorted(blocks_below(text)) == sorted(row.id for row in RUN if row.link)
    assert text.count("\n#### ") == len(blocks_below(text)), "a heading without its block"
    assert text.count("\n| `") == text.count("\n|") - 2 * text.count(f"\n{HEADER}\n")


def test_every_note_has_rows() -> None:
    assert {number for row in ROWS.values() for number in row.notes} == {1, 2, 3, 4, 5}


def test_no_block_imports_the_official_package() -> None:
    for row in RUN:
        assert re.search(r"\b(?:import|from) openai\b", row.code) is None, row.id
