"""Calls made from the command line: what is sent, what is printed, what is said when it does not work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.layer.cli.conftest import Run
from tests.layer.polling.serving import Answer, Service

CHAT = {
    "id": "c1", "object": "chat.completion", "created": 1, "model": "gpt-4o",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Grüß dich"}}],
}  # fmt: skip


def test_a_chat_is_answered_with_its_text(run: Run, service: Service) -> None:
    service.says("POST /chat/completions", CHAT)
    done = run(
        "api", "chat.completions.create", "-m", "gpt-4o", "-g", "system", "Be kind.", "-g", "user", "Hi", "-t", "0.5"
    )
    assert (done.exit_code, done.stdout) == (0, "Grüß dich\n")
    assert service.seen[0].json() == {
        "model": "gpt-4o",
        "messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi"}],
        "temperature": 0.5,
    }


def test_the_whole_answer_as_json(run: Run, service: Service) -> None:
    service.says("POST /chat/completions", CHAT)
    done = run("--json", "api", "chat.completions.create", "-m", "m", "-g", "user", "Hi")
    assert json.loads(done.stdout) == CHAT
    assert done.stdout.count("\n") == 1


def chunk(text: str) -> str:
    data = {
        "id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m",
        "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}],
    }  # fmt: skip
    return f"data: {json.dumps(data)}\n\n"


def test_a_stream_is_printed_as_it_comes(run: Run, service: Service) -> None:
    body = chunk("One") + chunk(" two") + "data: [DONE]\n\n"
    service.says("POST /chat/completions", Answer(body.encode(), headers={"content-type": "text/event-stream"}))
    assert run("api", "chat.completions.create", "-m", "m", "-g", "user", "Hi", "--stream").stdout == "One two\n"
    assert service.seen[0].json()["stream"] is True
    lines = run(
        "--json", "api", "chat.completions.create", "-m", "m", "-g", "user", "x", "--stream"
    ).stdout.splitlines()
    assert [json.loads(line)["choices"][0]["delta"]["content"] for line in lines] == ["One", " two"]


def test_a_tool_call_is_shown_as_a_call(run: Run, service: Service) -> None:
    call = {"id": "t1", "type": "function", "function": {"name": "weather", "arguments": '{"city":"Rom"}'}}
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    service.says("POST /chat/completions", {**CHAT, "choices": [{"index": 0, "message": message}]})
    assert run("api", "chat.completions.create", "-m", "m", "-g", "user", "x").stdout == 'weather({"city":"Rom"})\n'


def test_an_answer_of_responses(run: Run, service: Service) -> None:
    output = [{"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Ja."}]}]
    service.says("POST /responses", {"id": "r1", "object": "response", "output": output})
    assert run("api", "responses.create", "-m", "m", "-i", "Hi").stdout == "Ja.\n"
    assert service.seen[0].json() == {"model": "m", "input": "Hi"}


def test_ids_stand_by_themselves_or_behind_their_names(run: Run, service: Service) -> None:
    service.says("GET /files/file-1", {"id": "file-1", "object": "file"})
    for words in (["file-1"], ["-i", "file-1"], ["--file-id", "file-1"]):
        done = run("api", "files.retrieve", *words)
        assert json.loads(done.stdout)["id"] == "file-1"


def test_all_pages_of_a_list(run: Run, service: Service) -> None:
    pages = [
        {"object": "list", "data": [{"id": "a"}, {"id": "b"}], "has_more": True},
        {"object": "list", "data": [{"id": "c"}], "has_more": False},
    ]
    service.says("GET /files", *pages)
    lines = run("--json", "api", "files.list").stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["a", "b", "c"]


def test_a_file_is_uploaded(run: Run, service: Service, tmp_path: Path) -> None:
    (tmp_path / "data.jsonl").write_text('{"a": 1}\n')
    service.says("POST /files", {"id": "file-1", "object": "file"})
    assert run("api", "files.create", "-f", "data.jsonl", "-p", "fine-tune").exit_code == 0
    assert service.seen[0].parts() == {"file": ("data.jsonl", b'{"a": 1}\n'), "purpose": (None, b"fine-tune")}


def test_binary_content_goes_to_a_file_that_is_never_replaced(run: Run, service: Service, tmp_path: Path) -> None:
    service.says("GET /files/f/content", Answer(b"\0\xff", headers={"content-type": "application/octet-stream"}))
    assert run("api", "files.content", "f", "-o", "out.bin").exit_code == 0
    assert (tmp_path / "out.bin").read_bytes() == b"\0\xff"
    again = run("api", "files.content", "f", "-o", "out.bin")
    assert again.exit_code == 2
    assert "out.bin: there is such a file already" in again.stderr
    assert run("api", "files.content", "f").stdout_bytes == b"\0\xff"


def test_values_of_many_kinds(run: Run, service: Service, tmp_path: Path) -> None:
    (tmp_path / "tools.json").write_text('[{"type": "function", "function": {"name": "f"}}]', "utf-8-sig")
    (tmp_path / "said.txt").write_text("from a file", "utf-8")
    service.says("POST /chat/completions", CHAT)
    words = (
        "--messages", '[{"role": "user", "content": "JSON"}]', "--model", "m", "--tools", "@tools.json", "--no-store",
        "--metadata", "run=7", "--metadata", "by=me", "--stop", "###", "--n", "2", "--modalities", "text",
        "--reasoning-effort", "low", "--seed", "null", "--tool-choice", "none",
        "--response-format", '{"type": "json_object"}',
        "--extra-body", "future=1",
    )  # fmt: skip
    assert run("api", "chat.completions.create", *words).exit_code == 0
    assert service.seen[0].json() == {
        "messages": [{"role": "user", "content": "JSON"}], "model": "m", "store": False,
        "tools": [{"type": "function", "function": {"name": "f"}}], "stop": "###",
        "metadata": {"run": "7", "by": "me"},
        "n": 2, "modalities": ["text"], "reasoning_effort": "low", "seed": None, "tool_choice": "none",
        "response_format": {"type": "json_object"}, "future": "1",
    }  # fmt: skip


def test_texts_from_files_and_from_the_standard_input(run: Run, service: Service, tmp_path: Path) -> None:
    (tmp_path / "said.txt").write_text("from a file", "utf-8")
    service.says("POST /embeddings", {"object": "list", "data": [], "model": "m"})
    run("api", "embeddings.create", "-m", "m", "-i", "@said.txt")
    run("api", "embeddings.create", "-m", "m", "-i", "@-", typed="typed")
    run("api", "embeddings.create", "-m", "m", "-i", "@@home")
    run("api", "embeddings.create", "-m", "m", "-i", "one", "-i", "two")
    assert [seen.json()["input"] for seen in service.seen] == ["from a file", "typed", "@home", ["one", "two"]]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["chat.completions.create", "-m", "m"], "missing: --messages"),
        (["chat.completions.crate"], "did you mean chat.completions.create"),
        (["no.such"], "there is no call no.such"),
        (["fine_tunes.create", "-t", "x"], "use `finetune create`"),
        (["fine_tunes.follow", "-i", "x"], "followed by `finetune follow`"),
        (["chat.completions.create", "-m", "m", "-n", "two", "-g", "user", "x"], "--n takes INTEGER, not 'two'"),
        (["chat.completions.create", "-m", "m", "--messages", '[{"role": }]'], "no JSON at line 1, column 11"),
        (["files.create", "-f", "gone.txt", "-p", "batch"], "gone.txt: --file: there is no such file"),
        (["files.create", "-f", "conftest", "-p", "fine-tuning"], "--purpose is one of assistants, batch, fine-tune"),
        (["files.retrieve", "a", "b"], "2 words after files.retrieve, which takes 1"),
        (["chat.completions.create", "-m", "m", "-m", "n", "-g", "user", "x"], "--model was given 2 times"),
        (["embeddings.create", "-m", "m", "-i", "@gone"], "gone: --input: cannot read it"),
    ],
)
def test_a_slip_is_told_and_nothing_is_sent(
    run: Run, service: Service, tmp_path: Path, words: list[str], message: str
) -> None:
    (tmp_path / "conftest").write_text("x")
    done = run("api", *words)
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())
    assert service.seen == []


def test_a_refusal_says_what_was_asked_and_what_came_back(run: Run, service: Service) -> None:
    body = {"error": {"message": "no such model", "type": "invalid_request_error", "code": "model_not_found"}}
    service.says("GET /models/x", Answer(body, 404, {"x-request-id": "req_7"}))
    done = run("api", "models.retrieve", "x")
    assert done.exit_code == 2
    assert f"GET {service.url}/models/x was refused" in done.stderr
    assert "no such model" in done.stderr
    assert "request req_7" in done.stderr
    assert "sk-secret" not in done.output


def test_no_key(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    done = run("api", "models.list")
    assert done.exit_code == 2
    assert "OPENAI_API_KEY" in done.stderr


def test_help_is_made_from_the_docstring(run: Run) -> None:
    text = run("api", "files.create", "--help").stdout
    assert "Upload a file for use by other calls." in text
    assert "POST /files" in text
    assert "-p, --purpose assistants|batch|fine-tune|vision|user_data|evals" in text
    assert "chat" in run("api", "--help").stdout
    below = run("api", "fine_tuning.jobs").stdout
    assert "fine_tuning.jobs.checkpoints.*" in below
    assert "fine_tuning.jobs.create  " in below
