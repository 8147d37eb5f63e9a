"""sdk.yaml: what it may say, and every slip told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from specloom.plan.sdk import MethodRule, PageRule, Sdk, StreamRule, TypeRule
from specloom.plan.sdk_reader import load_sdk, read_sdk
from specloom.problems import SpecloomError


def problems(text: str) -> list[str]:
    with pytest.raises(SpecloomError) as failure:
        read_sdk(text, "sdk.yaml")
    return [str(problem) for problem in failure.value.problems]


def test_an_empty_file_says_nothing() -> None:
    assert read_sdk("", "x") == Sdk(source="x")


def test_a_file_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    assert load_sdk(tmp_path / "sdk.yaml") == Sdk()


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "sdk.yaml").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(SpecloomError, match="cannot be read"):
        load_sdk(tmp_path / "sdk.yaml")


def test_everything_it_may_say() -> None:
    sdk = read_sdk("""\
client:
  name: Pets
  base_url: https://pets.test
  base_url_env: PETS_URL
  options:
    token: {scheme: Bearer, env: PETS_TOKEN, required: true}
    zone: {header: X-Zone}
acronyms: [API]
paths: {/org: admin}
methods:
  one: pets.one
  two: [pets.two, {response: text, or_text: true, order: [b, a], optional: [a], extra: {mood: text}}]
parameters: {x-beta: betas}
headers: {pets.*: {X-Beta: "1"}}
deprecated: [pets.two]
pages: {last_id: [pets.*], single: [pets.one], none: [pets.two]}
streams: {one: Event, two: {event: Event, envelope: true}}
packages: {pets: zoo}
responses_by_method: true
types:
  models: {types: {Pet: PetObject}, zoo.cats: {Cat: CatObject}}
  params: {zoo: {CatParam: CatObject}}
""")
    assert [option.name for option in sdk.client.options] == ["token", "zone"]
    assert [option.secret for option in sdk.client.options] == [True, False]
    assert sdk.methods["one"] == (MethodRule(call=("pets", "one"), line=11),)
    assert sdk.methods["two"][1].order == ("b", "a")
    assert sdk.streams["two"] == StreamRule("Event", envelope=True, line=17)
    assert sdk.headers == {"pets.*": (("X-Beta", "1"),)}
    assert sdk.packages == {"pets": ("zoo",)}
    assert sdk.models == (TypeRule((), "Pet", "PetObject", 21), TypeRule(("zoo", "cats"), "Cat", "CatObject", 21))
    assert sdk.params == (TypeRule(("zoo",), "CatParam", "CatObject", 22),)


def test_all_slips_at_once_with_line_and_nearest_name() -> None:
    assert problems("""\
cleint: {}
client:
  options:
    api key: {scheme: A, header: B}
    token: {secret: 3}
methods:
  one: {cal: pets.one}
  two: pets.not-a-name
  three: {response: xml}
acronyms: API
types:
  models:
    types:
      2Fast: Pet
""") == [
        "sdk.yaml:1: cleint: unknown key; did you mean 'client'?",
        "sdk.yaml:4: client.options.api key: is to be an identifier",
        "sdk.yaml:4: client.options.api key: is sent in one way only, not by scheme and header",
        "sdk.yaml:5: client.options.token.secret: is to be true or false, not 3.0",
        "sdk.yaml:10: acronyms: is to be a list, not 'API'",
        "sdk.yaml:7: methods.one.cal: unknown key; did you mean 'call'?",
        "sdk.yaml:8: methods.two: 'pets.not-a-name' is no call path (identifiers with dots between)",
        "sdk.yaml:9: methods.three.response: is to be one of json, binary, text, none",
        "sdk.yaml:14: types.models.types.2Fast: is no class name",
    ]


def test_names_of_the_root_package_and_extras() -> None:
    sdk = read_sdk("""\
exports: {Zoo: lib.zoo}
attributes: {lib.zoo: [keeper, feed], lib.more: [till]}
removed: {lib.old: [Circus]}
extras: {night: ["lamp>=1,<2"]}
scripts: {pet-shop: lib.cli:main}
""")
    assert sdk.exports == {"Zoo": ("lib", "zoo")}
    assert sdk.attributes == {"keeper": ("lib", "zoo"), "feed": ("lib", "zoo"), "till": ("lib", "more")}
    assert sdk.removed == {"Circus": ("lib", "old")}
    assert sdk.extras == {"night": ("lamp>=1,<2",)}
    assert sdk.scripts == {"pet-shop": "lib.cli:main"}


def test_slips_in_scripts() -> None:
    assert problems("""\
