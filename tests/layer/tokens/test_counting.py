"""Text: what it counts, how it is cut, and where the ranks come from."""

from __future__ import annotations

import hashlib
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_client import OpenAIError
from openai_client.lib.tokens import (
    RankFileError,
    UnknownModelError,
    chunk_text,
    count_many,
    count_tokens,
    encoding_for,
    load_encoding,
    rank_files,
    truncate_text,
)
from openai_client.lib.tokens import encodings as encodings_module

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("vectors.json").read_text("utf-8"))

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.mark.parametrize("vector", VECTORS["ids"], ids=lambda vector: f"{vector['encoding']}-{vector['text'][:9]}")
def test_ids_are_those_of_the_service(vector: dict[str, Any]) -> None:
    assert encoding_for(vector["encoding"]).encode_ordinary(vector["text"]) == vector["ids"]
    assert count_tokens(vector["text"], model=vector["encoding"]) == len(vector["ids"])


@pytest.mark.parametrize("name", encodings_module.DEFINITIONS)
def test_definitions_are_those_of_tiktoken(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked of tiktoken's own constructors; only here is its loader replaced, and the change undone."""
    openai_public: Any = import_module("tiktoken_ext.openai_public")  # it has no types

    read: list[tuple[str, str]] = []

    def note(address: str, expected_hash: str) -> dict[bytes, int]:
        read.append((address, expected_hash))
        return {}

    monkeypatch.setattr(openai_public, "load_tiktoken_bpe", note)
    theirs = openai_public.ENCODING_CONSTRUCTORS[name]()
    ours = encodings_module.DEFINITIONS[name]

    assert ours.split == theirs["pat_str"]
    assert ours.special == theirs["special_tokens"]
    file = rank_files.RANK_FILES[ours.rank_file]
    ((address, expected),) = read
    assert file.sha256 == expected
    assert file.cache_name == hashlib.sha1(address.encode()).hexdigest()


def test_what_reads_like_a_special_token_is_text() -> None:
    assert count_tokens("<|endoftext|>", model="gpt-4o") > 1


def test_a_text_without_words_is_counted() -> None:
    assert count_tokens("", model="gpt-4o") == 0
    assert count_tokens("a" * 200_000, model="gpt-4o") == 25_000


def test_a_million_spaces_do_not_break_it() -> None:
    """tiktoken alone panics, with an exception that is no Exception."""
    assert 7_800 < count_tokens("word" + " " * 1_000_500 + "word", model="gpt-4o") < 7_830
    spaced = ("word" + " " * 399_999) * 2
    assert count_tokens(spaced, model="gpt-4o") == len(encoding_for("gpt-4o").encode_ordinary(spaced))


@pytest.mark.parametrize("text", [None, b"bytes", 5, ["a"]])
def test_only_text_is_counted(text: Any) -> None:
    with pytest.raises(TypeError, match=f"is a {type(text).__name__}; tokens are counted of str"):
        count_tokens(text, model="gpt-4o")


@given(st.lists(ANY_TEXT, max_size=5))
def test_many_are_counted_like_one(texts: list[str]) -> None:
    assert count_many(iter(texts), model="gpt-4o", threads=2) == [count_tokens(t, model="gpt-4o") for t in texts]


def test_many_are_counted_in_their_order() -> None:
    texts = ["word " * (number % 7) for number in range(5_000)]

    assert count_many(texts, model="gpt-4o", threads=3) == [count_tokens(text, model="gpt-4o") for text in texts]


def test_many_says_which_is_no_text() -> None:
    texts: list[Any] = ["a"] * 3_000 + [None]
    with pytest.raises(TypeError, match="Text 3000 of those to count is a NoneType"):
        count_many(texts, model="gpt-4o", threads=1)
    with pytest.raises(TypeError, match="call count_tokens"):
        count_many("abc", model="gpt-4o")


AWKWARD = (
    " ",
    "\n",
    "  \n",
    "\r\n",
    "don't ",
    "'ll",
    "HelloWorld",
    "12345",
    "お誕生日",
    "🙂",
    "👩\u200d👧",
    "é",
    "a",
    "!?",
)
PIECES = st.lists(st.sampled_from(AWKWARD), max_size=30).map("".join)


@given(PIECES | ANY_TEXT, st.integers(8, 20), st.sampled_from(["cl100k_base", "o200k_base", "p50k_base"]))
def test_pieces_make_up_the_text(text: str, most: int, encoding: str) -> None:
    pieces = list(chunk_text(text, model=encoding, max_tokens=most))

    assert "".join(pieces) == text
    assert all(0 < count_tokens(piece, model=encoding) <= most for piece in pieces)


@given(PIECES, st.integers(8, 20), st.integers(0, 7))
def test_pieces_overlap_and_lose_nothing(text: str, most: int, overlap: int) -> None:
    pieces = list(chunk_text(text, model="gpt-4", max_tokens=most, overlap=overlap))

    at = 0
    for piece in pieces:
        begin = text.rfind(piece, 0, at + len(piece))
        assert 0 <= begin <= at
        assert text[begin:].startswith(piece)
        at = max(at, begin + len(piece))
    assert at == len(text)
    assert all(count_tokens(piece, model="gpt-4") <= most for piece in pieces)


def test_pieces_share_the_overlap() -> None:
    assert list(chunk_text(" a b c d e", model="gpt-4", max_tokens=3, overlap=1)) == [" a b c", " c d e"]


def test_a_character_larger_than_a_piece_is_an_error() -> None:
    with pytest.raises(ValueError, match="One character has more than 1 tokens"):
        list(chunk_text("a🙂", model="gpt-4", max_tokens=1))


@pytest.mark.parametrize(("most", "overlap"), [(0, 0), (3, 3), (3, -1)])
def test_pieces_that_cannot_be_are_refused_at_once(most: int, overlap: int) -> None:
    with pytest.raises(ValueError, match="max_tokens is at least 1"):
        chunk_text("text", model="gpt-4", max_tokens=most, overlap=overlap)


@given(PIECES | ANY_TEXT, st.integers(0, 20))
def test_what_is_truncated_is_a_beginning_that_fits(text: str, most: int) -> None:
    cut = truncate_text(text, model="gpt-4o", max_tokens=most)

    assert text.startswith(cut)
    assert count_tokens(cut, model="gpt-4o") <= most
    assert cut == text or count_tokens(text, model="gpt-4o") > most


def test_truncating_to_less_than_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        truncate_text("text", model="gpt-4o", max_tokens=-1)


@pytest.fixture
def nothing_loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No encoding is loaded, no package carries ranks, and tiktoken's cache is an empty folder."""
    monkeypatch.setattr(encodings_module, "_made", {})
    monkeypatch.setattr(rank_files, "PACKAGED", ())
    monkeypatch.delenv("DATA_GYM_CACHE_DIR", raising=False)
    cache = tmp_path / "cache"
    cache.mkdir()
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(cache))

    def refused(*_: object) -> None:
        raise AssertionError("something went to the network")

    monkeypatch.setattr("socket.socket.connect", refused)
    return cache


