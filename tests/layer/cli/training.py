"""What the tests of fine-tuning commands train on, and what a job answers."""

from __future__ import annotations

import json
from typing import Any

MODEL = "gpt-4o-mini-2024-07-18"


def examples(count: int = 12) -> list[dict[str, Any]]:
    """Sound chats."""
    return [
        {"messages": [{"role": "user", "content": f"{n} + 1?"}, {"role": "assistant", "content": str(n + 1)}]}
        for n in range(count)
    ]


def lines(records: list[dict[str, Any]]) -> str:
    """Records as JSON Lines."""
    return "".join(json.dumps(record) + "\n" for record in records)


def job(status: str, **fields: Any) -> dict[str, Any]:
    """A job as the API describes it."""
    return {
        "id": "ftjob-1", "object": "fine_tuning.job", "created_at": 1, "model": MODEL, "status": status,
        "training_file": "file-t", "result_files": [], "hyperparameters": {}, **fields,
    }  # fmt: skip


def events(*messages: str) -> dict[str, Any]:
    """A page of events, the newest first."""
    data = [
        {"id": f"e{n}", "object": "fine_tuning.job.event", "created_at": n, "level": "info", "message": message}
        for n, message in enumerate(messages, 1)
    ]
    return {"object": "list", "data": data[::-1], "has_more": False}


METRICS = "step,train_loss,train_accuracy,valid_loss\n1,1.5,0.5,1.6\n2,1.2,0.6,\n3,0.9,0.7,1.1\n"
