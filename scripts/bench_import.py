"""Starting a program: ``from openai_client import OpenAI`` and the first ``create``, beside the official package.

Each package is installed in an environment of its own and talks to the same stub server on this machine. The two
take turns, every run in a fresh process, and the median counts. With them goes the least that a client over httpx
can cost: httpx alone, in our package's environment, sends the same request and reads the same JSON.
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
FLOOR = "httpx"

# Runs in the measured process. Only what the interpreter has loaded anyway may be imported before the clock starts.
PROBE = """
import sys, time
before = set(sys.modules)
start = time.perf_counter()
{import_}
imported = time.perf_counter()
import_modules = len(set(sys.modules) - before)
{client}
made = time.perf_counter()
{call}
called = time.perf_counter()
assert {content} == "Good day.", answer
call_modules = len(set(sys.modules) - before)
import json
print(json.dumps(dict(
    import_=imported - start, client=made - imported, call=called - made, total=called - start,
    import_modules=import_modules, call_modules=call_modules,
)))
"""

_MESSAGES = [{"role": "user", "content": "Hello"}]
_FLOOR_CLIENT = "import ssl; client = httpx.Client(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))"
"""Without certificates, which a server without TLS needs none of."""
_FLOOR_CALL = (
    'answer = client.post(sys.argv[1] + "/chat/completions", headers={"Authorization": "Bearer none"}, '
    f'json={{"model": "stub", "messages": {_MESSAGES}}}).json()'
)


def probe(package: str) -> str:
    """The program that is measured."""
    if package == FLOOR:
        parts = ("import httpx", _FLOOR_CLIENT, _FLOOR_CALL, 'answer["choices"][0]["message"]["content"]')
    else:
        client = 'client = OpenAI(api_key="none", base_url=sys.argv[1])'
        call = f'answer = client.chat.completions.create(model="stub", messages={_MESSAGES})'
        parts = (f"from {package} import OpenAI", client, call, "answer.choices[0].message.content")
    return PROBE.format(**dict(zip(("import_", "client", "call", "content"), parts, strict=True)))


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
        command = [package.home.python, "-c", probe(package.name), url]
        cost, output = run(command, folder=Path(scratch), environment=package.home.variables())
    return Start(**json.loads(output.splitlines()[-1]), peak=cost.peak)


def middle(starts: Sequence[Start]) -> Start:
    """The medians, number by number."""
    rows = [asdict(start) for start in starts]
    return Start(**{key: median(row[key] for row in rows) for key in rows[0]})


def table(ours: Package, theirs: Package, floor: Package, found: dict[str, Start], runs: int) -> Table:
    """The packages beside each other; the ratio is ours over theirs."""
    made = Table("", title=f"First answer from a stub server, median of {runs} runs each", title_justify="left")
    for package in (ours, theirs):
        made.add_column(f"{package.name} {package.version}", justify="right")
    made.add_column("ratio", justify="right")
    made.add_column(f"{floor.name} {floor.version} alone", justify="right")
    a, b, least = (found[package.name] for package in (ours, theirs, floor))
    for label, key, unit in (
        ("import, ms", "import_", 1000),
        ("client, ms", "client", 1000),
        ("first create, ms", "call", 1000),
        ("all of it, ms", "total", 1000),
        ("modules, import", "import_modules", 1),
        ("modules, all of it", "call_modules", 1),
        ("peak memory, MB", "peak", 1),
    ):
        made.add_row(label, *_cells([getattr(start, key) * unit for start in (a, b, least)], label))
    for label, weights in (
        ("installed, MB", [package.megabytes for package in (ours, theirs, floor)]),
        ("installed, lines", [package.lines for package in (ours, theirs, floor)]),
    ):
        made.add_row(label, *_cells(weights, label))
    return made


def _cells(values: Sequence[float], label: str) -> tuple[str, ...]:
    digits = 1 if "MB" in label or "ms" in label else 0
    ours, theirs, floor = (f"{value:,.{digits}f}" for value in values)
    return ours, theirs, f"{values[0] / values[1]:.2f}", floor


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
        with console.status("installing the packages"):
            ours, theirs = packages(arguments.project.resolve(), arguments.cache.resolve())
            floor = _package(FLOOR, FLOOR, ours.home)
        with stub_server() as url, console.status("measuring"):
            starts: dict[str, list[Start]] = {package.name: [] for package in (ours, theirs, floor)}
            for number in range(runs + 1):
                for package in (ours, theirs, floor):
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
        Console(width=None if sys.stdout.isatty() else 120).print(table(ours, theirs, floor, found, runs))
    return 0
