"""Which member of a union an object most likely is, where no tag says so."""

from __future__ import annotations

import ast
from typing import Any, Literal, get_args, get_origin


class _Facts:
    """What an object of a class looks like.

    Attributes:
        known: Names of all fields in JSON.
        required: Names of the fields that must be there.
        constants: The values that a field may have, for fields with a closed list of them.
        marks: Names of the fields that must be there with one value.
    """

    __slots__ = ("constants", "known", "marks", "required")

    def __init__(self, cls: Any) -> None:
        fields = cls._own_codec().wires
        self.known = frozenset(fields)
        self.required = tuple(wire for wire, info in fields.items() if info.required)
        listed = {wire: literals(info.annotation) for wire, info in fields.items()}
        self.constants = {wire: values for wire, values in listed.items() if values}
        self.marks = tuple(wire for wire in self.required if len(listed[wire]) == 1)


_facts: dict[type, _Facts] = {}


def best_fit(classes: tuple[type, ...], data: dict[str, Any], *, must_fit: bool = False) -> type | None:
    """The class whose constants agree, whose required fields are there, and which knows most of the fields.

    Args:
        classes: The candidates; the first of equals wins.
        data: The object.
        must_fit: Whether None is a better answer than a class whose constants or required fields do not fit.
    """
    best, best_score = None, None
    for cls in classes:
        score = _score(cls, data)
        if best_score is None or score < best_score:
            best, best_score = cls, score
    if must_fit and best_score is not None and (best_score[0] or best_score[1]):
        return None
    return best


def _score(cls: type, data: dict[str, Any]) -> tuple[int, int, int, int]:
    """Lower is better: wrong constants, missing fields, unknown members of a longer list, minus known fields."""
    facts = _facts.get(cls)
    if facts is None:
        facts = _facts[cls] = _Facts(cls)
    wrong = sum(wire not in data for wire in facts.marks)  # a constant is what the class is
    open_values = 0
    for wire, values in facts.constants.items():
        if wire in data and data[wire] is not None and data[wire] not in values:
            if len(values) == 1:
                wrong += 1
            else:
                open_values += 1  # a list of values may grow
    missing = sum(wire not in data for wire in facts.required)
    return wrong, missing, open_values, -sum(wire in facts.known for wire in data)


def literals(annotation: object) -> tuple[object, ...]:
    """The values of ``Literal[...]`` or ``Literal[...] | None``, from an annotation or its text."""
    if isinstance(annotation, str):
        if "Literal[" not in annotation:
            return ()
        return _literals_in_text(ast.parse(annotation, mode="eval").body)
    if get_origin(annotation) is Literal:
        return tuple(value for value in get_args(annotation) if value is not None)
    members = [each for each in get_args(annotation) if each is not type(None)]
    return literals(members[0]) if len(members) == 1 else ()


def _literals_in_text(node: ast.expr) -> tuple[object, ...]:
    match node:
        case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Constant(value=None)):
            return _literals_in_text(left)
        case ast.Subscript(value=ast.Name(id="Optional"), slice=inner):
            return _literals_in_text(inner)
        case ast.Subscript(value=ast.Name(id="Literal"), slice=ast.Tuple(elts=values)):
            return tuple(value.value for value in values if isinstance(value, ast.Constant))
        case ast.Subscript(value=ast.Name(id="Literal"), slice=ast.Constant(value=value)):
            return (value,)
    return ()
