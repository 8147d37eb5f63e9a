"""What the command prints, writes and ends with: 0 without drift, 1 with it, 2 where that cannot be told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from attrs import frozen
from click.testing import CliRunner, Result

from specloom.commands import drift_inputs
from specloom.commands.main import main
from specloom.drift.formats.markdown import LIMIT, MARKER
from tests.diff.repository import SWAGGER, pets
from tests.drift import clinic
from tests.drift.site import Site, serving

NO_SERVER = "http://127.0.0.1:9/openapi.json"  # the port that discards; nobody listens
NONE = re.compile(r"\bno drift\b")


@frozen
class Place:
    """A project, and a site that serves what is live."""

    root: Path
    site: Site

    def target(self, name: str = "zoo", source: str | None = None, more: str = "") -> None:
        with (self.root / "specloom.toml").open("a") as stream:
            stream.write(f'[apis.{name}]\nsource = "{self.site.address if source is None else source}"\n{more}\n')

    def pin(self, document: Any, name: str = "zoo") -> None:
        self.write(f"spec/{name}/openapi.json", json.dumps(document, indent=1))

    def write(self, name: str, text: str) -> None:
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text, "utf-8")

    def drift(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, ["drift", *arguments])


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


@pytest.fixture
def place(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> Place:
    """One API, live as it is pinned."""
    monkeypatch.chdir(tmp_path)
    place = Place(tmp_path, site)
    place.target()
    place.pin(pets())
    site.serve(pets())
    return place


# --- the three answers -----------------------------------------------------------------------------------------------


def test_without_drift_it_ends_with_0_and_says_so_first(place: Place) -> None:
    result = place.drift("zoo")
    assert result.exit_code == 0
    first, *rest = result.stdout.splitlines()
    assert re.fullmatch(
        r"zoo: no drift \(checked \d{4}-\d\d-\d\d \d\d:\d\d UTC against 1\.2\.0, contract mode\)", first
    )
    assert rest == ["  pinned: spec/zoo/openapi.json, 1.2.0", f"  live:   1.2.0 from {place.site.address}"]


def test_with_drift_it_ends_with_1_and_tells_all_of_it(place: Place) -> None:
    live = pets("name")
    del live["paths"]["/pets"]["delete"]
    place.site.serve(live)
    result = place.drift("zoo")
    assert result.exit_code == 1
    assert not NONE.search(result.stdout)
    assert result.stdout.startswith("zoo: drift: 2 differences, 2 breaking (checked ")
    assert "    breaking: DELETE /pets is gone\n" in result.stdout
    assert "    breaking: Pet.name is gone\n" in result.stdout
    lines = (place.root / "spec/zoo/openapi.json").read_text().splitlines()
    line = next(number for number, text in enumerate(lines, 1) if '"delete"' in text)
    assert f"      spec/zoo/openapi.json:{line} #/paths/~1pets/delete\n" in result.stdout
    assert "`specloom pull zoo`" in result.stdout


def test_the_other_format_is_no_drift(place: Place) -> None:
    place.site.serve(SWAGGER)
    assert place.drift("zoo").exit_code == 0
    place.pin(SWAGGER)
    place.site.serve(pets())
    assert place.drift("zoo", "--full").exit_code == 0


def test_yaml_is_read_too(place: Place) -> None:
    place.site.body = yaml.safe_dump(pets()).encode()
    assert place.drift("zoo").exit_code == 0


def test_full_mode_is_asked_for(place: Place) -> None:
    place.site.serve({**pets(), "x-owner": "zoo"})
    assert place.drift("zoo").exit_code == 0
    result = place.drift("zoo", "--full")
    assert result.exit_code == 1
    assert "zoo: drift: 1 difference, 0 breaking" in result.stdout
    assert "    the API has `x-owner` `zoo`; there was none\n      #/x-owner\n" in result.stdout


# --- could not look --------------------------------------------------------------------------------------------------


def _body(place: Place, body: bytes, cut: int = 0) -> None:
    place.site.body, place.site.cut = body, cut


FAILURES: dict[str, tuple[Callable[[Place], object], str]] = {
    "refused": (lambda place: setattr(place.site, "status", 403), "the server answered 403 Forbidden"),
    "gone": (lambda place: setattr(place.site, "status", 404), "the server answered 404 Not Found"),
    "empty": (lambda place: _body(place, b" \n"), "the live document is empty"),
    "empty object": (lambda place: _body(place, b"{}"), "this is no OpenAPI document"),
    "cut by the server": (lambda place: _body(place, place.site.body, 40), "could not get this address"),
    "cut before": (lambda place: _body(place, place.site.body[:-40]), "live.*JSON"),
    "a web page": (lambda place: _body(place, b"<!doctype html><p>Sign in: here"), "live document"),
    "of no API": (lambda place: _body(place, b'{"message": "Forbidden"}'), "neither an openapi nor a swagger key"),
    "no operations": (lambda place: place.site.serve({**pets(), "paths": {}}), "no operations any more"),
    "dangling": (lambda place: place.site.serve({**pets(), "components": {}}), "leads nowhere"),
    "nothing pinned": (lambda place: (place.root / "spec/zoo/openapi.json").unlink(), "`specloom pull zoo` writes it"),
    "pinned in part": (lambda place: place.write("spec/zoo/openapi.json", "{"), "the pinned document"),
    "a spoilt lock": (lambda place: place.write("spec/zoo/spec.lock", "{"), "this lock is not valid JSON"),
    "a spoilt overlay": (lambda place: place.write("spec/zoo/overlay.yaml", "actions: 1"), "this is no overlay"),
    "spoilt names": (lambda place: place.write("spec/zoo/sdk.yaml", "methods: 1"), "methods"),
}


@pytest.mark.parametrize("output", ["text", "markdown", "json"])
@pytest.mark.parametrize("name", FAILURES)
def test_what_could_not_be_looked_at_is_told_and_never_taken_for_an_answer(
    place: Place, name: str, output: str
) -> None:
    break_it, sentence = FAILURES[name]
    break_it(place)
    result = place.drift("zoo", "--format", output)
    assert result.exit_code == 2, result.output
    assert not NONE.search(result.stdout)
    assert re.search(sentence, re.sub(r"\\(.)", r"\1", result.stdout))
    if output == "json":
        (api,) = json.loads(result.stdout)["apis"]
        assert (api["status"], api["contract"]) == ("unknown", None)
        assert all(error["message"] for error in api["errors"])
    else:
        assert "could not check" in result.stdout


def test_nobody_who_answers_is_told(place: Place) -> None:
    result = place.drift("zoo", "--from", NO_SERVER)
    assert result.exit_code == 2
    assert "could not get this address" in result.stdout


def test_an_api_without_a_source_is_told(place: Place) -> None:
    place.target("farm", "")
    place.pin(pets(), "farm")
    result = place.drift("farm")
    assert result.exit_code == 2
    assert "farm has no source to look at; set one in specloom.toml, or give one with --from" in result.stdout
    assert result.stdout.count("has no source") == 1


@pytest.mark.parametrize("options", [(), ("--from", "spec/farm/openapi.json")])
def test_the_pinned_document_itself_is_nothing_live(place: Place, options: tuple[str, ...]) -> None:
    place.target("farm", "spec/farm/openapi.json")
    place.pin(pets(), "farm")
    result = place.drift("farm", *options)
    assert result.exit_code == 2
    assert "this is the pinned document itself" in result.stdout
    assert "no drift" not in result.stdout


def test_a_fault_of_ours_is_no_drift_and_no_answer(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> None:
        raise RuntimeError("stumbled")

    monkeypatch.setattr(drift_inputs, "compare", stumble)
    result = place.drift("zoo")
    assert result.exit_code == 2
    assert "by a fault of specloom (RuntimeError: stumbled)" in result.stdout


def test_what_the_system_refuses_is_told(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "openapi.json")

    monkeypatch.setattr(drift_inputs, "fetch", refuse)
    result = place.drift("zoo")
    assert result.exit_code == 2
    assert "openapi.json: the system refused: Permission denied" in result.stdout


# --- which document --------------------------------------------------------------------------------------------------


def test_a_file_is_a_source_too(place: Place) -> None:
    place.target("farm", "live/farm.json")
    place.pin(pets(), "farm")
    place.write("live/farm.json", json.dumps(pets()))
    assert place.drift("farm").exit_code == 0
    place.write("live/farm.json", json.dumps(pets("id")))
    result = place.drift("farm")
    assert result.exit_code == 1
    # Whatever the folder of this machine is called.
    assert str(place.root) not in result.stdout


def test_a_source_may_be_given(place: Place) -> None:
    place.write("other.json", json.dumps(pets("id")))
    assert place.drift("zoo", "--from", "other.json").exit_code == 1
    assert place.drift("--from", "other.json").exit_code == 2


def test_a_password_in_an_address_is_not_told(place: Place) -> None:
    address = place.site.address.replace("://", "://me:hunter2@")
    for arguments in (("--from", address), ("--from", address.replace(":9", ":1")), ("--from", "http://me:hunter2@[")):
        for output in ("text", "markdown", "json"):
            assert "hunter2" not in place.drift("zoo", *arguments, "--format", output).output


def test_the_lock_tells_where_the_pinned_one_is_from(place: Place) -> None:
    lock = {"source": "apigateway:zoo/prod", "revision": "1.2.0 (dep001)", "sha256": "", "fetched": "2026-11-02",
            "tool": "", "prose": "keep"}  # fmt: skip
    place.write("spec/zoo/spec.lock", json.dumps(lock))
    told = "  pinned: spec/zoo/openapi.json, 1.2.0 (dep001), pulled 2026-11-02 from apigateway:zoo/prod\n"
    assert told in place.drift("zoo").stdout


def test_words_do_not_count_where_a_contract_is_pinned(place: Place) -> None:
    place.site.serve(pets(description="An animal."))
    assert place.drift("zoo").exit_code == 1
    (place.root / "specloom.toml").unlink()
    place.target(more='prose = "contract"')
    assert place.drift("zoo").exit_code == 0


def test_words_do_not_count_where_the_lock_says_contract(place: Place) -> None:
    lock = dict.fromkeys(("source", "revision", "sha256", "fetched", "tool"), "")
    place.write("spec/zoo/spec.lock", json.dumps({**lock, "prose": "contract"}))
    place.site.serve(pets(description="An animal."))
    assert place.drift("zoo").exit_code == 0


OVERLAY = {
    "overlay": "1.0.0",
    "info": {"title": "Ours", "version": "1"},
    "actions": [
        {"target": "$.paths['/visits'].get.parameters[?@.name=='limit'].schema", "update": {"type": "integer"}},
        {"target": "$.paths['/files/{proxy+}'].x-amazon-apigateway-any-method", "update": {"summary": "A file."}},
    ],
}


def test_the_overlay_mends_both(place: Place) -> None:
    place.pin(clinic.oas30())
    place.write("spec/zoo/overlay.yaml", json.dumps(OVERLAY))
    for live in (clinic.oas30(), clinic.swagger()):
        place.site.serve(live)
        result = place.drift("zoo", "--full")
        assert (result.exit_code, result.stderr) == (0, "")
    del live["paths"]["/visits"]["get"]["parameters"][0]
    place.site.serve(live)
    result = place.drift("zoo")
    assert result.exit_code == 1
    assert "note: " in result.stderr


def test_severities_of_the_project_hold(place: Place) -> None:
    place.site.serve(pets("name"))
    place.write("specloom.toml", f'[diff.severity]\nrequired-property-removed = "safe"\n'
                                 f'[apis.zoo]\nsource = "{place.site.address}"\n')  # fmt: skip
    assert "wire safe, Python" in place.drift("zoo").stdout
    place.write("specloom.toml", '[diff.severity]\nrequired-property-remove = "safe"\n[apis.zoo]\n')
    result = place.drift("zoo")
    assert result.exit_code == 2
    assert "there is no rule 'required-property-remove'" in result.stderr


# --- several ---------------------------------------------------------------------------------------------------------


def test_every_api_is_checked_and_the_worst_wins(place: Place) -> None:
    place.target("farm", "farm.json")
    place.pin(pets(), "farm")
    place.write("farm.json", json.dumps(pets("id")))
    result = place.drift()
    assert result.exit_code == 1
    assert re.search(r"^zoo: no drift .*^farm: drift: ", result.stdout, re.MULTILINE | re.DOTALL)
    place.target("sea", "nowhere.json")
    place.pin(pets(), "sea")
    result = place.drift()
    assert result.exit_code == 2
    heads = [line.split("(")[0].strip() for line in result.stdout.splitlines() if line and not line.startswith(" ")]
    assert heads == ["zoo: no drift", "farm: drift: 1 difference, 1 breaking", "sea: could not check"]
    report = json.loads(place.drift("--json").stdout)
    assert (report["status"], [one["status"] for one in report["apis"]]) == ("unknown", ["same", "drift", "unknown"])


def test_an_unknown_name_is_told(place: Place) -> None:
    result = place.drift("zoos")
    assert result.exit_code == 2
    assert "did you mean 'zoo'?" in result.stderr


# --- formats ---------------------------------------------------------------------------------------------------------


def test_json_tells_all_of_it(place: Place) -> None:
    live = {**pets("name"), "x-owner": "zoo"}
    place.site.serve(live)
    for arguments in (("--json",), ("--format", "json")):
        report = json.loads(place.drift("zoo", "--full", *arguments).stdout)
        (api,) = report["apis"]
        assert (report["format"], report["status"], api["api"], api["mode"]) == (1, "drift", "zoo", "full")
        assert api["counts"] == {"total": 2, "breaking": 1}
        assert [one["rule"] for one in api["contract"]["findings"]] == ["required-property-removed"]
        assert api["behind"] == [
            {"about": "the API", "name": "x-owner", "after": "zoo", "old_pointer": "", "new_pointer": "#/x-owner"}
        ]
        assert (api["undeployed"], api["errors"]) == (None, [])
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", report["checked"])


def test_two_formats_are_one_too_many(place: Place) -> None:
    result = place.drift("zoo", "--json", "--format", "text")
    assert result.exit_code == 2
    assert "give one of them" in result.stdout


def test_a_file_is_written_whole_whatever_is_found(place: Place) -> None:
    place.site.serve(pets("name"))
    result = place.drift("zoo", "--format", "markdown", "--output", "drift.md")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "- **breaking**: `Pet.name` is gone (" in (place.root / "drift.md").read_text()
    place.site.status = 500
    assert place.drift("zoo", "--format", "markdown", "--output", "drift.md").exit_code == 2
    text = (place.root / "drift.md").read_text()
    assert text.startswith(f"{MARKER}\nChecked ")
    assert "could not look" in text
    assert "is gone" not in text


def test_markdown_is_never_longer_than_an_issue_and_quotes_what_it_is_told(place: Place) -> None:
    live = pets()
    for number in range(900):
        live["paths"][f"/<b>`{number}"] = {"get": {"responses": {}}}
    place.site.serve(live)
    text = place.drift("zoo", "--format", "markdown").stdout
    assert LIMIT - 2000 < len(text) <= LIMIT
    assert re.search(r"\n\*\d+ lines more not shown\.\*\n$", text)
    assert "``GET /<b>`10`` is new" in text


def test_the_help_says_what_it_cannot_see(place: Place) -> None:
    said = " ".join(place.drift("--help").output.split())
    page = (Path(__file__).parents[2] / "docs/drift.md").read_text("utf-8")
    for word in ("code behind an integration", "mapping templates", "canaries", "custom domains", "{proxy+}",
                 "overlay.yaml"):  # fmt: skip
        assert word in said
        assert word in page
