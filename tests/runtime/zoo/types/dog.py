# ruff: noqa: TID252 - relative, as all generated code is
from __future__ import annotations

from typing import Literal

from .._runtime import Model, model


@model
class Dog(Model):
    id: str
    kind: Literal["dog"]
    tricks: int | None = None
