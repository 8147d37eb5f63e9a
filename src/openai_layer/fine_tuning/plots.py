"""A picture of how a fine-tuning job went: loss and accuracy over its steps (extra ``plot``)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

from ..extras import load_extra
from ..input_errors import InputError
from ..whole_files import write_whole

FORMATS = (".png", ".svg", ".pdf")

_MEASURES = {"loss": "Loss", "accuracy": "Accuracy (share of tokens)", "reward": "Reward"}
_PARTS = ("full_valid", "valid", "train")  # the longer name first: one ends with the other
_LEGENDS = {"train": "training", "valid": "validation (batch)", "full_valid": "validation (whole file)"}
# Told apart by those who see no red or no green, and in grey by their markers.
_COLOURS = {"train": "#0072B2", "valid": "#D55E00", "full_valid": "#009E73"}
_SMOOTHED_SHARE = 30
"""The smooth line is the mean over a fifteenth of the curve: two of these shares."""

_MARKERS = {"valid": "o", "full_valid": "D"}


class Curve(NamedTuple):
    """One measure over the steps at which it was taken."""

    measure: str
    part: str
    steps: list[float]
    values: list[float]


def curves(rows: Iterable[Mapping[str, float]]) -> list[Curve]:
    """What can be drawn of rows of metrics: losses, accuracies and rewards, of training and validation.

    Events, result files and checkpoints name the same measures differently (``train_accuracy``,
    ``train_mean_token_accuracy``); columns that mean the same become one curve.
    """
    points: dict[tuple[str, str], dict[float, float]] = {}
    for row in rows:
        for name, value in row.items():
            part = next((part for part in _PARTS if name.startswith(f"{part}_")), "")
            measure = next((measure for measure in _MEASURES if measure in name), "")
            if part and measure and math.isfinite(value):
                points.setdefault((measure, part), {})[row["step"]] = value
    ordered = sorted(points, key=lambda key: ([*_MEASURES].index(key[0]), -_PARTS.index(key[1])))
    return [Curve(*key, sorted(points[key]), [points[key][step] for step in sorted(points[key])]) for key in ordered]


def smoothed(values: Sequence[float], *, half: int) -> list[float]:
    """The mean of each value and of ``half`` values before and after it, or of as many as there are.

    Both sides count alike, so that the line lies in the middle of the noise and does not come after it.
    """
    sums = [0.0, *accumulate(values)]
    windows = [(max(0, at - half), min(len(values), at + half + 1)) for at in range(len(values))]
    return [(sums[end] - sums[start]) / (end - start) for start, end in windows]


def plot_metrics(
    rows: Sequence[Mapping[str, float]], path: str | PathLike[str], *, title: str = "", overwrite: bool = False
) -> Path:
    """Draw loss and accuracy: training as measured and smoothed, validation as markers.

    Args:
        rows: From ``read_metrics``, ``load_metrics`` or ``checkpoint_rows``.
        path: Where to; its ending says which format: ``.png``, ``.svg`` or ``.pdf``.
        title: Such as the id of the job.
        overwrite: Whether a file of this name may be replaced.

    Returns:
        Where the picture is.

    Raises:
        InputError: If the rows hold nothing to draw, the ending is another one, or there is such a file already.
        MissingDependencyError: If matplotlib is not installed.
    """
    target = Path(path)
    if target.suffix.lower() not in FORMATS:
        raise InputError(f"a picture ends in {', '.join(FORMATS)}, not in {target.suffix!r}", path=target)
    drawn = curves(rows)
    if not drawn:
        names = ", ".join(sorted({name for row in rows for name in row})) or "none"
        raise InputError(f"nothing to draw: no loss and no accuracy among the measures ({names})", path=target)
    # Without pyplot: no window, and the figures of the calling program are left alone.
    matplotlib = load_extra("matplotlib", extra="plot", purpose="a picture of the metrics")
    measures = list(dict.fromkeys(curve.measure for curve in drawn))
    figure = load_extra("matplotlib.figure", extra="plot", purpose="a picture of the metrics").Figure(
        figsize=(1 + 5 * len(measures), 4.2), layout="constrained"
    )
    if title:
        figure.suptitle(title, fontsize="medium", parse_math=False)
    for axes, measure in zip(figure.subplots(1, len(measures), squeeze=False)[0], measures, strict=True):
        _panel(axes, measure, [curve for curve in drawn if curve.measure == measure])
    kind = target.suffix.lower().removeprefix(".")
    # The same rows give the same bytes.
    undated = {"png": {}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}[kind]
    with matplotlib.rc_context({"svg.hashsalt": "specloom"}), write_whole(target, overwrite=overwrite) as file:
        figure.savefig(file, format=kind, dpi=150, metadata=undated)
    return target


def _panel(axes: Any, measure: str, drawn: Sequence[Curve]) -> None:
    for curve in drawn:
        colour, label = _COLOURS[curve.part], _LEGENDS[curve.part]
        half = len(curve.steps) // _SMOOTHED_SHARE
        if curve.part in _MARKERS:
            points = {"marker": _MARKERS[curve.part], "linestyle": "none", "zorder": 3}
            axes.plot(curve.steps, curve.values, markersize=5, color=colour, label=label, **points)
        elif half == 0:
            axes.plot(curve.steps, curve.values, marker=".", color=colour, label=label)
        else:
            axes.plot(curve.steps, curve.values, color=colour, linewidth=0.8, alpha=0.4, label=f"{label}, as measured")
            mean = smoothed(curve.values, half=half)
            axes.plot(curve.steps, mean, color=colour, linewidth=2, label=f"{label}, smoothed")
    axes.set_xlabel("Step")
    axes.set_ylabel(_MEASURES[measure])
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.grid(visible=True, linewidth=0.5, alpha=0.4)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize="small")
