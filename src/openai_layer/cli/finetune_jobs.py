"""``finetune create`` and ``finetune follow``: from files to a trained model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .clients import Settings, pass_settings
from .failures import FOUND, resumable
from .inputs import read_json
from .options import FilePath, json_option, milliseconds, model_option, poll_option
from .output import tell

if TYPE_CHECKING:
    from ...types.fine_tuning import FineTuningJob

CONTINUING = ("babbage-", "davinci-")
"""Models that continue text, whose examples are prompts and completions, which ``validate`` calls outdated."""
HYPERPARAMETERS = {
    "n_epochs": "How often each example is learnt from.",
    "batch_size": "Examples for each step.",
    "learning_rate_multiplier": "How large steps are.",
    "beta": "For --method dpo: how near to stay to the model as it was.",
}


def _hyperparameters(command: Any) -> Any:
    """Options such as ``--n-epochs 4``; also with underscores, as the legacy commands had them."""
    for name, text in reversed(HYPERPARAMETERS.items()):
        flags = dict.fromkeys((f"--{name.replace('_', '-')}", f"--{name}"))
        command = click.option(*flags, name, metavar="NUMBER|auto", callback=_number, help=text)(command)
    return command


def _number(context: click.Context, parameter: click.Parameter, text: str | None) -> Any:
    if text is None or text == "auto":
        return text
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    raise click.BadParameter(f"{text!r} is no number and not auto")


@click.command("create")
@click.option("-t", "--training-file", "--training_file", required=True, metavar="FILE|ID", help="Examples to learn.")
@click.option("-v", "--validation-file", "--validation_file", metavar="FILE|ID", help="Examples to measure with.")
@model_option("The model to train.")
@_hyperparameters
@click.option("--method", type=click.Choice(["supervised", "dpo", "reinforcement"]), help="How to train.")
@click.option("--grader", type=FilePath, metavar="FILE", help="JSON: what judges answers, for reinforcement.")
@click.option("--suffix", metavar="TEXT", help="Becomes part of the model's name.")
@click.option("--seed", type=int, help="Repeats a job.")
@click.option("--metadata", multiple=True, metavar="KEY=VALUE", help="Your own notes; repeatable.")
@click.option("--follow/--no-follow", default=False, help="Print events until the job has ended.")
@click.option("--check/--no-check", default=True, help="Look for errors in the files before they are uploaded.")
@poll_option
@json_option
@pass_settings
def create_command(
    settings: Settings, /, follow: bool, check: bool, poll: float | None, grader: Path | None, **options: Any
) -> None:
    """Upload training files and create a job.

    Files that the platform would refuse are not uploaded: their errors are printed and the exit code is 1.

    \b
      openai-client finetune create -t train.jsonl -v valid.jsonl -m gpt-4o-mini-2024-07-18 --batch-size 16 --follow
      openai-client finetune create -t file-abc123 -m gpt-4o-mini-2024-07-18 --n-epochs 4 --suffix friendly
    """
    from ..fine_tuning import create_job

    files = [options["training_file"], options["validation_file"]]
    if check and not options["model"].startswith(CONTINUING):
        _check(settings, [Path(file) for file in files if file is not None and Path(file).is_file()])
    hyperparameters = {name: options.pop(name) for name in HYPERPARAMETERS}
    options["hyperparameters"] = {name: value for name, value in hyperparameters.items() if value is not None} or None
    options["grader"] = read_json(grader) if grader else None
    options["metadata"] = _pairs(options["metadata"])
    aloud = not settings.as_json
    with resumable(stopped="whether there is a job, `openai-client api fine_tuning.jobs.list` tells"):
        job = create_job(
            settings.client(),
            progress=settings.progress,
            on_upload=lambda path, file: click.echo(f"Uploaded {path}: {file.id}", err=not aloud),
            **options,
        )
    if follow:
        click.echo(f"Created {job.id}; Ctrl-C stops the following and not the job", err=not aloud)
        job = _followed(settings, job.id, poll)
    else:
        click.echo(f"To follow it: openai-client finetune follow {job.id}", err=True)
        tell(job, f"Created {job.id}", as_json=settings.as_json)
    _judge(job)


@click.command("follow")
@click.argument("job", required=False)
@click.option("-i", "--id", "named", metavar="JOB", help="The job, as the legacy command has it.")
@poll_option
@json_option
@pass_settings
def follow_command(settings: Settings, /, job: str | None, named: str | None, poll: float | None) -> None:
    """Print each event of JOB (ftjob-...) until it has ended; events from before come first.

    Ctrl-C ends the following and not the job. The exit code is 1 where no model came of the job.
    """
    wanted = job or named
    if wanted is None or (job and named):
        raise click.UsageError("name one job: openai-client finetune follow ftjob-123")
    _judge(_followed(settings, wanted, poll))


def _check(settings: Settings, files: list[Path]) -> None:
    """End with what is wrong, where the platform would refuse a file."""
    from ..fine_tuning import validate

    for file in files:
        report = validate(file, progress=settings.progress)
        if not report.ok:
            tell(report.to_dict(), report.render(), as_json=settings.as_json)
            click.echo("Nothing was uploaded; --no-check leaves this out.", err=True)
            raise click.exceptions.Exit(FOUND)


def _followed(settings: Settings, job_id: str, poll: float | None) -> FineTuningJob:
    from ..fine_tuning import FineTuningFailedError, event_line, follow

    ways = (
        f"to follow it again: openai-client finetune follow {job_id}",
        f"to stop it: openai-client api fine_tuning.jobs.cancel {job_id}",
    )
    with resumable(*ways):
        try:
            job = follow(
                settings.client(),
                job_id,
                on_event=lambda event: click.echo(event_line(event), err=settings.as_json),
                **milliseconds(poll),
            )
        except FineTuningFailedError as error:
            click.echo(f"error: {error}", err=True)
            job = error.job
    lines = [f"{job.id}: {job.status}"]
    if job.status == "succeeded" and job.fine_tuned_model:
        continues = (job.model or "").startswith(CONTINUING)  # servers that speak the same API may leave it out
        call = "completions.create" if continues else "chat.completions.create"
        said = "-p 'Your prompt'" if continues else "-g user 'Your question'"
        lines += ["Try it:", f"  openai-client api {call} -m {job.fine_tuned_model} {said}"]
    tell(job, "\n".join(lines), as_json=settings.as_json)
    return job


def _judge(job: FineTuningJob) -> None:
    if job.status in ("failed", "cancelled"):
        raise click.exceptions.Exit(FOUND)


def _pairs(texts: tuple[str, ...]) -> dict[str, str] | None:
    if wrong := next((text for text in texts if "=" not in text), None):
        raise click.BadParameter(f"{wrong!r} is not KEY=VALUE", param_hint="--metadata")
    return {text.partition("=")[0]: text.partition("=")[2] for text in texts} or None
