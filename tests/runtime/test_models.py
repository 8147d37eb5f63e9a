"""Decoding is tolerant, and gives back what came in."""

from __future__ import annotations

import copy
import importlib
import json
import pickle
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime, timezone
from types import ModuleType
from typing import Any, ClassVar, Literal, Optional, get_args

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from specloom_runtime import InvalidDataError, Model, UnknownModel, field, model

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@model
class Leaf(Model):
    id: str
    kind: Literal["leaf"] = "leaf"


@model
class Node(Model):
    id: str
    child: Node | None = field("Node", default=None)
    many: list[Leaf] | None = field("[Leaf]", default=None)
    named: dict[str, Node] | None = field("{Node}", default=None)
    class_: str | None = field(wire="class", default=None)
    note: str | None = None


FIELD_NAMES = st.sampled_from(["id", "child", "many", "named", "class", "class_", "note", "kind", "to_dict", "_extra"])
NODE_LIKE = st.recursive(
    JSON,
    lambda inner: st.dictionaries(FIELD_NAMES | st.text(max_size=3), inner, max_size=6) | st.lists(inner, max_size=3),
    max_leaves=15,
)


@given(st.dictionaries(FIELD_NAMES | st.text(max_size=3), NODE_LIKE, max_size=8))
def test_any_object_comes_back_as_it_was(data: dict[str, Any]) -> None:
    for cls in (Node, Leaf, Model):
        decoded = cls.from_dict(copy.deepcopy(data))
        assert decoded.to_dict() == data
        assert decoded == cls.from_dict(copy.deepcopy(data))
        assert json.loads(decoded.to_json()) == data
        assert pickle.loads(pickle.dumps(decoded)) == decoded
        assert copy.deepcopy(decoded).to_dict() == data


def test_fields_are_attributes_and_absent_ones_read_as_their_default() -> None:
    node = Node.from_dict({"id": "1", "child": {"id": "2"}, "many": [{"id": "3"}], "class": "c"})
    assert node.child == Node(id="2")
    assert node.many is not None
    assert isinstance(node.many[0], Leaf)
    assert (node.class_, node.note, node.many[0].kind) == ("c", None, "leaf")
    assert node.model_fields_set == {"id", "child", "many", "class_"}


def test_a_field_may_have_an_empty_name_in_json() -> None:
    @model
    class Nameless(Model):
        empty: str | None = field(wire="", default=None)

    decoded = Nameless.from_dict({"": "a", "empty": "b"})
    assert (decoded.empty, decoded.model_extra) == ("a", {"empty": "b"})
    assert decoded.to_dict() == {"": "a", "empty": "b"}


def test_unknown_fields_are_attributes() -> None:
    node = Node.from_dict({"id": "1", "brand_new": {"a": 1}})
    assert getattr(node, "brand_new") == {"a": 1}  # noqa: B009 - a type checker knows no such field
    assert node.model_extra == {"brand_new": {"a": 1}}
    with pytest.raises(AttributeError, match="'Node' object has no attribute 'nothing'"):
        _ = getattr(node, "nothing")  # noqa: B009 - nor this one


@pytest.mark.parametrize(
    "data",
    [{}, {"id": None}, {"id": "1", "many": None}, {"many": {"id": "1"}}, {"child": [1]}, {"named": [{"id": "x"}]}],
)
def test_what_does_not_fit_is_kept(data: dict[str, Any]) -> None:
    node = Node.from_dict(data)
    assert node.to_dict() == data
    assert node.id is data.get("id")


def test_only_a_mapping_is_decoded() -> None:
    with pytest.raises(TypeError, match="Node is made from a mapping, not from list"):
        Node.from_dict([])  # type: ignore[arg-type]  # the point of the test


def test_data_of_any_depth_is_decoded_and_given_back() -> None:
    data: dict[str, Any] = {"id": "bottom"}
    for _ in range(100_000):
        data = {"id": "x", "child": data}
    node = Node.from_dict(data)
    dumped, depth = node.to_dict(), 0
    while "child" in dumped:
        dumped, depth = dumped["child"], depth + 1
    assert (depth, dumped) == (100_000, {"id": "bottom"})
    with pytest.raises(RecursionError):
        node.to_json()
    with pytest.raises(InvalidDataError, match="nested too deeply"):
        Node.model_validate(data)


