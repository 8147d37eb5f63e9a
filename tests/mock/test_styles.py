"""What the runtime writes in the styles of OpenAPI, held against the specification and read back by the mock."""

from __future__ import annotations

from typing import Any, Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from specloom.mock import styles as mock
from specloom_runtime.errors import RequestEncodingError
from specloom_runtime.headers import cookie_text
from specloom_runtime.styles import form_text, header_texts
from specloom_runtime.urls import fill_path, query_string

COLORS: Final = ["blue", "black", "brown"]
RGB: Final = {"R": 100, "G": 200, "B": 150}


@pytest.mark.parametrize(
    ("style", "text", "array", "object_"),
    [
        ("form", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"),
        ("comma", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
        ("space", "color=blue", "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"),
        ("pipe", "color=blue", "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"),
        ("tab", "color=blue", "color=blue%09black%09brown", "color=R%09100%09G%09200%09B%09150"),
        ("deep", "color=blue", None, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
        ("json", "color=%22blue%22", "color=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D", None),
    ],
)
def test_the_table_of_the_specification_for_queries(
    style: str, text: str, array: str | None, object_: str | None
) -> None:
    def written(value: object) -> str:
        return query_string({"color": value}, "repeat", {"color": style})

    assert written("blue") == text
    assert array is None or written(COLORS) == array
    assert object_ is None or written(RGB) == object_
    if style != "json":
        assert written("") == "color="
        assert written([]) == written({}) == written(None) == ""


@pytest.mark.parametrize(
    ("style", "text", "array", "object_"),
    [
        ("comma", "blue", "blue,black,brown", "R,100,G,200,B,150"),
        ("pairs", "blue", "blue,black,brown", "R=100,G=200,B=150"),
        ("label", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
        ("label*", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
        ("matrix", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
        ("matrix*", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"),
    ],
)
def test_the_table_of_the_specification_for_paths(style: str, text: str, array: str, object_: str) -> None:
    def written(value: object) -> str:
        return fill_path("/x/{color}/y", {"color": value}, {"color": style}).removeprefix("/x/").removesuffix("/y")

    assert [written(value) for value in ("blue", COLORS, RGB)] == [text, array, object_]
    nothings: tuple[object, ...] = ([], {}, None)
    for nothing in nothings:
        with pytest.raises(ValueError, match="Expected a non-empty value for `color`"):
            written(nothing)
    if style.startswith("matrix"):
        assert written("") == ";color"
    else:
        with pytest.raises(ValueError, match="Expected"):
            written("")


# --- read back ----------------------------------------------------------------------------------------------------

# All that has a meaning in some style, and some that has none.
TEXTS = st.text(st.sampled_from("ab,;.=&|%[]/+ \t\"'é#?:@!$(){}"), min_size=1, max_size=6)
ARRAYS = st.lists(TEXTS, min_size=1, max_size=4)
OBJECTS = st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=4)
PLAIN_KEYS = st.dictionaries(st.text("xyzXYZ", min_size=1, max_size=3), TEXTS, min_size=1, max_size=4)


def deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, min_size=1, max_size=3) | st.dictionaries(
        st.text("xyz", min_size=1, max_size=3), inner, min_size=1, max_size=3
    )


DEEP = st.dictionaries(st.text("xyz", min_size=1), st.recursive(TEXTS, deeper, max_leaves=8), min_size=1, max_size=3)

HEADER_TEXTS = st.text("ab ;", min_size=1).map(str.strip).filter(bool)
HEADER_OBJECTS = st.dictionaries(st.text("xy", min_size=1), HEADER_TEXTS, min_size=1)
WORDS: Final[dict[str, dict[str, Any]]] = {
    "form": {"style": "form", "explode": True},
    "comma": {"style": "form", "explode": False},
    "space": {"style": "spaceDelimited", "explode": False},
    "pipe": {"style": "pipeDelimited", "explode": False},
    "tab": {"style": "tabDelimited"},
    "deep": {"style": "deepObject", "explode": True},
    "json": {"x-specloom-content": "application/json"},
    "pairs": {"style": "simple", "explode": True},
    "simple": {"style": "simple"},
    "label": {"style": "label"},
    "label*": {"style": "label", "explode": True},
    "matrix": {"style": "matrix"},
    "matrix*": {"style": "matrix", "explode": True},
}


def parameter(word: str, value: object) -> dict[str, Any]:
    return {"name": "p", "schema": {"type": "array" if isinstance(value, list) else "object"}, **WORDS[word]}


def kinds(schema: Any) -> list[str]:
    return [schema["type"]] if "type" in schema else []


@pytest.mark.parametrize("style", ["form", "comma", "space", "pipe", "tab", "json"])
@given(value=ARRAYS | OBJECTS)
def test_a_query_is_read_as_it_was_meant(style: str, value: Any) -> None:
    separator = {"space": " ", "pipe": "|", "tab": "\t"}.get(style, "\0")
    members = [*value, *value.values()] if isinstance(value, dict) else value
    if any(separator in each for each in members):
        with pytest.raises(RequestEncodingError, match="no member can hold what sets them apart"):
            query_string({"p": value}, "repeat", {"p": style})
        return
    if style == "form" and isinstance(value, dict):
        assume(not any("[" in key for key in value) and "p" not in value)
    raw = query_string({"p": value}, "repeat", {"p": style})
    assert mock.in_query(raw, [parameter(style, value)], kinds) == {"p": value}


@given(DEEP)
def test_a_deep_object_of_any_shape_is_read_as_it_was_meant(value: Any) -> None:
    raw = query_string({"p": value}, "repeat", {"p": "deep"})
    assert as_lists(mock.in_query(raw, [parameter("deep", value)], kinds)["p"]) == value


def as_lists(value: Any) -> Any:
    """Items that bear their index as the list that they are, which the mock knows from the schema."""
    if isinstance(value, list):
        return [as_lists(each) for each in value]
    if not isinstance(value, dict):
        return value
    if list(value) == [str(index) for index in range(len(value))]:
        return [as_lists(each) for each in value.values()]
    return {key: as_lists(each) for key, each in value.items()}


@pytest.mark.parametrize("style", ["simple", "pairs", "label", "label*", "matrix", "matrix*", "json"])
@given(value=ARRAYS | OBJECTS)
def test_a_path_is_read_as_it_was_meant(style: str, value: Any) -> None:
    word = "comma" if style == "simple" else style
    try:
        path = fill_path("/{p}", {"p": value}, {"p": word})
    except ValueError:
        assume(False)  # a segment of dots
    assert not set(path) & set("?# ")
    assert path.count("/") == 1
    assert mock.in_path(parameter(style, value), path[1:], kinds(parameter(style, value)["schema"])) == value


@given(st.text(st.sampled_from("ab/%?# é+"), min_size=1, max_size=9))
def test_a_greedy_path_keeps_its_slashes_and_nothing_else(value: str) -> None:
    path = fill_path("/{p}", {"p": value}, {"p": "greedy"})
    assert path.count("/") == 1 + value.count("/")
    assert not set(path) & set("?# ")
    assert mock.in_path({"name": "p", "x-specloom-greedy": True}, path[1:], ["string"]) == value


@pytest.mark.parametrize("style", ["simple", "pairs", "json"])
@given(value=st.lists(st.text("ab=;", min_size=1), min_size=1) | HEADER_OBJECTS)
def test_a_header_is_read_as_it_was_meant(style: str, value: Any) -> None:
    written = header_texts({"p": value}, {"p": "comma" if style == "simple" else style})["p"]
    assert mock.in_header(parameter(style, value), str(written), kinds(parameter(style, value)["schema"])) == value


@pytest.mark.parametrize("style", ["form", "comma", "json"])
@given(value=st.lists(st.text('ab;"é +%', min_size=1), min_size=1) | PLAIN_KEYS)
def test_a_cookie_is_read_as_it_was_meant(style: str, value: Any) -> None:
    try:
        written = cookie_text({"p": value}, {"p": style})
    except RequestEncodingError:
        assert style == "comma"
        return
    assert written is not None
    assert written.isascii()
    assert mock.in_cookies(written, [parameter(style, value)], kinds) == {"p": value}


@given(PLAIN_KEYS, ARRAYS, OBJECTS)
def test_a_form_is_read_as_it_was_meant(flat: dict[str, str], array: list[str], inner: dict[str, str]) -> None:
    raw = form_text({**flat, "p": array, "q": inner}, {"p": "comma", "q": "json"}, brackets=False)
    stated = [parameter("comma", array), {**parameter("json", inner), "name": "q"}]
    assert mock.in_query(raw, stated, kinds) == {**flat, "p": array, "q": inner}
    unsaid = form_text({"p": array, "q": inner}, {}, brackets=False)
    assert mock.in_query(unsaid, [parameter("form", array), stated[1]], kinds) == {"p": array, "q": inner}


def test_brackets_may_be_part_of_a_name() -> None:
    parameters = [{"name": "filter[since]", "in": "query", "schema": {"type": "integer"}}]
    assert mock.in_query("filter[since]=3&a[b]=1", parameters, kinds) == {
        "filter[since]": "3",
        "a": {"b": "1"},
    }
