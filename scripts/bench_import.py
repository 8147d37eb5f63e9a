"""Starting a program: ``from openai_client import OpenAI`` and the first ``create``, beside the official package.

Each package is installed in an environment of its own and talks to the same stub server on this machine. The two
take turns, every run in a fresh process, and the median counts.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from attrs import asdict, frozen
from rich.console import Console
from rich.table import Table

from scripts.costs import CommandError, run
from scripts.environments import Environment, InstallError, environment

ROOT = Path(__file__).resolve().parent.parent
OURS = "openai_client"
THEIRS = "openai"

# Runs in the measured process. Only what the interpreter has loaded anyway may be imported before the clock starts.
PROBE = """
import sys, time
before = set(sys.modules)
start = time.perf_counter()
from {package} import OpenAI
imported = time.perf_counter()
import_modules = len(set(sys.modules) - before)
client = OpenAI(api_key="none", base_url=sys.argv[1])
made = time.perf_counter()
answer = client.chat.completions.create(model="stub", messages=[{{"role": "user", "content": "Hello"}}])
called = time.perf_counter()
assert answer.choices[0].message.content == "Good day.", answer
call_modules = len(set(sys.modules) - before)
import json
print(json.dumps(dict(
    import_=imported - start, client=made - imported, call=called - made, total=called - start,
    import_modules=import_modules, call_modules=call_modules,
)))
"""

ANSWER = {
    "id": "chatcmpl-stub",
    "object": "chat.completion",
    "created": 1,
    "model": "stub",
    "choices": [
        {
            "index": 0,
            "finish_reason": "stop",
            "logprobs": None,
            "message": {"role": "assistant", "content": "Good day.", "refusal": None},
        }
    ],
    "usage": {"prompt_tokens": 1, "completion_tokens": 3, "total_tokens": 4},
}


@frozen
class Start:
    """What a program pays until it has its first answer: seconds, modules, megabytes.

    Attributes:
        import_: The import statement.
        client: Making the client, where TLS certificates are read.
        call: The first call, from arguments to decoded answer.
        total: From the first line of the program to the answer.
        import_modules: Modules loaded by the import statement.
        call_modules: Modules loaded up to the answer.
        peak: Most memory of the process.
    """

    import_: float
    client: float
    call: float
    total: float
    import_modules: float
    call_modules: float
    peak: float


@frozen
class Package:
    """A package in its environment, and what it weighs there."""

    name: str
    version: str
    home: Environment
    megabytes: float
    lines: int


class _Stub(BaseHTTPRequestHandler):
    """Gives every POST the same chat completion."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.dumps(ANSWER).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: requests are part of the plan."""


@contextmanager
def stub_server() -> Iterator[str]:
    """A server on this machine for as long as the context lasts; gives its base URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Stub)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def packages(project: Path, cache: Path) -> tuple[Package, Package]:
    """Our package, installed as it stands today, and the official one from the package index.

    Raises:
        InstallError: If either cannot be installed.
    """
    ours = environment(cache, OURS, ("httpx", "attrs"))
    ours.install("--force-reinstall", "--no-deps", str(project))
    return _package(OURS, OURS, ours), _package(THEIRS, THEIRS, environment(cache, THEIRS, (THEIRS,)))


def _package(name: str, distribution: str, home: Environment) -> Package:
    (folder,) = home.folder.glob(f"lib/python*/site-packages/{name}")
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    lines = sum(path.read_bytes().count(b"\n") for path in files if path.suffix == ".py")
    size = sum(path.stat().st_size for path in files) / 1_000_000
    return Package(name, home.version(distribution), home, size, lines)


def measure(package: Package, url: str) -> Start:
    """One start in a fresh process.

    Raises:
        CommandError: If the program fails.
    """
    with TemporaryDirectory(prefix="specloom-bench-") as scratch:
        command = [package.home.python, "-c", PROBE.format(package=package.name), url]
        cost, output = run(command, folder=Path(scratch), environment=package.home.variables())
    return Start(**json.loads(output.splitlines()[-1]), peak=cost.peak)


def middle(starts: Sequence[Start]) -> Start:
    """The medians, number by number."""
    rows = [asdict(start) for start in starts]
    return Start(**{key: median(row[key] for row in rows) for key in rows[0]})


def table(ours: Package, theirs: Package, found: dict[str, Start], runs: int) -> Table:
    """Both packages beside each other; the ratio is ours over theirs."""
    made = Table("", title=f"First answer from a stub server, median of {runs} runs each", title_justify="left")
    for package in (ours, theirs):
        made.add_column(f"{package.name} {package.version}", justify="right")
    made.add_column("ratio", justify="right")
    a, b = found[ours.name], found[theirs.name]
    for label, mine, other, unit in (
        ("import, ms", a.import_, b.import_, 1000),
        ("client, ms", a.client, b.client, 1000),
        ("first create, ms", a.call, b.call, 1000),
        ("all of it, ms", a.total, b.total, 1000),
        ("modules, import", a.import_modules, b.import_modules, 1),
        ("modules, all of it", a.call_modules, b.call_modules, 1),
        ("peak memory, MB", a.peak, b.peak, 1),
        ("installed, MB", ours.megabytes, theirs.megabytes, 1),
        ("installed, lines", ours.lines, theirs.lines, 1),
    ):
        digits = 1 if "MB" in label or "ms" in label else 0
        made.add_row(label, *(f"{value * unit:,.{digits}f}" for value in (mine, other)), f"{mine / other:.2f}")
    return made


def main(argv: Sequence[str]) -> int:
    """Run the benchmark and print it; 0 when it could be run, 2 when it could not."""
    parser = argparse.ArgumentParser("bench.py import", description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="starts of each package (15)")
    parser.add_argument("--project", type=Path, default=ROOT / "generated" / OURS, help="our package's project")
    parser.add_argument("--cache", type=Path, default=ROOT / ".nox" / "bench", help="folder of the environments")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    arguments = parser.parse_args(argv)
    runs = max(arguments.runs, 1)
    console = Console(stderr=True)
    try:
        with console.status("installing both packages"):
            ours, theirs = packages(arguments.project.resolve(), arguments.cache.resolve())
        with stub_server() as url, console.status("measuring"):
            starts: dict[str, list[Start]] = {ours.name: [], theirs.name: []}
            for number in range(runs + 1):
                for package in (ours, theirs):
                    start = measure(package, url)
                    if number:  # the first one of each warms the disk
                        starts[package.name].append(start)
    except (InstallError, CommandError, OSError) as error:
        console.print(str(error), markup=False, highlight=False)
        return 2
    found = {name: middle(each) for name, each in starts.items()}
    if arguments.json:
        json.dump({name: asdict(start) for name, start in found.items()}, sys.stdout, indent=1)
        print()
    else:
        Console(width=None if sys.stdout.isatty() else 120).print(table(ours, theirs, found, runs))
    return 0
