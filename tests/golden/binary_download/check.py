"""Bytes stay bytes, text is text, and nothing is None."""

from __future__ import annotations

from types import ModuleType

import httpx

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    sound = bytes(range(256))
    exchange = call(package, lambda client: client.songs.audio.retrieve("s"), httpx.Response(200, content=sound))
    assert exchange.line == "GET /v1/songs/s/audio"
    assert exchange.request.headers["Accept"] == "audio/mpeg"
    assert exchange.answer.read() == sound

    lyrics = call(package, lambda client: client.songs.lyrics.retrieve("s"), httpx.Response(200, text="la la"))
    assert lyrics.request.headers["Accept"] == "text/plain"
    assert lyrics.answer == "la la"

    gone = call(package, lambda client: client.songs.delete("s"), httpx.Response(204))
    assert gone.answer is None
