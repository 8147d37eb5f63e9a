"""What a client says of its options, which come from a document that nobody vouches for."""

from __future__ import annotations

import ast

import pytest

from specloom.emit.client_views import client_view
from specloom.plan.client_values import ClientOption, ClientPlan
from specloom.plan.values import Plan

HOSTILE = 'x"""\nimport os; os.abort() # \\'


@pytest.mark.parametrize(
    "option",
    [
        ClientOption("key", "query", HOSTILE, secret=True),
        ClientOption("key", "header", HOSTILE, secret=True),
        ClientOption("key", "cookie", HOSTILE, secret=True),
        ClientOption("token_url", "setting", "token_url", of="access_token", default=HOSTILE),
        ClientOption("scope", "setting", "scope", of="access_token", default=HOSTILE),
    ],
)
def test_text_of_a_document_stays_text(option: ClientOption) -> None:
    view = client_view(Plan("pets", "pets", "Pets", "1", ClientPlan("Pets", "", options=(option,)), (), ()))
    docs = ast.literal_eval(f'"""{view.options[0].docs}"""')
    assert 'x""" import os;' in " ".join(docs.split())
    settings = ast.parse(view.settings).body
    assert len(settings) == 1
    assert HOSTILE in {node.value for node in ast.walk(settings[0]) if isinstance(node, ast.Constant)}
