"""A Batch API in memory: it keeps files and batches, and counts how often each request was run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from openai_client._runtime.retries import Clock
from openai_client._runtime.testing_calls import RecordedRequest
from openai_client.testing import MockAPI

START = 1_700_000_000


class Killed(BaseException):
    """The process ends here, as far as the run can tell."""


class NoWait(Clock):
    """Pauses take no time."""

    def sleep(self, seconds: float) -> None:
        self.slept = seconds

    async def sleep_async(self, seconds: float) -> None:
        self.slept = seconds


def answered(url: str, body: Mapping[str, Any]) -> Any:
    """What the service answers to a request, made of its body."""
    if url == "/v1/embeddings":
        return {"object": "list", "model": body["model"], "data": [{"index": 0, "embedding": "AACAPwAAAEA="}]}
    message = {"role": "assistant", "content": f"re: {body['messages'][0]['content']}"}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    return {"id": "chat", "object": "chat.completion", "model": body["model"], "choices": [choice]}


class BatchService:
    """Attributes:
    answer: Makes the body of an answer from endpoint and body of a request.
    runs: How often each custom_id was run by a batch.
    outcome: Says for a custom_id and how often it was run what comes of it: a status, ``"expired"``, ``"lost"``.
    on_call: Called before and after each call takes effect, with its name and ``"before"`` or ``"after"``.
    ends: The status that a batch gets, by its number; ``completed`` by rule.
    """

    def __init__(self) -> None:
        self.api = MockAPI()
        self.answer = answered
        self.files: dict[str, dict[str, Any]] = {}
        self.contents: dict[str, bytes] = {}
        self.batches: dict[str, dict[str, Any]] = {}
        self.runs: Counter[str] = Counter()
        self.outcome: Callable[[str, int], int | str] = lambda name, run: 200
        self.on_call: Callable[[str, str], None] = lambda name, when: None
        self.ends: dict[int, str] = {}
        self.errors: dict[int, list[dict[str, Any]]] = {}
        self.page = 100
        self.calls: Counter[str] = Counter()
        for verb, path, name in (
            ("POST", "/files", "upload"),
            ("GET", "/files", "list_files"),
            ("GET", "/files/{id}/content", "content"),
            ("POST", "/batches", "create"),
            ("GET", "/batches", "list_batches"),
            ("GET", "/batches/{id}", "retrieve"),
            ("POST", "/batches/{id}/cancel", "cancel"),
        ):
            self.api.on(verb, path).answers(self._guarded(name))

    def client(self, **options: Any) -> Any:
        client = self.api.client(**options)
        client._clock = NoWait()
        return client

    def async_client(self, **options: Any) -> Any:
        client = self.api.async_client(**options)
        client._clock = NoWait()
        return client

    def _guarded(self, name: str) -> Callable[[RecordedRequest], object]:
        def answer(request: RecordedRequest) -> object:
            self.on_call(name, "before")
            self.calls[name] += 1
            found = getattr(self, name)(request)
            self.on_call(name, "after")
            return found

        return answer

    def keep(self, filename: str, content: bytes, purpose: str) -> dict[str, Any]:
        file_id = f"file-{len(self.files) + 1}"
        file = {
            "id": file_id,
            "object": "file",
            "bytes": len(content),
            "created_at": START + len(self.files),
            "filename": filename,
            "purpose": purpose,
        }
        self.files[file_id], self.contents[file_id] = file, content
        return file

    def upload(self, request: RecordedRequest) -> object:
        parts = {part.name: part for part in request.parts}
        assert parts["purpose"].content == b"batch"
        return self.keep(str(parts["file"].filename), parts["file"].content, "batch")

    def content(self, request: RecordedRequest) -> object:
        file_id = request.path.split("/")[2]
        if file_id not in self.contents:
            return httpx.Response(404, json={"error": {"message": "no such file"}})
        return self.contents[file_id]

    def list_files(self, request: RecordedRequest) -> object:
        return self._listed(request, [file for file in self.files.values() if file["purpose"] == "batch"])

    def list_batches(self, request: RecordedRequest) -> object:
        return self._listed(request, list(self.batches.values()))

    def _listed(self, request: RecordedRequest, items: list[dict[str, Any]]) -> object:
        newest_first = items[::-1]
        after = dict(request.query).get("after")
        start = next((i + 1 for i, item in enumerate(newest_first) if item["id"] == after), 0)
        page = newest_first[start : start + self.page]
        return {"object": "list", "data": page, "has_more": start + self.page < len(newest_first)}

    def create(self, request: RecordedRequest) -> object:
        body = request.json
        number = len(self.batches) + 1
        batch = {
            "id": f"batch_{number}",
            "object": "batch",
            "status": "in_progress",
            "created_at": START + len(self.files) + number,
            **body,
        }
        self.batches[batch["id"]] = batch
        return batch

    def retrieve(self, request: RecordedRequest) -> object:
        batch = self.batches[request.path.split("/")[2]]
        if batch["status"] == "in_progress":
            self._run(batch)
        return batch

    def cancel(self, request: RecordedRequest) -> object:
        batch = self.batches[request.path.split("/")[2]]
        batch["status"] = "cancelled"
        return batch

    def _run(self, batch: dict[str, Any]) -> None:
        number = int(batch["id"].partition("_")[2])
        batch["status"] = self.ends.get(number, "completed")
        batch["errors"] = {"object": "list", "data": self.errors.get(number, [])}
        if batch["status"] == "failed":
            return
        good: list[bytes] = []
        bad: list[bytes] = []
        for line in self.contents[batch["input_file_id"]].splitlines():
            request = json.loads(line)
            assert request["url"] == batch["endpoint"]
            name = request["custom_id"]
            self.runs[name] += 1
            outcome = self.outcome(name, self.runs[name])
            if outcome == "lost":
                continue
            result: dict[str, Any] = {"id": f"r-{name}", "custom_id": name, "response": None, "error": None}
            if outcome == "expired":
                result["error"] = {"code": "batch_expired", "message": "too late"}
            else:
                ok = outcome == 200
                body = self.answer(request["url"], request["body"]) if ok else {"error": {"message": "no"}}
                result["response"] = {"status_code": outcome, "request_id": f"req-{name}", "body": body}
            (good if outcome == 200 else bad).append(json.dumps(result).encode() + b"\n")
        # The order of answers is not that of requests.
        for key, lines in (("output_file_id", good), ("error_file_id", bad)):
            if lines:
                batch[key] = self.keep(f"{batch['id']}.{key}.jsonl", b"".join(lines[::-1]), "batch_output")["id"]
