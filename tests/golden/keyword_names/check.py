"""Names that Python or the package itself needs give way in Python and stay as they are on the wire."""

from __future__ import annotations

from types import ModuleType

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    odd = {
        "class": "c",
        "None": "n",
        "to_dict": "t",
        "model_dump": "m",
        "_request_id": "r",
        "__init__": "i",
        "field": "f",
        "list": ["l"],
        "str": 1,
        "a-b": "dash",
        "a_b": "line",
        "$ref": "d",
    }
    exchange = call(
        package,
        lambda client: client.imports.retrieve(
            "x/y", from_="f", self_="s", timeout_=3, n_2nd="2", page_size=1, query_page_size=9, timeout=5.0
        ),
        odd,
    )
    assert exchange.line.startswith("GET /v1/imports/x%2Fy?")
    assert dict(exchange.query) == {
        "from": "f",
        "self": "s",
        "timeout": "3",
        "2nd": "2",
        "page_size": "1",
        "page-size": "9",
    }
    answer = exchange.answer
    assert (answer.class_, answer.to_dict_, answer.model_dump_, answer.field, answer.str) == ("c", "t", "m", "f", 1)
    assert (answer.a_b, answer.a_b_2, answer.list) == ("line", "dash", ["l"])
    assert answer.to_dict() == odd

    sent = {"def": "d", "in": "i", "str": "s", "object": "o", "Model": odd}
    echo = call(
        package,
        lambda client: client.imports.update("x", def_="d", in_="i", str="s", object="o", model=odd),
        sent,
    )
    assert echo.body == sent
    assert isinstance(echo.answer.model, type(answer))
    assert echo.answer.to_dict() == sent
