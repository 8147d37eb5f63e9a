"""docs/requests.md: its code runs, and its table of parameters is what is sent."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import pytest

from specloom_runtime.headers import cookie_text
from specloom_runtime.styles import header_texts
from specloom_runtime.urls import fill_path, query_string

from .blocks import DOCS, blocks, run
from .claims import claims

PAGE = DOCS / "requests.md"
WORDS = {
    ("query", "form", "true"): "form",
    ("query", "form", "false"): "comma",
    ("query", "spaceDelimited", "false"): "space",
    ("query", "pipeDelimited", "false"): "pipe",
    ("query", "collectionFormat: tsv", ""): "tab",
    ("query", "deepObject", ""): "deep",
    ("path", "simple", "false"): "comma",
    ("path", "simple", "true"): "pairs",
    ("path", "label", "false"): "label",
    ("path", "label", "true"): "label*",
    ("path", "matrix", "false"): "matrix",
    ("path", "matrix", "true"): "matrix*",
    ("header", "simple", "false"): "comma",
    ("header", "simple", "true"): "pairs",
    ("cookie", "form", "true"): "form",
    ("cookie", "form", "false"): "comma",
}


def rows() -> dict[tuple[str, str, str], tuple[str, str]]:
    table = re.findall(r"^\| (path|query|header|cookie) \|(.*)\|(.*)\|(.*)\|(.*)\|$", PAGE.read_text("utf-8"), re.M)
    plain = [[cell.replace("`", "").replace(" (usual)", "").strip() for cell in row] for row in table]
    return {(place, style, explode): (array, inner) for place, style, explode, array, inner in plain}


def written(place: str, style: str, value: Any) -> object:
    match place:
        case "query":
            text = query_string({"p": value}, "repeat", {"p": style})
            return unquote(text) if style == "deep" else text
        case "path":
            return fill_path("{p}", {"p": value}, {"p": style})
        case "header":
            return header_texts({"p": value}, {"p": style})["p"]
    return cookie_text({"p": value}, {"p": style})


@claims(PAGE)
def test_the_code_runs() -> None:
    found = blocks(PAGE, "python")
    assert found
    for block in found:
        run(PAGE, block, {})


def test_the_table_has_all_styles() -> None:
    assert rows().keys() == WORDS.keys()


@pytest.mark.parametrize("key", list(WORDS), ids=" ".join)
def test_a_row_is_what_is_sent(key: tuple[str, str, str]) -> None:
    array, inner = rows()[key]
    assert written(key[0], WORDS[key], ["a", "b"]) == array
    if inner:
        assert written(key[0], WORDS[key], {"x": 1, "y": 2}) == inner
