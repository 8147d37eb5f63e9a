"""Runs in the measured process: ``growth_probe.py FILE`` loads and prepares a document.

Prints JSON: seconds on the wall and of the processor that preparing took; loading is not in them.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from specloom.document.load import load_text
from specloom.prepare import prepare

if __name__ == "__main__":
    path = Path(sys.argv[1])
    document = load_text(path.read_bytes(), path.name)
    wall, cpu = time.perf_counter(), time.process_time()
    prepare(document, path.name)
    print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}))