def test_dumping() -> None:
    node = Node.from_dict({"id": "1", "class": "c", "note": None, "child": {"id": "2", "class": "d"}, "more": None})
    assert node.to_dict(use_api_names=False) == {
        "id": "1",
        "class_": "c",
        "note": None,
        "child": {"id": "2", "class_": "d"},
        "more": None,
    }
    assert node.to_dict(exclude_none=True) == {"id": "1", "class": "c", "child": {"id": "2", "class": "d"}}
    assert node.to_dict(exclude_defaults=True)["class"] == "c"
    assert "note" not in node.to_dict(exclude_defaults=True)
    assert Leaf(id="1").model_dump() == {"id": "1", "kind": "leaf"}
    assert Leaf(id="1").model_dump(exclude_unset=True) == {"id": "1"}
    assert Leaf(id="1").model_dump(exclude={"id"}) == {"kind": "leaf"}
    assert Leaf(id="é").model_dump_json(include=["id"]) == '{"id":"é"}'
    assert node.model_dump(by_alias=True)["class"] == "c"


def test_dumping_does_not_share_with_the_model() -> None:
    node = Node.from_dict({"id": "1", "free": {"list": [1]}})
    node.to_dict()["free"]["list"].append(2)
    assert node.to_dict()["free"] == {"list": [1]}


def test_json_mode_writes_what_json_does_not_have() -> None:
    moment = datetime(2024, 1, 2, tzinfo=timezone.utc)
    assert Leaf.construct(id=moment).to_dict(mode="json") == {"id": "2024-01-02T00:00:00+00:00"}
    assert Leaf.construct(id=moment).to_dict() == {"id": moment}


def test_making_one_by_hand() -> None:
    node = Node(id="1", class_="c", child={"id": "2"}, extra=3)  # type: ignore[arg-type,call-arg]  # as data may be
    assert isinstance(node.child, Node)
    assert node.to_dict() == {"id": "1", "class": "c", "child": {"id": "2"}, "extra": 3}
    assert Node.construct(None, **{"class": "c"}).class_ == "c"


def test_copies_are_apart() -> None:
    node = Node(id="1", child=Node(id="2"))
    other = node.model_copy(update={"id": "9", "new": 1})
    assert (node.id, other.id, other.child is node.child) == ("1", "9", True)
    assert "new" not in node.model_extra
    assert node.model_copy(deep=True).child is not node.child


def test_equality_repr_and_hash() -> None:
    assert repr(Node(id="1", child=Node(id="2"))) == "Node(id='1', child=Node(id='2'))"
    assert Node(id="1") == Node(id="1", note=None)
    assert Node(id="1") != Node(id="2")
    assert Node(id="1") != Leaf(id="1")
    assert Node.from_dict({"id": "1", "x": 1}) != Node.from_dict({"id": "1", "x": 2})
    with pytest.raises(TypeError, match="unhashable"):
        hash(Node(id="1"))


def test_a_subclass_may_add_fields_and_keeps_the_shapes_of_its_base() -> None:
    @model
    class Wide(Node):
        width: int = 0

    wide = Wide.from_dict({"id": "1", "child": {"id": "2"}, "width": 3})
    assert isinstance(wide.child, Node)
    assert (wide.width, wide.model_extra) == (3, {})


def test_a_field_of_the_base_may_be_stated_anew() -> None:
    @model
    class Renamed(Node):
        note: str | None = field(wire="remark", default="none")

    assert Renamed.from_dict({"remark": "a", "note": "b"}).to_dict() == {"remark": "a", "note": "b"}
    assert (Renamed.from_dict({"remark": "a"}).note, Renamed.from_dict({}).note) == ("a", "none")
    assert (Node.from_dict({"note": "b"}).note, Node.from_dict({}).note) == ("b", None)


