"""A program that runs batches and is ended by the system at a given moment: ``killed_run.py URL STATE AT``."""

from __future__ import annotations

import os
import sys
from typing import Any

from openai_client import OpenAI
from openai_client.lib.batches import BatchBuilder, Limits, custom_id, run_batches

url, state, at = sys.argv[1], sys.argv[2], int(sys.argv[3])
client: Any = OpenAI(base_url=url, api_key="sk-test", max_retries=0)
send, moments = client._send, 0


def moment() -> None:
    global moments
    moments += 1
    if moments == at:
        os._exit(9)


def watched(*args: Any, **kwargs: Any) -> Any:
    moment()
    response = send(*args, **kwargs)
    moment()
    return response


builder = BatchBuilder()
with builder.collect(client) as calls:
    for number in range(5):
        messages: Any = [{"role": "user", "content": f"question {number}"}]
        calls.chat.completions.create(model="m", messages=messages, extra_headers=custom_id(f"q{number}"))
client._send = watched
results = run_batches(client, builder, state=state, limits=Limits(requests=2), poll_interval_ms=0)
print("\n".join(result.answer.choices[0].message.content for result in results if result.ok))
