"""The mock has pages for lists that go on by a token, a number, an offset or a URL: every walk sees all five items."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from specloom.commands.console import SilentProgress
from specloom.commands.pipeline import plan_target
from specloom.config import load_config
from specloom.mock import MockServer, MockTransport
from tests.golden.cases import Case, Workshop

CASE = Case(Path(__file__).parents[1] / "golden" / "paging_conventions")


@pytest.fixture(scope="module", params=[0, 1, 2], ids=lambda seed: f"seed {seed}")
def client(tmp_path_factory: pytest.TempPathFactory, request: Any) -> Any:
    """The generated client, with the mock as its server."""
    workshop = Workshop.fitted_out(tmp_path_factory.mktemp("mocked"), [CASE])
    workshop.run("generate")
    config = load_config(workshop.root)
    planned = plan_target(config, config.target(CASE.name), SilentProgress())
    transport = MockTransport(MockServer(planned.prepared, planned.plan, seed=request.param))
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(workshop.source(CASE)))
        package = importlib.import_module(CASE.package)
        with package.Client(http_client=httpx.Client(transport=transport), base_url="https://api.test") as made:
            yield made
        for name in [name for name in sys.modules if name.partition(".")[0] == CASE.package]:
            del sys.modules[name]


@pytest.mark.parametrize(
    ("resource", "sizes"),
    [
        ("orders", [3, 2]),
        ("events", [3, 2]),
        ("users", [3, 2]),
        ("logs", [3, 2, 0]),
        ("files", [3, 2]),
        ("images", [5]),
    ],
)
def test_every_walk_ends_after_all_items(client: Any, resource: str, sizes: list[int]) -> None:
    pages = list(getattr(client, resource).list().iter_pages())
    assert [len(page.data) for page in pages] == sizes
    assert len({item.name for page in pages for item in page.data}) == 5


def test_the_request_says_how_much_is_on_a_page_and_where_it_begins(client: Any) -> None:
    assert [len(page.data) for page in client.orders.list(limit=2).iter_pages()] == [2, 2, 1]
    assert [len(page.data) for page in client.orders.list(cursor="unheard of").iter_pages()] == [2]
    assert [len(page.data) for page in client.users.list(page=2).iter_pages()] == [2]
    assert [len(page.data) for page in client.logs.list(start=5).iter_pages()] == [1, 0]
