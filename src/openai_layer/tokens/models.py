"""What is known about models: encoding, windows, images, prices. The numbers are in ``model_table``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import NamedTuple

from ..._runtime import SDKError
from .images import ImageRule
from .model_table import ROWS

_SNAPSHOT = re.compile(r"(.+)-(?:\d{4}-\d\d-\d\d|\d{4}|latest)")


class UnknownModelError(SDKError, LookupError):
    """The table has no such model, or lacks what was asked about it."""


class Price(NamedTuple):
    """US dollars per million tokens."""

    input: float
    output: float
    cached: float | None = None
    """For input that the service had in its cache; None where it grants no discount."""
    training: float | None = None


class ModelInfo(NamedTuple):
    """What is known about a model; None where it is not known."""

    name: str
    encoding: str | None = "o200k_base"
    context: int | None = None
    """Tokens of prompt and answer together."""
    max_output: int | None = None
    """Tokens that an answer may have."""
    max_input: int | None = None
    """Tokens that a prompt may have, where that is less than the context."""
    images: ImageRule | None = None
    price: Price | None = None


class ModelTable:
    """Models by name; snapshots, fine-tuned models and Azure's spellings are found by the model they come from.

    Args:
        models: The models.
    """

    def __init__(self, models: Iterable[ModelInfo] = ()) -> None:
        self._models = {model.name: model for model in models}

    def __iter__(self) -> Iterator[ModelInfo]:
        return iter(tuple(self._models.values()))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._look_up(name) is not None

    def register(self, model: ModelInfo) -> None:
        """Add a model, or replace the one of that name."""
        self._models[model.name] = model

    def with_models(self, *models: ModelInfo) -> ModelTable:
        """Another table, with these models added or replaced."""
        return ModelTable((*self, *models))

    def find(self, name: str) -> ModelInfo:
        """What is known about a model.

        Args:
            name: Its name: ``"gpt-4o"``, ``"gpt-4o-2024-08-06"``, ``"gpt-35-turbo"``, ``"ft:gpt-4o-mini:org::id"``.

        Raises:
            TypeError: If the name is no text.
            UnknownModelError: If there is no such model; names the nearest ones.
        """
        if not isinstance(name, str):
            raise TypeError(f"The name of a model is text, not {type(name).__name__}.")
        if (found := self._look_up(name)) is not None:
            return found
        raise UnknownModelError(
            f"There is no model {name!r} in the table.{nearest(_base(name), self._models)} "
            "Add it with register_model(ModelInfo(...)); for text, an encoding's name ('o200k_base') will do."
        )

    def _look_up(self, name: str) -> ModelInfo | None:
        base = _base(name)
        fine_tuned = name.startswith("ft:")
        while True:
            if fine_tuned and (own := self._models.get(f"ft:{base}")):
                return own
            if known := self._models.get(base):
                # What a fine-tuned model costs does not follow from what its base costs.
                return known._replace(name=f"ft:{base}", price=None) if fine_tuned else known
            if not (snapshot := _SNAPSHOT.fullmatch(base)):
                return None
            base = snapshot[1]


def nearest(name: str, names: Iterable[str]) -> str:
    """A sentence with the names that are most like one that is not among them; empty if none is."""
    found = get_close_matches(name, names, n=3)
    return f" Nearest: {', '.join(found)}." if found else ""


def _base(name: str) -> str:
    """The model from which a fine-tuned one was made, in the spelling of the table."""
    base = name.removeprefix("ft:").partition(":")[0]
    return re.sub(r"^gpt-35(?=-|$)", "gpt-3.5", base)


MODELS = ModelTable(
    ModelInfo(name, encoding, context, output, longest, images, Price(*price) if price else None)
    for name, encoding, context, output, longest, images, price in ROWS
)
"""The table that counts unless another one is given."""


def register_model(model: ModelInfo) -> None:
    """Add a model to the table that counts unless another one is given, or replace the one of that name."""
    MODELS.register(model)


def model_info(model: str, *, table: ModelTable = MODELS) -> ModelInfo:
    """What is known about a model.

    Raises:
        UnknownModelError: If there is no such model; names the nearest ones.
    """
    return table.find(model)


def context_window(model: str, *, table: ModelTable = MODELS) -> int:
    """Tokens of prompt and answer together.

    Raises:
        UnknownModelError: If there is no such model, or its window is not known.
    """
    if (context := table.find(model).context) is None:
        raise UnknownModelError(f"The context window of {model!r} is not known; add it with register_model(...).")
    return context
