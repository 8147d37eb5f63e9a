"""A bar is shown on a terminal, and nowhere else."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr

import pytest

from openai_client._runtime.polling_display import MissingDependencyError
from openai_client.lib.progress_bars import _by_steps, progress_bar


class Terminal(io.StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    return Terminal()


@pytest.mark.parametrize(("unit", "shown"), [("bytes", "3.0/3.0 kB"), ("records", "3000/3000")])
def test_a_terminal_shows_the_bar(unit: str, shown: str, terminal: Terminal) -> None:
    with redirect_stderr(terminal), progress_bar("Reading [bold].jsonl", 3000, unit=unit) as tell:
        tell(1500)
        tell(3000)
    assert "Reading [bold].jsonl" in terminal.getvalue()
    assert shown in terminal.getvalue()


def test_the_length_need_not_be_known(terminal: Terminal) -> None:
    with redirect_stderr(terminal), progress_bar("Reading", None, unit="records") as tell:
        tell(41)
        tell(42)
    assert "42/?" in terminal.getvalue()


def test_nothing_is_shown_where_nobody_looks(terminal: Terminal) -> None:
    with redirect_stderr(terminal), progress_bar("Reading", 10, show=False) as tell:
        tell(10)
    assert terminal.getvalue() == ""
    with redirect_stderr(log := io.StringIO()), progress_bar("Reading", 10) as tell:
        tell(10)
    assert log.getvalue() == ""


def test_without_rich_it_says_how_to_get_it(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    wanted = pytest.raises(MissingDependencyError, match=r"openai-client\[progress\]")
    with redirect_stderr(terminal), wanted, progress_bar("Reading", 10):
        pytest.fail("the block must not run")


def test_a_program_without_an_error_stream_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    with progress_bar("Reading", 10) as tell:
        tell(10)
    assert sys.stderr is None


@pytest.mark.parametrize(("total", "told"), [(10_000, 1000), (10_005, 1001), (5, 5), (None, 10_000), (0, 10_000)])
def test_the_bar_is_moved_a_thousand_times_at_most(total: int | None, told: int) -> None:
    shown: list[int] = []
    tell = _by_steps(shown.append, total)
    for done in range(1, (total or 10_000) + 1):
        tell(done)
    assert len(shown) == told
    assert shown[-1] == (total or 10_000)
