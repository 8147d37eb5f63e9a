"""``openai-client ask``: a question answered from a folder of documents, with the passages that say so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..input_errors import InputError
from .clients import Settings, pass_settings
from .failures import FOUND
from .options import FilePath, json_option, model_option
from .output import tell

if TYPE_CHECKING:
    from ..embed import Answer, DocumentIndex, Found

EMBEDDING_MODEL = "text-embedding-3-small"


@click.command("ask")
@click.argument("folder", type=FilePath)
@click.argument("question")
@model_option("That is to answer.")
@click.option("--index", type=FilePath, metavar="FILE", help="Where vectors are kept; by rule FOLDER.index.npz.")
@click.option("--embedding-model", metavar="NAME", help=f"Of the vectors; {EMBEDDING_MODEL} for a new index.")
@click.option("--passage", type=click.IntRange(min=16), default=400, metavar="N", help="Tokens of a passage; 400.")
@click.option("-n", "--top", type=click.IntRange(min=1), default=8, metavar="N", help="Passages to look at; 8.")
@json_option
@pass_settings
def command(
    settings: Settings,
    /,
    folder: Path,
    question: str,
    model: str,
    index: Path | None,
    embedding_model: str | None,
    passage: int,
    top: int,
) -> None:
    """Answer QUESTION from the .txt and .md files below FOLDER, and show the passages that the answer rests on.

    The first time all passages are embedded and kept in an index beside the folder; later only what has changed is.
    The exit code is 1 where the documents do not hold the answer.

    \b
      openai-client ask notes "Who pays for the flat?" -m gpt-4o-mini
    """
    if not folder.is_dir():
        raise InputError("there is no such folder", path=folder)
    kept = index or folder.absolute().with_name(f"{folder.absolute().name}.index.npz")
    documents = _documents(settings, folder, kept, embedding_model, passage)
    answer = documents.ask(question, model=model, top=top)
    tell(_as_data(answer), _as_text(answer), as_json=settings.as_json)
    if not answer.known:
        raise click.exceptions.Exit(FOUND)


def _documents(settings: Settings, folder: Path, kept: Path, model: str | None, max_tokens: int) -> DocumentIndex:
    """The index of a folder as it is now; vectors of passages that have not changed come from the one that is kept."""
    from ..embed import DocumentIndex, EmbeddingCache
    from ..embed.cache import keys

    client = settings.client()
    before = DocumentIndex.load(client, kept, model=model) if kept.exists() else None
    chosen = before.model if before else model or EMBEDDING_MODEL
    with EmbeddingCache(":memory:") as cache:
        if before is not None:
            names = keys((passage.text for passage in before.passages), chosen, before.dimensions)
            cache.put(dict(zip(names, before.vectors, strict=True)))
        options: Any = {"model": chosen, "dimensions": before.dimensions if before else None, "cache": cache}
        documents = DocumentIndex.build(client, folder, max_tokens=max_tokens, progress=settings.progress, **options)
    if before is None or before.passages != documents.passages:
        documents.save(kept, overwrite=before is not None)
        click.echo(f"{len(documents):,} passages kept in {kept}", err=True)
    return documents


def _as_data(answer: Answer) -> dict[str, Any]:
    return {
        "answer": answer.text,
        "known": answer.known,
        "sources": [_source(found) for found in answer.sources],
        "shown": [_source(found) for found in answer.shown],
        "usage": answer.completion.usage,
    }


def _source(found: Found) -> dict[str, Any]:
    return {"place": found.passage.place, "score": found.score, "text": found.passage.text}


def _as_text(answer: Answer) -> str:
    numbers = {found.passage: number for number, found in enumerate(answer.shown, 1)}
    sources = [f"[{numbers[found.passage]}] {found.passage.place}  ({found.score:.2f})" for found in answer.sources]
    return "\n".join([answer.text, *([""] if sources else []), *sources])
