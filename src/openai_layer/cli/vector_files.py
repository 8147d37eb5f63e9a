"""Vectors with the records that they are of: written and read as ``.npz``, ``.jsonl`` or ``.csv``."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple
from zipfile import BadZipFile

from ..embed.numpy_extra import Floats, np
from ..embed.vectors import as_table
from ..fine_tuning.tables import read_table
from ..input_errors import InputError
from ..jsonl import dump_line
from ..whole_files import write_whole

FORMATS = (".npz", ".jsonl", ".csv")
EMBEDDING = "embedding"


class Vectors(NamedTuple):
    """What a file holds.

    Attributes:
        table: Shape (n, d).
        records: What each vector is of; texts and other columns by name.
        column: Which of them was embedded; empty where the file does not say.
        model: By which; empty where the file does not say.
    """

    table: Floats
    records: Sequence[dict[str, Any]]
    column: str = ""
    model: str = ""

    def text(self, position: int) -> str:
        """What was embedded, on one line."""
        record = self.records[position]
        return " ".join(str(record.get(self.column) if self.column else next(iter(record.values()), "")).split())


def check_format(path: Path) -> None:
    """Raise an InputError for a file that would be no file of vectors."""
    if path.suffix.lower() not in FORMATS:
        raise InputError(f"vectors are kept in {', '.join(FORMATS)}", path=path)


def write_vectors(path: Path, vectors: Vectors, *, overwrite: bool) -> None:
    """Write them, whole or not at all; raises as ``check_format`` and ``write_whole``.

    ``.npz`` has them in binary, as ``vectors`` and as ``about`` (JSON); the others have them as lists of numbers.
    """
    check_format(path)
    with write_whole(path, overwrite=overwrite) as file:
        {".npz": _npz, ".jsonl": _jsonl, ".csv": _csv}[path.suffix.lower()](file, vectors)


def read_vectors(path: Path) -> Vectors:
    """What ``write_vectors`` wrote, or another table with a column ``embedding``.

    Raises:
        InputError: If it is none, or a vector has another length, holds NaN or is all zero; names the line.
    """
    check_format(path)
    if path.suffix.lower() == ".npz":
        return _from_npz(path)
    entries = read_table(path, [EMBEDDING]).entries
    rows: list[Any] = []
    for line, values in entries:
        rows.append(_row(values, path, line))
        if len(rows[-1]) != len(rows[0]):
            problem = f"{len(rows[-1])} numbers in its vector, and {len(rows[0])} in the first; of another model?"
            raise InputError(problem, path=path, line=line)
    records = [{name: value for name, value in values.items() if name != EMBEDDING} for _, values in entries]
    return Vectors(np.stack(rows), records)


def _npz(file: IO[bytes], vectors: Vectors) -> None:
    about = {"column": vectors.column, "model": vectors.model, "records": vectors.records}
    np.savez(
        file, vectors=vectors.table, about=np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), np.uint8)
    )


def _jsonl(file: IO[bytes], vectors: Vectors) -> None:
    for record, row in zip(vectors.records, vectors.table, strict=True):
        file.write(dump_line({**record, EMBEDDING: _numbers(row)}))


def _csv(file: IO[bytes], vectors: Vectors) -> None:
    names = list(dict.fromkeys(name for record in vectors.records for name in record))
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([*names, EMBEDDING])
    for record, row in zip(vectors.records, vectors.table, strict=True):
        writer.writerow([*(record.get(name) for name in names), json.dumps(_numbers(row))])
    text.detach()


def _numbers(row: Iterable[Any]) -> list[float]:
    """The shortest decimals that read back as the same 32-bit numbers."""
    return [float(str(number)) for number in row]


def _from_npz(path: Path) -> Vectors:
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            table, about = as_table(file["vectors"]), json.loads(file["about"].tobytes())
        if len(table) != len(about["records"]):
            raise ValueError(f"{len(table)} vectors of {len(about['records'])} texts")
        return Vectors(table, about["records"], about["column"], about["model"])
    except InputError as error:
        raise InputError(error.problem, path=path) from error
    except FileNotFoundError as error:
        raise InputError("there is no such file; `openai-client embed` writes one", path=path) from error
    except (OSError, BadZipFile, EOFError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"this is no file of vectors, or it is damaged ({error})", path=path) from error


def _row(values: dict[str, Any], path: Path, line: int) -> Any:
    given = values.get(EMBEDDING)
    try:
        # A data frame writes them to CSV as JSON.
        row = json.loads(given) if isinstance(given, str) else given
        return as_table([row])[0]
    except InputError as error:
        problem = error.problem.removeprefix("vectors[0]").strip()
    except ValueError:
        problem = "is no list of numbers"
    if given is None:
        problem = "is missing: vectors stand in a column of this name"
    raise InputError(f"its {EMBEDDING} {problem}", path=path, line=line)
