"""Every test gets a generated project of its own; it is generated once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipeline.project import Project


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Project:
    with pytest.MonkeyPatch.context() as patch:
        root = tmp_path_factory.mktemp("generated")
        patch.chdir(root)
        return Project.generated(root)


@pytest.fixture
def project(generated: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return generated.copy_to(tmp_path)
