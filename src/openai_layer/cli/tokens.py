"""``openai-client tokens``: how many tokens a text or a conversation has, and what it costs. Nothing is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..jsonl import dump_line
from .clients import Settings, pass_settings
from .failures import Failed
from .inputs import STDIN, read_list, read_text
from .options import FilePath, json_option, model_option
from .output import tell

WHOLE = click.IntRange(min=0)


@click.command("tokens")
@click.argument("file", type=FilePath, required=False)
@model_option("Whose tokens to count: a model or an encoding (o200k_base).")
@click.option("--messages", type=FilePath, metavar="FILE", help="JSON: messages as for chat.completions.create.")
@click.option("--tools", type=FilePath, metavar="FILE", help="JSON: tools that are sent with the messages.")
@click.option("--chunk", type=click.IntRange(min=1), metavar="N", help="Cut the text into pieces of N tokens at most.")
@click.option("--overlap", type=WHOLE, default=0, metavar="N", help="Tokens that a piece shares with the one before.")
@click.option("--cost", is_flag=True, help="Say what it costs as a prompt.")
@click.option("--answer", type=WHOLE, default=0, metavar="N", help="Tokens of the answer, for --cost.")
@json_option
@pass_settings
def command(
    settings: Settings,
    /,
    file: Path | None,
    model: str,
    messages: Path | None,
    tools: Path | None,
    chunk: int | None,
    overlap: int,
    cost: bool,
    answer: int,
) -> None:
    """Count the tokens of FILE, or of the standard input; nothing is sent.

    \b
      openai-client tokens book.txt -m gpt-4o --cost
      git diff | openai-client tokens -m gpt-4o
      openai-client tokens --messages chat.json --tools tools.json -m gpt-4o --cost --answer 500
      openai-client tokens book.txt -m text-embedding-3-small --chunk 400 > pieces.jsonl

    With --chunk each piece is a line of JSON with its text and its tokens.
    """
    if messages is not None and (file is not None or chunk is not None):
        raise click.UsageError("--messages is counted by itself, without a FILE and without --chunk")
    if tools is not None and messages is None:
        raise click.UsageError("--tools go with --messages")
    if chunk is not None and overlap >= chunk:
        raise click.UsageError(f"--overlap is less than --chunk, not {overlap} of {chunk}")
    if messages is not None:
        found, text = _of_messages(messages, tools, model)
    else:
        found, text = _of_text(read_text(file or Path(STDIN)), model, chunk, overlap)
    if cost:
        price = _cost(model, found["tokens"], answer)
        found["cost"] = price
        text += f"\n${price['input']:.6f} for the prompt" + (f", ${price['total']:.6f} in all" if answer else "")
    tell({"model": model, **found}, text, as_json=settings.as_json)


def _of_messages(messages: Path, tools: Path | None, model: str) -> tuple[dict[str, Any], str]:
    from ..tokens import message_token_report

    declared = read_list(tools, "tools") if tools is not None else None
    report = message_token_report(read_list(messages, "messages"), model=model, tools=declared)
    found = {"tokens": report.tokens, "messages": report.messages, "tools": report.tools, "notes": report.notes}
    parts = f" ({report.tools:,} of tools)" if report.tools else ""
    return found, "\n".join([f"{report.tokens:,} tokens{parts}", *(f"estimated: {note}" for note in report.notes)])


def _of_text(text: str, model: str, chunk: int | None, overlap: int) -> tuple[dict[str, Any], str]:
    from ..tokens import chunk_text, count_many, count_tokens

    tokens = count_tokens(text, model=model)
    found: dict[str, Any] = {"tokens": tokens, "characters": len(text)}
    if chunk is None:
        return found, f"{tokens:,} tokens, {len(text):,} characters"
    try:
        texts = list(chunk_text(text, model=model, max_tokens=chunk, overlap=overlap))
    except ValueError as error:  # a character that has more tokens than a piece
        raise Failed(str(error)) from error
    counts = count_many(texts, model=model)
    found["chunks"] = [{"tokens": count, "text": piece} for count, piece in zip(counts, texts, strict=True)]
    return found, "".join(dump_line(piece).decode() for piece in found["chunks"]).rstrip("\n")


def _cost(model: str, tokens: int, answer: int) -> dict[str, float]:
    from ..tokens import estimate_cost

    cost = estimate_cost(model=model, input_tokens=tokens, output_tokens=answer)
    return {"input": cost.input, "output": cost.output, "total": cost.total}
