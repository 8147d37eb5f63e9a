"""The page about tokens runs, and what its comments promise is so."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from openai_client.lib.tokens import MODELS
from openai_client.testing import MockAPI

from .blocks import DOCS, blocks, run
from .claims import claims

PAGE = DOCS / "tokens.md"


@pytest.fixture
def names() -> Iterator[dict[str, object]]:
    api = MockAPI()
    usage = {"prompt_tokens": 20, "completion_tokens": 5, "total_tokens": 25}
    api.chat.completions.create.returns({"id": "c", "choices": [], "usage": usage})
    yield {"client": api.client()}
    MODELS._models.pop("acme-1", None)


@claims(PAGE, "python")
def test_the_page_runs(names: dict[str, object]) -> None:
    for block in blocks(PAGE, "python"):
        run(PAGE, block, names)

    fitted = names["fitted"]
    assert isinstance(fitted, list)
    assert [message["role"] for message in fitted] == ["system", "assistant", "user"]


def test_values_in_comments_are_right(names: dict[str, object]) -> None:
    """Of lines such as ``count_tokens(...)  # 2``: a comment that begins with a number, a list or a quote."""
    checked = 0
    for block in blocks(PAGE, "python"):
        run(PAGE, block, names)
        for line in block.code.splitlines():
            call, mark, comment = line.partition("  # ")
            if not mark or comment[0] not in "0123456789[":
                continue
            promised = re.match(r"\[.*?\]|[\d.]+", comment)
            assert promised is not None
            assert eval(call, names) == ast.literal_eval(promised[0]), line
            checked += 1
    assert checked == 7
