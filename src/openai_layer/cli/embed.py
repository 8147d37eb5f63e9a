"""``openai-client embed``: texts into vectors, and what can be done with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..input_errors import InputError
from .clients import Settings, pass_settings
from .failures import resumable
from .inputs import STDIN, read_text, refuse_existing
from .options import FilePath, json_option, model_option, output_option, overwrite_option
from .output import in_columns, tell

if TYPE_CHECKING:
    from .vector_files import Vectors

MODEL = "text-embedding-3-small"
COLUMNS = ("text", "input", "content", "completion", "prompt")
"""Columns that are taken where none is named and there are several; a plain text has its lines as ``completion``."""


class Embed(click.Group):
    """Takes what is no name of a command for the file to embed."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command in that was not said."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["texts", *args]
        return super().parse_args(ctx, args)


@click.group("embed", cls=Embed)
def command() -> None:
    """Turn texts into vectors, search them, and draw them.

    \b
      openai-client embed reviews.csv --column text -o reviews.npz
      openai-client embed search reviews.npz "too expensive"
      openai-client embed map reviews.npz -o map.png --label stars

    `embed FILE` is short for `embed texts FILE`.
    """


@command.command("texts")
@click.argument("file", type=FilePath)
@output_option("The vectors: .npz (small and exact), .jsonl or .csv.")
@model_option(f"Embedding model; {MODEL}.", required=False, default=MODEL)
@click.option("--column", metavar="NAME", help="Which column has the texts; by rule text.")
@click.option("--dimensions", type=click.IntRange(min=1), metavar="N", help="Shorter vectors than the model's own.")
@click.option("--cache", type=FilePath, metavar="FILE", help="Keeps vectors, so that no text is paid for twice.")
@overwrite_option
@json_option
@pass_settings
def texts_command(
    settings: Settings, /, file: Path, output: Path, model: str, column: str | None, overwrite: bool, **options: Any
) -> None:
    """Embed a column of FILE (csv, tsv, xlsx, json, jsonl), or the lines of a .txt or of - (the standard input).

    The other columns are kept beside the vectors. With --cache a run that was cut short goes on where it was.
    """
    from ..embed import embed_texts
    from .vector_files import Vectors, check_format, write_vectors

    check_format(output)
    refuse_existing(output, overwrite=overwrite)
    records, name = _records(file, column)
    texts = [record[name] for record in records]
    cache = options["cache"]
    kept = f"what was done is in {cache}: the same command goes on" if cache else "with --cache it could be taken up"
    with resumable(stopped=kept):
        table = embed_texts(settings.client(), texts, progress=settings.progress, model=model, **options)
    write_vectors(output, Vectors(table, records, name, model), overwrite=overwrite)
    count, width = table.shape
    data = {"texts": count, "dimensions": width, "model": model, "output": str(output)}
    tell(data, f"{count:,} vectors of {width:,} dimensions written to {output}", as_json=settings.as_json)


@command.command("search")
@click.argument("vectors", type=FilePath)
@click.argument("query")
@click.option("-n", "--top", type=click.IntRange(min=1), default=10, show_default=True, help="How many to find.")
@model_option("That the vectors are of; a .npz says it.", required=False)
@json_option
@pass_settings
def search_command(settings: Settings, /, vectors: Path, query: str, top: int, model: str | None) -> None:
    """Find the texts in VECTORS that are nearest in meaning to QUERY."""
    from ..embed import embed_texts, search
    from .vector_files import read_vectors

    held = read_vectors(vectors)
    if model and held.model and model != held.model:
        raise InputError(f"its vectors are of {held.model}, and cannot be compared with {model}", path=vectors)
    chosen = model or held.model or MODEL
    own = held.table.shape[1] if chosen.startswith("text-embedding-3") else None
    row = embed_texts(settings.client(), [query], model=chosen, dimensions=own)[0]
    hits = search(row, held.table, top)
    rows = [[f"{hit.score:.3f}", held.text(hit.position)] for hit in hits]
    data = [{"score": hit.score, "position": hit.position, **held.records[hit.position]} for hit in hits]
    tell(data, in_columns(rows), as_json=settings.as_json)


@command.command("map")
@click.argument("vectors", type=FilePath)
@output_option("The picture: .png, .svg or .pdf.")
@click.option("--label", metavar="COLUMN", help="Colours the points.")
@click.option(
    "--method",
    type=click.Choice(["auto", "tsne", "pca"]),
    default="auto",
    help="t-SNE keeps neighbours together, PCA main directions; by rule as the number of vectors has it.",
)
@click.option("--title", default="", help="Above the picture.")
@click.option("--seed", type=int, default=0, help="Of t-SNE.")
@overwrite_option
@json_option
@pass_settings
def map_command(
    settings: Settings, /, vectors: Path, output: Path, label: str | None, method: Any, **options: Any
) -> None:
    """Draw VECTORS as points: what is near in meaning lies near together."""
    from ..embed import plot_map
    from .vector_files import read_vectors

    refuse_existing(output, overwrite=options["overwrite"])
    held = read_vectors(vectors)
    labels = _labels(held, label, vectors) if label is not None else None
    plot_map(held.table, labels, output, method=method, **options)
    tell({"picture": str(output), "vectors": len(held.table)}, f"written to {output}", as_json=settings.as_json)


def _records(file: Path, column: str | None) -> tuple[list[dict[str, Any]], str]:
    """What a file holds, and the name of the column that is embedded."""
    if str(file) == STDIN or file.suffix.lower() == ".txt":
        lines = [line for line in read_text(file).splitlines() if line.strip()]
        if column is not None or not lines:
            raise InputError("a plain text has no columns" if lines else "it holds no text", path=file)
        return [{"text": line} for line in lines], "text"
    from ..fine_tuning.tables import read_table

    table = read_table(file, [column] if column else COLUMNS)
    name = column or next((name for name in COLUMNS if name in table.columns), table.columns[0])
    if name not in table.columns or (column is None and name not in COLUMNS and len(table.columns) > 1):
        problem = f"there is no column {name!r}" if column else "name the column of the texts with --column"
        raise InputError(f"{problem}; columns: {', '.join(table.columns)}", path=file, line=1)
    for line, values in table.entries:
        text = values.get(name)
        if not isinstance(text, str) or not text.strip():
            what = "is empty" if text is None or isinstance(text, str) else f"holds {type(text).__name__}, no text"
            raise InputError(f"its column {name!r} {what}; take the row out, or fill it", path=file, line=line)
    return [values for _, values in table.entries], name


def _labels(held: Vectors, label: str, path: Path) -> list[Any]:
    names = dict.fromkeys(name for record in held.records for name in record)
    if label not in names:
        raise InputError(f"there is no column {label!r}; columns: {', '.join(names)}", path=path)
    return [_number(record.get(label)) for record in held.records]


def _number(value: object) -> object:
    """A number where a table has it as text, so that many values are drawn as a scale."""
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value
