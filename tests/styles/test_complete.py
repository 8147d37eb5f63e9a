"""Nothing of the documents gets lost on the way to their packages, but for what is listed, with reasons."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final

from specloom.commands.coverage import covered, operations, widened
from specloom.plan.types import Ref
from tests.styles.style import Style

_VERBS: Final = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
# Operations of each document, and its component schemas.
SIZES: Final = {
    "everything": (24, 31),
    "fastapi": (24, 35),
    "github": (42, 59),
    "kubernetes": (73, 112),
    "stripe": (22, 54),
}
# Lists that are read page by page: their classes are those of the runtime.
PAGES: Final = {
    "stripe": [
        "GetChargesResponse",
        "GetCustomersResponse",
        "GetCustomersCustomerSourcesResponse",
        "GetEventsResponse",
        "GetInvoicesInvoiceLinesResponse",
    ]
}


def written_operations(document: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Verb, path and operationId of all that a document says, shared path items included."""
    items = {
        path: document["components"]["pathItems"][item["$ref"].rpartition("/")[2]] if "$ref" in item else item
        for path, item in document["paths"].items()
    }
    return [
        (verb.upper(), path, operation["operationId"])
        for path, item in items.items()
        for verb, operation in item.items()
        if verb in _VERBS
    ]


def test_every_operation_has_a_method(style: Style) -> None:
    rows = operations(style.planned.prepared, style.planned.plan)
    written = written_operations(style.document)
    assert sorted((row.verb, row.path, row.operation_id) for row in rows) == sorted(written)
    assert len(rows) == SIZES[style.name][0]
    assert covered(style.planned.prepared, style.planned.plan).operations == len(rows)
    client = style.package.Client(base_url="https://api.test", **credentials(style))
    for row in rows:
        for call in row.calls:
            found: Any = client
            for step in call.split("."):
                found = getattr(found, step)
            assert callable(found), call


def credentials(style: Style) -> dict[str, Any]:
    """Something for each option of a client that authenticates."""
    made = {option.py_name: "secret" for option in style.planned.plan.client.options}
    return {name: ("user", "secret") if name == "basic_auth" else value for name, value in made.items()}


def test_every_component_is_a_type(style: Style) -> None:
    """But for texts, numbers and their constants, which are spelt out where they stand, and for bodies whose
    properties became the arguments of methods.
    """
    written = style.document.get("definitions") or style.document["components"]["schemas"]
    assert len(written) == SIZES[style.name][1]
    typed = {name for one in style.planned.plan.types for name in one.schemas}
    bodies = set(_bodies(style))
    missing = {
        name: schema
        for name, schema in style.schemas.items()
        if name not in typed | bodies and schema.get("type") not in ("string", "integer")
    }
    assert list(missing) == PAGES.get(style.name, [])


def _bodies(style: Style) -> Iterator[str]:
    """Components that are bodies of requests."""
    for item in style.planned.prepared["paths"].values():
        for operation in item.values():
            for media in operation.get("requestBody", {}).get("content", {}).values():
                for schema in media["schema"].get("anyOf", [media["schema"]]):
                    yield str(schema.get("$ref", "")).rpartition("/")[2]


def test_the_listed_places_are_all_that_is_lost(style: Style) -> None:
    lost = {row.pointer: row.reason for row in widened(style.planned.prepared)}
    expected = style.expected_losses()
    assert lost.keys() == expected.keys()
    assert all(reason.endswith(".") for reason in expected.values())
    assert all(reason for reason in lost.values())


def test_names_that_collide_on_their_last_part_are_types_of_their_own(styles: dict[str, Style]) -> None:
    fleet = styles["kubernetes"]
    places = {name: one.place for name, one in fleet.models.items()}
    for last in ("Voyage", "VoyageSpec", "Event", "HorizontalAutoscaler", "HorizontalAutoscalerSpec"):
        found = [place for name, place in places.items() if name.rpartition(".")[2] == last]
        assert len(set(found)) == 2, last


def test_the_type_checkers_have_no_complaint(styles: dict[str, Style]) -> None:
    files = [
        str(path)
        for style in styles.values()
        for path in sorted((style.source / f"{style.name}_client").rglob("*.py"))
        if "_runtime" not in path.parts
    ]
    sources = [str(style.source) for style in styles.values()]
    result = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--python-version=3.10", "--follow-imports=silent", *files],
        cwd=sources[0],
        env={**os.environ, "MYPYPATH": os.pathsep.join(sources)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"no issues found in {len(files)} source files" in result.stdout


def test_pyright_has_no_complaint(styles: dict[str, Style]) -> None:
    root = styles["stripe"].source.parents[1]
    sources = [style.source.relative_to(root).as_posix() for style in styles.values()]
    config = {"include": sources, "extraPaths": sources, "exclude": ["**/_runtime"], "pythonVersion": "3.10"}
    (root / "pyrightconfig.json").write_text(json.dumps(config), "utf-8")
    command = [sys.executable, "-m", "pyright", "--outputjson", "--project", str(root)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    told = json.loads(result.stdout)
    assert told["generalDiagnostics"] == []
    assert told["summary"]["filesAnalyzed"] > 500


def test_a_member_of_a_union_is_a_reference_to_what_it_was(styles: dict[str, Style]) -> None:
    """Where a union is told apart by a tag, the plan keeps every value of it."""
    for style in styles.values():
        for name, schema in style.schemas.items():
            mapping = schema.get("discriminator", {}).get("mapping", {})
            planned = style.models.get(name)
            if mapping and planned is not None:
                variants = dict(getattr(planned.declaration, "variants", ()))
                assert variants == mapping, name
                assert all(Ref(member).schema in style.models for member in mapping.values())
