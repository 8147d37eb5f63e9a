"""What is known about models, and what they cost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from openai_client.lib.input_errors import InputError
from openai_client.lib.tokens import (
    MODELS,
    ModelInfo,
    ModelTable,
    Price,
    UnknownModelError,
    context_window,
    count_tokens,
    encoding_for,
    estimate_cost,
    model_info,
    register_model,
    usage_cost,
)
from openai_client.lib.tokens.encodings import DEFINITIONS

SPEC = Path(__file__).parents[3] / "spec/openai/openapi.json"
SPEAKS_TEXT = re.compile(r"(gpt|chatgpt|o\d|codex|text-embedding|davinci|babbage|computer-use-preview)\b")
NO_TEXT = re.compile(r"image|whisper|live-transcribe|gpt-transcribe|computer_")


def names_in_spec() -> list[str]:
    found = set()
    waiting: list[Any] = [json.loads(SPEC.read_text("utf-8"))]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            found |= {name for name in value.get("enum", ()) if isinstance(name, str)}
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return sorted(name for name in found if SPEAKS_TEXT.match(name) and not NO_TEXT.search(name))


def test_every_model_of_the_document_is_known() -> None:
    names = names_in_spec()

    assert len(names) > 100
    assert [name for name in names if name not in MODELS] == []


def test_the_table_makes_sense() -> None:
    for model in MODELS:
        assert model.encoding in DEFINITIONS
        assert model.context is None or max(model.max_output or 0, model.max_input or 0) <= model.context
        if model.price:
            assert model.price.input > 0
            assert model.price.cached is None or model.price.cached < model.price.input


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("gpt-4o", "gpt-4o"),
        ("gpt-4o-2024-08-06", "gpt-4o"),
        ("gpt-4o-2024-05-13", "gpt-4o-2024-05-13"),
        ("chatgpt-4o-latest", "chatgpt-4o"),
        ("gpt-4-0613", "gpt-4"),
        ("gpt-4-1106-preview", "gpt-4-1106-preview"),
        ("gpt-35-turbo", "gpt-3.5-turbo"),
        ("gpt-35-turbo-16k-0613", "gpt-3.5-turbo-16k"),
        ("ft:gpt-4o-mini:org::id", "ft:gpt-4o-mini"),
        ("ft:gpt-4o-mini-2024-07-18:org:name:id:ckpt-step-90", "ft:gpt-4o-mini"),
        ("ft:gpt-3.5-turbo-0125:org::id", "ft:gpt-3.5-turbo"),
        ("ft:gpt-4-0613:org::id", "ft:gpt-4"),
        ("ft:gpt-5-nano:org::id", "ft:gpt-5-nano"),
    ],
)
def test_models_are_found_by_what_they_come_from(name: str, found: str) -> None:
    assert model_info(name).name == found
    assert name in MODELS


@pytest.mark.parametrize(
    ("model", "window"),
    [("gpt-3.5-turbo", 16_385), ("gpt-4", 8_192), ("gpt-4.1-mini", 1_047_576), ("gpt-5", 400_000), ("o3", 200_000)],
)
def test_windows(model: str, window: int) -> None:
    assert context_window(model) == window


def test_encodings() -> None:
    found = {
        name: encoding_for(name).name for name in ("gpt-4o", "gpt-35-turbo", "ft:gpt-4:o::i", "gpt-oss-20b", "ada")
    }
    assert found == {
        "gpt-4o": "o200k_base",
        "gpt-35-turbo": "cl100k_base",
        "ft:gpt-4:o::i": "cl100k_base",
        "gpt-oss-20b": "o200k_harmony",
        "ada": "r50k_base",
    }


def test_tiktoken_agrees_about_encodings() -> None:
    from tiktoken.model import MODEL_TO_ENCODING

    ours = {name: model_info(name).encoding for name in MODEL_TO_ENCODING if name in MODELS}
    assert len(ours) > 20
    assert ours == {name: MODEL_TO_ENCODING[name] for name in ours}


@pytest.mark.parametrize(
    ("name", "near"), [("gpt-4o-mimi", "gpt-4o-mini"), ("gtp-4", "gpt-4"), ("ft:gpt-4oo:org::id", "gpt-4o")]
)
def test_an_unknown_name_offers_the_nearest(name: str, near: str) -> None:
    with pytest.raises(
        UnknownModelError, match=rf"no model '{name}' in the table\. Nearest: .*\b{near}\b.*register_model"
    ):
        count_tokens("text", model=name)
    assert name not in MODELS


def test_a_name_like_no_other_offers_none() -> None:
    with pytest.raises(UnknownModelError, match=r"in the table\. Add it"):
        model_info("")


@pytest.mark.parametrize("name", [None, 5])
def test_a_name_is_text(name: Any) -> None:
    with pytest.raises(TypeError, match="name of a model is text"):
        model_info(name)
    assert name not in MODELS


@pytest.fixture
def registered() -> Iterator[ModelInfo]:
    model = ModelInfo("acme-1", "cl100k_base", 1_000, 100, price=Price(1, 2))
    register_model(model)
    yield model
    MODELS._models.pop("acme-1")


def test_a_model_can_be_registered(registered: ModelInfo) -> None:
    assert model_info("acme-1-2026-01-01") == registered
    assert count_tokens("hello world", model="acme-1") == 2
    assert context_window("acme-1") == 1_000


def test_a_table_of_ones_own() -> None:
    mine = MODELS.with_models(model_info("gpt-4o")._replace(context=5), ModelInfo("acme-2", None))

    assert context_window("gpt-4o", table=mine) == 5
    assert context_window("gpt-4o") == 128_000
    assert "acme-2" not in MODELS
    with pytest.raises(UnknownModelError, match="encoding of 'acme-2' is not known"):
        count_tokens("text", model="acme-2", table=mine)
    with pytest.raises(UnknownModelError, match="no model 'gpt-4o'"):
        count_tokens("text", model="gpt-4o", table=ModelTable())


def test_costs() -> None:
    cost = estimate_cost(model="gpt-4o-mini", input_tokens=2_000_000, cached_tokens=1_000_000, output_tokens=500_000)

    assert cost == pytest.approx((0.15, 0.075, 0.3))
    assert cost.total == pytest.approx(0.525)
    half = estimate_cost(model="gpt-4o-mini", input_tokens=2_000_000, output_tokens=500_000, batch=True)
    assert half.total == pytest.approx((0.3 + 0.3) / 2)


def test_no_discount_for_the_cache_where_none_is_granted() -> None:
    assert estimate_cost(model="gpt-4", input_tokens=1_000_000, cached_tokens=1_000_000).total == pytest.approx(30)


def test_a_price_of_ones_own() -> None:
    price = Price(input=1, output=2)
    assert estimate_cost(model="acme-3", input_tokens=1_000_000, output_tokens=1_000_000, price=price) == (1, 0, 2)
    table = MODELS.with_models(model_info("gpt-4o")._replace(price=price))
    assert estimate_cost(model="gpt-4o", input_tokens=1_000_000, table=table).total == 1


def test_a_price_that_is_not_known_is_an_error() -> None:
    for name in ("gpt-oss-20b", "ft:gpt-5-nano:org::id"):  # a fine-tuned model does not cost what its base costs
        with pytest.raises(UnknownModelError, match=rf"price of '{name}' is not known: give price="):
            estimate_cost(model=name, input_tokens=1)


@pytest.mark.parametrize("tokens", [{"input_tokens": -1}, {"input_tokens": 1, "cached_tokens": 2}])
def test_numbers_that_make_no_sense_are_refused(tokens: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="cached ones no more than the input"):
        estimate_cost(model="gpt-4o", **tokens)


def test_the_cost_of_an_answer() -> None:
    from openai_client.types import CompletionUsage

    chat = {
        "prompt_tokens": 1_000_000,
        "completion_tokens": 100_000,
        "total_tokens": 1_100_000,
        "prompt_tokens_details": {"cached_tokens": 400_000},
    }
    response = {
        "input_tokens": 1_000_000,
        "output_tokens": 100_000,
        "input_tokens_details": {"cached_tokens": 400_000},
    }
    for usage in (chat, response, CompletionUsage.from_dict(chat)):
        assert usage_cost(usage, model="gpt-4o") == pytest.approx((1.5, 0.5, 1.0))
    embedding = {"prompt_tokens": 1_000_000, "total_tokens": 1_000_000}
    assert usage_cost(embedding, model="text-embedding-3-small").total == pytest.approx(0.02)


def test_what_is_no_usage_is_refused() -> None:
    with pytest.raises(ValueError, match="neither prompt_tokens nor input_tokens"):
        usage_cost({}, model="gpt-4o")
    with pytest.raises(InputError, match="usage is a NoneType"):
        usage_cost(None, model="gpt-4o")
