"""What was measured in a job: read in whatever form it comes, as a table and as a picture."""

from __future__ import annotations

import base64
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_client._runtime.polling_display import MissingDependencyError
from openai_client.lib.fine_tuning import metrics, plots
from openai_client.lib.fine_tuning.metrics import (
    checkpoint_rows,
    list_checkpoints,
    load_metrics,
    metrics_from_events,
    parse_metrics,
    read_metrics,
    to_frame,
)
from openai_client.lib.fine_tuning.plots import curves, plot_metrics, smoothed
from openai_client.lib.input_errors import InputError
from openai_client.types.fine_tuning import FineTuningJobEvent
from tests.children import environment

from .conftest import Caller

CSV = b"step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy\n1,2.5,0.5,,\n2,1.25,0.75,1.5,0.7\n"
ROWS = [
    {"step": 1, "train_loss": 2.5, "train_accuracy": 0.5},
    {"step": 2, "train_loss": 1.25, "train_accuracy": 0.75, "valid_loss": 1.5, "valid_mean_token_accuracy": 0.7},
]


@pytest.mark.parametrize(
    "content",
    [
        CSV,
        b"\xef\xbb\xbf" + CSV,
        CSV.replace(b"\n", b"\r\n"),
        base64.b64encode(CSV),
        base64.encodebytes(CSV),
        CSV + b"\n\n",
    ],
    ids=["csv", "mark", "crlf", "base64", "base64 in lines", "blank lines"],
)
def test_a_result_file_in_the_forms_in_which_it_comes(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    path.write_bytes(content)
    assert parse_metrics(content) == load_metrics(path) == ROWS


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "results.csv:1: it has no column step, so it is no result file; columns: none"),
        (b"a,b\n1,2\n", "results.csv:1: it has no column step, so it is no result file; columns: a, b"),
        (b"step,train_loss\n1,2\n2,high\n", r"results.csv:3: 'high' in the column train_loss \(number 2\) is no"),
        (b"step,train_loss\n1,2,3\n", "results.csv:2: 3 cells, but the file has 2 columns"),
        (b"step,train_loss\n,2\n", "results.csv:2: a row without its step"),
        (b"step,\xff\n", "results.csv: byte 6 is no text"),
        (base64.b64encode(b"no table at all"), "it has no column step"),
    ],
)
def test_what_is_no_result_file_says_where(content: bytes, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        parse_metrics(content, path="results.csv")


def test_a_result_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none.csv: cannot read it \(No such file"):
        load_metrics(tmp_path / "none.csv")


def test_the_result_files_of_a_job(call: Caller) -> None:
    call.api.fine_tuning.jobs.retrieve.returns({"id": "ftjob-1", "status": "succeeded", "result_files": ["file-r"]})
    call.api.files.content.returns(base64.b64encode(CSV))
    assert call(read_metrics, "ftjob-1") == ROWS
    assert call.api.files.content.requests[0].path == "/files/file-r/content"


def measured(number: int, **data: object) -> dict[str, Any]:
    head = {"object": "fine_tuning.job.event", "id": f"e{number}", "created_at": number, "level": "info"}
    return {**head, "message": "", "type": "metrics", "data": data}


def test_a_job_that_has_no_results_yet_is_known_by_its_events(call: Caller) -> None:
    call.api.fine_tuning.jobs.retrieve.returns({"id": "ftjob-1", "status": "running", "result_files": []})
    newest = {
        "data": [
            measured(9, step=2, valid_loss=1.5),
            measured(8, step=2, train_loss=1.25, total_steps=None),
            {**measured(7), "type": "message", "data": {"step": 99}},
        ],
        "has_more": True,
    }
    older = {"data": [measured(1, step=1, train_loss=2.5, done=True), measured(0, train_loss=9)], "has_more": False}
    call.api.fine_tuning.jobs.list_events.returns(newest, older)
    assert call(read_metrics, "ftjob-1") == [
        {"step": 1, "train_loss": 2.5},
        {"step": 2, "train_loss": 1.25, "valid_loss": 1.5},
    ]
    assert dict(call.api.fine_tuning.jobs.list_events.requests[1].query)["after"] == "e7"


def test_events_without_data_say_nothing() -> None:
    assert metrics_from_events([FineTuningJobEvent(**{**measured(1), "data": None})]) == []


def test_checkpoints_in_the_order_of_their_steps(call: Caller) -> None:
    def checkpoint(step: int) -> dict[str, Any]:
        said = {"step": step, "train_loss": 1 / step, "full_valid_loss": None}
        name = f"ft:m:ckpt-step-{step}"
        return {"id": f"c{step}", "step_number": step, "fine_tuned_model_checkpoint": name, "metrics": said}

    call.api.fine_tuning.jobs.checkpoints.list.returns(
        {"data": [checkpoint(200)], "has_more": True}, {"data": [checkpoint(100)], "has_more": False}
    )
    rows = checkpoint_rows(call(list_checkpoints, "ftjob-1"))
    assert rows == [
        {"step": 100, "model": "ft:m:ckpt-step-100", "train_loss": 0.01},
        {"step": 200, "model": "ft:m:ckpt-step-200", "train_loss": 0.005},
    ]
    assert list(to_frame(rows).index) == [100, 200]


def test_a_data_frame_has_a_row_for_each_step() -> None:
    frame = to_frame(ROWS)
    assert list(frame.columns) == ["train_loss", "train_accuracy", "valid_loss", "valid_mean_token_accuracy"]
    assert frame.loc[2, "valid_loss"] == 1.5
    assert frame["valid_loss"].isna().tolist() == [True, False]
    assert to_frame([]).empty


@pytest.mark.parametrize(
    ("use", "module", "extra"),
    [(lambda _: to_frame(ROWS), "pandas", "tables"), (lambda path: plot_metrics(ROWS, path), "matplotlib", "plot")],
)
def test_a_package_that_is_missing_is_named(
    use: Any, module: str, extra: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingDependencyError, match=rf"needs the package {module}, .*\[{extra}\]"):
        use(tmp_path / "picture.png")


def test_curves_join_what_is_called_differently_and_leave_out_what_is_no_number() -> None:
    found = curves([
        {"step": 2, "train_mean_token_accuracy": 0.5, "full_valid_loss": 1.0, "valid_loss": float("nan")},
        {"step": 1, "train_accuracy": 0.25, "train_loss": 2.0, "elapsed": 5.0},
    ])  # fmt: skip
    assert [(curve.measure, curve.part, curve.steps, curve.values) for curve in found] == [
        ("loss", "train", [1], [2.0]),
        ("loss", "full_valid", [2], [1.0]),
        ("accuracy", "train", [1, 2], [0.25, 0.5]),
    ]


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=40), st.integers(0, 10))
def test_property_the_smooth_line_stays_within_the_measured(values: list[float], half: int) -> None:
    line = smoothed(values, half=half)
    assert len(line) == len(values)
    assert all(min(values) - 1e-6 <= value <= max(values) + 1e-6 for value in line)
    assert smoothed(values, half=0) == pytest.approx(values, abs=1e-6)


