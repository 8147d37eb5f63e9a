"""Whatever a document allows is decoded into the right classes and comes back unchanged."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from specloom.plan.parsed import ObjectSchema
from specloom.plan.types import Ref
from specloom.plan.values import PlannedType
from tests.mock.annotated import Annotated
from tests.styles.conftest import examples
from tests.styles.drawing import Drawer
from tests.styles.oracle import Original
from tests.styles.style import Style


def plain(value: Any) -> Any:
    """A decoded value as JSON data."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value.to_dict() if hasattr(value, "to_dict") else value


def decoded(style: Style, planned: PlannedType, value: Any) -> Any:
    """A value, decoded as the class or union that is planned for it; as it is where an alias names no class."""
    found = style.found(planned)
    if isinstance(planned.declaration, ObjectSchema):
        return found.from_dict(value)
    return found.decode_value(value) if hasattr(found, "decode_value") else value


def models(style: Style) -> Iterator[tuple[str, PlannedType]]:
    """Each component that is a class or a union with a name at run time."""
    for name, planned in style.models.items():
        if isinstance(planned.declaration, ObjectSchema) or hasattr(style.found(planned), "decode_value"):
            yield name, planned


def assert_decoded(style: Style, annotated: Annotated, name: str, value: Any) -> None:
    """A value of a component comes back unchanged from classes that are as the plan says."""
    planned = style.models[name]
    once = decoded(style, planned, value)
    assert plain(once) == value
    assert annotated.mistakes(once, Ref(name), name) == []
    assert decoded(style, planned, plain(once)) == once
    if isinstance(planned.declaration, ObjectSchema):
        assert json.loads(once.to_json()) == value
        assert once.model_dump(mode="json", by_alias=True, exclude_unset=True) == value
        assert type(once).model_validate(value) == once


def try_values(values: st.SearchStrategy[Any], check: Callable[[Any], None], times: int) -> None:
    """Check some drawn values."""

    @examples(times)
    @given(values)
    def run(value: Any) -> None:
        check(value)

    run()


def test_every_model_gives_back_what_it_was_given(style: Style) -> None:
    drawer = Drawer(style.schemas)
    annotated = Annotated(style.planned.plan)
    listed = sorted(name for name, _ in models(style))
    assert len(listed) >= 25
    for name in listed:
        try_values(drawer.component(name), partial(assert_decoded, style, annotated, name), 8)


def test_what_the_document_itself_allows_is_decoded(style: Style) -> None:
    """The values are held against the document as it is written, and each of its components has some."""
    original = Original(style.document)
    drawer = Drawer(style.schemas)
    annotated = Annotated(style.planned.plan)
    classes = dict(models(style))
    tried: set[str] = set()

    def check(name: str, value: Any) -> None:
        assume(original.allows(name, value))
        tried.add(name)
        if (component := prepared_name(style, name)) in classes:
            assert_decoded(style, annotated, component, value)

    for name in original.names:
        try_values(drawer.component(prepared_name(style, name)), partial(check, name), 6)
    assert tried == set(original.names)


def prepared_name(style: Style, name: str) -> str:
    """What a component of the document is called in normal form, where brackets have no place."""
    return name if name in style.schemas else name.replace("[", "_").replace("]", "")


def test_a_wrong_value_is_not_taken_for_a_right_one(style: Style) -> None:
    """The oracle of these tests can say no: no component that is an object with requirements takes an empty one."""
    original = Original(style.document)
    demanding = [name for name in original.names if style.schemas[prepared_name(style, name)].get("required")]
    assert len(demanding) > 5
    assert [name for name in demanding if original.allows(name, {})] == []


def test_unknown_fields_are_kept(style: Style) -> None:
    classes = [style.found(planned) for _, planned in models(style) if isinstance(planned.declaration, ObjectSchema)]

    @examples(25)
    @given(st.sampled_from(classes), st.dictionaries(st.text(max_size=6), st.none() | st.integers() | st.text()))
    def check(cls: Any, value: dict[str, Any]) -> None:
        assert cls.from_dict(value).to_dict() == value

    check()


@pytest.mark.parametrize("name", ["[", "a/b", "\ud800"])
def test_a_field_of_any_name_survives(styles: dict[str, Style], name: str) -> None:
    cls = styles["everything"].package.types.Names
    assert cls.from_dict({name: 1}).to_dict() == {name: 1}
