"""What ``bench.py layer`` measures, one case in a process: ``layer_probe.py CASE FILE``.

It prints JSON: seconds, records and tokens. Encodings are loaded before the clock starts.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

MODEL = "gpt-4o-mini"


def validate(path: str) -> tuple[float, int, int]:
    """The whole look over a file, tokens included."""
    from openai_client.lib.fine_tuning import validate
    from openai_client.lib.tokens import encoding_for

    encoding_for(MODEL).encode_ordinary("")
    start = time.perf_counter()
    report = validate(path, model=MODEL)
    seconds = time.perf_counter() - start
    if not report.ok or report.statistics.examples != report.records:
        raise SystemExit(report.render())
    return seconds, report.records, report.statistics.tokens_per_epoch


def checks(path: str) -> tuple[float, int, int]:
    """The look over a file without tokens."""
    from openai_client.lib.fine_tuning import validate

    start = time.perf_counter()
    report = validate(path)
    return time.perf_counter() - start, report.records, 0


def tiktoken(path: str) -> tuple[float, int, int]:
    """The contents of the same messages, encoded and nothing else; they are read before the clock starts."""
    from openai_client.lib.tokens import encoding_for

    encode = encoding_for(MODEL).encode_ordinary
    with open(path, "rb") as file:
        records = [[message["content"] for message in json.loads(line)["messages"]] for line in file]
    encode("")
    start = time.perf_counter()
    tokens = sum(len(encode(text)) for record in records for text in record)
    return time.perf_counter() - start, len(records), tokens


CASES: dict[str, Callable[[str], tuple[float, int, int]]] = {
    "validate": validate,
    "checks alone": checks,
    "tiktoken alone": tiktoken,
}

if __name__ == "__main__":
    print(json.dumps(CASES[sys.argv[1]](sys.argv[2])))
