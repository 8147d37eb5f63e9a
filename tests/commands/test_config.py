"""specloom.toml says what it means, or is refused with everything that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from specloom.config import Config, Target, load_config, parse_config
from specloom.problems import SpecloomError

_ROOT = Path("/work")


def _config(text: str) -> Config:
    return parse_config(text.encode(), _ROOT / "specloom.toml")


def _problems(text: str) -> list[str]:
    with pytest.raises(SpecloomError) as caught:
        _config(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_name_is_enough() -> None:
    assert _config("[apis.big-pets]").target("big-pets") == Target(
        name="big-pets",
        source="",
        spec=_ROOT / "spec/big-pets",
        output=_ROOT / "generated/big_pets_client",
        package="big_pets_client",
        prose="keep",
    )


def test_everything_can_be_said() -> None:
    target = _config(
        '[apis.pets]\nsource = "https://example.com/pets.json"\nspec = "s"\noutput = "o"\npackage = "p"\n'
        'prose = "contract"\ntemplates = ["mine", "more"]\nlayers = ["src/layer"]'
    ).target("pets")
    assert target == Target(
        "pets", "https://example.com/pets.json", _ROOT / "s", _ROOT / "o", "p", "contract",
        (_ROOT / "mine", _ROOT / "more"), (_ROOT / "src/layer",),
    )  # fmt: skip
    assert (target.document, target.lock) == (_ROOT / "s/openapi.json", _ROOT / "s/spec.lock")


def test_everything_that_is_wrong_is_listed_with_the_nearest_name() -> None:
    text = (
        'api = 1\n[apis.pets]\nsorce = "x"\nprose = "none"\npackage = "class"\nspec = "../x"\noutput = "/etc"\n'
        'templates = "mine"\nlayers = ["C:\\\\x"]'
    )
    assert [problem.split(":")[0] for problem in _problems(text)] == [
        "specloom.toml#/api",
        "specloom.toml#/apis/pets/sorce",
        "specloom.toml#/apis/pets/package",
        "specloom.toml#/apis/pets/prose",
        "specloom.toml#/apis/pets/spec",
        "specloom.toml#/apis/pets/output",
        "specloom.toml#/apis/pets/templates",
        "specloom.toml#/apis/pets/layers/0",
    ]
    assert "did you mean 'source'?" in _problems(text)[1]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[apis.pets\n", "specloom.toml:1:11: this is not valid TOML"),
        ("apis = 1", "specloom.toml#/apis: apis is a table of tables"),
        ("apis.pets = 1", "specloom.toml#/apis/pets: an API is a table"),
        ('[apis."../x"]\npackage = "x"', "specloom.toml#/apis/../x: '../x' cannot name an API"),
        ('[apis.pets]\nspec = ""', "specloom.toml#/apis/pets/spec"),
        ('[apis.a]\noutput = "o"\n[apis.b]\noutput = "o"', "specloom.toml#/apis/b/output: 'o' already belongs to a"),
    ],
)
def test_what_is_wrong_has_its_place(text: str, problem: str) -> None:
    assert _problems(text)[0].startswith(problem)


def test_text_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(SpecloomError, match="not UTF-8"):
        parse_config(b"\xff", _ROOT / "specloom.toml")


def test_an_unknown_api_names_the_nearest() -> None:
    with pytest.raises(SpecloomError, match=r"no API named 'pest' \(did you mean 'pets'\?\); there are pets, cows"):
        _config("[apis.pets]\n[apis.cows]").target("pest")


def test_no_name_means_all_in_the_order_of_the_file() -> None:
    assert [target.name for target in _config("[apis.pets]\n[apis.cows]").chosen(None)] == ["pets", "cows"]
    with pytest.raises(SpecloomError, match="no API is configured"):
        _config("").chosen(None)


def test_the_file_is_found_from_a_folder_below(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    with pytest.raises(SpecloomError, match=r"no specloom\.toml here or in a folder above"):
        load_config(tmp_path / "a/b")
    (tmp_path / "specloom.toml").write_text("[apis.pets]")
    config = load_config(tmp_path / "a/b")
    assert (config.root, list(config.targets)) == (tmp_path.resolve(), ["pets"])
