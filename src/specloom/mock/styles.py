"""From the texts of a request to lists and objects of texts, by the style that the document states.

What the texts in them mean is for ``reading`` to say.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final, TypeAlias
from urllib.parse import unquote, unquote_plus

from specloom.mock.reading import nested

Parameter: TypeAlias = Mapping[str, Any]
Kinds: TypeAlias = Callable[[Mapping[str, Any]], Collection[str]]
"""The JSON types that a schema allows."""

_SEPARATORS: Final = {"spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t"}
_CONTENT, _GREEDY = "x-specloom-content", "x-specloom-greedy"
_STYLE_KEYS: Final = frozenset({"style", "explode", "allowReserved"})


def in_path(parameter: Parameter, raw: str, kinds: Collection[str]) -> Any:
    """A parameter of the path, of which ``raw`` is the percent-encoded text."""
    if _CONTENT in parameter:
        return _json(unquote(raw))
    if parameter.get(_GREEDY):
        return unquote(raw)
    style, explode, name = parameter.get("style", "simple"), parameter.get("explode") is True, parameter["name"]
    if style == "label":
        return _split(raw.removeprefix("."), "." if explode else ",", kinds, unquote, explode=explode)
    if style != "matrix":
        return _split(raw, _SEPARATORS.get(style, ","), kinds, unquote, explode=explode)
    raw = raw.removeprefix(";")
    if not explode or not {"array", "object"} & set(kinds):
        return _split(raw.partition("=")[2], ",", kinds, unquote, explode=False)
    if "object" in kinds:
        return _split(raw, ";", kinds, unquote, explode=True)
    return [unquote(part.removeprefix(f"{name}=")) for part in raw.split(";")]


def in_header(parameter: Parameter, raw: str, kinds: Collection[str]) -> Any:
    """A header parameter."""
    if _CONTENT in parameter:
        return _json(raw)
    separator = _SEPARATORS.get(parameter.get("style", ""), ",")
    return _split(raw, separator, kinds, str.strip, explode=parameter.get("explode") is True)


def in_query(raw: str, parameters: Sequence[Parameter], kinds: Kinds) -> dict[str, Any]:
    """What a query or a form holds, by name: parameters as their styles say, all else by the brackets in its name.

    Args:
        raw: As it went over the wire.
        parameters: That the operation has there.
        kinds: The JSON types that a schema allows.
    """
    return from_pairs([_pair(part) for part in raw.split("&") if part], parameters, kinds)


def from_pairs(pairs: Sequence[tuple[str, str]], parameters: Sequence[Parameter], kinds: Kinds) -> dict[str, Any]:
    """As ``in_query``, from pairs of a decoded name and an encoded value."""
    found: dict[str, Any] = {}
    left = list(pairs)
    plain = {one["name"] for one in parameters}
    for one in sorted(parameters, key=lambda one: not _properties(one)):
        own = [value for name, value in left if name == one["name"]]
        allowed = kinds(one.get("schema", {}))
        style = one.get("style", "form")
        if _CONTENT in one and own:
            found[one["name"]] = _json(unquote_plus(own[-1]))
        elif style in _SEPARATORS and one.get("explode") is not True and own:
            found[one["name"]] = _split(unquote_plus(own[-1]), _SEPARATORS[style], allowed, str, explode=False)
        elif style == "form" and one.get("explode") is False and own:
            found[one["name"]] = _split(own[-1], ",", allowed, unquote_plus, explode=False)
        elif style == "form" and "array" in allowed and (len(own) > 1 or (own and "string" not in allowed)):
            found[one["name"]] = [unquote_plus(value) for value in own]
        elif style == "form" and "object" in allowed and not own:
            keys = _properties(one)
            spread = [pair for pair in left if pair[0] not in plain and (not keys or pair[0] in keys)]
            # Without a style an object may come in brackets as well.
            if spread and not any(name.startswith(f"{one['name']}[") for name, _ in left):
                found[one["name"]] = {name: unquote_plus(value) for name, value in spread}
                left = [pair for pair in left if pair not in spread]
        if own and one["name"] in found:
            left = [pair for pair in left if pair[0] != one["name"]]
    # A parameter may be called `filter[since]`: then its brackets are part of its name.
    bracketed = {name for name in plain if "[" in name and not name.endswith("[]")}
    decoded = [(name, unquote_plus(value)) for name, value in left]
    whole = {name: value for name, value in decoded if name in bracketed}
    return {**nested([pair for pair in decoded if pair[0] not in bracketed]), **whole, **found}


def in_cookies(raw: str, parameters: Sequence[Parameter], kinds: Kinds) -> dict[str, Any]:
    """Cookie parameters; an exploded list is a cookie of this name for each of its members."""
    pairs = [part.strip().partition("=") for part in raw.split(";") if part.strip()]
    # As in a query, but for the plus, which stands for itself in a cookie.
    plain = [(name, value.replace("%2C", ",").replace("+", "%2B")) for name, _, value in pairs]
    return from_pairs(plain, parameters, kinds)


def fields(media: Mapping[str, Any], schema: Mapping[str, Any]) -> list[Parameter]:
    """The fields of a form of which the document says something, as if they were parameters of a query."""
    parts = schema.get("properties", {})
    return [
        {"name": name, "schema": parts.get(name, {}), **{key: stated[key] for key in _STYLE_KEYS & stated.keys()}}
        for name, stated in media.get("encoding", {}).items()
        if _STYLE_KEYS & stated.keys()
    ]


def _pair(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return unquote_plus(name), value


def _properties(parameter: Parameter) -> Collection[str]:
    found: Collection[str] = parameter.get("schema", {}).get("properties", {})
    return found


def _split(raw: str, separator: str, kinds: Collection[str], decode: Callable[[str], str], *, explode: bool) -> Any:
    if "object" in kinds and raw:
        parts = raw.split(separator)
        if explode and all("=" in part for part in parts):
            pairs = [part.partition("=") for part in parts]
            return {decode(key): decode(value) for key, _, value in pairs}
        if not explode and len(parts) % 2 == 0:
            return {decode(key): decode(value) for key, value in zip(parts[::2], parts[1::2], strict=True)}
    if "array" in kinds:
        return [decode(part) for part in raw.split(separator)]
    return decode(raw)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
