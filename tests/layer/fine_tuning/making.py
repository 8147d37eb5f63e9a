"""Files of training data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def chat(number: int = 0, **more: Any) -> dict[str, Any]:
    """A sound supervised record."""
    asked = {"role": "user", "content": f"How much is {number} + 1?"}
    return {"messages": [asked, {"role": "assistant", "content": str(number + 1)}], **more}


def preference(number: int = 0, *, old: bool = False) -> dict[str, Any]:
    """A sound preference record, with the newer or the older names."""
    word = "completion" if old else "output"
    return {
        "input": {"messages": [{"role": "user", "content": f"How much is {number} + 1?"}]},
        f"preferred_{word}": [{"role": "assistant", "content": str(number + 1)}],
        f"non_preferred_{word}": [{"role": "assistant", "content": "Who knows"}],
    }


def reinforcement(number: int = 0) -> dict[str, Any]:
    """A sound reinforcement record."""
    return {"messages": [{"role": "user", "content": f"How much is {number} + 1?"}], "answer": number + 1}


def written(folder: Path, *lines: str | bytes | dict[str, Any]) -> Path:
    """A file of these lines: texts and bytes as they are, records as JSON."""
    path = folder / "data.jsonl"
    with path.open("wb") as file:
        for line in lines:
            text = json.dumps(line) if isinstance(line, dict) else line
            file.write((text.encode() if isinstance(text, str) else text) + b"\n")
    return path


def lines(path: Path | None) -> list[Any]:
    assert path is not None
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def pairs(folder: Path, rows: list[tuple[str, str]], name: str = "data.jsonl") -> Path:
    path = folder / name
    records = [{"prompt": prompt, "completion": completion} for prompt, completion in rows]
    path.write_bytes(b"".join(json.dumps(record).encode() + b"\n" for record in records))
    return path
