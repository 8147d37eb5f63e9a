"""Rows about embeddings, against vectors that are made of the words in a text."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd

from tests.layer.embed.words import WordAPI, vector

from .desk import Desk, case, chat


def words(desk: Desk) -> WordAPI:
    """Have embeddings answered; chats are answered by ``desk.api`` still."""
    made = WordAPI()
    desk.api.embeddings.create.answers(made.answer)
    return made


@case("vector")
def _(desk: Desk) -> None:
    words(desk)
    np.testing.assert_allclose(json.loads(desk.run()), vector("A text of yours"), atol=1e-6)
    assert desk.bodies[0]["model"] == "text-embedding-3-small"


@case("vector-length")
def _(desk: Desk) -> None:
    words(desk)
    desk.run()
    assert desk.value == desk.bodies[0]["dimensions"] == 256


@case("vector-cost")
def _(desk: Desk) -> None:
    desk.run()
    assert desk.value == 0.02, "US dollars"


@case("vector-column")
def _(desk: Desk) -> None:
    made = words(desk)
    (desk.folder / "output").mkdir()
    desk.run()
    back = pd.read_csv("output/embedded_1k_reviews.csv").ada_embedding.apply(json.loads)
    np.testing.assert_allclose(back[0], vector("Title: Good; Content: tasty food"), atol=1e-6)
    assert made.texts == ["Title: Good; Content: tasty food", "Title: Bad; Content: stale food"]


@case("vector-shorten")
def _(desk: Desk) -> None:
    words(desk)
    assert desk.lines == ["True"]
    assert desk.bodies[0]["encoding_format"] == "float"


EXPECTED: dict[str, list[str]] = {
    "vector-distance": ["[0 1 2]", "[0 1 2]"],
    "vector-back": ["tax law"],
    "vector-long": ["(1, 64)"],
    "use-search": ["stale dog food"],
    "use-recommend": ["['burnt coffee']"],
    "use-cluster": ["[[0, 1], [2, 3]]"],
    "use-outliers": ["3"],
    "use-diversity": ["1.0"],
    "use-classify": ["['pets', 'drinks']"],
}


@case(*EXPECTED)
def _(desk: Desk) -> None:
    made = words(desk)
    assert desk.lines == EXPECTED[desk.row.id]
    if desk.row.id == "vector-long":
        assert len(made.texts) == 2, "two pieces"


@case("vector-store")
def _(desk: Desk) -> None:
    made = words(desk)
    desk.run()
    assert made.sent == [["a red cat", "a grey cat", "tax law"], ["criminal law"]]


@case("use-map")
def _(desk: Desk) -> None:
    words(desk)
    desk.run()
    assert (desk.folder / "reviews.png").read_bytes().startswith(b"\x89PNG")


@case("answer-article")
def _(desk: Desk) -> None:
    desk.chats("The host's.")
    assert desk.lines == ["The host's."]
    body: dict[str, Any] = desk.bodies[0]
    assert (body["model"], body["temperature"]) == ("gpt-3.5-turbo", 0)
    assert '"""\nIn curling, ' in body["messages"][1]["content"]


@case("answer-documents")
def _(desk: Desk) -> None:
    words(desk)
    desk.write("blog/june.md", "# June", "", "The service that was updated last is search.")
    desk.write("blog/cats.md", "# Cats", "", "A cat came by.")
    desk.api.chat.completions.create.returns(chat("Search [1]."))
    (line,) = desk.lines
    assert line.startswith("Search [1]. ['june.md:1-3'")
