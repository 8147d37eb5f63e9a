"""Where the rank file of an encoding is found on this machine, and that it is the right one.

tiktoken downloads a rank file when an encoding is first used, which blocks, and fails late where there is no network.
Here nothing is downloaded unless asked for, and every file is held against the hash that tiktoken expects.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import tempfile
from binascii import a2b_base64
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from ..._runtime import SDKError
from ..extras import load_extra

CACHE_VARIABLES = ("TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR")
"""Where tiktoken keeps what it downloaded; the first that is set counts."""

R50K_LINES = 50_256
"""r50k_base is that many lines from the start of p50k_base."""


class RankFile(NamedTuple):
    """A file with the tokens of an encoding in the order of their merges: base64 and rank, a line each."""

    name: str
    sha256: str
    cache_name: str
    """Its name in tiktoken's cache: the SHA-1 of its address."""


RANK_FILES = {
    file.name: file
    for file in (
        RankFile(
            "o200k_base",
            "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
            "fb374d419588a4632f3f557e76b4b70aebbca790",
        ),
        RankFile(
            "cl100k_base",
            "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
            "9b5ad71b2ce5302211f9c61530b329a4922fc6a4",
        ),
        RankFile(
            "p50k_base",
            "94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069",
            "ec7223a39ce59f226a68acc30dc1af2788490e15",
        ),
        RankFile(
            "r50k_base",
            "306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930",
            "0ea1e91bbb3a60f729a8dc8f777fd2fc07cd8df4",
        ),
    )
}

PACKAGED = (
    ("bpe_openai", "data/{name}.tiktoken.gz"),
    ("litellm", "litellm_core_utils/tokenizers/{cache_name}"),
    ("litellm", "llms/tokenizers/{cache_name}"),  # earlier versions
)
"""Packages that carry rank files, and where in them."""


class RankFileError(SDKError):
    """The rank file of an encoding is not on this machine, or it is another file.

    Attributes:
        encoding: The encoding whose file was looked for.
        sha256: What the file must hash to.
    """

    encoding: str
    sha256: str

    def __init__(self, file: RankFile, problem: str) -> None:
        self.encoding = file.name
        self.sha256 = file.sha256
        super().__init__(
            f"{problem} Its SHA-256 is {file.sha256}. There are three ways to provide it: "
            "install a package that carries it (bpe-openai: o200k_base and cl100k_base; litellm: p50k_base and "
            f"r50k_base as well); name it, load_encoding({file.name!r}, rank_file=...), or put it as "
            f"{file.cache_name} into the folder that {CACHE_VARIABLES[0]} names; "
            f"or let it be downloaded, load_encoding({file.name!r}, download=True)."
        )


def read_ranks(name: str, *, rank_file: str | PathLike[str] | None = None, download: bool = False) -> dict[bytes, int]:
    """The ranks of an encoding.

    Args:
        name: One of ``RANK_FILES``.
        rank_file: The file to read, plain or compressed by gzip, and no other place then. For r50k_base the file of
            p50k_base serves as well.
        download: Whether tiktoken may download it, to its own cache, if it is nowhere else.

    Raises:
        RankFileError: If it is nowhere, cannot be read, or is not the file that tiktoken expects.
    """
    file = RANK_FILES[name]
    if rank_file is not None:
        return parse_ranks(_content_of(Path(rank_file), file))
    unusable = []
    for path in _places(file):
        try:
            return parse_ranks(_content_of(path, file))
        except RankFileError as error:
            unusable.append((path, error))
    if name == "r50k_base":
        try:
            return dict(list(read_ranks("p50k_base").items())[:R50K_LINES])
        except RankFileError:
            pass  # the message below names both files
    if download:
        return _downloaded(file, refused=[path for path, _ in unusable])
    passed_over = "".join(f" {path} is another file, or cut." for path, _ in unusable)
    raise RankFileError(file, f"The rank file of the encoding {name} is not on this machine.{passed_over}")


def parse_ranks(content: bytes) -> dict[bytes, int]:
    """The ranks in a file whose hash was found right, in its order."""
    words = content.split()
    return dict(zip(map(a2b_base64, words[::2]), map(int, words[1::2]), strict=True))


def _places(file: RankFile) -> Iterator[Path]:
    """The files that are there, in the order of the search: caches, then packages; nothing is imported."""
    set_by_user = next((value for name in CACHE_VARIABLES if (value := os.environ.get(name)) is not None), None)
    cache = os.path.join(tempfile.gettempdir(), "data-gym-cache") if set_by_user is None else set_by_user
    candidates = [Path(cache, file.cache_name)] if cache else []
    for package, place in PACKAGED:
        spec = find_spec(package)
        for folder in (spec and spec.submodule_search_locations) or ():
            candidates.append(Path(folder, place.format(name=file.name, cache_name=file.cache_name)))
    return filter(Path.is_file, candidates)


def _content_of(path: Path, file: RankFile) -> bytes:
    """What is in a file, uncompressed, once its hash was found right."""
    try:
        content = path.read_bytes()
        if content.startswith(b"\x1f\x8b"):
            content = gzip.decompress(content)
    except (OSError, EOFError) as error:
        raise RankFileError(file, f"{path} cannot be read as the rank file of {file.name}: {error}.") from error
    if file.name == "r50k_base" and _hashed(content) == RANK_FILES["p50k_base"].sha256:
        content = b"".join(content.splitlines(keepends=True)[:R50K_LINES])
    if (found := _hashed(content)) != file.sha256:
        raise RankFileError(file, f"{path} is not the rank file of {file.name}: its SHA-256 is {found}.")
    return content


def _hashed(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _downloaded(file: RankFile, refused: list[Path]) -> dict[bytes, int]:
    """The ranks as tiktoken gets them; it knows the address, checks the hash and keeps the file in its cache."""
    for path in refused:
        if path.name == file.cache_name and any(os.environ.get(name) for name in CACHE_VARIABLES):
            # tiktoken would delete what lies there; it is the user's folder
            raise RankFileError(file, f"{path} is another file, or cut; move it away before downloading.")
    get_encoding: Callable[[str], object] = load_extra(
        "tiktoken", extra="tokens", purpose="counting tokens"
    ).get_encoding
    try:
        ranks: dict[bytes, int] = vars(get_encoding(file.name))["_mergeable_ranks"]
    except (OSError, ValueError) as error:
        raise RankFileError(file, f"The rank file of {file.name} could not be downloaded: {error}.") from error
    return ranks
