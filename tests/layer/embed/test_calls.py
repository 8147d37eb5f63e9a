"""Many texts become vectors: all of them, in order, in few requests, each text once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from openai_client import APIStatusError
from openai_client.lib.embed import EmbeddingCache, embed_iter, embed_iter_async, embed_texts, embed_texts_async
from openai_client.lib.embed.plan import MAX_INPUTS
from openai_client.lib.input_errors import InputError
from openai_client.lib.tokens import RankFileError, chunk_text, count_tokens
from openai_client.lib.tokens.rank_files import RANK_FILES

from .words import COLOURS, WIDTH, WordAPI, pack, ready, say, vector

CL100K = "cl100k_base"


def embedded(api: WordAPI, colour: str, texts: Any, **options: Any) -> Any:
    async def run() -> Any:
        call: Any = embed_texts if colour == "sync" else embed_texts_async
        return await ready(call(api.client(colour), texts, **options))

    return asyncio.run(run())


def streamed(api: WordAPI, colour: str, texts: Any, **options: Any) -> list[tuple[int, Any]]:
    async def run() -> list[tuple[int, Any]]:
        if colour == "sync":
            return [(part.start, part.vectors) for part in embed_iter(api.client(), texts, **options)]
        return [(part.start, part.vectors) async for part in embed_iter_async(api.client("async"), texts, **options)]

    return asyncio.run(run())


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("reverse", [False, True])
def test_vectors_are_in_the_order_of_the_texts(colour: str, reverse: bool) -> None:
    api = WordAPI(reverse=reverse)
    texts = [f"word{number} and word{number + 1}" for number in range(2 * MAX_INPUTS + 10)]
    found = embedded(api, colour, texts, concurrency=3)
    assert found.dtype == np.float32
    assert found.shape == (len(texts), WIDTH)
    np.testing.assert_allclose(found, [vector(text) for text in texts], atol=1e-6)
    assert sorted(map(len, api.sent)) == [10, MAX_INPUTS, MAX_INPUTS]


@pytest.mark.parametrize("colour", COLOURS)
def test_the_options_are_sent(colour: str) -> None:
    api = WordAPI()
    found = embedded(api, colour, ["a", "b"], model="text-embedding-3-large", dimensions=16)
    assert found.shape == (2, 16)
    assert api.api.requests[0].json == {
        "input": ["a", "b"],
        "model": "text-embedding-3-large",
        "dimensions": 16,
        "encoding_format": "base64",
    }


@pytest.mark.parametrize("colour", COLOURS)
def test_the_same_text_is_sent_once(colour: str) -> None:
    api = WordAPI()
    found = embedded(api, colour, ["a b", "c", "a b", "a b"])
    assert api.sent == [["a b", "c"]]
    np.testing.assert_allclose(found, [vector(text) for text in ("a b", "c", "a b", "a b")], atol=1e-6)


@pytest.mark.parametrize("colour", COLOURS)
def test_a_request_has_no_more_tokens_than_it_may(colour: str) -> None:
    api = WordAPI()
    texts = [f"{number} " + "hello world " * 2000 for number in range(100)]
    embedded(api, colour, texts)
    tokens = [sum(count_tokens(text, model=CL100K) for text in sent) for sent in api.sent]
    assert api.texts == texts or sorted(api.texts) == sorted(texts)
    assert max(tokens) <= 300_000
    assert len(tokens) == 2  # by bytes it would be eight


@pytest.mark.parametrize("colour", COLOURS)
def test_a_long_text_is_averaged_by_the_weight_of_its_parts(colour: str) -> None:
    api = WordAPI()
    text = "alpha " * 8192 + "beta " * 500
    found = embedded(api, colour, ["before", text, "after"])
    parts = list(chunk_text(text, model=CL100K, max_tokens=8192))
    assert len(parts) == 2
    assert api.texts == ["before", *parts, "after"]
    weights = [count_tokens(part, model=CL100K) for part in parts]
    mean = np.average([vector(part) for part in parts], axis=0, weights=weights)
    np.testing.assert_allclose(found[1], mean / np.linalg.norm(mean), atol=1e-6)
    np.testing.assert_allclose(found[2], vector("after"), atol=1e-6)


def test_a_text_longer_than_a_request_takes_several() -> None:
    api = WordAPI()
    text = "alpha " * 400_000
    found = embedded(api, "sync", ["x", text, "y"])
    assert found.shape == (3, WIDTH)
    assert all(sum(count_tokens(one, model=CL100K) for one in sent) <= 300_000 for sent in api.sent)
    assert sorted(api.texts)[-2:] == ["x", "y"]
    np.testing.assert_allclose(found[1], vector("alpha"), atol=1e-5)


@pytest.mark.parametrize("cached", [False, True])
def test_a_long_text_can_be_refused(cached: bool, tmp_path: Path) -> None:
    options: dict[str, Any] = {"cache": tmp_path / "vectors.db"} if cached else {}
    if cached:
        embedded(WordAPI(), "sync", ["alpha " * 9000], **options)
    with pytest.raises(InputError, match=r"texts\[1\] has 9,001 tokens"):
        embedded(WordAPI(), "sync", ["x", "alpha " * 9000], on_long="error", **options)


@pytest.mark.parametrize("colour", COLOURS)
def test_a_name_that_is_no_model_of_openai_is_counted_as_theirs_are(colour: str) -> None:
    api = WordAPI()
    assert embedded(api, colour, ["alpha " * 9000], model="our-deployment").shape == (1, WIDTH)
    assert len(api.texts) == 2


@pytest.mark.parametrize("colour", COLOURS)
def test_texts_of_a_generator_are_taken_as_they_are_needed(colour: str) -> None:
    api = WordAPI()
    taken = 0

    def texts() -> Iterator[str]:
        nonlocal taken
        for number in range(10 * MAX_INPUTS):
            taken += 1
            yield f"text {number}"

    async def run() -> int:
        if colour == "sync":
            parts = embed_iter(api.client(), texts(), concurrency=2)
            assert next(parts).start == 0
            parts.close()
        else:
            found = embed_iter_async(api.client("async"), texts(), concurrency=2)
            assert (await anext(found)).start == 0
            await found.aclose()
        return taken

    assert asyncio.run(run()) < 4 * MAX_INPUTS


@pytest.mark.parametrize("colour", COLOURS)
def test_parts_come_in_order_and_without_gaps(colour: str) -> None:
    texts = [f"text {number}" for number in range(3 * MAX_INPUTS + 1)]
    parts = streamed(WordAPI(), colour, iter(texts), concurrency=4)
    assert [start for start, _ in parts] == [0, 2048, 4096, 6144]
    np.testing.assert_allclose(
        np.concatenate([vectors for _, vectors in parts]), [vector(text) for text in texts], atol=1e-6
    )


def test_no_more_requests_are_under_way_than_wanted() -> None:
    words, meeting, here, most = WordAPI(), threading.Barrier(2), [0], [0]

    def both(request: Any) -> Any:
        here[0] += 1
        meeting.wait(10)  # passes only if two are here at once
        most[0] = max(most[0], here[0])
        said = words.answer(request)
        here[0] -= 1
        return said

    found = embedded(WordAPI(both), "sync", [f"t{number}" for number in range(4 * MAX_INPUTS)], concurrency=2)
    assert len(found) == 4 * MAX_INPUTS
    assert most == [2]


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["a", ""], r"texts\[1\] is empty"),
        (["a", None], r"texts\[1\] is None, no text"),
        (["a", "b", float("nan")], r"texts\[2\] is nan, no text \(float\)"),
        (["\ud83d"], r"texts\[0\] holds half a character at 0"),
        ("one text", r"texts is one str; expected a list of texts"),
    ],
)
def test_what_is_no_text_is_named(colour: str, texts: Any, message: str) -> None:
    api = WordAPI()
    with pytest.raises(InputError, match=message):
        embedded(api, colour, texts)
    assert api.sent == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"model": ""}, "model is the name"),
        ({"dimensions": 0}, "dimensions is how long"),
        ({"concurrency": 0}, "concurrency is how many"),
        ({"on_long": "cut"}, "on_long is 'average' or 'error'"),
    ],
)
def test_options_that_make_no_sense_are_refused(options: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        embedded(WordAPI(), "sync", ["a"], **options)


def test_no_texts_are_a_table_of_none() -> None:
    assert embedded(WordAPI(), "sync", []).shape == (0, 1536)
    assert embedded(WordAPI(), "async", [], dimensions=8).shape == (0, 8)


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize(
    ("said", "message"),
    [
        (say([[1.0, 0.0]]), "2 texts were sent and 1 vectors came"),
        (say([[1.0, 0.0], [1.0]]), "vector 1 is of other length"),
        (say([[1.0, 0.0], [float("nan"), 1.0]]), "vector 1 is of other length, or holds NaN"),
        ({**say([]), "data": None}, "no vectors came"),
        ({**say([]), "data": [{"index": 0, "embedding": pack([1.0])}] * 2}, "the index 0 of a vector"),
        ({**say([]), "data": [{"index": 0, "embedding": "AAA="}] * 2}, "vector 0: "),
    ],
)
def test_an_answer_that_was_not_asked_for_is_refused(colour: str, said: Any, message: str) -> None:
    api = WordAPI(lambda request: httpx.Response(200, json=said))
    with pytest.raises(ValueError, match=message):
        embedded(api, colour, ["a", "b"])


@pytest.mark.parametrize("colour", COLOURS)
def test_a_server_that_sends_numbers_is_understood(colour: str) -> None:
    api = WordAPI(lambda request: say([[0.6, 0.8]], packed=False))
    np.testing.assert_allclose(embedded(api, colour, ["a"]), [[0.6, 0.8]])


@pytest.mark.parametrize("colour", COLOURS)
def test_what_was_done_before_a_failure_is_not_done_again(colour: str, tmp_path: Path) -> None:
    texts = [f"t{number}" for number in range(2 * MAX_INPUTS)]
    words = WordAPI()
    broken = WordAPI(
        lambda request: words.answer(request) if "t0" in request.json["input"] else httpx.Response(500, json={})
    )
    with pytest.raises(APIStatusError) as caught:
        embedded(broken, colour, texts, cache=tmp_path / "v.db", concurrency=1)
    if hasattr(caught.value, "__notes__"):
        assert caught.value.__notes__ == ["while embedding texts[2048:4096]"]
    api = WordAPI()
    assert embedded(api, colour, texts, cache=tmp_path / "v.db").shape == (len(texts), WIDTH)
    assert api.texts == texts[MAX_INPUTS:]


@pytest.mark.parametrize("colour", COLOURS)
def test_a_cache_answers_for_what_it_knows(colour: str, tmp_path: Path) -> None:
    with EmbeddingCache(tmp_path / "v.db") as cache:
        embedded(WordAPI(), colour, ["a", "c", "e"], cache=cache)
        api = WordAPI()
        found = embedded(api, colour, ["a", "b", "c", "b", "a"], cache=cache)
        assert api.sent == [["b"]]
        np.testing.assert_allclose(found, [vector(text) for text in "abcba"], atol=1e-6)
        assert len(cache) == 4
        for other in ({"model": "text-embedding-3-large"}, {"dimensions": 8}):
            api = WordAPI()
            embedded(api, colour, ["a"], cache=cache, **other)
            assert api.texts == ["a"]


def test_a_cache_of_vectors_of_other_length_is_refused(tmp_path: Path) -> None:
    embedded(WordAPI(), "sync", ["a"], cache=tmp_path / "v.db")
    api = WordAPI(lambda request: say([[0.6, 0.8]]))
    with pytest.raises(InputError, match="the cache holds another model's"):
        embedded(api, "sync", ["a", "b"], cache=tmp_path / "v.db")


@pytest.mark.parametrize("cached", [False, True])
def test_a_block_ends_where_too_many_known_texts_pile_up(
    cached: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openai_client.lib.embed.plan.MAX_ROWS", 2)
    options: dict[str, Any] = {"cache": tmp_path / "v.db"} if cached else {}
    if cached:
        embedded(WordAPI(), "sync", ["b"], **options)
    texts = ["a", "b", "a", "c", "c"]  # the second "a" is in a block of its own
    parts = streamed(WordAPI(), "sync", texts, **options)
    assert [start for start, _ in parts] == [0, 2, 4]
    found = np.concatenate([vectors for _, vectors in parts])
    np.testing.assert_allclose(found, [vector(text) for text in texts], atol=1e-6)


def test_without_rank_files_short_texts_are_planned_by_bytes_and_long_ones_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none(*_: Any, **__: Any) -> Any:
        raise RankFileError(RANK_FILES["cl100k_base"], "It is not here.")

    texts = [f"{number} " + "hello world " * 600 for number in range(90)]
    counted = WordAPI()
    embedded(counted, "sync", texts)
    assert len(counted.sent) == 1
    monkeypatch.setattr("openai_client.lib.embed.lengths.encoding_for", none)
    api = WordAPI()
    np.testing.assert_allclose(embedded(api, "sync", texts), [vector(text) for text in texts], atol=1e-6)
    assert len(api.sent) == 3
    assert max(len("".join(sent)) for sent in api.sent) <= 300_000
    with pytest.raises(RankFileError, match="three ways to provide it"):
        embedded(api, "sync", ["hello " * 2000])
