# ruff: noqa: TID252 - relative, as all generated code is
from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from .._runtime import alias

if TYPE_CHECKING:
    from .cat import Cat
    from .dog import Dog

if TYPE_CHECKING:
    Animal: TypeAlias = Cat | Dog
else:
    Animal = alias(__name__, ".cat:Cat|.dog:Dog", tag="kind", variants={"cat": ".cat:Cat", "dog": ".dog:Dog"})
