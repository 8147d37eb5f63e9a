"""What a training is billed for, before it is started.

Source: the cookbook of the API on preparing chats for fine-tuning; an estimate, since the platform may choose
otherwise.
"""

from __future__ import annotations

from attrs import frozen

from .tallies import Statistics

_EPOCHS, _MAX_EPOCHS = 3, 25
_MIN_TRAINED, _MAX_TRAINED = 100, 25_000
"""Examples times epochs; outside of this there are more or fewer epochs."""


@frozen
class CostEstimate:
    """What is billed.

    Attributes:
        epochs: How often each example is trained on.
        tokens_per_epoch: Of all examples, each cut at the model's limit.
        billed_tokens: Of all epochs.
        cost: In the currency of the price; None where no price is known.
    """

    epochs: int
    tokens_per_epoch: int
    billed_tokens: int
    cost: float | None


def default_epochs(examples: int) -> int:
    """How many epochs a number of examples is likely to be trained for when a job does not say."""
    if examples * _EPOCHS < _MIN_TRAINED:
        return min(_MAX_EPOCHS, _MIN_TRAINED // max(examples, 1))
    if examples * _EPOCHS > _MAX_TRAINED:
        return max(1, _MAX_TRAINED // examples)
    return _EPOCHS


def estimate_cost(
    statistics: Statistics, *, n_epochs: int | None = None, price_per_million_tokens: float | None = None
) -> CostEstimate:
    """What a supervised training with these examples is billed for.

    Args:
        statistics: Of the file, with tokens counted.
        n_epochs: As the job says it; left out, as many as the platform is likely to choose.
        price_per_million_tokens: Of training the model; by rule what the table of models has, in US dollars.

    Raises:
        ValueError: If tokens were not counted.
    """
    if statistics.examples and not statistics.model:
        raise ValueError("The statistics hold no tokens: make them with statistics(path, model=...).")
    epochs = default_epochs(statistics.examples) if n_epochs is None else n_epochs
    billed = statistics.tokens_per_epoch * epochs
    price = _listed_price(statistics.model) if price_per_million_tokens is None else price_per_million_tokens
    cost = None if price is None else billed * price / 1_000_000
    return CostEstimate(epochs, statistics.tokens_per_epoch, billed, cost)


def _listed_price(model: str) -> float | None:
    from ..tokens import MODELS

    price = MODELS.find(model).price if model in MODELS else None
    return price.training if price else None
