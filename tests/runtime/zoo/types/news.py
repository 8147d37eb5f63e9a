# ruff: noqa: TID252 - relative, as all generated code is
from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from .._runtime import Model, field, model

if TYPE_CHECKING:
    from .animal import Animal
    from .cat import Cat
    from .dog import Dog


@model
class Arrived(Model):
    event: Literal["animal.arrived"]
    data: Animal = field(".animal:Animal")


@model
class Litter(Model):
    first: Cat | Dog | str = field(".cat:Cat|.dog:Dog")
    by_name: dict[str, Animal] | None = field("{.animal:Animal}", default=None)
    both: list[Cat] | Dog | None = field("[.cat:Cat]|.dog:Dog", default=None)
