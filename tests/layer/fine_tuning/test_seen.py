"""The table of lines answers as a dictionary does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from openai_client.lib.fine_tuning.seen import Seen


@given(st.lists(st.integers(0, 50)))
def test_it_answers_as_a_dictionary(numbers: list[int]) -> None:
    table, wanted = Seen(), dict[int, int]()
    for line, number in enumerate(numbers, 1):
        assert table.before(b"%d" % number, line) == wanted.get(number, 0)
        wanted.setdefault(number, line)


def test_it_grows_and_forgets_nothing() -> None:
    table = Seen()
    assert not any(table.before(b"%d" % number, number + 1) for number in range(5000))
    assert [table.before(b"%d" % number, 9999) for number in range(5000)] == list(range(1, 5001))
    assert not table.full


def test_it_remembers_no_more_than_it_may() -> None:
    table = Seen(most=2)
    assert [table.before(text, line) for line, text in enumerate([b"a", b"b", b"c", b"c", b"a"], 1)] == [0, 0, 0, 0, 1]
    assert table.full
