"""Tokens counted from the command line; nothing is sent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from openai_client.lib.tokens import count_message_tokens, count_tokens
from tests.layer.cli.conftest import Run
from tests.layer.polling.serving import Service

TEXT = "Die Würde des Menschen ist unantastbar. " * 20


def test_a_file_and_the_standard_input(run: Run, service: Service, tmp_path: Path) -> None:
    (tmp_path / "law.txt").write_text(TEXT, "utf-8-sig")
    expected = count_tokens(TEXT, model="gpt-4o")
    assert run("tokens", "law.txt", "-m", "gpt-4o").stdout == f"{expected:,} tokens, {len(TEXT):,} characters\n"
    for words in (["-"], []):
        done = run("tokens", *words, "-m", "gpt-4o", "--json", typed=TEXT.encode())
        assert json.loads(done.stdout) == {"model": "gpt-4o", "tokens": expected, "characters": len(TEXT)}
    assert service.seen == []


def test_an_encoding_stands_for_a_model(run: Run) -> None:
    assert run("tokens", "-m", "o200k_base", typed="hello world").stdout.startswith("2 tokens")


def test_pieces_are_lines_of_json_that_make_up_the_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "law.txt").write_text(TEXT, "utf-8")
    lines = run("tokens", "law.txt", "-m", "gpt-4o", "--chunk", "30").stdout.splitlines()
    pieces = [json.loads(line) for line in lines]
    assert "".join(piece["text"] for piece in pieces) == TEXT
    assert max(piece["tokens"] for piece in pieces) <= 30
    assert [piece["tokens"] for piece in pieces] == [count_tokens(piece["text"], model="gpt-4o") for piece in pieces]
    shared = run("--json", "tokens", "law.txt", "-m", "gpt-4o", "--chunk", "30", "--overlap", "10")
    assert len(json.loads(shared.stdout)["chunks"]) > len(pieces)


def test_messages_with_their_tools_and_costs(run: Run, tmp_path: Path) -> None:
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello"}]
    tools = [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}}]
    (tmp_path / "chat.json").write_text(json.dumps(messages))
    (tmp_path / "tools.json").write_text(json.dumps(tools))
    expected = count_message_tokens(messages, model="gpt-4o", tools=tools)
    words = ("tokens", "--messages", "chat.json", "--tools", "tools.json", "-m", "gpt-4o", "--cost", "--answer", "100")
    found = json.loads(run("--json", *words).stdout)
    assert found["tokens"] == expected
    assert found["cost"]["output"] == pytest.approx(100 * 10e-6)
    assert found["cost"]["total"] == pytest.approx(found["cost"]["input"] + found["cost"]["output"])
    spoken = run(*words).stdout
    assert spoken.startswith(f"{expected} tokens ({found['tools']} of tools)")
    assert "for the prompt" in spoken


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["text", "-m", "gpt-4p"], "There is no model 'gpt-4p' in the table. Nearest: gpt-4"),
        (["gone.txt", "-m", "gpt-4o"], "gone.txt: cannot read it"),
        (["utf16", "-m", "gpt-4o"], "utf16:1:1: this is UTF-16, or no text; save it as UTF-8"),
        (["latin", "-m", "gpt-4o"], "latin:2:4: byte 0xfc is no UTF-8"),
        (["--messages", "cut.json", "-m", "gpt-4o"], "cut.json:1:10: it is no JSON"),
        (["--messages", "object.json", "-m", "gpt-4o"], "object.json:1:1: it holds dict, no list of messages"),
        (["--messages", "roleless.json", "-m", "gpt-4o"], "messages[0]"),
        (["--messages", "numbers.json", "-m", "gpt-4o"], "messages[0]"),
        (["--messages", "cut.json", "text", "-m", "gpt-4o"], "--messages is counted by itself"),
        (["--tools", "cut.json", "-m", "gpt-4o"], "--tools go with --messages"),
        (["text", "-m", "gpt-4o", "--chunk", "5", "--overlap", "5"], "--overlap is less than --chunk"),
        (["text", "-m", "gpt-4o", "--chunk", "0"], "0 is not in the range x>=1"),
        (["emoji", "-m", "gpt-4o", "--chunk", "1"], "One character has more than 1 tokens"),
        (["text", "-m", "o200k_base", "--cost"], "There is no model 'o200k_base'"),
        (["text"], "Missing option '-m'"),
    ],
)
def test_what_cannot_be_counted(run: Run, tmp_path: Path, words: list[str], message: str) -> None:
    contents = {
        "text": b"one two three", "latin": b"one\ntwo\xfc", "utf16": "one".encode("utf-16"), "cut.json": b'[{"role":',
        "object.json": b'{"role": "user"}', "roleless.json": b'[{"content": "x"}]', "numbers.json": b"[1]",
        "emoji": "🧑🏽‍🚀".encode(),
    }  # fmt: skip
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    done = run("tokens", *words)
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == contents
