"""Layout that saves lines: what is short stands on one line, and what is long is broken where it reads well."""

from __future__ import annotations

import ast
import inspect
from typing import Any

import pytest

from specloom.emit.names import Imports, TypeIndex
from specloom.emit.resource_views import resource_view
from specloom.emit.signatures import receiver
from specloom.emit.text import WIDTH, described, fit
from tests.plan.small import answer, document, plan_of


def doc(path: str = "/pets", **operation: Any) -> str:
    """The docstring of the only method."""
    plan = plan_of(document({f"GET {path}": {"operationId": "listPets", "responses": answer(), **operation}}))
    (resource,) = plan.resources
    (method,) = resource_view(resource, TypeIndex.of(plan.types)).methods
    text = ast.literal_eval(method.docstring)
    assert isinstance(text, str)
    return inspect.cleandoc(text)


def test_a_method_says_what_it_does_and_sends_in_one_line() -> None:
    assert doc(summary="List the pets.") == "List the pets: ``GET /pets``."
    assert doc(summary="List the pets") == "List the pets: ``GET /pets``."
    assert doc(summary="List the pets.", deprecated=True).startswith("List the pets: ``GET /pets``.\n\nDeprecated")
    assert doc() == "Call ``GET /pets``."


@pytest.mark.parametrize(
    "summary", ["List: all pets.", "Any pets?", "List pets. All of them.", "List " + "x" * 90 + "."]
)
def test_a_request_has_a_line_of_its_own_where_one_sentence_would_not_hold_it(summary: str) -> None:
    assert doc(summary=summary).split("\n\n") == [summary, "``GET /pets``"]


def test_a_first_line_is_as_wide_as_a_line_may_be() -> None:
    widths = set()
    for length in range(70, 100):
        first = doc(summary=f"List {'x' * length}.").split("\n")[0]
        if "``" in first:
            widths.add(len(first) + len('        """"""'))
    assert max(widths) == WIDTH


@pytest.mark.parametrize(
    ("text", "deprecated", "said"),
    [
        ("", False, ""),
        ("Old.", False, "Old."),
        ("", True, "Deprecated by the vendor."),
        ("Old.", True, "Old. Deprecated by the vendor."),
        ("Old", True, "Old\n\nDeprecated by the vendor."),
        ("Old.\nVery.", True, "Old.\nVery.\n\nDeprecated by the vendor."),
        ("O" * 90 + ".", True, "O" * 90 + ".\n\nDeprecated by the vendor."),
    ],
)
def test_a_short_remark_stands_on_the_same_line(text: str, deprecated: bool, said: str) -> None:
    assert described(text, deprecated) == said


def test_the_receiver_takes_one_line_if_it_fits() -> None:
    assert receiver([]) == "self, *,"
    assert receiver(["pet_id: str"]) == "self, pet_id: str, *,"
    long = [f"{letter * 50}: str" for letter in "ab"]
    assert receiver(long) == f"self,\n        {long[0]},\n        {long[1]},\n        *,"
    assert receiver(["x: list[\n    str\n]"]).startswith("self,\n        x")


def test_imports_are_in_one_block_and_long_ones_are_filled() -> None:
    imports = Imports(package=("types",), module=("types", "pet"))
    imports.use("typing", "TypeAlias")
    imports.use("typing_extensions", "Self")
    names = sorted(f"Name{number}{'x' * 20}" for number in range(9))
    for name in reversed(names):
        imports.use(".._runtime", name)
    first, second, third = imports.plain_lines()
    assert (first, second) == ("from typing import TypeAlias", "from typing_extensions import Self")
    assert max(map(len, third.split("\n"))) <= WIDTH - 4
    assert third.count("\n") < len(names)
    (node,) = ast.parse(third).body
    assert isinstance(node, ast.ImportFrom)
    assert [alias.name for alias in node.names] == names


def test_constants_fill_the_lines_and_other_parts_have_one_each() -> None:
    constants = ['"a b, c"', '"\\""', "-1.5", "None", "True"] * 3
    text = fit("X: TypeAlias = ", f"Literal[{', '.join(constants)}]", width=40)
    first, *lines, last = text.split("\n")
    assert (first, last) == ("X: TypeAlias = Literal[", "]")
    assert " ".join(line.strip() for line in lines) == ", ".join(constants) + ","
    assert all(36 - len('"a b, c",') <= len(line) <= 40 for line in lines[:-1])
    parts = ['"a": "b"', "name", "call(1)"] * 3
    assert len(fit("", f"{{{', '.join(parts)}}}", width=40).split("\n")) == len(parts) + 2
