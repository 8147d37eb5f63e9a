"""From a file to training files: what is found, what is mended, what is written and what is left alone."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openai_client.lib.fine_tuning import preparation
from openai_client.lib.fine_tuning.cases import Remark
from openai_client.lib.fine_tuning.preparation import Preparation, prepare
from openai_client.lib.fine_tuning.remedies import CHECKS, OPTIONAL
from openai_client.lib.input_errors import InputError
from openai_client.lib.jsonl import write_lines

from .making import lines, pairs


def found(made: Preparation, name: str) -> list[Remark]:
    return [remark for remark in made.remarks if remark.name == name]


QUESTIONS = [(f"What is {n} plus {n}?", f"{n} and {n} make {2 * n}") for n in range(1, 13)]


def test_a_table_becomes_chats(tmp_path: Path) -> None:
    path = tmp_path / "qa.csv"
    path.write_text("id,Question,Answer\n1,Who?,Me\n2,Where?,Here\n3,,Alone\n", "utf-8")
    made = prepare(path, prompt_column="question", completion_column="answer", system="Be brief.", repairs="apply")
    assert made.train == tmp_path / "qa_prepared.jsonl"
    assert made.valid is None
    assert lines(made.train) == [
        {
            "messages": [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": "Who?"},
                {"role": "assistant", "content": "Me"},
            ]
        },
        {
            "messages": [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": "Where?"},
                {"role": "assistant", "content": "Here"},
            ]
        },
        {"messages": [{"role": "system", "content": "Be brief."}, {"role": "assistant", "content": "Alone"}]},
    ]


def test_the_legacy_format_gets_its_marks(tmp_path: Path) -> None:
    made = prepare(pairs(tmp_path, QUESTIONS), to="legacy", repairs="apply")
    assert lines(made.train)[0] == {"prompt": "What is 1 plus 1? ->", "completion": " 1 and 1 make 2 END"}
    assert (made.separator, made.stop) == (" ->", " END")
    assert "End each prompt that you ask the model with ' ->'." in made.text()
    assert "Call the model with stop=[' END']." in made.text()
    again = prepare(made.train or "", to="legacy", repairs="apply", output=tmp_path / "again.jsonl")
    assert [remark.name for remark in again.remarks if remark.kind != "advice"] == []
    assert lines(again.train) == lines(made.train)


def test_the_marks_of_the_legacy_format_are_left_out_of_chats(tmp_path: Path) -> None:
    legacy = prepare(pairs(tmp_path, QUESTIONS), to="legacy", repairs="apply")
    made = prepare(legacy.train or "", repairs="apply", output=tmp_path / "chat.jsonl")
    assert {remark.name for remark in made.remarks if remark.applied} == {
        "prompt_suffix",
        "completion_suffix",
        "leading_space",
    }
    texts = [tuple(message["content"] for message in record["messages"]) for record in lines(made.train)]
    assert texts == QUESTIONS


def test_suggestions_write_nothing_and_foresee_what_is_applied(tmp_path: Path) -> None:
    path = pairs(tmp_path, [*QUESTIONS, QUESTIONS[0], ("Empty?", " ")])
    before = path.read_bytes()
    suggested = prepare(path, to="legacy")
    assert [each.name for each in tmp_path.iterdir()] == ["data.jsonl"]
    assert (suggested.train, suggested.valid) == (None, None)
    assert not any(remark.applied for remark in suggested.remarks)
    applied = prepare(path, to="legacy", repairs="apply")
    assert [f._replace(applied=False) for f in applied.remarks] == list(suggested.remarks)
    assert all(remark.applied for remark in applied.remarks if remark.kind != "advice")
    assert path.read_bytes() == before
    assert "Nothing was written" in suggested.text()
    assert "repairs=['duplicates', 'prompt_suffix', 'completion_suffix', 'leading_space']" in suggested.text()


def test_only_the_repairs_that_are_named_are_made(tmp_path: Path) -> None:
    path = pairs(tmp_path, [*QUESTIONS, QUESTIONS[0], ("Empty?", "")])
    made = prepare(path, to="legacy", repairs=["leading_space"])
    assert {remark.name for remark in made.remarks if remark.applied} == {"empty_completions", "leading_space"}
    assert len(lines(made.train)) == 13
    assert lines(made.train)[0] == {"prompt": "What is 1 plus 1?", "completion": " 1 and 1 make 2"}


def test_the_checks_run_in_the_order_of_the_legacy_tool(tmp_path: Path) -> None:
    assert list(CHECKS) == [
        "number_of_examples", "columns", "extra_columns", "empty_completions", "task_type", "duplicates",
        "long_examples", "lower_case", "prompt_suffix", "prompt_prefix", "completion_prefix", "completion_suffix",
        "leading_space",
    ]  # fmt: skip
    assert set(OPTIONAL) < set(CHECKS)
    path = tmp_path / "all.csv"
    rows = [f"{n},PLEASE TELL ME ABOUT {n},ANSWER: IT IS {n * 7}" for n in range(20)]
    rows += [
        rows[0].replace("0,", "99,", 1),
        "7,PLEASE TELL ME ABOUT THAT,",
        f"8,PLEASE TELL ME ABOUT X,ANSWER: {'Y' * 10_001}",
    ]
    path.write_text("id,Prompt,completion\n" + "\n".join(rows), "utf-8")
    made = prepare(path, to="legacy", repairs="apply")
    names = list(dict.fromkeys(remark.name for remark in made.remarks))
    assert names == list(CHECKS)
    assert found(made, "empty_completions")[0].rows == (23,)
    assert found(made, "duplicates")[0].rows == (22,)
    assert found(made, "long_examples")[0].rows == (24,)
    assert found(made, "columns")[0].found == "the column 'Prompt'"
    assert found(made, "extra_columns")[0].found.endswith("'id'")
    assert "'please tell me about '" in found(made, "prompt_prefix")[0].found
    assert "'answer: it is '" in found(made, "completion_prefix")[0].found
    assert lines(made.train)[3] == {"prompt": "3 ->", "completion": " 21 END"}
    assert "- duplicates: 1 example that came before, word for word (line 22)" in made.text()


@pytest.mark.parametrize(
    ("rows", "task"),
    [
        ([("", f"text {n}") for n in range(9)], "open-ended generation"),
        ([(f"mail {n}", "spam" if n % 2 else "ham") for n in range(9)], "classification"),
        ([(f"mail {n}", f"{n % 3}") for n in range(9)], "conditional generation"),
    ],
)
def test_the_task_is_told_by_prompts_and_completions(rows: list[tuple[str, str]], task: str, tmp_path: Path) -> None:
    made = prepare(pairs(tmp_path, rows), to="legacy", repairs="apply")
    assert made.task == task
    assert [f.name for f in made.remarks if f.name.endswith("suffix")] == {
        "open-ended generation": [],
        "classification": ["prompt_suffix"],
        "conditional generation": ["prompt_suffix", "completion_suffix"],
    }[task]


def test_marks_that_are_in_the_texts_are_not_taken(tmp_path: Path) -> None:
    rows = [(f"a -> b => {n}", f"one END\ntwo ### {n}") for n in range(9)]
    made = prepare(pairs(tmp_path, rows), to="legacy", repairs=["prompt_suffix", "completion_suffix"])
    assert (made.separator, made.stop) == (" >>>", "***")
    inside = prepare(pairs(tmp_path, [(f"x ->\n{n} ->", f"y{n}") for n in range(9)], "b.jsonl"), to="legacy")
    assert "is also inside 9 prompts" in found(inside, "prompt_suffix")[0].found


def test_an_ending_of_ones_own_is_a_mark_and_a_question_mark_is_none(tmp_path: Path) -> None:
    own = [(f"Question: why {n}?\nAnswer:", f"so {n}<|stop|>") for n in range(9)]
    made = prepare(pairs(tmp_path, own), to="legacy", repairs="apply")
    assert (made.separator, made.stop) == ("?\nAnswer:", "<|stop|>")
    chat = prepare(pairs(tmp_path, own, "chat.jsonl"), repairs="apply")
    assert lines(chat.train)[0]["messages"][0]["content"] == "Question: why 0?\nAnswer:"
    assert not found(chat, "prompt_suffix")


@pytest.mark.parametrize(("completion", "loud"), [("AAbbb", True), ("AAbbbb", False), ("はい", False)])
def test_upper_case_is_half_as_many_letters_as_lower_case(completion: str, loud: bool, tmp_path: Path) -> None:
    made = prepare(pairs(tmp_path, [("q", completion)]), repairs="apply")
    assert bool(found(made, "lower_case")) is loud
    assert lines(made.train)[0]["messages"][1]["content"] == (completion.lower() if loud else completion)


def test_a_prefix_ends_with_a_word(tmp_path: Path) -> None:
    rows = [("Translate into French: cat", "chat"), ("Translate into French: car", "voiture")]
    made = prepare(pairs(tmp_path, rows), to="legacy", repairs="apply")
    assert lines(made.train)[0]["prompt"] == "cat ->"
    chat = prepare(pairs(tmp_path, rows, "b.jsonl"))
    assert found(chat, "prompt_prefix")[0].repair == "say it once, as the system message: system=..."


def test_texts_that_are_all_the_same_lose_nothing(tmp_path: Path) -> None:
    made = prepare(
        pairs(tmp_path, [("Write a haiku now", f"{n} lines") for n in range(9)]), to="legacy", repairs="apply"
    )
    assert lines(made.train)[0]["prompt"] == "Write a haiku now"
    assert found(made, "prompt_suffix")[0].found == "all prompts are the same"
    one = prepare(pairs(tmp_path, [("Say it", "It is said")], "one.jsonl"), repairs="apply")
    assert lines(one.train)[0]["messages"][1]["content"] == "It is said"


def chat(*said: str, **more: object) -> dict[str, object]:
    roles = ["user", "assistant"]
    return {"messages": [{"role": roles[at % 2], "content": text} for at, text in enumerate(said)], **more}


def test_chats_are_carried_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "chats.jsonl"
    own = {"messages": [{"role": "developer", "content": "own"}, {"role": "assistant", "content": "X"}]}
    records = [chat("A", "B", tools=[]), chat("A", "B", tools=[]), chat("A", ""), own]
    path.write_text("\n".join(map(json.dumps, records)), "utf-8")
    made = prepare(path, repairs="apply", system="S")
    system = {"role": "system", "content": "S"}
    assert lines(made.train) == [{"messages": [system, *chat("A", "B")["messages"]], "tools": []}, own]  # type: ignore[misc]  # a list
    assert found(made, "duplicates")[0].rows == (2,)
    assert found(made, "empty_completions")[0].rows == (3,)
    with pytest.raises(InputError, match=r"chats.jsonl:1: these are chats, which have no legacy format"):
        prepare(path, to="legacy")


def test_preferences_get_the_system_message_in_their_input(tmp_path: Path) -> None:
    path = tmp_path / "preferences.json"
    record = {
        "input": {"messages": [{"role": "user", "content": "a"}]},
        "preferred_output": [],
        "non_preferred_output": [],
    }
    path.write_text(json.dumps([record]), "utf-8")
    written = lines(prepare(path, repairs=[], system="S").train)[0]
    assert [message["role"] for message in written["input"]["messages"]] == ["system", "user"]
    assert lines(prepare(path, repairs=[], output=tmp_path / "b.jsonl").train) == [record]


def test_several_examples_on_one_line_are_not_taken_for_one(tmp_path: Path) -> None:
    path = tmp_path / "one_line.json"
    path.write_text(
        json.dumps([{"prompt": p, "completion": c} for p, c in [("a", "b"), ("a", "b"), ("c", "")]]), "utf-8"
    )
    assert len(lines(prepare(path, repairs="apply").train)) == 1


def test_long_examples_of_chats_are_a_matter_of_tokens(tmp_path: Path) -> None:
    path = pairs(tmp_path, [("a", "x" * 10_001), ("b", "y")])
    made = prepare(path, repairs="apply")
    assert len(lines(made.train)) == 2
    assert found(made, "long_examples")[0].kind == "advice"


ROWS = st.lists(st.tuples(st.text(max_size=8), st.text(min_size=1, max_size=8)), min_size=2, max_size=8)


@settings(max_examples=50)
@given(ROWS, st.sampled_from([None, 0.3]), st.sampled_from(["chat", "legacy"]))
def test_property_without_repairs_what_is_written_is_what_was_read(
    tmp_path_factory: Any, rows: list[tuple[str, str]], split: float | None, to: Any
) -> None:
    folder = tmp_path_factory.mktemp("made")
    kept = [row for row in rows if row[1].strip()]
    if len(kept) < 2:
        return
    made = prepare(pairs(folder, rows), to=to, repairs=[], split=split)
    records = [*lines(made.train), *(lines(made.valid) if made.valid else [])]
    if to == "legacy":
        read = [(record["prompt"], record["completion"]) for record in records]
    else:
        read = [
            (record["messages"][0]["content"] if record["messages"][1:] else "", record["messages"][-1]["content"])
            for record in records
        ]
    assert Counter(read) == Counter(kept)


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), min_size=1, max_size=8),
    st.sampled_from(["chat", "legacy"]),
)
def test_property_repairs_leave_usable_examples(tmp_path_factory: Any, rows: list[tuple[str, str]], to: Any) -> None:
    """Whatever the texts are: as many as the report says, each with an answer."""
    folder = tmp_path_factory.mktemp("made")
    if not any(completion.strip() for _, completion in rows):
        with pytest.raises(InputError, match=r"no example is left: .* with an empty completion"):
            prepare(pairs(folder, rows), to=to, repairs="apply")
        return
    made = prepare(pairs(folder, rows), to=to, repairs="apply")
    assert 0 < len(lines(made.train)) == made.examples <= made.read == len(rows)
    answers = [
        record["completion"] if to == "legacy" else record["messages"][-1]["content"] for record in lines(made.train)
    ]
    assert all(answer for answer in answers)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    path = pairs(tmp_path, QUESTIONS)
    valid = tmp_path / "data_prepared_valid.jsonl"
    valid.write_text("mine", "utf-8")
    with pytest.raises(InputError, match=r"data_prepared_valid.jsonl: there is such a file already"):
        prepare(path, repairs=[], split=0.5)
    assert valid.read_text("utf-8") == "mine"
    assert not (tmp_path / "data_prepared_train.jsonl").exists()
    made = prepare(path, repairs=[], split=0.5, overwrite=True)
    assert (made.valid, len(lines(valid))) == (valid, 6)
    with pytest.raises(InputError, match=r"data.jsonl: this is the file that was read"):
        prepare(path, repairs=[], output=path, overwrite=True)
    with pytest.raises(InputError, match="cannot write here"):
        prepare(path, repairs=[], output=tmp_path / "none" / "x.jsonl")


@pytest.mark.parametrize("failing", ["data_prepared_train.jsonl", "data_prepared_valid.jsonl"])
def test_both_files_or_none(failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that comes up meanwhile is left alone, and its twin is not left behind."""
    path = pairs(tmp_path, QUESTIONS)

    def late(*arguments: Any) -> int:
        (tmp_path / failing).write_text("theirs", "utf-8")
        return write_lines(*arguments)

    monkeypatch.setattr(preparation, "write_lines", late)
    with pytest.raises(InputError, match="there is such a file already"):
        prepare(path, repairs=[], split=0.5)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["data.jsonl", failing]
    assert (tmp_path / failing).read_text("utf-8") == "theirs"


