"""What lies together, what lies apart, what is drawn, and what is learned."""

from __future__ import annotations

import asyncio
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from openai_client.lib.embed import (
    cluster,
    diversity,
    outliers,
    plot_map,
    train_classifier,
    zero_shot,
    zero_shot_async,
)
from openai_client.lib.input_errors import InputError

from .words import COLOURS, WordAPI, ready


def blobs(*sizes: int, width: int = 12, spread: float = 0.08, seed: int = 1) -> tuple[Any, list[str]]:
    """Points around as many directions, and which each belongs to."""
    draw = np.random.default_rng(seed)
    names = [f"group {place}" for place, size in enumerate(sizes) for _ in range(size)]
    centres = np.repeat(np.eye(width)[: len(sizes)], sizes, axis=0)
    return centres + draw.normal(0, spread, centres.shape), names


def test_the_number_of_clusters_is_found_and_the_largest_is_first() -> None:
    vectors, names = blobs(10, 30, 20)
    found = cluster(vectors)
    assert found.centers.shape == (3, 12)
    assert np.bincount(found.labels).tolist() == [30, 20, 10]
    assert found.members(2) == list(range(10))
    assert len({(name, label) for name, label in zip(names, found.labels.tolist(), strict=True)}) == 3
    assert found.silhouette > 0.5
    np.testing.assert_allclose(np.linalg.norm(found.centers, axis=1), 1, atol=1e-5)
    assert all(found.centers[found.labels[place]] @ vectors[place] > 0.7 for place in range(60))


def test_a_number_of_clusters_that_is_given_is_kept() -> None:
    vectors, _ = blobs(10, 10, 10)
    assert len(cluster(vectors, 2).centers) == 2
    (single,) = {tuple(cluster(vectors, 1).labels.tolist())}
    assert single == (0,) * 30
    assert np.isnan(cluster(vectors, 1).silhouette)


@pytest.mark.parametrize(("k", "message"), [(4, "cannot make 4 groups of 2"), (0, "cannot make 0"), (None, "say k")])
def test_clusters_of_too_few_vectors_are_refused(k: int | None, message: str) -> None:
    with pytest.raises(InputError, match=message):
        cluster([[1.0, 0.0], [0.0, 1.0], [2.0, 0.0]], k)


def test_what_is_far_from_all_others_is_an_outlier() -> None:
    vectors, _ = blobs(40, 40)
    vectors[17] = np.eye(12)[7]
    vectors[60] = -np.eye(12)[5] - np.eye(12)[0] * 0.3
    found = outliers(vectors)
    assert set(found.indices) == {17, 60}
    assert found.scores[found.indices[0]] >= found.scores[found.indices[1]] > found.threshold
    assert found.scores.shape == (80,)


def test_a_large_set_is_compared_with_a_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openai_client.lib.embed.groups.REFERENCES", 50)
    monkeypatch.setattr("openai_client.lib.embed.groups.BLOCK", 7)
    vectors, _ = blobs(100, 100)
    vectors[150] = np.eye(12)[9]
    found = outliers(vectors)
    assert found.indices[0] == 150
    assert outliers(vectors, neighbours=1).scores.min() > 1e-6  # none is compared with itself


def test_neighbours_that_are_not_there_are_refused() -> None:
    with pytest.raises(InputError, match="neighbours is 1 to 2 for 3 vectors, not 5"):
        outliers(np.eye(3))


def test_diversity_counts_what_is_different() -> None:
    same, different = diversity([[1.0, 2.0]] * 6), diversity(np.eye(6))
    assert same.mean_similarity == pytest.approx(1)
    assert same.effective_count == pytest.approx(1)
    assert different.mean_similarity == pytest.approx(0)
    assert different.effective_count == pytest.approx(6)
    pairs = diversity(np.repeat(np.eye(5), 4, axis=0))
    assert pairs.effective_count == pytest.approx(5)
    assert pairs.mean_similarity == pytest.approx(5 * 4 * 3 / (20 * 19))
    assert pairs.quantiles[5] == pytest.approx(0)
    assert pairs.quantiles[95] == pytest.approx(1)
    with pytest.raises(InputError, match="two vectors or more"):
        diversity([[1.0]])


@pytest.mark.parametrize("colour", COLOURS)
def test_texts_get_the_label_that_means_what_they_say(colour: str) -> None:
    api = WordAPI()
    labels = {"good": "tasty delicious great food", "bad": "awful horrible stale food"}
    texts = ["great and delicious", "stale and awful", "tasty"]

    async def run() -> Any:
        call: Any = zero_shot if colour == "sync" else zero_shot_async
        return await ready(call(api.client(colour), texts, labels))

    found = asyncio.run(run())
    assert found.labels == ["good", "bad", "good"]
    assert found.scores.shape == (3, 2)
    assert found.scores[0, 0] > found.scores[0, 1]
    assert api.texts == [*texts, *labels.values()]


