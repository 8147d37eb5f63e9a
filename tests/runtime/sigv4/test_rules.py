"""The rules of Signature Version 4 against the vectors that AWS publishes: its test suite, and its documentation."""

from __future__ import annotations

import hashlib

import pytest

from specloom_runtime.sigv4_rules import Keys, authorization, canonical_request, region_of, signing_key, strict_query

KEYS = Keys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", None)
MOMENT = "20150830T123600Z"
UNRESERVED = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
FORM = ("Content-Type", "application/x-www-form-urlencoded")

SUITE = {
    "get-vanilla": ("GET", "/", "", (), b"", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
    "get-vanilla-query-order-key-case": (
        "GET", "/", "Param2=value2&Param1=value1", (), b"",
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    ),
    "get-vanilla-empty-query-key": (
        "GET", "/", "Param1=value1", (), b"", "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
    ),
    "get-vanilla-query-unreserved": (
        "GET", "/", f"{UNRESERVED}={UNRESERVED}", (), b"",
        "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
    ),
    "get-utf8": ("GET", "/ሴ", "", (), b"", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
    "get-space": (
        "GET", "/example space/", "", (), b"", "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
    ),
    "get-slashes": (
        "GET", "//example//", "", (), b"", "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84",
    ),
    "get-relative-relative": (
        "GET", "/example1/example2/../..", "", (), b"",
        "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    ),
    "get-header-value-trim": (
        "GET", "/", "", (("My-Header1", " value1"), ("My-Header2", ' "a   b   c"')), b"",
        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
    ),
    "get-header-key-duplicate": (
        "GET", "/", "", (("My-Header1", "value2"), ("My-Header1", "value2"), ("My-Header1", "value1")), b"",
        "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
    ),
    "post-vanilla": ("POST", "/", "", (), b"", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
    "post-x-www-form-urlencoded": (
        "POST", "/", "", (FORM,), b"Param1=value1",
        "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SUITE)
def test_the_published_suite(name: str) -> None:
    verb, path, query, headers, body, signature = SUITE[name]
    signed = [("Host", "example.amazonaws.com"), ("X-Amz-Date", MOMENT), *headers]
    canonical, names = canonical_request(verb, path, strict_query(query), signed, hashlib.sha256(body).hexdigest())
    found = authorization(KEYS, "us-east-1", MOMENT, canonical, names, "service")
    assert found == (
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        f"SignedHeaders={names}, Signature={signature}"
    )


def test_the_documented_key_and_signature() -> None:
    key = signing_key(KEYS.secret_key, "20150830/us-east-1/iam/aws4_request")
    assert key.hex() == "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9"
    headers = [
        ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
        ("Host", "iam.amazonaws.com"),
        ("X-Amz-Date", MOMENT),
    ]
    query = strict_query("Action=ListUsers&Version=2010-05-08")
    canonical, names = canonical_request("GET", "/", query, headers, hashlib.sha256(b"").hexdigest())
    assert names == "content-type;host;x-amz-date"
    assert authorization(KEYS, "us-east-1", MOMENT, canonical, names, "iam").endswith(
        "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
    )


@pytest.mark.parametrize(
    ("query", "strict"),
    [
        ("a=1+2&b=%2B", "a=1%202&b=%2B"),
        ("flag", "flag"),
        ("flag=&flag", "flag=&flag"),
        ("b=2&a=1&a=0", "b=2&a=1&a=0"),
        ("&a=1&&", "a=1"),
        ("ids[]=1&x=a/b?c:@", "ids%5B%5D=1&x=a%2Fb%3Fc%3A%40"),
        ("x=a=b", "x=a%3Db"),
        ("x=%ff%C3%BC~", "x=%FF%C3%BC~"),
    ],
)
def test_a_query_is_written_as_it_is_signed(query: str, strict: str) -> None:
    assert strict_query(query) == strict
    assert strict_query(strict) == strict


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("abc123.execute-api.eu-central-1.amazonaws.com", "eu-central-1"),
        ("ABC123.execute-api.eu-central-1.AMAZONAWS.com:443", "eu-central-1"),
        ("abc123.execute-api.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        ("abc-vpce-1.execute-api.us-gov-west-1.amazonaws.com", "us-gov-west-1"),
        ("vpce-1-x.execute-api.us-east-1.vpce.amazonaws.com", "us-east-1"),
        ("api.example.com", ""),
        ("abc.execute-api.eu-central-1.amazonaws.com.example.com", ""),
        ("abc.execute-api.localhost.localstack.cloud", ""),
    ],
)
def test_the_host_tells_the_region(host: str, region: str) -> None:
    assert region_of("other.example", host) == region
