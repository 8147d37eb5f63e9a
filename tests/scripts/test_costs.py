"""Costs are those of the measured process and its children."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from scripts.costs import CommandError, Cost, middle, run

pytestmark = pytest.mark.skipif(not hasattr(os, "wait4"), reason="the kernel's own numbers come from wait4")


def python(code: str, folder: Path) -> tuple[Cost, str]:
    return run([sys.executable, "-c", code], folder=folder, environment=os.environ)


def test_wall_time_counts_sleep_and_processor_time_does_not(tmp_path: Path) -> None:
    cost, _ = python("import time; time.sleep(0.5)", tmp_path)
    assert cost.wall >= 0.5
    assert cost.cpu < 0.4


def test_work_and_memory_of_a_child_count(tmp_path: Path) -> None:
    idle, _ = python("pass", tmp_path)
    child = tmp_path / "child.py"
    child.write_text("import time\nheld = bytearray(200_000_000)\nwhile time.process_time() < 0.4: pass\n")
    busy, _ = python(f"import subprocess, sys; subprocess.run([sys.executable, {str(child)!r}], check=True)", tmp_path)
    assert busy.cpu >= 0.3
    assert busy.peak > idle.peak + 150


def test_output_is_returned_and_the_folder_left_clean(tmp_path: Path) -> None:
    _, output = python("import sys; print('out', flush=True); print('err', file=sys.stderr)", tmp_path)
    assert output.split() == ["out", "err"]
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_fails_says_so_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"ended with 3:\nno such thing"):
        python("print('no such thing'); raise SystemExit(3)", tmp_path)


def test_medians_are_taken_number_by_number() -> None:
    assert middle([Cost(1, 9, 5), Cost(3, 1, 4), Cost(2, 2, 9)]) == Cost(2, 2, 5)