def test_methods_of_a_model_may_ask_the_class_above() -> None:
    @model
    class Loud(Node):
        volume: ClassVar[int] = 11
        width: int = 0

        def to_dict(self, **options: Any) -> dict[str, Any]:
            return {**super().to_dict(**options), "volume": self.volume}

        @classmethod
        def from_dict(cls, data: Mapping[str, Any]) -> Loud:
            return super().from_dict({**data, "width": 3})

        @property
        def text(self) -> str:
            return super().to_json(indent=None)

    loud = Loud.from_dict({"id": "1"})
    assert type(loud) is Loud
    assert loud.to_dict() == {"id": "1", "width": 3, "volume": 11}
    assert loud.text == '{"id":"1","width":3,"volume":11}'
    with pytest.raises(AttributeError, match="volume"):
        setattr(loud, "volume", 5)  # noqa: B010 - it is no field, and there is no dict to put it in


def test_attrs_knows_a_model_as_one_of_its_classes() -> None:
    @model
    class Wide(Node):
        width: int = 0

    class Plain(Wide):
        __slots__ = ()

    assert not attrs.has(Model)
    wide_class: Any = Wide
    plain_class: Any = Plain
    assert attrs.has(wide_class)
    assert attrs.has(plain_class)
    fields: Any = attrs.fields(wide_class)
    assert [one.name for one in fields] == ["id", "child", "many", "named", "class_", "note", "width"]
    assert attrs.fields(plain_class) == fields
    base: Any = Node
    assert len(attrs.fields(base)) == 6
    assert fields.id.default is attrs.NOTHING
    assert (fields.width.default, fields.width.type) == (0, "int")
    assert dict(fields.class_.metadata) == {"shape": "", "wire": "class"}
    wide: Any = Wide.from_dict({"id": "1", "child": {"id": "2"}})
    assert attrs.asdict(wide)["child"]["id"] == "2"
    assert attrs.evolve(wide, width=4).to_dict()["width"] == 4


def test_attrs_may_add_to_a_model() -> None:
    @attrs.define
    class Own(Leaf):
        mine: int = 0

    make: Any = Own
    own = make(id="1", mine=3)
    assert (own.id, own.kind, own.mine) == ("1", "leaf", 3)
    assert Own.from_dict({"id": "1", "mine": 4}).mine == 4


# --- strict validation ----------------------------------------------------------------------------------------------


def test_valid_data_is_decoded() -> None:
    data = {"id": "1", "child": {"id": "2"}, "many": [{"id": "3", "kind": "leaf"}], "note": None, "unknown": 1}
    assert Node.model_validate(data).to_dict() == data


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        ({}, ["id: missing"]),
        ({"id": None, "note": 1}, ["id: expected str, got null", "note: expected str, got 1"]),
        ({"id": "1", "child": {"child": {}}}, ["child.id: missing", "child.child.id: missing"]),
        ({"id": "1", "child": [1]}, ["child: expected an object, got a list"]),
        (
            {"id": "1", "many": [{"id": "1"}, {"id": True, "kind": "x"}]},
            ["many[1].id: expected str, got True", "many[1].kind: expected 'leaf', got 'x'"],
        ),
        ({"id": "1", "named": {"a": {}}}, ["named.a.id: missing"]),
    ],
)
def test_all_that_is_wrong_is_named(data: dict[str, Any], problems: list[str]) -> None:
    with pytest.raises(InvalidDataError) as caught:
        Node.model_validate(data)
    assert caught.value.problems == tuple(problems)
    assert pickle.loads(pickle.dumps(caught.value)).problems == tuple(problems)


def test_unions_are_validated_by_their_tag(zoo: ModuleType) -> None:
    errors = importlib.import_module("zoo._runtime.errors")
    types = importlib.import_module("zoo.types.news")
    with pytest.raises(errors.InvalidDataError, match=r"data\.mood: expected one of 'calm', 'wild', got 'odd'"):
        types.Arrived.model_validate({"event": "animal.arrived", "data": {"id": "1", "kind": "cat", "mood": "odd"}})
    with pytest.raises(errors.InvalidDataError, match="data: no member of the union has kind 'newt'"):
        types.Arrived.model_validate({"event": "animal.arrived", "data": {"kind": "newt"}})
    assert types.Litter.model_validate({"first": "a name"}).first == "a name"


# --- unions, over several modules ---------------------------------------------------------------------------------


