"""What a review must say of six revisions of OpenAI's document, written down before it was run.

The documents are cut down to the structure that changed; names are those of the API.
"""

from __future__ import annotations

from typing import Any

from attrs import frozen

from specloom.diff.compare import compare
from specloom.diff.findings import Finding, findings_of
from specloom.prepare import prepare

Json = dict[str, Any]
TEXT: Json = {"type": "string"}
OBJECT: Json = {"type": "object"}


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def several(kinds: Json) -> Json:
    return {"type": "array", "items": kinds}


@frozen
class Call:
    """An operation: what it takes and what it answers, as names of schemas."""

    path: str
    sent: str = ""
    got: str = ""


def document(calls: list[Call], schemas: Json, **statuses: Json) -> Json:
    paths: Json = {}
    for call in calls:
        answer = {"content": {"application/json": {"schema": ref(call.got)}}} if call.got else {}
        operation: Json = {"responses": {"200": {"description": "OK", **answer}, **statuses}}
        if call.sent:
            operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": ref(call.sent)}}}
        paths[call.path] = {"post": operation}
    return {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths,
            "components": {"schemas": schemas}}  # fmt: skip


def reviewed(old: Json, new: Json) -> tuple[Finding, ...]:
    return findings_of(compare(prepare(old), prepare(new)).changes)


def told(found: tuple[Finding, ...]) -> set[tuple[str, str, str]]:
    listed = [(one.wire, one.rule, str(one.subject)) for one in found]
    assert len(set(listed)) == len(listed), "a cause is told once"
    return set(listed)


def test_2023_11_08_a_constant_of_an_answer_is_another() -> None:
    def side(constant: str) -> Json:
        answer = {
            "type": "object",
            "required": ["object"],
            "properties": {"object": {"type": "string", "enum": [constant]}},
        }
        return document([Call("/embeddings", got="CreateEmbeddingResponse")], {"CreateEmbeddingResponse": answer})

    (found,) = reviewed(side("embedding"), side("list"))
    assert (found.rule, str(found.subject)) == ("constant-changed", "CreateEmbeddingResponse.object")
    assert (found.before, found.after, found.wire) == ("embedding", "list", "breaking")


def test_2024_04_18_a_property_has_another_name_on_both_ways() -> None:
    def side(name: str, needed: list[str]) -> Json:
        tools = several({"type": "string", "enum": ["file_search", "code_interpreter"]})
        attachment = {"type": "object", "properties": {"file_id": TEXT, name: tools}}
        # `required` stands beside the items, where it means nothing; so it is no difference.
        request = {"type": "object", "properties": {"attachments": {**several(attachment), "required": needed}}}
        answer = {"type": "object", "properties": {"attachments": several(attachment)}}
        return document([Call("/threads/{thread_id}/messages", "CreateMessageRequest", "MessageObject")],
                        {"MessageObject": answer, "CreateMessageRequest": request})  # fmt: skip

    found = reviewed(side("add_to", ["file_id", "add_to"]), side("tools", ["file_id", "tools"]))
    assert told(found) == {
        (verdict, rule, f"{schema}.attachments[].{name}")
        for schema in ("CreateMessageRequest", "MessageObject")
        for verdict, rule, name in (("warning", "property-removed", "add_to"), ("safe", "property-added", "tools"))
    }


def test_2024_09_27_a_richer_answer_and_a_default_break_nobody() -> None:
    formats = {"type": "string", "enum": ["json", "text", "srt"], "default": "json"}

    def side(new: bool) -> Json:
        models = ["omni-moderation-latest", "text-moderation-latest"] if new else ["text-moderation-latest"]
        parts = several({"oneOf": [{"type": "object", "required": ["type", name],
                                    "properties": {"type": {"type": "string", "enum": [name]}, name: OBJECT}}
                                   for name in ("image_url", "text")]})  # fmt: skip
        request = {
            "type": "object",
            "required": ["input"],
            "properties": {
                "input": {"oneOf": [TEXT, several(TEXT), *([parts] if new else [])]},
                "model": {"anyOf": [TEXT, {"type": "string", "enum": models}], "default": models[0]},
            },
        }
        flags = ["hate", "illicit"] if new else ["hate"]
        categories = {"type": "object", "required": flags, "properties": {one: {"type": "boolean"} for one in flags}}
        inputs = {
            "type": "object",
            "required": ["hate"],
            "properties": {"hate": several({"type": "string", "enum": ["text"]})},
        }
        fields = {"categories": categories, **({"category_applied_input_types": inputs} if new else {})}
        answer = {"type": "object", "required": [*fields], "properties": fields}
        speech = {"type": "object", "properties": {"response_format": formats if new else ref("AudioResponseFormat")}}
        plain = {"type": "object", "properties": {"response_format": {**TEXT, "default": "json"}}}
        calls = [Call("/moderations", "CreateModerationRequest", "CreateModerationResponse"),
                 Call("/audio/transcriptions", "CreateTranscriptionRequest"),
                 Call("/audio/translations", "CreateTranslationRequest")]  # fmt: skip
        schemas = {"CreateModerationRequest": request, "CreateModerationResponse": answer,
                   "CreateTranscriptionRequest": speech,
                   "CreateTranslationRequest": plain if new else speech}  # fmt: skip
        return document(calls, schemas if new else {**schemas, "AudioResponseFormat": formats})

    assert told(reviewed(side(False), side(True))) == {
        ("warning", "default-changed", "CreateModerationRequest.model"),
        ("safe", "known-value-added", "CreateModerationRequest.model"),
        ("safe", "union-member-added", "CreateModerationRequest.input"),
        ("safe", "required-property-added", "CreateModerationResponse.categories.illicit"),
        ("safe", "required-property-added", "CreateModerationResponse.category_applied_input_types"),
        ("safe", "enum-opened", "CreateTranslationRequest.response_format"),
    }


