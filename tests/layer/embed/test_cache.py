"""The file of vectors: what it keeps, and what it refuses."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from openai_client.lib.embed import EmbeddingCache
from openai_client.lib.embed.cache import keys
from openai_client.lib.input_errors import InputError
from tests.children import environment


def test_what_is_put_in_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    found = dict(zip(keys(["a", "b"], "m", None), np.eye(2, 5, dtype=np.float32), strict=True))
    with EmbeddingCache(tmp_path / "v.db") as cache:
        cache.put(found)
        cache.put({key: vector * 0 for key, vector in found.items()})  # those that are there stay
    with EmbeddingCache(tmp_path / "v.db") as cache:
        again = cache.get([*found, *keys(["c"], "m", None)])
        assert again.keys() == found.keys()
        assert all((again[key] == found[key]).all() for key in found)


def test_keys_differ_by_model_dimensions_and_text() -> None:
    assert (
        len({*keys(["a", "b"], "m", None), *keys(["a"], "n", None), *keys(["a"], "m", 8), *keys(["a"], "m", 9)}) == 5
    )


def test_many_keys_are_looked_up(tmp_path: Path) -> None:
    names = keys(map(str, range(3000)), "m", None)
    with EmbeddingCache(tmp_path / "v.db") as cache:
        cache.put(dict.fromkeys(names[::2], np.ones(3, np.float32)))
        assert set(cache.get(names)) == set(names[::2])


def test_what_is_no_database_is_refused_and_left(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but somebody's notes; " * 10)
    with pytest.raises(InputError, match=r"notes\.txt: this is no cache of embeddings, or it is damaged"):
        EmbeddingCache(path)
    assert path.read_text().startswith("not a database")


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    with EmbeddingCache(path) as cache:
        cache.put(dict.fromkeys(keys(map(str, range(500)), "m", None), np.ones(100, np.float32)))
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with (
        EmbeddingCache(path) as cache,
        pytest.raises(InputError, match=r"v\.db: this is no cache .* or it is damaged"),
    ):
        cache.get(keys(["1"], "m", None))


def test_a_vector_that_is_cut_is_named(tmp_path: Path) -> None:
    (name,) = keys(["a"], "m", None)
    with EmbeddingCache(tmp_path / "v.db"):
        pass
    with closing(sqlite3.connect(tmp_path / "v.db")) as file, file:
        file.execute("INSERT INTO vectors VALUES (?, ?)", (name, b"\0\0\0"))
    with EmbeddingCache(tmp_path / "v.db") as cache, pytest.raises(InputError, match="a vector in it is cut"):
        cache.get([name])


def test_the_file_of_a_later_version_is_refused(tmp_path: Path) -> None:
    EmbeddingCache(tmp_path / "v.db").close()
    with closing(sqlite3.connect(tmp_path / "v.db")) as file, file:
        file.execute("PRAGMA user_version = 2")
    with pytest.raises(InputError, match="has version 2, and version 1 is understood"):
        EmbeddingCache(tmp_path / "v.db")


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "v.db")) as file, file:
        file.execute("CREATE TABLE people (name)")
    with pytest.raises(InputError, match="another program's database"):
        EmbeddingCache(tmp_path / "v.db")
    with closing(sqlite3.connect(tmp_path / "v.db")) as file:
        assert [row[0] for row in file.execute("SELECT name FROM sqlite_master")] == ["people"]


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none/v\.db: the cache of embeddings cannot be used"):
        EmbeddingCache(tmp_path / "none" / "v.db")


def test_several_processes_write_at_once(tmp_path: Path) -> None:
    code = """if True:
        import sys
        import numpy as np
        from openai_client.lib.embed import EmbeddingCache
        from openai_client.lib.embed.cache import keys
        with EmbeddingCache(sys.argv[1]) as cache:
            for start in range(0, 200, 10):
                texts = [str(number) for number in range(start, start + 10)] + [sys.argv[2] + str(start)]
                cache.put(dict.fromkeys(keys(texts, "m", None), np.ones(50, np.float32)))
    """
    command = [sys.executable, "-c", code, str(tmp_path / "v.db")]
    running = [subprocess.Popen([*command, name], env=environment()) for name in "abc"]
    assert [one.wait(60) for one in running] == [0, 0, 0]
    with EmbeddingCache(tmp_path / "v.db") as cache:
        assert len(cache) == 200 + 3 * 20
