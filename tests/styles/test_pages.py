"""Lists that go on: by the Link header, and after the last item."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from specloom.mock import MockServer, MockTransport
from specloom_runtime.link_pages import next_link
from tests.golden.calls import call
from tests.styles.style import Style
from tests.styles.test_complete import credentials

HOST = "https://api.test/v1"


@pytest.fixture
def forge(styles: dict[str, Style]) -> Any:
    return styles["github"].package


def page(names: list[str], link: str = "", *, status: int = 200) -> httpx.Response:
    """A list of commits, with the header that leads on."""
    items = [{"sha": name, "url": "u", "parents": []} for name in names]
    return httpx.Response(status, json=items, headers={"Link": link} if link else {})


def commits(client: Any) -> Any:
    return client.repos.commits.list("hello", owner="octo", per_page=2, since="2026-01-01")


def test_pages_are_where_the_link_header_says(forge: Any) -> None:
    onward = f'<{HOST}/repositories/7/commits?per_page=2&page=2>; rel="next", <{HOST}/x?page=9>; rel="last"'
    answers = [page(["a", "b"], onward), page([], f"<{HOST}/c?cursor=y&cursor=z>; rel=next"), page(["c"])]
    found = call(forge, commits, answers=answers, collect=True)
    assert [commit.sha for commit in found.answer] == ["a", "b", "c"]
    assert [str(request.url) for request in found.requests] == [
        f"{HOST}/repos/octo/hello/commits?per_page=2&since=2026-01-01",
        f"{HOST}/repositories/7/commits?per_page=2&page=2",
        f"{HOST}/c?cursor=y&cursor=z",
    ]


def test_a_relative_link_is_taken_from_where_it_stands(forge: Any) -> None:
    found = call(forge, commits, answers=[page(["a"], '<?page=2>; rel="next"'), page(["b"])], collect=True)
    assert str(found.requests[1].url) == f"{HOST}/repos/octo/hello/commits?page=2"


@pytest.mark.parametrize(
    "target", ["https://evil.test/v1/c", "http://api.test/v1/c", "https://api.test:8443/v1/c", "//evil.test/c"]
)
def test_no_credentials_go_to_another_server(forge: Any, target: str) -> None:
    first = call(forge, commits, page(["a"], f'<{target}>; rel="next"')).answer
    assert first.has_next_page()
    with pytest.raises(forge._runtime.errors.PageError, match="credentials"):
        first.get_next_page()


def test_a_page_that_names_itself_ends_the_walk(forge: Any) -> None:
    here = f"{HOST}/repos/octo/hello/commits?per_page=2&since=2026-01-01"
    first = call(forge, commits, page(["a"], f'<{here}>; rel="next"')).answer
    with pytest.raises(forge._runtime.errors.PageError, match="this very page"):
        first.get_next_page()


def test_the_last_page_has_no_next_one(forge: Any) -> None:
    last = call(forge, commits, page(["a"], f"<{HOST}>; rel=prev")).answer
    assert not last.has_next_page()
    assert last.next_page_info() is None
    with pytest.raises(forge._runtime.errors.PageError, match="no next page"):
        last.get_next_page()


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("", ""),
        ('<a>; rel="next"', "a"),
        ("<a>;rel=next", "a"),
        ('<a>; REL="Next last"', "a"),
        ('<a>; title="rel=next, <b>"; rel=prev, <c,d;e>; title="x"; rel="next"', "c,d;e"),
        ('<a>; rel="nextish", <b>; rel=next', "b"),
        ("rel=next", ""),
        ("<a; rel=next", ""),
    ],
)
def test_link_headers_are_read(header: str, target: str) -> None:
    assert next_link(header) == target


@given(st.text(alphabet='<>;=," \\\\relnxta', max_size=40))
def test_no_header_is_too_odd_to_be_read(header: str) -> None:
    assert next_link(header) in ("", *header.replace("<", ">").split(">"))


def test_cursor_lists_go_on_after_the_last_item(styles: dict[str, Style]) -> None:
    envelope = {"object": "list", "url": "/v1/charges"}
    answers = [
        {**envelope, "data": [{"id": "ch_1", "object": "charge"}, {"id": "ch_2"}], "has_more": True},
        {**envelope, "data": [{"id": "ch_3"}], "has_more": False},
    ]
    purse = styles["stripe"]
    found = call(
        purse.package,
        lambda client: client.charges.list(limit=2),
        answers=answers,
        collect=True,
        options=credentials(purse),
    )
    assert [charge.id for charge in found.answer] == ["ch_1", "ch_2", "ch_3"]
    assert found.requests[0].url.query == b"limit=2"
    assert dict(found.requests[1].url.params) == {"limit": "2", "starting_after": "ch_2"}


def test_only_lists_that_go_on_are_pages(styles: dict[str, Style]) -> None:
    """A list without a Link header, and a search that goes on with a number, are plain answers."""
    assert isinstance(call(styles["github"].package, lambda client: client.events.list(), []).answer, list)
    purse = styles["stripe"]
    found = call(
        purse.package, lambda client: client.charges.search(query="a"), {"data": []}, options=credentials(purse)
    ).answer
    assert not hasattr(found, "has_next_page")


def test_the_mock_has_pages_with_links(styles: dict[str, Style]) -> None:
    forge = styles["github"]
    transport = MockTransport(MockServer(forge.planned.prepared, forge.planned.plan))
    with forge.package.Client(http_client=httpx.Client(transport=transport), base_url="https://api.test") as client:
        first = commits(client)
        assert (len(first.data), first.has_next_page()) == (2, True)
        assert len(list(first)) == 5
