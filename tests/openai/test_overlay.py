"""The texts of spec/openai/overlay.yaml fit the pinned document, whole and one to one.

The targets are resolved here by a small reader of its own, so that a fault in the overlay room cannot hide one in
the file.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import yaml

Json: TypeAlias = Any  # what json and yaml give

SPEC = Path(__file__).parents[2] / "spec" / "openai"
STEP = re.compile(r"\.(?P<name>\w+)|\['(?P<key>[^']+)'\]|\[(?P<index>\d+)\]|\[\?\(@\.name == '(?P<named>[^']+)'\)\]")
VERBS = ("get", "put", "post", "delete", "patch")
MAIN_CALLS = (
    ("post", "/chat/completions"),
    ("post", "/completions"),
    ("post", "/responses"),
    ("post", "/embeddings"),
    ("post", "/files"),
    ("get", "/files"),
    ("post", "/uploads"),
    ("post", "/fine_tuning/jobs"),
    ("post", "/batches"),
    ("post", "/moderations"),
    ("post", "/images/generations"),
    ("post", "/images/edits"),
    ("post", "/audio/speech"),
    ("post", "/audio/transcriptions"),
    ("post", "/audio/translations"),
    ("post", "/vector_stores"),
    ("post", "/vector_stores/{vector_store_id}/search"),
    ("post", "/assistants"),
    ("post", "/threads/{thread_id}/runs"),
)


@pytest.fixture(scope="module")
def document() -> Json:
    return json.loads((SPEC / "openapi.json").read_bytes())


@pytest.fixture(scope="module")
def actions() -> list[Json]:
    overlay: Json = yaml.safe_load((SPEC / "overlay.yaml").read_bytes())
    assert overlay["overlay"] == "1.0.0"
    assert set(overlay["info"]) == {"title", "version"}
    return list(overlay["actions"])


def steps(target: str) -> Iterator[re.Match[str]]:
    """The steps of a target after its ``$``."""
    position = 1
    while position < len(target):
        step = STEP.match(target, position)
        assert step, f"{target}: cannot be read from character {position} on"
        yield step
        position = step.end()


def matches(document: Json, target: str) -> list[Json]:
    """All nodes that a target leads to."""
    nodes = [document]
    for step in steps(target):
        key = step["name"] or step["key"]
        if key:
            nodes = [node[key] for node in nodes if isinstance(node, dict) and key in node]
        elif step["index"]:
            nodes = [node[int(step["index"])] for node in nodes if int(step["index"]) < len(node)]
        else:
            nodes = [part for node in nodes for part in node if part.get("name") == step["named"]]
    return nodes


def texts(actions: list[Json], key: str) -> dict[str, str]:
    """Target to text of all actions that set a summary (or a description)."""
    return {action["target"]: action["update"][key] for action in actions if key in action.get("update", {})}


def properties(document: Json, schema: Json) -> Iterator[tuple[str, Json]]:
    """Name and node of every property of a request body, through ``$ref`` and ``allOf``."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for part in schema.get("allOf", ()):
        yield from properties(document, part)
    yield from schema.get("properties", {}).items()


def test_every_target_leads_to_exactly_one_node(document: Json, actions: list[Json]) -> None:
    found = {action["target"]: len(matches(document, action["target"])) for action in actions}
    assert {target: count for target, count in found.items() if count != 1} == {}


def test_no_target_is_named_twice(actions: list[Json]) -> None:
    assert [target for target, count in Counter(a["target"] for a in actions).items() if count > 1] == []


def test_every_operation_has_a_summary(document: Json, actions: list[Json]) -> None:
    paths = document["paths"]
    operations = {f"$.paths['{path}'].{verb}" for path, item in paths.items() for verb in item if verb in VERBS}
    assert operations - texts(actions, "summary").keys() == set()


def test_summaries_are_short_single_sentences(actions: list[Json]) -> None:
    summaries = texts(actions, "summary").values()
    assert [text for text in summaries if len(text) > 100 or "\n" in text] == []
    assert [text for text in summaries if not text.endswith(".") or ". " in text] == []


def test_no_summary_serves_two_operations(actions: list[Json]) -> None:
    assert [text for text, count in Counter(texts(actions, "summary").values()).items() if count > 1] == []


def test_descriptions_fit_a_docstring_and_end_with_a_full_stop(actions: list[Json]) -> None:
    descriptions = texts(actions, "description").values()
    assert [text for text in descriptions if len(text) > 120 or "\n" in text or not text.endswith(".")] == []


@pytest.mark.parametrize(("verb", "path"), MAIN_CALLS)
def test_every_parameter_of_a_main_call_is_described(
    document: Json, actions: list[Json], verb: str, path: str
) -> None:
    described = {id(matches(document, target)[0]) for target in texts(actions, "description")}
    operation = document["paths"][path][verb]
    parts = [(parameter["name"], parameter) for parameter in operation.get("parameters", ())]
    for media in operation.get("requestBody", {}).get("content", {}).values():
        parts += properties(document, media["schema"])
    assert parts
    assert [name for name, node in parts if id(node) not in described] == []


def bounds(node: Json) -> list[int | float]:
    """The limits that a property states, without those that go without saying (0, 1 and the ends of int64)."""
    keys = ("minimum", "maximum", "maxLength", "maxItems")
    stated = [part[key] for part in (node, *node.get("anyOf", ())) for key in keys if key in part]
    return [bound for bound in stated if bound not in (0, 1) and abs(bound) < 2**63]


def test_descriptions_name_the_limits_that_the_document_states(document: Json, actions: list[Json]) -> None:
    silent = []
    for target, text in texts(actions, "description").items():
        (node,) = matches(document, target)
        numbers = re.findall(r"-?\d+(?:\.\d+)?", text.replace(",", ""))
        silent += [f"{target}: {bound}" for bound in bounds(node) if str(bound) not in numbers]
    assert silent == []