def test_the_smooth_line_of_a_straight_one_is_itself_but_for_the_ends() -> None:
    straight = [2.0 * at for at in range(20)]
    assert smoothed(straight, half=3)[3:-3] == pytest.approx(straight[3:-3])


def many(steps: int) -> list[dict[str, float]]:
    rows = [{"step": at, "train_loss": 3 / at, "train_accuracy": 1 - 0.5 / at} for at in range(1, steps + 1)]
    for row in rows[9::10]:
        row |= {"valid_loss": row["train_loss"] + 0.1, "full_valid_loss": row["train_loss"] + 0.2}
    return rows


@pytest.mark.parametrize(("suffix", "start"), [(".png", b"\x89PNG\r\n"), (".SVG", b"<?xml"), (".pdf", b"%PDF")])
def test_a_picture_is_of_the_kind_that_its_name_says_and_the_same_each_time(
    suffix: str, start: bytes, tmp_path: Path
) -> None:
    pictures = [plot_metrics(many(120), tmp_path / f"{name}{suffix}", title="ftjob-$1$") for name in "ab"]
    assert pictures[0].read_bytes().startswith(start)
    assert pictures[0].read_bytes() == pictures[1].read_bytes()


def test_a_picture_says_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import matplotlib

    monkeypatch.setitem(matplotlib.rcParams, "svg.fonttype", "none")  # text as text
    text = plot_metrics(many(120), tmp_path / "a.svg", title="ftjob-$1$ <b>").read_text("utf-8")
    for wanted in (
        "ftjob-$1$ &lt;b&gt;",
        "Step",
        "Loss",
        "Accuracy (share of tokens)",
        "training, as measured",
        "training, smoothed",
        "validation (batch)",
        "validation (whole file)",
    ):
        assert wanted in text
    few = plot_metrics([{"step": 1, "train_loss": 1.0}], tmp_path / "few.svg").read_text("utf-8")
    assert "smoothed" not in few
    assert "Accuracy" not in few


def test_a_picture_is_written_whole_and_over_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"mine")
    with pytest.raises(InputError, match="there is such a file already"):
        plot_metrics(ROWS, path)
    assert path.read_bytes() == b"mine"
    plot_metrics(ROWS, path, overwrite=True)
    assert path.read_bytes().startswith(b"\x89PNG")
    assert [each.name for each in tmp_path.iterdir()] == ["a.png"]


@pytest.mark.parametrize(
    ("rows", "name", "problem"),
    [
        (ROWS, "a.jpeg", r"a picture ends in .png, .svg, .pdf, not in '.jpeg'"),
        ([{"step": 1.0, "elapsed": 2.0}], "a.png", r"nothing to draw: .* \(elapsed, step\)"),
        ([], "a.png", r"nothing to draw: .* \(none\)"),
    ],
)
def test_what_cannot_be_drawn_is_told(rows: list[dict[str, float]], name: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=problem):
        plot_metrics(rows, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_the_modules_load_nothing_heavy() -> None:
    heavy = {"pandas", "matplotlib", "numpy"}
    code = f"import sys, {metrics.__name__}, {plots.__name__}; print(sorted({heavy} & sys.modules.keys()))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment())
    assert done.stdout == "[]\n"
