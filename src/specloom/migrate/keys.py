"""The keys of a resource config that sdk.yaml has no counterpart for, each with what becomes of it."""

from __future__ import annotations

from typing import Final

_TESTS: Final = "no tests are generated; `specloom mock` serves the API to yours"
_README: Final = "samples of the README come from the document; a template changes them (docs/templates.md)"
RELEASE: Final = "specloom generates a package and publishes none"
_UNWRAP: Final = "an answer is what the document says; a layer can hand on a part of it (docs/sdk-yaml.md, extensions)"
_STREAM: Final = "streams come from the document; `streams` in sdk.yaml tells of those that it is silent of"
_OTHER: Final = "has no counterpart: only Python is generated"
_PROSE: Final = "descriptions belong into the document: overlay.yaml"
_LAYER: Final = "hand-written code goes into a layer (docs/sdk-yaml.md, extensions)"
_RUNTIME: Final = "is an argument of the client where it is made, or of a call (docs/client-behaviour.md)"
_POSITIONAL: Final = "by rule the last parameter of the path is positional, and nothing else"

TOP: Final = {
    "codeflow": RELEASE,
    "diagnostics": "`specloom report` and `specloom diff` have checks of their own",
    "edition": "there are no editions; the version of specloom is what counts",
    "errors": "errors are by status, with the decoded body at hand (docs/client-behaviour.md)",
    "openapi": "changes of the document belong into overlay.yaml",
    "readme": _README,
    "streaming": _STREAM,
    "unspecified_endpoints": "no operation is left out: these are named by rule",
}
ORGANIZATION: Final = {
    "contact": RELEASE,
    "docs": "links to documentation come from the document",
    "github_org": RELEASE,
    "security_contact": RELEASE,
    "security_policy_terms": RELEASE,
    "security_policy_url": RELEASE,
    "upload_spec": RELEASE,
}
SETTINGS: Final = {
    "disable_mock_tests": _TESTS,
    "disable_tests": _TESTS,
    "file_header": "a template changes what stands at the top of files (docs/templates.md)",
    "license": "a template changes the pyproject.toml of the package (docs/templates.md)",
    "mock_server": _TESTS,
    "per_endpoint_security": "each operation is authenticated as the document says of it",
    "positional_params": _POSITIONAL,
    "python": "a template changes the pyproject.toml of the package (docs/templates.md)",
    "sort_schema_properties": "fields stand in the order of the document",
    "unwrap_multiproperty_response_fields": _UNWRAP,
    "unwrap_response_fields": _UNWRAP,
}
CLIENT: Final = {
    "default_retries": _RUNTIME,
    "default_timeout": _RUNTIME,
    "idempotency": "`extra_headers` of a call, or a layer, sends such a header",
    "omit_stainless_headers": "no headers of that kind are sent; `client.platform_headers` in sdk.yaml adds ours",
    "response_headers": "headers of an answer are at hand through `with_raw_response`",
}
OPTION: Final = {
    "default": "options have no default value here",
    "description": _PROSE,
    "example": _README,
    "required_in_tests": _TESTS,
    "send_as_body_param": "an option travels in a header or in the query",
    "send_as_path_param": "an option travels in a header or in the query",
    "server_variable": "variables of servers are arguments of the client by rule, from `servers` of the document",
}
RESOURCE: Final = {
    "custom": _LAYER,
    "description": _PROSE,
    "mcp": _OTHER,
    "terraform": _OTHER,
}
METHOD: Final = {
    "default_request_options": _RUNTIME,
    "description": _PROSE,
    "docs": _README,
    "mcp": _OTHER,
    "skip_test_reason": _TESTS,
    "streaming": _STREAM,
    "terraform": _OTHER,
    "unwrap_response": _UNWRAP,
}
MODEL: Final = {
    "no_params_suffix": "`types.params` in sdk.yaml names the types of requests",
    "param_model": "requests take plain dicts; `to_dict()` of a model gives one",
}
QUERY: Final = {"nested_format": "objects in the query are written as the document says (`style`)"}
_CAPITALS: Final = (
    "3DS ACH ACL AI API ATS CPU CRM DB DNS E2E EEOC GB GPU HD HRIS HTML HTTP HTTPS ID IP ISO JSONL KB KYB KYC LFS MB "
    "MP3 MP4 NFT SAML SDK SKU SMS SS SSH SSO URL"
)
INITIALISMS: Final = tuple(_CAPITALS.split())
"""Words that the generator spells in capitals unless ``custom_casings`` says otherwise."""


def all_for(why: str, *names: str) -> dict[str, str]:
    """Several keys of which the same becomes."""
    return dict.fromkeys(names, why)
