"""Vectors: shortened, normalized, compared and found; and what is wrong with those that are refused."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from openai_client.lib.embed import (
    Hit,
    Index,
    as_table,
    cosine_similarity,
    distances,
    normalize,
    recommend,
    search,
    shorten,
)
from openai_client.lib.input_errors import InputError
from openai_client.types import Embedding

TABLES = arrays(np.float32, st.tuples(st.integers(1, 9), st.integers(1, 7)), elements=st.floats(-100, 100, width=32))


@pytest.mark.parametrize(
    ("vectors", "message"),
    [
        ([], "vectors is empty"),
        (np.empty((0, 3)), r"has the shape \(0, 3\)"),
        (np.zeros(3), r"has the shape \(3,\)"),
        ([[1, 2], [1, 2, 3]], r"vectors\[1\] has 3 numbers, and vectors\[0\] has 2"),
        ([[1, 2], [0, 0]], r"vectors\[1\] is all zeros"),
        ([[1, 2], [1, float("nan")]], r"vectors\[1\] holds NaN"),
        (np.array([[1, 2], [np.inf, 1]]), r"vectors\[1\] holds NaN or infinity"),
        ([[1, 2], "[1, 2]"], r"vectors\[1\] is text; read vectors back .* json.loads"),
        ([[1, 2], ["a", "b"]], r"vectors\[1\] is no list of numbers"),
        ([[1, 2], None], r"vectors\[1\] is NoneType, no list of numbers"),
        ([[1, 2], [[1, 2]]], r"vectors\[1\] has the shape \(1, 2\)"),
        ("text", "vectors is str, no list of vectors"),
        (np.array([["a"]]), "no real numbers"),
        (np.array([[1j]]), "no real numbers"),
    ],
)
def test_what_is_no_table_of_vectors_is_named(vectors: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        as_table(vectors)


def test_far_down_the_table_the_place_is_right() -> None:
    table = np.ones((10_000, 2), np.float32)
    table[9_000] = 0
    with pytest.raises(InputError, match=r"vectors\[9000\] is all zeros"):
        as_table(table)


def test_all_that_holds_vectors_is_taken() -> None:
    rows = [[0.5, 0.5], [1.0, 0.0]]
    models = [Embedding(index=0, embedding=row, object="embedding") for row in rows]
    for given_ in (rows, models, pd.Series(rows, index=["x", "y"]), [np.array(row) for row in rows], iter(rows)):
        np.testing.assert_array_equal(as_table(given_), rows)
    table = np.array(rows, np.float32)
    assert as_table(table) is table


@given(TABLES)
def test_normalized_vectors_have_length_1_or_are_zero(table: Any) -> None:
    before = table.copy()
    lengths = np.linalg.norm(normalize(table).astype(float), axis=1)
    np.testing.assert_allclose(lengths, np.where(table.any(axis=1), 1, 0), atol=1e-5)
    np.testing.assert_array_equal(table, before)
    np.testing.assert_array_equal(normalize(table[0]), normalize(table)[0])


def test_very_large_and_very_small_vectors_are_normalized() -> None:
    np.testing.assert_allclose(normalize([[3e30, 4e30], [3e-38, 4e-38]]), [[0.6, 0.8]] * 2, rtol=1e-5)


@given(TABLES, st.integers(1, 7))
def test_shortened_vectors_are_the_beginning_with_length_1(table: Any, dimensions: int) -> None:
    if dimensions > table.shape[1]:
        with pytest.raises(InputError, match=f"cannot keep {dimensions} of {table.shape[1]}"):
            shorten(table, dimensions)
        return
    found = shorten(table, dimensions)
    assert found.shape == (len(table), dimensions)
    np.testing.assert_allclose(found, normalize(table[:, :dimensions]), atol=1e-6)


def test_a_single_vector_is_shortened_to_a_single_vector() -> None:
    np.testing.assert_allclose(shorten([3.0, 4.0, 5.0], 2), [0.6, 0.8], rtol=1e-6)
    np.testing.assert_array_equal(shorten([0.0, 0.0, 5.0], 2), [0, 0])


def test_similarities() -> None:
    a, b = [1.0, 0.0], [[2.0, 0.0], [0.0, 3.0], [-1.0, 0.0]]
    assert cosine_similarity(a, [1.0, 1.0]) == pytest.approx(0.5**0.5)
    np.testing.assert_allclose(cosine_similarity(a, b), [1, 0, -1], atol=1e-6)
    np.testing.assert_allclose(cosine_similarity(b, a), [1, 0, -1], atol=1e-6)
    assert cosine_similarity(b, b[:2]).shape == (3, 2)
    with pytest.raises(InputError, match="a has 2 dimensions and b 3"):
        cosine_similarity(a, [1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    ("metric", "expected"),
    [("cosine", [0, 1, 2]), ("euclidean", [1, 10**0.5, 2]), ("manhattan", [1, 4, 2]), ("chebyshev", [1, 3, 2])],
)
def test_distances(metric: Any, expected: list[float]) -> None:
    found = distances([1.0, 0.0], [[2.0, 0.0], [0.0, 3.0], [-1.0, 0.0]], metric)
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_a_metric_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="no metric 'l3'; there are cosine, euclidean"):
        distances([1.0], [[1.0]], "l3")  # type: ignore[arg-type]


@given(
    arrays(np.int8, st.tuples(st.integers(1, 30), st.just(3)), elements=st.integers(1, 3)),
    st.integers(1, 40),
)
def test_search_finds_what_sorting_all_finds(table: Any, top: int) -> None:
    query = np.array([1, 2, 3])
    scores = Index(table)._units @ normalize(query)
    expected = sorted(range(len(table)), key=lambda place: (-scores[place], place))[:top]
    assert [hit.position for hit in search(query, table, top)] == expected


def test_a_hit_tells_place_and_score() -> None:
    (hit,) = search([1.0, 0.0], [[0.0, 1.0], [3.0, 0.0]], top=1)
    assert isinstance(hit, Hit)
    position, score = hit
    assert (position, round(score, 6)) == (1, 1.0)


def test_recommendations_leave_out_what_they_are_for() -> None:
    table = [[1.0, 0.0], [1.0, 0.1], [0.0, 1.0], [1.0, 0.0]]
    assert [hit.position for hit in recommend(table, 0, top=2)] == [3, 1]
    assert [hit.position for hit in recommend(table, -1)] == [0, 1, 2]
    with pytest.raises(InputError, match="no vector 4; there are 4"):
        recommend(table, 4)


@pytest.mark.parametrize(
    ("query", "top", "message"),
    [
        ([1.0, 0.0, 0.0], 1, "query has 3 dimensions and vectors 2"),
        ([0.0, 0.0], 1, "all zeros"),
        ([[1.0, 0.0]], 1, r"query has the shape \(1, 2\)"),
        ([1.0, 0.0], 0, "top is how many to find"),
    ],
)
def test_searches_that_make_no_sense_are_refused(query: Any, top: int, message: str) -> None:
    with pytest.raises(InputError, match=message):
        search(query, [[1.0, 0.0]], top)


def test_vectors_that_went_through_json_and_csv_are_searched(tmp_path: Any) -> None:
    frame = pd.DataFrame({"embedding": [[0.0, 1.0], [1.0, 0.25]]})
    frame.to_csv(tmp_path / "v.csv", index=False)
    again = pd.read_csv(tmp_path / "v.csv")
    assert search([1.0, 0.0], again.embedding.apply(json.loads), top=1)[0].position == 1
