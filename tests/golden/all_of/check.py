"""What is composed becomes one class; the narrower statement wins."""

from __future__ import annotations

from types import ModuleType

from tests.golden.calls import call


def check(package: ModuleType) -> None:
    stored = {"id": "c", "name": "Beetle", "size": 4, "kind": "car", "garage": {"street": "Elm"}}
    exchange = call(package, lambda client: client.cars.update("c", name="Beetle", size=4, wheels=4), stored)
    assert exchange.line == "PUT /v1/cars/c"
    assert exchange.body == {"name": "Beetle", "size": 4, "wheels": 4}
    assert isinstance(exchange.answer, package.types.StoredCar)
    assert isinstance(exchange.answer.garage, package.types.Garage)
    assert exchange.answer.wheels is None
    assert exchange.answer.to_dict() == stored
