"""Blocks that install something or start a session: no test does that, but what they name is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from .blocks import DOCS, ROOT, blocks
from .checked import check, check_all
from .claims import claims

PAGES = [
    ROOT / "CONTRIBUTING.md",
    *[DOCS / f"{name}.md" for name in ("api-gateway", "bulk", "embeddings", "tokens")],
    *sorted((ROOT / "generated").glob("*/README.md")),
]
MOCK = DOCS / "mock.md"


@claims(PAGES, "bash")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_is_installed_is_there(page: Path) -> None:
    for block in blocks(page, "bash"):
        check_all(block)


@claims(MOCK, "bash", section="Tests without the API")
def test_the_mock_is_an_extra() -> None:
    for block in blocks(MOCK, "bash", section="Tests without the API"):
        check_all(block)


@pytest.mark.parametrize(
    "line",
    [
        "pip install specloom[none]", "pip install ./generated/none", "pip install nobody-needs-this", "nox -s none",
        "python3 scripts/none.py", "python3 scripts/dev.py none", "python -m specloom.none", "pytest tests/none",
        "specloom none", "specloom generate --none", "specloom templates none", "openai-client none", "none",
    ],
)  # fmt: skip
def test_what_is_not_there_is_noticed(line: str) -> None:
    with pytest.raises(Exception, match=r"none|nobody"):
        check(line.split())
