"""Claims that are not kept fail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from .blocks import Block, blocks, take
from .claims import CLAIMS, claims
from .sessions import Terminal, type_all
from .stand_ins import environment


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Path]:
    """A page with two blocks of Python below headings, and claims that are forgotten afterwards."""
    known = list(CLAIMS)
    path = tmp_path / "page.md"
    path.write_text("# A\n\n```python\na = 1\n```\n\n## B\n\n```python\nb = 2\n```\n", "utf-8")
    yield path
    CLAIMS[:] = known


def test_a_block_that_was_only_looked_for_is_not_used(page: Path) -> None:
    @claims(page)
    def test() -> None:
        first, second = blocks(page)
        assert take(first) + second.code == "a = 1\nb = 2\n"

    with pytest.raises(AssertionError, match=r"the blocks at lines \[10\] are claimed, and were not used"):
        test()


def test_each_case_uses_as_many_as_it_says(page: Path) -> None:
    @claims(page, each=1)
    def test(section: str) -> None:
        for block in blocks(page, section=section or None):
            take(block)

    test("A")
    with pytest.raises(AssertionError, match="this case used 2 blocks, not 1"):
        test("")


def test_what_is_not_there_cannot_be_claimed(page: Path) -> None:
    @claims(page, "yaml")
    def test() -> None:
        pass

    with pytest.raises(AssertionError, match=r"page\.md has no such block"):
        test()
    with pytest.raises(AssertionError, match="has no 'C'"):
        blocks(page, section="C")


@pytest.mark.parametrize(
    ("shown", "wrong"),
    [
        ("$ echo yes\nno\n", r"\$ echo yes\nyes"),
        ("$ echo one; echo two\none\n", "two"),
        ("$ false\n", "ended with 1"),
        ("$ cd /nowhere/at/all\n...\n", "ended with 1"),
    ],
)
def test_a_terminal_notices_what_is_not_as_the_page_says(tmp_path: Path, shown: str, wrong: str) -> None:
    with (
        closing(Terminal(tmp_path, environment(tmp_path / "stand-ins"))) as terminal,
        pytest.raises(AssertionError, match=wrong),
    ):
        type_all(Block("console", 1, shown, tmp_path / "page.md", ""), terminal)


def test_a_terminal_remembers(tmp_path: Path) -> None:
    shown = "$ cd / && X=1\n$ pwd; echo $X\n/\n1\n$ false\n$ echo $?\n1\n$ printf end\nend\n$ seq 9\n1\n...\n9\n"
    with closing(Terminal(tmp_path, environment(tmp_path / "stand-ins"))) as terminal:
        type_all(Block("console", 1, shown, tmp_path / "page.md", ""), terminal)
