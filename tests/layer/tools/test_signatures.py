"""Which functions can be tools."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from openai_client import OpenAI
from openai_client._runtime.errors import InvalidDataError
from openai_client.lib.tools import Tool, run_tools, tool
from openai_client.testing import MockAPI

if TYPE_CHECKING:
    from somewhere import Unknown  # type: ignore[import-not-found]


def variadic(*values: int) -> None: ...
def keywords(**values: int) -> None: ...
def positional(value: int, /) -> None: ...
def bare(value) -> None: ...  # type: ignore[no-untyped-def]
def lost(value: Unknown) -> None: ...
def keyed(value: dict[int, str]) -> None: ...
def odd(value: Path) -> None: ...
def fine(value: int) -> Unknown: ...


def marked(value: int) -> int:
    return value


marked.name = "clobbered"  # type: ignore[attr-defined]  # as frameworks do


class Thing:
    def act(self, speed: int) -> int:
        """Acts."""
        return speed


@pytest.mark.parametrize(
    ("function", "problem"),
    [
        (variadic, r"variadic takes \*values: a model needs to know each argument by its name"),
        (keywords, r"keywords takes \*\*values"),
        (positional, "positional: value is positional only"),
        (bare, "bare: value has no annotation"),
        (lost, "lost: an annotation names 'Unknown', which is not there at run time"),
        (keyed, r"keyed: value: dict\[int, str\] has no strict JSON schema"),
        (odd, "odd: value: Path has no strict JSON schema"),
        (Thing.act, r"self has no annotation.*tool\(thing.method\)"),
        (lambda: None, "'<lambda>' is no name for a tool"),
        (Thing, "a tool is made of a function, not of <class"),
        (iter, "iter: nobody can tell what it takes: no signature found"),
        (3, "a tool is made of a function, not of 3"),
    ],
)
def test_functions_that_no_model_could_call(function: Any, problem: str) -> None:
    with pytest.raises(TypeError, match=problem):
        tool(function)
    client: OpenAI = MockAPI().client()
    with pytest.raises(TypeError, match=problem):
        run_tools(client, model="m", messages=[], tools=[function])


def test_functions_that_a_model_could_call() -> None:
    assert tool(fine).parameters["properties"] == {"value": {"type": "integer"}}, "the result may be of any type"
    bound = tool(Thing().act)
    assert (bound.name, bound.description, bound.call('{"speed": 3}')) == ("act", "Acts.", 3)
    assert tool(marked).name == "marked"
    made = Tool(lambda: "x", name="nothing")
    assert (made.call(""), made.call("{}"), made.parameters["properties"]) == ("x", "x", {})
    with pytest.raises(InvalidDataError, match=r"there is no argument a \(there are: none\)"):
        made.call('{"a": 1}')
