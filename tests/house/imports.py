"""The import graph of a folder of packages, read from its source: every import counts.

Those inside functions and those for type checkers alone count too: modules that only get along because one of their
imports comes late are as hard to take apart as modules that cannot be imported.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

Graph: TypeAlias = Mapping[str, frozenset[str]]


def import_graph(source: Path) -> Graph:
    """From each module below a folder to the modules below it that it imports."""
    files = {_name(source, path): path for path in sorted(source.rglob("*.py"))}
    return {module: frozenset(_imports(module, path, files)) - {module} for module, path in files.items()}


def cycles(graph: Graph) -> list[list[str]]:
    """The groups of modules that reach one another, as sorted names."""
    reached = {module: _reach(graph, module) for module in graph}
    groups = {
        tuple(sorted(other for other in reached[module] if module in reached[other]))
        for module in graph
        if module in reached[module]
    }
    return [list(group) for group in sorted(groups)]


def _reach(graph: Graph, start: str) -> set[str]:
    found: set[str] = set()
    waiting = [*graph[start]]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting += graph[module]
    return found


def _name(source: Path, path: Path) -> str:
    parts = path.relative_to(source).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(module: str, path: Path, known: Collection[str]) -> Iterator[str]:
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            base = _base(package, node)
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                if inner in known:
                    yield inner
                elif base in known:
                    yield base


def _base(package: str, node: ast.ImportFrom) -> str:
    """The module that names are imported from, absolute."""
    if not node.level:
        return node.module or ""
    parents = package.split(".")[: package.count(".") + 2 - node.level]
    return ".".join([*parents, *([node.module] if node.module else [])])
