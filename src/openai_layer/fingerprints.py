"""Whether answers that were asked for with one seed can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .input_errors import InputError

if TYPE_CHECKING:
    from ..types import Completion
    from ..types.chat import ChatCompletion


class SeedComparison(NamedTuple):
    """What two or more answers say about the machinery that wrote them.

    Attributes:
        comparable: Whether the same seed and parameters should have led to the same text; None if nobody can tell.
        reason: Why.
    """

    comparable: bool | None
    reason: str


def compare_fingerprints(*answers: ChatCompletion | Completion) -> SeedComparison:
    """Whether answers come from the same model in the same configuration.

    That the requests had the same ``seed`` and the same other parameters is for the caller to know. The vendor calls
    both ``seed`` and ``system_fingerprint`` deprecated, and newer models send no fingerprint.

    Raises:
        InputError: If there are fewer than two answers.
    """
    if len(answers) < 2:
        raise InputError("it takes two answers to compare them")
    models = sorted({answer.model for answer in answers})
    if len(models) > 1:
        return SeedComparison(False, f"they come from different models: {', '.join(models)}")
    prints = {answer.system_fingerprint for answer in answers}
    if None in prints:
        return SeedComparison(None, "at least one of them has no system_fingerprint")
    if len(prints) > 1:
        named = ", ".join(sorted(str(one) for one in prints))
        return SeedComparison(False, f"the vendor changed the model's configuration in between: {named}")
    return SeedComparison(True, f"all have the system_fingerprint {prints.pop()}: one seed should give one text")
