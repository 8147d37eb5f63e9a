"""Decoding is tolerant and loses nothing."""

from __future__ import annotations

import copy
import importlib
import json
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openai_client._runtime import Model
from openai_client.types.chat import ChatCompletion, ChatCompletionChunk
from openai_client.types.responses import Response, ResponseOutputMessage
from specloom.commands.console import SilentProgress
from specloom.commands.pipeline import Planned, plan_target
from specloom.config import load_config
from specloom.plan.parsed import ObjectSchema
from specloom.plan.values import PlannedType
from tests.generated.schema_values import values

ROOT = Path(__file__).parents[2]
CHUNK: dict[str, Any] = {
    "id": "c",
    "object": "chat.completion.chunk",
    "created": 1,
    "model": "m",
    "choices": [{"index": 0, "delta": {"content": "Hi"}, "finish_reason": None}],
}


@pytest.fixture(scope="module")
def planned() -> Planned:
    """The plan that the package was made from."""
    config = load_config(ROOT)
    return plan_target(config, config.target("openai"), SilentProgress())


def class_of(planned_type: PlannedType) -> type[Model]:
    """The class of a planned model."""
    place = planned_type.place
    module = importlib.import_module(".".join(("openai_client", "types", *place.package, place.module)))
    found: type[Model] = getattr(module, place.name)
    return found


def models(planned: Planned) -> list[PlannedType]:
    """All classes that answers are decoded into."""
    return [
        one for one in planned.plan.types if one.direction == "model" and isinstance(one.declaration, ObjectSchema)
    ]


def test_every_model_gives_back_what_it_was_given(planned: Planned) -> None:
    schemas: Mapping[str, Any] = planned.prepared["components"]["schemas"]
    classes = models(planned)
    assert len(classes) > 1000

    @settings(max_examples=1500, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def check(data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(classes))
        value = data.draw(values(schemas[one.declaration.schema], schemas))
        decoded = class_of(one).from_dict(value)
        assert decoded.to_dict() == value
        assert json.loads(decoded.to_json()) == value
        assert class_of(one).from_dict(value) == decoded
        assert copy.deepcopy(decoded) == decoded

    check()


@given(st.dictionaries(st.text(max_size=8) | st.sampled_from(["id", "choices", "usage"]), st.none() | st.text()))
def test_any_object_survives_a_model_it_does_not_fit(value: dict[str, Any]) -> None:
    assert ChatCompletion.from_dict(value).to_dict() == value


def test_unknown_fields_are_kept_and_readable() -> None:
    chunk = ChatCompletionChunk.from_dict({**CHUNK, "brand_new": {"a": 1}})
    assert chunk.to_dict()["brand_new"] == {"a": 1}
    assert chunk.brand_new == {"a": 1}  # type: ignore[attr-defined]  # that is the point


def test_unknown_enum_values_pass_through() -> None:
    value = copy.deepcopy(CHUNK)
    value["choices"][0]["finish_reason"] = "tired"
    assert ChatCompletionChunk.from_dict(value).choices[0].finish_reason == "tired"  # type: ignore[comparison-overlap]


def test_an_unknown_variant_is_a_generic_object() -> None:
    response = Response.from_dict({"id": "r", "output": [{"type": "telepathy", "thought": "hm", "depth": [1]}]})
    item = response.output[0]
    assert isinstance(item, Model)
    assert item.thought == "hm"  # type: ignore[union-attr]  # that is the point
    assert response.to_dict()["output"] == [{"type": "telepathy", "thought": "hm", "depth": [1]}]


def test_a_known_variant_is_found_by_its_tag() -> None:
    message = {"type": "message", "id": "m", "role": "assistant", "status": "completed", "content": []}
    response = Response.from_dict({"id": "r", "output": [message]})
    assert isinstance(response.output[0], ResponseOutputMessage)


def test_a_missing_required_field_does_not_raise() -> None:
    completion = ChatCompletion.from_dict({"id": "c"})
    assert completion.model is None
    assert completion.to_dict() == {"id": "c"}
    with pytest.raises(AttributeError):
        _ = completion.no_such_field


@pytest.mark.parametrize("wrong", [None, 3, "text", [], {"a": 1}, [None], [3], [[]]])
def test_null_and_wrong_kinds_are_kept_as_they_are(wrong: object) -> None:
    completion = ChatCompletion.from_dict({"id": wrong, "choices": wrong, "usage": wrong})
    assert completion.to_dict() == {"id": wrong, "choices": wrong, "usage": wrong}


def test_deep_recursion_ends_in_an_answer_or_a_clear_error() -> None:
    from openai_client.types.shared import CompoundFilter

    value: dict[str, Any] = {"type": "eq", "key": "k", "value": 1}
    for _ in range(200):
        value = {"type": "and", "filters": [value]}
    assert CompoundFilter.from_dict(value).to_dict() == value


def test_models_pickle() -> None:
    chunk = ChatCompletionChunk.from_dict({**CHUNK, "extra": 1})
    assert pickle.loads(pickle.dumps(chunk)) == chunk
