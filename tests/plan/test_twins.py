"""Which types stand for which."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specloom.plan import twins
from specloom.plan.values import PlannedType
from tests.plan.small import NUMBER, TEXT, Json, answer, choice, document, exported, hoisted, many, plan_of, ref, thing

CAT = thing("kind", kind=choice("cat"), home=ref("Home"))
HOME = thing("street", street=TEXT)


def stands_for(schemas: dict[str, Json], sdk: str = "") -> dict[str, str]:
    """Every exported name with the type that it names, of a document whose answers are these schemas."""
    operations = {f"GET /{name}": {"operationId": f"get{name}", "responses": answer(ref(name))} for name in schemas}
    plan = plan_of(document(operations, schemas), sdk)
    return {name.rpartition(".")[2]: planned.place.name for name, planned in exported(plan).items()}


def test_a_constant_and_the_same_structure_make_twins() -> None:
    assert stands_for({"Cat": CAT, "BetaCat": CAT, "Home": HOME}) == {"Cat": "Cat", "BetaCat": "Cat", "Home": "Home"}


def test_what_twins_hold_in_the_same_place_is_the_same() -> None:
    beta = thing("kind", kind=choice("cat"), home=ref("BetaHome"))
    found = stands_for({"Cat": CAT, "BetaCat": beta, "Home": HOME, "BetaHome": HOME, "Shop": HOME})
    assert found["BetaCat"] == "Cat"
    assert found["BetaHome"] == "Home"
    assert found["Shop"] == "Shop"


def test_little_is_alike_by_chance() -> None:
    assert stands_for({"Home": HOME, "Shop": HOME}) == {"Home": "Home", "Shop": "Shop"}


def test_much_is_not_alike_by_chance() -> None:
    much = thing(a=TEXT, b=NUMBER, c=TEXT, d=many(TEXT))
    assert stands_for({"One": much, "Another": much}) == {"One": "One", "Another": "One"}


def test_any_difference_tells_apart() -> None:
    other_parts = thing("kind", kind=choice("cat"), home=ref("Yard"))
    optional = thing(kind=choice("cat"), home=ref("Home"))
    mapped = {**CAT, "additionalProperties": TEXT}
    schemas = {"Cat": CAT, "A": other_parts, "B": optional, "C": mapped, "Home": HOME, "Yard": thing(street=NUMBER)}
    assert set(stands_for(schemas).items()) == {(name, name) for name in schemas}


def test_names_that_sdk_yaml_states_keep_their_classes() -> None:
    sdk = "types:\n  models:\n    types: {Cat: Cat, BetaCat: BetaCat}\n"
    assert stands_for({"BetaCat": CAT, "Cat": CAT, "Home": HOME}, sdk)["BetaCat"] == "BetaCat"


def test_twins_that_hold_classes_of_their_own_are_two() -> None:
    sdk = "types:\n  models:\n    types: {Home: Home, BetaHome: BetaHome}\n"
    beta = thing("kind", kind=choice("cat"), home=ref("BetaHome"))
    found = stands_for({"Cat": CAT, "BetaCat": beta, "Home": HOME, "BetaHome": HOME}, sdk)
    assert found["BetaCat"] == "BetaCat"


def test_the_parts_of_a_twin_go_with_it() -> None:
    def tree(name: str) -> dict[str, Json]:
        leaf = hoisted(thing(text=TEXT), name, "leaf")
        return {name: thing("kind", kind=choice("tree"), leaf=ref(f"{name}Leaf")), f"{name}Leaf": leaf}

    schemas = {**tree("Tree"), **tree("BetaTree")}
    operations = {
        f"GET /{name}": {"operationId": f"get{name}", "responses": answer(ref(name))} for name in ("Tree", "BetaTree")
    }
    plan = plan_of(document(operations, schemas))
    assert [(one.place.module, one.place.name, one.twins) for one in plan.types] == [
        ("tree", "Leaf", ("BetaTreeLeaf",)),
        ("tree", "Tree", ("BetaTree",)),
    ]


def test_twins_that_mention_themselves() -> None:
    found = stands_for({name: thing("kind", kind=choice("node"), next=ref(name)) for name in ("Node", "BetaNode")})
    assert found == {"Node": "Node", "BetaNode": "Node"}


def alike(count: int, edges: Mapping[tuple[int, str], int]) -> list[set[int]]:
    """Nodes that nothing tells apart, by walking all of them again until nothing changes."""
    kinds = dict.fromkeys(range(count), 0)
    while True:
        facts = {
            node: (kinds[node], *((name, kinds[to]) for (at, name), to in sorted(edges.items()) if at == node))
            for node in kinds
        }
        numbers = {fact: number for number, fact in enumerate(dict.fromkeys(facts.values()))}
        if len(numbers) == len(set(kinds.values())):
            return sorted(({n for n in kinds if kinds[n] == kind} for kind in set(kinds.values())), key=min)
        kinds = {node: numbers[fact] for node, fact in facts.items()}


@given(st.dictionaries(st.tuples(st.integers(0, 9), st.sampled_from("ab")), st.integers(0, 9), max_size=20))
def test_types_are_told_apart_by_all_that_they_lead_to(edges: dict[tuple[int, str], int]) -> None:
    held = {n: {name: ref(f"T{to}") for (at, name), to in sorted(edges.items()) if at == n} for n in range(10)}
    schemas = {f"T{n}": thing("kind", kind=choice("t"), **held[n]) for n in range(10)}
    found = stands_for(schemas)
    groups: dict[str, set[int]] = {}
    for name, head in found.items():
        groups.setdefault(head, set()).add(int(name[1:]))
    assert sorted(groups.values(), key=min) == alike(10, edges)


def test_a_long_chain_is_not_walked_again_for_each_of_its_links(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    facts = twins._facts

    def counted(one: PlannedType, kinds: Mapping[tuple[str, str], int]) -> object:
        looked_at.append(one.place.name)
        return facts(one, kinds)

    monkeypatch.setattr(twins, "_facts", counted)
    last = 150
    schemas = {f"T{n}": thing(next=ref(f"T{n + 1}")) for n in range(last)} | {f"T{last}": thing(end=TEXT)}
    stands_for(schemas)
    assert last < len(looked_at) < 4 * last
