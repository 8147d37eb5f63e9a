"""Lazy public names: a package knows what it offers, and a module is imported when one of its names is asked for."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pkgutil import iter_modules

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def module_of(name: str) -> str:
    """The module that a class has by rule: ``ChatModel`` is in ``chat_model``."""
    return _CAPITAL.sub("_", name).lower()


def class_of(module: str) -> str:
    """The class that a module has by rule: ``chat_model`` has ``ChatModel``."""
    return "".join(word[:1].upper() + word[1:] for word in module.split("_"))


def is_regular(module: str, name: str) -> bool:
    """Whether the rule leads from a class to its module and back; acronyms and underscores are beyond it."""
    return module_of(name) == module and class_of(module) == name


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


def lazy_classes(package: str, names: Mapping[str, str]) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """The same for a package whose every module offers a class.

    Args:
        package: The package's ``__name__``.
        names: As for ``lazy_exports``: what the rule does not find. Any other class is in the module of its name.
    """
    stated, known = lazy_exports(package, names)

    def __getattr__(name: str) -> object:  # noqa: N807
        module = module_of(name)
        if name not in names and is_regular(module, name):
            try:
                found = vars(import_module(f".{module}", package))
            except ModuleNotFoundError as error:
                if error.name != f"{package}.{module}":
                    raise
            else:
                if name in found:
                    setattr(sys.modules[package], name, found[name])
                    return found[name]
        return stated(name)

    def __dir__() -> list[str]:  # noqa: N807
        places = [place.partition(":") for place in names.values()]
        # The table names those modules whose class is not called as the rule has it.
        irregular = {module for module, _, name in places if not is_regular(module[1:], name)}
        modules = [found.name for found in iter_modules(sys.modules[package].__path__) if not found.ispkg]
        return sorted({*known(), *(class_of(module) for module in modules if f".{module}" not in irregular)})

    return __getattr__, __dir__
