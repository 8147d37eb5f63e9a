"""OpenAI's document against a later one that is made of it by edits, as its history has them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from specloom.diff.formats import annotations as commands
from specloom.diff.formats import json_report, junit, markdown, text
from specloom.diff.formats.quoting import size
from specloom.diff.review import Review, make_review
from tests.diff.shop import side

PINNED = Path(__file__).parents[2] / "spec/openai/openapi.json"


def later(document: dict[str, Any]) -> None:
    """A few edits of the kinds that OpenAI makes."""
    schemas = document["components"]["schemas"]
    schemas["Model"]["required"].remove("created")
    schemas["CreateEmbeddingRequest"]["properties"]["purpose"] = {"type": "string"}
    schemas["CreateEmbeddingRequest"]["required"].append("purpose")
    document["paths"]["/models"]["get"]["deprecated"] = True
    del document["paths"]["/models/{model}"]["delete"]
    for schema in schemas.values():
        for inner in schema.get("properties", {}).values():
            if inner.get("type") == "integer" and "maximum" not in inner:
                inner["maximum"] = 1_000_000_000


@pytest.fixture(scope="module")
def review() -> Review:
    old, new = json.loads(PINNED.read_bytes()), json.loads(PINNED.read_bytes())
    later(new)
    return make_review(side(old, "main"), side(new, "branch", file="spec/openai/openapi.json"))


def test_each_edit_is_told_once(review: Review) -> None:
    told = {one.message: one for one in review.findings if not one.rule.startswith("bound-")}
    created = told["Model.created may be missing"]
    assert (created.wire, created.python) == ("breaking", "breaking")
    assert {str(use.operation) for use in created.uses} >= {"GET /models", "GET /models/{model}"}
    assert told["DELETE /models/{model} is gone"].python == "breaking"
    assert told["CreateEmbeddingRequest.purpose is new and must be there"].wire == "breaking"
    assert told["GET /models is deprecated"].verdict == "safe"
    assert len({one.fingerprint for one in review.findings}) == len(review.findings)
    assert (review.spec.level, review.package.level) == ("major", "major")


def test_every_finding_is_found_in_the_source(review: Review) -> None:
    for one in review.findings:
        if one.rule.startswith("python-"):
            continue  # what only Python has may have no place in a document
        place = review.place(one)
        assert place.pointer, one.message
        assert place.line, one.message
        if one.subject.kind == "schema" and one.subject.place and not place.gone:
            assert place.pointer.startswith("#/"), one.message
    created = next(one for one in review.findings if one.about == "Model.created")
    assert created.new_pointer == "#/components/schemas/Model/properties/created"
    assert review.new.source.nearest(created.new_pointer) == created.new_pointer


def test_all_formats_tell_it(review: Review) -> None:
    comment = markdown.render(review)
    assert size(comment) <= markdown.LIMIT
    assert "`Model.created` may be missing" in comment
    assert f"### Warnings ({review.counts.warnings})" in comment
    assert "Model.created may be missing" in text.render(review)
    assert json.loads(json_report.render(review))["counts"]["total"] == len(review.findings)
    assert "::error file=spec/openai/openapi.json,line=" in commands.render(review)
    assert f'failures="{review.counts.breaking}"' in junit.render(review)