@pytest.fixture
def news(zoo: ModuleType) -> Any:
    return importlib.import_module("zoo.types.news")


@pytest.fixture
def animal(zoo: ModuleType) -> Any:
    return importlib.import_module("zoo.types.animal").Animal


def test_a_tag_tells_the_members_apart(animal: Any) -> None:
    cat = animal.decode_value({"id": "1", "kind": "cat", "kittens": [{"id": "2", "kind": "cat"}]})
    assert (type(cat).__name__, type(cat.kittens[0]).__name__) == ("Cat", "Cat")
    assert isinstance(cat, animal)


@pytest.mark.parametrize("data", [{"kind": "newt", "id": "1"}, {"kind": None}, {"kind": ["cat"]}, {"legs": 3}, {}])
def test_an_unknown_member_is_a_generic_object(animal: Any, data: dict[str, Any]) -> None:
    decoded = animal.decode_value(data)
    assert type(decoded).__name__ == "UnknownModel"
    assert decoded.to_dict() == data
    assert all(getattr(decoded, name) == value for name, value in data.items())
    assert not isinstance(decoded, animal)


def test_a_missing_tag_is_no_trouble_where_only_one_member_fits(zoo: ModuleType) -> None:
    types = importlib.import_module("zoo.types.news")
    union = importlib.import_module("zoo._runtime.unions").alias(
        "zoo.types.news", "Arrived|.dog:Dog", tag="kind", variants={"dog": ".dog:Dog"}
    )
    assert isinstance(union.decode_value({"event": "animal.arrived", "data": {}}), types.Arrived)


def test_an_unknown_enum_value_passes_through(animal: Any) -> None:
    assert animal.decode_value({"id": "1", "kind": "cat", "mood": "puzzled"}).mood == "puzzled"


def test_without_a_tag_the_best_fit_is_taken(news: Any) -> None:
    def first(value: object) -> str:
        return type(news.Litter.from_dict({"first": value}).first).__name__

    assert first({"id": "1", "kind": "dog"}) == "Dog"
    assert first({"id": "1", "kind": "cat"}) == "Cat"
    assert first({"id": "1", "tricks": 3}) == "Dog"
    assert first({"id": "1", "collar": None}) == "Cat"
    assert first("a name") == "str"


def test_unions_by_kind_of_value(news: Any) -> None:
    listed = news.Litter.from_dict({"both": [{"id": "1", "kind": "cat"}], "by_name": {"a": {"kind": "dog"}}})
    single = news.Litter.from_dict({"both": {"id": "1", "kind": "dog"}})
    assert type(listed.both[0]).__name__ == "Cat"
    assert type(listed.by_name["a"]).__name__ == "Dog"
    assert type(single.both).__name__ == "Dog"


def test_a_union_takes_part_in_annotations(animal: Any) -> None:
    assert animal in get_args(animal | None)
    assert animal in get_args(None | animal)
    assert get_args(Optional[animal])[0] is animal  # noqa: UP045 - the old spelling is the test
    assert [cls.__name__ for cls in animal.__args__] == ["Cat", "Dog"]
    assert get_args(list[animal]) == (animal,)
    with pytest.raises(TypeError, match="cannot be called"):
        animal()


def test_a_model_imports_only_the_types_that_occur(zoo: ModuleType) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from zoo.types.news import Litter\n"
        "from zoo.types.animal import Animal\n"
        "assert 'zoo.types.dog' not in sys.modules and 'zoo.types.cat' not in sys.modules\n"
        "Animal.decode_value({'kind': 'dog'}); Litter.from_dict({'first': 'x', 'by_name': None})\n"
        "assert 'zoo.types.dog' in sys.modules and 'zoo.types.cat' not in sys.modules\n"
        "assert 'httpx' not in sys.modules\n"
    )
    assert zoo.__file__ is not None
    root = str(importlib.import_module("pathlib").Path(zoo.__file__).parent.parent)
    subprocess.run([sys.executable, "-c", script, root], check=True)


def test_an_unknown_model_keeps_everything() -> None:
    assert UnknownModel.from_dict({"a": {"b": 1}}).a == {"b": 1}
