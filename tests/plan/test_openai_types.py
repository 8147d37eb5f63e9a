"""OpenAI's public type names, and what must hold of the types of any plan."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from specloom.plan.naming import RESERVED_CLASSES
from specloom.plan.reach import mentioned
from specloom.plan.types import refs
from specloom.plan.values import Plan, PlannedType

from .small import exported, methods_of

PUBLIC: dict[str, dict[str, str]] = json.loads(
    (Path(__file__).parents[1] / "openai" / "types.json").read_text(encoding="utf-8")
)


def test_the_official_names_are_there(openai_plan: Plan) -> None:
    names = exported(openai_plan)
    share = {}
    for kind in ("model", "typeddict"):
        wanted = [f"{module}.{name}" for module, kinds in PUBLIC.items() for name in kinds.get(kind, "").split()]
        share[kind] = sum(name in names for name in wanted) / len(wanted)
    assert share["model"] > 0.96
    assert share["typeddict"] > 0.97


def test_models_and_params_are_not_taken_for_each_other(openai_plan: Plan) -> None:
    names = exported(openai_plan)
    wrong = [
        name
        for module, kinds in PUBLIC.items()
        for kind, direction in (("model", "model"), ("typeddict", "params"))
        for name in (f"{module}.{one}" for one in kinds.get(kind, "").split())
        if name in names and names[name].direction != direction
    ]
    assert wrong == []


def test_known_names_stand_for_the_right_schemas(openai_plan: Plan) -> None:
    names = exported(openai_plan)
    expected = {
        "types.chat.ChatCompletion": ("model", "CreateChatCompletionResponse"),
        "types.chat.ChatCompletionChunk": ("model", "CreateChatCompletionStreamResponse"),
        "types.chat.ChatCompletionMessageParam": ("params", "ChatCompletionRequestMessage"),
        "types.chat.CompletionCreateParams": ("params", "method:chat.completions.create"),
        "types.responses.Response": ("model", "Response"),
        "types.responses.ResponseCreateParams": ("params", "method:responses.create"),
        "types.shared_params.Reasoning": ("params", "Reasoning"),
        "types.FileObject": ("model", "OpenAIFile"),
        "types.realtime.SessionUpdateEventParam": ("params", "RealtimeClientEventSessionUpdate"),
        "types.admin.organization.groups.RoleRetrieveResponse": ("model", "AssignedRoleDetails"),
    }
    assert {name: (names[name].direction, names[name].declaration.schema) for name in expected} == expected


def test_no_two_types_share_a_place(openai_plan: Plan) -> None:
    places = [
        (place.package, place.module, place.name)
        for planned in openai_plan.types
        for place in (planned.place, *(alias for alias in planned.aliases if alias.package == planned.place.package))
    ]
    assert [place for place, count in Counter(places).items() if count > 1] == []
    public = [name for planned in openai_plan.types for name in _public(planned)]
    assert [name for name, count in Counter(public).items() if count > 1] == []


def _public(planned: PlannedType) -> list[tuple[tuple[str, ...], str]]:
    places = (planned.place, *planned.aliases) if planned.public else planned.aliases
    return [(place.package, place.name) for place in places]


def test_a_module_holds_types_of_one_direction(openai_plan: Plan) -> None:
    directions: dict[tuple[tuple[str, ...], str], set[str]] = {}
    for planned in openai_plan.types:
        directions.setdefault((planned.place.package, planned.place.module), set()).add(planned.direction)
    assert [module for module, found in directions.items() if len(found) > 1] == []


def test_no_module_hides_a_package(openai_plan: Plan) -> None:
    packages = {planned.place.package[:depth] for planned in openai_plan.types for depth in range(1, 6)}
    modules = {(*planned.place.package, planned.place.module) for planned in openai_plan.types}
    assert packages & modules == set()


def test_every_name_is_a_class_name_that_modules_do_not_need(openai_plan: Plan) -> None:
    bad = [p.place for p in openai_plan.types if not p.place.name.isidentifier() or p.place.name in RESERVED_CLASSES]
    assert bad == []


def test_everything_that_is_mentioned_has_a_place(openai_plan: Plan) -> None:
    known = {(planned.direction, schema) for planned in openai_plan.types for schema in planned.schemas}
    missing = {
        (planned.direction, name)
        for planned in openai_plan.types
        for name in mentioned(planned.declaration)
        if (planned.direction, name) not in known
    }
    for method in methods_of(openai_plan).values():
        answers = [method.page.item] if method.page else [method.response.type] if method.response.type else []
        answers += [method.stream.event] if method.stream else []
        missing |= {("model", name) for type_ in answers for name in refs(type_) if ("model", name) not in known}
        asked = (parameter.type for parameter in method.parameters)
        missing |= {("params", name) for type_ in asked for name in refs(type_) if ("params", name) not in known}
    assert missing == set()


def test_parts_of_a_type_live_beside_it_under_short_names(openai_plan: Plan) -> None:
    module = [
        planned.place.name
        for planned in openai_plan.types
        if (planned.place.package, planned.place.module) == (("chat",), "chat_completion")
    ]
    assert sorted(module) == ["ChatCompletion", "Choice", "ChoiceLogprobs"]
