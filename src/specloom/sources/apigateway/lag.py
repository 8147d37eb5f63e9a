"""Which edits of an API its stage does not have: a stage serves what was deployed to it, not what is being edited.

An HTTP API exports both states. A REST API exports its stages only; of a deployment AWS tells the methods and how they
are protected, so that is what is compared (``BLIND_SPOTS``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import frozen

from specloom.document.changes import changes
from specloom.document.load import load_text
from specloom.sources.apigateway.finding import Found, find
from specloom.sources.apigateway.gateway import Gateway, open_gateway
from specloom.sources.apigateway.spelling import parse_address
from specloom.sources.fetched import no_progress

BLIND_SPOTS: Final = (
    "of a REST API only methods that came or went, and whether they need a key or authorization, can be compared with "
    "what is deployed: edits of models, parameters, responses and integrations that were not deployed stay unseen"
)
"""What a look at the lag cannot see."""

_ACCOUNT_TAG: Final = "x-amazon-apigateway-tag-value"


@frozen
class Undeployed:
    """Edits that a stage does not have.

    Attributes:
        api: The API, as it is told to people.
        stage: The stage that lags.
        deployment: What the stage serves.
        differences: Operations (``POST /pets``, or another part of the document) and what was edited in each.
    """

    api: str
    stage: str
    deployment: str
    differences: tuple[tuple[str, str], ...]


def undeployed(source: str) -> Undeployed | None:
    """The edits that the stage of a source does not have.

    Args:
        source: As for ``fetch``. Without a stage that of an HTTP API is its latest configuration, which lacks nothing.

    Returns:
        None where nothing is seen that is not deployed; see ``BLIND_SPOTS`` for what cannot be seen.

    Raises:
        SpecloomError: If it could not be looked at.
    """
    address = parse_address(source)
    with open_gateway(address, source) as gateway:
        found = find(gateway)
        if found.stage is None:
            return None
        compare = _rest if found.api.kind == "REST" else _http
        differences = tuple(compare(gateway, found, found.stage.name, found.stage.deployment))
    return Undeployed(str(found.api), found.stage.name, found.stage.deployment, differences) if differences else None


def _rest(gateway: Gateway, found: Found, _stage: str, deployment: str) -> Iterator[tuple[str, str]]:
    summary = gateway.deployed_methods(found.api, deployment)
    if not summary:
        # API Gateway deploys no API without a method.
        message = f"could not look whether {found.api} was edited: AWS tells no methods of the deployment {deployment}"
        raise gateway.call.refusal(f"{message}; deploy the stage again")
    served, edited = _by_operation(summary), _by_operation(gateway.methods(found.api))
    for operation in sorted(served.keys() | edited.keys()):
        if operation not in served:
            yield operation, "was added and is not deployed"
        elif operation not in edited:
            yield operation, "was removed and is still served"
        else:
            yield from ((operation, change) for change in _protection(served[operation], edited[operation]))


def _by_operation(paths: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {f"{verb} {path}": method for path, methods in paths.items() for verb, method in methods.items()}


def _protection(served: Mapping[str, Any], edited: Mapping[str, Any]) -> Iterator[str]:
    old, new = (method.get("authorizationType") or "NONE" for method in (served, edited))
    if old != new:
        yield f"has the authorization {new}, and {old} is served"
    if bool(served.get("apiKeyRequired")) != bool(edited.get("apiKeyRequired")):
        yield (
            "needs an API key, and is served without"
            if edited.get("apiKeyRequired")
            else ("needs no API key any more, and is still served with one")
        )


def _http(gateway: Gateway, found: Found, stage: str, _deployment: str) -> Iterator[tuple[str, str]]:
    served, edited = (_contents(gateway, found, name) for name in (stage, ""))
    difference = changes(served, edited)
    for names in (difference.operations, difference.schemas):
        yield from ((name, "was added and is not deployed") for name in names.added)
        yield from ((name, "was removed and is still served") for name in names.removed)
        yield from ((name, "was edited and is not deployed") for name in names.changed)
    if difference.elsewhere:
        yield "security or settings of the API", "were edited and are not deployed"
    if not difference and served != edited:
        yield "the API", "was edited and is not deployed"


def _contents(gateway: Gateway, found: Found, stage: str) -> dict[str, Any]:
    document = load_text(gateway.export(found.api, stage, no_progress), gateway.call.source)
    # Servers name the stage, info has the time of the export, and tags of the account take effect undeployed.
    tags = [tag for tag in document.get("tags", ()) if _ACCOUNT_TAG not in tag]
    return {key: value for key, value in document.items() if key not in ("servers", "info", "tags")} | {"tags": tags}
