"""What a parameter takes, read from the text of this package's own modules.

At run time an annotation is a text, and its names are imported for type checkers only. Reading the sources tells what
they mean without importing hundreds of types, and keeps what run time forgets (the literals of a union).
"""

from __future__ import annotations

import ast
import importlib.util
from functools import cache
from typing import NamedTuple

TEXT, WHOLE, NUMBER, BOOLEAN, NULL, OBJECT, FILE, CODE = (
    "text", "integer", "number", "boolean", "null", "object", "file", "code",
)  # fmt: skip
ANYTHING = frozenset({TEXT, WHOLE, NUMBER, BOOLEAN, NULL, OBJECT})
SIMPLE = {
    "str": TEXT, "int": WHOLE, "float": NUMBER, "bool": BOOLEAN, "None": NULL, "bytes": FILE, "FileTypes": FILE,
    "FileContent": FILE, "PathLike": FILE, "Mapping": OBJECT, "dict": OBJECT, "Dict": OBJECT, "Headers": OBJECT,
    "Query": OBJECT, "Body": OBJECT, "TypedDict": OBJECT, "Callable": CODE,
}  # fmt: skip
LISTS = {"Iterable", "Sequence", "SequenceNotStr", "Collection", "list", "List"}
WRAPPERS = {"Required", "NotRequired", "Annotated", "Optional", "Union"}
NOTHING = {"Omit", "NotGiven"}


class Hint(NamedTuple):
    """What values a parameter takes.

    Attributes:
        kinds: Of single values: ``text``, ``integer``, ``number``, ``boolean``, ``null``, ``object``, ``file``;
            ``code`` for what only a program can give.
        choices: Texts that the document names; others are taken too where the kinds hold ``text``.
        item: What a list holds, where a list is taken.
        keys: Of an object, as far as they are known.
    """

    kinds: frozenset[str] = frozenset()
    choices: tuple[str, ...] = ()
    item: Hint | None = None
    keys: tuple[str, ...] = ()

    def __or__(self, other: object) -> Hint:
        if not isinstance(other, Hint):
            return NotImplemented
        item = self.item | other.item if self.item and other.item else self.item or other.item
        choices = tuple(dict.fromkeys((*self.choices, *other.choices)))
        return Hint(self.kinds | other.kinds, choices, item, tuple(dict.fromkeys((*self.keys, *other.keys))))

    @property
    def is_flag(self) -> bool:
        """Whether yes and no are all there is."""
        return self.kinds - {NULL} == {BOOLEAN} and self.item is None

    @property
    def described(self) -> str:
        """For a person: ``TEXT``, ``low|medium|high``, ``JSON``."""
        if FILE in self.kinds:
            return "FILE"
        if self.choices and self.kinds <= {NULL} and len(self.choices) <= 8:
            return "|".join(self.choices)
        if OBJECT in self.kinds:
            return "TEXT|JSON" if TEXT in self.kinds or self.choices else "JSON"
        for kind in (TEXT, NUMBER, WHOLE, BOOLEAN):
            if kind in self.kinds or (kind == TEXT and self.choices):
                return kind.upper()
        return self.item.described if self.item else "JSON"


def hint_of(annotation: str, module: str) -> Hint:
    """What an annotation means that stands in a module of this package."""
    return _hint(ast.parse(annotation, mode="eval").body, module, frozenset())


class _Source(NamedTuple):
    """The names of a module, found without running it."""

    imports: dict[str, tuple[str, str]]
    values: dict[str, ast.expr]
    classes: dict[str, ast.ClassDef]


@cache
def _source(module: str) -> _Source:
    spec = importlib.util.find_spec(module)
    get_source = getattr(spec and spec.loader, "get_source", None)
    text = get_source(module) if get_source is not None else None
    package = module if spec and spec.submodule_search_locations else module.rpartition(".")[0]
    found = _Source({}, {}, {})
    for node in ast.walk(ast.parse(text or "")):
        if isinstance(node, ast.ImportFrom):
            source = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
            for name in node.names:
                found.imports.setdefault(name.asname or name.name, (source, name.name))
        elif isinstance(node, ast.ClassDef):
            found.classes.setdefault(node.name, node)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            found.values.setdefault(node.target.id, node.value)
    return found


def _hint(node: ast.expr, module: str, seen: frozenset[tuple[str, str]]) -> Hint:
    match node:
        case ast.BinOp(left=left, right=right):
            return _hint(left, module, seen) | _hint(right, module, seen)
        case ast.Constant(value=None):
            return Hint(frozenset({NULL}))
        case ast.Constant(value=str(text)):
            return _hint(ast.parse(text, mode="eval").body, module, seen)
        case ast.Subscript(value=ast.Name(id=name), slice=inner):
            return _subscript(name, inner, module, seen)
        case ast.Name(id=name):
            return _named(name, module, seen)
    return Hint(ANYTHING)


def _subscript(name: str, inner: ast.expr, module: str, seen: frozenset[tuple[str, str]]) -> Hint:
    members = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    if name == "Literal":
        return _literals(members)
    if name in LISTS:
        return Hint(item=_hint(members[0], module, seen))
    if name in WRAPPERS:
        union = Hint(frozenset({NULL}) if name == "Optional" else frozenset())
        for member in members if name == "Union" else members[:1]:
            union |= _hint(member, module, seen)
        return union
    return _named(name, module, seen)


def _literals(members: list[ast.expr]) -> Hint:
    values = [member.value for member in members if isinstance(member, ast.Constant)]
    kinds = {bool: BOOLEAN, int: WHOLE, str: ""}
    found = {kinds.get(type(value), NULL) for value in values} - {""}
    return Hint(frozenset(found), tuple(value for value in values if isinstance(value, str)))


def _named(name: str, module: str, seen: frozenset[tuple[str, str]]) -> Hint:
    if name in NOTHING:
        return Hint()
    if name in SIMPLE:
        return Hint(frozenset({SIMPLE[name]}))
    if (module, name) in seen:
        return Hint()  # what it may be is told by its other members
    source, seen = _source(module), seen | {(module, name)}
    if name in source.values:
        return _hint(source.values[name], module, seen)
    if name in source.classes:
        cls = source.classes[name]
        keys = [
            node.target.id
            for node in cls.body
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        ]
        return Hint(frozenset({OBJECT}), keys=tuple(keys))
    if name in source.imports and source.imports[name][0].startswith(__name__.partition(".")[0]):
        where, original = source.imports[name]
        return _named(original, where, seen)
    return Hint(ANYTHING)
