"""Answers that are bytes: all that a ``BinaryResponse`` can do, with the sync and with the async client."""

from __future__ import annotations

import gzip
import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from .conftest import Caller, Server

TEXT = "Käse\nBrot\n"


def photo(caller: Caller, server: Server, body: bytes, headers: Mapping[str, str] | None = None) -> Any:
    server.answer(body, headers={"content-type": "text/plain; charset=latin-1", **(headers or {})})
    return caller.one(lambda client: client.animals.photo("1"))


def test_its_content(caller: Caller, server: Server) -> None:
    binary = photo(caller, server, TEXT.encode("latin-1"))
    assert binary.content == binary.read() == TEXT.encode("latin-1")
    assert (binary.text, binary.encoding, binary.charset_encoding) == (TEXT, "latin-1", "latin-1")
    assert isinstance(binary.response, httpx.Response)
    assert photo(caller, server, b"[1.0]").json(parse_float=str) == ["1.0"]


def test_its_pieces(caller: Caller, server: Server) -> None:
    binary = photo(caller, server, b"ab\ncd")
    assert list(binary.iter_bytes(2)) == [b"ab", b"\nc", b"d"]
    assert list(binary.iter_raw(4)) == [b"ab\nc", b"d"]
    assert list(binary.iter_text(3)) == ["ab\n", "cd"]
    assert list(binary.iter_lines()) == ["ab", "cd"]


@pytest.mark.parametrize("client_class", ["async"], indirect=True)
def test_its_pieces_asynchronously(caller: Caller, server: Server, tmp_path: Path) -> None:
    server.answer(b"ab\ncd")

    async def use(client: Any) -> Any:
        binary = await client.animals.photo("1")
        await binary.astream_to_file(tmp_path / "photo", chunk_size=2)
        found = [
            await binary.aread(),
            [piece async for piece in binary.aiter_bytes(2)],
            [piece async for piece in binary.aiter_raw(4)],
            [piece async for piece in binary.aiter_text(3)],
            [piece async for piece in binary.aiter_lines()],
        ]
        await binary.aclose()
        return found

    whole = b"ab\ncd"
    assert caller.one(use) == [whole, [b"ab", b"\nc", b"d"], [b"ab\nc", b"d"], ["ab\n", "cd"], ["ab", "cd"]]
    assert (tmp_path / "photo").read_bytes() == whole


@pytest.mark.parametrize(
    "write",
    [
        lambda binary, file: binary.write_to_file(file),
        lambda binary, file: binary.stream_to_file(file),
        lambda binary, file: binary.stream_to_file(str(file), chunk_size=3),
    ],
)
def test_it_goes_to_a_file(caller: Caller, server: Server, tmp_path: Path, write: Callable[[Any, Path], None]) -> None:
    file = tmp_path / "photo.png"
    file.write_bytes(b"something longer than the answer")
    write(photo(caller, server, b"\x00\xff\r\n"), file)
    assert file.read_bytes() == b"\x00\xff\r\n"


def test_closing_it_when_all_was_read_is_fine(caller: Caller, server: Server) -> None:
    binary = photo(caller, server, b"ab")
    binary.close()
    assert binary.content == b"ab"


def test_compressed_bytes_cannot_be_had_as_they_were_sent(caller: Caller, server: Server, zoo: ModuleType) -> None:
    binary = photo(caller, server, gzip.compress(b"ab"), {"content-encoding": "gzip"})
    assert b"".join(binary.iter_bytes()) == b"ab"
    with pytest.raises(importlib.import_module("zoo._runtime").StreamAlreadyConsumed):
        binary.iter_raw()
