"""Which member of a union a value becomes: the one that its tag names, else the only one that it fits."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st

from specloom.mock.checking import Checker
from specloom.plan.parsed import ObjectSchema
from tests.styles.drawing import Drawer
from tests.styles.style import Style
from tests.styles.test_round_trip import try_values


def unions(style: Style) -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Each union of objects that is decoded by a name: component, schema, alias."""
    for name, planned in style.models.items():
        found = style.found(planned)
        if hasattr(found, "decode_value") and "anyOf" in style.schemas[name]:
            yield name, style.schemas[name], found


def objects(style: Style, schema: dict[str, Any]) -> list[str]:
    """The components among the members of a union that are classes."""
    names = [str(member.get("$ref", "")).rpartition("/")[2] for member in schema["anyOf"]]
    models = style.models
    return [name for name in names if name in models and isinstance(models[name].declaration, ObjectSchema)]


def test_a_tag_decides(style: Style) -> None:
    drawer = Drawer(style.schemas)
    seen = 0
    for _, schema, union in unions(style):
        told = schema.get("discriminator")
        for tag, member in (told or {"mapping": {}})["mapping"].items():
            planned = style.models[member]
            if not isinstance(planned.declaration, ObjectSchema):
                continue  # a tag that several members share leads to a union of these

            def check(value: Any, tag: str, union: Any, wanted: Any, name: str) -> None:
                decoded = union.decode_value({**value, name: tag})
                assert type(decoded) is wanted
                assert isinstance(decoded, union)

            name = told["propertyName"] if told else ""
            wanted = style.found(planned)
            try_values(drawer.component(member), partial(check, tag=tag, union=union, wanted=wanted, name=name), 4)
            seen += 1
    assert seen >= TAGGED[style.name]


TAGGED = {"everything": 6, "fastapi": 8, "github": 2, "kubernetes": 0, "stripe": 10}

FITTING = {"everything": 4, "fastapi": 4, "github": 1, "kubernetes": 0, "stripe": 5}


def test_the_only_member_that_fits_is_taken(style: Style) -> None:
    """By the requirements and constants of the members; what fits several may become any of these."""
    drawer, checker = Drawer(style.schemas), Checker(style.schemas)
    decided: list[str] = []
    for _, schema, union in unions(style):
        members = objects(style, schema)

        def check(value: Any, members: list[str], union: Any) -> None:
            fitting = [name for name in members if checker.allows({"$ref": f"#/components/schemas/{name}"}, value)]
            is_told = not union.tag or value.get(union.tag, "") in union._variants
            if len(fitting) == 1 and is_told:  # an unknown tag makes an unknown model
                decided.append(fitting[0])
                decoded = union.decode_value(value)
                assert type(decoded) is style.found(style.models[fitting[0]])

        if members:
            values = st.one_of([drawer.component(name) for name in members])
            try_values(values, partial(check, members=members, union=union), 10)
    assert len(set(decided)) >= FITTING[style.name]


@pytest.mark.parametrize(
    ("style", "cls", "field", "value", "expected"),
    [
        ("everything", "Unions", "shaped", {"barks": True}, "Dog"),
        ("everything", "Unions", "tagged", {"kind": "bird", "wings": 2}, "Bird"),
        ("everything", "Unions", "tagged", {"kind": "newt"}, "UnknownModel"),
        ("everything", "Unions", "versions", {"version": 2}, "Two"),
        ("everything", "Unions", "outcome", {"ok": False, "error": "e"}, "No"),
        ("everything", "Unions", "objects_or_map", {"meows": True}, "Cat"),
        ("everything", "Unions", "objects_or_map", {"a": "b"}, "dict"),
        ("everything", "Unions", "nested", {"kind": "fish", "fins": 1}, "Fish"),
        ("everything", "Unions", "nested", "a text", "str"),
        ("fastapi", "ItemEnvelope", "item", {"item_type": "saw", "name": "s", "teeth": 3}, "Saw"),
        ("fastapi", "ItemEnvelope", "item", {"name": "d", "watts": 3}, "Drill"),
        ("github", "Event", "payload", {"action": "opened", "issue": {}}, "IssuesEvent"),
        (
            "github",
            "Event",
            "payload",
            {"ref": "r", "ref_type": "tag", "full_ref": "f", "pusher_type": "u"},
            "DeleteEvent",
        ),
        ("stripe", "Charge", "customer", "cus_1", "str"),
        ("stripe", "Charge", "customer", {"id": "cus_1", "object": "customer"}, "Customer"),
        ("stripe", "Charge", "customer", {"id": "cus_1", "object": "customer", "deleted": True}, "DeletedCustomer"),
        ("stripe", "Charge", "source", {"id": "c", "object": "card", "last4": "1"}, "Card"),
        ("stripe", "Subscription", "discount", {"id": "d", "object": "discount", "deleted": True}, "DeletedDiscount"),
        ("stripe", "BalanceTransaction", "source", {"id": "re_1", "object": "refund"}, "Refund"),
        ("stripe", "PaymentIntentPaymentMethodOptions", "card", {"installments": True}, "PaymentMethodOptionsCard"),
    ],
)
def test_what_people_expect(
    styles: dict[str, Style], style: str, cls: str, field: str, value: Any, expected: str
) -> None:
    model = getattr(styles[style].package.types, cls)
    decoded = model.from_dict({field: value})
    assert type(getattr(decoded, field)).__name__ == expected
    assert decoded.to_dict() == {field: value}


def test_a_tag_may_be_left_out_of_what_is_validated(styles: dict[str, Style]) -> None:
    package = styles["fastapi"].package
    envelope = package.types.ItemEnvelope
    assert type(envelope.model_validate({"item": {"name": "d", "watts": 3}}).item).__name__ == "Drill"
    with pytest.raises(package._runtime.errors.InvalidDataError, match="no member of the union has item_type"):
        envelope.model_validate({"item": {"colour": "red"}})
