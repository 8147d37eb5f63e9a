"""Every module of the package stands on its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from scripts.bench_import import stub_server

PACKAGE = Path(__file__).parents[2] / "generated/openai_client/src/openai_client"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}

FRESH_IMPORTS = """
import importlib, os, sys
import attrs, httpx  # the dependencies, loaded once; every child then imports one module of ours and nothing before it
failed = []
for name in sys.stdin.read().split():
    child = os.fork()
    if not child:
        try:
            module = importlib.import_module(name)
            for public in dir(module):
                getattr(module, public)
        except BaseException as error:
            print(f"{name}: {error!r}", file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        failed.append(name)
print(len(failed))
"""


def test_every_module_imports_in_a_fresh_process() -> None:
    modules = [module_name(path) for path in sorted(PACKAGE.rglob("*.py"))]
    assert len(modules) > 500
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", FRESH_IMPORTS],
        input="\n".join(modules),
        capture_output=True,
        text=True,
        check=True,
        env=ENVIRONMENT,
    )
    assert run.stdout.strip() == "0", run.stderr


def module_name(path: Path) -> str:
    """The dotted name of a module file."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_the_client_class_costs_no_httpx() -> None:
    code = "import sys, openai_client; openai_client.OpenAI; print('httpx' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=ENVIRONMENT)
    assert run.stdout.strip() == "False"


def test_the_first_call_loads_little_beside_httpx() -> None:
    with stub_server() as url:
        code = (
            "import sys, httpx, httpcore; before = set(sys.modules)\n"
            "from openai_client import OpenAI\n"
            f"client = OpenAI(api_key='none', base_url={url!r})\n"
            "answer = client.chat.completions.create(model='stub', messages=[])\n"
            "assert answer.choices[0].message.content == 'Good day.'\n"
            "print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
        )
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=ENVIRONMENT)
    loaded = set(run.stdout.split())
    assert "openai_client" in loaded
    assert not loaded & {"anyio", "asyncio", "attr", "attrs", "concurrent", "typing_extensions"}


def test_size_is_within_its_limits() -> None:
    files = [path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert sum(path.stat().st_size for path in files) < 5_000_000
    assert sum(path.read_text("utf-8").count("\n") for path in files if path.suffix == ".py") < 90_000