scripts:
  Pet Shop: lib.cli:main
  shop: lib.cli
  till: "lib.cli:main()"
""") == [
        "sdk.yaml:2: scripts.Pet Shop: 'Pet Shop' is no name of a command (letters and digits with dashes between)",
        "sdk.yaml:3: scripts.shop: 'lib.cli' names no function (such as 'lib.cli:main')",
        "sdk.yaml:4: scripts.till: 'lib.cli:main()' names no function (such as 'lib.cli:main')",
    ]


def test_slips_in_names_of_the_root_package_and_extras() -> None:
    assert problems("""\
exports: {Zoo: lib.zoo, "a b": lib.zoo, class: lib.zoo}
attributes: {lib.zoo: [Zoo, keeper], lib-zoo: [feed], lib: keeper}
removed: {lib.old: [keeper]}
extras:
  Night: [lamp]
  day: ['sun"', "x\\ny", "two words", 3]
""") == [
        "sdk.yaml:1: exports.a b: 'a b' is no identifier",
        "sdk.yaml:1: exports.class: 'class' is no identifier",
        "sdk.yaml:2: attributes.lib.zoo[0]: 'Zoo' stands under exports already",
        "sdk.yaml:2: attributes.lib-zoo: 'lib-zoo' is no call path (identifiers with dots between)",
        "sdk.yaml:2: attributes.lib: is to be a list, not 'keeper'",
        "sdk.yaml:3: removed.lib.old[0]: 'keeper' stands under attributes already",
        "sdk.yaml:5: extras.Night: 'Night' is no name of an extra (letters and digits with dashes between)",
        "sdk.yaml:6: extras.day[3]: is to be a text, not 3.0",
        """sdk.yaml:6: extras.day[0]: 'sun"' is no requirement (such as 'websockets>=13')""",
        "sdk.yaml:6: extras.day[1]: 'x\\ny' is no requirement (such as 'websockets>=13')",
        "sdk.yaml:6: extras.day[2]: 'two words' is no requirement (such as 'websockets>=13')",
    ]


def test_a_key_that_stands_twice() -> None:
    assert problems("paths: {}\npaths: {}\n") == ["sdk.yaml:2: paths: stands twice (first in line 1)"]


def test_broken_yaml_has_line_and_column() -> None:
    (message,) = problems("paths:\n  a: [1\nb: 2\n")
    assert message.startswith("sdk.yaml:3:")


@pytest.mark.parametrize("text", ["- a\n", "paths\n", "3\n"])
def test_a_file_that_is_no_mapping(text: str) -> None:
    (message,) = problems(text)
    assert "is to be a mapping" in message


def test_rules_of_pages_are_read_in_the_order_in_which_they_count() -> None:
    sdk = read_sdk("""
pages:
  offset: {"*": {total: meta.total}}
  number: {pets.list: {first: 0, more: more}}
""")
    assert sdk.pages.stated == (
        PageRule("number", "pets.list", first=0, more="more"),
        PageRule("offset", "*", total="meta.total"),
    )
    assert [rule.line for rule in sdk.pages.stated] == [4, 3]
    assert sdk.pages.rule_of(("pets", "list")) == sdk.pages.stated[0]
    assert sdk.pages.rule_of(("cats", "list")) == sdk.pages.stated[1]


@pytest.mark.parametrize("first", ["-1", "1.5", "one", "true"])
def test_the_first_page_has_a_whole_number(first: str) -> None:
    with pytest.raises(SpecloomError, match=r"pages\.number\.a\.first: is to be a whole number, 0 or more"):
        read_sdk(f"pages: {{number: {{a: {{first: {first}}}}}}}")


def test_a_key_of_another_kind_of_page_is_refused() -> None:
    with pytest.raises(SpecloomError, match=r"pages\.url\.a\.argument: unknown key"):
        read_sdk("pages: {url: {a: {argument: b}}}")
