"""Both sides are read at once, in two processes where that pays, and a fault in either is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from specloom.diff.sides import Given, Text, read_side, reading
from specloom.problems import SpecloomError
from tests.diff.repository import Repository, pets

NAME_IS_GONE = "Pet.name is gone"


_LARGE = 3_000


def _large(without: str = "") -> bytes:
    """A document for which a second process pays."""
    document = pets(without)
    for number in range(_LARGE):
        document["components"]["schemas"][f"Other{number}"] = {
            "type": "object",
            "properties": {f"field_{number}": {"type": "string", "description": "Some words about it."}},
        }
    return json.dumps(document).encode()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere one process does it all")
def test_large_sides_are_read_side_by_side_with_the_same_result(repository: Repository) -> None:
    (repository.root / "old.json").write_bytes(_large())
    (repository.root / "new.json").write_bytes(_large("name"))
    (repository.root / "bad.json").write_bytes(_large().replace(b"schemas/Pet", b"schemas/Dog"))
    program = (
        "import os, sys\n"
        "os.sched_getaffinity = lambda process: {0, 1}\n"
        "from specloom.commands.main import main\n"
        "forked, fork = [], os.fork\n"
        "os.fork = lambda: forked.append(1) or fork()\n"
        "try:\n    main(sys.argv[1:])\n"
        "finally:\n    print('forks', len(forked))\n"
    )

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", program, "diff", *arguments]
        return subprocess.run(command, capture_output=True, text=True, cwd=repository.root, check=False)

    done = run("old.json", "new.json")
    assert done.returncode == 1, done.stderr
    assert NAME_IS_GONE in done.stdout
    assert done.stdout.endswith("forks 1\n")
    assert done.stdout.count("old.json → new.json") == 1
    for which, arguments in {"old": ("bad.json", "new.json"), "new": ("old.json", "bad.json")}.items():
        refused = run(*arguments)
        assert refused.returncode == 2
        assert f"the {which} side: " in refused.stderr
        assert refused.stdout == "forks 1\n"


def test_a_side_whose_process_dies_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    given = Given("pets", Text(json.dumps(pets()).encode(), "pets.json"))
    other = Given("pets", Text(json.dumps(pets("name")).encode(), "pets.json"))

    def fork() -> int:
        # A process that ends at once and says nothing: as if it had been killed for want of memory.
        return os.posix_spawn(sys.executable, [sys.executable, "-c", ""], os.environ)

    monkeypatch.setattr("specloom.diff.sides._pays", lambda old, new: True)
    monkeypatch.setattr(os, "fork", fork)
    with reading(given, other) as read:
        old, new = read()
    assert old.side.prepared == read_side(given).side.prepared
    assert new.side.prepared != old.side.prepared


def test_a_fault_of_ours_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(document: object, source: str) -> None:
        raise KeyError("surprise")

    monkeypatch.setattr("specloom.diff.sides.prepare", fail)
    with pytest.raises(SpecloomError, match="by a fault of specloom \\(KeyError: 'surprise'\\)"):
        read_side(Given("pets", Text(json.dumps(pets()).encode(), "pets.json")))
