"""Targets that read what authors of documents and settings write: a clear refusal, or output that is sound."""

from __future__ import annotations

import ast
import json
import sys
import xml.etree.ElementTree
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, Final

from scripts.fuzzing.mutation import SEPARATOR
from scripts.fuzzing.watch import ROOT, WrongOutcomeError
from specloom.commands.diff import FORMATS, render
from specloom.commands.template_folders import builtin_folder
from specloom.config import parse_config
from specloom.diff.review import make_review
from specloom.diff.sides import Given, Text, read_side
from specloom.document.checks import check_document
from specloom.document.contract import contract
from specloom.document.load import load_text
from specloom.document.overlay import apply_overlay, read_overlay
from specloom.drift.check import compare as compare_for_drift
from specloom.emit.package import Origin, emit
from specloom.emit.render import Renderer
from specloom.engines import parse
from specloom.infer import Options, infer
from specloom.infer.readers.files import read_path
from specloom.migrate.fitting import fit
from specloom.migrate.reader import read_config
from specloom.migrate.subject import Subject
from specloom.mock.message import Request
from specloom.mock.server import MockServer
from specloom.plan.make import make_plan
from specloom.plan.sdk import Sdk
from specloom.plan.sdk_reader import read_sdk
from specloom.plan.values import Plan
from specloom.prepare import prepare
from specloom.problems import SpecloomError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_FAULTS: Final = ("not in normal form", "an engine misread", "an engine lost", "by a fault of specloom")
"""How messages begin that tell of a mistake of ours, not of the author."""
_SAMPLES: Final = ("pets.json", "pets/1.json", "POST.201.json", "calls.jsonl", "calls.har")
SMALL: Final = (ROOT / "tests/golden/paging/openapi.yaml").read_bytes()


def document(data: bytes) -> None:
    """A document becomes a package."""
    try:
        loaded = load_text(data, "api.yaml")
        check_document(loaded, "api.yaml")
        contract(loaded)
        prepared = prepare(loaded, "api.yaml")
        check_package(emitted(prepared, Sdk()))
    except SpecloomError as error:
        check_refusal(error)


def settings(data: bytes) -> None:
    """specloom.toml, an overlay, an sdk.yaml and a document."""
    toml, overlay, sdk, text = [*data.split(SEPARATOR, 3), b"", b"", b"", SMALL][:4]
    try:
        config = parse_config(toml, Path("/nowhere/specloom.toml"))
        loaded = load_text(text, "api.yaml")
        loaded = apply_overlay(loaded, read_overlay(overlay, "overlay.yaml")) if overlay else loaded
        check_document(loaded, "api.yaml")
        names = [(target.name, target.package) for target in config.targets.values()] or [("a", "a_client")]
        for target in config.targets.values():
            for folder in (target.spec, target.output, *target.templates, *target.layers):
                if ".." in folder.parts or not folder.is_relative_to("/nowhere"):
                    raise WrongOutcomeError(f"a folder of the settings leads out of the project\n{folder}")
        rules = read_sdk(sdk.decode("utf-8", "replace"))
        check_package(emitted(prepare(loaded, "api.yaml"), rules, *names[0]))
    except SpecloomError as error:
        check_refusal(error)


def diff(data: bytes) -> None:
    """Two documents are compared, and the review told in all formats; for a gateway as well."""
    old, new = [*data.split(SEPARATOR, 1), SMALL][:2]
    sides = [Given(label, Text(text, f"{label}.yaml")) for label, text in (("old", old), ("new", new))]
    try:
        before, after = (read_side(side).side for side in sides)
        review = make_review(before, after)
        for name in FORMATS:
            _check_report(name, render(review, name))
        if len(data) % 4 == 0:
            compare_for_drift(sides[0], sides[1], "full")
    except SpecloomError as error:
        check_refusal(error)


def samples(data: bytes) -> None:
    """Samples become a document, which a second run widens, and which a package can be made of."""
    head, _, body = data.partition(SEPARATOR)
    name = _SAMPLES[len(head) % len(_SAMPLES)]
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(body)
        try:
            options = Options("pets")
            first = infer(read_path(Path(folder), "samples", lambda _: None), options).document
        except SpecloomError as error:
            check_refusal(error)
            return
        try:
            again = infer(read_path(Path(folder), "samples", lambda _: None), options, first, "api.json").document
            for made in (first, again):
                text = json.dumps(made).encode()
                loaded = load_text(text, "api.json")
                check_document(loaded, "api.json")
                check_package(emitted(prepare(loaded, "api.json"), Sdk()))
        except SpecloomError as error:
            raise WrongOutcomeError(f"what was inferred is refused: {str(error)[:60]}\n{error}") from error


