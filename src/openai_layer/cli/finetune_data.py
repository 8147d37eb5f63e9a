"""``finetune prepare`` and ``finetune validate``: what happens to training data before anything is sent."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .clients import Settings, pass_settings
from .failures import FOUND
from .options import FilePath, json_option, model_option, output_option, overwrite_option
from .output import tell

if TYPE_CHECKING:
    from ..fine_tuning import CostEstimate, Preparation, Report


@click.command("validate")
@click.argument("file", type=FilePath)
@model_option("Count the tokens of this model, and what training costs.", required=False)
@click.option(
    "--kind",
    type=click.Choice(["auto", "supervised", "preference", "reinforcement"]),
    default="auto",
    help="What the examples are for; by rule what most of them look like.",
)
@click.option("--token-limit", type=click.IntRange(min=1), metavar="N", help="Tokens of an example that count.")
@click.option("--max-findings", type=click.IntRange(min=0), metavar="N", help="How many of each kind to list; 100.")
@click.option("--n-epochs", type=click.IntRange(min=1), metavar="N", help="Of the job, for its cost.")
@click.option("--price", type=click.FloatRange(min=0), metavar="DOLLARS", help="For a million tokens of training.")
@json_option
@pass_settings
def validate_command(
    settings: Settings,
    /,
    file: Path,
    model: str | None,
    kind: Any,
    token_limit: int | None,
    max_findings: int | None,
    n_epochs: int | None,
    price: float | None,
) -> None:
    """Look over the training data in FILE (JSON Lines), and say what is wrong with line and column.

    The exit code is 1 where the platform would refuse the file. The file is not changed and nothing is sent.

    \b
      openai-client finetune validate train.jsonl
      openai-client finetune validate train.jsonl -m gpt-4o-mini --n-epochs 4
      openai-client finetune validate train.jsonl --json | jq '.findings[].code'
    """
    from ..fine_tuning import estimate_cost, validate

    if model is not None:
        from ..fine_tuning.record_tokens import token_counter

        token_counter(model)  # an unknown model is told at once, and not as a finding in the data
    report = validate(
        file,
        kind=kind,
        model=model,
        token_limit=token_limit,
        max_findings=max_findings,
        progress=settings.progress,
    )
    numbers = report.statistics
    cost = estimate_cost(numbers, n_epochs=n_epochs, price_per_million_tokens=price) if numbers.model else None
    tell(_as_data(report, cost), "\n".join(_as_text(report, cost)), as_json=settings.as_json)
    if not report.ok:
        raise click.exceptions.Exit(FOUND)


def _as_data(report: Report, cost: CostEstimate | None) -> dict[str, Any]:
    from attrs import asdict

    return {**report.to_dict(), "cost": asdict(cost) if cost else None}


def _as_text(report: Report, cost: CostEstimate | None) -> list[str]:
    lines = [report.render()]
    if cost is not None:
        price = "the price is not known (--price)" if cost.cost is None else f"${cost.cost:,.2f}"
        lines.append(f"Training: about {cost.billed_tokens:,} tokens in {cost.epochs} epochs, {price}")
    return lines


@click.command("prepare")
@click.argument("file", type=FilePath)
@click.option("--to", type=click.Choice(["chat", "legacy"]), default="chat", show_default=True, help="Format.")
@click.option("--prompt-column", metavar="NAME", help="Which column has the prompts; prompt.")
@click.option("--completion-column", metavar="NAME", help="Which column has the answers; completion.")
@click.option("--system", metavar="TEXT", help="System message of each chat that has none.")
@click.option("--apply", "apply_all", is_flag=True, help="Make all repairs and write the files, without asking.")
@click.option("--repair", "repairs", multiple=True, metavar="NAME", help="Make this repair, and write; repeatable.")
@click.option("--split", metavar="SHARE|auto", help="Hold back this share for validation, such as 0.2.")
@click.option("--seed", type=int, default=0, help="Of the chance by which examples are held back.")
@output_option("Folder, or file to write; by rule FILE_prepared.jsonl.", required=False)
@overwrite_option
@json_option
@pass_settings
def prepare_command(
    settings: Settings, /, apply_all: bool, repairs: tuple[str, ...], split: str | None, file: Path, **options: Any
) -> None:
    """Look over the examples in FILE (csv, tsv, xlsx, json, jsonl, txt), and make training files of them.

    Without --apply and --repair it says what it would mend; on a terminal it then asks about each repair, elsewhere
    it writes nothing. FILE is never changed.

    \b
      openai-client finetune prepare questions.csv --prompt-column question --completion-column answer
      openai-client finetune prepare questions.csv --apply --split 0.2
      openai-client finetune prepare questions.csv --repair duplicates -o train.jsonl
    """
    from ..fine_tuning import prepare

    if apply_all and repairs:
        raise click.UsageError("--apply makes all repairs; leave --repair out")
    options["split"] = _share(split)
    chosen: Any = "apply" if apply_all else repairs or "suggest"
    prepared = prepare(file, repairs=chosen, **options)
    if prepared.train is None and not settings.as_json and sys.stdin.isatty() and sys.stdout.isatty():
        click.echo(prepared.text(advice=False))
        prepared = prepare(file, repairs=_asked(prepared), **options)
    tell(_prepared_data(prepared), "\n".join(_prepared_text(prepared)), as_json=settings.as_json)


def _share(text: str | None) -> Any:
    if text in (None, "auto"):
        return text
    try:
        return float(str(text))
    except ValueError:
        raise click.BadParameter(f"{text!r} is no number and not auto", param_hint="--split") from None


def _asked(suggested: Preparation) -> list[str]:
    """The names of the repairs that the person at the terminal wants."""
    offered = {each.name: each for each in suggested.remarks if each.kind == "optional"}
    chosen = [name for name, each in offered.items() if click.confirm(each.repair, default=True)]
    click.confirm("Write the training files?", default=True, abort=True)
    return chosen


def _prepared_data(prepared: Preparation) -> dict[str, Any]:
    paths = {name: str(path) for name in ("path", "train", "valid") if (path := getattr(prepared, name)) is not None}
    findings = [each._asdict() for each in prepared.remarks]
    return {**prepared._asdict(), "train": None, "valid": None, **paths, "findings": findings}


def _prepared_text(prepared: Preparation) -> list[str]:
    lines = [prepared.text(advice=False)]
    if prepared.train is None:
        names = dict.fromkeys(each.name for each in prepared.remarks if each.kind == "optional")
        some = f" or {' '.join(f'--repair {name}' for name in names)}" if names else ""
        lines.append(f"Nothing was written; add --apply{some}.")
        return lines
    valid = f" -v {prepared.valid}" if prepared.valid else ""
    lines.append(f"Next: openai-client finetune create -t {prepared.train}{valid} -m MODEL --follow")
    return lines
