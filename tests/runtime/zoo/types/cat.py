# ruff: noqa: TID252 - relative, as all generated code is
from __future__ import annotations

from typing import Literal

from .._runtime import Model, field, model


@model
class Collar(Model):
    colour: Literal["red", "blue"]


@model
class Cat(Model):
    id: str
    kind: Literal["cat"]
    collar: Collar | None = field("Collar", default=None)
    kittens: list[Cat] | None = field("[Cat]", default=None)
    from_: str | None = field(wire="from", default=None)
    mood: Literal["calm", "wild"] | None = None
