"""What a command prints: text for people, JSON on request, files for what is neither."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from ..._runtime import Model
from ..._runtime.binary import BinaryResponse
from ..._runtime.pages import SyncPage
from ..._runtime.streams import Stream
from ..whole_files import write_whole
from .failures import Failed


def show(value: Any, *, as_json: bool, output: Path | None) -> None:
    """Print an answer, or write it to a file.

    Args:
        value: What a method returned: a model, a page, a stream, binary content or a text.
        as_json: Whether JSON is printed where there is a shorter form for people; items and events one on a line.
        output: Where to write it instead; must not exist.

    Raises:
        Failed: If it is binary and there is nowhere to put it.
        InputError: If the file is there already.
    """
    if output is None and isinstance(value, BinaryResponse) and sys.stdout.isatty():
        raise Failed("the answer is binary; name a file for it with --output")
    if output is None:
        for piece in _pieces(value, as_json=as_json):
            sys.stdout.buffer.write(piece)
            sys.stdout.flush()
        return
    with write_whole(output) as file:
        for piece in _pieces(value, as_json=as_json):
            file.write(piece)
    click.echo(f"written to {output}", err=True)


def _pieces(value: Any, *, as_json: bool) -> Iterator[bytes]:
    if isinstance(value, BinaryResponse):
        yield from value.iter_bytes()
        return
    if isinstance(value, Stream):
        yield from _streamed(value, as_json=as_json)
        return
    if isinstance(value, SyncPage):
        for item in value:
            yield _line(item) if as_json else _document(item)
        return
    text = None if as_json else spoken(value)
    if text is not None:
        yield f"{text}\n".encode()
    elif value is not None:
        yield _line(value) if as_json else _document(value)


def _streamed(events: Iterable[Any], *, as_json: bool) -> Iterator[bytes]:
    """Text as it comes; events that carry none are left out where people read."""
    ended = True
    for event in events:
        if as_json:
            yield _line(event)
        elif isinstance(event, (bytes, bytearray)):
            yield bytes(event)
        elif delta := delta_of(event):
            ended = delta.endswith("\n")
            yield delta.encode()
    if not ended:
        yield b"\n"


def spoken(value: Any) -> str | None:
    """What a model said, or None for an answer that is data.

    Several choices are set apart by blank lines; a call of a tool is shown as ``name(arguments)``.
    """
    if isinstance(value, str):
        return value
    output = getattr(value, "output_text", None)
    if isinstance(output, str) and output:
        return output
    choices = getattr(value, "choices", None)
    if not choices:
        return None
    texts = [_said(choice) for choice in choices]
    return "\n\n".join(text for text in texts if text is not None) or None


def delta_of(event: Any) -> str:
    """The text that an event of a stream adds."""
    delta = getattr(event, "delta", None)
    if isinstance(delta, str):
        return delta if getattr(event, "type", "").endswith("text.delta") else ""
    texts = [
        getattr(getattr(choice, "delta", None), "content", None) or getattr(choice, "text", None)
        for choice in getattr(event, "choices", None) or ()
    ]
    return "".join(text for text in texts if isinstance(text, str))


def _said(choice: Any) -> str | None:
    message = getattr(choice, "message", None)
    if message is None:
        text = getattr(choice, "text", None)
        return text if isinstance(text, str) else None
    calls = [
        f"{call.function.name}({call.function.arguments})"
        for call in getattr(message, "tool_calls", None) or ()
        if getattr(call, "function", None) is not None
    ]
    said = getattr(message, "content", None) or getattr(message, "refusal", None)
    return "\n".join([*([said] if said else []), *calls]) or None


def plain(value: Any) -> Any:
    """Models as what JSON can hold."""
    if isinstance(value, Model):
        return value.to_dict(mode="json")
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value


def _line(value: Any) -> bytes:
    return json.dumps(plain(value), ensure_ascii=False).encode() + b"\n"


def _document(value: Any) -> bytes:
    return json.dumps(plain(value), ensure_ascii=False, indent=2).encode() + b"\n"


def tell(data: Any, text: str, *, as_json: bool) -> None:
    """Print a result: for people as text, else as one JSON document.

    Args:
        data: Models, mappings, lists and plain values.
        text: The same in words.
        as_json: Which of the two.
    """
    click.echo(_line(data).decode() if as_json else f"{text}\n", nl=False)


def in_columns(rows: Iterable[Iterable[object]]) -> str:
    """Rows as lines whose cells stand below each other."""
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells
    )
