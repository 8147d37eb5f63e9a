"""What preparing takes out of exports of API Gateway is no drift, however an export says what it is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.drift import clinic
from tests.drift.sides import compared


def _bare(document: dict[str, Any]) -> dict[str, Any]:
    """As it is exported without extensions: only its address tells whose it is."""

    def without(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: without(part) for key, part in node.items() if not key.startswith("x-amazon-")}
        return [without(part) for part in node] if isinstance(node, list) else node

    return {key: without(part) for key, part in document.items() if not key.startswith("x-amazon-")}


def _tidied(document: dict[str, Any]) -> dict[str, Any]:
    """The same without preflights, and without the model that says nothing."""
    del document["paths"]["/visits"]["options"]
    document["paths"]["/health"]["get"]["responses"]["200"]["content"]["application/json"] = {}
    document["paths"]["/visits/{visitId}/scan"]["get"]["responses"]["200"]["content"]["image/png"] = {}
    del document["components"]["schemas"]["Empty"]
    return document


@pytest.mark.parametrize("tidied_is_pinned", [True, False])
@pytest.mark.parametrize("bare", [True, False])
def test_preflights_and_empty_models_are_no_drift(bare: bool, tidied_is_pinned: bool) -> None:
    pair = [_tidied(clinic.oas30()), clinic.oas30()]
    pinned, live = [_bare(one) if bare else one for one in (pair if tidied_is_pinned else reversed(pair))]
    assert [one.message for one in compared(pinned, live).review.findings] == []


def test_preflights_that_came_are_told_in_full_mode() -> None:
    (difference,) = compared(_tidied(clinic.oas30()), clinic.oas30(), mode="full").differences
    assert (difference.about, difference.name) == ("OPTIONS /visits", "")


@pytest.mark.parametrize("swagger_is_pinned", [True, False])
def test_bare_exports_in_both_formats_say_the_same(swagger_is_pinned: bool) -> None:
    pair = [_bare(clinic.swagger()), _bare(clinic.oas30())]
    pinned, live = pair if swagger_is_pinned else reversed(pair)
    assert [one.message for one in compared(pinned, live).review.findings] == []
