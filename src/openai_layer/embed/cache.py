"""Vectors kept on disk, so that what was paid for once is not asked for again: one SQLite file, for several processes.

A vector is found by the SHA-256 of model, dimensions and text; texts themselves are not kept. Names of models mean
what the server makes of them, so keep a file for each server.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from os import PathLike
from pathlib import Path
from types import TracebackType

from ..input_errors import InputError
from .numpy_extra import Floats, np

APPLICATION = 0x656D6264
"""Marks the file as ours ("embd"), so that another program's is not written to."""
VERSION = 1
PATIENCE = 60.0
"""Seconds that a process waits for another to finish writing."""
_AT_ONCE = 500  # SQLite before 3.32 takes 999 parameters


class EmbeddingCache:
    """An open file of vectors; used in a ``with`` block, or closed with ``close``.

    Args:
        path: The file; made if there is none, in a folder that exists.

    Raises:
        InputError: If the file is none of these, of another version, damaged, or cannot be opened.
    """

    path: Path

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path = Path(path)
        with self._explained():
            # Used by one thread at a time, which in an asynchronous program is not always the same one.
            self._connection = sqlite3.connect(self.path, timeout=PATIENCE, check_same_thread=False)
        try:
            with self._explained():
                self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> EmbeddingCache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        """How many vectors there are."""
        with self._explained(), closing(self._connection.execute("SELECT count(*) FROM vectors")) as found:
            return int(found.fetchone()[0])

    def close(self) -> None:
        """Close the file; what was put into it is there already."""
        self._connection.close()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Floats]:
        """The vectors that there are, by key.

        Raises:
            InputError: If the file is damaged.
        """
        found: dict[bytes, Floats] = {}
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            # Only question marks are put into the statement.
            query = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"  # noqa: S608
            with self._explained(), closing(self._connection.execute(query, some)) as rows:
                found.update((key, self._vector(blob)) for key, blob in rows)
        return found

    def put(self, vectors: Mapping[bytes, Floats]) -> None:
        """Add vectors, all of them or none; those that are there already stay.

        Raises:
            InputError: If the file cannot be written to, or another process keeps it for too long.
        """
        rows = [(key, np.asarray(vector, "<f4").tobytes()) for key, vector in vectors.items()]
        with self._explained(), self._writing():
            self._connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)

    def _prepare(self) -> None:
        if self._marks() == (APPLICATION, VERSION):
            return
        with self._writing():  # another process may be making the file at the same time
            application, version = self._marks()
            if (application, version) == (APPLICATION, VERSION):
                return
            if application == APPLICATION:
                raise InputError(
                    f"this cache has version {version}, and version {VERSION} is understood; name another file",
                    path=self.path,
                )
            if application or version or self._one("SELECT count(*) FROM sqlite_master"):
                raise InputError("this is another program's database, no cache of embeddings", path=self.path)
            self._connection.execute("CREATE TABLE vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)")
            self._connection.execute(f"PRAGMA application_id = {APPLICATION}")
            self._connection.execute(f"PRAGMA user_version = {VERSION}")

    def _marks(self) -> tuple[int, int]:
        return self._one("PRAGMA application_id"), self._one("PRAGMA user_version")

    def _one(self, statement: str) -> int:
        with closing(self._connection.execute(statement)) as found:
            return int(found.fetchone()[0])

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        with self._connection:  # which commits, or rolls back
            yield

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise InputError(f"the cache of embeddings cannot be used ({error})", path=self.path) from error
        except sqlite3.DatabaseError as error:
            problem = f"this is no cache of embeddings, or it is damaged ({error}); move it away to begin a new one"
            raise InputError(problem, path=self.path) from error

    def _vector(self, blob: object) -> Floats:
        if not isinstance(blob, bytes) or not blob or len(blob) % 4:
            raise InputError("the cache of embeddings is damaged: a vector in it is cut", path=self.path)
        return np.frombuffer(blob, "<f4").astype(np.float32, copy=False)


def keys(texts: Iterable[str], model: str, dimensions: int | None) -> list[bytes]:
    """Where the vectors of texts are in a cache."""
    start = sha256(f"{model}\0{dimensions or ''}\0".encode())
    found = []
    for text in texts:
        whole = start.copy()
        whole.update(text.encode())
        found.append(whole.digest())
    return found
