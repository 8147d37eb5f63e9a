"""The samples of the README run as pasted and send the request that they show; every page of the docs is linked."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from openai_client import OpenAI

PACKAGE = Path(__file__).parents[2] / "generated/openai_client"
README = (PACKAGE / "README.md").read_text("utf-8")
PAGES = {path.name: path.read_text("utf-8") for path in sorted((PACKAGE / "docs").glob("*.md"))}

HEADED = dict(re.findall(r"^### (client\.\w+)\n\n```python\n(.*?)```", README, re.MULTILINE | re.DOTALL))
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
CALL = re.compile(r"\bclient((?:\.\w+)+)\(")
# Samples show what a person would write; a name that stands for itself shows nothing.
EMPTY = re.compile(r"""\b(\w+)(?:=|": )"\1["_]""")


def requests_of_docs() -> dict[str, tuple[str, str]]:
    """Verb and path of every method, as the pages tell."""
    rows = re.compile(r"^\| \[`([\w.]+)`\]\(#\w+\) \| `([A-Z]+) ([^`]+)` \|", re.MULTILINE)
    return {call: (verb, path) for page in PAGES.values() for call, verb, path in rows.findall(page)}


REQUESTS = requests_of_docs()


def test_there_is_a_sample_for_every_resource() -> None:
    linked = re.findall(r"^\| \[`(client\.\w+)`\]", README, re.MULTILINE)
    assert len(linked) > 20
    assert list(HEADED) == linked


def test_the_first_sample_makes_the_client(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    names: dict[str, object] = {}
    exec(BLOCKS[0], names)
    assert isinstance(names["client"], OpenAI)
    assert set(BLOCKS[1:]) >= set(HEADED.values())


@pytest.mark.parametrize("title", HEADED)
def test_a_sample_sends_the_request_that_it_shows(title: str) -> None:
    code = HEADED[title]
    (shown,) = CALL.findall(code)
    assert f"client{shown}".startswith(f"{title}.")
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        request.read()
        seen.append(request)
        if request.headers["Accept"] == "application/json":
            return httpx.Response(200, json={})
        return httpx.Response(200, content=b"\0\1")

    with httpx.Client(transport=httpx.MockTransport(answer)) as http_client:
        client = OpenAI(api_key="k", admin_api_key="a", base_url="https://api.test/v1", http_client=http_client)
        names: dict[str, object] = {"client": client}
        exec(code, names)

    (request,) = seen
    verb, path = REQUESTS[shown.removeprefix(".")]
    assert request.method == verb
    assert re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(f"/v1{path.partition('?')[0]}")), request.url.path)
    assert names["answer"] is not None


@pytest.mark.parametrize("title", HEADED)
def test_a_sample_is_short_and_says_something(title: str) -> None:
    code = HEADED[title]
    assert len(code.splitlines()) <= 12
    assert max(len(line) for line in code.splitlines()) <= 100
    assert EMPTY.findall(code) in ([], ["source"])


def test_every_page_is_linked_and_every_link_leads_to_a_page() -> None:
    assert sorted(re.findall(r"\]\(docs/([\w.]+)\)", README)) == sorted(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_describes_the_methods_that_it_lists(name: str) -> None:
    text = PAGES[name]
    listed = re.findall(r"^\| \[`([\w.]+)`\]\(#(\w+)\)", text, re.MULTILINE)
    assert listed
    assert re.findall(r'^<a id="(\w+)"></a>\n\n## ([\w.]+)$', text, re.MULTILINE) == [
        (anchor, call) for call, anchor in listed
    ]
    for call, _ in listed:
        found: object = OpenAI(api_key="k")
        for part in call.split("."):
            found = getattr(found, part)
        assert callable(found)
