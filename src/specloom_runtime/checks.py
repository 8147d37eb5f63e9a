"""Strict validation, on request: what in some data is not as a model says. Decoding itself never checks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Literal, Union, get_args, get_origin

from .codecs import codec
from .fields import FieldInfo
from .fit import best_fit
from .shapes import NamedUnion, references, resolve
from .storage import Storage

_KINDS: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "None": (type(None),),
    "list": (list,),
    "dict": (dict,),
}


def problems(cls: type[Storage], data: object, place: str = "") -> Iterator[str]:
    """What is wrong with data for a class: missing fields, values of the wrong kind, constants that differ.

    Types that are not there at run time are taken as right. Unknown fields are no problem.
    """
    if type(data) is not dict:
        yield f"{place or 'the data'}: expected an object, got {_kind(data)}"
        return
    for wire, info in codec(cls).wires.items():
        where = f"{place}.{wire}" if place else wire
        if wire not in data:
            if info.required:
                yield f"{where}: missing"
        else:
            yield from _mismatches(_Annotation(info), _parsed(info.annotation), data[wire], where)


class _Annotation:
    """Where the names in the annotation of a field lead."""

    __slots__ = ("_info",)

    def __init__(self, info: FieldInfo) -> None:
        self._info = info

    def target(self, name: str) -> Any:
        """The class or union that a name stands for, or None."""
        for reference in references(self._info.shape):
            if reference.rpartition(":")[2] == name:
                return resolve(reference, self._info.module)
        return None


@lru_cache(maxsize=4096)
def _parsed(annotation: object) -> ast.expr | None:
    """The annotation as a tree; None where it is no text that can be read."""
    if not isinstance(annotation, str):
        return None
    tree = ast.parse(annotation, mode="eval").body
    # A quoted part is an annotation of its own.
    return _parsed(tree.value) if isinstance(tree, ast.Constant) and isinstance(tree.value, str) else tree


def _mismatches(names: _Annotation, node: ast.expr | None, value: Any, place: str) -> Iterator[str]:
    match node:
        case ast.Constant(value=None):
            yield from _of_kind("None", value, place)
        case ast.Name(id=name) if name in _KINDS:
            yield from _of_kind(name, value, place)
        case ast.Name(id=name):
            yield from _of_target(names.target(name), value, place)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            yield from _of_any(names, [left, right], value, place)
        case ast.Subscript(value=ast.Name(id="Optional"), slice=inner):
            yield from _of_any(names, [inner, ast.Constant(None)], value, place)
        case ast.Subscript(value=ast.Name(id="Union"), slice=ast.Tuple(elts=members)):
            yield from _of_any(names, members, value, place)
        case ast.Subscript(value=ast.Name(id="Literal"), slice=inner):
            options = ast.literal_eval(inner)
            yield from _of_values(options if isinstance(options, tuple) else (options,), value, place)
        case ast.Subscript(value=ast.Name(id="list"), slice=inner):
            yield from _of_kind("list", value, place)
            for index, item in enumerate(value if isinstance(value, list) else ()):
                yield from _mismatches(names, inner, item, f"{place}[{index}]")
        case ast.Subscript(value=ast.Name(id="dict"), slice=ast.Tuple(elts=[_, inner])):
            yield from _of_kind("dict", value, place)
            for key, item in value.items() if isinstance(value, dict) else ():
                yield from _mismatches(names, inner, item, f"{place}.{key}")


def _of_kind(name: str, value: Any, place: str) -> Iterator[str]:
    right = isinstance(value, _KINDS[name]) and (name == "bool" or not isinstance(value, bool))
    if not right:
        yield f"{place}: expected {name}, got {_kind(value)}"


def _of_values(options: tuple[object, ...], value: Any, place: str) -> Iterator[str]:
    if not any(type(value) is type(option) and value == option for option in options):
        listed = ", ".join(map(repr, options))
        yield f"{place}: expected {'one of ' if len(options) > 1 else ''}{listed}, got {value!r}"


def _of_any(names: _Annotation, members: list[ast.expr], value: Any, place: str) -> Iterator[str]:
    """Nothing if one member takes the value; else what the member that is nearest to taking it says."""
    found = [list(_mismatches(names, member, value, place)) for member in members]
    if all(found):
        yield from min(found, key=lambda said: (said[0].startswith(f"{place}: expected"), len(said)))


def _of_target(target: Any, value: Any, place: str) -> Iterator[str]:
    if isinstance(target, type) and issubclass(target, Storage):
        yield from problems(target, value, place)
    elif hasattr(target, "alternatives"):
        yield from _of_union(target, value, place)
    elif get_origin(target) is Literal:
        yield from _of_values(get_args(target), value, place)
    elif get_origin(target) is Union and all(get_origin(member) is Literal for member in get_args(target)):
        yield from _of_values(tuple(each for member in get_args(target) for each in get_args(member)), value, place)


def _of_union(union: NamedUnion, value: Any, place: str) -> Iterator[str]:
    if type(value) is not dict:
        return  # its other members are not known here
    chosen = union.variant(value)
    if chosen is None and union.tag not in value:  # as decoding does: a tag may be left out where it is optional
        found = union.alternatives()
        chosen = best_fit(tuple(found.classes), value, must_fit=bool(union.tag or found.maps))
        if chosen is None and found.maps:
            return
    if chosen is None:
        yield f"{place}: no member of the union has {union.tag} {value.get(union.tag)!r}"
    else:
        yield from _of_target(chosen, value, place)


def _kind(value: object) -> str:
    return {dict: "an object", list: "a list", type(None): "null"}.get(type(value), repr(value)[:50])
