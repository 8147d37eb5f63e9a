"""What the command line reads out of a docstring."""

from __future__ import annotations

import pytest

from openai_client.lib.cli.methods import method_at
from openai_client.testing import MockAPI


@pytest.mark.parametrize(
    ("path", "summary", "request_"),
    [
        ("files.retrieve", "Fetch the record of an uploaded file.", "GET /files/{file_id}"),
        ("files.create", "Upload a file for use by other calls.", "POST /files"),
        ("vector_stores.files.upload", "", "POST /files, then POST /vector_stores/{vector_store_id}/files"),
    ],
)
def test_the_request_is_told_apart_from_the_summary(path: str, summary: str, request_: str) -> None:
    with MockAPI().client() as client:
        found = method_at(client, path)
    assert found.request == request_
    assert found.summary == (summary or found.summary)
    assert "/" not in found.summary


def test_every_argument_told_of_is_found_after_a_first_line_with_the_request() -> None:
    with MockAPI().client() as client:
        found = method_at(client, "files.list")
    assert {argument.name for argument in found.arguments if argument.summary} == {
        "after",
        "limit",
        "order",
        "purpose",
    }
