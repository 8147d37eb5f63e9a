"""The page of the benchmarks says what its results say, and nothing else."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from scripts.bench_goals import goals
from scripts.bench_page import render, write
from scripts.bench_pictures import Axis, Bar, Line, bars, lines, powers_around, steps_to
from scripts.bench_readme import BEGIN, END, part, put
from scripts.rounds import Spread

DOCS = Path(__file__).parents[2] / "docs"
RESULTS: dict[str, Any] = json.loads((DOCS / "benchmarks" / "results.json").read_text("utf-8"))


def _changed() -> dict[str, Any]:
    return copy.deepcopy(RESULTS)


def test_the_page_is_what_its_results_render_to() -> None:
    made = render(RESULTS)
    there = {path.relative_to(DOCS).as_posix() for path in (DOCS / "benchmarks").glob("*.svg")} | {"benchmarks.md"}
    assert made.keys() == there, "python scripts/bench.py --render"
    for name, text in made.items():
        assert (DOCS / name).read_text("utf-8") == text, f"{name} is not what results.json says: bench.py --render"


def test_readme_says_what_the_results_say(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"above\n{BEGIN}old\n{END}below\n", "utf-8")
    put(RESULTS, readme)
    assert readme.read_text("utf-8") == f"above\n{BEGIN}{part(RESULTS)}{END}below\n"
    assert BEGIN + part(RESULTS) + END in (DOCS.parent / "README.md").read_text("utf-8"), "bench.py --render"
    readme.write_text("above\n", "utf-8")
    with pytest.raises(ValueError, match="no place for the benchmarks"):
        put(RESULTS, readme)


def test_the_page_is_of_a_whole_run_and_tells_of_no_machine() -> None:
    assert RESULTS["about"]["quick"] is False
    page = (DOCS / "benchmarks.md").read_text("utf-8")
    assert "/home/" not in page
    assert "/tmp/" not in page
    for name in render(RESULTS):
        assert name == "benchmarks.md" or f"]({name})" in page


def test_writing_puts_the_results_beside_the_page(tmp_path: Path) -> None:
    written = write(RESULTS, tmp_path)
    assert json.loads((tmp_path / "benchmarks/results.json").read_text("utf-8")) == RESULTS
    assert {path.relative_to(tmp_path).as_posix() for path in written} == {
        "benchmarks/results.json", *render(RESULTS),
    }  # fmt: skip


def test_every_figure_comes_from_the_results() -> None:
    slower = _changed()
    for row in slower["generate"]["rows"]:
        for cost in row["costs"]:
            cost["wall"] = 1234.5
    page = render(slower)["benchmarks.md"]
    assert page.count("1,234.50 s") >= len([row for row in slower["generate"]["rows"] if row["costs"]])
    assert "1,234.50 s" not in render(RESULTS)["benchmarks.md"]


@pytest.mark.parametrize(("seconds", "met"), [(4.9, True), (5.0, False)])
def test_a_goal_is_met_or_says_what_stands_in_the_way(seconds: float, met: bool) -> None:
    results = _changed()
    for row in results["generate"]["rows"]:
        for cost in row["costs"]:
            cost["wall"] = seconds
    goal = goals(results)[0]
    assert goal.met is met
    assert ("largest parts" in goal.reason) is not met


def test_a_tool_that_is_missing_has_a_row_that_says_so() -> None:
    results = _changed()
    row = results["generate"]["rows"][-1]
    kept = {"tool": row["tool"], "failure": "`java` is not on this machine", "costs": []}
    row.update({key: kept.get(key) for key in row} | {"error": "", "version": "", "command": "", "makes": ""})
    page = render(results)["benchmarks.md"]
    assert f"| {row['tool']} | not measured: 'java' is not on this machine |" in page
    assert f"- {row['tool']}: `not measured: 'java' is not on this machine`" in page


def test_without_the_peers_no_ratio_is_told_and_no_goal_judged() -> None:
    results = _changed()
    for starts in (results["start"]["starts"], results["start"]["packages"]):
        starts.pop("openai", None)
    for case in results["runtime"]["cases"]:
        case["found"] = {"openai_client": case["found"]["openai_client"]}
    judged = {goal.name: goal.met for goal in goals(results)}
    assert [met for name, met in judged.items() if "official" in name] == [None] * 5
    assert "not measured" in render(results)["benchmarks.md"]


def test_a_picture_is_well_formed_and_says_in_words_what_it_shows() -> None:
    shown = [Bar("a < b", Spread(2, 1, 3), "2.0 s", 0), Bar("c", Spread(4, 4, 4), "4.0 s")]
    root = ElementTree.fromstring(bars("Bars & more", "a < b: 2.0 s", shown, goal=1))
    texts = ["".join(each.itertext()) for each in root.iter() if each.tag.endswith(("text", "desc", "title"))]
    assert {"Bars & more", "a < b: 2.0 s", "a < b", "2.0 s", "goal"} <= set(texts)
    widths = [float(each.get("width", 0)) for each in root.iter() if each.get("class", "").startswith("f")]
    assert widths[1] == pytest.approx(2 * widths[0], abs=0.2)
    assert "prefers-color-scheme: dark" in "".join(root.itertext())


def test_lines_lie_where_their_numbers_say() -> None:
    across = Axis("size", (1.0, 10.0, 100.0), "{:g}".format, powers=True)
    up = Axis("rate", steps_to(90), "{:g}".format)
    picture = lines("t", "d", [Line("one", ((1, 0), (10, 50), (100, up.ticks[-1])))], across, up, (20, "goal"))
    points = ElementTree.fromstring(picture).find("{*}polyline")
    assert points is not None
    places = [tuple(map(float, point.split(","))) for point in str(points.get("points")).split()]
    (left, bottom), (middle, _), (right, top) = places
    assert middle == pytest.approx((left + right) / 2)
    assert bottom > top


@pytest.mark.parametrize(("greatest", "last"), [(1.0, 1.0), (1.26, 1.4), (7.3, 8.0), (95, 100)])
def test_an_axis_reaches_its_greatest_number_and_not_far_beyond(greatest: float, last: float) -> None:
    ticks = steps_to(greatest)
    assert ticks[0] == 0
    assert ticks[-1] == pytest.approx(last)
    assert 4 <= len(ticks) <= 11
    assert powers_around([3, 250]) == (1, 10, 100, 1000)
