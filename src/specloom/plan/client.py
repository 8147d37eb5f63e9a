"""The client class: its name, where it calls, and which options authenticate it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from specloom.plan.client_values import ClientPlan
from specloom.plan.credentials import Credentials, plan_credentials
from specloom.plan.naming import class_identifier, identifier
from specloom.plan.operations import Json, Operation
from specloom.plan.sdk import Sdk
from specloom.problems import Problem


def plan_client(
    prepared: Json, operations: Sequence[Operation], sdk: Sdk, api: str, found: list[Problem]
) -> tuple[ClientPlan, Credentials]:
    """The client as sdk.yaml says; whatever it leaves open comes by rule from the document.

    Args:
        prepared: The prepared document.
        operations: All of it.
        sdk: What the user says.
        api: Name of the target.
        found: Collects what is wrong: schemes that the document does not have.
    """
    prefix = identifier(api).upper()
    schemes: Mapping[str, Json] = prepared.get("components", {}).get("securitySchemes", {})
    options, credentials = plan_credentials(schemes, operations, sdk, prefix, found)
    plan = ClientPlan(
        class_name=sdk.client.name or class_identifier(api, sdk.acronyms),
        base_url="",
        base_url_env=sdk.client.base_url_env or f"{prefix}_BASE_URL",
        options=options,
        headers_env=f"{prefix}_CUSTOM_HEADERS",
        log_env=f"{prefix}_LOG",
        platform_headers=sdk.client.platform_headers,
    )
    return plan, credentials
