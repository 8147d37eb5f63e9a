"""Accepting findings: what is written, what it does, and when it ends."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specloom.diff.acceptances import (
    ACCEPTED_NAME,
    Acceptance,
    Acceptances,
    read_acceptances,
    read_day,
    with_acceptance,
)
from specloom.problems import SpecloomError
from tests.diff.repository import Repository, pets

DAY = date(2031, 3, 31)
LATER = (date.today() + timedelta(days=30)).isoformat()
FIRST, SECOND, THIRD = "0a1b2c3d4e5f", "5a1b2c3d4e5f", "fa1b2c3d4e5f"


# --- the file --------------------------------------------------------------------------------------------------------

_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
_entries = st.builds(
    Acceptance,
    st.text("0123456789abcdef", min_size=12, max_size=12),
    _texts.map(lambda text: " ".join(text.split())).filter(bool),
    st.dates(date(2000, 1, 1)),
    st.sampled_from(["", "zoo"]),
    _texts.map(lambda text: " ".join(text.split())),
)


@given(st.lists(_entries, max_size=6))
def test_what_is_written_is_read_again_whatever_the_order(entries: list[Acceptance]) -> None:
    wanted = {one.fingerprint: one for one in entries}
    texts = []
    for order in (list(wanted.values()), list(reversed(wanted.values()))):
        text = b""
        for one in order:
            text = with_acceptance(text, one)
        texts.append(text)
    assert read_acceptances(texts[0]).entries == wanted
    assert texts[0] == texts[1]


def test_a_new_one_moves_no_other_line() -> None:
    text = with_acceptance(b"", Acceptance(FIRST, "The old one is unused.", DAY, "zoo", "Pet.name is gone"))
    text = with_acceptance(text, Acceptance(THIRD, "Agreed with all users.", DAY))
    lines = text.decode().splitlines()
    more = with_acceptance(text, Acceptance(SECOND, "Between.", DAY)).decode().splitlines()
    place = more.index(f"[accepted.{SECOND}]")
    # Its own lines and the empty one below.
    assert more[:place] + more[place + 4 :] == lines
    assert [line for line in more if line.startswith("[")] == [f"[accepted.{key}]" for key in (FIRST, SECOND, THIRD)]


def test_comments_stay_with_their_table() -> None:
    text = f"""# Ours, see the handbook.

