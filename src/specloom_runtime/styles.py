"""How parameters are written that OpenAPI gives a style, each after RFC 6570. Loaded by calls that have such.

============  ===========================  ======================================================
style         a list, an object            in OpenAPI
============  ===========================  ======================================================
``form``      ``k=a&k=b``, ``x=1&y=2``     ``form``, exploded
``comma``     ``k=a,b``, ``k=x,1,y,2``     ``form``; ``simple``, which has no ``k=``
``space``     ... with blanks              ``spaceDelimited``
``pipe``      ... with bars                ``pipeDelimited``
``tab``       ... with tabs                ``tsv`` of Swagger
``pairs``     ``a,b``, ``x=1,y=2``         ``simple``, exploded
``label``     ``.a,b``, ``.x,1,y,2``       ``label``
``label*``    ``.a.b``, ``.x=1.y=2``       ``label``, exploded
``matrix``    ``;k=a,b``, ``;k=x,1,y,2``   ``matrix``
``matrix*``   ``;k=a;k=b``, ``;x=1;y=2``   ``matrix``, exploded
``deep``      ``k[]=a``, ``k[x][y]=1``     ``deepObject``, to any depth
``json``      JSON                         ``content``
``greedy``    a text keeps its slashes     ``{proxy+}`` of API Gateway
============  ===========================  ======================================================

A plus at the end (``form+``) leaves reserved characters as they are (``allowReserved``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias
from urllib.parse import quote, quote_plus

from .bodies import json_bytes
from .errors import RequestEncodingError
from .omit import is_given
from .storage import Storage
from .wire_text import ARRAYS, PATH_SAFE, pairs, text

Quoted: TypeAlias = Callable[[str], str]
Pairs: TypeAlias = Iterator[tuple[str, str]]

_DELIMITERS: Final[Mapping[str, str]] = {"comma": ",", "space": " ", "pipe": "|", "tab": "\t"}
# What RFC 3986 reserves, without what would end a pair or the query, or be read as a blank.
_RESERVED: Final = ":/?@!$'()*,;="
_ENCODED: Final = re.compile(r"(%[0-9A-Fa-f]{2})")
# What RFC 6265 lets stand in the value of a cookie, but for the percent sign, which begins what is encoded.
_COOKIE_SAFE: Final = "!#$&'()*+-./:<=>?@[]^_`{|}~"
# Of a list or an object in a path: not what sets its members apart.
_MEMBER_SAFE: Final = "!$&'()*+:@"


def query_text(name: str, value: object, style: str) -> str:
    """A parameter of a query, percent-encoded: ``k=a&k=b``; empty where there is nothing to send.

    Raises:
        RequestEncodingError: If the style cannot write the value.
    """
    plain = style.removesuffix("+")
    quoted = _percent if plain == style else _keeping_reserved
    return "&".join(f"{key}={found}" for key, found in _pairs(name, value, plain, quoted))


def plain_pairs(name: str, value: object, style: str) -> Pairs:
    """The pairs of a parameter with nothing encoded; raises what ``query_text`` raises."""
    return _pairs(name, value, style.removesuffix("+"), str)


def cookie_texts(name: str, value: object, style: str) -> list[str]:
    """The cookies that a parameter becomes, several where it is exploded; raises what ``query_text`` raises."""
    found = _pairs(name, value, style, str)
    return [f"{key}={quote(each, _COOKIE_SAFE)}" for key, each in found]


def form_text(fields: Mapping[str, object], styles: Mapping[str, str], *, brackets: bool) -> str:
    """A body of ``application/x-www-form-urlencoded``.

    Args:
        fields: The body by wire name.
        styles: Of the fields of which the document says something.
        brackets: Whether all others get brackets; else a list repeats its name and an object is JSON.
    """
    written: list[str] = []
    for name, value in fields.items():
        if name in styles:
            written.append(query_text(name, value, styles[name]))
        else:
            found = pairs(name, value, "brackets") if brackets else unsaid_pairs(name, value)
            written += [f"{quote_plus(key)}={quote_plus(each)}" for key, each in found]
    return "&".join(filter(None, written))


def unsaid_pairs(name: str, value: object) -> Pairs:
    """The pairs of a field of a body of which nothing is said: a list repeats its name, an object is JSON."""
    for each in value if isinstance(value, ARRAYS) else (value,):
        if _is_scalar(each):
            if each is not None and is_given(each):
                yield name, text(each, name)
        else:
            yield name, json_bytes(each).decode()


def header_texts(values: Mapping[str, object], styles: Mapping[str, str]) -> dict[str, object]:
    """Header parameters, those written that have a style; a header is not percent-encoded."""
    return {
        name: _header(name, value, styles[name]) if name in styles and _is_sent(value) else value
        for name, value in values.items()
    }


def _header(name: str, value: object, style: str) -> object:
    if style == "json":
        # A header cannot hold anything beyond ASCII, for which JSON has escapes.
        return json.dumps(json.loads(json_bytes(value)), separators=(",", ":"))
    if _is_scalar(value):
        return value  # one member of a union is a text, and written as every other
    return _DELIMITERS.get(style, ",").join(_joined(name, value, "=" if style == "pairs" else ",", str)) or None


def path_text(name: str, value: object, style: str) -> str:
    """What stands in the place of a path parameter, percent-encoded; empty where there is nothing to put there.

    Raises:
        RequestEncodingError: If the style cannot write the value.
    """
    if style == "greedy":
        return quote(text(value, name), f"/{PATH_SAFE}")
    if style == "json":
        return quote(json_bytes(value), "")
    exploded = style == "pairs" or style.endswith("*")
    is_text = _is_scalar(value)
    if is_text:
        members = [_member(text(value, name))]
    else:
        members = list(_joined(name, value, "=" if exploded else ",", _label if style == "label*" else _member))
    if not members:
        return ""
    if style.startswith("label"):
        return "." + ("." if exploded else ",").join(members)
    if not style.startswith("matrix"):
        return quote(_DELIMITERS.get(style, ","), ",").join(members)
    head = f";{_member(name)}"
    if is_text and not members[0]:
        return head
    if style == "matrix":
        return f"{head}={','.join(members)}"
    return "".join(f"{head}={each}" if is_text or isinstance(value, ARRAYS) else f";{each}" for each in members)


def _pairs(name: str, value: object, style: str, quoted: Quoted) -> Pairs:
    named = _percent if quoted is _keeping_reserved else quoted
    if not _is_sent(value):
        return
    if style == "json":
        yield named(name), quoted(json_bytes(value).decode())
    elif _is_scalar(value):
        yield named(name), quoted(text(value, name))
    elif style in ("deep", "form"):
        for key, each in _deep(name, value) if style == "deep" else _members(name, value):
            yield named(key), quoted(each)
    else:
        delimiter = _DELIMITERS[style]
        members = list(_joined(name, value, delimiter, _apart(name, style, delimiter, quoted)))
        if members:
            between = delimiter if style == "comma" else quoted(delimiter)
            yield named(name), between.join(members)


def _apart(name: str, style: str, delimiter: str, quoted: Quoted) -> Quoted:
    """As ``quoted``, and refuses a member that holds what sets members apart and would look like it."""
    told_apart = style == "comma" and quoted is _percent

    def check(member: str) -> str:
        if delimiter in member and not told_apart:
            raise RequestEncodingError(f"{name}: no member can hold what sets them apart ({delimiter!r}): {member!r}")
        return quoted(member)

    return check


def _members(name: str, value: object) -> Pairs:
    """The members of a list, all under its name, or of an object; those that are None or not given are left out.

    Raises:
        RequestEncodingError: If one of them has members itself.
    """
    if isinstance(value, ARRAYS):
        found: list[tuple[str, Any]] = [(name, each) for each in value]
    else:
        found = [(str(key), each) for key, each in _plain(value).items()]
    for key, each in found:
        if not _is_scalar(each):
            raise RequestEncodingError(f"{name}: its style can write no lists or objects within a list or an object")
        if _is_sent(each):
            yield key, text(each, name)


def _joined(name: str, value: object, between: str, quoted: Quoted) -> Iterator[str]:
    """The members as text; those of an object with their keys, ``x=1`` or ``x`` and ``1`` as ``between`` says."""
    for key, each in _members(name, value):
        if isinstance(value, ARRAYS):
            yield quoted(each)
        elif between == "=":
            yield f"{quoted(key)}={quoted(each)}"
        else:
            yield quoted(key)
            yield quoted(each)


def _deep(name: str, value: object) -> Pairs:
    """Objects in lists bear the index of their item, without which a reader could not tell where one begins."""
    if isinstance(value, ARRAYS):
        sent = [each for each in value if _is_sent(each)]
        flat = all(map(_is_scalar, sent))
        for index, each in enumerate(sent):
            yield from _deep(f"{name}[]" if flat else f"{name}[{index}]", each)
    elif not _is_scalar(value):
        for key, each in _plain(value).items():
            if "[" in str(key) or "]" in str(key):
                raise RequestEncodingError(f"{name}: a key cannot hold brackets where keys stand in brackets: {key!r}")
            yield from _deep(f"{name}[{key}]", each)
    elif _is_sent(value):
        yield name, text(value, name)


def _plain(value: Any) -> Mapping[Any, Any]:
    found: Mapping[Any, Any] = value.to_dict(mode="json") if isinstance(value, Storage) else value
    return found


def _is_scalar(value: object) -> bool:
    return not isinstance(value, (Mapping, Storage, *ARRAYS))


def _is_sent(value: object) -> bool:
    return value is not None and is_given(value)


def _percent(plain: str) -> str:
    return quote(plain, "")


def _keeping_reserved(plain: str) -> str:
    """Reserved characters stay, and what is percent-encoded already."""
    return "".join(part if _ENCODED.fullmatch(part) else quote(part, _RESERVED) for part in _ENCODED.split(plain))


def _member(plain: str) -> str:
    return quote(plain, _MEMBER_SAFE)


def _label(plain: str) -> str:
    return _member(plain).replace(".", "%2E")
