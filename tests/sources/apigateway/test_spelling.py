"""One line spells an export; what may not be committed of it is left out of the record."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from specloom.problems import SpecloomError
from specloom.sources.apigateway.spelling import Address, parse_address

_ALL = ("integrations", "authorizers", "apigateway", "postman")
# Whatever means something in a line, and a letter of another script.
_TEXTS = st.text("ab /?%&=+#$:,.é\U0001f4e6", min_size=1, max_size=8).map(str.strip).filter(bool)
_ADDRESSES = st.builds(
    Address,
    api=_TEXTS,
    stage=_TEXTS,
    region=_TEXTS,
    dialect=st.sampled_from(["oas30", "swagger"]),
    extensions=st.sets(st.sampled_from(_ALL)).map(lambda chosen: tuple(name for name in _ALL if name in chosen)),
    format=st.sampled_from(["json", "yaml"]),
)


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("apigateway:orders", Address("orders")),
        ("apigateway:a1b2c3d4e5/prod", Address("a1b2c3d4e5", "prod")),
        ("APIGateway:My Orders/prod", Address("My Orders", "prod")),
        ("apigateway:My%20Orders%2Fv2/%24default", Address("My Orders/v2", "$default")),
        ("apigateway:a+b/", Address("a+b")),
        ("apigateway:orders?region=eu-west-1&profile=my%20team", Address("orders", "", "eu-west-1", "my team")),
        ("apigateway:orders/p?as=swagger&format=yaml", Address("orders", "p", dialect="swagger", format="yaml")),
        ("apigateway:orders/p?extensions=none", Address("orders", "p", extensions=())),
        ("apigateway:o?extensions=postman,integrations", Address("o", extensions=("integrations", "postman"))),
    ],
)
def test_a_line_spells_an_export(source: str, address: Address) -> None:
    assert parse_address(source) == address


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("apigateway:", "not spelt apigateway:NAME_OR_ID/STAGE"),
        ("apigateway:/prod", "not spelt"),
        ("apigateway://orders/prod", "not spelt"),
        ("apigateway:orders/prod/get", "a slash in a name is written %2F"),
        ("apigateway:orders?regoin=x", "there is no 'regoin' (did you mean region?)"),
        ("apigateway:orders?region", "region has no value"),
        ("apigateway:orders?region=", "region has no value"),
        ("apigateway:orders?region=a&region=b", "region is given twice"),
        ("apigateway:orders?as=oas31", "as is one of oas30, swagger, not 'oas31'"),
        ("apigateway:orders?format=xml", "format is one of json, yaml"),
        ("apigateway:orders?extensions=postmen", "there is no extension 'postmen'"),
        ("apigateway:orders?extensions=none,postman", "there is no extension 'none'"),
    ],
)
def test_a_misspelt_line_is_refused_in_a_sentence(source: str, reason: str) -> None:
    with pytest.raises(SpecloomError) as caught:
        parse_address(source)
    assert reason in str(caught.value)
    assert str(caught.value).startswith(source)


@given(_ADDRESSES, _TEXTS)
def test_what_is_recorded_reads_as_the_same_export_without_the_profile(address: Address, profile: str) -> None:
    recorded = evolve(address, profile=profile).recorded(address.stage, address.region)
    assert parse_address(recorded) == address
