"""What the command prints, writes and ends with."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.diff.repository import Repository, pets


@pytest.fixture
def sides(repository: Repository) -> tuple[str, str]:
    """Two documents: a pet loses its name (both break), and an operation gets another name (Python breaks)."""
    new = pets("name")
    new["paths"]["/pets"]["delete"]["operationId"] = "dropPet"
    return repository.write("old.json", pets()), repository.write("new.json", new)


@pytest.fixture
def alike(repository: Repository) -> tuple[str, str]:
    """Two documents that say the same."""
    return repository.write("same.json", pets()), repository.write("too.json", pets())


# --- the gate --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("gate", "code"), [("any", 1), ("wire", 1), ("python", 1), ("none", 0)])
def test_the_gate_decides_the_exit_code(repository: Repository, sides: tuple[str, str], gate: str, code: int) -> None:
    assert repository.run("diff", *sides, "--fail-on", gate).exit_code == code


def test_the_gate_stops_at_any_break_unless_told_otherwise(repository: Repository, sides: tuple[str, str]) -> None:
    assert repository.run("diff", *sides).exit_code == 1
    repository.write("specloom.toml", '[diff]\nfail_on = "none"\n')
    assert repository.run("diff", *sides).exit_code == 0
    assert repository.run("diff", *sides, "--fail-on", "wire").exit_code == 1


def test_what_breaks_python_alone_passes_the_gate_of_the_wire(repository: Repository) -> None:
    repository.write("specloom.toml", "[apis.zoo]\n")
    repository.write("spec/zoo/openapi.json", pets())
    repository.write("spec/zoo/sdk.yaml", "methods:\n  getPet: pets.fetch\n")
    repository.commit()
    repository.write("spec/zoo/sdk.yaml", "methods:\n  getPet: pets.look_up\n")
    codes = {gate: repository.run("diff", "zoo", "--fail-on", gate).exit_code for gate in ("wire", "python", "any")}
    assert codes == {"wire": 0, "python": 1, "any": 1}


def test_sides_that_say_the_same_pass_and_say_so(repository: Repository, alike: tuple[str, str]) -> None:
    result = repository.run("diff", *alike)
    assert result.exit_code == 0
    assert "Nothing has changed" in result.stdout
    for format_ in ("markdown", "json", "annotations", "junit", "html"):
        assert repository.run("diff", *alike, "--format", format_).stdout.strip()


# --- reports ---------------------------------------------------------------------------------------------------------


def test_the_reports_are_what_they_are_called(repository: Repository, sides: tuple[str, str]) -> None:
    printed = {
        format_: repository.run("diff", *sides, "--format", format_).stdout
        for format_ in ("text", "markdown", "json", "annotations", "junit", "html")
    }
    assert "Pet.name is gone" in printed["text"]
    assert printed["markdown"].startswith("<!-- specloom-diff -->\n")
    assert json.loads(printed["json"])["counts"]["wire"] == 1
    assert "::error file=new.json" in printed["annotations"]
    assert ET.fromstring(printed["junit"]).get("failures") == "1"
    assert printed["html"].lower().startswith("<!doctype html>")
    first, again = json.loads(printed["json"]), json.loads(repository.run("diff", *sides, "--json").stdout)
    assert {**first, "seconds": 0} == {**again, "seconds": 0}


def test_several_reports_come_from_one_run(repository: Repository, sides: tuple[str, str]) -> None:
    more = ("--report", "markdown=out/review.md", "--report", "junit=out/review.xml")
    result = repository.run("diff", *sides, "--format", "annotations", *more)
    assert result.stdout.startswith("::error ")
    assert (repository.root / "out/review.md").read_text().startswith("<!-- specloom-diff -->")
    assert ET.parse(repository.root / "out/review.xml").getroot().tag == "testsuites"


def test_an_output_file_takes_the_place_of_printing(repository: Repository, sides: tuple[str, str]) -> None:
    result = repository.run("diff", *sides, "--format", "json", "--output", "review.json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert json.loads((repository.root / "review.json").read_text())["findings"]


def test_reports_are_written_whole_or_not_at_all(repository: Repository, sides: tuple[str, str]) -> None:
    repository.write("review.md", "of yesterday")
    (repository.root / "review.xml").mkdir()
    result = repository.run("diff", *sides, "--output", "review.md", "--report", "junit=review.xml")
    assert result.exit_code == 2
    assert (repository.root / "review.md").read_text() == "of yesterday"
    assert sorted(path.name for path in repository.root.iterdir()) == sorted((*sides, "review.md", "review.xml"))


def test_a_side_that_cannot_be_read_leaves_old_reports(repository: Repository, sides: tuple[str, str]) -> None:
    repository.write("review.md", "of yesterday")
    repository.write("bad.json", "{}")
    result = repository.run("diff", sides[0], "bad.json", "--format", "markdown", "--output", "review.md")
    assert result.exit_code == 2
    assert (repository.root / "review.md").read_text() == "of yesterday"


def _on_terminal(folder: Path, *arguments: str, **environment: str) -> str:
    """What the command prints on a terminal of 60 columns."""
    ours, theirs = pty.openpty()
    program = "from specloom.commands.main import main; main()"
    known = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "CI")}
    with subprocess.Popen(
        [sys.executable, "-c", program, "diff", *arguments],
        cwd=folder, stdout=theirs, stderr=subprocess.DEVNULL,
        env={**known, "COLUMNS": "60", "TERM": "xterm", **environment},
    ) as process:  # fmt: skip
        os.close(theirs)
        read = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # how Linux says that the other end is closed
                break
            if not part:
                break
            read += part
        process.wait()
    os.close(ours)
    return read.decode().replace("\r\n", "\n")


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such terminals")
def test_a_terminal_gets_colours_in_its_width(repository: Repository, sides: tuple[str, str]) -> None:
    coloured = _on_terminal(repository.root, *sides)
    plain = _on_terminal(repository.root, *sides, NO_COLOR="1")
    assert "\x1b[31m" in coloured
    assert "\x1b[" not in plain
    assert max(len(line) for line in plain.splitlines()) <= 60
    assert "\x1b[" not in repository.run("diff", *sides).stdout


def test_all_lists_what_is_safe(repository: Repository) -> None:
    sides = repository.write("old.json", pets("name")), repository.write("new.json", pets())
    assert "Pet.name is new" not in repository.run("diff", *sides).stdout
    assert "Pet.name is new" in repository.run("diff", *sides, "--all").stdout


# --- settings --------------------------------------------------------------------------------------------------------


def test_a_rule_can_be_judged_otherwise(repository: Repository, sides: tuple[str, str]) -> None:
    milder = ("--severity", "required-property-removed=warning")
    assert repository.run("diff", *sides, "--fail-on", "wire", *milder).exit_code == 0
    repository.write("specloom.toml", '[diff.severity]\nrequired-property-removed = "safe"\n')
    assert repository.run("diff", *sides, "--fail-on", "wire").exit_code == 0
    stricter = ("--severity", "required-property-removed=breaking")
    assert repository.run("diff", *sides, "--fail-on", "wire", *stricter).exit_code == 1


def test_filters_leave_findings_out_and_count_them(repository: Repository, sides: tuple[str, str]) -> None:
    for arguments in (
        ("--exclude-path", "/pets"),
        ("--path", "/owners/*"),
        ("--rule", "server-*"),
        ("--exclude-rule", "required-property-*", "--exclude-rule", "python-*", "--exclude-rule", "operation-id-*"),
    ):
        result = repository.run("diff", *sides, *arguments)
        assert result.exit_code == 0, arguments
        assert "Pet.name is gone" not in result.stdout
        assert "Left out by filters" in result.stdout
    assert repository.run("diff", *sides, "--path", "/p*", "--rule", "required-*").exit_code == 1


def test_filters_of_the_project_count(repository: Repository, sides: tuple[str, str]) -> None:
    repository.write("specloom.toml", '[diff]\nexclude_paths = ["/pets"]\n')
    assert repository.run("diff", *sides).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--severity", "nonsense=safe"), "there is no rule 'nonsense'"),
        (("--severity", "required-property-remove=safe"), "did you mean 'required-property-removed'?"),
        (("--severity", "operation-removed=fine"), "--severity is RULE=breaking|warning|safe"),
        (("--severity", "operation-removed"), "--severity is RULE="),
        (("--rule", "nonsense"), "there is no rule 'nonsense'"),
        (("--exclude-rule", "python-field-optinal"), "did you mean 'python-field-optional'?"),
        (("--exclude-rule", "operation-gone"), "there is no rule 'operation-gone'"),
        (("--report", "pdf=review.pdf"), "--report is FORMAT=FILE"),
        (("--report", "markdown"), "--report is FORMAT=FILE"),
        (("--output", "a.md", "--report", "junit=./a.md"), "two reports would be written to this file"),
        (("--format", "pdf"), "'pdf' is not one of"),
        (("--fail-on", "much"), "'much' is not one of"),
        (("--package", "my-pets"), "'my-pets' cannot be imported"),
        (("--json", "--format", "html"), "--format asks for html"),
        (("--accepted", "none.toml"), "there is no such file of acceptances"),
    ],
)
def test_a_wrong_option_is_told(
    repository: Repository, sides: tuple[str, str], arguments: tuple[str, ...], said: str
) -> None:
    result = repository.run("diff", *sides, *arguments)
    assert result.exit_code == 2
    assert said in result.output
    assert "Pet.name is gone" not in result.output


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("diff = 1", "diff is a table"),
        ('[diff]\nfail_on = "much"', "fail_on is one of wire, python, any, none, not 'much'"),
        ("[diff]\npaths = 1", "paths is a list of texts"),
        ("[diff]\nnonsense = 1", "there is no setting 'nonsense'"),
        ("[diff]\nseverity = 1", "severity is a table of rules"),
        ('[diff.severity]\noperation-removed = "fine"', "a verdict is one of breaking, warning, safe, not 'fine'"),
        ('[diff.severity]\nnonsense = "safe"', "there is no rule 'nonsense'"),
    ],
)
def test_a_wrong_setting_is_told(repository: Repository, sides: tuple[str, str], text: str, said: str) -> None:
    repository.write("specloom.toml", f"{text}\n")
    result = repository.run("diff", *sides)
    assert result.exit_code == 2
    assert said in result.output


def test_sunsets_are_looked_at_today(repository: Repository) -> None:
    announced, gone = pets(), pets()
    del gone["paths"]["/pets"]["delete"]
    codes = {}
    for days in (-30, 30):
        day = (date.today() + timedelta(days=days)).isoformat()
        announced["paths"]["/pets"]["delete"].update({"deprecated": True, "x-sunset": day})
        sides = repository.write("old.json", announced), repository.write("new.json", gone)
        codes[days] = repository.run("diff", *sides, "--fail-on", "wire").exit_code
    assert codes == {-30: 0, 30: 1}


def test_the_command_imports_no_engine(repository: Repository, sides: tuple[str, str]) -> None:
    program = (
        "import sys\nfrom specloom.commands.main import main\n"
        "try:\n    main(['diff', *sys.argv[1:]])\n"
        "finally:\n    print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, *sides], capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    loaded = done.stderr.splitlines()[-1]
    for heavy in ("openapi_python_client", "datamodel_code_generator", "pydantic", "jinja2", "httpx", "rich"):
        assert f"'{heavy}'" not in loaded
    assert "'specloom'" in loaded
