"""``finetune checkpoints`` and ``finetune plot``: how a job went."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .clients import Settings, pass_settings
from .inputs import refuse_existing
from .options import json_option, output_option, overwrite_option
from .output import in_columns, tell

if TYPE_CHECKING:
    from ..fine_tuning.metrics import Row


@click.command("checkpoints")
@click.argument("job")
@json_option
@pass_settings
def checkpoints_command(settings: Settings, /, job: str) -> None:
    """List the checkpoints of JOB: each is a model that can be used, with what was measured there."""
    from ..fine_tuning import checkpoint_rows, list_checkpoints

    rows = checkpoint_rows(list_checkpoints(settings.client(), job))
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = in_columns([names, *([row.get(name) for name in names] for row in rows)]) if rows else "no checkpoints"
    tell(rows, text, as_json=settings.as_json)


@click.command("plot")
@click.argument("source", metavar="JOB|METRICS.csv")
@output_option("The picture: .png, .svg or .pdf.")
@click.option("--title", help="Above the picture; by rule the job or the file.")
@overwrite_option
@json_option
@pass_settings
def plot_command(settings: Settings, /, source: str, output: Path, title: str | None, overwrite: bool) -> None:
    """Draw loss and accuracy of a job, or of a result file that was saved.

    \b
      openai-client finetune plot ftjob-123 -o job.png
      openai-client finetune plot results.csv -o job.svg --title "Four epochs"
    """
    from ..fine_tuning import plot_metrics

    refuse_existing(output, overwrite=overwrite)
    rows = _rows(settings, source)
    plot_metrics(rows, output, title=source if title is None else title, overwrite=overwrite)
    tell(
        {"picture": str(output), "steps": len(rows), "last": rows[-1]},
        f"written to {output}",
        as_json=settings.as_json,
    )


def _rows(settings: Settings, source: str) -> list[Row]:
    from ..fine_tuning import load_metrics, read_metrics

    if source.endswith(".csv") or Path(source).is_file():
        return load_metrics(source)
    return read_metrics(settings.client(), source)
