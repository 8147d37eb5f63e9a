"""One stage in Swagger and in OpenAPI 3: there is no drift between its exports."""

from __future__ import annotations

import pytest

from specloom.drift.values import Mode
from tests.drift import clinic
from tests.drift.sides import compared


@pytest.mark.parametrize("mode", ["contract", "full"])
@pytest.mark.parametrize("swagger_is_pinned", [True, False])
def test_swagger_and_openapi_3_of_one_stage_say_the_same(mode: Mode, swagger_is_pinned: bool) -> None:
    pair = (clinic.swagger(), clinic.oas30()) if swagger_is_pinned else (clinic.oas30(), clinic.swagger())
    found = compared(*pair, mode=mode)
    assert [one.message for one in found.review.findings] == []
    assert found.differences == ()
