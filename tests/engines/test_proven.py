"""What the engines need not read again makes no difference to what comes out."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from specloom.document.load import load_text
from specloom.engines import Proven, parse
from specloom.engines.openapi_client import parse_endpoints_and_models
from specloom.plan.parsed import Parsed
from specloom.prepare import prepare
from specloom.problems import SpecloomError
from tests.engines.documents import answering, document, operation, ref, thing

ROOT = Path(__file__).parents[2]
SMALL = sorted((ROOT / "tests/golden").glob("*/openapi.*"))
SCHEMAS = (
    {"type": "string", "enum": ["a", "b"]},
    {"type": "array", "items": {"type": "integer"}},
    {"anyOf": [{"type": "string"}, {"type": "null"}]},
    {"type": "object", "properties": {"x": {"type": "number"}}, "required": ["x"]},
    {"const": True},
    {"const": 1},
    {"type": "string", "format": "binary"},
)


def loaded(path: Path) -> Any:
    return load_text(path.read_bytes(), path.name)


def spelt(parsed: Parsed) -> list[str]:
    """All of it as text, with its order, so that 1 is not True."""
    return [repr(list(part.items())) for part in (parsed.endpoints, parsed.models, parsed.params)]


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every schema of a document, as the holder and the key in it."""
    for key, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
        if key in ("properties", "schemas") and isinstance(inner, dict):
            yield from ((inner, name) for name in inner)
        if key in ("schema", "items"):
            yield value, key
        if isinstance(inner, (dict, list)):
            yield from places(inner)


def edited(source: Any, seed: int) -> Any:
    """The document with one to three schemas replaced, or dropped, or operations changed."""
    made, dice = copy.deepcopy(source), random.Random(seed)
    for _ in range(dice.randint(1, 3)):
        found = list(places(made))
        holder, key = dice.choice(found)
        names = list(made.get("components", {}).get("schemas", {}))
        choice = dice.randrange(4)
        if choice == 0 and names:
            holder[key] = {"$ref": f"#/components/schemas/{dice.choice(names)}"}
        elif choice == 1 and names:
            del made["components"]["schemas"][dice.choice(names)]
        else:
            holder[key] = copy.deepcopy(dice.choice(SCHEMAS))
    return made


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.parent.name)
def test_an_edited_document_reads_as_if_it_were_read_anew(path: Path) -> None:
    source = loaded(path)
    before = Proven()
    parse(prepare(source), proven=before)
    assert before.current
    outcomes = set()
    for seed in range(6):
        try:
            prepared = prepare(edited(source, seed))
        except SpecloomError:
            continue
        again = Proven(before.current)
        outcomes.add(outcome(prepared, None))
        assert outcome(prepared, again) == outcome(prepared, None)
    assert outcomes


def outcome(prepared: Any, proven: Proven | None) -> str:
    try:
        return "\n".join(spelt(parse(prepared, proven=proven)))
    except SpecloomError as error:
        return str(error)


@pytest.mark.parametrize("share", [0.0, 0.5, 0.95, 1.0])
def test_any_part_of_a_document_may_be_proven(share: float) -> None:
    prepared = prepare(loaded(ROOT / "spec/orders/openapi.json"))
    before = Proven()
    wanted = parse(prepared, proven=before)
    dice = random.Random(1)
    known = {one for one in sorted(before.current) if dice.random() < share}
    again = Proven(known)
    assert spelt(parse(prepared, proven=again)) == spelt(wanted)
    assert again.current == before.current


def test_the_openai_document_is_proven_but_for_what_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = prepare(loaded(ROOT / "spec/openai/openapi.json"))
    before = Proven()
    wanted = parse(prepared, proven=before)
    changed = copy.deepcopy(prepared)
    operation_ = changed["paths"]["/models"]["get"]
    operation_["parameters"] = [{"name": "new", "in": "query", "required": False, "schema": {"type": "string"}}]
    name = next(name for name in wanted.models if name not in wanted.params)
    changed["components"]["schemas"][name] = thing({"added": {"type": "string"}})
    asked: list[object] = []

    def endpoints_and_models(doc: Any, ids: Any, names: Any) -> Any:
        asked.extend((list(ids), list(names)))
        return parse_endpoints_and_models(doc, ids, names)

    monkeypatch.setattr("specloom.engines.openapi_client.parse_endpoints_and_models", endpoints_and_models)
    monkeypatch.setattr("specloom.engines.datamodel.parse_params", lambda doc, names: asked.append(list(names)))
    found = parse(changed, proven=Proven(before.current))
    assert asked == [[operation_["operationId"]], [name]]
    assert [one.wire_name for one in found.endpoints[operation_["operationId"]].parameters] == ["new"]
    differing = {one for one in wanted.models if found.models[one] != wanted.models[one]}
    assert differing == {name}
    assert len(before.current) > 0.99 * (len(wanted.endpoints) + len(wanted.models) + len(wanted.params))


def test_a_name_that_is_gone_is_complained_of_though_nothing_else_changed() -> None:
    paths = {"/a": {"get": operation("readA", responses=answering(ref("A")))}}
    whole = document({"A": thing({"b": ref("B")}), "B": thing({})}, paths)
    before = Proven()
    parse(whole, proven=before)
    damaged = document({"A": thing({"b": ref("B")})}, paths)
    with pytest.raises(SpecloomError, match=r"#/components/schemas/A: .* Could not find reference"):
        parse(damaged, proven=Proven(before.current))


def test_two_operations_of_one_name_are_complained_of() -> None:
    one = {"/a": {"get": operation("act")}}
    before = Proven()
    parse(document(paths=one), proven=before)
    two = {"/b": {"get": operation("act")}, **one}
    with pytest.raises(SpecloomError, match="a second operation with operationId 'act'"):
        parse(document(paths=two), proven=Proven(before.current))


def test_a_forged_proof_puts_nothing_in() -> None:
    """At most it keeps the engines from reading: what comes out is the document's all the same."""
    prepared = document({"A": thing({"a": {"const": True}}), "B": thing({"a": {"const": 1}})})
    before = Proven()
    wanted = parse(prepared, proven=before)
    forged = Proven({*before.current, b"x" * 32, b""})
    assert spelt(parse(prepared, proven=forged)) == spelt(wanted)
    assert forged.current == before.current