def config(data: bytes) -> None:
    """A resource config of a hosted generator becomes an sdk.yaml, with and without a document."""
    try:
        read = read_config(data, "stainless.yml")
    except SpecloomError as error:
        check_refusal(error)
        return
    for subject in (None, _subject()):
        text = fit(read.wishes, ["Names taken over."], subject, everything=len(data) % 2 == 0).text
        try:
            rules = read_sdk(text)
            if subject is not None:
                subject.plan(rules, lambda problem: None)
        except SpecloomError as error:
            raise WrongOutcomeError(
                f"the sdk.yaml that was made is refused: {str(error)[:60]}\n{error}\n{text}"
            ) from error


def mock(data: bytes) -> None:
    """A document is served, and asked in all the ways it names and some it does not."""
    text, _, body = data.partition(SEPARATOR)
    try:
        loaded = load_text(text, "api.yaml")
        check_document(loaded, "api.yaml")
        prepared = prepare(loaded, "api.yaml")
        plan = make_plan(prepared, parse(prepared), Sdk(), api="a", package="a_client", address="")
        server = MockServer(prepared, plan)
    except SpecloomError as error:
        check_refusal(error)
        return
    kinds = ("application/json", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain")
    for path, item in list(prepared["paths"].items())[:8]:
        for verb in (one for one in ("get", "post", "put", "patch", "delete") if one in item):
            headers = {"content-type": kinds[len(data) % len(kinds)], "authorization": "Bearer k"}
            asked = path.partition("#")[0].replace("{", "").replace("}", "")
            server.answer(
                Request(verb.upper(), asked, (("limit", "1"), ("a[b]", "x")), headers, body, "limit=1&a[b]=x")
            )


def emitted(prepared: Mapping[str, Any], sdk: Sdk, api: str = "a", package: str = "a_client") -> dict[str, str]:
    """The files of the package of a prepared document, without runtime and layers."""
    parsed = parse(prepared, also_params=tuple(rule.schema for rule in sdk.params))
    plan = make_plan(prepared, parsed, sdk, api=api, package=package, address="")
    return emit(plan, _renderer(), Origin("spec/a/openapi.json", "specloom generate a"), {})


def check_package(files: Mapping[str, str]) -> None:
    """Files lie inside the package, are text, compile, and hold no code of the document."""
    for name, text in files.items():
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or not name.isprintable():
            raise WrongOutcomeError(f"a file is outside of the package\n{name}")
        text.encode()
        if path.suffix == ".py":
            try:
                tree = ast.parse(text, name)
                compile(tree, name, "exec", dont_inherit=True)
            except (SyntaxError, ValueError, RecursionError) as error:
                raise WrongOutcomeError(
                    f"what is generated is no Python: {error}"[:70] + f"\n{name}\n{text}"
                ) from error
            if "PWNED" in text:
                _check_calls(tree, name)
        elif path.name == "pyproject.toml":
            tomllib.loads(text)


def _check_calls(tree: ast.AST, name: str) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open":
            raise WrongOutcomeError(f"code of the document runs\n{name}:{node.lineno}")


def check_refusal(error: SpecloomError) -> None:
    """What is told is something, is about the input and not about us, and does not steer a terminal."""
    told = str(error)
    if not told.strip():
        raise WrongOutcomeError("a refusal without a reason")
    for problem in error.problems:
        fault = next((fault for fault in _FAULTS if fault in problem.message), None)
        if fault:
            raise WrongOutcomeError(f"a fault of ours: {problem.message[:70]}\n{told[:2000]}") from error
    if not all(line.isprintable() for line in told.split("\n")):
        raise WrongOutcomeError("a message steers the terminal\n" + repr(told))


def _check_report(name: str, text: str) -> None:
    text.encode()
    if name == "json":
        json.loads(text)
    elif name == "junit":
        xml.etree.ElementTree.fromstring(text)  # noqa: S314 - it is ours


@cache
def _renderer() -> Renderer:
    return Renderer.over([builtin_folder()])


@cache
def _subject() -> Subject:
    prepared = prepare(load_text(SMALL, "api.yaml"), "api.yaml")
    parsed = parse(prepared)

    def plan(sdk: Sdk, unmatched: Any) -> Plan:
        return make_plan(prepared, parsed, sdk, api="a", package="a_client", address="", unmatched=unmatched)

    return Subject(prepared, plan, "a_client")
