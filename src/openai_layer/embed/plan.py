"""Which texts go into which request, and how what comes back is put together. Decisions only: nothing is sent here.

Limits of the API: 2,048 inputs and 300,000 tokens a request, 8,192 tokens an input.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from ..input_errors import InputError
from .lengths import MAX_TOKENS, Lengths
from .numpy_extra import Floats, np
from .vectors import normalize

OnLong: TypeAlias = Literal["average", "error"]

MAX_INPUTS = 2048
MAX_REQUEST_TOKENS = 300_000
MAX_ROWS = 4 * MAX_INPUTS
"""In a block: where most vectors are in the cache, they must not pile up for those that are not."""


class Text(NamedTuple):
    """A text at its place, and what the cache has for it."""

    position: int
    text: str
    known: Floats | None = None


@dataclass
class Piece:
    """What one input of a request is: a text, or a part of a long one."""

    row: int
    """Of its text, within the block."""
    text: str
    tokens: int
    """At most, until ``counted``."""
    counted: bool = False


@dataclass
class Block:
    """Texts that follow one another and are asked for together: one request, or several for a text of great length."""

    start: int
    texts: list[str] = field(default_factory=list)
    known: dict[int, Floats] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)
    first: dict[str, int] = field(default_factory=dict)
    """Where each text occurs first: the same text is asked for once."""
    tokens: int = 0
    """Of all pieces, at most."""

    def add(self, text: Text, pieces: Sequence[Piece]) -> None:
        """Take in a text; of one that the block has already, or that is known, no pieces are needed."""
        row = len(self.texts)
        self.texts.append(text.text)
        self.first.setdefault(text.text, row)
        if text.known is not None:
            self.known[row] = text.known
        for piece in pieces:
            piece.row = row
            self.tokens += piece.tokens
            self.pieces.append(piece)

    def needs(self, text: Text) -> bool:
        """Whether a text would have to be asked for."""
        return text.known is None and text.text not in self.first

    def asked(self) -> dict[int, str]:
        """The texts that are asked for, by row."""
        return {piece.row: self.texts[piece.row] for piece in self.pieces}


def check_text(text: object, index: int) -> str:
    """The text, if it can be sent.

    Raises:
        InputError: If it is no string, is empty, or holds half a character; names its position.
    """
    if not isinstance(text, str):
        raise InputError(f"texts[{index}] is {text!r:.40}, no text ({type(text).__name__}); take it out, or str() it")
    if not text:
        raise InputError(f"texts[{index}] is empty, which the API refuses; take it out")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError(f"texts[{index}] holds half a character at {error.start} (a lone surrogate)") from None
    return text


def blocks(texts: Iterable[Text], lengths: Lengths, on_long: OnLong) -> Iterator[Block]:
    """Texts in blocks, each as large as one request may be.

    Raises:
        InputError: If a text is too long and ``on_long`` is ``"error"``.
        RankFileError: If a text may be too long, and tokens cannot be counted on this machine.
    """
    block: Block | None = None
    for text in texts:
        if on_long == "error":  # also of one whose average the cache has
            _refuse_long(text, lengths)
        if block is None:
            block = Block(text.position)
        pieces = _pieces(text, lengths) if block.needs(text) else ()
        if block.texts and not _has_room(block, pieces, lengths):
            yield block
            block = Block(text.position)
            if not pieces and text.known is None:  # its twin went with the block before
                pieces = _pieces(text, lengths)
        block.add(text, pieces)
    if block is not None:
        yield block


def requests(pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """The pieces of a block, cut to what one request may have: all of them, unless one text is of great length."""
    start = tokens = 0
    for position, piece in enumerate(pieces):
        if position - start == MAX_INPUTS or tokens + piece.tokens > MAX_REQUEST_TOKENS:
            yield pieces[start:position]
            start, tokens = position, 0
        tokens += piece.tokens
    if start < len(pieces):
        yield pieces[start:]


def assemble(block: Block, vectors: Sequence[Floats]) -> Floats:
    """The vectors of a block's texts, shape (rows, d).

    Parts of a long text are averaged, weighted by their tokens, and brought to length 1 again.

    Args:
        block: What was asked for.
        vectors: One array for each request, shape (its pieces, d).

    Raises:
        InputError: If vectors of the cache have another length than new ones.
    """
    found = list(block.known.values()) + [row for table in vectors for row in table[:1]]
    if len({len(row) for row in found}) > 1:
        lengths = sorted({len(row) for row in found})
        raise InputError(f"vectors of {lengths} dimensions for the same model: the cache holds another model's")
    table = np.zeros((len(block.texts), len(found[0])), np.float32)
    for row, vector in block.known.items():
        table[row] = vector
    if block.pieces:
        _fill(table, block.pieces, np.concatenate(vectors))
    for row, text in enumerate(block.texts):
        if (first := block.first[text]) != row:
            table[row] = table[first]
    return table


def _fill(table: Floats, pieces: Sequence[Piece], vectors: Floats) -> None:
    rows = np.array([piece.row for piece in pieces])
    parts = np.bincount(rows, minlength=len(table))
    single = parts[rows] == 1
    table[rows[single]] = vectors[single]
    if single.all():
        return
    weights = np.array([piece.tokens for piece in pieces], np.float32)[:, None]
    np.add.at(table, rows[~single], (vectors * weights)[~single])
    long = np.flatnonzero(parts > 1)
    table[long] = normalize(table[long])


def _pieces(text: Text, lengths: Lengths) -> Sequence[Piece]:
    size = len(text.text.encode())
    if size <= MAX_TOKENS:
        return (Piece(0, text.text, size),)
    tokens = lengths.exact(text.text)
    if tokens <= MAX_TOKENS:
        return (Piece(0, text.text, tokens, counted=True),)
    return [Piece(0, part, lengths.exact(part), counted=True) for part in lengths.cut(text.text)]


def _refuse_long(text: Text, lengths: Lengths) -> None:
    if len(text.text.encode()) > MAX_TOKENS and (tokens := lengths.exact(text.text)) > MAX_TOKENS:
        raise InputError(
            f"texts[{text.position}] has {tokens:,} tokens, and a text may have {MAX_TOKENS:,}: "
            'shorten it, or let its parts be averaged with on_long="average"'
        )


def _has_room(block: Block, pieces: Sequence[Piece], lengths: Lengths) -> bool:
    if len(block.texts) >= MAX_ROWS or len(block.pieces) + len(pieces) > MAX_INPUTS:
        return False
    if block.tokens + _total(pieces) > MAX_REQUEST_TOKENS:
        for piece in (*block.pieces, *pieces):
            if not piece.counted:
                piece.tokens, piece.counted = lengths.bound(piece.text), True
        block.tokens = _total(block.pieces)
    return block.tokens + _total(pieces) <= MAX_REQUEST_TOKENS


def _total(pieces: Iterable[Piece]) -> int:
    return sum(piece.tokens for piece in pieces)
