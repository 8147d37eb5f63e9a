"""Encodings of text, built from rank files and kept for the life of the process.

They are made apart from tiktoken's registry, so that nothing of tiktoken's own state, settings or plugins changes.
"""

from __future__ import annotations

from os import PathLike
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from ..extras import load_extra
from .models import MODELS, ModelTable, UnknownModelError, nearest
from .rank_files import read_ranks

if TYPE_CHECKING:
    import tiktoken

_END_OF_TEXT, _END_OF_PROMPT = "<|endoftext|>", "<|endofprompt|>"
_FIM = ("<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>")

_GPT2_SPLIT = r"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"
_CL100K_SPLIT = (
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]"
    r"|\s+(?!\S)|\s"
)
_UPPER, _LOWER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
_ENGLISH_ENDINGS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
_O200K_SPLIT = "|".join(
    (
        rf"[^\r\n\p{{L}}\p{{N}}]?{_UPPER}*{_LOWER}+{_ENGLISH_ENDINGS}",
        rf"[^\r\n\p{{L}}\p{{N}}]?{_UPPER}+{_LOWER}*{_ENGLISH_ENDINGS}",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    )
)
_HARMONY = {
    **{
        f"<|reserved_{number}|>": number
        for number in (200000, 200001, 200004, *range(200009, 200012), *range(200013, 201088))
    },
    "<|startoftext|>": 199998,
    _END_OF_TEXT: 199999,
    "<|return|>": 200002,
    "<|constrain|>": 200003,
    "<|channel|>": 200005,
    "<|start|>": 200006,
    "<|end|>": 200007,
    "<|message|>": 200008,
    "<|call|>": 200012,
    _END_OF_PROMPT: 200018,
}


class Definition(NamedTuple):
    """What makes an encoding, besides its ranks; as tiktoken 0.14 defines them."""

    rank_file: str
    split: str
    special: dict[str, int]


DEFINITIONS = {
    "o200k_base": Definition("o200k_base", _O200K_SPLIT, {_END_OF_TEXT: 199999, _END_OF_PROMPT: 200018}),
    "o200k_harmony": Definition("o200k_base", _O200K_SPLIT, _HARMONY),
    "cl100k_base": Definition(
        "cl100k_base",
        _CL100K_SPLIT,
        {_END_OF_TEXT: 100257, **dict(zip(_FIM, range(100258, 100261), strict=True)), _END_OF_PROMPT: 100276},
    ),
    "p50k_base": Definition("p50k_base", _GPT2_SPLIT, {_END_OF_TEXT: 50256}),
    "p50k_edit": Definition(
        "p50k_base", _GPT2_SPLIT, {_END_OF_TEXT: 50256, **dict(zip(_FIM, range(50281, 50284), strict=True))}
    ),
    "r50k_base": Definition("r50k_base", _GPT2_SPLIT, {_END_OF_TEXT: 50256}),
}

_made: dict[str, tiktoken.Encoding] = {}
_making = Lock()


def load_encoding(
    name: str, *, rank_file: str | PathLike[str] | None = None, download: bool = False
) -> tiktoken.Encoding:
    """An encoding by its own name, such as ``"o200k_base"``.

    The rank file is looked for in tiktoken's cache and in installed packages that carry it. What was loaded once is
    kept: a program that names a file, or allows the download, at its start can count anywhere afterwards.

    Args:
        name: Name of the encoding.
        rank_file: The file to read instead.
        download: Whether tiktoken may download the file, if it is nowhere on this machine.

    Raises:
        ValueError: If there is no such encoding.
        RankFileError: If the rank file is not there; says how to provide it.
        MissingDependencyError: If tiktoken is not installed.
    """
    if name not in DEFINITIONS:
        known = ", ".join(DEFINITIONS)
        raise ValueError(f"There is no encoding {name!r}; there are {known}.{nearest(name, DEFINITIONS)}")
    if (made := _made.get(name)) is not None:
        return made
    module = load_extra("tiktoken", extra="tokens", purpose="counting tokens")
    with _making:  # to make one takes half a second and 100 MB: never two of them at once
        if name not in _made:
            definition = DEFINITIONS[name]
            ranks = read_ranks(definition.rank_file, rank_file=rank_file, download=download)
            _made[name] = module.Encoding(
                name, pat_str=definition.split, mergeable_ranks=ranks, special_tokens=definition.special
            )
        return _made[name]


def encoding_for(
    model: str,
    *,
    table: ModelTable = MODELS,
    rank_file: str | PathLike[str] | None = None,
    download: bool = False,
) -> tiktoken.Encoding:
    """The encoding of a model.

    Args:
        model: Name of a model, fine-tuned ones and snapshots included, or of an encoding.
        table: What is known about models.
        rank_file: The rank file to read, instead of looking for it.
        download: Whether tiktoken may download the rank file, if it is nowhere on this machine.

    Raises:
        UnknownModelError: If the table has no such model, or does not know its encoding.
        RankFileError: If the rank file is not there; says how to provide it.
        MissingDependencyError: If tiktoken is not installed.
    """
    name = model if model in DEFINITIONS else table.find(model).encoding
    if name is None:
        raise UnknownModelError(f"The encoding of {model!r} is not known: give an encoding's name for the model.")
    return load_encoding(name, rank_file=rank_file, download=download)
