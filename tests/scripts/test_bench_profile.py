"""Profiles tell of parts of the program, and of no place on the machine."""

from __future__ import annotations

import signal

import pytest

from scripts.bench_profile import Share, imports_of, part_of, profile_of
from scripts.profile_probe import looked_into


@pytest.mark.parametrize(("file", "part"), [
    ("/home/me/.venv/lib/python3.11/site-packages/jinja2/lexer.py", "jinja2"),
    ("/home/me/.venv/lib/python3.11/site-packages/typing_extensions.py", "typing_extensions"),
    ("/home/me/specloom/src/specloom/prepare/walk.py", "specloom.prepare"),
    ("/home/me/specloom/generated/openai_client/src/openai_client/_runtime/codecs.py", "openai_client._runtime"),
    ("/home/me/.venv/lib/python3.11/site-packages/openai_client/_client.py", "openai_client._client"),
    ("/usr/lib/python3.11/json/decoder.py", "json"),
    ("/usr/lib/python3.11/copy.py", "copy"),
    ("<frozen importlib._bootstrap>", "importing"),
    ("<attrs generated init specloom.plan.values.Plan>", "code made at run time"),
    ("/home/me/specloom/scripts/sizes_probe.py", "sizes_probe"),
])  # fmt: skip
def test_a_file_belongs_to_a_package_and_ours_to_a_room(file: str, part: str) -> None:
    assert part_of(file) == part


def test_parts_and_functions_come_with_their_shares_the_largest_first() -> None:
    functions = [
        ["/x/src/specloom/plan/make.py", "make", 1.0],
        ["/x/src/specloom/plan/tree.py", "below", 2.0],
        ["<frozen importlib._bootstrap>", "_load", 1.0],
    ]
    found = profile_of("it", {"seconds": 4.0, "functions": functions})
    assert found.parts == (Share("specloom.plan", 0.75), Share("importing", 0.25))
    assert found.functions[0] == Share("specloom.plan: tree.below", 0.5)
    assert "/x/" not in repr(found)


def test_imports_are_added_up_by_package() -> None:
    told = (
        "import time: self [us] | cumulative | imported package\nimport time:       300 |        300 |   httpx._api\n"
    )
    found = imports_of(
        told + "import time:       100 |        400 | httpx\nimport time:       600 |  600 | ssl\nanswer\n"
    )
    assert found.parts == (Share("ssl", 0.6), Share("httpx", 0.4))
    assert found.functions[1] == Share("httpx._api", 0.3)


def test_what_a_built_in_function_takes_is_its_callers() -> None:
    before = signal.getsignal(signal.SIGPROF)
    found = looked_into(_sorting)
    seconds = {name: own for file, name, own in found["functions"] if file == __file__}
    assert seconds["_sorting"] > found["seconds"] / 2 > 0
    assert signal.getsignal(signal.SIGPROF) is before
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def _sorting() -> None:
    for _ in range(20):
        sorted(range(1_000_000, 0, -1))
