"""Answers whose kind depends on what was asked for."""

from __future__ import annotations

import httpx

from openai_client import OpenAI
from openai_client.types.audio import Transcription, TranscriptionVerbose


def client(answer: httpx.Response) -> OpenAI:
    """A client that gets this answer whatever it asks."""
    return OpenAI(api_key="sk-test", http_client=httpx.Client(transport=httpx.MockTransport(lambda _: answer)))


def test_a_transcription_is_text_where_text_was_asked_for() -> None:
    found = client(httpx.Response(200, text="Hello.\n")).audio.transcriptions.create(
        file=("a.wav", b"RIFF"), model="whisper-1", response_format="text"
    )
    assert found == "Hello.\n"


def test_a_transcription_is_an_object_where_json_came() -> None:
    plain = client(httpx.Response(200, json={"text": "Hello."})).audio.transcriptions.create(
        file=("a.wav", b"RIFF"), model="whisper-1"
    )
    assert isinstance(plain, Transcription)
    verbose = {"task": "transcribe", "language": "english", "duration": 1.5, "text": "Hello.", "segments": []}
    rich = client(httpx.Response(200, json=verbose)).audio.transcriptions.create(
        file=("a.wav", b"RIFF"), model="whisper-1", response_format="verbose_json"
    )
    assert isinstance(rich, TranscriptionVerbose)
    assert rich.text == "Hello."
