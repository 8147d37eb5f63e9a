"""Which types stand for which."""

from __future__ import annotations

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
