"""What a package tells a server about the program that calls it, where its settings ask for that."""

from __future__ import annotations

import sys
from functools import lru_cache

_SYSTEMS = {
    "darwin": "MacOS",
    "windows": "Windows",
    "freebsd": "FreeBSD",
    "openbsd": "OpenBSD",
    "linux": "Linux",
    "ios": "iOS",
    "ipados": "iOS",
    "android": "Android",
}
_MACHINES = {"aarch64": "arm64", "arm64": "arm64", "arm": "arm", "x86_64": "x64", "amd64": "x64"}


@lru_cache(maxsize=8)
def platform_headers(prefix: str, version: str, *, is_async: bool) -> dict[str, str]:
    """Headers that tell language, version, system and so on; looked up once in a process.

    Args:
        prefix: What their names begin with (``X-Stainless``).
        version: Of the package.
        is_async: Whether the client is asynchronous.
    """
    import platform

    facts = {
        "Lang": "python",
        "Package-Version": version,
        "OS": _system(platform.system()),
        "Arch": _machine(platform.machine()),
        "Runtime": platform.python_implementation(),
        "Runtime-Version": platform.python_version(),
        "Async": "async:asyncio" if is_async else "false",
    }
    return {f"{prefix}-{name}": value for name, value in facts.items()}


def _system(name: str) -> str:
    return _SYSTEMS.get(name.lower(), f"Other:{name.lower()}" if name else "Unknown")


def _machine(name: str) -> str:
    known = _MACHINES.get(name.lower())
    if known:
        return known
    if sys.maxsize <= 2**32:
        return "x32"
    return f"other:{name.lower()}" if name else "unknown"
