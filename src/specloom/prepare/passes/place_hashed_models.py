"""Models whose names are made of random letters."""

from __future__ import annotations

import re
from collections import Counter

from specloom.prepare import walk
from specloom.prepare.gateway import is_export
from specloom.prepare.models import home, models, with_models
from specloom.prepare.pointers import join
from specloom.prepare.values import Document, Example, Pass, Schema

# What the console gives a model without a name, and the ends that CDK and CloudFormation put behind names.
_BY_CONSOLE = re.compile(r"MODEL[0-9a-f]{6,}")
_BY_CDK = re.compile(r"[a-z](?=[A-F]*[0-9][A-F]*[0-9])(?=[0-9]*[A-F])[0-9A-F]{8}")
_END = 12
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_VOWELS = frozenset("aeiouAEIOU")


def place_hashed_models(document: Document) -> Document:
    """A model whose name AWS made up moves to the one place that refers to it, and is named for that later.

    Such a name (`MODELab12cd`, or one that ends in eight or twelve random letters) says nothing, and is another one
    after the next deployment. A model that several places refer to keeps its name; one that none refers to goes.
    """
    at, schemas = home(document), models(document)
    pointers = {join((*at, name)): name for name in schemas if is_made_up(name)}
    if not pointers or not is_export(document):
        return document
    uses = Counter(node["$ref"] for kind, node, _ in walk.nodes(document) if kind == "schema" and "$ref" in node)
    moving = {pointer: schemas[name] for pointer, name in pointers.items() if uses[pointer] < 2}

    def put(schema: Schema) -> Schema:
        model = moving.get(schema.get("$ref", ""))
        return schema if model is None else {**walk.rewrite_schema(model, put), **walk.without(schema, "$ref")}

    kept = {name: schema for name, schema in schemas.items() if join((*at, name)) not in moving}
    return walk.map_schemas(with_models(document, kept), put)


def is_made_up(name: str) -> bool:
    """Whether a name looks like one of AWS: its end falls into more parts than words would, and is hardly any word."""
    if _BY_CONSOLE.fullmatch(name) or _BY_CDK.fullmatch(name[-9:]):
        return True
    end = name[-_END:]
    if len(name) <= _END or not (end.isalnum() and end.isascii()):
        return False
    parts = _PARTS.findall(end)
    of_words = sum(len(part) for part in parts if _is_like_a_word(part))
    if any(map(str.isdigit, end)):
        return len(parts) > 4 and of_words < _END // 2
    return len(parts) > 5 and not of_words


def _is_like_a_word(part: str) -> bool:
    return len(part) > 3 and sum(letter in _VOWELS for letter in part) * 4 >= len(part)


_HOST = [{"url": "https://a1b2c3.execute-api.eu-west-1.amazonaws.com"}]
_PET = {"type": "object", "properties": {"name": {"type": "string"}}}

PASS = Pass(
    place_hashed_models,
    Example(
        at=(),
        before={
            "servers": _HOST,
            "components": {
                "schemas": {
                    "Pets": {"type": "array", "items": {"$ref": "#/components/schemas/MODELab12cd"}},
                    "MODELab12cd": _PET,
                    "petstackpetsB7hQ0xkYzP2d": {"type": "object"},
                }
            },
        },
        after={"servers": _HOST, "components": {"schemas": {"Pets": {"type": "array", "items": _PET}}}},
    ),
)
