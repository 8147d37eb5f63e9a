"""A review on a terminal."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from specloom.diff.formats.text import render, segments
from specloom.diff.report import Review
from tests.diff.formats.made import SMALL
from tests.diff.shop import Json, add_color, add_status, drop_delete, drop_name, edited, other_words, pet, reviewed


def test_the_verdict_comes_first_and_the_rest_is_counted() -> None:
    review = reviewed(drop_name, add_status, add_color, other_words)
    print_ = next(one.fingerprint for one in review.findings if one.about == "Pet.name")
    lines = [review.place(one).line for one in review.findings]
    assert (
        render(review)
        == f"""\
1 change breaks calling code and 1 breaks clients on the wire.
Spec version: major, 1.2.3 → 2.0.0. It still says 1.2.3.
Package version: major, 0.4.0 → 0.5.0; before 1.0, so the minor part moves. It still says 0.4.0.
old.json → new.json

      1 breaks calling code
      1 breaks clients on the wire
      1 warning
      1 safe
      1 documentation only

Breaking (1)

  Pet.name may be missing
    wire breaking, Python breaking, property-became-optional, {print_}
    answers of 4 operations: GET /orders, GET /pets, GET /pets/{{id}} and POST /pets
    spec/shop.json:{lines[0]} #/components/schemas/Pet/allOf/1/properties/name
    shop_client.types.Pet may have None for name
      - name: str
      + name: str | None = None

Warnings (1)

  Pet.status may be `lost`
    wire warning, Python warning, enum-value-added, {review.findings[1].fingerprint}
    answers of 4 operations: GET /orders, GET /pets, GET /pets/{{id}} and POST /pets
    spec/shop.json:{lines[1]} #/components/schemas/Pet/allOf/1/properties/status
    shop_client.types.Pet may have other values for status
      - status: Literal['sold', 'free']
      + status: Literal['sold', 'free', 'lost']

What to do
  Expect None: shop_client.types.Pet: name: str | None = None.

Not listed: 1 safe change and 1 change of words alone.
"""
    )


def test_the_same_of_several_is_one_block() -> None:
    def needed(document: Json) -> None:
        pet(document)["name"]["type"] = pet(document)["status"]["type"] = "string"
        schema = document["components"]["schemas"]["NewPet"]
        schema["properties"].update({f"f{number}": {"type": "integer"} for number in range(12)})

    def bounded(document: Json) -> None:
        needed(document)
        for number in range(12):
            document["components"]["schemas"]["NewPet"]["properties"][f"f{number}"]["multipleOf"] = 5

    text = render(reviewed(bounded, base=edited(needed)))
    assert "Breaking (12)" in text
    assert "12 places: each must be a multiple of `5`" in text
    assert text.count("requests of 1 operation: POST /pets") == 1
    assert [f"NewPet.f{number} (" in text for number in range(12)] == [True] * 12


def test_everything_lists_what_is_safe() -> None:
    review = reviewed(add_color, other_words)
    assert "Not listed" in render(review)
    text = render(review, everything=True)
    assert "Not listed" not in text
    assert "Pet.color is new and may be left out" in text
    assert "GET /pets is described in other words" in text


@pytest.mark.parametrize("width", [50, 80, 160])
def test_lines_fit_where_words_do(width: int) -> None:
    text = render(reviewed(drop_name, drop_delete, add_status), width=width)
    long = [line for line in text.splitlines() if len(line) > width]
    assert all(len(line.split()) == 1 for line in long)


def test_segments_have_styles_and_make_the_text() -> None:
    review = reviewed(drop_name, add_status)
    pieces = list(segments(review))
    assert "".join(one.text for one in pieces) == render(review)
    styles = {one.text: one.style for one in pieces}
    assert styles["Pet.name may be missing"] == "breaking"
    assert styles["Pet.status may be `lost`"] == "warning"
    assert (styles["- name: str"], styles["+ name: str | None = None"]) == ("removed", "added")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
          phases=[phase for phase in Phase if phase is not Phase.shrink])  # fmt: skip
@given(SMALL)
def test_no_control_character_reaches_a_terminal(review: Review) -> None:
    text = render(review)
    assert {one for one in text if not one.isprintable()} <= {"\n"}
    text.encode()
