"""Changes inputs so that most of them still say something: trees are changed as trees, text as text.

An input is one text or several, parted by ``SEPARATOR``. JSON and YAML are read, changed and written again; what is
neither is changed by lines and characters. All chance comes from the ``Random`` that is passed in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Any, Final, TypeAlias

import yaml

SEPARATOR: Final = b"\n-----8<-----\n"

MutateBytes: TypeAlias = Callable[[bytes], bytes]
"""Changes bytes without knowing what they mean."""

_Slot: TypeAlias = tuple[Any, Any]
"""A dict or list, and the key or index of one of its members."""

HOSTILE: Final = (
    '"""\nopen("PWNED")\n"""', "'''", '"); open("PWNED") #', "'); open('PWNED') #", "\\", '\\"', "\n", "\r", "\x00",
    "\x1b[2J", "\u202e", "\u2028", "{{ 7*7 }}{% raw %}", "%s${HOME}`id`", "<script>", "__class__", "__init__", "self",
    "class", "None", "../../PWNED", "/PWNED", "con", "", " ", ".", "..", "~1", "%2F%", "#", "?a=b", "*", "$", "007",
    "1e400", "x" * 300, "\U0001f4a9", "ß", "е\u0301", "ａ", "[]", "{}", "{a}{b}", "{a", "a}", "null", "true", "_",
    "__", "to_dict", "data", "list", "type", "str", "httpx", "omit", "x-", "a.b", "a/b", "a b", "(a+)+$", "[",
    "date-time",
)  # fmt: skip
"""Texts that have broken generators, readers and terminals."""

_RAW: Final = (
    "1e400", "-1e400", "NaN", "Infinity", "9" * 400, "9" * 5000, "-0.0", "1e-400", "18446744073709551616",
    '{"type":"array","items":' * 150 + "{}" + "}" * 150, "[" * 1000 + "]" * 1000, '{"a":1,"a":2}', "\\ud800",
)  # fmt: skip
"""What no value of Python is written as; put in where a text names it."""

_WORDS: Final = (
    *("pointer", "widened", "parent", "role", "title", "path", "query", "greedy", "call", "content", "asserts"),
    *("keep", "mended", "signature", "inferred", "once", "seen"),
)
_MARKS: Final = (
    *(f"x-specloom-{word}" for word in _WORDS),
    *("x-nullable", "x-enum-varnames", "x-sunset", "x-amazon-apigateway-any-method"),
    *("$defs", "$anchor", "$dynamicRef", "$recursiveRef", "dependentRequired"),
)
"""Keys that mean something to us, and that seeds may not have."""

_PLACE: Final = "@@raw {}@@"
_RAW_TEXT: Final = re.compile(r'"@@raw (\d+)@@"')
_TOKEN: Final = re.compile(rb'"(?:[^"\\]|\\.)*"|[\w.+-]+|[^\s\w]')
_NUMBERS: Final = (0, 1, -1, 2, 200, 2**31, 2**63, 2**64, 0.5, -1.5, 1e308, True, False, None)
_KEYWORDS: Final = ("allOf", "anyOf", "oneOf", "not", "items", "properties", "additionalProperties", "prefixItems")
_MOST: Final = 3000
"""Slots of a tree that are looked at."""


class Mutator:
    """Knows the words of a target from its seeds.

    Args:
        seeds: Inputs that say something.
    """

    def __init__(self, seeds: Iterable[bytes]) -> None:
        trees = [tree for seed in seeds for part in seed.split(SEPARATOR) if (tree := tree_of(part)) is not None]
        found = [slot for tree in trees for slot in slots_of(tree)]
        self._keys = sorted({*_MARKS, *(key for _, key in found if isinstance(key, str))})
        self._values = [holder[key] for holder, key in found] or [0]
        self._pairs = [(key, holder[key]) for holder, key in found if isinstance(key, str)] or [("a", 0)]

    def mutated(self, data: bytes, random: Random, mutate_bytes: MutateBytes) -> bytes:
        """Another input, not far from the given one."""
        parts = data.split(SEPARATOR)
        if len(parts) > 1 and random.random() < 0.05:
            parts[random.randrange(len(parts))] = random.choice(parts)
        at = random.randrange(len(parts))
        parts[at] = self._part(parts[at], random, mutate_bytes)
        return SEPARATOR.join(parts)

    def crossed(self, one: bytes, other: bytes, random: Random) -> bytes:
        """An input with a part of the other in it."""
        first, second = tree_of(one), tree_of(other)
        slots, theirs = slots_of(first), slots_of(second)
        if not slots or not theirs:
            return one
        holder, key = random.choice(theirs)
        _put(random.choice(slots), json.loads(json.dumps(holder[key])))
        return _text(first, random)

    def _part(self, text: bytes, random: Random, mutate_bytes: MutateBytes) -> bytes:
        dice = random.random()
        if dice < 0.1:
            return mutate_bytes(text)
        tree = None if dice < 0.2 else tree_of(text)
        if tree is None:
            return _retold(text, random)
        for _ in range(random.choice((1, 1, 1, 2, 2, 3, 5))):
            tree = self._changed(tree, random)
        return _text(tree, random)

    def _changed(self, tree: Any, random: Random) -> Any:
        slots = slots_of(tree)
        if not slots:
            return random.choice(self._values)
        slot = random.choice(slots)
        holder, key = slot
        match random.randrange(12):
            case 0:
                del holder[key]
            case 1:
                other = random.choice(slots)
                mine, theirs = _copy(holder[key]), _copy(other[0][other[1]])
                _put(slot, theirs)
                _put(other, mine)
            case 2:
                there, name = random.choice(slots)
                _put(slot, _copy(there[name]))
            case 3 | 4:
                _put(slot, self._value(random))
            case 5:
                _rename(slot, random.choice((random.choice(HOSTILE), random.choice(self._keys))))
            case 6 | 7:
                self._insert(holder[key], random)
            case 8:
                _put(slot, self._wrapped(holder[key], random))
            case 9:
                _put(slot, {"$ref": self._reference(slots, random)})
            case 10:
                _repeat(holder, key, random)
            case _:
                if isinstance(text := holder[key], str):
                    at = random.randint(0, len(text))
                    _put(slot, text[:at] + random.choice(HOSTILE) + text[at:])
                else:
                    _put(slot, _copy(random.choice(self._values)))
        return tree

    def _value(self, random: Random) -> Any:
        match random.randrange(6):
            case 0:
                return random.choice(HOSTILE)
            case 1:
                return random.choice(_NUMBERS)
            case 2:
                return _PLACE.format(random.randrange(len(_RAW)))
            case 3:
                return random.choice(([], {}, [[]], [{}], [None], {"": {}}, ["a", "a"], [0], {"a": None}))
            case _:
                return _copy(random.choice(self._values))

    def _insert(self, into: Any, random: Random) -> None:
        key, value = random.choice(self._pairs)
        if random.random() < 0.2:
            key = random.choice(self._keys)
        value = _copy(value) if random.random() < 0.6 else self._value(random)
        if isinstance(into, dict):
            into[key if random.random() < 0.8 else random.choice(HOSTILE)] = value
        elif isinstance(into, list):
            into.insert(random.randint(0, len(into)), value)

    def _wrapped(self, value: Any, random: Random) -> Any:
        keyword = random.choice(_KEYWORDS)
        if keyword in ("allOf", "anyOf", "oneOf", "prefixItems"):
            return {keyword: [_copy(value), self._value(random) if random.random() < 0.5 else _copy(value)]}
        if keyword == "properties":
            return {"type": "object", keyword: {random.choice(self._keys): value}}
        return {keyword: value}

    def _reference(self, slots: list[_Slot], random: Random) -> str:
        if random.random() < 0.2:
            return random.choice(("#", "#/", "http://127.0.0.1:9/a#/b", "../a.json", "#/%25", "#/components/schemas/"))
        known = [value for holder, key in slots if key == "$ref" and isinstance(value := holder[key], str)]
        named = [f"#/components/schemas/{key}" for _, key in slots if isinstance(key, str)]
        return random.choice(random.choice((known, named)) or ["#"])


def tree_of(text: bytes) -> Any:
    """The dict or list that a text says, or None where it says none."""
    if not text.lstrip()[:1].isalpha() and text.lstrip()[:1] not in (b"{", b"["):
        return None
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        try:
            tree = json.loads(json.dumps(yaml.load(text, Loader=yaml.CSafeLoader), default=str))
        except (yaml.YAMLError, ValueError, TypeError, RecursionError, OverflowError):
            return None
    return tree if isinstance(tree, (dict, list)) else None


def slots_of(tree: Any) -> list[_Slot]:
    found: list[_Slot] = []
    todo = [tree]
    while todo and len(found) < _MOST:
        holder = todo.pop()
        for key, value in list(_members(holder)):
            found.append((holder, key))
            todo.append(value)
    return found


def _members(holder: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(holder, dict):
        yield from holder.items()
    elif isinstance(holder, list):
        yield from enumerate(holder)


def _put(slot: _Slot, value: Any) -> None:
    holder, key = slot
    if isinstance(holder, dict) or key < len(holder):
        holder[key] = value


def _copy(value: Any) -> Any:
    return json.loads(json.dumps(value))


def _rename(slot: _Slot, name: str) -> None:
    holder, key = slot
    if isinstance(holder, dict):
        pairs = [(name if known == key else known, value) for known, value in holder.items()]
        holder.clear()
        holder.update(pairs)


def _repeat(holder: Any, key: Any, random: Random) -> None:
    times = random.choice((1, 2, 30))
    if isinstance(holder, list):
        holder[key:key] = [_copy(holder[key]) for _ in range(times)]
    else:
        holder.update({f"{key}{number}": _copy(holder[key]) for number in range(times)})


def _text(tree: Any, random: Random) -> bytes:
    if random.random() < 0.1:
        try:
            return yaml.dump(tree, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False).encode(
                errors="replace"
            )
        except yaml.YAMLError:
            pass
    text = json.dumps(tree, indent=random.choice((None, 1)), ensure_ascii=random.random() < 0.5)
    return _RAW_TEXT.sub(lambda place: _RAW[int(place[1]) % len(_RAW)], text).encode("utf-8", "surrogatepass")


def _retold(text: bytes, random: Random) -> bytes:
    """A text with a line or a word of it gone, doubled, moved or made hostile."""
    lines = text.split(b"\n")
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(6):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[other])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at:at] = [lines[at]] * random.choice((2, 50, 1000))
        case _:
            words = list(_TOKEN.finditer(text))
            if words:
                word = random.choice(words)
                hostile = random.choice(HOSTILE).encode("utf-8", "surrogatepass")
                said = random.choice((hostile, random.choice(words)[0], random.choice(_RAW).encode(), b""))
                return text[: word.start()] + said + text[word.end() :]
    return b"\n".join(lines)
