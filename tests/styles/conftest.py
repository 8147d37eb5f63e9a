"""All styles, generated once."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.styles.style import STYLES, Style, generate_all

# How many examples of everything: few and the same in each run, many new ones where somebody looks for faults
# (STYLES_EXAMPLES=200).
EXAMPLES = int(os.environ.get("STYLES_EXAMPLES", "0"))


def examples(usual: int) -> settings:
    """Settings for a property that is tried this often, unless the environment asks for more."""
    return settings(
        max_examples=EXAMPLES or usual,
        derandomize=not EXAMPLES,
        suppress_health_check=list(HealthCheck),
        database=None,
    )


@pytest.fixture(scope="session")
def styles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Style]]:
    """All of them by name."""
    made = generate_all(tmp_path_factory.mktemp("styles"))
    yield made
    for style in made.values():
        sys.path.remove(str(style.source))


@pytest.fixture(scope="session", params=STYLES)
def style(styles: dict[str, Style], request: pytest.FixtureRequest) -> Style:
    """Each of them."""
    return styles[request.param]
