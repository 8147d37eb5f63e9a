"""Objects without a name get one from the place where they stand."""

from __future__ import annotations

from types import ModuleType

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    lines = [{"text": "Work", "price": 10.0, "unit": "hour"}]
    exchange = call(
        package,
        lambda client: client.invoices.create(customer={"name": "Ann", "address": {"city": "Rome"}}, lines=lines),
        {"id": "i", "total": {"amount": 10}, "lines": [{"text": "Work"}]},
    )
    assert exchange.body == {"customer": {"name": "Ann", "address": {"city": "Rome"}}, "lines": lines}
    assert exchange.answer.total.amount == 10
    assert type(exchange.answer).__name__ == "InvoiceCreateResponse"
    assert exchange.answer.lines[0].text == "Work"
