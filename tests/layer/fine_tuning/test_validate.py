"""Training data is looked over: every kind of mistake is found once, at its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openai_client.lib.fine_tuning import seen, validate, validation
from openai_client.lib.fine_tuning.checks_records import check_record
from openai_client.lib.fine_tuning.records import Kind
from openai_client.lib.fine_tuning.rules import RULES
from openai_client.lib.input_errors import InputError

from .making import chat, preference, reinforcement, written

MARK = "§"
"""Stands ahead of what is wrong."""
SOUND = [chat(number) for number in range(60)]
ENOUGH = 60

U = '{"role": "user", "content": "Hi"}'
A = '{"role": "assistant", "content": "Ho"}'


def messages(*given: str) -> str:
    return f'{{"messages": [{", ".join(given)}]}}'


def called(call: str, *after: str) -> str:
    tools = '"tools": [{"type": "function", "function": {"name": "f", "parameters": {}}}]'
    return f'{{{tools}, "messages": [{", ".join((U, call, *after))}]}}'


def calls(*ids: str, arguments: str = '"{}"', name: str = '"f"') -> str:
    made = [
        f'{{"id": {each}, "type": "function", "function": {{"name": {name}, "arguments": {arguments}}}}}'
        for each in ids
    ]
    return f'{{"role": "assistant", "tool_calls": [{", ".join(made)}]}}'


SUPERVISED = [
    ("invalid-json", messages(U, A) + "§]]}"),
    ("invalid-json", '{"messages": [{"role": §"user'),
    ("invalid-json", messages(U, '{"role": "assistant", "content": §NaN}')),
    ("invalid-json", messages(U, A) + "§,"),
    ("not-an-object", "§[1]"),
    ("not-an-object", '§"text"'),
    ("legacy-record", '§{"prompt": "a", "completion": "b"}'),
    ("mixed-kinds", f"§{json.dumps(preference())}"),
    ("mixed-kinds", f"§{json.dumps(reinforcement())}"),
    ("missing-key", '§{"mesages": []}'),
    ("wrong-type", '{"messages": §{}}'),
    ("messages-empty", '{"messages": §[]}'),
    ("wrong-type", messages('§"Hi"', A)),
    ("role-missing", messages('§{"content": "Hi"}', A)),
    ("role-unknown", messages('{"role": §"human", "content": "Hi"}', A)),
    ("role-unknown", messages('{"role": §7, "content": "Hi"}', A)),
    ("content-missing", messages('§{"role": "user"}', A)),
    ("content-missing", messages('{"role": "user", "content": §null}', A)),
    ("content-missing", messages(U, '{"role": "assistant", "content": §null}')),
    ("content-type", messages('{"role": "user", "content": §7}', A)),
    ("content-type", messages('{"role": "user", "content": §[]}', A)),
    ("content-empty", messages('{"role": "user", "content": §""}', A)),
    ("content-part", messages('{"role": "user", "content": [{"type": "text", "text": "a"}, §"b"]}', A)),
    ("content-part", messages('{"role": "user", "content": [{"type": §"sound"}]}', A)),
    ("content-part", messages('{"role": "user", "content": [{"type": "text", "text": §7}]}', A)),
    ("content-part", messages('{"role": "user", "content": [{"type": "image_url", "image_url": §{}}]}', A)),
    (
        "content-part",
        messages('{"role": "system", "content": [{"type": §"image_url", "image_url": {"url": "x"}}]}', U, A),
    ),
    ("unknown-message-key", messages('{"role": "user", "content": "Hi", §"contents": 1}', A)),
    ("unknown-message-key", messages('{"role": "user", "content": "Hi", §"tool_call_id": "c"}', A)),
    ("wrong-type", messages('{"role": "user", "content": "Hi", "name": §7}', A)),
    ("weight-misplaced", messages('{"role": "user", "content": "Hi", §"weight": 1}', A)),
    ("weight-value", messages(U, '{"role": "assistant", "content": "Ho", "weight": §0.5}')),
    ("weight-value", messages(U, '{"role": "assistant", "content": "Ho", "weight": §true}')),
    ("no-trained-message", f'{{"messages": §[{U}, {{"role": "assistant", "content": "Ho", "weight": 0}}]}}'),
    ("no-assistant-message", f'{{"messages": §[{U}]}}'),
    ("last-message", messages(U, A, f"§{U}")),
    ("unknown-key", f'{{"messages": [{U}, {A}], §"tool": []}}'),
    ("wrong-type", f'{{"messages": [{U}, {A}], "parallel_tool_calls": §1}}'),
    ("wrong-type", f'{{"messages": [{U}, {A}], "tools": §{{}}}}'),
    ("wrong-type", f'{{"messages": [{U}, {A}], "tools": [§1]}}'),
    ("wrong-type", f'{{"messages": [{U}, {A}], "tools": [{{"type": §"web"}}]}}'),
    ("wrong-type", f'{{"messages": [{U}, {A}], "tools": [§{{"type": "function"}}]}}'),
    (
        "function-name",
        f'{{"messages": [{U}, {A}], "tools": [{{"type": "function", "function": {{"name": §"a b"}}}}]}}',
    ),
    (
        "wrong-type",
        f'{{"messages": [{U}, {A}], '
        '"tools": [{"type": "function", "function": {"name": "f", "parameters": §[]}}]}',
    ),
    (
        "function-duplicate",
        f'{{"messages": [{U}, {A}], "tools": [{{"type": "function", "function": {{"name": "f"}}}}, '
        '{"type": "function", "function": {"name": §"f"}}]}',
    ),
    ("deprecated-functions", f'{{"messages": [{U}, {A}], §"functions": [{{"name": "f"}}]}}'),
    (
        "deprecated-functions",
        messages(U, '{"role": "assistant", §"function_call": {"name": "f", "arguments": "{}"}}'),
    ),
    ("missing-key", messages(U, A, '§{"role": "function", "content": "1"}', A)),
    ("tool-arguments", called(calls('"a"', arguments='§"[1]"'))),
    ("tool-arguments", called(calls('"a"', arguments='§"{"'))),
    ("wrong-type", called(calls('"a"', arguments="§{}"))),
    ("missing-key", called(calls("§7"))),
    ("tool-undefined", called(calls('"a"', name='§"g"'))),
    ("wrong-type", messages(U, '{"role": "assistant", "content": "x", "tool_calls": §[]}')),
    ("tool-call-id-duplicate", called(calls('"a"', '§"a"'))),
    ("tool-call-unanswered", called(calls('§"a"'), U, A)),
    ("tool-call-unanswered", called(calls('"a"', '§"b"'), '{"role": "tool", "tool_call_id": "a", "content": "1"}', A)),
    (
        "tool-call-id",
        called(
            calls('"a"'),
            '{"role": "tool", "tool_call_id": "a", "content": "1"}',
            '{"role": "tool", "tool_call_id": §"b", "content": "1"}',
            A,
        ),
    ),
    (
        "missing-key",
        called(
            calls('"a"'),
            '{"role": "tool", "tool_call_id": "a", "content": "1"}',
            '§{"role": "tool", "content": "1"}',
            A,
        ),
    ),
]
ANSWER = '"preferred_output": [{"role": "assistant", "content": "a"}]'
OTHER = '"non_preferred_output": [{"role": "assistant", "content": "b"}]'
SAME = ANSWER.replace("preferred", "non_preferred")
INPUT = f'"input": {{"messages": [{U}]}}'
PREFERENCE = [
    ("mixed-kinds", f"§{json.dumps(chat())}"),
    ("missing-key", f"§{{{ANSWER}, {OTHER}}}"),
    ("wrong-type", f'{{"input": §"Hi", {ANSWER}, {OTHER}}}'),
    ("missing-key", f'{{"input": §{{}}, {ANSWER}, {OTHER}}}'),
    ("unknown-key", f'{{"input": {{"messages": [{U}], §"model": 1}}, {ANSWER}, {OTHER}}}'),
    ("role-unknown", f'{{"input": {{"messages": [{{"role": §"x", "content": "a"}}]}}, {ANSWER}, {OTHER}}}'),
    ("missing-key", f"§{{{INPUT}, {ANSWER}}}"),
    ("output-messages", f'{{{INPUT}, {ANSWER}, "non_preferred_output": §"b"}}'),
    ("output-messages", f'{{{INPUT}, {ANSWER}, "non_preferred_output": §[]}}'),
    ("output-messages", f'{{{INPUT}, {ANSWER}, "non_preferred_output": [{{"role": §"user", "content": "b"}}]}}'),
    ("content-missing", f'{{{INPUT}, {ANSWER}, "non_preferred_output": [§{{"role": "assistant"}}]}}'),
    ("both-spellings", f'{{{INPUT}, {ANSWER}, {OTHER}, §"preferred_completion": []}}'),
    ("outputs-equal", f"§{{{INPUT}, {ANSWER}, {SAME}}}"),
    ("unknown-key", f'{{{INPUT}, {ANSWER}, {OTHER}, §"id": 1}}'),
]
REINFORCEMENT = [
    ("reinforcement-last-message", f'{{"messages": [{U}, §{A}], "answer": 1}}'),
    ("no-grader-keys", f'§{{"messages": [{U}]}}'),
    ("mixed-kinds", f"§{json.dumps(preference())}"),
]
CASES: dict[Kind, list[tuple[str, str]]] = {
    "supervised": SUPERVISED,
    "preference": PREFERENCE,
    "reinforcement": REINFORCEMENT,
}
MADE: dict[Kind, Any] = {"supervised": chat, "preference": preference, "reinforcement": reinforcement}
EACH = [pytest.param(kind, code, line, id=f"{kind}-{code}") for kind in CASES for code, line in CASES[kind]]


@pytest.mark.parametrize(("kind", "code", "line"), EACH)
def test_each_mistake_is_found_once_at_its_place(kind: Kind, code: str, line: str, tmp_path: Path) -> None:
    records = [MADE[kind](number) for number in range(ENOUGH)]
    report = validate(written(tmp_path, *records, line.replace(MARK, ""), MADE[kind](ENOUGH)))
    assert report.kind == kind
    assert [(each.code, each.line, each.column) for each in report.findings] == [
        (code, ENOUGH + 1, line.index(MARK) + 1)
    ]
    assert report.totals == {code: 1}
    assert report.ok is (RULES[code].severity != "error")


def test_a_file_with_every_mistake_lists_them_all(tmp_path: Path) -> None:
    padding = [chat(number) for number in range(len(SUPERVISED) + 9)]
    path = written(tmp_path, *padding, *[line.replace(MARK, "") for _, line in SUPERVISED])
    report = validate(path)
    assert [(each.line, each.column, each.code) for each in report.findings] == [
        (number, line.index(MARK) + 1, code) for number, (code, line) in enumerate(SUPERVISED, len(padding) + 1)
    ]
    assert (report.records, report.statistics.examples) == (
        len(padding) + len(SUPERVISED),
        len(padding) + sum(RULES[code].severity != "error" for code, _ in SUPERVISED),
    )


@pytest.mark.parametrize("old", [False, True])
def test_preference_records_may_have_the_older_names(old: bool, tmp_path: Path) -> None:
    report = validate(written(tmp_path, *[preference(number, old=old) for number in range(ENOUGH)]))
    assert (report.kind, report.findings, report.statistics.examples) == ("preference", (), ENOUGH)


def test_calls_with_their_answers_are_sound(tmp_path: Path) -> None:
    answers = [f'{{"role": "tool", "tool_call_id": "{name}", "content": "1"}}' for name in "ab"]
    line = called(calls('"a"', '"b"'), *answers, A, calls('"c"'))
    assert validate(written(tmp_path, *SOUND, line)).findings == ()


@pytest.mark.parametrize(
    "message",
    [
        '{"role": "assistant", "content": null, "refusal": "No"}',
        '{"role": "assistant", "audio": {"id": "a"}}',
        '{"role": "assistant", "content": [{"type": "refusal", "refusal": "No"}], "name": "Ann", "weight": 1}',
    ],
)
def test_an_answer_may_be_other_than_a_text(message: str, tmp_path: Path) -> None:
    assert validate(written(tmp_path, *SOUND, messages(U, message))).findings == ()


def test_a_key_beside_the_messages_of_any_name_is_for_the_grader(tmp_path: Path) -> None:
    records = [{**reinforcement(number), "input": "x", "prompt": 1} for number in range(ENOUGH)]
    report = validate(written(tmp_path, *records))
    assert (report.kind, report.findings, report.statistics.examples) == ("reinforcement", (), ENOUGH)


def test_the_kind_may_be_said(tmp_path: Path) -> None:
    report = validate(written(tmp_path, *SOUND), kind="reinforcement")
    assert report.totals == {"reinforcement-last-message": 60, "no-grader-keys": 60}


@pytest.mark.parametrize(
    ("count", "code"), [(1, "too-few-examples"), (9, "too-few-examples"), (10, "few-examples"), (49, "few-examples")]
)
def test_few_examples_are_told(count: int, code: str, tmp_path: Path) -> None:
    report = validate(written(tmp_path, *SOUND[:count]))
    assert [(each.code, each.line) for each in report.findings] == [(code, 0)]
    assert validate(written(tmp_path, *SOUND[:50])).findings == ()


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "no-records", 0),
        (b"\n\n", "no-records", 0),
        (json.dumps(chat()).encode("utf-16"), "not-utf-8", 1),
        (b'{"messages": "\xff"}\n' * 60, "not-utf-8", 1),
    ],
)
def test_a_file_that_is_no_text_is_a_finding(content: bytes, code: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    path.write_bytes(content)
    report = validate(path)
    assert (report.findings[0].code, report.findings[0].line, report.ok) == (code, line, False)


def test_a_byte_order_mark_is_told_and_read_over(tmp_path: Path) -> None:
    path = written(tmp_path, *SOUND)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    report = validate(path)
    assert [(each.code, each.line, each.column) for each in report.findings] == [("byte-order-mark", 1, 1)]
    assert report.statistics.examples == len(SOUND)


def test_a_file_that_cannot_be_read_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl: cannot read it"):
        validate(tmp_path / "none.jsonl")
    with pytest.raises(InputError, match="cannot read it"):
        validate(tmp_path)


def test_large_files_are_told_before_they_are_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, *SOUND)
    size = path.stat().st_size
    monkeypatch.setattr(validation, "MAX_FILE", size)
    assert validate(path).findings == ()
    monkeypatch.setattr(validation, "MAX_FILE", size - 1)
    assert list(validate(path).totals) == ["file-too-large"]
    monkeypatch.setattr(validation, "MAX_UPLOAD", size - 1)
    assert list(validate(path).totals) == ["file-too-large-for-parts"]


def test_a_line_that_does_not_end_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openai_client.lib.jsonl.MAX_LINE", 200)
    report = validate(written(tmp_path, *SOUND, chat(7, tools=["x" * 200])))
    assert [(each.code, each.line) for each in report.findings] == [("too-long-line", 61)]


def test_duplicates_name_the_first_line(tmp_path: Path) -> None:
    report = validate(written(tmp_path, *SOUND, "", SOUND[3], SOUND[3]))
    assert [(each.line, each.problem) for each in report.findings] == [
        (62, "the same as line 4"),
        (63, "the same as line 4"),
    ]


def test_memory_for_duplicates_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen.Seen.__init__, "__defaults__", (60,))
    report = validate(written(tmp_path, *SOUND, chat(99), chat(99), SOUND[0]))
    assert [(each.code, each.line) for each in report.findings] == [
        ("duplicates-not-checked", 0),
        ("duplicate-record", 63),
    ]


def test_many_findings_of_a_kind_are_counted_and_some_are_listed(tmp_path: Path) -> None:
    path = written(tmp_path, *SOUND[:5], *["oops"] * 300, "[]")
    report = validate(path, max_findings=2)
    assert report.totals == {"invalid-json": 300, "duplicate-record": 299, "not-an-object": 1}
    assert [each.line for each in report.findings if each.code == "invalid-json"] == [6, 7]
    assert len(validate(path).findings) == 201
    assert (report.count("error"), report.count("warning"), len(report.errors)) == (301, 299, 3)
    assert "and 298 more of invalid-json" in report.render().splitlines()


def test_the_report_can_be_read_and_kept(tmp_path: Path) -> None:
    path = written(tmp_path, *SOUND[:9], "  " + messages(U, A) + "]]}")
    report, column = validate(path), len(messages(U, A)) + 3
    assert report.render().splitlines() == [
        f"{path}: supervised, 10 records, 1 error, 1 advice",
        f"{path}: advice: 10 records [few-examples]",
        f"{path}:10:{column}: error: the record ends before ']]}}': a bracket too many [invalid-json]",
        "To mend:",
        f"  invalid-json: {RULES['invalid-json'].fix}",
        f"  few-examples: {RULES['few-examples'].fix}",
        "Sound examples: 9; 9 without system, 0 without user",
        "  messages: 2 to 2, mean 2.0, median 2, p10 2, p90 2",
    ]
    kept = json.loads(json.dumps(report.to_dict()))
    assert (kept["ok"], kept["findings"][1]["column"], kept["totals"]["few-examples"]) == (False, column, 1)
    assert kept["statistics"]["messages"]["max"] == 2


def test_the_file_is_left_as_it_was(tmp_path: Path) -> None:
    path = written(tmp_path, *SOUND, "oops")
    before = path.read_bytes()
    validate(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_every_kind_of_finding_has_a_case() -> None:
    of_files = "byte-order-mark duplicate-record duplicates-not-checked few-examples file-too-large no-records "
    of_files += "file-too-large-for-parts not-utf-8 too-few-examples too-long-line too-many-tokens tokens-not-counted"
    of_jobs = "deprecated-hyperparameters grader-missing method-mismatch out-of-range unknown-parameter wrong-purpose"
    of_records = {code for cases in CASES.values() for code, _ in cases}
    assert RULES.keys() == {*of_files.split(), *of_jobs.split(), *of_records}
    assert all(rule.fix and rule.severity in ("error", "warning", "advice") for rule in RULES.values())


KEYS = (
    "messages role content weight name tools functions type function tool_calls id tool_call_id input text arguments"
)
MORE_KEYS = "preferred_output non_preferred_completion parameters image_url function_call parallel_tool_calls"
JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["user", "assistant", "tool", "function", "", "f"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(f"{KEYS} {MORE_KEYS}".split()), inner, max_size=5)
    ),
    max_leaves=25,
)


@settings(max_examples=400)
@given(JSON, st.sampled_from(list(CASES)))
def test_no_record_breaks_the_checks(record: Any, kind: Kind) -> None:
    for issue in check_record(record, kind):
        assert issue.code in RULES
        place = record
        for step in issue.path[:-1]:
            place = place[step]  # only the last step may lead to what is missing
        assert issue.problem.isprintable()
