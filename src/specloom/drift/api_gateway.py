"""How exports of AWS API Gateway spell their extensions, and which spellings mean the same."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from specloom.prepare.gateway import PREFIX, TAG_VALUE

MADE_BY_GATEWAY: Final = f"{PREFIX}importexport-version"
IGNORED: Final = frozenset({MADE_BY_GATEWAY, f"{PREFIX}documentation", TAG_VALUE})
"""The version of the exporter, words with the day of their publication, and tags of the AWS account."""

# A region says where and an account whose; the same API may be deployed to several. `lambda` in the place of the
# account, as in URIs of integrations, is a service and stays.
_ARN: Final = re.compile(r"\barn:(aws[a-z-]*):([a-z0-9-]+):[a-z0-9-]*:(?:\d{12})?(?=[:/\w*$-])")
_ARN_OF_SERVICE: Final = re.compile(r"\barn:(aws[a-z-]*):apigateway:[a-z0-9-]+:(?!\d{12}:)")
_ACCOUNT_IN_PATH: Final = re.compile(r"(?<=:path/)\d{12}(?=/)")

_PASSING: Final = frozenset({"cacheNamespace"})
_DEFAULTS: Final[Mapping[str, Any]] = {
    "passthroughBehavior": "when_no_match",
    "timeoutInMillis": 29000,
    "connectionType": "internet",
}
_WORDS: Final = frozenset({"type", "passthroughBehavior", "connectionType", "contentHandling", "httpMethod"})
"""Read by API Gateway in capitals and in small letters alike."""

_HOST: Final = re.compile(r"\.execute-api\..*\.amazonaws\.com")


def is_served_by_gateway(document: Mapping[str, Any]) -> bool:
    """Whether a document says that its API is at an address of API Gateway."""
    servers = document.get("servers")
    urls = [one.get("url") for one in servers if isinstance(one, Mapping)] if isinstance(servers, list) else []
    return any(_HOST.search(str(url)) for url in (document.get("host"), *urls))


def canonical(value: Any, key: str = "") -> Any:
    """The value of an extension in one spelling: ARNs without region and account, lists as the sets that they are.

    What is left out means the same as its default (of an integration), and so does what is empty.
    """
    if isinstance(value, Mapping):
        found = {name: canonical(part, name) for name, part in value.items() if name not in _PASSING}
        return {name: part for name, part in found.items() if part not in ({}, []) and part != _DEFAULTS.get(name)}
    if isinstance(value, list):
        return sorted((canonical(one) for one in value), key=lambda one: json.dumps(one, sort_keys=True, default=str))
    if key == "statusCode":
        return str(value)
    if isinstance(value, str):
        return without_account(value.lower() if key in _WORDS else value)
    return value


def without_account(text: str) -> str:
    """A text in which no ARN tells a region or an account."""
    text = _ARN_OF_SERVICE.sub(r"arn:\1:apigateway::", text)
    return _ACCOUNT_IN_PATH.sub("", _ARN.sub(r"arn:\1:\2::", text))
