"""Other ways to write the same document: what a review must not take for a change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

PREFIX = "#/components/schemas/"
Rewrite = Callable[[dict[str, Any], Any], None]


def _places(document: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Every place of a property's schema: the mapping that holds it, and its name there."""
    for schema in list(document["components"]["schemas"].values()):
        yield from _within(schema)


def _within(schema: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    for name, inner in schema.get("properties", {}).items():
        yield schema["properties"], name
        yield from _within(inner)
    for part in schema.get("allOf", ()):
        yield from _within(part)


def keys_in_another_order(document: dict[str, Any], random: Any) -> None:
    """Keys of schemas, parameters and answers, and names that are required."""

    def shuffled(node: Any, *, named: bool = False) -> Any:
        if isinstance(node, dict):
            items = [(key, shuffled(value, named=key in ("properties", "mapping"))) for key, value in node.items()]
            if not named:
                random.shuffle(items)
            return dict(items)
        return [shuffled(one) for one in node] if isinstance(node, list) else node

    fresh = shuffled(document)
    document.clear()
    document.update(fresh)
    for schema in document["components"]["schemas"].values():
        if "required" in schema:
            schema["required"] = sorted(schema["required"], reverse=True)


def inline_to_ref(document: dict[str, Any], random: Any) -> None:
    """A schema that stood in its place becomes a component."""
    # A reference, even one in an allOf, would get a second name by that; a constant is what tells unions apart.
    places = [place for place in _places(document) if not {"$ref", "allOf", "const"} & place[0][place[1]].keys()]
    holder, name = random.choice(places)
    fresh = f"Part{len(document['components']['schemas'])}"
    document["components"]["schemas"][fresh] = holder[name]
    holder[name] = {"$ref": PREFIX + fresh}


def all_of_split(document: dict[str, Any], random: Any) -> None:
    """An object is made of two by allOf."""
    schemas = document["components"]["schemas"]
    name = random.choice([name for name, schema in schemas.items() if len(schema.get("properties", {})) > 1])
    schema = schemas[name]
    names = list(schema["properties"])
    needed = schema.get("required", [])
    half = len(names) // 2
    schemas[name] = {
        "allOf": [
            {
                "type": "object",
                "properties": {one: schema["properties"][one] for one in part},
                "required": [one for one in needed if one in part],
            }
            for part in (names[:half], names[half:])
        ]
    }


def ref_in_all_of(document: dict[str, Any], random: Any) -> None:
    """A reference stands in an allOf of one."""
    places = [place for place in _places(document) if set(place[0][place[1]]) == {"$ref"}]
    holder, name = random.choice(places)
    holder[name] = {"allOf": [holder[name]]}


def null_as_a_type(document: dict[str, Any], random: Any) -> None:
    """``anyOf [number, null]`` as a list of types."""
    for holder, name in _places(document):
        if holder[name] == {"anyOf": [{"type": "number"}, {"type": "null"}]}:
            holder[name] = {"type": ["number", "null"]}
        elif holder[name] == {"type": ["number", "null"]}:
            holder[name] = {"oneOf": [{"type": "null"}, {"type": "number"}]}


def null_by_keyword(document: dict[str, Any], random: Any) -> None:
    """``nullable`` in a 3.1 document, as many still have it."""
    for holder, name in _places(document):
        if "null" in str(holder[name]) and "number" in str(holder[name]):
            rest = {key: value for key, value in holder[name].items() if key not in ("anyOf", "oneOf", "type")}
            holder[name] = {**rest, "type": "number", "nullable": True}


def const_as_enum(document: dict[str, Any], random: Any) -> None:
    """A constant as an enum of one."""
    for holder, name in _places(document):
        if "const" in holder[name]:
            holder[name] = {"type": "string", "enum": [holder[name]["const"]]}


def one_of_as_any_of(document: dict[str, Any], random: Any) -> None:
    """A union under its other name, the discriminator left to be inferred."""
    medium = document["components"]["schemas"]["Medium"]
    if "oneOf" in medium:
        medium["anyOf"] = medium.pop("oneOf")


def shared_parameter(document: dict[str, Any], random: Any) -> None:
    """A parameter moves to the components."""
    parameters = document["paths"]["/books"].get("get", {}).get("parameters", ())
    shared = document["components"].setdefault("parameters", {})
    for number, parameter in enumerate(parameters):
        if "$ref" not in parameter:
            shared[f"P{number}"] = parameter
            parameters[number] = {"$ref": f"#/components/parameters/P{number}"}


def shared_answer(document: dict[str, Any], random: Any) -> None:
    """An answer moves to the components."""
    answers = document["paths"]["/books"].get("get", {}).get("responses", {})
    if "200" in answers and "$ref" not in answers["200"]:
        document["components"].setdefault("responses", {})["Found"] = answers["200"]
        answers["200"] = {"$ref": "#/components/responses/Found"}


def security_said_again(document: dict[str, Any], random: Any) -> None:
    """What holds for all operations is said of each."""
    for item in document["paths"].values():
        for verb in ("get", "put", "post", "delete"):
            if verb in item:
                item[verb].setdefault("security", [{"key": []}])


SPELLINGS: dict[str, Rewrite] = {
    rewrite.__name__: rewrite
    for rewrite in (
        keys_in_another_order, inline_to_ref, all_of_split, ref_in_all_of, null_as_a_type, null_by_keyword,
        const_as_enum, one_of_as_any_of, shared_parameter, shared_answer, security_said_again,
    )
}  # fmt: skip
