"""The largest package that we make, made twice: the same bytes, whatever the hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
import hashlib, sys
from pathlib import Path
from specloom.commands.console import SilentProgress
from specloom.commands.pipeline import emit_target, plan_target
from specloom.config import load_config

config = load_config(Path(sys.argv[1]))
target = config.target("openai")
steps = SilentProgress()
files = emit_target(config, target, plan_target(config, target, steps).plan, steps)
digest = hashlib.sha256()
for path, text in files.items():
    digest.update(f"{path}\\0{text}\\0".encode())
print(len(files), digest.hexdigest())
"""


def test_openais_package_does_not_depend_on_the_hash_seed() -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(ROOT)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("0", "4242")
    ]
    answers = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert answers[0] == answers[1]
    assert int(answers[0].split()[0]) > 1000
