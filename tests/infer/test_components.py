"""Equal objects are one component, named by key or path; places of one kind are seen together."""

from __future__ import annotations

from typing import Any

from specloom.infer import Options, infer
from specloom.infer.exchanges import Exchange
from specloom.infer.readers.lines import with_bodies
from specloom.infer.shapes import Origin

from .known import answer

OWNER = {"id": 1, "email": "ada@example.test"}


def sent(value: Any, verb: str, path: str) -> Exchange:
    return with_bodies(Exchange(verb, tuple(path.split("/")), 0, Origin("sent.json")), request=(value,))


def document(*exchanges: Exchange, previous: Any = None) -> dict[str, Any]:
    return infer(exchanges, Options("pets"), previous).document


def schemas(*exchanges: Exchange) -> dict[str, Any]:
    return dict(document(*exchanges)["components"]["schemas"])


def test_equal_objects_are_one_component_named_by_its_key() -> None:
    found = schemas(
        answer([{"id": 1, "owner": OWNER}] * 6, "pets"), answer([{"code": "a", "owner": OWNER}] * 6, "houses")
    )
    assert list(found) == ["House", "Owner", "Pet"]
    assert found["Pet"]["properties"]["owner"] == {"$ref": "#/components/schemas/Owner"}
    assert found["House"]["properties"]["owner"] == {"$ref": "#/components/schemas/Owner"}


def test_how_often_something_was_seen_makes_no_difference() -> None:
    pets = [{"id": number, "kind": ("cat", "dog")[number % 2]} for number in range(30)]
    found = schemas(answer(pets, "pets"), answer(pets[:20], "animals"))
    assert list(found) == ["Animal"]
    assert found["Animal"]["properties"]["kind"]["enum"] == ["cat", "dog"]


def test_the_order_of_fields_says_nothing() -> None:
    one, other = {"id": 1, "name": "a"}, {"name": "a", "id": 1}
    assert list(schemas(answer([one] * 6, "pets"), answer([other] * 6, "cats"))) == ["Cat"]


def test_different_objects_of_one_key_have_two_names() -> None:
    pets = [{"id": 1, "owner": OWNER}] * 6
    houses = [{"code": "a", "owner": {"company": "x", "since": 1}}] * 6
    assert list(schemas(answer(pets, "pets"), answer(houses, "houses"))) == ["House", "Owner", "Pet", "PetOwner"]


def test_bodies_are_named_by_their_path() -> None:
    found = document(
        answer([{"id": 1, "name": "Rex"}] * 6, "pets"),
        answer({"id": 1, "name": "Rex"}, "pets/7"),
        sent({"name": "Rex"}, "post", "pets"),
        sent({"name": "Rex", "age": 3}, "patch", "pets/7"),
        answer({"items": [{"sku": 1, "n": 2}], "next": None}, "orders"),
        answer({"data": {"made": 1, "by": 2}}, "reports/7"),
        answer({"query": "a", "results": [{"hit": 1, "score": 2}]}, "search"),
        with_bodies(Exchange("get", ("pets", "8"), 404, Origin("e")), response=({"message": "no", "code": 1},)),
    )
    names = set(found["components"]["schemas"])
    assert names == {
        "Pet", "PetCreate", "PetUpdate", "Orders", "Order", "ReportResponse", "Report", "SearchResponse", "Search",
        "Error",
    }  # fmt: skip
    answers = found["paths"]["/pets/{pet_id}"]["get"]["responses"]
    assert answers["200"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Pet"}
    assert answers["404"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Error"}


def test_a_place_that_was_seen_once_joins_one_that_allows_it() -> None:
    rex = {"id": 1, "name": "Rex", "owner": None, "price": 1.5}
    tom = {"id": 2, "name": "Tom", "owner": OWNER, "price": 2, "nick": "T"}
    listed = [rex, tom] * 5
    one = {"id": 1, "name": "Rex", "owner": None, "price": 1}
    found = schemas(answer(listed, "pets"), answer(one, "pets/1"))
    assert list(found) == ["Pet", "Owner"]
    assert found["Pet"]["required"] == ["id", "name", "owner", "price"]


def test_a_place_that_shows_something_else_stands_for_itself() -> None:
    listed = [{"id": 1, "name": "Rex"}] * 9
    for other in ({"id": 1, "name": 5}, {"id": 1}, {"id": 1, "name": "Rex", "born": 2020}, {"id": 1, "name": [1]}):
        assert len(schemas(answer(listed, "pets"), answer(other, "pets/1"))) == 2, other


def test_a_component_stays_one_when_one_of_its_places_is_seen_again() -> None:
    pet = {"id": 1, "name": "Rex"}
    first = document(answer([pet] * 6, "pets"), answer(pet, "pets/1"))
    wider = document(answer({**pet, "name": None, "born": 2020}, "pets/1"), previous=first)
    assert list(wider["components"]["schemas"]) == ["Pet"]
    assert wider["components"]["schemas"]["Pet"]["required"] == ["id", "name"]
    assert wider["paths"]["/pets"] == first["paths"]["/pets"]


def test_a_component_that_holds_itself_in_a_list_comes_apart_where_it_must() -> None:
    thing = {"a": 1, "b": 2.5}
    first = document(answer([[thing, [thing]]], "pets"))
    assert list(first["components"]["schemas"]) == ["Pet"]
    wider = document(answer([[{}]], "pets"), previous=first)
    assert list(wider["components"]["schemas"]) == ["Pet", "Pet2"]
    assert sorted("required" in schema for schema in wider["components"]["schemas"].values()) == [False, True]


def test_a_new_place_does_not_take_a_name_that_is_taken() -> None:
    first = document(answer([{"id": 1, "owner": OWNER}] * 6, "pets"))
    wider = document(answer([{"code": 1, "owner": {"company": "x", "since": 1}}] * 6, "houses"), previous=first)
    assert wider["components"]["schemas"]["Owner"] == first["components"]["schemas"]["Owner"]
    assert list(wider["components"]["schemas"]) == ["Pet", "Owner", "House", "HouseOwner"]


def test_objects_inside_their_own_kind_end() -> None:
    tree: dict[str, Any] = {"id": 0, "text": "a", "children": []}
    for number in range(4):
        tree = {"id": number, "text": "b", "children": [tree]}
    exchanges = [answer([tree], "comments"), answer(tree, "comments/1"), answer({"top": tree, "n": 1}, "front")]
    first = document(*exchanges)
    names = [name.rstrip("0123456789") for name in first["components"]["schemas"]]
    assert set(names) == {"Comment", "CommentChild", "Child", "Front"}
    assert len(names) <= 3 + 2 * 4
    again = document(*exchanges, previous=first)
    assert again["components"] == first["components"]
