"""Which lists are pages, and how they lead on."""

from __future__ import annotations

from typing import Any

import pytest

from specloom.plan.paging import TOKENS
from specloom.plan.types import Ref
from specloom.plan.values import PagePlan
from specloom.problems import SpecloomError

from .small import (
    FLAG,
    NUMBER,
    TEXT,
    answer,
    many,
    method,
    parameter,
    ref,
    thing,
)

AFTER = [parameter("after")]
PETS = many(ref("Pet"))


@pytest.mark.parametrize(
    ("properties", "parameters", "kind"),
    [
        ({"data": PETS, "has_more": FLAG, "last_id": TEXT}, AFTER, "cursor"),
        ({"data": PETS, "has_more": FLAG}, AFTER, "cursor"),
        ({"data": PETS, "has_more": FLAG, "next": TEXT}, AFTER, "next_cursor"),
        ({"data": PETS, "object": TEXT}, [], "plain"),
        ({"data": PETS, "has_more": FLAG}, [], None),
        ({"data": PETS, "usage": NUMBER}, [], None),
        ({"data": TEXT}, AFTER, None),
        ({"pets": PETS}, AFTER, None),
    ],
)
def test_what_is_a_page(properties: dict[str, Any], parameters: list[Any], kind: str | None) -> None:
    schemas = {"Answer": thing(**properties)}
    found = method("GET /pets", parameters=list(parameters), responses=answer(ref("Answer")), schemas=schemas)
    assert found.page == (PagePlan(kind, Ref("Pet")) if kind else None)  # type: ignore[arg-type]  # one of the kinds


@pytest.mark.parametrize(("rule", "kind"), [("last_id", "conversation_cursor"), ("single", "plain"), ("none", None)])
def test_sdk_yaml_has_the_last_word_on_pages(rule: str, kind: str | None) -> None:
    schemas = {"Answer": thing(data=PETS, last_id=TEXT)}
    sdk = f"pages: {{{rule}: [pets.list]}}"
    found = method("GET /pets", parameters=AFTER, responses=answer(ref("Answer")), schemas=schemas, sdk=sdk)
    assert (found.page.kind if found.page else None) == kind


LINK = {"Link": {"schema": TEXT}}


@pytest.mark.parametrize(
    ("headers", "sdk", "kind"),
    [
        (LINK, "", "link"),
        ({"link": {"schema": TEXT}}, "", "link"),
        ({}, "", None),
        ({}, "pages: {link: [pets.list]}", "link"),
        (LINK, "pages: {none: [pets.list]}", None),
        (LINK, "pages: {single: [pets.list]}", None),
    ],
)
def test_a_bare_list_is_a_page_where_a_link_leads_on(headers: dict[str, Any], sdk: str, kind: str | None) -> None:
    answers = {"200": {**answer(PETS)["200"], "headers": headers}}
    found = method("GET /pets", responses=answers, sdk=sdk)
    assert found.page == (PagePlan("link", Ref("Pet")) if kind else None)


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        (
            {"data": PETS, "has_more": FLAG, "object": TEXT, "url": TEXT},
            PagePlan("cursor", Ref("Pet"), "starting_after"),
        ),
        ({"data": PETS, "object": TEXT, "url": TEXT}, None),
        ({"data": PETS, "has_more": FLAG, "usage": NUMBER}, None),
    ],
)
def test_what_goes_on_with_starting_after(properties: dict[str, Any], expected: PagePlan | None) -> None:
    schemas = {"Answer": thing(**properties)}
    taken = [parameter("starting_after")]
    found = method("GET /pets", parameters=taken, responses=answer(ref("Answer")), schemas=schemas)
    assert found.page == expected


THINGS = {"pets": PETS, "tags": many(TEXT)}
META = {"Meta": thing(next_cursor=TEXT, has_more=FLAG)}
TOKEN = (("next", "nextToken"), ("argument", "nextToken"))


@pytest.mark.parametrize(
    ("properties", "taken", "how"),
    [
        ({**THINGS, "nextToken": TEXT}, "nextToken", TOKEN),
        ({**THINGS, "next_token": {"anyOf": [TEXT, {"type": "null"}]}}, "NextToken",
         (("next", "next_token"), ("argument", "NextToken"))),
        ({**THINGS, "next_page_token": TEXT}, "pageToken", (("next", "next_page_token"), ("argument", "pageToken"))),
        ({**THINGS, "cursor": NUMBER}, "cursor", (("next", "cursor"), ("argument", "cursor"))),
        ({**THINGS, "meta": ref("Meta")}, "cursor",
         (("next", "meta.next_cursor"), ("argument", "cursor"), ("more", "meta.has_more"))),
        ({**THINGS, "nextToken": TEXT, "has_more": FLAG}, "nextToken", TOKEN),
        ({**THINGS, "nextToken": TEXT, "dogs": PETS}, "nextToken", None),
        ({"names": many(TEXT), "nextToken": TEXT}, "nextToken", None),
        ({**THINGS, "nextToken": TEXT, "cursor": TEXT}, "nextToken", None),
        ({**THINGS, "nextToken": TEXT}, "cursor", None),
        ({**THINGS, "nextToken": ref("Meta")}, "nextToken", None),
        ({**THINGS, "nextToken": FLAG}, "nextToken", None),
        ({**THINGS, "nextToken": TEXT, "data": TEXT}, "nextToken", None),
        ({**THINGS, "resume": TEXT}, "resume", None),
    ],
)  # fmt: skip
def test_tokens_lead_on_by_rule_where_they_can_mean_nothing_else(
    properties: dict[str, Any], taken: str, how: tuple[tuple[str, str], ...] | None
) -> None:
    parts: dict[str, Any] = {
        "parameters": [parameter(taken), parameter("limit")],
        "responses": answer(ref("Answer")),
        "schemas": {"Answer": thing(**properties), **META},
    }
    found = method("GET /pets", **parts)
    assert found.page == (PagePlan("token", Ref("Pet"), items="pets", how=how) if how else None)
    assert method("GET /pets", **parts, sdk="pages: {none: ['*']}").page is None
    assert method("GET /pets", **parts, sdk="pages: {single: ['*']}").page is None
    assert method("POST /pets", **parts, sdk="paths: {/pets: pets}").page is None


