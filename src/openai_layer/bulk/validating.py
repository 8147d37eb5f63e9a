"""Many files of training data, looked over at the same time."""

from __future__ import annotations

from glob import glob, has_magic
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from ..extras import load_extra
from ..input_errors import InputError
from .counting import Paths, paths_of

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..fine_tuning import Report
    from ..fine_tuning.records import Kind


class ValidateOptions(TypedDict, total=False):
    """As for ``fine_tuning.validate``."""

    kind: Kind | Literal["auto"]
    model: str | None
    token_limit: int | None
    max_findings: int | None


def validate_files(paths: Paths, **options: Unpack[ValidateOptions]) -> list[Report]:
    """Look over files of training data, each as a piece of work of its own; the reports come in their order.

    Args:
        paths: Of the files, as the workers see them; they may hold ``*``, and are then sorted.
        options: As for ``fine_tuning.validate``.

    Raises:
        MissingDependencyError: If dask is not installed.
        InputError: If a file cannot be read, or there is none.
    """
    module = load_extra("dask.bag", extra="bulk", purpose="validating many files")
    names = [name for path in paths_of(paths) for name in (sorted(glob(path)) if has_magic(path) else [path])]
    if not names:
        raise InputError(f"there is no file like {', '.join(paths_of(paths)) or 'that'}")
    reports: list[Report] = module.from_sequence(names, npartitions=len(names)).map(_validated, **options).compute()
    return reports


def _validated(path: str, **options: Any) -> Report:
    from ..fine_tuning import validate

    return validate(path, **options)
