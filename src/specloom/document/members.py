"""Whether the members of an object are of the kind that every later step takes them for.

Named here is what has no other reading: an author who writes ``security: all`` means something that we cannot guess.
What can be read all the same (a version that YAML takes for a number, an example of any kind) is not. Null stands for
what is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from specloom.document.grammar import Node
from specloom.document.parameters import shown
from specloom.document.pointers import join


def _is_object(value: Any) -> bool:
    return isinstance(value, Mapping)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _are_ways_to_authenticate(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(way, Mapping) and all(scopes is None or isinstance(scopes, list) for scopes in way.values())
        for way in value
    )


_OBJECT: Final = ("an object", _is_object)
_TEXT: Final = ("a text", _is_text)
_LIST: Final = ("a list", _is_list)
_TEXTS: Final = ("a list of texts", _is_list_of_texts)
_NAMES: Final = ("a list of names", lambda value: not _is_list(value) or _is_list_of_texts(value))
"""Of properties; some authors write a boolean, which is passed over."""
_DISCRIMINATOR: Final = (
    "a name, or an object whose mapping is an object",
    lambda value: not _is_object(value) or value.get("mapping") is None or _is_object(value["mapping"]),
)
_SECURITY: Final = ("a list of objects that name security schemes with their scopes", _are_ways_to_authenticate)

_MEMBERS: Final[Mapping[str, Mapping[str, tuple[str, Callable[[Any], bool]]]]] = {
    "document": {"info": _OBJECT, "security": _SECURITY, "schemes": _TEXTS, "consumes": _TEXTS, "produces": _TEXTS},
    "operation": {"tags": _LIST, "security": _SECURITY, "consumes": _TEXTS, "produces": _TEXTS},
    "parameter": {"type": _TEXT, "collectionFormat": _TEXT, "enum": _LIST},
    "encoding": {"contentType": _TEXT, "style": _TEXT},
    "schema": {"required": _NAMES, "discriminator": _DISCRIMINATOR},
    "server variable": {"enum": _LIST},
}


def member_problems(node: Node) -> Iterator[tuple[str, str]]:
    """Pointers and what is wrong there, for one object of a document."""
    for key, (expected, fits) in _MEMBERS.get(node.kind.name, {}).items():
        value = node.value.get(key)
        if value is not None and not fits(value):
            yield join(node.pointer, key), f"{key} is {expected}, not {shown(value)}"