# Asked for by the web team.
[accepted.{SECOND}]
until = 2031-01-01
reason = "Old"
"""
    changed = with_acceptance(text.encode(), Acceptance(SECOND, "New", DAY)).decode()
    assert changed == text.replace("2031-01-01", "2031-03-31").replace("Old", "New")
    extended = with_acceptance(text.encode(), Acceptance(FIRST, "First", DAY)).decode()
    assert extended.startswith(f"# Ours, see the handbook.\n\n[accepted.{FIRST}]\n")
    assert extended.endswith(text.partition("\n\n")[2])


def test_the_last_day_counts() -> None:
    held = Acceptances({FIRST: Acceptance(FIRST, "Why", DAY)})
    assert held.reasons(DAY) == {FIRST: "Why"}
    assert held.expired(DAY) == ()
    assert held.reasons(DAY + timedelta(days=1)) == {}
    assert held.expired(DAY + timedelta(days=1)) == (FIRST,)


def test_those_of_other_apis_do_not_concern_a_review() -> None:
    entries = [Acceptance(FIRST, "a", DAY), Acceptance(SECOND, "b", DAY, "zoo"), Acceptance(THIRD, "c", DAY, "shop")]
    held = Acceptances({one.fingerprint: one for one in entries})
    assert set(held.about(["zoo"]).entries) == {FIRST, SECOND}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("accepted = 1", "#/accepted: accepted is a table of tables"),
        ("other = 1", "#/other: there is no setting 'other'"),
        ("[accepted.nonsense]", "#/accepted/nonsense: 'nonsense' is no fingerprint"),
        (f"[accepted]\n{FIRST} = 1", "an acceptance is a table"),
        (f"[accepted.{FIRST}]\nuntil = 2031-01-01", f"#/accepted/{FIRST}/reason: an acceptance needs a reason"),
        (f'[accepted.{FIRST}]\nreason = "x"', f"#/accepted/{FIRST}/until: until is a day"),
        (f'[accepted.{FIRST}]\nreason = "x"\nuntil = "2031-01-01"', "until is a day without quotes"),
        (f'[accepted.{FIRST}]\nreason = "x"\nuntil = 2031-01-01T10:00:00', "until is a day without quotes"),
        (f"[accepted.{FIRST}]\nreason = 1\nuntil = 2031-01-01", "reason is a text, not 1"),
        (f'[accepted.{FIRST}]\nreason = "x"\nuntil = 2031-01-01\nwho = "me"', "there is no setting 'who'"),
        ("\n[accepted\n", f"{ACCEPTED_NAME}:2:10: this is not valid TOML"),
        ("\xff", "not UTF-8"),
    ],
)
def test_a_wrong_file_is_told(text: str, said: str) -> None:
    with pytest.raises(SpecloomError) as caught:
        read_acceptances(text.encode("latin-1"))
    assert said in str(caught.value)
    with pytest.raises(SpecloomError):
        with_acceptance(text.encode("latin-1"), Acceptance(SECOND, "x", DAY))


def test_a_file_in_another_spelling_is_read_but_not_extended() -> None:
    text = f'accepted = {{{FIRST} = {{reason = "x", until = 2031-01-01}}}}\n'.encode()
    assert set(read_acceptances(text).entries) == {FIRST}
    with pytest.raises(SpecloomError, match="a table of its own"):
        with_acceptance(text, Acceptance(SECOND, "x", DAY))


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2031-02-30", "31.3.2031", "2031-03-31T10:00", "20310331", "2031-W1-1"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(SpecloomError, match="is no day; give one like"):
        read_day(text)


# --- the commands ----------------------------------------------------------------------------------------------------


@pytest.fixture
def sides(repository: Repository) -> tuple[str, str]:
    """A pet loses its name."""
    return repository.write("old.json", pets()), repository.write("new.json", pets("name"))


def _fingerprint(repository: Repository, *sides: str) -> str:
    (found,) = json.loads(repository.run("diff", *sides, "--json").stdout)["findings"]
    return str(found["fingerprint"])


def _accept(repository: Repository, *arguments: str, until: str = LATER) -> tuple[int, str]:
    result = repository.run("accept", *arguments, "--reason", "All users know.", "--until", until)
    return result.exit_code, result.output


def test_an_accepted_finding_passes_the_gate(repository: Repository, sides: tuple[str, str]) -> None:
    key = _fingerprint(repository, *sides)
    code, output = _accept(repository, key, *sides)
    assert code == 0, output
    assert f"{key} is accepted until {LATER}: Pet.name is gone" in output
    (entry,) = read_acceptances((repository.root / ACCEPTED_NAME).read_bytes()).entries.values()
    assert entry == Acceptance(key, "All users know.", date.fromisoformat(LATER), "", "Pet.name is gone")
    result = repository.run("diff", *sides)
    assert result.exit_code == 0
    assert "All users know." in result.output


def test_an_expired_one_no_longer_counts_and_is_told(repository: Repository, sides: tuple[str, str]) -> None:
    key = _fingerprint(repository, *sides)
    text = with_acceptance(b"", Acceptance(key, "Once.", date.today() - timedelta(days=1)))
    repository.write(ACCEPTED_NAME, text.decode())
    result = repository.run("diff", *sides)
    assert result.exit_code == 1
    assert "expired" in result.output.lower()
    assert key in result.output


def test_an_unused_one_is_told(repository: Repository, sides: tuple[str, str]) -> None:
    assert _accept(repository, FIRST)[0] == 0
    result = repository.run("diff", *sides)
    assert result.exit_code == 1
    assert FIRST in result.output


def test_filters_make_no_acceptance_unused(repository: Repository, sides: tuple[str, str]) -> None:
    key = _fingerprint(repository, *sides)
    _accept(repository, key)
    assert key not in repository.run("diff", *sides, "--path", "/elsewhere").output


def test_the_file_lies_beside_the_configuration(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write("specloom.toml", "[apis.zoo]\n[apis.shop]\n")
    repository.write("spec/zoo/openapi.json", pets())
    repository.commit()
    repository.write("spec/zoo/openapi.json", pets("name"))
    (repository.root / "below").mkdir()
    monkeypatch.chdir(repository.root / "below")
    key = _fingerprint(repository, "zoo")
    assert _accept(repository, key, "zoo")[0] == 0
    (entry,) = read_acceptances((repository.root / ACCEPTED_NAME).read_bytes()).entries.values()
    assert entry.api == "zoo"
    assert repository.run("diff", "zoo").exit_code == 0


def test_another_file_can_be_named(repository: Repository, sides: tuple[str, str]) -> None:
    key = _fingerprint(repository, *sides)
    repository.write("ours.toml", with_acceptance(b"", Acceptance(key, "Why", DAY)).decode())
    assert repository.run("diff", *sides, "--accepted", "ours.toml").exit_code == 0


def test_a_finding_that_is_not_there_is_refused(repository: Repository, sides: tuple[str, str]) -> None:
    key = _fingerprint(repository, *sides)
    near = key[:-1] + ("0" if key[-1] != "0" else "1")
    code, output = _accept(repository, near, *sides)
    assert code == 2
    assert f"no finding of these sides has the fingerprint {near}" in output
    assert f"{key} (Pet.name is gone)" in output
    assert not (repository.root / ACCEPTED_NAME).exists()


def test_a_finding_that_breaks_nothing_is_refused(repository: Repository, sides: tuple[str, str]) -> None:
    back = (sides[1], sides[0])
    code, output = _accept(repository, _fingerprint(repository, *back), *back)
    assert code == 2
    assert "breaks nothing" in output
    assert "there is none that breaks anything" in _accept(repository, FIRST, *back)[1]


@pytest.mark.parametrize(
    ("fingerprint", "until", "said"),
    [
        ("nonsense", LATER, "is no fingerprint"),
        (FIRST[:-1], LATER, "is no fingerprint"),
        (FIRST, "soon", "'soon' is no day"),
        (FIRST, "2031-02-30", "is no day"),
        (FIRST, "2001-01-01", "2001-01-01 has passed"),
    ],
)
def test_a_wrong_acceptance_is_refused(repository: Repository, fingerprint: str, until: str, said: str) -> None:
    code, output = _accept(repository, fingerprint, until=until)
    assert code == 2
    assert said in output
    assert not (repository.root / ACCEPTED_NAME).exists()


def test_an_acceptance_needs_reason_and_day(repository: Repository) -> None:
    assert repository.run("accept", FIRST, "--until", LATER).exit_code == 2
    assert repository.run("accept", FIRST, "--reason", "x").exit_code == 2
    blank = repository.run("accept", FIRST, "--reason", " ", "--until", LATER, "--json")
    assert json.loads(blank.stdout)["error"] == [{"message": "an acceptance needs a reason"}]


def test_a_broken_file_is_left_as_it_is(repository: Repository, sides: tuple[str, str]) -> None:
    repository.write(ACCEPTED_NAME, "[accepted")
    assert _accept(repository, FIRST)[0] == 2
    assert (repository.root / ACCEPTED_NAME).read_text() == "[accepted"
    result = repository.run("diff", *sides)
    assert result.exit_code == 2
    assert ACCEPTED_NAME in result.output


def test_json_tells_what_was_written(repository: Repository, tmp_path: Path) -> None:
    result = repository.run("accept", FIRST.upper(), "--reason", "Why", "--until", LATER, "--json")
    values = json.loads(result.stdout)
    assert values["written"] == ACCEPTED_NAME
    assert values["accepted"]["fingerprint"] == FIRST
