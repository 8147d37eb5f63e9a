"""Names of all scripts are called by plain ones and travel as they are."""

from __future__ import annotations

from types import ModuleType

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    exchange = call(
        package,
        lambda client: client.grossen.retrieve("ß/1", unit_mark="m", u5355_u4f4d="厘米"),
        {"weite": 1.5, "höhe": 2},
    )
    assert exchange.request.url.path == "/v1/größen/ß/1"
    assert b"%2F1?" in exchange.request.url.raw_path
    assert dict(exchange.query) == {"单位": "厘米", "ünit mark": "m"}
    assert (exchange.answer.weite, exchange.answer.hohe) == (1.5, 2)

    names = {"名前": "a", "😀": "b", "★": "c"}
    echo = call(package, lambda client: client.u540d_u524d.create(u540d_u524d="a", u1f600="b", u2605="c"), names)
    assert echo.body == names
    assert echo.answer.u540d_u524d == "a"
    assert echo.answer.to_dict() == names
