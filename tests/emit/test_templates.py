"""Templates: a user's folder comes first, a wrong name fails with its place, and the page about views is complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from specloom.emit.page import page
from specloom.emit.render import Renderer
from specloom.problems import SpecloomError

ROOT = Path(__file__).parents[2]


def test_a_users_template_overrides_ours_and_the_rest_stays(tmp_path: Path) -> None:
    mine, ours = tmp_path / "mine", tmp_path / "ours"
    for folder, text in ((mine, "mine"), (ours, "ours")):
        folder.mkdir()
        (folder / "a.jinja").write_text(f"{text} {{{{ view }}}}")
    (ours / "b.jinja").write_text("only {% include 'a.jinja' %}")
    renderer = Renderer.over([mine, ours])
    assert renderer.render("a.jinja", view=1) == "mine 1"
    assert renderer.render("b.jinja", view=2) == "only mine 2"


@pytest.mark.parametrize(
    ("template", "line", "message"),
    [
        ("one\n{{ view.nothing }}\n", 2, "nothing"),
        ("one\ntwo\n{{ unknown }}\n", 3, "unknown"),
        ("one\n{% for %}\n", 2, "syntax"),
    ],
)
def test_a_wrong_template_fails_with_its_file_and_line(tmp_path: Path, template: str, line: int, message: str) -> None:
    (tmp_path / "bad.jinja").write_text(template)
    with pytest.raises(SpecloomError) as caught:
        Renderer.over([tmp_path]).render("bad.jinja", view=object())
    (problem,) = caught.value.problems
    assert problem.line == line
    assert problem.source.endswith("bad.jinja")
    assert message in problem.message


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(SpecloomError, match=r"none\.jinja"):
        Renderer.over([tmp_path]).render("none.jinja")


def test_the_page_about_views_says_what_the_views_hold() -> None:
    text = (ROOT / "docs/templates.md").read_text("utf-8")
    assert text.endswith(page()), "run: python -m specloom.emit.page"
