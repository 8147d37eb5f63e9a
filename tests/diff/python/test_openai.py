"""The plans of OpenAI's document: what is only spelled in another way breaks no caller."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from specloom.diff.compare import compare
from specloom.diff.findings import PythonChange
from specloom.diff.python import compare_plans
from specloom.diff.python_surface import Side
from specloom.document.load import load_text
from specloom.document.overlay import apply_overlay, read_overlay
from specloom.engines.reading import read_parsed
from specloom.plan.make import make_plan
from specloom.plan.sdk_reader import load_sdk
from specloom.prepare import prepare

Json = dict[str, Any]

_SPEC = Path(__file__).parents[3] / "spec/openai"
_SDK = load_sdk(_SPEC / "sdk.yaml")


@frozen
class Openai:
    """The document with its overlay, in normal form, and its package."""

    document: Json
    prepared: Json
    side: Side

    @classmethod
    def of(cls, document: Json) -> Openai:
        """Plan the package of a document."""
        prepared = prepare(document, "openapi.json")
        parsed = read_parsed(prepared, also_params=tuple(rule.schema for rule in _SDK.params))
        plan = make_plan(prepared, parsed, _SDK, api="openai", package="openai_client")
        return cls(document, prepared, Side(parsed, plan))


@pytest.fixture(scope="module")
def openai() -> Openai:
    """What is pinned."""
    overlay = read_overlay((_SPEC / "overlay.yaml").read_bytes(), "overlay.yaml")
    return Openai.of(apply_overlay(load_text((_SPEC / "openapi.json").read_bytes(), "openapi.json"), overlay))


def _after(openai: Openai, edit: Callable[[Json, Openai], int]) -> tuple[PythonChange, ...]:
    document = copy.deepcopy(openai.document)
    assert edit(document, openai) > 0
    new = Openai.of(document)
    return compare_plans(openai.side, new.side, compare(openai.prepared, new.prepared))


def _reordered(document: Json, openai: Openai) -> int:
    for part in (document, document["components"]):
        for name in ("paths", "schemas"):
            if name in part:
                part[name] = dict(reversed(part[name].items()))
    return len(document["paths"])


def _hoisted(document: Json, openai: Openai) -> int:
    """Objects, lists of values and unions that stand inline become components; classes made of them are renamed."""
    schemas = document["components"]["schemas"]
    found = list(_inline(schemas, openai))
    for name, key in found:
        schemas[f"Zz{name}{key}"] = schemas[name]["properties"][key]
        schemas[name]["properties"][key] = {"$ref": f"#/components/schemas/Zz{name}{key}"}
    return len(found)


def _inline(schemas: Json, openai: Openai) -> Iterator[tuple[str, str]]:
    """Those that sdk.yaml does not name, nor anything inside them."""
    stated = {rule.schema for rule in (*_SDK.models, *_SDK.params)}
    made = {
        (schema["x-specloom-parent"], schema.get("x-specloom-role", "").lower()): name
        for name, schema in openai.prepared["components"]["schemas"].items()
        if "x-specloom-parent" in schema
    }
    for name, schema in schemas.items():
        for key, inner in schema.get("properties", {}).items():
            if "$recursiveRef" in str(inner):
                continue  # it leads to what is around it, so that it means something else where it is moved
            full = made.get((name, key.lower()))
            if full is not None and not any(one.startswith(full) for one in stated):
                yield name, key


def _split(document: Json, openai: Openai) -> int:
    count = 0
    for name, schema in document["components"]["schemas"].items():
        if len(schema.get("properties", {})) > 2 and set(schema) <= {"type", "properties", "required", "title"}:
            keys = list(schema["properties"])
            parts = [_part(schema, keys[: len(keys) // 2]), _part(schema, keys[len(keys) // 2 :])]
            document["components"]["schemas"][name] = {"allOf": parts}
            count += 1
    return count


def _part(schema: Json, keys: list[str]) -> Json:
    required = [key for key in schema.get("required", ()) if key in keys]
    part = {"type": "object", "properties": {key: schema["properties"][key] for key in keys}}
    return {**part, "required": required} if required else part


def _is_harmless(change: PythonChange) -> bool:
    return change.rule == "python-class-added"


@pytest.mark.parametrize("edit", [_reordered, _hoisted, _split], ids=lambda edit: edit.__name__.strip("_"))
def test_spelling_breaks_no_caller(openai: Openai, edit: Callable[[Json, Openai], int]) -> None:
    assert [change for change in _after(openai, edit) if not _is_harmless(change)] == []


def test_a_scripted_release_is_told_in_full(openai: Openai) -> None:
    def release(document: Json, openai: Openai) -> int:
        schemas, paths = document["components"]["schemas"], document["paths"]
        del paths["/models/{model}"]["delete"]
        del schemas["CreateEmbeddingRequest"]["properties"]["user"]
        schemas["Model"]["required"].remove("owned_by")
        schemas["Batch"]["properties"]["status"]["enum"].append("paused")
        return 4

    found = {(one.verdict, one.rule, one.symbol) for one in _after(openai, release)}
    assert {one for one in found if one[0] != "safe"} == {
        ("breaking", "python-method-removed", "client.models.delete"),
        ("breaking", "python-argument-removed", "client.embeddings.create"),
        ("breaking", "python-field-optional", "openai_client.types.Model"),
        ("warning", "python-field-values-added", "openai_client.types.Batch"),
    }
