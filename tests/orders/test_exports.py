"""The example of API Gateway: both exports of one stage make the package that is in this project."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from specloom.commands.main import main
from specloom.prepare import prepare

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "spec/orders"
DIALECTS = ("oas30", "swagger")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_either_export_makes_the_package_of_the_project(
    dialect: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "spec/orders").mkdir(parents=True)
    for name in ("overlay.yaml", "sdk.yaml"):
        shutil.copy(SPEC / name, tmp_path / "spec/orders" / name)
    shutil.copy(SPEC / f"exports/{dialect}.json", tmp_path / "export.json")
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(main, ["new", "orders", "export.json"], catch_exceptions=False)
    assert made.exit_code == 0, made.output
    assert _files(tmp_path / "generated/orders_client") == _files(ROOT / "generated/orders_client")


def _files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_both_exports_come_out_the_same_and_credentials_are_told_apart() -> None:
    first, second = (prepare(json.loads((SPEC / f"exports/{name}.json").read_text("utf-8"))) for name in DIALECTS)
    assert first["servers"] == second["servers"] == [
        {"url": "https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod"}
    ]  # fmt: skip
    assert first["components"]["securitySchemes"] == second["components"]["securitySchemes"]
    assert [path for path, item in first["paths"].items() if "options" in item] == []
    signed = {"x-specloom-signature": "aws-sigv4"}
    assert signed.items() <= first["components"]["securitySchemes"]["sigv4"].items()