def test_the_names_of_tokens_are_told(request: pytest.FixtureRequest) -> None:
    told = (request.config.rootpath / "docs" / "sdk-yaml.md").read_text("utf-8")
    rows = [f"| `{name}` | {', '.join(f'`{taker}`' for taker in takers)} |" for name, takers in TOKENS.items()]
    assert "\n".join(["|---|---|", *rows, ""]) in told


def test_two_parameters_that_take_a_token_are_one_too_many() -> None:
    schemas = {"Answer": thing(pets=PETS, next_token=TEXT)}
    taken = [parameter("next_token"), parameter("startToken")]
    assert method("GET /pets", parameters=taken, responses=answer(ref("Answer")), schemas=schemas).page is None


@pytest.mark.parametrize(
    ("rule", "kind", "items", "how"),
    [
        ("token: {pets.list: {next: token, argument: at}}", "token", "pets", {"next": "token", "argument": "at"}),
        (
            "token: {'*': {next: next, argument: at, items: dotted.names}}",
            "token",
            "dotted.names",
            {"next": "next", "argument": "at"},
        ),
        ("number: {pets.*: {}}", "number", "pets", {"argument": "page", "pages": "pages"}),
        (
            "number: {pets.list: {first: 0, argument: at, pages: total, more: next}}",
            "number",
            "pets",
            {"argument": "at", "first": "0", "pages": "total", "more": "next"},
        ),
        ("offset: {pets.list: {first: 0}}", "offset", "pets", {"argument": "offset", "total": "total"}),
        (
            "offset: {pets.list: {first: 1, items: tags}}",
            "offset",
            "tags",
            {"argument": "offset", "first": "1", "total": "total"},
        ),
        ("url: {pets.list: {}}", "url", "pets", {"next": "next"}),
    ],
)
def test_sdk_yaml_says_how_lists_go_on(rule: str, kind: str, items: str, how: dict[str, str]) -> None:
    dotted = {"dotted.names": many(TEXT), "dotted": ref("Outer")}
    whole = thing(**THINGS, token=TEXT, next=TEXT, meta=ref("Meta"), pages=NUMBER, total=NUMBER, **dotted)
    schemas = {"Answer": whole, "Outer": thing(names=TEXT), **META}
    taken = [parameter(name) for name in ("at", "page", "offset")]
    sdk = f"pages: {{{rule}}}"
    found = method("GET /pets", parameters=taken, responses=answer(ref("Answer")), schemas=schemas, sdk=sdk).page
    assert found is not None
    assert (found.kind, found.items) == (kind, items)
    assert dict(found.how) == {"more": "meta.has_more", **how}


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("token: {pets.list: {items: dogs}}", "token.pets.list: next: it is not plain from the document; say which"),
        ("token: {pets.list: {items: dogs, next: totl}}", "next: the answer has no 'totl'; did you mean 'total'?"),
        ("token: {pets.list: {items: dogs, next: total}}", "argument: it is not plain from the document; say which"),
        (
            "token: {pets.list: {items: dogs, next: total, argument: pgae}}",
            "the query has no 'pgae'; did you mean 'page'?",
        ),
        ("number: {pets.list: {items: total}}", "items: 'total' is no list in the answer"),
        ("number: {pets.list: {items: total.pets}}", "items: the answer has no 'total.pets'"),
        ("number: {pets.list: {}}", "items: it may be cats, dogs; say which"),
        ("offset: {pets.list: {items: dogs}}", "the query has no 'offset'"),
        ("url: {pets.list: {items: dogs}}", "next: the answer has no 'next'"),
        ("url: {cats.list: {}}", "no method fits 'cats.list'"),
    ],
)
def test_a_rule_that_makes_no_page_is_refused(rule: str, reason: str) -> None:
    schemas = {"Answer": thing(cats=PETS, dogs=PETS, total=NUMBER)}
    with pytest.raises(SpecloomError) as caught:
        method("GET /pets", parameters=[parameter("page")], responses=answer(ref("Answer")), schemas=schemas,
               sdk=f"pages: {{{rule}}}\nmethods: {{'GET /pets': pets.list}}")  # fmt: skip
    assert reason in str(caught.value)


def test_a_page_without_a_last_id_goes_on_after_its_last_item() -> None:
    schemas = {"Answer": thing(data=PETS, has_more=FLAG)}
    sdk = "pages: {last_id: [pets.list]}"
    found = method("GET /pets", parameters=AFTER, responses=answer(ref("Answer")), schemas=schemas, sdk=sdk)
    assert found.page == PagePlan("cursor", Ref("Pet"))
