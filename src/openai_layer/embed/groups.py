"""What lies together, what lies apart, and how varied a set is. All by direction: vectors are normalized first."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..extras import load_extra
from ..input_errors import InputError
from .numpy_extra import Floats, Integers, np
from .vectors import BLOCK, as_table, normalize

JUDGED = 2_000
"""Vectors by which a number of clusters is judged; silhouettes of all take time by the square of their number."""
REFERENCES = 10_000
"""Vectors among which the nearest are looked for; of a larger set a random part."""


class Clusters(NamedTuple):
    """Groups of vectors that are near to one another."""

    labels: Integers
    """Of each vector, 0 to k - 1, shape (n,); 0 is the largest group."""
    centers: Floats
    """Normalized, shape (k, d)."""
    silhouette: float
    """How well they are apart, -1 to 1; below 0.1 there is hardly any structure. NaN for a single cluster."""

    def members(self, label: int) -> list[int]:
        """Places of the vectors of a cluster."""
        return [int(index) for index in np.flatnonzero(self.labels == label)]


class Outliers(NamedTuple):
    """How unusual vectors are."""

    scores: Floats
    """Mean cosine distance to the nearest neighbours, shape (n,); more is further from all others."""
    indices: list[int]
    """Those beyond the threshold, the most unusual first."""
    threshold: float


class Diversity(NamedTuple):
    """How varied a set is."""

    mean_similarity: float
    """Cosine similarity over all pairs."""
    quantiles: dict[int, float]
    """Similarity of pairs at 5, 25, 50, 75 and 95 percent; over a sample of the pairs."""
    effective_count: float
    """How many wholly different items would be as varied (the Vendi score): from 1, all the same, to n."""


def cluster(vectors: Any, k: int | None = None, *, max_k: int = 10, seed: int = 0) -> Clusters:
    """Group vectors by k-means; the same seed gives the same groups.

    Args:
        vectors: Shape (n, d).
        k: How many groups; where left out, the number from 2 to ``max_k`` with the best silhouette.
        max_k: How many to try at most.
        seed: Of the random numbers.

    Raises:
        InputError: If there are fewer different vectors than groups; else as ``Index``.
        MissingDependencyError: If scikit-learn is not installed.
    """
    units = normalize(as_table(vectors))
    different = len(np.unique(units, axis=0))
    if k is not None and not 1 <= k <= different:
        raise InputError(f"cannot make {k} groups of {different} different vectors")
    if k is None and (different < 3 or max_k < 2):
        raise InputError(
            f"cannot look for a number of groups among {different} different vectors up to {max_k}; say k"
        )
    tried = [k] if k is not None else range(2, min(max_k, different - 1) + 1)
    found = [_grouped(units, number, seed) for number in tried]
    return _largest_first(max(found, key=lambda groups: groups.silhouette) if len(found) > 1 else found[0])


def outliers(vectors: Any, *, neighbours: int = 5, threshold: float = 5.0, seed: int = 0) -> Outliers:
    """Vectors that are far from all others.

    Args:
        vectors: Shape (n, d), 3 or more.
        neighbours: How many of the nearest are looked at; one more than copies of an outlier that may be there.
        threshold: How far above the median a score must be, in robust standard deviations (1.4826 times the median
            absolute deviation).
        seed: Of the random part that a large set is compared with.

    Raises:
        InputError: If there are too few vectors; else as ``Index``.
    """
    units = normalize(as_table(vectors))
    if not 1 <= neighbours < len(units):
        raise InputError(f"neighbours is 1 to {len(units) - 1} for {len(units)} vectors, not {neighbours}")
    few = max(REFERENCES, neighbours + 1)
    chosen = np.arange(len(units))
    if len(units) > few:
        chosen = np.sort(np.random.default_rng(seed).choice(len(units), few, replace=False))
    scores = np.empty(len(units), np.float32)
    for start in range(0, len(units), BLOCK):
        near = units[start : start + BLOCK] @ units[chosen].T
        near[chosen[None, :] == np.arange(start, start + len(near))[:, None]] = -np.inf  # itself
        nearest = np.partition(near, near.shape[1] - neighbours, axis=1)[:, -neighbours:]
        scores[start : start + BLOCK] = np.clip(1 - nearest.mean(axis=1), 0, 2)
    middle = float(np.median(scores))
    spread = 1.4826 * float(np.median(np.abs(scores - middle)))
    limit = middle + threshold * max(spread, 1e-6)
    beyond = np.flatnonzero(scores > limit)
    return Outliers(scores, [int(index) for index in beyond[np.argsort(-scores[beyond], kind="stable")]], limit)


def diversity(vectors: Any, *, seed: int = 0) -> Diversity:
    """How varied vectors are; of one vector by itself nothing can be said.

    Raises:
        InputError: If there are fewer than two; else as ``Index``.
    """
    units = normalize(as_table(vectors)).astype(np.float64)
    count = len(units)
    if count < 2:
        raise InputError("diversity is of pairs; expected two vectors or more")
    total = units.sum(axis=0)
    mean = (float(total @ total) - count) / (count * (count - 1))
    draw = np.random.default_rng(seed)
    left = draw.integers(0, count, min(100_000, 4 * count * count))
    right = (left + draw.integers(1, count, len(left))) % count  # never itself
    pairs = np.concatenate(
        [
            np.einsum("ij,ij->i", units[left[at : at + BLOCK]], units[right[at : at + BLOCK]])
            for at in range(0, len(left), BLOCK)
        ]
    )
    ranks = (5, 25, 50, 75, 95)
    quantiles = {rank: float(value) for rank, value in zip(ranks, np.percentile(pairs, ranks), strict=True)}
    # Both products have the same eigenvalues other than zero; the smaller is quicker.
    gram = (units @ units.T if count < units.shape[1] else units.T @ units) / count
    shares = np.linalg.eigvalsh(gram)
    shares = shares[shares > 1e-12]
    return Diversity(mean, quantiles, float(np.exp(-(shares * np.log(shares)).sum())))


def _grouped(units: Floats, k: int, seed: int) -> Clusters:
    module = load_extra("sklearn.cluster", extra="analysis", purpose="clustering")
    groups = module.KMeans(k, n_init=10, random_state=seed).fit(units)
    labels: Integers = groups.labels_.astype(np.intp)
    return Clusters(labels, normalize(groups.cluster_centers_), _silhouette(units, labels, seed))


def _silhouette(units: Floats, labels: Integers, seed: int) -> float:
    metrics = load_extra("sklearn.metrics", extra="analysis", purpose="clustering")
    chosen = np.random.default_rng(seed).permutation(len(units))[:JUDGED]
    if not 1 < len(np.unique(labels[chosen])) < len(chosen):
        return float("nan")
    return float(metrics.silhouette_score(units[chosen], labels[chosen]))


def _largest_first(found: Clusters) -> Clusters:
    order = np.argsort(-np.bincount(found.labels, minlength=len(found.centers)), kind="stable")
    return Clusters(np.argsort(order)[found.labels], found.centers[order], found.silhouette)
