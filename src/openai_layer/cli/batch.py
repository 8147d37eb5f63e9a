"""``openai-client batch``: many requests answered within a day, at half the price."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..jsonl import write_lines
from ..progress_bars import progress_bar
from ..whole_files import write_whole
from .clients import Settings, pass_settings
from .failures import FOUND, resumable
from .inputs import refuse_existing
from .options import FilePath, json_option, milliseconds, output_option, overwrite_option, poll_option
from .output import in_columns, tell

if TYPE_CHECKING:
    from ...types import Batch
    from ..batches import BatchResults, Progress

SHOWN = 5
"""Failures that are told one by one."""


@click.group("batch")
def command() -> None:
    """Have many requests answered within a day, at half the price.

    A file of requests has one on each line, and each has a custom_id by which its answer is found:

    \b
      {"custom_id": "1", "method": "POST", "url": "/v1/responses", "body": {"model": "gpt-4o", "input": "Hi"}}

    \b
      openai-client batch run requests.jsonl -o answers.jsonl
      openai-client batch status requests.run.json
    """


@command.command("run")
@click.argument("file", type=FilePath)
@output_option("The answers, in the order of the requests.")
@click.option("--state", type=FilePath, metavar="FILE", help="Where the run is kept; by rule FILE.run.json.")
@click.option("--max-attempts", type=click.IntRange(min=1), default=2, metavar="N", help="Tries of a request; 2.")
@click.option("--max-wait", type=click.FloatRange(min=0), metavar="SECONDS", help="Give up waiting for a batch.")
@poll_option
@overwrite_option
@json_option
@pass_settings
def run_command(
    settings: Settings,
    /,
    file: Path,
    output: Path,
    state: Path | None,
    max_attempts: int,
    max_wait: float | None,
    poll: float | None,
    overwrite: bool,
) -> None:
    """Have the requests in FILE (JSON Lines) answered, however many batches that takes.

    The run is kept in a state file: whatever ends this command, the same command goes on where it was, and pays
    nothing twice. The exit code is 1 where a request has no answer.
    """
    from ..batches import read_requests, run_batches

    refuse_existing(output, overwrite=overwrite)
    requests = read_requests(file)
    kept = state or file.with_suffix(".run.json")
    options: Any = {"max_attempts": max_attempts, "max_wait_seconds": max_wait, **milliseconds(poll)}
    ways = (
        f"to wait for it again: the same command, which reads {kept}",
        f"to stop it: openai-client batch cancel {kept}",
    )
    with resumable(*ways), progress_bar("Requests", len(requests), unit="done", show=settings.progress) as show:
        results = run_batches(settings.client(), requests, state=kept, on_progress=_counting(show), **options)
    _finish(settings, results, output, overwrite=overwrite)


@command.command("status")
@click.argument("state", type=FilePath)
@json_option
@pass_settings
def status_command(settings: Settings, /, state: Path) -> None:
    """List the batches of the run that is kept in STATE, as they are now."""
    from ..batches import batch_status

    _list(settings, batch_status(settings.client(), state))


@command.command("cancel")
@click.argument("state", type=FilePath)
@json_option
@pass_settings
def cancel_command(settings: Settings, /, state: Path) -> None:
    """Stop the batches of the run that is kept in STATE; answers that are there can be read by running it again."""
    from ..batches import cancel_batches

    _list(settings, cancel_batches(settings.client(), state))


@command.command("results")
@click.argument("batch_id")
@output_option("The answers, in the order of the requests.")
@overwrite_option
@json_option
@pass_settings
def results_command(settings: Settings, /, batch_id: str, output: Path, overwrite: bool) -> None:
    """Read the results of a batch (batch_...) that has ended, wherever it was started."""
    from ..batches import read_results

    refuse_existing(output, overwrite=overwrite)
    _finish(settings, read_results(settings.client(), batch_id), output, overwrite=overwrite)


def _counting(show: Callable[[int], None]) -> Callable[[Progress], None]:
    """Adds up what the batches of a run have done."""
    done: dict[int, int] = {}

    def told(progress: Progress) -> None:
        counts = progress.batch.request_counts
        if counts is not None:
            done[progress.part] = counts.completed + counts.failed
            show(sum(done.values()))

    return told


def _finish(settings: Settings, results: BatchResults, output: Path, *, overwrite: bool) -> None:
    with write_whole(output, overwrite=overwrite) as file:
        write_lines(file, (result.data for result in results))
    failed = results.failed
    for result in failed[:SHOWN]:
        click.echo(f"{result.custom_id}: {result.error}", err=True)
    if failed[SHOWN:]:
        click.echo(f"and {len(failed) - SHOWN:,} more", err=True)
    counts = {"requests": len(results), "answered": len(results) - len(failed), "failed": len(failed)}
    text = f"{counts['answered']:,} of {len(results):,} answered; written to {output}"
    tell({**counts, "output": str(output)}, text, as_json=settings.as_json)
    if failed:
        raise click.exceptions.Exit(FOUND)


def _list(settings: Settings, batches: list[Batch]) -> None:
    rows = [["batch", "status", "requests", "answered", "failed"]]
    for batch in batches:
        counts = batch.request_counts
        numbers = [counts.total, counts.completed, counts.failed] if counts is not None else ["?"] * 3
        rows.append([batch.id, batch.status, *map(str, numbers)])
    text = in_columns(rows) if batches else "no batch was started yet"
    tell(batches, text, as_json=settings.as_json)