def content(name: str) -> bytes:
    """A rank file, from the package that the tests have it from."""
    file = rank_files.RANK_FILES[name]
    place = next(rank_files._places(file))
    return rank_files._content_of(place, file)


CL100K, P50K = content("cl100k_base"), content("p50k_base")


@pytest.mark.usefixtures("nothing_loaded")
def test_a_missing_file_says_how_to_get_it() -> None:
    with pytest.raises(RankFileError) as caught:
        count_tokens("text", model="gpt-4")

    message = str(caught.value)
    assert "cl100k_base is not on this machine" in message
    for advice in (
        caught.value.sha256,
        "bpe-openai",
        "rank_file=",
        "TIKTOKEN_CACHE_DIR",
        "9b5ad71b2ce5302211f9c61530b329a4922fc6a4",
        "download=True",
    ):
        assert advice in message
    assert isinstance(caught.value, OpenAIError)


def test_a_file_in_the_cache_of_tiktoken_is_found(nothing_loaded: Path) -> None:
    nothing_loaded.joinpath("9b5ad71b2ce5302211f9c61530b329a4922fc6a4").write_bytes(CL100K)

    assert count_tokens("hello world", model="gpt-4") == 2


def test_the_older_cache_is_found(nothing_loaded: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR")
    monkeypatch.setenv("DATA_GYM_CACHE_DIR", str(tmp_path))
    tmp_path.joinpath("9b5ad71b2ce5302211f9c61530b329a4922fc6a4").write_bytes(CL100K)

    assert count_tokens("hello world", model="gpt-4") == 2


def test_another_file_in_the_cache_is_passed_over_and_left(nothing_loaded: Path) -> None:
    wrong = nothing_loaded / "9b5ad71b2ce5302211f9c61530b329a4922fc6a4"
    wrong.write_bytes(CL100K[:-1])

    with pytest.raises(RankFileError, match="is another file, or cut"):
        load_encoding("cl100k_base")
    with pytest.raises(RankFileError, match="move it away before downloading"):
        load_encoding("cl100k_base", download=True)
    assert wrong.read_bytes() == CL100K[:-1]


def test_a_file_that_is_named_is_read(nothing_loaded: Path, tmp_path: Path) -> None:
    path = tmp_path / "ranks"
    path.write_bytes(P50K)

    older = load_encoding("r50k_base", rank_file=path)
    assert older.encode_ordinary("2 + 2 = 4") == [17, 1343, 362, 796, 604]
    assert older.n_vocab == 50_257
    assert load_encoding("r50k_base") is older
    assert load_encoding("p50k_edit", rank_file=path).encode("<|fim_suffix|>", allowed_special="all") == [50_283]


def test_r50k_is_found_in_the_file_of_p50k(nothing_loaded: Path) -> None:
    nothing_loaded.joinpath("ec7223a39ce59f226a68acc30dc1af2788490e15").write_bytes(P50K)

    assert load_encoding("r50k_base").n_vocab == 50_257


@pytest.mark.parametrize("text", [b"", b"no ranks", b"\x1f\x8bbroken"])
@pytest.mark.usefixtures("nothing_loaded")
def test_a_file_that_is_none_is_refused(text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "ranks"
    path.write_bytes(text)
    with pytest.raises(RankFileError, match=r"ranks (is not|cannot be read as) the rank file of cl100k_base"):
        load_encoding("cl100k_base", rank_file=path)
    with pytest.raises(RankFileError, match="cannot be read"):
        load_encoding("cl100k_base", rank_file=tmp_path / "missing")


@pytest.mark.usefixtures("nothing_loaded")
def test_a_download_that_fails_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    import tiktoken

    asked: list[str] = []

    def unreachable(name: str) -> None:
        asked.append(name)
        raise OSError("no route")

    monkeypatch.setattr(tiktoken, "get_encoding", unreachable)
    with pytest.raises(RankFileError, match=r"of o200k_base could not be downloaded: no route.*three ways"):
        encoding_for("gpt-oss-20b", download=True)
    assert asked == ["o200k_base"]


@pytest.mark.usefixtures("nothing_loaded")
def test_a_download_is_taken_from_tiktoken(monkeypatch: pytest.MonkeyPatch) -> None:
    import tiktoken

    ranks = rank_files.parse_ranks(CL100K)
    made = tiktoken.Encoding("theirs", pat_str="x", mergeable_ranks=ranks, special_tokens={})
    monkeypatch.setattr(tiktoken, "get_encoding", lambda name: made)

    assert load_encoding("cl100k_base", download=True).encode_ordinary("hello world") == [15339, 1917]


def test_tiktoken_is_left_as_it_was(nothing_loaded: Path) -> None:
    from tiktoken import registry

    nothing_loaded.joinpath("9b5ad71b2ce5302211f9c61530b329a4922fc6a4").write_bytes(CL100K)
    before = dict(registry.ENCODINGS)
    load_encoding("cl100k_base")

    assert before == registry.ENCODINGS
    assert [path.name for path in nothing_loaded.iterdir()] == ["9b5ad71b2ce5302211f9c61530b329a4922fc6a4"]


def test_threads_make_an_encoding_once(nothing_loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing_loaded.joinpath("9b5ad71b2ce5302211f9c61530b329a4922fc6a4").write_bytes(CL100K)
    reads: list[str] = []

    def counted(name: str, **options: Any) -> dict[bytes, int]:
        reads.append(name)
        return rank_files.read_ranks(name, **options)

    monkeypatch.setattr(encodings_module, "read_ranks", counted)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: load_encoding("cl100k_base"), range(8)))

    assert reads == ["cl100k_base"]
    assert all(one is made[0] for one in made)


def test_an_encoding_that_is_none_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"no encoding 'o200k_bse'.*Nearest: o200k_base"):
        load_encoding("o200k_bse")
    with pytest.raises(UnknownModelError, match="no model 'o200k_bse'"):
        encoding_for("o200k_bse")


def test_without_tiktoken_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings_module, "_made", {})
    monkeypatch.setitem(sys.modules, "tiktoken", None)
    with pytest.raises(OpenAIError, match=r"counting tokens needs the package tiktoken.*openai-client\[tokens\]"):
        count_tokens("text", model="gpt-4o")