def event(annotation: Json) -> Json:
    """An event, and a copy of it with one more property, as ``allOf`` makes it; nobody calls for the copy."""
    properties = {"type": {"const": "annotation.added"}, "item_id": TEXT, "annotation": annotation}
    added = {"type": "object", "required": [*properties], "properties": properties}
    other = {"type": "object", "required": ["type"], "properties": {"type": {"const": "done"}}}
    lane = {"type": "object", "properties": {"stream_id": TEXT}}
    cites = [
        {"type": "object", "required": ["type"], "properties": {"type": {"const": kind}, kind: TEXT}}
        for kind in ("file_citation", "url_citation")
    ]
    schemas = {
        "Added": added,
        "Done": other,
        "Event": {"anyOf": [ref("Added"), ref("Done")]},
        "SocketEvent": {"anyOf": [{"allOf": [ref(name), lane]} for name in ("Added", "Done")]},
        "Annotation": {"oneOf": cites},
    }
    return document([Call("/responses", got="Event")], schemas)


def test_2026_08_14_any_object_becomes_one_of_some_objects_or_null() -> None:
    found = reviewed(event(OBJECT), event({"anyOf": [ref("Annotation"), {"type": "null"}]}))
    assert told(found) == {
        ("breaking", "became-nullable", "Added.annotation"),
        ("safe", "type-specialized", "Added.annotation"),
    }
    back = reviewed(event({"anyOf": [ref("Annotation"), {"type": "null"}]}), event(OBJECT))
    assert told(back) == {
        ("safe", "became-not-nullable", "Added.annotation"),
        ("breaking", "type-generalized", "Added.annotation"),
    }


def calls(error: Json, fields: Json, **statuses: Json) -> Json:
    kinds = {
        name: {"type": "object", "required": ["type"], "properties": {"type": {"const": name}, "message": TEXT}}
        for name in ("protocol", "http")
    }
    call = {"type": "object", "properties": {"id": TEXT, "error": {"anyOf": [*error["anyOf"], {"type": "null"}]}}}
    schemas = {**kinds, "MCPToolCallError": {"oneOf": [ref(name) for name in kinds]}, "MCPToolCall": call,
               "Model": {"type": "object", "properties": {"id": TEXT, **fields}}}  # fmt: skip
    made = [Call("/responses", "MCPToolCall", "MCPToolCall"), Call("/models", got="Model")]
    return document(made, schemas, **statuses)


def test_2026_08_14_a_union_within_a_union_comes_and_goes() -> None:
    one, both = {"anyOf": [ref("MCPToolCallError")]}, {"anyOf": [TEXT, ref("MCPToolCallError")]}
    date = {"shutdown_date": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}}
    wider = reviewed(calls(one, date), calls(both, {}))
    assert told(wider) == {
        ("breaking", "became-union", "MCPToolCall.error"),
        ("warning", "property-removed", "Model.shutdown_date"),
    }
    narrower = reviewed(calls(both, {}), calls(one, date))
    assert told(narrower) == {
        ("breaking", "union-became-one", "MCPToolCall.error"),
        ("safe", "property-added", "Model.shutdown_date"),
    }


def test_2026_08_14_a_new_error_of_all_operations_is_one_cause() -> None:
    one = {"anyOf": [ref("MCPToolCallError")]}
    (found,) = reviewed(calls(one, {}), calls(one, {}, **{"429": {"description": "Too many"}}))
    assert (found.rule, found.wire) == ("error-status-added", "safe")
    assert {use.operation.path for use in found.uses} == {"/responses", "/models"}
