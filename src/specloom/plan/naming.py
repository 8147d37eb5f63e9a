"""From names on the wire to names in Python. Any text gives a valid identifier; collisions have one owner, ``assign``.

Nothing here knows what a name is for in the generated text; quoting is the business of ``emit``.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from hashlib import sha256

from specloom.document.ascii import ascii_text

RESERVED_FIELDS = frozenset(
    {
        "construct",
        "copy",
        "dict",
        "from_dict",
        "from_orm",
        "json",
        "model_computed_fields",
        "model_config",
        "model_construct",
        "model_copy",
        "model_dump",
        "model_dump_json",
        "model_extra",
        "model_fields",
        "model_fields_set",
        "model_json_schema",
        "model_validate",
        "model_validate_json",
        "parse_obj",
        "schema",
        "schema_json",
        "self",
        "to_dict",
        "to_json",
        "validate",
    }
)
"""Names that the base class of models keeps for itself; a field of such a name gets an underscore at its end."""

RESERVED_PARAMETERS = frozenset({"self", "extra_headers", "extra_query", "extra_body", "timeout"})
"""Names that every generated method has of its own."""

DEVICES = frozenset({"aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
"""Names that no file may have on Windows, whatever its ending."""

RESERVED_MEMBERS = DEVICES | {"mro", "with_raw_response", "with_streaming_response"}
"""Names that every resource has of its own, or that no module can have."""

RESERVED_ON_CLIENT = RESERVED_MEMBERS | {
    "base_url",
    "close",
    "copy",
    "default_headers",
    "default_query",
    "delete",
    "get",
    "get_api_list",
    "http_client",
    "is_closed",
    "max_retries",
    "patch",
    "post",
    "put",
    "request",
    "timeout",
    "with_options",
}
"""Names that the client itself has of its own; resources at the top stand beside them."""

RESERVED_CLASSES = frozenset(
    {
        "Any",
        "False",
        "Iterable",
        "List",
        "Literal",
        "Mapping",
        "None",
        "Optional",
        "Required",
        "Sequence",
        "True",
        "TypeAlias",
        "TypedDict",
        "Union",
    }
)
"""Names that generated modules import for their own use; no class of a document takes them."""

RUNTIME_NAMES = frozenset(
    {
        "AsyncClient",
        "AsyncConversationCursorPage",
        "AsyncCursorPage",
        "AsyncLinkPage",
        "AsyncNextCursorPage",
        "AsyncNumberPage",
        "AsyncOffsetPage",
        "AsyncPage",
        "AsyncPaginator",
        "AsyncRaw",
        "AsyncResource",
        "AsyncStream",
        "AsyncStreaming",
        "AsyncTokenPage",
        "AsyncUrlPage",
        "BinaryOperation",
        "BinaryResponse",
        "Body",
        "Callable",
        "ClientOption",
        "ClientSettings",
        "CopyOptions",
        "Credential",
        "FileTypes",
        "Headers",
        "Mode",
        "NotGiven",
        "Omit",
        "Operation",
        "PageOperation",
        "Polling",
        "Query",
        "Raw",
        "SequenceNotStr",
        "Stream",
        "StreamOperation",
        "Streaming",
        "SyncClient",
        "SyncConversationCursorPage",
        "SyncCursorPage",
        "SyncLinkPage",
        "SyncNextCursorPage",
        "SyncNumberPage",
        "SyncOffsetPage",
        "SyncPage",
        "SyncResource",
        "SyncTokenPage",
        "SyncUrlPage",
        "Timeout",
        "Waiting",
        "WithResponse",
    }
)
"""Names that the modules of resources and of the client import for their own use; no resource takes them."""

LONGEST_NAME = 100
"""Characters of a name. Names become files with an ending and a number, of which most systems take 255 bytes."""

_SOFT_KEYWORDS = frozenset({"_"})
_SIGNS = {"+": "plus", "-": "minus"}


@lru_cache(maxsize=8)
def _splitter(acronyms: tuple[str, ...]) -> re.Pattern[str]:
    known = [re.escape(word) + r"(?![a-z])" for word in sorted(acronyms, key=lambda word: (-len(word), word))]
    general = [
        r"[Uu][0-9a-f]{4,6}(?![a-z0-9])",  # what ascii_text makes of a letter that has no spelling
        r"[A-Z]{2,}s(?![a-z])",
        r"[A-Z]+(?=[A-Z][a-z])",
        r"[A-Z]?[a-z][a-z0-9]*",
        r"[A-Z]+[0-9]*",
        r"[0-9]+[a-z]*",
    ]
    return re.compile("|".join(known + general))


def words(text: str, acronyms: tuple[str, ...] = ()) -> list[str]:
    """The words of a name, as written: ``listMCPTools`` and ``list-mcp_tools`` both have three.

    Args:
        text: A name as the document spells it.
        acronyms: Words with capitals inside that are to be taken whole (``OAuth``).
    """
    return list(_words(text, acronyms))


@lru_cache(maxsize=1 << 15)  # the names of a large document, which are asked for in several places each
def _words(text: str, acronyms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_splitter(acronyms).findall(ascii_text(text)))


def snake(text: str, acronyms: tuple[str, ...] = ()) -> str:
    """The words in lower case, joined by underscores; empty when the text has none."""
    return "_".join(word.lower() for word in words(text, acronyms))


def pascal(text: str, acronyms: tuple[str, ...] = ()) -> str:
    """The words as one class name; a word that ``acronyms`` lists is spelt as there, whatever its case was."""
    spelt = {word.lower(): word for word in acronyms}
    return "".join(spelt.get(word.lower()) or word[0].upper() + word[1:] for word in words(text, acronyms))


def identifier(text: str, acronyms: tuple[str, ...] = ()) -> str:
    """A valid identifier in snake case that is no keyword, for any text whatever."""
    return _valid(snake(_signed(text), acronyms) or _numbered(text), "n_")


def class_identifier(text: str, acronyms: tuple[str, ...] = ()) -> str:
    """A valid class name in Pascal case that generated modules do not need for themselves, for any text whatever."""
    name = _valid(pascal(_signed(text), acronyms) or pascal(_numbered(text)), "N")
    return name + "_" if name in RESERVED_CLASSES else name


def resource_class(text: str, acronyms: tuple[str, ...] = ()) -> str:
    """The class of a resource; it and its asynchronous twin stand beside what their module imports."""
    name = class_identifier(text, acronyms)
    return f"{name}Resource" if RUNTIME_NAMES.intersection((name, f"Async{name}")) else name


def field_name(wire_name: str) -> str:
    """The attribute that holds a property: as on the wire where Python allows it."""
    return _free_of(RESERVED_FIELDS, _kept(wire_name))


def parameter_name(wire_name: str) -> str:
    """The argument that sends a parameter or property; ``include[]`` is ``include``."""
    return _free_of(RESERVED_PARAMETERS, _kept(wire_name.removesuffix("[]")))


def member_name(text: str, *, on_client: bool = False) -> str:
    """The name of a method, or of a resource below its parent or (``on_client``) at the top."""
    return _free_of(RESERVED_ON_CLIENT if on_client else RESERVED_MEMBERS, identifier(text))


def field_names(wire_names: Iterable[str]) -> dict[str, str]:
    """The attributes of one class, by wire name, all different."""
    return assign(wire_names, field_name)


def assign(names: Iterable[str], wanted: Callable[[str], str], taken: Collection[str] = ()) -> dict[str, str]:
    """Give every name an identifier of its own.

    A name that already is what it wants keeps it whatever comes before it; others that want the same get ``_2``,
    ``_3`` in the order given. Adding a name at the end never changes the identifiers of those before it, unless
    it is spelt as one of them.

    Args:
        names: Distinct names.
        wanted: What a name would like to become.
        taken: Identifiers that nobody may have.
    """
    listed = list(dict.fromkeys(names))
    given = {name: name for name in listed if wanted(name) == name and name not in taken}
    used = {*taken, *given.values()}
    last: dict[str, int] = {}  # the number that a base was given last; without it many alike would take for ever
    for name in listed:
        if name not in given:
            given[name] = _numbered_free(wanted(name), used, last)
            used.add(given[name])
    return {name: given[name] for name in listed}


def _numbered_free(base: str, used: Collection[str], last: dict[str, int]) -> str:
    if base not in used:
        return base
    base = base.rstrip("_")
    number = last.get(base, 1) + 1
    while f"{base}_{number}" in used:
        number += 1
    last[base] = number
    return f"{base}_{number}"


def _kept(wire_name: str) -> str:
    if wire_name.isascii() and wire_name.isidentifier() and wire_name.islower() and not wire_name.startswith("_"):
        return _valid(wire_name, "n_")
    return identifier(wire_name)


def _valid(name: str, prefix: str) -> str:
    if name[0].isdigit():
        name = prefix + name
    name = bounded(name)
    return name + "_" if keyword.iskeyword(name) or name in _SOFT_KEYWORDS else name


def bounded(name: str) -> str:
    """A name of at most ``LONGEST_NAME`` characters, still told apart from others that begin as it does."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 9]}_{sha256(name.encode()).hexdigest()[:8]}"


def _free_of(reserved: Collection[str], name: str) -> str:
    return name + "_" if name in reserved else name


def _signed(text: str) -> str:
    """``+1`` and ``-1`` are words of their own; elsewhere signs only separate."""
    return f"{_SIGNS[text[0]]} {text[1:]}" if text[:1] in _SIGNS and text[1:2].isdigit() else text


def _numbered(text: str) -> str:
    """A name for a text without any letter or digit: its characters by number."""
    return "_".join(f"u{ord(character):x}" for character in text) or "empty"
