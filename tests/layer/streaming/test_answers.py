"""``Response.output_text``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import openai_client
from openai_client.types.beta import BetaResponse
from openai_client.types.responses import Response

from .scripts import function_call, message, response


@pytest.mark.parametrize("cls", [Response, BetaResponse])
def test_all_texts_are_joined(cls: Any) -> None:
    refusal = {"type": "message", "content": [{"type": "refusal", "refusal": "No"}]}
    made = cls.from_dict(response(message("a", "b"), function_call("f", "{}"), refusal, message("c")))
    assert made.output_text == "abc"
    assert cls.from_dict(response()).output_text == ""
    assert "output_text" in dir(made)


@pytest.mark.parametrize("output", [None, "x", [None, 3, {"type": "message"}, {"type": "message", "content": "x"}]])
def test_an_answer_of_another_shape_has_no_text(output: object) -> None:
    assert Response.from_dict({"output": output}).output_text == ""


def test_one_that_a_server_sends_is_kept_and_not_believed() -> None:
    sent = {**response(message("a")), "output_text": "b"}
    made = Response.from_dict(sent)
    assert made.output_text == "a"
    assert made.to_dict() == sent


def test_the_layer_costs_little_until_it_is_used() -> None:
    code = (
        "import sys, openai_client\n"
        "assert not [name for name in sys.modules if '.lib' in name]\n"
        "from openai_client.types.responses import Response\n"
        "layer = [name for name in sys.modules if '.lib.' in name]\n"
        "assert layer == ['openai_client.lib.answers'], layer\n"
        "client = openai_client.OpenAI(api_key='k')\n"
        "client.chat.completions; client.responses; client.embeddings; client.beta.threads.runs\n"
        "from openai_client.types.chat import ParsedChoice\n"
        "from openai_client.lib.streaming import chat, responses, assistants\n"
        "openai_client.pydantic_function_tool\n"
        "heavy = {'pydantic', 'numpy', 'websockets', 'httpx'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    environment = {"PYTHONPATH": str(Path(openai_client.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
