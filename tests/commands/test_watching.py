"""What counts as a change, with a clock and a file system of the test's own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import pytest

from specloom.commands.watching import PAUSE, Looker, Snapshot, changes, is_scratch

A, B = Path("a"), Path("b")


class Film:
    """Looks that were taken beforehand; the last one stays. Knows how long was slept."""

    def __init__(self, *looks: Snapshot) -> None:
        self.slept = 0.0
        self._looks = iter((*looks, *[looks[-1]] * 50))

    def look(self) -> Snapshot:
        return next(self._looks)

    def sleep(self, seconds: float) -> None:
        self.slept += seconds

    def changes(self, number: int) -> list[tuple[Path, ...]]:
        return list(islice(changes(self.look, self.sleep), number))


def test_the_first_time_comes_at_once() -> None:
    film = Film({A: b"1"})
    assert film.changes(1) == [()]
    assert film.slept == 0


def test_a_change_is_told_when_two_looks_agree() -> None:
    film = Film({A: b"1"}, {A: b"1"}, {A: b"2"}, {A: b"3"}, {A: b"3"})
    assert film.changes(2) == [(), (A,)]
    assert film.slept == pytest.approx(4 * PAUSE)


def test_files_that_come_and_go_are_changes() -> None:
    film = Film({A: b"1"}, {A: b"1", B: b"1"}, {A: b"1", B: b"1"}, {B: b"1"}, {B: b"1"})
    assert film.changes(3) == [(), (B,), (A,)]


def test_what_is_as_before_once_it_is_at_rest_is_no_change() -> None:
    film = Film({A: b"1"}, {}, {A: b"1"}, {A: b"1"}, {A: b"2"}, {A: b"2"})
    assert film.changes(2) == [(), (A,)]
    assert film.slept == pytest.approx(5 * PAUSE)


def test_files_that_never_rest_are_told_all_the_same() -> None:
    numbers = count()

    def look() -> Snapshot:
        return {A: str(next(numbers)).encode()}

    assert list(islice(changes(look, lambda _: None), 3)) == [(), (A,), (A,)]


def test_what_changes_while_the_caller_is_at_work_comes_next(tmp_path: Path) -> None:
    looker, path = Looker(), tmp_path / "a"
    path.write_text("1")
    told: Iterator[tuple[Path, ...]] = changes(lambda: looker.look([path]), lambda _: None)
    assert next(told) == ()
    path.write_text("22")
    assert next(told) == (path,)
    path.write_text("333")
    path.write_text("4444")
    assert next(told) == (path,)


def test_every_way_to_save_is_seen(tmp_path: Path) -> None:
    looker, path = Looker(), tmp_path / "a"

    def differs() -> bool:
        before[0], now = looker.look([path]), before[0]
        return before[0] != now

    before: list[Snapshot] = [{}]
    path.write_text("old")
    assert differs()
    assert not differs()
    path.write_text("new")  # the same size: time tells
    os.utime(path, ns=(1, 1))
    assert differs()
    os.utime(path, ns=(2, 2))  # touched
    assert not differs()
    beside = tmp_path / "a.tmp"
    beside.write_text("one")
    os.utime(beside, ns=(2, 2))
    beside.replace(path)  # the same size and time: its place on the disk tells
    assert differs()
    path.unlink()
    assert differs()
    assert before == [{}]


@pytest.mark.parametrize("name", [".sdk.yaml.swp", "sdk.yaml~", "#sdk.yaml#", "4913", "sdk.yaml.tmp", ".#sdk.yaml"])
def test_what_editors_put_beside_a_file_is_passed_over(name: str) -> None:
    assert is_scratch(Path("spec/pets") / name)
    assert not is_scratch(Path("spec/.pets~/sdk.yaml"))
