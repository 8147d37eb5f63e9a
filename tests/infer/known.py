"""Documents that are known, and samples drawn at random from their schemas."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from specloom.infer.exchanges import Exchange
from specloom.infer.readers.lines import with_bodies
from specloom.infer.shapes import Origin
from specloom.prepare import prepare

WORDS = (
    "amount", "anchor", "colour", "crop", "depth", "fleet", "garden", "harbour", "island", "ladder", "margin",
    "meadow", "orbit", "pebble", "quarry", "river", "shelf", "stone", "timber", "valley",
)  # fmt: skip
FORMATS = ("date-time", "date", "uuid", "email", "uri")
SCALARS: list[dict[str, Any]] = [
    {"type": "integer"},
    {"type": "number"},
    {"type": "boolean"},
    {"type": "string"},
    *({"type": "string", "format": name} for name in FORMATS),
]

scalars = st.sampled_from(SCALARS)


def schemas(depth: int = 3) -> st.SearchStrategy[dict[str, Any]]:
    """Schemas of objects, lists, maps, unions and scalars, nullable or not; ``null`` is spelt as a type."""
    below = scalars if depth == 0 else st.deferred(lambda: schemas(depth - 1))
    plain = scalars
    if depth:
        plain = st.one_of(
            scalars,
            st.builds(lambda items: {"type": "array", "items": items}, below),
            objects(below),
            st.builds(lambda rest: {"type": "object", "additionalProperties": rest}, scalars),
        )
    return st.one_of(plain, plain.map(nullable))


def objects(fields: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Schemas of objects with fields of their own, some of them required."""
    named = st.dictionaries(st.sampled_from(WORDS), fields, min_size=1, max_size=6)

    def made(properties: dict[str, Any], seed: int) -> dict[str, Any]:
        # One field is in all of them, so that they are no map.
        required = sorted({min(properties), *(key for key in properties if (seed >> WORDS.index(key)) & 1)})
        return {"type": "object", "properties": properties, "required": required}

    return st.builds(made, named, st.integers(0, 2 ** len(WORDS)))


def nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """The same or null, as it is written in OpenAPI 3.1."""
    if "properties" in schema or "additionalProperties" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return {**schema, "type": [schema["type"], "null"]}


def draw(schema: Mapping[str, Any], chance: random.Random) -> Any:
    """A value that a schema allows."""
    if "anyOf" in schema:
        return draw(chance.choice(schema["anyOf"]), chance)
    kind = schema["type"]
    if isinstance(kind, list):
        return draw({**schema, "type": chance.choice(kind)}, chance)
    if kind == "object":
        return _object(schema, chance)
    if kind == "array":
        return [draw(schema["items"], chance) for _ in range(chance.randrange(4))]
    if kind == "string":
        return _text(schema.get("format", ""), chance)
    number = chance.randrange(-1000, 1000)
    return {"null": None, "boolean": number < 0, "integer": number, "number": number + 0.5}[kind]


def _object(schema: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    if "additionalProperties" in schema:
        return {_word(chance): draw(schema["additionalProperties"], chance) for _ in range(chance.randrange(5))}
    return {
        key: draw(part, chance)
        for key, part in schema["properties"].items()
        if key in schema["required"] or chance.random() < 0.5
    }


def _text(format_: str, chance: random.Random) -> str:
    day = f"{chance.randrange(1990, 2030)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    digits = "".join(chance.choices("0123456789abcdef", k=32))
    one, two, three = (_word(chance) for _ in range(3))
    return {
        "": f"{one} {two} {three}",
        "date": day,
        "date-time": f"{day}T{chance.randrange(24):02}:{chance.randrange(60):02}:00Z",
        "uuid": f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}",
        "email": f"{one}@{two}.test",
        "uri": f"https://{one}.test/{two}?q=1",
    }[format_]


def _word(chance: random.Random) -> str:
    return "".join(chance.choices("bdfgklmnprstv", k=1)[0] + chance.choice("aeiou") for _ in range(5))


def answer(value: Any, path: str = "pets", number: int = 1, **more: Any) -> Exchange:
    """An answer to ``GET /pets``, or to another call."""
    call = Exchange("get", tuple(path.split("/")), 200, Origin("sample.jsonl", number, "line"), **more)
    return with_bodies(call, response=(value,))


def answers(values: Sequence[Any], path: str = "pets") -> list[Exchange]:
    """Several of them."""
    return [answer(value, path, number) for number, value in enumerate(values, start=1)]


def schema_of(document: Mapping[str, Any], path: str = "/pets", verb: str = "get", status: str = "200") -> Any:
    """What a document says of the JSON of an answer, without references."""
    schema = document["paths"][path][verb]["responses"][status]["content"]["application/json"].get("schema", {})
    return bare(schema, document)


def bare(schema: Any, document: Mapping[str, Any]) -> Any:
    """A schema without references and without what says nothing."""
    if isinstance(schema, list):
        return [bare(part, document) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return bare(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document)
    return {key: bare(part, document) for key, part in schema.items() if not key.startswith("x-")}


def in_normal_form(document: dict[str, Any]) -> dict[str, Any]:
    """The schema of the answer to ``GET /pets`` as the rest of the house reads it, with what it refers to."""
    prepared = prepare(document, source="inferred")
    content = prepared["paths"]["/pets"]["get"]["responses"]["200"]["content"]
    return {**content["application/json"].get("schema", {}), "components": prepared["components"]}
