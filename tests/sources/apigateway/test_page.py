"""The rights that docs/sources.md asks for are those that are used, and no others."""

from __future__ import annotations

import json
import shlex
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from click.testing import CliRunner

from specloom.commands.main import main
from specloom.sources.apigateway import undeployed
from specloom.sources.registry import fetch
from tests.aws.server import FakeAws
from tests.docs.blocks import DOCS, blocks, load, take
from tests.docs.checked import check
from tests.docs.claims import claims
from tests.sources.apigateway.conftest import HTTP, REST

_PAGE = DOCS / "sources.md"


def _policy(id_: str) -> list[str]:
    """The paths that the policy for an API allows."""
    policies = [load(block) for block in blocks(_PAGE, "json")]
    (resources,) = [
        statement["Resource"]
        for policy in policies
        for statement in policy["Statement"]
        if statement["Action"] == "apigateway:GET" and id_ in statement["Resource"][0]
    ]
    return [resource.removeprefix("arn:aws:apigateway:eu-west-1::") for resource in resources]


@claims(_PAGE, "json")
@pytest.mark.parametrize("source", [f"apigateway:{REST}/prod", f"apigateway:{HTTP}/$default", f"apigateway:{HTTP}"])
def test_the_rights_of_the_page_are_those_that_are_used(aws: FakeAws, source: str) -> None:
    allowed = _policy(source[11:21])
    fetch(source)
    undeployed(source)
    # An id is looked for among the REST APIs first; a refusal there ends nothing.
    used = {seen.path.removeprefix("/v2") for seen in aws.seen} - {f"/restapis/{HTTP}/stages"}
    assert not [path for path in used if not any(fnmatchcase(path, pattern) for pattern in allowed)]
    assert not [pattern for pattern in allowed if not any(fnmatchcase(path, pattern) for path in used)]


@claims(_PAGE, "bash", section="AWS API Gateway")
def test_the_commands_of_the_page_pull_an_api(aws: FakeAws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (block,) = blocks(_PAGE, "bash", section="AWS API Gateway")
    install, *commands = take(block).splitlines()
    check(shlex.split(install))
    for line in commands:
        program, *words = shlex.split(line)
        assert program == "specloom"
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, done.output
    assert "nothing changed" in done.output
    assert (tmp_path / "generated/orders_client/pyproject.toml").is_file()


@claims(_PAGE, "text")
def test_a_source_is_spelt_as_the_page_says(aws: FakeAws) -> None:
    (block,) = blocks(_PAGE, "text")
    values = {
        "NAME_OR_ID": "orders", "STAGE": "prod", "region=...": "region=eu-west-1", "&profile=...": "",
        "as=...": "as=swagger", "extensions=...": "extensions=integrations,authorizers", "format=...": "format=json",
    }  # fmt: skip
    source = take(block).strip()
    for word, value in values.items():
        assert source.count(word) == 1, word
        source = source.replace(word, value)
    assert "..." not in source
    assert json.loads(fetch(source).text)["swagger"] == "2.0"
