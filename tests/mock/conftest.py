"""The plan of the flagship package, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from specloom.commands.console import SilentProgress
from specloom.commands.pipeline import Planned, plan_target
from specloom.config import load_config

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def planned() -> Planned:
    """What the package under generated/ was made from."""
    config = load_config(ROOT)
    return plan_target(config, config.target("openai"), SilentProgress())