@pytest.mark.parametrize(
    ("texts", "labels", "message"),
    [
        (["a"], ["x"], "two different labels"),
        (["a"], "xy", "two different labels"),
        ([], ["x", "y"], "texts is empty"),
    ],
)
def test_labels_that_make_no_sense_are_refused(texts: Any, labels: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        zero_shot(WordAPI().client(), texts, labels)


def test_a_classifier_learns_and_says_how_well() -> None:
    vectors, names = blobs(60, 30, 10)
    learned = train_classifier(vectors, names)
    assert learned.labels == ("group 0", "group 1", "group 2")
    assert learned.report.accuracy == 1
    assert learned.report.baseline == pytest.approx(0.6)
    assert learned.report.tested == 20
    assert learned.report.confusion.tolist() == [[12, 0, 0], [0, 6, 0], [0, 0, 2]]
    assert learned.predict(np.eye(12)[[2, 0]]) == ["group 2", "group 0"]
    assert pickle.loads(pickle.dumps(learned)).predict(np.eye(12)[:1]) == ["group 0"]
    assert str(learned.report).splitlines()[0].split() == ["label", "precision", "recall", "f1", "count"]
    assert str(learned.report).splitlines()[-1] == "accuracy 1.00 on 20 (most frequent label: 0.60)"
    with pytest.raises(InputError, match="vectors has 3 dimensions, and those learned 12"):
        learned.predict(np.eye(3))


def test_the_report_is_about_what_was_not_learned() -> None:
    draw = np.random.default_rng(0)
    learned = train_classifier(draw.normal(size=(200, 300)), ["a", "b"] * 100)  # nothing to learn, all to remember
    assert learned.report.accuracy < 0.75
    told = learned.report.by_label["a"]
    right, called = learned.report.confusion[0, 0], learned.report.confusion[:, 0].sum()
    assert told.precision == pytest.approx(right / called)
    assert told.recall == pytest.approx(right / told.support)
    assert told.f1 == pytest.approx(2 * told.precision * told.recall / (told.precision + told.recall))


@pytest.mark.parametrize(
    ("labels", "share", "message"),
    [
        (["a", "b"], 0.2, "there are 3 vectors and 2 labels"),
        (["a", "a", "a"], 0.2, "all labels are 'a'"),
        (["a", "b", "a"], 0.2, r"labels\[1\]: 'b' has one example"),
        (["a", "b", "a"], 1.0, "test_share is above 0 and below 1"),
    ],
)
def test_examples_that_teach_nothing_are_refused(labels: list[str], share: float, message: str) -> None:
    with pytest.raises(InputError, match=message):
        train_classifier(np.eye(3), labels, test_share=share)


@pytest.mark.parametrize("method", ["pca", "tsne"])
def test_groups_are_drawn_apart(method: Any, tmp_path: Path) -> None:
    vectors, names = blobs(20, 20, 20)
    points = plot_map(vectors, names, tmp_path / "map.png", method=method, title="Three groups")
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")
    middles = points.reshape(3, 20, 2).mean(axis=1)
    within = max(np.linalg.norm(points[20 * n : 20 * n + 20] - middles[n], axis=1).mean() for n in range(3))
    assert min(np.linalg.norm(middles[a] - middles[b]) for a, b in ((0, 1), (0, 2), (1, 2))) > 2 * within


@pytest.mark.parametrize("shape", [(20, 3), (3, 20), (4, 1)])
def test_the_main_directions_are_those_of_the_singular_values(shape: tuple[int, int], tmp_path: Path) -> None:
    vectors = np.random.default_rng(2).normal(size=shape)
    points = plot_map(vectors, None, tmp_path / "map.svg", method="pca")
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    _, values, _ = np.linalg.svd(units - units.mean(axis=0), full_matrices=False)
    expected = [*values, 0.0][:2]
    np.testing.assert_allclose(np.linalg.norm(points, axis=0), expected, atol=1e-4)
    assert b"<svg" in (tmp_path / "map.svg").read_bytes()


def test_many_labels_numbers_and_odd_names_are_drawn(tmp_path: Path) -> None:
    vectors, _ = blobs(60)
    kinds: dict[str, list[Any]] = {
        "many": [f"label {place % 29}" for place in range(60)],
        "numbers": [place / 3 for place in range(60)],
        "odd": ["$x", "_hidden", "a" * 80] * 20,
        "mixed": [1, "one", None] * 20,
    }
    for name, labels in kinds.items():
        plot_map(vectors, labels, tmp_path / f"{name}.svg", method="pca")
    assert "9 others" in (tmp_path / "many.svg").read_text()
    assert "_hidden (20)" in (tmp_path / "odd.svg").read_text()


def test_a_picture_is_not_written_over_unasked(tmp_path: Path) -> None:
    path = tmp_path / "map.png"
    path.write_bytes(b"mine")
    with pytest.raises(InputError, match="there is such a file already"):
        plot_map(np.eye(4), None, path)
    assert path.read_bytes() == b"mine"
    plot_map(np.eye(4), None, path, overwrite=True)
    assert path.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("vectors", "labels", "name", "method", "message"),
    [
        (np.eye(2), None, "a.png", "pca", "2 vectors says nothing"),
        (np.eye(3), ["a"], "a.png", "pca", "3 vectors and 1 labels"),
        (np.eye(3), None, "a.bmp", "pca", r"a\.bmp: a picture ends in \.png, \.svg, \.pdf"),
        (np.eye(3), None, "a.png", "umap", "no method 'umap'"),
    ],
)
def test_pictures_that_make_no_sense_are_refused(
    vectors: Any, labels: Any, name: str, method: Any, message: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=message):
        plot_map(vectors, labels, tmp_path / name, method=method)
    assert list(tmp_path.iterdir()) == []
