"""A picture of vectors in two dimensions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Literal, TypeAlias

from ..extras import load_extra
from ..input_errors import InputError
from ..whole_files import write_whole
from .numpy_extra import Floats, np
from .vectors import as_table, normalize

Method: TypeAlias = Literal["auto", "pca", "tsne"]

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Of Okabe and Ito, told apart by people who see fewer colours; without the yellow, which is lost on white."""
MARKERS = "os^DvP"
SHOWN = 20
"""Labels with a colour of their own; the rarer ones are drawn together in grey."""
FORMATS = (".png", ".svg", ".pdf")
_TSNE_FROM, _TSNE_UP_TO = 30, 5_000


def plot_map(
    vectors: Any,
    labels: Sequence[object] | None = None,
    path: str | PathLike[str] = "map.png",
    *,
    title: str = "",
    method: Method = "auto",
    seed: int = 0,
    overwrite: bool = False,
) -> Floats:
    """Draw vectors as points: what is near in meaning lies near together.

    Args:
        vectors: Shape (n, d), 3 or more.
        labels: Of each vector; the legend names them. Numbers of more than twelve values get a scale of colours.
        path: Where the picture goes: .png, .svg or .pdf.
        title: Above the picture.
        method: ``tsne`` keeps neighbours together, distances between groups mean nothing; ``pca`` keeps the main
            directions and is quick. ``auto`` takes t-SNE for 30 to 5,000 vectors.
        seed: Of t-SNE.
        overwrite: Whether a file of this name may be replaced.

    Returns:
        The points, shape (n, 2).

    Raises:
        InputError: If there are too few vectors, as many labels as vectors are not there, or the file cannot be
            written; else as ``Index``.
        MissingDependencyError: If matplotlib is not installed, or scikit-learn for t-SNE.
    """
    table = normalize(as_table(vectors))
    _check(table, labels, Path(path), method)
    if method == "auto":
        method = "tsne" if _TSNE_FROM <= len(table) <= _TSNE_UP_TO else "pca"
    points, axes_names = _tsne(table, seed) if method == "tsne" else _pca(table)
    figure = load_extra("matplotlib.figure", extra="plot", purpose="drawing").Figure(figsize=(9, 6), dpi=150)
    axes = figure.subplots()
    _draw(figure, axes, points, labels)
    axes.set(title=title, xlabel=axes_names[0], ylabel=axes_names[1])
    axes.grid(visible=True, color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    with write_whole(path, overwrite=overwrite) as file:
        figure.savefig(file, format=Path(path).suffix[1:].lower(), bbox_inches="tight")
    return points


def _check(table: Floats, labels: Sequence[object] | None, path: Path, method: str) -> None:
    if len(table) < 3:
        raise InputError(f"a picture of {len(table)} vectors says nothing; expected 3 or more")
    if labels is not None and len(labels) != len(table):
        raise InputError(f"there are {len(table)} vectors and {len(labels)} labels")
    if path.suffix.lower() not in FORMATS:
        raise InputError(f"a picture ends in {', '.join(FORMATS)}", path=path)
    if method not in ("auto", "pca", "tsne"):
        raise InputError(f"there is no method {method!r}; there are auto, pca and tsne")


def _pca(table: Floats) -> tuple[Floats, tuple[str, str]]:
    centred = table - table.mean(axis=0)
    # The eigenvectors of the smaller product; those of the other follow from them.
    wide = len(centred) < centred.shape[1]
    values, directions = np.linalg.eigh(centred @ centred.T if wide else centred.T @ centred)
    shares = np.clip(values, 0, None) / max(float(values.clip(0).sum()), 1e-12)
    main = directions[:, ::-1][:, :2]
    points = main * np.sqrt(np.clip(values[::-1][:2], 0, None)) if wide else centred @ main
    if points.shape[1] < 2:  # vectors of one dimension
        points = np.column_stack([points[:, 0], np.zeros(len(points))])
    first, second = [*shares[::-1][:2].tolist(), 0.0][:2]
    names = f"first component ({first:.0%} of the variance)", f"second component ({second:.0%})"
    return points.astype(np.float32), names


def _tsne(table: Floats, seed: int) -> tuple[Floats, tuple[str, str]]:
    manifold = load_extra("sklearn.manifold", extra="analysis", purpose="a map by t-SNE")
    perplexity = min(30.0, (len(table) - 1) / 3)
    points: Floats = manifold.TSNE(2, perplexity=perplexity, init="random", random_state=seed).fit_transform(table)
    return points, ("t-SNE 1 (no unit)", "t-SNE 2 (no unit)")


def _draw(figure: Any, axes: Any, points: Floats, labels: Sequence[object] | None) -> None:
    size = float(np.clip(700 / len(points) ** 0.5, 8, 70))
    if labels is None:
        axes.scatter(*points.T, s=size, c=COLOURS[0], alpha=0.75, linewidths=0)
    elif (scale := _scale(labels)) is not None:
        drawn = axes.scatter(*points.T, s=size, c=scale, cmap="viridis", alpha=0.85, linewidths=0)
        figure.colorbar(drawn, ax=axes)
    else:
        _draw_groups(axes, points, labels, size)


def _scale(labels: Sequence[object]) -> list[float] | None:
    """Labels as numbers, where they are numbers of too many values for a legend."""
    numbers = [float(label) for label in labels if isinstance(label, int | float | np.number)]
    return numbers if len(numbers) == len(labels) and len(set(numbers)) > 12 else None


def _draw_groups(axes: Any, points: Floats, labels: Sequence[object], size: float) -> None:
    counts = Counter(labels)
    kept = [label for label, _ in counts.most_common(SHOWN if len(counts) > SHOWN else None)]
    rest = np.array([label not in set(kept) for label in labels])
    under = []
    if rest.any():
        text = f"{len(counts) - len(kept)} others ({rest.sum()})"
        under = [axes.scatter(*points[rest].T, s=size, c="#bbbbbb", alpha=0.6, linewidths=0, label=text)]
    drawn = []
    for place, label in enumerate(_ordered(kept)):
        chosen = np.array([one == label for one in labels])
        style = {"c": COLOURS[place % len(COLOURS)], "marker": MARKERS[place % len(MARKERS)]}
        name = f"{_short(str(label))} ({counts[label]})"
        drawn.append(axes.scatter(*points[chosen].T, s=size, alpha=0.8, linewidths=0, label=name, **style))
    legend = axes.legend(
        handles=drawn + under, loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False, borderaxespad=0
    )
    for handle in legend.legend_handles:  # to be told apart however small the points are
        handle.set(sizes=[45], alpha=1)


def _ordered(labels: Sequence[Any]) -> list[Any]:
    try:
        return sorted(labels)
    except TypeError:  # of several types
        return sorted(labels, key=str)


def _short(text: str) -> str:
    # A dollar sign would begin a formula, and an underscore at the start hides a label from the legend.
    cleaned = " ".join(text.split())
    cut = (f"{cleaned[:39]}…" if len(cleaned) > 40 else cleaned).replace("$", r"\$")
    return f" {cut}" if cut.startswith("_") else cut
