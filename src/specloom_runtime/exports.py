"""Lazy public names: a package lists what it offers, and a module is imported when one of its names is asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def lazy_exports(package: str, names: Mapping[str, str]) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """``__getattr__`` and ``__dir__`` for a package (PEP 562).

    Args:
        package: The package's ``__name__``.
        names: Public name to ``relative.module:attribute``; without an attribute the name is the module itself.

    Returns:
        The two functions, to be bound at module level. A name once resolved is kept in the package.
    """

    def __getattr__(name: str) -> object:  # noqa: N807 - becomes one of a module
        try:
            module_name, _, attribute = names[name].partition(":")
        except KeyError:
            raise AttributeError(f"module {package!r} has no attribute {name!r}") from None
        module = import_module(module_name, package)
        value: object = getattr(module, attribute) if attribute else module
        setattr(sys.modules[package], name, value)
        return value

    def __dir__() -> list[str]:  # noqa: N807
        return sorted({*vars(sys.modules[package]), *names})

    return __getattr__, __dir__
