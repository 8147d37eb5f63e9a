"""Optional packages are imported when used, and named when missing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from openai_client._runtime.polling_display import MissingDependencyError
from openai_client.lib.extras import load_extra


def test_what_is_there_is_imported() -> None:
    assert load_extra("json.decoder", extra="tables", purpose="reading").__name__ == "json.decoder"


@pytest.mark.parametrize("module", ["nobody_has_this", "nobody_has_this.part"])
def test_what_is_missing_is_named_with_its_extra(module: str) -> None:
    with pytest.raises(MissingDependencyError) as caught:
        load_extra(module, extra="tables", purpose="reading tables")
    assert isinstance(caught.value, ImportError)
    assert str(caught.value) == (
        "reading tables needs the package nobody_has_this, which is not installed: pip install 'openai-client[tables]'"
    )


def test_a_package_that_lacks_something_itself_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "half_there.py").write_text("import what_it_lacks\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="what_it_lacks") as caught:
        load_extra("half_there", extra="tables", purpose="reading tables")
    assert not isinstance(caught.value, MissingDependencyError)
    assert "half_there" not in sys.modules