def test_into_a_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    made = prepare(pairs(tmp_path, QUESTIONS), repairs=[], output=tmp_path / "out")
    assert made.train == tmp_path / "out" / "data_prepared.jsonl"


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"repairs": "aply"}, "repairs is 'suggest', 'apply' or a list of names, not 'aply'"),
        ({"repairs": ["duplicate"]}, "no repair named 'duplicate'; did you mean 'duplicates'"),
        ({"repairs": ["zzz"]}, "no repair named 'zzz'; there are duplicates, long_examples"),
        ({"to": "chats"}, "to is 'chat' or 'legacy', not 'chats'"),
        ({"to": "legacy", "system": "x"}, "system is for to='chat'"),
        ({"split": 2}, "split is the share"),
        (
            {"completion_column": "answer"},
            "data.jsonl:1: there is no column 'answer'; columns: 'prompt', 'comp",
        ),
    ],
)
def test_arguments_that_make_no_sense(options: dict[str, Any], problem: str, tmp_path: Path) -> None:
    path = pairs(tmp_path, QUESTIONS)
    with pytest.raises(InputError, match=problem):
        prepare(path, **options)
    assert [each.name for each in tmp_path.iterdir()] == ["data.jsonl"]


def test_all_examples_may_be_too_long(tmp_path: Path) -> None:
    path = pairs(tmp_path, [("a", "x" * 10_001)])
    with pytest.raises(InputError, match="no example is left: 1 example with more than 10,000 characters"):
        prepare(path, to="legacy", repairs="apply")
