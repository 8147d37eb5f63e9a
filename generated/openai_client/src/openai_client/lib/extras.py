"""Packages that only part of the layer needs: imported when used, and named when missing."""

from __future__ import annotations

import importlib
from types import ModuleType

from .._runtime.polling_display import MissingDependencyError

PACKAGE = __name__.partition(".")[0]


def load_extra(module: str, *, extra: str, purpose: str) -> ModuleType:
    """A module of an optional package.

    Args:
        module: Its full name, such as ``"sklearn.cluster"``.
        extra: The extra of this distribution that installs it.
        purpose: What it is needed for, as the subject of a sentence: ``"clustering"``.

    Raises:
        MissingDependencyError: If it is not installed; says which extra brings it.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        wanted = module.partition(".")[0]
        if (error.name or "").partition(".")[0] != wanted:
            raise  # it is there, and lacks something itself
        distribution = PACKAGE.replace("_", "-")
        raise MissingDependencyError(
            f"{purpose} needs the package {wanted}, which is not installed: pip install '{distribution}[{extra}]'"
        ) from error
