"""What the arguments stand for, and what is said when a side cannot be had or read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.diff.repository import SWAGGER, Repository, pets
from tests.serving import QuietHandler, running

NAME_IS_GONE = "Pet.name is gone"


def _diff(repository: Repository, *arguments: str) -> str:
    """The output of a comparison that works."""
    result = repository.run("diff", *arguments)
    assert result.exit_code in (0, 1), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.output


def _refusal(repository: Repository, *arguments: str) -> list[dict[str, str]]:
    """The problems of a comparison that cannot be done."""
    result = repository.run("diff", *arguments, "--json")
    assert result.exit_code == 2, result.output
    problems: list[dict[str, str]] = json.loads(result.stdout)["error"]
    return problems


# --- all that a side may be -----------------------------------------------------------------------------------------


def test_files_of_every_version_and_spelling_compare(repository: Repository) -> None:
    old = pets()
    names = [
        repository.write("old.json", old),
        repository.write("old.yaml", yaml.safe_dump(old)),
        repository.write("old-3.0.json", {**old, "openapi": "3.0.3"}),
        repository.write("old-2.0.json", SWAGGER),
    ]
    new = repository.write("new.yml", yaml.safe_dump(pets("name")))
    for name in names:
        assert "Nothing has changed" in _diff(repository, names[0], name)
        assert NAME_IS_GONE in _diff(repository, name, new)


def test_a_file_at_a_revision_is_compared(repository: Repository) -> None:
    repository.write("api/pets.json", pets())
    first = repository.commit()
    repository.write("api/pets.json", pets("name"))
    repository.commit()
    for revision in (first, first[:10], "HEAD~1", "main~1"):
        assert NAME_IS_GONE in _diff(repository, f"{revision}:api/pets.json", "HEAD:api/pets.json")
    assert "Nothing has changed" in _diff(repository, "HEAD:api/pets.json", "api/pets.json")


def test_a_file_alone_is_compared_with_itself_at_head(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write("api/pets.json", pets())
    repository.commit()
    repository.write("api/pets.json", pets("name"))
    assert NAME_IS_GONE in _diff(repository, "api/pets.json")
    monkeypatch.chdir(repository.root / "api")
    assert NAME_IS_GONE in _diff(repository, "pets.json")


def test_a_hook_of_git_may_ask_from_a_folder_below(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write("api/specloom.toml", "[apis.zoo]\n")
    repository.write("api/spec/zoo/openapi.json", pets())
    repository.commit()
    repository.write("api/spec/zoo/openapi.json", pets("name"))
    monkeypatch.chdir(repository.root / "api")
    # What git sets for hooks, as seen from the top of the repository.
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert NAME_IS_GONE in _diff(repository, "zoo")


def test_an_api_is_compared_with_its_overlay_and_names_of_then(repository: Repository) -> None:
    repository.write("specloom.toml", "[apis.zoo]\n")
    repository.write("spec/zoo/openapi.json", pets())
    repository.write("spec/zoo/sdk.yaml", "methods:\n  getPet: pets.fetch\n")
    repository.commit()
    repository.write("spec/zoo/sdk.yaml", "methods:\n  getPet: pets.look_up\n")
    repository.write(
        "spec/zoo/overlay.yaml",
        "overlay: 1.0.0\nactions:\n- target: $.paths['/pets'].delete\n  remove: true\n",
    )
    for arguments in (("zoo",), ("zoo@HEAD", "zoo"), ("spec/zoo/openapi.json",)):
        output = _diff(repository, *arguments)
        assert "looks like what is now client.pets.look_up" in output
        assert "client.pets.fetch()" in output
        assert "DELETE /pets is gone" in output
    assert "Nothing has changed" in _diff(repository, "zoo@HEAD", "zoo@main")


def test_what_pull_would_bring_is_compared_and_not_written(repository: Repository) -> None:
    repository.write("specloom.toml", '[apis.zoo]\nsource = "upstream.json"\nprose = "contract"\n')
    repository.write("spec/zoo/openapi.json", pets())
    repository.write("spec/zoo/sdk.yaml", "methods:\n  deletePet: pets.drop\n")
    upstream = pets("name", description="Words that a contract drops.")
    del upstream["paths"]["/pets"]["delete"]
    repository.write("upstream.json", upstream)
    before = (repository.root / "spec/zoo/openapi.json").read_bytes()
    output = _diff(repository, "zoo", "zoo@pull")
    assert NAME_IS_GONE in output
    assert "documentation only" not in output
    # The names are those of today: what they no longer find is a note, not a refusal.
    assert "the document has no operation 'deletePet'" in output
    assert "(in the new side)" in output
    assert (repository.root / "spec/zoo/openapi.json").read_bytes() == before
    assert not (repository.root / "spec/zoo/spec.lock").exists()


def test_a_lone_document_takes_the_names_of_the_api_beside_it(repository: Repository) -> None:
    repository.write("specloom.toml", "[apis.zoo]\n")
    repository.write("spec/zoo/openapi.json", pets())
    repository.write("spec/zoo/sdk.yaml", "methods:\n  getPet: pets.look_up\n")
    output = _diff(repository, "zoo", repository.write("new.json", pets("name")))
    assert "zoo_client.types.Pet has no name" in output
    assert "looks like" not in output


def test_the_package_of_lone_documents_can_be_named(repository: Repository) -> None:
    names = repository.write("a.json", pets()), repository.write("b.json", pets("name"))
    assert "client.types.Pet has no name" in _diff(repository, *names)
    assert "zoo.types.Pet has no name" in _diff(repository, *names, "--package", "zoo")


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    class Handler(QuietHandler, SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            SimpleHTTPRequestHandler.__init__(self, *arguments, directory=str(folder))

        def answer(self) -> None:
            SimpleHTTPRequestHandler.do_GET(self)

    with running(Handler) as url:
        yield url


def test_addresses_are_fetched(repository: Repository) -> None:
    repository.write("old.json", pets())
    repository.write("new.json", pets("name"))
    with _served(repository.root) as url:
        assert NAME_IS_GONE in _diff(repository, f"{url}/old.json", f"{url}/new.json")
        (problem,) = _refusal(repository, f"{url}/old.json", f"{url}/none.json")
    assert problem["message"].startswith("the new side: ")
    assert "404" in problem["message"]


# --- what cannot be had ---------------------------------------------------------------------------------------------


def test_a_missing_file_is_told_by_its_side(repository: Repository) -> None:
    repository.write("new.json", pets())
    (problem,) = _refusal(repository, "old.json", "new.json")
    assert problem["message"].startswith("the old side: could not read this file: No such file")
    assert problem["source"] == "old.json"


def test_both_sides_are_told_at_once(repository: Repository) -> None:
    first, second = _refusal(repository, "old.json", "main:new.json")
    assert (first["source"], second["source"]) == ("old.json", "main:new.json")


def test_no_repository_is_told(repository: Repository) -> None:
    repository.write("new.json", pets())
    (problem,) = _refusal(repository, "HEAD:new.json", "new.json")
    assert "the old side: git could not read this: not a git repository" in problem["message"]


def test_no_git_is_told(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write("new.json", pets())
    repository.commit()
    monkeypatch.setenv("PATH", str(repository.root))
    (problem,) = _refusal(repository, "HEAD:new.json", "new.json")
    assert "git, which is not installed" in problem["message"]


@pytest.mark.parametrize("revision", ["no-such-branch", "v9", "--help", "HEAD~99", "0" * 40])
def test_an_unknown_revision_is_told(repository: Repository, revision: str) -> None:
    repository.write("new.json", pets())
    repository.commit()
    # After `--`: a revision may look like an option, and neither click nor git may take it for one.
    result = repository.run("diff", "--json", "--", "new.json", f"{revision}:new.json")
    assert result.exit_code == 2
    (problem,) = json.loads(result.stdout)["error"]
    assert f"git knows no revision {revision!r}" in problem["message"]
    assert problem["message"].startswith("the new side: ")


def test_a_path_that_a_revision_lacks_is_told(repository: Repository) -> None:
    repository.write("api/new.json", pets())
    repository.commit()
    (missing,) = _refusal(repository, "HEAD:old.json", "api/new.json")
    assert "git has no file old.json at HEAD" in missing["message"]
    (folder,) = _refusal(repository, "HEAD:api", "api/new.json")
    assert "this is a folder" in folder["message"]
    (empty,) = _refusal(repository, "HEAD:", "api/new.json")
    assert empty["message"].startswith("the old side: ")


def test_an_api_that_is_not_there_is_told(repository: Repository) -> None:
    repository.write("specloom.toml", '[apis.zoo]\nsource = "upstream.json"\n')
    repository.write("new.json", pets())
    repository.commit()
    for text, said in {
        "zoo@HEAD": "git has no file spec/zoo/openapi.json at HEAD",
        "zoo": "could not read this file",
        "zoo@nowhere": "git knows no revision 'nowhere'",
        "zoo@": "a revision is missing after zoo@",
        "zo@HEAD": "there is no API 'zo'; did you mean 'zoo'?",
        "zoo@pull": "could not read this file",
    }.items():
        (problem,) = _refusal(repository, text, "new.json")
        assert said in problem["message"], text


def test_an_api_that_is_new_breaks_nothing(repository: Repository) -> None:
    repository.write("specloom.toml", "[apis.shop]\n")
    repository.commit()
    repository.write("specloom.toml", "[apis.shop]\n\n[apis.zoo]\n")
    repository.write("spec/zoo/openapi.json", pets())
    result = repository.run("diff", "zoo@HEAD", "zoo", "--format", "json")
    review = json.loads(result.stdout)
    assert result.exit_code == 0, result.output
    assert {finding["rule"] for finding in review["findings"]} >= {"operation-added"}
    assert review["old"]["label"] == "zoo@HEAD (not there yet)"


def test_an_older_document_is_read_from_where_it_was(repository: Repository) -> None:
    repository.write("specloom.toml", '[apis.zoo]\nspec = "documents"\n')
    repository.write("documents/openapi.json", pets())
    repository.commit()
    (repository.root / "documents/openapi.json").unlink()
    repository.write("specloom.toml", '[apis.zoo]\nspec = "apis/zoo"\n')
    repository.write("apis/zoo/openapi.json", pets("name"))
    assert NAME_IS_GONE in _diff(repository, "zoo@HEAD", "zoo")


def test_a_specloom_toml_of_old_that_cannot_be_read_is_told(repository: Repository) -> None:
    repository.write("specloom.toml", "[apis.zoo\n")
    repository.commit()
    repository.write("specloom.toml", "[apis.zoo]\n")
    repository.write("spec/zoo/openapi.json", pets())
    (problem,) = _refusal(repository, "zoo@HEAD", "zoo")
    assert problem["source"] == "HEAD:specloom.toml"


def test_a_pull_without_a_source_is_told(repository: Repository) -> None:
    repository.write("specloom.toml", "[apis.zoo]\n")
    repository.write("spec/zoo/openapi.json", pets())
    (problem,) = _refusal(repository, "zoo", "zoo@pull")
    assert "zoo has no source to pull from" in problem["message"]
    assert problem["pointer"] == "#/apis/zoo"


def test_one_side_that_has_no_head_is_told(repository: Repository) -> None:
    (problem,) = _refusal(repository, "main:pets.json")
    assert "give two sides" in problem["message"]


# --- what cannot be read --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said", "pointer"),
    [
        ("", "the text holds no YAML document", ""),
        ("[]", "an object is expected, not an array", ""),
        ("{", "this is not valid YAML", ""),
        ("{}", "neither an openapi nor a swagger key", ""),
        ("<html></html>", "this looks like a web page", ""),
        ("openapi: 4.0.0\npaths: {}\n", "openapi 4.0.0 is not supported", "#/openapi"),
        ("openapi: 3.1.0\npaths: []\n", "`paths` must be an object", "#/paths"),
        ("openapi: 3.1.0\ninfo: {}\npaths: {}\n", "nothing to compare", "#/paths"),
        (
            json.dumps({**pets(), "components": {}}),
            "'#/components/schemas/Pet' leads nowhere",
            "#/paths/~1pets/get/responses/200/content/application~1json/schema",
        ),
    ],
)
def test_a_side_that_cannot_be_read_is_told_with_its_place(
    repository: Repository, text: str, said: str, pointer: str
) -> None:
    good, bad = repository.write("good.json", pets()), repository.write("bad.yaml", text)
    for which, arguments in {"old": (bad, good), "new": (good, bad)}.items():
        (problem,) = _refusal(repository, *arguments)
        assert problem["message"].startswith(f"the {which} side: ")
        assert said in problem["message"]
        assert problem["source"] == "bad.yaml"
        assert problem.get("pointer", "") == pointer
        assert repository.run("diff", *arguments).stdout == ""
    (both,) = _refusal(repository, bad, bad)
    assert both["message"].startswith("both sides: ")


def test_bytes_that_are_no_text_are_told(repository: Repository) -> None:
    (repository.root / "bad.json").write_bytes(b'{"openapi": "3.1.0\xff"}')
    (problem,) = _refusal(repository, repository.write("good.json", pets()), "bad.json")
    assert "not valid UTF-8" in problem["message"]


def test_a_wrong_overlay_or_sdk_is_told(repository: Repository) -> None:
    repository.write("specloom.toml", "[apis.zoo]\n")
    repository.write("spec/zoo/openapi.json", pets())
    repository.commit()
    repository.write("spec/zoo/sdk.yaml", "nonsense: 1\n")
    (problem,) = _refusal(repository, "zoo")
    assert problem["source"] == "spec/zoo/sdk.yaml"
    repository.commit()
    (problem,) = _refusal(repository, "zoo@HEAD~1", "zoo@HEAD")
    assert problem["source"] == "HEAD:spec/zoo/sdk.yaml"
