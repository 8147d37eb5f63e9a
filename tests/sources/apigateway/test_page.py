"""The rights that docs/sources.md asks for are those that are used, and no others."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from specloom.sources.apigateway import undeployed
from specloom.sources.registry import fetch
from tests.aws.server import FakeAws
from tests.sources.apigateway.conftest import HTTP, REST

_PAGE = (Path(__file__).parents[3] / "docs/sources.md").read_text("utf-8")


def _policy(id_: str) -> list[str]:
    """The paths that the policy for an API allows."""
    policies = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", _PAGE, re.DOTALL)]
    (resources,) = [
        statement["Resource"]
        for policy in policies
        for statement in policy["Statement"]
        if statement["Action"] == "apigateway:GET" and id_ in statement["Resource"][0]
    ]
    return [resource.removeprefix("arn:aws:apigateway:eu-west-1::") for resource in resources]


@pytest.mark.parametrize("source", [f"apigateway:{REST}/prod", f"apigateway:{HTTP}/$default", f"apigateway:{HTTP}"])
def test_the_rights_of_the_page_are_those_that_are_used(aws: FakeAws, source: str) -> None:
    allowed = _policy(source[11:21])
    fetch(source)
    undeployed(source)
    # An id is looked for among the REST APIs first; a refusal there ends nothing.
    used = {seen.path.removeprefix("/v2") for seen in aws.seen} - {f"/restapis/{HTTP}/stages"}
    assert not [path for path in used if not any(fnmatchcase(path, pattern) for pattern in allowed)]
    assert not [pattern for pattern in allowed if not any(fnmatchcase(path, pattern) for path in used)]


def test_examples_of_the_page_are_spelt_right(aws: FakeAws) -> None:
    (example,) = re.findall(r"specloom new orders '(.*)'", _PAGE)
    assert fetch(example).source == example
