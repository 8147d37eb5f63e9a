"""What a config says of the client as a whole: options, how lists are written, casings, pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specloom.migrate.keys import INITIALISMS, OPTION, all_for
from specloom.migrate.notes import Notes
from specloom.migrate.values import Fact, OptionWish, PageScheme
from specloom.plan.credentials import RESERVED_OPTIONS
from specloom.plan.naming import identifier, pascal
from specloom.plan.sdk import OptionRule
from specloom.plan.values import QueryArrays
from specloom.plan.yaml_nodes import Node

_OPTION_KEYS = ("type", "nullable", "read_env", "auth", "send_in_header", "send_as_query_param")
_STYLES: Mapping[str, QueryArrays] = {"brackets": "brackets", "repeat": "repeat", "comma": "comma"}
_WORDS = "names are made of the words that the config spells; `acronyms` in sdk.yaml says how classes write a word"
_CASES = ("snake", "camel", "capital")
_SECRET = ("key", "password", "secret", "token")
_PAGES = "pages are found by the shape of an answer (docs/sdk-yaml.md): `specloom generate` shows which are"


def read_options(node: Node, notes: Notes) -> Iterator[OptionWish]:
    """The options of the client."""
    roles: dict[str, str] = {}
    for name, entry in notes.checks.mapping(node).items():
        table = notes.table(entry, _OPTION_KEYS, OPTION)
        py_name = identifier(name)
        if py_name in RESERVED_OPTIONS:
            notes.remark(entry, f"every client has an argument {py_name!r} of its own; left out")
            continue
        kind = table.get("type")
        if kind is not None and kind.value not in ("string", None):
            notes.remark(kind, "options are texts here")
        auth = notes.table(table["auth"], ("security_scheme", "role"), {}) if "auth" in table else {}
        scheme, role = notes.text(auth.get("security_scheme")), notes.text(auth.get("role"))
        if role not in ("", "value"):
            notes.remark(entry, _part_of(scheme, role))
            continue
        if scheme and scheme in roles:
            notes.remark(entry, f"the scheme {scheme!r} has an option already, {roles[scheme]!r}; left out")
            continue
        if scheme:
            roles[scheme] = py_name
        header, query = notes.text(table.get("send_in_header")), notes.text(table.get("send_as_query_param"))
        yield OptionWish(
            OptionRule(
                py_name,
                scheme=scheme,
                header="" if scheme else header,
                query="" if scheme or header else query,
                env=notes.text(table.get("read_env")),
                secret=bool(scheme) or py_name.endswith(_SECRET),
                required=not notes.flag(table.get("nullable")) and "default" not in notes.checks.mapping(entry),
            ),
            entry.path,
            entry.line,
        )


def _part_of(scheme: str, role: str) -> str:
    if role in ("username", "password"):
        return f"user and password are one option of the client here, that of the scheme {scheme!r}: a pair of texts"
    return f"comes by rule with the option of the scheme {scheme!r} (docs/authentication.md)"


def read_query_arrays(node: Node, notes: Notes) -> QueryArrays | None:
    """How lists are written into the query."""
    text = notes.text(node)
    if text and text not in _STYLES:
        notes.remark(node, f"lists are written by {', '.join(_STYLES)}, or as the document says")
    return _STYLES.get(text)


def read_casings(node: Node | None, notes: Notes) -> tuple[str, ...]:
    """The words that class names spell in a way of their own."""
    known: dict[str, None] = dict.fromkeys(INITIALISMS)
    for name, entry in notes.checks.mapping(node).items() if node is not None else ():
        table = notes.table(entry, ("initialism", "pascal", *_CASES), {})
        for case in _CASES:
            if case in table and _letters(notes.text(table[case])) != _letters(name):
                notes.remark(table[case], _WORDS)
        if "initialism" in table:
            word = name.upper()
            known.pop(word, None)
            if notes.flag(table["initialism"]):
                known[word] = None
        if "pascal" in table:
            word = notes.text(table["pascal"])
            if word.lower() == name.lower():
                known.pop(name.upper(), None)
                known[word] = None
            else:
                notes.remark(table["pascal"], "only the case of one word can be said (`acronyms` in sdk.yaml)")
    return tuple(known)


def _letters(text: str) -> str:
    return text.lower().replace("_", "").replace(" ", "")


def class_name(text: str, acronyms: tuple[str, ...]) -> str:
    """The class of the client of an organization."""
    return pascal(text, acronyms)


def read_pages(node: Node, notes: Notes) -> dict[str, PageScheme]:
    """The schemes of pagination by name; one that stands alone has the name ``""`` too."""
    found: dict[str, PageScheme] = {}
    listed = node.value if isinstance(node.value, tuple) else (node,)
    keys = ("name", "type", "request", "response")
    for entry in listed:
        beyond = all_for(_PAGES, "description", "param_location", "continue_on_empty_items")
        table = notes.table(entry, keys, beyond)
        kind = _page_kind(notes.text(table.get("type")), table.get("response"))
        scheme = PageScheme(kind, entry.path, entry.line)
        if not kind:
            notes.remark(entry, _PAGES)
        found[notes.text(table.get("name"))] = scheme
        if len(listed) == 1:
            found[""] = scheme
    return found


def _page_kind(kind: str, response: Node | None) -> str:
    if kind == "fake_page":
        return "single"
    headers = [str(text).lower() for text in _under(plain(response), "from_header")] if response is not None else []
    return "link" if kind == "cursor_url" and "link" in headers else ""


def _under(value: Any, key: str) -> Iterator[Any]:
    if isinstance(value, dict):
        for name, part in value.items():
            if name == key:
                yield part
            yield from _under(part, key)


def plain(node: Node) -> Any:
    """The value of a node and of all below it."""
    if isinstance(node.value, tuple):
        return [plain(item) for item in node.value]
    return {name: plain(one) for name, one in node.value.items()} if isinstance(node.value, Mapping) else node.value


def read_environments(node: Node, notes: Notes) -> dict[str, Fact]:
    """Base URLs by name."""
    found: dict[str, Fact] = {}
    for name, entry in notes.checks.mapping(node).items():
        if isinstance(entry.value, str):
            found[name] = Fact(entry.value, entry.path, entry.line)
        else:
            notes.remark(entry, "an environment is a URL here; `servers` of the document may say more")
    return found
