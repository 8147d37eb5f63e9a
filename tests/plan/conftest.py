"""OpenAI's plan, made once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from specloom.document.overlay import apply_overlay, read_overlay
from specloom.engines import parse
from specloom.plan.make import make_plan
from specloom.plan.sdk_reader import load_sdk
from specloom.plan.values import Plan
from specloom.prepare import prepare

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def openai_plan() -> Plan:
    """The plan of the committed contract, overlay and sdk.yaml."""
    folder = ROOT / "spec" / "openai"
    contract = json.loads((folder / "openapi.json").read_text(encoding="utf-8"))
    prepared = prepare(apply_overlay(contract, read_overlay((folder / "overlay.yaml").read_bytes(), "overlay.yaml")))
    sdk = load_sdk(folder / "sdk.yaml")
    parsed = parse(prepared, also_params=tuple(rule.schema for rule in sdk.params))
    return make_plan(prepared, parsed, sdk, api="openai", package="openai_client")
